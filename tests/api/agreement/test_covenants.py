"""What the agreement itself asks for: promises, grants, requests, addresses, assignees."""

from typing import Any

import pytest

from tests.api.bodies import Json, agreement, fact, handed_over, instrument, mailed, transfer
from tests.api.calls import (
    DEMO,
    by,
    make_agreement,
    obligation,
    post_fact,
    read_agreement,
    with_readings,
)
from tests.api.refusals import faults, nothing_stored
from tests.running.service import Service

LATER = "1999-07-31"
PUBLIC = fact("first_public_offering_effective", "1992-03-02")
REPORTING = fact("reporting_began", "1992-03-02")


def state(service: Service, *facts: Json, as_of: str = LATER) -> Json:
    for each in facts:
        post_fact(service, each)
    return read_agreement(service, as_of=as_of)


def furnishing(result: Json) -> list[Json]:
    return [each for each in result["obligations"] if each["id"].startswith("furnish:wang:")]


def refused(service: Service, fact: Json) -> dict[str, str]:
    with nothing_stored(service):
        return faults(service.post(f"/v1/agreements/{DEMO}/events", fact))


class TestPromises:
    def test_are_there_from_the_first_day(self, service: Service) -> None:
        found = by("id", state(service, as_of="1998-04-10")["obligations"])
        assert set(found) == {
            "execution",
            "public-information",
            "reports",
            "form-eligibility",
            "no-better-rights",
        }
        assert {each["clause"] for each in found.values()} == {
            "Preamble",
            "7(a)",
            "7(b)",
            "2(c)",
            "8",
        }
        assert found["execution"]["status"] == "performed"
        assert found["form-eligibility"]["standard"] == "best_efforts"
        assert found["no-better-rights"]["modality"] == "must_not"
        assert [each["due_on"] for each in found.values()] == [None] * 5

    def test_may_bind_by_what_happened_before_the_agreement(self, service: Service) -> None:
        found = state(service, PUBLIC, REPORTING)
        kept = obligation(found, "public-information")
        assert (kept["status"], kept.get("begins_on")) == ("open", "1998-04-10")

    def test_without_it_name_what_is_missing(self, service: Service) -> None:
        response = service.get(f"/v1/agreements/{DEMO}", as_of=LATER).json()
        names = {each["name"] for each in response["missing_inputs"]}
        assert names == {
            "first_public_offering_effective",
            "reporting_began",
            "existing_rights_stated",
        }

    def test_are_broken_where_that_is_recorded(self, service: Service) -> None:
        lapse = fact("covenant_standing", "1999-06-01", covenant="public_information", kept=False)
        found = state(service, PUBLIC, lapse)
        assert obligation(found, "public-information")["breached_on"] == "1999-06-01"
        (remedy,) = found["remedies"]
        assert (remedy["obligation"], remedy["clause"]) == ("public-information", "9(a)")

    def test_of_efforts_are_for_review_when_they_fail(self, service: Service) -> None:
        lost = fact("covenant_standing", "1999-06-01", covenant="form_eligibility", kept=False)
        assert obligation(state(service, lost), "form-eligibility")["status"] == "overdue_review"

    def test_each_report_has_its_day(self, service: Service) -> None:
        late = fact(
            "report_filed", "1999-02-17", report="10-Q for December 1998", due_on="1999-02-16"
        )
        owed = state(service, REPORTING, late)["obligations"]
        (found,) = [each for each in owed if each["id"].startswith("report:")]
        assert (found["status"], found.get("days_late")) == ("performed_late", 1)

    def test_an_agreement_without_them_owes_none(self, service: Service) -> None:
        lacking = {"covenants": None, "execution": None, "other_rights": None, "remedies": None}
        made = make_agreement(service, agreement("mine", overrides=lacking))["result"]
        assert made["obligations"] == []


class TestGrants:
    def test_are_compared_with_the_terms(self, service: Service) -> None:
        rights = {"demands": 4, "join_days": 10, "holdback_days": None}
        found = state(service, fact("rights_granted", "1999-06-15", grantee="Other", rights=rights))
        (grant,) = found["grants"]
        assert (grant["permitted"], grant["reason"]) == (False, "SECTION_8_BREACH")
        assert grant["more_favourable"] == ["demands", "holdback_days"]
        compared = by("name", grant["terms"])
        assert (compared["demands"]["existing"], compared["demands"]["proposed"]) == (3, 4)
        assert obligation(found, "no-better-rights")["status"] == "breached"

    def test_the_first_that_is_better_breaks_the_promise(self, service: Service) -> None:
        granted = {"grantee": "Other", "rights": {"demands": 4}}
        days = ("1999-07-01", "1999-06-15", "1999-06-20")
        found = state(service, *(fact("rights_granted", day, **granted) for day in days))
        assert obligation(found, "no-better-rights")["breached_on"] == "1999-06-15"

    def test_may_be_permitted(self, service: Service) -> None:
        rights = {"demands": 1}
        found = state(service, fact("rights_granted", "1999-06-15", grantee="Other", rights=rights))
        assert found["grants"][0]["permitted"] is True
        assert obligation(found, "no-better-rights")["status"] == "open"


class TestRightsThatOthersHadAlready:
    SIGNED = "1998-04-10"

    def stated(self, **disclosed: bool) -> Json:
        rights = [{"grantee": who, "disclosed": told} for who, told in disclosed.items()]
        return fact("existing_rights_stated", self.SIGNED, rights=rights)

    @pytest.mark.parametrize(
        ("disclosed", "is_true", "undisclosed"),
        [
            ({}, True, []),
            ({"bank": True}, True, []),
            ({"bank": True, "fund": False}, False, ["fund"]),
        ],
    )
    def test_are_all_disclosed_or_the_warranty_is_untrue(
        self, service: Service, disclosed: dict[str, bool], is_true: bool, undisclosed: list[str]
    ) -> None:
        found = state(service, self.stated(**disclosed), as_of=self.SIGNED)["disclosure_warranty"]
        assert (found["is_true"], found["undisclosed"]) == (is_true, undisclosed)
        assert found["clause"] == "8"
        assert found["explained_by"]["is_true"].startswith("step:")

    def test_are_not_known_until_somebody_states_them(self, service: Service) -> None:
        assert state(service)["disclosure_warranty"]["is_true"] is None

    def test_are_stated_once_as_of_the_signing(self, service: Service) -> None:
        later = self.stated() | {"occurred_on": "1999-06-01"}
        assert refused(service, later) == {"/occurred_on": "after_agreement"}
        post_fact(service, self.stated())
        assert refused(service, self.stated()) == {"/occurred_on": "already_recorded"}

    def test_are_not_warranted_by_every_agreement(self, service: Service) -> None:
        silent = {"other_rights": {"disclosed_in": None}}
        made = make_agreement(service, agreement("mine", overrides=silent))["result"]
        assert made["disclosure_warranty"] is None


class TestRule144:
    def asked(self, day: str, *documents: str) -> Json:
        return {
            "kind": "rule144_requested",
            "holder": "wang",
            "delivery": handed_over(day),
            "documents": list(documents or ["rule_144_statement"]),
        }

    def test_waits_for_the_ninety_first_day(self, service: Service) -> None:
        offering = fact("first_public_offering_effective", "1999-03-01")
        found = state(service, offering, self.asked("1999-05-30"), self.asked("1999-05-31"))
        assert [each["entitled"] for each in found["document_requests"]] == [False, True]
        (owed,) = furnishing(found)
        assert (owed["standard"], owed["due_on"]) == ("forthwith", None)

    @pytest.mark.parametrize(
        ("reading", "as_of", "entitled", "begins"),
        [
            # Ninety days after 1 March 1999 are 30 May: asked for a day early, on the 30th (QG8).
            ("ask_again", "1999-06-30", False, None),
            ("ripens", "1999-05-30", False, None),
            ("ripens", "1999-05-31", True, "1999-05-31"),
        ],
    )
    def test_asked_for_a_day_early_ripens_only_as_read(
        self, service: Service, reading: str, as_of: str, entitled: bool, begins: str | None
    ) -> None:
        agreement = with_readings(service, early_rule144_request=reading)
        offering = fact("first_public_offering_effective", "1999-03-01")
        for each in (offering, self.asked("1999-05-30")):
            post_fact(service, each, agreement)
        found = read_agreement(service, agreement, as_of=as_of)
        (request,) = found["document_requests"]
        assert (request["entitled"], request["available_from"]) == (entitled, "1999-05-31")
        assert [each.get("begins_on") for each in furnishing(found)] == ([begins] if begins else [])

    def test_is_not_owed_to_who_asks_after_the_end_of_the_rights(self, service: Service) -> None:
        """QF18: the rights end with 1 June; asked for the day before, the report is owed."""
        post_fact(
            service, instrument("1999-05-20", kind="rights_ended", effective_from="1999-06-01")
        )
        for day in ("1999-05-31", "1999-06-01"):
            post_fact(service, self.asked(day, "latest_report"))
        found = read_agreement(service, DEMO, as_of="1999-06-02")["document_requests"]
        assert [(each["entitled"], each.get("reason")) for each in found] == [
            (True, None),
            (False, "RIGHTS_ENDED"),
        ]

    @pytest.mark.parametrize(
        ("since", "expected"),
        [(None, (False, "NOT_RECOGNISED_HOLDER")), ("1999-05-10", (True, None))],
    )
    def test_is_owed_to_a_transferee_once_it_must_be_recognised(
        self, service: Service, since: str | None, expected: tuple[bool, str | None]
    ) -> None:
        """9(f): until then the Company need not recognise it as a Holder."""
        moved = transfer("1999-05-03", "spectrum", "fund", 60_000, record_holder_on=since)
        post_fact(service, moved)
        post_fact(service, self.asked("1999-05-10", "latest_report") | {"holder": "fund"})
        (found,) = read_agreement(service, DEMO, as_of="1999-06-02")["document_requests"]
        assert (found["entitled"], found.get("reason")) == expected

    def test_is_done_when_furnished(self, service: Service) -> None:
        done = fact(
            "rule144_statement_furnished",
            "1999-06-09",
            holder="wang",
            documents=["rule_144_statement"],
        )
        found = state(service, PUBLIC, self.asked("1999-06-01"), done)
        (owed,) = furnishing(found)
        assert (owed["status"], owed["performed_on"]) == ("performed", "1999-06-09")


class TestAddresses:
    def test_change_by_notice(self, service: Service) -> None:
        moved = {
            "kind": "address_changed",
            "party": "wang",
            "address": "1 Example Street, Boston",
            "delivery": mailed("1999-05-03"),
        }
        post_fact(service, moved)
        before, after = (
            by("party", read_agreement(service, as_of=day)["addresses"])
            for day in ("1999-05-05", "1999-05-06")
        )
        assert before["wang"]["address"] == after["colo"]["address"]
        assert after["wang"]["address"] == "1 Example Street, Boston"
        assert after["wang"]["in_effect_from"] == "1999-05-06"
        assert after["ctc"]["address"].startswith("CTC Communications Corp., 360 Second Avenue")


class TestAssignees:
    MOVED = transfer("1999-05-03", "spectrum", "fund", 60_000, record_holder_on=None)

    def test_are_recognised_on_papers(self, service: Service) -> None:
        papers: dict[str, Any] = {
            "kind": "assignment_papers_delivered",
            "holder": "fund",
            "delivery": mailed("1999-05-10"),
            "papers": ["notice", "agreement"],
        }
        found = state(service, self.MOVED, papers)
        (assignee,) = found["recognitions"]
        assert (assignee["holder"], assignee["recognised_from"]) == ("fund", "1999-05-13")
        assert obligation(found, "recognise:fund")["status"] == "open"
        assert by("holder", found["holders"])["fund"]["recognised"] is True

    def test_are_holders_before(self, service: Service) -> None:
        found = state(service, self.MOVED)
        assert found["recognitions"][0].get("recognised_from") is None
        line = by("holder", found["holders"])["fund"]
        assert (line["registrable_shares"], line["recognised"]) == (60_000, False)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            fact("record_holder_entered", "1999-05-03", holder="nobody"),
            {"/holder": "unknown_holder"},
        ),
        (
            {
                "kind": "address_changed",
                "party": "nobody",
                "address": "Anywhere",
                "delivery": mailed("1999-05-03"),
            },
            {"/party": "unknown_holder"},
        ),
        (
            {
                "kind": "rule144_requested",
                "holder": "nobody",
                "delivery": handed_over("1999-05-03"),
                "documents": ["latest_report"],
            },
            {"/holder": "unknown_holder"},
        ),
        (
            fact("report_missed", "1999-02-16", report="10-Q", due_on="1999-02-16"),
            {"": "invalid_value"},
        ),
        (
            {
                "kind": "address_changed",
                "address": "Anywhere",
                "delivery": mailed("1998-04-09"),
            },
            {"/delivery/sent_on": "before_agreement"},
        ),
        (fact("reporting_began", "2061-01-01"), {"/occurred_on": "date_outside_calendars"}),
    ],
)
def test_what_cannot_be_true_is_refused(
    service: Service, body: Json, expected: dict[str, str]
) -> None:
    assert refused(service, body) == expected


class TestContradictions:
    def test_a_first_offering_happens_once(self, service: Service) -> None:
        post_fact(service, PUBLIC)
        again = fact("first_public_offering_effective", "1993-03-02")
        assert refused(service, again) == {"/occurred_on": "already_recorded"}

    def test_a_report_is_filed_once(self, service: Service) -> None:
        filed = fact("report_filed", "1999-02-16", report="10-Q", due_on="1999-02-16")
        post_fact(service, filed)
        assert refused(service, filed | {"occurred_on": "1999-02-17"}) == {
            "/occurred_on": "already_filed"
        }
        missed = fact("report_missed", "1999-02-17", report="10-Q", due_on="1999-02-16")
        assert refused(service, missed) == {"/occurred_on": "already_filed"}

    def test_and_not_while_it_was_missing(self, service: Service) -> None:
        post_fact(service, fact("report_missed", "1999-02-20", report="10-Q", due_on="1999-02-16"))
        early = fact("report_filed", "1999-02-18", report="10-Q", due_on="1999-02-16")
        assert refused(service, early) == {"/occurred_on": "report_was_missing"}

    def test_a_promise_that_the_agreement_lacks_cannot_lapse(self, service: Service) -> None:
        lacking = {"covenants": {"form_eligibility": None}}
        make_agreement(service, agreement("mine", overrides=lacking))
        lost = fact("covenant_standing", "1999-06-01", covenant="form_eligibility", kept=False)
        response = service.post("/v1/agreements/mine/events", lost)
        assert faults(response) == {"/covenant": "no_such_covenant"}
