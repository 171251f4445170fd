"""The machine's clock, and a line in the log when it jumps.

What is recorded while a clock is wrong is dated wrongly for good. Nothing here knows which of two
times is right, so that a jump is told to the operator and nothing is refused; a record
whose last fact is still to come, by a clock that has come back, is (`app.services.record.records`).
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

CLOCKS_DIFFER = timedelta(minutes=2)
"""By how much the clocks of two machines, or of one at two times, may differ."""
_NEVER_SET: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
logger = logging.getLogger(__name__)


def this_moment() -> datetime:
    """What the machine's clock says."""
    return datetime.now(UTC)


def since_boot() -> float:
    """Seconds, by a clock that nobody sets; on Linux it goes on while the machine sleeps."""
    return time.clock_gettime(_NEVER_SET)


class WatchedClock:
    """Says what the machine's clock says, and writes a line when it has been set."""

    def __init__(
        self,
        wall: Callable[[], datetime] = this_moment,
        steady: Callable[[], float] = since_boot,
    ) -> None:
        self._wall, self._steady = wall, steady
        self._ahead = self._wall_ahead(wall())

    def __call__(self) -> datetime:
        """The present moment."""
        now = self._wall()
        jump = self._wall_ahead(now) - self._ahead
        if abs(jump) > CLOCKS_DIFFER:
            self._ahead += jump
            logger.error(
                "the clock was set by %.0f seconds: it is %s now", jump.total_seconds(), now
            )
        return now

    def _wall_ahead(self, now: datetime) -> timedelta:
        return now - datetime.fromtimestamp(0, UTC) - timedelta(seconds=self._steady())
