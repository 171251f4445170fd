"""The audit: every write, who made it, when, what, and on which request.

A write that appends to a record is entered by `evaluations.store`, with the answer to it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from app.db.access.tenancy import MARK
from app.db.evidence import chain
from app.db.evidence.journal import NewEntry, StoredEntry
from app.db.unit_of_work import UnitOfWork
from app.rules.values.if_any import IfAny
from app.services.record import records
from app.services.workspace.pages import PageOf, first_of, no_place
from app.services.workspace.workspace import Workspace

EXPORTED = "agreement_exported"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One write. The positions are those of the facts it appended, if it appended any.

    `record_hash` is the hash of the last of them, `evaluation_id` the answer that was given, and
    `hash` covers all of the entry. `predecessor` is the hash of the entry before it that goes along
    with the record (those that append facts or tell of an import), or of the list of the hashes of
    all before it where that follows none; it is left out of an entry that tells of an export, or
    was made before entries were linked, and then no part of the hash.
    """

    id: str
    recorded_at: datetime
    actor: str
    request_id: str
    action: str
    subject: IfAny[str]
    registration_id: IfAny[str]
    first_position: IfAny[int]
    last_position: IfAny[int]
    record_hash: IfAny[str]
    evaluation_id: IfAny[str]
    predecessor: IfAny[str]
    hash: str


def listed(
    workspace: Workspace,
    agreement_id: str,
    known_at: datetime | None = None,
    *,
    after: str | None = None,
    limit: int,
) -> PageOf[AuditEntry]:
    """The writes that concerned an agreement, in order, up to an instant; NotFound if none is."""
    with workspace.database.reading() as unit:
        records.load(workspace, unit, agreement_id, known_at=known_at)
        place = None if after is None else unit.journal.entry(after)
        if after is not None and (place is None or place.agreement_id != agreement_id):
            raise no_place(after)
        found = unit.journal.entries(agreement_id, known_at, place)
        return first_of(map(_entry, found), lambda entry: entry.id, limit)


def of_no_agreement(workspace: Workspace) -> list[tuple[AuditEntry, bool]]:
    """The writes that concerned no agreement, in order: tenants, keys, webhooks, replies forgotten.

    With each, whether it is as it was entered.
    """
    with workspace.database.reading() as unit:
        return [
            (_entry(each), chain.entry_hash(as_hashed(each.id, each)) == each.hash)
            for each in unit.journal.entries_of_no_agreement()
        ]


def _entry(stored: StoredEntry) -> AuditEntry:
    return AuditEntry(
        id=stored.id,
        recorded_at=stored.recorded_at,
        actor=stored.actor,
        request_id=stored.request_id,
        action=stored.action,
        subject=stored.subject,
        registration_id=stored.registration_id,
        first_position=stored.first_position,
        last_position=stored.last_position,
        record_hash=stored.record_hash,
        evaluation_id=stored.evaluation_id,
        predecessor=stored.predecessor,
        hash=stored.hash,
    )


def as_hashed(name: str, entry: StoredEntry) -> Mapping[str, object]:
    """An entry as its tenant writes it; ids of another tenant stay, so that they do not fit."""
    tenant, mark, _ = name.rpartition(MARK)
    prefix = tenant + mark
    columns = asdict(entry)
    named = ("id", "agreement_id", "registration_id", "evaluation_id")
    return columns | {each: columns[each] and columns[each].removeprefix(prefix) for each in named}


def enter(
    workspace: Workspace,
    unit: UnitOfWork,
    action: str,
    subject: str,
    record_hash: str | None = None,
    agreement_id: str | None = None,
    not_before: datetime | None = None,
) -> None:
    """Enter a write that appended to no record: what was done, to what, and the hash of that."""
    now = workspace.now()
    unit.journal.enter(
        NewEntry(
            id=workspace.new_id(),
            recorded_at=max(now, not_before or now),
            actor=workspace.actor,
            request_id=workspace.request_id,
            action=action,
            subject=subject,
            agreement_id=agreement_id,
            record_hash=record_hash,
        )
    )
