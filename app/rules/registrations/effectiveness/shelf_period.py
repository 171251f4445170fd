"""How long a shelf is kept effective, and the condition it is of conversion: clause 2(a)(ii).

One year from the mandatory conversion (QC1), the day of conversion left out and the anniversary
counted whole; a year from 29 February ends on 28 February (QC2). Terms that count from another
event count from effectiveness, whatever the reading. Days of sale prohibition (2(g)) and, under
reading QD13, stops until a new prospectus (3(c)) are added; the period ends earlier once all
securities covered are sold. Days are calendar days, a last day rolls only if the terms say so, and
nothing raises. Relies on `period` for the count, `tolling` for the days given back and `effected`
for orders.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import NOTHING_KNOWN, Happenings, day_of
from app.rules.reasoning.days.period import last_day, roll, unrolled_last_day
from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.days.within import name_waiting
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.effectiveness.tolling import Extension, Stretch, extend, lost_by
from app.rules.registrations.requests.effected import miss_what_decides, standing
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.terms.clocks.clock import Clock
from app.rules.terms.clocks.periods import DaysGivenBack, Extended, ShelfPeriod
from app.rules.terms.vocabulary import Period
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out

TERM = "/shelf_period/keep_effective"
FEBRUARY = 2
CONVERSION = "mandatory_conversion"
"""The event that leaves room for reading QC1."""


@dataclass(frozen=True, slots=True)
class ShelfLife:
    """What has happened to one shelf."""

    mandatory_conversion_on: Sourced[date] | None = None
    effective_on: Sourced[date] | None = None
    prohibitions: tuple[Run, ...] = ()
    delays: tuple[Run, ...] = ()
    discontinuances: tuple[Run, ...] = ()
    all_sold_on: Sourced[date] | None = None
    known: Happenings = NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class ShelfEnd:
    """The end of the shelf without lost days, the days given back, and the end with them."""

    base_end: Sourced[date] | None
    extension: Extension


def shelf_end(shelf: ShelfLife, term: ShelfPeriod, matter: Matter) -> ShelfEnd:
    """Until when the shelf is kept effective."""
    base_end = _base_end(shelf, term, matter)
    if base_end is None:
        return ShelfEnd(None, kept_until_sold(shelf.all_sold_on))
    lost = lost_days(shelf, matter)
    return ShelfEnd(base_end, extend(base_end, lost, shelf.all_sold_on, term.clause, matter))


def lost_days(shelf: ShelfLife, matter: Matter) -> tuple[Stretch, ...]:
    """The stretches of days that are given back to a shelf, by the terms of their first days."""
    lost = prohibited(shelf.prohibitions, matter, "keep_shelf")
    for run in shelf.delays:
        then = matter.on(run.first_day.value)
        term, said = lost_by("delay", "keep_shelf", then), then.terms.given_back is not None
        if term is not None and (said or then.readings.tolls == "all"):
            lost.append(_stretch("delay", run, term, "delays/last_day"))
    for run in shelf.discontinuances:
        then = matter.on(run.first_day.value)
        term, said = lost_by("hold", "keep_shelf", then), then.terms.given_back is not None
        if term is not None and (said or then.readings.sec3c_extends_shelf):
            lost.append(_stretch("discontinuance", run, term, "discontinuances/last_day"))
    return tuple(lost)


def prohibited(runs: Sequence[Run], matter: Matter, extends: Extended) -> list[Stretch]:
    """Prohibitions of sale, as days that are given back where the terms of their day say so."""
    found = ((run, lost_by("prohibition", extends, matter.on(run.first_day.value))) for run in runs)
    return [
        _stretch("prohibition", run, term, "prohibitions/last_day")
        for run, term in found
        if term is not None
    ]


def _stretch(name: str, run: Run, term: DaysGivenBack, last_day_named: str) -> Stretch:
    return Stretch(name, term, run.first_day, run.last_day, last_day_named)


def kept_until_sold(all_sold_on: Sourced[date] | None) -> Extension:
    """What no day ends is kept until all is sold."""
    return Extension(None, all_sold_on)


def end_by_clock(
    clock: Clock,
    known: Happenings,
    effective_on: Sourced[date],
    matter: Matter,
    place: str,
    clause: str,
) -> Sourced[date] | None:
    """The day through which a Clock wants a statement kept effective; None while it has none.

    That all is sold is not waited for: what is kept until then is kept.
    """
    known = known.also({"registration.effective": effective_on})
    found = day_of(clock, known, matter, place, clause=clause)
    if found.day is None:
        waits_for = tuple(each for each in found.waits_for if each != "registration.distributed")
        name_waiting(waits_for, "how long the statement is kept effective", clause, matter)
    return found.day


def _base_end(shelf: ShelfLife, term: ShelfPeriod, matter: Matter) -> Sourced[date] | None:
    right, within, place = matter.terms.shelf, term.keep_effective, TERM
    own = right.keep_effective if right is not None else None
    if right is not None and own is not None:
        place = f"{right.place}/keep_effective"
    if not isinstance(within, Period) and shelf.effective_on is not None:
        clause = within.clause or term.clause
        return end_by_clock(within, shelf.known, shelf.effective_on, matter, place, clause)
    if isinstance(own, Period) and shelf.effective_on is not None:
        return last_day(own, shelf.effective_on, matter, place)
    return _by_period(shelf, term, matter)


def _by_period(shelf: ShelfLife, term: ShelfPeriod, matter: Matter) -> Sourced[date] | None:
    from_conversion = _from_conversion(term, matter)
    anchor = shelf.mandatory_conversion_on if from_conversion else shelf.effective_on
    if anchor is None:
        matter.working.miss(
            "mandatory_conversion_on" if from_conversion else "effective_on",
            "the period for which the shelf is kept effective",
            term.clause,
            posted_as="conversion_completed" if from_conversion else "declared_effective",
        )
        return None
    period = term.keep_effective
    if not isinstance(period, Period):
        return None
    if not from_conversion:
        period = period.model_copy(update={"anchor": "effective"})
    last = unrolled_last_day(period, anchor, matter, TERM)
    return roll(period, _anniversary(anchor, last, term, matter), matter)


def _from_conversion(term: ShelfPeriod, matter: Matter) -> bool:
    """QC1, which arises only where the terms count from the mandatory conversion."""
    if not isinstance(term.keep_effective, Period) or term.keep_effective.anchor != CONVERSION:
        return False
    return matter.readings.shelf_year_from == "conversion"


def _anniversary(
    anchor: Sourced[date], end: Sourced[date], term: ShelfPeriod, matter: Matter
) -> Sourced[date]:
    """QC2: whether a period from 29 February that finds no such day ends a day later."""
    leap = (anchor.value.month, anchor.value.day) == (FEBRUARY, 29)
    if not leap or (end.value.month, end.value.day) != (FEBRUARY, 28):
        return end
    day = end.value if matter.readings.leap_anniversary == "feb28" else end.value + ONE_DAY
    return matter.working.step(
        "shelf_period.leap_anniversary",
        term.keep_effective.clause or term.clause,
        f"There is no 29 February {end.value.year}; the period ends on {written_out(day)}.",
        day,
        {"last_day": end},
        readings=("leap_anniversary",),
    )


@dataclass(frozen=True, slots=True)
class ConversionCondition:
    """Whether an effective shelf, the condition of mandatory conversion, is there; and in time.

    `met` is None where it turns on the order of one day.
    """

    met: Sourced[bool] | None
    days_late: Sourced[int] | None


def conversion_condition(
    shelf: RegistrationLife,
    due_on: Sourced[date] | None,
    on: date | None,
    clause: str,
    matter: Matter,
) -> ConversionCondition:
    """Whether the condition is met on the day `on` (None: with all that is known).

    An order against an effective shelf undoes it only under reading QC8.
    """
    effective = shelf.effective_on
    is_effective = effective is not None and (on is None or effective.value <= on)
    met, why = is_effective, "effective" if is_effective else "not yet effective"
    undoing = bool(shelf.interferences or shelf.failed_closings)
    if is_effective and undoing and matter.readings.sec2e_applies_to_shelf:
        state, why = standing(shelf, matter, on)
        if state == "open":
            miss_what_decides(shelf, matter)
            return ConversionCondition(None, _days_late(effective, due_on, clause, matter))
        met = state == "effected"
    inputs: dict[str, Sourced[object]] = {}
    if effective is not None:
        inputs["effective_on"] = effective
    for number, order in enumerate(shelf.interferences, start=1):
        inputs[f"interference_{number}"] = order.on
    for number, failure in enumerate(shelf.failed_closings, start=1):
        inputs[f"failed_closing_{number}"] = failure.on or failure.solely_holder
    found = matter.working.step(
        "shelf_period.conversion_condition",
        clause,
        f"The shelf is {why}; the condition of mandatory conversion is "
        f"{'met' if met else 'not met'}.",
        met,
        inputs,
        readings=("sec2e_applies_to_shelf",) if undoing else (),
    )
    return ConversionCondition(found, _days_late(effective, due_on, clause, matter))


def _days_late(
    effective: Sourced[date] | None, due_on: Sourced[date] | None, clause: str, matter: Matter
) -> Sourced[int] | None:
    if effective is None or due_on is None:
        return None
    late = max((effective.value - due_on.value).days, 0)
    return matter.working.step(
        "shelf_period.days_late",
        clause,
        f"It became effective {numbered(late, 'day')} after {written_out(due_on.value)}."
        if late
        else f"It became effective by {written_out(due_on.value)}, in time.",
        late,
        {"effective_on": effective, "due_on": due_on},
    )
