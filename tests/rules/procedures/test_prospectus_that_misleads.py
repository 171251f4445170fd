"""A prospectus that misleads: what Company and Holders owe each other under 3(a)(ix) and 3(c)."""

from datetime import date
from typing import Any

from tests.rules.procedures_examples import (
    carried_out,
    dated,
    duties,
    handed,
    missing,
    under_way,
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
        assert status["discontinuance:spectrum:f00"] == "not_yet_due"

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
