"""The docket of one agreement: everything owed under it, and on which days it stands so.

A line is an obligation with the days on which it is as it says: one line while it is open, another
once its due day has passed, another since it was performed. All lines together are what would be
answered on any day, past or to come, on the facts recorded; so a line depends on no clock. Dates
are whole days, first and last included. Raises `OutsideCalendar` when a rule leaves the calendars.
Relies on `day_asked` for how long an answer stays right.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from datetime import date
from heapq import merge

from app.rules.answers.evaluation import obligations_on
from app.rules.facts import RecordedFact
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.obligations import Obligation
from app.rules.record import Record, Ruled, open_record
from app.rules.record.bearing import EVERYTHING, Borne, bearing_on, facts_bearing_on
from app.rules.record.gathering import gather
from app.rules.terms import Terms
from app.rules.values.calendars import LAST_DAY
from app.rules.values.day_asked import DayAsked
from app.rules.values.lean import small_value


@small_value
class DocketLine:
    """An obligation as it stands from one day through another.

    `registration_id` is None for a duty that no registration brought about. A line says nothing of
    the days left, which are fewer every day, and nothing of the working, which is given with the
    answer that the obligation is part of.
    """

    registration_id: str | None
    obligation: Obligation
    first_day: date
    last_day: date


def docket_from(
    since: date, terms: Terms, facts: Sequence[RecordedFact], of: Borne = EVERYTHING
) -> Iterator[DocketLine]:
    """Every line from a day on, in the order of their first days; those `of` some alone.

    An obligation that goes on as it was may be given in several lines, each beginning where the one
    before it ended.
    """
    day = max(terms.first_day, since, min(each.fact.happened_on for each in facts))
    ruled: Ruled = {}
    whole = gather(terms, facts, date.max, ruled)
    names = (None, *(each.registration_id for each in whole.registrations()))
    return merge(
        *(_lines_of(name, day, terms, whole, ruled) for name in names if name in of),
        key=lambda line: line.first_day,
    )


def standing_on(
    day: date, terms: Terms, facts: Sequence[RecordedFact]
) -> Iterator[tuple[str | None, Obligation]]:
    """Everything owed on one day, with its registration, the days left not counted."""
    record = open_record(terms, facts, day)
    for name in (None, *(each.registration_id for each in record.registrations())):
        yield from ((name, lasting(each)) for each in obligations_on(record, name))


def _lines_of(
    name: str | None, since: date, terms: Terms, whole: Record, ruled: Ruled
) -> Iterator[DocketLine]:
    """The lines of one registration (None: of the agreement) from a day on, by what bears on it."""
    bearing = bearing_on(whole, name)
    facts = facts_bearing_on(whole, name, bearing)
    day = since if name is None else max(since, whole.registration(name).begun_on)
    record: Record | None = None
    held_through = date.min
    while day <= LAST_DAY:
        asked = DayAsked.on(day)
        if record is None or day > held_through:
            record = _opened(name, asked, terms, facts, ruled, bearing)
            held_through = asked.holds_through
        else:
            asked.forget_since(held_through)
            record = record.on(asked)
        owed = obligations_on(record, name)
        through = asked.holds_through
        yield from (DocketLine(name, lasting(each), day, through) for each in owed)
        if through >= LAST_DAY:
            return
        day = through + ONE_DAY


def _opened(
    name: str | None,
    asked: date,
    terms: Terms,
    facts: Sequence[RecordedFact],
    ruled: Ruled,
    bearing: Container[str],
) -> Record:
    """The record on a day, so far as the registration looks at it; its own duties look at facts."""
    if name is None:
        return gather(terms, facts, asked, ruled)
    return open_record(terms, facts, asked, name, ruled, bearing)


def lasting(obligation: Obligation) -> Obligation:
    """What an obligation says on every day on which it stands as it does.

    Where days are left there are 0 in it, to be counted on the day asked about.
    """
    if obligation.days_left is None and not obligation.explained_by:
        return obligation
    left = None if obligation.days_left is None else 0
    return replace(obligation, days_left=left, explained_by={})
