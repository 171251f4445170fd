"""A registration that is carried out does not excuse what was owed to one who took no part (2(a)).

Holder a has 600 shares of Common Stock, b 300 and c 100. a demands 300 on 1 March 1999; 90 days
after it is 30 May, a Sunday, and 31 May a holiday: the demand is due on 1 June.
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
    join,
    letter,
    notice,
    own_registration,
    sold_in_offering,
)
from tests.api.calls import begun, make_agreement, obligation, post_demand, read_registration
from tests.api.calls import post_events as post
from tests.running.service import Service

MINE = "mine"


@pytest.fixture(autouse=True)
def made(service: Service) -> None:
    holders = [holder("a", 600), holder("b", 300), holder("c", 100)]
    make_agreement(service, agreement(MINE, holders=holders))


def demanded(service: Service, *facts: Json) -> str:
    answer = post_demand(service, demand(letter(handed_over("1999-03-01"), {"a": 300})), MINE)
    identifier: str = answer["result"]["registration_id"]
    post(service, identifier, *facts)
    return identifier


def stands(service: Service, registration: str, duty: str, day: str) -> tuple[str, str | None]:
    found = obligation(read_registration(service, registration, day), duty)
    return found["status"], found.get("breached_on")


JOINED = (notice("b", handed_over("1999-03-02")), join("b", 100, handed_over("1999-03-08")))


def test_who_joined_and_was_left_out_is_still_owed_it_until_the_due_day(service: Service) -> None:
    """A further statement may still register its shares by 1 June; on the 2nd that is broken."""
    effective = declared_effective("1999-04-01") | {"covers": {"a": 200}}
    registration = demanded(service, *JOINED, filed("1999-03-20"), effective)
    before = {
        duty: stands(service, registration, duty, "1999-04-02")
        for duty in ("include:a", "include:b")
    }
    assert before == dict.fromkeys(before, ("open", None))
    post(service, registration, sold_in_offering("1999-04-05", "a", 200))
    assert read_registration(service, registration, "1999-04-06")["state"] == "closed"
    for duty in before:
        assert stands(service, registration, duty, "1999-04-06") == ("open", None)
        assert stands(service, registration, duty, "1999-06-02")[0] in (
            "breached",
            "overdue_review",
        )


def test_whom_the_company_never_told_before_all_was_sold(service: Service) -> None:
    registration = demanded(service, filed("1999-03-20"), declared_effective("1999-04-01"))
    assert stands(service, registration, "notice:b", "1999-04-05") == ("open", None)
    post(service, registration, sold_in_offering("1999-04-06", "a", 300))
    for day in ("1999-04-06", "1999-12-31"):
        assert stands(service, registration, "notice:b", day) == ("breached", "1999-04-06")


def test_who_joined_the_companys_own_and_was_left_out(service: Service) -> None:
    """2(b) sets no day and promises efforts: left out until the end, that is for review."""
    told = [notice(one, handed_over("1999-04-02")) for one in ("a", "b", "c")]
    asked = join("b", 100, handed_over("1999-04-10"))
    effective = declared_effective("1999-06-01") | {"covers": {}}
    made = (*told, asked, filed("1999-05-10", "S-1"), effective)
    registration = begun(service, "incidentals", own_registration(), *made, agreement=MINE)
    assert stands(service, registration, "include:b", "1999-06-02")[0] != "excused"
    post(service, registration, fact("distribution_completed", "1999-06-08"))
    assert stands(service, registration, "include:b", "1999-06-09")[0] == "overdue_review"


def test_withdrawal_does_excuse_it(service: Service) -> None:
    registration = demanded(service, fact("withdrawn", "1999-03-20"))
    assert stands(service, registration, "notice:b", "1999-03-21") == ("excused", None)
