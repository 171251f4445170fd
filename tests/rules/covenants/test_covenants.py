"""What the Company owes under the agreement itself: 2(c), 7, 8, 9(a), 9(b), 9(e), 9(f), P."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.agreement.addresses import AddressOnDay, address_book
from app.rules.covenants.grants import rightly_granted
from app.rules.covenants.promises import AgreementDuties, agreement_duties
from app.rules.reasoning.obligations import Obligation
from app.rules.reasoning.trace import Sourced
from app.rules.terms import Terms
from tests.rules.examples.agreement import (
    TERMS,
    Json,
    amended,
    by_hand,
    by_mail,
    dated,
    granted,
    known,
    matter_of,
    opening,
    rights_ended,
    terms,
    transferred,
    waived,
)

LATER = "1999-12-31"
PUBLIC = dated("first_public_offering_effective", "1992-03-02")
REPORTING = dated("reporting_began", "1992-03-02")


def duties(*facts: Json, as_of: str = LATER, under: Terms = TERMS) -> AgreementDuties:
    found = known(as_of, *facts, under=under)
    return agreement_duties(found, matter_of(found))


def owed(identifier: str, *facts: Json, as_of: str = LATER, under: Terms = TERMS) -> Obligation:
    found = {each.id: each for each in duties(*facts, as_of=as_of, under=under).obligations}
    return found[identifier]


def status(identifier: str, *facts: Json, as_of: str = LATER) -> str:
    return owed(identifier, *facts, as_of=as_of).status


def warnings(*facts: Json, as_of: str = LATER) -> list[str]:
    found = known(as_of, *facts)
    matter = matter_of(found)
    agreement_duties(found, matter)
    return [each.code for each in matter.working.warnings]


def missing(*facts: Json, as_of: str = LATER) -> list[str]:
    found = known(as_of, *facts)
    matter = matter_of(found)
    agreement_duties(found, matter)
    return [each.name for each in matter.working.missing]


class TestLastingPromises:
    def test_public_information_is_kept_after_the_first_public_offering(self) -> None:
        offering = dated("first_public_offering_effective", "1999-06-01")
        found = owed("public-information", offering)
        assert (found.clause, found.standard, found.due_on) == ("7(a)", None, None)
        assert (found.status, found.begins_on) == ("open", date(1999, 6, 2))
        assert status("public-information", offering, as_of="1999-06-01") == "not_yet_due"

    def test_an_offering_before_the_agreement_binds_from_the_agreement(self) -> None:
        assert owed("public-information", PUBLIC).begins_on == TERMS.agreement_date

    def test_without_the_offering_on_record_nobody_can_say_from_when(self) -> None:
        assert status("public-information") == "not_yet_due"
        assert {"first_public_offering_effective", "reporting_began"} <= set(missing())

    def test_what_is_absolute_is_broken_by_a_lapse(self) -> None:
        lapse = dated("covenant_standing", "1999-07-01", covenant="public_information", kept=False)
        found = owed("public-information", PUBLIC, lapse)
        assert (found.status, found.breached_on) == ("breached", date(1999, 7, 1))
        assert status("public-information", PUBLIC, lapse, as_of="1999-06-30") == "open"

    def test_and_kept_again_when_it_is_back(self) -> None:
        lapse = dated("covenant_standing", "1999-07-01", covenant="public_information", kept=False)
        back = dated("covenant_standing", "1999-08-01", covenant="public_information", kept=True)
        assert status("public-information", PUBLIC, lapse, back) == "open"

    def test_before_it_binds_nothing_lapses(self) -> None:
        lapse = dated("covenant_standing", "1999-05-01", covenant="public_information", kept=False)
        offering = dated("first_public_offering_effective", "1999-06-01")
        assert status("public-information", offering, lapse) == "open"

    @pytest.mark.parametrize(
        ("efforts", "expected"), [(None, "overdue_review"), (True, "open"), (False, "breached")]
    )
    def test_what_only_efforts_are_promised_for_is_broken_by_their_want(
        self, efforts: bool | None, expected: str
    ) -> None:
        lost = dated("covenant_standing", "1999-07-01", covenant="form_eligibility", kept=False)
        if efforts is not None:
            lost["best_efforts_used"] = efforts
        assert status("form-eligibility", lost) == expected

    def test_a_later_finding_on_the_efforts_belongs_to_the_lapse(self) -> None:
        lost = dated("covenant_standing", "1999-07-01", covenant="form_eligibility", kept=False)
        found = {**lost, "occurred_on": "1999-09-01", "best_efforts_used": False}
        assert owed("form-eligibility", lost, found).breached_on == date(1999, 7, 1)

    def test_the_form_is_a_term(self) -> None:
        other = terms({"covenants": {"form_eligibility": {"form": "F-3"}}})
        assert owed("form-eligibility", under=other).action.endswith("Form F-3.")

    def test_what_the_agreement_lacks_is_not_owed(self) -> None:
        without = terms({"covenants": None, "execution": None, "other_rights": None})
        assert duties(under=without).obligations == ()

    def test_the_agreement_was_executed(self) -> None:
        found = owed("execution")
        assert (found.status, found.performed_on) == ("performed", TERMS.agreement_date)
        assert found.clause == "Preamble"


REPORT = f"report:f{len(opening()) + 1:03}"
"""The duty that the first fact after the beginning of reporting tells of."""


class TestReports:
    FILED = dated("report_filed", "1999-08-16", report="10-Q June 1999", due_on="1999-08-16")
    LATE = dated("report_filed", "1999-08-17", report="10-Q June 1999", due_on="1999-08-16")
    MISSED = dated("report_missed", "1999-08-17", report="10-Q June 1999", due_on="1999-08-16")
    ID = REPORT

    def test_filed_in_time_late_or_not(self) -> None:
        found = [status(self.ID, REPORTING, fact) for fact in (self.FILED, self.LATE, self.MISSED)]
        assert found == ["performed", "performed_late", "overdue_review"]

    def test_keeps_its_name_when_its_day_is_corrected(self) -> None:
        corrected = {**self.MISSED, "due_on": "1999-08-13"}
        assert owed(self.ID, REPORTING, corrected).due_on == date(1999, 8, 13)

    def test_one_that_was_missed_may_still_come(self) -> None:
        late = {**self.LATE, "occurred_on": "1999-09-01"}
        found = owed(self.ID, REPORTING, self.MISSED, late)
        assert (found.status, found.days_late) == ("performed_late", 16)

    def test_one_that_fell_due_before_the_company_had_to_report_is_no_duty(self) -> None:
        began = dated("reporting_began", "1999-08-16")
        assert self.ID not in {each.id for each in duties(began, self.MISSED).obligations}

    def test_one_that_fell_due_on_the_first_day_after_is(self) -> None:
        """7(b) binds after the Company has become subject to reporting: from 16 August."""
        began = dated("reporting_began", "1999-08-15")
        assert status(self.ID, began, self.MISSED) == "overdue_review"


class TestGrants:
    def test_worse_rights_are_permitted(self) -> None:
        (grant,) = duties(granted("1999-06-01", demands=1, join_days=10)).grants
        assert (grant.permitted, grant.reason) == (True, None)
        assert status("no-better-rights", granted("1999-06-01", demands=1)) == "open"

    def test_one_better_right_breaks_the_promise(self) -> None:
        fact = granted("1999-06-01", demands=4, join_days=10)
        (grant,) = duties(fact).grants
        assert (grant.permitted, grant.reason) == (False, "SECTION_8_BREACH")
        assert grant.more_favourable == ("demands",)
        promise = owed("no-better-rights", fact)
        assert (promise.status, promise.breached_on) == ("breached", date(1999, 6, 1))
        assert promise.modality == "must_not"

    def test_what_the_holders_have_is_read_in_the_terms(self) -> None:
        here = {
            "demands": 3,
            "demand_min_percent_exclusive": 50,
            "demand_min_shares": None,
            "days_to_effect": 90,
            "standstill_days": 180,
            "join_days": 20,
            "incidental_notice_days": 30,
            "incidental_priority_rank": 2,
            "demand_priority_rank": 1,
            "effectiveness_days": 180,
            "suspension_days": 60,
            "suspension_occasions": 2,
            "holdback_days_before": 7,
            "holdback_days": 180,
            "draft_business_days": 5,
            "holder_counsel_count": 1,
            "assignment_min_shares": 50_000,
            "rule_144_days": 90,
        }
        (grant,) = duties(granted("1999-06-01", **here)).grants
        assert {each.name: each.verdict for each in grant.terms} == dict.fromkeys(here, "equal")
        assert grant.permitted is True

    def test_what_they_do_not_give_in_that_measure_is_asked_for(self) -> None:
        fact = granted("1999-06-01", shelf_days=300)
        assert duties(fact).grants[0].permitted is None
        assert "existing/shelf_days" in missing(fact)
        assert duties(fact | {"existing": {"shelf_days": 365}}).grants[0].permitted is True

    def test_the_terms_of_its_day_decide(self) -> None:
        more = amended("1999-05-01", {"/demand/cap/limit": 5})
        assert duties(more, granted("1999-06-01", demands=4)).grants[0].permitted is True
        assert duties(granted("1999-04-30", demands=4), more).grants[0].permitted is False

    def test_a_better_rank_contradicts_its_clause(self) -> None:
        (grant,) = duties(granted("1999-06-01", incidental_priority_rank=1)).grants
        assert grant.inconsistent == ("incidental_priority_rank",)

    def test_a_number_of_shares_has_followed_the_splits(self) -> None:
        split = dated("stock_split", "1999-05-01", numerator=2, denominator=1)
        (grant,) = duties(split, granted("1999-06-01", assignment_min_shares=60_000)).grants
        assert grant.more_favourable == ("assignment_min_shares",)

    def test_after_the_end_of_the_rights_there_is_no_promise(self) -> None:
        end = rights_ended("1999-05-01")
        found = duties(end, granted("1999-06-01", demands=4))
        assert found.grants == ()
        assert status("no-better-rights", end, granted("1999-06-01", demands=4)) == "excused"

    @pytest.mark.parametrize(("day", "kept"), [("1999-04-30", False), ("1999-05-01", True)])
    def test_on_the_first_day_without_rights_there_is_none(self, day: str, kept: bool) -> None:
        """They end on 1 May: what is granted on that day takes nothing from them."""
        found = duties(rights_ended("1999-05-01"), granted(day, demands=4))
        assert (found.grants == ()) is kept


class TestRightlyGranted:
    """2(b): whether what another demands under was granted in compliance with Section 8.

    Seen to fail: the grant of the day itself passed over; the latest grant alone decides; a grant
    that cannot be compared taken for permitted; the grants of others counted (`grants.py`).
    """

    FINE, BETTER = granted("1999-06-01", demands=1), granted("1999-06-02", demands=4)
    UNKNOWN = granted("1999-06-03", shelf_days=300)

    def rightly(self, *facts: Json, to: str = "Another Fund") -> Sourced[bool] | None:
        """Asked on 3 June."""
        found = known(LATER, *facts)
        return rightly_granted(to, date(1999, 6, 3), found, matter_of(found))

    @pytest.mark.parametrize("on", ["1999-06-03", "1999-06-04"])
    def test_what_was_granted_by_the_day_is_asked_about(self, on: str) -> None:
        found = self.rightly(self.FINE | {"occurred_on": on})
        assert (found and found.value) == (True if on == "1999-06-03" else None)

    def test_one_that_broke_the_promise_decides_whatever_came_after(self) -> None:
        fine_too = self.FINE | {"occurred_on": "1999-06-03"}
        found = self.rightly(self.FINE, self.BETTER, fine_too, self.UNKNOWN)
        alone = self.rightly(self.FINE, self.BETTER)
        assert found is not None
        assert not found.value
        assert found == alone

    def test_one_of_which_it_is_not_known_leaves_it_open(self) -> None:
        assert self.rightly(self.UNKNOWN, self.FINE | {"occurred_on": "1999-06-03"}) is None

    def test_what_others_were_granted_says_nothing(self) -> None:
        assert self.rightly(self.FINE, to="A Third") is None


class TestTheEndOfTheRights:
    """Only performance to come is excused: clauses 7(b), 2(c) after 9(e)."""

    END = rights_ended("1999-05-01")

    @pytest.mark.parametrize(
        ("due_on", "expected"), [("1999-04-30", "overdue_review"), ("1999-05-03", "excused")]
    )
    def test_a_report_that_had_fallen_due_stays_owed(self, due_on: str, expected: str) -> None:
        missed = dated("report_missed", "1999-06-01", report="10-K", due_on=due_on)
        assert status(REPORT, REPORTING, missed, self.END) == expected

    @pytest.mark.parametrize(
        ("day", "expected"), [("1999-04-30", "overdue_review"), ("1999-05-01", "excused")]
    )
    def test_only_a_lapse_before_it_counts(self, day: str, expected: str) -> None:
        lost = dated("covenant_standing", day, covenant="form_eligibility", kept=False)
        assert status("form-eligibility", lost, self.END) == expected


def asked(day: str, *documents: str, holder: str = "gamma", by_post: bool = False) -> Json:
    return {
        "kind": "rule144_requested",
        "holder": holder,
        "delivery": by_mail(day) if by_post else by_hand(day),
        "documents": list(documents or ("rule_144_statement",)),
    }


class TestRule144:
    OFFERING = dated("first_public_offering_effective", "1999-03-01")
    FROM = "1999-05-31"
    """The ninety-first day after it."""
    ID = f"furnish:gamma:rule_144_statement:f{len(opening()) + 1:03}"
    """What is owed on the second fact after the opening of the record."""

    def test_the_statement_may_be_asked_for_from_the_ninety_first_day(self) -> None:
        early, due = asked("1999-05-30"), asked(self.FROM)
        first, second = duties(self.OFFERING, early, due).document_requests
        assert (first.entitled, first.reason) == (False, "NOT_YET_AVAILABLE")
        assert (second.entitled, second.reason) == (True, None)
        assert first.available_from == date(1999, 5, 31)
        owed_now = [each.id for each in duties(self.OFFERING, early, due).obligations]
        assert [each for each in owed_now if each.startswith("furnish")] == [
            f"furnish:gamma:rule_144_statement:f{len(opening()) + 2:03}"
        ]

    def test_it_is_furnished_forthwith_without_a_date(self) -> None:
        found = owed(self.ID, PUBLIC, asked(self.FROM))
        assert (found.standard, found.due_on, found.status) == ("forthwith", None, "open")

    def test_and_is_performed_when_it_is_furnished(self) -> None:
        done = dated(
            "rule144_statement_furnished",
            "1999-06-04",
            holder="gamma",
            documents=["rule_144_statement"],
        )
        identifier = self.ID
        found = owed(identifier, PUBLIC, asked(self.FROM), done)
        assert (found.status, found.performed_on) == ("performed", date(1999, 6, 4))

    def test_also_on_the_very_day_of_the_request(self) -> None:
        furnished = {"holder": "gamma", "documents": ["rule_144_statement"]}
        done = dated("rule144_statement_furnished", self.FROM, **furnished)
        assert owed(self.ID, PUBLIC, asked(self.FROM), done).status == "performed"

    def test_a_letter_asks_when_it_is_received(self) -> None:
        # Mailed on Tuesday 25 May 1999; Monday the 31st is Memorial Day: received on Friday.
        (request,) = duties(PUBLIC, asked("1999-05-25", by_post=True)).document_requests
        assert request.received_on == date(1999, 5, 28)

    def test_the_other_documents_do_not_wait(self) -> None:
        fact = asked("1999-03-02", "latest_report", "other_documents")
        assert [each.entitled for each in duties(self.OFFERING, fact).document_requests] == [
            True,
            True,
        ]

    def test_the_reporting_statement_waits_for_reporting(self) -> None:
        """After the Company has become subject to it, as its promise to report binds (QA6)."""
        began = dated("reporting_began", "1999-03-01")
        days = ("1999-02-26", "1999-03-01", "1999-03-02")
        facts = (asked(day, "reporting_statement") for day in days)
        found = duties(began, *facts).document_requests
        assert [each.reason for each in found] == ["NOT_YET_REPORTING", "NOT_YET_REPORTING", None]
        assert owed("reports", began).begins_on == date(1999, 3, 2)

    def test_without_the_offering_nobody_can_say(self) -> None:
        (request,) = duties(asked("1999-05-31")).document_requests
        assert (request.entitled, request.reason) == (None, None)

    def test_only_an_owner_may_ask(self) -> None:
        gone = (
            dated("preferred_converted", "1999-04-01", holder="gamma", shares=200_000),
            dated("shares_sold", "1999-04-02", holder="gamma", shares=200_000),
        )
        (request,) = duties(PUBLIC, *gone, asked(self.FROM)).document_requests
        assert request.reason == "NO_REGISTRABLE_SECURITIES"

    def test_and_as_long_as_he_owns(self) -> None:
        gone = (
            dated("preferred_converted", "1999-07-01", holder="gamma", shares=200_000),
            dated("shares_sold", "1999-07-02", holder="gamma", shares=200_000),
        )
        identifier = self.ID
        assert status(identifier, PUBLIC, asked(self.FROM), *gone) == "excused"

    @pytest.mark.parametrize(
        ("day", "expected"), [("1999-05-30", (True, None)), ("1999-05-31", (False, "RIGHTS_ENDED"))]
    )
    def test_who_asks_on_the_day_on_which_the_rights_end_asks_too_late(
        self, day: str, expected: object
    ) -> None:
        (request,) = duties(PUBLIC, rights_ended(self.FROM), asked(day)).document_requests
        assert (request.entitled, request.reason) == expected

    @pytest.mark.parametrize(
        ("day", "expected"),
        [("1999-05-30", (False, "NOT_RECOGNISED_HOLDER")), ("1999-05-31", (True, None))],
    )
    def test_a_transferee_may_ask_from_the_day_on_which_it_is_recognised(
        self, day: str, expected: object
    ) -> None:
        moved = transferred("1999-05-03", 1_000, record_holder_on="1999-05-31")
        (request,) = duties(PUBLIC, moved, asked(day, holder="delta")).document_requests
        assert (request.entitled, request.reason) == expected

    @pytest.mark.parametrize(
        ("as_of", "expected"),
        [("1999-05-30", (False, "NOT_YET_AVAILABLE")), ("1999-05-31", (True, None))],
    )
    def test_one_made_too_early_ripens_on_the_first_day_where_that_is_read(
        self, as_of: str, expected: object
    ) -> None:
        ripening = terms(early_rule144_request="ripens")
        early = asked("1999-05-01")
        (request,) = duties(self.OFFERING, early, as_of=as_of, under=ripening).document_requests
        assert (request.entitled, request.reason) == expected

    def test_asking_twice_on_a_day_is_asking_once(self) -> None:
        found = duties(PUBLIC, asked(self.FROM), asked(self.FROM)).obligations
        assert len([each for each in found if each.id.startswith("furnish")]) == 1


class TestWaivers:
    LOST = dated(
        "covenant_standing",
        "1999-07-01",
        covenant="form_eligibility",
        kept=False,
        best_efforts_used=False,
    )

    def test_a_majority_and_the_company_waive_an_obligation(self) -> None:
        assert status("form-eligibility", waived("1999-06-01", "form-eligibility")) == "waived"

    def test_a_minority_cannot(self) -> None:
        fact = waived("1999-06-01", "form-eligibility", "alpha")
        assert status("form-eligibility", fact) == "open"

    def test_from_the_first_day_of_its_effect(self) -> None:
        fact = waived("1999-06-01", "form-eligibility", effective_from="1999-08-01")
        found = [
            status("form-eligibility", fact, as_of=day) for day in ("1999-07-31", "1999-08-01")
        ]
        assert found == ["open", "waived"]

    def test_a_breach_stands_unless_the_waiver_reaches_back_to_it(self) -> None:
        late = waived("1999-08-01", "form-eligibility")
        back = waived("1999-08-01", "form-eligibility", effective_from="1999-07-01")
        assert status("form-eligibility", self.LOST, late) == "breached"
        assert warnings(self.LOST, late).count("WAIVER_TOO_LATE") == 1
        assert status("form-eligibility", self.LOST, back) == "waived"

    def test_what_was_performed_needs_none(self) -> None:
        assert status("execution", waived("1999-08-01", "execution")) == "performed"

    def test_one_that_names_nothing_owed_is_pointed_out(self) -> None:
        assert "NOTHING_TO_WAIVE" in warnings(waived("1999-08-01", "no-such-thing"))


class TestRemedies:
    def test_are_listed_for_what_is_broken(self) -> None:
        found = duties(granted("1999-06-01", demands=4))
        (remedy,) = found.remedies
        assert (remedy.obligation, remedy.against) == ("no-better-rights", "ctc")
        assert remedy.open_to == ("alpha", "beta", "gamma")
        assert (remedy.remedies, remedy.cumulative) == (("specific performance",), True)

    def test_nothing_is_broken_by_a_lapse_for_review(self) -> None:
        lost = dated("covenant_standing", "1999-07-01", covenant="form_eligibility", kept=False)
        assert duties(lost).remedies == ()


class TestTheEnd:
    def test_rights_last_while_anything_is_held(self) -> None:
        assert duties().rights.in_effect

    def test_they_end_when_nothing_is_held_any_more(self) -> None:
        gone = [
            fact
            for name, shares in (("alpha", 500_000), ("beta", 300_000), ("gamma", 200_000))
            for fact in (
                dated("preferred_converted", "1999-04-01", holder=name, shares=shares),
                dated("shares_sold", "1999-04-02", holder=name, shares=shares),
            )
        ]
        found = duties(*gone).rights
        assert (found.in_effect, found.ended_on) == (False, date(1999, 4, 2))
        assert found.reason == "NO_REGISTRABLE_SECURITIES"
        assert duties(*gone, as_of="1999-04-01").rights.in_effect
        assert status("no-better-rights", *gone) == "excused"

    def test_they_end_by_an_instrument(self) -> None:
        found = duties(rights_ended("1999-05-01", effective_from="1999-06-01")).rights
        assert (found.ended_on, found.reason) == (date(1999, 6, 1), "ENDED_BY_INSTRUMENT")

    def test_on_their_first_day_without_rights_they_have_ended(self) -> None:
        end = rights_ended("1999-05-01")
        assert duties(end, as_of="1999-04-30").rights.in_effect
        assert not duties(end, as_of="1999-05-01").rights.in_effect

    def test_where_all_was_sold_twice_they_end_the_second_time(self) -> None:
        """QG15: somebody held shares again in between, so that the rights went on."""
        everybody = ("alpha", "beta", "gamma")

        def nobody_holds(day: str) -> list[Json]:
            return [dated("position_stated", day, holder=name) for name in everybody]

        again = dated("position_stated", "1999-05-03", holder="beta", common=1)
        twice = [*nobody_holds("1999-04-01"), again, *nobody_holds("1999-06-01")]
        assert duties(*twice).rights.ended_on == date(1999, 6, 1)

    def test_but_not_by_one_of_a_minority(self) -> None:
        assert duties(rights_ended("1999-05-01", "alpha")).rights.in_effect

    def test_nor_by_one_that_reaches_back(self) -> None:
        found = duties(rights_ended("1999-05-01", effective_from="1999-01-01")).rights
        assert found.ended_on == date(1999, 5, 1)

    @pytest.mark.parametrize(
        ("anchor", "ended_on"),
        [("agreement_made", "2003-04-11"), ("first_public_offering_effective", "2004-03-02")],
    )
    def test_they_end_by_time_where_the_terms_say_so(self, anchor: str, ended_on: str) -> None:
        period = {"clause": "9(i)", "count": 5, "unit": "year", "anchor": anchor, "roll": "none"}
        under = terms({"rights_end": {"clause": "9(i)", "after": period}})
        offering = dated("first_public_offering_effective", "1999-03-01")
        found = duties(offering, as_of="2005-01-01", under=under).rights
        assert (found.ended_on, found.reason) == (date.fromisoformat(ended_on), "ENDED_BY_TIME")

    @pytest.mark.parametrize(
        ("choice", "ended_on"),
        [("never", None), ("3_years_after_ipo", "2002-03-02"), ("5_years_after_ipo", "2004-03-02")],
    )
    def test_by_a_reading_where_the_terms_state_no_period(
        self, choice: str, ended_on: str | None
    ) -> None:
        under = terms({"readings": {"rights_end": choice}})
        offering = dated("first_public_offering_effective", "1999-03-01")
        found = duties(offering, as_of="2005-01-01", under=under).rights
        assert found.ended_on == (date.fromisoformat(ended_on) if ended_on else None)
        assert (found.reason == "ENDED_BY_TIME") is (ended_on is not None)

    def test_a_period_of_the_terms_governs_whatever_the_reading(self) -> None:
        year = {"clause": "9(i)", "count": 1, "unit": "year", "anchor": "agreement_made"}
        stated = {"clause": "9(i)", "after": {**year, "roll": "none"}}
        under = terms({"rights_end": stated, "readings": {"rights_end": "3_years_after_ipo"}})
        offering = dated("first_public_offering_effective", "1999-03-01")
        found = duties(offering, as_of="2005-01-01", under=under).rights
        assert found.ended_on == date(1999, 4, 11)

    def test_a_breach_outlives_them(self) -> None:
        facts = (granted("1999-04-01", demands=4), rights_ended("1999-05-01"))
        assert status("no-better-rights", *facts) == "breached"


class TestAssignees:
    def test_are_recognised_when_they_are_holders_of_record(self) -> None:
        entered = dated("record_holder_entered", "1999-06-01", holder="delta")
        found = duties(transferred("1999-05-01", 1_000), entered)
        (one,) = found.recognitions
        assert (one.holder, one.limb, one.recognised_from) == ("delta", "(i)", date(1999, 6, 1))
        assert status("recognise:delta", transferred("1999-05-01", 1_000), entered) == "open"

    def test_or_when_notice_and_agreement_have_both_arrived(self) -> None:
        def papers(day: str, *names: str) -> Json:
            return {
                "kind": "assignment_papers_delivered",
                "holder": "delta",
                "delivery": by_mail(day),
                "papers": list(names),
            }

        moved = transferred("1999-05-03", 1_000)
        notice = papers("1999-05-10", "notice")
        (one,) = duties(moved, notice).recognitions
        assert one.recognised_from is None
        # Mailed on Monday 24 May 1999, received on the third business day.
        (one,) = duties(moved, notice, papers("1999-05-24", "agreement")).recognitions
        assert one.recognised_from == date(1999, 5, 27)

    def test_the_first_of_each_ground_counts(self) -> None:
        """Entered twice; told twice, by mail of 10 May (received on the 13th) and of 24 May."""
        moved = transferred("1999-05-03", 1_000)
        entered = (
            dated("record_holder_entered", day, holder="delta")
            for day in ("1999-06-10", "1999-06-01")
        )
        assert duties(moved, *entered).recognitions[0].recognised_from == date(1999, 6, 1)
        papers = (
            {
                "kind": "assignment_papers_delivered",
                "holder": "delta",
                "delivery": by_mail(day),
                "papers": ["notice", "agreement"],
            }
            for day in ("1999-05-24", "1999-05-10")
        )
        assert duties(moved, *papers).recognitions[0].recognised_from == date(1999, 5, 13)

    def test_what_comes_later_to_the_same_holder_leaves_its_recognition(self) -> None:
        first = transferred("1999-05-03", 1_000, record_holder_on="1999-05-10")
        again = transferred("1999-06-01", 60_000, record_holder_on="1999-06-02", affiliate=False)
        (one,) = duties(first, again).recognitions
        assert (one.limb, one.transferred_on) == ("(i)", date(1999, 5, 3))
        assert one.recognised_from == date(1999, 5, 10)

    def test_nobody_is_recognised_before_his_transfer(self) -> None:
        moved = transferred("1999-05-03", 1_000, record_holder_on="1999-04-01")
        assert duties(moved).recognitions[0].recognised_from == date(1999, 5, 3)

    def test_the_meaning_of_affiliate_is_borrowed(self) -> None:
        found = known(LATER, transferred("1999-05-03", 1_000))
        matter = matter_of(found)
        agreement_duties(found, matter)
        assert "IMPORTED_DEFINITION" in [each.code for each in matter.working.assumptions]

    def test_the_register_says_the_same(self) -> None:
        entered = dated("record_holder_entered", "1999-06-01", holder="delta")
        register = known(LATER, transferred("1999-05-01", 1_000), entered).register
        assert "delta" not in register.on(date(1999, 5, 31)).recognised()
        assert "delta" in register.on(date(1999, 6, 1)).recognised()
        assert register.ever_recognised()["delta"][0] == date(1999, 6, 1)


def moved(day: str, party: str | None, **more: object) -> Json:
    fact: Json = {"kind": "address_changed", "address": "Elsewhere", "delivery": by_mail(day)}
    return fact | ({"party": party} if party else {}) | more


class TestAddresses:
    def book(self, *facts: Json, as_of: str = LATER) -> dict[str, AddressOnDay]:
        found = known(as_of, *facts)
        return {each.party: each for each in address_book(found, matter_of(found))}

    def test_are_those_of_the_agreement(self) -> None:
        found = self.book()
        assert set(found) == {"ctc", "alpha", "beta", "gamma"}
        assert found["ctc"].address == TERMS.notices.company_address.addressee
        assert TERMS.notices.holders_address is not None
        assert found["beta"].address == TERMS.notices.holders_address.addressee
        assert found["beta"].in_effect_from == TERMS.agreement_date

    def test_until_a_party_specifies_another(self) -> None:
        # Mailed on Monday 10 May 1999, received on Thursday.
        fact = moved("1999-05-10", "beta")
        assert self.book(fact, as_of="1999-05-12")["beta"].address != "Elsewhere"
        found = self.book(fact, as_of="1999-05-13")
        assert (found["beta"].address, found["beta"].in_effect_from) == (
            "Elsewhere",
            date(1999, 5, 13),
        )
        assert found["gamma"].address != "Elsewhere"

    def test_from_the_later_day_that_it_names(self) -> None:
        found = self.book(moved("1999-05-10", "ctc", takes_effect_on="1999-07-01"))
        assert found["ctc"].in_effect_from == date(1999, 7, 1)

    def test_the_holders_share_one_but_for_those_with_their_own(self) -> None:
        own = moved("1999-05-10", "beta", address="Beta's own")
        found = self.book(own, moved("1999-06-10", None))
        assert [found[name].address for name in ("alpha", "beta")] == ["Elsewhere", "Beta's own"]

    def test_an_amendment_of_the_address_counts_from_its_day(self) -> None:
        there = {"addressee": "Amended", "copies_to": []}
        fact = amended("1999-06-01", {"/notices/company_address": there})
        found = self.book(moved("1999-05-10", "ctc"), fact)["ctc"]
        assert (found.address, found.in_effect_from) == ("Amended", date(1999, 6, 1))

    def test_an_oral_notice_changes_nothing(self) -> None:
        fact = moved("1999-05-10", "beta")
        fact["delivery"] = by_hand("1999-05-10") | {"in_writing": False}
        assert self.book(fact)["beta"].address != "Elsewhere"


@given(
    st.integers(0, 6),
    st.dates(date(1998, 6, 1), date(1999, 11, 30)),
    st.sampled_from([("alpha",), ("beta",), ("gamma",), ("beta", "gamma")]),
)
def test_a_minority_neither_amends_nor_waives_nor_ends(
    limit: int, day: date, signers: tuple[str, ...]
) -> None:
    ours = (
        amended(day.isoformat(), {"/demand/cap/limit": limit}, *signers),
        waived(day.isoformat(), "form-eligibility", *signers),
        rights_ended(day.isoformat(), *signers),
    )
    assert duties(*ours).obligations == duties().obligations
    assert known(LATER, *ours).instruments.terms.on(date(1999, 12, 31)) == TERMS
