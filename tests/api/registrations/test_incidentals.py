"""The Company's own registration under clause 2(b): who is told by when, and who may join?

Determined on Thursday 1 April 1999 and to be filed on Tuesday 4 May. Good Friday, 2 April, is a
business day; Patriots' Day, Monday 19 April, is one for the banks and a holiday in Massachusetts.
"""

import pytest

from tests.api.bodies import (
    HOLDERS,
    Json,
    abandoned,
    additions,
    all_sold,
    closing_failed,
    conversion,
    declared_effective,
    delay,
    fact,
    filed,
    handed_over,
    join,
    letter,
    letter_added,
    mailed,
    maximum,
    misleading,
    new_prospectus,
    notice,
    offering,
    own_registration,
    prohibition,
    spectrum_demand,
    stop_order,
    transfer,
    withdrawn,
)
from tests.api.calls import (
    DEMO,
    begun,
    by,
    condition,
    decided,
    determined,
    included,
    joins,
    kept,
    obligation,
    ok,
    post_event,
    post_fact,
    post_registration,
    read_agreement,
    read_registration,
    told_all,
    window,
    with_readings,
)
from tests.api.refusals import faults, nothing_stored, problem
from tests.running.service import Service

INCIDENTALS = f"/v1/agreements/{DEMO}/incidentals"
BY_HAND = told_all(handed_over("1999-04-02"))
"""Notice handed to all on Good Friday: to be filed from Sunday 2 May, to be joined by 22 April."""

EFFECTIVE = (filed("1999-05-04", "S-1"), declared_effective("1999-07-13"))


def ids(result: Json) -> set[str]:
    return {each["id"] for each in result["obligations"]}


def filing(result: Json) -> Json:
    found: Json = {**result["incidental"], "explained_by": None}
    return found


def answer_of(service: Service, identifier: str, as_of: str) -> Json:
    found: Json = ok(service.get(f"/v1/registrations/{identifier}", as_of=as_of))
    return found


def warned(answer: Json) -> set[str]:
    return {each["code"] for each in answer["warnings"]}


@pytest.mark.both_databases
class TestDetermination:
    def test_calls_for_notice_to_every_holder(self, service: Service) -> None:
        result = read_registration(service, determined(service), "1999-04-01")
        assert (decided(result), result["state"]) == (("accepted", None), "open")
        assert condition(result, "notice_called_for")["outcome"] == "passed"
        owed = [each for each in result["obligations"] if each["id"].startswith("notice:")]
        assert [each["obligees"] for each in owed] == [[each] for each in HOLDERS]
        assert {(each["standard"], each["due_on"], each["status"]) for each in owed} == {
            (None, "1999-04-04", "open")
        }
        assert {each["clause"] for each in owed} == {"2(b)"}
        assert result["determination"]["requesters"] == []
        assert (result["effected"], result.get("shelf"), result.get("takedown")) == (
            None,
            None,
            None,
        )

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"purpose": "employee_plan", "form": "S-8", "solely": True}, "EXCLUDED_EMPLOYEE_PLAN"),
            ({"purpose": "rule_145", "form": "S-4"}, "EXCLUDED_RULE_145"),
            ({"purpose": "merger", "form": "F-4"}, "EXCLUDED_RULE_145"),
            ({"purpose": "acquisition", "form": "S-4"}, "EXCLUDED_RULE_145"),
            (
                {"purpose": "holders_own_registration", "initiated_for": "holders"},
                "COVERED_BY_2(a)",
            ),
            ({"occurred_on": "1998-04-10", "planned_filing_on": None}, "RIGHT_NOT_YET_OPEN"),
            (
                {
                    "initiated_for": "others",
                    "initiators": {"founder": 5},
                    "other_demand": {"granted_in_compliance": True, "room_for_registrable": 0},
                },
                "EXCLUDED_OTHER_DEMAND",
            ),
        ],
        ids=lambda each: each if isinstance(each, str) else "",
    )
    def test_is_refused_where_holders_cannot_join(
        self, service: Service, changes: Json, reason: str
    ) -> None:
        result = post_registration(service, "incidentals", own_registration(**changes))["result"]
        assert decided(result) == ("refused", reason)
        assert (result["state"], result["obligations"]) == ("refused", [])
        assert (result["windows"]["join"], result["allocation"]["lines"]) == ([], [])
        assert result["determination"].get("may_renew_on") is None
        assert result.get("suspension_budget") is None

    @pytest.mark.parametrize(
        "changes",
        [
            {"purpose": "employee_plan", "form": "S-8", "solely": False},
            {"purpose": "rule_145", "form": "S-1"},
            {"securities": "debt"},
            {"initiated_for": "others", "initiators": {"founder": 5}, "company_shares": None},
            {"occurred_on": "1998-04-11", "planned_filing_on": None},
        ],
        ids=str,
    )
    def test_is_none_of_these_by_a_hair(self, service: Service, changes: Json) -> None:
        result = post_registration(service, "incidentals", own_registration(**changes))["result"]
        assert decided(result) == ("accepted", None)

    def test_of_debt_is_refused_under_the_other_reading(self, service: Service) -> None:
        """QC10."""
        other = with_readings(service, incidental_scope="equity_only")
        result = post_registration(
            service, "incidentals", own_registration(securities="debt"), other
        )["result"]
        assert decided(result) == ("refused", "SECURITIES_NOT_COVERED")

    def test_of_the_holders_own_calls_for_notice_under_the_other_reading(
        self, service: Service
    ) -> None:
        """QC11."""
        other = with_readings(service, demand_also_incidental=True)
        body = own_registration(purpose="holders_own_registration", initiated_for="holders")
        assert decided(post_registration(service, "incidentals", body, other)["result"]) == (
            "accepted",
            None,
        )

    def test_of_which_too_little_is_said_is_undetermined(self, service: Service) -> None:
        body = own_registration(purpose="employee_plan", form="S-8")
        answer = post_registration(service, "incidentals", body)
        result = answer["result"]
        assert (decided(result), result["state"]) == (("undetermined", None), "received")
        assert [each["name"] for each in answer["missing_inputs"]] == ["solely"]
        assert (result["obligations"], result["windows"]["join"]) == ([], [])

    @pytest.mark.parametrize(
        ("said", "may_sell", "state"),
        [({"solely": False}, "yes", "effective"), ({}, "unknown", "effective")],
    )
    def test_of_which_too_little_is_said_leaves_open_who_sells_under_it(
        self, service: Service, said: Json, may_sell: str, state: str
    ) -> None:
        """What is effective is so whatever the ruling; whether it includes a Holder turns on it."""
        facts = (
            notice("wang", handed_over("1999-04-02")),
            join("wang", 10, handed_over("1999-04-12")),
            filed("1999-05-04", "S-1"),
            declared_effective("1999-06-01"),
        )
        body: Json = {"purpose": "employee_plan", "form": "S-1", "underwritten": False}
        identifier = determined(service, *facts, **body, **said)
        assert read_registration(service, identifier, "1999-06-02")["state"] == state
        ask = {"holder": "wang", "on": "1999-06-02", "manner": "under_registration"}
        answer = ok(service.get(f"/v1/agreements/{DEMO}/may-sell", **ask))
        assert answer["result"]["may_sell"] == may_sell
        reasons = [each["code"] for each in answer["result"]["registrations"][0]["reasons"]]
        assert ("RULING_OPEN" in reasons) is (said == {})

    def test_a_request_to_join_what_is_refused_is_answered(self, service: Service) -> None:
        asked = join("wang", 10, handed_over("1999-04-12"))
        identifier = determined(service, asked, purpose="employee_plan", form="S-8", solely=True)
        result = read_registration(service, identifier, "1999-04-12")
        assert joins(result) == {"wang": ("refused", "REGISTRATION_REFUSED")}

    def test_under_an_agreement_without_the_right(self, service: Service) -> None:
        holders = [{"id": "one", "name": "One", "common": 100}]
        body = {"template": "ctc-1998", "id": "mine", "holders": holders}
        ok(service.post("/v1/agreements", body | {"overrides": {"incidental": None}}), 201)
        result = post_registration(service, "incidentals", own_registration(), "mine")["result"]
        assert decided(result) == ("refused", "NO_SUCH_RIGHT")
        assert (result["obligations"], result.get("incidental")) == ([], None)

    def test_no_standstill_reaches_it_and_no_demand_is_used_up(self, service: Service) -> None:
        identifier = determined(service, *BY_HAND, *EFFECTIVE)
        before = read_registration(service, identifier, "1999-08-02")
        post_fact(service, offering("1999-07-14"))
        assert read_registration(service, identifier, "1999-08-02") == before
        demands = read_agreement(service, as_of="1999-08-02")["demands"]
        assert (demands["effected"], demands["pending"], demands["remaining"]) == (0, 0, 3)

    def test_it_goes_through_its_states(self, service: Service) -> None:
        identifier = determined(service, *BY_HAND, *EFFECTIVE)
        days = {
            "1999-04-01": "open",
            "1999-04-02": "noticed",
            "1999-04-22": "noticed",
            "1999-04-23": "joining_closed",
            "1999-05-04": "filed",
            "1999-07-13": "effective",
            # 180 days after 13 July 1999 are Sunday 9 January 2000.
            "2000-01-09": "effective",
            "2000-01-10": "expired",
        }
        found = {day: read_registration(service, identifier, day)["state"] for day in days}
        assert found == days
        result = read_registration(service, identifier, "2000-01-09")
        assert kept(result) == ("2000-01-09", 0, "2000-01-09")
        assert (result["effected"], result["in_time"]) == (True, None)
        # Nobody joined: it is kept so for no Holder, and to none is that owed (3(a)).
        assert "maintain" not in {each["id"] for each in result["obligations"]}


class TestNotice:
    @pytest.mark.parametrize(
        ("planned", "latest", "business_day"),
        [
            # Thirty days before is Sunday 4 April; no roll, but Good Friday is a business day.
            ("1999-05-04", "1999-04-04", "1999-04-02"),
            ("1999-05-19", "1999-04-19", "1999-04-19"),
            # Saturday 4 July 1998 is a holiday, and banks are open on the Friday.
            ("1998-08-03", "1998-07-04", "1998-07-02"),
            # Columbus Day 1999 is Monday 11 October.
            ("1999-11-10", "1999-10-11", "1999-10-08"),
            # Christmas 1999 is a Saturday, and banks are open on the Friday.
            ("2000-01-24", "1999-12-25", "1999-12-24"),
        ],
    )
    def test_is_given_thirty_days_before_the_filing_planned(
        self, service: Service, planned: str, latest: str, business_day: str
    ) -> None:
        body = own_registration(occurred_on="1998-06-15", planned_filing_on=planned)
        result = post_registration(service, "incidentals", body, dry_run=True)["result"]
        found = result["incidental"]
        assert (found["filing_on"], found["latest_notice_on"]) == (planned, latest)
        expected = "1998-07-03" if latest == "1998-07-04" else business_day
        assert found["latest_notice_business_day"] == expected
        assert obligation(result, "notice:wang")["due_on"] == latest

    def test_has_no_last_day_while_no_filing_is_planned(self, service: Service) -> None:
        identifier = determined(service, planned_filing_on=None)
        result = read_registration(service, identifier, "1999-06-01")
        assert filing(result)["latest_notice_on"] is None
        owed = obligation(result, "notice:wang")
        assert (owed["due_on"], owed["status"]) == (None, "open")

    def test_thirty_days_after_the_last_of_them_the_company_may_file(
        self, service: Service
    ) -> None:
        """By hand on 2 April: Sunday 2 May. Mailed to Wang on Monday the 5th: Wednesday 5 May."""
        told = told_all(handed_over("1999-04-02"), "wang")
        identifier = determined(service, *told)
        waiting = read_registration(service, identifier, "1999-04-05")
        assert filing(waiting)["earliest_filing_on"] is None
        assert filing(waiting)["not_told"] == ["wang"]
        assert filing(waiting)["compliant"] is None
        result = post_event(service, identifier, notice("wang", mailed("1999-04-05")))["result"]
        assert filing(result)["earliest_filing_on"] == "1999-05-05"
        assert (filing(result)["compliant"], filing(result)["days_short"]) == (False, 1)
        assert filing(result)["not_told"] == []

    def test_of_good_friday_is_in_time(self, service: Service) -> None:
        identifier = determined(service, *BY_HAND)
        result = read_registration(service, identifier, "1999-05-04")
        found = filing(result)
        assert (found["earliest_filing_on"], found["hold_filing_until"]) == (
            "1999-05-02",
            "1999-05-02",
        )
        assert (found["compliant"], found["days_short"]) == (True, 0)
        assert obligation(result, "notice:wang")["status"] == "performed"
        assert obligation(result, "notice:wang")["days_late"] == 0

    def test_counts_from_receipt_under_the_other_reading(self, service: Service) -> None:
        """QA22. Mailed on Thursday 1 April, received on Tuesday the 6th: Thursday 6 May."""
        facts = told_all(mailed("1999-04-01"))
        other = with_readings(service, incidental_notice_counts_from="received")
        usual = read_registration(service, determined(service, *facts), "1999-04-06")
        counted = read_registration(
            service, determined(service, *facts, agreement=other), "1999-04-06"
        )
        assert filing(usual)["earliest_filing_on"] == "1999-05-01"
        assert filing(counted)["earliest_filing_on"] == "1999-05-06"

    def test_leaves_a_timely_request_its_way(self, service: Service) -> None:
        """Received on Tuesday 30 March, to be joined through Tuesday 20 April, Patriots' Day being
        a holiday; a request mailed on that day arrives on Friday the 23rd. With clear days to come
        until the 29th that is no reason to wait; a notice of 22 December is (case D05)."""
        told = told_all(handed_over("1999-03-30"))
        body: Json = {"occurred_on": "1999-03-29", "planned_filing_on": None}
        found = filing(read_registration(service, determined(service, *told, **body), "1999-04-01"))
        assert (found["earliest_filing_on"], found["hold_filing_until"]) == (
            "1999-04-29",
            "1999-04-29",
        )
        told = told_all(mailed("1998-12-22"))
        body = {"occurred_on": "1998-12-21", "planned_filing_on": "1999-01-21"}
        result = read_registration(service, determined(service, *told, **body), "1999-01-04")
        found = filing(result)
        assert window(result, "wang")["last_day"] == "1999-01-19"
        assert found["earliest_filing_on"] == "1999-01-21"
        assert found["hold_filing_until"] == "1999-01-22"
        assert (found["compliant"], found["days_short"]) == (True, 0)

    def test_leaves_it_as_a_duty_under_the_other_reading(self, service: Service) -> None:
        """QA23."""
        other = with_readings(service, enforce_hold="block")
        told = told_all(mailed("1998-12-22"))
        body = {"occurred_on": "1998-12-21", "planned_filing_on": "1999-01-21"}
        identifier = determined(service, *told, agreement=other, **body)
        found = filing(read_registration(service, identifier, "1999-01-04"))
        assert (found["compliant"], found["days_short"]) == (False, 1)

    def test_past_due_for_a_filing_only_planned_is_no_breach(self, service: Service) -> None:
        """The Company may still file later: it has broken nothing before it files."""
        identifier = determined(service)
        planned = read_registration(service, identifier, "1999-04-20")
        owed = obligation(planned, "notice:wang")
        assert (owed["due_on"], owed["status"]) == ("1999-04-04", "overdue_review")
        for each in (*told_all(handed_over("1999-04-20")), filed("1999-05-20", "S-1")):
            post_event(service, identifier, each)
        made = read_registration(service, identifier, "1999-05-20")
        owed = obligation(made, "notice:wang")
        assert (owed["due_on"], owed["status"]) == ("1999-04-20", "performed")
        assert (filing(made)["compliant"], filing(made)["days_short"]) == (True, 0)

    def test_of_a_filing_planned_too_early_is_owed_at_once(self, service: Service) -> None:
        """Determined on 1 April for the 12th: thirty days before that nothing was to be told."""
        identifier = determined(service, planned_filing_on="1999-04-12")
        planned = read_registration(service, identifier, "1999-04-01")
        owed = obligation(planned, "notice:wang")
        assert (owed["due_on"], owed["standard"], owed["status"]) == (None, "promptly", "open")
        for each in (*told_all(handed_over("1999-04-02")), filed("1999-04-12", "S-1")):
            post_event(service, identifier, each)
        made = read_registration(service, identifier, "1999-04-13")
        owed = obligation(made, "notice:wang")
        assert (owed["due_on"], owed["status"]) == ("1999-03-13", "performed_late")
        assert obligation(made, "wait")["status"] == "breached"


class TestFiling:
    def test_on_the_thirtieth_day_is_in_order(self, service: Service) -> None:
        told = told_all(handed_over("1999-04-05"))
        identifier = determined(service, *told, filed("1999-05-05", "S-1"))
        result = read_registration(service, identifier, "1999-05-05")
        wait = obligation(result, "wait")
        assert (wait["modality"], wait["status"], wait.get("breached_on")) == (
            "must_not",
            "performed",
            None,
        )
        assert filing(result)["compliant"] is True

    def test_earlier_is_a_breach_and_a_filing_all_the_same(self, service: Service) -> None:
        told = told_all(handed_over("1999-04-05"))
        identifier = determined(service, *told, filed("1999-05-04", "S-1"))
        before = read_registration(service, identifier, "1999-05-03")
        assert obligation(before, "wait")["status"] == "open"
        result = read_registration(service, identifier, "1999-05-04")
        assert result["state"] == "filed"
        assert filing(result)["filing_on"] == "1999-05-04"
        assert (filing(result)["compliant"], filing(result)["days_short"]) == (False, 1)
        wait = obligation(result, "wait")
        assert (wait["status"], wait["breached_on"]) == ("breached", "1999-05-04")
        late = obligation(result, "notice:wang")
        assert (late["due_on"], late["status"], late["days_late"]) == (
            "1999-04-04",
            "performed_late",
            1,
        )
        # It goes its way: effective, and kept so.
        post_event(service, identifier, declared_effective("1999-07-13"))
        result = read_registration(service, identifier, "1999-07-13")
        assert (result["state"], result["effected"]) == ("effective", True)

    def test_without_telling_one_holder_is_a_breach(self, service: Service) -> None:
        told = told_all(handed_over("1999-04-02"), "wang")
        identifier = determined(service, *told, filed("1999-05-04", "S-1"))
        answer = answer_of(service, identifier, "1999-05-04")
        result = answer["result"]
        assert "FILED_WITHOUT_NOTICE" in warned(answer)
        assert filing(result)["not_told"] == ["wang"]
        assert filing(result)["compliant"] is False
        assert obligation(result, "wait")["status"] == "breached"
        assert obligation(result, "notice:wang")["status"] == "breached"
        assert obligation(result, "notice:colo")["status"] == "performed"

    def test_is_not_undone_by_a_holder_who_came_after_it(self, service: Service) -> None:
        """The transferee of 10 May could not be told thirty days before the filing of 4 May."""
        identifier = determined(service, *BY_HAND, filed("1999-05-04", "S-1"))
        before = read_registration(service, identifier, "1999-06-01")
        post_fact(service, transfer("1999-05-10", "spectrum", "affiliate", 100_000))
        after = read_registration(service, identifier, "1999-06-01")
        assert after == before
        assert filing(after)["compliant"] is True

    @pytest.mark.parametrize(
        ("reading", "not_told", "earliest"),
        [
            # QG4: the thirty days from 2 April are kept for those who were Holders then.
            ("promptly", [], "1999-05-02"),
            ("not_owed", [], "1999-05-02"),
            ("bars_filing", ["affiliate"], "1999-05-21"),
        ],
    )
    def test_waits_for_a_holder_who_came_after_the_notices_only_as_read(
        self, service: Service, reading: str, not_told: list[str], earliest: str
    ) -> None:
        agreement = with_readings(service, later_holders=reading)
        identifier = determined(service, *BY_HAND, agreement=agreement)
        moved = transfer("1999-04-20", "spectrum", "affiliate", 100_000)
        post_fact(service, moved, agreement)
        result = read_registration(service, identifier, "1999-04-20")
        assert filing(result)["not_told"] == not_told
        owed = by("id", result["obligations"])
        assert ("notice:affiliate" in owed) is (reading != "not_owed")
        if "notice:affiliate" in owed:
            # Thirty days before 4 May are 4 April: gone by on 20 April.
            duty = owed["notice:affiliate"]
            assert (duty["due_on"], duty["standard"]) == (None, "promptly")
            assert duty["status"] == "open"
        post_event(service, identifier, notice("affiliate", handed_over("1999-04-21")))
        result = read_registration(service, identifier, "1999-04-21")
        assert filing(result)["earliest_filing_on"] == earliest

    def test_on_another_form_than_s_3_is_warned_of(self, service: Service) -> None:
        joined = join("wang", 8_000, handed_over("1999-04-20"))
        answer = answer_of(service, determined(service, *BY_HAND, joined, *EFFECTIVE), "1999-08-02")
        assert "OTHER_FORM_USED" in warned(answer)
        assert obligation(answer["result"], "form")["clause"] == "2(c)"


class TestJoining:
    @pytest.mark.parametrize(
        ("delivery", "expected"),
        [
            (handed_over("1999-04-26"), ("accepted", None)),
            # Given on its last day, received on Thursday the 29th.
            (mailed("1999-04-26"), ("accepted", None)),
            (mailed("1999-04-27"), ("refused", "JOIN_LATE")),
            (handed_over("1999-04-27"), ("refused", "JOIN_LATE")),
        ],
    )
    def test_his_request_must_be_given_within_twenty_days(
        self, service: Service, delivery: Json, expected: tuple[str, str | None]
    ) -> None:
        """Notice mailed on 1 April is received on the 6th: through Monday the 26th."""
        facts = notice("wang", mailed("1999-04-01")), join("wang", 8_000, delivery)
        result = read_registration(service, determined(service, *facts), "1999-05-03")
        assert window(result, "wang")["last_day"] == "1999-04-26"
        assert joins(result) == {"wang": expected}

    def test_must_be_received_within_them_under_the_other_reading(self, service: Service) -> None:
        """QA21."""
        other = with_readings(service, incidental_join_test="received")
        facts = notice("wang", mailed("1999-04-01")), join("wang", 8_000, mailed("1999-04-26"))
        identifier = determined(service, *facts, agreement=other)
        result = read_registration(service, identifier, "1999-05-03")
        assert joins(result) == {"wang": ("refused", "JOIN_LATE")}

    def test_patriots_day_moves_the_last_day(self, service: Service) -> None:
        body: Json = {"occurred_on": "1999-03-29", "planned_filing_on": None}
        facts = notice("wang", handed_over("1999-03-30")), join("wang", 5, mailed("1999-04-20"))
        result = read_registration(service, determined(service, *facts, **body), "1999-05-03")
        assert window(result, "wang")["last_day"] == "1999-04-20"
        assert joins(result) == {"wang": ("accepted", None)}

    def test_binds_the_company_as_soon_as_practicable(self, service: Service) -> None:
        facts = *BY_HAND, join("wang", 8_000, handed_over("1999-04-12"))
        identifier = determined(service, *facts)
        result = read_registration(service, identifier, "1999-04-12")
        include = obligation(result, "include:wang")
        assert (include["standard"], include["due_on"]) == ("practicable", None)
        assert (include["clause"], include["status"]) == ("2(b)", "open")
        assert included(result) == {"ctc": 3_200_000, "wang": 8_000}

    def test_after_filing_it_must_still_be_included(self, service: Service) -> None:
        """QA23: the filing was early, and the request is in time."""
        told = told_all(handed_over("1999-04-12"))
        late = join("wang", 8_000, handed_over("1999-05-03"))
        identifier = determined(service, *told, filed("1999-05-01", "S-1"), late)
        result = read_registration(service, identifier, "1999-05-03")
        assert window(result, "wang")["last_day"] == "1999-05-03"
        assert joins(result) == {"wang": ("accepted", None)}
        assert obligation(result, "include:wang")["status"] == "open"

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("1999-05-02", ("accepted", None)),
            ("1999-05-03", ("accepted", None)),
            ("1999-05-04", ("refused", "JOIN_AFTER_EFFECTIVENESS")),
        ],
    )
    def test_after_effectiveness_is_too_late_only_after_the_window(
        self, service: Service, day: str, expected: tuple[str, str | None]
    ) -> None:
        """QG16: given by Sunday 2 May, which moves to Monday; the early statement is no excuse."""
        told = told_all(handed_over("1999-04-12"))
        late = join("wang", 8_000, handed_over(day))
        early = filed("1999-04-20", "S-1"), declared_effective("1999-04-30")
        result = read_registration(service, determined(service, *told, *early, late), day)
        assert joins(result) == {"wang": expected}

    @pytest.mark.parametrize("reading", ["owed", "refused"])
    def test_given_in_time_and_received_after_effectiveness_waits_for_an_amendment(
        self, service: Service, reading: str
    ) -> None:
        """QA23: mailed on the last day, 19 January, three Business Days on its way; effective on
        the 21st without it."""
        told = told_all(mailed("1998-12-22"))
        late = join("wang", 8_000, mailed("1999-01-19"))
        body = {"occurred_on": "1998-12-21", "planned_filing_on": "1999-01-21"}
        agreement = with_readings(service, join_after_effectiveness=reading)
        made = filed("1999-01-21", "S-1"), declared_effective("1999-01-21")
        identifier = determined(service, *told, late, *made, agreement=agreement, **body)
        result = read_registration(service, identifier, "1999-01-25")
        assert joins(result) == {"wang": ("accepted", None)}
        assert included(result) == {"ctc": 3_200_000}
        assert obligation(result, "include:wang")["status"] == "open"
        answer = ok(service.get(f"/v1/registrations/{identifier}", as_of="1999-01-25"))
        assert "INCLUSION_OWED_LATE" in warned(answer)

    def test_given_in_time_is_in_where_the_statement_is_said_to_cover_it(
        self, service: Service
    ) -> None:
        told = told_all(mailed("1998-12-22"))
        late = join("wang", 8_000, mailed("1999-01-19"))
        body = {"occurred_on": "1998-12-21", "planned_filing_on": "1999-01-21"}
        effective = declared_effective("1999-01-21") | {"covers": {"wang": 8_000}}
        made = *told, late, filed("1999-01-21", "S-1"), effective
        identifier = determined(service, *made, **body)
        result = read_registration(service, identifier, "1999-01-25")
        assert included(result) == {"ctc": 3_200_000, "wang": 8_000}
        assert obligation(result, "include:wang")["status"] == "performed"

    def test_by_a_transferee_not_yet_recognised_is_refused(self, service: Service) -> None:
        post_fact(
            service,
            transfer("1999-03-01", "spectrum", "affiliate", 1_000, record_holder_on="1999-09-01"),
        )
        asked = join("affiliate", 500, handed_over("1999-04-12"))
        result = read_registration(service, determined(service, asked), "1999-04-12")
        assert joins(result) == {"affiliate": ("refused", "NOT_RECOGNISED_HOLDER")}
        assert "notice:affiliate" not in ids(result)

    def test_changed_and_taken_back(self, service: Service) -> None:
        facts = (
            *BY_HAND,
            join("wang", 8_000, handed_over("1999-04-12")),
            join("wang", 3_000, handed_over("1999-04-15")),
            join("colo", 5_000, handed_over("1999-04-15")),
            withdrawn("1999-04-20", "wang"),
        )
        identifier = determined(service, *facts)
        shares = {
            day: included(read_registration(service, identifier, day)).get("wang")
            for day in ("1999-04-14", "1999-04-15", "1999-04-20")
        }
        assert shares == {"1999-04-14": 8_000, "1999-04-15": 3_000, "1999-04-20": None}
        result = read_registration(service, identifier, "1999-04-20")
        assert obligation(result, "include:wang")["status"] == "excused"
        assert obligation(result, "include:colo")["status"] == "open"

    def test_taken_back_by_all_leaves_the_company_its_registration(self, service: Service) -> None:
        facts = (
            *told_all(handed_over("1999-04-02"), "colo"),
            join("wang", 8_000, handed_over("1999-04-12")),
            withdrawn("1999-04-13", "wang"),
        )
        identifier = determined(service, *facts)
        result = read_registration(service, identifier, "1999-04-13")
        assert result["state"] == "open"
        assert included(result) == {"ctc": 3_200_000}
        assert obligation(result, "notice:colo")["status"] == "overdue_review"
        post_event(service, identifier, notice("colo", handed_over("1999-04-14")))
        assert read_registration(service, identifier, "1999-04-14")["state"] == "noticed"
        # 14 April and thirty days: Friday 14 May.
        result = read_registration(service, identifier, "1999-04-14")
        assert filing(result)["earliest_filing_on"] == "1999-05-14"


class TestAbandonment:
    def test_leaves_the_expenses_with_the_company(self, service: Service) -> None:
        """Those that have accrued: an end leaves no others (2(d))."""
        printing = fact("expense_incurred", "1999-04-15", expense="printing", amount="100.00")
        joined = join("wang", 8_000, handed_over("1999-04-12"))
        facts = *BY_HAND, joined, printing, abandoned("1999-04-20")
        identifier = determined(service, *facts)
        before = read_registration(service, identifier, "1999-04-19")
        result = read_registration(service, identifier, "1999-04-20")
        assert (before["state"], result["state"]) == ("noticed", "abandoned")
        assert obligation(result, "include:wang")["status"] == "excused"
        assert obligation(result, "wait")["status"] == "excused"
        expenses = obligation(result, "expenses")
        assert (expenses["obligor"], expenses["status"]) == ("ctc", "open")
        assert result.get("suspension_budget") is None
        demands = read_agreement(service, as_of="1999-04-20")["demands"]
        assert demands["remaining"] == 3

    def test_is_not_open_to_it_under_the_other_reading(self, service: Service) -> None:
        """QC13. What it owes stands, and it may yet do it."""
        other = with_readings(service, company_may_abandon=False)
        facts = *BY_HAND, join("wang", 8_000, handed_over("1999-04-12")), abandoned("1999-04-20")
        identifier = determined(service, *facts, agreement=other)
        answer = answer_of(service, identifier, "1999-04-20")
        assert warned(answer) == {"ABANDONMENT_NOT_PERMITTED"}
        assert answer["result"]["state"] == "noticed"
        assert obligation(answer["result"], "include:wang")["status"] == "open"
        post_event(service, identifier, filed("1999-05-04", "S-1"))
        assert read_registration(service, identifier, "1999-05-04")["state"] == "filed"

    def test_after_which_nothing_is_filed(self, service: Service) -> None:
        identifier = determined(service, *BY_HAND, abandoned("1999-04-20"))
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events", filed("1999-05-04", "S-1")
            )
        assert faults(response) == {"/occurred_on": "already_abandoned"}

    @pytest.mark.parametrize("day", ["1999-07-12", "1999-07-13", "1999-07-20"])
    def test_of_what_is_effective_cannot_be_recorded(self, service: Service, day: str) -> None:
        """Not even for a day before: what was abandoned did not become effective."""
        identifier = determined(service, *BY_HAND, *EFFECTIVE)
        with nothing_stored(service):
            response = service.post(f"/v1/registrations/{identifier}/events", abandoned(day))
        assert faults(response) == {"/occurred_on": "already_effective"}

    def test_before_a_filing_on_record_cannot_be_recorded(self, service: Service) -> None:
        identifier = determined(service, *BY_HAND, filed("1999-05-04", "S-1"))
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events", abandoned("1999-05-03")
            )
        assert faults(response) == {"/occurred_on": "already_filed"}
        post_event(service, identifier, abandoned("1999-05-05"))
        assert read_registration(service, identifier, "1999-05-05")["state"] == "abandoned"


class TestEffected:
    def test_turns_false_long_after(self, service: Service) -> None:
        identifier = determined(service, *EFFECTIVE, stop_order("1999-12-01"))
        before = read_registration(service, identifier, "1999-11-30")
        after = read_registration(service, identifier, "1999-12-01")
        assert (before["effected"], after["effected"]) == (True, False)
        assert (after["state"], after["overlays"]) == ("effective", ["stop_ordered"])

    @pytest.mark.parametrize(
        ("facts", "expected"),
        [
            ((stop_order("1999-12-01", holder_at_fault=True),), True),
            ((all_sold("1999-11-01"), stop_order("1999-12-01")), True),
            ((stop_order("1999-12-01"), all_sold("2000-01-03")), False),
            ((closing_failed("1999-12-01"),), False),
            ((closing_failed("1999-12-01", solely_holder=True),), True),
        ],
    )
    def test_for_no_other_reason(
        self, service: Service, facts: tuple[Json, ...], expected: bool
    ) -> None:
        identifier = determined(service, *EFFECTIVE, *facts)
        assert read_registration(service, identifier, "2000-01-03")["effected"] is expected

    def test_names_the_readings_that_it_turns_on(self, service: Service) -> None:
        """QC20."""
        identifier = determined(
            service, *EFFECTIVE, all_sold("1999-11-01"), stop_order("1999-12-01")
        )
        answer = answer_of(service, identifier, "2000-01-03")
        named = {each["option"] for each in answer["readings"]}
        assert "interference_window" in named
        told = ok(service.get(f"/v1/registrations/{identifier}/sensitivity", as_of="2000-01-03"))[
            "sensitivity"
        ]
        changed = {(each["option"], each["other"]): each["differences"] for each in told["changes"]}
        (difference,) = changed["interference_window", "unlimited"]
        assert difference == {"path": "/effected", "now": True, "becomes": False}

    def test_a_hold_stops_it_and_gives_its_days_back(self, service: Service) -> None:
        facts = (
            join("wang", 8_000, handed_over("1999-04-12")),
            *EFFECTIVE,
            misleading("1999-09-01"),
            new_prospectus("1999-09-10", "wang"),
        )
        identifier = determined(service, *facts)
        assert read_registration(service, identifier, "1999-09-09")["overlays"] == ["held"]
        result = read_registration(service, identifier, "1999-09-10")
        assert (result["overlays"], kept(result)) == ([], ("2000-01-09", 10, "2000-01-19"))

    def test_a_hold_without_a_holder_in_it_ends_too(self, service: Service) -> None:
        facts = misleading("1999-09-01"), new_prospectus("1999-09-10")
        identifier = determined(service, *EFFECTIVE, *facts)
        result = read_registration(service, identifier, "1999-09-10")
        assert (result["overlays"], kept(result)) == ([], ("2000-01-09", 10, "2000-01-19"))


class TestDelay:
    def test_is_measured_by_the_first_request_to_join(self, service: Service) -> None:
        """Received on Monday 12 April 1999; while nobody asks it cannot be told."""
        for begins, decision in (("1999-04-12", "accepted"), ("1999-04-13", "refused")):
            identifier = determined(service)
            use = delay("1999-04-20", 30, transaction_considered_from=begins)
            (found,) = post_event(service, identifier, use, as_of="1999-04-20")["result"]["delays"]
            assert found["decision"] == "undetermined"
            asked = join("wang", 8_000, handed_over("1999-04-12"))
            result = post_event(service, identifier, asked, as_of="1999-04-20")["result"]
            assert [each["decision"] for each in result["delays"]] == [decision]
            assert result["determination"]["due_on"] is None

    def test_uses_an_occasion_everywhere(self, service: Service) -> None:
        asked = join("wang", 8_000, handed_over("1999-04-12"))
        uses = delay("1999-04-20", 30), delay("1999-04-21", 20)
        identifier = determined(service, asked, *uses)
        budget = read_registration(service, identifier, "1999-04-21")["suspension_budget"]
        assert (budget["of"], budget["days_used"], budget["days_left"]) == ("delay", 50, 10)
        demand_id = begun(service, "demands", spectrum_demand(handed_over("2000-04-03")))
        for day, expected in (("2000-04-18", "refused"), ("2000-04-19", "accepted")):
            # 365 days after 20 April 1999 are 19 April 2000: 29 February takes one.
            result = post_event(service, demand_id, delay(day, 5), as_of=day)["result"]
            assert result["delays"][-1]["decision"] == expected

    def test_a_prohibition_does_not_reach_it(self, service: Service) -> None:
        identifier = determined(service, *EFFECTIVE, prohibition("1999-12-01", 10))
        (found,) = read_registration(service, identifier, "1999-12-01")["prohibitions"]
        assert (found["decision"], found["reason"]) == ("refused", "SUSPENSION_SHELF_ONLY")


class TestAllocation:
    JOINED = (
        join("spectrum", 500_000, handed_over("1999-04-12")),
        join("doeg-hill", 50_000, handed_over("1999-04-12")),
        join("mochary", 25_000, handed_over("1999-04-12")),
    )

    def allocated(
        self, service: Service, *facts: Json, agreement: str = DEMO, **more: object
    ) -> Json:
        body = {"others": {"founder": 25_000}} | more
        identifier = determined(service, *self.JOINED, *facts, agreement=agreement, **body)
        return answer_of(service, identifier, "1999-06-01")

    def test_company_first_then_all_others_pro_rata(self, service: Service) -> None:
        """3,500,000 leave 300,000 of the 600,000 asked for."""
        answer = self.allocated(service, maximum("1999-05-20", 3_500_000, in_writing=True))
        assert included(answer["result"]) == {
            "ctc": 3_200_000,
            "spectrum": 250_000,
            "doeg-hill": 25_000,
            "mochary": 12_500,
            "founder": 12_500,
        }
        allocation = answer["result"]["allocation"]
        assert (allocation["total"], allocation["cut_back"]) == (3_500_000, True)

    def test_company_first_even_if_nobody_else_fits(self, service: Service) -> None:
        answer = self.allocated(service, maximum("1999-05-20", 3_000_000, in_writing=True))
        found = included(answer["result"])
        assert found.pop("ctc") == 3_000_000
        assert set(found.values()) == {0}

    @pytest.mark.parametrize(
        ("facts", "more"),
        [
            ((), {}),
            ((maximum("1999-05-20", 3_800_000, in_writing=True),), {}),
            ((maximum("1999-05-20", 3_500_000, in_writing=False),), {}),
            ((maximum("1999-05-20", 3_500_000, in_writing=True),), {"underwritten": False}),
        ],
        ids=["no advice", "it fits", "oral", "not underwritten"],
    )
    def test_nobody_is_cut(self, service: Service, facts: tuple[Json, ...], more: Json) -> None:
        allocation = self.allocated(service, *facts, **more)["result"]["allocation"]
        assert (allocation["total"], allocation["cut_back"]) == (3_800_000, False)

    def test_oral_advice_cuts_under_the_other_reading(self, service: Service) -> None:
        """QC18."""
        other = with_readings(service, require_written_advice=False)
        advice = maximum("1999-05-20", 3_500_000, in_writing=False)
        found = included(self.allocated(service, advice, agreement=other)["result"])
        assert found["spectrum"] == 250_000

    def test_over_allotment_shares_are_outside_the_maximum(self, service: Service) -> None:
        """QC19. Inside it they leave 3,350,000, of which 150,000 are a quarter of 600,000."""
        advice = maximum("1999-05-20", 3_500_000, in_writing=True, over_allotment_shares=150_000)
        usual = included(self.allocated(service, advice)["result"])
        other = with_readings(service, greenshoe_in_max=True)
        inside = included(self.allocated(service, advice, agreement=other)["result"])
        assert (usual["spectrum"], inside["spectrum"]) == (250_000, 125_000)

    def test_holders_before_others_under_the_other_reading(self, service: Service) -> None:
        """QC17. 300,000 of the Holders' 575,000; nothing is left for the founder."""
        other = with_readings(service, others_rank="after_holders")
        advice = maximum("1999-05-20", 3_500_000, in_writing=True)
        found = included(self.allocated(service, advice, agreement=other)["result"])
        assert (found["founder"], found["spectrum"]) == (0, 260_870)
        assert found["doeg-hill"] == 26_087

    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            ("none", {"founder": 1_000_000, "spectrum": 500_000}),
            # 787,500 are half of 1,575,000.
            ("pro_rata_all", {"founder": 500_000, "spectrum": 250_000}),
            ("initiators_first", {"founder": 787_500, "spectrum": 0}),
        ],
    )
    def test_of_what_others_initiated(
        self, service: Service, rule: str, expected: dict[str, int]
    ) -> None:
        """QC14."""
        other = with_readings(service, secondary_incidental_cutback=rule)
        answer = self.allocated(
            service,
            maximum("1999-05-20", 787_500, in_writing=True),
            agreement=other,
            initiated_for="others",
            company_shares=None,
            initiators={"founder": 1_000_000},
            others={},
        )
        found = included(answer["result"])
        assert {name: found[name] for name in expected} == expected
        assert ("NO_CUTBACK_PROVISION" in warned(answer)) is (rule == "none")

    def test_of_the_company_puts_others_for_whom_it_registers_in_one_rank_with_the_holders(
        self, service: Service
    ) -> None:
        """2(f)(ii), QC17: half of 1,150,000 is left by 3,775,000 after the Company's 3,200,000."""
        answer = self.allocated(
            service,
            maximum("1999-05-20", 3_775_000, in_writing=True),
            initiators={"bank": 575_000},
            others={},
        )
        found = included(answer["result"])
        assert (found["ctc"], found["bank"], found["spectrum"]) == (3_200_000, 287_500, 250_000)

    @pytest.mark.parametrize(
        ("compliant", "room", "expected"),
        [
            # 115,000 are a fifth of the 575,000 that the Holders ask for.
            (True, 115_000, {"spectrum": 100_000, "doeg-hill": 10_000, "mochary": 5_000}),
            (True, 575_000, {"spectrum": 500_000, "doeg-hill": 50_000, "mochary": 25_000}),
            # Granted in breach of Section 8, the right does not go before the Holders (QC12).
            (False, 0, {"spectrum": 500_000, "doeg-hill": 50_000, "mochary": 25_000}),
            (None, 115_000, {"spectrum": None, "doeg-hill": None, "mochary": None}),
        ],
    )
    def test_of_what_holders_of_other_securities_demanded(
        self,
        service: Service,
        compliant: bool | None,
        room: int,
        expected: dict[str, int | None],
    ) -> None:
        answer = self.allocated(
            service,
            initiated_for="others",
            company_shares=None,
            initiators={"founder": 1_000_000},
            others={},
            other_demand={"granted_in_compliance": compliant, "room_for_registrable": room},
        )
        assert included(answer["result"]) == {"founder": 1_000_000} | expected
        assert ("SECTION_8_BREACH" in warned(answer)) is (compliant is False)

    def test_nobody_who_means_to_sell_is_left_out(self, service: Service) -> None:
        """The Company and a third party sell beside those who demanded: no rule cuts them."""
        answer = self.allocated(
            service,
            initiated_for="others",
            initiators={"founder": 1_000_000},
            others={"bank": 7},
            other_demand={"granted_in_compliance": True, "room_for_registrable": 115_000},
        )
        found = included(answer["result"])
        assert found.keys() == {"founder", "bank", "ctc", "spectrum", "doeg-hill", "mochary"}

    def test_advice_after_effectiveness_cannot_be_recorded(self, service: Service) -> None:
        identifier = determined(service, *self.JOINED, *EFFECTIVE)
        with nothing_stored(service):
            response = service.post(
                f"/v1/registrations/{identifier}/events",
                maximum("1999-07-14", 3_500_000, in_writing=True),
            )
        assert faults(response) == {"/occurred_on": "already_effective"}


class TestRecord:
    @pytest.mark.parametrize(
        "fact",
        [
            conversion("1999-04-12"),
            additions("1999-04-12", 5),
            letter_added(letter(handed_over("1999-04-12"), {"wang": 5})),
        ],
        ids=lambda fact: fact["kind"],
    )
    def test_takes_no_fact_of_another_kind(self, service: Service, fact: Json) -> None:
        identifier = determined(service)
        with nothing_stored(service):
            response = service.post(f"/v1/registrations/{identifier}/events", fact)
        assert faults(response) == {"/kind": "not_for_this_kind"}

    @pytest.mark.parametrize(
        ("fact", "pointer", "code"),
        [
            (notice("wang", mailed("1999-03-31")), "/delivery/sent_on", "before_registration"),
            (withdrawn("1999-04-12"), "/holders", "names_nobody"),
            (withdrawn("1999-04-12", "wang"), "/holders/0", "did_not_ask"),
            (declared_effective("1999-07-13"), "/occurred_on", "not_filed"),
            (stop_order("1999-07-13"), "/occurred_on", "not_filed"),
            (join("wang", 8_251, handed_over("1999-04-12")), "/shares", "more_than_held"),
            (join("nobody", 1, handed_over("1999-04-12")), "/holder", "unknown_holder"),
        ],
    )
    def test_takes_no_fact_against_the_progress_of_things(
        self, service: Service, fact: Json, pointer: str, code: str
    ) -> None:
        identifier = determined(service)
        with nothing_stored(service):
            response = service.post(f"/v1/registrations/{identifier}/events", fact)
        assert faults(response) == {pointer: code}

    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            (own_registration(others={"spectrum": 5}), "/others/spectrum", "not_another_seller"),
            (own_registration(initiators={"ctc": 5}), "/initiators/ctc", "not_another_seller"),
            (own_registration(others={"a": 5}, initiators={"a": 5}), "", "invalid_value"),
            (own_registration(occurred_on="1998-04-09"), "/occurred_on", "before_agreement"),
            (own_registration(purpose="fun"), "/purpose", "invalid_value"),
            (
                own_registration(planned_filing_on="2061-01-03"),
                "/planned_filing_on",
                "date_outside_calendars",
            ),
        ],
    )
    def test_of_what_cannot_be_is_a_problem(
        self, service: Service, body: Json, pointer: str, code: str
    ) -> None:
        with nothing_stored(service):
            response = service.post(INCIDENTALS, body)
        assert faults(response) == {pointer: code}

    def test_a_dry_run_answers_the_same_and_stores_nothing(self, service: Service) -> None:
        body = own_registration()
        with nothing_stored(service):
            tried = post_registration(
                service, "incidentals", body, dry_run=True, as_of="1999-04-01"
            )["result"]
        made = post_registration(service, "incidentals", body, as_of="1999-04-01")["result"]
        assert tried.get("registration_id") is None
        assert (decided(tried), filing(tried)) == (decided(made), filing(made))
        assert included(tried) == included(made)
        assert ids(tried) == ids(made)

    def test_there_is_none_before_the_determination(self, service: Service) -> None:
        identifier = determined(service)
        response = service.get(f"/v1/registrations/{identifier}", as_of="1999-03-31")
        problem(response, 404, "not_found")

    def test_facts_of_a_later_day_are_left_out(self, service: Service) -> None:
        identifier = determined(service)
        before = read_registration(service, identifier, "1999-04-11")
        for each in (
            *told_all(handed_over("1999-04-12")),
            join("wang", 5, handed_over("1999-04-12")),
            filed("1999-05-12", "S-1"),
        ):
            post_event(service, identifier, each)
        assert read_registration(service, identifier, "1999-04-11") == before

    def test_a_notice_recorded_late_counts_from_its_day(self, service: Service) -> None:
        told = told_all(handed_over("1999-04-02"), "wang")
        identifier = determined(service, *told, filed("1999-05-04", "S-1"))
        late = notice("wang", handed_over("1999-04-03"))
        result = post_event(service, identifier, late, as_of="1999-05-04")["result"]
        assert filing(result)["compliant"] is True
        assert obligation(result, "wait")["status"] == "performed"


class TestADemandOfOthersOnRecord:
    """Whether their right was rightly granted follows from the grants to them (8)."""

    def ask(self, service: Service, **other_demand: object) -> Json:
        body = own_registration(
            initiated_for="others",
            company_shares=0,
            initiators={"bank": 100_000},
            other_demand={"room_for_registrable": 0} | other_demand,
        )
        return post_registration(service, "incidentals", body, as_of="1999-04-01")

    def grant(self, service: Service, day: str, demands: int) -> None:
        post_fact(
            service, fact("rights_granted", day, grantee="A Bank", rights={"demands": demands})
        )

    def test_one_that_was_permitted_leaves_no_room(self, service: Service) -> None:
        self.grant(service, "1999-01-04", 3)
        answer = self.ask(service, grantee="A Bank")
        assert decided(answer["result"]) == ("refused", "EXCLUDED_OTHER_DEMAND")

    def test_one_in_breach_does_not(self, service: Service) -> None:
        self.grant(service, "1999-01-04", 3)
        self.grant(service, "1999-02-01", 4)
        answer = self.ask(service, grantee="A Bank")
        assert decided(answer["result"]) == ("accepted", None)

    def test_what_is_stated_goes_first(self, service: Service) -> None:
        self.grant(service, "1999-01-04", 4)
        answer = self.ask(service, grantee="A Bank", granted_in_compliance=True)
        assert decided(answer["result"]) == ("refused", "EXCLUDED_OTHER_DEMAND")

    @pytest.mark.parametrize("grantee", ["Another Bank", None])
    def test_without_a_grant_by_then_it_is_missing(
        self, service: Service, grantee: str | None
    ) -> None:
        self.grant(service, "1999-04-02", 3)
        answer = self.ask(service, grantee=grantee)
        assert decided(answer["result"]) == ("undetermined", None)
        assert "granted_in_compliance" in {each["name"] for each in answer["missing_inputs"]}
