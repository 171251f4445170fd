"""The docket: what is owed under every agreement, and on which days.

A projection: it holds nothing that the facts do not say. `app.services.docket.docket` writes it in
the transaction that appends the facts, and can write all of it anew from them. Without foreign
keys: they took half the time of writing it, and nothing it names is ever deleted.

Lines lie in drawers (`app.db.docket.drawers`), so that a list as of a day reads those alone that
may stand on it: each in one by its days, and in one by its days, status, standard and clause.
"""

from datetime import date

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Identifier

DOCKET_ORDER = ("due_on", "agreement_id", "registration_id", "obligation_id")
"""The order in which the docket is listed."""
DAYS = ("first_day", "last_day")


class DocketRow(Base):
    """An obligation, with the days on which it stands as it does."""

    __tablename__ = "docket"
    # The days come last, so that lines of other days are passed over within the index; so are, in
    # that of an agreement, lines that are not asked for.
    __table_args__ = (
        *(
            Index(f"ix_docket_{'_'.join(found_by)}", *found_by, *DOCKET_ORDER, *DAYS)
            for found_by in (
                ("drawer",),
                ("drawer", "obligor"),
                ("kind_drawer",),
                ("kind_drawer", "obligor"),
            )
        ),
        Index(
            "ix_docket_agreement_id",
            *("agreement_id", "due_on", "registration_id", "obligation_id", *DAYS),
            *("status", "standard", "clause", "obligor"),
        ),
    )

    agreement_id: Mapped[Identifier] = mapped_column(primary_key=True)
    """The agreement under which it is owed."""
    registration_id: Mapped[Identifier] = mapped_column(primary_key=True)
    """The registration because of which it is owed; empty for a duty of the agreement's own."""
    obligation_id: Mapped[Identifier] = mapped_column(primary_key=True)
    """Which obligation it is, within the registration or the agreement."""
    first_day: Mapped[date] = mapped_column(primary_key=True)
    """The first day on which it stands as this line says."""
    last_day: Mapped[date]
    """The last such day."""
    tenant: Mapped[Identifier]
    """Whose agreement it is."""
    due_on: Mapped[date]
    """The day by which it is to be met; where none is set, the last day there is.

    So both databases put it last.
    """
    status: Mapped[Identifier]
    """Whether it is pending, due, met, broken and so on."""
    standard: Mapped[Identifier | None]
    """How much is owed: the thing itself, or best or reasonable efforts."""
    obligor: Mapped[Identifier]
    """Who owes it."""
    clause: Mapped[Identifier]
    """The clause that says so."""
    obligation: Mapped[str]
    """The obligation as JSON in text: it is compared and given back, and no statement looks in."""
    registration_kind: Mapped[str | None]
    """The kind of the registration; null for a duty of the agreement's own."""
    drawer: Mapped[int] = mapped_column(BigInteger)
    """The drawer in which it lies by its days alone."""
    kind_drawer: Mapped[int] = mapped_column(BigInteger)
    """The drawer in which it lies by its days, status, standard and clause."""


class DocketObligee(Base):
    """One of those to whom the obligation of a line is owed, who find the line by themselves."""

    __tablename__ = "docket_obligees"
    __table_args__ = (
        *(
            Index(f"ix_docket_obligees_{'_'.join(found_by)}", *found_by, *DOCKET_ORDER, *DAYS)
            for found_by in (
                ("drawer", "obligee"),
                ("drawer", "obligee", "obligor"),
                ("kind_drawer", "obligee"),
            )
        ),
        Index(
            "ix_docket_obligees_agreement_id",
            *("agreement_id", "obligee", "due_on", "registration_id", "obligation_id", *DAYS),
        ),
    )

    agreement_id: Mapped[Identifier] = mapped_column(primary_key=True)
    """As in the line."""
    registration_id: Mapped[Identifier] = mapped_column(primary_key=True)
    """As in the line."""
    obligation_id: Mapped[Identifier] = mapped_column(primary_key=True)
    """As in the line."""
    first_day: Mapped[date] = mapped_column(primary_key=True)
    """As in the line."""
    obligee: Mapped[Identifier] = mapped_column(primary_key=True)
    """To whom it is owed."""
    tenant: Mapped[Identifier]
    """As in the line."""
    due_on: Mapped[date]
    """As in the line."""
    last_day: Mapped[date]
    """As in the line."""
    obligor: Mapped[Identifier]
    """As in the line."""
    drawer: Mapped[int] = mapped_column(BigInteger)
    """As in the line."""
    kind_drawer: Mapped[int] = mapped_column(BigInteger)
    """As in the line."""


class DocketParty(Base):
    """Somebody by whom or to whom things are owed under an agreement, with its name."""

    __tablename__ = "docket_parties"

    agreement_id: Mapped[Identifier] = mapped_column(primary_key=True)
    """The agreement under which it goes by its id."""
    party: Mapped[Identifier] = mapped_column(primary_key=True)
    """Its id, by which lines and facts know it."""
    name: Mapped[str]
    """Its name, as it was last recorded."""


class DocketDrawer(Base):
    """Where lines lie that can stand on the same days, of one kind or of any. Never changed."""

    __tablename__ = "docket_drawers"
    __table_args__ = (Index(None, "tenant", "status"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """A number made of all the rest, by which lines name it."""
    tenant: Mapped[Identifier]
    """Whose lines lie in it."""
    status: Mapped[Identifier | None]
    """The status of its lines; null in a drawer by days alone."""
    standard: Mapped[Identifier | None]
    """The standard of its lines; null for those without one, and in a drawer by days alone."""
    clause: Mapped[Identifier | None]
    """The clause of its lines; null in a drawer by days alone."""
    stands_from: Mapped[date]
    """No line of it stands before this day."""
    stands_through: Mapped[date]
    """No line of it stands after this day."""
    ahead: Mapped[int | None]
    """How many days before its due day a line stands at most; null where nothing bounds it."""
    behind: Mapped[int | None]
    """How many days after its due day a line stands at most; null where nothing bounds it."""
