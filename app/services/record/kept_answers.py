"""Answers to what was read of a record, kept as they were sent, until the record or the day moves.

An answer goes by its tag (`conditions`), which names the state of the record, the question with
its detail, the day where none was named, and the version of the service: what has the same tag is
the same to the byte. The tag is made of the last fact in the database at each request, so that a
kept answer stays right no matter who writes: another process, a correction, a database restored
from a backup. Bounded in bytes, over all tenants: those not asked for longest are forgotten.
"""

from collections import OrderedDict
from threading import Lock
from typing import TypeAlias

from app import meters

MOST_BYTES = 8 * 1024 * 1024
"""How much is kept in one process."""
LONGEST = MOST_BYTES // 16
"""A longer answer is not kept: few are, and it would displace many."""
Name: TypeAlias = tuple[str, str]
"""A tenant, and the tag of an answer."""


class KeptAnswers:
    """The answers that one process keeps, those asked for last at the end."""

    def __init__(self, most_bytes: int = MOST_BYTES, longest: int = LONGEST) -> None:
        """Keep so many bytes at most, and none of more than `longest`."""
        self._most, self._longest, self._size = most_bytes, longest, 0
        self._kept: OrderedDict[Name, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, name: Name) -> bytes | None:
        """The body of the answer with this tag."""
        with self._lock:
            found = self._kept.get(name)
            if found is not None:
                self._kept.move_to_end(name)
        meters.saw("answers", found=found is not None)
        return found

    def keep(self, name: Name, body: bytes) -> None:
        """Keep the body of an answer, unless it is too long, and forget others for it."""
        with self._lock:
            if name in self._kept or len(body) > self._longest:
                return
            self._kept[name] = body
            self._size += len(body)
            while self._size > self._most:
                _, forgotten = self._kept.popitem(last=False)
                self._size -= len(forgotten)

    def __len__(self) -> int:
        """How many bytes are kept."""
        return self._size
