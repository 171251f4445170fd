"""Of which shares those who approve an underwriter must have a majority: clause 4(b), QG19.

a asks with 60 and approves while it alone is in; then b joins with 40 and c with 49. By default
what was approved stays so, with the numbers of that day; by the other reading 60 of 149 are too few
until another approves.
"""

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
    notice,
)
from tests.api.calls import begun, make_agreement, obligation, ok, post_events, read_registration
from tests.running.service import Service


def approved(service: Service, *facts: Json, **readings: str) -> str:
    holders = [holder("a", 90), holder("b", 40), holder("c", 49)]
    overrides = {"readings": readings} if readings else {}
    make_agreement(service, agreement("abc", holders=holders, overrides=overrides))
    body = demand(letter(handed_over("1999-03-01"), {"a": 60}), id="one", underwritten=True)
    told = [notice(each, handed_over("1999-03-05")) for each in "bc"]
    return begun(
        service,
        "demands",
        body,
        *told,
        fact("underwriter_selected", "1999-03-06", underwriter="U"),
        fact("underwriter_approved", "1999-03-08", underwriter="U", holders=["a"]),
        join("b", 40, handed_over("1999-03-10")),
        join("c", 49, handed_over("1999-03-12")),
        *facts,
        agreement="abc",
    )


def test_stays_approved_with_the_numbers_of_its_day(service: Service) -> None:
    result = read_registration(service, approved(service), "1999-03-13")
    vote = result["underwriting"]["vote"]
    assert (vote["approving_shares"], vote["included_shares"], vote["approved"]) == (60, 60, True)
    assert obligation(result, "underwriter")["performed_on"] == "1999-03-08"


def test_is_too_few_where_all_that_are_included_count(service: Service) -> None:
    name = approved(service, approval_counted="at_last")
    before = read_registration(service, name, "1999-03-09")
    assert before["underwriting"]["vote"]["approved"] is True
    result = read_registration(service, name, "1999-03-13")
    vote = result["underwriting"]["vote"]
    assert (vote["approving_shares"], vote["included_shares"], vote["approved"]) == (60, 149, False)
    assert obligation(result, "underwriter")["status"] == "open"
    assert "underwriter_approval:b" in {each["id"] for each in result["obligations"]}
    more = fact("underwriter_approved", "1999-03-14", underwriter="U", holders=["b"])
    post_events(service, name, more)
    later = read_registration(service, name, "1999-03-14")
    assert later["underwriting"]["vote"]["approved"] is True
    assert obligation(later, "underwriter")["performed_on"] == "1999-03-14"


@pytest.mark.parametrize("joined", [True, False])
def test_the_reading_is_named_where_it_decides(service: Service, joined: bool) -> None:
    name, day = approved(service), "1999-03-13" if joined else "1999-03-09"
    answer = ok(service.get(f"/v1/registrations/{name}", as_of=day))
    assert ("QG19" in {each["number"] for each in answer["readings"]}) == joined
