"""The outbox: what has happened to what is owed, for other systems to be told.

Written in the transaction of the facts, or by the passing of days; it holds nothing that the facts
and the days do not say, and is no part of the evidence.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Document, Identifier


class OutboxEvent(Base):
    """One thing that happened, at its place among all that happened to a tenant. Never changed."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_agreement_id", "agreement_id", "position"),
        Index("ix_outbox_registration_id", "registration_id", "kind", "position"),
    )

    tenant: Mapped[Identifier] = mapped_column(primary_key=True)
    """Whose it is."""
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Its place among all of the tenant: the first is 1, and none is left out."""
    id: Mapped[Identifier]
    """Made of all the rest: by it one who is told twice knows so."""
    kind: Mapped[Identifier]
    """What happened."""
    recorded_at: Mapped[datetime]
    """When it was written."""
    agreement_id: Mapped[Identifier]
    """Under which agreement."""
    registration_id: Mapped[Identifier | None]
    """In which registration; null where it is about the agreement itself."""
    version: Mapped[int]
    """How many facts the record had then."""
    data: Mapped[Document]
    """What is told of it."""


class ToldDay(Base):
    """Through which day it was told what the passing of days does to an agreement's obligations."""

    __tablename__ = "told_days"
    __table_args__ = (Index("ix_told_days_tenant", "tenant", "look_on", "agreement_id"),)

    agreement_id: Mapped[Identifier] = mapped_column(primary_key=True)
    """Of which agreement."""
    tenant: Mapped[Identifier]
    """Whose agreement it is."""
    through: Mapped[date]
    """The last day as of which everything was told."""
    look_on: Mapped[date]
    """The first day after it on which anything may have happened by itself."""
