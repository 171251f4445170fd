"""A day that remembers its comparisons says until when all of them come out the same."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from operator import eq, ge, gt, le, lt, ne

from hypothesis import given
from hypothesis import strategies as st

from app.rules.values.day_asked import DayAsked, as_plain_day

START = date(1999, 1, 1)
days = st.integers(0, 60).map(lambda number: START + timedelta(days=number))
Comparison = Callable[[date], bool]


def turned(compare: Callable[[date, date], bool]) -> Callable[[date, date], bool]:
    return lambda one, other: compare(other, one)


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    """A comparison of the day asked about, or of a day counted from it, with another day."""
    compare = draw(st.sampled_from([eq, ge, gt, le, lt, ne]))
    if draw(st.booleans()):
        compare = turned(compare)
    other, moved = draw(days), timedelta(days=draw(st.integers(-20, 20)))
    counted = draw(
        st.sampled_from([lambda day: day + moved, lambda day: moved + day, lambda day: day - moved])
    )
    return lambda day: compare(counted(day), other)


@given(days, st.lists(comparisons(), max_size=5), days)
def test_it_holds_through_the_last_day_on_which_nothing_comes_out_otherwise(
    day: date, compared: Sequence[Comparison], later: date
) -> None:
    asked = DayAsked.on(day)
    found = [compare(asked) for compare in compared]
    assert found == [compare(day) for compare in compared]
    if day <= later <= asked.holds_through:
        assert found == [compare(later) for compare in compared]
    if asked.holds_through < date.max:
        morrow = asked.holds_through + timedelta(days=1)
        assert found != [compare(morrow) for compare in compared]


@given(days, st.lists(days, min_size=1), days)
def test_the_latest_and_the_earliest_of_several_are_comparisons_too(
    day: date, others: Sequence[date], later: date
) -> None:
    asked = DayAsked.on(day)
    is_last, is_first = max(asked, *others) == asked, min(*others, asked) == asked
    if day <= later <= asked.holds_through:
        assert is_last == (max(later, *others) == later)
        assert is_first == (min(*others, later) == later)


@given(days, days, days)
def test_it_hears_how_long_something_else_holds(day: date, first: date, through: date) -> None:
    asked = DayAsked.on(day)
    assert (asked < first) == (day < first)
    held_through = asked.holds_through
    asked.holds_no_longer_than(through)
    assert asked.holds_through == min(held_through, through)


@given(days, days)
def test_it_is_a_day_like_any_other(day: date, other: date) -> None:
    asked: date = DayAsked.on(day)
    assert (asked - other, other - asked) == (day - other, other - day)
    assert asked.isoformat() == day.isoformat()
    assert {asked: "found"}[day] == "found"
    assert asked != day.isoformat()


def test_with_itself_and_with_never_it_compares_forever() -> None:
    asked = DayAsked.on(START)
    earlier = asked - timedelta(days=30)
    assert earlier < asked <= asked < date.max
    assert earlier <= date.max
    assert asked.holds_through == date.max - timedelta(days=1)


def test_what_is_only_shown_is_not_remembered() -> None:
    asked = DayAsked.on(START)
    shown = as_plain_day(asked)
    assert shown == START
    assert shown < START + timedelta(days=1)
    assert asked.holds_through == date.max
    assert as_plain_day(START) is START
    assert as_plain_day(None) is None
