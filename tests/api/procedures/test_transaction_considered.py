"""2(g): the transaction must be considered when the request is received, on 1 March 1999 (QD6).

That one was considered from 1 February, and no end of it is recorded, is not the same as that it
still was: the answer that takes it so says that it does. Due in 90 days, on Sunday 30 May: 1 June;
put off by 20 days to 19 June. Holders a 600 and b 400 shares.
"""

from typing import Any

import pytest

from tests.api.bodies import agreement, delay, demand, handed_over, holder, letter
from tests.api.calls import make_agreement, ok, post_demand, post_event
from tests.running.service import Service

TAKEN = "TRANSACTION_STILL_CONSIDERED"
SAID = pytest.mark.parametrize(
    ("until", "decision", "due_on", "is_taken"),
    [
        (None, "accepted", "1999-06-19", True),
        ("1999-03-01", "accepted", "1999-06-19", False),
        ("1999-02-15", "refused", "1999-06-01", False),
    ],
)


def codes(answer: Any) -> set[str]:
    return {each["code"] for each in answer["assumptions"]}


@SAID
def test_on_the_record(
    service: Service, until: str | None, decision: str, due_on: str, is_taken: bool
) -> None:
    holders = [holder("a", 600), holder("b", 400)]
    make_agreement(service, agreement("ab", holders=holders))
    asked = demand(letter(handed_over("1999-03-01"), {"a": 300}), id="x")
    post_demand(service, asked, "ab")
    considered = {
        "transaction_considered_from": "1999-02-01",
        "transaction_considered_until": until,
    }
    post_event(service, "x", delay("1999-03-20", 20, **considered))
    answer = ok(service.get("/v1/registrations/x", as_of="1999-03-21"))
    result = answer["result"]
    assert result["delays"][0]["decision"] == decision
    assert result["determination"]["due_on"] == due_on
    assert (TAKEN in codes(answer)) is is_taken


@pytest.mark.parametrize(
    ("until", "decision", "is_taken"),
    [(None, "accepted", True), ("1999-03-01", "accepted", False), ("1999-02-15", "refused", False)],
)
def test_computed(service: Service, until: str | None, decision: str, is_taken: bool) -> None:
    body = {
        "template": "ctc-1998",
        "kind": "delay",
        "invoked_on": "1999-03-20",
        "days": 20,
        "board_judgment": True,
        "request_received_on": "1999-03-01",
        "transaction_considered_from": "1999-02-01",
        "transaction_considered_until": until,
    }
    answer = ok(service.post("/v1/compute/suspension", body))
    assert answer["result"]["decision"] == decision
    assert (TAKEN in codes(answer)) is is_taken


def test_what_began_on_the_day_itself_was_considered_on_it(service: Service) -> None:
    body = {"template": "ctc-1998", "kind": "delay", "invoked_on": "1999-03-20", "days": 20}
    body |= {"board_judgment": True, "request_received_on": "1999-03-01"}
    answer = ok(
        service.post("/v1/compute/suspension", body | {"transaction_considered_from": "1999-03-01"})
    )
    assert answer["result"]["decision"] == "accepted"
    assert TAKEN not in codes(answer)
