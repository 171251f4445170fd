"""Periods of effectiveness, suspensions and holdbacks: 2(a)(ii) to 4(c)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.procedures.underwriting.holdback import Limb, UnderwrittenRegistration, holdbacks
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.effectiveness.effectiveness import EffectiveLife, effectiveness_end
from app.rules.registrations.effectiveness.shelf_period import (
    ShelfLife,
    conversion_condition,
    shelf_end,
)
from app.rules.registrations.effectiveness.tolling import Extension
from app.rules.registrations.joining.joining import JoinDecision
from app.rules.registrations.requests.effected import RegistrationLife
from app.rules.registrations.requests.ruling import UsedBefore
from app.rules.registrations.suspension.prohibition import InEffect
from app.rules.registrations.suspension.suspension import Invocation, Kind, budget, rule_on
from app.rules.terms.periods import Holdback, ShelfPeriod
from app.rules.terms.registrations import Delay


@dataclass(frozen=True, slots=True)
class ShelfEndResult:
    """The end of the shelf without lost days, the days given back, and the end with them.

    `end` is null while it cannot be known, `tolled_days` also while Holders still cannot sell.
    """

    base_end: date | None
    tolled_days: int | None
    end: date | None
    explained_by: Mapping[str, str]


def shelf_period(shelf: ShelfLife, term: ShelfPeriod, matter: Matter) -> ShelfEndResult:
    """Until when a shelf is kept effective."""
    found = shelf_end(shelf, term, matter)
    return ShelfEndResult(
        plain(found.base_end),
        plain(found.extension.days),
        plain(found.extension.end),
        {
            **explained(base_end=found.base_end, tolled_days=found.extension.days),
            **explained(end=found.extension.end),
        },
    )


@dataclass(frozen=True, slots=True)
class ShelfConditionResult:
    """Whether the condition of mandatory conversion is met, and how late the shelf was.

    `condition_met` is null where it turns on the order of one day, which is not recorded.
    """

    condition_met: bool | None
    in_time: bool | None
    days_late: int | None
    clause: str
    explained_by: Mapping[str, str]


def shelf_condition(
    shelf: RegistrationLife,
    due_on: Sourced[date] | None,
    on: date | None,
    clause: str,
    matter: Matter,
) -> ShelfConditionResult:
    """Whether an effective shelf is there for the mandatory conversion."""
    found = conversion_condition(shelf, due_on, on, clause, matter)
    return ShelfConditionResult(
        plain(found.met),
        None if found.days_late is None else found.days_late.value == 0,
        plain(found.days_late),
        clause,
        {**explained(condition_met=found.met), **explained(days_late=found.days_late)},
    )


@dataclass(frozen=True, slots=True)
class HolderPeriod:
    """One Holder's own extension and end, where each Holder is measured by himself."""

    holder: str
    extension_days: int | None
    end: date | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EffectivenessEndResult:
    """The end without holds, the days added, and the end with them; `end` is null while open."""

    base_end: date
    extension_days: int | None
    end: date | None
    by_holder: tuple[HolderPeriod, ...]
    explained_by: Mapping[str, str]


def effectiveness_period(life: EffectiveLife, matter: Matter) -> EffectivenessEndResult:
    """Until when a registration statement is kept effective."""
    found = effectiveness_end(life, matter)
    return EffectivenessEndResult(
        found.base_end.value,
        plain(found.extension.days),
        plain(found.extension.end),
        tuple(_holder_period(holder, each) for holder, each in found.by_holder.items()),
        {
            **explained(base_end=found.base_end, end=found.extension.end),
            **explained(extension_days=found.extension.days),
        },
    )


def _holder_period(holder: str, found: Extension) -> HolderPeriod:
    return HolderPeriod(
        holder,
        plain(found.days),
        plain(found.end),
        {**explained(extension_days=found.days), **explained(end=found.end)},
    )


@dataclass(frozen=True, slots=True)
class HolderBound:
    """From when one Holder may not sell under the shelf; null if he is never bound."""

    holder: str
    first_day: date | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SuspensionResult:
    """Whether the delay or prohibition is permitted, why not, and its days.

    `max_days` are left without consent. The days in effect are those of a permitted prohibition;
    `tolled_days` of them are given back to the shelf.
    """

    decision: JoinDecision
    reason: str | None
    conditions: tuple[Condition, ...]
    invoked_on: date
    days: int
    max_days: int
    next_permitted_on: date | None
    first_day: date | None
    last_day: date | None
    resume_on: date | None
    tolled_days: int | None
    holders: tuple[HolderBound, ...]
    explained_by: Mapping[str, str]


def suspension(
    invocation: Invocation,
    measured_on: Sourced[date] | None,
    before: UsedBefore,
    right: Delay,
    matter: Matter,
) -> SuspensionResult:
    """Rule on one delay or prohibition."""
    ruling = rule_on(
        invocation,
        measured_on,
        right,
        before.occasions,
        before.days,
        matter.working,
        before.runs,
    )
    run = ruling.in_effect
    return SuspensionResult(
        decision=ruling.decision,
        reason=ruling.reason,
        conditions=ruling.conditions,
        invoked_on=ruling.invoked_on.value,
        days=ruling.days.value,
        max_days=right.max_days if ruling.max_days is None else ruling.max_days.value,
        next_permitted_on=plain(ruling.next_permitted_on),
        first_day=run.first_day.value if run else None,
        last_day=run.last_day.value if run else None,
        resume_on=run.resume_on.value if run else None,
        tolled_days=run.days.value if run and matter.terms.tolling.prohibitions else None,
        holders=_bound(run),
        explained_by={
            **explained(invoked_on=ruling.invoked_on, first_day=run.first_day if run else None),
            **explained(last_day=run.last_day if run else None),
            **explained(resume_on=run.resume_on if run else None),
            **explained(days=ruling.days, max_days=ruling.max_days),
            **explained(tolled_days=run.days if run else None),
            **explained(next_permitted_on=ruling.next_permitted_on),
        },
    )


def _bound(run: InEffect | None) -> tuple[HolderBound, ...]:
    return tuple(
        HolderBound(each.holder, plain(each.first_day), explained(first_day=each.first_day))
        for each in (run.bound if run else ())
    )


@dataclass(frozen=True, slots=True)
class SuspensionBudgetResult:
    """What is left of the right to delay or prohibit on a day.

    `next_permitted_on` is the first day, from the day asked about, on which the occasions allow
    one more use; null if none ever does.
    """

    as_of: date
    max_days: int
    days_used: int
    days_left: int
    occasion_limit: int
    window_days: int | None
    occasions_used: tuple[date, ...]
    occasions_left: int
    next_permitted_on: date | None
    explained_by: Mapping[str, str]


def suspension_budget(
    on: Sourced[date], kind: Kind, before: UsedBefore, right: Delay, matter: Matter
) -> SuspensionBudgetResult:
    """What the Company may still do under the right to delay and to prohibit."""
    found = budget(on, kind, right, before.occasions, before.days, before.runs, matter.working)
    return SuspensionBudgetResult(
        as_of=on.value,
        max_days=right.max_days,
        days_used=found.days_used.value,
        days_left=found.days_left.value,
        occasion_limit=right.occasions.limit,
        window_days=right.occasions.window_days,
        occasions_used=found.occasions_used.value,
        occasions_left=found.occasions_left.value,
        next_permitted_on=plain(found.next_permitted_on),
        explained_by={
            "max_days": "terms:/delay/max_days",
            "occasion_limit": "terms:/delay/occasions/limit",
            "window_days": "terms:/delay/occasions/window_days",
            **explained(days_used=found.days_used, days_left=found.days_left),
            **explained(occasions_left=found.occasions_left),
            **explained(occasions_used=found.occasions_used),
            **explained(next_permitted_on=found.next_permitted_on),
        },
    )


@dataclass(frozen=True, slots=True)
class HoldbackWindowResult:
    """Days on which a Holder may not sell publicly, first and last day included.

    `bound_from` is later than the first day where the Holder had notice only later.
    """

    limb: Limb
    first_day: date
    last_day: date
    bound_from: date
    effective_day_free: bool
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TestedDay:
    """Whether the sale asked about is free on a day; null: not known."""

    on: date
    may_sell: bool | None
    explained_by: Mapping[str, str]


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
    return HoldbackResult(
        tuple(
            HoldbackWindowResult(
                each.limb,
                each.first_day.value,
                each.last_day.value,
                each.bound_from.value,
                each.free_within is not None,
                explained(
                    first_day=each.first_day, last_day=each.last_day, bound_from=each.bound_from
                ),
            )
            for each in found.windows
        ),
        tuple(
            TestedDay(day.value, part or found.may_sell(day.value), explained(on=day))
            for day in days
        ),
    )
