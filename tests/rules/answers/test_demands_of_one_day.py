"""Demands of one day are answered by one record: no dearer each for being many, and no otherwise.

Where there are not places enough, each of them turns on all of them (2(a)(i)): a write answers all
of that day anew, and counts each against the others once, not once for each.
"""

from collections.abc import Iterator
from datetime import date
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.rules.answers.docket import docket
from app.rules.answers.docket.docket import docket_from
from app.rules.answers.evaluation import obligations_on
from app.rules.facts import ANY_FACT, RecordedFact
from app.rules.record import across
from app.rules.record.bearing import borne_on
from app.rules.terms import Terms, with_readings
from tests.rules.answers.test_docket import answered, listed
from tests.rules.examples.random_records import (
    LAST,
    OPENING,
    TERMS,
    Draw,
    Fields,
    begun,
    on,
    recorded,
)
from tests.rules.record.test_bearing import owed

DAY = 60
BY_HAND = {"method": "personal", "delivered_on": on(DAY)}
FAX = {"method": "fax", "sent_on": on(DAY)}


def capped(limit: int, terms: Terms = TERMS) -> Terms:
    """The terms with another number of demands."""
    assert terms.demand is not None
    assert terms.demand.cap is not None
    cap = terms.demand.cap.model_copy(update={"limit": limit})
    return terms.model_copy(update={"demand": terms.demand.model_copy(update={"cap": cap})})


READ = (
    TERMS,
    capped(1),
    capped(2),
    capped(1, with_readings(TERMS, {"min_inclusion_pct_to_count": 50})),
    capped(1, with_readings(TERMS, {"takedown_counts": True})),
)


def contested(drawn: Draw) -> Iterator[tuple[str | None, Fields]]:
    """Several demands about one day, some by fax, and what becomes of them."""
    for each in OPENING:
        yield None, {**each, "occurred_on": "1998-04-10"}
    if drawn.yes(0.4):
        yield "0-shelf", drawn.beginning("shelf_triggered", 0, "0-shelf")
    for number in range(drawn.random.randint(2, 4)):
        name, day = f"demand-{number}", DAY + drawn.random.choice([0, 0, 0, 4])
        kind = "takedown_requested" if drawn.yes(0.2) else "demand_received"
        beginning = drawn.beginning(kind, day, "0-shelf")
        for letter in beginning["letters"][:1]:
            letter["delivery"] = FAX if drawn.yes(0.2) else BY_HAND
        yield name, beginning
        if drawn.yes(0.6):
            yield from ((name, each) for each in drawn.life(kind, day))
        if drawn.yes(0.3):
            whom = drawn.random.choice([None, ["alpha"], ["alpha", "beta"]])
            taken = on(day + drawn.random.choice([0, 10]))
            yield name, {"kind": "withdrawn", "occurred_on": taken, "holders": whom}


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 59), st.sampled_from(READ), st.integers(0, 400))
def test_the_docket_of_demands_of_one_day_is_what_is_answered_anew(
    number: int, terms: Terms, later: int
) -> None:
    facts = recorded(contested(Draw(Random(number))))
    lines = list(docket_from(date.min, terms, facts))
    for day in (date.fromisoformat(on(DAY)), date.fromisoformat(on(DAY + later)), LAST):
        assert listed(lines, day) == answered(terms, facts, day), day


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 59), st.sampled_from(READ), st.randoms(use_true_random=False))
def test_what_a_fact_does_not_bear_on_owes_what_it_did(
    number: int, terms: Terms, random: Random
) -> None:
    """While no demand can be refused for their number, none bears on what others owe."""
    facts = recorded(contested(Draw(Random(number))))
    told = [each for each in facts if each.registration_id]
    assume(told)
    fact = random.choice(told)
    rest = [each for each in facts if each is not fact]
    borne = borne_on(terms, rest, facts, owed_alone=True)
    for name in (each for each in begun(facts) if each not in borne):
        of = frozenset({name})
        assert owed(terms, rest, of) == owed(terms, facts, of), (fact, name)


def test_a_demand_has_nothing_answered_anew_while_all_of_its_day_find_a_place() -> None:
    facts = demands_of_one_day(4, BY_HAND)
    for places, answered_anew in ((4, ["r003"]), (3, ["r000", "r001", "r002", "r003"])):
        of = borne_on(capped(places), facts[:-1], facts, owed_alone=True)
        assert [name for name in begun(facts) if name in of] == answered_anew


def demands_of_one_day(number: int, delivery: Fields) -> list[RecordedFact]:
    """So many demands of one day for one place, the last of them sent in this way."""
    told: list[tuple[str | None, Fields]] = [
        (None, {**each, "occurred_on": "1998-04-10"}) for each in OPENING
    ]
    for place in range(number):
        letter: Fields = {
            "requests": [{"holder": each, "shares": 200_000} for each in ("alpha", "beta")],
            "delivery": delivery if place == number - 1 else BY_HAND,
        }
        demand = {"kind": "demand_received", "short_form_qualified": False, "letters": [letter]}
        told.append((f"r{place:03}", demand))
    return [
        RecordedFact(f"f{place:03}", name, ANY_FACT.validate_python(fields))
        for place, (name, fields) in enumerate(told)
    ]


def cost(number: int, delivery: Fields) -> tuple[int, int]:
    """What writing the last of so many costs: answers, and demands counted against each other."""
    facts = demands_of_one_day(number, delivery)
    of = borne_on(capped(1), facts[:-1], facts)
    with (
        patch.object(docket, "obligations_on", wraps=obligations_on) as answers,
        patch.object(across, "_counted", wraps=across._counted) as counted,
    ):
        list(docket_from(date.fromisoformat(on(DAY)), capped(1), facts, of))
    return answers.call_count, counted.call_count


@pytest.mark.parametrize("delivery", [BY_HAND, FAX], ids=["by hand", "one by fax"])
def test_a_demand_beside_others_of_its_day_costs_no_more_for_each_of_them(delivery: Fields) -> None:
    (few, few_counted), (many, many_counted) = cost(5, delivery), cost(20, delivery)
    assert few >= 5
    assert many <= 4 * few, (few, many)
    assert many_counted <= 5 * few_counted, (few_counted, many_counted)
