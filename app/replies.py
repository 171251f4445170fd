"""Requests that may be sent twice, and the replies kept for them. Nothing here knows HTTP.

A caller whose connection broke cannot know whether his fact was recorded. He sends the same
request again under the same key, and gets the reply of the first: the facts and the reply that
stands for them are stored in one transaction, so neither is ever there without the other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.errors import ServiceError

KEPT_FOR = timedelta(days=7)
"""How long a reply stands for its request; then a request under its key is a new one."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered, to the byte."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """A request to be carried out once, however often it is sent.

    `scope` says whose key it is: two callers may choose the same. `fingerprint` is a hash of
    everything that was asked. `write` turns the use case's answer into the reply, inside the
    transaction that records the facts.
    """

    scope: str
    key: str
    fingerprint: str
    received_at: datetime
    write: Callable[[object], Reply]


class AlreadyAnswered(Exception):
    """Not a fault: the way out of a use case whose reply is known already."""

    def __init__(self, reply: Reply) -> None:
        """Carry the reply of the first request."""
        super().__init__("This request was answered before.")
        self.reply = reply


class KeyReused(ServiceError):
    """The key stands for another request."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "This Idempotency-Key was used for another request: another address, other parameters "
            "or another body. Choose a new key for a new request."
        )


class StillRunning(ServiceError):
    """The first request with this key has not been answered yet."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "The first request with this Idempotency-Key is still being carried out; send it again "
            "in a moment for its answer."
        )
