"""The record of one agreement, as of a day, arranged for the rules.

Facts that happened after the day are left out; the rest stand in the order of the record, which
does not depend on the order of posting. What needs all of the agreement is worked out here once:
the register, which demands were accepted before which (the cap of clause 2(a)(i)), and which delays
and prohibitions were permitted before which (the occasions of 2(g)).
"""

from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import date

from app.rules.facts import RecordedFact
from app.rules.record.across import settle
from app.rules.record.bearing import bearing_on, bearing_on_state
from app.rules.record.gathering import Record, Ruled, SettledBefore, gather
from app.rules.record.governing import find_governing_days
from app.rules.record.sold_out import LastSales, find_sold_out
from app.rules.terms import Terms
from app.rules.values.day_asked import DayAsked

__all__ = ["LastSales", "Record", "Ruled", "SettledBefore", "open_record"]


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
    state_alone: bool = False,
    last_sales: LastSales | None = None,
) -> Record:
    """Arrange the facts that happened by the end of `as_of`, for the registration `asked`.

    None asks about all of them, or, for the `state_alone` of the agreement, about those on which
    that turns. `ruled` is what is ruled of the instruments among these facts,
    `bearing` the registrations that bear on the one asked about, where that is known, and `alike`
    others that are asked about too, and on which the same bears. Records of several days and
    registrations may share what is `settled` of the demands in them; `last_sales` are known of
    these facts already.
    """
    record = gather(terms, facts, as_of, ruled)
    arranging = DayAsked.on(date(as_of.year, as_of.month, as_of.day))
    if settled is not None:
        # How long it is arranged alike is found for itself: of the facts each is told its own days.
        record = record.on(arranging)
    find_governing_days(record)
    record.settled, record.arranged_through = settled, arranging.holds_through
    if bearing is None and asked is not None:
        bearing = bearing_on(replace(record).keep_still(), asked)
    elif state_alone:
        bearing = bearing_on_state(replace(record).keep_still())
    find_sold_out(record, bearing, last_sales)
    if settled is not None and isinstance(as_of, DayAsked):
        as_of.holds_no_longer_than(arranging.holds_through)
        record = record.on(as_of)
    settle(record, None if asked is None else alike | {asked})
    record.alike = alike
    return record
