"""What the Company's own registration is of decides whether it begins a standstill: 2(a)(i), QB15.

A demand received on 1 March 1999 is due on 1 June; an offering of equity that was effective on 14
May defers it to 12 November. Where nobody has said of which securities it was, neither is known.
"""

import pytest

from tests.api.bodies import (
    agreement,
    declared_effective,
    demand,
    filed,
    handed_over,
    holder,
    letter,
    own_registration,
)
from tests.api.calls import begun, decided, make_agreement, ok
from tests.running.service import Service


@pytest.mark.parametrize(
    ("securities", "expected"),
    [
        ("equity", ("deferred", "1999-11-12")),
        ("debt", ("accepted", "1999-06-01")),
        (None, ("undetermined", None)),
    ],
)
def test_left_out_is_not_known(
    service: Service, securities: str | None, expected: tuple[str, str | None]
) -> None:
    make_agreement(service, agreement("ab", holders=[holder("a", 60), holder("b", 40)]))
    own = own_registration(occurred_on="1999-02-01", planned_filing_on="1999-03-10")
    own |= {"securities": securities}
    effective = (filed("1999-03-10", "S-1"), declared_effective("1999-05-14"))
    begun(service, "incidentals", own, *effective, agreement="ab")
    asked = demand(letter(handed_over("1999-03-01"), {"a": 60}), underwritten=False)
    name = begun(service, "demands", asked, agreement="ab")
    answer = ok(service.get(f"/v1/registrations/{name}", as_of="1999-05-15"))
    due_on = answer["result"]["determination"]["due_on"]
    assert (decided(answer["result"])[0], due_on) == expected
    known = {"accepted": "open", "deferred": "deferred", "undetermined": "received"}
    assert answer["result"]["state"] == known[expected[0]]
    named = {each["posted_as"] for each in answer["missing_inputs"]}
    assert ("registration_determined.securities" in named) == (securities is None)
    assert all("equity" not in each["says"] for each in answer["assumptions"])


@pytest.mark.parametrize(
    ("securities", "last_days"),
    [("equity", ["1999-11-10"]), ("debt", []), (None, [None])],
)
def test_the_standstill_is_shown_as_not_known(
    service: Service, securities: str | None, last_days: list[str | None]
) -> None:
    """Of the agreement, with the fact that would tell."""
    make_agreement(service, agreement("ab", holders=[holder("a", 60), holder("b", 40)]))
    own = own_registration(occurred_on="1999-02-01", planned_filing_on="1999-03-10")
    effective = (filed("1999-03-10", "S-1"), declared_effective("1999-05-14"))
    own |= {"securities": securities}
    begun(service, "incidentals", own, *effective, agreement="ab")

    answer = ok(service.get("/v1/agreements/ab", as_of="1999-05-15"))
    named = {each["posted_as"] for each in answer["missing_inputs"]}
    assert [each["last_day"] for each in answer["result"]["standstill"]] == last_days
    assert ("registration_determined.securities" in named) == (securities is None)


@pytest.mark.parametrize(("shares", "assumed"), [(None, True), (0, False)])
def test_what_it_sells_itself_is_assumed(
    service: Service, shares: int | None, assumed: bool
) -> None:
    """Of a registration for others: left out, it is taken to sell nothing, and that is said."""
    make_agreement(service, agreement("ab", holders=[holder("a", 60), holder("b", 40)]))
    own = own_registration(initiated_for="others", initiators={"x": 10}, company_shares=shares)
    effective = (filed("1999-05-04", "S-1"), declared_effective("1999-05-14"))
    name = begun(service, "incidentals", own, *effective, agreement="ab")
    asked = demand(letter(handed_over("1999-03-01"), {"a": 60}), underwritten=False)
    demanded = begun(service, "demands", asked, agreement="ab")
    for each in (name, demanded):
        answer = ok(service.get(f"/v1/registrations/{each}", as_of="1999-05-15"))
        said = "NOTHING_OF_ITS_OWN" in {each["code"] for each in answer["assumptions"]}
        assert said == assumed
        assert decided(answer["result"])[0] == "accepted"
