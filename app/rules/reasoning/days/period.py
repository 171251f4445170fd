"""Periods: the one place that counts from an event to a day.

Days are counted with the event's day left out and the last day counted to midnight (QA6); a
period that is `inclusive` counts the event's day as day one. Calendar days need no calendar;
business days and the movement of last days do, and raise `OutsideCalendar` beyond them. A
calendar year from 29 February ends on 28 February. Relies on `almanac` for every calendar.
"""

from collections.abc import Callable
from datetime import date

from app.rules.reasoning.days.almanac import ONE_DAY, Almanac
from app.rules.reasoning.days.counting import count_from
from app.rules.reasoning.matter import Deciding, Matter, change_that_decides
from app.rules.reasoning.trace import Sourced, plain
from app.rules.terms.document.places import at_place
from app.rules.terms.vocabulary import Period
from app.rules.values.calendars import PUBLISHED_THROUGH
from app.rules.values.written_dates import on_its_weekday, written_out


def unrolled_last_day(
    period: Period, anchor: Sourced[date], matter: Matter, term: str
) -> Sourced[date]:
    """The last day of `period` counted from `anchor`, before any weekend or holiday moves it."""
    inputs: dict[str, Sourced[object]] = {
        period.anchor: anchor,
        "count": Sourced(period.count, _place(term, "count")),
    }
    at_least = asks_at_least(period)
    clear = at_least and matter.readings.clear_days
    day, counted = count_from(
        anchor.value,
        period.count + (1 if clear else 0),
        period.unit,
        matter.almanac.business_days,
        backward=period.direction == "before",
        first_included=period.inclusion == "inclusive",
    )
    say_if_projected(day, matter)
    business = period.unit == "business_day"
    if business:
        inputs["calendar"] = _business_calendar(matter.almanac)
    return matter.working.step(
        "period.count",
        period.clause,
        f"{_words(period)} {written_out(anchor.value)} is {on_its_weekday(day)}.",
        day,
        inputs,
        readings=(matter.almanac.business_day_readings if business else ())
        + (("clear_days",) if at_least else ()),
        counted=counted,
    )


def asks_at_least(period: Period) -> bool:
    """Whether at least so many days must lie before an event, so that clear days matter (QA7)."""
    return period.direction == "before" and period.roll == "backward"


def _place(term: str, field: str) -> str:
    """The source of a field of the period: in the terms, unless the request states the period.

    A period that a reading chooses has no fields there: the choice is the source of each.
    """
    if term.startswith("/readings/"):
        return f"terms:{term}"
    return f"{term}/{field}" if term.startswith("request:") else f"terms:{term}/{field}"


def business_day_not_after(day: Sourced[date], period: Period, matter: Matter) -> Sourced[date]:
    """The last Business Day that is not after `day` (QA13)."""
    business = matter.almanac.business_days.on_or_before(day.value)
    return matter.working.step(
        "period.business_day_not_after",
        period.clause,
        f"The last Business Day not after it is {on_its_weekday(business)}.",
        business,
        {"day": day},
        readings=matter.almanac.business_day_readings,
    )


def last_day(period: Period, anchor: Sourced[date], matter: Matter, term: str) -> Sourced[date]:
    """The last day of `period` counted from `anchor`, moved if its `roll` says so."""
    return roll(period, unrolled_last_day(period, anchor, matter, term), matter)


def due_day(
    place: str,
    anchor: Sourced[date],
    matter: Matter,
    *,
    since: date | None = None,
    done_on: Sourced[date] | None = None,
) -> Sourced[date] | None:
    """The last day of the period at a place of the terms, as they stand and change meanwhile.

    It is owed since the day of the anchor, or the one given; None where no period is set.
    """

    def under(at: Matter) -> Sourced[date] | None:
        period = _period_at(place, at)
        return last_day(period, anchor, at, place) if period else None

    return due_as_changed(under, matter, since or anchor.value, plain(done_on))


def due_as_changed(
    under: Callable[[Matter], Sourced[date] | None],
    matter: Matter,
    since: date,
    done_on: date | None,
) -> Sourced[date] | None:
    """The day on which something is due, that is owed since a day, as the terms change."""
    decides = change_that_decides(lambda at: plain(under(at)), matter, since, done_on)
    at = matter.on(decides.day)
    found = under(at)
    return found if found is None else due_at_once(found, decides, at)


def due_at_once(due: Sourced[date], decides: Deciding, matter: Matter) -> Sourced[date]:
    """The day on which it is due, or that of the change that left it less time than had gone by."""
    change = decides.at_once
    if change is None:
        return due
    return matter.working.step(
        "period.due_at_once",
        matter.terms.amendments.clause,
        f"The terms as changed from {written_out(change.value)} leave it less time than had gone "
        "by: that day is the last.",
        change.value,
        {"last_day": due, "changed_on": change},
    )


def _period_at(place: str, at: Matter) -> Period | None:
    """The period at a place of the terms; None where they set none, or have no such place."""
    try:
        period: Period | None = at_place(at.terms, place)
    except LookupError:
        return None
    return period


def roll(period: Period, day: Sourced[date], matter: Matter) -> Sourced[date]:
    """`day` where the law lets a last day of this kind come to rest."""
    if period.roll == "none":
        return day
    if period.roll == "deadline":
        return rolled_forward(day, period.clause, matter)
    rule = matter.almanac.roll
    if not rule.readings or matter.readings.backward_roll == "none":
        return day
    return rolled_forward(day, period.clause, matter, ("backward_roll",))


def rolled_forward(
    day: Sourced[date], clause: str, matter: Matter, readings: tuple[str, ...] = ()
) -> Sourced[date]:
    """The day on which the law lets the last day for an act come to rest."""
    rule = matter.almanac.roll
    moved = rule.forward(day.value)
    say_if_projected(moved.day, matter)
    stays = moved.day == day.value
    says = (
        f"{on_its_weekday(day.value)} is a day on which the act can be done; it stays."
        if stays
        else f"The last day moves from {on_its_weekday(day.value)} to {on_its_weekday(moved.day)}."
    )
    return matter.working.step(
        "period.roll",
        rule.clause or clause,
        says,
        moved.day,
        {"last_day": day, "roll": Sourced(rule.rule, rule.source)},
        readings=rule.readings + readings,
        counted=moved.passed_over,
    )


def say_if_projected(day: date, matter: Matter) -> None:
    """Note that a day lies beyond the published calendars."""
    if day > PUBLISHED_THROUGH:
        matter.working.assume(
            "PROJECTED_CALENDAR",
            f"Holidays after {PUBLISHED_THROUGH.year} are projected from today's law.",
        )


def first_day(period: Period, anchor: date) -> date:
    """Day one of a period that runs forward from `anchor`."""
    return anchor if period.inclusion == "inclusive" else anchor + ONE_DAY


def _business_calendar(almanac: Almanac) -> Sourced[object]:
    name = almanac.business_days.version.name
    return Sourced(name, f"calendar:{name}")


def _words(period: Period) -> str:
    unit = period.unit.replace("_", " ") + ("" if period.count == 1 else "s")
    first = ", that day being day one," if period.inclusion == "inclusive" else ""
    return f"{period.count} {unit} {period.direction}{first}"
