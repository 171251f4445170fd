"""The docket says on every day what would be answered on that day, computed afresh."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.answers.docket.docket import StandingObligation, docket_from
from app.rules.answers.evaluation import (
    AgreementIdentity,
    evaluate_agreement,
    evaluate_registration,
)
from app.rules.facts import RecordedFact
from app.rules.reasoning.obligations import Obligation, on_day
from app.rules.reasoning.trace import Detail
from app.rules.terms import Terms, with_readings
from app.rules.values.calendars import FIRST_DAY, LAST_DAY
from tests.rules.examples.agreement import record
from tests.rules.examples.whole_records import TERMS, begun_by, days, whole_records

Owed = dict[tuple[str | None, str], Obligation]
"""Obligations by registration (None: the agreement's own) and id."""

READINGS: tuple[dict[str, object], ...] = (
    {},
    {"due_act": "filed", "company_may_abandon": False},
    {"takedown_counts": True, "promptly_guideline_days": 5},
    {"min_inclusion_pct_to_count": 50, "standstill_effect": "refuse"},
)
under_some_readings = st.sampled_from(READINGS).map(lambda chosen: with_readings(TERMS, chosen))


def answered(terms: Terms, facts: Sequence[RecordedFact], day: date) -> Owed:
    """What the agreement and every registration answer on a day that they owe."""
    identity = AgreementIdentity("agreement", "Agreement", None, len(facts))
    own = evaluate_agreement(identity, terms, facts, day, Detail.NONE).result.obligations
    owed: list[tuple[str | None, Obligation]] = [(None, each) for each in own]
    for name in begun_by(facts, day):
        found = evaluate_registration("agreement", name, terms, facts, day, Detail.NONE).result
        owed += [(name, each) for each in found.obligations]
    assert len({(name, each.id) for name, each in owed}) == len(owed)
    return {(name, each.id): replace(each, explained_by={}) for name, each in owed}


def listed(lines: Iterable[StandingObligation], day: date) -> Owed:
    """What the docket says on a day."""
    found = [each for each in lines if each.first_day <= day <= each.last_day]
    assert len({(each.registration_id, each.obligation.id) for each in found}) == len(found)
    return {
        (each.registration_id, each.obligation.id): on_day(each.obligation, day) for each in found
    }


@settings(max_examples=80, deadline=None)
@given(under_some_readings, whole_records(), st.lists(days, min_size=1, max_size=4))
def test_on_any_day_it_says_what_is_answered_on_that_day(
    terms: Terms, facts: list[RecordedFact], asked: list[date]
) -> None:
    lines = list(docket_from(date.min, terms, facts))
    turns = [line.first_day for line in lines if line.first_day.toordinal() % 7 == 0]
    for day in (*asked, *turns[:3], LAST_DAY):
        assert listed(lines, day) == answered(terms, facts, day), day


@settings(max_examples=40, deadline=None)
@given(whole_records(), days, days)
def test_from_a_day_on_it_says_the_same(
    facts: list[RecordedFact], since: date, later: date
) -> None:
    lines = list(docket_from(since, TERMS, facts))
    assert all(line.first_day >= since for line in lines)
    day = max(since, later)
    assert listed(lines, day) == listed(docket_from(date.min, TERMS, facts), day)


@settings(max_examples=40, deadline=None)
@given(whole_records(), days)
def test_what_happens_later_leaves_earlier_days_alone(facts: list[RecordedFact], day: date) -> None:
    known = [each for each in facts if each.fact.happened_on <= day]
    before = listed(docket_from(date.min, TERMS, known), day)
    assert listed(docket_from(date.min, TERMS, facts), day) == before


def test_it_begins_and_ends_with_the_calendars() -> None:
    lines = list(docket_from(date.min, TERMS, record()))
    assert min(line.first_day for line in lines) >= FIRST_DAY
    assert listed(lines, LAST_DAY) == answered(TERMS, record(), LAST_DAY)


def test_a_duty_that_ends_in_time_turns_without_a_fact() -> None:
    demand = {
        "kind": "demand_received",
        "of": "demand",
        "letters": [
            {
                "requests": [
                    {"holder": "alpha", "shares": 500_000},
                    {"holder": "beta", "shares": 1},
                ],
                "delivery": {"method": "personal", "delivered_on": "1999-02-16"},
            }
        ],
        "short_form_qualified": False,
    }
    lines = docket_from(date(1999, 2, 16), TERMS, record(demand))
    effect = [line for line in lines if line.obligation.id == "effect"]
    assert [(line.obligation.status, line.first_day) for line in effect] == [
        ("open", date(1999, 2, 16)),
        ("overdue_review", date(1999, 5, 18)),
    ]
    assert effect[-1].last_day > LAST_DAY
    assert effect[0].last_day + timedelta(days=1) == effect[1].first_day
