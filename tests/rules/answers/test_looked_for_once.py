"""What a fact does not bear on is not looked at again for it, however long the record is.

Counted are the registrations of which the last sale is looked for, and those that are answered for
the docket, on the growing record of the benchmark; and the days that the register is kept again for
what may have moved on one of them. No clock is asked.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.agreement.instruments import RULED_FROM
from app.rules.answers.docket import docket
from app.rules.answers.docket.docket import docket_from
from app.rules.answers.evaluation import AgreementIdentity, evaluate_agreement, obligations_on
from app.rules.facts import RecordedFact, in_order
from app.rules.holders import register
from app.rules.holders.register import keep_day_again, keep_register
from app.rules.record import sold_out
from app.rules.record.bearing import borne_on
from tests.rules.answers.test_what_an_append_costs import ASKED_ON, DELAYED, RECORD, through
from tests.rules.examples.random_records import TERMS, moving_record, random_record

IDENTITY = AgreementIdentity("a", "A", None, 1)
DEMANDS = (13, 33, 43)
"""Demands of the record, before any was delayed: every tenth registration is one."""


def appended(after: Sequence[RecordedFact]) -> None:
    """What is owed since the last of these facts, worked out as a write does."""
    of = borne_on(TERMS, after[:-1], after, owed_alone=True)
    list(docket_from(after[-1].fact.happened_on, TERMS, after, of))


def looked_at(work: Callable[[], object]) -> Counter[str]:
    """How often the last sale of each registration is looked for."""
    with patch.object(sold_out, "_as_sold", wraps=sold_out._as_sold) as counted:
        work()
    return Counter(call.kwargs["facts"].registration_id for call in counted.call_args_list)


@pytest.mark.parametrize("kind", ["join_requested", "filed", "declared_effective"])
@pytest.mark.parametrize("number", DEMANDS)
def test_what_was_sold_out_before_is_looked_for_once(kind: str, number: int) -> None:
    after = through(kind, number)
    found = looked_at(lambda: appended(after))
    own = found.pop(f"r{number:05}")
    assert own > 1
    assert found == {f"r{each:05}": 1 for each in range(3, number, 10)}


@pytest.mark.parametrize("number", [20, 50])
def test_where_the_agreement_stands_turns_on_what_counts_alone(number: int) -> None:
    facts = through("distribution_completed", number)
    found = looked_at(lambda: evaluate_agreement(IDENTITY, TERMS, facts, ASKED_ON))
    assert found == {f"r{each:05}": 1 for each in range(3, number, 10)}


def answered(after: Sequence[RecordedFact]) -> set[Any]:
    """What is answered for the docket once the last of these facts is told."""
    with patch.object(docket, "obligations_on", wraps=obligations_on) as counted:
        appended(after)
    return {call.args[1] for call in counted.call_args_list}


@pytest.mark.parametrize("kind", ["notice_given", "delay_invoked", "filed", "declared_effective"])
def test_a_delay_bears_on_what_nobody_else_owes(kind: str) -> None:
    """Its occasion is counted in the whole agreement: who delays nothing owes what it owed."""
    assert answered(through(kind, int(DELAYED[1:]))) == {DELAYED}


def test_nor_does_what_may_defer_a_delayed_demand() -> None:
    """The next registration begins while the demand is delayed, and is the Company's own."""
    after = through("registration_determined", int(DELAYED[1:]) + 1)
    assert answered(after) == {DELAYED, after[-1].registration_id}


def test_the_register_is_kept_again_for_one_day_alone() -> None:
    facts = [each for each in RECORD if isinstance(each.fact, RULED_FROM)]
    kept = keep_register(facts, TERMS)
    with patch.object(register, "_after_the_day", wraps=register._after_the_day) as counted:
        keep_day_again(kept, kept.days[-1], facts, frozenset())
    assert counted.call_count == 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from((random_record, moving_record)))
def test_kept_again_from_the_day_before_it_is_what_all_facts_give(
    seed: int, drawn: Callable[[Random], list[RecordedFact]]
) -> None:
    """With any one of the day's facts left out."""
    facts = sorted(drawn(Random(seed)), key=in_order)
    facts = [each for each in facts if isinstance(each.fact, RULED_FROM)]
    kept = keep_register(facts, TERMS)
    for left_out in facts:
        day, without = left_out.fact.happened_on, frozenset({left_out.id})
        rest = [each for each in facts if each.fact.happened_on <= day and each is not left_out]
        again, whole = keep_day_again(kept, day, facts, without), keep_register(rest, kept.terms)
        assert (again.days, again.entries) == (whole.days, whole.entries)
        assert (again.passed, again.splits) == (whole.passed, whole.splits)
        assert (again.impossible, again.told) == (whole.impossible, whole.told)
        assert again.outstanding_on(day) == whole.outstanding_on(day)
