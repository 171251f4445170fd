"""A fact has as many answers worked out on a long record as on a short one.

Counted are the answers for the docket, of all registrations, on the growing record of the
benchmark: eleven to sixty-one registrations, one beginning every ten days, each fact
posted when all before it were. Whether a Holder may sell looks at every registration, and at each
no more often on a long record. No clock is asked.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeAlias
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.answers import AgreementIdentity, FoundBefore, reach
from app.rules.answers.changed import what_changed
from app.rules.answers.changed.what_follows import what_follows
from app.rules.answers.docket import docket
from app.rules.answers.docket.docket import docket_from
from app.rules.answers.evaluation import (
    evaluate_may_sell,
    evaluate_registration,
    obligations_on,
)
from app.rules.facts import ANY_FACT, RecordedFact
from app.rules.reasoning.trace import Detail
from app.rules.record.bearing import EVERYTHING, borne_on
from app.rules.record.gathering import gather
from app.rules.registrations.joining import covered
from bench.lives import FIRST, HOLDERS, SHARES, Fields, lives
from tests.rules.examples.random_records import (
    LAST,
    TERMS,
    begun,
    crowded_record,
    moving_record,
    random_record,
)
from tests.rules.record.test_bearing import owed, told

Drawn: TypeAlias = Callable[[Random], list[RecordedFact]]

LONGEST = 1_100
DELAYED = "r00053"
ASKED_ON = date(2026, 11, 22)
LENGTHS = (10, 20, 50, 60)
"""After how many registrations the one begins whose facts are posted: one of the Company's own.

Before the last of them a demand was delayed, and effected.
"""


DAYS_OF_ITS_OWN = 10


def opening() -> list[RecordedFact]:
    day = "1998-04-10"
    held = {"preferred_as_converted": SHARES, "common": SHARES}
    told: list[Fields] = [
        *({"kind": "holder_recorded", "holder": each, "name": each} for each in HOLDERS),
        *({"kind": "position_stated", "holder": each, **held} for each in HOLDERS),
    ]
    return [
        RecordedFact(f"o{place}", None, ANY_FACT.validate_python({**each, "occurred_on": day}))
        for place, each in enumerate(told)
    ]


def grown(facts: int) -> list[RecordedFact]:
    return opening() + [
        RecordedFact(f"f{place:05}", told.registration, ANY_FACT.validate_python(told.fact))
        for place, told in enumerate(lives(facts))
    ]


RECORD = grown(LONGEST)


def through(kind: str, registrations: int) -> Sequence[RecordedFact]:
    """The record through a fact of the registration that so many others came before."""
    name = f"r{registrations:05}"
    (place, *_) = (
        place
        for place, each in enumerate(RECORD)
        if each.fact.kind == kind and name == each.registration_id
    )
    return RECORD[: place + 1]


def answers(kind: str, registrations: int) -> int:
    """How many answers of other registrations the last of these facts has worked out.

    Its own is worked out on each day on which something of it changes: a few, on any record.
    """
    after = through(kind, registrations)
    own = after[-1].registration_id
    of = borne_on(TERMS, after[:-1], after)
    with patch.object(docket, "obligations_on", wraps=obligations_on) as counted:
        list(docket_from(after[-1].fact.happened_on, TERMS, after, of))
    of_others = sum(own not in call.args for call in counted.call_args_list)
    assert counted.call_count - of_others <= DAYS_OF_ITS_OWN
    return of_others


@pytest.mark.parametrize(
    "kind",
    [
        "registration_determined",
        "notice_given",
        "join_requested",
        "maximum_advised",
        "filed",
        "declared_effective",
        "shares_sold_in_offering",
        "distribution_completed",
    ],
)
def test_a_fact_is_answered_as_often_on_a_long_record_as_on_a_short_one(kind: str) -> None:
    short, *longer = (answers(kind, registrations) for registrations in LENGTHS)
    assert all(each <= short for each in longer), (kind, short, longer)


def days_followed(registrations: int) -> float:
    """On how many days, for each registration, may-sell looks at what those in it hold."""
    facts = through("distribution_completed", registrations)
    with patch.object(covered, "_one_day", wraps=covered._one_day) as counted:
        evaluate_may_sell(TERMS, facts, HOLDERS[2], ASKED_ON, "under_registration", Detail.NONE)
    return counted.call_count / (registrations + 1)


def test_a_registration_is_not_followed_through_the_sales_of_all_years_since() -> None:
    short, *longer = map(days_followed, LENGTHS)
    assert short > 0
    assert all(each <= 1.2 * short for each in longer), (short, longer)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from((random_record, moving_record, crowded_record)))
def test_days_on_which_one_holds_enough_change_no_answer(seed: int, drawn: Drawn) -> None:
    facts = drawn(Random(seed))
    names = begun(facts)

    def answered() -> list[str]:
        return [
            repr(evaluate_registration("a", name, TERMS, facts, LAST, Detail.FULL).result)
            for name in names
        ]

    found = answered()
    with patch.object(covered, "_surely_holds_enough", return_value=False):
        assert found == answered()


def test_what_follows_from_a_notice_is_answered_by_its_registration_alone() -> None:
    """No record is gathered for it where both are known, and none opened for all registrations."""
    after = through("notice_given", LENGTHS[0])
    before, new = after[:-1], after[-1]
    reached = reach(TERMS, before, after)
    known = FoundBefore(whole=gather(TERMS, before, date.max).keep_still())
    with (
        patch("app.rules.record.gather") as opened,
        patch("app.rules.record.bearing.gather") as reached_anew,
        patch.object(what_changed, "registrations_together") as of_all,
    ):
        what_follows(
            AgreementIdentity("a", "A", None, len(after)),
            new.registration_id,
            TERMS,
            before,
            [new],
            ASKED_ON,
            lambda: None,
            reached.answered,
            (known, FoundBefore(whole=reached.whole)),
        )
    assert [each.call_count for each in (opened, reached_anew, of_all)] == [0, 0, 0]


def test_a_sale_leaves_alone_what_was_done_before() -> None:
    """And changes no line of what it leaves alone."""
    facts = RECORD[: 9 * 18]
    sold = {"kind": "shares_sold", "occurred_on": FIRST.replace(month=4).isoformat()}
    sale = ANY_FACT.validate_python({**sold, "holder": "mochary", "shares": 1_000})
    after = [*facts, RecordedFact("sale", None, sale)]
    of = borne_on(TERMS, facts, after)
    left = [name for name in begun(after) if name not in of]
    assert len(left) > 2
    for name in left[:3]:
        assert owed(TERMS, facts, frozenset({name})) == owed(TERMS, after, frozenset({name}))


@pytest.mark.parametrize(("after", "shares"), [(1, 700), (20, 10_000), (90, 120_000_000)])
def test_a_sale_leaves_alone_a_delayed_demand_that_was_done_before(after: int, shares: int) -> None:
    """Unless it leaves its seller less than it asked for."""
    (done,) = (
        each.fact.happened_on
        for each in RECORD
        if each.registration_id == DELAYED and each.fact.kind == "distribution_completed"
    )
    facts = [each for each in RECORD if each.fact.happened_on <= done + timedelta(days=after)]
    day = (done + timedelta(days=after)).isoformat()
    for holder in HOLDERS[:3]:
        sold = {"kind": "shares_sold", "occurred_on": day, "holder": holder, "shares": shares}
        new = [*facts, RecordedFact("sale", None, ANY_FACT.validate_python(sold))]
        of = borne_on(TERMS, facts, new)
        assert of is not EVERYTHING
        if DELAYED not in of:
            assert told(TERMS, facts, DELAYED) == told(TERMS, new, DELAYED)
            one = frozenset({DELAYED})
            assert owed(TERMS, facts, one) == owed(TERMS, new, one)
