"""Whether a demand asks for enough, by the measure of its agreement.

Shares are whole and follow splits; fractions and money are exact. What is asked for is measured
among the shares of the day on which the request was received. What is not recorded leaves the
outcome open, unless it does not turn on it, and is named. Nothing raises.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Final

from app.rules.holders.holdings import SecurityClass, Tally
from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.trace import Sourced
from app.rules.reasoning.verdicts import Condition, Outcome
from app.rules.terms.clocks.clock import Clock
from app.rules.terms.rights.sizes import (
    AllRemaining,
    AllSizes,
    AnySize,
    FractionAsked,
    MoneyAsked,
    SharesAsked,
    Size,
    is_a_most,
)
from app.rules.values.amounts import in_figures, rounded_down
from app.rules.values.numbered import numbered, written
from app.rules.values.written_dates import on_its_weekday

COMPARE: Final = {">": gt, ">=": ge, "<": lt, "<=": le}
BASES: Final = {
    "registrable": "the Registrable Securities",
    "outstanding": "the Company's shares outstanding",
    "held": "what those who ask hold",
    "common": "the common shares that Holders hold",
    "preferred_as_converted": "the preferred shares that Holders hold",
    "warrant_shares": "the shares under warrants that Holders hold",
}
MORE_THAN: Final = {">": "more than", ">=": "at least", "<": "less than", "<=": "no more than"}


@dataclass(frozen=True, slots=True)
class StatedPrice:
    """The aggregate price that a request states, gross and net of what the terms take off."""

    gross: Sourced[Decimal] | None = None
    net: Sourced[Decimal] | None = None


NO_PRICE: Final = StatedPrice()


@dataclass(frozen=True, slots=True)
class MarketPrice:
    """The price of one share on a day, if stated, and what splits since make of one share."""

    on: date
    price: Decimal | None
    split: Fraction


@dataclass(frozen=True, slots=True)
class SizeAsked:
    """What is asked for: shares, what those who ask and all Holders hold, and at what price.

    `split_ratio` is by what splits multiply the number of shares at a place of the terms;
    `outstanding` are the Company's shares, `of_class` what is held of a class, `market` what is
    known of the price of one share on the day that a Clock gives.
    """

    shares: int | None
    tally: Tally | None
    price: StatedPrice
    split_ratio: Callable[[str], Fraction]
    outstanding: Sourced[ShareNumber] | None = None
    of_class: Callable[[SecurityClass], Tally | None] = lambda _name: None
    market: Callable[[Clock], MarketPrice | None] = lambda _clock: None


@dataclass(frozen=True, slots=True)
class Measured:
    """Whether one measure is met (None: not known), in words, and the facts that would tell.

    `too_much`: it is not, because too much is asked for and not too little.
    """

    reached: bool | None
    says: str
    missing: tuple[tuple[str, ...], ...] = ()
    too_much: bool = False


SHARES_ASKED: Final = ("shares", "demand_received.letters.requests.shares")
HOLDINGS: Final = ("positions", "position_stated")
OUTSTANDING: Final = ("shares_outstanding", "shares_outstanding_stated.shares")
MARKET: Final = ("market_price", "market_price_stated.price")
GROSS: Final = ("offering_price", "demand_received.offering_price")
NET: Final = ("offering_price_net", "demand_received.offering_price_net")


def measured(size: Size, asked: SizeAsked, place: str) -> Measured:
    """Whether what is asked for is as much as the size at a place wants, and no more."""
    found = _measured(size, asked, place)
    if found.reached is False and is_a_most(size):
        return replace(found, too_much=True)
    return found


def _measured(size: Size, asked: SizeAsked, place: str) -> Measured:
    match size:
        case SharesAsked():
            return _shares(size, asked, f"{place}/shares")
        case FractionAsked():
            return _fraction(size, asked)
        case MoneyAsked():
            return _at_market(size, asked) if size.on is not None else _money(size, asked.price)
        case AllRemaining():
            return _all_remaining(asked)
        case AnySize():
            return _together(_each(size.any, asked, f"{place}/any"), enough=True)
        case AllSizes():
            return _together(_each(size.all, asked, f"{place}/all"), enough=False)


def _each(sizes: Sequence[Size], asked: SizeAsked, place: str) -> Sequence[Measured]:
    return [measured(each, asked, f"{place}/{number}") for number, each in enumerate(sizes)]


def size_condition(size: Size, asked: SizeAsked, place: str, clause: str) -> Condition:
    """The condition that a demand asks for enough."""
    found = measured(size, asked, place)
    outcomes: dict[bool | None, Outcome] = {True: "passed", False: "failed", None: "unknown"}
    reason = "DEMAND_TOO_LARGE" if found.too_much else "DEMAND_TOO_SMALL"
    name = "maximum_size" if found.too_much or is_a_most(size) else "minimum_size"
    says, outcome = _sentence(found.says), outcomes[found.reached]
    return Condition(name, outcome, clause, says, reason if found.reached is False else None)


def _shares(size: SharesAsked, asked: SizeAsked, place: str) -> Measured:
    least = size.shares * asked.split_ratio(place)
    limit = f"{MORE_THAN[size.comparison]} {numbered(least, 'share')}"
    if asked.shares is None:
        return _not_stated(limit)
    reached = COMPARE[size.comparison](asked.shares, least)
    return Measured(
        reached, f"{numbered(asked.shares, 'share is', 'shares are')} asked for: {limit} must be"
    )


def _not_stated(limit: str) -> Measured:
    says = f"how many shares are asked for is not stated ({limit})"
    return Measured(None, says, (SHARES_ASKED,))


def _fraction(size: FractionAsked, asked: SizeAsked) -> Measured:
    limit = f"{MORE_THAN[size.comparison]} {size.fraction} of {BASES[size.of]}"
    if asked.shares is None:
        return _not_stated(limit)
    base = _base(size, asked)
    if base is None:
        told_by = OUTSTANDING if size.of == "outstanding" else HOLDINGS
        return Measured(None, f"how many there are is not recorded ({limit})", (told_by,))
    total = base.value
    reached = COMPARE[size.comparison](Fraction(asked.shares), size.fraction * Fraction(total))
    says = f"{asked.shares:,} of {numbered(total, 'share')} are asked for: {limit} must be"
    return Measured(reached, says)


def _base(size: FractionAsked, asked: SizeAsked) -> Sourced[ShareNumber] | None:
    """The shares of which a part must be asked for; None where they are not recorded."""
    if size.of == "outstanding":
        return asked.outstanding
    if size.of == "registrable":
        return asked.tally.total if asked.tally else None
    if size.of == "held":
        return asked.tally.requesting if asked.tally else None
    held = asked.of_class(size.of)
    return held.total if held else None


def _at_market(size: MoneyAsked, asked: SizeAsked) -> Measured:
    """What the shares asked for come to at the price of one on the day that the terms name."""
    limit = f"{MORE_THAN[size.comparison]} {in_figures(size.money)} at the price of the market"
    if asked.shares is None:
        return _not_stated(limit)
    found = asked.market(size.on) if size.on is not None else None
    if found is None or found.price is None:
        on = f" for {on_its_weekday(found.on)}" if found else ""
        missing = (*MARKET, f"whether enough is asked for, at the price stated{on}")
        return Measured(None, f"that price is not recorded{on} ({limit})", (missing,))
    price, split = found.price, found.split
    shares = asked.shares / split
    value = shares * Fraction(price)
    of_that_day = f", {written(shares)} of the day of the price," if split != 1 else ""
    says = (
        f"{numbered(asked.shares, 'share')}{of_that_day} at {in_figures(price)} come to "
        f"{in_figures(rounded_down(value))}: {limit} must be"
    )
    return Measured(COMPARE[size.comparison](value, Fraction(size.money)), says)


def _money(size: MoneyAsked, price: StatedPrice) -> Measured:
    """Net is never more than gross: what is too little gross is so net, as what is no too much."""
    compare = COMPARE[size.comparison]
    net = bool(size.net_of)
    limit = f"{MORE_THAN[size.comparison]} {in_figures(size.money)}"
    limit += (
        f" net of {' and '.join(each.replace('_', ' ') for each in size.net_of)}" if net else ""
    )
    stated = price.net if net else price.gross
    if stated is not None:
        reached = compare(stated.value, size.money)
        return Measured(reached, f"the price stated is {in_figures(stated.value)}: {limit} must be")
    other = price.gross if net else price.net
    met = other is not None and compare(other.value, size.money)
    if other is not None and net and met is is_a_most(size):
        says = f"the price stated is {in_figures(other.value)} gross: {limit} must be"
        return Measured(met, says)
    if other is not None and not net and met is not is_a_most(size):
        says = f"the price stated is {in_figures(other.value)} net: {limit} must be gross"
        return Measured(met, says)
    return Measured(None, f"no such price is stated ({limit})", (NET if net else GROSS,))


def _all_remaining(asked: SizeAsked) -> Measured:
    if asked.shares is None:
        return Measured(None, "how many shares are asked for is not stated", (SHARES_ASKED,))
    if asked.tally is None:
        return Measured(None, "what those who ask hold is not recorded", (HOLDINGS,))
    held = asked.tally.requesting.value
    says = (
        f"{asked.shares:,} of the {numbered(held, 'share')} that those who ask hold are asked for"
    )
    return Measured(asked.shares >= held, says)


def _together(parts: Sequence[Measured], *, enough: bool) -> Measured:
    """Of several: one that decides (`enough`) decides all; else one that is open leaves it open."""
    deciding = [part for part in parts if part.reached is enough]
    if deciding:
        return deciding[0]
    unknown = [part for part in parts if part.reached is None]
    missing = tuple(dict.fromkeys(each for part in unknown for each in part.missing))
    joined = "; ".join(part.says for part in parts)
    too_much = not unknown and enough and all(part.too_much for part in parts)
    return Measured(None if unknown else not enough, joined, missing, too_much)


def _sentence(says: str) -> str:
    return f"{says[0].upper()}{says[1:]}."
