"""What became of an earlier demand is found once for all that come after it, not by each anew.

Demands for the same shares, one every second day; the first becomes effective. Counted is how often
one is settled, that is, judged for what it leaves to those after it. No clock is asked.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from app.rules.answers.docket.docket import docket_from
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


def settled(terms: Terms, demands: int) -> int:
    """How often a demand is settled when the last fact of the record is written down."""
    facts, calls = record(demands), 0

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
        list(docket_from(facts[-1].fact.happened_on, terms, facts, of))
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
    few, many = settled(terms, FEW), settled(terms, MANY)
    # All but the last, which nothing comes after.
    assert (few, many) == (FEW - 1, MANY - 1)
