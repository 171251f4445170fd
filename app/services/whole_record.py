"""Everything on record about one agreement, from storage or from an exported document."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.db.journal import StoredEntry, StoredEvaluation
from app.db.records import AgreementRow, Document, RegistrationRow, StoredFact
from app.db.unit_of_work import UnitOfWork
from app.errors import NotFound


@dataclass(frozen=True, slots=True)
class WholeRecord:
    """An agreement with its terms (by hash), registrations, facts, kept answers and audit.

    Facts, answers and entries may be read while they are walked through: walk through each once.
    """

    agreement: AgreementRow
    terms: Callable[[str], Document | None]
    registrations: Sequence[RegistrationRow]
    facts: Iterable[StoredFact]
    evaluations: Iterable[StoredEvaluation]
    entries: Iterable[StoredEntry]


def whole_record(unit: UnitOfWork, agreement_id: str) -> WholeRecord:
    """What is stored of an agreement; NotFound if there is none. Read it before `unit` closes."""
    agreement = unit.records.agreement(agreement_id)
    if agreement is None:
        raise NotFound("agreement", agreement_id)
    return WholeRecord(
        agreement,
        unit.records.terms,
        unit.records.registrations(agreement_id),
        unit.records.each_fact(agreement_id),
        unit.journal.evaluations(agreement_id),
        unit.journal.entries(agreement_id),
    )
