"""Whatever the schema is beyond what the migrations make of it is named, by `verify` and `check`.

What lets the service read other rows than are verified: a key dropped and rows doubled, an index
that lies, a policy, a rule, a table of the same name that comes first, a table that inherits.
"""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from sqlalchemy import Connection, text

from app.cli.commands import main
from app.db.engine import Database
from app.db.upkeep.inspection import inspect
from app.services.docket import docket_watch
from tests.api.calls import ok
from tests.api.refusals import problem
from tests.running.service import serving

Change: TypeAlias = Callable[[Connection], None]


def doing(*statements: str) -> Change:
    def run(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    return run


def remade(table: str, old: str, new: str) -> Change:
    """A table of SQLite made anew with the same rows and indexes, another in one thing."""

    def run(connection: Connection) -> None:
        made = connection.scalars(
            text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name = :table"),
            {"table": table},
        ).all()
        (statement,) = (each for each in made if each.startswith("CREATE TABLE"))
        assert old in statement
        connection.exec_driver_sql(f"CREATE TABLE kept AS SELECT * FROM {table}")
        connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql(statement.replace(old, new))
        connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM kept")
        connection.exec_driver_sql("DROP TABLE kept")
        for each in made:
            if each != statement:
                connection.exec_driver_sql(each)

    return run


def keyless(table: str, key: str) -> Change:
    """A table without its key, with every row twice."""

    def run(connection: Connection) -> None:
        name = f"pk_{table}"
        if connection.dialect.name == "sqlite":
            remade(table, f", \n\tCONSTRAINT {name} PRIMARY KEY ({key})", "")(connection)
        else:
            connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE"))
        connection.execute(text(f"INSERT INTO {table} SELECT * FROM {table}"))

    return run


def lying(index: str) -> Change:
    """An index that was made over no row, and that the schema then calls whole."""

    def run(connection: Connection) -> None:
        asked = {"index": index}
        made = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = :index"), asked)
        connection.execute(text(f"DROP INDEX {index}"))
        connection.exec_driver_sql(f"{made} WHERE 1 = 0")
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        values = {"made": made, **asked}
        connection.execute(text("UPDATE sqlite_master SET sql = :made WHERE name = :index"), values)
        connection.exec_driver_sql("PRAGMA writable_schema = OFF")

    return run


DOUBLED = (
    ("api_keys", "prefix"),
    ("tenants", "id"),
    ("agreements", "id"),
    ("docket_parties", "agreement_id, party"),
    ("anchors", "hash"),
    ("terms_documents", "hash"),
)
ON_SQLITE = (
    (lying("ix_agreements_tenant"), "missing from index ix_agreements_tenant"),
    (
        doing(
            "DROP INDEX ix_docket_drawer",
            "CREATE INDEX ix_docket_drawer ON docket (drawer) WHERE drawer < 0",
        ),
        "The index ix_docket_drawer of the table docket is over (drawer) sqlite_where",
    ),
    (
        remade(
            "deliveries",
            "FOREIGN KEY(webhook_id) REFERENCES webhooks (id) ON DELETE RESTRICT",
            "CHECK (1)",
        ),
        "The foreign key (webhook_id) of the table deliveries is not there.",
    ),
    (
        doing("CREATE TRIGGER t AFTER INSERT ON tenants BEGIN SELECT 1; END"),
        "The trigger t of the table tenants is none of ours.",
    ),
    (
        remade("docket_parties", "name TEXT NOT NULL", "name TEXT COLLATE NOCASE NOT NULL"),
        "The table docket_parties is made with COLLATE",
    ),
)
ON_POSTGRESQL = (
    (doing("ALTER TABLE agreements ENABLE ROW LEVEL SECURITY"), "agreements has row-level"),
    (doing("CREATE POLICY p ON docket USING (false)"), "The policy p of the table docket"),
    (
        doing("CREATE RULE r AS ON INSERT TO replies DO INSTEAD NOTHING"),
        "The rule r of the table replies",
    ),
    (doing("CREATE TABLE kid () INHERITS (docket)"), "The rows of kid are read as rows of docket"),
    (doing("ALTER TABLE facts DISABLE TRIGGER ALL"), "facts_append_only of the table facts is"),
    (doing('ALTER TABLE docket ALTER status TYPE text COLLATE "POSIX"'), "column status"),
    (
        doing(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RETURN NULL; END'"
        ),
        "The function refuse_change is another",
    ),
    (
        doing(
            "CREATE SCHEMA first",
            "CREATE VIEW first.api_keys AS SELECT * FROM api_keys",
            "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || "
            "' SET search_path = first, public'; END $$",
        ),
        "api_keys stands in the schemas first, public",
    ),
)


def changed(url: str, change: Change) -> None:
    database = Database(url)
    if database.engine.dialect.name == "sqlite":
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN")
            change(connection)
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("BEGIN")
    else:
        with database.engine.begin() as connection:
            change(connection)
    database.dispose()


@pytest.fixture
def of_the_command(demonstration_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", demonstration_url)
    return demonstration_url


def test_rows_that_stand_twice_are_named(
    of_the_command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once nothing keeps them apart any more: of several tables at once, each row by its key."""
    database = Database(of_the_command)
    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO anchors SELECT 'x', created_at, '' FROM tenants"))
        connection.execute(
            text(
                "INSERT INTO api_keys (prefix, tenant, name, digest, scopes, created_at, "
                "expires_at) SELECT 'p', id, '', '', '', created_at, created_at FROM tenants"
            )
        )
    database.dispose()
    for table, key in DOUBLED:
        changed(of_the_command, keyless(table, key))
    found = inspect(of_the_command)
    assert main(["verify"]) == 1
    said = capsys.readouterr().err
    for table, key in DOUBLED:
        key_gone = f"The primary key of the table {table} is (), not ({key})."
        assert key_gone in found
        assert key_gone in said
        assert f"of {table}: It stands there 2 times." in said


def all_of(url: str) -> tuple[tuple[Change, str], ...]:
    return ON_SQLITE if url.startswith("sqlite") else ON_POSTGRESQL


def test_what_is_beyond_the_migrated_shape_is_named(
    of_the_command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for change, says in all_of(of_the_command):
        changed(of_the_command, change)
        assert any(says in each for each in inspect(of_the_command)), says
        assert main(["verify"]) == 1
        assert says in capsys.readouterr().err


EXTRA = doing("ALTER TABLE docket ADD COLUMN more INTEGER")


class TestAServiceThatRuns:
    """What `verify` names of the shape, `/readyz` knows, once it was asked."""

    @pytest.fixture(autouse=True)
    def patient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each question waits until all is looked at, and none rests."""
        monkeypatch.setattr(docket_watch, "MOMENT_SECONDS", 600)
        monkeypatch.setattr(docket_watch, "RESTS", 0)

    def test_knows_of_each(self, of_the_command: str, caplog: pytest.LogCaptureFixture) -> None:
        # An index that lies is told by reading all that it is over, as `check` does.
        changes = [each for each in all_of(of_the_command) if "missing from index" not in each[1]]
        assert changes
        for change, says in changes:
            database = Database(of_the_command)
            with serving(database) as service:
                changed(of_the_command, change)
                found = problem(service.get("/readyz"), 503, "schema_altered")
                assert "docket" not in found["detail"], "strangers ask too"
                assert says in caplog.text
                caplog.clear()
            database.dispose()

    def test_says_that_it_is_ready_once_it_was_put_back(self, of_the_command: str) -> None:
        database = Database(of_the_command)
        with serving(database) as service:
            ok(service.get("/readyz"))
            changed(of_the_command, EXTRA)
            problem(service.get("/readyz"), 503, "schema_altered")
            changed(of_the_command, doing("ALTER TABLE docket DROP COLUMN more"))
            ok(service.get("/readyz"))
        database.dispose()

    def test_leaves_the_schema_of_a_version_after_it_alone(self, of_the_command: str) -> None:
        changed(of_the_command, EXTRA)
        changed(of_the_command, doing("UPDATE alembic_version SET version_num = '9999'"))
        database = Database(of_the_command)
        with serving(database) as service:
            ok(service.get("/readyz"))
        database.dispose()
