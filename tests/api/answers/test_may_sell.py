"""May this Holder sell? Asked over HTTP, of everything on the record of an agreement."""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    amendment,
    declared_effective,
    filed,
    handed_over,
    mailed,
    obligation_waived,
    stop_order,
)
from tests.api.calls import DEMO, demanded, ok, post_event, post_fact, with_readings
from tests.api.description.explanation import Audit, audit_may_sell
from tests.api.procedures.test_steps_on_record import incidental, shelf, takedown
from tests.api.refusals import problem, query_fault
from tests.rules.examples.procedures import dated
from tests.running.service import Service

EFFECTIVE = (filed("1999-05-03", "S-1"), declared_effective("1999-05-14"))
MISLEADING = dated("misstatement_notice_given", "1999-06-01")
TOLD = {
    "kind": "misstatement_notice_delivered",
    "holder": "spectrum",
    "delivery": mailed("1999-06-01"),
}
REQUIRED = dated(
    "holdback_required", "1999-04-12", firm_commitment=True, expected_effective_on="1999-05-17"
)


def ask(
    service: Service,
    on: str,
    holder: str = "spectrum",
    manner: str = "under_registration",
    agreement: str = DEMO,
) -> Json:
    path = f"/v1/agreements/{agreement}/may-sell"
    result: Json = ok(service.get(path, holder=holder, on=on, manner=manner))["result"]
    return result


def codes(result: Json) -> set[str]:
    lines = [result, *result["registrations"]]
    return {reason["code"] for line in lines for reason in line["reasons"]}


def prohibition(service: Service, registration: str, day: str, days: int) -> None:
    fact = dated(
        "prohibition_noticed",
        day,
        days=days,
        notices=[{"holder": "spectrum", "delivery": handed_over(day)}],
        board_judgment=True,
        transaction_considered_from="1999-01-04",
    )
    post_event(service, registration, fact)


class TestUnderARegistration:
    def test_from_effectiveness_to_the_end_of_its_period(self, service: Service) -> None:
        demanded(service, *EFFECTIVE)
        answers = {
            day: ask(service, day)["may_sell"]
            for day in ("1999-05-13", "1999-05-14", "1999-11-10", "1999-11-11")
        }
        assert list(answers.values()) == ["no", "yes", "yes", "no"]

    def test_only_one_that_includes_him(self, service: Service) -> None:
        demanded(service, *EFFECTIVE)
        found = ask(service, "1999-06-01", holder="wang")
        assert (found["may_sell"], codes(found)) == ("no", {"NOT_IN_A_REGISTRATION"})

    def test_not_under_one_that_was_refused(self, service: Service) -> None:
        letter = {
            "requests": [{"holder": "wang", "shares": 1}],
            "delivery": handed_over("1999-02-01"),
        }
        body = {"letters": [letter], "short_form_qualified": False}
        ok(service.post(f"/v1/agreements/{DEMO}/demands", body), 201)
        assert codes(ask(service, "1999-06-01", holder="wang")) == {"NOT_IN_A_REGISTRATION"}

    def test_a_misleading_prospectus_stops_him_from_receipt_to_the_new_one(
        self, service: Service
    ) -> None:
        new = dated("new_prospectus_received", "1999-06-15", holder="spectrum")
        demanded(service, *EFFECTIVE, MISLEADING, TOLD, new)
        days = ("1999-06-03", "1999-06-04", "1999-06-14", "1999-06-15")
        assert [ask(service, day)["may_sell"] for day in days] == ["yes", "no", "no", "yes"]
        held = ask(service, "1999-06-10")
        (reason,) = held["registrations"][0]["reasons"]
        assert (reason["code"], reason["clause"], reason["first_day"]) == (
            "HELD",
            "3(c)",
            "1999-06-04",
        )

    def test_how_he_was_told_is_a_missing_input(self, service: Service) -> None:
        demanded(service, *EFFECTIVE, MISLEADING)
        path = f"/v1/agreements/{DEMO}/may-sell"
        asked = {"holder": "spectrum", "on": "1999-06-10", "manner": "under_registration"}
        answer = ok(service.get(path, **asked))
        assert answer["result"]["may_sell"] == "unknown"
        missing = {each["name"] for each in answer["missing_inputs"]}
        assert "misstatement_notice_delivered/spectrum" in missing

    def test_an_order_stops_everybody_until_it_is_lifted(self, service: Service) -> None:
        lifted = dated("stop_order_lifted", "1999-06-21")
        demanded(service, *EFFECTIVE, stop_order("1999-06-07"), lifted)
        days = ("1999-06-06", "1999-06-07", "1999-06-20", "1999-06-21")
        assert [ask(service, day)["may_sell"] for day in days] == ["yes", "no", "no", "yes"]

    def test_withdrawn_it_serves_nobody(self, service: Service) -> None:
        demanded(service, dated("withdrawn", "1999-03-22"))
        assert ask(service, "1999-04-01")["may_sell"] == "no"


class TestOffAShelf:
    def test_a_prohibition_stops_sales_under_the_shelf_and_off_it(self, service: Service) -> None:
        on_shelf = shelf(service)
        takedown(service, on_shelf)
        prohibition(service, on_shelf, "2000-02-01", 30)
        for manner in ("under_registration", "underwritten_sale"):
            days = ("2000-01-31", "2000-02-01", "2000-03-01", "2000-03-02")
            found = [ask(service, day, manner=manner)["may_sell"] for day in days]
            assert found == ["yes", "no", "no", "yes"]
        assert ask(service, "2000-02-10", manner="rule_144")["may_sell"] == "yes"

    def test_the_shelf_itself_is_not_underwritten(self, service: Service) -> None:
        shelf(service)
        found = ask(service, "1999-12-01", manner="underwritten_sale")
        assert (found["may_sell"], codes(found)) == ("no", {"NOT_UNDERWRITTEN"})


def under_holdback(service: Service) -> str:
    """The Company's own registration, effective on the day that was estimated (QG11)."""
    registration = incidental(service)
    for fact in (REQUIRED, filed("1999-05-10", "S-1"), declared_effective("1999-05-17")):
        post_event(service, registration, fact)
    return registration


class TestHoldback:
    @pytest.mark.parametrize("manner", ["public_outside", "rule_144"])
    def test_stops_public_sales_of_those_who_do_not_take_part(
        self, service: Service, manner: str
    ) -> None:
        under_holdback(service)
        days = ("1999-05-09", "1999-05-10", "1999-11-13", "1999-11-14")
        found = [ask(service, day, "wang", manner)["may_sell"] for day in days]
        assert found == ["yes", "no", "no", "yes"]

    def test_leaves_private_sales_free(self, service: Service) -> None:
        under_holdback(service)
        assert ask(service, "1999-06-01", "wang", "private")["may_sell"] == "yes"

    def test_stops_sales_under_another_registration(self, service: Service) -> None:
        demanded(service, *EFFECTIVE, underwritten=False)
        under_holdback(service)
        found = ask(service, "1999-06-01")
        assert (found["may_sell"], codes(found)) == ("no", {"HOLDBACK"})

    def test_does_not_stop_the_sale_it_is_for(self, service: Service) -> None:
        demanded(service, REQUIRED, *EFFECTIVE, underwritten=True)
        assert ask(service, "1999-06-01", manner="underwritten_sale")["may_sell"] == "yes"
        assert ask(service, "1999-06-01", manner="rule_144")["may_sell"] == "no"

    def test_waived_for_one_holder_it_binds_the_others(self, service: Service) -> None:
        registration = under_holdback(service)
        duty = "holdback:required:wang"
        post_fact(service, obligation_waived("1999-06-01", duty, registration=registration))
        for holder, answers in (("wang", ["no", "yes"]), ("colo", ["no", "no"])):
            days = ("1999-05-31", "1999-06-01")
            found = [ask(service, day, holder, "rule_144")["may_sell"] for day in days]
            assert found == answers

    def test_is_as_long_as_the_terms_that_govern_its_registration_say(
        self, service: Service
    ) -> None:
        shorter = {"/holdback/after/count": 90}
        post_fact(service, amendment("1999-02-15", shorter))
        under_holdback(service)
        days = ("1999-08-15", "1999-08-16")
        found = [ask(service, day, "wang", "rule_144")["may_sell"] for day in days]
        assert found == ["no", "yes"]

    def test_is_unknown_while_nobody_says_whether_the_commitment_is_firm(
        self, service: Service
    ) -> None:
        open_question = {name: REQUIRED[name] for name in ("kind", "occurred_on")}
        post_event(service, incidental(service), open_question)
        assert ask(service, "1999-06-01", "wang", "rule_144")["may_sell"] == "unknown"

    def test_under_the_other_reading_only_a_registration_with_holders_starts_one(
        self, service: Service
    ) -> None:
        agreement = with_readings(service, holdback_scope="participating")
        determined = {
            "occurred_on": "1999-03-01",
            "purpose": "offering",
            "initiated_for": "company",
            "underwritten": True,
        }
        answer = ok(service.post(f"/v1/agreements/{agreement}/incidentals", determined), 201)
        post_event(service, answer["result"]["registration_id"], REQUIRED)
        found = ask(service, "1999-06-01", "wang", "rule_144", agreement)
        assert found["may_sell"] == "yes"


class TestAnswer:
    def test_follows_back_to_facts_and_terms(self, service: Service) -> None:
        demanded(service, *EFFECTIVE, MISLEADING, TOLD, stop_order("1999-06-07"))
        under_holdback(service)
        for manner in ("under_registration", "underwritten_sale", "rule_144", "private"):
            clean(audit_may_sell(service, holder="spectrum", on="1999-06-10", manner=manner))

    def test_does_not_ask_the_law(self, service: Service) -> None:
        path = f"/v1/agreements/{DEMO}/may-sell"
        asked: dict[str, Any] = {"holder": "wang", "on": "1999-06-01", "manner": "rule_144"}
        answer = ok(service.get(path, **asked))
        assert [each["code"] for each in answer["assumptions"]] == ["LAW_NOT_ASKED"]


def clean(audit: Audit) -> None:
    assert audit.unexplained() == []
    assert audit.unaccounted() == []
    assert audit.misquoted() == []
    assert audit.misquoted_inputs() == []
    assert audit.unknown_kinds_of_source() == []
    assert audit.forward_references() == []
    assert audit.unlisted_readings() == set()


class TestBadQuestions:
    def asked(self, service: Service, **params: str) -> Any:
        usual = {"holder": "spectrum", "manner": "private", "on": "1999-06-01"}
        return service.get(f"/v1/agreements/{DEMO}/may-sell", **(usual | params))

    def test_there_is_no_such_holder(self, service: Service) -> None:
        assert query_fault(self.asked(service, holder="nobody"), "holder") == "unknown_holder"

    def test_he_is_no_holder_before_the_agreement(self, service: Service) -> None:
        assert query_fault(self.asked(service, on="1998-04-09"), "holder") == "unknown_holder"

    def test_there_is_no_such_manner(self, service: Service) -> None:
        assert query_fault(self.asked(service, manner="by_night"), "manner") == "invalid_value"

    def test_there_is_no_such_agreement(self, service: Service) -> None:
        path = "/v1/agreements/nobody/may-sell"
        problem(service.get(path, holder="spectrum", manner="private"), 404, "not_found")
