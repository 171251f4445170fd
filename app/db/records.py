"""All SQL of the service: what is stored of agreements, registrations, terms and facts.

Every method works inside the caller's transaction and commits nothing. A reference to an
agreement or registration that does not exist is sqlalchemy's IntegrityError: callers look first.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.db import tables
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


class Records:
    """What is on record, within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_terms(self, digest: str, document: Document) -> None:
        """Store a terms document under its content hash, unless it is there already."""
        now = datetime.now(UTC)
        self._add(tables.terms_documents, hash=digest, document=document, recorded_at=now)

    def terms(self, digest: str) -> Document | None:
        """Give the terms document with this content hash."""
        column = tables.terms_documents.c
        found: Document | None = self._connection.scalar(
            select(column.document).where(column.hash == digest)
        )
        return found

    def add_agreement(self, agreement_id: str, name: str, template: str | None) -> None:
        """Store an agreement with an empty record; AlreadyExists when its id is taken."""
        if not self._add(
            tables.agreements, id=agreement_id, name=name, template=template, version=0
        ):
            raise AlreadyExists("agreement", agreement_id)

    def agreement(self, agreement_id: str, *, lock: bool = False) -> AgreementRow | None:
        """Give the agreement; `lock` keeps other writers off it until this transaction ends.

        SQLite needs no row lock: there a writing transaction is alone in the whole database.
        """
        statement = _AGREEMENT.where(tables.agreements.c.id == agreement_id)
        if lock:
            statement = statement.with_for_update()
        row = self._connection.execute(statement).one_or_none()
        return AgreementRow(*row) if row else None

    def agreements(self, after: str | None, limit: int) -> list[AgreementRow]:
        """List up to `limit` agreements by id (bytewise), those after the id `after` only."""
        column = tables.agreements.c.id
        statement = _AGREEMENT.order_by(column).limit(limit)
        if after is not None:
            statement = statement.where(column > after)
        return [AgreementRow(*row) for row in self._connection.execute(statement)]

    def add_registration(self, registration_id: str, agreement_id: str, kind: str) -> None:
        """Store a registration under an agreement; AlreadyExists when its id is taken."""
        if not self._add(
            tables.registrations, id=registration_id, agreement_id=agreement_id, kind=kind
        ):
            raise AlreadyExists("registration", registration_id)

    def registration(self, registration_id: str) -> RegistrationRow | None:
        """Give the registration with this id."""
        statement = _REGISTRATION.where(tables.registrations.c.id == registration_id)
        row = self._connection.execute(statement).one_or_none()
        return RegistrationRow(*row) if row else None

    def facts(self, agreement_id: str, *, known_at: datetime | None = None) -> list[StoredFact]:
        """Give an agreement's record in order; with `known_at`, as recorded by that instant."""
        column = tables.facts.c
        statement = _FACT.where(column.agreement_id == agreement_id).order_by(column.position)
        if known_at is not None:
            statement = statement.where(column.recorded_at <= known_at)
        return [StoredFact(*row) for row in self._connection.execute(statement)]

    def append(self, agreement_id: str, expected_version: int, facts: Sequence[NewFact]) -> int:
        """Append facts to a record of `expected_version` facts; return its new version.

        RecordMoved when the record has another length (or no such agreement exists): nothing
        was written. AlreadyExists when a fact id is taken: let the transaction roll back.
        """
        new_version = expected_version + len(facts)
        column = tables.agreements.c
        moved = self._connection.execute(
            update(tables.agreements)
            .where(column.id == agreement_id, column.version == expected_version)
            .values(version=new_version)
        )
        if moved.rowcount != 1:
            raise RecordMoved(agreement_id)
        if facts:
            self._insert_facts(agreement_id, expected_version + 1, facts)
        return new_version

    def _insert_facts(self, agreement_id: str, start: int, facts: Sequence[NewFact]) -> None:
        rows = [
            {"agreement_id": agreement_id, "position": position}
            | {name: getattr(fact, name) for name in _NEW_FACT_NAMES}
            for position, fact in enumerate(facts, start)
        ]
        fact_id = tables.facts.c.fact_id
        statement = self._insert(tables.facts).on_conflict_do_nothing(index_elements=[fact_id])
        stored = self._connection.scalars(statement.returning(fact_id), rows)
        taken = Counter(fact.fact_id for fact in facts) - Counter(stored)
        if taken:
            raise AlreadyExists("fact", next(iter(taken)))

    def _add(self, table: Table, **values: object) -> bool:
        """Insert one row, or return False when its primary key is taken.

        Asking the database, not catching its error: on PostgreSQL an error ends the transaction.
        """
        key = list(table.primary_key)
        statement = self._insert(table).values(values).on_conflict_do_nothing(index_elements=key)
        return self._connection.scalar(statement.returning(*key)) is not None

    def _insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        if self._connection.dialect.name == "postgresql":
            return postgresql.insert(table)
        return sqlite.insert(table)
