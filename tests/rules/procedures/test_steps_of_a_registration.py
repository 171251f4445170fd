"""Section 3(a): the steps of the Company, from the outset, from effectiveness and on request."""

from datetime import date

import pytest

from tests.rules.examples.procedures import (
    CTC,
    EFFECTIVE,
    agreed,
    asked_for,
    carried_out,
    dated,
    duties,
    oral,
    under_way,
    warnings,
    without,
)

PENDING = under_way(filed=None, effective=None, as_of=date(1999, 3, 1))

STANDARDS = {
    "expedition": ("3(a)", "expeditiously", "open"),
    "state_approval": ("3(a)(vi)", "best_efforts", "open"),
    "commission_rules": ("3(a)(x)", "best_efforts", "open"),
    "transfer_agent": ("3(a)(xi)", None, "open"),
    "listing": ("3(a)(xii)", "best_efforts", "open"),
    "objectives": ("3(a)(xiii)", "best_efforts", "open"),
    "misstatement_notice": ("3(a)(ix)", "immediately", "not_yet_due"),
    "opinion": ("3(a)(viii)", "best_efforts", "not_yet_due"),
    "comfort_letter": ("3(a)(viii)", "best_efforts", "not_yet_due"),
    "earnings_statement": ("3(a)(x)", "practicable", "not_yet_due"),
}


@pytest.mark.parametrize("name", STANDARDS)
def test_before_effectiveness_every_step_is_listed_by_its_standard_and_none_is_due(
    name: str,
) -> None:
    duty = duties(PENDING)[name]
    assert (duty.clause, duty.standard, duty.status) == STANDARDS[name]
    assert duty.due_on is None
    assert duty.obligor == "ctc"


@pytest.mark.parametrize("name", ["transfer_agent", "opinion", "comfort_letter"])
def test_what_goes_with_effectiveness_is_due_that_day(name: str) -> None:
    assert duties(under_way(as_of=EFFECTIVE))[name].due_on == EFFECTIVE


@pytest.mark.parametrize("name", ["transfer_agent", "opinion", "comfort_letter"])
def test_what_nobody_has_recorded_by_its_day_is_not_confirmed(name: str) -> None:
    """An act that leaves no trace on the record by itself: silence is not breach."""
    duty = duties(under_way())[name]
    assert duty.status == "unconfirmed"
    assert duty.recorded_by


def test_acts_perform_the_steps() -> None:
    found = duties(
        under_way(dated("transfer_agent_appointed", "1999-05-14"), dated("listed", "1999-05-20"))
    )
    assert found["transfer_agent"].status == "performed"
    assert found["listing"].performed_on == date(1999, 5, 20)


def test_a_late_transfer_agent_counts_its_days() -> None:
    duty = duties(under_way(dated("transfer_agent_appointed", "1999-05-17")))["transfer_agent"]
    assert (duty.status, duty.days_late) == ("performed_late", 3)


def test_no_silence_performs_steps_that_last() -> None:
    """They are excused by the end of the registration, where its answer is put together."""
    ended = duties(under_way(as_of=date(1999, 11, 11)))
    lasting = duties(under_way(as_of=date(1999, 11, 10)))
    for name in ("expedition", "misstatement_notice", "commission_rules", "objectives"):
        assert lasting[name].status == "open"
        assert ended[name].status == "open"


def test_nothing_is_carried_out_while_nobody_sells() -> None:
    assert duties(under_way(included={}, asked_by=())) == {}


def test_a_shelf_has_steps_of_its_own() -> None:
    assert "sale_actions" not in duties(under_way())
    shelf = duties(under_way(kind="shelf"))
    assert (shelf["sale_actions"].clause, shelf["sale_actions"].standard) == (
        "2(a)(ii)",
        "best_efforts",
    )


@pytest.mark.parametrize("name", STANDARDS)
def test_a_step_that_the_terms_lack_is_not_owed(name: str) -> None:
    terms = agreed(earnings_statement=None) if name == "earnings_statement" else without(name)
    assert name not in duties(under_way(), terms)


class TestRequests:
    @pytest.mark.parametrize(
        ("procedure", "clause", "standard"),
        [
            ("preparation", "3(a)(ii)", "reasonable"),
            ("copies", "3(a)(iv)", "reasonable"),
            ("state_qualification", "3(a)(v)", "best_efforts"),
            ("state_approval", "3(a)(vi)", "best_efforts"),
            ("further_coverage", "3(a)(viii)", "reasonable"),
            ("corrected_prospectus", "3(a)(ix)", "promptly"),
            ("objectives", "3(a)(xiii)", "best_efforts"),
            ("investigation", "5", "reasonable"),
            ("underwriting_terms", "4(a)", None),
        ],
    )
    def test_each_makes_a_duty_toward_the_holder_who_asks(
        self, procedure: str, clause: str, standard: str | None
    ) -> None:
        asked = asked_for(procedure, "wang", "1999-06-01")
        duty = duties(under_way(asked, underwritten=True))[f"{procedure}:wang:f00"]
        assert (duty.clause, duty.standard, duty.obligees) == (clause, standard, ("wang",))
        assert (duty.due_on, duty.begins_on, duty.status) == (None, date(1999, 6, 1), "open")
        assert duty.trigger == "fact:f00#"

    def test_each_state_is_qualified_for_itself(self) -> None:
        found = duties(
            under_way(
                asked_for("state_qualification", "wang", "1999-06-01", "New York", "Ohio"),
                dated(
                    "procedure_performed",
                    "1999-06-15",
                    procedure="state_qualification",
                    matters=["Ohio"],
                ),
            )
        )
        assert found["state_qualification:wang:f00:0"].status == "open"
        assert found["state_qualification:wang:f00:1"].performed_on == date(1999, 6, 15)
        assert "Ohio" in found["state_qualification:wang:f00:1"].action

    def test_what_is_done_for_one_is_not_done_for_another(self) -> None:
        found = duties(
            under_way(
                asked_for("copies", "wang", "1999-06-01"),
                asked_for("copies", "spectrum", "1999-06-01"),
                dated("procedure_performed", "1999-06-02", procedure="copies", holder="wang"),
            )
        )
        assert found["copies:wang:f00"].status == "performed"
        assert found["copies:spectrum:f01"].status == "open"

    def test_what_was_done_before_does_not_answer_a_new_request(self) -> None:
        found = duties(
            under_way(
                dated("procedure_performed", "1999-05-31", procedure="copies"),
                asked_for("copies", "wang", "1999-06-01"),
            )
        )
        assert found["copies:wang:f01"].status == "open"

    def test_what_was_first_done_from_its_day_on_answers_it(self) -> None:
        """And for one of several matters, or for all; done for all sellers, it is for each."""
        asked = asked_for("state_qualification", "wang", "1999-06-01", "Ohio", "Texas")
        done = [
            dated("procedure_performed", day, procedure="state_qualification", **more)
            for day, more in (
                ("1999-05-31", {}),
                ("1999-06-20", {}),
                ("1999-06-10", {"matters": ["Texas"]}),
                ("1999-06-01", {"matters": ["Ohio"], "holder": "wang"}),
                ("1999-06-02", {"matters": ["Texas"], "holder": "spectrum"}),
            )
        ]
        found = duties(under_way(asked, *done))
        name = next(each for each in found if each.startswith("state_qualification"))[:-2]
        assert found[f"{name}:0"].performed_on == date(1999, 6, 1)
        assert found[f"{name}:1"].performed_on == date(1999, 6, 10)

    def test_an_exemption_frees_from_what_is_not_done_in_the_matters_it_names(self) -> None:
        """3(a)(v): by a ground that the clause names, in Ohio alone; what was done stays done."""
        asked = asked_for("state_qualification", "wang", "1999-06-01", "Ohio", "Texas")
        ground = next(
            iter(
                next(
                    each for each in CTC.procedures if each.name == "state_qualification"
                ).exemptions
            )
        )
        claimed = dated(
            "exemption_claimed",
            "1999-06-03",
            procedure="state_qualification",
            matters=["Ohio"],
            ground=ground,
        )
        found = duties(under_way(asked, claimed))
        assert found["state_qualification:wang:f00:0"].status == "excused"
        assert found["state_qualification:wang:f00:1"].status == "open"
        done = dated("procedure_performed", "1999-06-02", procedure="state_qualification")
        found = duties(under_way(asked, done, claimed))
        assert found["state_qualification:wang:f00:0"].status == "performed"

    def test_a_new_prospectus_answers_the_request_for_one(self) -> None:
        found = duties(
            under_way(
                asked_for("corrected_prospectus", "wang", "1999-06-01"),
                dated("new_prospectus_received", "1999-06-09", holder="wang"),
            )
        )
        assert found["corrected_prospectus:wang:f00"].performed_on == date(1999, 6, 9)

    def test_preparation_is_over_when_the_statement_is_effective(self) -> None:
        """3(a)(ii): whether the Holder was let take part leaves no trace on the record."""
        asked = asked_for("preparation", "wang", "1999-04-05")
        assert duties(under_way(asked, effective=None))["preparation:wang:f00"].status == "open"
        assert duties(under_way(asked))["preparation:wang:f00"].status == "unconfirmed"
        done = dated("procedure_performed", "1999-04-20", procedure="preparation")
        assert duties(under_way(asked, done))["preparation:wang:f00"].status == "performed"

    def test_a_spoken_request_asks_for_nothing(self) -> None:
        registration = under_way(
            oral("procedure_requested", "wang", "1999-06-01", procedure="copies")
        )
        found, matter = carried_out(registration)
        assert not [each for each in found.obligations if each.id.startswith("copies")]
        assert "NOT_IN_WRITING" in warnings(matter)

    def test_one_who_does_not_sell_may_ask_only_for_what_is_open_to_any_holder(self) -> None:
        registration = under_way(
            asked_for("copies", "doeg-hill", "1999-06-01"),
            asked_for("preparation", "doeg-hill", "1999-06-01"),
        )
        found, matter = carried_out(registration)
        by_id = {each.id: each.status for each in found.obligations}
        assert by_id["copies:doeg-hill:f00"] == "excused"
        assert by_id["preparation:doeg-hill:f01"] == "open"
        assert "NOT_AMONG_SELLERS" in warnings(matter)

    @pytest.mark.parametrize(("step", "warned"), [("copies", True), ("preparation", False)])
    def test_only_one_who_may_not_ask_is_told_so(self, step: str, warned: bool) -> None:
        """Copies are for those who sell, 3(a)(iv); any Holder may ask for preparation, 3(a)(ii)."""
        _, matter = carried_out(under_way(asked_for(step, "doeg-hill", "1999-06-01")))
        assert ("NOT_AMONG_SELLERS" in warnings(matter)) is warned

    def test_more_shares_are_a_matter_of_the_shelf(self) -> None:
        request = asked_for("more_shares", "doeg-hill", "1999-06-01")
        shelf = duties(under_way(request, kind="shelf"))["more_shares:doeg-hill:f00"]
        assert (shelf.clause, shelf.standard, shelf.status) == ("2(a)(ii)", "best_efforts", "open")
        found, matter = carried_out(under_way(request))
        assert not [each for each in found.obligations if each.id.startswith("more_shares")]
        assert "NOT_OWED_ON_REQUEST" in warnings(matter)

    def test_a_house_guideline_for_promptly_is_no_due_day(self) -> None:
        registration = under_way(asked_for("corrected_prospectus", "wang", "1999-06-01"))
        duty = duties(registration, CTC, promptly_guideline_days=5)["corrected_prospectus:wang:f00"]
        assert (duty.guideline_on, duty.due_on) == (date(1999, 6, 6), None)

    def test_a_period_in_the_terms_gives_a_due_day(self) -> None:
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
        registration = under_way(asked_for("copies", "wang", "1999-06-04"))
        duty = duties(registration, agreed(procedures=[copies]))["copies:wang:f00"]
        assert (duty.due_on, duty.status) == (date(1999, 6, 9), "unconfirmed")


class TestOrders:
    def test_each_order_is_to_be_withdrawn(self) -> None:
        found = duties(
            under_way(
                dated("stop_order", "1999-06-07", holder_at_fault=False),
                dated("stop_order_lifted", "1999-06-21"),
                dated("stop_order", "1999-06-28", holder_at_fault=False),
            )
        )
        assert found["withdrawal_of_order:f00"].performed_on == date(1999, 6, 21)
        open_one = found["withdrawal_of_order:f02"]
        assert (open_one.status, open_one.standard, open_one.due_on) == ("open", "promptly", None)


class TestDrafts:
    def test_are_due_five_business_days_before_filing_to_sellers_and_advisers(self) -> None:
        delivered = dated(
            "drafts_delivered",
            "1999-04-26",
            holders=["wang"],
            advisers=["counsel"],
            documents=[
                "draft_registration_statement",
                "final_registration_statement",
                "draft_prospectus",
                "final_prospectus",
            ],
            planned_filing_on="1999-05-03",
        )
        found = duties(under_way(delivered, filed=None, effective=None, as_of=date(1999, 4, 27)))
        drafts = {name: each for name, each in found.items() if name.startswith("drafts:")}
        assert set(drafts) == {
            "drafts:spectrum",
            "drafts:wang",
            "drafts:counsel",
            "drafts:accountants",
        }
        assert {each.due_on for each in drafts.values()} == {date(1999, 4, 26)}
        assert drafts["drafts:wang"].status == drafts["drafts:counsel"].status == "performed"
        # Before a filing on record the day may still move: nothing is broken yet (Section 5).
        assert drafts["drafts:spectrum"].status == "overdue_review"

    def test_without_a_planned_day_there_is_no_due_day(self) -> None:
        duty = duties(under_way(filed=None, effective=None))["drafts:wang"]
        assert (duty.due_on, duty.standard, duty.status) == (None, None, "open")

    def test_all_documents_are_needed(self) -> None:
        first = dated("drafts_delivered", "1999-04-01", documents=["draft_registration_statement"])
        rest = dated(
            "drafts_delivered",
            "1999-04-28",
            documents=["final_registration_statement", "draft_prospectus", "final_prospectus"],
        )
        # The others may have gone without being recorded: that says nothing.
        assert duties(under_way(first))["drafts:wang"].status == "unconfirmed"
        duty = duties(under_way(first, rest))["drafts:wang"]
        assert (duty.status, duty.days_late) == ("performed_late", 2)

    def test_an_underwritten_offering_is_left_to_the_underwriters(self) -> None:
        assert "drafts:wang" not in duties(under_way(underwritten=True))
        included = duties(under_way(underwritten=True), CTC, sec5_underwritten="included")
        assert "drafts:underwriters" in included

    def test_an_actual_filing_takes_the_place_of_the_planned_one(self) -> None:
        planned = dated(
            "drafts_delivered",
            "1999-04-01",
            documents=["draft_prospectus"],
            planned_filing_on="1999-04-12",
        )
        duty = duties(under_way(planned, filed=date(1999, 5, 3)))["drafts:wang"]
        assert duty.due_on == date(1999, 4, 26)

    @pytest.mark.parametrize(
        ("came_in", "due_on", "standard"),
        [
            (date(1999, 4, 25), date(1999, 4, 26), None),
            (date(1999, 4, 26), date(1999, 4, 26), None),
            (date(1999, 4, 27), None, "promptly"),
        ],
    )
    def test_are_due_to_one_that_came_in_by_the_due_day(
        self, came_in: date, due_on: date | None, standard: str | None
    ) -> None:
        """Five Business Days before 3 May are 26 April; advisers go with the first who sells."""
        first = {"spectrum": date(1999, 4, 28), "wang": came_in}
        found = duties(under_way(came_in=first))
        for name in ("wang", "counsel", "accountants"):
            duty = found[f"drafts:{name}"]
            assert (duty.due_on, duty.standard) == (due_on, standard), name
        spectrum = found["drafts:spectrum"]
        assert (spectrum.due_on, spectrum.standard) == (None, "promptly")

    @pytest.mark.parametrize(
        ("sent", "due_on", "standard"),
        [
            ("1999-04-25", date(1999, 4, 26), None),
            ("1999-04-26", date(1999, 4, 26), None),
            ("1999-04-27", None, "promptly"),
        ],
    )
    def test_that_reached_one_by_the_due_day_are_in_time_though_it_came_in_later(
        self, sent: str, due_on: date | None, standard: str | None
    ) -> None:
        """Due on 26 April; wang came in on the 28th, and had been sent everything before."""
        documents = [
            "draft_registration_statement",
            "final_registration_statement",
            "draft_prospectus",
            "final_prospectus",
        ]
        copies = dated("drafts_delivered", sent, holders=["wang"], documents=documents)
        duty = duties(under_way(copies, came_in={"wang": date(1999, 4, 28)}))["drafts:wang"]
        assert (duty.due_on, duty.standard, duty.status) == (due_on, standard, "performed")

    def test_are_due_by_the_day_for_which_filing_was_last_planned(self) -> None:
        """Planned for 3 May, then for 10 May: 26 April, then 3 May."""
        plans = [
            dated(
                "drafts_delivered",
                day,
                documents=["draft_prospectus"],
                planned_filing_on=planned,
            )
            for day, planned in (("1999-04-01", "1999-05-03"), ("1999-04-02", "1999-05-10"))
        ]
        later = duties(under_way(*plans, filed=None, effective=None))["drafts:wang"]
        assert later.due_on == date(1999, 5, 3)

    def test_went_to_all_who_sold_on_that_day(self) -> None:
        """Wang came in on the day of the first, Spectrum on the day after it."""
        everything = [
            "draft_registration_statement",
            "final_registration_statement",
            "draft_prospectus",
            "final_prospectus",
        ]
        sent = dated("drafts_delivered", "1999-04-20", documents=everything)
        came_in = {"wang": date(1999, 4, 20), "spectrum": date(1999, 4, 21)}
        found = duties(under_way(sent, came_in=came_in))
        assert found["drafts:wang"].performed_on == date(1999, 4, 20)
        assert found["drafts:spectrum"].status == "breached"
