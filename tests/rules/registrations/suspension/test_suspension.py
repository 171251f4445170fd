"""Delays and prohibitions: never a third in any window, never more days than agreed."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.reasoning.trace import Sourced, plain
from app.rules.registrations.suspension.occasions import Occasion
from app.rules.registrations.suspension.prohibition import (
    Bound,
    InEffect,
    Told,
    cut_short,
    in_effect_for,
)
from app.rules.registrations.suspension.suspension import Invocation, Ruling, budget, rule_on
from app.rules.terms.rights.delays.delays import Delay
from tests.rules.examples.periods import matter, on, run

BEGUN = date(1999, 1, 4)
WINDOW = 365


def right_of(**changes: object) -> Delay:
    right = matter().terms.delay
    assert right is not None
    return right.model_copy(update=changes)


def rule(
    invoked_on: date,
    earlier: list[Occasion] | None = None,
    days: int = 10,
    used: int = 0,
    readings: dict[str, object] | None = None,
    **changes: object,
) -> Ruling:
    """A delay of a registration requested on the day, with everything in its favour."""
    facts: dict[str, Any] = {
        "name": "asked",
        "source": "request:",
        "kind": "delay",
        "invoked_on": invoked_on,
        "days": days,
        "board_judgment": True,
        "considered_from": BEGUN,
        "considered_until": None,
        "consent": False,
        **changes,
    }
    return rule_on(
        Invocation(**facts),
        on(invoked_on),
        right_of(),
        earlier or [],
        Sourced(used, "request:/days_used"),
        matter(**(readings or {})).working,
    )


def told(day: date, holder: str = "a") -> Told:
    return Told(holder, on(day), on(day))


@given(st.lists(st.integers(0, 1500), max_size=12), st.sampled_from([1, 30, 60]))
def test_no_window_ever_holds_a_third_occasion(days: list[int], length: int) -> None:
    """Whatever the order in which uses are put forward, also back-dated ones."""
    for measure in ("invocation_date", "any_overlap"):
        permitted: list[Occasion] = []
        for number in days:
            ruling = rule(
                date(1999, 3, 1) + timedelta(days=number),
                permitted,
                length,
                readings={"occasion_measure": measure},
            )
            if ruling.decision == "accepted":
                permitted.append(ruling.occasion)
        invoked = sorted(each.invoked_on.value for each in permitted)
        for first, third in zip(invoked, invoked[2:], strict=False):
            apart = (third - first).days
            assert apart >= WINDOW + (length - 1 if measure == "any_overlap" else 0)


@given(st.lists(st.integers(0, 800), min_size=2, max_size=6), st.integers(0, 800))
def test_the_next_permitted_day_is_the_first(days: list[int], asked: int) -> None:
    earlier = [Occasion(on(date(1999, 3, 1) + timedelta(days=number))) for number in days]
    day = date(1999, 3, 1) + timedelta(days=asked)
    refused = rule(day, earlier)
    if refused.reason != "SUSPENSION_OCCASIONS":
        assert refused.decision == "accepted"
        return
    assert refused.next_permitted_on is not None
    first = refused.next_permitted_on.value
    assert rule(first, earlier).decision == "accepted"
    for refused_on in (first - timedelta(days=1), day + (first - day) // 2):
        assert rule(refused_on, earlier).reason == "SUSPENSION_OCCASIONS"


@given(st.integers(0, 80), st.integers(1, 80))
def test_no_more_days_than_are_left_without_consent(used: int, days: int) -> None:
    ruling = rule(date(1999, 5, 3), days=days, used=used)
    assert plain(ruling.max_days) == max(60 - used, 0)
    assert (ruling.reason == "SUSPENSION_DAYS") is (used + days > 60)
    assert rule(date(1999, 5, 3), days=days, used=used, consent=True).decision == "accepted"


def test_none_is_ever_permitted_where_the_agreement_grants_none() -> None:
    none = right_of().how_often.model_copy(update={"limit": 0})
    ruling = rule_on(
        Invocation("asked", "request:", "delay", date(1999, 5, 3), 1, True, BEGUN, None, False),
        on(date(1999, 5, 3)),
        right_of(occasions=none),
        [],
        Sourced(0, "request:/days_used"),
        matter().working,
    )
    assert ruling.reason == "SUSPENSION_OCCASIONS"
    assert ruling.next_permitted_on is None


@pytest.mark.parametrize(
    ("changes", "decision", "reason"),
    [
        ({"board_judgment": False}, "refused", "SUSPENSION_NO_BOARD_JUDGMENT"),
        ({"board_judgment": None}, "undetermined", None),
        ({"considered_from": date(1999, 5, 4)}, "refused", "SUSPENSION_NO_TRANSACTION"),
        ({"considered_until": date(1999, 5, 2)}, "refused", "SUSPENSION_NO_TRANSACTION"),
        ({"considered_from": None}, "undetermined", None),
        ({"kind": "prohibition", "told": ()}, "refused", "SUSPENSION_NO_NOTICE"),
        ({"kind": "prohibition", "told": None}, "undetermined", None),
        (
            {"kind": "prohibition", "told": (Told("a", None, None, "NOT_IN_WRITING"),)},
            "refused",
            "SUSPENSION_NO_NOTICE",
        ),
        (
            {
                "kind": "prohibition",
                "told": (told(date(1999, 5, 3)),),
                "registration": "requested",
            },
            "refused",
            "SUSPENSION_SHELF_ONLY",
        ),
    ],
)
def test_each_condition(changes: dict[str, Any], decision: str, reason: str | None) -> None:
    ruling = rule(date(1999, 5, 3), **changes)
    assert (ruling.decision, ruling.reason) == (decision, reason)


@pytest.mark.parametrize(
    ("begun", "ended", "considered", "assumed"),
    [
        (2, None, True, True),
        (3, None, True, False),
        (4, None, False, False),
        (2, 2, False, False),
        (2, 3, True, False),
        (3, 3, True, False),
        (2, 4, True, False),
    ],
)
def test_a_transaction_counts_if_it_was_considered_that_day(
    begun: int, ended: int | None, considered: bool, assumed: bool
) -> None:
    """2(g), QD6, for Monday 3 May; only of one from before without an end something is taken so."""
    asked = matter()
    ended_on = None if ended is None else date(1999, 5, ended)
    day, begun_on = date(1999, 5, 3), date(1999, 5, begun)
    invocation = Invocation("asked", "request:", "delay", day, 1, True, begun_on, ended_on, False)
    nothing_used = Sourced(0, "request:/days_used")
    ruling = rule_on(invocation, on(day), right_of(), [], nothing_used, asked.working)
    assert (ruling.decision == "accepted") is considered
    assert (ruling.reason is None) is considered
    codes = {each.code for each in asked.working.assumptions}
    assert ("TRANSACTION_STILL_CONSIDERED" in codes) is assumed


def test_a_prohibition_binds_each_holder_from_his_own_receipt() -> None:
    mailed = Told("b", on(date(2000, 2, 1)), on(date(2000, 2, 4)))
    ruling = rule(
        date(2000, 2, 1), days=60, kind="prohibition", told=(told(date(2000, 2, 2)), mailed)
    )
    assert ruling.in_effect is not None
    assert ruling.invoked_on.value == date(2000, 2, 1)
    assert ruling.in_effect.first_day.value == date(2000, 2, 2)
    assert ruling.in_effect.last_day.value == date(2000, 4, 1)
    bound = {
        each.holder: each.first_day and each.first_day.value for each in ruling.in_effect.bound
    }
    assert bound == {"a": date(2000, 2, 2), "b": date(2000, 2, 4)}


def test_prohibitions_that_follow_each_other_are_one_run() -> None:
    invocation = Invocation(
        name="asked",
        source="request:",
        kind="prohibition",
        invoked_on=date(2000, 2, 21),
        days=41,
        board_judgment=True,
        considered_from=BEGUN,
        considered_until=None,
        consent=False,
        told=(told(date(2000, 2, 21)),),
    )
    for last, reason in ((date(2000, 2, 20), "SUSPENSION_DAYS"), (date(2000, 2, 19), None)):
        ruling = rule_on(
            invocation,
            None,
            right_of(),
            [Occasion(on(date(2000, 2, 1)))],
            Sourced(0, "request:/days_used"),
            matter().working,
            [run(date(2000, 2, 1), last)],
        )
        assert ruling.reason == reason


def test_the_budget_of_a_day() -> None:
    occasions = [Occasion(on(date(1999, 3, 1))), Occasion(on(date(1999, 9, 1)))]
    runs = [run(date(1999, 9, 1), date(1999, 9, 20))]
    left = budget(
        on(date(1999, 9, 21)),
        "prohibition",
        right_of(),
        occasions,
        Sourced(0, "request:/days_used"),
        runs,
        matter().working,
    )
    assert (left.days_used.value, left.days_left.value) == (20, 40)
    assert left.occasions_left.value == 0
    assert left.next_permitted_on is not None
    assert left.next_permitted_on.value == date(2000, 2, 29)


def in_effect(first: date, days: int, *holders: date) -> InEffect:
    """A prohibition of so many days, in effect for one Holder after the other."""
    bound = tuple(Bound(f"holder-{place}", on(day)) for place, day in enumerate(holders))
    return in_effect_for(on(first), Sourced(days, "request:/days"), bound, "2(g)", matter().working)


@pytest.mark.parametrize(
    ("from_first", "bound"), [(0, [True, True]), (9, [True, True]), (10, [True, False])]
)
def test_who_has_the_notice_on_the_last_day_is_bound_for_it(
    from_first: int, bound: list[bool]
) -> None:
    """Ten days from 1 March 1999 end on the 10th: the notice of the 11th comes too late."""
    first = date(1999, 3, 1)
    found = in_effect(first, 10, first, first + timedelta(days=from_first))
    assert found.last_day.value == date(1999, 3, 10)
    assert [each.first_day is not None for each in found.bound] == bound


@pytest.mark.parametrize(
    ("lifted_after", "days", "bound"),
    [(0, None, []), (1, 1, [True, False]), (2, 2, [True, True]), (3, 3, [True, True])],
)
def test_one_that_is_lifted_ends_on_the_day_before(
    lifted_after: int, days: int | None, bound: list[bool]
) -> None:
    """From 1 March 1999, for the second Holder from the 2nd.

    Lifted on its first day it was never in effect, and on the second for the first Holder alone.
    """
    first = date(1999, 3, 1)
    run_made = in_effect(first, 10, first, first + timedelta(days=1))
    lifted = first + timedelta(days=lifted_after)
    found = cut_short(run_made, on(lifted), "2(g)", matter().working)
    assert (found and found.days.value) == days
    if found is not None:
        assert found.last_day.value == lifted - timedelta(days=1)
        assert found.resume_on.value == lifted
        assert [each.first_day is not None for each in found.bound] == bound
