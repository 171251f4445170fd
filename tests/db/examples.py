"""What the storage tests put on record."""

from datetime import UTC, date, datetime

from app.db.engine import Database
from app.db.records import NewFact

AGREEMENT = "agr-1"
NOON = datetime(1998, 10, 12, 12, 0, 0, 123456, tzinfo=UTC)


def new_fact(
    fact_id: str, *, registration_id: str | None = None, recorded_at: datetime = NOON
) -> NewFact:
    return NewFact(
        fact_id=fact_id,
        registration_id=registration_id,
        kind="demand_received",
        occurred_on=date(1998, 10, 10),
        recorded_at=recorded_at,
        schema_version=1,
        payload={"holder": "h-1", "shares": 100, "price": "12.50", "note": None},
    )


def add_agreement(database: Database, agreement_id: str = AGREEMENT) -> None:
    with database.writing() as work:
        work.records.add_agreement(agreement_id, "An agreement", "ctc-1998")
        work.commit()


def append(database: Database, expected_version: int, *facts: NewFact) -> int:
    with database.writing() as work:
        version = work.records.append(AGREEMENT, expected_version, facts)
        work.commit()
    return version
