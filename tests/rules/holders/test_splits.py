"""Numbers of shares after splits and combinations."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.rules.holders.splits import (
    Split,
    adjust,
    adjusted,
    keep_days,
    ratio_of,
    share_numbers,
)
from app.rules.reasoning.trace import Sourced
from app.rules.values.numbered import written
from tests.rules.examples.parties import TERMS, matter, relied_on

THREE_FOR_TWO = Split(3, 2, date(1999, 1, 4), "request:/splits/0")
ONE_FOR_TEN = Split(1, 10, date(2000, 1, 4), "request:/splits/1")
WARRANTS = Sourced(133_333, "request:/values/warrants")


def test_a_sentence_has_the_whole_shares_and_the_fraction_beside_them() -> None:
    numbers = (1_234, Fraction(2_469, 2), Fraction(1, 2), 0)
    assert [written(each) for each in numbers] == ["1,234", "1,234 1/2", "1/2", "0"]


def test_fractions_stay_exact() -> None:
    asked = matter()
    ratio = ratio_of([THREE_FOR_TWO, ONE_FOR_TEN], None, asked)
    assert adjust("warrants", WARRANTS, ratio, asked).value == Fraction(399_999, 20)
    assert "split_rounding" in relied_on(asked)


def test_the_reading_is_named_only_where_a_fraction_is_left() -> None:
    asked = matter()
    adjust("warrants", Sourced(50_000, "x"), ratio_of([THREE_FOR_TWO], None, asked), asked)
    assert relied_on(asked) == set()


def test_splits_that_take_effect_later_are_left_out() -> None:
    ratio = ratio_of([THREE_FOR_TWO, ONE_FOR_TEN], date(1999, 6, 1), matter())
    assert ratio.value == Fraction(3, 2)


def test_without_a_clause_nothing_changes() -> None:
    asked = matter({"split_clause": None})
    ratio = ratio_of([THREE_FOR_TWO], None, asked)
    found = adjust("warrants", WARRANTS, ratio, asked)
    assert (int(found.value), found.source) == (133_333, WARRANTS.source)


def test_days_stay_as_they_are() -> None:
    assert keep_days("join", Sourced(20, "request:/days/join"), matter()).value == 20


def test_the_terms_own_numbers_of_shares_are_found() -> None:
    assert share_numbers(TERMS) == {
        "/assignment/limbs/1/min_shares": 50_000,
        "/registrable_securities/warrant_shares": 133_333,
    }


ratios = st.fractions(min_value=Fraction(1, 50), max_value=50, max_denominator=50)


@given(st.integers(0, 10**9), ratios)
def test_a_split_and_its_reverse_cancel_out(number: int, ratio: Fraction) -> None:
    assert adjusted(number, ratio, TERMS.split_clause, TERMS.readings) / ratio == number
