"""A page of the docket as one statement: what is asked for, and which drawers may hold it.

The lines of a drawer lie in the order of the docket, and those of several are merged: each drawer
is opened at the place where the page begins, and no more is read of it than the page takes,
whatever number the page has. Lines of one agreement are few, and are read in their order without
drawers.

The statement is text: a union of up to a hundred parts, which SQLAlchemy would take longer to build
than PostgreSQL to answer. Days and numbers of drawers stand in it; what callers wrote never does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import Select, TextualSelect, and_, bindparam, column, null, or_, text

from app.db.access.tenancy import Tenancy
from app.db.docket.drawers import UNDATED, Drawer
from app.db.models import DOCKET_ORDER, Agreement, DocketDrawer, DocketRow
from app.db.statements import select_as

NO_REGISTRATION = ""
"""The registration of a duty of the agreement's own."""
MOST_DRAWERS: Final = 100
"""Where more are open by kind, those by days alone are, and the kind is asked of each line."""
LAST_DATED: Final = UNDATED - timedelta(days=1)
KEY: Final = ("agreement_id", "registration_id", "obligation_id", "first_day")


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a line in the order in which the docket is listed."""

    due_on: date | None
    agreement_id: str
    registration_id: str | None
    obligation_id: str

    @property
    def order(self) -> tuple[date, str, str, str]:
        """What lines are ordered by, as `DOCKET_ORDER` says it in SQL."""
        return (
            self.due_on or UNDATED,
            self.agreement_id,
            self.registration_id or NO_REGISTRATION,
            self.obligation_id,
        )


class _Listable(Protocol):
    """What an obligation is asked for by."""

    @property
    def obligor(self) -> str: ...
    @property
    def obligees(self) -> Sequence[str]: ...
    @property
    def clause(self) -> str: ...
    @property
    def standard(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...


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

    @property
    def of_one_agreement(self) -> bool:
        """Whether the lines asked for are those of one agreement, for which no drawer is opened."""
        return self.agreement_id is not None or self.registration_id is not None

    @property
    def of_a_kind(self) -> bool:
        """Whether anything is asked for that drawers tell apart beside days."""
        return bool(self.statuses) or self.standard is not None or self.clause is not None

    def has(self, registration_id: str | None, owed: _Listable) -> bool:
        """Whether an obligation of the agreements asked for is asked for: as the page asks in SQL.

        On which days it stands is not asked here.
        """
        dated = self.dated or self.due_from is not None or self.due_to is not None
        return (
            self.registration_id in (None, registration_id)
            and self.obligor in (None, owed.obligor)
            and (self.obligee is None or self.obligee in owed.obligees)
            and self.clause in (None, owed.clause)
            and self.standard in (None, owed.standard)
            and (not self.statuses or owed.status in self.statuses)
            and not (dated and owed.due_on is None)
            and (owed.due_on is None or (self.due_from or date.min) <= owed.due_on)
            and (owed.due_on is None or owed.due_on <= (self.due_to or date.max))
        )


def open_to(tenant: str, wanted: Wanted) -> Select[Any]:
    """The drawers in which what is asked for may lie: those by kind where a kind is asked for.

    Those by days come with them, should the others be too many.
    """
    by_days = DocketDrawer.status == null()
    statement = select_as(Drawer, DocketDrawer).where(
        DocketDrawer.tenant == tenant,
        DocketDrawer.stands_from <= wanted.day,
        DocketDrawer.stands_through >= wanted.day,
    )
    if not wanted.of_a_kind:
        return statement.where(by_days)
    kind = [DocketDrawer.status != null()]
    if wanted.statuses:
        kind = [DocketDrawer.status.in_(wanted.statuses)]
    if wanted.standard is not None:
        kind.append(DocketDrawer.standard == wanted.standard)
    if wanted.clause is not None:
        kind.append(DocketDrawer.clause == wanted.clause)
    return statement.where(or_(by_days, and_(*kind)))


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the ranges of an index of which the page is merged."""

    due: tuple[date, date]
    conditions: tuple[str, ...]


@dataclass(slots=True)
class _Page:
    """A page as it is put together: what it is found in, and the values that callers wrote."""

    wanted: Wanted
    tenancy: Tenancy
    after: Place | None
    limit: int
    values: dict[str, object] = field(default_factory=dict)

    @property
    def found_in(self) -> str:
        return "docket" if self.wanted.obligee is None else "docket_obligees"

    def equal(self, name: str, value: object) -> str:
        self.values[name] = value
        return f"f.{name} = :{name}"

    def parts(self, drawers: Sequence[Drawer]) -> Iterator[_Part]:
        """The ranges in which lines that are asked for can lie."""
        if self.wanted.of_one_agreement:
            yield _Part(self.due(date.min, UNDATED), (*self.of_agreement(), *self.of_kind()))
            return
        by_kind = [each for each in drawers if each.status is not None]
        if self.wanted.of_a_kind and len(by_kind) <= MOST_DRAWERS:
            for drawer in by_kind:
                yield _Part(
                    self.due(*drawer.due(self.wanted.day)), (f"f.kind_drawer = {drawer.id:d}",)
                )
            return
        of_kind = tuple(self.of_kind())
        for drawer in drawers:
            if drawer.status is None:
                in_drawer = f"f.drawer = {drawer.id:d}"
                yield _Part(self.due(*drawer.due(self.wanted.day)), (in_drawer, *of_kind))

    def due(self, earliest: date, latest: date) -> tuple[date, date]:
        """Between which due days lines are read, of those that are possible."""
        after = date.min if self.after is None else self.after.due_on or UNDATED
        earliest = max(earliest, self.wanted.due_from or date.min, after)
        latest = min(latest, self.wanted.due_to or UNDATED)
        dated = self.wanted.dated or self.wanted.due_from or self.wanted.due_to
        return earliest, min(latest, LAST_DATED) if dated else latest

    def of_agreement(self) -> Iterator[str]:
        """What says which agreement's, and which registration's, the lines are."""
        if self.wanted.agreement_id is not None:
            yield self.equal("agreement_id", self.tenancy.stored(self.wanted.agreement_id))
        if self.wanted.registration_id is not None:
            registration = self.tenancy.stored(self.wanted.registration_id)
            yield self.equal("registration_id", registration)
            yield (
                "f.agreement_id ="
                " (SELECT agreement_id FROM registrations WHERE id = :registration_id)"
            )

    def of_kind(self) -> Iterator[str]:
        """What asks each line for its kind, where no drawer has told it apart."""
        of = "f" if self.wanted.obligee is None else "l"
        equal = {"standard": self.wanted.standard, "clause": self.wanted.clause}
        given = {name: value for name, value in equal.items() if value is not None}
        conditions = [f"{of}.{name} = :{name}" for name in given]
        statuses = {f"status_{place}": each for place, each in enumerate(self.wanted.statuses)}
        if statuses:
            conditions.append(f"{of}.status IN ({', '.join(f':{name}' for name in statuses)})")
        self.values |= given | statuses
        if conditions and of == "l":
            same = (f"l.{name} = f.{name}" for name in KEY)
            of_line = " AND ".join((*same, *conditions))
            yield f"EXISTS (SELECT 1 FROM docket l WHERE {of_line})"
        else:
            yield from conditions

    def of_all(self) -> Iterator[str]:
        """What is asked of every line, wherever it lies."""
        day = self.wanted.day.isoformat()
        yield f"f.first_day <= '{day}' AND f.last_day >= '{day}'"
        if self.wanted.obligor is not None:
            yield self.equal("obligor", self.wanted.obligor)
        if self.wanted.obligee is not None:
            yield self.equal("obligee", self.wanted.obligee)
        if self.wanted.known_at is not None:
            self.values["known_at"] = self.wanted.known_at
            yield (
                "EXISTS (SELECT 1 FROM agreements k"
                " WHERE k.id = f.agreement_id AND k.recorded_at <= :known_at)"
            )
        if self.after is not None:
            self.values |= {
                "after_agreement": self.tenancy.stored(self.after.agreement_id),
                "after_registration": stored_registration(self.after.registration_id, self.tenancy),
                "after_obligation": self.after.obligation_id,
            }
            yield (
                f"(f.due_on, f.agreement_id, f.registration_id, f.obligation_id) >"
                f" ('{(self.after.due_on or UNDATED).isoformat()}', :after_agreement,"
                " :after_registration, :after_obligation)"
            )

    def statement(self, drawers: Sequence[Drawer]) -> str | None:
        """The lines of the page in their order; None where no drawer can hold any."""
        order = ", ".join(DOCKET_ORDER)
        columns = f"{order}, first_day"
        if self.wanted.obligee is None:
            columns += ", registration_kind, obligation"
        of_all = " AND ".join(self.of_all())
        ranges = [
            f"SELECT * FROM (SELECT {columns} FROM {self.found_in} f"
            f" WHERE {' AND '.join(part.conditions)} AND {of_all}"
            f" AND f.due_on >= '{part.due[0].isoformat()}'"
            f" AND f.due_on <= '{part.due[1].isoformat()}'"
            f" ORDER BY {order} LIMIT {self.limit:d}) AS r"
            for part in self.parts(drawers)
            if part.due[0] <= part.due[1]
        ]
        if not ranges:
            return None
        merged = " UNION ALL ".join(ranges)
        return f"SELECT * FROM ({merged}) AS m ORDER BY {order} LIMIT {self.limit:d}"


def listing(
    tenancy: Tenancy,
    wanted: Wanted,
    drawers: Sequence[Drawer],
    after: Place | None,
    limit: int,
) -> TextualSelect | None:
    """The statement that lists lines, and their agreements; None where there can be none."""
    page = _Page(wanted, tenancy, after, limit)
    lines = page.statement(drawers)
    if lines is None:
        return None
    line, beside = "page", ""
    if wanted.obligee is not None:
        same = " AND ".join(f"line.{name} = page.{name}" for name in KEY)
        line, beside = "line", f" JOIN docket line ON {same}"
    order = ", ".join(f"page.{name}" for name in DOCKET_ORDER)
    whole = (
        f"SELECT page.agreement_id, a.name, NULLIF(page.registration_id, '{NO_REGISTRATION}'),"
        f" {line}.registration_kind, {line}.obligation, a.recorded_at"
        f" FROM ({lines}) AS page{beside}"
        f" JOIN agreements a ON a.id = page.agreement_id ORDER BY {order}"
    )
    instant = Agreement.recorded_at.type
    given = (
        bindparam(name, value, type_=instant if isinstance(value, datetime) else None)
        for name, value in page.values.items()
    )
    return (
        text(whole)
        .bindparams(*given)
        .columns(
            column("agreement_id", DocketRow.agreement_id.type),
            column("agreement_name", Agreement.name.type),
            column("registration_id", DocketRow.registration_id.type),
            column("registration_kind", DocketRow.registration_kind.type),
            column("obligation", DocketRow.obligation.type),
            column("recorded_at", instant),
        )
    )


def stored_registration(registration_id: str | None, tenancy: Tenancy) -> str:
    """A registration's id as it is stored; that of none is the same for every tenant."""
    return tenancy.stored(registration_id) if registration_id else NO_REGISTRATION
