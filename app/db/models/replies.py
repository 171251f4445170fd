"""The replies to requests with a key: no part of the record, kept for a time and then forgotten."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Document, Identifier


class KeptReply(Base):
    """A reply to a request with an `Idempotency-Key`, given again when the request is repeated.

    Written in the transaction of what the request did.
    """

    __tablename__ = "replies"

    scope: Mapped[Identifier] = mapped_column(primary_key=True)
    """Whose key it is: the same key of another caller is another."""
    key: Mapped[Identifier] = mapped_column(primary_key=True)
    """The key, as the request gave it."""
    fingerprint: Mapped[str]
    """The hash of the request: another one with the same key is refused."""
    status: Mapped[int]
    """The status of the reply."""
    headers: Mapped[Document]
    """The headers of the reply, by name."""
    body: Mapped[bytes]
    """The body, as bytes: a repeated request gets the very bytes of the first answer."""
    created_at: Mapped[datetime] = mapped_column(index=True)
    """When the request was received; it is forgotten some time after."""
