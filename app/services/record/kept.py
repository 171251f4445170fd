"""Records kept as they were read, so that one that is asked about again is not parsed again.

A kept record is used only after it was proven: the hash of the last fact that is asked for, from
the database, is the one kept for its place. Hashes are a chain, so that everything before it is
the same as well. So it stays right no matter who writes: another worker's facts are found missing
and added, and a database restored from a backup that went on differently has another hash there.
What a transaction read that was then rolled back proves wrong the next time. Bounded in facts,
over all agreements: those not asked about for longest are forgotten.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Self, TypeAlias

from app.db.records import FactMark, StoredFact
from app.rules.answers import FoundBefore
from app.rules.facts import FactCorrected, FactRetracted, RecordedFact, standing_facts
from app.rules.terms import Terms
from app.services.record.reading import read_fact

MOST_FACTS = 25_000
"""How many facts are kept in one process; a record that is longer is read whole each time."""
MOST_TERMS = 256
"""How many documents of terms are kept for agreements to share."""
OF_TERMS = 20
"""As how many facts the terms of a record count: an agreement may have terms of its own."""
Name: TypeAlias = tuple[str, str]
"""A tenant and its agreement."""
End: TypeAlias = tuple[int, str]
"""How many facts a record has, and the id of the last: one that went on differently has another."""


@dataclass(frozen=True, slots=True)
class Entered:
    """How a fact was entered: all that is stored with it but what it says."""

    position: int
    fact_id: str
    registration_id: str | None
    kind: str
    occurred_on: date
    recorded_at: datetime
    predecessor: str
    hash: str

    @classmethod
    def of(cls, fact: StoredFact) -> Self:
        """How a stored fact was entered."""
        return cls(
            fact.position,
            fact.fact_id,
            fact.registration_id,
            fact.kind,
            fact.occurred_on,
            fact.recorded_at,
            fact.predecessor,
            fact.hash,
        )


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """The terms of an agreement, its entries in order and how each was entered, and what stands."""

    terms: Terms
    stored: Sequence[Entered] = ()
    entries: Sequence[RecordedFact] = ()
    facts: Sequence[RecordedFact] = ()

    def __len__(self) -> int:
        """How many facts it has."""
        return len(self.entries)

    def ends_with(self, last: FactMark) -> bool:
        """Whether it has this fact in its place, and so the same facts before it."""
        return last.position <= len(self) and self.stored[last.position - 1].hash == last.hash

    def and_then(self, facts: Sequence[StoredFact]) -> "KeptRecord":
        """The record with the facts that come after it."""
        new = [as_recorded(each) for each in facts]
        entries = (*self.entries, *new)
        corrected = any(isinstance(each.fact, FactCorrected | FactRetracted) for each in new)
        return KeptRecord(
            self.terms,
            (*self.stored, *map(Entered.of, facts)),
            entries,
            standing_facts(entries) if corrected else (*self.facts, *new),
        )

    def through(self, position: int) -> "KeptRecord":
        """The record through a position."""
        if position == len(self):
            return self
        entries = self.entries[:position]
        return KeptRecord(self.terms, self.stored[:position], entries, standing_facts(entries))


def as_recorded(stored: StoredFact) -> RecordedFact:
    """A stored fact as the rules read it."""
    return RecordedFact(stored.fact_id, stored.registration_id, read_fact(stored))


class KeptTerms:
    """Terms as they were read last, by their hashes: what has a hash never changes."""

    def __init__(self, most: int = MOST_TERMS) -> None:
        """Keep so many documents at most."""
        self._most = most
        self._kept: OrderedDict[str, Terms] = OrderedDict()
        self._lock = Lock()

    def get(self, digest: str, read: Callable[[], Terms]) -> Terms:
        """The terms with this hash, read unless they are kept."""
        with self._lock:
            found = self._kept.get(digest)
            if found is not None:
                self._kept.move_to_end(digest)
                return found
        found = read()
        with self._lock:
            self._kept[digest] = found
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)


class KeptRecords:
    """The records that one process keeps, those asked about last at the end."""

    def __init__(self, most_facts: int = MOST_FACTS) -> None:
        """Keep so many facts at most."""
        self._most, self._count = most_facts, 0
        self._kept: OrderedDict[Name, KeptRecord] = OrderedDict()
        self._found: dict[Name, tuple[End, FoundBefore]] = {}
        self._lock = Lock()

    def found_before(self, name: Name, end: End) -> FoundBefore:
        """What was found on a record that ends so; what is found of it from now on is kept with it.

        Of a record as it ended earlier it is not kept.
        """
        with self._lock:
            kept_end, found = self._found.get(name, ((0, ""), FoundBefore()))
            if kept_end == end:
                return found
            if name in self._kept and end[0] == len(self._kept[name]):
                self._found[name] = end, (found := FoundBefore())
                return found
        return FoundBefore()

    def keep_found(self, name: Name, end: End, found: FoundBefore) -> None:
        """Keep what was found once a record ends so, for as long as the record is kept."""
        with self._lock:
            if name in self._kept:
                self._found[name] = end, found

    def get(self, name: Name) -> KeptRecord | None:
        """The record as it was read last, to be proven."""
        with self._lock:
            found = self._kept.get(name)
            if found is not None:
                self._kept.move_to_end(name)
            return found

    def keep(self, name: Name, record: KeptRecord) -> None:
        """Keep a record as it was read now, unless it is too long, and forget others for it."""
        with self._lock:
            if (before := self._kept.pop(name, None)) is not None:
                self._count -= _weight(before)
            if _weight(record) <= self._most:
                self._kept[name] = record
                self._count += _weight(record)
            while self._count > self._most:
                other, forgotten = self._kept.popitem(last=False)
                self._found.pop(other, None)
                self._count -= _weight(forgotten)

    def __len__(self) -> int:
        """How many facts are kept, terms counted as such."""
        return self._count


def _weight(record: KeptRecord) -> int:
    """As how many facts a record counts."""
    return len(record) + OF_TERMS
