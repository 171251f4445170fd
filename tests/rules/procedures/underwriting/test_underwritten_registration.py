"""The underwriter, the underwriting agreement and the holdback on the record: Section 4."""

from datetime import date
from typing import Any

import pytest

from app.rules.procedures import UnderWay
from app.rules.procedures.underwriting.agreement import AgreementOfUnderwriting, UnderwriterVote
from app.rules.reasoning.trace import Sourced
from tests.rules.examples.procedures import (
    CTC,
    agreed,
    asked_for,
    carried_out,
    dated,
    duties,
    handed,
    missing,
    under_way,
)

SELECTED = dated("underwriter_selected", "1999-04-01", underwriter="First Bank")


def approved(day: str, *holders: str, underwriter: str = "First Bank") -> dict[str, Any]:
    return dated("underwriter_approved", day, underwriter=underwriter, holders=list(holders))


def underwritten(*facts: dict[str, Any], **changes: Any) -> UnderWay:
    return under_way(*facts, underwritten=True, **changes)


def vote(registration: UnderWay) -> UnderwriterVote:
    shown = carried_out(registration)[0].underwriting
    assert shown is not None
    assert shown.vote is not None
    return shown.vote


def agreement(registration: UnderWay, **readings: Any) -> AgreementOfUnderwriting:
    shown = carried_out(registration, CTC, **readings)[0].underwriting
    assert shown is not None
    assert shown.agreement is not None
    return shown.agreement


class TestVote:
    def test_needs_more_than_half_of_the_shares_to_be_included(self) -> None:
        found = vote(underwritten(SELECTED, approved("1999-04-05", "wang")))
        assert (found.approving_shares, found.included_shares) == (100_000, 500_000)
        assert (found.needed_shares, found.approved) == (250_001, False)
        enough = vote(underwritten(SELECTED, approved("1999-04-05", "spectrum")))
        assert (enough.approved, enough.approved_by) == (True, ("spectrum",))

    def test_half_is_not_enough(self) -> None:
        halves = {holder: Sourced(200, f"fact:{holder}#/shares") for holder in ("spectrum", "wang")}
        registration = underwritten(SELECTED, approved("1999-04-05", "wang"), included=halves)
        assert vote(registration).approved is False

    def test_approvals_add_up_and_the_one_that_suffices_gives_the_day(self) -> None:
        registration = underwritten(
            SELECTED, approved("1999-04-05", "wang"), approved("1999-04-08", "spectrum")
        )
        assert duties(registration)["underwriter"].performed_on == date(1999, 4, 8)

    def test_those_who_include_nothing_have_no_vote(self) -> None:
        found = vote(underwritten(SELECTED, approved("1999-04-05", "doeg-hill")))
        assert (found.approving_shares, found.approved) == (0, False)

    def test_begins_again_with_another_underwriter(self) -> None:
        other = dated("underwriter_selected", "1999-04-12", underwriter="Second Bank")
        registration = underwritten(SELECTED, approved("1999-04-05", "spectrum"), other)
        found = vote(registration)
        assert (found.underwriter, found.approved, found.approved_by) == ("Second Bank", False, ())

    def test_nobody_selected_is_nobody_approved(self) -> None:
        found = vote(underwritten())
        assert (found.underwriter, found.approved, found.needed_shares) == (None, None, 250_001)
        assert duties(underwritten())["underwriter"].status == "open"

    def test_is_not_counted_while_somebodys_shares_are_not_known(self) -> None:
        shares: dict[str, Sourced[int | None]] = {
            "spectrum": Sourced(400_000, "fact:demand#/shares"),
            "wang": Sourced(None, "fact:join#/shares"),
        }
        found, matter = carried_out(underwritten(SELECTED, included=shares))
        assert found.underwriting is not None
        assert found.underwriting.vote is not None
        assert found.underwriting.vote.approved is None
        assert "shares" in missing(matter)

    def test_approval_is_not_withheld_without_reason(self) -> None:
        found = duties(underwritten(SELECTED, approved("1999-04-05", "wang")))
        duty = found["underwriter_approval:spectrum"]
        assert (duty.modality, duty.standard, duty.due_on) == ("must_not", "reasonable", None)
        assert "underwriter_approval:wang" not in found

    @pytest.mark.parametrize(
        ("kind", "asked"),
        [("requested", True), ("takedown", True), ("shelf", False), ("incidental", False)],
    )
    def test_is_taken_in_the_kinds_that_the_terms_name(self, kind: Any, asked: bool) -> None:
        assert ("underwriter" in duties(underwritten(kind=kind))) is asked

    def test_is_not_taken_unless_the_registration_is_underwritten(self) -> None:
        for known in (False, None):
            assert carried_out(under_way(SELECTED, underwritten=known))[0].underwriting is None


class TestUnderwritingAgreement:
    def satisfies(self, *holders: str) -> list[dict[str, Any]]:
        return [
            dated("underwriting_agreement_approved", "1999-05-03", holder=holder)
            for holder in holders
        ]

    def test_satisfies_everybody_who_asked_and_joined(self) -> None:
        assert agreement(underwritten()).still_to_satisfy == ("spectrum", "wang")
        satisfied = agreement(underwritten(*self.satisfies("spectrum")))
        assert satisfied.still_to_satisfy == ("wang",)

    def test_satisfies_only_who_asked_under_the_other_reading(self) -> None:
        found = agreement(underwritten(), ua_satisfaction="initiators")
        assert found.still_to_satisfy == ("spectrum",)

    def test_is_entered_into_and_has_the_holders_for_parties(self) -> None:
        """4(a): made on the 10th, it still must satisfy wang, whom it satisfies on the 12th."""
        made = dated("underwriting_agreement_made", "1999-05-10", holders=["spectrum"])
        found = duties(underwritten(made, *self.satisfies("spectrum")))
        assert found["underwriting_agreement"].status == "open"
        wang = dated("underwriting_agreement_approved", "1999-05-12", holder="wang")
        found = duties(underwritten(made, *self.satisfies("spectrum"), wang))
        assert found["underwriting_agreement"].performed_on == date(1999, 5, 12)
        agreed_on = found["underwriting_agreement"]
        assert (agreed_on.status, agreed_on.standard) == ("performed", "reasonable")
        assert found["underwriting_party:spectrum"].performed_on == date(1999, 5, 10)
        assert found["underwriting_party:wang"].status == "open"
        assert agreement(underwritten(made)).parties == ("spectrum",)

    def test_has_the_companys_promises_run_to_a_holder_who_elects_it(self) -> None:
        elected = asked_for("underwriting_terms", "wang", "1999-05-03")
        assert duties(underwritten(elected))["underwriting_terms:wang:f00"].clause == "4(a)"

    def test_is_no_part_of_an_incidental_registration(self) -> None:
        assert carried_out(underwritten(kind="incidental"))[0].underwriting is None


class TestHoldback:
    REQUIRED = dated("holdback_required", "1999-04-20", firm_commitment=True)
    ADVISED = dated("holdback_advised", "1999-04-20", days=90, firm_commitment=True)

    def test_required_binds_every_holder_from_7_days_before_to_180_days_after(self) -> None:
        registration = underwritten(self.REQUIRED)
        found = carried_out(registration)[0].holdback
        assert [each.holder for each in found] == ["doeg-hill", "spectrum", "wang"]
        assert {(each.first_day, each.last_day) for each in found} == {
            (date(1999, 5, 7), date(1999, 11, 10))
        }
        duty = duties(registration)["holdback:required:doeg-hill"]
        assert (duty.modality, duty.status, duty.clause) == ("must_not", "open", "4(c)")
        assert (duty.begins_on, duty.due_on) == (date(1999, 5, 7), date(1999, 11, 10))

    def test_runs_from_the_expected_day_until_there_is_an_actual_one(self) -> None:
        expecting = self.REQUIRED | {"expected_effective_on": "1999-05-20"}
        early = date(1999, 5, 12)
        before = carried_out(underwritten(expecting, effective=None, as_of=early))[0].holdback
        assert before[0].first_day == date(1999, 5, 13)
        after = carried_out(underwritten(expecting))[0].holdback
        assert after[0].first_day == date(1999, 5, 7)

    def test_waits_begins_and_ends(self) -> None:
        expecting = self.REQUIRED | {"expected_effective_on": "1999-05-20"}
        name = "holdback:required:wang"
        waiting = underwritten(expecting, effective=None, as_of=date(1999, 5, 12))
        assert duties(waiting)[name].status == "not_yet_due"
        assert duties(underwritten(expecting, as_of=date(1999, 11, 10)))[name].status == "open"
        assert duties(underwritten(expecting, as_of=date(1999, 11, 11)))[name].status == "performed"

    def test_advised_binds_each_holder_from_his_own_notice(self) -> None:
        told = handed("holdback_notice_given", "wang", "1999-05-20")
        early = handed("holdback_notice_given", "spectrum", "1999-05-03")
        again = handed("holdback_notice_given", "wang", "1999-05-27")
        found = carried_out(underwritten(self.ADVISED, told, early, again))[0].holdback
        bound = {each.holder: (each.first_day, each.bound_from, each.last_day) for each in found}
        assert bound == {
            "spectrum": (date(1999, 5, 15), date(1999, 5, 15), date(1999, 8, 12)),
            "wang": (date(1999, 5, 15), date(1999, 5, 20), date(1999, 8, 12)),
        }

    def test_advice_without_notice_binds_nobody(self) -> None:
        found, matter = carried_out(underwritten(self.ADVISED))
        assert found.holdback == ()
        assert all(each.known for each in found.holding_back.by_holder.values())
        assert missing(matter) == set()

    @pytest.mark.parametrize(
        "fact",
        [
            dated("holdback_required", "1999-04-20", firm_commitment=False),
            dated("holdback_required", "1999-04-20", required=False, firm_commitment=True),
        ],
    )
    def test_without_requirement_or_firm_commitment_there_is_none(
        self, fact: dict[str, Any]
    ) -> None:
        assert carried_out(underwritten(fact))[0].holdback == ()

    def test_whether_there_is_a_firm_commitment_is_a_missing_input(self) -> None:
        found, matter = carried_out(underwritten(dated("holdback_required", "1999-04-20")))
        assert found.holdback == ()
        his = found.holding_back.by_holder["wang"]
        assert (his.windows, len(his.perhaps)) == ((), 1)
        assert missing(matter) == {"firm_commitment"}

    def test_a_registration_that_is_not_underwritten_starts_none(self) -> None:
        fact = dated("holdback_required", "1999-04-20")
        found, matter = carried_out(under_way(fact, underwritten=False))
        assert (found.holdback, missing(matter)) == ((), set())

    def test_a_withdrawn_registration_starts_none(self) -> None:
        assert carried_out(underwritten(self.REQUIRED, given_up=True))[0].holdback == ()

    def test_it_is_not_owed_under_terms_without_it(self) -> None:
        found = carried_out(underwritten(self.REQUIRED), agreed(holdback=None))[0]
        assert found.holdback == ()

    def test_under_the_other_reading_a_registration_without_holders_starts_none(self) -> None:
        empty = underwritten(self.REQUIRED, included={}, asked_by=(), kind="incidental")
        assert carried_out(empty)[0].holdback
        assert not carried_out(empty, CTC, holdback_scope="participating")[0].holdback
