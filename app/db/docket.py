"""All SQL of the docket: what is owed under all agreements, kept for listing.

It holds nothing that the facts do not say, and every line can be written anew from them. Inside the
caller's transaction; nothing here commits. Identifiers go in and out as the tenant writes them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import Any, TypeAlias

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Executable,
    Insert,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    tuple_,
    update,
)

from app.db.models import (
    DOCKET_ORDER,
    Agreement,
    DocketLine,
    DocketObligee,
    Fact,
    Registration,
)
from app.db.statements import select_as
from app.db.tenancy import Tenancy

UNDATED = date.max
"""The due day of what has none: it comes after every day."""

KEY = ("agreement_id", "registration_id", "obligation_id", "first_day")
NO_REGISTRATION = ""
"""The registration of a duty of the agreement's own."""


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line of the docket, so far as it tells itself from others; the obligation is JSON."""

    registration_id: str
    obligation_id: str
    first_day: date
    last_day: date
    obligation: str


@dataclass(frozen=True, slots=True)
class NewLine(KeptLine):
    """A line to be kept, with what it is found by; no due day is None."""

    due_on: date | None
    status: str
    standard: str | None
    obligor: str
    obligees: Sequence[str]
    clause: str


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a line in the order in which the docket is listed."""

    due_on: date | None
    agreement_id: str
    registration_id: str | None
    obligation_id: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are asked for: those that stand on a day and have all that is given here.

    `dated` leaves out what has no due day, as do days from which or to which it is due. What is
    kept is by all that is known now: with `known_at`, only lines of agreements that have not moved
    since that instant are found here, and `services.obligations` works the others out.
    """

    day: date
    statuses: Sequence[str] = ()
    due_from: date | None = None
    due_to: date | None = None
    obligor: str | None = None
    obligee: str | None = None
    clause: str | None = None
    agreement_id: str | None = None
    registration_id: str | None = None
    standard: str | None = None
    dated: bool = False
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line as it is listed; `recorded_at` is when the last fact of its agreement was recorded.

    The registration and its kind are None where the agreement itself is the source of the duty.
    """

    agreement_id: str
    agreement_name: str
    registration_id: str | None
    registration_kind: str | None
    obligation: str
    recorded_at: datetime


_KEPT = select_as(KeptLine, DocketLine).where(
    DocketLine.agreement_id == bindparam("of_agreement"), DocketLine.last_day >= bindparam("since")
)


def _the_line(model: type[DocketLine | DocketObligee]) -> Sequence[ColumnElement[bool]]:
    return (
        model.agreement_id == bindparam("of_agreement"),
        model.registration_id == bindparam("of_registration"),
        model.obligation_id == bindparam("of_obligation"),
        model.first_day == bindparam("since"),
    )


_DELETE = delete(DocketLine).where(*_the_line(DocketLine))
_DELETE_OBLIGEES = delete(DocketObligee).where(*_the_line(DocketObligee))
_MOVE_END = update(DocketLine).where(*_the_line(DocketLine)).values(last_day=bindparam("until"))
_INSERT, _INSERT_OBLIGEES = insert(DocketLine), insert(DocketObligee)
_OBLIGEES = tuple(DocketObligee.__table__.c[name] for name in (*KEY, "tenant", "due_on", "obligee"))


@lru_cache
def _insert_all_obligees(dialect: str) -> Insert:
    """Insert all to whom a line is owed, from one list: to hand over a row for each is dear."""
    listed = bindparam("obligees", type_=JSON)
    each: ColumnElement[Any] = (
        func.json_array_elements_text(listed).column_valued("each")
        if dialect == "postgresql"
        else func.json_each(listed).table_valued("value").c.value
    )
    given = (bindparam(f"of_{column.name}", type_=column.type) for column in _OBLIGEES[:-1])
    return insert(DocketObligee).from_select(_OBLIGEES, select(*given, each))


RowKey: TypeAlias = tuple[str, str, date, str]
"""Registration and obligation as they are stored, first day, and whom it is owed to (or "")."""
Rows: TypeAlias = Mapping[RowKey, Mapping[str, Any]]
"""Whole rows of one agreement: its lines, and to whom each is owed."""

_ALL_OF = {
    model: select(model.__table__).where(model.agreement_id == bindparam("of_agreement"))
    for model in (DocketLine, DocketObligee)
}
_STRAYS = select(DocketLine.agreement_id).union(select(DocketObligee.agreement_id)).subquery()
_OF_NO_AGREEMENT = (
    select(_STRAYS.c.agreement_id)
    .where(_STRAYS.c.agreement_id.not_in(select(Agreement.id)))
    .order_by(_STRAYS.c.agreement_id)
)


class Docket:
    """The docket, within one transaction."""

    __slots__ = ("_connection", "_tenancy")

    def __init__(self, connection: Connection, tenancy: Tenancy) -> None:
        self._connection = connection
        self._tenancy = tenancy

    def kept(self, agreement_id: str, since: date) -> list[KeptLine]:
        """Give the lines of an agreement that stand on some day from `since` on."""
        asked = {"of_agreement": self._tenancy.stored(agreement_id), "since": since}
        return [
            KeptLine(self._tenancy.written(registration), *rest)
            for registration, *rest in self._connection.execute(_KEPT, asked)
        ]

    def rewrite(
        self,
        agreement_id: str,
        *,
        gone: Sequence[KeptLine],
        moved: Sequence[KeptLine],
        new: Sequence[NewLine],
    ) -> None:
        """Take lines away, move the last days of lines, and add lines, to those of an agreement."""
        self._each(_DELETE_OBLIGEES, [self._key_of(agreement_id, line) for line in gone])
        self._each(_DELETE, [self._key_of(agreement_id, line) for line in gone])
        ends = [self._key_of(agreement_id, line) | {"until": line.last_day} for line in moved]
        self._each(_MOVE_END, ends)
        self._each(_INSERT, [self._row_of(agreement_id, line) for line in new])
        owed_to = [self._owed_to(agreement_id, line) for line in new if line.obligees]
        self._each(_insert_all_obligees(self._connection.dialect.name), owed_to)

    def rows(self, agreement_id: str) -> Rows:
        """Give all that is stored of an agreement, each row whole."""
        asked = {"of_agreement": self._tenancy.stored(agreement_id)}
        return {
            _row_key(row): row
            for statement in _ALL_OF.values()
            for row in map(dict, self._connection.execute(statement, asked).mappings())
        }

    def rows_of(self, agreement_id: str, lines: Iterable[NewLine]) -> Rows:
        """Give the rows that should be stored for these lines of an agreement."""
        return {
            _row_key(row): row
            for line in lines
            for row in (self._row_of(agreement_id, line), *self._obligees_of(agreement_id, line))
        }

    def replace(self, agreement_id: str, found: Rows, right: Rows) -> bool:
        """Put rows that are right in the place of what is found; whether the two differed."""
        wrong = {key[:3] for key in differing(found, right)}
        of = self._tenancy.stored(agreement_id)
        names = ("of_registration", "of_obligation", "since")
        gone = [{"of_agreement": of, **dict(zip(names, key, strict=True))} for key in wrong]
        self._each(_DELETE_OBLIGEES, gone)
        self._each(_DELETE, gone)
        new = [(key, row) for key, row in right.items() if key[:3] in wrong]
        self._each(_INSERT, [row for key, row in new if "obligee" not in row])
        self._each(_INSERT_OBLIGEES, [row for key, row in new if "obligee" in row])
        return bool(wrong)

    def of_no_agreement(self) -> list[str]:
        """Give the stored ids under which there are rows and no agreement, of whatever tenant."""
        return list(self._connection.scalars(_OF_NO_AGREEMENT))

    def _each(self, statement: Executable, values: Sequence[Mapping[str, Any]]) -> None:
        if values:
            self._connection.execute(statement, values)

    def listed(self, wanted: Wanted, after: Place | None, limit: int) -> list[ListedLine]:
        """List up to `limit` lines in their order, those after the place `after` only."""
        rows = self._connection.execute(listing(self._tenancy, wanted, after, limit))
        return [self._listed(ListedLine(*row)) for row in rows]

    def _listed(self, line: ListedLine) -> ListedLine:
        of = line.registration_id
        return replace(
            line,
            agreement_id=self._tenancy.written(line.agreement_id),
            registration_id=of and self._tenancy.written(of),
        )

    # --- a line as it is stored -----------------------------------------------------------------

    def _key_of(self, agreement_id: str, line: KeptLine) -> dict[str, Any]:
        return {
            "of_agreement": self._tenancy.stored(agreement_id),
            "of_registration": _stored(line.registration_id, self._tenancy),
            "of_obligation": line.obligation_id,
            "since": line.first_day,
        }

    def _row_of(self, agreement_id: str, line: NewLine) -> Mapping[str, Any]:
        return {
            "agreement_id": self._tenancy.stored(agreement_id),
            "registration_id": _stored(line.registration_id, self._tenancy),
            "obligation_id": line.obligation_id,
            "first_day": line.first_day,
            "last_day": line.last_day,
            "tenant": self._tenancy.tenant,
            "due_on": line.due_on or UNDATED,
            "status": line.status,
            "standard": line.standard,
            "obligor": line.obligor,
            "clause": line.clause,
            "obligation": line.obligation,
        }

    def _obligees_of(self, agreement_id: str, line: NewLine) -> list[Mapping[str, Any]]:
        row = self._row_of(agreement_id, line)
        same = {column.name: row[column.name] for column in _OBLIGEES[:-1]}
        return [same | {"obligee": obligee} for obligee in dict.fromkeys(line.obligees)]

    def _owed_to(self, agreement_id: str, line: NewLine) -> Mapping[str, Any]:
        row = self._row_of(agreement_id, line)
        same = {f"of_{column.name}": row[column.name] for column in _OBLIGEES[:-1]}
        return same | {"obligees": list(dict.fromkeys(line.obligees))}


def differing(found: Rows, right: Rows) -> Sequence[RowKey]:
    """The keys of rows that are not the same on both sides, in order.

    Row by row: to sort or compare all of them in one step would hold the interpreter's lock.
    """
    added = (key for key in found if key not in right)
    return sorted(key for key in chain(right, added) if found.get(key) != right.get(key))


def digest(rows: Rows) -> int:
    """A number for all that rows say, in whatever order they are: other rows, another number.

    Row by row, for the same reason. It finds what was changed by mistake or beside the facts, and
    is kept nowhere.
    """
    total = 0
    for key, row in rows.items():
        said = repr((key, sorted(row.items()))).encode()
        total += int.from_bytes(blake2b(said, digest_size=16).digest())
    return total


def _row_key(row: Mapping[str, Any]) -> RowKey:
    owed = f", owed to {row['obligee']}" if "obligee" in row else ""
    return row["registration_id"], row["obligation_id"], row["first_day"], owed


def _stored(registration_id: str | None, tenancy: Tenancy) -> str:
    """A registration's id as it is stored; that of none is the same for every tenant."""
    return tenancy.stored(registration_id) if registration_id else NO_REGISTRATION


def listing(tenancy: Tenancy, wanted: Wanted, after: Place | None, limit: int) -> Select[Any]:
    """The statement that lists lines: names are looked up for those that are listed alone."""
    page = _page(tenancy, wanted, after, limit).subquery("page")
    return (
        select(
            page.c.agreement_id,
            Agreement.name,
            Registration.id,
            Registration.kind,
            page.c.obligation,
            Fact.recorded_at,
        )
        .join(Agreement, Agreement.id == page.c.agreement_id)
        .join(
            Fact,
            and_(Fact.agreement_id == Agreement.id, Fact.position == Agreement.version),
        )
        .join(Registration, Registration.id == page.c.registration_id, isouter=True)
        .order_by(*(page.c[name] for name in DOCKET_ORDER))
    )


def _page(tenancy: Tenancy, wanted: Wanted, after: Place | None, limit: int) -> Select[Any]:
    """The lines themselves, found and put in order by one index."""
    found = DocketLine if wanted.obligee is None else DocketObligee
    columns = [getattr(found, name) for name in DOCKET_ORDER]
    page = (
        select(*columns, DocketLine.obligation)
        .where(found.tenant == tenancy.tenant)
        .where(*_conditions(tenancy, wanted))
        .order_by(*columns)
        .limit(limit)
    )
    if wanted.obligee is not None:
        same = (getattr(DocketLine, name) == getattr(DocketObligee, name) for name in KEY)
        page = page.select_from(DocketObligee).join(DocketLine, and_(*same))
        page = page.where(DocketObligee.obligee == wanted.obligee)
    if wanted.due_from is not None:
        page = page.where(found.due_on >= wanted.due_from)
    if wanted.due_to is not None:
        page = page.where(found.due_on <= wanted.due_to)
    elif wanted.due_from is not None or wanted.dated:
        page = page.where(found.due_on < UNDATED)
    if after is not None:
        page = page.where(tuple_(*columns) > _in_columns(tenancy, after))
    return page


def _in_columns(tenancy: Tenancy, place: Place) -> tuple[date, str, str, str]:
    return (
        place.due_on or UNDATED,
        tenancy.stored(place.agreement_id),
        _stored(place.registration_id, tenancy),
        place.obligation_id,
    )


def _conditions(tenancy: Tenancy, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What is asked of the lines beside their due day and whom they are owed to."""
    conditions = [DocketLine.first_day <= wanted.day, DocketLine.last_day >= wanted.day]
    equal = {
        DocketLine.obligor: wanted.obligor,
        DocketLine.clause: wanted.clause,
        DocketLine.standard: wanted.standard,
    }
    conditions += [column == value for column, value in equal.items() if value is not None]
    if wanted.agreement_id is not None:
        conditions.append(DocketLine.agreement_id == tenancy.stored(wanted.agreement_id))
    if wanted.registration_id is not None:
        registration = tenancy.stored(wanted.registration_id)
        agreement = (
            select(Registration.agreement_id)
            .where(Registration.id == registration)
            .scalar_subquery()
        )
        conditions.append(DocketLine.agreement_id == agreement)
        conditions.append(DocketLine.registration_id == registration)
    if wanted.known_at is not None:
        conditions.append(_not_moved_since(wanted.known_at))
    if len(wanted.statuses) == 1:
        conditions.append(DocketLine.status == wanted.statuses[0])
    elif wanted.statuses:
        conditions.append(DocketLine.status.in_(wanted.statuses))
    return conditions


def _not_moved_since(known_at: datetime) -> ColumnElement[bool]:
    """Whether the last fact of a line's agreement was recorded by an instant."""
    return (
        exists()
        .where(Agreement.id == DocketLine.agreement_id)
        .where(Fact.agreement_id == Agreement.id, Fact.position == Agreement.version)
        .where(Fact.recorded_at <= known_at)
    )
