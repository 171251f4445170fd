"""How many Registrable Securities each Holder has on a day: clauses 1(e), 1(i) and 2(a)(i).

Counts are shares of Common Stock as if all Series A were converted and all live Warrants exercised:
whole, or with the exact fractions that splits have left (QG17). A Holder whom the Company need not
yet recognise is a Holder all the same; how it counts is reading QB9, and whether expired Warrants
still count is QB7.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Literal, TypeAlias

from app.rules.holders.splits import ShareNumber, whole_if_it_is
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms import Terms
from app.rules.values.numbered import numbered

SecurityClass: TypeAlias = Literal["common", "preferred_as_converted", "warrant_shares"]
CLASSES: tuple[SecurityClass, ...] = ("common", "preferred_as_converted", "warrant_shares")
COUNT_READINGS = ("count_expired_warrants", "unrecognised_count")


@dataclass(frozen=True, slots=True)
class Position:
    """One Holder's securities, each counted in shares of Common Stock.

    `common` was issued on conversion or exercise; `preferred_as_converted` and `warrant_shares`
    may still be issued; `expired_warrant_shares` no longer can. Of the common shares `converted`
    are known to have been issued on conversion and `exercised` on exercise: the last to be sold.
    """

    common: ShareNumber = 0
    preferred_as_converted: ShareNumber = 0
    warrant_shares: ShareNumber = 0
    expired_warrant_shares: ShareNumber = 0
    converted: ShareNumber = 0
    exercised: ShareNumber = 0

    def of(self, name: SecurityClass) -> ShareNumber:
        """What is held of a class, with what was issued on its conversion or exercise."""
        match name:
            case "preferred_as_converted":
                return self.preferred_as_converted + self.converted
            case "warrant_shares":
                return self.warrant_shares + self.exercised
            case _:
                return self.common

    def first_of(self, common: ShareNumber) -> "Position":
        """So many of its common shares: those first of which it is not known whence they came."""
        from_others = common - (self.common - self.converted - self.exercised)
        exercised = min(max(from_others, 0), self.exercised)
        converted = min(max(from_others - exercised, 0), self.converted)
        return Position(common, converted=converted, exercised=exercised)

    def plus(self, other: "Position") -> "Position":
        """Both positions together."""
        return Position(
            self.common + other.common,
            self.preferred_as_converted + other.preferred_as_converted,
            self.warrant_shares + other.warrant_shares,
            self.expired_warrant_shares + other.expired_warrant_shares,
            self.converted + other.converted,
            self.exercised + other.exercised,
        )

    def minus(self, other: "Position") -> "Position":
        """What is left; a negative count means that more was taken than was there."""
        return Position(
            self.common - other.common,
            self.preferred_as_converted - other.preferred_as_converted,
            self.warrant_shares - other.warrant_shares,
            self.expired_warrant_shares - other.expired_warrant_shares,
            self.converted - other.converted,
            self.exercised - other.exercised,
        )

    def times(self, ratio: Fraction) -> "Position":
        """The position after a split: exact, but for common shares, which have no fractions."""
        return Position(
            floor(self.common * ratio),
            whole_if_it_is(self.preferred_as_converted * ratio),
            whole_if_it_is(self.warrant_shares * ratio),
            whole_if_it_is(self.expired_warrant_shares * ratio),
            floor(self.converted * ratio),
            floor(self.exercised * ratio),
        )

    def in_whole_shares(self) -> "Position":
        """The position without its fractions of a share."""
        return Position(
            floor(self.common),
            floor(self.preferred_as_converted),
            floor(self.warrant_shares),
            floor(self.expired_warrant_shares),
            floor(self.converted),
            floor(self.exercised),
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
    """A Holder's position, where it was recorded, and whether the Company must recognise it.

    `counts`: its shares count where a part of all Registrable Securities is asked for.
    """

    position: Position
    recognised: bool
    source: str
    counts: bool = True


@dataclass(frozen=True)
class Holdings:
    """Every Holder's holding on one day, by Holder id, in a fixed order."""

    by_holder: Mapping[str, Holding]

    def recognised(self) -> tuple[str, ...]:
        """The Holders whom the Company must recognise, in order."""
        return self._recognised

    @cached_property
    def _recognised(self) -> tuple[str, ...]:
        return tuple(name for name, holding in self.by_holder.items() if holding.recognised)


@dataclass(frozen=True, slots=True)
class Tally:
    """Registrable Securities, in shares: the requesters' and all Holders'."""

    requesting: Sourced[ShareNumber]
    total: Sourced[ShareNumber]


def fully_diluted(position: Position, terms: Terms) -> ShareNumber:
    """One position's Registrable Securities in shares, as if converted and exercised."""
    shares: ShareNumber = sum(
        getattr(position, name) for name in terms.registrable_securities.counts
    )
    if terms.readings.count_expired_warrants:
        shares += position.expired_warrant_shares
    return whole_if_it_is(shares)


def tally(holdings: Holdings, requesters: Collection[str], matter: Matter) -> Tally:
    """What the requesters and all Holders together hold on that day."""
    rule = matter.readings.unrecognised_count
    requesting: dict[str, Sourced[ShareNumber]] = {}
    everyone: dict[str, Sourced[ShareNumber]] = {}
    for name, holding in holdings.by_holder.items():
        if not holding.counts or (rule == "neither" and not holding.recognised):
            continue
        shares = Sourced(fully_diluted(holding.position, matter.terms), holding.source)
        everyone[name] = shares
        if name in requesters and (holding.recognised or rule == "both"):
            requesting[name] = shares
    return Tally(
        _total("the requesters", requesting, matter),
        _total("all Holders", everyone, matter),
    )


def tally_of_class(
    holdings: Holdings, requesters: Collection[str], name: SecurityClass, matter: Matter
) -> Tally:
    """What the requesters and all Holders together hold of one class on that day."""
    only = {
        holder: replace(each, position=Position(**{name: each.position.of(name)}))
        for holder, each in holdings.by_holder.items()
    }
    return tally(Holdings(only), requesters, matter)


def _total(
    whose: str, shares: Mapping[str, Sourced[ShareNumber]], matter: Matter
) -> Sourced[ShareNumber]:
    total = whole_if_it_is(sum(item.value for item in shares.values()))
    return matter.working.step(
        "holdings.fully_diluted",
        matter.terms.registrable_securities.clause,
        f"The Registrable Securities of {whose}, fully diluted, come to "
        f"{numbered(total, 'share')}.",
        total,
        shares,
        readings=COUNT_READINGS,
    )
