"""What is kept beside the facts: the answers given, and who wrote what when.

Every method works inside the caller's transaction and commits nothing. Each row carries a hash over
everything in it (`app.db.evidence.chain`), made when it is stored. Identifiers go in and out as
the tenant writes them; `app.db.access.tenancy` says how they are stored, and another tenant's are
not found.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from app.db.access.tenancy import Tenancy
from app.db.evidence import chain
from app.db.evidence.links import Linked, Links
from app.db.models import AuditEntry, Base, ChainLink, Evaluation
from app.db.statements import LARGE_AT_ONCE, Pages, insert_new, select_as
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
    predecessor: str | None = None


@dataclass(frozen=True, slots=True)
class StoredEntry(NewEntry):
    """An audit entry, and the hash over all of it."""

    hash: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """What the next entry about a record follows, and when the last before it was entered."""

    hash: str
    recorded_at: datetime | None = None


RULES_ADOPTED = "rules_adopted"
"""The action of the entry that says: every record was read, and its docket written, by rules."""
IMPORTED = "agreement_imported"


def goes_along(entry: NewEntry) -> bool:
    """Whether an entry tells of the record and where it came from, not of this store alone.

    Those go along with the record in every export, and follow one another.
    """
    return entry.first_position is not None or entry.action == IMPORTED


def follows(hashes: Sequence[str], last: str | None) -> str:
    """What an entry follows, after those with these hashes of which the last follows `last`.

    The last of them; but all, as a list, where that follows none: so what was entered before
    entries were linked is covered as well.
    """
    return hashes[-1] if last is not None else chain.hash_of(list(hashes))


_EVALUATION = select_as(StoredEvaluation, Evaluation)
_ENTRY = select_as(StoredEntry, AuditEntry)
_NEW_EVALUATION = tuple(each.name for each in fields(NewEvaluation))
_NEW_ENTRY = tuple(each.name for each in fields(NewEntry))

_IDENTIFIERS = ("id", "agreement_id", "registration_id", "evaluation_id")

_EVALUATION_BY_ID = _EVALUATION.where(Evaluation.id == bindparam("wanted"))
_KEPT, _ENTERED, _LINKED = Evaluation.__table__.c, AuditEntry.__table__.c, ChainLink.__table__.c
_OF_AN_AGREEMENT = _EVALUATION.where(Evaluation.agreement_id == bindparam("wanted"))
_EVALUATIONS_OF, _EVALUATIONS_KNOWN = (
    Pages(statement, _KEPT.version, _KEPT.id, at_once=LARGE_AT_ONCE)
    for statement in (
        _OF_AN_AGREEMENT,
        _OF_AN_AGREEMENT.where(Evaluation.created_at <= bindparam("known_at")),
    )
)
_ABOUT_AN_AGREEMENT = _ENTRY.where(AuditEntry.agreement_id == bindparam("wanted"))
_ENTRIES_OF, _ENTRIES_KNOWN, _ENTRIES_OF_NONE = (
    Pages(statement, _ENTERED.recorded_at, _ENTERED.id)
    for statement in (
        _ABOUT_AN_AGREEMENT,
        _ABOUT_AN_AGREEMENT.where(AuditEntry.recorded_at <= bindparam("known_at")),
        _ENTRY.where(AuditEntry.agreement_id.is_(None)),
    )
)
_EVERY_NAME = Pages(select(AuditEntry.id), _ENTERED.id)
_ALONG = _ABOUT_AN_AGREEMENT.where(
    or_(AuditEntry.first_position.is_not(None), AuditEntry.action == IMPORTED)
).order_by(AuditEntry.recorded_at.desc(), AuditEntry.id.desc())
_LAST_ALONG = _ALONG.limit(1)
_ENTRIES_NAMED = _ENTRY.where(AuditEntry.id.in_(bindparam("names", expanding=True)))
# What is told of tenants, keys and anchors, in the order of the chain.
_TOLD = (
    select(ChainLink.position, AuditEntry.subject, AuditEntry.record_hash)
    .join(ChainLink, and_(ChainLink.name == AuditEntry.id, ChainLink.kind == "entry"))
    .where(
        AuditEntry.agreement_id.is_(None),
        AuditEntry.action.in_(bindparam("actions", expanding=True)),
        AuditEntry.record_hash.is_not(None),
    )
)
_TOLD_BY_ANY = Pages(_TOLD, _LINKED.position)
_TOLD_OF = _TOLD.where(AuditEntry.subject.in_(bindparam("subjects", expanding=True))).order_by(
    ChainLink.position
)
_TOLD_SINCE = (
    select(ChainLink.position)
    .join(AuditEntry, AuditEntry.id == ChainLink.name)
    .where(ChainLink.position > bindparam("links"), AuditEntry.subject == bindparam("subject"))
    .limit(1)
)
_ADOPTED = (
    select(AuditEntry.subject)
    .where(
        AuditEntry.agreement_id.is_(None),
        AuditEntry.action == bindparam("action"),
    )
    .order_by(AuditEntry.recorded_at, AuditEntry.id)
)

_LAST_SINCE = (
    select(Evaluation.answer)
    .where(
        Evaluation.agreement_id == bindparam("of"),
        Evaluation.created_at
        > select(func.max(AuditEntry.recorded_at))
        .where(
            AuditEntry.agreement_id.is_(None),
            AuditEntry.action == bindparam("action"),
            AuditEntry.subject == bindparam("rules"),
        )
        .scalar_subquery(),
    )
    .order_by(Evaluation.version.desc())
    .limit(1)
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
        if not self._tenancy.may_have(evaluation_id):
            return None
        asked = {"wanted": self._tenancy.stored(evaluation_id)}
        row = self._connection.execute(_EVALUATION_BY_ID, asked).one_or_none()
        return self._written(StoredEvaluation(*row)) if row else None

    def evaluations(
        self,
        agreement_id: str,
        known_at: datetime | None = None,
        after: StoredEvaluation | None = None,
    ) -> Iterator[StoredEvaluation]:
        """Give the answers kept under an agreement, in the order of the record, one at a time.

        With `known_at`, those given by that instant; with `after`, those that follow that one.
        """
        place = None if after is None else (after.version, self._tenancy.stored(after.id))
        pages = _EVALUATIONS_OF if known_at is None else _EVALUATIONS_KNOWN
        of = self._tenancy.stored(agreement_id)
        for row in pages.rows(self._connection, following=place, wanted=of, known_at=known_at):
            yield self._written(StoredEvaluation(*row))

    def entries(
        self,
        agreement_id: str,
        known_at: datetime | None = None,
        after: StoredEntry | None = None,
    ) -> Iterator[StoredEntry]:
        """Give every write that concerned an agreement, in order, one at a time.

        With `known_at`, those entered by that instant; with `after`, those that follow that one.
        """
        place = None if after is None else (after.recorded_at, self._tenancy.stored(after.id))
        pages = _ENTRIES_OF if known_at is None else _ENTRIES_KNOWN
        of = self._tenancy.stored(agreement_id)
        for row in pages.rows(self._connection, following=place, wanted=of, known_at=known_at):
            yield self._written(StoredEntry(*row))

    def entry(self, entry_id: str) -> StoredEntry | None:
        """Give the entry of the audit with this id."""
        if not self._tenancy.may_have(entry_id):
            return None
        name = self._tenancy.stored(entry_id)
        found = self.entries_named([name]).get(name)
        return None if found is None else self._written(found)

    def followed(self, agreement_id: str) -> Followed:
        """Give what the next entry follows that goes along with a record."""
        asked = {"wanted": self._tenancy.stored(agreement_id)}
        row = self._connection.execute(_LAST_ALONG, asked).one_or_none()
        if row is None:
            return Followed(follows((), None))
        last = StoredEntry(*row)
        hashes = [last.hash]
        if last.predecessor is None:
            there = self._connection.execute(_ALONG, asked)
            hashes = [StoredEntry(*each).hash for each in there][::-1]
        return Followed(follows(hashes, last.predecessor), last.recorded_at)

    def entries_of_no_agreement(self) -> Iterator[StoredEntry]:
        """Give every write that concerned no agreement (tenants, keys), in order."""
        for row in _ENTRIES_OF_NONE.rows(self._connection):
            yield self._written(StoredEntry(*row))

    def not_linked(self, agreement_id: str) -> str | None:
        """Give the first entry of an agreement that is not in the chain of writes as it stands."""
        found = Links(self._connection).not_linked(self._tenancy.stored(agreement_id))
        name = next(found, None)
        return None if name is None else self._tenancy.written(name)

    def names(self) -> Iterator[Sequence[str]]:
        """Give the stored ids of all entries of every tenant, a page at a time."""
        for page in _EVERY_NAME.of(self._connection):
            yield [name for (name,) in page]

    def entries_named(self, names: Sequence[str]) -> dict[str, StoredEntry]:
        """Give those of some entries that are there, as they are stored, by their stored ids."""
        rows = self._connection.execute(_ENTRIES_NAMED, {"names": names})
        return {entry.id: entry for entry in (StoredEntry(*row) for row in rows)}

    def told_of(self, actions: Collection[str], subjects: Sequence[str]) -> dict[str, str]:
        """Give what the audit, as far as it is in the chain, says last of subjects: a hash."""
        asked = {"actions": list(actions), "subjects": subjects}
        rows = self._connection.execute(_TOLD_OF, asked)
        return {row.subject or "": row.record_hash or "" for row in rows}

    def told(self, actions: Collection[str]) -> Iterator[tuple[str | None, str]]:
        """Give all that is told by actions, in the order of the chain: subject and hash."""
        for _, subject, told in _TOLD_BY_ANY.rows(self._connection, actions=list(actions)):
            yield subject, told

    def told_since(self, links: int, subject: str) -> bool:
        """Whether the audit tells of a subject after the first links of the chain."""
        asked = {"links": links, "subject": subject}
        return self._connection.scalar(_TOLD_SINCE, asked) is not None

    def written_by_others(self, agreement_id: str, rules: str) -> bool:
        """Whether the last answer kept of an agreement is newer than rules, and not by them.

        So while servers of an older version still run beside those that have brought it to theirs.
        """
        asked = {"of": self._tenancy.stored(agreement_id), "action": RULES_ADOPTED, "rules": rules}
        answer = self._connection.scalar(_LAST_SINCE, asked)
        return answer is not None and rules not in answer

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
