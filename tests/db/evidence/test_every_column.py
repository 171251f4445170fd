"""Every column of every table, altered in one row; rows taken out and put in: what tells of it.

A column that is new is tried without being named here: `verify` tells of it, or it stands below,
and in `docs/record.md`, with why not. What cannot be read as what it should be is told as well.
"""

# SQL put together by hand is what this is about

import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Column, Table, text
from sqlalchemy.exc import IntegrityError

from app.cli.commands import main
from app.db.engine import Database, make_engine
from app.db.models import metadata
from app.db.upkeep.inspection import strange_values
from app.services import access
from app.services.access import KeyWanted
from app.services.evidence import anchors
from app.services.workspace.workspace import Workspace
from tests.api.bodies import spectrum_demand
from tests.api.calls import ok
from tests.running.service import serving

NO_EVIDENCE = {"outbox", "told_days", "deliveries"}
"""Tables that say nothing which the facts and the days do not say."""
HOW_FAR_TOLD = (
    "seed",  # with another the sender signs nothing: see `key_differs`
    "seed_before",
    "before_until",
    "position",
    "failures",
    "failing_since",
    "next_at",
    "stopped",
    "test_id",
    "claim",
    "claimed_until",
)
NOT_TOLD = {
    "terms_documents.recorded_at",
    "docket_drawers: one put in",
    *(f"webhooks.{name}" for name in HOW_FAR_TOLD),
}
"""What no answer reads; a drawer in which nothing lies; and what moves with every try."""
WHAT_IT_CANNOT_BE = ("1999-02-30", b"\x00\xff")
"""Text that is no day, number or document either, and bytes."""
Row = dict[str, Any]


@pytest.fixture(scope="module")
def kept(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small database with rows in its tables."""
    file = tmp_path_factory.mktemp("columns") / "kept.db"
    shutil.copy(migrated_file, file)
    database = Database(f"sqlite:///{file}")
    workspace = Workspace(database)
    access.create_tenant(workspace, "acme", "Acme")
    key = access.create_key(workspace, KeyWanted("acme", "theirs", frozenset({"read"}), 30))
    access.revoke_key(workspace, key.split("_")[1])
    holders = [{"id": name, "name": name, "common": 400_000} for name in ("spectrum", "wang")]
    with serving(database, workspace=workspace) as service:
        made = {"template": "ctc-1998", "id": "a", "holders": holders}
        ok(service.post("/v1/agreements", made), 201)
        demanded = service.post_as("k", "/v1/agreements/a/demands", spectrum_demand(id="d"))
        assert demanded.status_code == 201, demanded.text
        hook = {"id": "h", "name": "A receiver", "url": "https://hooks.example/"}
        ok(service.post("/v1/webhooks", hook), 201)
    anchors.make(workspace, Ed25519PrivateKey.generate())
    database.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return file


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", f"sqlite:///{tmp_path / 'altered.db'}")
    return tmp_path / "altered.db"


def asked(connection: sqlite3.Connection, statement: str, *values: object) -> Sequence[Any]:
    return connection.execute(statement, values).fetchall()


def a_row(kept: Path, table: Table) -> tuple[int, Row] | None:
    """The row in the middle of a table, and its number; None where nothing is kept."""
    names = [column.name for column in table.columns]
    with closing(sqlite3.connect(kept)) as connection:
        rows = asked(connection, f"SELECT rowid, {', '.join(names)} FROM {table.name}")
    if not rows:
        return None
    number, *values = rows[len(rows) // 2]
    return number, dict(zip(names, values, strict=True))


def another(column: Column[Any], value: Any) -> Any:
    """Another value that the column may have."""
    match str(column.type):
        case "DATETIME":
            return "2020-01-01 00:00:00.000000"
        case "DATE":
            return "1999-07-07"
        case "JSON":
            return '{"another": 1}'
        case "INTEGER" | "BIGINT":
            return (value or 0) + 1_000
    return value + b"x" if isinstance(value, bytes) else f"{value or ''}x"


def told(kept: Path, file: Path, statement: str, *values: object) -> bool:
    """Whether `verify` tells of what a statement does to a copy."""
    shutil.copy(kept, file)
    with closing(sqlite3.connect(file)) as connection, without_triggers(connection):
        assert connection.execute(statement, values).rowcount > 0
    return main(["verify"]) == 1


@contextmanager
def without_triggers(connection: sqlite3.Connection) -> Iterator[None]:
    """No trigger hinders, and none is missing afterwards: as a careful forger would leave it."""
    made = take_out_triggers(connection)
    yield
    for statement in made:
        connection.execute(statement)
    connection.commit()


def take_out_triggers(connection: sqlite3.Connection) -> list[str]:
    """The statements by which those taken out were made."""
    made = asked(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for name, _ in made:
        connection.execute(f"DROP TRIGGER {name}")
    return [statement for _, statement in made]


def alterations(kept: Path, table: Table) -> Iterator[tuple[str, str, Sequence[Any]]]:
    """Each with its name, a statement and its values."""
    found = a_row(kept, table)
    if found is None:
        return
    number, row = found
    for column in table.columns:
        for value in (another(column, row[column.name]), None):
            if value != row[column.name] and (value is not None or column.nullable):
                change = f"UPDATE {table.name} SET {column.name} = ? WHERE rowid = ?"
                yield f"{table.name}.{column.name}", change, (value, number)
    yield f"{table.name}: one taken out", f"DELETE FROM {table.name} WHERE rowid = ?", (number,)
    yield f"{table.name}: all taken out", f"DELETE FROM {table.name}", ()
    unique = [each for each in table.columns if each.unique] + list(table.primary_key)[-1:]
    like = row | {column.name: another(column, row[column.name]) for column in unique}
    places = ", ".join("?" * len(like))
    put = f"INSERT INTO {table.name} ({', '.join(like)}) VALUES ({places})"
    yield f"{table.name}: one put in", put, tuple(like.values())


TABLES = [table for table in metadata.sorted_tables if table.name not in NO_EVIDENCE]


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_is_told(table: Table, kept: Path, file: Path) -> None:
    silent = {
        name
        for name, statement, values in alterations(kept, table)
        if not told(kept, file, statement, *values)
    }
    assert silent == {each for each in NOT_TOLD if re.match(rf"{table.name}\b", each)}


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=str)
def test_what_a_column_cannot_hold_is_named(table: Table, kept: Path, file: Path) -> None:
    """SQLite takes any value from one who writes to the file."""
    number, _ = a_row(kept, table) or (0, {})
    shutil.copy(kept, file)
    with closing(sqlite3.connect(file)) as connection_before:
        take_out_triggers(connection_before)
    engine = make_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert strange_values(connection) == []
        for column in table.columns if number else ():
            for value in WHAT_IT_CANNOT_BE:
                if str(column.type) == ("TEXT" if isinstance(value, str) else "BLOB"):
                    continue
                change = text(f"UPDATE {table.name} SET {column.name} = :v WHERE rowid = :n")
                try:
                    connection.execute(change, {"v": value, "n": number})
                except IntegrityError:  # the one column in which SQLite takes numbers alone
                    continue
                ((row, says),) = strange_values(connection)
                assert (row, column.name in says) == (f"{number} of {table.name}", True)
                connection.rollback()
    engine.dispose()


def test_nobody_stumbles_over_it(
    kept: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(kept, file)
    assert main(["check"]) == main(["verify"]) == 0
    assert told(kept, file, "UPDATE docket SET due_on = 'soon' WHERE rowid = 2")
    assert "row 2 of docket: What stands there as due_on" in capsys.readouterr().err
    assert main(["check"]) == 1
    assert "Row 2 of docket: What stands there as due_on" in capsys.readouterr().err
    database = Database(f"sqlite:///{file}")
    with serving(database, workspace=Workspace(database)) as service:
        misfit = ok(service.get("/v1/agreements/a/verify"))["first_misfit"]
    database.dispose()
    assert (misfit["entry"], misfit["what"]) == ("docket_row", "unreadable")
