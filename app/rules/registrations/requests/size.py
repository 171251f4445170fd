"""Whether a demand asks for enough, by the measure of its agreement.

Shares are whole and follow splits; fractions and money are exact. What is asked for is measured
among the shares of the day on which the request was received. What is not recorded leaves the
outcome open, unless it does not turn on it, and is named. Nothing raises.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import ge, gt
from typing import Final

from app.rules.holders.holdings import Tally
from app.rules.holders.splits import written
from app.rules.reasoning.trace import Sourced
from app.rules.reasoning.verdicts import Condition, Outcome
from app.rules.terms.rights.sizes import (
    AllRemaining,
    AllSizes,
    AnySize,
    FractionAsked,
    MoneyAsked,
    SharesAsked,
    Size,
)
from app.rules.values.amounts import written as written_money

COMPARE: Final = {">": gt, ">=": ge}
MORE_THAN: Final = {">": "more than", ">=": "at least"}


@dataclass(frozen=True, slots=True)
class StatedPrice:
    """The aggregate price that a request states, gross and net of what the terms take off."""

    gross: Sourced[Decimal] | None = None
    net: Sourced[Decimal] | None = None


NO_PRICE: Final = StatedPrice()


@dataclass(frozen=True, slots=True)
class SizeAsked:
    """What is asked for: shares, what those who ask and all Holders hold, and at what price.

    `split_ratio` is by what splits multiply the number of shares in the terms.
    """

    shares: int | None
    tally: Tally | None
    price: StatedPrice
    split_ratio: Fraction


@dataclass(frozen=True, slots=True)
class Measured:
    """Whether one measure is reached (None: not known), in words, and the facts that would tell."""

    reached: bool | None
    says: str
    missing: tuple[tuple[str, str], ...] = ()


SHARES_ASKED: Final = ("shares", "demand_received.letters.requests.shares")
HOLDINGS: Final = ("positions", "position_stated")
GROSS: Final = ("offering_price", "demand_received.offering_price")
NET: Final = ("offering_price_net", "demand_received.offering_price_net")


def measured(size: Size, asked: SizeAsked) -> Measured:
    """Whether what is asked for reaches the size."""
    match size:
        case SharesAsked():
            return _shares(size, asked)
        case FractionAsked():
            return _fraction(size, asked)
        case MoneyAsked():
            return _money(size, asked.price)
        case AllRemaining():
            return _all_remaining(asked)
        case AnySize():
            return _together([measured(each, asked) for each in size.any], enough=True)
        case AllSizes():
            return _together([measured(each, asked) for each in size.all], enough=False)


def size_condition(size: Size, asked: SizeAsked, clause: str) -> Condition:
    """The condition that a demand asks for enough."""
    found = measured(size, asked)
    outcomes: dict[bool | None, Outcome] = {True: "passed", False: "failed", None: "unknown"}
    reason = "DEMAND_TOO_SMALL" if found.reached is False else None
    return Condition("minimum_size", outcomes[found.reached], clause, _sentence(found.says), reason)


def _shares(size: SharesAsked, asked: SizeAsked) -> Measured:
    least = size.shares * asked.split_ratio
    limit = f"{MORE_THAN[size.comparison]} {written(least)} shares"
    if asked.shares is None:
        return Measured(
            None, f"how many shares are asked for is not stated ({limit})", (SHARES_ASKED,)
        )
    reached = COMPARE[size.comparison](asked.shares, least)
    return Measured(reached, f"{asked.shares:,} shares are asked for: {limit} must be")


def _not_stated(limit: str) -> Measured:
    says = f"how many shares are asked for is not stated ({limit})"
    return Measured(None, says, (SHARES_ASKED,))


def _fraction(size: FractionAsked, asked: SizeAsked) -> Measured:
    limit = f"{MORE_THAN[size.comparison]} {size.fraction} of the Registrable Securities"
    if asked.shares is None:
        return Measured(
            None, f"how many shares are asked for is not stated ({limit})", (SHARES_ASKED,)
        )
    if asked.tally is None:
        return Measured(None, f"what all Holders hold is not recorded ({limit})", (HOLDINGS,))
    total = asked.tally.total.value
    reached = COMPARE[size.comparison](Fraction(asked.shares), size.fraction * Fraction(total))
    says = f"{asked.shares:,} of {written(total)} shares are asked for: {limit} must be"
    return Measured(reached, says)


def _money(size: MoneyAsked, price: StatedPrice) -> Measured:
    """Net is never more than gross: what is too little gross is too little net."""
    compare = COMPARE[size.comparison]
    net = bool(size.net_of)
    limit = f"{MORE_THAN[size.comparison]} {written_money(size.money)}"
    limit += (
        f" net of {' and '.join(each.replace('_', ' ') for each in size.net_of)}" if net else ""
    )
    stated = price.net if net else price.gross
    if stated is not None:
        reached = compare(stated.value, size.money)
        return Measured(
            reached, f"the price stated is {written_money(stated.value)}: {limit} must be"
        )
    other = price.gross if net else price.net
    if other is not None and net and not compare(other.value, size.money):
        says = f"the price stated is {written_money(other.value)} gross: {limit} must be"
        return Measured(False, says)
    if other is not None and not net and compare(other.value, size.money):
        says = f"the price stated is {written_money(other.value)} net: {limit} must be gross"
        return Measured(True, says)
    return Measured(None, f"no such price is stated ({limit})", (NET if net else GROSS,))


def _all_remaining(asked: SizeAsked) -> Measured:
    if asked.shares is None:
        return Measured(None, "how many shares are asked for is not stated", (SHARES_ASKED,))
    if asked.tally is None:
        return Measured(None, "what those who ask hold is not recorded", (HOLDINGS,))
    held = asked.tally.requesting.value
    says = f"{asked.shares:,} of the {written(held)} shares that those who ask hold are asked for"
    return Measured(asked.shares >= held, says)


def _together(parts: Sequence[Measured], *, enough: bool) -> Measured:
    """Of several: one that decides (`enough`) decides all; else one that is open leaves it open."""
    deciding = [part for part in parts if part.reached is enough]
    if deciding:
        return deciding[0]
    unknown = [part for part in parts if part.reached is None]
    missing = tuple(dict.fromkeys(each for part in unknown for each in part.missing))
    joined = "; ".join(part.says for part in parts)
    return Measured(None if unknown else not enough, joined, missing)


def _sentence(says: str) -> str:
    return f"{says[0].upper()}{says[1:]}."
