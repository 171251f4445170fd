"""The life of a demanded registration, fact by fact.

Spectrum's demand is received on 19 February 1999. Notice mailed on Monday 22 February is received
on the 25th; twenty days later, Wednesday 17 March, is the last day to join (a holiday in Suffolk
County only).
"""

import pytest

from tests.api.bodies import (
    Json,
    additions,
    closing_failed,
    declared_effective,
    delay,
    faxed,
    filed,
    handed_over,
    join,
    letter,
    letter_added,
    mailed,
    maximum,
    notice,
    order_lifted,
    spectrum_demand,
    stop_order,
    transfer,
    withdrawn,
)
from tests.api.calls import (
    DEMO,
    EXAMPLE_DEMAND,
    demanded,
    dry_run,
    included,
    joins,
    noticed,
    obligation,
    ok,
    post_demand,
    post_event,
    post_fact,
    read_agreement,
    read_registration,
    window,
    with_readings,
)
from tests.api.refusals import faults, nothing_stored, problem
from tests.running.service import Service

LAST_DAY = "1999-03-17"
LATER = "1999-03-31"

DOEG_HILL_ON_THE_LAST_DAY = join("doeg-hill", 50_000, handed_over(LAST_DAY))
MOCHARY_TOO_LATE = join("mochary", 25_000, mailed("1999-03-15"))
EFFECTIVE = (filed("1999-04-05"), declared_effective("1999-05-18"))


class TestNotice:
    def test_by_mail_is_received_on_the_third_business_day(self, service: Service) -> None:
        identifier = demanded(service, notice("wang", mailed("1999-02-22")))
        found = window(read_registration(service, identifier, LATER), "wang")
        assert (found["notice_given_on"], found["notice_received_on"]) == (
            "1999-02-22",
            "1999-02-25",
        )
        assert found["last_day"] == LAST_DAY

    def test_by_hand_is_received_on_the_day(self, service: Service) -> None:
        identifier = demanded(service, notice("wang", handed_over("1999-02-22")))
        found = window(read_registration(service, identifier, LATER), "wang")
        assert found.get("notice_given_on") == found["notice_received_on"] == "1999-02-22"
        assert found["last_day"] == "1999-03-15"

    def test_gives_each_holder_a_window_of_his_own(self, service: Service) -> None:
        identifier = demanded(
            service,
            notice("wang", handed_over("1999-02-22")),
            notice("colo", mailed("1999-02-22")),
        )
        result = read_registration(service, identifier, LATER)
        ends = {each["holder"]: each["last_day"] for each in result["windows"]["join"]}
        assert ends["wang"] == "1999-03-15"
        assert ends["colo"] == LAST_DAY
        assert ends["cashin"] is None
        assert result["windows"]["last_join_day"] == LAST_DAY

    def test_performs_the_obligation_to_that_holder_alone(self, service: Service) -> None:
        identifier = demanded(service, notice("wang", mailed("1999-02-22")))
        result = read_registration(service, identifier, LATER)
        told, untold = obligation(result, "notice:wang"), obligation(result, "notice:colo")
        assert (told["status"], told.get("performed_on")) == ("performed", "1999-02-22")
        assert (untold["status"], untold.get("performed_on")) == ("open", None)

    def test_a_window_is_open_through_its_last_day(self, service: Service) -> None:
        identifier = noticed(service)
        states = [
            window(read_registration(service, identifier, day), "mochary")["state"]
            for day in (LAST_DAY, "1999-03-18")
        ]
        assert states == ["open", "closed"]

    def test_a_window_does_not_end_on_a_sunday(self, service: Service) -> None:
        identifier = demanded(service, notice("wang", handed_over("1999-03-01")))
        found = window(read_registration(service, identifier, LATER), "wang")
        assert found["last_day"] == "1999-03-22"

    def test_a_second_notice_does_not_move_the_window(self, service: Service) -> None:
        identifier = demanded(
            service,
            notice("wang", handed_over("1999-02-22")),
            notice("wang", handed_over("1999-03-08")),
        )
        found = window(read_registration(service, identifier, LATER), "wang")
        assert found["notice_received_on"] == "1999-02-22"

    def test_by_fax_is_open_until_its_acknowledgment_is_recorded(self, service: Service) -> None:
        identifier = demanded(service, notice("wang", faxed("1999-02-22")))
        result = read_registration(service, identifier, LATER)
        assert window(result, "wang")["state"] == "unknown"
        assert obligation(result, "notice:wang")["status"] == "unconfirmed"

    def test_to_every_holder_makes_it_noticed(self, service: Service) -> None:
        result = read_registration(service, EXAMPLE_DEMAND, "1999-03-01")
        assert result["state"] == "open"
        post_event(service, EXAMPLE_DEMAND, notice("wang", mailed("1999-02-22")))
        assert read_registration(service, EXAMPLE_DEMAND, "1999-03-01")["state"] == "noticed"
        closed = read_registration(service, EXAMPLE_DEMAND, "1999-03-18")
        assert closed["state"] == "joining_closed"

    def test_joining_is_closed_with_the_last_window_and_not_before(self, service: Service) -> None:
        """2(a)(i): wang's window runs through 8 April, those of the others through 17 March."""
        post_event(service, EXAMPLE_DEMAND, notice("wang", handed_over("1999-03-19")))
        states = {
            day: read_registration(service, EXAMPLE_DEMAND, day)["state"]
            for day in ("1999-03-19", "1999-04-08", "1999-04-09")
        }
        assert states == {
            "1999-03-19": "noticed",
            "1999-04-08": "noticed",
            "1999-04-09": "joining_closed",
        }

    def test_so_late_that_a_window_passes_the_due_day_is_warned_of(self, service: Service) -> None:
        identifier = demanded(service, notice("wang", handed_over("1999-05-10")))
        answer = ok(service.get(f"/v1/registrations/{identifier}", as_of="1999-05-10"))
        assert [each["code"] for each in answer["warnings"]] == ["WINDOW_AFTER_DUE"]
        assert answer["result"]["determination"]["due_on"] == "1999-05-20"
        assert window(answer["result"], "wang")["last_day"] == "1999-06-01"

    def test_to_somebody_who_is_no_holder_is_refused(self, service: Service) -> None:
        identifier = demanded(service)
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events", notice("nobody", mailed("1999-02-22"))
            )
        assert faults(response) == {"/holder": "unknown_holder"}

    def test_before_the_demand_is_refused_at_its_day(self, service: Service) -> None:
        identifier = demanded(service)
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events", notice("wang", mailed("1999-02-12"))
            )
        assert faults(response) == {"/delivery/sent_on": "before_demand"}


class TestJoin:
    def test_delivered_on_the_last_day_is_in_time(self, service: Service) -> None:
        identifier = noticed(service)
        answer = post_event(service, identifier, DOEG_HILL_ON_THE_LAST_DAY, as_of=LAST_DAY)
        result = answer["result"]
        assert joins(result) == {"doeg-hill": ("accepted", None)}
        assert window(result, "doeg-hill")["response"] == "joined"
        assert included(result) == {"spectrum": 400_000, "doeg-hill": 50_000}

    def test_mailed_within_and_received_after_is_late(self, service: Service) -> None:
        identifier = noticed(service)
        result = post_event(service, identifier, MOCHARY_TOO_LATE, as_of=LATER)["result"]
        (late,) = result["joins"]
        assert (late["given_on"], late["received_on"]) == ("1999-03-15", "1999-03-18")
        assert joins(result) == {"mochary": ("refused", "JOIN_LATE")}
        assert window(result, "mochary")["response"] == "refused"
        assert included(result) == {"spectrum": 400_000}

    def test_evacuation_day_saves_it_where_suffolk_holidays_count(self, service: Service) -> None:
        identifier = noticed(
            service, MOCHARY_TOO_LATE, agreement=with_readings(service, roll_suffolk=True)
        )
        result = read_registration(service, identifier, LATER)
        assert window(result, "mochary")["last_day"] == "1999-03-18"
        assert joins(result) == {"mochary": ("accepted", None)}

    def test_giving_it_is_enough_under_the_other_reading(self, service: Service) -> None:
        identifier = noticed(
            service, MOCHARY_TOO_LATE, agreement=with_readings(service, demand_join_test="given")
        )
        assert joins(read_registration(service, identifier, LATER)) == {
            "mochary": ("accepted", None)
        }

    def test_binds_the_company_to_include_the_shares(self, service: Service) -> None:
        identifier = noticed(service, DOEG_HILL_ON_THE_LAST_DAY)
        result = read_registration(service, identifier, LATER)
        (owed,) = [each for each in result["obligations"] if each["id"].startswith("include:")]
        assert (owed["obligees"], owed["status"]) == (["doeg-hill"], "open")
        assert (owed["due_on"], owed["standard"]) == (None, None)
        assert obligation(result, "effect")["obligees"] == ["doeg-hill", "spectrum"]

    def test_before_any_notice_is_in_time(self, service: Service) -> None:
        identifier = demanded(service, join("wang", 2_000, handed_over("1999-02-22")))
        assert joins(read_registration(service, identifier, LATER)) == {"wang": ("accepted", None)}

    def test_of_more_than_is_held_is_refused(self, service: Service) -> None:
        identifier = noticed(service)
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events",
                join("doeg-hill", 66_001, handed_over(LAST_DAY)),
            )
        assert faults(response) == {"/shares": "more_than_held"}

    def test_a_later_request_replaces_it(self, service: Service) -> None:
        identifier = noticed(
            service,
            join("doeg-hill", 50_000, handed_over("1999-03-01")),
            join("doeg-hill", 20_000, handed_over("1999-03-08")),
        )
        before = read_registration(service, identifier, "1999-03-07")
        after = read_registration(service, identifier, "1999-03-08")
        assert included(before) == {"spectrum": 400_000, "doeg-hill": 50_000}
        assert included(after) == {"spectrum": 400_000, "doeg-hill": 20_000}

    def test_a_replaced_request_is_no_longer_owed(self, service: Service) -> None:
        identifier = noticed(
            service,
            join("doeg-hill", 50_000, handed_over("1999-03-01")),
            join("doeg-hill", 20_000, handed_over("1999-03-08")),
        )
        result = read_registration(service, identifier, LATER)
        owed = [
            each["action"]
            for each in result["obligations"]
            if each["id"].startswith("include:") and each["status"] == "open"
        ]
        assert len(owed) == 1
        assert "20,000" in owed[0]

    def test_a_late_replacement_leaves_the_first(self, service: Service) -> None:
        identifier = noticed(
            service,
            join("doeg-hill", 50_000, handed_over("1999-03-01")),
            join("doeg-hill", 60_000, handed_over("1999-03-18")),
        )
        result = read_registration(service, identifier, LATER)
        assert included(result)["doeg-hill"] == 50_000

    def test_by_a_requester_changes_his_number(self, service: Service) -> None:
        identifier = noticed(service, join("spectrum", 500_000, handed_over("1999-03-01")))
        assert included(read_registration(service, identifier, LATER)) == {"spectrum": 500_000}

    def test_by_a_transferee_not_yet_recognised_is_refused(self, service: Service) -> None:
        post_fact(
            service,
            transfer("1999-02-01", "spectrum", "affiliate", 1_000, record_holder_on="1999-06-01"),
        )
        identifier = demanded(service, join("affiliate", 1_000, handed_over("1999-03-01")))
        assert joins(read_registration(service, identifier, LATER)) == {
            "affiliate": ("refused", "NOT_RECOGNISED_HOLDER")
        }

    def test_by_fax_unacknowledged_is_undetermined_and_not_refused(self, service: Service) -> None:
        identifier = noticed(service, join("doeg-hill", 50_000, faxed("1999-03-01")))
        result = read_registration(service, identifier, LATER)
        assert joins(result) == {"doeg-hill": ("undetermined", None)}
        assert window(result, "doeg-hill")["response"] != "refused"
        assert included(result)["doeg-hill"] is None

    def test_of_a_refused_demand_is_answered(self, service: Service) -> None:
        """It is recorded, so the answer must say what became of it."""
        refused = post_demand(service, spectrum_demand(handed_over("1998-10-09")))["result"]
        identifier = refused.get("registration_id")
        asked = join("wang", 2_000, handed_over("1998-10-20"))
        result = post_event(service, identifier, asked)["result"]
        assert [(each["holder"], each["decision"]) for each in result["joins"]] == [
            ("wang", "refused")
        ]
        assert result["joins"][0].get("reason")

    def test_after_effectiveness_is_too_late_though_no_notice_came(self, service: Service) -> None:
        """What is effective cannot take in more shares; the Company's failure is its own matter."""
        identifier = demanded(service, *EFFECTIVE)
        late = join("wang", 2_000, handed_over("1999-06-01"))
        response = service.post(f"/v1/registrations/{identifier}/events", late)
        if response.status_code == 201:
            assert "wang" not in included(response.json()["result"])
        else:
            problem(response, 422, "invalid_input")


class TestWithdrawal:
    def test_by_all_ends_the_demand(self, service: Service) -> None:
        identifier = noticed(service, DOEG_HILL_ON_THE_LAST_DAY, withdrawn("1999-03-22"))
        result = read_registration(service, identifier, LATER)
        assert result["state"] == "withdrawn"
        assert obligation(result, "effect")["status"] == "excused"
        assert obligation(result, "effect").get("days_left") is None

    def test_it_stood_until_then(self, service: Service) -> None:
        identifier = noticed(service, withdrawn("1999-03-22"))
        assert read_registration(service, identifier, "1999-03-21")["state"] != "withdrawn"

    def test_gives_the_demand_back(self, service: Service) -> None:
        demanded(service, withdrawn("1999-03-22"))
        before, after = (
            read_agreement(service, as_of=day)["demands"] for day in ("1999-03-21", "1999-03-22")
        )
        assert (before["pending"], before["remaining"]) == (1, 2)
        assert (after["pending"], after["remaining"]) == (0, 3)

    def test_uses_one_up_under_the_other_reading(self, service: Service) -> None:
        identifier = with_readings(service, withdrawn_counts=True)
        demanded(service, withdrawn("1999-03-22"), agreement=identifier)
        assert read_agreement(service, identifier, as_of=LATER)["demands"]["remaining"] == 2

    def test_leaves_the_expenses_with_the_company(self, service: Service) -> None:
        identifier = demanded(service, withdrawn("1999-03-22"))
        assert obligation(read_registration(service, identifier, LATER), "expenses")["obligor"] == (
            "ctc"
        )

    def test_by_the_only_requester_by_name_ends_it(self, service: Service) -> None:
        identifier = demanded(service, withdrawn("1999-03-22", "spectrum"))
        assert read_registration(service, identifier, LATER)["state"] == "withdrawn"

    def test_a_late_joiner_does_not_keep_it_alive(self, service: Service) -> None:
        """Mochary's request was refused: nobody is left who asks for anything."""
        identifier = noticed(service, MOCHARY_TOO_LATE, withdrawn("1999-03-22", "spectrum"))
        assert read_registration(service, identifier, LATER)["state"] == "withdrawn"

    def test_by_a_joiner_takes_out_his_shares_alone(self, service: Service) -> None:
        identifier = noticed(
            service, DOEG_HILL_ON_THE_LAST_DAY, withdrawn("1999-03-22", "doeg-hill")
        )
        result = read_registration(service, identifier, LATER)
        assert result["state"] != "withdrawn"
        assert included(result) == {"spectrum": 400_000}
        assert obligation(result, "effect")["obligees"] == ["spectrum"]

    def test_by_some_requesters_needs_no_new_majority(self, service: Service) -> None:
        both = letter(handed_over("1999-02-19"), {"spectrum": 400_000, "doeg-hill": 50_000})
        body = spectrum_demand() | {"letters": [both]}
        identifier = post_demand(service, body)["result"]["registration_id"]
        post_event(service, identifier, withdrawn("1999-03-22", "spectrum"))
        result = read_registration(service, identifier, LATER)
        assert result["determination"]["decision"] == "accepted"
        assert included(result) == {"doeg-hill": 50_000}

    def test_by_some_requesters_under_the_reading_that_tests_again(self, service: Service) -> None:
        other = with_readings(service, retest_majority=True)
        both = letter(handed_over("1999-02-19"), {"spectrum": 400_000, "doeg-hill": 50_000})
        body = spectrum_demand() | {"letters": [both]}
        identifier = post_demand(service, body, other)["result"]["registration_id"]
        post_event(service, identifier, withdrawn("1999-03-22", "spectrum"))
        found = read_registration(service, identifier, LATER)["determination"]
        assert (found["decision"], found.get("reason")) == ("refused", "NOT_REQUISITE_HOLDERS")

    def test_who_withdrew_may_join_again_in_his_window(self, service: Service) -> None:
        identifier = noticed(
            service,
            join("doeg-hill", 50_000, handed_over("1999-03-01")),
            withdrawn("1999-03-08", "doeg-hill"),
            join("doeg-hill", 30_000, handed_over("1999-03-15")),
        )
        result = read_registration(service, identifier, LATER)
        assert included(result) == {"spectrum": 400_000, "doeg-hill": 30_000}

    def test_by_somebody_who_asked_for_nothing_is_refused(self, service: Service) -> None:
        identifier = demanded(service)
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events", withdrawn("1999-03-22", "wang")
            )
        assert set(faults(response)) == {"/holders/0"}

    def test_after_effectiveness_is_refused(self, service: Service) -> None:
        identifier = demanded(service, *EFFECTIVE)
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events", withdrawn("1999-05-18")
            )
        assert faults(response) == {"/occurred_on": "already_effective"}


class TestFilingAndEffectiveness:
    def test_filed(self, service: Service) -> None:
        identifier = demanded(service, filed("1999-04-05"))
        result = read_registration(service, identifier, "1999-04-05")
        assert (result["state"], result["filed_on"]) == ("filed", "1999-04-05")
        assert obligation(result, "file")["status"] == "performed"
        assert obligation(result, "form")["status"] == "performed"

    def test_on_another_form_is_warned_of(self, service: Service) -> None:
        identifier = demanded(service)
        answer = post_event(service, identifier, filed("1999-04-05", "S-1"))
        assert [each["code"] for each in answer["warnings"]] == ["OTHER_FORM_USED"]
        assert obligation(answer["result"], "form")["status"] == "unconfirmed"
        assert "forms_open" in [each["name"] for each in answer["missing_inputs"]]

    @pytest.mark.parametrize(
        ("forms", "status", "broken_on"),
        [(["S-1"], "excused", None), (["S-1", "S-3"], "breached", "1999-04-05")],
    )
    def test_on_another_form_is_a_breach_only_if_the_preferred_one_was_open(
        self, service: Service, forms: list[str], status: str, broken_on: str | None
    ) -> None:
        """2(c): on Form S-3 "if permitted by law"."""
        identifier = demanded(service, filed("1999-04-05", "S-1"), forms_at_filing=forms)
        found = obligation(read_registration(service, identifier, "1999-04-06"), "form")
        assert (found["status"], found.get("breached_on")) == (status, broken_on)

    def test_effective_in_time(self, service: Service) -> None:
        identifier = demanded(service, *EFFECTIVE)
        result = read_registration(service, identifier, "1999-05-18")
        assert (result["state"], result["effected"]) == ("effective", True)
        assert (result["in_time"], result["days_late"]) == (True, 0)
        assert obligation(result, "effect")["status"] == "performed"
        assert obligation(result, "effect")["performed_on"] == "1999-05-18"

    def test_effective_a_day_late(self, service: Service) -> None:
        identifier = demanded(service, filed("1999-04-05"), declared_effective("1999-05-21"))
        result = read_registration(service, identifier, "1999-05-21")
        assert (result["in_time"], result["days_late"]) == (False, 1)
        assert obligation(result, "effect")["status"] == "performed_late"

    def test_is_kept_effective_for_180_days_though_they_end_on_a_sunday(
        self, service: Service
    ) -> None:
        identifier = demanded(service, *EFFECTIVE)
        result = read_registration(service, identifier, "1999-05-18")
        assert result["windows"]["effectiveness"]["last_day"] == "1999-11-14"
        assert obligation(result, "maintain")["due_on"] == "1999-11-14"

    def test_the_duty_ends_when_all_is_sold(self, service: Service) -> None:
        identifier = demanded(
            service,
            *EFFECTIVE,
            {"kind": "distribution_completed", "occurred_on": "1999-08-02"},
        )
        result = read_registration(service, identifier, "1999-08-02")
        assert (result["state"], result["effected"]) == ("closed", True)
        assert result["windows"]["effectiveness"]["last_day"] == "1999-08-02"

    def test_uses_up_a_demand(self, service: Service) -> None:
        demanded(service, *EFFECTIVE)
        before, after = (
            read_agreement(service, as_of=day)["demands"] for day in ("1999-05-17", "1999-05-18")
        )
        assert (before["effected"], before["pending"], before["remaining"]) == (0, 1, 2)
        assert (after["effected"], after["pending"], after["remaining"]) == (1, 0, 2)

    def test_filing_is_what_is_due_under_the_other_reading(self, service: Service) -> None:
        other = with_readings(service, due_act="filed")
        identifier = demanded(service, filed("1999-05-20"), agreement=other)
        before = read_registration(service, identifier, "1999-03-01")
        assert "has to be filed by Thursday, 20 May 1999" in before["summary"]
        assert obligation(before, "effect")["recorded_by"] == ["filed"]
        result = read_registration(service, identifier, "1999-05-20")
        assert result["in_time"] is True
        assert obligation(result, "effect")["status"] == "performed"

    @pytest.mark.parametrize(
        ("facts", "impossible", "code"),
        [
            ((), declared_effective("1999-05-18"), "not_filed"),
            ((filed("1999-04-05"),), declared_effective("1999-04-02"), "not_filed"),
            ((filed("1999-04-05"),), filed("1999-04-06"), "already_filed"),
            (EFFECTIVE, declared_effective("1999-05-19"), "already_effective"),
            (EFFECTIVE, delay("1999-05-18", 10), "already_effective"),
            ((), filed("1999-02-15"), "before_demand"),
            ((), stop_order("1999-05-18"), "not_filed"),
            ((), order_lifted("1999-05-18"), "not_filed"),
            ((filed("1999-04-05"),), closing_failed("1999-04-12"), "not_effective"),
            ((withdrawn("1999-03-22"),), filed("1999-04-05"), "already_withdrawn"),
            (
                (filed("1999-04-05"), withdrawn("1999-05-03")),
                declared_effective("1999-04-26"),
                "already_withdrawn",
            ),
            # The same by name, and the same posted the other way round.
            ((withdrawn("1999-03-22", "spectrum"),), filed("1999-04-05"), "already_withdrawn"),
            ((filed("1999-04-05"),), withdrawn("1999-03-22"), "already_filed"),
            (EFFECTIVE, withdrawn("1999-03-22"), "already_effective"),
            (EFFECTIVE, withdrawn("1999-03-22", "spectrum"), "already_effective"),
            (
                (filed("1999-04-05"), delay("1999-05-18", 10)),
                declared_effective("1999-05-18"),
                "contradicts_record",
            ),
            (EFFECTIVE, maximum("1999-05-19", 5), "already_effective"),
            (
                (filed("1999-04-05"), additions("1999-05-19", 5)),
                declared_effective("1999-05-18"),
                "contradicts_record",
            ),
        ],
    )
    def test_facts_against_the_progress_of_things(
        self, service: Service, facts: tuple[Json, ...], impossible: Json, code: str
    ) -> None:
        identifier = demanded(service, *facts)
        with nothing_stored(service):
            response = service.post(f"/v1/registrations/{identifier}/events", impossible)
        found = faults(response)
        assert found == {"/occurred_on": code}


class TestDelay:
    def test_adds_its_days(self, service: Service) -> None:
        identifier = demanded(service, delay("1999-04-01", 30))
        result = read_registration(service, identifier, "1999-04-01")
        assert result["determination"]["due_before_delay"] == "1999-05-20"
        assert result["determination"]["due_on"] == "1999-06-19"
        assert result["determination"]["last_practicable_on"] == "1999-06-18"
        assert result["delays"][0]["decision"] == "accepted"

    def test_counts_from_its_day(self, service: Service) -> None:
        identifier = demanded(service, delay("1999-04-01", 30))
        before = read_registration(service, identifier, "1999-03-31")
        assert before["determination"]["due_on"] == "1999-05-20"

    def test_of_sixty_days_is_the_longest(self, service: Service) -> None:
        identifier = demanded(service, delay("1999-04-01", 61))
        result = read_registration(service, identifier, "1999-04-01")
        assert (result["delays"][0]["decision"], result["delays"][0]["reason"]) == (
            "refused",
            "SUSPENSION_DAYS",
        )
        assert result["determination"]["due_on"] == "1999-05-20"

    def test_of_more_with_consent(self, service: Service) -> None:
        identifier = demanded(service, delay("1999-04-01", 61, consent=True))
        result = read_registration(service, identifier, "1999-04-01")
        assert result["determination"]["due_on"] == "1999-07-20"

    def test_twice_adds_up_and_the_last_day_rolls_once(self, service: Service) -> None:
        identifier = demanded(service, delay("1999-04-01", 30), delay("1999-04-20", 16))
        result = read_registration(service, identifier, "1999-04-20")
        assert [each["max_days"] for each in result["delays"]] == [60, 30]
        assert result["determination"]["due_on"] == "1999-07-06"

    def test_a_third_time_within_365_days_is_refused(self, service: Service) -> None:
        identifier = demanded(
            service,
            delay("1999-04-01", 10),
            delay("1999-04-12", 10),
            delay("1999-04-26", 10),
        )
        third = read_registration(service, identifier, "1999-04-26")["delays"][2]
        assert (third["decision"], third.get("reason")) == ("refused", "SUSPENSION_OCCASIONS")
        assert third["next_permitted_on"] == "2000-03-31"

    def test_occasions_in_another_registration_count(self, service: Service) -> None:
        first = demanded(service, delay("1999-04-01", 10), delay("1999-04-12", 10))
        second = demanded(service, delay("1999-04-26", 10))
        assert first != second
        (only,) = read_registration(service, second, "1999-04-26")["delays"]
        assert only["reason"] == "SUSPENSION_OCCASIONS"

    def test_for_a_transaction_not_considered_at_receipt_is_refused(self, service: Service) -> None:
        identifier = demanded(
            service, delay("1999-04-01", 30, transaction_considered_from="1999-02-20")
        )
        (only,) = read_registration(service, identifier, "1999-04-01")["delays"]
        assert (only["decision"], only["reason"]) == ("refused", "SUSPENSION_NO_TRANSACTION")

    def test_of_a_demand_held_until_the_right_opens_is_measured_at_its_receipt(
        self, service: Service
    ) -> None:
        """Received on 1 October 1998, held until the 10th; considered only from the 5th."""
        other = with_readings(service, premature_demand="hold")
        body = spectrum_demand(handed_over("1998-10-01"))
        identifier = post_demand(service, body, other)["result"]["registration_id"]
        use = delay("1998-10-15", 30, transaction_considered_from="1998-10-05")
        (found,) = post_event(service, identifier, use)["result"]["delays"]
        assert (found["decision"], found.get("reason")) == ("refused", "SUSPENSION_NO_TRANSACTION")

    def test_without_a_word_on_the_boards_judgment_is_undetermined(self, service: Service) -> None:
        identifier = demanded(service)
        answer = post_event(service, identifier, delay("1999-04-01", 30, board_judgment=None))
        assert answer["result"]["delays"][0]["decision"] == "undetermined"
        # With a judgment of the Board the day moves, without one it stays: it is not known.
        assert answer["result"]["determination"]["due_before_delay"] == "1999-05-20"
        assert answer["result"]["determination"]["due_on"] is None
        assert "board_judgment" in {each["name"] for each in answer["missing_inputs"]}


class TestStopOrder:
    def test_takes_the_effected_registration_back(self, service: Service) -> None:
        identifier = demanded(service, *EFFECTIVE, stop_order("1999-06-07"))
        before = read_registration(service, identifier, "1999-06-06")
        after = read_registration(service, identifier, "1999-06-07")
        assert (before["effected"], after["effected"]) == (True, False)

    def test_gives_the_agreement_a_demand_back(self, service: Service) -> None:
        demanded(service, *EFFECTIVE, stop_order("1999-06-07"))
        before, after = (
            read_agreement(service, as_of=day)["demands"] for day in ("1999-06-06", "1999-06-07")
        )
        assert (before["effected"], before["remaining"]) == (1, 2)
        assert (after["effected"], after["remaining"]) == (0, 3)

    def test_not_when_a_holders_misstatement_was_the_reason(self, service: Service) -> None:
        identifier = demanded(service, *EFFECTIVE, stop_order("1999-06-07", holder_at_fault=True))
        assert read_registration(service, identifier, "1999-06-07")["effected"] is True
        assert read_agreement(service, as_of="1999-06-07")["demands"]["effected"] == 1

    @pytest.mark.parametrize(("day", "left"), [("1999-11-10", 3), ("1999-11-11", 2)])
    def test_not_once_the_period_has_run_out(self, service: Service, day: str, left: int) -> None:
        """180 days after 14 May are 10 November: then there is nothing left to interfere with."""
        identifier = demanded(
            service, filed("1999-05-10"), declared_effective("1999-05-14"), stop_order(day)
        )
        found = read_registration(service, identifier, "1999-12-02")
        assert found["state"] == "expired"
        assert found["effected"] is (left == 2)
        assert read_agreement(service, as_of="1999-12-02")["demands"]["remaining"] == left

    def test_may_come_before_effectiveness(self, service: Service) -> None:
        """The Company has it withdrawn at once; nothing is effected yet that it could undo."""
        identifier = demanded(service, filed("1999-04-05"), stop_order("1999-04-12"))
        result = read_registration(service, identifier, "1999-04-13")
        assert (result["state"], result["overlays"]) == ("filed", ["stop_ordered"])
        assert result["effected"] is None
        (duty,) = (each for each in result["obligations"] if each["clause"] == "3(a)(vii)")
        assert (duty["standard"], duty["due_on"], duty["status"]) == ("promptly", None, "open")

    @pytest.mark.parametrize(
        ("lifted", "effected"), [("1999-05-17", True), ("1999-05-18", True), ("1999-05-19", False)]
    )
    def test_of_before_effectiveness_interferes_only_if_it_outlasts_it(
        self, service: Service, lifted: str, effected: bool
    ) -> None:
        facts = (filed("1999-04-05"), stop_order("1999-04-12"), declared_effective("1999-05-18"))
        identifier = demanded(service, *facts, order_lifted(lifted))
        assert read_registration(service, identifier, "1999-06-07")["effected"] is effected

    @pytest.mark.parametrize(("solely_holder", "effected"), [(False, False), (True, True)])
    def test_nor_a_closing_that_failed_solely_through_a_holder(
        self, service: Service, solely_holder: bool, effected: bool
    ) -> None:
        failed = {"kind": "closing_failed", "occurred_on": "1999-06-07"}
        identifier = demanded(service, *EFFECTIVE, failed | {"solely_holder": solely_holder})
        assert read_registration(service, identifier, "1999-06-07")["effected"] is effected


class TestAllocation:
    """Spectrum asks for 400,000 and Doeg Hill for 50,000; the Company would add its own shares."""

    def allocated(self, service: Service, most: int | None, **readings: object) -> Json:
        identifier = noticed(
            service,
            DOEG_HILL_ON_THE_LAST_DAY,
            additions("1999-03-22", 200_000, others={"founder": 100_000}),
            *([] if most is None else [maximum("1999-03-23", most)]),
            agreement=with_readings(service, **readings),
            underwritten=True,
        )
        answer: Json = ok(service.get(f"/v1/registrations/{identifier}", as_of=LATER))
        return answer

    def test_holders_first_then_the_company_then_others(self, service: Service) -> None:
        result = self.allocated(service, 600_000)["result"]
        assert included(result) == {
            "spectrum": 400_000,
            "doeg-hill": 50_000,
            "ctc": 150_000,
            "founder": 0,
        }
        allocation = result["allocation"]
        assert (allocation["maximum"], allocation["total"]) == (600_000, 600_000)
        assert allocation["cut_back"] is True
        assert all(line.get("reason") for line in allocation["lines"])

    def test_everything_fits(self, service: Service) -> None:
        allocation = self.allocated(service, 750_000)["result"]["allocation"]
        assert (allocation["total"], allocation["cut_back"]) == (750_000, False)

    def test_holders_are_never_cut_and_counsel_is_warned(self, service: Service) -> None:
        answer = self.allocated(service, 400_000)
        assert included(answer["result"]) == {
            "spectrum": 400_000,
            "doeg-hill": 50_000,
            "ctc": 0,
            "founder": 0,
        }
        assert "NO_CUTBACK_PROVISION" in {each["code"] for each in answer["warnings"]}

    def test_holders_are_cut_pro_rata_under_the_other_reading(self, service: Service) -> None:
        result = self.allocated(service, 400_000, demand_holder_cutback="pro_rata")["result"]
        assert included(result) == {
            "spectrum": 355_556,
            "doeg-hill": 44_444,
            "ctc": 0,
            "founder": 0,
        }

    def test_company_and_others_share_a_rank_under_the_other_reading(
        self, service: Service
    ) -> None:
        result = self.allocated(service, 600_000, demand_priority="holders_then_pari_passu")
        assert included(result["result"])["ctc"] == 100_000
        assert included(result["result"])["founder"] == 50_000

    def test_nobody_has_said_what_fits(self, service: Service) -> None:
        answer = self.allocated(service, None)
        assert included(answer["result"])["ctc"] is None
        assert answer["result"]["allocation"]["total"] is None
        assert "maximum_advised" in {each["name"] for each in answer["missing_inputs"]}

    def test_of_a_demand_that_is_refused_is_empty(self, service: Service) -> None:
        body = spectrum_demand(handed_over("1998-10-09"))
        identifier = post_demand(service, body)["result"]["registration_id"]
        post_event(service, identifier, additions("1998-10-12", 5, holders_consent=True))
        result = read_registration(service, identifier, "1998-10-12")
        assert (included(result), result["allocation"]["total"]) == ({}, 0)

    def test_the_latest_advice_counts(self, service: Service) -> None:
        identifier = demanded(
            service,
            additions("1999-03-22", 200_000),
            maximum("1999-03-23", 450_000),
            maximum("1999-03-24", 500_000),
            underwritten=True,
        )
        by_day = {
            day: included(read_registration(service, identifier, day))["ctc"]
            for day in ("1999-03-23", "1999-03-24")
        }
        assert by_day == {"1999-03-23": 50_000, "1999-03-24": 100_000}

    def test_a_holder_is_not_also_one_of_the_others(self, service: Service) -> None:
        identifier = demanded(service, underwritten=True)
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events",
                additions("1999-03-22", others={"spectrum": 5, "ctc": 6}),
            )
        assert set(faults(response)) == {"/others/spectrum", "/others/ctc"}

    @pytest.mark.parametrize(("consent", "company"), [(True, 200_000), (False, 0), (None, None)])
    def test_without_an_underwriter_the_requesters_consent_decides(
        self, service: Service, consent: bool | None, company: int | None
    ) -> None:
        identifier = demanded(
            service,
            additions("1999-03-22", 200_000, holders_consent=consent),
            underwritten=False,
        )
        assert included(read_registration(service, identifier, LATER))["ctc"] == company


class TestOrderOfPosting:
    facts = (
        notice("doeg-hill", mailed("1999-02-22")),
        notice("mochary", mailed("1999-02-22")),
        DOEG_HILL_ON_THE_LAST_DAY,
        MOCHARY_TOO_LATE,
        delay("1999-03-22", 10),
        additions("1999-03-22", 200_000),
        maximum("1999-03-23", 600_000),
        filed("1999-04-05"),
    )

    def test_makes_no_difference(self, service: Service) -> None:
        forward = demanded(service, *self.facts, underwritten=True)
        other = with_readings(service)
        backward = demanded(service, *reversed(self.facts), agreement=other, underwritten=True)
        results = [read_registration(service, each, LATER) for each in (forward, backward)]
        for part in ("determination", "windows", "allocation", "joins", "delays", "tallies"):
            first, second = (_plain(result[part]) for result in results)
            assert first == second, part


class TestRecordOfARegistration:
    def test_lists_its_own_facts_alone(self, service: Service) -> None:
        first = demanded(service, notice("wang", mailed("1999-02-22")))
        demanded(service)
        listed = ok(service.get(f"/v1/registrations/{first}/events"))["items"]
        assert [each["kind"] for each in listed] == ["demand_received", "notice_given"]
        assert {each.get("registration_id") for each in listed} == {first}

    def test_gives_facts_back_as_posted(self, service: Service) -> None:
        posted = notice("wang", mailed("1999-02-22"))
        identifier = demanded(service, posted)
        found = ok(service.get(f"/v1/registrations/{identifier}/events"))["items"][-1]
        fact = {name: value for name, value in found["fact"].items() if value is not None}
        fact["delivery"] = {k: v for k, v in fact["delivery"].items() if v is not None}
        assert fact == posted
        assert found["occurred_on"] == "1999-02-22"

    def test_of_an_unknown_registration(self, service: Service) -> None:
        for path in ("", "/events", "/obligations", "/allocation"):
            problem(service.get(f"/v1/registrations/nobody{path}"), 404, "not_found")
        response = service.post(
            "/v1/registrations/nobody/events", notice("wang", mailed("1999-02-22"))
        )
        problem(response, 404, "not_found")

    def test_takes_no_fact_of_the_agreement(self, service: Service) -> None:
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{EXAMPLE_DEMAND}/events",
                {"kind": "stock_split", "occurred_on": "1999-04-01", "numerator": 2}
                | {"denominator": 1},
            )
        assert faults(response) == {"/kind": "wrong_place"}

    def test_a_letter_with_an_unknown_holder(self, service: Service) -> None:
        identifier = demanded(service)
        added = letter_added(letter(handed_over("1999-03-01"), {"nobody": 1, "wang": 8_251}))
        with nothing_stored(service):
            response = service.post(f"/v1/registrations/{identifier}/events", added)
        assert faults(response) == {
            "/letter/requests/0/holder": "unknown_holder",
            "/letter/requests/1/shares": "more_than_held",
        }

    def test_a_fact_of_the_demonstration_agreement_stays_there(self, service: Service) -> None:
        before = read_agreement(service, DEMO)["version"]
        post_event(service, EXAMPLE_DEMAND, notice("wang", mailed("1999-02-22")))
        assert read_agreement(service, DEMO)["version"] == before


def _plain(part: object) -> object:
    """A part of a result without the sources, which name facts and lines of working."""
    if isinstance(part, dict):
        hidden = ("explained_by", "source")
        return {name: _plain(value) for name, value in part.items() if name not in hidden}
    if isinstance(part, list):
        return sorted((_plain(item) for item in part), key=str)
    return part


class TestADayToCome:
    """A fact dated after today is recorded and answered, and said to be so (point 27)."""

    def test_is_recorded_with_a_warning_that_a_replay_repeats(self, service: Service) -> None:
        identifier = demanded(service)
        answer = post_event(service, identifier, filed("2040-01-03"))
        (warning,) = (each for each in answer["warnings"] if each["code"] == "FUTURE_DAY")
        assert "3 January 2040" in warning["says"]
        assert "22 November 2026" in warning["says"]
        kept = ok(service.get(f"/v1/agreements/{DEMO}/evaluations"))["items"][-1]
        path = f"/v1/evaluations/{kept['id']}/replay"
        assert ok(service.get(path))["equal"] is True

    def test_is_warned_of_by_a_dry_run(self, service: Service) -> None:
        answer = dry_run(service, spectrum_demand(handed_over("2040-01-03")))
        assert "FUTURE_DAY" in {each["code"] for each in answer["warnings"]}

    def test_is_not_said_of_today_or_before(self, service: Service) -> None:
        answer = post_event(service, demanded(service), filed("2026-11-22"))
        assert "FUTURE_DAY" not in {each["code"] for each in answer["warnings"]}
