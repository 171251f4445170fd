"""Notice before a filing: the count back from the filing and the first day for it agree (2(b))."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.notices.receipt import Receipt
from app.rules.reasoning.days.period import last_day
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.kinds.incidental.notice import (
    HolderNotice,
    latest_notice,
    rule_on_filing,
)
from app.rules.terms import with_readings
from app.rules.terms.rights.registrations import Incidental
from app.rules.terms.vocabulary import Period
from app.services.agreements.templates import template, with_overrides
from tests.rules.examples.periods import matter, on

TERMS = template("ctc-1998").terms


def under(notice: dict[str, object], **readings: object) -> tuple[Incidental, Matter]:
    terms = with_overrides(TERMS, {"incidental": {"notice": notice}})
    assert terms.incidental is not None
    return terms.incidental, open_matter(with_readings(terms, readings))


def earliest(incidental: Incidental, told: date, at: Matter, filing: date) -> tuple[date, bool]:
    """The first day of filing for a notice given and received on a day; whether another keeps."""
    notice = HolderNotice("a", Receipt(on(told), on(told)), on(told))
    found = rule_on_filing(incidental, [notice], on(filing), at)
    assert found.earliest_filing_on is not None
    assert found.compliant is not None
    return found.earliest_filing_on.value, found.compliant


@pytest.mark.parametrize(
    ("notice", "told", "first"),
    [
        # Ten business days before Monday 6 December 1999 are Friday 19 November (Thanksgiving is
        # passed over): the notice of Saturday the 20th is late. Before Tuesday the 7th: the 22nd.
        # Before Saturday the 4th they are Friday the 19th as well, before Friday the 3rd the 18th.
        ({"count": 10, "unit": "business_day"}, date(1999, 11, 20), date(1999, 12, 7)),
        ({"count": 10, "unit": "business_day"}, date(1999, 11, 19), date(1999, 12, 4)),
        # A month before 28 February is 28 January, before 1 March 1 February.
        ({"count": 1, "unit": "month"}, date(1999, 1, 31), date(1999, 3, 1)),
        ({"count": 1, "unit": "month"}, date(1999, 1, 28), date(1999, 2, 28)),
        # A month before 29 February 2000 is 29 January; a year before it is 28 February 1999.
        ({"count": 1, "unit": "month"}, date(2000, 1, 30), date(2000, 3, 1)),
        ({"count": 1, "unit": "year"}, date(1999, 2, 28), date(2000, 2, 28)),
        ({"count": 30, "unit": "day"}, date(1999, 4, 1), date(1999, 5, 1)),
    ],
)
def test_the_first_day_of_filing(notice: dict[str, object], told: date, first: date) -> None:
    incidental, at = under(notice)
    assert earliest(incidental, told, at, first) == (first, True)
    assert earliest(incidental, told, at, first - timedelta(days=1)) == (first, False)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["day", "business_day", "month", "year"]),
    st.integers(0, 12),
    st.dates(date(2001, 6, 1), date(2006, 12, 31)),
    st.integers(0, 400),
    st.booleans(),
    st.sampled_from(["none", "forward"]),
)
def test_a_filing_keeps_to_the_clause_when_counted_back_its_notice_is_in_time(
    unit: str, count: int, told: date, later: int, clear: bool, rolls: str
) -> None:
    count = min(count, 2) if unit == "year" else count
    incidental, at = under({"count": count, "unit": unit}, clear_days=clear, backward_roll=rolls)
    filing = told + timedelta(days=later)
    first, compliant = earliest(incidental, told, at, filing)
    latest, _ = latest_notice(incidental, Sourced(filing, "request:/filing_on"), at)
    assert compliant is (latest.value >= told)
    assert compliant is (filing >= first)


class TestDayOne:
    def test_is_no_sunday_of_a_count_of_business_days(self) -> None:
        """Thirty from Sunday 31 October 1999, that day counted if it were one: 14 December.

        Twenty in November without the 11th and the 25th, and ten from 1 December.
        """
        assert self.last_of(30, date(1999, 10, 31)) == date(1999, 12, 14)

    def test_is_the_events_own_day_if_that_is_one(self) -> None:
        assert self.last_of(30, date(1999, 11, 1)) == date(1999, 12, 14)
        assert self.last_of(1, date(1999, 11, 1)) == date(1999, 11, 1)
        assert self.last_of(1, date(1999, 10, 31)) == date(1999, 11, 1)

    def last_of(self, count: int, event: date) -> date:
        period = Period(
            clause="2(b)",
            count=count,
            unit="business_day",
            anchor="event",
            inclusion="inclusive",
            roll="none",
        )
        return last_day(period, on(event), matter(), "request:").value
