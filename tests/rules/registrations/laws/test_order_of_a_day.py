"""Facts of one day have no order but the one they state: laws on records in which they meet.

In whatever order they are posted the answer is the same, to the byte.
An order that does not say whether it came before that day's sales gives what both orders give, and
nothing where they differ (2(e)(i), QC20).

Seen to fail: the facts of a day in the order of their ids, which rise as they are posted
(`facts/recorded.py`).
"""

import re
from collections.abc import Mapping
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.rules.answers.sensitivity import leaves
from app.rules.facts import RecordedFact
from app.rules.facts.life.course import StopOrder
from app.rules.reasoning.reasoned import Reasoned
from app.rules.reasoning.trace import Detail
from app.rules.registrations.shown import RegistrationAnswer
from tests.rules.examples.random_records import (
    LAST,
    Record,
    answer,
    begun,
    costly_records,
    crowded_records,
    moving_records,
)

AS_BYTES = TypeAdapter(Reasoned[RegistrationAnswer])

often = settings(max_examples=30, deadline=None)


def counted(record: Record) -> Mapping[tuple[str, str], object]:
    """What turns on whether an order interfered: the flag, the counts, the demands decided."""
    found: dict[tuple[str, str], object] = {}
    for name in begun(record):
        result: RegistrationAnswer = answer(record, name, LAST).result
        found[name, "effected"] = result.effected
        found[name, "decision"] = result.determination.decision
        for place, value in leaves(result.tallies.demands):
            if "explained_by" not in place:
                found[name, place] = value
    return found


def with_orders(record: Record, **said: Any) -> list[RecordedFact]:
    """The record with other words in every order, where the guards let it be."""
    return [
        RecordedFact(each.id, each.registration_id, each.fact.model_copy(update=said))
        if isinstance(each.fact, StopOrder)
        else each
        for each in record
    ]


UNDECIDED = (None, "undetermined")


@often
@given(crowded_records)
def test_an_order_that_does_not_say_gives_what_both_orders_give(record: Record) -> None:
    before, after, silent = (
        counted(with_orders(record, before_sales=said)) for said in (True, False, None)
    )
    for place, value in silent.items():
        if before[place] == after[place]:
            assert value == before[place], place
        else:
            assert value in UNDECIDED, (place, before[place], after[place])


def posted_anew(record: Record, random: Random) -> tuple[list[RecordedFact], dict[bytes, bytes]]:
    """The same facts posted in another order: ids rise with time; and which id each had before."""
    order = list(record)
    random.shuffle(order)
    new = {each.id: f"p{place:03}" for place, each in enumerate(order)}
    facts = [RecordedFact(new[each.id], each.registration_id, each.fact) for each in order]
    return facts, {now.encode(): was.encode() for was, now in new.items()}


@often
@given(
    st.one_of(crowded_records, crowded_records, moving_records, costly_records),
    st.randoms(use_true_random=True),
)
def test_any_order_of_posting_gives_the_same_bytes(record: Record, random: Random) -> None:
    record = list({each.content: each for each in record}.values())
    otherwise, was = posted_anew(record, random)
    for name in begun(record):
        before, after = (
            AS_BYTES.dump_json(answer(each, name, detail=Detail.FULL))
            for each in (record, otherwise)
        )
        assert re.sub(rb"\bp\d{3}\b", lambda found: was[found[0]], after) == before
