"""Reading an agreement's record from storage, and writing to it: the steps all use cases share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast

from app.db.records import AgreementRow, NewFact, StoredFact
from app.db.unit_of_work import UnitOfWork
from app.errors import Fault, InvalidInput, NotFound
from app.rules.facts import ANY_FACT, AgreementMade, Fact, RecordedFact
from app.rules.guards import objections
from app.rules.terms import Terms
from app.services import docket
from app.services.workspace import Workspace

FACT_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class LoadedRecord:
    """An agreement's record as stored: its row, its terms and its facts in order of posting."""

    agreement: AgreementRow
    terms: Terms
    stored: Sequence[StoredFact]
    facts: Sequence[RecordedFact]


def load(
    workspace: Workspace, unit: UnitOfWork, agreement_id: str, *, lock: bool = False
) -> LoadedRecord:
    """Load an agreement's whole record; NotFound if there is none.

    RecordChanged or NotChanged when the caller's conditions say so.
    """
    agreement = unit.records.agreement(agreement_id, lock=lock)
    if agreement is None:
        raise NotFound("agreement", agreement_id)
    stored = unit.records.facts(agreement_id)
    facts = [as_recorded(each) for each in stored]
    made = cast(AgreementMade, facts[0].fact)  # creation records it first
    terms = workspace.terms(unit.records, made.terms_hash)
    workspace.conditions.meet(agreement_id, stored, workspace.today(terms))
    return LoadedRecord(agreement, terms, stored, facts)


def agreement_of(unit: UnitOfWork, registration_id: str) -> str:
    """The agreement a registration belongs to; NotFound if there is no such registration."""
    row = unit.records.registration(registration_id)
    if row is None:
        raise NotFound("registration", registration_id)
    return row.agreement_id


def as_recorded(stored: StoredFact) -> RecordedFact:
    """A stored fact as the rules read it."""
    return RecordedFact(
        stored.fact_id,
        stored.registration_id,
        ANY_FACT.validate_python(stored.payload),
    )


def append(
    workspace: Workspace, unit: UnitOfWork, record: LoadedRecord, new: Sequence[RecordedFact]
) -> None:
    """Append facts to the record, and write what is owed now; RecordMoved if another was first."""
    recorded_at = workspace.now()
    agreement_id = record.agreement.id
    version = unit.records.append(
        agreement_id,
        record.agreement.version,
        [as_new(each, recorded_at) for each in new],
    )
    docket.project(unit, agreement_id, record.terms, record.facts, [*record.facts, *new])
    workspace.conditions.moved(agreement_id, version, new[-1].id, workspace.today(record.terms))


def as_new(recorded: RecordedFact, recorded_at: datetime) -> NewFact:
    """A fact in the form in which it is stored."""
    fact = recorded.fact
    return NewFact(
        fact_id=recorded.id,
        registration_id=recorded.registration_id,
        kind=fact.kind,
        occurred_on=fact.happened_on,
        recorded_at=recorded_at.astimezone(UTC),
        schema_version=FACT_SCHEMA,
        payload=fact.model_dump(mode="json", exclude_none=True),
    )


def guard(new: RecordedFact, record: Sequence[RecordedFact], terms: Terms) -> None:
    """Refuse, with every objection, a fact that cannot be true of the record."""
    found = objections(new, record, terms)
    if found:
        raise InvalidInput([Fault(each.pointer, each.code, each.says) for each in found])


def new_fact(workspace: Workspace, fact: Fact, registration_id: str | None = None) -> RecordedFact:
    """A fact with an id of its own."""
    return RecordedFact(workspace.new_id(), registration_id, fact)


def day_to_answer(as_of: date | None, fact: Fact, workspace: Workspace, terms: Terms) -> date:
    """The day on which to answer a new fact: the one asked about, else today or its own day.

    InvalidInput when the day asked about lies before the fact, which would then not be known.
    """
    if as_of is None:
        return max(workspace.today(terms), fact.happened_on)
    if as_of < fact.happened_on:
        raise InvalidInput(
            [
                Fault(
                    "as_of",
                    "as_of_before_fact",
                    f"as_of {as_of.isoformat()} is before the fact itself, "
                    f"{fact.happened_on.isoformat()}.",
                    place="query",
                )
            ]
        )
    return as_of


def day_asked(as_of: date | None, workspace: Workspace, terms: Terms) -> date:
    """The day asked about; today where the agreement is performed, if none is."""
    return as_of or workspace.today(terms)
