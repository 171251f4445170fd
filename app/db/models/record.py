"""The record: agreements, their terms and registrations, and the facts of each, which only grow."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Document, Identifier


class TermsDocument(Base):
    """The terms of agreements as a document, stored once however many agreements have them.

    Written when an agreement is made, or an instrument changes terms. Never changed.
    """

    __tablename__ = "terms_documents"

    hash: Mapped[Identifier] = mapped_column(primary_key=True)
    """The hash of the document's canonical form, by which facts point to it."""
    document: Mapped[Document]
    """The terms as they were shaped when they were stored."""
    recorded_at: Mapped[datetime]
    """When the document was first stored."""


class Agreement(Base):
    """An agreement, whose record is in `facts`. Written when it is made; its version moves."""

    __tablename__ = "agreements"
    __table_args__ = (Index(None, "tenant", "id"),)

    id: Mapped[Identifier] = mapped_column(primary_key=True)
    """Its identifier, with its tenant in front (`app.db.access.tenancy`)."""
    name: Mapped[str]
    """What it is called."""
    template: Mapped[str | None]
    """The bundled terms it was made from; null where the terms were sent."""
    version: Mapped[int] = mapped_column(CheckConstraint("version >= 0", name="version"))
    """The number of its facts; every append moves it, and is refused where it has moved."""
    tenant: Mapped[Identifier] = mapped_column(server_default="default")
    """Whose it is."""
    recorded_at: Mapped[datetime | None]
    """When the last of its facts was recorded; null before the first. Moves with its version."""


class Registration(Base):
    """A registration under an agreement. Written with the fact that begins it; never changed."""

    __tablename__ = "registrations"

    id: Mapped[Identifier] = mapped_column(primary_key=True)
    """Its identifier, with its tenant in front."""
    agreement_id: Mapped[Identifier] = mapped_column(
        ForeignKey("agreements.id", ondelete="RESTRICT")
    )
    """Under which agreement."""
    kind: Mapped[str]
    """A demand, shelf, takedown or incidental registration."""


class Fact(Base):
    """A thing that happened, or a correction. Appended, and never changed: triggers see to it.

    Each is linked to the one before it (`app.db.evidence.chain`).
    """

    __tablename__ = "facts"

    agreement_id: Mapped[Identifier] = mapped_column(
        ForeignKey("agreements.id", ondelete="RESTRICT"), primary_key=True
    )
    """On which agreement's record it stands."""
    position: Mapped[int] = mapped_column(
        CheckConstraint("position >= 1", name="position"), primary_key=True, autoincrement=False
    )
    """Its place on the record: 1, 2, 3 and so on, without a gap."""
    fact_id: Mapped[Identifier] = mapped_column(unique=True)
    """Its own identifier, with its tenant in front."""
    registration_id: Mapped[Identifier | None] = mapped_column(
        ForeignKey("registrations.id", ondelete="RESTRICT"), index=True
    )
    """The registration it concerns; null where it concerns the agreement."""
    kind: Mapped[str]
    """Which fact it is, as in its payload."""
    occurred_on: Mapped[date]
    """The legal date: the day from which it is true."""
    recorded_at: Mapped[datetime]
    """When it was recorded, and so became known; never before the fact in front of it."""
    schema_version: Mapped[int]
    """The version of the payload's shape; older ones are read by small steps."""
    payload: Mapped[Document]
    """The fact itself, as it was posted."""
    predecessor: Mapped[str]
    """The hash of the fact before it, or of the agreement's identity for the first."""
    hash: Mapped[str]
    """The hash over all the rest of the row."""
