"""Registrations answered on one record are answered as each is by itself, on random records."""

from collections.abc import Callable
from random import Random

import pytest

from app.rules.answers.evaluation import evaluate_registration, registrations_together
from app.rules.facts import RecordedFact
from app.rules.reasoning.trace import Detail
from tests.rules.examples.random_records import LAST, TERMS, begun, crowded_record, random_record


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("make", [random_record, crowded_record])
def test_as_each_by_itself(make: Callable[[Random], list[RecordedFact]], seed: int) -> None:
    facts = make(Random(seed))
    together = registrations_together("a", TERMS, facts, LAST)
    names = begun([each for each in facts if each.fact.happened_on <= LAST])
    assert names
    for name in names:
        alone = evaluate_registration("a", name, TERMS, facts, LAST, Detail.NONE)
        assert together(name) == alone.result
