"""Computations without a record do not pass over terms that turn on what they are not told.

a holds 100 of 1,000 shares; the request reaches the Company on 2 June 2026.
"""

from typing import Any

import pytest

from tests.api.bodies import Json
from tests.api.calls import ok
from tests.api.refusals import faults
from tests.running.service import Service

ANYONE: Json = {
    "clause": "2.1",
    "effort": "best_efforts",
    "additions_clause": "2.1",
    "who": {"anyone": True},
    "notice_to_holders": {"clause": "2.1", "standard": "promptly"},
    "join": {"within": {"count": 10, "unit": "day", "after": "notice.given"}},
    "ranks": [["holders"], ["company"], ["others"]],
}
HELD = [{"holder": "a", "common": 100}, {"holder": "b", "common": 900}]


def terms(service: Service, **more: Any) -> Json:
    found: Json = ok(service.get("/v1/templates/blank-check"))["terms"]
    del found["demands"], found["blanks"], found["conditions"]
    return found | {"demand": ANYONE} | more


def demanded(service: Service, **more: Any) -> tuple[str, list[str]]:
    body = {
        "terms": terms(service, **more),
        "letters": [{"requests": {"a": 100}, "received_on": "2026-06-02"}],
        "positions": HELD,
        "demands_effected": 0,
        "demands_pending": 0,
    }
    answer = ok(service.post("/v1/compute/demand", body))
    missing = [each["name"] for each in answer["missing_inputs"]]
    return answer["result"]["determination"]["decision"], missing


@pytest.mark.parametrize(
    ("span", "decision"),
    [
        ({"from": {"at": "ipo.effective", "edge": "on"}}, "undetermined"),
        ({"until": {"count": 5, "unit": "year", "after": "ipo.effective"}}, "undetermined"),
        ({"from": {"at": "agreement.dated", "edge": "on"}}, "accepted"),
        (
            {
                "from": {"at": "agreement.dated", "edge": "on"},
                "until": {"date": "2026-06-01"},
            },
            "refused",
        ),
    ],
)
def test_a_right_that_opens_by_what_is_not_told_is_open_or_not(
    stateless_service: Service, span: Json, decision: str
) -> None:
    found, missing = demanded(stateless_service, demand=ANYONE | {"open": span})
    assert found == decision
    assert ("ipo.effective" in missing) == (decision == "undetermined")


def test_what_may_have_ended_the_rights_is_named(stateless_service: Service) -> None:
    ends: Json = {
        "a": {"on": {"count": 5, "unit": "year", "after": "ipo.effective"}},
        "b": {"on": {"date": "2030-01-01"}},
    }
    assert demanded(stateless_service, ends=ends) == ("accepted", ["ipo.effective"])
    assert demanded(stateless_service, ends={"b": ends["b"]}) == ("accepted", [])
    early = {"b": {"on": {"date": "2026-06-01"}}}
    assert demanded(stateless_service, ends=early)[0] == "refused"


def test_who_may_use_a_right_is_not_who_are_requisite_holders(stateless_service: Service) -> None:
    body = {"terms": terms(stateless_service), "positions": HELD, "requesters": ["a"]}
    answer = ok(stateless_service.post("/v1/compute/requisite-holders", body))
    assert "WHO_OF_ITS_OWN" in {each["code"] for each in answer["warnings"]}


@pytest.mark.parametrize(
    ("shelf", "place"),
    [
        ({"trigger": "request", "notice_to": "nobody"}, "/terms/shelf/notice_to"),
        ({"trigger": "agreement.dated", "covers": "all"}, "/terms/shelf/covers"),
    ],
)
def test_of_a_shelf_that_nobody_joins_no_window_is_asked(
    stateless_service: Service, shelf: Json, place: str
) -> None:
    given = {"method": "personal", "delivered_on": "2026-06-02"}
    body = {
        "terms": terms(stateless_service, shelf={"clause": "3", "effort": None} | shelf),
        "regime": "shelf",
        "notices": [{"holder": "b", "delivery": given}],
    }
    refused = stateless_service.post("/v1/compute/join-window", body)
    assert faults(refused) == {place: "answered_elsewhere"}
    every = {name: each for name, each in body.items() if name != "regime"}
    assert ok(stateless_service.post("/v1/compute/join-window", every))
