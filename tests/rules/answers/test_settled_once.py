"""What became of an earlier demand is found once for all that come after it, not by each anew.

Demands for the same shares, one every second day; the first becomes effective. Counted is how often
one is settled, that is, judged for what it leaves to those after it. No clock is asked.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from app.rules.answers.docket.docket import docket_from, standing_on
from app.rules.facts import ANY_FACT, RecordedFact
from app.rules.reasoning.matter import Matter
from app.rules.record import across
from app.rules.record.bearing import borne_on
from app.rules.record.gathering import AnyRegistration, Record
from app.rules.record.kinds import kind_of
from app.rules.record.kinds.on_record import OnRecord, Settled
from app.rules.terms import Terms
from app.services.agreements.templates import template
from tests.api.bodies import (
    Json,
    declared_effective,
    demand,
    filed,
    handed_over,
    letter,
    notice,
)

TERMS = template("ctc-1998").terms
FEW, MANY = 5, 15


def recorded(place: int, registration: str | None, fact: Json) -> RecordedFact:
    return RecordedFact(f"f{place:04}", registration, ANY_FACT.validate_python(fact))


def record(demands: int) -> list[RecordedFact]:
    """Each demand is told to c on the day after it; the last fact makes the first effective."""
    opened = {"occurred_on": "1998-04-10"}
    told: list[tuple[str | None, Json]] = []
    for holder, shares in (("a", 60), ("b", 30), ("c", 10)):
        own = opened | {"holder": holder}
        told.append((None, own | {"kind": "holder_recorded", "name": holder}))
        told.append((None, own | {"kind": "position_stated", "common": shares}))
    for number in range(demands):
        day = date(1999, 3, 1) + timedelta(days=2 * number)
        body = demand(letter(handed_over(str(day)), {"a": 60}))
        told.append((f"d{number:02}", {"kind": "demand_received"} | body))
        told.append((f"d{number:02}", notice("c", handed_over(str(day + timedelta(days=1))))))
    told += [("d00", filed("1999-05-10")), ("d00", declared_effective("1999-05-20"))]
    return [recorded(place, *each) for place, each in enumerate(told)]


def settled(terms: Terms, facts: list[RecordedFact], since: date | None = None) -> int:
    """How often a demand is settled when the last fact of the record is written down.

    Or when all is written down from a day on.
    """
    calls = 0

    def counting(facts: AnyRegistration) -> OnRecord[Any, Any]:
        kind = kind_of(facts)
        settle = kind.settled
        assert settle is not None

        def once(record: Record, facts: AnyRegistration, matter: Matter) -> Settled:
            nonlocal calls
            calls += 1
            return settle(record, facts, matter)

        return replace(kind, settled=once)

    of = borne_on(terms, facts[:-1], facts)
    with patch.object(across, "kind_of", counting):
        list(docket_from(since or facts[-1].fact.happened_on, terms, facts, of))
    return calls


@pytest.mark.parametrize("limit", [3, 20])
def test_each_is_settled_as_often_however_many_come_after_it(limit: int) -> None:
    own = TERMS.demand
    assert own is not None
    assert own.cap is not None
    terms = TERMS.model_copy(
        update={
            "demand": own.model_copy(update={"cap": own.cap.model_copy(update={"limit": limit})})
        }
    )
    few, many = settled(terms, record(FEW)), settled(terms, record(MANY))
    # All but the last, which nothing comes after.
    assert (few, many) == (FEW - 1, MANY - 1)


def with_all_effective(demands: int) -> list[RecordedFact]:
    """The record in which every demand became effective: days of its duties have gone by."""
    others = [f"d{number:02}" for number in range(1, demands)]
    told = [(name, fact("1999-05-21")) for name in others for fact in (filed, declared_effective)]
    return record(demands) + [recorded(8000 + place, *each) for place, each in enumerate(told)]


def with_waiver(facts: list[RecordedFact]) -> list[RecordedFact]:
    """The record with a waiver by all that reaches back."""
    waiver = {
        "kind": "terms_amended",
        "occurred_on": "1999-07-01",
        "company_signed": True,
        "signed_by": ["a", "b", "c"],
        "instrument": "waiver",
        "changes": {"/demand/effect_within/count": 60},
        "reaches_requested": True,
        "effective_from": "1999-02-01",
    }
    return [*facts, recorded(9000, None, waiver)]


def test_without_a_waiver_that_reaches_back_each_is_settled_once_for_all_that_come_after() -> None:
    """What would be owed without it is asked for by each; the demands before are what they are."""
    facts, since = with_all_effective(MANY), date(1999, 7, 1)
    waived = with_waiver(facts)
    assert settled(TERMS, waived, since) - settled(TERMS, facts, since) <= FEW


def test_with_a_waiver_that_reaches_back_each_line_is_what_is_answered_on_its_days() -> None:
    waived, since = with_waiver(with_all_effective(FEW)), date(1999, 7, 1)
    lines = list(docket_from(since, TERMS, waived))
    days = sorted({line.first_day for line in lines})
    assert len(days) > 3
    for day in days:
        standing = {
            (line.registration_id, line.obligation.id): line.obligation
            for line in lines
            if line.first_day <= day <= line.last_day
        }
        anew = {(name, owed.id): owed for name, owed in standing_on(day, TERMS, waived)}
        assert standing == anew, day
