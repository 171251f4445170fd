"""Who asks late for less than it asked for in time takes the rest back: 2(a)(i), 2(a)(iii), 2(b).

Holders a 600,000, b 340,000 and c 160,000 of common. The 20 days limit what must be included;
taking back is free until the statement is effective, or all is sold.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    join,
    letter,
    letter_added,
    notice,
    own_registration,
    shelf,
    split,
    takedown,
)
from tests.api.calls import (
    SHELF_EFFECTIVE,
    begun,
    included,
    make_agreement,
    ok,
    post_event,
    post_events,
    post_fact,
)
from tests.api.calls import read_registration as read
from tests.running.service import Service

MINE = "mine"
KINDS = ("demands", "incidentals", "takedowns")


def made(service: Service, **readings: str) -> None:
    holders = [holder("a", 600_000), holder("b", 340_000), holder("c", 160_000)]
    overrides = {"overrides": {"readings": readings}} if readings else {}
    make_agreement(service, agreement(MINE, holders=holders, **overrides))


def joined(service: Service, kind: str) -> str:
    """b is told on 2 February 2000, joins for 300 on the 10th, and may join through the 22nd."""
    facts = (notice("b", handed_over("2000-02-02")), join("b", 300, handed_over("2000-02-10")))
    asked = letter(handed_over("2000-02-01"), {"a": 600_000})
    body: Json = demand(asked, underwritten=False)
    if kind == "incidentals":
        body = own_registration(occurred_on="2000-02-01", planned_filing_on="2000-04-03")
    if kind == "takedowns":
        on = letter(handed_over("1999-09-02"), {"a": 600_000, "b": 1_000})
        body = takedown(
            begun(service, "shelves", shelf(on), *SHELF_EFFECTIVE, agreement=MINE), asked
        )
    return begun(service, kind, body, *facts, agreement=MINE)


def asks(shares: int, day: str = "2000-02-25", **more: Any) -> Json:
    return join("b", shares, handed_over(day)) | more


def of_b(service: Service, registration: str, day: str = "2000-02-26") -> int | None:
    return included(read(service, registration, day))["b"]


@pytest.mark.parametrize("kind", KINDS)
def test_less_is_taken_back_and_both_numbers_are_told(service: Service, kind: str) -> None:
    made(service)
    registration = joined(service, kind)
    post_event(service, registration, asks(100))
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of="2000-02-26"))
    assert included(answer["result"])["b"] == 100
    says = {each["code"]: each["says"] for each in answer["warnings"]}
    assert says["SECOND_LETTER"].startswith("b asked for 300 shares and later for 100 ")
    last = answer["result"]["joins"][-1]
    assert (last["shares"], last["decision"], last.get("reason")) == (100, "accepted", None)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("more", [asks(301), asks(300), asks(100, in_addition=True)])
def test_what_is_not_less_is_late(service: Service, kind: str, more: Json) -> None:
    made(service)
    registration = joined(service, kind)
    post_event(service, registration, more)
    found = read(service, registration, "2000-02-26")
    assert included(found)["b"] == 300
    assert found["joins"][-1]["reason"] == "JOIN_LATE"


def test_by_a_letter_it_is_the_same(service: Service) -> None:
    made(service)
    registration = joined(service, "demands")
    added = letter(handed_over("2000-02-25"), {"b": 100}) | {"in_addition": False}
    post_event(service, registration, letter_added(added))
    assert of_b(service, registration) == 100


def test_measured_in_shares_of_its_day(service: Service) -> None:
    """9(h): 300 before a 2-for-1 are 600 after it, so that 500 are less and 601 are not."""
    made(service)
    registration = joined(service, "demands")
    post_fact(service, split("2000-02-24", 2, 1), MINE)
    post_event(service, registration, asks(601))
    assert of_b(service, registration) == 600
    post_event(service, registration, asks(500, "2000-02-28"))
    assert of_b(service, registration, "2000-02-28") == 500


def test_where_a_second_letter_adds_it_is_late(service: Service) -> None:
    made(service, second_letter="adds")
    registration = joined(service, "demands")
    post_event(service, registration, asks(100))
    assert of_b(service, registration) == 300


def test_not_once_the_statement_is_effective(service: Service) -> None:
    made(service)
    registration = joined(service, "demands")
    post_events(service, registration, filed("2000-03-01"), declared_effective("2000-03-10"))
    post_event(service, registration, asks(100, "2000-03-13"))
    assert of_b(service, registration, "2000-03-14") == 300


@pytest.mark.parametrize("since", ["2000-04-02", "2000-04-03"])
def test_who_becomes_a_holder_after_the_filing_need_not_be_told(
    service: Service, since: str
) -> None:
    """F36, 2(b), QG4: notice goes 30 days before the filing, here of Monday 3 April 2000.

    Who is a Holder by the day before is told promptly; whoever is one later is not, and that is
    said.
    """
    made(service)
    registration = joined(service, "incidentals")
    post_event(service, registration, filed("2000-04-03", "S-1"))
    moved = {"holder": "a", "transferee": "e", "transferee_name": "E", "common": 100_000}
    rights = {"affiliate": True, "restricted_in_writing": False, "record_holder_on": since}
    post_fact(service, fact("securities_transferred", since, **moved, **rights), MINE)
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of="2000-04-04"))
    told = "notice:e" in {each["id"] for each in answer["result"]["obligations"]}
    said = {each["code"]: each["says"] for each in answer["warnings"]}
    assert told is (since == "2000-04-02")
    assert ("HOLDER_AFTER_FILING" in said) is not told
    if not told:
        assert said["HOLDER_AFTER_FILING"].startswith("e became a Holder on 3 April 2000, ")
