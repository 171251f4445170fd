"""The edges of a Holder's window to join, each on the day before, on it and on the day after."""

from datetime import date

import pytest

from app.rules.notices.receipt import Receipt
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.joining.windows import HolderWindow, window_open_to

LAST = date(1999, 3, 21)
"""The last day to join."""


def on(day: int) -> Sourced[date]:
    return Sourced(date(1999, 3, day), "fact:said#/occurred_on")


WINDOW = HolderWindow("alder", Receipt(on(1), on(1)), Sourced(LAST, "step:0"))


@pytest.mark.parametrize(("day", "state"), [(20, "open"), (21, "open"), (22, "closed")])
def test_it_is_open_through_its_last_day(day: int, state: str) -> None:
    assert WINDOW.state(on(day).value) == state


@pytest.mark.parametrize(("day", "is_open"), [(20, True), (21, True), (22, False)])
def test_a_request_on_its_last_day_comes_within_it(day: int, is_open: bool) -> None:
    asked = on(day).value
    found, _ = window_open_to("alder", asked, WINDOW, (), lambda each: each.last if each else None)
    assert (found is not None) is is_open


@pytest.mark.parametrize(("day", "state"), [(9, "open"), (10, "closed"), (11, "closed")])
def test_who_holds_nothing_any_more_has_none_from_that_day_on(day: int, state: str) -> None:
    left = HolderWindow("alder", WINDOW.notice, WINDOW.last, left_on=on(10))
    assert left.state(on(day).value) == state


@pytest.mark.parametrize(("left_on", "in_time"), [(9, True), (10, True), (11, False)])
def test_who_leaves_by_the_day_for_telling_it_is_not_to_be_told(
    left_on: int, in_time: bool
) -> None:
    untold = HolderWindow("alder", None, None, left_on=on(left_on))
    assert untold.left_in_time(on(10)) is in_time
    assert not HolderWindow("alder", WINDOW.notice, None, left_on=on(left_on)).left_in_time(on(10))


@pytest.mark.parametrize(("since", "is_due"), [(9, True), (10, True), (11, False)])
def test_who_comes_by_that_day_is_told_by_it(since: int, is_due: bool) -> None:
    """To one that comes later it had gone by: nothing is overdue at birth."""
    came = HolderWindow("alder", None, None, since=on(since).value)
    assert (came.not_overdue_at_birth(on(10)) is not None) is is_due
