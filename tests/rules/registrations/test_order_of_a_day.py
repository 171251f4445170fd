"""Facts of one day have no order but the one they state: a law on records in which they meet.

An order that does not say whether it came before that day's sales gives what both orders give, and
nothing where they differ (2(e)(i), QC20).
"""

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings

from app.rules.answers.sensitivity import leaves
from app.rules.facts import RecordedFact, StopOrder
from app.rules.registrations.shown import RegistrationAnswer
from tests.rules.random_records import LAST, Record, answer, begun, crowded_records

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
