"""Exporting a whole agreement as one JSON document.

The document is lossless: `imports` stores it as it was, hashes and instants included, and from
there it exports the same, with one entry more in the audit that says where it came from.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from app.db.evidence import chain
from app.db.evidence.journal import StoredEntry
from app.errors import NotFound, StorageUnavailable
from app.services.evidence import audit
from app.services.evidence.audit import EXPORTED, IMPORTED
from app.services.evidence.whole_record import whole_record
from app.services.record.records import NEXT_MOMENT
from app.services.transfer.agreement_document import FORMAT, sealed
from app.services.workspace import Workspace


def export(workspace: Workspace, agreement_id: str, known_at: datetime | None = None) -> str:
    """All that is on record about an agreement, or was by an instant, as canonical JSON.

    NotFound if there is none, or was none then. By an earlier instant the bytes are those of then.

    What the audit says of this store alone (who exported the agreement from it) is left out; that
    it was imported, and from what, stays in. The export itself is entered, unless the database only
    reads for a while.
    """
    with workspace.database.reading() as unit:
        whole = whole_record(unit, agreement_id, known_at)
        stored = list(whole.facts)
        facts = [_written(each) for each in stored]
        if not facts:  # they were taken away: `verify` says so
            raise NotFound("agreement", agreement_id)
        evaluations = [_written(each) for each in whole.evaluations]
        entries = [_written(each) for each in whole.entries if _goes_along(each)]
        terms = {
            name: whole.terms(name)
            for name in sorted(
                {each["payload"]["terms_hash"] for each in facts if "terms_hash" in each["payload"]}
            )
        }
    document = {
        "format": FORMAT,
        "format_version": 2,
        "agreement": _written(whole.agreement),
        "terms": [{"hash": name, "document": content} for name, content in terms.items()],
        "registrations": [{"id": each.id, "kind": each.kind} for each in whole.registrations],
        "facts": facts,
        "evaluations": evaluations,
        "audit": entries,
        "head": facts[-1]["hash"],
    }
    whole_document, latest = sealed(document), stored[-1].recorded_at
    _enter(workspace, whole.agreement.id, whole_document, latest)
    return chain.canonical(whole_document)


def _goes_along(entry: StoredEntry) -> bool:
    """Whether an entry tells of the record and where it came from, not of this store alone."""
    return entry.first_position is not None or entry.action == IMPORTED


def _enter(
    workspace: Workspace, agreement_id: str, document: Mapping[str, Any], latest: datetime
) -> None:
    """Enter into the audit who was given the agreement, and as which document.

    Later than all that is in it, whatever the clock says.
    """
    try:
        with workspace.database.writing() as unit:
            audit.enter(
                workspace,
                unit,
                EXPORTED,
                subject=document["hash"],
                record_hash=document["head"],
                agreement_id=agreement_id,
                not_before=latest + NEXT_MOMENT,
            )
            unit.commit()
    except (StorageUnavailable, TimeoutError):
        return  # what is asked for while nothing may be written is answered all the same


def _written(row: Any) -> dict[str, Any]:
    """A row as the document has it: as it is hashed."""
    return {each.name: _plain(getattr(row, each.name)) for each in fields(row)}


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return chain.instant(value)
        case date():
            return value.isoformat()
        case _:
            return value
