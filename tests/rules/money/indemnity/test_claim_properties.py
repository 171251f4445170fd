"""What must hold of the money of any registration, whatever is claimed, billed, found and paid."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.rules.answers.sensitivity import leaves, other_choices
from app.rules.facts import RecordedFact
from app.rules.money.indemnity.answer import ClaimAnswer
from app.rules.money.registration_money import MoneyAnswer, answer_money
from app.rules.reasoning.reasoned import Reasoned
from app.rules.terms.readings import every_reading
from tests.api.bodies import Json
from tests.api.money.claim_facts import (
    COMPANY,
    DOEG_HILL,
    SPECTRUM,
    answered,
    at_fault,
    bill,
    claim,
    elected,
    expense,
    found,
    paid,
    person,
    prejudiced,
    sale,
    settled,
    unavailable,
)
from tests.rules.examples.claims import LATER, recorded, registration, sealed
from tests.rules.examples.money import matter

AS_BYTES = TypeAdapter(Reasoned[MoneyAnswer])
START = date(1999, 6, 1)
CLAIMS: dict[str, Json] = {
    "doe": claim("1999-06-01", COMPANY, SPECTRUM, DOEG_HILL),
    "roe": claim("1999-06-01", COMPANY, DOEG_HILL, claim="roe"),
    "poe": claim("1999-06-01", SPECTRUM, COMPANY, claim="poe"),
}
PAYERS = {"doe": ("spectrum", "doeg-hill"), "roe": ("doeg-hill",), "poe": ("ctc",)}
PERSONS = {"ctc": COMPANY, "spectrum": SPECTRUM, "doeg-hill": DOEG_HILL}

days = st.integers(0, 300).map(lambda number: (START + timedelta(days=number)).isoformat())
amounts = st.integers(1, 10**8).map(lambda cents: f"{Decimal(cents).scaleb(-2)}")


@st.composite
def findings(draw: st.DrawFn, name: str) -> Json:
    """A finding on everyone in a claim, and perhaps on an underwriter."""
    said = {CLAIMS[name]["indemnified"]["id"], *PAYERS[name]}
    named = [PERSONS[each] for each in sorted(said)]
    if draw(st.booleans()):
        named.append(person("lead-manager", "underwriter"))
    faults = draw(st.lists(st.integers(0, 9), min_size=len(named), max_size=len(named)))
    parts = draw(st.lists(st.integers(0, 9), min_size=len(named), max_size=len(named)))
    whole = max(sum(parts), draw(st.integers(1, 20)))
    return found(
        draw(days),
        *(
            at_fault(each, fault + 1, f"{part}/{whole}", fraudulent=draw(st.booleans()))
            for each, fault, part in zip(named, faults, parts, strict=True)
        ),
        claim=name,
    )


@st.composite
def lives(draw: st.DrawFn, name: str) -> list[Json]:
    """What becomes of one claim."""
    party, delivery = st.sampled_from(PAYERS[name]), days.map(_by_hand)
    said: Any = {"claim": name}
    kinds = st.one_of(
        st.builds(bill, days, amounts, st.sampled_from(["investigation", "defence", "loss"])),
        st.builds(paid, days, party, amounts),
        st.builds(prejudiced, days, party, amounts),
        st.builds(elected, party, delivery),
        st.builds(answered, days, party, conflict=st.booleans()),
        st.builds(unavailable, days, st.sampled_from(["unavailable", "insufficient"])),
        st.builds(settled, days, party, release=st.booleans()),
        findings(name),
    )
    return [CLAIMS[name], *({**each, **said} for each in draw(st.lists(kinds, max_size=12)))]


def _by_hand(day: str) -> Json:
    return {"method": "personal", "delivered_on": day}


@st.composite
def records(draw: st.DrawFn) -> list[RecordedFact]:
    sales = draw(
        st.lists(
            st.builds(
                sale, days, st.sampled_from(["spectrum", "doeg-hill"]), st.integers(1, 20_000)
            ),
            max_size=4,
        )
    )
    expenses = draw(st.lists(st.builds(expense, days, st.just("printing"), amounts), max_size=2))
    return recorded([*sales, *expenses, *(fact for name in CLAIMS for fact in draw(lives(name)))])


def claims(record: list[RecordedFact], **readings: Any) -> tuple[ClaimAnswer, ...]:
    return answer_money(record, registration(), matter(**readings), LATER).claims


readings = st.fixed_dictionaries(
    {
        "reallocate_shortfall": st.booleans(),
        "cap_measure": st.sampled_from(["net", "gross"]),
        "indemnified_parties": st.sampled_from(["both_sides", "as_defined"]),
    }
)


@settings(max_examples=60, deadline=None)
@given(records(), readings)
def test_paid_and_left_make_what_is_owed(
    record: list[RecordedFact], chosen: dict[str, Any]
) -> None:
    for each in claims(record, **chosen):
        for party in each.parties:
            assert party.left == max(party.payable - party.paid, 0)
            at_most = party.payable + party.undetermined
            assert party.overpaid == max(party.paid - at_most, 0)
            assert sum(line.amount for line in party.payments) == party.payable
            left = [line.left for line in party.payments if line.left is not None]
            if len(left) == len(party.payments) and not party.undetermined:
                assert sum(left) == party.left
            for line in party.payments:
                assert (line.paid is None) == (line.left is None)
                if line.paid is None or line.left is None:
                    assert party.undetermined
                    continue
                assert line.paid + line.left == line.amount
                assert line.left == 0 or line.paid_on is None
                assert line.left or line.paid_on is not None or party.undetermined


@settings(max_examples=60, deadline=None)
@given(records(), readings)
def test_every_bill_is_divided_to_the_cent(
    record: list[RecordedFact], chosen: dict[str, Any]
) -> None:
    for each in claims(record, **chosen):
        for line in each.bills:
            parts = [part.amount for part in (*line.indemnity, *line.contribution)]
            assert all(part is None or part >= 0 for part in parts)
            if line.retained is not None:
                assert sum(part or 0 for part in parts) + line.retained == line.amount
                assert line.retained >= 0


@settings(max_examples=60, deadline=None)
@given(records(), readings)
def test_no_holder_owes_more_than_his_sales_brought_him(
    record: list[RecordedFact], chosen: dict[str, Any]
) -> None:
    answer = answer_money(record, registration(), matter(**chosen), LATER)
    limits = {each.seller: each.limit or Decimal(0) for each in answer.money.proceeds}
    for holder in ("spectrum", "doeg-hill"):
        owed = sum(
            party.payable
            for each in answer.claims
            for party in each.parties
            if party.party == holder
        )
        assert owed <= limits.get(holder, Decimal(0))
    for line in answer.money.proceeds:
        # While what a bill comes to is open, so is what is used of the limit and left.
        if line.limit is not None and line.limit_used is not None and line.limit_left is not None:
            assert line.limit_used + line.limit_left == line.limit


@settings(max_examples=40, deadline=None)
@given(records(), st.randoms(use_true_random=False))
def test_any_order_of_posting_gives_the_same_bytes(record: list[RecordedFact], random: Any) -> None:
    shuffled = list(record)
    random.shuffle(shuffled)
    given_order, other_order = sealed(record, matter()), sealed(shuffled, matter())
    assert AS_BYTES.dump_json(given_order) == AS_BYTES.dump_json(other_order)


@settings(max_examples=40, deadline=None)
@given(records(), days.map(date.fromisoformat))
def test_facts_after_the_day_asked_about_change_nothing(
    record: list[RecordedFact], as_of: date
) -> None:
    known = [each for each in record if each.fact.happened_on <= as_of]
    assert answer_money(known, registration(), matter(), as_of) == answer_money(
        record, registration(), matter(), as_of
    )


@settings(max_examples=40, deadline=None)
@given(records(), st.data())
def test_a_reading_the_answer_did_not_rely_on_cannot_change_it(
    record: list[RecordedFact], data: st.DataObject
) -> None:
    usual = matter()
    answer = sealed(record, usual)
    named = {each.option for each in answer.readings}
    option = data.draw(st.sampled_from([each for each in every_reading() if each not in named]))
    for other in other_choices(option, usual.readings) or ():
        chosen: dict[str, Any] = {option: other}
        again = sealed(record, matter(**chosen))
        assert dict(leaves(again.result)) == dict(leaves(answer.result)), (option, other)
