"""The docket of one agreement: everything owed under it, and on which days it stands so.

A line is an obligation with the days on which it is as it says: one line while it is open, another
once its due day has passed, another since it was performed. All lines together are what would be
answered on any day, past or to come, on the facts recorded; so a line depends on no clock. Dates
are whole days, first and last included. Raises `OutsideCalendar` when a rule leaves the calendars.
Relies on `day_asked` for how long an answer stays right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from app.rules.answers.evaluation import obligations_on
from app.rules.facts import RecordedFact
from app.rules.reasoning.almanac import ONE_DAY
from app.rules.reasoning.obligations import Obligation, days_left
from app.rules.record import Record, Ruled, open_record
from app.rules.record.bearing import EVERYTHING, Borne, Everything
from app.rules.terms import Terms
from app.rules.values.calendars import FIRST_DAY, LAST_DAY
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
    day = max(FIRST_DAY, since, min(each.fact.happened_on for each in facts))
    opened = _Opened(terms, facts, of)
    through: dict[str | None, date] = {}
    while day <= LAST_DAY:
        record, asked = opened.on(day)
        held_through = asked.holds_through
        for name in (None, *(each.registration_id for each in record.registrations())):
            if name in of and through.get(name, date.min) < day:
                asked.forget_since(held_through)
                owed = obligations_on(record, name)
                through[name] = asked.holds_through
                yield from (DocketLine(name, lasting(each), day, through[name]) for each in owed)
        last_day = min([held_through, *through.values()])
        if last_day >= LAST_DAY:
            return
        day = last_day + ONE_DAY


class _Opened:
    """The record as it is opened for one day after another, once for as long as it stays so."""

    def __init__(self, terms: Terms, facts: Sequence[RecordedFact], of: Borne) -> None:
        self._terms, self._facts = terms, facts
        one = None if isinstance(of, Everything) or len(of) != 1 else next(iter(of))
        self._asked = one
        self._ruled: Ruled = {}
        self._latest: tuple[Record, date] | None = None

    def on(self, day: date) -> tuple[Record, DayAsked]:
        """The record on a day, no earlier than that before it, and the day as it is asked about."""
        asked = DayAsked.on(day)
        if self._latest is not None and day <= self._latest[1]:
            asked.forget_since(self._latest[1])
            return self._latest[0].on(asked), asked
        record = open_record(self._terms, self._facts, asked, self._asked, self._ruled)
        self._latest = record, asked.holds_through
        return record, asked


def lasting(obligation: Obligation) -> Obligation:
    """What an obligation says on every day on which it stands as it does.

    Where days are left there are 0 in it, to be counted on the day asked about.
    """
    if obligation.days_left is None and not obligation.explained_by:
        return obligation
    left = None if obligation.days_left is None else 0
    return replace(obligation, days_left=left, explained_by={})


def on_day(obligation: Obligation, day: date) -> Obligation:
    """An obligation of the docket as it is on one of its days: with the days left."""
    if obligation.days_left is None or obligation.due_on is None:
        return obligation
    return replace(obligation, days_left=days_left(obligation.due_on, day))
