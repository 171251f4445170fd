"""A record gathered on with one more fact is the record gathered from all of them."""

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any
from unittest.mock import patch

import pytest

from app.rules.facts import RecordedFact
from app.rules.record.bearing import reach
from app.rules.record.gathering import Record, gather, with_one_more
from app.rules.values.day_asked import DayAsked
from tests.rules.answers.test_what_an_append_costs import RECORD
from tests.rules.examples.random_records import (
    TERMS,
    costly_record,
    crowded_record,
    moving_record,
    random_record,
)


def all_of(record: Record) -> tuple[Any, ...]:
    """Everything that is gathered, in its order."""
    ruled = record.known.instruments
    register = ruled.register
    return (
        [each.id for each in record.facts],
        [(name, repr(facts)) for name, facts in record.begun.items()],
        repr(record.offerings),
        (register.days, repr(register.entries), repr(register.told), register.splits),
        (repr(ruled.amendments), repr(ruled.waivers), repr(ruled.endings)),
        ruled.terms.original is TERMS,
        {kinds: record.known.of(*kinds) for kinds in asked_of(record)},
    )


def asked_of(record: Record) -> list[Any]:
    return [kinds for kinds, _ in record.known._of]


@pytest.mark.parametrize("drawn", [random_record, moving_record, crowded_record])
def test_one_more_fact_leaves_what_would_be_gathered_anew(
    drawn: Callable[[Random], list[RecordedFact]],
) -> None:
    """Whatever was asked of the record before, and wherever the fact comes among the others."""
    gathered_on = 0
    for seed in range(8):
        random = Random(f"gathered on {drawn.__name__} {seed}")
        facts = drawn(random)
        random.shuffle(facts)
        whole = gather(TERMS, facts[:1], date.max).keep_still()
        for place in range(1, len(facts)):
            for kind in {type(each.fact) for each in facts}:
                whole.known.of(kind)
            found = with_one_more(whole, TERMS, facts[place])
            whole = gather(TERMS, facts[: place + 1], date.max).keep_still()
            if found is not None:
                gathered_on += 1
                for kinds in asked_of(found):
                    whole.known.of(*kinds)
                assert all_of(found) == all_of(whole), (seed, place)
    assert gathered_on > 0


@pytest.mark.parametrize("drawn", [random_record, moving_record, crowded_record, costly_record])
def test_what_had_happened_by_a_day_is_cut_as_it_would_be_gathered(
    drawn: Callable[[Random], list[RecordedFact]],
) -> None:
    """On every day on which something happens; who holds what is the same on all days, too."""
    cut = 0
    for seed in range(8):
        facts = drawn(Random(f"cut {drawn.__name__} {seed}"))
        whole = gather(TERMS, facts, date.max).keep_still()
        days = sorted({each.fact.happened_on for each in facts})
        for kind in {type(each.fact) for each in facts}:
            whole.known.of(kind)
        for day in days:
            asked, asked_too = DayAsked.on(day), DayAsked.on(day)
            found = whole.cut(asked, TERMS, len(facts))
            gathered = gather(TERMS, facts, asked_too)
            if found is None:
                continue
            cut += day != days[-1]
            assert asked.holds_through == asked_too.holds_through
            for kinds in asked_of(whole):
                assert found.known.of(*kinds) == gathered.known.of(*kinds)
            assert all_of(found)[:-1] == all_of(gathered)[:-1], (seed, day)
            assert held(found, days) == held(gathered, days), (seed, day)
    assert cut > 0


def held(record: Record, days: Sequence[date]) -> list[Any]:
    """What the register says of each Holder ever on it, of each of these days."""
    register = record.register
    return [
        (
            holder,
            register.changed_on(holder, day),
            register.least_from(holder, day),
            register.registrable_shares(holder, day),
            register.through(day).entries,
            register.before(day).changed_on(holder, days[0]),
        )
        for holder in sorted({name for lines in register.entries for name in lines})
        for day in days
    ]


def test_a_fact_of_a_registration_gathers_no_record_anew() -> None:
    """All but what begins one, of the last registrations of a long record."""
    whole = gather(TERMS, RECORD[:-40], date.max).keep_still()
    for place in range(len(RECORD) - 40, len(RECORD)):
        before, after = RECORD[:place], RECORD[: place + 1]
        with patch("app.rules.record.bearing.gather", wraps=gather) as counted:
            whole = reach(TERMS, before, after, whole).whole
        begins = RECORD[place].fact.kind in (
            "registration_determined",
            "demand_received",
            "shelf_triggered",
            "takedown_requested",
        )
        assert counted.call_count == begins, RECORD[place].fact.kind
