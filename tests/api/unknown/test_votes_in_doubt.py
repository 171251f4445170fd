"""While it is not known whether one is in the statement, how its shares vote is not known: 4(b).

Of Holders a with 60 and b with 40 shares, a demands 30 and b joins with 40; b was to give an
undertaking and gave none, and whose shares the effective statement covers is not said (QG9).
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
    split,
)
from tests.api.calls import begun, make_agreement, obligation, ok, post_fact
from tests.running.service import Service


def vote(service: Service, approving: str, **covers: Json) -> tuple[Json, str]:
    make_agreement(service, agreement("ab", holders=[holder("a", 60), holder("b", 40)]))
    name = begun(
        service,
        "demands",
        demand(letter(handed_over("1999-03-01"), {"a": 30}), underwritten=True),
        notice("b", handed_over("1999-03-03")),
        join("b", 40, handed_over("1999-03-05")),
        fact("undertaking_required", "1999-03-10", holder="b"),
        fact("underwriter_selected", "1999-03-12", underwriter="U"),
        fact("underwriter_approved", "1999-03-13", underwriter="U", holders=[approving]),
        filed("1999-05-10"),
        declared_effective("1999-05-20") | covers,
        agreement="ab",
    )
    result = ok(service.get(f"/v1/registrations/{name}", as_of="1999-05-21"))["result"]
    return result["underwriting"]["vote"], obligation(result, "underwriter")["status"]


@pytest.mark.parametrize(
    ("approving", "covers", "included", "approved"),
    [
        ("a", {}, None, None),
        ("b", {}, None, None),
        ("a", {"covers": {"a": 30}}, 30, True),
        ("a", {"covers": {"a": 30, "b": 40}}, 70, False),
        ("b", {"covers": {"a": 30, "b": 40}}, 70, True),
    ],
)
def test_is_known_once_it_is_said_who_is_in(
    service: Service, approving: str, covers: Json, included: int | None, approved: bool | None
) -> None:
    found, underwriter = vote(service, approving, **covers)
    assert (found.get("included_shares"), found.get("approved")) == (included, approved)
    assert (underwriter == "performed") is (approved is True)


def test_what_was_asked_for_follows_a_split_while_it_is_open(service: Service) -> None:
    """9(h): how many of a's 500 are included turns on whether it is underwritten; 1,000 since."""
    make_agreement(service, agreement("ab", holders=[holder("a", 600), holder("b", 400)]))
    own = own_registration(planned_filing_on="1999-05-10", company_shares=1000)
    told = [notice(each, handed_over("1999-04-05")) for each in "ab"]
    joined = [join(each, n, handed_over("1999-04-12")) for each, n in {"a": 500, "b": 200}.items()]
    advised = maximum("1999-05-03", 1300, in_writing=True)
    made = (filed("1999-05-10", "S-1"), declared_effective("1999-06-01"))
    body = {name: each for name, each in own.items() if name != "underwritten"}
    name = begun(service, "incidentals", body, *told, *joined, advised, *made, agreement="ab")
    post_fact(service, split("1999-10-01", 2, 1), "ab")
    result = ok(service.get(f"/v1/registrations/{name}", as_of="1999-10-01"))["result"]
    lines = {each["seller"]: each for each in result["allocation"]["lines"]}
    assert {who: line["requested"] for who, line in lines.items()} == {
        "ctc": 2000,
        "a": 1000,
        "b": 400,
    }
    assert (lines["a"]["included"], result["allocation"]["maximum"]) == (None, 2600)
