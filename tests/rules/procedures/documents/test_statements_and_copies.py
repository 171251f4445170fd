"""Earnings statement, Rule 144 statement, comfort letter, and copies before filing."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from app.rules.covenants import rule144
from app.rules.procedures.documents import comfort_letter, drafts
from app.rules.procedures.documents.earnings_statement import satisfies, statement_window
from app.rules.reasoning.trace import Sourced
from tests.rules.examples.periods import DAYS, matter, on


@given(DAYS)
def test_the_earnings_statement_begins_with_the_first_full_month(effective: date) -> None:
    under = matter()
    term = under.terms.earnings_statement
    assert term is not None
    window = statement_window(on(effective), term, under)
    start = window.period_start.value
    assert start.day == 1
    assert effective < start <= effective + timedelta(days=31)
    for end, months in (
        (window.earliest_period_end.value, 12),
        (window.latest_period_end.value, 18),
    ):
        after = end + timedelta(days=1)
        assert (after.year - start.year) * 12 + after.month - start.month == months
        assert after.day == 1


@pytest.mark.parametrize(
    ("first", "last", "met"),
    [
        (date(1999, 8, 1), date(2000, 7, 31), True),
        (date(1999, 8, 1), date(2001, 1, 31), True),
        (date(1999, 8, 1), date(2000, 7, 30), False),
        (date(1999, 8, 1), date(2001, 2, 1), False),
        (date(1999, 7, 14), date(2000, 8, 31), False),
    ],
)
def test_whether_a_statement_covers_the_period(first: date, last: date, met: bool) -> None:
    under = matter()
    term = under.terms.earnings_statement
    assert term is not None
    window = statement_window(on(date(1999, 7, 14)), term, under)
    assert satisfies(window, on(first), on(last), term, under).value is met


def test_a_rule_144_statement_waits_out_the_days_and_asks_for_a_holding() -> None:
    under = matter()
    term = under.terms.rule144_statement
    assert term is not None
    available = rule144.available_from(on(date(1999, 7, 14)), term, under)
    assert available is not None
    assert available.value == date(1999, 10, 13)
    owns = Sourced(True, "request:/owns_registrable_securities")
    for day, entitled in ((date(1999, 10, 12), False), (date(1999, 10, 13), True)):
        found = rule144.may_have(on(day), owns, available, term, under)
        assert found is not None
        assert found.value is entitled
    assert rule144.may_have(on(date(1999, 10, 13)), None, available, term, under) is None
    assert [each.name for each in under.working.missing] == ["owns_registrable_securities"]


@given(DAYS)
def test_the_accountants_information_is_at_most_five_business_days_old(letter: date) -> None:
    for readings in ({}, {"clear_days": True}, {"backward_roll": "forward"}):
        under = matter(**readings)
        term = under.terms.comfort_letter
        assert term is not None
        earliest = comfort_letter.earliest_cutoff(on(letter), term, under).value
        days = under.almanac.business_days
        assert earliest == days.before(letter, 5)


@pytest.mark.parametrize(
    ("underwritten", "draft", "copy"),
    [
        (False, date(1999, 12, 28), date(1999, 12, 28)),
        (True, None, date(1999, 12, 31)),
    ],
)
def test_section_5_governs_what_is_not_underwritten(
    underwritten: bool, draft: date | None, copy: date
) -> None:
    under, filing = matter(), on(date(2000, 1, 4))
    said = Sourced(underwritten, "request:/underwritten")
    latest = drafts.latest_drafts(filing, said, under).latest_on
    assert (latest and latest.value) == draft
    latest = drafts.latest_amendment_copy(filing, said, under).latest_on
    assert latest is not None
    assert latest.value == copy


def test_whether_it_is_underwritten_must_be_said() -> None:
    under = matter()
    assert drafts.latest_drafts(on(date(2000, 1, 4)), None, under).owed is None
    assert [each.name for each in under.working.missing] == ["underwritten"]
