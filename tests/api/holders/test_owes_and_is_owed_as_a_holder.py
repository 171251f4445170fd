"""Who holds nothing any more is no Holder: it is owed no recognition, and owes no answer (1(e)).

Holders a 510, b 300, c 190 shares of common. All that b has passes to t on 1 March 1999.
"""

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
    letter,
    sold,
    transfer,
)
from tests.api.calls import begun, make_agreement, ok, post_fact
from tests.running.service import Service

PASSED = transfer("1999-03-01", "b", "t", 0, common=300)


@pytest.fixture(autouse=True)
def made(service: Service) -> None:
    everybody = [holder("a", 510), holder("b", 300), holder("c", 190)]
    make_agreement(service, agreement("abc", holders=everybody))


def statuses(service: Service, path: str, duty: str, day: str) -> list[str]:
    duties: list[Json] = ok(service.get(path, as_of=day))["result"]["obligations"]
    return [each["status"] for each in duties if each["duty"] == duty]


def recognising(service: Service, day: str) -> list[str]:
    return statuses(service, "/v1/agreements/abc", "recognise", day)


def test_recognition_is_owed_while_it_holds(service: Service) -> None:
    post_fact(service, PASSED, "abc")
    post_fact(service, sold("1999-03-20", "t", 300), "abc")
    assert recognising(service, "1999-03-19") == ["open"]
    for day in ("1999-03-20", "2005-01-01"):
        assert recognising(service, day) == ["excused"]


def test_recognition_is_not_owed_to_one_who_had_left_before(service: Service) -> None:
    unrecorded = {name: it for name, it in PASSED.items() if name != "record_holder_on"}
    post_fact(service, unrecorded, "abc")
    post_fact(service, sold("1999-03-20", "t", 300), "abc")
    post_fact(service, fact("record_holder_entered", "1999-04-01", holder="t"), "abc")
    for day in ("1999-03-31", "1999-04-02"):
        assert recognising(service, day) == []


def test_it_owes_no_answer_for_a_registration_in_which_it_has_nothing(service: Service) -> None:
    """3(b): what is asked of a Holder is about its securities to be sold."""
    wanted = {"kind": "information_requested", "holder": "b", "delivery": handed_over("1999-03-10")}
    made = (wanted, filed("1999-04-05"), declared_effective("1999-05-14"))
    body = demand(letter(handed_over("1999-03-01"), {"a": 510, "b": 300}), underwritten=False)
    name = begun(service, "demands", body, *made, agreement="abc")
    post_fact(service, sold("1999-05-20", "b", 300), "abc")
    path = f"/v1/registrations/{name}"
    assert statuses(service, path, "information", "1999-05-19") == ["open"]
    assert statuses(service, path, "information", "1999-05-20") == ["excused"]
