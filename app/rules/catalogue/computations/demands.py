"""The parts of a demand on their own (2(a)(i), 2(e)): who, when not, how many, how soon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.holders.holdings import Holding, Holdings, tally
from app.rules.holders.requisite import apply_threshold
from app.rules.holders.splits import ShownShares, shown
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import late
from app.rules.reasoning.trace import Explained, Sourced
from app.rules.registrations.requests import standstill, uses
from app.rules.registrations.requests.effected import DemandsLeft, shown_demands
from app.rules.registrations.requests.effecting import (
    ShortFormFacts,
    period_to_effect,
    short_form_qualified,
)
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.requests.standstill import Offering, StandstillWindow, shown_standstill
from app.rules.registrations.requests.uses import UsesOfRight, shown_uses
from app.rules.terms.clocks.clock import Counted
from app.rules.terms.rights.registrations import Demand
from app.rules.terms.vocabulary import Period, RegistrationKind


@dataclass(frozen=True, slots=True)
class RequisiteResult(Explained):
    """The requesters' shares, everybody's, the number needed, and whether it is reached."""

    requesting: Sourced[ShownShares]
    total: Sourced[ShownShares]
    needed: Sourced[ShownShares]
    is_requisite: Sourced[bool]


def requisite_holders(
    requesters: Sequence[str], holdings: Mapping[str, Holding], matter: Matter
) -> RequisiteResult:
    """Whether these Holders are the Requisite Holders."""
    counted = tally(Holdings(holdings), frozenset(requesters), matter)
    test = apply_threshold(
        matter.terms.requisite_holders,
        counted.requesting,
        counted.total,
        matter.working,
        "/requisite_holders",
    )
    return RequisiteResult(
        shown(counted.requesting), shown(counted.total), shown(test.needed), test.met
    )


@dataclass(frozen=True, slots=True)
class StandstillResult:
    """The standstills after the offerings, and whether they reach this kind of registration."""

    applies: bool
    windows: tuple[StandstillWindow, ...]


def standstill_windows(
    offerings: Sequence[Offering], kind: RegistrationKind, matter: Matter
) -> StandstillResult:
    """When the Company need not effect a registration of this kind."""
    has_one = matter.terms.demand is not None and matter.terms.demand.standstill is not None
    applies = has_one and (
        kind == "requested"
        or (kind == "takedown" and matter.readings.standstill_applies_to_takedown)
    )
    found = standstill.windows(offerings, matter) if applies else ()
    return StandstillResult(applies, tuple(shown_standstill(window) for window in found))


def demand_count(
    lives: Sequence[RegistrationLife], on: date | None, matter: Matter
) -> DemandsLeft | UsesOfRight:
    """Which demands are deemed effected, and how many are left."""
    used, demand = uses.tally(lives, on, matter), matter.terms.demand
    if used.limits and demand is not None:
        return shown_uses(used, demand, matter)
    return shown_demands(used, matter)


@dataclass(frozen=True, slots=True)
class ShortFormResult(Explained):
    """Whether the shorter period applies, and how many days that gives."""

    short_form_qualified: Sourced[bool] | None
    count: Sourced[int] | None
    unit: str | None


def short_form(facts: ShortFormFacts, demand: Demand, matter: Matter) -> ShortFormResult:
    """Whether the Company qualifies for a short form, on the day that counts."""
    qualified = short_form_qualified(facts, demand, matter)
    if qualified is None:
        return ShortFormResult(None, None, None)
    period, term = period_to_effect(demand, qualified.value)
    if not isinstance(period, Period | Counted):
        return ShortFormResult(qualified, None, None)
    return ShortFormResult(qualified, Sourced(period.count, f"terms:{term}/count"), period.unit)


@dataclass(frozen=True, slots=True)
class TimelinessResult(Explained):
    """Whether what is due was done in time, and by how many days it was late; null: not known."""

    in_time: bool | None
    days_late: Sourced[int] | None


def timeliness(due_on: date, done: Sourced[date] | None, matter: Matter) -> TimelinessResult:
    """Compare the day of the act with the due day. Late calls for review, not for a sum."""
    due = Sourced(due_on, "request:/due_on")
    days = late(due, done, matter.terms.effective_registration.clause, matter.working)
    if days is None:
        return TimelinessResult(None, None)
    return TimelinessResult(days.value == 0, days)
