"""Under reading QB3 `hold`, a demand that comes too early counts on the day the right opens.

Clause 2(a)(i): the right may be used after 9 October 1998. Until then nothing is owed, no window
runs and no demand is used up; who holds the majority is asked on the day on which it counts.
"""

import pytest

from tests.api.bodies import agreement, demand, fact, handed_over, holder, letter, notice, sold
from tests.api.calls import (
    condition,
    decided,
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_events,
    post_fact,
    read_agreement,
    read_registration,
    window,
)
from tests.api.description.explanation import audit_registration
from tests.running.service import Service


@pytest.fixture(autouse=True)
def held(service: Service) -> None:
    readings = {"readings": {"premature_demand": "hold"}}
    holders = [holder("a", 60), holder("b", 40)]
    make_agreement(service, agreement("ab", holders=holders, overrides=readings))
    body = demand(letter(handed_over("1998-09-01"), {"a": 55}), id="one")
    post_demand(service, body, "ab", as_of="1998-09-01")


def test_nothing_is_owed_before(service: Service) -> None:
    post_events(service, "one", notice("b", handed_over("1998-09-05")))
    result = read_registration(service, "one", "1998-10-09")
    assert result["state"] == "received"
    assert result["summary"].startswith("Held until 10 October 1998, when the right opens")
    assert {each["status"] for each in result["obligations"]} <= {"not_yet_due", "performed"}
    assert read_agreement(service, "ab", as_of="1998-10-09")["demands"]["pending"] == 0
    found = result["determination"]
    assert (found["received_on"], found["runs_from"]) == ("1998-09-01", "1998-10-10")


def test_it_counts_on_the_first_open_day(service: Service) -> None:
    result = read_registration(service, "one", "1998-10-10")
    assert (result["state"], decided(result)[0]) == ("open", "accepted")
    assert read_agreement(service, "ab", as_of="1998-10-10")["demands"]["pending"] == 1
    post_events(service, "one", notice("b", handed_over("1998-10-12")))
    assert window(read_registration(service, "one", "1998-10-20"), "b")["last_day"] == "1998-11-02"


def test_the_majority_is_that_of_the_day_on_which_it_counts(service: Service) -> None:
    post_fact(service, sold("1998-10-01", "a", 30), "ab")
    result = read_registration(service, "one", "1998-10-10")
    assert decided(result) == ("refused", "NOT_REQUISITE_HOLDERS")
    assert condition(result, "requisite_holders")["says"].startswith("Those who ask hold 30 of 70")


@pytest.mark.parametrize(("reading", "decision"), [("hold", "accepted"), ("refuse", "refused")])
def test_a_computation_says_the_same(service: Service, reading: str, decision: str) -> None:
    asked = {
        "template": "ctc-1998",
        "readings": {"premature_demand": reading},
        "letters": [{"requests": {"a": 55}, "delivery": handed_over("1998-09-01")}],
        "positions": [{"holder": "a", "common": 60}, {"holder": "b", "common": 40}],
        "short_form_qualified": False,
        "demands_effected": 0,
        "demands_pending": 0,
    }
    found = ok(service.post("/v1/compute/demand", asked))["result"]["determination"]
    assert found["decision"] == decision
    runs_from = {"accepted": "1998-10-10", "refused": "1998-09-01"}
    assert (found["received_on"], found["runs_from"]) == ("1998-09-01", runs_from[decision])


@pytest.mark.parametrize("after", ["request.given", "request.received"])
def test_what_counts_from_its_giving_counts_from_the_day_until_which_it_is_held(
    service: Service, after: str
) -> None:
    """Given and received on 1 September, it counts on 10 October: 45 days later is 24 November."""
    within = {"$replace": True, "count": 45, "unit": "day", "after": after, "roll": "none"}
    told = {"count": 10, "unit": "day", "after": after, "roll": "none"}
    telling = {"clause": "2(a)(i)", "$replace": True, "standard": None, "within": told}
    terms = {
        "demand": {
            "effect_within": within,
            "file_within": within | {"count": 20},
            "short_form": None,
            "notice_to_holders": telling,
        },
        "readings": {"premature_demand": "hold"},
    }
    holders = [holder("a", 60), holder("b", 40)]
    make_agreement(service, agreement("clocks", holders=holders, overrides=terms))
    body = demand(letter(handed_over("1998-09-01"), {"a": 55}), id="two")
    post_demand(service, body, "clocks", as_of="1998-09-01")
    result = read_registration(service, "two", "1998-10-12")
    assert result["determination"]["due_on"] == "1998-11-24"
    assert obligation(result, "file")["due_on"] == "1998-10-30"
    assert obligation(result, "notice:b")["due_on"] == "1998-10-20"
    audit = audit_registration(service, "two", "clocks", "1998-10-12")
    assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
    assert audit.misquoted_inputs() == audit.forward_references() == []


@pytest.mark.parametrize(("days", "decision"), [(30, "accepted"), (31, "refused")])
@pytest.mark.parametrize("after", ["request.given", "request.received"])
def test_the_day_by_which_a_delay_ends_counts_from_there(
    service: Service, after: str, days: int, decision: str
) -> None:
    """Sixty days after 10 October end on 9 December: the 30th day from 10 November."""
    right = {
        "$replace": True,
        "clause": "2(g)",
        "limits": [{"counts": "uses", "limit": 4}, {"counts": "days", "limit": 90}],
        "grounds": [],
        "prohibition_needs_notice": True,
        "ends_by": {"count": 60, "unit": "day", "after": after},
    }
    terms = {"delay": right, "readings": {"premature_demand": "hold"}}
    make_agreement(service, agreement("d", holders=[holder("a", 60)], overrides=terms))
    body = demand(letter(handed_over("1998-09-01"), {"a": 55}), id="two")
    post_demand(service, body, "d", as_of="1998-09-01")
    post_events(service, "two", fact("delay_invoked", "1998-11-10", days=days))
    (found,) = read_registration(service, "two", "1998-11-11")["delays"]
    assert (found["decision"], found["max_days"]) == (decision, 30)


@pytest.mark.parametrize("after", ["request.given", "request.received"])
def test_the_price_of_its_least_size_is_that_of_the_day_on_which_it_counts(
    service: Service, after: str
) -> None:
    """55 at 20.00 on Friday 9 October, the business day before it counts: 1,100.00."""
    on = {"count": 1, "unit": "business_day", "before": after}
    size = {"money": "1000.00", "price": "market", "on": on, "is": ">="}
    terms = {"demand": {"size": size}, "readings": {"premature_demand": "hold"}}
    make_agreement(service, agreement("d", holders=[holder("a", 60)], overrides=terms))
    for day, price in (("1998-08-31", "1.00"), ("1998-10-09", "20.00")):
        post_fact(service, fact("market_price_stated", day, price=price), "d")
    body = demand(letter(handed_over("1998-09-01"), {"a": 55}), id="two")
    post_demand(service, body, "d", as_of="1998-09-01")
    result = read_registration(service, "two", "1998-10-12")
    assert condition(result, "minimum_size")["outcome"] == "passed"
    assert decided(result) == ("accepted", None)
