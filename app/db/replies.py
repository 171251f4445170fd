"""Replies to requests with a key: kept in the transaction of their facts, forgotten after a time.

That a request is being carried out is never stored, because what is stored outlives a crash. It is
a lock which the database itself gives back when the transaction ends or its connection breaks:
on PostgreSQL an advisory lock on the key, held until the end of the transaction; on SQLite the
process remembers it (`Database`), and a second process waits for the one write lock. Both are taken
before the stored reply is looked for, so that of two equal requests the second sees either the
first one's lock or its reply.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, tuple_

from app.db.evidence import chain
from app.db.evidence.links import Linked, Links
from app.db.models import KeptReply
from app.db.statements import LARGE_AT_ONCE, Pages
from app.replies import KEPT_FOR, AlreadyAnswered, KeyedRequest, KeyReused, Reply, StillRunning

_OF_KEY = and_(KeptReply.scope == bindparam("scope"), KeptReply.key == bindparam("key"))
_KEPT = select(
    KeptReply.created_at,
    KeptReply.fingerprint,
    KeptReply.status,
    KeptReply.headers,
    KeptReply.body,
).where(_OF_KEY)
_WHOLE = Pages(
    select(KeptReply.__table__),
    KeptReply.__table__.c.scope,
    KeptReply.__table__.c.key,
    at_once=LARGE_AT_ONCE,
)
_THERE = select(KeptReply.scope, KeptReply.key).where(
    tuple_(KeptReply.scope, KeptReply.key).in_(bindparam("names", expanding=True))
)
_FORGET = delete(KeptReply).where(_OF_KEY)
_LOCK = select(func.pg_try_advisory_xact_lock(bindparam("number")))


class Replies:
    """The replies kept, within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, request: KeyedRequest) -> None:
        """Let the request be carried out, unless it was before or is just now.

        AlreadyAnswered with the reply if it was, KeyReused if its key stands for another request,
        StillRunning if another transaction carries it out.
        """
        self._lock(request)
        asked = {"scope": request.scope, "key": request.key}
        kept = self._connection.execute(_KEPT, asked).one_or_none()
        if kept is None:
            return
        if kept.created_at < request.received_at - KEPT_FOR:
            self._connection.execute(_FORGET, asked)
            return
        if kept.fingerprint != request.fingerprint:
            raise KeyReused
        raise AlreadyAnswered(Reply(kept.status, kept.headers, kept.body))

    def _lock(self, request: KeyedRequest) -> None:
        if self._connection.dialect.name != "postgresql":
            return
        if not self._connection.scalar(_LOCK, {"number": _lock_number(request)}):
            raise StillRunning

    def keep(self, request: KeyedRequest, answer: object) -> None:
        """Store the reply to the request, and link it to all that was written before."""
        reply = request.write(answer)
        row = {
            "scope": request.scope,
            "key": request.key,
            "fingerprint": request.fingerprint,
            "status": reply.status,
            "headers": dict(reply.headers),
            "body": reply.body,
            "created_at": request.received_at,
        }
        self._connection.execute(insert(KeptReply), row)
        name = f"{request.scope} {request.key}"
        Links(self._connection).append([Linked("reply", name, chain.reply_hash(row))])

    def hashes(self) -> Iterator[dict[str, str]]:
        """Give every reply by its name in the chain, with the hash of its row, by pages."""
        for page in _WHOLE.of(self._connection):
            rows = [row._asdict() for row in page]
            yield {f"{row['scope']} {row['key']}": chain.reply_hash(row) for row in rows}

    def there(self, names: Sequence[str]) -> frozenset[str]:
        """Give those of some names in the chain whose replies are there."""
        asked = [(scope, key) for scope, _, key in (name.partition(" ") for name in names)]
        rows = self._connection.execute(_THERE, {"names": asked})
        return frozenset(f"{scope} {key}" for scope, key in rows)

    def forget(self, before: datetime, at_most: int) -> int:
        """Forget so many of the replies kept before an instant, oldest first; say how many."""
        oldest = (
            select(KeptReply.scope, KeptReply.key)
            .where(KeptReply.created_at < before)
            .order_by(KeptReply.created_at)
            .limit(at_most)
        )
        their_keys = tuple_(KeptReply.scope, KeptReply.key)
        return self._connection.execute(delete(KeptReply).where(their_keys.in_(oldest))).rowcount


def _lock_number(request: KeyedRequest) -> int:
    """A number of 64 bits for the key; that two keys share one delays a request, nothing more."""
    digest = sha256(f"{request.scope}\n{request.key}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
