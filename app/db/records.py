"""All SQL of the service: what is stored of agreements, registrations, terms and facts.

Every method works inside the caller's transaction and commits nothing. Identifiers go in and out as
the tenant writes them; `app.db.tenancy` says how they are stored. A reference to an
agreement or registration that does not exist is sqlalchemy's IntegrityError: callers look first.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from app.db import tables
from app.db.tenancy import Tenancy
from app.errors import AlreadyExists, RecordMoved

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement; its version is the number of facts on its record."""

    id: str
    name: str
    template: str | None
    version: int


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A registration (demand, shelf, takedown or incidental) under an agreement."""

    id: str
    agreement_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact to append: `occurred_on` is its legal date, `recorded_at` the instant of recording."""

    fact_id: str
    registration_id: str | None
    kind: str
    occurred_on: date
    recorded_at: datetime
    schema_version: int
    payload: Document


@dataclass(frozen=True, slots=True)
class StoredFact(NewFact):
    """A fact on the record of its agreement, at its position: the first is 1."""

    agreement_id: str
    position: int


_AGREEMENT = select(*(tables.agreements.c[field.name] for field in fields(AgreementRow)))
_REGISTRATION = select(*(tables.registrations.c[field.name] for field in fields(RegistrationRow)))
_FACT = select(*(tables.facts.c[field.name] for field in fields(StoredFact)))
_NEW_FACT_NAMES = tuple(field.name for field in fields(NewFact))

# Building a statement costs more than running it: each is built once, its values bound each time.
_AGREEMENT_BY_ID = _AGREEMENT.where(
    tables.agreements.c.id == bindparam("wanted"),
    tables.agreements.c.tenant == bindparam("tenant"),
)
_AGREEMENT_LOCKED = _AGREEMENT_BY_ID.with_for_update()
_REGISTRATION_BY_ID = _REGISTRATION.where(tables.registrations.c.id == bindparam("wanted"))
_FACTS_OF = _FACT.where(tables.facts.c.agreement_id == bindparam("wanted")).order_by(
    tables.facts.c.position
)
_FACTS_KNOWN = _FACTS_OF.where(tables.facts.c.recorded_at <= bindparam("known_at"))
_TERMS_BY_HASH = select(tables.terms_documents.c.document).where(
    tables.terms_documents.c.hash == bindparam("wanted")
)
_MOVE = (
    update(tables.agreements)
    .where(
        tables.agreements.c.id == bindparam("wanted"),
        tables.agreements.c.version == bindparam("expected"),
    )
    .values(version=bindparam("moved_to"))
)


@lru_cache
def _insert_new(table: Table, key: str, dialect: str) -> ReturningInsert[Any]:
    """An insert into `table` that skips a row whose `key` is taken, and returns the keys stored."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    column = table.c[key]
    return insert(table).on_conflict_do_nothing(index_elements=[column]).returning(column)


class Records:
    """What is on record, within one transaction."""

    __slots__ = ("_connection", "_tenancy")

    def __init__(self, connection: Connection, tenancy: Tenancy) -> None:
        self._connection = connection
        self._tenancy = tenancy

    def add_terms(self, digest: str, document: Document) -> None:
        """Store a terms document under its content hash, unless it is there already."""
        now = datetime.now(UTC)
        self._add(tables.terms_documents, hash=digest, document=document, recorded_at=now)

    def terms(self, digest: str) -> Document | None:
        """Give the terms document with this content hash."""
        found: Document | None = self._connection.scalar(_TERMS_BY_HASH, {"wanted": digest})
        return found

    def add_agreement(self, agreement_id: str, name: str, template: str | None) -> None:
        """Store an agreement with an empty record; AlreadyExists when its id is taken."""
        if not self._add(
            tables.agreements,
            id=self._tenancy.stored(agreement_id),
            name=name,
            template=template,
            version=0,
            tenant=self._tenancy.tenant,
        ):
            raise AlreadyExists("agreement", agreement_id)

    def agreement(self, agreement_id: str, *, lock: bool = False) -> AgreementRow | None:
        """Give the agreement; `lock` keeps other writers off it until this transaction ends.

        SQLite needs no row lock: there a writing transaction is alone in the whole database.
        """
        statement = _AGREEMENT_LOCKED if lock else _AGREEMENT_BY_ID
        asked = {"wanted": self._tenancy.stored(agreement_id), "tenant": self._tenancy.tenant}
        row = self._connection.execute(statement, asked).one_or_none()
        return self._agreement(AgreementRow(*row)) if row else None

    def _agreement(self, row: AgreementRow) -> AgreementRow:
        return replace(row, id=self._tenancy.written(row.id))

    def agreements(self, after: str | None, limit: int) -> list[AgreementRow]:
        """List up to `limit` agreements by id (bytewise), those after the id `after` only."""
        column = tables.agreements.c.id
        ours = tables.agreements.c.tenant == self._tenancy.tenant
        statement = _AGREEMENT.where(ours).order_by(column).limit(limit)
        if after is not None:
            statement = statement.where(column > self._tenancy.stored(after))
        return [self._agreement(AgreementRow(*row)) for row in self._connection.execute(statement)]

    def add_registration(self, registration_id: str, agreement_id: str, kind: str) -> None:
        """Store a registration under an agreement; AlreadyExists when its id is taken."""
        if not self._add(
            tables.registrations,
            id=self._tenancy.stored(registration_id),
            agreement_id=self._tenancy.stored(agreement_id),
            kind=kind,
        ):
            raise AlreadyExists("registration", registration_id)

    def registration(self, registration_id: str) -> RegistrationRow | None:
        """Give the registration with this id."""
        asked = {"wanted": self._tenancy.stored(registration_id)}
        row = self._connection.execute(_REGISTRATION_BY_ID, asked).one_or_none()
        if row is None:
            return None
        found = RegistrationRow(*row)
        return replace(
            found,
            id=self._tenancy.written(found.id),
            agreement_id=self._tenancy.written(found.agreement_id),
        )

    def facts(self, agreement_id: str, *, known_at: datetime | None = None) -> list[StoredFact]:
        """Give an agreement's record in order; with `known_at`, as recorded by that instant."""
        statement = _FACTS_OF if known_at is None else _FACTS_KNOWN
        asked = {"wanted": self._tenancy.stored(agreement_id)}
        known = {"known_at": known_at} if known_at else {}
        rows = self._connection.execute(statement, asked | known)
        return [self._fact(StoredFact(*row)) for row in rows]

    def _fact(self, fact: StoredFact) -> StoredFact:
        of = fact.registration_id
        if self._tenancy.as_written:
            return fact
        return replace(
            fact,
            agreement_id=self._tenancy.written(fact.agreement_id),
            registration_id=of and self._tenancy.written(of),
        )

    def append(self, agreement_id: str, expected_version: int, facts: Sequence[NewFact]) -> int:
        """Append facts to a record of `expected_version` facts; return its new version.

        RecordMoved when the record has another length (or no such agreement exists): nothing
        was written. AlreadyExists when a fact id is taken: let the transaction roll back.
        """
        new_version = expected_version + len(facts)
        moved = self._connection.execute(
            _MOVE,
            {
                "wanted": self._tenancy.stored(agreement_id),
                "expected": expected_version,
                "moved_to": new_version,
            },
        )
        if moved.rowcount != 1:
            raise RecordMoved(agreement_id)
        if facts:
            self._insert_facts(agreement_id, expected_version + 1, facts)
        return new_version

    def _insert_facts(self, agreement_id: str, start: int, facts: Sequence[NewFact]) -> None:
        rows = [
            {name: getattr(fact, name) for name in _NEW_FACT_NAMES}
            | {
                "agreement_id": self._tenancy.stored(agreement_id),
                "registration_id": fact.registration_id
                and self._tenancy.stored(fact.registration_id),
                "position": position,
            }
            for position, fact in enumerate(facts, start)
        ]
        statement = _insert_new(tables.facts, "fact_id", self._connection.dialect.name)
        # One row as a list would take the slower road of many rows.
        stored = self._connection.scalars(statement, rows if len(rows) > 1 else rows[0])
        taken = Counter(fact.fact_id for fact in facts) - Counter(stored)
        if taken:
            raise AlreadyExists("fact", next(iter(taken)))

    def _add(self, table: Table, **values: object) -> bool:
        """Insert one row, or return False when its primary key is taken.

        Asking the database, not catching its error: on PostgreSQL an error ends the transaction.
        """
        (key,) = table.primary_key
        statement = _insert_new(table, key.name, self._connection.dialect.name)
        return self._connection.scalar(statement, values) is not None
