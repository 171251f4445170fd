"""Sections 3 to 5 over HTTP: what is asked, done and delivered in a registration under way."""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    declared_effective,
    filed,
    handed_over,
    join,
    mailed,
    notice,
    spectrum_demand,
)
from tests.api.calls import (
    DEMO,
    by,
    demanded,
    make_agreement,
    noticed,
    obligation,
    ok,
    post_demand,
    post_event,
    post_events,
    read_registration,
    with_readings,
)
from tests.api.refusals import faults, nothing_stored
from tests.rules.examples.procedures import asked_for, dated, handed
from tests.running.service import Service

JOINED = join("mochary", 25_000, handed_over("1999-03-10"))
EFFECTIVE = (filed("1999-05-03", "S-1"), declared_effective("1999-05-14"))
JULY = "1999-07-01"
PROPOSED = dated(
    "amendment_proposed", "1999-06-01", amendment="first", planned_filing_on="1999-06-10"
)
MISLEADING = dated("misstatement_notice_given", "1999-06-01")
SELECTED = dated("underwriter_selected", "1999-04-01", underwriter="First Bank")


def shelf(service: Service, agreement: str = DEMO) -> str:
    """A shelf on which Spectrum has 800,000 shares, effective on 27 October 1999."""
    body = {
        "conversion_proposed_on": "1999-09-01",
        "certificate_date": "1999-11-01",
        "letters": [
            {
                "requests": [{"holder": "spectrum", "shares": 800_000}],
                "delivery": handed_over("1999-09-02"),
            }
        ],
    }
    answer = ok(service.post(f"/v1/agreements/{agreement}/shelves", body), 201)
    identifier: str = answer["result"]["registration_id"]
    post_events(
        service,
        identifier,
        filed("1999-10-04"),
        declared_effective("1999-10-27"),
        dated("conversion_completed", "1999-11-01"),
    )
    return identifier


def takedown(service: Service, off: str, agreement: str = DEMO) -> str:
    """Spectrum asks on 10 January 2000 to sell 300,000 shares off the shelf."""
    body = {
        "shelf": off,
        "letters": [
            {
                "requests": [{"holder": "spectrum", "shares": 300_000}],
                "delivery": handed_over("2000-01-10"),
            }
        ],
    }
    answer = ok(service.post(f"/v1/agreements/{agreement}/takedowns", body), 201)
    identifier: str = answer["result"]["registration_id"]
    return identifier


def incidental(service: Service, **more: Any) -> str:
    """The Company means to sell for itself, underwritten, and determines it on 1 March 1999."""
    body = {
        "occurred_on": "1999-03-01",
        "purpose": "offering",
        "initiated_for": "company",
        "form": "S-1",
        "underwritten": True,
        "company_shares": 1_000_000,
    } | more
    answer = ok(service.post(f"/v1/agreements/{DEMO}/incidentals", body), 201)
    identifier: str = answer["result"]["registration_id"]
    return identifier


def duty_of(result: Json, beginning: str) -> Json:
    """The only duty whose id begins so and ends in the id of the fact behind it."""
    (found,) = (each for each in result["obligations"] if each["id"].startswith(f"{beginning}:"))
    duty: Json = found
    return duty


def names(result: Json) -> set[str]:
    """The steps owed, each by its own name."""
    return {each["id"].partition(":")[0] for each in result["obligations"]}


class TestStepsOfADemand:
    def test_are_listed_by_their_standards_and_without_dates(self, service: Service) -> None:
        result = read_registration(service, demanded(service), "1999-03-01")
        found = by("id", result["obligations"])
        for name, standard in (
            ("expedition", "expeditiously"),
            ("listing", "best_efforts"),
            ("objectives", "best_efforts"),
            ("commission_rules", "best_efforts"),
        ):
            assert (found[name]["standard"], found[name]["due_on"]) == (standard, None)
            assert found[name]["obligees"] == ["spectrum"]

    def test_of_a_refused_demand_are_none(self, service: Service) -> None:
        answer = post_demand(service, spectrum_demand(handed_over("1998-10-09")))
        assert answer["result"]["obligations"] == []
        assert answer["result"]["conditions_of_inclusion"] == []

    def test_fall_due_with_effectiveness(self, service: Service) -> None:
        appointed = dated("transfer_agent_appointed", "1999-05-12")
        letter = dated(
            "comfort_letter_delivered",
            "1999-05-14",
            dated="1999-05-14",
            information_to="1999-05-06",
        )
        identifier = demanded(service, *EFFECTIVE, appointed, letter)
        result = read_registration(service, identifier, JULY)
        agent = obligation(result, "transfer_agent")
        assert (agent["due_on"], agent["status"]) == ("1999-05-14", "performed")
        assert obligation(result, "opinion")["status"] == "unconfirmed"
        assert obligation(result, "comfort_letter")["status"] == "overdue_review"
        (line,) = result["documents"]["letters"]
        assert (line["earliest_information_to"], line["recent_enough"]) == ("1999-05-07", False)
        assert result["documents"]["earnings_period"]["first_day"] == "1999-06-01"

    def test_are_asked_for_and_done(self, service: Service) -> None:
        request = asked_for("state_qualification", "spectrum", "1999-03-22", "Ohio", "Texas")
        done = dated(
            "procedure_performed", "1999-04-12", procedure="state_qualification", matters=["Ohio"]
        )
        identifier = demanded(service, request, done)
        result = read_registration(service, identifier, "1999-04-15")
        found = [each for each in result["obligations"] if "state_qualification" in each["id"]]
        assert [each["status"] for each in found] == ["performed", "open"]

    def test_stay_open_past_the_days_of_facts_that_came_later(self, service: Service) -> None:
        identifier = demanded(service, dated("listed", "1999-05-20"))
        assert (
            obligation(read_registration(service, identifier, "1999-05-19"), "listing")["status"]
            == "open"
        )


class TestConditions:
    ASKED = handed("information_requested", "mochary", "1999-03-15")

    def states(self, result: Json) -> dict[tuple[str, str], str]:
        return {
            (each["holder"], each["name"]): each["state"]
            for each in result["conditions_of_inclusion"]
        }

    def test_an_unmet_one_suspends_what_is_owed_to_him_alone(self, service: Service) -> None:
        identifier = noticed(service, JOINED, self.ASKED)
        result = read_registration(service, identifier, "1999-03-20")
        assert self.states(result)["mochary", "information"] == "unmet"
        assert self.states(result)["spectrum", "information"] == "not_asked"
        assert obligation(result, "include:mochary")["status"] == "excused"
        assert obligation(result, "file")["obligees"] == ["spectrum"]
        assert obligation(result, "listing")["obligees"] == ["spectrum"]
        assert duty_of(result, "information:mochary")["obligor"] == "mochary"

    def test_met_it_is_owed_again(self, service: Service) -> None:
        answered = handed("information_received", "mochary", "1999-03-22")
        identifier = noticed(service, JOINED, self.ASKED, answered)
        result = read_registration(service, identifier, "1999-03-23")
        assert self.states(result)["mochary", "information"] == "met"
        assert obligation(result, "include:mochary")["status"] == "open"
        assert obligation(result, "listing")["obligees"] == ["mochary", "spectrum"]

    def test_asked_after_effectiveness_it_leaves_inclusion_alone_and_is_flagged(
        self, service: Service
    ) -> None:
        """3(b): it may be asked for from time to time; who is in the statement stays in it."""
        identifier = noticed(service, JOINED, *EFFECTIVE)
        before = read_registration(service, identifier, "1999-06-08")
        asked = handed("information_requested", "mochary", "1999-06-07")
        answer = post_event(service, identifier, asked, as_of="1999-06-08")
        result = answer["result"]
        assert "CONDITION_AFTER_EFFECTIVENESS" in {each["code"] for each in answer["warnings"]}
        assert duty_of(result, "information:mochary")["obligor"] == "mochary"
        for duty in ("effect", "include:mochary"):
            assert obligation(result, duty)["status"] == obligation(before, duty)["status"]
        assert result["allocation"]["lines"] == before["allocation"]["lines"]
        assert obligation(result, "listing")["obligees"] == ["spectrum"]

    def test_an_undertaking_is_another(self, service: Service) -> None:
        required = dated("undertaking_required", "1999-03-15", holder="mochary")
        identifier = noticed(service, JOINED, required)
        result = read_registration(service, identifier, "1999-03-20")
        assert self.states(result)["mochary", "undertaking"] == "unmet"
        given = dated("undertaking_received", "1999-03-22", holder="mochary", satisfactory=True)
        answer = post_event(service, identifier, given, as_of="1999-03-23")
        assert self.states(answer["result"])["mochary", "undertaking"] == "met"


class TestAmendments:
    def test_a_copy_is_due_and_an_objection_bars_the_filing(self, service: Service) -> None:
        identifier = demanded(service, *EFFECTIVE, PROPOSED, underwritten=True)
        (line,) = read_registration(service, identifier, "1999-06-01")["amendments"]
        assert (line.get("latest_copy_on"), line["copies_clause"]) == ("1999-06-08", "3(a)(x)")
        assert (line["may_file"], line["reasons"]) == (None, ["COPY_OUTSTANDING"])
        objected = handed(
            "amendment_objected",
            "wang",
            "1999-06-04",
            amendment="first",
            on_compliance_grounds=True,
            reasonable=True,
        )
        result = post_event(service, identifier, objected, as_of="1999-06-04")["result"]
        assert result["amendments"][0]["may_file"] is False
        duty = duty_of(result, "amendment_objection:first")
        assert (duty["modality"], duty["obligees"]) == ("must_not", ["wang"])

    def test_without_underwriters_the_longer_time_governs(self, service: Service) -> None:
        identifier = demanded(service, *EFFECTIVE, PROPOSED, underwritten=False)
        (line,) = read_registration(service, identifier, "1999-06-01")["amendments"]
        assert (line["latest_copy_on"], line["copies_clause"]) == ("1999-06-03", "5")


class TestUnderwriting:
    def test_the_underwriter_needs_more_than_half_of_what_is_included(
        self, service: Service
    ) -> None:
        by_mochary = dated(
            "underwriter_approved", "1999-04-05", underwriter="First Bank", holders=["mochary"]
        )
        identifier = noticed(service, JOINED, SELECTED, by_mochary, underwritten=True)
        found = read_registration(service, identifier, "1999-04-06")["underwriting"]
        vote, agreement = found["vote"], found["agreement"]
        assert (vote["approving_shares"], vote["included_shares"]) == (25_000, 425_000)
        assert (vote["needed_shares"], vote["approved"]) == (212_501, False)
        assert agreement["still_to_satisfy"] == ["spectrum", "mochary"]

    def test_there_is_none_in_another_offering(self, service: Service) -> None:
        for known in (False, None):
            identifier = demanded(service, SELECTED, underwritten=known)
            assert read_registration(service, identifier, "1999-04-06").get("underwriting") is None

    def test_holders_hold_back_who_take_part_and_who_do_not(self, service: Service) -> None:
        required = dated("holdback_required", "1999-04-12", firm_commitment=True)
        identifier = demanded(service, *EFFECTIVE, required, underwritten=True)
        result = read_registration(service, identifier, JULY)
        windows = by("holder", result["holdback"])
        assert len(windows) == 9
        assert {(each["first_day"], each["last_day"]) for each in windows.values()} == {
            ("1999-05-07", "1999-11-10")
        }
        duty = obligation(result, "holdback:required:wang")
        assert (duty["modality"], duty["status"]) == ("must_not", "open")


class TestOtherKinds:
    def test_a_shelf_is_widened_when_a_holder_asks(self, service: Service) -> None:
        identifier = shelf(service)
        wider = asked_for("more_shares", "wang", "2000-01-03")
        result = post_event(service, identifier, wider, as_of="2000-01-04")["result"]
        duty = duty_of(result, "more_shares:wang")
        assert (duty["clause"], duty["standard"], duty["due_on"]) == (
            "2(a)(ii)",
            "best_efforts",
            None,
        )
        assert obligation(result, "sale_actions")["status"] == "open"
        assert {"opinion", "transfer_agent", "earnings_statement"} <= names(result)

    def test_a_takedown_has_an_underwriter_and_no_statement(self, service: Service) -> None:
        identifier = takedown(service, shelf(service))
        result = read_registration(service, identifier, "2000-01-11")
        assert {"underwriter", "underwriting_agreement", "objectives"} <= names(result)
        assert not {"opinion", "transfer_agent", "earnings_statement", "drafts"} & names(result)

    def test_the_companys_own_registration_binds_holders_who_do_not_join(
        self, service: Service
    ) -> None:
        identifier = incidental(service)
        required = dated(
            "holdback_required",
            "1999-04-12",
            firm_commitment=True,
            expected_effective_on="1999-05-17",
        )
        result = post_event(service, identifier, required, as_of="1999-04-13")["result"]
        assert {each["holder"] for each in result["holdback"]} >= {"wang", "spectrum"}
        assert obligation(result, "holdback:required:wang")["status"] == "not_yet_due"
        assert result.get("underwriting") is None

    def test_those_who_join_it_are_owed_the_steps(self, service: Service) -> None:
        identifier = incidental(service)
        told = notice("wang", mailed("1999-03-02"))
        joins = join("wang", 1_000, handed_over("1999-03-10"))
        post_events(service, identifier, told, joins)
        result = read_registration(service, identifier, "1999-03-11")
        assert obligation(result, "listing")["obligees"] == ["wang"]


class TestMisleadingProspectus:
    def test_each_holder_stops_from_his_own_receipt(self, service: Service) -> None:
        told = {
            "kind": "misstatement_notice_delivered",
            "holder": "spectrum",
            "delivery": mailed("1999-06-01"),
            "return_old_copies": True,
        }
        identifier = demanded(service, *EFFECTIVE, MISLEADING, told)
        result = read_registration(service, identifier, "1999-06-07")
        assert duty_of(result, "discontinuance:spectrum")["begins_on"] == "1999-06-04"
        assert duty_of(result, "old_copies:spectrum")["status"] == "open"

    def test_a_holders_own_notice_extends_the_period_unless_read_otherwise(
        self, service: Service
    ) -> None:
        own = handed("holder_misstatement_notice", "spectrum", "1999-06-01")
        new = dated("new_prospectus_received", "1999-06-10")
        for readings, days in (({}, 10), ({"holder_notice_start": "company_notice_only"}, 0)):
            agreement = with_readings(service, **readings)
            identifier = demanded(service, *EFFECTIVE, own, new, agreement=agreement)
            result = read_registration(service, identifier, JULY)
            assert result["windows"]["effectiveness"]["extension_days"] == days
            assert result["overlays"] == []

    def test_until_the_new_prospectus_his_notice_keeps_the_period_open_but_stops_nobody(
        self, service: Service
    ) -> None:
        own = handed("holder_misstatement_notice", "spectrum", "1999-06-01")
        result = read_registration(service, demanded(service, *EFFECTIVE, own), JULY)
        assert result["windows"]["effectiveness"]["last_day"] is None
        assert result["overlays"] == []
        assert duty_of(result, "misstatement_notice")["status"] == "open"


class TestAnotherAgreement:
    def test_has_the_steps_that_its_terms_have(self, service: Service) -> None:
        copies = {
            "name": "copies",
            "clause": "4.4",
            "standard": None,
            "arises": "holder_request",
            "within": {
                "clause": "4.4",
                "count": 3,
                "unit": "business_day",
                "anchor": "asked",
                "roll": "none",
            },
        }
        body = {
            "template": "ctc-1998",
            "overrides": {"procedures": [copies], "earnings_statement": None, "drafts": None},
            "holders": [{"id": "spectrum", "name": "Spectrum", "common": 500_000}],
        }
        agreement = make_agreement(service, body)["result"]["id"]
        request = asked_for("copies", "spectrum", "1999-03-22")
        identifier = demanded(service, request, agreement=agreement)
        result = read_registration(service, identifier, "1999-03-23")
        assert duty_of(result, "copies:spectrum")["due_on"] == "1999-03-25"
        assert names(result) == {"notice", "effect", "file", "form", "expenses", "copies"}
        assert {each["name"] for each in result["conditions_of_inclusion"]} == {"undertaking"}


class TestWhatCannotBeRecorded:
    @pytest.mark.parametrize(
        ("fact", "fault"),
        [
            (asked_for("copies", "nobody", "1999-06-01"), {"/holder": "unknown_holder"}),
            (
                PROPOSED | {"copies": [{"holder": "nobody", "furnished_on": "1999-06-02"}]},
                {
                    "/copies/0/holder": "unknown_holder",
                    "/copies/0/furnished_on": "not_yet_happened",
                },
            ),
            (
                handed(
                    "amendment_objected",
                    "wang",
                    "1999-06-04",
                    amendment="second",
                    on_compliance_grounds=True,
                ),
                {"/amendment": "unknown_amendment"},
            ),
            (
                dated("amendment_filed", "1999-06-04", amendment="second"),
                {"/amendment": "unknown_amendment"},
            ),
            (
                dated("underwriter_approved", "1999-06-01", underwriter="Nobody", holders=["wang"]),
                {"/underwriter": "unknown_underwriter"},
            ),
            (
                handed("misstatement_notice_delivered", "wang", "1999-06-01"),
                {"/delivery/delivered_on": "no_notice_given"},
            ),
            (
                dated("old_copies_returned", "1999-06-01", holder="wang"),
                {"/occurred_on": "no_notice_given"},
            ),
            (
                handed("holder_misstatement_notice", "wang", "1999-05-13"),
                {"/delivery/delivered_on": "not_effective"},
            ),
            (
                dated("procedure_performed", "1999-06-01", procedure="listing"),
                {"/procedure": "invalid_value"},
            ),
        ],
    )
    def test_after_effectiveness(self, service: Service, fact: Json, fault: Json) -> None:
        identifier = demanded(service, *EFFECTIVE)
        with nothing_stored(service):
            assert faults(service.post(f"/v1/registrations/{identifier}/events", fact)) == fault

    def test_an_amendment_before_there_is_anything_to_amend(self, service: Service) -> None:
        response = service.post(f"/v1/registrations/{demanded(service)}/events", PROPOSED)
        assert faults(response) == {"/occurred_on": "not_filed"}

    def test_an_amendment_before_the_day_on_which_it_is_proposed(self, service: Service) -> None:
        identifier = demanded(service, *EFFECTIVE, PROPOSED)
        path = f"/v1/registrations/{identifier}/events"
        early = dated("amendment_filed", "1999-05-31", amendment="first")
        assert faults(service.post(path, early)) == {"/amendment": "unknown_amendment"}
        post_event(service, identifier, early | {"occurred_on": "1999-06-01"})

    def test_an_amendment_twice(self, service: Service) -> None:
        done = dated("amendment_filed", "1999-06-10", amendment="first")
        identifier = demanded(service, *EFFECTIVE, PROPOSED, done)
        for again in (done, PROPOSED):
            response = service.post(f"/v1/registrations/{identifier}/events", again)
            assert faults(response) == {"/amendment": "amendment_already_filed"}

    def test_an_underwriting_agreement_twice(self, service: Service) -> None:
        made = dated("underwriting_agreement_made", "1999-04-26", holders=["spectrum"])
        identifier = demanded(service, made, underwritten=True)
        response = service.post(f"/v1/registrations/{identifier}/events", made)
        assert faults(response) == {"/occurred_on": "already_made"}

    def test_a_fact_of_a_statement_in_a_sale_off_a_shelf(self, service: Service) -> None:
        identifier = takedown(service, shelf(service))
        fact = dated("transfer_agent_appointed", "2000-01-12")
        response = service.post(f"/v1/registrations/{identifier}/events", fact)
        assert faults(response) == {"/kind": "not_for_this_kind"}
