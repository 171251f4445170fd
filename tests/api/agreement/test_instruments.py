"""Amendments and waivers on the record: terms by date, duties waived, rights ended (9(e))."""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    amendment,
    filed,
    general_waiver,
    handed_over,
    instrument,
    obligation_waived,
    offering,
    spectrum_demand,
    transfer,
)
from tests.api.calls import (
    DEMO,
    EXAMPLE,
    EXAMPLE_DEMAND,
    demanded,
    determined,
    events,
    obligation,
    ok,
    post_demand,
    post_events,
    post_fact,
    read_agreement,
    read_registration,
    told_all,
    window,
)
from tests.api.refusals import faults, nothing_stored
from tests.running.service import Service

CAP = {"/demand/cap/limit": 5}
DAY, EVE, LATER = "1999-06-01", "1999-05-31", "1999-07-31"


def terms(service: Service, as_of: str, **params: str) -> Any:
    return ok(service.get(f"/v1/agreements/{DEMO}/terms", as_of=as_of, **params))


def cap(service: Service, as_of: str, **params: str) -> int:
    limit: int = terms(service, as_of, **params)["terms"]["demand"]["cap"]["limit"]
    return limit


def version(service: Service, as_of: str = LATER) -> Json:
    """The latest version of the terms."""
    found: Json = read_agreement(service, as_of=as_of)["terms_versions"][-1]
    return found


class TestAmendments:
    def test_are_terms_from_their_day(self, service: Service) -> None:
        post_fact(service, amendment(DAY, CAP))
        assert [cap(service, day) for day in (EVE, DAY)] == [3, 5]
        states = [read_agreement(service, as_of=day) for day in (EVE, DAY)]
        assert [each["demands"]["cap"] for each in states] == [3, 5]

    def test_name_the_terms_they_make(self, service: Service) -> None:
        post_fact(service, amendment(DAY, CAP))
        found = version(service)
        assert found["content_hash"] == terms(service, LATER)["content_hash"]
        assert (found["effective_from"], found["changes"]) == (DAY, ["/demand/cap/limit"])
        counted = found["instrument"]
        assert (counted["signing"], counted["needed"]) == (1_320_000, 733_334)
        assert counted["binds"] == "all_holders"

    def test_answer_under_the_terms_of_the_request(self, service: Service) -> None:
        earlier = demanded(service)
        post_fact(service, amendment("1999-02-20", {"/demand/effect_within/count": 120}))
        later = demanded(service, delivery=handed_over("1999-02-22"))
        found = [read_registration(service, each, "1999-03-01") for each in (earlier, later)]
        assert [each["determination"]["due_on"] for each in found] == ["1999-05-20", "1999-06-22"]

    def test_reach_what_was_requested_if_they_say_so(self, service: Service) -> None:
        demand = demanded(service)
        longer = {"/demand/effect_within/count": 120}
        post_fact(service, amendment("1999-03-01", longer, reaches_requested=True))
        due = [
            read_registration(service, demand, day)["determination"]["due_on"]
            for day in ("1999-02-28", "1999-03-01")
        ]
        # 120 days after Friday 19 February are Saturday 19 June, which does not move.
        assert due == ["1999-05-20", "1999-06-19"]
        governing = terms(service, "1999-03-01", requested_on="1999-02-16")["terms"]
        assert governing["demand"]["effect_within"]["count"] == 120

    def test_say_in_the_working_which_terms_govern(self, service: Service) -> None:
        demand = demanded(service)
        post_fact(service, amendment("1999-03-01", CAP, reaches_requested=True))
        path = f"/v1/registrations/{demand}"
        steps = [
            [each["rule"] for each in ok(service.get(path, as_of=day))["explanation"]["steps"]]
            for day in ("1999-02-28", "1999-03-01")
        ]
        assert ["terms.governing" in each for each in steps] == [False, True]

    def test_of_a_reading_count_like_any_term(self, service: Service) -> None:
        post_fact(service, amendment("1999-01-04", {"/readings/standstill_effect": "refuse"}))
        post_fact(service, offering("1999-01-05"))
        found = post_demand(service, spectrum_demand())["result"]["determination"]
        assert (found["decision"], found.get("reason")) == ("refused", "STANDSTILL")

    def test_without_a_majority_have_no_effect(self, service: Service) -> None:
        before = terms(service, LATER)
        answer = post_fact(service, amendment(DAY, CAP, "mochary", "wang"), as_of=LATER)
        found = answer["result"]["terms_versions"][-1]["instrument"]
        assert (found["effective"], found["reason"]) == (False, "NOT_REQUISITE_HOLDERS")
        (warning,) = answer["warnings"]
        assert warning["code"] == "INSTRUMENT_WITHOUT_EFFECT"
        assert warning["says"].endswith("too few Registrable Securities signed it.")
        assert terms(service, LATER) == before

    def test_of_an_assignee_count_once_he_is_recognised(self, service: Service) -> None:
        post_fact(
            service, transfer("1999-05-03", "spectrum", "fund", 700_000, record_holder_on=None)
        )
        signed = amendment(DAY, CAP, "spectrum", "fund")
        post_fact(service, signed)
        assert version(service)["instrument"]["effective"] is False
        entered = {"kind": "record_holder_entered", "occurred_on": "1999-05-10", "holder": "fund"}
        post_fact(service, entered)
        assert version(service)["instrument"]["effective"] is True


class TestGeneralWaivers:
    def test_reach_back(self, service: Service) -> None:
        post_fact(service, offering("1999-01-05"))
        demand = demanded(service)
        assert read_registration(service, demand, "1999-02-28")["state"] == "deferred"
        none = {"/demand/standstill": None}
        post_fact(service, general_waiver("1999-03-01", none, effective_from="1999-01-01"))
        assert read_registration(service, demand, "1999-02-28")["state"] == "deferred"
        found = read_registration(service, demand, "1999-03-01")
        assert (found["state"], found["determination"]["due_on"]) == ("open", "1999-05-20")

    def test_keep_their_nulls(self, service: Service) -> None:
        none = {"/demand/standstill": None}
        post_fact(service, general_waiver(DAY, none))
        assert events(service)[-1]["fact"]["changes"] == none
        assert terms(service, DAY)["terms"]["demand"]["standstill"] is None

    def test_an_amendment_does_not_reach_back(self, service: Service) -> None:
        answer = post_fact(service, amendment(DAY, CAP, effective_from="1999-01-01"))
        assert "NOT_RETROACTIVE" in [each["code"] for each in answer["warnings"]]
        assert cap(service, EVE) == 3


class TestWaivedObligations:
    def waive(self, service: Service, day: str, name: str, *signers: str, **more: Any) -> Json:
        fact = obligation_waived(day, name, *signers, registration=EXAMPLE_DEMAND, **more)
        return post_fact(service, fact, EXAMPLE)

    def owed(self, service: Service, name: str, as_of: str) -> str:
        found = read_registration(service, EXAMPLE_DEMAND, as_of)
        status: str = obligation(found, name)["status"]
        return status

    def test_show_as_waived_from_the_day(self, service: Service) -> None:
        self.waive(service, "1999-04-01", "file")
        assert [self.owed(service, "file", day) for day in ("1999-03-31", "1999-04-01")] == [
            "open",
            "waived",
        ]

    def test_are_not_waived_by_a_minority(self, service: Service) -> None:
        self.waive(service, "1999-04-01", "file", "doeg-hill", "mochary")
        assert self.owed(service, "file", "1999-04-30") == "open"

    def test_stay_broken_unless_the_waiver_reaches_back(self, service: Service) -> None:
        self.waive(service, "1999-06-15", "effect", effective_from="1999-06-15")
        assert self.owed(service, "effect", "1999-06-30") == "overdue_review"
        self.waive(service, "1999-06-15", "effect", effective_from="1999-05-20")
        assert self.owed(service, "effect", "1999-06-30") == "waived"

    def test_mean_the_duty_that_is_overdue_when_they_name_no_day(self, service: Service) -> None:
        """Parties who waive a named duty after its day plainly mean the one that is broken."""
        self.waive(service, "1999-06-15", "effect")
        assert self.owed(service, "effect", "1999-06-30") == "waived"

    def test_leave_everything_else_as_it_was(self, service: Service) -> None:
        before = read_registration(service, EXAMPLE_DEMAND, "1999-04-30")
        self.waive(service, "1999-04-01", "file")
        after = read_registration(service, EXAMPLE_DEMAND, "1999-04-30")
        assert window(after, "wang") == window(before, "wang")
        assert {**after, "obligations": None} == {**before, "obligations": None}

    def test_are_listed_with_their_ruling(self, service: Service) -> None:
        self.waive(service, "1999-04-01", "file", "mochary")
        (found,) = read_agreement(service, EXAMPLE, as_of="1999-04-30")["waivers"]
        assert (found.get("registration_id"), found["obligation"]) == (EXAMPLE_DEMAND, "file")
        assert found["instrument"]["reason"] == "NOT_REQUISITE_HOLDERS"

    def test_name_a_registration_of_the_agreement(self, service: Service) -> None:
        fact = obligation_waived("1999-04-01", "file", registration="elsewhere")
        with nothing_stored(service):
            found = faults(service.post(f"/v1/agreements/{EXAMPLE}/events", fact))
        assert found == {"/registration": "unknown_registration"}


class TestTheEnd:
    def test_of_the_rights_refuses_what_comes_after(self, service: Service) -> None:
        running = demanded(service)
        post_fact(service, instrument("1999-03-01", kind="rights_ended"))
        late = post_demand(service, spectrum_demand(handed_over("1999-03-01")))["result"]
        found = late["determination"]
        assert (found["decision"], found.get("reason")) == ("refused", "RIGHTS_ENDED")
        assert read_registration(service, running, "1999-03-31")["state"] == "terminated"
        state = read_agreement(service, as_of="1999-03-31")
        assert (state["rights"]["in_effect"], state["demands"]) == (False, None)
        assert state["rights"]["reason"] == "ENDED_BY_INSTRUMENT"


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "pointer", "code"),
        [
            ({"/demand/cap/limit": "five"}, "/changes/~1demand~1cap~1limit", "invalid_terms"),
            ({"/demand/cap": {"limit": -1}}, "/changes/~1demand~1cap/limit", "invalid_terms"),
            ({"/effectiveness": None}, "/changes/~1effectiveness", "invalid_terms"),
            ({"/demand/cap/limit/of": 1}, "/changes/~1demand~1cap~1limit~1of", "invalid_terms"),
            ({"/demand/closes_on": "1998-09-30"}, "/changes/~1demand~1closes_on", "invalid_terms"),
            (
                {"/demand/priorities/company_first": [["company"], ["holders"]]},
                "/changes/~1demand~1priorities~1company_first",
                "invalid_terms",
            ),
            ({"/readings/unheard_of": 1}, "/changes/~1readings~1unheard_of", "invalid_terms"),
            ({"/agreement_date": "1999-01-01"}, "/changes/~1agreement_date", "fixed_term"),
            ({"/company/id": "other"}, "/changes/~1company~1id", "fixed_term"),
            ({}, "/changes", "invalid_value"),
            ({"demand": None}, "/changes/demand", "invalid_value"),
            ({"/demand": None, "/demand/cap": None}, "", "invalid_value"),
        ],
    )
    def test_changes_that_give_no_terms(
        self, service: Service, changes: Json, pointer: str, code: str
    ) -> None:
        with nothing_stored(service):
            response = service.post(f"/v1/agreements/{DEMO}/events", amendment(DAY, changes))
        assert faults(response)[pointer] == code

    def test_also_of_an_instrument_without_effect(self, service: Service) -> None:
        fact = amendment(DAY, {"/effectiveness": None}, "wang")
        response = service.post(f"/v1/agreements/{DEMO}/events", fact)
        assert faults(response) == {"/changes/~1effectiveness": "invalid_terms"}

    def test_every_fault_at_once(self, service: Service) -> None:
        changes = {"/demand/cap/limit": -1, "/readings/mail_receipt": "perhaps"}
        fact = amendment(DAY, changes, "spectrum", "nobody")
        found = faults(service.post(f"/v1/agreements/{DEMO}/events", fact))
        assert found == {
            "/changes/~1demand~1cap~1limit": "invalid_terms",
            "/changes/~1readings~1mail_receipt": "invalid_terms",
            "/signed_by/1": "unknown_holder",
        }

    def test_an_earlier_one_that_leaves_a_later_one_without_its_object(
        self, service: Service
    ) -> None:
        post_fact(service, amendment(DAY, CAP))
        response = service.post(f"/v1/agreements/{DEMO}/events", amendment(EVE, {"/demand": None}))
        assert faults(response) == {"": "contradicts_record"}

    def test_one_that_would_undo_a_transfer_on_record(self, service: Service) -> None:
        moved = transfer("1999-06-10", "spectrum", "fund", 60_000, affiliate=False)
        moved["restricted_in_writing"] = True
        post_fact(service, moved)
        converted = {
            "kind": "preferred_converted",
            "occurred_on": "1999-06-15",
            "holder": "fund",
            "shares": 10,
        }
        post_fact(service, converted)
        fact = amendment(DAY, {"/assignment/limbs/1/min_shares": 70_000})
        response = service.post(f"/v1/agreements/{DEMO}/events", fact)
        assert faults(response) == {"": "contradicts_record"}

    def test_effect_before_the_agreement(self, service: Service) -> None:
        fact = general_waiver(DAY, CAP, effective_from="1998-04-09")
        response = service.post(f"/v1/agreements/{DEMO}/events", fact)
        assert faults(response) == {"/effective_from": "before_agreement"}

    def test_the_same_signature_twice(self, service: Service) -> None:
        fact = amendment(DAY, CAP, "spectrum", "spectrum")
        response = service.post(f"/v1/agreements/{DEMO}/events", fact)
        assert list(faults(response).values()) == ["invalid_value"]


def test_terms_before_the_agreement_are_not_there(service: Service) -> None:
    assert service.get(f"/v1/agreements/{DEMO}/terms", as_of="1998-04-09").status_code == 404


class TestNoticesWaived:
    """Clause 2(b) with 9(e): who has waived its notice need not be told before the filing."""

    def waive(self, service: Service, registration: str, day: str, **more: Any) -> None:
        waived = obligation_waived(day, "notice:wang", registration=registration, **more)
        post_fact(service, waived)

    def test_of_one_holder_let_the_company_file(self, service: Service) -> None:
        """All others are told on 1 April; 30 days later the Company may file, on 1 May."""
        registration = determined(service, *told_all(handed_over("1999-04-01"), "wang"))
        before = read_registration(service, registration, "1999-04-05")
        assert (before["incidental"]["not_told"], before["state"]) == (["wang"], "open")
        self.waive(service, registration, "1999-04-06")
        post_events(service, registration, filed("1999-05-04", "S-1"))
        found = read_registration(service, registration, "1999-05-05")
        own = found["incidental"]
        assert (own["not_told"], own["compliant"]) == ([], True)
        assert own["earliest_filing_on"] == "1999-05-01"
        assert obligation(found, "wait")["status"] == "performed"
        assert obligation(found, "notice:wang")["status"] == "waived"

    def test_after_the_filing_come_too_late(self, service: Service) -> None:
        told = told_all(handed_over("1999-04-01"), "wang")
        registration = determined(service, *told, filed("1999-05-04", "S-1"))
        self.waive(service, registration, "1999-05-10", effective_from="1999-05-10")
        found = read_registration(service, registration, "1999-05-11")["incidental"]
        assert (found["not_told"], found["compliant"]) == (["wang"], False)

    @pytest.mark.parametrize("more", [{}, {"effective_from": "1999-04-01"}])
    def test_after_the_filing_may_reach_back(self, service: Service, more: Json) -> None:
        """By a day that it names; one that names none reaches back to what was overdue."""
        told = told_all(handed_over("1999-04-01"), "wang")
        registration = determined(service, *told, filed("1999-05-04", "S-1"))
        self.waive(service, registration, "1999-05-10", **more)
        found = read_registration(service, registration, "1999-05-11")["incidental"]
        assert (found["not_told"], found["compliant"]) == ([], True)

    def test_let_a_demand_go_on(self, service: Service) -> None:
        told = told_all(handed_over("1999-02-22"), "wang")
        demand = demanded(service, *told)
        assert read_registration(service, demand, "1999-02-23")["state"] == "open"
        self.waive(service, demand, "1999-02-24")
        assert read_registration(service, demand, "1999-02-24")["state"] == "noticed"
        # Twenty days after Monday 22 February 1999 are Sunday 14 March: through the 15th.
        assert read_registration(service, demand, "1999-03-16")["state"] == "joining_closed"
