"""When the rights end, a registration under way is terminated; the indemnity survives."""

import pytest

from tests.api.bodies import (
    Json,
    amendment,
    declared_effective,
    fact,
    filed,
    handed_over,
    instrument,
    not_performed,
    withdrawn,
)
from tests.api.calls import (
    by,
    demanded,
    obligation,
    ok,
    post_event,
    post_fact,
    read_agreement,
    read_registration,
)
from tests.running.service import Service

EFFECTIVE = (filed("1999-05-03", "S-1"), declared_effective("1999-05-14"))


def ended(day: str) -> Json:
    return instrument(day, kind="rights_ended")


def paid(day: str, amount: str) -> Json:
    return fact("expense_paid", day, paid_by="company", amount=amount)


def expenses(service: Service, demand: str, day: str) -> tuple[str, str | None]:
    found = obligation(read_registration(service, demand, day), "expenses")
    return found["status"], found.get("performed_on")


def status(result: Json, identifier: str) -> str:
    found: str = obligation(result, identifier)["status"]
    return found


class TestTheEndByInstrument:
    def test_terminates_a_registration_under_way(self, service: Service) -> None:
        demand = demanded(service)
        post_fact(service, ended("1999-03-01"))
        before = read_registration(service, demand, "1999-02-28")
        after = read_registration(service, demand, "1999-06-30")
        assert (before["state"], after["state"]) == ("open", "terminated")
        assert status(before, "notice:wang") == "open"
        assert {each["status"] for each in after["obligations"]} == {"excused"}
        assert {each.get("days_left") for each in after["obligations"]} == {None}

    def test_leaves_what_was_done_and_broken_before_it(self, service: Service) -> None:
        demand = demanded(service, *EFFECTIVE)
        post_fact(service, not_performed("1999-05-20", "transfer_agent", registration=demand))
        post_fact(service, ended("1999-07-01"))
        result = read_registration(service, demand, "1999-12-31")
        assert result["state"] == "terminated"
        assert status(result, "effect") == "performed"
        assert status(result, "transfer_agent") == "breached"
        assert status(result, "maintain") in ("excused", "performed")
        assert status(result, "listing") == "excused"

    def test_leaves_an_effectiveness_after_it_without_effect(self, service: Service) -> None:
        """Nothing is effected, in time or late, and nothing begins that would last (9(e))."""
        required = fact("holdback_required", "1999-04-12", firm_commitment=True)
        demand = demanded(service, required, EFFECTIVE[0], underwritten=True)
        post_fact(service, ended("1999-05-06"))
        post_event(service, demand, EFFECTIVE[1])
        result = read_registration(service, demand, "1999-05-15")
        assert result["state"] == "terminated"
        assert (result["effected"], result["in_time"], result.get("days_late")) == (None,) * 3
        begun = {each["duty"] for each in result["obligations"]}
        assert not begun & {"maintain", "holdback"}
        assert result["holdback"] == []

    def test_the_indemnity_survives(self, service: Service) -> None:
        demand = demanded(service, *EFFECTIVE)
        post_fact(service, ended("1999-07-01"))
        assert status(read_registration(service, demand, "1999-07-02"), "indemnify") == "open"

    @pytest.mark.parametrize(
        ("facts", "day", "state"),
        [
            ((withdrawn("1999-03-22"),), "1999-07-01", "withdrawn"),
            (EFFECTIVE, "1999-11-11", "expired"),
            (EFFECTIVE, "1999-11-10", "terminated"),
        ],
    )
    def test_does_not_reach_what_was_over(
        self, service: Service, facts: tuple[Json, ...], day: str, state: str
    ) -> None:
        demand = demanded(service, *facts)
        post_fact(service, ended(day))
        assert read_registration(service, demand, "1999-12-31")["state"] == state

    def test_an_expense_accrued_before_it_stays_owed(self, service: Service) -> None:
        """Only performance to come is excused: what was incurred, or due, before it is not."""
        bill = fact("expense_incurred", "1999-02-28", expense="printing", amount="100.00")
        demand = demanded(service, bill)
        post_fact(service, ended("1999-03-01"))
        assert expenses(service, demand, "1999-03-31") == ("open", None)
        post_event(service, demand, paid("1999-04-01", "99.99"))
        assert expenses(service, demand, "1999-04-01") == ("open", None)
        post_event(service, demand, paid("1999-04-02", "0.01"))
        assert expenses(service, demand, "1999-04-02") == ("performed", "1999-04-02")

    def test_an_expense_incurred_from_then_on_is_not_owed(self, service: Service) -> None:
        bill = fact("expense_incurred", "1999-02-28", expense="printing", amount="100.00")
        later = bill | {"occurred_on": "1999-03-01", "amount": "40.00"}
        demand = demanded(service, bill, later, paid("1999-03-15", "100.00"))
        post_fact(service, ended("1999-03-01"))
        assert expenses(service, demand, "1999-03-14") == ("open", None)
        # All that had accrued is paid; the 40.00 of the day of the end are not the Company's.
        assert expenses(service, demand, "1999-03-31") == ("performed", "1999-03-15")

    def test_what_fell_due_the_day_before_stands(self, service: Service) -> None:
        demand = demanded(service)
        due = obligation(read_registration(service, demand, "1999-03-01"), "effect")["due_on"]
        post_fact(service, ended("1999-05-21"))
        assert due == "1999-05-20"
        result = read_registration(service, demand, "1999-06-30")
        assert status(result, "effect") == "overdue_review"

    def test_a_writing_without_effect_ends_nothing(self, service: Service) -> None:
        demand = demanded(service)
        post_fact(service, instrument("1999-03-01", "mochary", kind="rights_ended"))
        assert read_registration(service, demand, "1999-03-02")["state"] == "open"

    def test_frees_what_was_held_back(self, service: Service) -> None:
        held = fact("holdback_required", "1999-05-03", firm_commitment=True)
        demanded(service, *EFFECTIVE, held, underwritten=True)
        ask = {"holder": "wang", "manner": "rule_144", "on": "1999-07-02"}
        before = ok(service.get("/v1/agreements/ctc/may-sell", **ask))["result"]["may_sell"]
        post_fact(service, ended("1999-07-01"))
        after = ok(service.get("/v1/agreements/ctc/may-sell", **ask))["result"]["may_sell"]
        assert (before, after) == ("no", "yes")

    def test_the_docket_has_no_more_of_it(self, service: Service) -> None:
        demand = demanded(service)
        post_fact(service, ended("1999-03-01"))
        path = "/v1/obligations"
        listed = ok(service.get(path, registration=demand, status="open", as_of="1999-03-02"))
        assert listed["items"] == []


class TestNothingLeft:
    def test_terminates_too(self, service: Service) -> None:
        demand = demanded(service)
        for line in read_agreement(service)["holders"]:
            position = {"common": 0, "preferred_as_converted": 0, "warrant_shares": 0}
            gone = fact("position_stated", "1999-03-01", holder=line["holder"], **position)
            post_fact(service, gone)
        assert read_registration(service, demand, "1999-03-02")["state"] == "terminated"


class TestTheEndByTime:
    def test_leaves_a_registration_that_was_asked_for_before(self, service: Service) -> None:
        demand = demanded(service)
        year = {"clause": "9", "count": 1, "unit": "year", "anchor": "agreement_made"}
        rights_end = {"clause": "9", "after": year | {"roll": "none"}}
        post_fact(service, amendment("1999-03-01", {"/rights_end": rights_end}))
        assert read_agreement(service, as_of="1999-04-12")["rights"]["in_effect"] is False
        assert read_registration(service, demand, "1999-04-12")["state"] == "open"


@pytest.mark.parametrize(("asked_on", "expected"), [("1999-03-01", ["open"]), ("1999-09-01", [])])
def test_what_was_owed_at_once_stays_owed(
    service: Service, asked_on: str, expected: list[str]
) -> None:
    """7(c): a report asked for on 1 March 1999 was owed forthwith, six months before the end."""
    post_fact(
        service,
        {
            "kind": "rule144_requested",
            "holder": "mochary",
            "documents": ["latest_report"],
            "delivery": handed_over(asked_on),
        },
    )
    post_fact(service, ended("1999-09-01"))
    owed = by("id", read_agreement(service, as_of="1999-09-02")["obligations"])
    found = [each["status"] for name, each in owed.items() if name.startswith("furnish:")]
    assert found == expected
    assert owed["reports"]["status"] == "excused"
