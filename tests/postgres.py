"""A throw-away PostgreSQL server for tests: its own data, reached by a unix socket only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString, TypedDict

import psycopg
from psycopg import sql

NO_BINARIES = (
    "no PostgreSQL server binaries: install a PostgreSQL server (Debian: `apt-get install "
    "postgresql`) or set PGBIN to the folder that holds initdb and pg_ctl"
)
MEMORY = Path("/dev/shm")  # noqa: S108  the folder made in it has a name nobody can guess
# A container's shared memory is 64 MiB unless told otherwise, and one server with two databases
# fills that.
ENOUGH_MEMORY_BYTES = 512 * 1024 * 1024
SETTINGS = {
    # Losing everything with the machine is fine here, and makes commits much faster.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    # No network: the socket lies in a folder that only the server's user and root can enter.
    "listen_addresses": "''",
    "max_connections": "200",
    # Not UTC, so that a time which is right only by chance shows.
    "timezone": "America/New_York",
}


class User(TypedDict, total=False):
    """Whom a command runs as; empty: as ourselves."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `folder` holds its socket."""

    folder: Path

    def url(self, database: str) -> str:
        """Give the SQLAlchemy URL of a database on this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template0") -> None:
        """Create a database as a copy of `template`, to which nobody may be connected."""
        self._execute("CREATE DATABASE {} TEMPLATE {}", database, template)

    def drop(self, database: str) -> None:
        """Drop a database and whatever connections to it are left."""
        self._execute("DROP DATABASE {} WITH (FORCE)", database)

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(host=str(self.folder), user="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def find_binaries() -> Path | None:
    """Find the folder of initdb and pg_ctl: $PGBIN, then the PATH, then where Debian puts them."""
    if chosen := os.environ.get("PGBIN"):
        return Path(chosen)
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    return max(installed, key=lambda path: float(path.parent.name), default=None)


@contextmanager
def running(binaries: Path) -> Iterator[Server]:
    """Start a server on fresh data, in memory where possible; stop it and remove all at the end."""
    user = _server_user()
    with tempfile.TemporaryDirectory(prefix="pg-", dir=_memory()) as name:
        folder = Path(name)
        if user:
            os.chown(folder, user["user"], user["group"])
        _initialise(binaries, folder, user)
        with _started(binaries, folder, user):
            yield Server(folder)


def _memory() -> Path | None:
    usable = os.access(MEMORY, os.W_OK)
    return MEMORY if usable and shutil.disk_usage(MEMORY).free >= ENOUGH_MEMORY_BYTES else None


def _server_user() -> User:
    """Choose whom the server runs as: it refuses to be root, so `nobody` then."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _initialise(binaries: Path, folder: Path, user: User) -> None:
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"]
    _run(user, binaries / "initdb", *options, f"--pgdata={folder / 'data'}")


@contextmanager
def _started(binaries: Path, folder: Path, user: User) -> Iterator[None]:
    control = (binaries / "pg_ctl", f"--pgdata={folder / 'data'}", "--wait", "--silent")
    settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    log = folder / "log"
    try:
        _run(user, *control, f"--log={log}", f"--options=-k {folder} {settings}", "start")
    except subprocess.CalledProcessError as error:
        error.add_note(log.read_text() if log.exists() else "it left no log")
        raise
    try:
        yield
    finally:
        _run(user, *control, "--mode=immediate", "stop")


def _run(user: User, *command: str | Path) -> None:
    # From the root folder: the current one may be closed to `nobody`.
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, **user)
