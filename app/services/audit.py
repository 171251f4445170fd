"""The audit: every write, who made it, when, what, and on which request.

A write that appends to a record is entered by `evaluations.store`, with the answer to it.
"""

from dataclasses import dataclass
from datetime import datetime

from app.db.journal import NewEntry
from app.db.unit_of_work import UnitOfWork
from app.services import records
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One write. The positions are those of the facts it appended, null if it appended none.

    `record_hash` is the hash of the last of them, `evaluation_id` the answer that was given, and
    `hash` covers all of the entry.
    """

    id: str
    recorded_at: datetime
    actor: str
    request_id: str
    action: str
    subject: str | None
    registration_id: str | None
    first_position: int | None
    last_position: int | None
    record_hash: str | None
    evaluation_id: str | None
    hash: str


def listed(
    workspace: Workspace, agreement_id: str, known_at: datetime | None = None
) -> list[AuditEntry]:
    """The writes that concerned an agreement, in order, up to an instant; NotFound if none is."""
    with workspace.database.reading() as unit:
        records.load(workspace, unit, agreement_id, known_at=known_at)
        return [
            AuditEntry(
                id=each.id,
                recorded_at=each.recorded_at,
                actor=each.actor,
                request_id=each.request_id,
                action=each.action,
                subject=each.subject,
                registration_id=each.registration_id,
                first_position=each.first_position,
                last_position=each.last_position,
                record_hash=each.record_hash,
                evaluation_id=each.evaluation_id,
                hash=each.hash,
            )
            for each in unit.journal.entries(agreement_id, known_at)
        ]


def enter(workspace: Workspace, unit: UnitOfWork, action: str, subject: str) -> None:
    """Enter a write that concerned no agreement: what was done, and to what."""
    unit.journal.enter(
        NewEntry(
            id=workspace.new_id(),
            recorded_at=workspace.now(),
            actor=workspace.actor,
            request_id=workspace.request_id,
            action=action,
            subject=subject,
        )
    )
