"""The chain of all writes: which audit entry and which reply followed which.

A link is appended in the transaction of the write it is about, under a lock that lets one writer at
a time come to the end of the chain; it is taken last and held until the commit. Names go in and out
as they are stored, with their tenant in front: the chain is nobody's own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias

from sqlalchemy import Connection, bindparam, func, insert, select

from app.db.evidence import chain
from app.db.models import AuditEntry, ChainLink
from app.db.statements import Pages, select_as

LinkKind: TypeAlias = Literal["entry", "reply"]
# Any number will do as long as nothing else in the database takes the same advisory lock.
CHAIN_LOCK = 19980411


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link is about: an entry or a reply, its name, and its hash."""

    kind: LinkKind
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class StoredLink:
    """A link of the chain; `hash` covers the rest of it."""

    position: int
    kind: str
    name: str
    content: str
    predecessor: str
    hash: str


@dataclass(frozen=True, slots=True)
class End:
    """The end of the chain: how many links it has, and the hash of the last."""

    links: int
    head: str


_LINK = select_as(StoredLink, ChainLink)
_POSITION = ChainLink.__table__.c.position
_LINKS = Pages(_LINK, _POSITION)
_REPLIES = Pages(
    _LINK.where(
        ChainLink.kind == "reply",
        ChainLink.position > bindparam("after"),
        ChainLink.position <= bindparam("through"),
    ),
    _POSITION,
)
_CONTENTS = (
    select(ChainLink.name, ChainLink.content)
    .where(
        ChainLink.kind == bindparam("kind"), ChainLink.name.in_(bindparam("names", expanding=True))
    )
    .order_by(ChainLink.position)
)
_LAST = select(ChainLink.position, ChainLink.hash).order_by(ChainLink.position.desc()).limit(1)
_HASH_AT = select(ChainLink.hash).where(ChainLink.position == bindparam("position"))
_NOT_LINKED = (
    select(AuditEntry.id)
    .where(
        ~select(ChainLink.position)
        .where(
            ChainLink.name == AuditEntry.id,
            ChainLink.content == AuditEntry.hash,
            ChainLink.kind == "entry",
        )
        .exists()
    )
    .order_by(AuditEntry.recorded_at, AuditEntry.id)
)
_LOCK = select(func.pg_advisory_xact_lock(CHAIN_LOCK))


class Links:
    """The chain of all writes, within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, new: Sequence[Linked]) -> None:
        """Link what was written, in this order, to what was written before it."""
        if not new:
            return
        self.hold()
        end = self.end()
        rows, head = [], end.head
        for position, each in enumerate(new, end.links + 1):
            link = {**asdict(each), "position": position, "predecessor": head}
            head = chain.link_hash(link)
            rows.append({**link, "hash": head})
        self._connection.execute(insert(ChainLink), rows)

    def hold(self) -> None:
        """Let nobody else come to the end of the chain until this transaction ends."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_LOCK)

    def end(self) -> End:
        """Give the end of the chain."""
        row = self._connection.execute(_LAST).one_or_none()
        return End(*row) if row else End(0, chain.CHAIN_BEGINS)

    def hash_at(self, position: int) -> str | None:
        """Give the hash of the link at a position; at 0, what the first one follows."""
        if position == 0:
            return chain.CHAIN_BEGINS
        return self._connection.scalar(_HASH_AT, {"position": position})

    def pages(self) -> Iterator[Sequence[StoredLink]]:
        """Give every link, in order, a page at a time."""
        for page in _LINKS.of(self._connection):
            yield [StoredLink(*row) for row in page]

    def replies(self, after: int, through: int) -> Iterator[Sequence[StoredLink]]:
        """Give the links that name replies, after one position and through another, by pages."""
        for page in _REPLIES.of(self._connection, after=after, through=through):
            yield [StoredLink(*row) for row in page]

    def contents(self, kind: LinkKind, names: Sequence[str]) -> dict[str, str]:
        """Give the hash that the chain has last for each of some names; none for one not in it."""
        asked = {"kind": kind, "names": names}
        return {row.name: row.content for row in self._connection.execute(_CONTENTS, asked)}

    def not_linked(self, stored_id: str) -> Iterator[str]:
        """Give the entries of an agreement that no link names as they stand, all as stored."""
        statement = _NOT_LINKED.where(AuditEntry.agreement_id == stored_id)
        yield from self._connection.scalars(statement)
