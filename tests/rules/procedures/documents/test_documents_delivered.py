"""Opinion, accountants' letter and earnings statement on the record: 3(a)(viii) and 3(a)(x)."""

from datetime import date
from typing import Any

import pytest

from tests.rules.examples.procedures import (
    CTC,
    agreed,
    carried_out,
    dated,
    duties,
    under_way,
)

ALL_TOPICS = [
    "effectiveness",
    "no_stop_order",
    "compliance_as_to_form",
    "no_misstatement",
    "accurate_descriptions",
    "nothing_undisclosed",
]


def opinion(bears: str, *topics: str, delivered: str = "1999-05-14") -> dict[str, Any]:
    return dated("opinion_delivered", delivered, dated=bears, topics=list(topics) or ALL_TOPICS)


def letter(bears: str, information_to: str) -> dict[str, Any]:
    return dated(
        "comfort_letter_delivered", "1999-05-14", dated=bears, information_to=information_to
    )


def statement(first: str, last: str, on: str = "2000-09-01") -> dict[str, Any]:
    return dated("earnings_statement_available", on, first_day=first, last_day=last)


class TestOpinion:
    @pytest.mark.parametrize(
        ("delivered", "status"), [("1999-05-14", "performed"), ("1999-05-17", "performed_late")]
    )
    def test_bears_the_day_of_effectiveness_and_is_furnished_when_it_is_delivered(
        self, delivered: str, status: str
    ) -> None:
        """3(a)(viii): the date it bears is a condition of what is furnished, not its day."""
        duty = duties(under_way(opinion("1999-05-14", delivered=delivered)))["opinion"]
        assert (duty.status, duty.performed_on) == (status, date.fromisoformat(delivered))

    @pytest.mark.parametrize("bears", ["1999-05-13", "1999-05-17"])
    def test_of_another_day_is_not_the_one_asked_for(self, bears: str) -> None:
        found, _ = carried_out(under_way(opinion(bears)))
        assert next(each for each in found.obligations if each.id == "opinion").performed_on is None
        assert found.documents.opinions[0].dated_at_effectiveness is False
        assert found.documents.missing_topics == tuple(ALL_TOPICS)

    def test_may_come_in_several_papers_that_together_cover_everything(self) -> None:
        half = opinion("1999-05-14", *ALL_TOPICS[:3])
        found, _ = carried_out(under_way(half))
        assert found.documents.missing_topics == tuple(ALL_TOPICS[3:])
        assert duties(under_way(half))["opinion"].status == "overdue_review"
        rest = opinion("1999-05-14", *ALL_TOPICS[3:])
        assert duties(under_way(half, rest))["opinion"].status == "performed"

    def test_is_owed_to_the_underwriters_too_if_there_are_any(self) -> None:
        assert duties(under_way())["opinion"].obligees == ("spectrum", "wang")
        underwritten = duties(under_way(underwritten=True))["opinion"]
        assert underwritten.obligees == ("spectrum", "wang", "underwriters")

    def test_terms_that_ask_for_no_topics_miss_none(self) -> None:
        terms = agreed(legal_opinion=None)
        found, _ = carried_out(under_way(opinion("1999-05-14", "effectiveness")), terms)
        assert found.documents.missing_topics is None
        status = {each.id: each.status for each in found.obligations}
        assert status["opinion"] == "performed"

    def test_before_effectiveness_nobody_can_say_whether_it_is_rightly_dated(self) -> None:
        found, _ = carried_out(under_way(opinion("1999-05-14"), effective=None))
        assert found.documents.opinions[0].dated_at_effectiveness is None


class TestLetter:
    @pytest.mark.parametrize(
        ("information_to", "recent"), [("1999-05-07", True), ("1999-05-06", False)]
    )
    def test_has_information_not_older_than_five_business_days(
        self, information_to: str, recent: bool
    ) -> None:
        found, _ = carried_out(under_way(letter("1999-05-14", information_to)))
        (line,) = found.documents.letters
        assert line.earliest_information_to == date(1999, 5, 7)
        assert line.recent_enough is recent
        status = {each.id: each.status for each in found.obligations}["comfort_letter"]
        assert status == ("performed" if recent else "overdue_review")

    def test_of_another_day_is_not_the_one_asked_for(self) -> None:
        duty = duties(under_way(letter("1999-05-13", "1999-05-12")))["comfort_letter"]
        assert duty.performed_on is None

    def test_serves_with_the_first_that_is_rightly_dated_and_recent(self) -> None:
        """One of another day, one too old, then one that serves."""
        letters = [
            letter("1999-05-13", "1999-05-12"),
            letter("1999-05-14", "1999-05-06"),
            letter("1999-05-14", "1999-05-14"),
        ]
        found, _ = carried_out(under_way(*letters))
        assert [each.recent_enough for each in found.documents.letters] == [True, False, True]
        duty = next(each for each in found.obligations if each.id == "comfort_letter")
        assert (duty.performed_on, duty.status) == (date(1999, 5, 14), "performed")


class TestEarningsStatement:
    def test_has_a_window_and_no_due_day(self) -> None:
        found, _ = carried_out(under_way())
        period = found.documents.earnings_period
        assert period is not None
        assert (period.first_day, period.earliest_last_day, period.latest_last_day) == (
            date(1999, 6, 1),
            date(2000, 5, 31),
            date(2000, 11, 30),
        )
        duty = {each.id: each for each in found.obligations}["earnings_statement"]
        assert (duty.due_on, duty.standard, duty.status) == (None, "practicable", "not_yet_due")

    def test_cannot_be_there_before_the_shortest_period_is_over(self) -> None:
        for day, status in ((date(2000, 5, 31), "not_yet_due"), (date(2000, 6, 1), "open")):
            duty = duties(under_way(as_of=day))["earnings_statement"]
            assert (duty.status, duty.begins_on) == (status, date(2000, 6, 1))

    @pytest.mark.parametrize(
        ("day", "status"),
        [(date(2000, 11, 30), "open"), (date(2000, 12, 1), "overdue_review")],
    )
    def test_should_have_been_made_once_no_longer_period_would_serve(
        self, day: date, status: str
    ) -> None:
        """18 months from 1 June 1999 end on 30 November 2000 (3(a)(x))."""
        assert duties(under_way(as_of=day))["earnings_statement"].status == status

    def test_is_available_with_the_first_that_serves(self) -> None:
        registration = under_way(
            statement("1999-06-01", "2000-04-30", "2000-06-05"),
            statement("1999-06-01", "2000-05-31", "2000-07-03"),
            statement("1999-06-01", "2000-06-30", "2000-08-01"),
            as_of=date(2001, 1, 1),
        )
        assert duties(registration)["earnings_statement"].performed_on == date(2000, 7, 3)

    @pytest.mark.parametrize(
        ("last", "covers"), [("2000-05-31", True), ("2000-05-30", False), ("2000-12-01", False)]
    )
    def test_serves_if_it_covers_the_period(self, last: str, covers: bool) -> None:
        registration = under_way(statement("1999-06-01", last), as_of=date(2001, 1, 1))
        found, _ = carried_out(registration, CTC)
        assert found.documents.earnings_statements[0].covers is covers
        duty = {each.id: each for each in found.obligations}["earnings_statement"]
        assert duty.performed_on == (date(2000, 9, 1) if covers else None)
