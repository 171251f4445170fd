"""Whether everything beside the agreements' own records is as it was written.

Walks the chain of all writes from its first link, and holds against it every audit entry, every
kept reply, every tenant and every key; and looks for rows that no agreement owns. Nothing here
raises for what was tampered with: that is an answer. Whoever makes the whole chain anew leaves
nothing that does not fit: that is what anchors are for (`app.services.evidence.anchors`).
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from app import signing
from app.db.evidence import chain
from app.db.evidence.anchors import AnchorRow
from app.db.evidence.journal import StoredEntry
from app.db.evidence.links import StoredLink
from app.db.keys import KeyRow
from app.db.tenancy import MARK
from app.db.unit_of_work import UnitOfWork
from app.db.upkeep.inspection import nobodys_agreements, schema_faults
from app.services.workspace import Workspace

Part: TypeAlias = Literal[
    "schema",
    "agreement",
    "terms",
    "chain",
    "audit_entry",
    "reply",
    "tenant",
    "key",
    "docket",
    "anchor",
]

KEY_ACTIONS = frozenset({"key_linked", "key_made", "key_rotated", "key_ending", "key_revoked"})
MOST_DAYS = 3_660
"""For which a key was ever made."""
TENANT_ACTIONS = frozenset({"tenant_linked", "tenant_made"})
REPLIES_FORGOTTEN, ANCHORED = "replies_forgotten", "anchored"


@dataclass(frozen=True, slots=True)
class StoreMisfit:
    """Something that does not fit: what it is, its name, and what is wrong with it."""

    part: Part
    name: str
    says: str


@dataclass(slots=True)
class _Seen:
    """What the chain tells of, by name: the last hash of each, and at which position it does."""

    entries: dict[str, str] = field(default_factory=dict)
    replies: dict[str, str] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)


def misfits(workspace: Workspace) -> Iterator[StoreMisfit]:
    """Everything that does not fit."""
    with workspace.database.snapshot() as connection:
        for says in schema_faults(connection):
            yield StoreMisfit("schema", "revision", says)
        for stored_id in nobodys_agreements(connection):
            yield StoreMisfit("agreement", stored_id, "Its id and its tenant do not go together.")
    with workspace.database.reading() as unit:
        seen = _Seen()
        yield from _chain(unit, seen)
        there = dict(unit.journal.every_entry())
        yield from _entries(there, seen)
        entries = [(name, there[name]) for name in seen.entries if name in there]
        yield from _replies(unit, entries, seen)
        tenants = {each.id: chain.tenant_hash(asdict(each)) for each in unit.keys.tenants()}
        yield from _rows("tenant", tenants, _last(entries, TENANT_ACTIONS), but="default")
        rows = unit.keys.keys(None)
        keys = {each.prefix: chain.key_hash(asdict(each)) for each in rows}
        yield from _rows("key", keys, _last(entries, KEY_ACTIONS))
        yield from _keys_made_otherwise(rows, entries)
        yield from _anchors(unit, entries)
        for stored_id in unit.docket.of_no_agreement():
            says = "The docket has rows of an agreement that is not there."
            yield StoreMisfit("docket", stored_id, says)
        for name in unit.records.terms_of_no_record():
            yield StoreMisfit("terms", name, "No record names them.")


def _chain(unit: UnitOfWork, seen: _Seen) -> Iterator[StoreMisfit]:
    """Every link follows the one before it, and is hashed as it stands."""
    head = chain.CHAIN_BEGINS
    for position, link in enumerate(unit.links.all(), 1):
        wrong = _wrong_with(link, position, head)
        if wrong is not None:
            yield StoreMisfit("chain", str(position), wrong)
            return
        head = link.hash
        seen.positions[link.name] = position
        (seen.entries if link.kind == "entry" else seen.replies)[link.name] = link.content


def _wrong_with(link: StoredLink, position: int, head: str) -> str | None:
    if link.position != position:
        return f"The next link is at position {link.position}."
    if link.predecessor != head:
        return f"It follows {link.predecessor}, but the link before it is {head}."
    if (found := chain.link_hash(asdict(link))) != link.hash:
        return f"Its hash is {found}, not {link.hash}."
    return None


def _entries(there: Mapping[str, StoredEntry], seen: _Seen) -> Iterator[StoreMisfit]:
    """Every entry is in the chain as it stands, and every one in the chain is there."""
    for name, entry in there.items():
        if name not in seen.entries:
            yield StoreMisfit("audit_entry", name, "It is not in the chain of writes.")
        elif chain.entry_hash(_as_hashed(name, entry)) != seen.entries[name]:
            yield StoreMisfit("audit_entry", name, "It is not the one in the chain of writes.")
    for name in seen.entries.keys() - there.keys():
        yield StoreMisfit("audit_entry", name, "It is in the chain of writes, and is not there.")


def _as_hashed(name: str, entry: StoredEntry) -> Mapping[str, object]:
    """An entry as its tenant writes it; ids of another tenant stay, so that they do not fit."""
    tenant, mark, _ = name.rpartition(MARK)
    prefix = tenant + mark
    columns = asdict(entry)
    named = ("id", "agreement_id", "registration_id", "evaluation_id")
    return columns | {each: columns[each] and columns[each].removeprefix(prefix) for each in named}


def _replies(
    unit: UnitOfWork, entries: list[tuple[str, StoredEntry]], seen: _Seen
) -> Iterator[StoreMisfit]:
    """Every reply is the one in the chain; one that is gone was forgotten after it was kept."""
    forgotten = max(
        (seen.positions[name] for name, entry in entries if entry.action == REPLIES_FORGOTTEN),
        default=0,
    )
    there = dict(unit.replies.hashes())
    for name, found in there.items():
        if name not in seen.replies:
            yield StoreMisfit("reply", name, "It is not in the chain of writes.")
        elif seen.replies[name] != found:
            yield StoreMisfit("reply", name, "It is not the one in the chain of writes.")
    for name in seen.replies.keys() - there.keys():
        if seen.positions[name] > forgotten:
            yield StoreMisfit(
                "reply", name, "It is gone, and nothing tells of its being forgotten."
            )


def _anchors(unit: UnitOfWork, entries: Sequence[tuple[str, StoredEntry]]) -> Iterator[StoreMisfit]:
    """Every line that the audit tells of is kept as it was signed, and no other is."""
    told = Counter(entry.record_hash or "" for _, entry in entries if entry.action == ANCHORED)
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


def _keys_made_otherwise(
    rows: Sequence[KeyRow], entries: Sequence[tuple[str, StoredEntry]]
) -> Iterator[StoreMisfit]:
    """Of a key nothing but its end ever changes: all else is as when it was made."""
    made = {
        entry.subject: entry.record_hash
        for _, entry in entries
        if entry.action in ("key_made", "key_rotated")
    }
    for row in rows:
        if row.prefix in made and all(each != made[row.prefix] for each in _as_made(row)):
            says = "It is not the key that was made, whatever the audit says of its end."
            yield StoreMisfit("key", row.prefix, says)


def _as_made(row: KeyRow) -> Iterator[str]:
    """The hashes that the key may have had when it was made, for whatever number of days."""
    yield chain.key_hash(asdict(replace(row, revoked_at=None)))
    for days in range(MOST_DAYS + 1):
        expires_at = row.created_at + timedelta(days=days)
        yield chain.key_hash(asdict(replace(row, revoked_at=None, expires_at=expires_at)))


def _last(entries: list[tuple[str, StoredEntry]], actions: frozenset[str]) -> dict[str, str]:
    """What the audit says of each subject last: the hash of its row."""
    return {
        entry.subject: entry.record_hash
        for _, entry in entries
        if entry.action in actions and entry.subject and entry.record_hash
    }


def _rows(
    part: Literal["tenant", "key"], there: dict[str, str], told: dict[str, str], but: str = ""
) -> Iterator[StoreMisfit]:
    """Every row is the one that the audit tells of."""
    for name, found in there.items():
        if name == but:
            continue
        if name not in told:
            yield StoreMisfit(part, name, "Nobody is on record as having made it.")
        elif found != told[name]:
            yield StoreMisfit(part, name, "It is not as the audit says it was left.")
    for name in told.keys() - there.keys():
        yield StoreMisfit(part, name, "The audit tells of it, and it is not there.")
