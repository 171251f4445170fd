"""When to try again, and how long to wait first.

Everything may be sent again: reading changes nothing, and what records something carries an
Idempotency-Key. So a broken connection, 429, 503 and "the first request with this key is still
being carried out" are tried again; any other answer is one.
"""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

IN_PROGRESS = "request_in_progress"


@dataclass(frozen=True, slots=True)
class Retries:
    """How often and how patiently: `tries` in all, doubling waits, none longer than `longest`."""

    tries: int = 5
    first_seconds: float = 0.5
    longest_seconds: float = 30.0

    def pause(self, attempt: int, response: httpx2.Response | None = None) -> float | None:
        """How many seconds to wait after this attempt (the first is 1); None to give up.

        As long as the service asks for; a service that asks for longer than one would wait is not
        disobeyed but given up on.
        """
        if attempt >= self.tries or not (response is None or _may_pass(response)):
            return None
        demanded = None if response is None else _demanded(response)
        if demanded is not None:
            return demanded if demanded <= self.longest_seconds else None
        most = min(self.first_seconds * (1 << attempt - 1), self.longest_seconds)
        return most * random.uniform(0.5, 1)  # noqa: S311  # spreads callers, guards nothing


def _may_pass(response: httpx2.Response) -> bool:
    if response.status_code == 409:
        return IN_PROGRESS in response.text
    return response.status_code in (429, 503)


def _demanded(response: httpx2.Response) -> float | None:
    """What Retry-After says: seconds, or a day and hour."""
    said = response.headers.get("retry-after")
    if said is None:
        return None
    if said.isdecimal():
        return float(said)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
