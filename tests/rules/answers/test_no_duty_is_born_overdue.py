"""No duty is overdue on the day on which it arises: a law on records with waivers that reach back.

On the day of a waiver nothing is overdue by a day before it that was not overdue by the same day
the day before the waiver (9(e), QF24).

Shown able to fail: what a waiver makes owed left with the day by which it would have been due.
"""

from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.facts import BeginningFact, RecordedFact
from app.rules.facts.instruments import TermsAmended
from app.rules.record.guards.guards import objections
from tests.rules.examples.random_records import (
    HOLDERS,
    LAST,
    START,
    TERMS,
    Record,
    answers,
    random_record,
)

BACK_AND_FORTH = (
    {"/requisite_holders/fraction": "1/100"},
    {"/demand/effect_within/count": 10, "/demand/short_form/effect_within/count": 5},
    {"/incidental/notice/count": 90},
)


def waived(record: Record, random: Random) -> tuple[list[RecordedFact], date]:
    """The record with a waiver that reaches back over some of it, and the day of the waiver."""
    begun_on = random.choice(
        [each.fact.happened_on for each in record if isinstance(each.fact, BeginningFact)]
        or [START]
    )
    made = begun_on + timedelta(days=random.randint(20, 150))
    fact = TermsAmended.model_validate(
        {
            "kind": "terms_amended",
            "occurred_on": made,
            "company_signed": True,
            "signed_by": sorted(HOLDERS),
            "instrument": "waiver",
            "changes": random.choice(BACK_AND_FORTH),
            "reaches_requested": True,
            "effective_from": begun_on - timedelta(days=random.randint(0, 30)),
        }
    )
    new = RecordedFact("w000", None, fact)
    return [*record, *([] if objections(new, record, TERMS) else [new])], made


def due_days(record: Record, day: date) -> dict[tuple[str, str], date | None]:
    """The due day of everything owed on a day, by registration and duty."""
    return {
        (name, duty.id): duty.due_on
        for name, found in answers(record, day).items()
        for duty in found.result.obligations
    }


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=True))
def test_by_a_waiver_that_reaches_back(random: Random) -> None:
    record = random_record(random)
    with_waiver, made = waived(record, random)
    without = due_days(record, min(made, LAST))
    for duty, due_on in due_days(with_waiver, min(made, LAST)).items():
        assert due_on is None or due_on >= made or without.get(duty) == due_on, duty
