"""Whether everything beside the agreements' own records is as it was written.

Walks the chain of all writes from its first link, and holds against it every audit entry, every
kept reply, every tenant, key and webhook; and looks for rows that no agreement owns. Nothing here
raises for what was tampered with: that is an answer. A whole chain made anew leaves
nothing that does not fit: that is what anchors are for (`app.services.evidence.anchors`).
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Literal, TypeAlias

from sqlalchemy import Connection

from app import signing
from app.access.principal import DEFAULT_TENANT
from app.db.access.keys import KeyRow
from app.db.evidence import chain
from app.db.evidence.anchors import AnchorRow
from app.db.evidence.journal import StoredEntry
from app.db.evidence.links import StoredLink
from app.db.unit_of_work import UnitOfWork
from app.db.upkeep import shape
from app.db.upkeep.inspection import (
    damage,
    lacking,
    nobodys_agreements,
    revision_faults,
    strange_values,
)
from app.services.evidence.audit import as_hashed
from app.services.workspace.workspace import Workspace

Part: TypeAlias = Literal[
    "schema",
    "row",
    "agreement",
    "terms",
    "chain",
    "audit_entry",
    "reply",
    "tenant",
    "key",
    "webhook",
    "docket",
    "anchor",
]

KEYS_MADE = frozenset({"key_made", "key_rotated"})
KEY_ACTIONS = KEYS_MADE | {"key_linked", "key_ending", "key_revoked"}
MOST_DAYS = 3_660
"""For which a key was ever made."""
TENANT_ACTIONS = frozenset({"tenant_linked", "tenant_made"})
WEBHOOK_ACTIONS = frozenset({"webhook_made", "webhook_rotated", "webhook_removed"})
REPLIES_FORGOTTEN, ANCHORED = "replies_forgotten", "anchored"


@dataclass(frozen=True, slots=True)
class StoreMisfit:
    """Something that does not fit: what it is, its name, and what is wrong with it."""

    part: Part
    name: str
    says: str


@dataclass(slots=True)
class _Told:
    """What the chain told on the way: where replies were last forgotten, and which lines signed."""

    forgotten: int = 0
    lines: Counter[str] = field(default_factory=Counter)


def unreadable(workspace: Workspace) -> list[StoreMisfit]:
    """What keeps everything else from being read: what is not there, and rows that are no rows."""
    with workspace.database.snapshot() as connection:
        if revision_faults(connection):
            return []
        gone = lacking(connection)
        if gone:
            return [StoreMisfit("schema", "tables", says) for says in gone]
        found = [StoreMisfit("schema", "file", says) for says in damage(connection)] or [
            StoreMisfit("row", *each)
            for each in (*shape.doubled(connection), *strange_values(connection))
        ]
        return [*_shape(connection), *found] if found else []


def _shape(connection: Connection) -> Iterator[StoreMisfit]:
    """How the tables, or what stands on them, are others than the migrations make."""
    for says in shape.faults(connection):
        yield StoreMisfit("schema", "shape", says)


def misfits(workspace: Workspace) -> Iterator[StoreMisfit]:
    """Everything that does not fit. Of what is stored, no more than some pages are held at a time.

    The hashes of all lines signed are held as well: an operator makes few.
    """
    with workspace.database.snapshot() as connection:
        other_revision = revision_faults(connection)
        for says in other_revision:
            yield StoreMisfit("schema", "revision", says)
        if not other_revision:
            yield from _shape(connection)
        for stored_id in nobodys_agreements(connection):
            yield StoreMisfit("agreement", stored_id, "Its id and its tenant do not go together.")
    with workspace.database.reading() as unit:
        told = _Told()
        yield from _chain(unit, told)
        yield from _entries(unit)
        yield from _replies(unit, told.forgotten)
        yield from _tenants(unit)
        yield from _keys(unit)
        yield from _webhooks(unit)
        yield from _anchors(unit, told.lines)
        for stored_id in unit.docket.of_no_agreement():
            says = "The docket has rows of an agreement that is not there."
            yield StoreMisfit("docket", stored_id, says)
        for name in unit.records.terms_of_no_record():
            yield StoreMisfit("terms", name, "No record names them.")


def _chain(unit: UnitOfWork, told: _Told) -> Iterator[StoreMisfit]:
    """Every link follows the one before it, is hashed as it stands, and names what is there.

    What a link after one that does not fit follows is not asked; what it names is.
    """
    head: str | None = chain.CHAIN_BEGINS
    positions = count(1)
    for page in unit.links.pages():
        there = unit.journal.entries_named([each.name for each in page if each.kind == "entry"])
        for link, position in zip(page, positions, strict=False):
            wrong = None if head is None else _wrong_with(link, position, head)
            if wrong is not None:
                yield StoreMisfit("chain", str(position), wrong)
            head = None if head is None or wrong is not None else link.hash
            if link.kind == "entry":
                yield from _entry(link, there.get(link.name), told)


def _entry(link: StoredLink, entry: StoredEntry | None, told: _Told) -> Iterator[StoreMisfit]:
    """What an entry of the audit that a link names is not, and what it tells."""
    name = link.name
    if entry is None:
        yield StoreMisfit("audit_entry", name, "It is in the chain of writes, and is not there.")
        return
    if not chain.entry_hash(as_hashed(name, entry)) == entry.hash == link.content:
        yield StoreMisfit("audit_entry", name, "It is not the one in the chain of writes.")
    if entry.action == REPLIES_FORGOTTEN:
        told.forgotten = link.position
    if entry.action == ANCHORED:
        told.lines[entry.record_hash or ""] += 1


def _wrong_with(link: StoredLink, position: int, head: str) -> str | None:
    if link.position != position:
        return f"The next link is at position {link.position}."
    if link.predecessor != head:
        return f"It follows {link.predecessor}, but the link before it is {head}."
    if (found := chain.link_hash(asdict(link))) != link.hash:
        return f"Its hash is {found}, not {link.hash}."
    return None


def _entries(unit: UnitOfWork) -> Iterator[StoreMisfit]:
    """Every entry is in the chain; that it is the one that is, the chain says."""
    for page in unit.journal.names():
        linked = unit.links.contents("entry", page)
        for name in page:
            if name not in linked:
                yield StoreMisfit("audit_entry", name, "It is not in the chain of writes.")


def _replies(unit: UnitOfWork, forgotten: int) -> Iterator[StoreMisfit]:
    """Every reply is the one in the chain; one that is gone was forgotten after it was kept."""
    for there in unit.replies.hashes():
        told = unit.links.contents("reply", list(there))
        for name, found in there.items():
            if name not in told:
                yield StoreMisfit("reply", name, "It is not in the chain of writes.")
            elif told[name] != found:
                yield StoreMisfit("reply", name, "It is not the one in the chain of writes.")
    for links in unit.links.replies(forgotten, unit.links.end().links):
        names = [each.name for each in links]
        for name in sorted(set(names) - unit.replies.there(names)):
            says = "It is gone, and nothing tells of its being forgotten."
            yield StoreMisfit("reply", name, says)


def _anchors(unit: UnitOfWork, told: Counter[str]) -> Iterator[StoreMisfit]:
    """Every line that the audit tells of is kept as it was signed, and no other is."""
    for row in unit.anchors.all():
        signed, wrong = _signed(row)
        if wrong is not None:
            yield StoreMisfit("anchor", row.hash, wrong)
        # Older entries tell of what a line signs, without its key.
        name = row.hash if told[row.hash] else signed
        if not told[name]:
            yield StoreMisfit("anchor", row.hash, "The audit tells of no such line.")
        told[name] -= 1
    for name in +told:
        yield StoreMisfit("anchor", name, "The audit tells of this line, and it is not kept.")


def _signed(row: AnchorRow) -> tuple[str, str | None]:
    """The hash of what a kept line signs, and what is wrong with the line."""
    try:
        line = json.loads(row.line)
        text = chain.canonical(line["anchor"])
        is_signed = signing.is_signed(line["key"], line["signature"], text)
        made_at = datetime.fromisoformat(line["anchor"]["made_at"])
    except (ValueError, LookupError, TypeError):
        return "", "It cannot be read."
    if not is_signed:
        return chain.digest(text), "Its signature is not that of the key it names."
    if (chain.digest(row.line), made_at) != (row.hash, row.made_at):
        return chain.digest(text), "It is kept under another hash or instant than its own."
    return chain.digest(text), None


def _tenants(unit: UnitOfWork) -> Iterator[StoreMisfit]:
    """Every tenant is the one that the audit tells of; the first was there before any audit."""
    for page in unit.keys.every_tenant():
        told = unit.journal.told_of(TENANT_ACTIONS, [each.id for each in page])
        for row in page:
            if row.id != DEFAULT_TENANT:
                yield from _row("tenant", row.id, chain.tenant_hash(asdict(row)), told)
    yield from _gone("tenant", unit, TENANT_ACTIONS, unit.keys.tenant)


def _keys(unit: UnitOfWork) -> Iterator[StoreMisfit]:
    """Every key is the one that the audit tells of, and but for its end the one that was made."""
    for page in unit.keys.every_key():
        names = [each.prefix for each in page]
        told, made = (unit.journal.told_of(each, names) for each in (KEY_ACTIONS, KEYS_MADE))
        for row in page:
            yield from _row("key", row.prefix, chain.key_hash(asdict(row)), told)
            if row.prefix in made and all(each != made[row.prefix] for each in _as_made(row)):
                says = "It is not the key that was made, whatever the audit says of its end."
                yield StoreMisfit("key", row.prefix, says)
    yield from _gone("key", unit, KEY_ACTIONS, unit.keys.key)


def _webhooks(unit: UnitOfWork) -> Iterator[StoreMisfit]:
    """Every webhook is the one that the audit tells of: nobody else is told what happens."""
    for page in unit.webhooks.every():
        told = unit.journal.told_of(WEBHOOK_ACTIONS, list(page))
        for stored_id, row in page.items():
            yield from _row("webhook", stored_id, chain.webhook_hash(asdict(row)), told)
    yield from _gone("webhook", unit, WEBHOOK_ACTIONS, unit.webhooks.known)


def _as_made(row: KeyRow) -> Iterator[str]:
    """The hashes that the key may have had when it was made, for whatever number of days."""
    yield chain.key_hash(asdict(replace(row, revoked_at=None)))
    for days in range(MOST_DAYS + 1):
        expires_at = row.created_at + timedelta(days=days)
        yield chain.key_hash(asdict(replace(row, revoked_at=None, expires_at=expires_at)))


def _row(
    part: Literal["tenant", "key", "webhook"], name: str, found: str, told: Mapping[str, str]
) -> Iterator[StoreMisfit]:
    if name not in told:
        yield StoreMisfit(part, name, "Nobody is on record as having made it.")
    elif found != told[name]:
        yield StoreMisfit(part, name, "It is not as the audit says it was left.")


def _gone(
    part: Literal["tenant", "key", "webhook"],
    unit: UnitOfWork,
    actions: frozenset[str],
    row_of: Callable[[str], object],
) -> Iterator[StoreMisfit]:
    """What the audit tells of is there."""
    said: set[str] = set()
    for name, _ in unit.journal.told(actions):
        if name and name not in said and row_of(name) is None:
            said.add(name)
            yield StoreMisfit(part, name, "The audit tells of it, and it is not there.")
