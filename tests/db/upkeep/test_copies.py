"""Copies of a SQLite database: taken from under its writers, put back whole or not at all."""

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from app.db.engine import Database
from app.db.upkeep import copies
from app.db.upkeep.copies import CopyRefused, back_up, restore
from app.db.upkeep.inspection import inspect
from tests.db.examples import AGREEMENT, add_agreement, append, new_fact


@pytest.fixture
def filled(migrated_sqlite: str) -> str:
    """The URL of a database with one agreement and one fact."""
    with opened(migrated_sqlite) as database:
        add_agreement(database)
        append(database, 0, new_fact("f-1"))
    return migrated_sqlite


@pytest.fixture
def copy(filled: str, tmp_path: Path) -> Path:
    """A copy of it."""
    path = tmp_path / "copy-of-it.db"
    back_up(filled, path)
    return path


class TestBackup:
    def test_is_one_whole_private_file(self, copy: Path) -> None:
        assert inspect(f"sqlite:///{copy}") == []
        assert facts(f"sqlite:///{copy}") == ["f-1"]
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert not list(copy.parent.glob("copy-of-it.db.partial*"))

    def test_is_of_one_moment_while_others_write(self, filled: str, tmp_path: Path) -> None:
        enough = Event()
        with opened(filled) as database, ThreadPoolExecutor(1) as other:
            writing = other.submit(write_until, enough, database)
            try:
                for number in range(5):
                    back_up(filled, tmp_path / f"{number}.db")
            finally:
                enough.set()
            written = writing.result()
        found = [facts(f"sqlite:///{tmp_path / f'{number}.db'}") for number in range(5)]
        whole = ["f-1", *(f"w-{number}" for number in range(written))]
        assert found == [whole[: len(each)] for each in found]
        assert [inspect(f"sqlite:///{tmp_path / f'{number}.db'}") for number in range(5)] == 5 * [
            []
        ]

    def test_replaces_nothing(self, filled: str, copy: Path) -> None:
        before = copy.read_bytes()
        with pytest.raises(CopyRefused, match="is there already"):
            back_up(filled, copy)
        assert copy.read_bytes() == before

    def test_of_a_damaged_database_is_not_kept(self, filled: str, tmp_path: Path) -> None:
        path = Path(filled.removeprefix("sqlite:///"))
        path.write_bytes(path.read_bytes()[:5000] + b"?" * (path.stat().st_size - 5000))
        with pytest.raises((CopyRefused, sqlite3.DatabaseError)):
            back_up(filled, tmp_path / "none.db")
        assert not list(tmp_path.glob("none.db*"))

    def test_of_nothing_is_refused(self, empty_sqlite: str, tmp_path: Path) -> None:
        with pytest.raises(CopyRefused, match="There is no file"):
            back_up(empty_sqlite, tmp_path / "none.db")
        assert not list(tmp_path.glob("*.db*"))

    def test_of_postgresql_names_its_own_tool(self, tmp_path: Path) -> None:
        with pytest.raises(CopyRefused, match="pg_dump"):
            back_up("postgresql+psycopg://host/rights", tmp_path / "none.db")
        with pytest.raises(CopyRefused, match="pg_restore"):
            restore("postgresql+psycopg://host/rights", tmp_path / "none.db", replace=True)


class TestRestore:
    def test_where_there_is_nothing(self, copy: Path, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path}/new/place.db"
        restore(url, copy, replace=False)
        assert inspect(url) == []
        assert facts(url) == ["f-1"]
        with opened(url) as database:
            assert append(database, 1, new_fact("f-2")) == 2

    def test_where_nothing_is_on_record(self, copy: Path, tmp_path: Path, filled: str) -> None:
        del filled
        (tmp_path / "made.db").touch()
        restore(f"sqlite:///{tmp_path}/made.db", copy, replace=False)
        assert facts(f"sqlite:///{tmp_path}/made.db") == ["f-1"]

    def test_replaces_a_record_only_if_told_to(self, filled: str, copy: Path) -> None:
        with opened(filled) as database:
            append(database, 1, new_fact("f-2"))
        with pytest.raises(CopyRefused, match="back it up"):
            restore(filled, copy, replace=False)
        assert facts(filled) == ["f-1", "f-2"]
        restore(filled, copy, replace=True)
        assert facts(filled) == ["f-1"]
        assert inspect(filled) == []

    def test_under_an_open_database_is_one_transaction(self, filled: str, copy: Path) -> None:
        with opened(filled) as database:
            append(database, 1, new_fact("f-2"))
            with database.reading() as before:
                assert len(before.records.facts(AGREEMENT)) == 2
                restore(filled, copy, replace=True)
                assert len(before.records.facts(AGREEMENT)) == 2
            with database.reading() as after:
                assert len(after.records.facts(AGREEMENT)) == 1
            assert append(database, 1, new_fact("f-3")) == 2

    def test_waits_for_a_writer_and_then_gives_up(
        self, filled: str, copy: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(copies, "LOCK_SECONDS", 0.01)
        with opened(filled) as database, database.writing() as work:
            assert work.records.agreement(AGREEMENT)
            with pytest.raises(CopyRefused, match="stop the service"):
                restore(filled, copy, replace=True)
        assert facts(filled) == ["f-1"]

    @pytest.mark.parametrize(
        ("content", "says"),
        [(b"no database at all" * 100, "is not a SQLite database"), (b"", "is not a copy")],
    )
    def test_of_something_else_is_refused(
        self, filled: str, tmp_path: Path, content: bytes, says: str
    ) -> None:
        (tmp_path / "other").write_bytes(content)
        with pytest.raises(CopyRefused, match=says):
            restore(filled, tmp_path / "other", replace=True)
        assert facts(filled) == ["f-1"]

    def test_of_a_damaged_copy_is_refused(self, filled: str, copy: Path, tmp_path: Path) -> None:
        damaged = tmp_path / "damaged.db"
        shutil.copy(copy, damaged)
        with damaged.open("r+b") as file:
            file.seek(8192)
            file.write(b"\xff" * 4096)
        with pytest.raises(CopyRefused, match=r"is damaged|is not a SQLite database"):
            restore(filled, damaged, replace=True)
        assert facts(filled) == ["f-1"]


def facts(url: str) -> list[str]:
    path = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT fact_id FROM facts ORDER BY rowid")]


def write_until(enough: Event, database: Database) -> int:
    """Append facts one by one; say how many."""
    for number in count():
        append(database, number + 1, new_fact(f"w-{number}"))
        if enough.is_set():
            return number + 1
    raise AssertionError


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.dispose()
