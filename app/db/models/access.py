"""Who may ask: tenants, and the keys by which they are known."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db.models.base import Base, Identifier


class Tenant(Base):
    """One who keeps agreements here that nobody else may see; added by the operator's commands."""

    __tablename__ = "tenants"

    id: Mapped[Identifier] = mapped_column(primary_key=True)
    """A short name, which stands in front of every identifier of this tenant as it is stored."""
    name: Mapped[str]
    """The name in full, for people."""
    created_at: Mapped[datetime]
    """When the tenant was added."""


class ApiKey(Base):
    """An API key of a tenant, as far as it is kept: never its text.

    Written by the operator's commands and the routes under `/v1/keys`; its end alone is ever
    changed.
    """

    __tablename__ = "api_keys"

    prefix: Mapped[Identifier] = mapped_column(primary_key=True)
    """The public part, by which a key is named."""
    tenant: Mapped[Identifier] = mapped_column(ForeignKey("tenants.id", ondelete="RESTRICT"))
    """As whom its bearer asks."""
    name: Mapped[str]
    """The name its maker gave it."""
    digest: Mapped[str]
    """The hash of the secret part: what a key that is shown is compared with."""
    scopes: Mapped[str]
    """What it allows, the scopes separated by spaces."""
    created_at: Mapped[datetime]
    """From when it is good."""
    expires_at: Mapped[datetime]
    """Until when it is good."""
    revoked_at: Mapped[datetime | None]
    """When it was ended before its time."""
    replaces: Mapped[Identifier | None]
    """The prefix of the key that it was made to follow."""
