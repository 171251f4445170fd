"""A Holder that gave no undertaking, or no information, and that the statement leaves out: 6(b).

The Company may require it as a condition of including the Holder (6(b), 3(b)): whom it leaves out
for want of it is owed nothing, and takes no room from the others (2(f)).
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
    maximum,
    notice,
    own_registration,
)
from tests.api.calls import (
    begun,
    by,
    included,
    make_agreement,
    ok,
    post_demand,
    post_events,
    read_registration,
)
from tests.api.ends.test_sold_out import sale
from tests.running.service import Service

REQUIRED = fact("undertaking_required", "1999-03-15", holder="b")
NEVER_DONE = {
    "no undertaking": (REQUIRED,),
    "not a satisfactory one": (
        REQUIRED,
        fact("undertaking_received", "1999-04-01", holder="b", satisfactory=False),
    ),
    "no information": (
        {"kind": "information_requested", "holder": "b", "delivery": handed_over("1999-03-15")},
    ),
}


@pytest.mark.parametrize("left_undone", NEVER_DONE.values(), ids=NEVER_DONE)
@pytest.mark.parametrize("signed", [True, False])
def test_is_owed_nothing(service: Service, left_undone: tuple[Json, ...], signed: bool) -> None:
    make_agreement(service, agreement("ab", holders=[holder("a", 600), holder("b", 400)]))
    asked = {"a": 600} | ({"b": 100} if signed else {})
    body = demand(letter(handed_over("1999-03-01"), asked), id="one", underwritten=False)
    post_demand(service, body, "ab")
    if not signed:
        told = notice("b", handed_over("1999-03-05"))
        post_events(service, "one", told, join("b", 100, handed_over("1999-03-10")))
    post_events(service, "one", *left_undone)
    effective = declared_effective("1999-05-20") | {"covers": {"a": 600}}
    post_events(service, "one", filed("1999-04-20"), effective)
    for day in ("1999-05-20", "1999-06-10", "1999-12-01"):
        answer = ok(service.get("/v1/registrations/one", as_of=day))
        mine = [each for each in answer["result"]["obligations"] if each["id"] == "include:b"]
        assert [each["status"] for each in mine] == ([] if signed else ["excused"])
        assert "REQUEST_NOT_COVERED" not in {each["code"] for each in answer["warnings"]}
        assert included(answer["result"]).get("b", 0) == 0
        of_b = by("id", answer["result"]["conditions_of_inclusion"])
        assert "unmet" in {of_b[name]["state"] for name in ("undertaking:b", "information:b")}


@pytest.mark.parametrize(
    ("answered_on", "owed"),
    [("1999-03-15", True), ("1999-05-20", True), ("1999-05-21", False)],
)
def test_who_answers_by_effectiveness_is_not(
    service: Service, answered_on: str, owed: bool
) -> None:
    """3(b): asked on 15 March; an answer of that day, and of 20 May itself, is one in time."""
    make_agreement(service, agreement("ab", holders=[holder("a", 600), holder("b", 400)]))
    signed = letter(handed_over("1999-03-01"), {"a": 600, "b": 100})
    post_demand(service, demand(signed, id="one", underwritten=False), "ab")
    answer = {"holder": "b", "delivery": handed_over(answered_on)}
    effective = declared_effective("1999-05-20") | {"covers": {"a": 600}}
    post_events(service, "one", *NEVER_DONE["no information"], filed("1999-04-20"), effective)
    post_events(service, "one", {"kind": "information_received", **answer})
    found = ok(service.get("/v1/registrations/one", as_of="1999-06-10"))
    assert ("REQUEST_NOT_COVERED" in {each["code"] for each in found["warnings"]}) is owed


@pytest.fixture
def offered(service: Service) -> str:
    make_agreement(service, agreement("ab", holders=[holder("a", 600), holder("b", 400)]))
    body = own_registration(planned_filing_on="1999-05-10", company_shares=1000)
    told = (notice(each, handed_over("1999-04-05")) for each in "ab")
    joined = (join(each, 100, handed_over("1999-04-12")) for each in "ab")
    return begun(
        service,
        "incidentals",
        body,
        *told,
        *joined,
        fact("undertaking_required", "1999-04-15", holder="b"),
        maximum("1999-04-20", 1120, in_writing=True),
        filed("1999-05-10", "S-1"),
        agreement="ab",
    )


def test_takes_no_room_from_the_others(service: Service, offered: str) -> None:
    effective = declared_effective("1999-06-01") | {"covers": {"a": 100}}
    post_events(service, offered, effective)
    answer = ok(service.get(f"/v1/registrations/{offered}", as_of="1999-06-01"))
    shares = included(answer["result"])
    assert (shares["a"], shares.get("b", 0)) == (100, 0)
    assert "COVERED_BEYOND_MAXIMUM" not in {each["code"] for each in answer["warnings"]}
    company = {"price": "8.00", "discount_per_share": "0", "seller_class": "company"}
    post_events(
        service,
        offered,
        fact("shares_sold_in_offering", "1999-06-02", seller="ctc", shares=1000, **company),
        sale("1999-06-03", 60),
    )
    assert read_registration(service, offered, "1999-06-04")["state"] == "effective"


def test_leaves_the_others_open_while_it_is_not_said_whom_it_covers(
    service: Service, offered: str
) -> None:
    post_events(service, offered, declared_effective("1999-06-01"))
    answer = ok(service.get(f"/v1/registrations/{offered}", as_of="1999-06-01"))
    shares = included(answer["result"])
    assert (shares["a"], shares["b"]) == (None, None)
    assert "declared_effective.covers" in {each["posted_as"] for each in answer["missing_inputs"]}
