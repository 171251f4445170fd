"""What was found of sales is kept from one fact to the next, and answers what is answered anew.

As the service does: what a fact does not bear on is known when it comes. A law on random records,
posted fact by fact, and a count on the growing record of the benchmark. No clock is asked.
"""

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from unittest.mock import patch

import pytest

from app.rules.answers.docket.docket import docket_from
from app.rules.answers.evaluation import (
    AgreementIdentity,
    evaluate_agreement,
    evaluate_may_sell,
    evaluate_registration,
)
from app.rules.answers.may_sell.may_sell import Manner
from app.rules.facts import BeginningFact, RecordedFact
from app.rules.facts.life.requests import DemandReceived
from app.rules.record import FoundBefore, across, inputs, sold_out
from app.rules.record.bearing import borne_on, reach
from tests.rules.answers.test_what_an_append_costs import ASKED_ON, RECORD
from tests.rules.examples.random_records import (
    HOLDERS,
    LAST,
    TERMS,
    begun,
    crowded_record,
    moving_record,
    random_record,
)

IDENTITY = AgreementIdentity("a", "A", None, 1)
UNDER: Manner = "under_registration"
OUTSIDE: Manner = "public_outside"
OPENED = 6
"""How many facts the random records open with."""


def told(before: Sequence[RecordedFact], new: RecordedFact, known: FoundBefore) -> FoundBefore:
    """What is known once a fact is recorded."""
    after, day = [*before, new], new.fact.happened_on
    reached = reach(TERMS, before, after, known.whole)
    found = known.but(reached.owed, reached.answered, reached.whole)
    list(docket_from(day, TERMS, after, reached.owed, found))
    return found


def answered(facts: Sequence[RecordedFact], day: date, known: FoundBefore | None) -> list[str]:
    by_then = [each for each in facts if each.fact.happened_on <= day]
    found: list[object] = [
        evaluate_registration("a", name, TERMS, facts, day, found_before=known)
        for name in begun(by_then)
    ]
    found.append(evaluate_agreement(IDENTITY, TERMS, facts, day, found_before=known))
    found.append(
        evaluate_may_sell(TERMS, facts, HOLDERS[0], day, "public_outside", found_before=known)
    )
    return [repr(each) for each in found]


@pytest.mark.parametrize("drawn", [random_record, moving_record, crowded_record])
def test_known_sales_change_no_answer(drawn: Callable[[Random], list[RecordedFact]]) -> None:
    """As the facts come, in the order in which lives are told and not in that of their days."""
    facts = drawn(Random(f"last sales {drawn.__name__}"))
    known, kept = FoundBefore(), 0
    for place in range(OPENED, len(facts)):
        before, last = known, place + 1 == len(facts)
        known = told(facts[:place], facts[place], known)
        kept += len(known.found)
        if place % 8 and not last:
            continue
        if last:  # what a fact changes is found by answers before it, too
            of = borne_on(TERMS, facts[:place], facts, owed_alone=True)
            answers = borne_on(TERMS, facts[:place], facts)
            same = answered(facts[:place], LAST, before.but(of, answers))
            assert same == answered(facts[:place], LAST, None)
        here, new = facts[: place + 1], facts[place].fact.happened_on
        of = borne_on(TERMS, facts[:place], here, owed_alone=True)
        known_so_far = FoundBefore(known.found, known.whole)
        lines = list(docket_from(new, TERMS, here, of, known_so_far))
        assert lines == list(docket_from(new, TERMS, here, of)), place
        for day in (LAST, new):
            assert answered(here, day, known) == answered(here, day, None), (place, day)
    assert kept > 0


def known_of(facts: Sequence[RecordedFact], since: date) -> FoundBefore:
    """What is found of all registrations on a day and those after it."""
    found = FoundBefore()
    list(docket_from(since, TERMS, facts, frozenset[str | None](begun(facts)), found))
    return found


@pytest.mark.parametrize("number", [14, 34])
def test_only_that_is_looked_at_on_which_a_fact_bears(number: int) -> None:
    """The next registration after a demand, which it may defer; all before were done long ago."""
    name = f"r{number:05}"
    (place,) = (
        place
        for place, each in enumerate(RECORD)
        if each.registration_id == name and isinstance(each.fact, BeginningFact)
    )
    before, after = RECORD[:place], RECORD[: place + 1]
    known = known_of(before, RECORD[place].fact.happened_on)
    with patch.object(sold_out, "_as_sold", wraps=sold_out._as_sold) as counted:
        known = told(before, RECORD[place], known)
        evaluate_registration("a", name, TERMS, after, ASKED_ON, found_before=known)
        evaluate_agreement(IDENTITY, TERMS, after, ASKED_ON, found_before=known)
        seller, manner = "mochary", UNDER
        evaluate_may_sell(TERMS, after, seller, ASKED_ON, manner, found_before=known)
    looked_at = {call.kwargs["facts"].registration_id for call in counted.call_args_list}
    assert looked_at == {f"r{number - 1:05}", name}


def test_no_earlier_demand_is_settled_again_for_one_that_was_delayed_among_them() -> None:
    """Each was, by an answer before; the facts of another registration bear on none of them."""
    name = "r00055"
    (place, *_) = (at for at, each in enumerate(RECORD) if each.registration_id == name)
    known, counts = FoundBefore(), []
    for at in range(place, place + 9):
        before, after = RECORD[:at], RECORD[: at + 1]
        with patch.object(across, "request_received", wraps=inputs.request_received) as asked_for:
            known = told(before, RECORD[at], known)
            evaluate_registration("a", name, TERMS, after, ASKED_ON, found_before=known)
        counts.append(asked_for.call_count)
    demands = sum(isinstance(each.fact, DemandReceived) for each in RECORD[:place])
    assert (demands, counts[0] >= demands, counts[1:]) == (6, True, [0] * 8)
