"""When a webhook that failed is tried again, and when no more. Pure: chance is an argument."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, Literal, TypeAlias

Outcome: TypeAlias = Literal[
    "delivered", "refused", "gone", "unreachable", "address_refused", "key_differs"
]
FIRST, FACTOR, LONGEST = timedelta(seconds=5), 4.0, timedelta(hours=6)
SPREAD: Final = 0.2
"""By which part a wait is shortened or lengthened, so that not all come back at once."""
PATIENCE: Final = timedelta(days=3)
"""After failing for so long a webhook is stopped."""
_MOST_STEPS: Final = 12
"""From here on every wait is the longest."""


@dataclass(frozen=True, slots=True)
class Called:
    """What became of a try; `retry_after` is the header by which a receiver asks for rest."""

    outcome: Outcome
    status: int | None = None
    retry_after: str | None = None


def wait(failures: int, chance: float) -> timedelta:
    """How long to wait after so many failures in a row; `chance` is from -1 to 1."""
    grown = FIRST * FACTOR ** min(failures - 1, _MOST_STEPS)
    return min(grown, LONGEST) * (1 + SPREAD * chance)


def next_try(now: datetime, failures: int, chance: float, called: Called) -> datetime:
    """When to try again: after the wait, or later where the receiver asked for that."""
    asked = _asked(called.retry_after, now) or timedelta(0)
    return now + max(wait(failures, chance), min(asked, LONGEST))


def _asked(written: str | None, now: datetime) -> timedelta | None:
    """How long a receiver asks to be left alone: seconds, or until an instant (RFC 9110, 10.2.3).

    None where it says neither.
    """
    if written is None:
        return None
    if written.isascii() and written.isdecimal():
        return timedelta(seconds=int(written[:9]))
    try:
        until = parsedate_to_datetime(written)
    except ValueError:
        return None
    return None if until.tzinfo is None else until - now
