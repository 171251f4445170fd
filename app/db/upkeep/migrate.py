"""Bringing a database to a revision of the schema, from code; `alembic` does it from a shell.

Alembic is imported when it is asked: a server that starts need not wait for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, make_url, select

from app.db.engine import LOCK_SECONDS, make_engine

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parents[3] / "migrations"
# Any number will do as long as nothing else in the database takes the same advisory lock.
MIGRATION_LOCK = 19980410


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate the database at `url` up to `revision`; safe to call from several replicas."""
    from alembic import command

    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Migrate the database at `url` down to `revision` (`base`: nothing left)."""
    from alembic import command

    command.downgrade(_config(url), revision)


@contextmanager
def migration_connection(url: str) -> Iterator[Connection]:
    """Open the connection a migration runs on, holding off every other migration until closed.

    A SQLite file's folder is made when missing.
    """
    _make_folder(url)
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                _take_turn(connection)
            yield connection
    finally:
        # Closing the session also gives the advisory lock back, however the migration ended.
        engine.dispose()


def _take_turn(connection: Connection) -> None:
    """Wait for the migration lock; no limit, as the other replica may have much to migrate."""
    connection.exec_driver_sql("SET statement_timeout = 0")
    connection.exec_driver_sql("SET lock_timeout = 0")
    connection.execute(select(func.pg_advisory_lock(MIGRATION_LOCK)))
    # A migration that waits for a table makes all later readers of that table wait behind it.
    connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_SECONDS}s'")
    connection.commit()


def _make_folder(url: str) -> None:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)


def _config(url: str) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    # As an attribute, not an option: an option would read the `%` of an escaped password.
    config.attributes["database_url"] = url
    return config
