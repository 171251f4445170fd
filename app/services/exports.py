"""Exporting a whole agreement as one JSON document.

The document is lossless: `imports` stores it as it was, hashes and instants included, and from
there it exports as the same bytes.
"""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from app.db import chain
from app.errors import NotFound
from app.services.agreement_document import FORMAT, sealed
from app.services.whole_record import whole_record
from app.services.workspace import Workspace


def export(workspace: Workspace, agreement_id: str, known_at: datetime | None = None) -> str:
    """All that is on record about an agreement, or was by an instant, as canonical JSON.

    NotFound if there is none, or was none then. By an earlier instant the bytes are those of then.

    What the audit says of this store alone (who imported the agreement into it) is left out.
    """
    with workspace.database.reading() as unit:
        whole = whole_record(unit, agreement_id, known_at)
        facts = [_written(each) for each in whole.facts]
        if not facts:  # they were taken away: `verify` says so
            raise NotFound("agreement", agreement_id)
        evaluations = [_written(each) for each in whole.evaluations]
        audit = [_written(each) for each in whole.entries if each.first_position is not None]
        terms = {
            name: whole.terms(name)
            for name in sorted(
                {each["payload"]["terms_hash"] for each in facts if "terms_hash" in each["payload"]}
            )
        }
    document = {
        "format": FORMAT,
        "format_version": 1,
        "agreement": _written(whole.agreement),
        "terms": [{"hash": name, "document": content} for name, content in terms.items()],
        "registrations": [{"id": each.id, "kind": each.kind} for each in whole.registrations],
        "facts": facts,
        "evaluations": evaluations,
        "audit": audit,
        "head": facts[-1]["hash"],
    }
    return chain.canonical(sealed(document))


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
