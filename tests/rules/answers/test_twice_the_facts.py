"""Twice the facts of one kind cost no more than twice the steps: nothing is quadratic.

Counted are the lines that the rules run on a record with n, 2n and 4n of them; the second doubling
adds twice what the first added where the cost is linear, four times where each fact is held against
every other. No clock is asked.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from types import FrameType
from typing import Any

import pytest

from app.rules.answers.evaluation import evaluate_may_sell, evaluate_registration
from app.rules.facts import ANY_FACT, RecordedFact
from bench.lives import FIRST, HOLDERS, SHARES, Fields, lives
from tests.rules.answers.test_what_an_append_costs import opening
from tests.rules.examples.random_records import TERMS

FEW, MOST = 10, 2.2
DAY = FIRST + timedelta(days=700)
ITS_OWN = {
    "misstatement_notice_given",
    "new_prospectus_received",
    "shares_sold_in_offering",
    "distribution_completed",
}
PRICE = {"price": "10", "discount_per_share": "1"}


def on(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


def by_hand(day: int) -> Fields:
    return {"method": "personal", "delivered_on": on(day)}


def begun() -> list[Fields]:
    """An effective registration of the Company's own, that three Holders have joined."""
    return [told.fact for told in lives(17) if told.fact["kind"] not in ITS_OWN][:14]


def happened(kind: str, day: int, **more: Any) -> Fields:
    return {"kind": kind, "occurred_on": on(day), **more}


def holds(count: int) -> Iterator[Fields]:
    for day in range(50, 50 + 2 * count, 2):
        yield happened("misstatement_notice_given", day)
        yield happened("new_prospectus_received", day + 1)


def receipts(count: int) -> Iterator[Fields]:
    yield happened("misstatement_notice_given", 50)
    for place in range(count):
        yield happened("new_prospectus_received", 51 + place, holder=HOLDERS[place % 5])


def letters(count: int) -> Iterator[Fields]:
    first = {"requests": [{"holder": HOLDERS[0], "shares": SHARES}], "delivery": by_hand(0)}
    formed = {"short_form_qualified": True, "underwritten": True}
    yield {"kind": "demand_received", "letters": [first], **formed}
    for place in range(count):
        asked = {"requests": [{"holder": HOLDERS[place % 5], "shares": SHARES}]}
        yield {"kind": "letter_added", "letter": {**asked, "delivery": by_hand(place % 15)}}


def requests(count: int) -> Iterator[Fields]:
    for place in range(count):
        asked = {"holder": HOLDERS[2 + place % 3], "shares": 10_000, "delivery": by_hand(4)}
        yield {"kind": "join_requested", **asked}


def sales(count: int) -> Iterator[Fields]:
    for place in range(count):
        seller = {"seller": HOLDERS[2 + place % 2], "seller_class": "holders", "shares": 5}
        yield happened("shares_sold_in_offering", 51 + place, **seller, **PRICE)


def sales_elsewhere(count: int) -> Iterator[Fields]:
    for place in range(count):
        yield happened("shares_sold", 51 + place, holder=HOLDERS[2 + place % 2], shares=5)


KINDS: dict[str, Callable[[int], Iterator[Fields]]] = {
    "holds": holds,
    "receipts": receipts,
    "letters": letters,
    "requests": requests,
    "sales": sales,
    "sales elsewhere": sales_elsewhere,
}


def record_with(kind: str, count: int) -> list[RecordedFact]:
    before = [] if kind == "letters" else begun()
    facts = [ANY_FACT.validate_python(each) for each in (*before, *KINDS[kind](count))]
    return opening() + [
        RecordedFact(f"f{place:05}", None if fact.kind == "shares_sold" else "r", fact)
        for place, fact in enumerate(facts)
    ]


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of the rules a work runs, those of each turn of a loop anew."""
    count, before = 0, sys.gettrace()

    def line(_frame: FrameType, event: str, _told: object) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def entered(frame: FrameType, _event: str, _told: object) -> Any:
        return line if "/app/rules/" in frame.f_code.co_filename else None

    sys.settrace(entered)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def told(facts: list[RecordedFact]) -> object:
    return evaluate_registration("agreement", "r", TERMS, facts, DAY)


def may_sell(facts: list[RecordedFact]) -> object:
    return evaluate_may_sell(TERMS, facts, HOLDERS[2], DAY, "under_registration")


def grows(work: Callable[[list[RecordedFact]], object], *records: list[RecordedFact]) -> float:
    """By how many times more the second doubling adds than the first."""
    work(records[-1])  # what is kept for all records, as calendars are
    few, more, many = (lines_run(partial(work, facts)) for facts in records)
    return (many - more) / (more - few)


@pytest.mark.parametrize("work", [told, may_sell])
@pytest.mark.parametrize("kind", KINDS)
def test_twice_as_many_facts_of_one_registration(
    kind: str, work: Callable[[list[RecordedFact]], object]
) -> None:
    records = (record_with(kind, count) for count in (FEW, 2 * FEW, 4 * FEW))
    assert grows(work, *records) < MOST
