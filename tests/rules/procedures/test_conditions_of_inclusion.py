"""What the Company may ask of a Holder before it is owed anything: clauses 3(b) and 6(b)."""

from datetime import date
from typing import Any

import pytest

from app.rules.procedures import UnderWay
from app.rules.terms import Terms
from tests.rules.examples.procedures import (
    CTC,
    agreed,
    asked_for,
    carried_out,
    dated,
    duties,
    handed,
    oral,
    under_way,
    warnings,
    without,
)

ASKED = handed("information_requested", "wang", "1999-04-01")
ANSWERED = handed("information_received", "wang", "1999-04-12")
REQUIRED = dated("undertaking_required", "1999-04-01", holder="wang")
COPIES = asked_for("copies", "wang", "1999-04-02")


def undertaking(**more: Any) -> dict[str, Any]:
    return dated("undertaking_received", "1999-04-20", holder="wang", **more)


def states(registration: UnderWay, terms: Terms = CTC) -> dict[tuple[str, str], str]:
    found = carried_out(registration, terms)[0].conditions_of_inclusion
    return {(each.holder, each.name): each.state for each in found}


def test_of_whom_nothing_is_asked_nothing_is_awaited() -> None:
    assert states(under_way()) == {
        ("spectrum", "information"): "not_asked",
        ("spectrum", "undertaking"): "not_asked",
        ("wang", "information"): "not_asked",
        ("wang", "undertaking"): "not_asked",
    }


def test_a_condition_is_unmet_until_it_is_answered() -> None:
    assert states(under_way(ASKED))["wang", "information"] == "unmet"
    assert states(under_way(ASKED, ANSWERED))["wang", "information"] == "met"
    assert states(under_way(REQUIRED))["wang", "undertaking"] == "unmet"
    assert states(under_way(REQUIRED, undertaking()))["wang", "undertaking"] == "met"


def test_an_answer_before_the_question_does_not_meet_it() -> None:
    early = handed("information_received", "wang", "1999-03-31")
    assert states(under_way(early, ASKED))["wang", "information"] == "unmet"


@pytest.mark.parametrize(
    ("answered", "met_on"),
    [
        ((("wang", "1999-04-01"),), date(1999, 4, 1)),
        ((("wang", "1999-03-31"), ("wang", "1999-04-05")), date(1999, 4, 5)),
        ((("wang", "1999-04-08"), ("wang", "1999-04-06")), date(1999, 4, 6)),
        ((("spectrum", "1999-04-06"),), None),
    ],
)
def test_its_own_first_answer_since_the_day_of_the_question_meets_it(
    answered: tuple[tuple[str, str], ...], met_on: date | None
) -> None:
    answers = [handed("information_received", holder, day) for holder, day in answered]
    found = carried_out(under_way(ASKED, *answers))[0].conditions_of_inclusion
    met = {each.holder: each.met_on for each in found if each.name == "information"}
    assert met == {"spectrum": None, "wang": met_on}


def test_a_question_by_mail_is_asked_on_mailing_and_obliges_from_receipt() -> None:
    """Mailed on Thursday 1 April 1999; the third Business Day after it is Tuesday the 6th."""
    mailed = {"method": "mail", "sent_on": "1999-04-01"}
    asked = {"kind": "information_requested", "holder": "wang", "delivery": mailed}
    found = carried_out(under_way(asked))[0]
    (line,) = (each for each in found.conditions_of_inclusion if each.state == "unmet")
    assert (line.id, line.asked_on) == ("information:wang", date(1999, 4, 1))
    duty = next(each for each in found.obligations if each.id == "information:wang:f00")
    assert duty.begins_on == date(1999, 4, 6)


def test_of_several_questions_the_first_unanswered_is_shown_and_else_the_last() -> None:
    again = handed("information_requested", "wang", "1999-04-20")
    answered_again = handed("information_received", "wang", "1999-04-23")
    for answers, state, asked_on in (
        ((), "unmet", date(1999, 4, 1)),
        ((ANSWERED,), "unmet", date(1999, 4, 20)),
        ((ANSWERED, answered_again), "met", date(1999, 4, 20)),
    ):
        found = carried_out(under_way(ASKED, again, *answers))[0].conditions_of_inclusion
        line = next(each for each in found if each.id == "information:wang")
        assert (line.state, line.asked_on) == (state, asked_on)


def test_the_first_undertaking_that_satisfies_meets_the_condition() -> None:
    first = dated("undertaking_received", "1999-04-19", holder="wang", satisfactory=False)
    later = dated("undertaking_received", "1999-04-27", holder="wang", satisfactory=True)
    registration = under_way(REQUIRED, first, undertaking(satisfactory=True), later)
    found, matter = carried_out(registration)
    line = next(each for each in found.conditions_of_inclusion if each.id == "undertaking:wang")
    assert line.met_on == date(1999, 4, 20)
    assert not matter.working.assumptions


def test_a_second_question_asks_for_a_second_answer() -> None:
    again = handed("information_requested", "wang", "1999-04-13")
    assert states(under_way(ASKED, ANSWERED, again))["wang", "information"] == "unmet"


def test_a_spoken_question_asks_for_nothing() -> None:
    found, matter = carried_out(under_way(oral("information_requested", "wang", "1999-04-01")))
    assert {each.state for each in found.conditions_of_inclusion} == {"not_asked"}
    assert "NOT_IN_WRITING" in warnings(matter)


def test_an_undertaking_that_does_not_satisfy_the_company_is_none() -> None:
    unsatisfactory = under_way(REQUIRED, undertaking(satisfactory=False))
    assert states(unsatisfactory)["wang", "undertaking"] == "unmet"
    matter = carried_out(under_way(REQUIRED, undertaking()))[1]
    assert "UNDERTAKING_SATISFACTORY" in {each.code for each in matter.working.assumptions}


def test_the_holder_owes_what_he_is_asked_for() -> None:
    duty = duties(under_way(ASKED))["information:wang:f00"]
    assert (duty.obligor, duty.obligees, duty.clause) == ("wang", ("ctc",), "3(b)")
    assert (duty.standard, duty.due_on, duty.begins_on) == ("reasonable", None, date(1999, 4, 1))
    assert duties(under_way(ASKED, ANSWERED))["information:wang:f00"].status == "performed"


class TestWhileUnmet:
    def test_section_3_is_suspended_toward_him_alone(self) -> None:
        spectrums = asked_for("copies", "spectrum", "1999-04-02")
        found = duties(under_way(ASKED, COPIES, spectrums))
        assert found["copies:wang:f01"].status == "excused"
        assert found["copies:spectrum:f02"].status == "open"
        assert found["listing"].obligees == ("spectrum",)
        assert found["listing"].status == "open"

    def test_what_stands_outside_section_3_is_not(self) -> None:
        access = asked_for("investigation", "wang", "1999-04-02")
        found = duties(under_way(ASKED, access))
        assert found["investigation:wang:f01"].status == "open"
        assert found["drafts:wang"].status == "unconfirmed"

    def test_without_his_undertaking_nothing_is_owed_to_him(self) -> None:
        access = asked_for("investigation", "wang", "1999-04-02")
        found = duties(under_way(REQUIRED, access))
        assert found["investigation:wang:f01"].status == "excused"
        assert found["drafts:wang"].status == "excused"

    def test_toward_all_of_them_the_whole_step_is_suspended(self) -> None:
        both = handed("information_requested", "spectrum", "1999-04-01")
        listing = duties(under_way(ASKED, both))["listing"]
        assert (listing.status, listing.obligees) == ("excused", ("spectrum", "wang"))

    @pytest.mark.parametrize(
        ("asked", "status"),
        [("1999-05-14", "excused"), ("1999-05-15", "unconfirmed")],
    )
    def test_what_was_due_before_the_question_stays_owed(self, asked: str, status: str) -> None:
        """The opinion is due on the day of effectiveness, Friday 14 May 1999 (3(a)(viii))."""
        both = [handed("information_requested", name, asked) for name in ("spectrum", "wang")]
        assert duties(under_way(*both))["opinion"].status == status

    def test_answered_it_is_owed_again(self) -> None:
        found = duties(under_way(ASKED, COPIES, ANSWERED))
        assert found["copies:wang:f01"].status == "open"
        assert found["listing"].obligees == ("spectrum", "wang")

    def test_his_objection_and_his_copy_bar_no_amendment(self) -> None:
        proposed = dated(
            "amendment_proposed",
            "1999-06-01",
            amendment="a",
            planned_filing_on="1999-06-10",
            copies=[{"holder": "spectrum", "furnished_on": "1999-06-01"}],
        )
        objected = handed(
            "amendment_objected",
            "wang",
            "1999-06-08",
            amendment="a",
            on_compliance_grounds=True,
            reasonable=True,
        )
        found = carried_out(under_way(ASKED, proposed, objected, underwritten=True))[0]
        assert found.amendments[0].may_file is True


def test_terms_without_a_condition_set_none() -> None:
    assert not states(under_way(ASKED, REQUIRED), without_conditions())


def without_conditions() -> Terms:
    kept = [each.model_dump(mode="json") for each in without("information").procedures]
    return agreed(procedures=kept, indemnity=None)
