"""How many Registrable Securities each Holder has on a day: clauses 1(e), 1(i) and 2(a)(i).

Counts are whole shares of Common Stock as if all Series A were converted and all live Warrants
exercised. A Holder whom the Company need not yet recognise is a Holder all the same; how he
counts is reading QB9, and whether expired Warrants still count is QB7.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from app.rules.matter import Matter
from app.rules.terms import Terms
from app.rules.working import Sourced

SecurityClass: TypeAlias = Literal["common", "preferred_as_converted", "warrant_shares"]
CLASSES: tuple[SecurityClass, ...] = ("common", "preferred_as_converted", "warrant_shares")
COUNT_READINGS = ("count_expired_warrants", "unrecognised_count")


@dataclass(frozen=True, slots=True)
class Position:
    """One Holder's securities, each counted in shares of Common Stock.

    `common` was issued on conversion or exercise; `preferred_as_converted` and `warrant_shares`
    may still be issued; `expired_warrant_shares` no longer can.
    """

    common: int = 0
    preferred_as_converted: int = 0
    warrant_shares: int = 0
    expired_warrant_shares: int = 0

    def plus(self, other: "Position") -> "Position":
        """Both positions together."""
        return Position(
            self.common + other.common,
            self.preferred_as_converted + other.preferred_as_converted,
            self.warrant_shares + other.warrant_shares,
            self.expired_warrant_shares + other.expired_warrant_shares,
        )

    def minus(self, other: "Position") -> "Position":
        """What is left; a negative count means that more was taken than was there."""
        return Position(
            self.common - other.common,
            self.preferred_as_converted - other.preferred_as_converted,
            self.warrant_shares - other.warrant_shares,
            self.expired_warrant_shares - other.expired_warrant_shares,
        )

    def times(self, ratio: Fraction) -> "Position":
        """The position after a split, fractions of a share dropped."""
        return Position(
            int(self.common * ratio),
            int(self.preferred_as_converted * ratio),
            int(self.warrant_shares * ratio),
            int(self.expired_warrant_shares * ratio),
        )

    @property
    def is_possible(self) -> bool:
        """Whether no count is negative."""
        return (
            min(
                self.common,
                self.preferred_as_converted,
                self.warrant_shares,
                self.expired_warrant_shares,
            )
            >= 0
        )


@dataclass(frozen=True, slots=True)
class Holding:
    """A Holder's position, where it was recorded, and whether the Company must recognise him."""

    position: Position
    recognised: bool
    source: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """Every Holder's holding on one day, by Holder id, in a fixed order."""

    by_holder: Mapping[str, Holding]

    def recognised(self) -> tuple[str, ...]:
        """The Holders whom the Company must recognise, in order."""
        return tuple(name for name, holding in self.by_holder.items() if holding.recognised)


@dataclass(frozen=True, slots=True)
class Tally:
    """Registrable Securities, in shares: the requesters' and all Holders'."""

    requesting: Sourced[int]
    total: Sourced[int]


def fully_diluted(position: Position, terms: Terms) -> int:
    """One position's Registrable Securities in shares, as if converted and exercised."""
    shares: int = sum(getattr(position, name) for name in terms.registrable_securities.counts)
    if terms.readings.count_expired_warrants:
        shares += position.expired_warrant_shares
    return shares


def tally(holdings: Holdings, requesters: Collection[str], matter: Matter) -> Tally:
    """What the requesters and all Holders together hold on that day."""
    rule = matter.readings.unrecognised_count
    requesting: dict[str, Sourced[int]] = {}
    everyone: dict[str, Sourced[int]] = {}
    for name, holding in holdings.by_holder.items():
        if rule == "neither" and not holding.recognised:
            continue
        shares = Sourced(fully_diluted(holding.position, matter.terms), holding.source)
        everyone[name] = shares
        if name in requesters and (holding.recognised or rule == "both"):
            requesting[name] = shares
    return Tally(
        _total("the requesters", requesting, matter),
        _total("all Holders", everyone, matter),
    )


def _total(whose: str, shares: Mapping[str, Sourced[int]], matter: Matter) -> Sourced[int]:
    total = sum(item.value for item in shares.values())
    return matter.working.step(
        "holdings.fully_diluted",
        matter.terms.registrable_securities.clause,
        f"The Registrable Securities of {whose}, fully diluted, come to {total:,} shares.",
        total,
        shares,
        readings=COUNT_READINGS,
    )
