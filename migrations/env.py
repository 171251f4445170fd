"""How Alembic reaches the database: from `app.db.upkeep.migrate` or from the `alembic` command."""

from alembic import context

from app.db.models import metadata
from app.db.upkeep.migrate import migration_connection
from app.settings import Settings


def database_url() -> str:
    """Give the URL that `app.db.upkeep.migrate` passed on, else the service's own."""
    passed: str | None = context.config.attributes.get("database_url")
    return passed or Settings().database_url


def migrate() -> None:
    with migration_connection(database_url()) as connection:
        postgresql = connection.dialect.name == "postgresql"
        context.configure(
            connection=connection,
            target_metadata=metadata,
            # SQLite alters a table by copying it. That drops the table's triggers: a migration
            # that does it to an append-only table must create them again.
            render_as_batch=not postgresql,
            # `app.db.engine` begins SQLite transactions itself, so its DDL rolls back as well.
            transactional_ddl=True,
            # SQLite has no advisory lock: one write transaction around the whole run, begun
            # before the current revision is read, is what holds off a second process.
            transaction_per_migration=postgresql,
        )
        with context.begin_transaction():
            context.run_migrations()


migrate()
