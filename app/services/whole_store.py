"""Whether everything beside the agreements' own records is as it was written.

Walks the chain of all writes from its first link, and holds against it every audit entry, every
kept reply, every tenant and every key; and looks for rows that no agreement owns. Nothing here
raises for what was tampered with: that is an answer. Whoever makes the whole chain anew leaves
nothing that does not fit: that is what anchors are for (`app.services.anchors`).
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal, TypeAlias

from app.db import chain
from app.db.inspection import nobodys_agreements
from app.db.journal import StoredEntry
from app.db.links import StoredLink
from app.db.tenancy import MARK
from app.db.unit_of_work import UnitOfWork
from app.services.workspace import Workspace

Part: TypeAlias = Literal[
    "agreement", "chain", "audit_entry", "reply", "tenant", "key", "docket", "anchor"
]

KEY_ACTIONS = frozenset({"key_linked", "key_made", "key_rotated", "key_ending", "key_revoked"})
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
        keys = {each.prefix: chain.key_hash(asdict(each)) for each in unit.keys.keys(None)}
        yield from _rows("key", keys, _last(entries, KEY_ACTIONS))
        yield from _anchors(unit, entries)
        for stored_id in unit.docket.of_no_agreement():
            says = "The docket has rows of an agreement that is not there."
            yield StoreMisfit("docket", stored_id, says)


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
    """Every line that was signed is kept as often as the audit says, and no other is."""
    told = Counter(entry.record_hash or "" for _, entry in entries if entry.action == ANCHORED)
    kept = Counter(_signed(row.line) for row in unit.anchors.all())
    for name in told.keys() | kept.keys():
        if told[name] != kept[name]:
            says = f"The audit tells of {told[name]} such lines, and {kept[name]} are kept."
            yield StoreMisfit("anchor", name, says)


def _signed(line: str) -> str:
    """The hash of what a line signs, or says that it does."""
    try:
        return chain.hash_of(json.loads(line)["anchor"])
    except (ValueError, LookupError, TypeError):
        return "unreadable"


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
