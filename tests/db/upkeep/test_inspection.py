"""Whether a database is whole: each thing that can be wrong with it is found, and nothing else."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli.commands import main
from app.db.engine import Database
from app.db.models import metadata
from app.db.upkeep.inspection import inspect
from app.db.upkeep.migrate import downgrade
from app.errors import StorageUnavailable
from tests.db.evidence.tampering import without_triggers
from tests.db.examples import AGREEMENT, add_agreement, append, new_fact


@pytest.fixture
def filled(migrated_url: str) -> str:
    """The URL of a database with two agreements, a registration and four facts."""
    database = Database(migrated_url)
    add_agreement(database)
    add_agreement(database, "agr-2")
    with database.writing() as work:
        work.records.add_registration("r-1", AGREEMENT, "demand")
        work.records.append("agr-2", 0, [new_fact("g-1")])
        work.commit()
    append(database, 0, new_fact("f-1"), new_fact("f-2", registration_id="r-1"), new_fact("f-3"))
    database.dispose()
    return migrated_url


def test_a_whole_database_has_no_faults(filled: str) -> None:
    assert inspect(filled) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("DELETE FROM facts WHERE fact_id = 'f-2'", ["record of agreement agr-1", "Registration"]),
        ("DELETE FROM facts WHERE fact_id = 'f-1'", ["record of agreement agr-1"]),
        ("DELETE FROM facts WHERE fact_id = 'f-3'", ["record of agreement agr-1"]),
        ("DELETE FROM facts WHERE fact_id = 'g-1'", ["record of agreement agr-2"]),
        ("UPDATE facts SET position = 9 WHERE position = 3", ["record of agreement agr-1"]),
        ("UPDATE agreements SET version = 2", ["agreement agr-1", "agreement agr-2"]),
        ("UPDATE registrations SET agreement_id = 'agr-2'", ["Registration r-1"]),
    ],
)
def test_what_somebody_changed_is_found(filled: str, change: str, says: list[str]) -> None:
    tamper(filled, change)
    found = inspect(filled)
    assert len(found) == len(says)
    assert all(word in each for word, each in zip(says, found, strict=True))


def test_an_older_schema_is_found(filled: str) -> None:
    downgrade(filled, "0001")
    (found,) = inspect(filled)
    assert "revision 0001" in found


TABLES = sorted(metadata.tables)


def run(url: str, statement: str) -> None:
    """A statement by somebody who may change the schema."""
    database = Database(url)
    with database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        elif statement.startswith("DROP TABLE"):
            statement += " CASCADE"
        connection.execute(text(statement))
    database.dispose()


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_somebody_dropped_is_named(
    migrated_url: str,
    table: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By the inspection, and by `verify`, whatever the table is for."""
    monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", migrated_url)
    run(migrated_url, f"DROP TABLE {table}")
    says = f"The table {table} is not there."
    assert inspect(migrated_url) == [says]
    assert main(["verify"]) == 1
    assert says in capsys.readouterr().err


def test_a_column_and_an_index_that_somebody_dropped_are_named(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", migrated_url)
    run(migrated_url, "DROP INDEX ix_facts_registration_id")
    says = "The index ix_facts_registration_id of the table facts is not there."
    assert inspect(migrated_url) == [says]
    assert main(["verify"]) == 1
    assert says in capsys.readouterr().err
    run(migrated_url, "ALTER TABLE told_days RENAME COLUMN through TO until")
    says = "The column through of the table told_days is not there."
    assert inspect(migrated_url) == [says]
    assert main(["verify"]) == 1
    assert says in capsys.readouterr().err


def test_a_damaged_file_is_found(migrated_sqlite: str) -> None:
    path = Path(migrated_sqlite.removeprefix("sqlite:///"))
    database = Database(migrated_sqlite)
    add_agreement(database)
    append(database, 0, *(new_fact(f"f-{number}") for number in range(500)))
    database.dispose()
    with path.open("r+b") as file:
        file.seek(path.stat().st_size - 8192)
        file.write(b"\x00" * 8192)
    assert any("damaged" in each for each in inspect(migrated_sqlite))


def test_a_file_that_is_not_there_is_not_made(empty_sqlite: str) -> None:
    (found,) = inspect(empty_sqlite)
    assert "There is no file" in found
    assert not Path(empty_sqlite.removeprefix("sqlite:///")).exists()


def test_a_server_that_is_away_cannot_be_inspected(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable):
        inspect(f"postgresql+psycopg://postgres@/rights?host={tmp_path}")


def tamper(url: str, change: str) -> None:
    """Change what nothing may change, as somebody with the database in its hands could."""
    database = Database(url)
    with without_triggers(database) as connection:
        connection.execute(text(change))
    database.dispose()
