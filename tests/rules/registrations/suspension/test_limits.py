"""Limits of delays against counting day by day, window by window.

The other counting knows no edges of windows: it lays a window on every day of some years and counts
the days and uses in it one by one.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.reasoning.days.counting import months_from
from app.rules.registrations.suspension.limits import (
    LONGEST_USE,
    Lasting,
    LimitCounted,
    UseOf,
    first_day_with_room,
    longest_that_fits,
)
from app.rules.terms.rights.delays.limits import LimitOfDelays, PeriodsFrom

AGREED = date(1999, 1, 15)
ONE_DAY = timedelta(days=1)


def uses() -> st.SearchStrategy[Lasting]:
    def made(start: int, later: int, days: int) -> Lasting:
        invoked = AGREED + timedelta(days=start)
        first = invoked + timedelta(days=later)
        return Lasting(invoked, first, first + timedelta(days=days - 1))

    return st.builds(made, st.integers(0, 400), st.integers(0, 3), st.integers(1, 40))


def limits() -> st.SearchStrategy[LimitOfDelays]:
    count = st.integers(1, 5).flatmap(
        lambda number: st.sampled_from(
            [
                {"count": number, "unit": "month"},
                {"count": number * 25, "unit": "day"},
                {"count": number, "unit": "month", "ends": "day_before"},
                {"count": number * 25, "unit": "day", "ends": "day_before"},
                {"count": number, "unit": "month", "from": "first_use"},
                {"count": number * 25, "unit": "day", "from": "agreement.dated"},
                {"calendar": "year"},
                None,
            ]
        )
    )

    def made(counts: str, limit: int, strict: bool, window: Any) -> LimitOfDelays:
        return LimitOfDelays.model_validate(
            {
                "counts": counts,
                "limit": limit + 1 if counts == "uses" else limit * 12 + 1,
                "is": "<" if strict else "<=",
                "window": window,
            }
        )

    return st.builds(
        made, st.sampled_from(["uses", "days"]), st.integers(1, 6), st.booleans(), count
    )


def listed(limit: LimitOfDelays, use: Lasting) -> list[date]:
    """What a use adds to a limit, day by day."""
    if limit.counts == "uses":
        return [use.invoked_on]
    return [use.first + timedelta(days=day) for day in range(use.days)]


def moved(day: date, window: dict[str, Any], times: int) -> date:
    if window["unit"] == "day":
        return day + timedelta(days=window["count"] * times)
    return months_from(day, window["count"] * times)


def laid(limit: LimitOfDelays, every: list[date], begins: date) -> list[list[date]]:
    """The counted days in every window of the kind, laid on every day there is."""
    window: dict[str, Any] = limit.window.model_dump(by_alias=True) if limit.window else {}
    if not window:
        return [every]
    if "calendar" in window:
        return [[day for day in every if day.year == year] for year in (1999, 2000, 2001)]
    if "from" in window:
        ends = [moved(begins, window, number) for number in range(1, 40)]
        periods = zip([date.min, *ends], ends, strict=False)
        return [[day for day in every if after < day <= last] for after, last in periods]
    if window.get("ends") == "day_before":
        return [
            [day for day in every if moved(last, window, -1) <= day <= last] for last in set(every)
        ]
    days = (min(every) + timedelta(days=number) for number in range(700))
    return [[day for day in every if moved(last, window, -1) < day <= last] for last in days]


def by_hand(limit: LimitOfDelays, new: Lasting, others: list[Lasting]) -> bool:
    """Whether no window that holds a day of the new use holds too many."""
    of_new = set(listed(limit, new))
    every = [day for use in [*others, new] for day in listed(limit, use)]
    begins = AGREED
    if isinstance(limit.window, PeriodsFrom) and limit.window.since == "first_use":
        begins = min(use.invoked_on for use in [*others, new])
    return all(len(held) <= limit.most for held in laid(limit, every, begins) if of_new & set(held))


@settings(max_examples=30, derandomize=True, deadline=None)
@given(limits(), uses(), st.lists(uses(), max_size=4))
def test_a_use_fits_as_counting_every_window_says(
    limit: LimitOfDelays, new: Lasting, others: list[Lasting]
) -> None:
    assert LimitCounted(limit, AGREED).fits(new, others) == by_hand(limit, new, others)


@settings(max_examples=12, derandomize=True, deadline=None)
@given(
    st.lists(limits(), min_size=1, max_size=2),
    st.lists(uses(), max_size=3),
    st.sampled_from([1, 1, 7, 30]),
)
def test_the_first_free_day_is_the_first_that_fits(
    said: list[LimitOfDelays], others: list[Lasting], days: int
) -> None:
    counted = [LimitCounted(limit, AGREED) for limit in said]
    on = AGREED + timedelta(days=200)
    found = first_day_with_room(on, counted, others, days=days)
    day = on
    until = found or on + timedelta(days=300)
    while day < until:
        assert not all(by_hand(limit, _lasting(day, days), others) for limit in said)
        day += timedelta(days=1 if found else 29)
    if found:
        assert all(by_hand(limit, _lasting(found, days), others) for limit in said)


def _lasting(first: date, days: int) -> Lasting:
    return Lasting(first, first, first + timedelta(days=days - 1))


@pytest.mark.parametrize(
    "limit",
    [
        {"counts": "uses", "limit": 2, "is": "<="},
        {"counts": "days", "limit": 10, "is": "<=", "per": "use", "of": ["prohibition"]},
    ],
    ids=["of uses", "of prohibitions"],
)
def test_what_says_nothing_of_how_long_a_delay_lasts_leaves_it_free(limit: dict[str, Any]) -> None:
    """Thirty days of a delay, where two uses are allowed, or where a prohibition lasts ten days."""
    counted = LimitCounted(LimitOfDelays.model_validate(limit), AGREED)
    on = AGREED + timedelta(days=200)
    assert first_day_with_room(on, [counted], [], UseOf("delay"), 30) == on


def used_by_hand(limit: LimitOfDelays, on: date, every: list[Lasting]) -> int:
    """How much is counted in the window of one day; in one that ends before it, without the day."""
    counted = [day for use in every for day in listed(limit, use)]
    window: dict[str, Any] = limit.window.model_dump(by_alias=True) if limit.window else {}
    if window.get("ends") == "day_before":
        return sum(moved(on, window, -1) <= day < on for day in counted)
    if "unit" in window and "from" not in window:
        return sum(moved(on, window, -1) < day <= on for day in counted)
    # Windows that do not move with the day: the one of them that has it as one more counted day.
    begins = AGREED
    if isinstance(limit.window, PeriodsFrom) and limit.window.since == "first_use":
        begins = min(use.invoked_on for use in every)
    (held,) = (each for each in laid(limit, [*counted, on], begins) if on in each)
    return len(held) - 1


@settings(max_examples=400, derandomize=True, deadline=None)
@given(limits(), st.lists(uses(), min_size=1, max_size=4), st.integers(0, 420))
def test_what_is_used_on_a_day_is_what_its_window_holds(
    limit: LimitOfDelays, every: list[Lasting], number: int
) -> None:
    """Seen to fail: a window of a day shown with the day, or without the one that begins it."""
    on = AGREED + timedelta(days=number)
    assert LimitCounted(limit, AGREED).used(on, every) == used_by_hand(limit, on, every)


@settings(max_examples=30, derandomize=True, deadline=None)
@given(limits(), st.lists(uses(), max_size=3))
def test_the_longest_that_fits_fits_and_one_day_more_does_not(
    limit: LimitOfDelays, others: list[Lasting]
) -> None:
    first = AGREED + timedelta(days=200)
    most = longest_that_fits(first, first, [LimitCounted(limit, AGREED)], others)
    if limit.counts == "days":
        # Of a limit that no use can pass, the longest use there is fits, and so would a longer one.
        for days, fits in ((most, True), (most + 1, False)):
            if 0 < days <= LONGEST_USE:
                new = Lasting(first, first, first + timedelta(days=days - 1))
                assert by_hand(limit, new, others) is fits
    else:
        assert most in (0, 3650)


def close_uses() -> st.SearchStrategy[Lasting]:
    """Uses that often touch, or leave a single day between them."""

    def made(start: int, days: int) -> Lasting:
        first = AGREED + timedelta(days=start)
        return Lasting(first, first, first + timedelta(days=days - 1))

    return st.builds(made, st.integers(0, 40), st.integers(1, 9))


def run_by_hand(day: date, every: list[Lasting]) -> int:
    """How many days in one piece, a given day among them, some use lasts."""
    lasts = {use.first + timedelta(days=at) for use in every for at in range(use.days)}
    first = last = day
    while first - ONE_DAY in lasts:
        first -= ONE_DAY
    while last + ONE_DAY in lasts:
        last += ONE_DAY
    return (last - first).days + 1 if day in lasts else 0


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.integers(1, 25), close_uses(), st.lists(close_uses(), max_size=4))
def test_a_run_is_of_uses_with_no_day_free_between_them(
    most: int, new: Lasting, others: list[Lasting]
) -> None:
    """Shown able to fail: uses joined over a free day, or not joined when they touch."""
    limit = LimitOfDelays.model_validate(
        {"counts": "days", "limit": most, "is": "<=", "per": "run"}
    )
    counted = LimitCounted(limit, AGREED)
    assert counted.fits(new, others) == (run_by_hand(new.first, [*others, new]) <= most)
    day = AGREED + timedelta(days=20)
    assert counted.used(day, [*others, new]) == run_by_hand(day, [*others, new])
