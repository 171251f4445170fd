"""Amendments and supplements before they are filed: clauses 3(a)(x) and 5."""

import json
from datetime import date
from typing import Any

import pytest

from app.rules.procedures import UnderWay
from app.rules.procedures.documents.amendments import AmendmentLine
from app.rules.reasoning.obligations import Obligation
from tests.rules.examples.procedures import (
    CTC,
    agreed,
    carried_out,
    dated,
    duties,
    handed,
    missing,
    oral,
    under_way,
    warnings,
)

FIRST = "amendment-1"


def proposed(*copies: tuple[str, str], **more: Any) -> dict[str, Any]:
    """To be filed on Thursday 10 June 1999, with these copies."""
    return dated(
        "amendment_proposed",
        more.pop("occurred_on", "1999-06-01"),
        amendment=FIRST,
        planned_filing_on=more.pop("planned_filing_on", "1999-06-10"),
        copies=[{"holder": holder, "furnished_on": day} for holder, day in copies],
        **more,
    )


BOTH = (("spectrum", "1999-06-01"), ("wang", "1999-06-01"))


def objected(holder: str, day: str, **more: Any) -> dict[str, Any]:
    said = {"on_compliance_grounds": True, "reasonable": True} | more
    return handed("amendment_objected", holder, day, amendment=FIRST, **said)


def filed(day: str) -> dict[str, Any]:
    return dated("amendment_filed", day, amendment=FIRST)


def line(registration: UnderWay) -> AmendmentLine:
    (found,) = carried_out(registration)[0].amendments
    return found


def of_amendment(registration: UnderWay) -> dict[str, Obligation]:
    return {name: each for name, each in duties(registration).items() if name.startswith("amend")}


class TestCopies:
    def test_come_five_business_days_before_where_the_offering_is_not_underwritten(self) -> None:
        found = line(under_way(proposed(*BOTH)))
        assert (found.latest_copy_on, found.copies_clause) == (date(1999, 6, 3), "5")
        assert (found.may_file, found.reasons) == (True, ())

    def test_come_two_business_days_before_where_it_is(self) -> None:
        found = line(under_way(proposed(*BOTH), underwritten=True))
        assert (found.latest_copy_on, found.copies_clause) == (date(1999, 6, 8), "3(a)(x)")

    def test_are_a_duty_toward_each_seller(self) -> None:
        registration = under_way(
            proposed(("wang", "1999-06-03")), as_of=date(1999, 6, 4), underwritten=False
        )
        found = of_amendment(registration)
        assert set(found) == {
            "amendment_copy:amendment-1:spectrum",
            "amendment_copy:amendment-1:wang",
        }
        wang, spectrum = (
            found["amendment_copy:amendment-1:wang"],
            found["amendment_copy:amendment-1:spectrum"],
        )
        assert (wang.due_on, wang.status) == (date(1999, 6, 3), "performed")
        assert (spectrum.status, spectrum.standard) == ("overdue_review", None)

    def test_softened_by_a_standard_they_are_only_to_be_looked_at(self) -> None:
        """The copies recorded name wang alone: spectrum had none in time."""
        wangs = proposed(("wang", "1999-06-08"))
        registration = under_way(wangs, as_of=date(1999, 6, 9), underwritten=True)
        found = of_amendment(registration)["amendment_copy:amendment-1:spectrum"]
        assert (found.standard, found.status) == ("reasonable", "overdue_review")

    def test_of_which_nothing_is_recorded_are_not_confirmed(self) -> None:
        registration = under_way(proposed(), as_of=date(1999, 6, 9), underwritten=True)
        assert {each.status for each in of_amendment(registration).values()} == {"unconfirmed"}
        found = line(registration)
        assert (found.may_file, found.reasons) == (None, ("NOT_KNOWN",))

    def test_outstanding_leave_it_open_whether_it_may_be_filed(self) -> None:
        found = line(under_way(proposed(BOTH[0]), as_of=date(1999, 6, 2)))
        assert (found.may_file, found.reasons) == (None, ("COPY_OUTSTANDING",))

    def test_late_bar_the_filing_under_the_clause_without_a_standard(self) -> None:
        found = line(under_way(proposed(BOTH[0], ("wang", "1999-06-04"))))
        assert (found.may_file, found.reasons) == (False, ("COPY_LATE",))
        assert [each.in_time for each in found.copies] == [True, False]

    def test_late_bar_it_under_the_other_only_if_they_could_have_come_earlier(self) -> None:
        late = (BOTH[0], ("wang", "1999-06-09"))
        for possible, may_file in ((True, False), (False, True), (None, None)):
            registration = under_way(
                proposed(*late, earlier_copy_possible=possible), underwritten=True
            )
            found, matter = carried_out(registration)
            assert found.amendments[0].may_file is may_file
            assert ("earlier_copy_possible" in missing(matter)) is (possible is None)

    def test_a_later_plan_moves_the_day_and_adds_copies(self) -> None:
        again = proposed(
            ("wang", "1999-06-09"), occurred_on="1999-06-09", planned_filing_on="1999-06-17"
        )
        found = line(under_way(proposed(BOTH[0]), again))
        assert found.planned_filing_on == date(1999, 6, 17)
        assert found.latest_copy_on == date(1999, 6, 10)
        assert found.may_file is True

    def test_are_in_time_on_their_last_day(self) -> None:
        found = line(under_way(proposed(("spectrum", "1999-06-03"), ("wang", "1999-06-04"))))
        assert [each.in_time for each in found.copies] == [True, False]

    def test_of_which_one_holder_had_none_are_late_for_it_after_their_last_day(self) -> None:
        """Those on record name spectrum alone; on the last day, 3 June, wang may still have one."""
        for day, in_time in ((date(1999, 6, 3), None), (date(1999, 6, 4), False)):
            found = line(under_way(proposed(BOTH[0]), as_of=day))
            assert [each.in_time for each in found.copies] == [True, in_time]

    def test_of_one_holder_count_by_the_first_of_them(self) -> None:
        for days in (("1999-06-02", "1999-06-04"), ("1999-06-04", "1999-06-02")):
            found = line(under_way(proposed(BOTH[0], *(("wang", day) for day in days))))
            assert [each.furnished_on for each in found.copies] == [
                date(1999, 6, 1),
                date(1999, 6, 2),
            ]

    def test_are_owed_by_the_softer_clause_where_both_name_one_day(self) -> None:
        """3(a)(x) is then satisfied by what 5 asks for, and names the day first."""
        copies = json.loads(CTC.canonical)["amendment_copies"]
        copies["before_filing"]["count"] = 5
        (found,) = carried_out(under_way(proposed(*BOTH)), agreed(amendment_copies=copies))[
            0
        ].amendments
        assert (found.latest_copy_on, found.copies_clause) == (date(1999, 6, 3), "3(a)(x)")

    def test_the_actual_filing_counts_once_there_is_one(self) -> None:
        found = line(under_way(proposed(*BOTH), filed("1999-06-07")))
        assert (found.filed_on, found.latest_copy_on) == (date(1999, 6, 7), date(1999, 5, 28))
        assert found.reasons == ("COPY_LATE",)

    def test_it_is_not_known_while_nobody_says_whether_the_offering_is_underwritten(self) -> None:
        """Late by clause 5, in time by 3(a)(x)."""
        told = proposed(("wang", "1999-06-04"), ("spectrum", "1999-06-04"))
        found, matter = carried_out(under_way(told, underwritten=None))
        assert found.amendments[0].reasons == ("NOT_KNOWN",)
        assert "underwritten" in missing(matter)

    def test_terms_without_either_clause_ask_for_none(self) -> None:
        terms = agreed(drafts=None, amendment_copies=None)
        found = carried_out(under_way(proposed()), terms)[0]
        assert found.amendments[0].may_file is True
        assert not [each for each in found.obligations if each.id.startswith("amendment")]


class TestObjections:
    @pytest.mark.parametrize(
        ("day", "barred"), [("1999-06-09", True), ("1999-06-10", None), ("1999-06-11", False)]
    )
    def test_bars_what_is_not_filed_before_the_day_on_which_it_comes(
        self, day: str, barred: bool | None
    ) -> None:
        """Filed on 10 June: what comes after it is too late, and which came first that day is open.

        No rule can order the two facts of one day.
        """
        registration = under_way(proposed(*BOTH), objected("wang", day), filed("1999-06-10"))
        found = line(registration)
        assert [each.bars for each in found.objections] == [barred]
        assert ("OBJECTED" in found.reasons) == bool(barred)
        duty = of_amendment(registration).get("amendment_objection:amendment-1:f01")
        status = {True: "breached", None: "unconfirmed", False: None}
        assert (duty and duty.status) == status[barred]

    def test_to_another_amendment_bars_nothing_of_this_one(self) -> None:
        other = objected("wang", "1999-06-08") | {"amendment": "amendment-2"}
        assert line(under_way(proposed(*BOTH), other)).objections == ()

    def test_a_reasonable_one_bars_the_filing(self) -> None:
        registration = under_way(proposed(*BOTH), objected("doeg-hill", "1999-06-08"))
        assert line(registration).reasons == ("OBJECTED",)
        duty = of_amendment(registration)["amendment_objection:amendment-1:f01"]
        assert (duty.modality, duty.clause, duty.status) == ("must_not", "3(a)(x)", "open")
        assert duty.obligees == ("doeg-hill",)

    def test_filed_over_it_the_duty_is_broken(self) -> None:
        registration = under_way(
            proposed(*BOTH), objected("wang", "1999-06-08"), filed("1999-06-10")
        )
        duty = of_amendment(registration)["amendment_objection:amendment-1:f01"]
        assert (duty.status, duty.breached_on) == ("breached", date(1999, 6, 10))

    def test_after_the_filing_it_comes_too_late(self) -> None:
        registration = under_way(
            proposed(*BOTH), filed("1999-06-10"), objected("wang", "1999-06-11")
        )
        assert line(registration).reasons == ()

    def test_on_other_grounds_or_without_reason_it_bars_nothing(self) -> None:
        for more in ({"on_compliance_grounds": False}, {"reasonable": False}):
            registration = under_way(proposed(*BOTH), objected("wang", "1999-06-08", **more))
            assert line(registration).may_file is True

    def test_whether_it_is_reasonable_is_a_missing_input(self) -> None:
        registration = under_way(proposed(*BOTH), objected("wang", "1999-06-08", reasonable=None))
        found, matter = carried_out(registration)
        assert found.amendments[0].may_file is None
        assert "reasonable" in missing(matter)

    def test_spoken_it_has_no_effect(self) -> None:
        spoken = oral(
            "amendment_objected",
            "wang",
            "1999-06-08",
            amendment=FIRST,
            on_compliance_grounds=True,
            reasonable=True,
        )
        found, matter = carried_out(under_way(proposed(*BOTH), spoken))
        assert found.amendments[0].may_file is True
        assert "NOT_IN_WRITING" in warnings(matter)
