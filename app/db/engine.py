"""The database: engines, transactions and the settings that make them safe on both dialects.

`Database` is opened once per process. Several processes on one SQLite file are safe, but each
write syncs the disk and they write in turn; several processes that serve mean PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from json import JSONDecodeError
from sqlite3 import Connection as SqliteConnection
from threading import Lock
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app import meters
from app.db.access.tenancy import Tenancy
from app.db.models.base import RowUnreadable
from app.db.unit_of_work import UnitOfWork
from app.errors import StorageUnavailable, StoredUnreadable
from app.replies import KeyedRequest, StillRunning

if TYPE_CHECKING:  # the engine imports the driver of the URL, and no other
    from psycopg import Connection as PsycopgConnection

# How long to wait for other writers: under the statement's own limit, so that a wait is told
# apart from a slow statement, and well under any client's patience.
LOCK_SECONDS = 4
STATEMENT_SECONDS = 5
# A transaction computes for milliseconds between its statements. One that stays idle for longer
# belongs to a process that hangs or to a machine that is gone: its locks are given back.
IDLE_SECONDS = 10
# How often a process asks for SQLite's one write lock while another process holds it.
SQLITE_TURN_SECONDS = 0.002
# What is owed to a thousand stands all over an index: with SQLite's own 2 MB most of its pages are
# read again and again while the lines of one demand are written.
SQLITE_CACHE_KIB = 16 * 1024
# More transactions at once only fight over the interpreter's lock. Measured with 16 callers on
# two cores, reads a second with 16 connections and with 4: SQLite 195, 369; PostgreSQL 318, 441.
# One tenant has two at most (`app.api.deps`), and four with large bodies
# (`app.api.answering.aside`).
POOL_SIZE = 6

# PostgreSQL's names for: lock not available, query canceled (by the statement timeout), deadlock,
# idle in a transaction for too long (by its timeout: this process got no turn of the machine).
_BUSY_STATES = frozenset({"55P03", "57014", "40P01", "25P03"})
# For: no such table, so not migrated; no privilege, so not granted to the service's role.
_UNREADY_STATES = frozenset({"42P01", "42501"})
READ_ONLY = "25006"  # for: this transaction or server only reads


class Database:
    """One database, and its two kinds of transaction, as one tenant sees it.

    Both raise TimeoutError when other work held the database longer than LOCK_SECONDS or
    STATEMENT_SECONDS: nothing was stored, and trying again is safe.
    """

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._readers = self.engine.execution_options(**_snapshot_options(self.engine))
        self._write_lock = Lock() if self.engine.dialect.name == "sqlite" else None
        self._running: dict[tuple[str, str], object] = {}
        self._request: KeyedRequest | None = None
        self._tenancy = Tenancy()

    def answering(self, request: KeyedRequest) -> "Database":
        """Give the same database to one request with a key: its writing transaction runs once.

        Entering `writing()` then raises AlreadyAnswered, KeyReused or StillRunning (`app.replies`).
        """
        bound = copy(self)
        bound._request = request
        return bound

    def of(self, tenant: str) -> "Database":
        """The same database as one tenant sees it: nothing but his own agreements."""
        seen = copy(self)
        seen._tenancy = Tenancy(tenant)  # a copy of our own
        return seen

    @property
    def tenant(self) -> str:
        """As whom it is seen."""
        return self._tenancy.tenant

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """One read-only snapshot: every read in it sees the same moment; a write is refused."""
        with self.snapshot() as connection:
            yield UnitOfWork(connection, self._tenancy)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """The same as a bare connection, for questions that are about the database itself."""
        with _understood(), _connected(self._readers) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """One transaction that may write; leaving it without `commit()` rolls it back.

        On SQLite it is alone: do not open a second one inside it.
        """
        # The lock comes before the connection, so that waiting writers do not drain the pool.
        with (
            _understood(writing=True),
            self._claimed(),
            self._alone() as turn,
            _connected(self.engine) as connection,
        ):
            yield UnitOfWork(connection, self._tenancy, self._request, turn)

    @contextmanager
    def _claimed(self) -> Iterator[None]:
        """Remember which keys this process is carrying out: SQLite has no lock for that.

        Before the turn to write, for which the second of two equal requests would only wait.
        """
        if self._write_lock is None or self._request is None:
            yield
            return
        key, mine = (self._request.scope, self._request.key), object()
        if self._running.setdefault(key, mine) is not mine:
            raise StillRunning
        try:
            yield
        finally:
            del self._running[key]

    @contextmanager
    def _alone(self) -> Iterator["_FileTurn"]:
        """Let SQLite's writers queue here: its own busy back-off makes some wait for seconds."""
        turn = _FileTurn(self._write_lock)
        turn.take()
        try:
            yield turn
        finally:
            turn.give_back()


class _FileTurn:
    """One writer's turn at a SQLite file among those of this process; PostgreSQL needs none."""

    def __init__(self, lock: "Lock | None") -> None:
        self._lock = lock
        self._is_ours = False

    def take(self) -> None:
        """Wait for it; TimeoutError if it does not come."""
        if self._lock is None:
            return
        with meters.waiting("lock"):
            self._is_ours = self._lock.acquire(timeout=LOCK_SECONDS)
        if not self._is_ours:
            raise TimeoutError(f"no turn to write within {LOCK_SECONDS} seconds")

    def give_back(self) -> None:
        """Let others have it, unless they do."""
        if self._lock is not None and self._is_ours:
            self._is_ours = False
            self._lock.release()


@contextmanager
def _connected(engine: Engine) -> Iterator[Connection]:
    """A connection, once one is free; how long each of its statements takes is counted."""
    with meters.waiting("connection"):
        connection = engine.connect()
    with connection:
        yield connection


def _count_statements(engine: Engine) -> None:
    """Count how long the database takes for each statement."""

    def before(connection: Connection, *_: object) -> None:
        connection.info["began"] = monotonic()

    def after(connection: Connection, *_: object) -> None:
        meters.waited("database", monotonic() - connection.info["began"])

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)


def make_engine(url: str) -> Engine:
    """Make an engine for a `sqlite:///file` or `postgresql+psycopg://` URL; ValueError otherwise.

    Its transactions may write; connections are opened when first needed.
    """
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite" if parsed.database not in {None, "", ":memory:"}:
            engine = _sqlite_engine(parsed)
        case "postgresql":
            engine = _postgresql_engine(parsed)
        case backend:
            raise ValueError(f"the database must be a SQLite file or PostgreSQL, not {backend!r}")
    _count_statements(engine)
    return engine


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": LOCK_SECONDS}, **_pool_options())
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "handle_error", _throw_away_what_only_reads)
    event.listen(engine, "handle_error", _tell_what_is_no_text)
    return engine


def _throw_away_what_only_reads(context: ExceptionContext) -> None:
    """SQLite opens a file for reading alone where it may not write, and stays so: open it anew."""
    error = context.sqlalchemy_exception
    if isinstance(error, DBAPIError) and _is_read_only(error):
        context.is_disconnect = True


def _tell_what_is_no_text(context: ExceptionContext) -> None:
    """SQLite keeps text as it is written to its file; what is no UTF-8 its driver cannot read."""
    if "decode to UTF-8" in str(context.original_exception):
        raise RowUnreadable(str(context.original_exception)) from context.original_exception


def _prepare_sqlite(connection: SqliteConnection, _record: object) -> None:
    # The driver must not begin transactions behind SQLAlchemy's back: `_begin_sqlite` does.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    # NORMAL syncs a WAL only at checkpoints: a power cut could take back facts already
    # acknowledged to a caller. FULL syncs each commit.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{SQLITE_CACHE_KIB}")
    # Without it REPLACE deletes rows past the triggers that keep the record append-only.
    connection.execute("PRAGMA recursive_triggers = ON")


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("sqlite_read_only", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {read_only:d}")
    if read_only:
        connection.exec_driver_sql("BEGIN")
    else:
        with meters.waiting("lock"):
            _begin_immediate(connection)


def _begin_immediate(connection: Connection) -> None:
    """Take SQLite's write lock at once, asking often while another process holds it.

    At once: a transaction that reads first and writes later would fail when another writer came
    between, and no waiting would help it. Often: SQLite's own waiting asks less and less often, so
    that among busy processes some would wait in vain.
    """
    patience = monotonic() + LOCK_SECONDS
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as error:
                if not _is_busy(error) or monotonic() > patience:
                    raise
                sleep(SQLITE_TURN_SECONDS)
            else:
                return
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {LOCK_SECONDS * 1000:.0f}")


def _postgresql_engine(url: URL) -> Engine:
    """Make an engine whose every wait is bounded, whatever the server's defaults are."""
    limits = (
        f"-c lock_timeout={LOCK_SECONDS}s -c statement_timeout={STATEMENT_SECONDS}s "
        f"-c idle_in_transaction_session_timeout={IDLE_SECONDS}s"
    )
    engine = create_engine(
        url,
        # An operator who puts `options` into the URL chooses these limits himself.
        connect_args={"options": url.query.get("options", limits)},
        # One short round trip per transaction, against an error for every pooled connection
        # after a restart or failover of the server.
        pool_pre_ping=True,
        # Whatever the server's default: after waiting for a row lock, a writer must see what
        # the writer before it stored.
        isolation_level="READ COMMITTED",
        **_pool_options(),
    )
    event.listen(engine, "checkin", _leave_to_the_server)
    return engine


def _leave_to_the_server(connection: "PsycopgConnection | None", _record: object) -> None:
    """Say nothing of writing where SQLAlchemy, after a read-only transaction, says READ WRITE.

    That would override an operator who set the database to read only for a while.
    """
    if connection is not None and not connection.closed:
        connection.read_only = None


def _pool_options() -> dict[str, Any]:
    return {"pool_size": POOL_SIZE, "max_overflow": 0, "pool_timeout": LOCK_SECONDS}


def _snapshot_options(engine: Engine) -> dict[str, Any]:
    """Give the execution options under which a transaction is a read-only snapshot."""
    if engine.dialect.name == "sqlite":
        return {"sqlite_read_only": True}
    # READ COMMITTED would let a writer come between reading a version and reading its facts.
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@contextmanager
def _understood(*, writing: bool = False) -> Iterator[None]:
    """Say in the service's own words what the database could not do."""
    try:
        yield
    # What is stored is no document, or not text at all: damaged, or tampered with.
    except (JSONDecodeError, UnicodeDecodeError, RowUnreadable) as error:
        raise StoredUnreadable from error
    except PoolTimeout as error:
        raise TimeoutError("no database connection became free") from error
    except DBAPIError as error:
        if _is_busy(error):
            raise TimeoutError("other work held the database too long") from error
        # A write refused while only reading is a mistake of ours, and not to be hidden.
        if _is_unusable(error) or (writing and _is_read_only(error)):
            raise StorageUnavailable from error
        raise


def _is_unusable(error: DBAPIError) -> bool:
    """Whether the database is away, not migrated or damaged, rather than our statement wrong."""
    if _is_read_only(error):
        return False
    if type(error) in (OperationalError, InterfaceError, DatabaseError):
        return True
    return getattr(error.orig, "sqlstate", None) in _UNREADY_STATES


def _is_read_only(error: DBAPIError) -> bool:
    """Whether the database only reads: a standby, or a file that may not be written."""
    sqlite_name = getattr(error.orig, "sqlite_errorname", "")
    return (
        sqlite_name.startswith("SQLITE_READONLY")
        or getattr(error.orig, "sqlstate", None) == READ_ONLY
    )


def _is_busy(error: DBAPIError) -> bool:
    sqlite_name = getattr(error.orig, "sqlite_errorname", "")
    return (
        sqlite_name.startswith("SQLITE_BUSY")
        or getattr(error.orig, "sqlstate", None) in _BUSY_STATES
    )
