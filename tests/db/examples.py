"""What the storage tests put on record."""

from datetime import UTC, date, datetime

from app.db.engine import Database
from app.db.evidence import chain
from app.db.evidence.journal import NewEntry, NewEvaluation
from app.db.records import Head, NewFact

AGREEMENT = "agr-1"
ANSWER = '{"result": "accepted"}'
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
        head = work.records.append(AGREEMENT, expected_version, facts)
        work.commit()
    return head.version


def new_evaluation(identifier: str, head: Head) -> NewEvaluation:
    """An answer that rests on a record with this end."""
    return NewEvaluation(
        id=identifier,
        agreement_id=AGREEMENT,
        registration_id=None,
        version=head.version,
        record_hash=head.hash,
        question={"subject": "agreement", "as_of": "1998-10-12", "explain": "none"},
        terms_hash="sha256:1",
        service_version="0.0.1",
        calendars=[{"name": "fed", "content_hash": "sha256:2"}],
        answer=ANSWER,
        answer_hash=chain.digest(ANSWER),
        created_at=NOON,
        actor="counsel",
        request_id="request-1",
    )


def new_entry(identifier: str, evaluation: NewEvaluation) -> NewEntry:
    """The entry in the audit that tells of the first fact and the answer to it."""
    return NewEntry(
        id=identifier,
        recorded_at=NOON,
        actor="counsel",
        request_id="request-1",
        action="fact_recorded",
        agreement_id=AGREEMENT,
        first_position=1,
        last_position=1,
        record_hash=evaluation.record_hash,
        evaluation_id=evaluation.id,
        evaluation_hash=chain.hash_of("not looked at here"),
    )
