"""Two facts of one kind and day that differ: nothing says which came last, so neither holds.

A fact that is corrected away leaves the other. Holders a 600 and b 400 shares.
"""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    demand,
    fact,
    handed_over,
    holder,
    join,
    letter,
    maximum,
    notice,
    own_registration,
)
from tests.api.calls import (
    begun,
    included,
    make_agreement,
    ok,
    post_demand,
    post_event,
    post_events,
    post_fact,
)
from tests.running.service import Service

ORDERS = pytest.mark.parametrize("order", [(0, 1), (1, 0)])
NAMED = "fact_corrected"


@pytest.fixture
def ab(service: Service) -> Service:
    holders = [holder("a", 600), holder("b", 400)]
    make_agreement(service, agreement("ab", holders=holders))
    return service


def own(service: Service) -> str:
    body = own_registration(
        occurred_on="1999-03-01", planned_filing_on="1999-04-15", company_shares=100
    )
    day = handed_over("1999-03-02")
    facts = (notice("a", day), notice("b", day), join("a", 600, day), join("b", 300, day))
    return begun(service, "incidentals", body, *facts, agreement="ab")


def read(service: Service, registration: str, day: str) -> Json:
    answer: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return answer


def named(answer: Json) -> bool:
    return NAMED in {each["posted_as"] for each in answer["missing_inputs"]}


@ORDERS
def test_two_maxima(ab: Service, order: Sequence[int]) -> None:
    """ctc 100 first; of 100 left a 67 and b 33, of 450 left a 300 and b 150 (2(f)(ii))."""
    name = own(ab)
    advised = [maximum("1999-03-20", shares, in_writing=True) for shares in (200, 550)]
    ids = [post_event(ab, name, advised[place])["result"] for place in order]
    assert ids
    answer = read(ab, name, "1999-03-21")
    assert answer["result"]["allocation"]["maximum"] is None
    assert included(answer["result"]) == {"ctc": 100, "a": None, "b": None}
    assert named(answer)
    facts = ok(ab.get("/v1/agreements/ab/events"))["items"]
    (first,) = (
        each["fact_id"]
        for each in facts
        if each["fact"].get("shares") == 200 and each["fact"]["kind"] == "maximum_advised"
    )
    retracted = {"fact_id": first, "reason": "It was never said.", "replacement": None}
    ok(ab.post("/v1/agreements/ab/corrections", retracted), 201)
    answer = read(ab, name, "1999-03-21")
    assert included(answer["result"]) == {"ctc": 100, "a": 300, "b": 150}
    assert not named(answer)


@ORDERS
def test_two_estimates_of_effectiveness(ab: Service, order: Sequence[int]) -> None:
    """4(c): held back from 7 days before 1 May, or before 20 May: on 28 April, not known."""
    name = own(ab)
    says: list[Any] = [
        fact(
            "holdback_required", "1999-03-20", firm_commitment=True, expected_effective_on=expected
        )
        for expected in ("1999-05-01", "1999-05-20")
    ]
    post_events(ab, name, *(says[place] for place in order))
    ask = {"holder": "a", "on": "1999-04-28", "manner": "rule_144"}
    answer = ok(ab.get("/v1/agreements/ab/may-sell", **ask))
    assert answer["result"]["may_sell"] == "unknown"
    assert named(answer)


@ORDERS
def test_two_amendments_of_a_term(ab: Service, order: Sequence[int]) -> None:
    """9(e): effective within 80 days of 21 March is by 9 June, within 70 by Sunday 30 May."""
    signed = {"instrument": "amendment", "company_signed": True, "signed_by": ["a", "b"]}
    made = [
        fact(
            "terms_amended",
            "1999-03-20",
            changes={"/demand/effect_within/count": days},
            reaches_requested=False,
            **signed,
        )
        for days in (80, 70)
    ]
    for place in order:
        post_fact(ab, made[place], "ab")
    asked = demand(letter(handed_over("1999-03-21"), {"a": 300}))
    answer = post_demand(ab, asked, "ab", as_of="1999-03-22")
    assert answer["result"]["determination"]["due_on"] is None
    assert named(answer)


def test_two_that_say_the_same_are_one(ab: Service) -> None:
    name = own(ab)
    said = maximum("1999-03-20", 550, in_writing=True)
    post_events(ab, name, said, said)
    answer = read(ab, name, "1999-03-21")
    assert included(answer["result"]) == {"ctc": 100, "a": 300, "b": 150}
    assert not named(answer)


@ORDERS
def test_two_demands_for_the_last_place(service: Service, order: Sequence[int]) -> None:
    """2(a)(i): one more may be demanded, and two are received on one day."""
    body = agreement(
        "one",
        holders=[holder("a", 600), holder("b", 400)],
        overrides={"demand": {"cap": {"limit": 1}}},
    )
    make_agreement(service, body)
    asked = [
        demand(letter(handed_over("1999-03-15"), {"a": shares}), id=f"asked-{shares}")
        for shares in (100, 200)
    ]
    for place in order:
        post_demand(service, asked[place], "one")
    for name in ("asked-100", "asked-200"):
        answer = read(service, name, "1999-03-16")
        assert answer["result"]["determination"]["decision"] == "undetermined"
        assert named(answer)
