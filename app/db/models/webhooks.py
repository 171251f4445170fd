"""Who is told of what happens, where, how far each has been told, and every try to tell them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Identifier


class Webhook(Base):
    """An address that is told what happens under a tenant's agreements, and how far it was told.

    What it is stands in the audit by its hash; how far it was told moves with every try.
    """

    __tablename__ = "webhooks"
    __table_args__ = (Index("ix_webhooks_next_at", "removed_at", "next_at"),)

    id: Mapped[Identifier] = mapped_column(primary_key=True)
    """Its identifier, with its tenant in front."""
    tenant: Mapped[Identifier] = mapped_column(ForeignKey("tenants.id", ondelete="RESTRICT"))
    """Whose it is."""
    name: Mapped[str]
    """What it is for, in words."""
    url: Mapped[str]
    """Where it is told."""
    kinds: Mapped[str]
    """Of which kinds of happenings it is told, separated by spaces; of all where it is empty."""
    agreement_id: Mapped[Identifier | None] = mapped_column(
        ForeignKey("agreements.id", ondelete="RESTRICT")
    )
    """Under which agreement alone; null for all."""
    registration_kind: Mapped[str | None]
    """In which kind of registration alone; null for all, and for agreements themselves."""
    seed: Mapped[str]
    """What its secret is made of, with the operator's key: it is no secret by itself."""
    digest: Mapped[str]
    """The hash of its secret: the one who signs knows by it that the key is the right one."""
    seed_before: Mapped[str | None]
    """What the secret before was made of; null where there was none."""
    before_until: Mapped[datetime | None]
    """Until when the secret before signs as well."""
    created_at: Mapped[datetime]
    """When it was made."""
    removed_at: Mapped[datetime | None]
    """When it was removed; null while it is there."""
    position: Mapped[int] = mapped_column(BigInteger)
    """Through which position of the outbox it was told."""
    failures: Mapped[int]
    """How often in a row telling it has failed."""
    failing_since: Mapped[datetime | None]
    """When the first of these failures was; null where there is none."""
    next_at: Mapped[datetime]
    """Before when it is not tried again."""
    stopped: Mapped[str | None]
    """Why it is not tried any more until somebody says from where on; null while it is."""
    test_id: Mapped[str | None]
    """The id of a test that is to be sent; null where none is."""
    claim: Mapped[str | None]
    """The sender that has it in hand; null where none has."""
    claimed_until: Mapped[datetime | None]
    """Until when no other sender takes it in hand."""


class Delivery(Base):
    """A try to tell a webhook of one thing that happened. Never changed; forgotten after a time."""

    __tablename__ = "deliveries"
    __table_args__ = (Index(None, "tried_at"),)

    webhook_id: Mapped[Identifier] = mapped_column(
        ForeignKey("webhooks.id", ondelete="RESTRICT"), primary_key=True
    )
    """Which webhook was told."""
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Its place among the tries of that webhook: the first is 1."""
    event_id: Mapped[str]
    """The id of what it was told of, sent as `webhook-id`."""
    kind: Mapped[str]
    """What had happened, or that it was a test."""
    position: Mapped[int | None] = mapped_column(BigInteger)
    """The place of it in the outbox; null for a test."""
    attempt: Mapped[int]
    """The how-manieth try in a row it was."""
    tried_at: Mapped[datetime]
    """When it was tried."""
    milliseconds: Mapped[int]
    """How long it took."""
    outcome: Mapped[str]
    """What became of it."""
    status: Mapped[int | None]
    """The HTTP status it was answered with; null where it was not answered."""
