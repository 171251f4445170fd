"""What ends what, where days are known and hours are not."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.rules.procedures.endings import Began, Ending, WhenEnded, ended
from app.rules.reasoning.trace import Sourced

FIRST = date(1999, 6, 1)
DAYS = st.integers(0, 4).map(lambda number: FIRST + timedelta(days=number))
BEGINNINGS = st.lists(DAYS, min_size=1, max_size=5)
ENDS = st.lists(st.tuples(DAYS, st.sampled_from([None, None, True, False])), max_size=5)


def all_ended(begun: list[date], ends: Sequence[tuple[date, bool | None]]) -> dict[date, WhenEnded]:
    beginnings = [Began(day) for day in begun]
    endings = [Ending(Sourced(day, "fact:end"), said) for day, said in ends]
    return {day: ended(day, beginnings, endings) for day in begun}


def known(found: WhenEnded) -> tuple[date | None, bool]:
    return (found.on.value if found.on else None), found.order_unknown


@given(BEGINNINGS, ENDS)
def test_the_order_in_which_it_was_recorded_decides_nothing(
    begun: list[date], ends: list[tuple[date, bool | None]]
) -> None:
    before = {day: known(each) for day, each in all_ended(begun, ends).items()}
    after = {day: known(each) for day, each in all_ended(begun[::-1], ends[::-1]).items()}
    assert before == after


@given(BEGINNINGS, ENDS)
def test_nothing_outlasts_an_end_of_a_later_day_or_is_ended_before_it_began(
    begun: list[date], ends: list[tuple[date, bool | None]]
) -> None:
    for day, found in all_ended(begun, ends).items():
        later = [end for end, _ in ends if end > day]
        assert found.on is None or found.on.value >= day
        assert not later or (found.on is not None and found.on.value <= min(later))


@given(BEGINNINGS, ENDS)
def test_where_every_end_says_what_it_closes_nothing_is_open(
    begun: list[date], ends: list[tuple[date, bool | None]]
) -> None:
    said = [(day, bool(closes)) for day, closes in ends]
    for day, found in all_ended(begun, said).items():
        assert not found.order_unknown
        assert (found.on is not None and found.on.value == day) is ((day, True) in said)


@given(BEGINNINGS, ENDS, DAYS)
def test_one_more_end_of_a_day_leaves_nothing_longer(
    begun: list[date], ends: list[tuple[date, bool | None]], day: date
) -> None:
    before, after = all_ended(begun, ends), all_ended(begun, [*ends, (day, True)])
    for each in begun:
        was, now = before[each].on, after[each].on
        assert was is None or (now is not None and now.value <= was.value)


@given(BEGINNINGS, ENDS)
def test_what_is_unknown_is_settled_by_saying_so(
    begun: list[date], ends: list[tuple[date, bool | None]]
) -> None:
    for day, found in all_ended(begun, ends).items():
        if found.order_unknown:
            settled = [(end, end == day if closes is None else closes) for end, closes in ends]
            assert known(all_ended(begun, settled)[day]) == (day, False)
            left = [(end, closes or False) for end, closes in ends]
            assert known(all_ended(begun, left)[day]) == (known(found)[0], False)


@given(st.integers(1, 4), st.integers(1, 4))
def test_fewer_ends_of_a_day_than_began_on_it_leave_open_which_they_closed(
    begun: int, ends: int
) -> None:
    """Seen to fail: what an end of its day may have closed taken to be closed."""
    found = all_ended([FIRST] * begun, [(FIRST, None)] * ends)[FIRST]
    assert known(found) == ((FIRST, False) if ends >= begun else (None, True))
