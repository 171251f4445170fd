"""All SQL of the docket: what is owed under all agreements, kept for listing.

It holds nothing that the facts do not say, and every line can be written anew from them. Inside the
caller's transaction; nothing here commits. Identifiers go in and out as the tenant writes them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
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
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    tuple_,
    union,
    update,
)
from sqlalchemy.orm import aliased

from app.db.access.tenancy import Tenancy
from app.db.docket.drawers import UNDATED, Drawer, by_days, by_kind
from app.db.docket.pages import (
    KEY,
    NO_REGISTRATION,
    Place,
    Wanted,
    listing,
    open_to,
    stored_registration,
)
from app.db.models import Agreement, DocketDrawer, DocketObligee, DocketParty, DocketRow
from app.db.statements import insert_new, select_as


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line of the docket, so far as it tells itself from others; the obligation is JSON.

    No due day is None.
    """

    registration_id: str
    obligation_id: str
    first_day: date
    last_day: date
    obligation: str
    due_on: date | None
    status: str
    standard: str | None
    clause: str


@dataclass(frozen=True, slots=True)
class NewLine(KeptLine):
    """A line to be kept, with the rest that it is found by."""

    obligor: str
    obligees: Sequence[str]
    registration_kind: str | None = None


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


_KEPT = select_as(KeptLine, DocketRow).where(
    DocketRow.agreement_id == bindparam("of_agreement"), DocketRow.last_day >= bindparam("since")
)
_KEPT_OF_SOME = _KEPT.where(DocketRow.registration_id.in_(bindparam("named", expanding=True)))
MOST_NAMED = 200
"""Of how many registrations lines are asked for by name; of more all are read."""


def _the_line(model: type[DocketRow | DocketObligee]) -> Sequence[ColumnElement[bool]]:
    return (
        model.agreement_id == bindparam("of_agreement"),
        model.registration_id == bindparam("of_registration"),
        model.obligation_id == bindparam("of_obligation"),
        model.first_day == bindparam("since"),
    )


_DELETE = delete(DocketRow).where(*_the_line(DocketRow))
_DELETE_OBLIGEES = delete(DocketObligee).where(*_the_line(DocketObligee))
_MOVE_END, _MOVE_END_FOR_OBLIGEES = (
    update(model)
    .where(*_the_line(model))
    .values({name: bindparam(f"to_{name}") for name in ("last_day", "drawer", "kind_drawer")})
    for model in (DocketRow, DocketObligee)
)
_INSERT, _INSERT_OBLIGEES = insert(DocketRow), insert(DocketObligee)
_INSERT_PARTIES = insert(DocketParty)
_DELETE_PARTIES = delete(DocketParty).where(DocketParty.agreement_id == bindparam("of_agreement"))
_PARTY = tuple_(DocketParty.agreement_id, DocketParty.party)
_NAMES = select(DocketParty.agreement_id, DocketParty.party, DocketParty.name).where(
    _PARTY.in_(bindparam("parties", expanding=True))
)
NAMES_AT_ONCE = 1_000
_OF_THE_LINE = (*KEY, "tenant", "due_on", "last_day", "obligor", "drawer", "kind_drawer")
_OBLIGEES = tuple(DocketObligee.__table__.c[name] for name in (*_OF_THE_LINE, "obligee"))
_DRAWERS_THERE = select(DocketDrawer.id).where(
    DocketDrawer.id.in_(bindparam("drawers", expanding=True))
)


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


Party: TypeAlias = tuple[str, str]
"""An agreement, and the id by which somebody goes under it."""
RowKey: TypeAlias = tuple[str, str, date, str]
"""Registration and obligation as they are stored, first day, and whom it is owed to (or "").

Of a name, which is of no obligation and no day: whose it is.
"""
Rows: TypeAlias = Mapping[RowKey, Mapping[str, Any]]
"""Whole rows of one agreement: its lines, to whom each is owed, and how these are called."""
NO_OBLIGATION = ""

_COLUMNS = tuple(column.name for column in DocketRow.__table__.c)
_DRAWER_COLUMNS = tuple(field.name for field in fields(Drawer))
_DRAWERS = select_as(Drawer, DocketDrawer).where(
    DocketDrawer.id.in_(bindparam("drawers", expanding=True))
)
_RIGHT_DRAWER = (
    update(DocketDrawer)
    .where(DocketDrawer.id == bindparam("to_id"))
    .values({name: bindparam(f"to_{name}") for name in _DRAWER_COLUMNS})
)
_BY_DAYS, _BY_KIND = (aliased(DocketDrawer, name=name) for name in ("by_days", "by_kind"))
_ALL_OF = (
    select(
        DocketRow.__table__,
        *(
            getattr(drawer, column.key).label(f"{name}_{column.key}")
            for name, drawer in (("by_days", _BY_DAYS), ("by_kind", _BY_KIND))
            for column in DocketDrawer.__table__.c
        ),
    )
    .join(_BY_DAYS, _BY_DAYS.id == DocketRow.drawer, isouter=True)
    .join(_BY_KIND, _BY_KIND.id == DocketRow.kind_drawer, isouter=True)
    .where(DocketRow.agreement_id == bindparam("of_agreement")),
    select(DocketObligee.__table__).where(DocketObligee.agreement_id == bindparam("of_agreement")),
    select(DocketParty.__table__).where(DocketParty.agreement_id == bindparam("of_agreement")),
)
_STRAYS = union(
    *(select(each.agreement_id) for each in (DocketRow, DocketObligee, DocketParty))
).subquery()
_OF_NO_AGREEMENT = (
    select(_STRAYS.c.agreement_id)
    .where(_STRAYS.c.agreement_id.not_in(select(Agreement.id)))
    .order_by(_STRAYS.c.agreement_id)
)


_ESTIMATED = text("SELECT reltuples::bigint FROM pg_class WHERE oid = 'docket'::regclass")


class Docket:
    """The docket, within one transaction."""

    __slots__ = ("_connection", "_tenancy")

    def __init__(self, connection: Connection, tenancy: Tenancy) -> None:
        self._connection = connection
        self._tenancy = tenancy

    def kept(
        self, agreement_id: str, since: date, of: Collection[str] | None = None
    ) -> list[KeptLine]:
        """Give the lines of an agreement that stand on some day from `since` on.

        Where a few registrations are named, those `of` them alone.
        """
        asked: dict[str, Any] = {"of_agreement": self._tenancy.stored(agreement_id), "since": since}
        statement = _KEPT
        if of is not None and len(of) <= MOST_NAMED:
            statement = _KEPT_OF_SOME
            asked["named"] = [stored_registration(each, self._tenancy) for each in of]
        return [
            _as_given(KeptLine(self._tenancy.written(registration), *rest))
            for registration, *rest in self._connection.execute(statement, asked)
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
        self._put_up(chain.from_iterable(map(self._drawers_of, (*moved, *new))))
        ends = [self._key_of(agreement_id, line) | self._end_of(line) for line in moved]
        self._each(_MOVE_END, ends)
        self._each(_MOVE_END_FOR_OBLIGEES, ends)
        self._each(_INSERT, [self._row_of(agreement_id, line) for line in new])
        owed_to = [self._owed_to(agreement_id, line) for line in new if line.obligees]
        self._each(_insert_all_obligees(self._connection.dialect.name), owed_to)

    def call(self, agreement_id: str, names: Mapping[str, str]) -> None:
        """Let those who have an id under an agreement go by these names, and nobody by others."""
        self._connection.execute(
            _DELETE_PARTIES, {"of_agreement": self._tenancy.stored(agreement_id)}
        )
        self._each(_INSERT_PARTIES, list(self._named(agreement_id, names)))

    def names(self, parties: Iterable[Party]) -> Mapping[Party, str]:
        """Give the names of parties, each looked up by its id; nothing of those without one."""
        stored = [(self._tenancy.stored(agreement), party) for agreement, party in parties]
        return {
            (self._tenancy.written(agreement), party): name
            for first in range(0, len(stored), NAMES_AT_ONCE)
            for agreement, party, name in self._connection.execute(
                _NAMES, {"parties": stored[first : first + NAMES_AT_ONCE]}
            )
        }

    def rows(self, agreement_id: str) -> Rows:
        """Give all that is stored of an agreement, each row whole."""
        asked = {"of_agreement": self._tenancy.stored(agreement_id)}
        return {
            _row_key(row): row
            for statement in _ALL_OF
            for row in map(dict, self._connection.execute(statement, asked).mappings())
        }

    def rows_of(
        self, agreement_id: str, lines: Iterable[NewLine], names: Mapping[str, str]
    ) -> Rows:
        """Give the rows that should be stored for these lines and names of an agreement."""
        named = {_row_key(row): row for row in self._named(agreement_id, names)}
        return named | {
            _row_key(row): row
            for line in lines
            for row in (
                self._row_of(agreement_id, line) | self._drawers_beside(line),
                *self._obligees_of(agreement_id, line),
            )
        }

    def replace(self, agreement_id: str, found: Rows, right: Rows) -> bool:
        """Put rows that are right in the place of what is found; whether the two differed."""
        differ = differing(found, right)
        wrong = {key[:3] for key in differ if key[1] != NO_OBLIGATION}
        if len(wrong) < len({key[:3] for key in differ}):
            named = (row for row in right.values() if "party" in row)
            self.call(agreement_id, {row["party"]: row["name"] for row in named})
        of = self._tenancy.stored(agreement_id)
        names = ("of_registration", "of_obligation", "since")
        gone = [{"of_agreement": of, **dict(zip(names, key, strict=True))} for key in wrong]
        self._each(_DELETE_OBLIGEES, gone)
        self._each(_DELETE, gone)
        new = [(key, row) for key, row in right.items() if key[:3] in wrong]
        lines = [row for _, row in new if "obligee" not in row]
        self._set_right([_drawer_in(row, name) for row in lines for name in ("by_days", "by_kind")])
        self._each(_INSERT, [{name: row[name] for name in _COLUMNS} for row in lines])
        self._each(_INSERT_OBLIGEES, [row for key, row in new if "obligee" in row])
        return bool(differ)

    def extent(self) -> tuple[int, datetime | None]:
        """Give how many lines all tenants have, about, and when an agreement last moved."""
        if self._connection.dialect.name == "postgresql":
            lines = self._connection.scalar(_ESTIMATED)
        else:
            lines = self._connection.scalar(select(func.count()).select_from(DocketRow))
        return max(0, lines or 0), self._connection.scalar(select(func.max(Agreement.recorded_at)))

    def of_no_agreement(self) -> list[str]:
        """Give the stored ids under which there are rows and no agreement, of whatever tenant."""
        return list(self._connection.scalars(_OF_NO_AGREEMENT))

    def _put_up(self, drawers: Iterable[Drawer]) -> None:
        """See that drawers are there. Those that are, are not written: others may wait for them."""
        needed = {drawer.id: drawer for drawer in drawers}
        if needed:
            there = self._connection.scalars(_DRAWERS_THERE, {"drawers": list(needed)})
            missing = needed.keys() - set(there)
            # In one order, so that two writers who put up the same ones do not wait for each other.
            rows = [_values(needed[number]) for number in sorted(missing)]
            self._each(insert_new(DocketDrawer, "id", self._connection.dialect.name), rows)

    def _set_right(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """See that drawers are there and as they should be; only tampering makes them otherwise."""
        self._put_up(Drawer(**row) for row in rows)
        found = self._connection.execute(_DRAWERS, {"drawers": [row["id"] for row in rows]})
        there = {row["id"]: dict(row) for row in found.mappings()}
        wrong = [row for row in rows if there.get(row["id"]) != row]
        self._each(_RIGHT_DRAWER, [{f"to_{name}": row[name] for name in row} for row in wrong])

    def _each(self, statement: Executable, values: Sequence[Mapping[str, Any]]) -> None:
        if values:
            self._connection.execute(statement, values)

    def listed(self, wanted: Wanted, after: Place | None, limit: int) -> list[ListedLine]:
        """List up to `limit` lines in their order, those after the place `after` only."""
        drawers: list[Drawer] = []
        if not wanted.of_one_agreement:
            found = self._connection.execute(open_to(self._tenancy.tenant, wanted))
            drawers = [Drawer(*row) for row in found]
        statement = listing(self._tenancy, wanted, drawers, after, limit)
        if statement is None:
            return []
        rows = self._connection.execute(statement, execution_options={"compiled_cache": None})
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
            "of_registration": stored_registration(line.registration_id, self._tenancy),
            "of_obligation": line.obligation_id,
            "since": line.first_day,
        }

    def _drawers_of(self, line: KeptLine) -> tuple[Drawer, Drawer]:
        days = (line.first_day, line.last_day, line.due_on or UNDATED)
        kind = (line.status, line.standard, line.clause)
        tenant = self._tenancy.tenant
        return by_days(tenant, *days), by_kind(tenant, kind, *days)

    def _end_of(self, line: KeptLine) -> dict[str, Any]:
        """What is another in a line whose last day is."""
        drawer, kind_drawer = self._drawers_of(line)
        return {
            "to_last_day": line.last_day,
            "to_drawer": drawer.id,
            "to_kind_drawer": kind_drawer.id,
        }

    def _row_of(self, agreement_id: str, line: NewLine) -> dict[str, Any]:
        drawer, kind_drawer = self._drawers_of(line)
        return {
            "agreement_id": self._tenancy.stored(agreement_id),
            "registration_id": stored_registration(line.registration_id, self._tenancy),
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
            "registration_kind": line.registration_kind,
            "drawer": drawer.id,
            "kind_drawer": kind_drawer.id,
        }

    def _drawers_beside(self, line: KeptLine) -> dict[str, Any]:
        """The drawers of a line as they should be stored, beside it."""
        named = zip(("by_days", "by_kind"), self._drawers_of(line), strict=True)
        return {
            f"{name}_{column}": value
            for name, drawer in named
            for column, value in _values(drawer).items()
        }

    def _named(self, agreement_id: str, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        of = self._tenancy.stored(agreement_id)
        for party, name in names.items():
            yield {"agreement_id": of, "party": party, "name": name}

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
    if "party" in row:
        return NO_REGISTRATION, NO_OBLIGATION, date.min, f", the name of {row['party']}"
    owed = f", owed to {row['obligee']}" if "obligee" in row else ""
    return row["registration_id"], row["obligation_id"], row["first_day"], owed


def _as_given(line: KeptLine) -> KeptLine:
    """A line as it was given, whose due day is stored where it has none."""
    return replace(line, due_on=None) if line.due_on == UNDATED else line


def _values(drawer: Drawer) -> dict[str, Any]:
    return {name: getattr(drawer, name) for name in _DRAWER_COLUMNS}


def _drawer_in(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A drawer out of a line's row, beside which it stands."""
    return {column: row[f"{name}_{column}"] for column in _DRAWER_COLUMNS}
