"""Claims on the record of a registration, bill by bill: Section 6 of the 1998 agreement.

Spectrum sells 300,000 shares at 17.25 less 1.20 (proceeds 4,815,000.00) and Doeg Hill 50,000
(802,500.00) on 24 May 1999. Doe's action is noticed on 1 September 1999.
"""

from datetime import date
from typing import Any

import pytest

from app.rules.money.indemnity.answer import BillPart
from app.rules.reasoning.trace import Sourced
from tests.api.bodies import Json, faxed, handed_over, mailed
from tests.api.money.claim_facts import (
    COMPANY,
    DOEG_HILL,
    SPECTRUM,
    answered,
    at_fault,
    bill,
    claim,
    consented,
    elected,
    found,
    judged,
    notified,
    paid,
    person,
    prejudiced,
    proposed,
    sale,
    settled,
    unavailable,
)
from tests.rules.examples.claims import (
    account,
    answer,
    duties,
    registration,
    sums,
    the_claim,
)
from tests.rules.examples.money import matter

SOLD = (sale("1999-05-24", "spectrum", 300_000), sale("1999-05-24", "doeg-hill", 50_000))
AGAINST_HOLDER = claim("1999-09-01", SPECTRUM, COMPANY)
AGAINST_COMPANY = claim("1999-09-01", COMPANY, SPECTRUM, DOEG_HILL)
FIRST, SECOND = bill("1999-09-20", "100000.01"), bill("1999-10-20", "2000000", "loss")
INFORMATION = found(
    "1999-11-20",
    at_fault(COMPANY, 50, "1/4"),
    at_fault(SPECTRUM, 30, "1/4"),
    at_fault(DOEG_HILL, 20, "1/2"),
)


def parts(parts: tuple[BillPart, ...]) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [
        (each.party, None if each.amount is None else str(each.amount), each.reasons)
        for each in parts
    ]


class TestTheCompanyPays:
    def test_each_bill_on_the_day_it_is_received(self) -> None:
        lines = account(the_claim(AGAINST_HOLDER, FIRST, SECOND), "ctc").payments
        assert [(each.due_on, str(each.amount)) for each in lines] == [
            (date(1999, 9, 20), "100000.01"),
            (date(1999, 10, 20), "2000000.00"),
        ]

    def test_the_whole_until_the_persons_own_information_is_found_to_blame(self) -> None:
        of = matter()
        assert sums(the_claim(AGAINST_HOLDER, FIRST, of=of), "ctc") == {
            "payable": "100000.01",
            "left": "100000.01",
        }
        assert [each.code for each in of.working.assumptions] == ["OWN_INFORMATION_NOT_FOUND"]

    def test_not_the_part_due_to_the_persons_own_information(self) -> None:
        finding = found("1999-11-20", at_fault(COMPANY, 3), at_fault(SPECTRUM, 1, "1/4"))
        shown = the_claim(AGAINST_HOLDER, FIRST, finding)
        assert parts(shown.bills[0].indemnity) == [("ctc", "75000.01", ("OWN_INFORMATION",))]
        assert str(shown.bills[0].retained) == "25000.00"

    def test_no_loss_of_another_kind(self) -> None:
        shown = the_claim({**AGAINST_HOLDER, "basis": "other"}, FIRST)
        assert parts(shown.bills[0].indemnity) == [("ctc", "0.00", ("NOT_COVERED",))]

    def test_no_underwriter_who_asked_for_no_indemnity(self) -> None:
        underwriter = person("lead-manager", "underwriter", required_indemnity=False)
        shown = the_claim(claim("1999-09-01", underwriter, COMPANY), FIRST)
        assert account(shown, "ctc").reason == "NOT_INDEMNIFIED"
        assert sums(shown, "ctc") == {}
        assert duties(answer(claim("1999-09-01", underwriter, COMPANY), FIRST)).keys() == {
            "indemnify"
        }

    def test_under_another_law_by_its_own_clause(self) -> None:
        other = duties(answer({**AGAINST_HOLDER, "law": "other"}, FIRST))
        assert other["claim:doe:ctc:indemnity:f001"].clause == "6(d)"


class TestPayments:
    def test_go_against_what_fell_due_first(self) -> None:
        shown = the_claim(
            AGAINST_HOLDER,
            FIRST,
            SECOND,
            paid("1999-09-27", "ctc", "100000"),
            paid("1999-11-01", "ctc", "500000.01"),
        )
        assert sums(shown, "ctc") == {
            "payable": "2100000.01",
            "paid": "600000.01",
            "left": "1500000.00",
        }
        assert [
            (str(each.paid), str(each.left), each.paid_on)
            for each in account(shown, "ctc").payments
        ] == [("100000.01", "0.00", date(1999, 11, 1)), ("500000.00", "1500000.00", None)]

    def test_in_time_late_and_missing(self) -> None:
        # A payment leaves no trace unless somebody records it: silence is no breach.
        story = (
            AGAINST_HOLDER,
            FIRST,
            SECOND,
            bill("1999-11-30", "5", "investigation"),
            paid("1999-09-20", "ctc", "100000.01"),
            paid("1999-11-01", "ctc", "2000000"),
        )
        found = duties(answer(*story))
        shown = {name: found[f"claim:doe:ctc:indemnity:f00{name}"] for name in (1, 2, 3)}
        assert {name: each.status for name, each in shown.items()} == {
            1: "performed",
            2: "performed_late",
            3: "unconfirmed",
        }
        assert shown[2].days_late == 12
        on_the_day = duties(answer(*story, as_of=date(1999, 11, 30)))
        assert on_the_day["claim:doe:ctc:indemnity:f003"].status == "open"

    def test_too_much_is_said(self) -> None:
        of = matter()
        shown = the_claim(AGAINST_HOLDER, FIRST, paid("1999-09-27", "ctc", "100010"), of=of)
        assert sums(shown, "ctc") == {
            "payable": "100000.01",
            "paid": "100010.00",
            "overpaid": "9.99",
        }
        assert "OVERPAID" in [each.code for each in of.working.warnings]

    def test_have_no_day_where_the_agreement_sets_none(self) -> None:
        of = matter({"indemnity": {"payment": None}})
        (line,) = account(the_claim(AGAINST_HOLDER, FIRST, of=of), "ctc").payments
        assert (line.due_on, str(line.left)) == (None, "100000.01")

    def test_of_the_companys_side_have_none_if_only_the_other_is_protected(self) -> None:
        of = matter(indemnified_parties="as_defined")
        shown = the_claim(*SOLD, AGAINST_COMPANY, FIRST, INFORMATION, of=of)
        assert not shown.whole_section
        assert [each.due_on for each in account(shown, "spectrum").payments] == [None]


class TestAHolderPays:
    def test_nothing_that_can_be_said_until_whose_information_it_was_is_found(self) -> None:
        of = matter()
        shown = the_claim(*SOLD, AGAINST_COMPANY, FIRST, of=of)
        assert sums(shown, "spectrum") == {"undetermined": "100000.01"}
        assert shown.bills[0].retained is None
        assert [each.name for each in of.working.missing] == ["fault_found"]

    def test_by_an_undertaking_that_the_finding_states(self) -> None:
        """6(b): what a finding says of an undertaking or a condition counts as if the claim did."""
        silent = claim("1999-09-01", COMPANY, person("spectrum", "holder"), DOEG_HILL)
        shown = the_claim(*SOLD, silent, FIRST, INFORMATION)
        assert sums(shown, "spectrum")["payable"] == "25000.00"
        unsaid = found(
            "1999-11-20",
            at_fault(COMPANY, 50, "1/4"),
            at_fault(person("spectrum", "holder"), 30, "1/4"),
            at_fault(DOEG_HILL, 20, "1/2"),
        )
        assert sums(the_claim(*SOLD, silent, FIRST, unsaid), "spectrum") == {
            "undetermined": "100000.01"
        }
        bank = person("gs", "underwriter")
        stated = found(
            "1999-11-20", at_fault(bank, 1, required_indemnity=True), at_fault(COMPANY, 1)
        )
        against_bank = claim("1999-09-01", bank, COMPANY)
        assert sums(the_claim(against_bank, FIRST, stated), "ctc")["payable"] == "100000.01"

    def test_the_part_due_to_his_information_alone(self) -> None:
        shown = the_claim(*SOLD, AGAINST_COMPANY, FIRST, INFORMATION)
        assert parts(shown.bills[0].indemnity) == [
            ("spectrum", "25000.00", ("NOT_HIS_INFORMATION",)),
            ("doeg-hill", "50000.01", ("NOT_HIS_INFORMATION",)),
        ]

    def test_no_more_than_his_sales_brought_him(self) -> None:
        shown = answer(*SOLD, AGAINST_COMPANY, FIRST, SECOND, INFORMATION)
        assert parts(shown.claims[0].bills[1].indemnity)[1] == (
            "doeg-hill",
            "752499.99",
            ("NOT_HIS_INFORMATION", "CAPPED"),
        )
        limits = {each.seller: each for each in shown.money.proceeds}
        assert [
            str(amount)
            for each in ("doeg-hill", "spectrum")
            for amount in (limits[each].limit, limits[each].limit_used, limits[each].limit_left)
        ] == ["802500.00", "802500.00", "0.00", "4815000.00", "525000.00", "4290000.00"]

    def test_one_limit_for_all_claims_of_the_offering(self) -> None:
        whole = found("1999-11-20", at_fault(COMPANY, 0), at_fault(DOEG_HILL, 1, 1))
        other: Json = {"claim": "roe"}
        shown = answer(
            *SOLD,
            claim("1999-09-01", COMPANY, DOEG_HILL),
            bill("1999-10-01", "700000", "loss"),
            whole,
            claim("1999-09-02", COMPANY, DOEG_HILL, **other),
            bill("1999-09-15", "200000", "loss", **other),
            {**whole, **other},
        )
        assert [sums(each, "doeg-hill")["payable"] for each in shown.claims] == [
            "602500.00",
            "200000.00",
        ]

    @pytest.mark.parametrize(("fraudulent", "payable"), [(False, None), (True, "4800000.00")])
    def test_what_fraud_frees_of_the_limit_turns_on_no_earlier_bill(
        self, fraudulent: bool, payable: str | None
    ) -> None:
        """Of the first bill 25,000.00 turn on a fax; a quarter of the second is 4,800,000.00.

        Within the limit of 4,815,000.00 at least 4,790,000.00 are left: how much is not known.
        Without the limit, where the terms take it from the fraudulent, all of it is owed.
        """
        finding = found(
            "1999-11-20",
            at_fault(COMPANY, 50, "3/4"),
            at_fault(SPECTRUM, 50, "1/4", fraudulent=fraudulent),
        )
        story = (
            *SOLD,
            claim("1999-09-01", COMPANY, SPECTRUM),
            elected("spectrum", faxed("1999-09-15")),
            FIRST,
            bill("1999-10-20", "19200000", "loss"),
            finding,
        )
        of = matter({"indemnity": {"by_holders": {"cap": {"except_fraud": True}}}})
        assert sums(the_claim(*story, of=of), "spectrum").get("payable") == payable

    def test_nothing_without_sales_on_record(self) -> None:
        of = matter()
        shown = the_claim(AGAINST_COMPANY, FIRST, INFORMATION, of=of)
        assert sums(shown, "spectrum") == {}
        assert [each.code for each in of.working.warnings] == ["NO_PROCEEDS_ON_RECORD"] * 2

    def test_nothing_without_an_undertaking(self) -> None:
        silent = {**SPECTRUM, "undertaking_given": False}
        shown = the_claim(*SOLD, claim("1999-09-01", COMPANY, silent, DOEG_HILL), FIRST)
        assert account(shown, "spectrum").reason == "NO_UNDERTAKING"

    def test_by_an_undertaking_that_the_record_has(self) -> None:
        unsaid = person("spectrum", "holder")
        asked = registration(undertakings={"spectrum": Sourced(False, "fact:refused#/given")})
        shown = the_claim(*SOLD, claim("1999-09-01", COMPANY, unsaid), FIRST, asked=asked)
        assert account(shown, "spectrum").reason == "NO_UNDERTAKING"

    def test_no_underwriter(self) -> None:
        underwriter = person("lead-manager", "underwriter", required_indemnity=True)
        shown = the_claim(*SOLD, claim("1999-09-01", underwriter, SPECTRUM), FIRST)
        assert account(shown, "spectrum").reason == "NOT_INDEMNIFIED"


class TestNoticeOfTheAction:
    def test_is_owed_promptly_by_the_one_to_be_indemnified(self) -> None:
        owed = duties(answer(AGAINST_HOLDER))["claim:doe:notice:ctc"]
        assert (owed.obligor, owed.obligees, owed.clause) == ("spectrum", ("ctc",), "6(c)")
        assert (owed.standard, owed.due_on, owed.status) == ("promptly", None, "open")

    def test_has_the_guideline_of_the_house_if_there_is_one(self) -> None:
        of = matter(promptly_guideline_days=5)
        owed = duties(answer(AGAINST_HOLDER, of=of))["claim:doe:notice:ctc"]
        assert (owed.guideline_on, owed.due_on) == (date(1999, 9, 6), None)

    def test_is_performed_on_the_day_on_which_it_is_given(self) -> None:
        owed = duties(answer(AGAINST_HOLDER, notified("ctc", mailed("1999-09-08"))))
        assert owed["claim:doe:notice:ctc"].performed_on == date(1999, 9, 8)

    def test_that_is_not_duly_given_performs_nothing(self) -> None:
        of = matter()
        told = notified("ctc", {**mailed("1999-09-08"), "in_writing": False})
        owed = duties(answer(AGAINST_HOLDER, told, of=of))
        assert owed["claim:doe:notice:ctc"].status == "open"
        assert [each.code for each in of.working.warnings] == ["CLAIM_NOTICE_NOT_DULY_GIVEN"]

    def test_is_not_owed_of_a_loss_without_an_action(self) -> None:
        quiet = {**AGAINST_HOLDER, "action_commenced": False}
        assert "claim:doe:notice:ctc" not in duties(answer(quiet))

    def test_late_relieves_of_the_prejudice_found_against_the_earliest_bills(self) -> None:
        shown = the_claim(
            AGAINST_HOLDER,
            FIRST,
            SECOND,
            notified("ctc", mailed("1999-12-01")),
            prejudiced("2000-01-10", "ctc", "150000.01"),
        )
        assert [parts(each.indemnity) for each in shown.bills] == [
            [("ctc", "0.00", ("LATE_NOTICE",))],
            [("ctc", "1950000.00", ("LATE_NOTICE",))],
        ]
        assert sums(shown, "ctc")["payable"] == "1950000.00"

    @pytest.mark.parametrize(
        ("found", "later"), [("40.00", None), ("0.00", "500.00"), ("900.00", "0.00")]
    )
    def test_late_leaves_a_bill_open_after_one_of_which_nothing_can_be_said(
        self, found: str, later: str | None
    ) -> None:
        """How much of what was found is set off against the 300 turns on the counsel chosen."""
        shown = the_claim(
            AGAINST_HOLDER,
            elected("ctc", handed_over("1999-10-01")),
            answered("1999-10-05", "ctc", conflict=False),
            bill("1999-10-20", "300.00", "defence"),
            bill("1999-11-20", "500.00", "loss"),
            notified("ctc", mailed("1999-12-01")),
            prejudiced("2000-01-10", "ctc", found),
        )
        first, second = (each.indemnity[0].amount for each in shown.bills)
        assert (first, None if second is None else str(second)) == (None, later)

    def test_late_without_prejudice_relieves_of_nothing(self) -> None:
        told = notified("ctc", mailed("1999-12-01"))
        assert sums(the_claim(AGAINST_HOLDER, FIRST, told), "ctc")["payable"] == "100000.01"

    def test_late_relieves_not_of_the_companys_side_if_only_the_other_is_protected(self) -> None:
        of = matter(indemnified_parties="as_defined")
        story = (*SOLD, AGAINST_COMPANY, FIRST, INFORMATION)
        relief = prejudiced("2000-01-10", "spectrum", "5")
        shown = the_claim(*story, relief, of=of)
        assert sums(shown, "spectrum")["payable"] == "25000.00"


class TestDefence:
    BILLS = (
        bill("1999-09-20", "10.00"),
        bill("1999-10-01", "20.00"),
        bill("1999-10-02", "40.00"),
        bill("1999-10-03", "80.00", "investigation"),
        bill("1999-10-04", "160.00", "loss"),
    )
    TAKEN = elected("ctc", handed_over("1999-10-01"))

    @pytest.mark.parametrize(
        ("answer_to_it", "payable", "reason"),
        [
            (
                answered("1999-10-05", "ctc", conflict=False, counsel_satisfactory=True),
                # The 20 of the day of the notice turn on which came first.
                "250.00",
                "ASSUMED",
            ),
            (answered("1999-10-05", "ctc", conflict=True), "310.00", "CONFLICT"),
            (
                answered("1999-10-05", "ctc", conflict=False, counsel_satisfactory=False),
                "310.00",
                "COUNSEL_NOT_SATISFACTORY",
            ),
        ],
        ids=["taken over", "conflict", "counsel"],
    )
    def test_taken_over_leaves_later_costs_of_investigation_only(
        self, answer_to_it: Json, payable: str, reason: str
    ) -> None:
        shown = the_claim(AGAINST_HOLDER, *self.BILLS, self.TAKEN, answer_to_it)
        assert sums(shown, "ctc")["payable"] == payable
        assert account(shown, "ctc").defence == reason
        assert account(shown, "ctc").defence_elected_on == date(1999, 10, 1)

    @pytest.mark.parametrize(
        ("answer_to_it", "missing"),
        [
            ((), ["before_election", "conflict", "counsel_satisfactory"]),
            (
                (answered("1999-10-05", "ctc", conflict=False),),
                ["before_election", "counsel_satisfactory"],
            ),
        ],
        ids=["not answered", "of counsel nothing is said"],
    )
    def test_later_costs_of_defence_are_undetermined_until_it_could_be_taken_over(
        self, answer_to_it: tuple[Json, ...], missing: list[str]
    ) -> None:
        # The 40 for defence after the notice turn on it, and the 20 of its day: 10 + 80 + 160 are
        # owed anyway.
        of = matter()
        shown = the_claim(AGAINST_HOLDER, *self.BILLS, self.TAKEN, *answer_to_it, of=of)
        assert sums(shown, "ctc") == {
            "payable": "250.00",
            "left": "250.00",
            "undetermined": "60.00",
        }
        assert account(shown, "ctc").defence is None
        assert sorted({each.name for each in of.working.missing}) == missing

    def test_taken_over_by_a_fax_turns_on_its_acknowledgment(self) -> None:
        """What was worked on after it, 60.00, is owed only if the notice has no effect."""
        shown = the_claim(AGAINST_HOLDER, *self.BILLS, elected("ctc", faxed("1999-10-01")))
        assert account(shown, "ctc").defence is None
        found = sums(shown, "ctc")
        assert (found["payable"], found["undetermined"]) == ("250.00", "60.00")

    def test_of_the_first_notice_counts(self) -> None:
        again = elected("ctc", handed_over("1999-10-03"))
        ruled_out = answered("1999-10-05", "ctc", conflict=False)
        shown = the_claim(AGAINST_HOLDER, *self.BILLS, again, self.TAKEN, ruled_out)
        assert account(shown, "ctc").defence_elected_on == date(1999, 10, 1)


CREDITED = ("OWED_AS_INDEMNITY",)
"""The additional amount of 6(g): what is owed as indemnity counts."""


class TestContribution:
    STORY = (*SOLD, AGAINST_COMPANY, FIRST, SECOND, INFORMATION)

    def test_waits_for_the_finding_that_the_indemnity_does_not_reach(self) -> None:
        of = matter()
        shown = the_claim(*self.STORY, of=of)
        assert shown.contribution == "not_started"
        assert [each.name for each in of.working.missing] == ["indemnity_unavailable"]

    def test_divides_what_the_indemnity_leaves_by_fault_within_the_limits(self) -> None:
        shown = the_claim(*self.STORY, unavailable("1999-12-01"))
        assert shown.contribution == "determined"
        assert [parts(each.contribution) for each in shown.bills] == [
            # By fault 30,000 and 20,000, of which 25,000 and 50,000 are owed as indemnity.
            [("spectrum", "5000.00", CREDITED), ("doeg-hill", "0.00", CREDITED)],
            # By fault 600,000 and 400,000, of which 500,000 and 752,500 are.
            [("spectrum", "100000.00", CREDITED), ("doeg-hill", "0.00", CREDITED)],
        ]

    def test_falls_due_when_it_is_found(self) -> None:
        owed = duties(answer(*self.STORY, unavailable("1999-12-01")))
        assert owed["claim:doe:spectrum:contribution:f003"].due_on == date(1999, 12, 1)
        assert owed["claim:doe:spectrum:contribution:f003"].clause == "6(g)"
        later = duties(answer(*self.STORY, unavailable("1999-09-25")))
        assert later["claim:doe:spectrum:contribution:f003"].due_on == date(1999, 11, 20)

    def test_takes_the_place_of_an_indemnity_that_is_unavailable(self) -> None:
        shown = the_claim(*self.STORY, unavailable("1999-12-01", "unavailable"))
        assert parts(shown.bills[0].indemnity)[0] == (
            "spectrum",
            "0.00",
            ("INDEMNITY_UNAVAILABLE",),
        )
        assert parts(shown.bills[0].contribution) == [
            ("spectrum", "30000.00", ()),
            ("doeg-hill", "20000.00", ()),
        ]

    def test_waits_for_the_fault_to_be_found(self) -> None:
        of = matter()
        story = (*SOLD, AGAINST_HOLDER, FIRST, unavailable("1999-12-01", "unavailable"))
        assert the_claim(*story, of=of).contribution == "undetermined"
        assert [each.name for each in of.working.missing] == ["fault_found"]

    def test_is_not_owed_to_one_guilty_of_fraud_by_the_innocent(self) -> None:
        finding = found(
            "1999-11-20", at_fault(COMPANY, 1), at_fault(SPECTRUM, 1, "1/2", fraudulent=True)
        )
        shown = the_claim(AGAINST_HOLDER, FIRST, finding, unavailable("1999-12-01"))
        assert parts(shown.bills[0].contribution) == [("ctc", "0.00", ("FRAUD",))]

    def test_reaches_others_at_fault_who_are_not_in_the_claim(self) -> None:
        finding = found(
            "1999-11-20",
            at_fault(COMPANY, 1),
            at_fault(SPECTRUM, 1, "1/2"),
            at_fault(DOEG_HILL, 1),
            at_fault(person("lead-manager", "underwriter"), 1),
        )
        story = (*SOLD, claim("1999-09-01", COMPANY, SPECTRUM), bill("1999-09-20", "100", "loss"))
        shown = the_claim(*story, finding, unavailable("1999-12-01"))
        assert parts(shown.bills[0].contribution) == [
            ("spectrum", "0.00", CREDITED),
            ("doeg-hill", "25.00", ()),
            ("lead-manager", "0.00", ("NOT_AN_INDEMNIFYING_PARTY",)),
        ]

    def test_stops_at_what_can_be_collected(self) -> None:
        finding = found(
            "1999-11-20", at_fault(COMPANY, 2, collectible="60000"), at_fault(SPECTRUM, 1, "1/2")
        )
        story = (AGAINST_HOLDER, FIRST, bill("1999-09-21", "20000"))
        shown = the_claim(*story, finding, unavailable("1999-12-01"))
        assert [parts(each.contribution) for each in shown.bills] == [
            [("ctc", "0.00", ("UNCOLLECTIBLE", *CREDITED))],
            [("ctc", "0.00", ("UNCOLLECTIBLE", *CREDITED))],
        ]

    def test_leaves_out_a_defence_taken_over_and_the_price_of_a_late_notice(self) -> None:
        finding = found("1999-11-20", at_fault(COMPANY, 1), at_fault(SPECTRUM, 1, "1/2"))
        story = (
            AGAINST_HOLDER,
            elected("ctc", handed_over("1999-09-10")),
            answered("1999-09-11", "ctc", conflict=False, counsel_satisfactory=True),
            bill("1999-09-20", "100"),
            bill("1999-09-21", "100", "loss"),
            prejudiced("1999-09-22", "ctc", "10"),
        )
        shown = the_claim(*story, finding, unavailable("1999-12-01"))
        assert [
            (parts(each.indemnity), parts(each.contribution), str(each.retained))
            for each in shown.bills
        ] == [
            ([("ctc", "0.00", ("DEFENCE_ASSUMED",))], [], "100.00"),
            (
                [("ctc", "40.00", ("OWN_INFORMATION", "LATE_NOTICE"))],
                [("ctc", "5.00", CREDITED)],
                "55.00",
            ),
        ]

    def test_beyond_the_limit_if_the_limit_is_read_as_the_indemnitys_alone(self) -> None:
        of = matter(cap_extends_to_contribution=False)
        blame = found(
            "1999-11-20",
            at_fault(COMPANY, 10, "1/4"),
            at_fault(SPECTRUM, 10, "1/4"),
            at_fault(DOEG_HILL, 80, "1/2"),
        )
        shown = answer(*self.STORY[:-1], blame, unavailable("1999-12-01"), of=of)
        # By fault 1,600,000, less 752,499.99 owed as indemnity; but with Spectrum's 500,000 the
        # indemnity leaves no more than this.
        assert parts(shown.claims[0].bills[1].contribution)[1] == (
            "doeg-hill",
            "747500.01",
            CREDITED,
        )
        limits = {each.seller: each.limit_used for each in shown.money.proceeds}
        assert str(limits["doeg-hill"]) == "802500.00"

    def test_does_not_protect_the_companys_side_if_only_the_other_is_protected(self) -> None:
        of = matter(indemnified_parties="as_defined")
        shown = the_claim(*self.STORY, unavailable("1999-12-01"), of=of)
        assert (shown.contribution, shown.bills[0].contribution) == ("not_started", ())


def test_contribution_comes_after_the_indemnity_of_its_day() -> None:
    """6(b), 6(g), QF2: a quarter of each bill as indemnity, by fault a half; 4,815,000.00 in all.

    Of the first bill 2,000,000.00 are owed as indemnity on 20 September. On 1 December the second
    asks for 3,000,000.00, of which 2,815,000.00 are left; nothing for contribution to the first.
    """
    shown = the_claim(
        *SOLD,
        claim("1999-09-01", COMPANY, SPECTRUM),
        bill("1999-09-20", "8000000", "loss"),
        bill("1999-12-01", "12000000", "loss"),
        found("1999-11-20", at_fault(COMPANY, 1), at_fault(SPECTRUM, 1, "1/4")),
        unavailable("1999-12-01"),
    )
    amounts = [
        [str(part.amount) for part in each]
        for line in shown.bills
        for each in (line.indemnity, line.contribution)
    ]
    assert amounts == [["2000000.00"], ["0.00"], ["2815000.00"], ["0.00"]]


class TestSettlement:
    def outcome(self, *facts: Json, **more: Any) -> tuple[bool | None, bool | None, str]:
        found = answer(AGAINST_HOLDER, *facts, **more)
        line = found.claims[0].settlement
        assert line is not None
        status = duties(found)["claim:doe:settle:ctc"].status
        return line.consent_required, line.permitted, status

    @pytest.mark.parametrize(
        ("facts", "outcome"),
        [
            ((proposed("2000-01-10", "ctc", release=True),), (False, True, "open")),
            ((proposed("2000-01-10", "ctc", release=False),), (True, None, "open")),
            (
                (
                    consented("2000-01-05", consent=True),
                    proposed("2000-01-10", "ctc", release=False),
                ),
                (True, None, "open"),
            ),
            (
                (
                    proposed("2000-01-10", "ctc", release=False),
                    consented("2000-01-12", consent=True),
                ),
                (True, True, "open"),
            ),
            ((settled("2000-01-20", "ctc", release=True),), (False, True, "performed")),
            (
                (
                    consented("2000-01-12", consent=True),
                    settled("2000-01-20", "ctc", release=False),
                ),
                (True, True, "performed"),
            ),
            (
                (
                    consented("2000-01-12", consent=False),
                    settled("2000-01-20", "ctc", release=False),
                ),
                (True, False, "breached"),
            ),
            (
                (
                    settled("2000-01-20", "ctc", release=False),
                    consented("2000-01-21", consent=True),
                ),
                (True, None, "open"),
            ),
            # An answer of the day of the proposal, or of the settlement, is one to it.
            (
                (
                    proposed("2000-01-10", "ctc", release=False),
                    consented("2000-01-10", consent=True),
                ),
                (True, True, "open"),
            ),
            (
                (
                    settled("2000-01-20", "ctc", release=False),
                    consented("2000-01-20", consent=False),
                ),
                (True, False, "breached"),
            ),
        ],
    )
    def test_needs_consent_or_a_release(
        self, facts: tuple[Json, ...], outcome: tuple[bool | None, bool | None, str]
    ) -> None:
        assert self.outcome(*facts) == outcome

    def test_always_needs_consent_if_so_read(self) -> None:
        of = matter(settlement_consent="always")
        assert self.outcome(settled("2000-01-20", "ctc", release=True), of=of)[:2] == (True, None)

    def test_a_judgment_ends_the_duty(self) -> None:
        owed = duties(answer(AGAINST_HOLDER, judged("2000-01-20")))["claim:doe:settle:ctc"]
        assert (owed.modality, owed.status) == ("must_not", "performed")


class TestState:
    @pytest.mark.parametrize(
        ("facts", "state"),
        [
            ((), "made"),
            ((notified("ctc", mailed("1999-09-08")),), "notified"),
            ((elected("ctc", mailed("1999-09-08")),), None),
            (
                (
                    elected("ctc", mailed("1999-09-08")),
                    answered("1999-09-10", "ctc", conflict=False, counsel_satisfactory=True),
                ),
                "defended",
            ),
            ((FIRST, paid("1999-10-01", "ctc", "5")), "paid_in_parts"),
            ((settled("2000-01-20", "ctc", release=True),), "settled"),
            ((judged("2000-01-20"),), "judged"),
            ((judged("2000-01-20"), unavailable("2000-02-01")), "contribution"),
        ],
    )
    def test_follows_the_facts(self, facts: tuple[Json, ...], state: str | None) -> None:
        assert the_claim(AGAINST_HOLDER, *facts).state == state

    def test_is_that_of_the_day_asked_about(self) -> None:
        shown = the_claim(AGAINST_HOLDER, FIRST, judged("2000-01-20"), as_of=date(1999, 9, 19))
        assert (shown.state, shown.bills, shown.ended_on) == ("made", (), None)

    def test_what_is_owed_stays_owed_after_the_end(self) -> None:
        shown = the_claim(AGAINST_HOLDER, FIRST, judged("2000-01-20"))
        assert shown.ended_on == date(2000, 1, 20)
        assert sums(shown, "ctc")["left"] == "100000.01"


class TestStandingDuty:
    def test_binds_the_company_from_the_filing_on(self) -> None:
        owed = duties(answer())["indemnify"]
        assert (owed.obligor, owed.obligees, owed.status) == (
            "ctc",
            ("doeg-hill", "spectrum"),
            "open",
        )

    def test_binds_a_holder_who_undertook_it(self) -> None:
        undertaken = {
            "spectrum": Sourced(True, "fact:undertaken#"),
            "doeg-hill": Sourced(False, "fact:refused#/satisfactory"),
        }
        owed = duties(answer(asked=registration(undertakings=undertaken)))
        assert owed.keys() == {"indemnify", "indemnify:spectrum"}
        assert owed["indemnify:spectrum"].trigger == "fact:undertaken#"


class TestAnAgreementWithoutIndemnity:
    def test_answers_that_nothing_is_owed(self) -> None:
        of = matter({"indemnity": None})
        shown = answer(AGAINST_HOLDER, FIRST, of=of)
        assert (shown.claims, shown.obligations) == ((), ())
        assert [each.code for each in of.working.warnings] == ["NO_SUCH_RIGHT"]
