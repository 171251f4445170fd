"""What is kept as evidence: answers as they were given, who wrote what, and the chain of it all."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Document, Documents, Identifier


class Evaluation(Base):
    """An answer as it was given. Written in one transaction with its facts, and never changed."""

    __tablename__ = "evaluations"
    __table_args__ = (Index("ix_evaluations_agreement_id", "agreement_id", "version"),)

    id: Mapped[Identifier] = mapped_column(primary_key=True)
    """Its identifier, with its tenant in front."""
    agreement_id: Mapped[Identifier] = mapped_column(
        ForeignKey("agreements.id", ondelete="RESTRICT")
    )
    """On which record it rests."""
    registration_id: Mapped[Identifier | None] = mapped_column(
        ForeignKey("registrations.id", ondelete="RESTRICT")
    )
    """The registration it is about; null where it is about the agreement."""
    version: Mapped[int] = mapped_column(CheckConstraint("version >= 1", name="version"))
    """The number of facts it rests on, from the first."""
    record_hash: Mapped[str]
    """The hash of the last of these facts."""
    question: Mapped[Document]
    """What was asked: the subject, the day, and how much was to be explained."""
    terms_hash: Mapped[str]
    """The terms it was computed under."""
    service_version: Mapped[str]
    """The service it was computed by."""
    calendars: Mapped[Documents]
    """The calendars it was computed with, each with the hash of its table."""
    answer: Mapped[str]
    """The answer to the byte: text, since a JSON type would keep its meaning only."""
    answer_hash: Mapped[str]
    """The hash of the answer's bytes."""
    created_at: Mapped[datetime]
    """When it was given."""
    actor: Mapped[str]
    """Who was answered."""
    request_id: Mapped[str]
    """Upon which request."""
    hash: Mapped[str]
    """The hash over the row; the answer is in it by its own."""


class AuditEntry(Base):
    """One write: who, when, what, upon which request. Written by that write; never changed."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_agreement_id", "agreement_id", "last_position"),)

    id: Mapped[Identifier] = mapped_column(primary_key=True)
    """Its identifier, with its tenant in front."""
    recorded_at: Mapped[datetime]
    """When it was written."""
    actor: Mapped[str]
    """Who wrote."""
    request_id: Mapped[str]
    """Upon which request."""
    action: Mapped[str]
    """What was done."""
    subject: Mapped[str | None]
    """What it was done to, where that is no agreement."""
    agreement_id: Mapped[Identifier | None] = mapped_column(
        ForeignKey("agreements.id", ondelete="RESTRICT")
    )
    """The agreement it was done to."""
    registration_id: Mapped[Identifier | None] = mapped_column(
        ForeignKey("registrations.id", ondelete="RESTRICT")
    )
    """The registration it was done to."""
    first_position: Mapped[int | None]
    """The place of the first fact it appended; null where it appended none."""
    last_position: Mapped[int | None]
    """The place of the last fact it appended."""
    record_hash: Mapped[str | None]
    """The hash of the last fact it appended."""
    evaluation_id: Mapped[Identifier | None] = mapped_column(
        ForeignKey("evaluations.id", ondelete="RESTRICT")
    )
    """The answer that was kept."""
    evaluation_hash: Mapped[str | None]
    """The hash of that answer's row."""
    predecessor: Mapped[str | None]
    """What it follows among the entries that go along with the record; null in those that do not,
    and in those entered before they were linked."""
    hash: Mapped[str]
    """The hash over all the rest of the row, but for a predecessor that is null."""


class ChainLink(Base):
    """A link of the one chain through all writes, of whatever agreement and tenant, and of none.

    Appended in the transaction of the write it is about (`app.db.evidence.links`). Each names an
    audit entry or a kept reply with its hash, and follows the link before it. A reply may be
    forgotten; its link stays.
    """

    __tablename__ = "chain_links"

    position: Mapped[int] = mapped_column(
        CheckConstraint("position >= 1", name="position"), primary_key=True, autoincrement=False
    )
    """Its place in the chain: 1, 2, 3 and so on, without a gap."""
    kind: Mapped[str]
    """Whether it names an entry or a reply."""
    name: Mapped[Identifier] = mapped_column(index=True)
    """An entry by its id as it is stored, a reply by its scope and its key."""
    content: Mapped[str]
    """The hash of what it names."""
    predecessor: Mapped[str]
    """The hash of the link before it, or of the chain's beginning for the first."""
    hash: Mapped[str]
    """The hash over all the rest of the row."""


class Anchor(Base):
    """A signed line over all that was stored at one moment, as it was also written elsewhere.

    Written by `anchor`; never changed.
    """

    __tablename__ = "anchors"

    hash: Mapped[Identifier] = mapped_column(primary_key=True)
    """The hash of what the line signs."""
    made_at: Mapped[datetime]
    """When it was made."""
    line: Mapped[str]
    """The line itself."""
