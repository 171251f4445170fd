"""The docket: what is owed under every agreement, and on which days.

A projection: it holds nothing that the facts do not say. `app.services.docket` writes it in the
transaction that appends the facts, and can write all of it anew from them. Without foreign keys:
they took half the time of writing it, and nothing it names is ever deleted.
"""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Identifier

DOCKET_ORDER = ("due_on", "agreement_id", "registration_id", "obligation_id")
"""The order in which the docket is listed."""


class DocketLine(Base):
    """An obligation, with the days on which it stands as it does."""

    __tablename__ = "docket"
    # The days come last, so that lines of other days are passed over within the index.
    __table_args__ = tuple(
        Index(
            f"ix_docket_{(*found_by, 'due_on')[0]}",
            *("tenant", *found_by, *DOCKET_ORDER, "first_day", "last_day"),
        )
        for found_by in ((), ("status",), ("standard",), ("obligor",), ("clause",))
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


class DocketObligee(Base):
    """One of those to whom the obligation of a line is owed, who find the line by themselves."""

    __tablename__ = "docket_obligees"
    __table_args__ = (
        Index("ix_docket_obligees_obligee", "tenant", "obligee", *DOCKET_ORDER, "first_day"),
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
