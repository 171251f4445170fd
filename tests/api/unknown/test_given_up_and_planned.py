"""What is only planned, given up or left unsaid decides no more than it can: 1(j), 2(a)(i), 2(b).

Holder a has 600 shares of Common Stock and is a majority alone, b has 400.
"""

import pytest

from tests.api.bodies import (
    Json,
    abandoned,
    agreement,
    declared_effective,
    delay,
    demand,
    filed,
    handed_over,
    holder,
    letter,
    notice,
    own_registration,
    shelf,
    withdrawn,
)
from tests.api.calls import (
    begun,
    by,
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_events,
    read_registration,
)
from tests.api.money.claim_facts import expense
from tests.running.service import Service

MINE = "mine"


@pytest.fixture
def made(service: Service) -> Service:
    make_agreement(service, agreement(MINE, holders=[holder("a", 600), holder("b", 400)]))
    return service


def demanded(made: Service, *facts: Json) -> str:
    body = demand(letter(handed_over("1999-03-01"), {"a": 300}))
    identifier: str = post_demand(made, body, MINE)["result"]["registration_id"]
    post_events(made, identifier, *facts)
    return identifier


def determined(made: Service, *facts: Json, **more: object) -> str:
    body = own_registration(occurred_on="1999-03-01", **more)
    return begun(made, "incidentals", body, *facts, agreement=MINE)


class TestNoticesOfAPlan:
    """2(b): told on 20 March of a filing on 15 April; thirty days before that are 16 March."""

    def test_are_late_for_nothing_while_it_may_be_moved(self, made: Service) -> None:
        identifier = determined(
            made, notice("b", handed_over("1999-03-20")), planned_filing_on="1999-04-15"
        )
        found = obligation(read_registration(made, identifier, "1999-03-21"), "notice:b")
        assert (found["status"], found.get("days_late")) == ("performed_perhaps_late", None)

    def test_are_late_once_it_is_filed(self, made: Service) -> None:
        identifier = determined(
            made,
            *(notice(each, handed_over("1999-03-20")) for each in ("a", "b")),
            filed("1999-04-15", "S-1"),
            planned_filing_on="1999-04-15",
        )
        found = obligation(read_registration(made, identifier, "1999-04-16"), "notice:b")
        assert (found["status"], found["days_late"]) == ("performed_late", 4)


class TestExpenses:
    @pytest.mark.parametrize(
        ("day", "borne_by"),
        [("1999-04-01", "company"), ("1999-04-10", "company"), ("1999-04-11", "whoever_incurred")],
    )
    @pytest.mark.parametrize("kind", ["demand", "incidental"])
    def test_incurred_after_it_was_given_up_are_not_owed(
        self, made: Service, kind: str, day: str, borne_by: str
    ) -> None:
        """What had accrued survives the end of 10 April; nothing else does."""
        if kind == "demand":
            identifier = demanded(made, withdrawn("1999-04-10"))
        else:
            identifier = determined(made, abandoned("1999-04-10"))
        post_events(made, identifier, expense(day, "printing", "10.00"))
        (line,) = read_registration(made, identifier, "1999-05-01")["money"]["expenses"]["lines"]
        assert line["borne_by"] == borne_by

    def test_of_the_only_counsel_are_the_companys_by_a_stated_assumption(
        self, made: Service
    ) -> None:
        identifier = demanded(made, expense("1999-04-01", "holders_counsel", "50.00", "Cravath"))
        answer = ok(made.get(f"/v1/registrations/{identifier}", as_of="1999-05-01"))
        totals = by("name", answer["result"]["money"]["expenses"]["totals"])
        assert totals["company"]["amount"] == "50.00"
        assert "COUNSEL_FOR_ALL" in {each["code"] for each in answer["assumptions"]}


@pytest.mark.parametrize(
    ("purpose", "starts"),
    [("offering", True), ("rights_offering", True), ("exchange_offer", False)],
)
def test_a_rights_offering_is_another_public_offering(
    made: Service, purpose: str, *, starts: bool
) -> None:
    """QB15: every primary underwritten or other public offering of equity starts a standstill.

    When it commenced is not recorded: effectiveness stands for it, as is said (QB14).
    """
    determined(
        made,
        filed("1999-04-15", "S-1"),
        declared_effective("1999-05-10"),
        purpose=purpose,
        company_shares=100,
    )
    identifier = demanded(made)
    answer = ok(made.get(f"/v1/registrations/{identifier}", as_of="1999-05-11"))
    assumed = {each["code"] for each in answer["assumptions"]}
    assert ("COMMENCED_WHEN_EFFECTIVE" in assumed) is starts


@pytest.mark.parametrize(
    ("days", "due_on"), [(None, "1999-11-01"), (14, "1999-11-15"), (21, "1999-11-22")]
)
def test_the_certificates_own_day_moves_as_one_counted_from_it_does(
    made: Service, days: int | None, due_on: str
) -> None:
    """2(a)(ii), 2(g), QA8: set for Sunday 31 October; 14 and 21 days after it are Sundays too."""
    asked = letter(handed_over("1999-09-02"), {"a": 300})
    invoked = [delay("1999-10-04", days)] if days else []
    identifier = begun(
        made, "shelves", shelf(asked, certificate_date="1999-10-31"), *invoked, agreement=MINE
    )
    found = obligation(read_registration(made, identifier, "1999-10-05"), "effect")
    assert found["due_on"] == due_on
