"""A prospectus that misleads: what Company and Holders owe each other under 3(a)(ix) and 3(c)."""

from datetime import date
from typing import Any

import pytest

from app.rules.holders.sales_made import SaleMade
from app.rules.reasoning.trace import Sourced
from tests.rules.examples.procedures import (
    carried_out,
    dated,
    duties,
    handed,
    missing,
    oral,
    under_way,
    warnings,
    without,
)

GIVEN = dated("misstatement_notice_given", "1999-06-01")


def delivered(holder: str, **more: Any) -> dict[str, Any]:
    """Mailed on Tuesday 1 June 1999, and so received on Friday the 4th."""
    delivery = {"method": "mail", "sent_on": "1999-06-01"}
    return {
        "kind": "misstatement_notice_delivered",
        "holder": holder,
        "delivery": delivery,
    } | more


def received(day: str, holder: str | None = None) -> dict[str, Any]:
    return dated("new_prospectus_received", day, holder=holder)


class TestDiscontinuance:
    def test_binds_each_holder_from_his_own_receipt(self) -> None:
        in_person = handed("misstatement_notice_delivered", "spectrum", "1999-06-01")
        found = duties(under_way(GIVEN, in_person, delivered("wang")))
        wang, spectrum = found["discontinuance:wang:f00"], found["discontinuance:spectrum:f00"]
        assert (wang.begins_on, spectrum.begins_on) == (date(1999, 6, 4), date(1999, 6, 1))
        assert (wang.modality, wang.obligor, wang.standard) == ("must_not", "wang", "forthwith")
        assert (wang.due_on, wang.status) == (None, "open")

    def test_ends_with_each_holders_new_prospectus(self) -> None:
        found = duties(under_way(GIVEN, delivered("wang"), received("1999-06-15", "wang")))
        assert found["discontinuance:wang:f00"].performed_on == date(1999, 6, 15)
        assert found["discontinuance:spectrum:f00"].performed_on is None

    def test_from_when_is_missing_while_nobody_says_how_he_was_told(self) -> None:
        found, matter = carried_out(under_way(GIVEN, delivered("wang")))
        assert missing(matter) == {"misstatement_notice_delivered/spectrum"}
        status = {each.id: each.status for each in found.obligations}
        # May-sell says that it is not known whether it may sell, and so does its duty.
        assert status["discontinuance:spectrum:f00"] == "unconfirmed"

    def test_nothing_is_missing_once_he_has_the_new_prospectus(self) -> None:
        assert missing(carried_out(under_way(GIVEN, received("1999-06-15")))[1]) == set()

    def test_each_notice_stops_them_anew(self) -> None:
        again = dated("misstatement_notice_given", "1999-06-21")
        later = handed("misstatement_notice_delivered", "wang", "1999-06-21")
        found = duties(under_way(GIVEN, delivered("wang"), received("1999-06-15"), again, later))
        assert found["discontinuance:wang:f00"].status == "performed"
        assert found["discontinuance:wang:f03"].begins_on == date(1999, 6, 21)
        assert found["discontinuance:wang:f03"].status == "open"

    def test_is_not_owed_under_terms_without_it(self) -> None:
        found = duties(under_way(GIVEN, delivered("wang")), without("discontinuance"))
        assert not [name for name in found if name.startswith("discontinuance")]

    def test_of_one_told_twice_begins_with_what_reached_it_first(self) -> None:
        """Mailed on 1 June it would be received on the 4th; handed over, on the 2nd."""
        in_person = handed("misstatement_notice_delivered", "wang", "1999-06-02")
        for told in ((delivered("wang"), in_person), (in_person, delivered("wang"))):
            duty = duties(under_way(GIVEN, *told))["discontinuance:wang:f00"]
            assert duty.begins_on == date(1999, 6, 2)

    def test_what_goes_out_on_the_day_of_a_second_notice_is_of_the_second(self) -> None:
        again = dated("misstatement_notice_given", "1999-06-21")
        later = handed(
            "misstatement_notice_delivered", "wang", "1999-06-21", return_old_copies=True
        )
        found = duties(under_way(GIVEN, delivered("spectrum"), again, later))
        assert found["discontinuance:wang:f00"].begins_on is None
        assert found["discontinuance:spectrum:f02"].begins_on is None
        assert [name for name in found if name.startswith("old_copies")] == ["old_copies:wang:f02"]

    @pytest.mark.parametrize(
        ("done", "stops"), [("1999-05-31", False), ("1999-06-01", False), ("1999-06-02", True)]
    )
    def test_does_not_bind_one_that_had_sold_all_by_the_day_of_the_notice(
        self, done: str, stops: bool
    ) -> None:
        """One that sells its last shares later is free from that day."""
        sold_out = {"wang": Sourced(date.fromisoformat(done), "fact:sold#/occurred_on")}
        found = duties(under_way(GIVEN, delivered("spectrum"), nothing_left=sold_out))
        assert ("discontinuance:wang:f00" in found) is stops
        if stops:
            assert found["discontinuance:wang:f00"].performed_on == date.fromisoformat(done)
        assert found["discontinuance:spectrum:f00"].performed_on is None

    @pytest.mark.parametrize(
        ("sold", "before_sales", "status"),
        [
            ("1999-06-03", None, "performed"),
            ("1999-06-04", True, "breached"),
            ("1999-06-04", False, "performed"),
            ("1999-06-04", None, "unconfirmed"),
            ("1999-06-05", None, "breached"),
            ("1999-06-14", None, "breached"),
            ("1999-06-15", None, "performed"),
        ],
    )
    def test_is_broken_by_a_sale_between_receipt_and_new_prospectus(
        self, sold: str, before_sales: bool | None, status: str
    ) -> None:
        """Received on Friday 4 June, the new one on the 15th; hours are not recorded."""
        told = delivered("wang", before_sales=before_sales)
        sale = SaleMade("wang", Sourced(date.fromisoformat(sold), "fact:sale#/occurred_on"), 100)
        registration = under_way(GIVEN, told, received("1999-06-15", "wang"), sales=(sale,))
        found, matter = carried_out(registration)
        duty = next(each for each in found.obligations if each.id == "discontinuance:wang:f00")
        assert duty.status == status
        assert duty.breached_on == (sale.on.value if status == "breached" else None)
        assert ("before_sales/wang" in missing(matter)) is (status == "unconfirmed")

    def test_is_not_broken_by_the_sale_of_another_or_by_one_before_it_was_told(self) -> None:
        """Whether wang had the notice when it sold is not recorded: nor is whether it broke it."""
        sale = SaleMade("wang", Sourced(date(1999, 6, 8), "fact:sale#/occurred_on"), 100)
        found = duties(under_way(GIVEN, delivered("spectrum"), sales=(sale,)))
        assert found["discontinuance:spectrum:f00"].status == "open"
        assert found["discontinuance:wang:f00"].status == "unconfirmed"


class TestOldCopies:
    def test_come_back_only_if_the_company_directs_it(self) -> None:
        found = duties(
            under_way(GIVEN, delivered("wang", return_old_copies=True), delivered("spectrum"))
        )
        duty = found["old_copies:wang:f00"]
        assert (duty.obligor, duty.standard, duty.due_on, duty.status) == (
            "wang",
            None,
            None,
            "open",
        )
        assert "old_copies:spectrum:f00" not in found

    def test_are_back_when_he_returned_them(self) -> None:
        returned = dated("old_copies_returned", "1999-06-10", holder="wang")
        found = duties(under_way(GIVEN, delivered("wang", return_old_copies=True), returned))
        assert found["old_copies:wang:f00"].performed_on == date(1999, 6, 10)

    @pytest.mark.parametrize(
        ("days", "performed_on"),
        [
            (("1999-05-31",), None),
            (("1999-06-01",), date(1999, 6, 1)),
            (("1999-06-12", "1999-06-10"), date(1999, 6, 10)),
        ],
    )
    def test_are_back_by_the_first_return_since_the_notice(
        self, days: tuple[str, ...], performed_on: date | None
    ) -> None:
        told = handed("misstatement_notice_delivered", "wang", "1999-06-01", return_old_copies=True)
        back = [dated("old_copies_returned", day, holder="wang") for day in days]
        theirs = dated("old_copies_returned", "1999-06-02", holder="spectrum")
        duty = duties(under_way(GIVEN, told, *back, theirs))["old_copies:wang:f00"]
        assert (duty.performed_on, duty.begins_on) == (performed_on, date(1999, 6, 1))
        assert (duty.trigger, duty.obligees, duty.clause) == ("fact:f01#", ("ctc",), "3(c)")


class TestNotices:
    def test_each_seller_has_to_tell_of_his_own_information(self) -> None:
        duty = duties(under_way())["own_misstatement_notice:wang"]
        assert (duty.obligor, duty.clause, duty.standard) == ("wang", "3(c)", "immediately")
        before = duties(under_way(effective=None))["own_misstatement_notice:wang"]
        assert before.status == "not_yet_due"

    def test_what_one_tells_the_company_the_company_tells_all(self) -> None:
        told = handed("holder_misstatement_notice", "wang", "1999-05-28")
        waiting = duties(under_way(told))["misstatement_notice:f00"]
        assert (waiting.obligor, waiting.standard, waiting.status) == ("ctc", "immediately", "open")
        assert waiting.obligees == ("spectrum", "wang")
        done = duties(under_way(told, GIVEN))["misstatement_notice:f00"]
        assert done.performed_on == date(1999, 6, 1)

    def test_the_companys_first_notice_since_that_day_tells_them(self) -> None:
        """One of the same day does; an earlier one was of something else."""
        told = handed("holder_misstatement_notice", "wang", "1999-06-01")
        again = dated("misstatement_notice_given", "1999-06-07")
        before = dated("misstatement_notice_given", "1999-05-31")
        for given, day in (
            ((again, GIVEN), date(1999, 6, 1)),
            ((before, again), date(1999, 6, 7)),
            ((before,), None),
        ):
            duty = duties(under_way(told, *given))["misstatement_notice:f00"]
            assert (duty.performed_on, duty.begins_on) == (day, date(1999, 6, 1))

    def test_what_one_only_says_by_word_of_mouth_obliges_nobody(self) -> None:
        told = oral("holder_misstatement_notice", "wang", "1999-05-28")
        found, matter = carried_out(under_way(told))
        assert "misstatement_notice:f00" not in {each.id for each in found.obligations}
        assert "NOT_IN_WRITING" in warnings(matter)

    def test_are_not_owed_under_terms_without_them(self) -> None:
        told = handed("holder_misstatement_notice", "wang", "1999-05-28")
        asked = handed(
            "misstatement_notice_delivered", "wang", "1999-06-01", return_old_copies=True
        )
        names = ("misstatement_notice", "own_misstatement_notice", "old_copies")
        found = duties(under_way(told, GIVEN, asked), without(*names))
        assert not {name.split(":")[0] for name in found} & set(names)
