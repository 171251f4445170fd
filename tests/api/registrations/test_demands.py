"""A demand under clause 2(a)(i): may they, and what follows?

Dates in February and March 1999: the 15th is Presidents' Day, so a letter mailed on Tuesday the
16th is received on Friday the 19th.
"""

import json
from typing import Any

import pytest

from tests.api.bodies import (
    HOLDERS,
    Json,
    agreement,
    amendment,
    converted,
    declared_effective,
    demand,
    faxed,
    filed,
    handed_over,
    holder,
    join,
    letter,
    letter_added,
    mailed,
    offering,
    sold,
    spectrum_demand,
    split,
    stop_order,
    transfer,
    withdrawn,
)
from tests.api.calls import (
    DEMO,
    EXAMPLE_DEMAND,
    condition,
    decided,
    demanded,
    dry_run,
    included,
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_event,
    post_fact,
    read_agreement,
    read_registration,
    stored,
    window,
    with_readings,
)
from tests.api.description.explanation import without_steps
from tests.api.refusals import nothing_stored, problem
from tests.running.service import Service

FEBRUARY = "1999-02-20"
"""The day after Spectrum's letter of 16 February 1999 was received."""

EFFECTIVE = (filed("1998-11-16"), declared_effective("1998-12-15"))


def use_up(service: Service, count: int, agreement_id: str = DEMO) -> list[str]:
    """So many demands by Spectrum, all under way, received from 12 October 1998 on."""
    return [
        post_demand(service, spectrum_demand(handed_over(f"1998-10-{12 + number}")), agreement_id)[
            "result"
        ].get("registration_id")
        for number in range(count)
    ]


@pytest.mark.both_databases
class TestAcceptedDemand:
    def test_dates(self, service: Service) -> None:
        found = post_demand(service, as_of=FEBRUARY)["result"]["determination"]
        assert (found["decision"], found.get("reason")) == ("accepted", None)
        assert found["given_on"] == "1999-02-16"
        assert found["received_on"] == found["runs_from"] == "1999-02-19"
        assert found["opens_on"] == "1998-10-10"
        assert found["due_on"] == found["due_before_delay"] == "1999-05-20"
        assert found["last_practicable_on"] == "1999-05-20"
        assert (found.get("not_before"), found.get("may_renew_on")) == (None, None)

    def test_conditions_all_passed_with_their_clauses(self, service: Service) -> None:
        result = post_demand(service)["result"]
        conditions = result["determination"]["conditions"]
        assert {each["name"]: each["clause"] for each in conditions} == {
            "written_and_duly_given": "9(b)",
            "right_open": "2(a)(i)",
            "requisite_holders": "2(a)(i)",
            "demands_left": "2(a)(i)",
            "no_standstill": "2(a)(i)",
        }
        assert {each["outcome"] for each in conditions} == {"passed"}
        assert result["determination"]["requesters"] == ["spectrum"]

    def test_tallies(self, service: Service) -> None:
        tallies = post_demand(service)["result"]["tallies"]
        requisite, demands = tallies["requisite"], tallies["demands"]
        assert (requisite["requesting"], requisite["total"]) == (1_320_000, 1_466_666)
        assert (requisite["needed"], requisite["met"]) == (733_334, True)
        assert (demands["cap"], demands["effected_before"], demands["pending_before"]) == (3, 0, 0)
        assert (demands["remaining_before"], demands["remaining_after"]) == (3, 2)

    def test_notice_is_owed_to_each_holder_promptly_and_without_a_date(
        self, service: Service
    ) -> None:
        result = post_demand(service, as_of=FEBRUARY)["result"]
        owed = [each for each in result["obligations"] if each["id"].startswith("notice:")]
        assert [each["obligees"] for each in owed] == [[holder] for holder in HOLDERS]
        assert {each["obligor"] for each in owed} == {"ctc"}
        assert {(each["standard"], each["due_on"]) for each in owed} == {("promptly", None)}
        assert {each["status"] for each in owed} == {"open"}

    def test_effectiveness_is_owed_by_best_efforts_on_the_due_day(self, service: Service) -> None:
        owed = obligation(post_demand(service, as_of=FEBRUARY)["result"], "effect")
        assert (owed["obligor"], owed["obligees"]) == ("ctc", ["spectrum"])
        assert (owed["standard"], owed["due_on"]) == ("best_efforts", "1999-05-20")
        assert (owed["status"], owed["days_left"]) == ("open", 89)

    def test_every_obligation_has_a_clause_a_trigger_and_a_date_or_a_standard(
        self, service: Service
    ) -> None:
        result = post_demand(service, as_of=FEBRUARY)["result"]
        assert all(each["clause"] and each["trigger"] for each in result["obligations"])
        assert {each["modality"] for each in result["obligations"]} == {"must"}

    def test_windows_wait_for_the_notice(self, service: Service) -> None:
        result = post_demand(service, as_of=FEBRUARY)["result"]
        assert [each["holder"] for each in result["windows"]["join"]] == list(HOLDERS)
        assert {each["state"] for each in result["windows"]["join"]} == {"not_started"}
        assert result["windows"]["last_join_day"] is None
        assert window(result, "spectrum")["response"] == "requested"

    def test_what_is_asked_for_is_included_whole(self, service: Service) -> None:
        result = post_demand(service)["result"]
        assert included(result) == {"spectrum": 400_000}
        assert (result["allocation"]["total"], result["allocation"]["cut_back"]) == (400_000, False)

    def test_state_is_open_then_calls_for_review_once_the_day_has_passed(
        self, service: Service
    ) -> None:
        identifier = demanded(service)
        on_the_day = read_registration(service, identifier, "1999-05-20")
        day_after = read_registration(service, identifier, "1999-05-21")
        assert on_the_day["state"] == day_after["state"] == "open"
        assert obligation(on_the_day, "effect")["status"] == "open"
        assert obligation(on_the_day, "effect")["days_left"] == 0
        assert obligation(day_after, "effect")["status"] == "overdue_review"

    def test_location_leads_to_it(self, service: Service) -> None:
        response = service.post(f"/v1/agreements/{DEMO}/demands", spectrum_demand(), as_of=FEBRUARY)
        answer = ok(response, 201)
        assert response.headers["location"] == (
            f"/v1/registrations/{answer['result']['registration_id']}"
        )
        read = ok(service.get(response.headers["location"], as_of=FEBRUARY))
        assert read == answer

    def test_under_an_id_of_ones_own(self, service: Service) -> None:
        response = service.post(
            f"/v1/agreements/{DEMO}/demands", spectrum_demand() | {"id": "first"}
        )
        assert ok(response, 201)["result"]["registration_id"] == "first"
        assert response.headers["location"] == "/v1/registrations/first"

    def test_is_listed_with_its_agreement(self, service: Service) -> None:
        identifier = demanded(service)
        (listed,) = read_agreement(service, as_of=FEBRUARY)["registrations"]
        assert (listed.get("registration_id"), listed["kind"]) == (identifier, "requested")
        assert listed["begun_on"] == "1999-02-16"

    def test_versions_name_service_terms_and_both_calendars(self, service: Service) -> None:
        versions = post_demand(service)["versions"]
        terms = ok(service.get(f"/v1/agreements/{DEMO}/terms"))
        assert versions["terms"]["content_hash"] == terms["content_hash"]
        calendars = {each["name"]: each for each in versions["calendars"]}
        assert {"fed", "ma"} <= calendars.keys()
        assert all(each["content_hash"] for each in calendars.values())


class TestDueDay:
    def test_sixty_days_with_a_short_form(self, service: Service) -> None:
        found = post_demand(service, spectrum_demand(short_form_qualified=True))["result"]
        assert found["determination"]["due_on"] == "1999-04-20"
        assert found["determination"]["short_form_qualified"] is True

    @pytest.mark.parametrize(
        ("forms", "due"),
        [
            (["S-3"], "1999-04-20"),
            (["S-1", "S-2"], "1999-04-20"),
            (["S-1"], "1999-05-20"),
            (["Form S-3"], "1999-04-20"),
            (["s-2"], "1999-04-20"),
            (["F-3"], "1999-04-20"),
        ],
    )
    def test_the_forms_open_to_the_company_decide(
        self, service: Service, forms: list[str], due: str
    ) -> None:
        body = demand(*spectrum_demand()["letters"], short_form_qualified=None)
        found = post_demand(service, body | {"forms_at_receipt": forms})["result"]
        assert found["determination"]["due_on"] == due

    def test_a_form_that_does_not_exist_is_refused_and_not_read_as_a_long_one(
        self, service: Service
    ) -> None:
        body = demand(*spectrum_demand()["letters"], short_form_qualified=None)
        wrong = body | {"forms_at_receipt": ["S-1", "S-33"]}
        response = service.post("/v1/agreements/ctc/demands", wrong)
        (fault,) = response.json()["errors"]
        assert (response.status_code, fault["pointer"]) == (422, "/forms_at_receipt/1")
        assert "no registration form 'S-33'" in fault["detail"]

    def test_patriots_day_moves_it(self, service: Service) -> None:
        body = spectrum_demand(handed_over("1999-02-18"), short_form_qualified=True)
        assert post_demand(service, body)["result"]["determination"]["due_on"] == "1999-04-20"

    def test_a_sunday_before_a_holiday_moves_it_to_tuesday(self, service: Service) -> None:
        found = post_demand(service, spectrum_demand(handed_over("1998-10-19")))["result"]
        assert found["determination"]["due_on"] == "1999-01-19"

    def test_a_sunday_stays_without_the_roll(self, service: Service) -> None:
        identifier = with_readings(service, deadline_roll="none")
        found = post_demand(service, spectrum_demand(handed_over("1998-10-19")), identifier)
        assert found["result"]["determination"]["due_on"] == "1999-01-17"

    def test_a_saturday_stays_but_the_commission_works_on_friday(self, service: Service) -> None:
        body = spectrum_demand(handed_over("1999-03-09"), short_form_qualified=True)
        found = post_demand(service, body)["result"]["determination"]
        assert (found["due_on"], found.get("last_practicable_on")) == ("1999-05-08", "1999-05-07")

    def test_nobody_has_said_whether_a_short_form_is_open(self, service: Service) -> None:
        body = spectrum_demand()
        del body["short_form_qualified"]
        answer = post_demand(service, body, as_of=FEBRUARY)
        found = answer["result"]["determination"]
        assert (found["short_form_qualified"], found["due_on"]) == (None, None)
        assert obligation(answer["result"], "effect")["due_on"] is None
        missing = {each["name"]: each for each in answer["missing_inputs"]}["short_form_qualified"]
        assert (missing["name"], missing["clause"]) == ("short_form_qualified", "2(a)(i)")
        assert missing["needed_for"]

    def test_delivery_over_the_counter_on_a_sunday_is_received_on_that_day(
        self, service: Service
    ) -> None:
        found = post_demand(service, spectrum_demand(handed_over("1999-02-14")))["result"]
        assert found["determination"]["received_on"] == "1999-02-14"


class TestRefusedDemand:
    def test_the_day_before_the_right_opens(self, service: Service) -> None:
        answer = post_demand(service, spectrum_demand(handed_over("1998-10-09")))
        result = answer["result"]
        assert decided(result) == ("refused", "DEMAND_NOT_YET_OPEN")
        assert condition(result, "right_open")["outcome"] == "failed"
        assert result["determination"]["may_renew_on"] == "1998-10-10"
        assert (result["state"], result["obligations"]) == ("refused", [])
        assert result["determination"]["due_on"] is None
        assert result["allocation"]["lines"] == []

    def test_on_the_first_day_it_is_accepted_though_a_saturday(self, service: Service) -> None:
        result = post_demand(service, spectrum_demand(handed_over("1998-10-10")))["result"]
        assert decided(result) == ("accepted", None)

    def test_mailed_before_the_opening_and_received_after_it(self, service: Service) -> None:
        body = spectrum_demand(mailed("1998-10-08"))
        sent_counts = with_readings(service, demand_open_test="given")
        assert decided(post_demand(service, body)["result"]) == ("accepted", None)
        assert decided(post_demand(service, body, sent_counts)["result"]) == (
            "refused",
            "DEMAND_NOT_YET_OPEN",
        )

    def test_a_premature_demand_is_held_under_the_other_reading(self, service: Service) -> None:
        identifier = with_readings(service, premature_demand="hold")
        body = spectrum_demand(handed_over("1998-10-01"))
        found = post_demand(service, body, identifier)["result"]["determination"]
        assert (found["decision"], found["runs_from"]) == ("accepted", "1998-10-10")
        assert found["due_on"] == "1999-01-08"

    def test_not_by_the_requisite_holders(self, service: Service) -> None:
        body = demand(letter(mailed("1999-02-16"), {"doeg-hill": 60_000}))
        result = post_demand(service, body)["result"]
        assert decided(result) == ("refused", "NOT_REQUISITE_HOLDERS")
        requisite = result["tallies"]["requisite"]
        assert (requisite["requesting"], requisite["met"]) == (66_000, False)
        assert condition(result, "requisite_holders")["outcome"] == "failed"
        assert result["obligations"] == []

    @pytest.mark.parametrize(("held", "decision"), [(50, "refused"), (51, "accepted")])
    def test_half_is_no_majority(self, service: Service, held: int, decision: str) -> None:
        holders = [holder("one", held), holder("other", 100 - held)]
        make_agreement(service, agreement("mine", holders=holders))
        body = demand(letter(mailed("1999-02-16"), {"one": 1}))
        found = post_demand(service, body, "mine")["result"]
        assert found["determination"]["decision"] == decision
        assert found["tallies"]["requisite"]["needed"] == 51

    def test_the_fourth_while_three_are_pending(self, service: Service) -> None:
        use_up(service, 3)
        result = post_demand(service)["result"]
        assert decided(result) == ("refused", "DEMAND_CAP_PENDING")
        assert result["tallies"]["demands"]["pending_before"] == 3
        assert result["tallies"]["demands"]["remaining_before"] == 0

    def test_the_third_is_the_last(self, service: Service) -> None:
        use_up(service, 2)
        result = post_demand(service)["result"]
        assert decided(result) == ("accepted", None)
        assert result["tallies"]["demands"]["remaining_after"] == 0

    def test_the_fourth_when_three_are_effected(self, service: Service) -> None:
        for identifier in use_up(service, 3):
            for fact in EFFECTIVE:
                post_event(service, identifier, fact)
        assert decided(post_demand(service)["result"]) == ("refused", "DEMAND_CAP_REACHED")

    def test_the_fourth_once_one_of_three_is_withdrawn(self, service: Service) -> None:
        first, *_ = use_up(service, 3)
        post_event(service, first, withdrawn("1998-11-02"))
        assert decided(post_demand(service)["result"]) == ("accepted", None)

    def test_the_fourth_once_a_stop_order_gave_one_back(self, service: Service) -> None:
        first, *_ = use_up(service, 3)
        for fact in (*EFFECTIVE, stop_order("1999-01-11")):
            post_event(service, first, fact)
        assert decided(post_demand(service)["result"]) == ("accepted", None)

    def test_pending_ones_do_not_count_under_the_other_reading(self, service: Service) -> None:
        identifier = with_readings(service, demand_cap_counts="effected")
        use_up(service, 3, identifier)
        assert decided(post_demand(service, None, identifier)["result"]) == ("accepted", None)

    def test_in_a_standstill_that_lets_the_company_refuse(self, service: Service) -> None:
        identifier = with_readings(service, standstill_effect="refuse")
        post_fact(service, offering("1999-07-14"), identifier)
        body = spectrum_demand(mailed("1999-08-11"))
        result = post_demand(service, body, identifier, as_of="1999-09-01")["result"]
        assert decided(result) == ("refused", "STANDSTILL")
        assert condition(result, "no_standstill")["outcome"] == "failed"
        assert result["determination"]["may_renew_on"] == "2000-01-11"
        assert result["obligations"] == []

    def test_not_in_writing(self, service: Service) -> None:
        delivery = handed_over("1999-02-18") | {"in_writing": False}
        result = post_demand(service, spectrum_demand(delivery))["result"]
        assert decided(result) == ("refused", "NOT_IN_WRITING")

    def test_by_fax_that_nobody_acknowledged_is_undetermined(self, service: Service) -> None:
        answer = post_demand(service, spectrum_demand(faxed("1999-02-16")))
        assert decided(answer["result"]) == ("undetermined", None)
        assert "acknowledged_on" in {each["name"] for each in answer["missing_inputs"]}
        # What would be owed if it was received is told, and that it is not known to be.
        assert {each["status"] for each in answer["result"]["obligations"]} == {"unconfirmed"}

    def test_by_fax_acknowledged_counts_from_that_day(self, service: Service) -> None:
        body = spectrum_demand(faxed("1999-02-16", acknowledged="1999-02-17"))
        found = post_demand(service, body)["result"]["determination"]
        assert (found["decision"], found["received_on"]) == ("accepted", "1999-02-17")

    def test_a_refusal_is_recorded(self, service: Service) -> None:
        answer = post_demand(service, spectrum_demand(handed_over("1998-10-09")))
        identifier = answer["result"].get("registration_id")
        assert read_registration(service, identifier, "1999-01-04")["state"] == "refused"

    def test_a_refused_demand_uses_up_none(self, service: Service) -> None:
        post_demand(service, spectrum_demand(handed_over("1998-10-09")))
        assert read_agreement(service, as_of="1999-01-04")["demands"]["remaining"] == 3

    def test_nobody_may_join_a_refused_demand(self, service: Service) -> None:
        answer = post_demand(service, spectrum_demand(handed_over("1998-10-09")))
        assert answer["result"]["windows"]["join"] == []


class TestDeferral:
    """Offering of Wednesday 14 July 1999: standstill 15 July 1999 to 10 January 2000."""

    def test_received_in_the_standstill(self, service: Service) -> None:
        post_fact(service, offering("1999-07-14"))
        body = spectrum_demand(mailed("1999-08-11"), short_form_qualified=True)
        result = post_demand(service, body, as_of="1999-09-10")["result"]
        assert decided(result) == ("deferred", "STANDSTILL")
        assert result["state"] == "deferred"
        assert result["determination"]["received_on"] == "1999-08-16"
        assert result["determination"]["due_before_delay"] == "1999-10-15"
        assert result["determination"]["not_before"] == "2000-01-11"
        assert result["determination"]["due_on"] == "2000-01-11"

    def test_the_duty_to_tell_the_holders_is_not_deferred(self, service: Service) -> None:
        post_fact(service, offering("1999-07-14"))
        body = spectrum_demand(mailed("1999-08-11"))
        result = post_demand(service, body, as_of="1999-09-10")["result"]
        assert obligation(result, "notice:wang")["status"] == "open"

    def test_it_opens_on_the_first_free_day(self, service: Service) -> None:
        post_fact(service, offering("1999-07-14"))
        answer = post_demand(service, spectrum_demand(mailed("1999-08-11")))
        identifier = answer["result"]["registration_id"]
        assert read_registration(service, identifier, "2000-01-10")["state"] == "deferred"
        assert read_registration(service, identifier, "2000-01-11")["state"] == "open"

    def test_an_offering_posted_after_the_demand_defers_it_from_its_day(
        self, service: Service
    ) -> None:
        identifier = demanded(service)
        post_fact(service, offering("1999-04-01"))
        before = read_registration(service, identifier, "1999-03-31")
        after = read_registration(service, identifier, "1999-04-01")
        assert decided(before) == ("accepted", None)
        assert before["determination"]["due_on"] == "1999-05-20"
        assert decided(after) == ("deferred", "STANDSTILL")
        assert after["determination"]["due_on"] == "1999-09-29"

    def test_the_order_of_posting_makes_no_difference(self, service: Service) -> None:
        other = with_readings(service)
        post_fact(service, offering("1999-04-01"), other)
        early = demanded(service, agreement=other)
        late = demanded(service)
        post_fact(service, offering("1999-04-01"))
        results = [read_registration(service, each, "1999-04-15") for each in (early, late)]
        assert results[0]["determination"]["due_on"] == "1999-09-29"
        assert _but_for_ids(results[0]) == _but_for_ids(results[1])

    def test_an_offering_that_comes_later_spares_it_under_the_other_reading(
        self, service: Service
    ) -> None:
        identifier = with_readings(service, standstill_catches_prior=False)
        registration = demanded(service, agreement=identifier)
        post_fact(service, offering("1999-04-01"), identifier)
        found = read_registration(service, registration, "1999-04-15")
        assert decided(found) == ("accepted", None)

    @pytest.mark.parametrize(
        "harmless", [{"seller": "holders"}, {"form": "S-8"}, {"form": "S-4"}], ids=str
    )
    def test_other_offerings_defer_nothing(self, service: Service, harmless: Json) -> None:
        post_fact(service, offering("1999-07-14", **harmless))
        result = post_demand(service, spectrum_demand(mailed("1999-08-11")))["result"]
        assert decided(result) == ("accepted", None)

    def test_an_offering_after_effectiveness_changes_nothing(self, service: Service) -> None:
        identifier = demanded(service, filed("1999-03-22"), declared_effective("1999-04-26"))
        before = read_registration(service, identifier, "1999-05-20")
        post_fact(service, offering("1999-05-03"))
        after = read_registration(service, identifier, "1999-05-20")
        assert after["determination"]["due_on"] == before["determination"]["due_on"]
        assert decided(after) == ("accepted", None)

    @pytest.mark.parametrize("holders", [(), ("spectrum",)], ids=["whole", "last"])
    def test_an_offering_after_the_withdrawal_changes_nothing(
        self, service: Service, holders: tuple[str, ...]
    ) -> None:
        identifier = demanded(service, withdrawn("1999-03-22", *holders))
        before = read_registration(service, identifier, "1999-05-20")
        post_fact(service, offering("1999-04-01"))
        after = read_registration(service, identifier, "1999-05-20")
        assert after == before
        assert decided(after) == ("accepted", None)


class TestJointLetters:
    """Doeg Hill and Mochary ask on 1 March 1999, Spectrum by mail of the 4th, received the 9th."""

    minority = letter(handed_over("1999-03-01"), {"doeg-hill": 60_000, "mochary": 20_000})
    majority = letter(mailed("1999-03-04"), {"spectrum": 300_000})

    def test_are_received_when_together_they_suffice(self, service: Service) -> None:
        found = post_demand(service, demand(self.minority, self.majority))["result"]
        assert found["determination"]["received_on"] == "1999-03-09"
        assert found["determination"]["given_on"] == "1999-03-04"
        assert found["determination"]["requesters"] == ["doeg-hill", "mochary", "spectrum"]
        assert found["determination"]["due_on"] == "1999-06-07"
        assert found["tallies"]["requisite"]["requesting"] == 1_419_000
        assert included(found) == {"doeg-hill": 60_000, "mochary": 20_000, "spectrum": 300_000}

    def test_in_any_order(self, service: Service) -> None:
        forward = dry_run(service, demand(self.minority, self.majority))["result"]
        backward = dry_run(service, demand(self.majority, self.minority))["result"]
        assert forward["determination"]["due_on"] == backward["determination"]["due_on"]
        assert included(forward) == included(backward)

    def test_the_second_letter_may_be_posted_later(self, service: Service) -> None:
        first = post_demand(service, demand(self.minority), as_of="1999-03-02")["result"]
        identifier = first.get("registration_id")
        assert decided(first) == ("refused", "NOT_REQUISITE_HOLDERS")
        after = post_event(service, identifier, letter_added(self.majority), as_of="1999-03-10")
        assert decided(after["result"]) == ("accepted", None)
        assert after["result"]["determination"]["received_on"] == "1999-03-09"
        assert after["result"]["determination"]["due_on"] == "1999-06-07"
        before = read_registration(service, identifier, "1999-03-03")
        assert decided(before) == ("refused", "NOT_REQUISITE_HOLDERS")

    def test_posted_together_or_one_by_one_they_give_the_same_answer(
        self, service: Service
    ) -> None:
        other = with_readings(service)
        together = post_demand(service, demand(self.minority, self.majority), other)["result"]
        first = post_demand(service, demand(self.minority))["result"]["registration_id"]
        apart = post_event(service, first, letter_added(self.majority))["result"]
        assert together["determination"]["due_on"] == apart["determination"]["due_on"]
        assert together["determination"]["requesters"] == apart["determination"]["requesters"]
        assert together["tallies"]["requisite"]["total"] == apart["tallies"]["requisite"]["total"]
        assert included(together) == included(apart)

    def test_a_letter_after_the_demand_is_complete_joins_it(self, service: Service) -> None:
        identifier = demanded(service)
        added = letter_added(letter(handed_over("1999-03-01"), {"doeg-hill": 60_000}))
        result = post_event(service, identifier, added, as_of="1999-03-02")["result"]
        assert result["determination"]["received_on"] == "1999-02-19"
        assert result["determination"]["requesters"] == ["spectrum"]
        (joined,) = result["joins"]
        assert (joined["holder"], joined["decision"]) == ("doeg-hill", "accepted")
        assert included(result) == {"spectrum": 400_000, "doeg-hill": 60_000}

    def test_letters_that_never_suffice_are_refused(self, service: Service) -> None:
        identifier = post_demand(service, demand(self.minority))["result"]["registration_id"]
        added = letter_added(letter(handed_over("1999-03-08"), {"wang": 1_000}))
        result = post_event(service, identifier, added)["result"]
        assert decided(result) == ("refused", "NOT_REQUISITE_HOLDERS")
        assert result["tallies"]["requisite"]["requesting"] == 66_000 + 33_000 + 8_250

    def test_a_signer_not_yet_recognised_is_neither_counted_nor_included(
        self, service: Service
    ) -> None:
        post_fact(
            service,
            transfer("1999-02-01", "spectrum", "affiliate", 1_000, record_holder_on="1999-12-01"),
        )
        body = demand(letter(mailed("1999-02-16"), {"spectrum": 400_000, "affiliate": 1_000}))
        result = post_demand(service, body, as_of=FEBRUARY)["result"]
        assert result["tallies"]["requisite"]["requesting"] == 1_319_000
        assert included(result).get("affiliate") in (None, 0)
        assert obligation(result, "effect")["obligees"] == ["spectrum"]

    def test_each_counts_what_its_signers_hold_on_the_day_of_receipt(
        self, service: Service
    ) -> None:
        """Spectrum sells its majority to a stranger between the letters: they no longer suffice."""
        post_fact(
            service,
            transfer("1999-03-08", "spectrum", "stranger", 700_000, record_holder_on="2000-01-03"),
        )
        result = post_demand(service, demand(self.minority, self.majority))["result"]
        assert decided(result) == ("refused", "NOT_REQUISITE_HOLDERS")
        assert result["tallies"]["requisite"]["requesting"] == 719_000


class TestDryRun:
    def test_stores_nothing(self, service: Service) -> None:
        with nothing_stored(service):
            dry_run(service)

    def test_of_a_refusal_stores_nothing(self, service: Service) -> None:
        with nothing_stored(service):
            answer = dry_run(service, spectrum_demand(handed_over("1998-10-09")))
        assert decided(answer["result"]) == ("refused", "DEMAND_NOT_YET_OPEN")

    @pytest.mark.parametrize("explain", ["none", "summary", "full"])
    def test_answers_what_the_recorded_demand_answers(self, service: Service, explain: str) -> None:
        tried = dry_run(service, explain=explain, as_of=FEBRUARY)
        made = post_demand(service, explain=explain, as_of=FEBRUARY)
        assert "registration_id" not in tried["result"]
        del made["result"]["registration_id"]
        assert _but_for_new_fact(service, tried) == _but_for_new_fact(service, made)

    def test_has_no_location(self, service: Service) -> None:
        response = service.post(f"/v1/agreements/{DEMO}/demands", spectrum_demand(), dry_run=True)
        assert response.status_code == 200
        assert "location" not in response.headers

    def test_sees_the_demands_on_record(self, service: Service) -> None:
        use_up(service, 3)
        assert decided(dry_run(service)["result"]) == ("refused", "DEMAND_CAP_PENDING")

    def test_meets_the_same_faults(self, service: Service) -> None:
        body = spectrum_demand(shares=1_320_001)
        path = f"/v1/agreements/{DEMO}/demands"
        tried, made = service.post(path, body, dry_run=True), service.post(path, body)
        assert (tried.status_code, tried.json()) == (made.status_code, made.json())

    def test_under_an_id_that_is_taken_is_a_conflict_as_it_would_be(self, service: Service) -> None:
        body = spectrum_demand() | {"id": EXAMPLE_DEMAND}
        for agreement_id in (DEMO, "ctc-example"):
            path = f"/v1/agreements/{agreement_id}/demands"
            problem(service.post(path, body, dry_run=True), 409, "already_exists")

    def test_cites_no_fact_that_is_not_on_record(self, service: Service) -> None:
        """What was only tried is in the request: `fact:` leads to the record, where it is not."""
        tried = json.dumps(dry_run(service))
        on_record = {each["fact_id"] for each in stored(service)[DEMO][1]}
        cited = {part.split("#")[0] for part in tried.split("fact:")[1:]}
        assert cited <= on_record


class TestBackDatedFacts:
    def test_a_transfer_before_the_demand_takes_the_majority_away(self, service: Service) -> None:
        identifier = demanded(service)
        assert decided(read_registration(service, identifier, FEBRUARY)) == ("accepted", None)
        post_fact(
            service,
            transfer("1999-02-01", "spectrum", "affiliate", 700_000, record_holder_on="1999-12-01"),
        )
        result = read_registration(service, identifier, FEBRUARY)
        assert decided(result) == ("refused", "NOT_REQUISITE_HOLDERS")
        assert result["tallies"]["requisite"]["requesting"] == 620_000
        assert result["obligations"] == []

    def test_a_transfer_after_the_demand_does_not(self, service: Service) -> None:
        identifier = demanded(service)
        post_fact(service, transfer("1999-02-22", "spectrum", "affiliate", 700_000))
        assert decided(read_registration(service, identifier, "1999-03-01")) == ("accepted", None)

    def test_a_transferee_recognised_before_the_demand_is_told_of_it(
        self, service: Service
    ) -> None:
        identifier = demanded(service)
        post_fact(service, transfer("1999-02-01", "spectrum", "affiliate", 100_000))
        result = read_registration(service, identifier, FEBRUARY)
        assert obligation(result, "notice:affiliate")["status"] == "open"

    def test_an_earlier_demand_posted_late_takes_the_last_place(self, service: Service) -> None:
        use_up(service, 2)
        third = demanded(service)
        assert decided(read_registration(service, third, FEBRUARY)) == ("accepted", None)
        post_demand(service, spectrum_demand(handed_over("1998-10-30")))
        assert decided(read_registration(service, third, FEBRUARY)) == (
            "refused",
            "DEMAND_CAP_PENDING",
        )

    def test_a_sale_by_a_joiner_limits_what_is_included(self, service: Service) -> None:
        """Invariant: nobody may have more included than it held when it joined."""
        identifier = demanded(service, join("doeg-hill", 50_000, handed_over("1999-03-15")))
        post_fact(service, converted("1999-03-01", "doeg-hill", 60_000))
        response = service.post(
            f"/v1/agreements/{DEMO}/events", sold("1999-03-02", "doeg-hill", 60_000)
        )
        if response.status_code == 201:
            result = read_registration(service, identifier, "1999-03-20")
            assert included(result)["doeg-hill"] in (None, 0, 6_000)
        else:
            problem(response, 422, "invalid_input")


class TestAsOf:
    def test_there_is_no_registration_before_its_demand(self, service: Service) -> None:
        identifier = demanded(service)
        path = f"/v1/registrations/{identifier}"
        for part in ("", "/obligations", "/allocation"):
            problem(service.get(path + part, as_of="1999-02-15"), 404, "not_found")

    def test_nobody_owes_anything_yet_while_the_letter_is_on_its_way(
        self, service: Service
    ) -> None:
        """Mailed on the 16th, received on the 19th: on the 17th no clock has begun to run."""
        result = read_registration(service, demanded(service), "1999-02-17")
        assert result["state"] == "received"
        assert {each["status"] for each in result["obligations"]} <= {"not_yet_due"}

    def test_later_facts_are_left_out(self, service: Service) -> None:
        identifier = demanded(service, filed("1999-03-22"), declared_effective("1999-04-26"))
        states = {
            day: read_registration(service, identifier, day)["state"]
            for day in ("1999-03-21", "1999-03-22", "1999-04-25", "1999-04-26", "1999-10-23")
        }
        assert states == {
            "1999-03-21": "open",
            "1999-03-22": "filed",
            "1999-04-25": "filed",
            "1999-04-26": "effective",
            "1999-10-23": "effective",
        }

    def test_the_statement_need_not_be_kept_effective_after_180_days(
        self, service: Service
    ) -> None:
        identifier = demanded(service, filed("1999-03-22"), declared_effective("1999-04-26"))
        result = read_registration(service, identifier, "1999-10-24")
        assert result["windows"]["effectiveness"]["last_day"] == "1999-10-23"
        assert result["state"] == "expired"
        assert obligation(result, "maintain")["status"] == "performed"

    def test_the_answer_to_a_post_may_be_as_of_a_later_day(self, service: Service) -> None:
        result = post_demand(service, as_of="1999-06-01")["result"]
        assert result["as_of"] == "1999-06-01"
        assert obligation(result, "effect")["status"] == "overdue_review"

    def test_the_answer_to_a_post_cannot_be_as_of_an_earlier_day(self, service: Service) -> None:
        with nothing_stored(service):
            response = service.post(
                f"/v1/agreements/{DEMO}/demands", spectrum_demand(), as_of="1999-02-15"
            )
        (found,) = problem(response, 422, "invalid_input")["errors"]
        assert (found["place"], found["pointer"], found["code"]) == (
            "query",
            "as_of",
            "as_of_before_fact",
        )

    def test_a_view_of_obligations_and_of_the_allocation(self, service: Service) -> None:
        identifier = demanded(service)
        whole = read_registration(service, identifier, FEBRUARY)
        path = f"/v1/registrations/{identifier}"
        duties = ok(service.get(f"{path}/obligations", as_of=FEBRUARY))
        shares = ok(service.get(f"{path}/allocation", as_of=FEBRUARY))
        assert without_steps(duties["items"]) == without_steps(whole["obligations"])
        assert without_steps(shares["allocation"]) == without_steps(whole["allocation"])
        assert duties["as_of"] == shares["as_of"] == FEBRUARY


class TestHoldersToTell:
    def test_a_holder_who_left_before_the_demand_was_received_is_not_told(
        self, service: Service
    ) -> None:
        """Wang sells out on the 17th, after Spectrum's letter was mailed, before it is received."""
        post_fact(service, converted("1999-02-17", "wang", 7_500))
        post_fact(service, {"kind": "warrants_expired", "occurred_on": "1999-02-17"})
        post_fact(service, sold("1999-02-17", "wang", 7_500))
        result = read_registration(service, demanded(service), FEBRUARY)
        assert "notice:wang" not in {each["id"] for each in result["obligations"]}

    def test_a_transferee_not_yet_recognised_is_not_told(self, service: Service) -> None:
        post_fact(
            service,
            transfer("1999-02-01", "spectrum", "affiliate", 1_000, record_holder_on="1999-06-01"),
        )
        result = read_registration(service, demanded(service), FEBRUARY)
        assert "notice:affiliate" not in {each["id"] for each in result["obligations"]}

    def test_a_transferee_recognised_while_the_demand_is_open_is_told(
        self, service: Service
    ) -> None:
        post_fact(
            service,
            transfer("1999-02-01", "spectrum", "affiliate", 1_000, record_holder_on="1999-03-01"),
        )
        identifier = demanded(service)
        before = read_registration(service, identifier, "1999-02-28")
        after = read_registration(service, identifier, "1999-03-01")
        assert "notice:affiliate" not in {each["id"] for each in before["obligations"]}
        assert obligation(after, "notice:affiliate")["status"] == "open"


class TestDemandThatCannotBePosted:
    def test_under_an_unknown_agreement(self, service: Service) -> None:
        response = service.post("/v1/agreements/nobody/demands", spectrum_demand())
        problem(response, 404, "not_found")

    @pytest.mark.parametrize("agreement_id", [DEMO, "ctc-example"])
    def test_under_an_id_that_is_taken(self, service: Service, agreement_id: str) -> None:
        with nothing_stored(service):
            response = service.post(
                f"/v1/agreements/{agreement_id}/demands",
                spectrum_demand() | {"id": EXAMPLE_DEMAND},
            )
        problem(response, 409, "already_exists")

    def test_under_an_id_that_is_taken_and_before_the_demand_that_took_it(
        self, service: Service
    ) -> None:
        body = spectrum_demand(handed_over("1998-10-12")) | {"id": EXAMPLE_DEMAND}
        with nothing_stored(service):
            response = service.post("/v1/agreements/ctc-example/demands", body)
        problem(response, 409, "already_exists")

    def test_under_an_agreement_without_the_right_it_is_refused_by_the_agreement(
        self, service: Service
    ) -> None:
        """A refusal by the agreement is an answer with its reason, not an HTTP error."""
        overrides = {"demand": None}
        holders = [holder("spectrum", 1_000_000)]
        make_agreement(service, agreement("mine", overrides=overrides, holders=holders))
        found = post_demand(service, spectrum_demand(), "mine")["result"]["determination"]
        assert found["decision"] == "refused"
        assert found["reason"]


def _but_for_new_fact(service: Service, answer: Json) -> Any:
    """An answer in which the new fact, whatever its id, is called new, recorded or only tried."""
    text = json.dumps(answer)
    known = {each["fact_id"] for each in stored(service)[DEMO][1][:19]}
    cited = {part.split("#")[0] for part in text.split("fact:")[1:]}
    for fact_id in cited - known:
        text = text.replace(f"fact:{fact_id}#", "request:")
    return json.loads(text)


def _but_for_ids(result: Json) -> Any:
    """A result without the names that differ from one agreement to another."""
    text = json.dumps(result)
    for fact_id in {part.split("#")[0] for part in text.split("fact:")[1:]}:
        text = text.replace(f"fact:{fact_id}#", "fact:#")
    found = json.loads(text)
    return found | {"registration_id": None, "agreement_id": None}


class TestTheLeastNumberOfShares:
    """A number of shares in the terms follows the splits since it was written there (9(h))."""

    def ask(self, service: Service, agreement_id: str, shares: int) -> tuple[str, str | None]:
        body = spectrum_demand(handed_over("1999-02-16"), shares)
        return decided(dry_run(service, body, agreement_id, as_of="1999-02-16")["result"])

    def made(self, service: Service, *facts: Json, **terms: Any) -> str:
        holders = [holder("spectrum", 1_000)]
        overrides = {"demand": {"minimum_shares": 401}} | terms
        body = agreement("small", overrides=overrides, holders=holders)
        make_agreement(service, body)
        for each in facts:
            post_fact(service, each, "small")
        return "small"

    def test_is_multiplied_by_the_exact_ratio(self, service: Service) -> None:
        small = self.made(service, split("1999-02-15", 3, 2))
        assert self.ask(service, small, 601) == ("refused", "DEMAND_TOO_SMALL")
        assert self.ask(service, small, 602) == ("accepted", None)

    def test_is_left_alone_by_a_split_to_come(self, service: Service) -> None:
        small = self.made(service, split("1999-02-17", 3, 2))
        assert self.ask(service, small, 401) == ("accepted", None)

    def test_is_left_alone_where_the_agreement_has_no_clause_on_splits(
        self, service: Service
    ) -> None:
        small = self.made(service, split("1999-02-15", 3, 2), split_clause=None)
        assert self.ask(service, small, 401) == ("accepted", None)

    def test_written_after_the_split_it_is_as_written(self, service: Service) -> None:
        small = self.made(service, split("1999-02-01", 3, 2))
        post_fact(service, amendment("1999-02-02", {"/demand/minimum_shares": 500}), small)
        assert self.ask(service, small, 499) == ("refused", "DEMAND_TOO_SMALL")
        assert self.ask(service, small, 500) == ("accepted", None)


@pytest.mark.parametrize(
    ("commenced_on", "not_before", "due_on", "practicable"),
    [
        # 180 days after 23 May end on Friday 19 November; it is due on the Saturday, and the
        # Commission works on no day from then: the Friday is a day of the standstill.
        ("1999-05-23", "1999-11-20", "1999-11-20", None),
        ("1999-05-22", "1999-11-19", "1999-11-19", "1999-11-19"),
        ("1999-05-24", "1999-11-21", "1999-11-22", "1999-11-22"),
    ],
)
def test_no_practicable_day_lies_before_the_first_on_which_it_need_be_effected(
    service: Service, commenced_on: str, not_before: str, due_on: str, practicable: str | None
) -> None:
    post_fact(service, offering(commenced_on))
    result = read_registration(
        service, demanded(service, delivery=handed_over("1999-04-05")), "1999-05-25"
    )
    found = result["determination"]
    assert (found.get("not_before"), found["due_on"]) == (not_before, due_on)
    assert found.get("last_practicable_on") == practicable
    assert obligation(result, "effect").get("last_practicable_on") == practicable


def test_the_last_practicable_day_is_none_on_which_the_commission_was_closed_by_order(
    service: Service,
) -> None:
    """Ninety days after Tuesday 25 September 2018 are Monday 24 December, closed by order."""
    body = spectrum_demand(handed_over("2018-09-25"))
    answer = post_demand(service, body, as_of="2018-09-25")
    found = answer["result"]["determination"]
    assert (found["due_on"], found.get("last_practicable_on")) == ("2018-12-24", "2018-12-21")
    assert "COMMISSION_DAYS" in {each["code"] for each in answer["assumptions"]}
