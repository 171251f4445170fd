"""The days on which sales under the shelf are prohibited: clause 2(g)(ii).

A prohibition is made by written notice. It is in effect for a Holder from the day it has the notice
(QD2), or from the later day the notice names; day one of the run is the first day it is in effect
for any Holder, and it counts (QD1). A run that follows another without a break is one run with it
(QD4). Days are calendar days; the end of a run never rolls (QA12). Nothing raises.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.notices.receipt import Flaw
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.trace import Sourced, Working
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class Told:
    """A notice of the prohibition or delay to one Holder; `flaw` says why it has no effect."""

    holder: str
    given_on: Sourced[date] | None
    received_on: Sourced[date] | None
    flaw: Flaw | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """From when one Holder may not sell; None if the prohibition never reaches it.

    Or while it is not `known` when the notice reaches it.
    """

    holder: str
    first_day: Sourced[date] | None
    known: bool = True


@dataclass(frozen=True, slots=True)
class InEffect:
    """The run of one prohibition, and from when it binds each Holder."""

    first_day: Sourced[date]
    last_day: Sourced[date]
    resume_on: Sourced[date]
    days: Sourced[int]
    bound: tuple[Bound, ...]


def starts(
    told: Sequence[Told],
    stated: Sourced[date] | None,
    invoked_on: Sourced[date],
    clause: str,
    working: Working,
) -> tuple[Sourced[date] | None, tuple[Bound, ...]]:
    """The first day of the run, and of each Holder; None where no notice is known to have effect.

    `stated` is the day from which the notice itself says the prohibition runs.
    """
    bound = tuple(
        _bound(each, _bound_from(each, stated, invoked_on, clause, working)) for each in told
    )
    days = [each.first_day for each in bound if each.first_day is not None]
    if not days:
        return None, bound
    first = min(days, key=lambda day: day.value)
    if len(days) == 1:
        return first, bound
    return working.step(
        "prohibition.first_day",
        clause,
        f"It is first in effect on {written_out(first.value)}.",
        first.value,
        {f"holder_{each.holder}": each.first_day for each in bound if each.first_day is not None},
        readings=("prohibition_starts",),
    ), bound


def _bound(told: Told, first_day: Sourced[date] | None) -> Bound:
    """One Holder, from when it may not sell, and whether that is known."""
    return Bound(told.holder, first_day, known=first_day is not None or told.flaw is not None)


def _bound_from(
    told: Told,
    stated: Sourced[date] | None,
    invoked_on: Sourced[date],
    clause: str,
    working: Working,
) -> Sourced[date] | None:
    """QD2: a Holder is bound from its receipt of the notice or from its giving."""
    rule = working.readings.prohibition_starts
    reached = told.received_on if rule == "received" else told.given_on or invoked_on
    if reached is None or told.flaw is not None:
        return None
    inputs = {f"notice_{rule}_on": reached}
    day = reached.value
    if stated is not None:
        inputs["in_effect_from"] = stated
        day = max(day, stated.value)
    return working.step(
        "prohibition.binds",
        clause,
        f"{told.holder} may not sell from {written_out(day)}.",
        day,
        inputs,
        readings=("prohibition_starts",),
    )


def in_effect_for(
    first_day: Sourced[date],
    days: Sourced[int],
    bound: tuple[Bound, ...],
    clause: str,
    working: Working,
) -> InEffect:
    """The run of so many days, its last day, and the day on which sales may resume."""
    rule = working.readings.suspension_count
    length = days.value - (1 if rule == "inclusive" else 0)
    last = first_day.value + timedelta(days=length)
    ends = working.step(
        "prohibition.last_day",
        clause,
        f"{numbered(days.value, 'day')}, {written_out(first_day.value)} "
        f"{'being the first' if rule == 'inclusive' else 'not counted'}, end on "
        f"{written_out(last)}.",
        last,
        {"first_day": first_day, "days": days},
        readings=("suspension_count",),
    )
    resumes = working.step(
        "prohibition.resume",
        clause,
        f"Sales may resume on {written_out(last + ONE_DAY)}.",
        last + ONE_DAY,
        {"last_day": ends},
    )
    in_effect = working.step(
        "prohibition.days_in_effect",
        clause,
        f"In effect on {numbered(length + 1, 'day')}.",
        length + 1,
        {"first_day": first_day, "last_day": ends},
    )
    reached = tuple(
        each if each.first_day is None or each.first_day.value <= last else Bound(each.holder, None)
        for each in bound
    )
    return InEffect(first_day, ends, resumes, in_effect, reached)


def cut_short(
    run: InEffect, lifted_on: Sourced[date], clause: str, working: Working
) -> InEffect | None:
    """The run of a prohibition that the Company lifted: sales resume on that day.

    None if it was lifted before it was in effect for anybody.
    """
    last = lifted_on.value - ONE_DAY
    if last < run.first_day.value:
        return None
    ends = working.step(
        "prohibition.lifted",
        clause,
        f"Lifted on {written_out(lifted_on.value)}: its last day is {written_out(last)}.",
        last,
        {"lifted_on": lifted_on, "last_day": run.last_day},
    )
    in_effect = working.step(
        "prohibition.days_in_effect",
        clause,
        f"In effect on {numbered((last - run.first_day.value).days + 1, 'day')}.",
        (last - run.first_day.value).days + 1,
        {"first_day": run.first_day, "last_day": ends},
    )
    reached = tuple(
        each if each.first_day is None or each.first_day.value <= last else Bound(each.holder, None)
        for each in run.bound
    )
    return InEffect(run.first_day, ends, lifted_on, in_effect, reached)


def days_of_run_before(
    first_day: Sourced[date], earlier: Sequence[Run], clause: str, working: Working
) -> Sourced[int]:
    """Days already run when a prohibition follows earlier ones without a break."""
    begins = first_day.value
    for each in sorted(earlier, key=lambda each: each.first_day.value, reverse=True):
        touches = each.last_day is None or each.last_day.value + ONE_DAY >= begins
        if each.first_day.value < begins and touches:
            begins = each.first_day.value
    if begins == first_day.value:
        return Sourced(0, first_day.source)
    before = (first_day.value - begins).days
    return working.step(
        "prohibition.run_before",
        clause,
        f"It continues a run that began on {written_out(begins)}: {numbered(before, 'day')} "
        "before it.",
        before,
        {"first_day": first_day}
        | {
            f"earlier_{number}": each.first_day
            for number, each in enumerate(earlier, start=1)
            if each.first_day.value >= begins
        },
        readings=("delay_cap_scope",),
    )
