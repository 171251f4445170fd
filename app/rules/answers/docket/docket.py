"""The docket of one agreement: everything owed under it, and on which days it stands so.

A line is an obligation with the days on which it is as it says: one line while it is open, another
once its due day has passed, another since it was performed. All lines together are what would be
answered on any day, past or to come, on the facts recorded; so a line depends on no clock. Dates
are whole days, first and last included. Raises `OutsideCalendar` when a rule leaves the calendars.
Relies on `day_asked` for how long an answer stays right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from heapq import merge
from typing import TypeAlias

from app.rules.agreement.instruments import RULED_FROM
from app.rules.answers.evaluation import obligations_on
from app.rules.facts import RecordedFact
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.obligations import Obligation
from app.rules.record import FoundBefore, Record, Ruled, SettledBefore, open_record
from app.rules.record.across import seen_from
from app.rules.record.bearing import (
    EVERYTHING,
    Borne,
    bearing_on,
    days_bearing_on,
    facts_bearing_on,
)
from app.rules.record.gathering import gather
from app.rules.terms import Terms
from app.rules.values.calendars import LAST_DAY
from app.rules.values.day_asked import DayAsked
from app.rules.values.lean import small_value


@small_value
class StandingObligation:
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
    since: date,
    terms: Terms,
    facts: Sequence[RecordedFact],
    of: Borne = EVERYTHING,
    found_before: FoundBefore | None = None,
) -> Iterator[StandingObligation]:
    """Every line from a day on, in the order of their first days; those `of` some alone.

    An obligation that goes on as it was may be given in several lines, each beginning where the one
    before it ended. What was `found_before` is known of these facts; what is found of more is kept
    with it.
    """
    day = max(terms.first_day, since, min(each.fact.happened_on for each in facts))
    ruled: Ruled = {}
    whole = found_before.whole if found_before is not None else None
    if whole is None:
        whole = gather(terms, facts, date.max, ruled).keep_still()
    ruled[len(whole.known.of(*RULED_FROM))] = whole.known.instruments
    names = (None, *(each.registration_id for each in whole.registrations()))
    settled, bearing = _settled_before(whole)
    if found_before is not None:
        settled.kept.update(found_before.found)
    asked = [name for name in names if name in of]
    answered = _answered_by(whole, asked, terms, ruled, settled, bearing)
    courses = (_course_of(name, day, whole, records) for name, records in answered.items())
    # In the order of days, so that what several registrations look at is found once for each day.
    for _, lines in merge(*courses, key=lambda stretch: stretch[0]):
        yield from lines
    if found_before is not None:
        found_before.add(settled.kept)


def standing_on(
    day: date, terms: Terms, facts: Sequence[RecordedFact]
) -> Iterator[tuple[str | None, Obligation]]:
    """Everything owed on one day, with its registration, the days left not counted."""
    record = open_record(terms, facts, day)
    for name in (None, *(each.registration_id for each in record.registrations())):
        yield from ((name, lasting(each)) for each in obligations_on(record, name))


@dataclass(slots=True)
class _Records:
    """The records by which registrations are answered on which the same facts bear.

    Each is opened for all of them, and holds through a day. What is settled of the demands before
    each is found once for all of them.
    """

    terms: Terms
    facts: Sequence[RecordedFact]
    bearing: frozenset[str]
    ruled: Ruled
    settled: SettledBefore
    alike: frozenset[str] = frozenset()
    whole: Record | None = None
    opened: tuple[date, Record, date] | None = None

    def on(self, day: date, name: str | None) -> tuple[Record, date]:
        """The record by which a registration is answered on a day, and the last day it holds."""
        if self.opened is None or not self.opened[0] <= day <= self.opened[2]:
            asked = DayAsked.on(day)
            self.opened = day, self._open(asked, name), asked.holds_through
        _, record, through = self.opened
        return (record if len(self.alike) < 2 or name is None else seen_from(record, name)), through

    def _open(self, asked: date, name: str | None) -> Record:
        """The record so far as they look at it; the agreement's own duties look at facts."""
        if name is None:
            return gather(self.terms, self.facts, asked, self.ruled)
        if self.whole is None:
            self.whole = gather(self.terms, self.facts, date.max, self.ruled)
        return open_record(
            self.terms,
            self.facts,
            asked,
            name,
            self.ruled,
            self.bearing,
            self.alike,
            self.settled,
            whole=self.whole,
        )


Bearing: TypeAlias = dict[str | None, frozenset[str]]


def _settled_before(whole: Record) -> tuple[SettledBefore, Bearing]:
    """What records of the same facts share, and what is known to bear on which registration."""
    bearing: Bearing = {}
    of_one = cache(lambda name: _bearing_on(whole, name, bearing))
    days_of = cache(lambda name: days_bearing_on(whole, name, of_one(name)))
    return SettledBefore(of_one, days_of), bearing


def _answered_by(
    whole: Record,
    names: Sequence[str | None],
    terms: Terms,
    ruled: Ruled,
    settled: SettledBefore,
    bearing: Bearing,
) -> Mapping[str | None, _Records]:
    """The records by which each registration (None: the agreement) is answered."""
    found: dict[str | None, _Records] = {}
    of: dict[frozenset[str], _Records] = {}
    for name in names:
        bears = bearing[name] = bearing_on(whole, name, bearing, owed_alone=True)
        if name is None or bears not in of:
            records = _Records(terms, facts_bearing_on(whole, name, bears), bears, ruled, settled)
        else:
            records = of[bears]
        if name is not None:
            of[bears] = records
            records.alike |= {name}
        found[name] = records
    return found


def _bearing_on(
    whole: Record, name: str, known: Mapping[str | None, frozenset[str]]
) -> frozenset[str]:
    """The registrations that bear on one, where that is `known` of others."""
    return known[name] if name in known else bearing_on(whole, name, known, owed_alone=True)


def _course_of(
    name: str | None, since: date, whole: Record, records: _Records
) -> Iterator[tuple[date, Sequence[StandingObligation]]]:
    """What stands of one registration (None: of the agreement) from each day on which it turns."""
    day = since if name is None else max(since, whole.registration(name).begun_on)
    yield day, ()
    record: Record | None = None
    held_through = date.min
    while day <= LAST_DAY:
        asked = DayAsked.on(day)
        if record is None or day > held_through:
            record, held_through = records.on(day, name)
        asked.holds_no_longer_than(held_through)
        record = record.on(asked)
        owed = obligations_on(record, name)
        through = asked.holds_through
        yield day, [StandingObligation(name, lasting(each), day, through) for each in owed]
        if through >= LAST_DAY:
            return
        day = through + ONE_DAY


def lasting(obligation: Obligation) -> Obligation:
    """What an obligation says on every day on which it stands as it does.

    Where days are left there are 0 in it, to be counted on the day asked about.
    """
    if obligation.days_left is None and not obligation.explained_by:
        return obligation
    left = None if obligation.days_left is None else 0
    return replace(obligation, days_left=left, explained_by={})
