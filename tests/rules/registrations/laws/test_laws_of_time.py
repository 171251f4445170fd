"""Laws of instruments and of time, on random records: the past stays, nothing is born overdue.

Shown able to fail: a shortened period that ends before the day of the change left with its own day,
on which nobody could keep it any more. Seen to fail: an amendment that governs from the day of its
making, though it takes effect later (`instruments.py`); drafts owed to one who came in later left
with the day for the others (`drafts_owed.py`); a registration with nothing left in it that was open
again when a Holder came back (`nothing_left.py`). That nothing of a day to come is looked at is
held by `test_record_properties.py`, seen to fail by a fact of the next day (`gathering.py`).
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.rules.facts import ANY_FACT, RecordedFact
from app.rules.facts.life.requests import ShelfTriggered
from app.rules.facts.life.underwriting import HoldbackRequired
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.reasoned import Reasoned
from app.rules.record.guards.guards import objections
from app.rules.registrations.shown import RegistrationAnswer
from tests.rules.examples.random_records import (
    HOLDERS,
    LAST,
    START,
    TERMS,
    answer,
    answers,
    costly_records,
    emptied_records,
    moving_records,
    records,
)

REACHING = st.dictionaries(
    st.sampled_from(
        [
            "/demand/effect_within/count",
            "/demand/join/within/count",
            "/incidental/join/within/count",
            "/incidental/notice/count",
            "/delay/max_days",
            "/delay/occasions/limit",
            "/effectiveness/keep_effective/count",
            "/requisite_holders/fraction",
            "/notices/methods/mail/received/count",
        ]
    ),
    st.integers(1, 200),
    min_size=1,
).map(lambda drawn: {place: _fitting(place, value) for place, value in drawn.items()})
OF_MONEY: tuple[dict[str, Any], ...] = (
    {
        "/registration_expenses": None,
        "/discounts": None,
        "/indemnity": None,
        "/holdback": None,
    },
    {
        "/registration_expenses/paid_in": {},
        "/registration_expenses/holders_counsel/maximum": "1000.00",
        "/indemnity/by_holders/cap/measure": "gross_proceeds",
        "/holdback/after/count": 30,
        "/holdback/before/count": 1,
    },
    {
        "/indemnity/by_company/reimburses_expenses": False,
        "/indemnity/by_holders/cap": None,
        "/discounts": None,
        "/holdback/after/count": 30,
    },
)
"""Each takes away or alters something of every kind, so that few records show what leaks."""
busy = st.integers(0, 300).map(lambda number: START + timedelta(days=number))
"""Days on which most registrations of a random record are under way."""
costly = st.integers(90, 420).map(lambda number: START + timedelta(days=number))
"""Days before which much of a costly record was spent, billed and sold."""
BEFORE_FILING = ("drafts", "notice")
"""Duties whose days are counted back from the filing: without a plan that tells which they were."""
OVERDUE = ("breached", "overdue_review", "unconfirmed")


def _fitting(place: str, value: int) -> Any:
    return f"{value}/201" if place.endswith("fraction") else value


def amended(
    record: list[RecordedFact], day: date, changes: dict[str, Any], before: int = 0
) -> list[RecordedFact]:
    """The record with an amendment that all Holders sign, and that reaches what was requested.

    It takes effect on the day, and is made so many days before.
    """
    fields = {
        "kind": "terms_amended",
        "occurred_on": (day - timedelta(days=before)).isoformat(),
        "effective_from": day.isoformat(),
        "instrument": "amendment",
        "company_signed": True,
        "signed_by": sorted(HOLDERS),
        "changes": changes,
        "reaches_requested": True,
    }
    new = RecordedFact("amended", None, ANY_FACT.validate_python(fields))
    return [*record, new] if not objections(new, record, TERMS) else record


def settled(result: RegistrationAnswer, by: date) -> dict[str, object]:
    """What had been decided of a registration before a day."""
    found = result.determination
    decided = found.received_on is not None and found.received_on < by
    return {
        "decision": (found.decision == "refused", found.received_on) if decided else None,
        "joins": [
            (each.holder, each.given_on, each.received_on, each.decision, each.reason)
            for each in result.joins
            if each.received_on and each.received_on < by
        ],
        "delays": [
            (each.invoked_on, each.decision, each.reason)
            for each in result.delays
            if each.invoked_on < by
        ],
        "prohibitions": [
            (each.invoked_on, each.decision, each.reason)
            for each in result.prohibitions
            if each.invoked_on < by
        ],
        "effected": result.effected if result.effective_on and result.effective_on < by else None,
        "filing": result.incidental.compliant
        if result.incidental and result.filed_on and result.filed_on < by
        else None,
        "done": {
            each.id: (each.status, each.due_on, each.days_late)
            for each in result.obligations
            if each.performed_on and each.performed_on < by and each.id != "maintain"
        },
    }


@settings(max_examples=40, deadline=None)
@given(records, busy, REACHING, st.sampled_from([0, 20, 90]))
def test_an_amendment_leaves_what_had_happened_as_it_was(
    record: list[RecordedFact], day: date, changes: dict[str, Any], made_before: int
) -> None:
    """Broken by an amendment that governs every registration, whenever it was requested.

    And by one that governs from the day on which it is made, though it takes effect later.
    """
    before = answers(record, LAST)
    after = answers(amended(record, day, changes, made_before), LAST)
    for name, found in before.items():
        assert settled(after[name].result, day) == settled(found.result, day)


SHORTENED = st.sampled_from(["/demand/standstill/count", "/demand/effect_within/count"])


@settings(max_examples=40, deadline=None)
@given(records, busy, SHORTENED, st.tuples(st.integers(1, 60), st.integers(1, 200)))
def test_the_less_a_period_the_earlier_the_day(
    record: list[RecordedFact], day: date, place: str, counts: tuple[int, int]
) -> None:
    """Neither by when it is due, nor until when it waits, is later under the shorter period."""
    commenced = ANY_FACT.validate_python(
        {
            "kind": "company_offering_commenced",
            "occurred_on": (day - timedelta(days=60)).isoformat(),
            "seller": "company",
            "form": "S-1",
        }
    )
    record = [*record, RecordedFact("commenced", None, commenced)]
    less, more = (answers(amended(record, day, {place: n}), LAST) for n in sorted(counts))
    for name, found in less.items():
        here, there = found.result.determination, more[name].result.determination
        if found.result.kind in ("requested", "takedown") and here.decision != "undetermined":
            assert not later_than(here.due_on, there.due_on)
            assert not later_than(here.not_before, there.not_before)


def later_than(one: date | None, other: date | None) -> bool:
    """Whether one day is known to be after another."""
    return one is not None and other is not None and one > other


def money_settled(result: RegistrationAnswer, record: list[RecordedFact], by: date) -> object:
    """Who bore what was spent, owed what was billed and held back, before a day."""
    own = [each.fact for each in record if each.registration_id == result.registration_id]
    # A sale off a shelf is shown with the shelf too.
    sold = [each.fact.occurred_on for each in record if isinstance(each.fact, SharesSoldInOffering)]
    stated = [each.occurred_on for each in own if isinstance(each, HoldbackRequired)]
    return {
        "expenses": [
            (each.id, each.amount, each.expense_class, each.borne_by)
            for each in result.money.expenses.lines
            if each.incurred_on < by
        ],
        "discounts": [
            (each.seller, each.discount_taken, each.discount_share)
            for each in result.money.proceeds
            if all(day < by for day in sold)
        ],
        "bills": [
            (bill.id, [(part.party, part.amount, part.reasons) for part in bill.indemnity])
            for claim in result.claims
            for bill in claim.bills
            if bill.occurred_on < by
        ],
        # One that still runs may be shortened from that day on, by an amendment that reaches it.
        "holdback": [
            (each.id, each.first_day, each.last_day and min(each.last_day, by - ONE_DAY))
            for each in result.holdback
            if each.first_day is not None
            and each.first_day < by
            and all(day < by for day in stated)
        ],
    }


@settings(max_examples=45, deadline=None)
@given(costly_records, costly, st.sampled_from(OF_MONEY))
def test_an_amendment_leaves_what_was_spent_billed_and_held_back_as_it_was(
    record: list[RecordedFact], day: date, changes: dict[str, Any]
) -> None:
    for name, before in answers(record, LAST).items():
        after = answer(amended(record, day, changes), name).result
        assert money_settled(after, record, day) == money_settled(before.result, record, day)


@settings(max_examples=60, deadline=None)
@given(records, st.integers(1, 59), st.integers(1, 59))
def test_an_amendment_makes_nothing_overdue_at_birth(
    record: list[RecordedFact], after_receipt: int, days_to_effect: int
) -> None:
    """On a day between the receipt of each demand and its due day the period is made another."""
    changes = {
        "/demand/effect_within/count": days_to_effect,
        "/demand/short_form/effect_within/count": days_to_effect,
    }
    for name, found in answers(record, LAST).items():
        received = found.result.determination.received_on
        if found.result.kind != "requested" or received is None:
            continue
        day = received + timedelta(days=after_receipt)
        was = answer(record, name, day).result
        now = answer(amended(record, day, changes), name, day).result
        before = {each.id: each.status for each in was.obligations}
        for each in now.obligations:
            assert each.status not in OVERDUE or before.get(each.id) == each.status, each


@settings(max_examples=40, deadline=None)
@given(st.one_of(records, moving_records, costly_records))
def test_no_duty_is_overdue_on_the_day_on_which_it_arises(record: list[RecordedFact]) -> None:
    """What is owed by a day that has gone by was owed by that day before it was past.

    Whether it was kept or not. On each day on which something happens, and on the day after each
    due day. Broken by drafts owed to one who came in later left with the day for the others.
    """
    owed: set[tuple[str, str, date | None]] = set()
    for day in sorted({*(each.fact.happened_on for each in record), *morrows(record)}):
        now = answers(record, day)
        arisen = [
            (name, each)
            for name, found in now.items()
            for each in found.result.obligations
            if each.due_on is not None
            and each.due_on < day
            and (name, each.id, each.due_on) not in owed
            and not (each.duty in BEFORE_FILING and found.result.filed_on == day)
        ]
        owed = due_days(now)
        before = due_days(answers(record, day - ONE_DAY)) if arisen else set()
        bans = {(name, duty) for name, duty, _ in before}
        for name, each in arisen:
            # What is not to be done ends with the day on which it is permitted again.
            if each.modality == "must_not" and (name, each.id) in bans:
                continue
            assert (name, each.id, each.due_on) in before, (day, each)


def due_days(
    found: Mapping[str, Reasoned[RegistrationAnswer]],
) -> set[tuple[str, str, date | None]]:
    """Everything owed on a day, with the day by which it is."""
    return {
        (name, each.id, each.due_on)
        for name, answered in found.items()
        for each in answered.result.obligations
    }


def morrows(record: list[RecordedFact]) -> Iterator[date]:
    """The days after those by which something is due in the end."""
    for found in answers(record, LAST).values():
        yield from (
            each.due_on + ONE_DAY for each in found.result.obligations if each.due_on is not None
        )


def proposals(record: list[RecordedFact]) -> Iterator[date]:
    """The days on which a conversion is proposed, which a shelf's request may tell beforehand."""
    for each in record:
        if isinstance(each.fact, ShelfTriggered) and each.fact.conversion_proposed_on is not None:
            yield each.fact.conversion_proposed_on


@settings(max_examples=60, deadline=None)
@given(records, busy, st.integers(1, 400))
def test_a_later_day_on_which_nothing_happened_changes_nothing_decided(
    record: list[RecordedFact], day: date, later: int
) -> None:
    """Wherever the record is broken off: much is then done whose due day is still to come."""
    known = [each for each in record if each.fact.happened_on <= day]
    until = day + timedelta(days=later)
    # A conversion that is proposed in between is something that happens.
    assume(not any(day < proposed <= until for proposed in proposals(known)))
    first, then = answers(known, day), answers(known, until)
    for name, found in first.items():
        by = day + ONE_DAY
        assert settled(then[name].result, by) == settled(found.result, by)


@settings(max_examples=50, deadline=None)
@given(emptied_records)
def test_what_is_over_is_over_ever_after(record: list[RecordedFact]) -> None:
    """Whoever comes in, or comes back, after it has ended.

    Broken by a registration with nothing left in it that was open again when a Holder came back.
    """
    eves = {each.fact.happened_on - ONE_DAY for each in record}
    for day in sorted(eves):
        for name, found in answers(record, day).items():
            if found.result.ended_on is not None:
                now, then = found.result, answer(record, name).result
                assert (then.state, then.ended_on) == (now.state, now.ended_on), (name, day)
