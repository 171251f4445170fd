"""All SQL about tenants and API keys. Works inside the caller's transaction, commits nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, update

from app.db.models import ApiKey, Tenant
from app.db.statements import Pages, select_as


@dataclass(frozen=True, slots=True)
class TenantRow:
    """A tenant, who keeps agreements here that nobody else may see."""

    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class KeyRow:
    """An API key, as far as it is kept: never its text."""

    prefix: str
    tenant: str
    name: str
    digest: str = field(repr=False)
    scopes: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    replaces: str | None


_TENANTS = select_as(TenantRow, Tenant)
_TENANT_BY_ID = _TENANTS.where(Tenant.id == bindparam("wanted"))
_KEYS = select_as(KeyRow, ApiKey).order_by(ApiKey.tenant, ApiKey.created_at, ApiKey.prefix)
_EVERY_KEY = Pages(select_as(KeyRow, ApiKey), ApiKey.__table__.c.prefix)
_EVERY_TENANT = Pages(_TENANTS, Tenant.__table__.c.id)
_KEY_BY_PREFIX = _KEYS.where(ApiKey.prefix == bindparam("wanted"))


class Keys:
    """Tenants and keys, within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_tenant(self, row: TenantRow) -> None:
        """Store a tenant; IntegrityError if there is one of this id: callers look first."""
        self._connection.execute(insert(Tenant).values(_columns(row)))

    def tenant(self, tenant_id: str) -> TenantRow | None:
        """Give the tenant with this id."""
        row = self._connection.execute(_TENANT_BY_ID, {"wanted": tenant_id}).one_or_none()
        return TenantRow(*row) if row else None

    def tenants(self) -> list[TenantRow]:
        """Give all tenants, by id."""
        rows = self._connection.execute(_TENANTS.order_by(Tenant.id))
        return [TenantRow(*row) for row in rows]

    def add(self, row: KeyRow) -> None:
        """Store a key of a tenant that there is."""
        self._connection.execute(insert(ApiKey).values(_columns(row)))

    def key(self, prefix: str) -> KeyRow | None:
        """Give the key with this public prefix."""
        row = self._connection.execute(_KEY_BY_PREFIX, {"wanted": prefix}).one_or_none()
        return KeyRow(*row) if row else None

    def keys(self, tenant: str | None) -> list[KeyRow]:
        """Give the keys of a tenant, or of all, in the order in which they were made."""
        statement = _KEYS if tenant is None else _KEYS.where(ApiKey.tenant == tenant)
        return [KeyRow(*row) for row in self._connection.execute(statement)]

    def every_tenant(self) -> Iterator[Sequence[TenantRow]]:
        """Give all tenants, by id, a page at a time."""
        for page in _EVERY_TENANT.of(self._connection):
            yield [TenantRow(*row) for row in page]

    def every_key(self) -> Iterator[Sequence[KeyRow]]:
        """Give the keys of all tenants, by prefix, a page at a time."""
        for page in _EVERY_KEY.of(self._connection):
            yield [KeyRow(*row) for row in page]

    def end(self, prefix: str, *, expires_at: datetime, revoked_at: datetime | None) -> None:
        """Let a key end at another moment, or at once by revoking it."""
        self._connection.execute(
            update(ApiKey)
            .where(ApiKey.prefix == prefix)
            .values(expires_at=expires_at, revoked_at=revoked_at)
        )


def _columns(row: TenantRow | KeyRow) -> dict[str, object]:
    return {each.name: getattr(row, each.name) for each in fields(row)}
