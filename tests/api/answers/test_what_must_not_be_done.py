"""What a Holder must not do is told so wherever its words stand: 4(c), and 2(b) for the Company.

An advised holdback of 90 days from 20 May 1999 binds c through 18 August.
"""

from typing import Any

import pytest
from icalendar import Calendar

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    letter,
)
from tests.api.calls import make_agreement, ok, post_demand, post_events
from tests.running.service import Service

BAN = "ell Registrable Securities publicly, or under Rule 144 or 144A"


@pytest.fixture
def held_back(service: Service) -> Service:
    shares = (("a", 600), ("b", 300), ("c", 100))
    make_agreement(service, agreement("abc", holders=[holder(*each) for each in shares]))
    body = demand(letter(handed_over("1999-03-01"), {"a": 600}), underwritten=True)
    identifier = str(post_demand(service, body, "abc")["result"]["registration_id"])
    told: Json = {"kind": "holdback_notice_given", "delivery": handed_over("1999-04-21")}
    post_events(
        service,
        identifier,
        fact(
            "holdback_advised",
            "1999-04-20",
            days=90,
            expected_effective_on="1999-05-20",
            firm_commitment=True,
        ),
        told | {"holder": "c"},
        filed("1999-05-10"),
        declared_effective("1999-05-20"),
    )
    return service


def in_the_calendar(service: Service, as_of: str) -> list[str]:
    response = service.get("/v1/obligations.ics", as_of=as_of, agreement="abc")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    return [str(each["summary"]) for each in events if BAN in str(each["summary"])]


def test_in_the_calendar(held_back: Service) -> None:
    (before,) = in_the_calendar(held_back, "1999-05-21")
    assert before.startswith(f"4(c): Do not s{BAN}")
    assert before.endswith("(In force)")
    (after,) = in_the_calendar(held_back, "1999-08-19")
    assert after.endswith("(Kept)")


def test_in_what_is_told(held_back: Service) -> None:
    told: list[Any] = ok(held_back.get("/v1/changes", limit=200))["items"]
    duties = [each["data"].get("obligation") for each in told]
    found = [each for each in duties if each and BAN in each["action"]]
    assert {each["modality"] for each in found} == {"must_not"}


def test_to_grant_better_rights_is_to_grant_them_to_anybody(held_back: Service) -> None:
    owed = ok(held_back.get("/v1/agreements/abc", as_of="1999-05-21"))["result"]["obligations"]
    (ban,) = [each for each in owed if each["id"] == "no-better-rights"]
    assert (ban["modality"], ban["action"][:14]) == ("must_not", "Grant anybody ")
