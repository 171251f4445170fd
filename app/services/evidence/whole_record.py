"""Everything on record about one agreement, from storage or from an exported document."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.db.evidence.journal import StoredEntry, StoredEvaluation
from app.db.records import AgreementRow, Document, RegistrationRow, StoredFact
from app.db.unit_of_work import UnitOfWork
from app.errors import NotFound
from app.patience import while_waited_for
from app.services.record.records import NOT_YET


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


def whole_record(
    unit: UnitOfWork,
    agreement_id: str,
    known_at: datetime | None = None,
    go_on: Callable[[], None] = lambda: None,
) -> WholeRecord:
    """What is stored of an agreement, or was by an instant; read it before `unit` closes.

    NotFound if there is none, or was none then. `go_on` is called before each row that is walked
    through, and may raise.
    """
    records, journal = unit.records, unit.journal
    agreement = (
        records.agreement(agreement_id)
        if known_at is None
        else records.agreement_known(agreement_id, known_at)
    )
    if agreement is None:
        known = known_at is not None and records.agreement(agreement_id) is not None
        raise NotFound("agreement", agreement_id, NOT_YET if known else "")
    return WholeRecord(
        agreement,
        records.terms,
        records.registrations(agreement_id, known_at),
        while_waited_for(records.each_fact(agreement_id, known_at), go_on),
        while_waited_for(journal.evaluations(agreement_id, known_at), go_on),
        while_waited_for(journal.entries(agreement_id, known_at), go_on),
    )
