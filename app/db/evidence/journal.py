"""What is kept beside the facts: the answers given, and who wrote what when.

Every method works inside the caller's transaction and commits nothing. Each row carries a hash over
everything in it (`app.db.evidence.chain`), made when it is stored. Identifiers go in and out as
the tenant writes them; `app.db.tenancy` says how they are stored, and another tenant's are not
found.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, select

from app.db.evidence import chain
from app.db.evidence.links import Linked, Links
from app.db.models import AuditEntry, Base, Evaluation
from app.db.statements import insert_new, select_as
from app.db.tenancy import Tenancy
from app.errors import AlreadyExists

Document = Mapping[str, Any]
Row = TypeVar("Row", "StoredEvaluation", "StoredEntry")


@dataclass(frozen=True, slots=True)
class NewEvaluation:
    """An answer as it was given, and everything it was computed from.

    It rests on the first `version` facts of the agreement, the last of which has `record_hash`;
    `answer` is the answer's text to the byte.
    """

    id: str
    agreement_id: str
    registration_id: str | None
    version: int
    record_hash: str
    question: Document
    terms_hash: str
    service_version: str
    calendars: Sequence[Document]
    answer: str
    answer_hash: str
    created_at: datetime
    actor: str
    request_id: str


@dataclass(frozen=True, slots=True)
class StoredEvaluation(NewEvaluation):
    """A kept answer, and the hash over all of it."""

    hash: str


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One write: who, when, what, on whose request; and the facts and the answer it stored.

    The positions are null when it appended no facts; the agreement, when it concerned none, and
    then `subject` names what it was about.
    """

    id: str
    recorded_at: datetime
    actor: str
    request_id: str
    action: str
    subject: str | None = None
    agreement_id: str | None = None
    registration_id: str | None = None
    first_position: int | None = None
    last_position: int | None = None
    record_hash: str | None = None
    evaluation_id: str | None = None
    evaluation_hash: str | None = None


@dataclass(frozen=True, slots=True)
class StoredEntry(NewEntry):
    """An audit entry, and the hash over all of it."""

    hash: str = ""


_EVALUATION = select_as(StoredEvaluation, Evaluation)
_ENTRY = select_as(StoredEntry, AuditEntry)
_NEW_EVALUATION = tuple(each.name for each in fields(NewEvaluation))
_NEW_ENTRY = tuple(each.name for each in fields(NewEntry))

_IDENTIFIERS = ("id", "agreement_id", "registration_id", "evaluation_id")

_EVALUATION_BY_ID = _EVALUATION.where(Evaluation.id == bindparam("wanted"))
_EVALUATIONS_OF = _EVALUATION.where(Evaluation.agreement_id == bindparam("wanted")).order_by(
    Evaluation.version, Evaluation.id
)
_ENTRIES_OF = _ENTRY.where(AuditEntry.agreement_id == bindparam("wanted")).order_by(
    AuditEntry.recorded_at, AuditEntry.id
)

_ENTRIES_OF_NONE = _ENTRY.where(AuditEntry.agreement_id.is_(None)).order_by(
    AuditEntry.recorded_at, AuditEntry.id
)


_EVERY_ENTRY = _ENTRY.order_by(AuditEntry.recorded_at, AuditEntry.id)
RULES_ADOPTED = "rules_adopted"
"""The action of the entry that says: every record was read, and its docket written, by rules."""
_ADOPTED = (
    select(AuditEntry.subject)
    .where(
        AuditEntry.agreement_id.is_(None),
        AuditEntry.action == bindparam("action"),
    )
    .order_by(AuditEntry.recorded_at, AuditEntry.id)
)


class Journal:
    """The kept answers and the audit, within one transaction."""

    __slots__ = ("_connection", "_tenancy")

    def __init__(self, connection: Connection, tenancy: Tenancy) -> None:
        self._connection = connection
        self._tenancy = tenancy

    def keep(self, *evaluations: NewEvaluation) -> list[str]:
        """Keep answers; give their hashes. AlreadyExists when an id is taken: roll back then."""
        return self._add(
            Evaluation, "evaluation", _NEW_EVALUATION, evaluations, chain.evaluation_hash
        )

    def enter(self, *entries: NewEntry) -> list[str]:
        """Enter writes into the audit and link them to all before; give the hashes.

        AlreadyExists when an id is taken. Call it last: until the commit no other write ends.
        """
        hashes = self._add(AuditEntry, "audit entry", _NEW_ENTRY, entries, chain.entry_hash)
        names = [self._tenancy.stored(each.id) for each in entries]
        Links(self._connection).append(
            [Linked("entry", *each) for each in zip(names, hashes, strict=True)]
        )
        return hashes

    def evaluation(self, evaluation_id: str) -> StoredEvaluation | None:
        """Give the kept answer with this id."""
        asked = {"wanted": self._tenancy.stored(evaluation_id)}
        row = self._connection.execute(_EVALUATION_BY_ID, asked).one_or_none()
        return self._written(StoredEvaluation(*row)) if row else None

    def evaluations(
        self, agreement_id: str, known_at: datetime | None = None
    ) -> Iterator[StoredEvaluation]:
        """Give the answers kept under an agreement, in the order of the record, one at a time.

        With `known_at`, those given by that instant.
        """
        asked = {"wanted": self._tenancy.stored(agreement_id)}
        statement = _EVALUATIONS_OF
        if known_at is not None:
            statement = statement.where(Evaluation.created_at <= known_at)
        for row in self._connection.execute(statement, asked):
            yield self._written(StoredEvaluation(*row))

    def entries(self, agreement_id: str, known_at: datetime | None = None) -> Iterator[StoredEntry]:
        """Give every write that concerned an agreement, in order, one at a time.

        With `known_at`, those entered by that instant.
        """
        asked = {"wanted": self._tenancy.stored(agreement_id)}
        statement = _ENTRIES_OF
        if known_at is not None:
            statement = statement.where(AuditEntry.recorded_at <= known_at)
        for row in self._connection.execute(statement, asked):
            yield self._written(StoredEntry(*row))

    def entries_of_no_agreement(self) -> Iterator[StoredEntry]:
        """Give every write that concerned no agreement (tenants, keys), in order."""
        for row in self._connection.execute(_ENTRIES_OF_NONE):
            yield self._written(StoredEntry(*row))

    def not_linked(self, agreement_id: str) -> str | None:
        """Give the first entry of an agreement that is not in the chain of writes as it stands."""
        found = Links(self._connection).not_linked(self._tenancy.stored(agreement_id))
        name = next(found, None)
        return None if name is None else self._tenancy.written(name)

    def every_entry(self) -> Iterator[tuple[str, StoredEntry]]:
        """Give every entry of every tenant as it is stored, by its stored id, one at a time."""
        for row in self._connection.execute(_EVERY_ENTRY):
            entry = StoredEntry(*row)
            yield entry.id, entry

    def adopted(self) -> list[str]:
        """Give the versions of the rules under which the docket was written anew, in order."""
        return list(self._connection.scalars(_ADOPTED, {"action": RULES_ADOPTED}))

    def _written(self, row: Row) -> Row:
        """A row with its identifiers as the tenant writes them."""
        if self._tenancy.as_written:
            return row
        named = {name: getattr(row, name, None) for name in _IDENTIFIERS}
        changed: dict[str, Any] = {
            name: self._tenancy.written(value) for name, value in named.items() if value
        }
        return replace(row, **changed)

    def _add(
        self,
        model: type[Base],
        what: str,
        names: Sequence[str],
        new: Sequence[object],
        hashed: Callable[[Mapping[str, Any]], str],
    ) -> list[str]:
        # Hashed as the tenant writes them, whatever the form in which they are stored.
        rows = [{name: getattr(each, name) for name in names} for each in new]
        hashes = [hashed(row) for row in rows]
        if rows:
            stored = [
                self._stored(row) | {"hash": each} for row, each in zip(rows, hashes, strict=True)
            ]
            statement = insert_new(model, "id", self._connection.dialect.name)
            # One row as a list would take the slower road of many rows.
            kept = self._connection.scalars(statement, stored if len(stored) > 1 else stored[0])
            taken = Counter(row["id"] for row in stored) - Counter(kept)
            if taken:
                raise AlreadyExists(what, self._tenancy.written(next(iter(taken))))
        return hashes

    def _stored(self, row: dict[str, Any]) -> dict[str, Any]:
        """Columns with their identifiers as they are stored."""
        named = {name: row[name] for name in _IDENTIFIERS if row.get(name)}
        return row | {name: self._tenancy.stored(value) for name, value in named.items()}
