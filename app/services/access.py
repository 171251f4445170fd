"""Tenants and API keys: made, listed, ended, replaced, and recognised when presented."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from app.access.keys import PresentedKey, make_key
from app.access.principal import SCOPES, Admission, Principal, Scope
from app.db.access.keys import KeyRow, TenantRow
from app.db.evidence import chain
from app.db.unit_of_work import UnitOfWork
from app.errors import AlreadyExists, CredentialRefused, NotFound
from app.services.evidence.audit import enter
from app.services.workspace.workspace import Workspace

KeyState: TypeAlias = Literal["good", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class KeyWanted:
    """What a key is to be: whose, what for, what it allows, and for how many days."""

    tenant: str
    name: str
    scopes: frozenset[Scope]
    days: int


@dataclass(frozen=True, slots=True)
class KeyListed:
    """A key, as far as it may be shown: never its secret."""

    prefix: str
    tenant: str
    name: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime
    state: KeyState
    replaces: str | None


def create_tenant(workspace: Workspace, tenant: str, name: str) -> None:
    """Make a tenant; AlreadyExists if there is one of this id."""
    with workspace.database.writing() as unit:
        if unit.keys.tenant(tenant) is not None:
            raise AlreadyExists("tenant", tenant)
        row = TenantRow(tenant, name, workspace.now())
        unit.keys.add_tenant(row)
        enter(workspace, unit, "tenant_made", tenant, chain.tenant_hash(asdict(row)))
        unit.commit()


def tenants(workspace: Workspace) -> list[TenantRow]:
    """All tenants, by id."""
    with workspace.database.reading() as unit:
        return unit.keys.tenants()


def workspace_of(workspace: Workspace, tenant: str) -> Workspace:
    """The workspace as this tenant sees it; NotFound if there is no such tenant."""
    with workspace.database.reading() as unit:
        if unit.keys.tenant(tenant) is None:
            raise NotFound("tenant", tenant)
    return workspace.of(tenant)


def create_key(workspace: Workspace, wanted: KeyWanted) -> str:
    """Make a key and give its text, which is not kept; NotFound if there is no such tenant."""
    with workspace.database.writing() as unit:
        if unit.keys.tenant(wanted.tenant) is None:
            raise NotFound("tenant", wanted.tenant)
        text = _add_key(workspace, unit, wanted, replaces=None)
        unit.commit()
    return text


def list_keys(workspace: Workspace, tenant: str | None = None) -> list[KeyListed]:
    """The keys of a tenant, or of all, in the order in which they were made."""
    with workspace.database.reading() as unit:
        rows = unit.keys.keys(tenant)
    now = workspace.now()
    return [
        KeyListed(
            prefix=row.prefix,
            tenant=row.tenant,
            name=row.name,
            scopes=_scopes(row),
            created_at=row.created_at,
            expires_at=row.expires_at,
            state=_state(row, now),
            replaces=row.replaces,
        )
        for row in rows
    ]


def revoke_key(workspace: Workspace, prefix: str) -> None:
    """End a key at once and for good; NotFound if there is none."""
    with workspace.database.writing() as unit:
        row = _key(unit, prefix)
        if row.revoked_at is None:
            ended = replace(row, revoked_at=workspace.now())
            unit.keys.end(prefix, expires_at=ended.expires_at, revoked_at=ended.revoked_at)
            enter(workspace, unit, "key_revoked", prefix, chain.key_hash(asdict(ended)))
            unit.commit()


def rotate_key(workspace: Workspace, prefix: str, days: int, overlap: timedelta) -> str:
    """Make the key that replaces this one, and let this one end after the overlap.

    NotFound if there is no such key, or it has ended: what has ended is not brought back.
    """
    now = workspace.now()
    with workspace.database.writing() as unit:
        row = _key(unit, prefix)
        if _state(row, now) != "good":
            raise NotFound("good key", prefix)
        wanted = KeyWanted(row.tenant, row.name, frozenset(_scopes(row)), days)
        ending = replace(row, expires_at=min(row.expires_at, now + overlap))
        # Before the new one is entered, under the lock on the end of the chain: that comes last.
        unit.keys.end(prefix, expires_at=ending.expires_at, revoked_at=None)
        text = _add_key(workspace, unit, wanted, replaces=prefix)
        enter(workspace, unit, "key_ending", prefix, chain.key_hash(asdict(ending)))
        unit.commit()
    return text


def admit_key(workspace: Workspace, presented: PresentedKey) -> Admission:
    """Who presents the key; CredentialRefused if it is unknown, false, expired or revoked."""
    with workspace.database.reading() as unit:
        row = unit.keys.key(presented.prefix)
    if row is None or not presented.matches(row.digest):
        raise CredentialRefused
    if _state(row, workspace.now()) != "good":
        raise CredentialRefused
    principal = Principal(row.tenant, f"key:{row.prefix}", frozenset(_scopes(row)))
    return Admission(principal, row.expires_at.timestamp())


def require_tenant(workspace: Workspace, tenant: str) -> None:
    """CredentialRefused if there is no such tenant: a token's claim does not make one."""
    with workspace.database.reading() as unit:
        if unit.keys.tenant(tenant) is None:
            raise CredentialRefused


def _add_key(
    workspace: Workspace, unit: UnitOfWork, wanted: KeyWanted, replaces: str | None
) -> str:
    made = make_key()
    now = workspace.now()
    row = KeyRow(
        prefix=made.prefix,
        tenant=wanted.tenant,
        name=wanted.name,
        digest=made.digest,
        scopes=" ".join(scope for scope in SCOPES if scope in wanted.scopes),
        created_at=now,
        expires_at=now + timedelta(days=wanted.days),
        revoked_at=None,
        replaces=replaces,
    )
    unit.keys.add(row)
    action = "key_made" if replaces is None else "key_rotated"
    enter(workspace, unit, action, made.prefix, chain.key_hash(asdict(row)))
    return made.text


def _key(unit: UnitOfWork, prefix: str) -> KeyRow:
    row = unit.keys.key(prefix)
    if row is None:
        raise NotFound("key", prefix)
    return row


def _scopes(row: KeyRow) -> tuple[Scope, ...]:
    named = row.scopes.split()
    return tuple(scope for scope in SCOPES if scope in named)


def _state(row: KeyRow, now: datetime) -> KeyState:
    if row.revoked_at is not None:
        return "revoked"
    return "good" if now < row.expires_at else "expired"
