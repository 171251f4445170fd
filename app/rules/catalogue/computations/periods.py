"""Periods of effectiveness, suspensions and holdbacks: 2(a)(ii) to 4(c)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from app.rules.procedures.underwriting.holdback import (
    Limb,
    UnderwrittenRegistration,
    holdbacks,
    miss_a_new_estimate,
)
from app.rules.reasoning.days.between import same
from app.rules.reasoning.days.period import rolled_forward
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Explained, Sourced, sourced_as
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.effectiveness.effectiveness import EffectiveLife, effectiveness_end
from app.rules.registrations.effectiveness.shelf_period import (
    ShelfLife,
    conversion_condition,
    shelf_end,
)
from app.rules.registrations.effectiveness.tolling import Extension, lost_by
from app.rules.registrations.joining.joining import JoinDecision
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.suspension.prohibition import InEffect
from app.rules.registrations.suspension.suspension import Invocation, Kind
from app.rules.registrations.suspension.uses_made import DelaysBefore, budgets, rule_on_use
from app.rules.terms.clocks.periods import Extended, Holdback, ShelfPeriod
from app.rules.terms.rights.delays.delays import Delay


@dataclass(frozen=True, slots=True)
class ShelfEndResult(Explained):
    """The end of the shelf without lost days, the days given back, and the end with them.

    `end` is null while it cannot be known, `tolled_days` also while Holders still cannot sell.
    """

    base_end: Sourced[date] | None
    tolled_days: Sourced[int] | None
    end: Sourced[date] | None


def shelf_period(shelf: ShelfLife, term: ShelfPeriod, matter: Matter) -> ShelfEndResult:
    """Until when a shelf is kept effective."""
    found = shelf_end(shelf, term, matter)
    return ShelfEndResult(found.base_end, found.extension.days, found.extension.end)


@dataclass(frozen=True, slots=True)
class ShelfConditionResult(Explained):
    """Whether the condition of mandatory conversion is met, and how late the shelf was.

    `condition_met` is null where it turns on the order of one day, which is not recorded.
    """

    condition_met: Sourced[bool] | None
    in_time: bool | None
    days_late: Sourced[int] | None
    clause: str


def shelf_condition(
    shelf: RegistrationLife,
    due_on: Sourced[date] | None,
    on: date | None,
    clause: str,
    matter: Matter,
) -> ShelfConditionResult:
    """Whether an effective shelf is there for the mandatory conversion; its day may move (QA8)."""
    due = None if due_on is None else rolled_forward(due_on, clause, matter)
    found = conversion_condition(shelf, due, on, clause, matter)
    return ShelfConditionResult(
        found.met,
        None if found.days_late is None else found.days_late.value == 0,
        found.days_late,
        clause,
    )


@dataclass(frozen=True, slots=True)
class HolderEffectivenessEnd(Explained):
    """One Holder's own extension and end, where each Holder is measured by itself."""

    holder: str
    extension_days: Sourced[int] | None
    end: Sourced[date] | None


@dataclass(frozen=True, slots=True)
class EffectivenessEndResult(Explained):
    """The end without holds, the days added, and the end with them; `end` is null while open."""

    base_end: Sourced[date] | None
    extension_days: Sourced[int] | None
    end: Sourced[date] | None
    by_holder: tuple[HolderEffectivenessEnd, ...]


def effectiveness_period(life: EffectiveLife, matter: Matter) -> EffectivenessEndResult:
    """Until when a registration statement is kept effective."""
    found = effectiveness_end(life, matter)
    return EffectivenessEndResult(
        found.base_end,
        found.extension.days,
        found.extension.end,
        tuple((_holder_period(holder, each) for holder, each in found.by_holder.items())),
    )


def _holder_period(holder: str, found: Extension) -> HolderEffectivenessEnd:
    return HolderEffectivenessEnd(holder, found.days, found.end)


@dataclass(frozen=True, slots=True)
class HolderBound(Explained):
    """From when one Holder may not sell under the shelf; null if it is never bound."""

    holder: str
    first_day: Sourced[date] | None


@dataclass(frozen=True, slots=True)
class SuspensionResult(Explained):
    """Whether the delay or prohibition is permitted, why not, and its days.

    `max_days` are left without consent, null where that is not known. The days in effect are
    those of a permitted prohibition; `tolled_days` of them are given back to the shelf.
    """

    decision: JoinDecision
    reason: str | None
    conditions: tuple[Condition, ...]
    invoked_on: Sourced[date]
    days: Sourced[int]
    max_days: Sourced[int] | None
    next_permitted_on: Sourced[date] | None
    first_day: Sourced[date] | None
    last_day: Sourced[date] | None
    resume_on: Sourced[date] | None
    tolled_days: Sourced[int | None] | None
    holders: tuple[HolderBound, ...]


def suspension(
    invocation: Invocation,
    measured_on: Sourced[date] | None,
    before: DelaysBefore,
    right: Delay,
    matter: Matter,
) -> SuspensionResult:
    """Rule on one delay or prohibition."""
    ruling = rule_on_use(invocation, measured_on, right, before, matter)
    run = ruling.in_effect
    return SuspensionResult(
        decision=ruling.decision,
        reason=ruling.reason,
        conditions=ruling.conditions,
        invoked_on=ruling.invoked_on,
        days=ruling.days,
        max_days=ruling.max_days,
        next_permitted_on=ruling.next_permitted_on,
        first_day=run.first_day if run else None,
        last_day=run.last_day if run else None,
        resume_on=run.resume_on if run else None,
        tolled_days=sourced_as(
            run.days.value if _gives_back_prohibitions(matter) else None, run.days
        )
        if run
        else None,
        holders=_bound(run),
    )


def _gives_back_prohibitions(matter: Matter) -> bool:
    """Whether the days of a prohibition are given back to a period, whichever."""
    places = get_args(Extended)
    return any(lost_by("prohibition", place, matter) is not None for place in places)


def _bound(run: InEffect | None) -> tuple[HolderBound, ...]:
    return tuple(HolderBound(each.holder, each.first_day) for each in (run.bound if run else ()))


@dataclass(frozen=True, slots=True)
class SuspensionBudgetResult(Explained):
    """What is left of the right to delay or prohibit on a day.

    `next_permitted_on` is the first day, from the day asked about, on which the occasions allow
    one more use; null if none ever does. `days_used` and `days_left` are null where they turn on an
    earlier use of which the last day is not known.
    """

    as_of: date
    max_days: Sourced[int]
    days_used: Sourced[int] | None
    days_left: Sourced[int] | None
    occasion_limit: Sourced[int]
    window_days: Sourced[int | None]
    occasions_used: Sourced[tuple[date, ...]]
    occasions_left: Sourced[int]
    next_permitted_on: Sourced[date] | None


def suspension_budget(
    on: Sourced[date], kind: Kind, before: DelaysBefore, right: Delay, matter: Matter
) -> SuspensionBudgetResult:
    """What the Company may still do under the right to delay and to prohibit."""
    left = budgets(on, kind, right, before, matter)
    found = left.if_none_were_permitted
    return SuspensionBudgetResult(
        as_of=on.value,
        max_days=Sourced(right.days_each, "terms:/delay/max_days"),
        days_used=same(found.days_used, left.if_all_were_permitted.days_used),
        days_left=same(found.days_left, left.if_all_were_permitted.days_left),
        occasion_limit=Sourced(right.how_often.limit, "terms:/delay/occasions/limit"),
        window_days=Sourced(right.how_often.window_days, "terms:/delay/occasions/window_days"),
        occasions_used=found.occasions_used,
        occasions_left=found.occasions_left,
        next_permitted_on=found.next_permitted_on,
    )


@dataclass(frozen=True, slots=True)
class HoldbackWindowResult(Explained):
    """Days on which a Holder may not sell publicly, first and last day included.

    `bound_from` is later than the first day where the Holder had notice only later.
    """

    limb: Limb
    first_day: Sourced[date]
    last_day: Sourced[date]
    bound_from: Sourced[date]
    effective_day_free: bool


@dataclass(frozen=True, slots=True)
class TestedDay(Explained):
    """Whether the sale asked about is free on a day; null: not known."""

    on: Sourced[date]
    may_sell: bool | None


@dataclass(frozen=True, slots=True)
class HoldbackResult:
    """The windows, and whether sales are free on the days asked about."""

    windows: tuple[HoldbackWindowResult, ...]
    days: tuple[TestedDay, ...]


def holdback(
    registration: UnderwrittenRegistration,
    days: Sequence[Sourced[date]],
    part_of_registration: Sourced[bool],
    term: Holdback,
    matter: Matter,
) -> HoldbackResult:
    """When Holders hold back around an underwritten registration.

    What they sell as part of the registration itself is never held back (4(c)).
    """
    found = holdbacks(registration, term, matter)
    part = part_of_registration.value
    if part and days:
        matter.working.step(
            "holdback.part_of_registration",
            term.clause,
            "The sales are made as part of the registration itself: they are not held back.",
            part,
            {"part_of_registration": part_of_registration},
        )
    stale = any(each.stands_on(day.value) is None for each in found.windows for day in days)
    if stale and not part:
        miss_a_new_estimate(term.clause, matter)
    return HoldbackResult(
        tuple(
            HoldbackWindowResult(
                each.limb,
                each.first_day,
                each.last_day,
                each.bound_from,
                each.free_within is not None,
            )
            for each in found.windows
        ),
        tuple(TestedDay(day, part or found.may_sell(day.value)) for day in days),
    )
