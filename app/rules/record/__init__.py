"""The record of one agreement, as of a day, arranged for the rules.

Facts that happened after the day are left out; the rest stand in the order of the record, which
does not depend on the order of posting. What needs all of the agreement is worked out here once:
the register, which demands were accepted before which (the cap of clause 2(a)(i)), and which delays
and prohibitions were permitted before which (the occasions of 2(g)).
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from app.rules.facts import RecordedFact
from app.rules.record.across import all_demands_matter, settle
from app.rules.record.bearing import bearing_on, bearing_on_state
from app.rules.record.gathering import FoundBefore, Record, Ruled, SettledBefore, gather
from app.rules.record.governing import find_governing_days
from app.rules.record.sold_out import find_sold_out
from app.rules.terms import Terms
from app.rules.values.day_asked import DayAsked

__all__ = ["FoundBefore", "Record", "Ruled", "SettledBefore", "open_record"]


def open_record(
    terms: Terms,
    facts: Iterable[RecordedFact],
    as_of: date,
    asked: str | None = None,
    ruled: Ruled | None = None,
    bearing: Container[str] | None = None,
    alike: frozenset[str] = frozenset(),
    settled: SettledBefore | None = None,
    *,
    whole: Record | None = None,
    state_alone: bool = False,
    found_before: FoundBefore | None = None,
) -> Record:
    """Arrange the facts that happened by the end of `as_of`, for the registration `asked`.

    None asks about all of them, or, for the `state_alone` of the agreement, about those on which
    that turns. `ruled` is what is ruled of the instruments among these facts,
    `bearing` the registrations that bear on the one asked about, where that is known, and `alike`
    others that are asked about too, and on which the same bears. Records of several days and
    registrations may share what is `settled` of the demands in them. What is `found_before` is
    known of these facts already, and what is found of more is kept with it; `whole` is the record
    of all their days, where it was gathered.
    """
    facts = tuple(facts)
    if whole is None and found_before is not None:
        whole = found_before.whole
    record = _through(as_of, terms, facts, ruled, whole)
    arranging = DayAsked.on(date(as_of.year, as_of.month, as_of.day))
    if settled is not None or found_before is not None:
        # How long it is arranged alike is found for itself: of the facts each is told its own days.
        record = record.on(arranging)
    find_governing_days(record)
    if found_before is not None and whole is not None and _says_all_on(whole, as_of):
        record.of_all_days = whole
    still = record.of_all_days or replace(record).keep_still()
    if bearing is None and asked is not None:
        bearing = bearing_on(still, asked)
        if found_before is not None and all_demands_matter(record):
            bearing = bearing_on_state(still) | bearing
    elif state_alone:
        bearing = bearing_on_state(still)
    known = settled
    if known is None and found_before is not None:
        later = sorted({each.fact.happened_on for each in facts if each.fact.happened_on > as_of})
        known = SettledBefore(
            partial(bearing_on, still), lambda _: later, dict(found_before.found), of=bearing
        )
    record.settled, record.arranged_through = known, arranging.holds_through
    find_sold_out(record, bearing)
    if settled is not None and isinstance(as_of, DayAsked):
        as_of.holds_no_longer_than(arranging.holds_through)
        record = record.on(as_of)
    settle(record, None if asked is None else alike | {asked})
    if known is not settled and found_before is not None and known is not None:
        found_before.add(known.kept)
        record = replace(record.on(as_of), settled=None, arranged_through=date.max)
    record.alike = alike
    return record


def _through(
    day: date,
    terms: Terms,
    facts: Sequence[RecordedFact],
    ruled: Ruled | None,
    whole: Record | None,
) -> Record:
    """The facts that happened by the end of a day, cut from the `whole` where that can be."""
    found = None if whole is None else whole.cut(day, terms, len(facts), ruled)
    return gather(terms, facts, day, ruled) if found is None else found


def _says_all_on(whole: Record, day: date) -> bool:
    """Whether the record of all days is that of a day, under terms that are always the same."""
    return not whole.known.instruments.terms.changes and whole.facts[-1].fact.happened_on <= day
