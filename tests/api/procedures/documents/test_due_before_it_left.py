"""What was due toward a Holder, and broken, survives its leaving: Sections 3(a) and 5.

Duties already due survive every end, and a breach is cured by a waiver only. Holders a 600,000,
b 300,000 and c 100,000. The demand of a, not underwritten, is received on 19 February 1999; b joins
with 100,000, the statement is filed on 22 March and effective on 20 April. Drafts were due on
Monday 15 March (Section 5: five business days).
"""

import pytest

from tests.api.bodies import (
    agreement,
    declared_effective,
    demand,
    filed,
    handed_over,
    holder,
    join,
    letter,
    not_performed,
    notice,
    sold,
    withdrawn,
)
from tests.api.calls import begun, make_agreement, obligation, post_event, post_fact
from tests.api.calls import read_registration as read
from tests.running.service import Service

FILED, EFFECTIVE = filed("1999-03-22"), declared_effective("1999-04-20")


@pytest.fixture
def registration(service: Service) -> str:
    shares = (("a", 600_000), ("b", 300_000), ("c", 100_000))
    make_agreement(service, agreement("abc", holders=[holder(*each) for each in shares]))
    asked = demand(
        letter(handed_over("1999-02-19"), {"a": 400_000}),
        short_form_qualified=True,
        underwritten=False,
    )
    told = notice("b", handed_over("1999-02-22"))
    joined = join("b", 100_000, handed_over("1999-03-01"))
    return begun(service, "demands", asked, told, joined, agreement="abc")


def leave(service: Service, registration: str, how: str, day: str) -> None:
    if how == "sells privately":
        post_fact(service, sold(day, "b", 300_000) | {"publicly": False}, "abc")
    else:
        post_event(service, registration, withdrawn(day, "b"))


def state(service: Service, registration: str, day: str, duty: str) -> None:
    post_fact(service, not_performed(day, duty, registration=registration, stated_by="a"), "abc")


@pytest.mark.parametrize(
    ("how", "day"), [("sells privately", "1999-05-03"), ("withdraws", "1999-04-01")]
)
def test_drafts_that_were_not_given(
    service: Service, registration: str, how: str, day: str
) -> None:
    post_event(service, registration, FILED)
    state(service, registration, "1999-03-25", "drafts:b")
    if how == "withdraws":
        leave(service, registration, how, day)
    post_event(service, registration, EFFECTIVE)
    if how == "sells privately":
        leave(service, registration, how, day)
    result = read(service, registration, "1999-05-04")
    duty = obligation(result, "drafts:b")
    assert (duty["status"], duty["due_on"], duty["breached_on"]) == (
        "breached",
        "1999-03-15",
        "1999-03-16",
    )


def test_drafts_are_not_owed_to_one_who_left_before_the_filing(
    service: Service, registration: str
) -> None:
    leave(service, registration, "withdraws", "1999-03-19")
    post_event(service, registration, FILED)
    result = read(service, registration, "1999-03-23")
    assert not any(each["id"] == "drafts:b" for each in result["obligations"])


def test_the_transfer_agent_was_owed_to_those_of_the_effective_day(
    service: Service, registration: str
) -> None:
    """3(a)(xi): not later than 20 April; b was in then."""
    for each in (FILED, EFFECTIVE):
        post_event(service, registration, each)
    leave(service, registration, "sells privately", "1999-05-03")
    duty = obligation(read(service, registration, "1999-05-04"), "transfer_agent")
    assert (duty["status"], duty["obligees"]) == ("unconfirmed", ["a", "b"])


@pytest.mark.parametrize("stated", [True, False])
def test_what_it_had_asked_for(service: Service, registration: str, stated: bool) -> None:
    """3(a)(iv): copies asked for on 21 April. Broken before b left, the breach stays."""
    for each in (FILED, EFFECTIVE):
        post_event(service, registration, each)
    asks = {"procedure": "copies", "holder": "b", "delivery": handed_over("1999-04-21")}
    post_event(service, registration, {"kind": "procedure_requested"} | asks)
    duties = read(service, registration, "1999-04-22")["obligations"]
    (copies,) = [each["id"] for each in duties if each["id"].startswith("copies:b")]
    if stated:
        state(service, registration, "1999-04-29", copies)
    leave(service, registration, "sells privately", "1999-05-03")
    duty = obligation(read(service, registration, "1999-05-04"), copies)
    assert duty["status"] == ("breached" if stated else "excused")


def test_what_it_had_not_told_the_company(service: Service, registration: str) -> None:
    """3(c)(B): b's own breach does not lapse when it sells its last share."""
    for each in (FILED, EFFECTIVE):
        post_event(service, registration, each)
    state(service, registration, "1999-04-29", "own_misstatement_notice:b")
    leave(service, registration, "sells privately", "1999-05-03")
    duty = obligation(read(service, registration, "1999-05-04"), "own_misstatement_notice:b")
    assert (duty["status"], duty["breached_on"]) == ("breached", "1999-04-29")
