"""A fact that does not bear on a registration changes no byte of what that answers and owes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from pydantic import TypeAdapter

from app.rules.answers.docket import DocketLine, docket_from
from app.rules.answers.evaluation import evaluate_registration
from app.rules.facts import RecordedFact
from app.rules.reasoning.trace import Detail
from app.rules.record.bearing import borne_on
from app.rules.terms import Terms, with_readings
from tests.rules.random_records import (
    LAST,
    TERMS,
    begun,
    crowded_record,
    moving_record,
    random_record,
)

Facts = Sequence[RecordedFact]
ANY: TypeAdapter[Any] = TypeAdapter(object)
RECORDS = 1
KINDS_OF_RECORD: dict[str, Callable[[Random], list[RecordedFact]]] = {
    "random": random_record,
    "moving": moving_record,
    "crowded": crowded_record,
}
READ = {
    "as usual": TERMS,
    "takedowns count": with_readings(TERMS, {"takedown_counts": True}),
    "inclusion counts": with_readings(TERMS, {"min_inclusion_pct_to_count": 50}),
    "a standstill refuses": with_readings(TERMS, {"standstill_effect": "refuse"}),
}


def told(terms: Terms, facts: Facts, name: str, day: date = LAST) -> bytes | None:
    """The whole answer about a registration with its working, but for the list of readings."""
    try:
        answer = evaluate_registration("agreement", name, terms, facts, day, Detail.FULL)
    except KeyError:
        return None
    return ANY.dump_json(replace(answer, readings=()))


def owed(terms: Terms, facts: Facts, of: frozenset[str | None]) -> list[str]:
    """What some registrations (None: the agreement itself) owe, line by line, through all days."""
    joined: dict[tuple[str | None, str], list[DocketLine]] = {}
    for line in docket_from(date.min, terms, facts, of):
        lines = joined.setdefault((line.registration_id, line.obligation.id), [])
        before = lines[-1] if lines else None
        if before and before.obligation == line.obligation and next_to(before, line):
            lines[-1] = replace(before, last_day=line.last_day)
        else:
            lines.append(line)
    return sorted(repr(line) for lines in joined.values() for line in lines)


def next_to(before: DocketLine, line: DocketLine) -> bool:
    return line.first_day.toordinal() - before.last_day.toordinal() == 1


@pytest.mark.parametrize(
    ("kind", "read"),
    [*(("random", read) for read in READ), ("moving", "as usual"), ("crowded", "as usual")],
)
def test_what_does_not_bear_on_a_registration_changes_nothing_of_it(kind: str, read: str) -> None:
    terms = READ[read]
    for seed in range(RECORDS):
        random = Random(f"{kind} {seed}")  # noqa: S311
        facts = KINDS_OF_RECORD[kind](random)
        for fact in random.sample([each for each in facts if each.registration_id], 2):
            rest = [each for each in facts if each is not fact]
            borne = borne_on(terms, rest, facts)
            for name in (each for each in (None, *begun(facts)) if each not in borne):
                of = frozenset({name})
                assert owed(terms, facts, of) == owed(terms, rest, of), (seed, fact, name)
                if name is not None:
                    now, before = (told(terms, each, name) for each in (facts, rest))
                    assert now == before, (seed, fact, name)


def test_most_facts_bear_on_few_registrations() -> None:
    """Else the law above would say nothing."""
    left_alone = everything = 0
    for seed in range(30):
        facts = random_record(Random(seed))  # noqa: S311
        for fact in (each for each in facts if each.registration_id):
            borne = borne_on(TERMS, [each for each in facts if each is not fact], facts)
            names = [None, *begun(facts)]
            everything += len(names)
            left_alone += sum(name not in borne for name in names)
    assert left_alone > everything / 4, (left_alone, everything)
