"""All SQL of the service: what is stored of agreements, registrations, terms and facts.

Every method works inside the caller's transaction and commits nothing. Identifiers go in and out as
the tenant writes them; `app.db.access.tenancy` says how they are stored. A reference to an
agreement or registration that does not exist is sqlalchemy's IntegrityError: callers look first.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Exists,
    Select,
    bindparam,
    exists,
    func,
    select,
    update,
)

from app import meters
from app.db.access.tenancy import Tenancy
from app.db.evidence import chain
from app.db.models import Agreement, Base, Fact, Registration, TermsDocument
from app.db.statements import Pages, insert_new, select_as
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
    predecessor: str
    hash: str


@dataclass(frozen=True, slots=True)
class FactMark:
    """By what a fact is known: its place on the record, its id and its hash.

    The hash covers the fact and the hash of the one before it, and so all that came before it.
    """

    position: int
    fact_id: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a record: how many facts it has, and the hash of the last."""

    version: int
    hash: str


_AGREEMENT = select_as(AgreementRow, Agreement)
_REGISTRATION = select_as(RegistrationRow, Registration)
_FACT = select_as(StoredFact, Fact)
_NEW_FACT_NAMES = tuple(field.name for field in fields(NewFact))

# Building a statement costs more than running it: each is built once, its values bound each time.
_AGREEMENT_BY_ID = _AGREEMENT.where(
    Agreement.id == bindparam("wanted"),
    Agreement.tenant == bindparam("tenant"),
)
_AGREEMENT_LOCKED = _AGREEMENT_BY_ID.with_for_update()
_REGISTRATION_BY_ID = _REGISTRATION.where(Registration.id == bindparam("wanted"))
_REGISTRATIONS_OF = _REGISTRATION.where(Registration.agreement_id == bindparam("wanted")).order_by(
    Registration.id
)
_FACTS_OF = _FACT.where(Fact.agreement_id == bindparam("wanted")).order_by(Fact.position)
_EACH_FACT_OF = _FACT.where(Fact.agreement_id == bindparam("wanted"))
_EACH_FACT = Pages(_EACH_FACT_OF, Fact.__table__.c.position)
_EACH_FACT_KNOWN = Pages(
    _EACH_FACT_OF.where(Fact.recorded_at <= bindparam("known_at")), Fact.__table__.c.position
)
_FACTS_BETWEEN = _FACTS_OF.where(
    Fact.position >= bindparam("since"), Fact.position <= bindparam("through")
)
_MARK = select_as(FactMark, Fact).where(Fact.agreement_id == bindparam("wanted"))
_MARK_AT = _MARK.where(Fact.position == bindparam("through"))
_MARK_KNOWN = (
    _MARK.where(Fact.recorded_at <= bindparam("known_at"), Fact.position <= bindparam("through"))
    .order_by(Fact.position.desc())
    .limit(1)
)
_TERMS_OF_NO_RECORD = (
    select(TermsDocument.hash)
    .where(
        ~select(Fact.position)
        .where(Fact.payload["terms_hash"].as_string() == TermsDocument.hash)
        .exists()
    )
    .order_by(TermsDocument.hash)
)
_TERMS_BY_HASH = select(TermsDocument.document).where(TermsDocument.hash == bindparam("wanted"))
_LAST = select(Fact).where(
    Fact.agreement_id == bindparam("wanted"),
    Fact.position == bindparam("expected"),
)
# Guards the record's version and gives what the next fact is linked to, in one round trip.
_MOVE = (
    update(Agreement)
    .where(
        Agreement.id == bindparam("wanted"),
        Agreement.version == bindparam("expected"),
    )
    .values(
        version=bindparam("moved_to"),
        recorded_at=func.coalesce(
            bindparam("last_recorded_at", type_=Agreement.recorded_at.type), Agreement.recorded_at
        ),
    )
    .returning(
        Agreement.name,
        Agreement.template,
        _LAST.with_only_columns(Fact.hash).scalar_subquery(),
        _LAST.with_only_columns(Fact.recorded_at).scalar_subquery(),
    )
)


class Records:
    """What is on record, within one transaction."""

    __slots__ = ("_connection", "_tenancy")

    def __init__(self, connection: Connection, tenancy: Tenancy) -> None:
        self._connection = connection
        self._tenancy = tenancy

    def add_terms(self, digest: str, document: Document) -> None:
        """Store a terms document under its content hash, unless it is there already."""
        now = datetime.now(UTC)
        self._add(TermsDocument, hash=digest, document=document, recorded_at=now)

    def terms(self, digest: str) -> Document | None:
        """Give the terms document with this content hash."""
        found: Document | None = self._connection.scalar(_TERMS_BY_HASH, {"wanted": digest})
        return found

    def terms_of_no_record(self) -> list[str]:
        """Give the hashes of terms that no fact of any tenant names."""
        return list(self._connection.scalars(_TERMS_OF_NO_RECORD))

    def add_agreement(self, agreement_id: str, name: str, template: str | None) -> None:
        """Store an agreement with an empty record; AlreadyExists when its id is taken."""
        if not self._add(
            Agreement,
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
        if lock:
            with meters.waiting("lock"):
                row = self._connection.execute(statement, asked).one_or_none()
        else:
            row = self._connection.execute(statement, asked).one_or_none()
        return self._agreement(AgreementRow(*row)) if row else None

    def agreement_known(self, agreement_id: str, known_at: datetime) -> AgreementRow | None:
        """Give the agreement as it was known at an instant; None if it was not known then."""
        statement = _agreements_known(known_at).where(
            Agreement.id == self._tenancy.stored(agreement_id),
            Agreement.tenant == self._tenancy.tenant,
        )
        row = self._connection.execute(statement).one_or_none()
        return self._agreement(AgreementRow(*row)) if row else None

    def _agreement(self, row: AgreementRow) -> AgreementRow:
        return replace(row, id=self._tenancy.written(row.id))

    def moved_at(self, agreement_id: str) -> datetime | None:
        """Give the instant at which an agreement says that its last fact was recorded."""
        statement = select(Agreement.recorded_at).where(
            Agreement.id == self._tenancy.stored(agreement_id)
        )
        found: datetime | None = self._connection.scalar(statement)
        return found

    def agreements(
        self,
        after: str | None,
        limit: int,
        *,
        made_by: date | None = None,
        known_at: datetime | None = None,
    ) -> list[AgreementRow]:
        """List up to `limit` agreements by id (bytewise), those after the id `after` only.

        With `made_by`, those made by that day; with `known_at`, as they were known at that instant.
        """
        column = Agreement.id
        statement = _AGREEMENT if known_at is None else _agreements_known(known_at)
        statement = statement.where(Agreement.tenant == self._tenancy.tenant)
        if after is not None:
            statement = statement.where(column > self._tenancy.stored(after))
        if made_by is not None:
            statement = statement.where(_made(Fact.occurred_on <= made_by))
        rows = self._connection.execute(statement.order_by(column).limit(limit))
        return [self._agreement(AgreementRow(*row)) for row in rows]

    def moved_since(
        self, known_at: datetime, limit: int, agreement_id: str | None = None
    ) -> list[AgreementRow]:
        """List up to `limit` agreements (or look for one), as known then, that have moved since."""
        statement = _agreements_known(known_at).where(
            Agreement.tenant == self._tenancy.tenant, Agreement.recorded_at > known_at
        )
        if agreement_id is not None:
            statement = statement.where(Agreement.id == self._tenancy.stored(agreement_id))
        rows = self._connection.execute(statement.order_by(Agreement.id).limit(limit))
        return [self._agreement(AgreementRow(*row)) for row in rows]

    def add_registration(self, registration_id: str, agreement_id: str, kind: str) -> None:
        """Store a registration under an agreement; AlreadyExists when its id is taken."""
        if not self._add(
            Registration,
            id=self._tenancy.stored(registration_id),
            agreement_id=self._tenancy.stored(agreement_id),
            kind=kind,
        ):
            raise AlreadyExists("registration", registration_id)

    def registration(self, registration_id: str) -> RegistrationRow | None:
        """Give the registration with this id."""
        asked = {"wanted": self._tenancy.stored(registration_id)}
        row = self._connection.execute(_REGISTRATION_BY_ID, asked).one_or_none()
        return None if row is None else self._registration(RegistrationRow(*row))

    def registrations(
        self, agreement_id: str, known_at: datetime | None = None
    ) -> list[RegistrationRow]:
        """List the registrations of an agreement by id; with `known_at`, those known by then."""
        asked = {"wanted": self._tenancy.stored(agreement_id)}
        statement = _REGISTRATIONS_OF
        if known_at is not None:
            statement = statement.where(_registration_known(known_at))
        rows = self._connection.execute(statement, asked)
        return [self._registration(RegistrationRow(*row)) for row in rows]

    def registrations_after(
        self, after: str | None, limit: int, agreement_id: str | None, kind: str | None
    ) -> list[RegistrationRow]:
        """List up to `limit` registrations by id (bytewise), those after the id `after` only."""
        owner = Agreement.tenant == self._tenancy.tenant
        statement = _REGISTRATION.join(Agreement, Agreement.id == Registration.agreement_id)
        statement = statement.where(owner).order_by(Registration.id).limit(limit)
        if after is not None:
            statement = statement.where(Registration.id > self._tenancy.stored(after))
        if agreement_id is not None:
            stored = self._tenancy.stored(agreement_id)
            statement = statement.where(Registration.agreement_id == stored)
        if kind is not None:
            statement = statement.where(Registration.kind == kind)
        rows = self._connection.execute(statement)
        return [self._registration(RegistrationRow(*row)) for row in rows]

    def _registration(self, row: RegistrationRow) -> RegistrationRow:
        written = self._tenancy.written
        return replace(row, id=written(row.id), agreement_id=written(row.agreement_id))

    def mark(
        self, agreement_id: str, through: int, known_at: datetime | None = None
    ) -> FactMark | None:
        """Give the mark of the fact at a position, or of the last by then recorded by an instant.

        None where there is no such fact.
        """
        asked: dict[str, object] = {"wanted": self._tenancy.stored(agreement_id)}
        asked |= {"through": through, "known_at": known_at}
        statement = _MARK_AT if known_at is None else _MARK_KNOWN
        row = self._connection.execute(statement, asked).one_or_none()
        if row is None:
            return None
        mark = FactMark(*row)
        return replace(mark, fact_id=self._tenancy.written(mark.fact_id))

    def facts(
        self, agreement_id: str, *, since: int = 1, through: int | None = None
    ) -> list[StoredFact]:
        """Give an agreement's record in order, from one position through another or to its end."""
        asked: dict[str, object] = {"wanted": self._tenancy.stored(agreement_id)}
        statement = _FACTS_OF
        if through is not None:
            statement, asked = _FACTS_BETWEEN, asked | {"since": since, "through": through}
        rows = self._connection.execute(statement, asked)
        return [self._fact(StoredFact(*row)) for row in rows]

    def each_fact(
        self, agreement_id: str, known_at: datetime | None = None
    ) -> Iterator[StoredFact]:
        """Give an agreement's facts in order, a page at a time; ValueError where one is unreadable.

        Pages before it have been given by then. With `known_at`, those recorded by that instant.
        """
        pages = _EACH_FACT if known_at is None else _EACH_FACT_KNOWN
        of = self._tenancy.stored(agreement_id)
        for row in pages.rows(self._connection, wanted=of, known_at=known_at):
            yield self._fact(StoredFact(*row))

    def _fact(self, fact: StoredFact) -> StoredFact:
        if self._tenancy.as_written:
            return fact
        of = fact.registration_id
        return replace(
            fact,
            fact_id=self._tenancy.written(fact.fact_id),
            agreement_id=self._tenancy.written(fact.agreement_id),
            registration_id=of and self._tenancy.written(of),
        )

    def append(self, agreement_id: str, expected_version: int, facts: Sequence[NewFact]) -> Head:
        """Append facts to a record of `expected_version` facts, each linked to the one before it.

        RecordMoved when the record has another length (or no such agreement exists): nothing
        was written. AlreadyExists when a fact id is taken: let the transaction roll back.
        ValueError when a fact was recorded before its predecessor: what was known by an instant is
        a beginning of the record, always.
        """
        new_version = expected_version + len(facts)
        moved = self._connection.execute(
            _MOVE,
            {
                "wanted": self._tenancy.stored(agreement_id),
                "expected": expected_version,
                "moved_to": new_version,
                "last_recorded_at": facts[-1].recorded_at if facts else None,
            },
        ).one_or_none()
        if moved is None:
            raise RecordMoved(agreement_id)
        name, template, last_hash, last_recorded_at = moved
        _check_order(facts, last_recorded_at)
        head = last_hash or chain.genesis(agreement_id, name, template)
        if facts:
            head = self._insert_facts(agreement_id, expected_version + 1, facts, head)
        return Head(new_version, head)

    def _insert_facts(
        self, agreement_id: str, start: int, facts: Sequence[NewFact], head: str
    ) -> str:
        rows = []
        for position, fact in enumerate(facts, start):
            # Hashed as the tenant writes it, whatever the form in which it is stored.
            row = {name: getattr(fact, name) for name in _NEW_FACT_NAMES}
            row |= {"agreement_id": agreement_id, "position": position, "predecessor": head}
            head = chain.fact_hash(row)
            rows.append(self._stored(row) | {"hash": head})
        statement = insert_new(Fact, "fact_id", self._connection.dialect.name)
        # One row as a list would take the slower road of many rows.
        stored = self._connection.scalars(statement, rows if len(rows) > 1 else rows[0])
        taken = Counter(row["fact_id"] for row in rows) - Counter(stored)
        if taken:
            raise AlreadyExists("fact", self._tenancy.written(next(iter(taken))))
        return head

    def _stored(self, row: dict[str, Any]) -> dict[str, Any]:
        """A fact's columns with its identifiers as they are stored."""
        stored, of = self._tenancy.stored, row["registration_id"]
        return row | {
            "fact_id": stored(row["fact_id"]),
            "agreement_id": stored(row["agreement_id"]),
            "registration_id": of and stored(of),
        }

    def _add(self, model: type[Base], **values: object) -> bool:
        """Insert one row, or return False when its primary key is taken.

        Asking the database, not catching its error: on PostgreSQL an error ends the transaction.
        """
        (key,) = model.__table__.primary_key
        statement = insert_new(model, key.name, self._connection.dialect.name)
        return self._connection.scalar(statement, values) is not None


def _made(condition: ColumnElement[bool]) -> Exists:
    """Whether the first fact of an agreement, its making, meets a condition."""
    return exists().where(Fact.agreement_id == Agreement.id, Fact.position == 1, condition)


def _registration_known(known_at: datetime) -> Exists:
    """Whether a fact of a registration was recorded by an instant."""
    return exists().where(Fact.registration_id == Registration.id, Fact.recorded_at <= known_at)


def _agreements_known(known_at: datetime) -> Select[Any]:
    """Agreements made by an instant, each with the number of its facts known then."""
    known = Fact.recorded_at <= known_at
    version = select(func.count()).where(Fact.agreement_id == Agreement.id, known).scalar_subquery()
    return select(Agreement.id, Agreement.name, Agreement.template, version).where(_made(known))


def _check_order(facts: Sequence[NewFact], last_recorded_at: datetime | None) -> None:
    for fact in facts:
        if last_recorded_at is not None and fact.recorded_at < last_recorded_at:
            raise ValueError(f"fact {fact.fact_id} was recorded before its predecessor")
        last_recorded_at = fact.recorded_at
