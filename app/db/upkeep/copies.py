"""Copies of a SQLite database, taken while it is in use and put back whole.

PostgreSQL has tools of its own for this (`docs/operations.md`); here they are only named.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic

from sqlalchemy import make_url

from app.db.engine import LOCK_SECONDS
from app.errors import ServiceError

PRIVATE = 0o600  # a copy holds all that the record holds


class CopyRefused(ServiceError):
    """A copy cannot be made or put back, for a reason that its message gives."""


def back_up(url: str, copy: Path) -> None:
    """Copy the database at `url`, as it is at one moment, to a file that must not exist yet.

    Writers go on meanwhile. The file appears under its name when it is whole and on the disk.
    """
    source = _file_of(url, "pg_dump")
    if copy.exists():
        raise CopyRefused(f"{copy} is there already; a copy never replaces another.")
    partial = copy.with_name(f"{copy.name}.partial")
    partial.unlink(missing_ok=True)
    partial.touch(PRIVATE)
    try:
        with _reading(source) as original, closing(sqlite3.connect(partial)) as target:
            original.backup(target, progress=_patience(source))
            # One file, without the log that a database in use has beside it.
            target.execute("PRAGMA journal_mode = DELETE")
            _assure_whole(target, partial)
        _sync(partial)
        partial.rename(copy)
        _sync(copy.parent)
    finally:
        partial.unlink(missing_ok=True)


def restore(url: str, copy: Path, *, replace: bool) -> None:
    """Put a copy back as the database at `url`: wholly, or not at all.

    CopyRefused when agreements are on record there, unless they are to be replaced, and when the
    file is not a whole copy. Bring the schema up to date afterwards (`migrate`).
    """
    target = _file_of(url, "pg_restore")
    with _reading(copy) as source:
        _assure_whole(source, copy)
        _assure_ours(source, copy)
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            target.touch(PRIVATE)
        with closing(sqlite3.connect(target, timeout=LOCK_SECONDS)) as current:
            if not replace and _agreements(current):
                raise CopyRefused(
                    f"{target} has agreements on record: back it up, then restore with --replace."
                )
            current.execute("PRAGMA journal_mode = WAL")
            current.execute("PRAGMA synchronous = FULL")
            # One transaction: readers see the old state, then the new one.
            source.backup(current, progress=_patience(target))


def _file_of(url: str, tool: str) -> Path:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise CopyRefused(f"Only a SQLite file is copied by this command; use {tool}.")
    return Path(parsed.database)


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    if not path.is_file():
        raise CopyRefused(f"There is no file {path}.")
    address = f"{path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=LOCK_SECONDS)) as connection:
        yield connection


def _assure_whole(connection: sqlite3.Connection, path: Path) -> None:
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    except sqlite3.DatabaseError as error:
        raise CopyRefused(f"{path} is not a SQLite database.") from error
    if found != ["ok"]:
        raise CopyRefused(f"{path} is damaged: {found[0]}")


def _assure_ours(connection: sqlite3.Connection, path: Path) -> None:
    if not _has_table(connection, "alembic_version") or not _has_table(connection, "facts"):
        raise CopyRefused(f"{path} is not a copy of this service's database.")


def _agreements(connection: sqlite3.Connection) -> int:
    if not _has_table(connection, "agreements"):
        return 0
    (count,) = connection.execute("SELECT count(*) FROM agreements").fetchone()
    return int(count)


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    asked = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(asked, (name,)).fetchone() is not None


def _patience(path: Path) -> Callable[[int, int, int], None]:
    """Give up when others write for too long: the copying itself would wait for ever."""
    patience = monotonic() + LOCK_SECONDS

    def go_on(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and monotonic() > patience:
            raise CopyRefused(f"{path} is being written to: stop the service.")

    return go_on


def _sync(path: Path) -> None:
    """See to it that a file, or a name in a folder, survives a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
