"""What is counted while the service runs, for Prometheus, and how long one request waited for what.

Counting is all that the parts of the service know of it: `saw`, `waited` and the meters here. Where
several processes serve, each writes its counts into a folder that `PROMETHEUS_MULTIPROC_DIR` names
before this is imported, and the one that is asked sums them up. No label has a value that a caller
chose: paths are those of the routes, so that nobody fills memory by asking for many.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final, Literal

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
Wait = Literal["lock", "connection", "database"]

SECONDS: Final = Histogram(
    "rights_request_seconds",
    "How long requests took, by route, method and status.",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
)
DETERMINATIONS: Final = Counter(
    "rights_determinations_total",
    "Answers kept about registrations, by the kind of the registration and what was decided.",
    ("kind", "outcome"),
)
EVALUATIONS: Final = Histogram(
    "rights_evaluations_per_write",
    "Stretches of days for which a write worked out what is owed.",
    buckets=(0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024),
)
CHANGES: Final = Counter(
    "rights_changes_total",
    "What was written into the outbox, by what happened.",
    ("kind",),
)
LOOK_UPS: Final = Counter(
    "rights_cache_lookups_total",
    "What was looked for among what a process keeps, and whether it was there.",
    ("cache", "found"),
)
REPLIES: Final = Counter(
    "rights_replies_total",
    "Requests under an Idempotency-Key: answered anew, or with the first answer.",
    ("outcome",),
)
WAITS: Final = Histogram(
    "rights_wait_seconds",
    "How long work waited: for a record or the one turn to write, for a connection, for a "
    "statement of the database.",
    ("what",),
    buckets=(0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 4),
)
DOCKET_LINES: Final = Gauge(
    "rights_docket_lines",
    "Lines of the docket, as the database estimates them.",
    multiprocess_mode="max",
)
DOCKET_AGE: Final = Gauge(
    "rights_docket_age_seconds",
    "How long ago the last fact was recorded that the docket rests on.",
    multiprocess_mode="min",
)


@dataclass(slots=True)
class Spent:
    """What one request spent waiting, in seconds."""

    by_what: dict[str, float] = field(default_factory=dict)


REQUEST: ContextVar[str | None] = ContextVar("request", default=None)
"""The id of the request that is worked on, for the log."""
_SPENT: ContextVar[Spent | None] = ContextVar("spent", default=None)


def begin() -> Spent:
    """Count from here on what this request waits for; the threads it works in count with it."""
    spent = Spent()
    _SPENT.set(spent)
    return spent


def saw(cache: str, *, found: bool) -> None:
    """Count that something was looked for among what this process keeps."""
    LOOK_UPS.labels(cache, str(found).lower()).inc()


def waited(what: Wait, seconds: float) -> None:
    """Count a wait."""
    WAITS.labels(what).observe(seconds)
    spent = _SPENT.get()
    if spent is not None:
        spent.by_what[what] = spent.by_what.get(what, 0) + seconds


@contextmanager
def waiting(what: Wait) -> Iterator[None]:
    """Count how long it takes to get in."""
    began = perf_counter()
    try:
        yield
    finally:
        waited(what, perf_counter() - began)


def exposition() -> bytes:
    """All that was counted, of all processes that serve, as Prometheus reads it."""
    if FOLDER not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return generate_latest(registry)
