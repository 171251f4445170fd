"""Exporting a whole agreement as one JSON document.

The document is lossless: `imports` stores it as it was, hashes and instants included, and from
there it exports the same, with one entry more in the audit that says where it came from.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date, datetime
from itertools import chain as each_of
from typing import Any

from app.db.evidence import chain
from app.db.evidence.journal import StoredEntry, goes_along
from app.db.records import StoredFact
from app.errors import NotFound, StorageUnavailable
from app.services.evidence import audit
from app.services.evidence.audit import EXPORTED
from app.services.evidence.whole_record import WholeRecord, whole_record
from app.services.record.records import NEXT_MOMENT
from app.services.transfer.agreement_document import FORMAT, sealed
from app.services.workspace.workspace import Workspace


def export(
    workspace: Workspace, agreement_id: str, known_at: datetime | None = None
) -> Iterator[str]:
    """All that is on record about an agreement, or was by an instant: canonical JSON, in pieces.

    NotFound if there is none, or was none then. By an earlier instant the bytes are those of then.

    What the audit says of this store alone (who exported the agreement from it) is left out; that
    it was imported, and from what, stays in. The export itself is entered when all is read, unless
    the database only reads for a while.
    """
    digest = chain.Digest()
    with workspace.database.reading() as unit:
        whole = whole_record(unit, agreement_id, known_at)
        facts = _Facts(whole.facts)
        if facts.last is None:  # they were taken away: `verify` says so
            raise NotFound("agreement", agreement_id)
        yield from sealed(_members(whole, facts), digest)
    _enter(workspace, whole.agreement.id, str(digest), facts.last)


class _Facts:
    """Facts on their way into the document: the last one so far, and the terms they name."""

    def __init__(self, facts: Iterable[StoredFact]) -> None:
        self._facts = iter(facts)
        self.terms: set[str] = set()
        self.last = next(self._facts, None)

    def __iter__(self) -> Iterator[StoredFact]:
        first = () if self.last is None else (self.last,)
        for fact in each_of(first, self._facts):
            self.last = fact
            if "terms_hash" in fact.payload:
                self.terms.add(fact.payload["terms_hash"])
            yield fact


class _Entries:
    """Entries on their way into the document, and whether one of those so far was linked."""

    def __init__(self, entries: Iterable[StoredEntry]) -> None:
        self._entries = entries
        self.linked = False

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for entry in self._entries:
            if not goes_along(entry):
                continue
            written = _written(entry)
            if entry.predecessor is None:  # as it was exported before there was any
                del written["predecessor"]
            else:
                self.linked = True
            yield written


def _members(whole: WholeRecord, facts: _Facts) -> Iterator[tuple[str, object]]:
    """What the document says, in the order of names: what is stored goes through as it is read."""
    yield "agreement", _written(whole.agreement)
    entries = _Entries(whole.entries)
    yield "audit", iter(entries)
    yield "evaluations", map(_written, whole.evaluations)
    yield "facts", map(_written, facts)
    yield "format", FORMAT
    yield "format_version", 3 if entries.linked else 2
    yield "head", facts.last and facts.last.hash
    yield "registrations", [{"id": each.id, "kind": each.kind} for each in whole.registrations]
    terms = ({"hash": name, "document": whole.terms(name)} for name in sorted(facts.terms))
    yield "terms", terms


def _enter(workspace: Workspace, agreement_id: str, document: str, head: StoredFact) -> None:
    """Enter into the audit who was given the agreement, and as which document.

    Later than all that is in it, whatever the clock says.
    """
    try:
        with workspace.database.writing() as unit:
            audit.enter(
                workspace,
                unit,
                EXPORTED,
                subject=document,
                record_hash=head.hash,
                agreement_id=agreement_id,
                not_before=head.recorded_at + NEXT_MOMENT,
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
