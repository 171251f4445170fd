"""Of two facts of one kind and one day that differ, neither is said to hold without a word of why.

For every kind whose later fact stands in the place of an earlier one about the same thing, one life
is told with the one fact alone, with the other alone, and with both on one day. What the first two
answer differently, the third does not know, in whichever order the two were posted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from app.rules.answers.either_way import TURNS_ON_IT
from app.rules.answers.evaluation import (
    AgreementIdentity,
    evaluate_agreement,
    evaluate_may_sell,
    evaluate_registration,
)
from app.rules.answers.sensitivity import Leaf, leaves
from app.rules.facts import ANY_FACT, RecordedFact
from app.rules.facts.declaration import DECLARED, kind_of
from tests.api.money.claim_facts import COMPANY, at_fault, bill, claim, elected, notified, person
from tests.rules.examples.random_records import TERMS
from tests.rules.record.test_receipt_left_open import (
    DEMAND,
    EFFECTIVE,
    FILED,
    HELD,
    IN_IT,
    JOINED,
    MANNERS,
    OWN,
    UNKNOWN,
    fact,
    given,
    is_set_aside,
)

Fields = dict[str, Any]
DAY = "1999-03-20"
LATE = "1999-05-25"
SUED = claim("1999-05-20", person("alpha", "holder"), COMPANY)
DEFENDED = (
    FILED,
    EFFECTIVE,
    SUED,
    notified("ctc", given("1999-05-21")),
    elected("ctc", given("1999-05-22")),
)
BILL = bill("1999-05-28", "100.00")


@dataclass(frozen=True)
class Pair:
    """Two facts of one day, and the life they belong to."""

    one: Fields
    other: Fields
    begun: Fields = field(default_factory=lambda: DEMAND)
    before: Sequence[Fields] = ()
    after: Sequence[Fields] = ()
    own: bool = False
    as_of: str = "1999-06-15"


def both(kind: str, day: str, one: Fields, other: Fields, **of_both: Any) -> tuple[Fields, Fields]:
    return fact(kind, day, **of_both, **one), fact(kind, day, **of_both, **other)


def found_of(share: str) -> list[Fields]:
    return [
        at_fault(person("alpha", "holder"), 1, share),
        at_fault(COMPANY, 1, "0"),
    ]


PAIRS: Mapping[str, Pair] = {
    "maximum_advised": Pair(
        *both("maximum_advised", DAY, {"shares": 200}, {"shares": 550}, in_writing=True),
        OWN,
        before=(*JOINED, IN_IT | {"holder": "alpha", "shares": 600}),
    ),
    "additions_proposed": Pair(
        *both("additions_proposed", DAY, {"company": 100}, {"company": 200}),
        DEMAND | {"underwritten": True},
    ),
    "terms_amended": Pair(
        *both(
            "terms_amended",
            "1999-02-20",
            {"changes": {"/demand/effect_within/count": 80}},
            {"changes": {"/demand/effect_within/count": 70}},
            instrument="amendment",
            company_signed=True,
            signed_by=["alpha", "beta"],
            reaches_requested=False,
            in_writing=True,
        ),
        own=True,
        as_of="1999-03-20",
    ),
    "settlement_proposed": Pair(
        *both(
            "settlement_proposed",
            LATE,
            {"unconditional_release": True},
            {"unconditional_release": False},
            claim="doe",
            party="ctc",
        ),
        before=DEFENDED,
    ),
    "settlement_answered": Pair(
        *both(
            "settlement_answered",
            "1999-05-26",
            {"consented": True},
            {"consented": False},
            claim="doe",
        ),
        before=(
            *DEFENDED,
            fact(
                "settlement_proposed",
                LATE,
                claim="doe",
                party="ctc",
                unconditional_release=False,
            ),
        ),
    ),
    "defence_answered": Pair(
        *both(
            "defence_answered",
            LATE,
            {"conflict": True},
            {"conflict": False},
            claim="doe",
            party="ctc",
            counsel_satisfactory=True,
        ),
        before=DEFENDED,
        after=(BILL,),
    ),
    "fault_found": Pair(
        *both(
            "fault_found",
            LATE,
            {"parties": found_of("1/2")},
            {"parties": found_of("0")},
            claim="doe",
        ),
        before=(FILED, EFFECTIVE, SUED, notified("ctc", given("1999-05-21"))),
        after=(BILL | {"cost": "loss", "incurred_on": None},),
    ),
    "indemnity_found_unavailable": Pair(
        *both(
            "indemnity_found_unavailable",
            LATE,
            {"extent": "unavailable"},
            {"extent": "insufficient"},
            claim="doe",
        ),
        before=(FILED, EFFECTIVE, SUED, notified("ctc", given("1999-05-21"))),
        after=(fact("fault_found", LATE, claim="doe", parties=found_of("1/2")), BILL),
    ),
    "prejudice_found": Pair(
        *both(
            "prejudice_found",
            LATE,
            {"amount": "10.00"},
            {"amount": "20.00"},
            claim="doe",
            party="ctc",
        ),
        before=(FILED, EFFECTIVE, SUED, notified("ctc", given("1999-05-24"))),
        after=(BILL,),
    ),
    "position_stated": Pair(
        *both("position_stated", DAY, {"common": 100}, {"common": 500}, holder="beta"),
        own=True,
    ),
    "covenant_standing": Pair(
        *both(
            "covenant_standing",
            DAY,
            {"kept": False, "best_efforts_used": False},
            {"kept": True},
            covenant="form_eligibility",
        ),
        own=True,
    ),
    "underwriter_selected": Pair(
        *both("underwriter_selected", DAY, {"underwriter": "GS"}, {"underwriter": "ML"}),
        DEMAND | {"underwritten": True},
    ),
    "undertaking_received": Pair(
        *both(
            "undertaking_received",
            DAY,
            {"satisfactory": True},
            {"satisfactory": False},
            holder="alpha",
        ),
        before=(fact("undertaking_required", "1999-03-15", holder="alpha"),),
    ),
    "holdback_required": Pair(
        *both(
            "holdback_required",
            DAY,
            {"expected_effective_on": "1999-05-01"},
            {"expected_effective_on": "1999-05-20"},
            firm_commitment=True,
        ),
        OWN,
        before=JOINED,
        as_of="1999-04-28",
    ),
    "holdback_advised": Pair(
        *both(
            "holdback_advised",
            DAY,
            {"days": 30},
            {"days": 90},
            firm_commitment=True,
            expected_effective_on="1999-05-01",
        ),
        OWN,
        before=JOINED,
        after=({"kind": "holdback_notice_given", "holder": "beta", "delivery": given(DAY)},),
        as_of="1999-04-28",
    ),
    "amendment_proposed": Pair(
        *both(
            "amendment_proposed",
            "1999-05-20",
            {"planned_filing_on": "1999-06-01"},
            {"planned_filing_on": "1999-06-10"},
            amendment="one",
        ),
        before=(FILED, EFFECTIVE),
        as_of="1999-05-25",
    ),
}


def test_every_kind_that_replaces_has_a_pair() -> None:
    assert set(PAIRS) == {kind_of(kind) for kind, it in DECLARED.items() if it.replaces}


def recorded(pair: Pair, *facts: tuple[str, Fields]) -> list[RecordedFact]:
    of = None if pair.own else "x"
    told = [
        *(("h", None, each) for each in HELD),
        ("x", "x", pair.begun),
        *(("b", "x", each) for each in pair.before),
        *((name, of, each) for name, each in facts),
        *(("a", "x", each) for each in pair.after),
    ]
    return [
        RecordedFact(
            name if name in ("one", "other") else f"{name}-{place}",
            registration,
            ANY_FACT.validate_python({k: v for k, v in fields.items() if v is not None}),
        )
        for place, (name, registration, fields) in enumerate(told)
    ]


def answers(record: Sequence[RecordedFact], as_of: date) -> dict[str, Leaf]:
    identity = AgreementIdentity("agreement", "The agreement", None, 1)
    found = dict(leaves(evaluate_agreement(identity, TERMS, record, as_of).result, "agreement"))
    found |= leaves(evaluate_registration("agreement", "x", TERMS, record, as_of).result, "x")
    for holder in ("alpha", "beta"):
        for manner in MANNERS:
            sale = evaluate_may_sell(TERMS, record, holder, as_of, manner).result
            found[f"may-sell/{holder}/{manner}"] = sale.may_sell
    return found


def turning(pair: Pair) -> Iterator[tuple[str, Leaf]]:
    """What the one fact and the other answer differently, and what both of them together say."""
    as_of = date.fromisoformat(pair.as_of)
    one = answers(recorded(pair, ("one", pair.one)), as_of)
    other = answers(recorded(pair, ("one", pair.other)), as_of)
    together = answers(recorded(pair, ("one", pair.one), ("other", pair.other)), as_of)
    for path in sorted(one.keys() & other.keys()):
        if one[path] != other[path] and not is_set_aside(path, together):
            yield path, together.get(path)


@pytest.mark.parametrize("kind", PAIRS)
def test_what_turns_on_their_order_is_not_said(kind: str) -> None:
    found = dict(turning(PAIRS[kind]))
    assert found
    assert {path: said for path, said in found.items() if said not in (*UNKNOWN, TURNS_ON_IT)} == {}


@pytest.mark.parametrize("kind", PAIRS)
def test_the_order_is_named_as_missing(kind: str) -> None:
    pair = PAIRS[kind]
    record = recorded(pair, ("one", pair.one), ("other", pair.other))
    as_of = date.fromisoformat(pair.as_of)
    identity = AgreementIdentity("agreement", "The agreement", None, 1)
    named = [
        *evaluate_agreement(identity, TERMS, record, as_of).missing_inputs,
        *evaluate_registration("agreement", "x", TERMS, record, as_of).missing_inputs,
    ]
    assert "fact_corrected" in {each.posted_as for each in named}
