"""What a caller ties his request to: the state of the record that he has seen.

Every state of a record has a mark: the number of its facts, and a hash of the last one's id, which
no other record has, nor the same one after it was restored from a backup and went on differently.
What is read of a record has a tag: the mark, and a hash of the question. The tag changes whenever
the answer could: with a new fact, another question, another day where none was named, another
version of the service or of its calendars.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from app.db.records import FactMark
from app.errors import RecordChanged, RecordStands

HASH_LENGTH = 16
ANY = "*"


class NotChanged(Exception):
    """Not a fault: the way out of reading what the caller has already."""

    def __init__(self, tag: str) -> None:
        """Carry the tag of what he has."""
        super().__init__("Nothing has changed.")
        self.tag = tag


@dataclass(frozen=True, slots=True)
class Preconditions:
    """The conditions of one request; without any, everything meets them.

    `question` is what was asked, `on_today` whether its answer depends on the day it is. `tell`
    hears the tag of what will be answered. The tags in `known` are those the caller has the
    answers of; those in `expected`, the states of the record that he wants it to be in, and those
    in `unwanted` the states that he does not want it to be in.
    """

    question: str = ""
    on_today: bool = True
    tell: Callable[[str], None] = lambda _: None
    known: frozenset[str] = frozenset()
    expected: frozenset[str] | None = None
    unwanted: frozenset[str] = frozenset()

    def meet(self, agreement_id: str, last: FactMark, today: date) -> None:
        """Hold a record that ends with a fact against the conditions, before it is read.

        RecordChanged when it is not as expected, RecordStands when it is as it is not to be;
        NotChanged when the caller has the answer.
        """
        mark = mark_of(agreement_id, last.position, last.fact_id)
        if self.expected is not None and not _names(self.expected, mark):
            raise RecordChanged(agreement_id)
        if _names(self.unwanted, mark):
            raise RecordStands("record of agreement", agreement_id)
        tag = self._tag(mark, today)
        if tag in self.known or ANY in self.known:
            raise NotChanged(tag)
        self.tell(tag)

    def moved(self, agreement_id: str, version: int, last_fact: str, today: date) -> None:
        """Tell the tag of a record that facts were appended to."""
        self.tell(self._tag(mark_of(agreement_id, version, last_fact), today))

    def _tag(self, mark: str, today: date) -> str:
        return f"{mark}-{_hash(self.question, today.isoformat() if self.on_today else '')}"


NO_PRECONDITIONS = Preconditions()


def _names(tags: frozenset[str], mark: str) -> bool:
    """Whether one of the tags is of this state of the record, whatever was asked."""
    return ANY in tags or any(tag.rpartition("-")[0] == mark for tag in tags)


def mark_of(agreement_id: str, version: int, last_fact: str) -> str:
    """The mark of one state of a record."""
    return f"{version}-{_hash(agreement_id, last_fact)}"


def _hash(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:HASH_LENGTH]
