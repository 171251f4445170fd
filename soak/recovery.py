"""A base backup, brought forward to a moment under load: all that was acknowledged by then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from soak.audit import audit, beside
from soak.databases import DATABASE
from tests.running.postgres import Server


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, and the writes that had been acknowledged before it."""

    at: datetime
    acknowledged: Mapping[str, bytes]

    @classmethod
    def now(cls, acknowledged: Mapping[str, bytes]) -> "Moment":
        """This moment, by the clock that the server goes by as well: it runs on this machine."""
        return cls(datetime.now(UTC), acknowledged)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What came back: how many writes were wanted, and which of them are lost.

    `faults` are half a write, a record with gaps, and whatever does not fit by its hashes.
    """

    wanted: int
    lost: tuple[str, ...]
    faults: tuple[str, ...]


def come_back(server: Server, moment: Moment) -> Recovered:
    """Recover to the moment beside the server, and look at what is there."""
    with server.recovered(DATABASE, moment.at) as url:
        found = audit(url, moment.acknowledged)
        faults = [*found.half_there, *found.doubled, *found.answered_otherwise, *beside(url)]
    return Recovered(len(moment.acknowledged), found.lost, tuple(faults))
