"""Holdbacks: the days before and after, the advised period, and when there is none."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.procedures.underwriting.holdback import (
    Holdbacks,
    PeriodAdvised,
    UnderwrittenRegistration,
    holdbacks,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from tests.rules.examples.periods import DAYS, matter, on

E = date(1999, 7, 14)


def said(value: bool) -> Sourced[bool]:
    return Sourced(value, "request:/said")


REQUIRED = UnderwrittenRegistration(
    effective_on=on(E),
    expected_effective_on=None,
    closing_on=None,
    firm_commitment=said(True),
    required=said(True),
    advice=None,
    excluded=said(False),
    a_holder_participates=None,
)


def advised(days: int, received: date | None = E) -> UnderwrittenRegistration:
    told = None if received is None else on(received)
    advice = PeriodAdvised(said(True), Sourced(days, "request:/days"), None, told)
    return replace(REQUIRED, required=None, advice=advice)


def found(registration: UnderwrittenRegistration, under: Matter | None = None) -> Holdbacks:
    under = under or matter()
    assert under.terms.holdback is not None
    return holdbacks(registration, under.terms.holdback, under)


@given(DAYS, st.integers(-20, 200))
def test_required_seven_days_before_to_180_after(effective: date, offset: int) -> None:
    windows = found(replace(REQUIRED, effective_on=on(effective)))
    day = effective + timedelta(days=offset)
    assert windows.may_sell(day) is not (-7 <= offset <= 180)


@given(st.integers(1, 400), st.integers(-20, 400))
def test_advised_from_the_day_after_and_never_beyond_the_limit(days: int, offset: int) -> None:
    windows = found(advised(days))
    day = E + timedelta(days=offset)
    assert windows.may_sell(day) is not (1 <= offset <= min(days, 180))


@pytest.mark.parametrize(
    "changes",
    [
        {"required": said(False)},
        {"firm_commitment": said(False)},
        {"excluded": said(True)},
    ],
)
def test_no_window_and_everything_allowed(changes: dict[str, Any]) -> None:
    windows = found(replace(REQUIRED, **changes))
    assert windows.windows == ()
    assert windows.may_sell(E) is True


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"required": None}, "required_by_managing_underwriter"),
        ({"firm_commitment": None}, "firm_commitment"),
        ({"effective_on": None}, "expected_effective_on"),
    ],
)
def test_what_nobody_has_said_is_named(changes: dict[str, Any], missing: str) -> None:
    under = matter()
    windows = found(replace(REQUIRED, **changes), under)
    assert windows.may_sell(E) is None
    assert [each.name for each in under.working.missing] == [missing]


def test_the_expected_day_serves_until_there_is_an_actual_one() -> None:
    under = matter()
    expected = replace(REQUIRED, effective_on=None, expected_effective_on=on(E))
    assert found(expected, under).may_sell(E - timedelta(days=7)) is False
    assert [each.code for each in under.working.assumptions] == ["EXPECTED_EFFECTIVENESS"]


def test_the_expected_day_itself_is_still_counted_from() -> None:
    """QG11: an estimate is stale only once its day has passed."""
    (window,) = found(replace(REQUIRED, effective_on=None, expected_effective_on=on(E))).windows
    assert (window.binds(E), window.binds(E + timedelta(days=1))) == (True, None)


@pytest.mark.parametrize(
    ("reading", "after", "surely_through"),
    [
        ("unknown", None, E),
        ("bars", True, E + timedelta(days=180)),
        ("lapses", False, E),
    ],
)
def test_a_stale_estimate_binds_as_it_is_read(
    reading: str, after: bool | None, surely_through: date
) -> None:
    expected = replace(REQUIRED, effective_on=None, expected_effective_on=on(E))
    (window,) = found(expected, matter(stale_estimate=reading)).windows
    assert window.binds(E) is True
    assert window.binds(E + timedelta(days=1)) is after
    assert window.surely_through == surely_through


def test_one_told_on_the_first_day_or_before_is_bound_from_the_first() -> None:
    """The advised period begins on the day after effectiveness, 15 July 1999."""
    for received, bound_from in ((14, 15), (15, 15), (16, 16)):
        (window,) = found(advised(30, received=date(1999, 7, received))).windows
        assert window.bound_from.value == date(1999, 7, bound_from)


def test_what_is_not_called_for_any_more_binds_nobody_from_that_day_on() -> None:
    (window,) = found(REQUIRED).windows
    freed = replace(window, free_from=on(E))
    days = [E + timedelta(days=after) for after in (-1, 0, 1)]
    assert [window.binds(day) for day in days] == [True, True, True]
    assert [freed.binds(day) for day in days] == [True, False, False]
    assert not freed.freed_by(None)


def test_an_advice_beyond_the_longest_period_is_warned_of() -> None:
    for days, warned in ((180, False), (181, True)):
        under = matter()
        found(advised(days), under)
        assert ("HOLDBACK_TOO_LONG" in {each.code for each in under.working.warnings}) is warned


def test_a_holder_told_late_is_bound_from_his_receipt() -> None:
    windows = found(advised(120, received=date(1999, 7, 20)))
    assert windows.may_sell(date(1999, 7, 19)) is True
    assert windows.may_sell(date(1999, 7, 20)) is False


def test_a_holder_who_may_not_have_been_told() -> None:
    under = matter()
    assert found(advised(120, received=None), under).may_sell(date(1999, 7, 20)) is None
    assert [each.name for each in under.working.missing] == ["notice_received_on"]
