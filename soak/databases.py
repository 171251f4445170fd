"""Databases to be treated badly: a SQLite file and a PostgreSQL server of their own."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from soak.fleet import command
from tests.running.postgres import SETTINGS, Server, binaries, running

# What was acknowledged must be in the log before the answer: the tests' own servers skip that.
DURABLE = SETTINGS | {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "archive_mode": "on",
}


DATABASE = "soak"


@dataclass(frozen=True, slots=True)
class Place:
    """A migrated database, a folder for logs; how to crash the database, and its server if any.

    `workers` are the processes of each server on it.
    """

    name: str
    url: str
    folder: Path
    crash: Callable[[], None] | None = None
    server: Server | None = None
    workers: int = 1


@contextmanager
def sqlite(_workers: int) -> Iterator[Place]:
    """A file of its own, which one process serves whatever is asked for."""
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'soak.sqlite3'}"
        command(url, "migrate")
        yield Place("sqlite", url, folder)


@contextmanager
def postgresql(workers: int) -> Iterator[Place]:
    """A server of its own, which loses nothing it acknowledged."""
    with (
        tempfile.TemporaryDirectory(prefix="soak-") as name,
        running(binaries(), DURABLE) as server,
        server.database(DATABASE) as url,
    ):
        command(url, "migrate")
        yield Place("postgresql", url, Path(name), server.crash, server, workers)


PLACES: dict[str, Callable[[int], AbstractContextManager[Place]]] = {
    "sqlite": sqlite,
    "postgresql": postgresql,
}
