"""What the service in this process takes: growth, counts of a write, a cutback, kept answers.

Processor time of client and service together, the least of several, so that a busy machine changes
little; counts need no clock.
"""

from collections.abc import Iterator, Sequence
from math import log
from time import process_time
from typing import Any
from unittest.mock import patch

from sqlalchemy import text

from app.db.engine import Database
from app.rules.answers import evaluation
from app.services.record.kept_answers import KeptAnswers
from app.services.store import demonstration
from bench.aims import Row
from bench.growth import AIMS, figures_of
from bench.questions import RECORDED_DEMAND
from tests.running.service import Service

TIMES = 7
DEMAND = f"/v1/registrations/{demonstration.EXAMPLE_DEMAND}"
LATER = {"append": 2.0, "read": 2.0, "304": 2.0, "may-sell": 5.0, "sensitivity": 2.0}
"""By how much a figure may grow from 1,000 facts to 10,000."""


def of_growth(service: Service, lengths: Sequence[int]) -> Iterator[Row]:
    """How appending and asking grow from each length of a record to the next."""
    before: dict[str, float] = {}
    shorter = 0
    for count, slowest, figures in figures_of(service, lengths):
        for name, spent in figures.items() if before else ():
            ratio = spent / before[name]
            aim = (AIMS if shorter < 1_000 else LATER)[name]
            exponent = log(ratio) / log(count / shorter)
            found = f"{1000 * before[name]:.1f} to {1000 * spent:.1f} ms, exponent {exponent:.2f}"
            yield Row(f"{name}, {count:,} facts against {shorter:,}", ratio, aim, "x", note=found)
        if before:
            yield Row(f"slowest post through {count:,} facts, by the clock", slowest, 4, "s")
        before, shorter = figures, count


def of_a_write(service: Service, database: Database) -> Iterator[Row]:
    """The rows and evaluations of one demand that is recorded."""
    path = f"/v1/agreements/{demonstration.AGREEMENT}/demands?explain=none"
    before = _rows(database)
    with patch.object(evaluation, "_as_governed", wraps=evaluation._as_governed) as evaluated:
        answered = service.post(path, RECORDED_DEMAND)
    assert answered.status_code == 201, answered.text
    yield Row("rows of a recorded demand", _rows(database) - before, 60)
    yield Row("evaluations of a recorded demand", evaluated.call_count, 2)


def _rows(database: Database) -> int:
    with database.snapshot() as connection:
        tables = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        return sum(
            connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0  # noqa: S608
            for name in tables.all()
        )


def of_answers(service: Service) -> Iterator[Row]:
    """What one answer of each sort takes."""
    cutback = {
        "template": "ctc-1998",
        "registration": "incidental",
        "initiated_by": "company",
        "underwritten": True,
        "written_advice": True,
        "maximum_shares": 250_000,
        "company": 10_000,
        "holders": {f"h{number}": 1_000 for number in range(1_000)},
    }
    yield Row(
        "cutback of 1,000 requests",
        1000 * _spent(service, "POST", "/v1/compute/cutback?explain=none", json=cutback),
        5,
        "ms",
    )
    # Nothing is kept of these two, so that each is worked out every time.
    with patch.object(KeptAnswers, "keep"):
        tried = _spent(service, "GET", f"{DEMAND}/sensitivity?as_of=1999-03-31")
        anew = _spent(service, "GET", DEMAND)
    kept = _spent(service, "GET", DEMAND)
    yield Row("sensitivity, ordinary registration", 1000 * tried, 50, "ms")
    found = f"{1000 * anew:.1f} ms anew, {1000 * kept:.1f} kept"
    yield Row("a kept answer, beside one worked out anew", 100 * kept / anew, 50, "%", note=found)


def _spent(service: Service, method: str, path: str, **options: Any) -> float:
    """Processor time of one request; what tests look for in every answer is left out."""

    def once() -> float:
        began = process_time()
        answer = service.portal.call(lambda: service.client.request(method, path, **options))
        assert answer.status_code in {200, 201}, answer.text
        return process_time() - began

    once()
    return min(once() for _ in range(TIMES))
