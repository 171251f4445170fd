import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from sqlalchemy import event, make_url
from sqlalchemy.exc import DBAPIError

from app.db import engine
from app.db.engine import Database, make_engine
from app.errors import StorageUnavailable
from tests.db.examples import AGREEMENT, add_agreement, append, new_fact


class TestTransactions:
    def test_leaving_without_commit_rolls_back(self, database: Database) -> None:
        with database.writing() as work:
            work.records.add_agreement(AGREEMENT, "Never", None)
        assert not on_record(database)

    def test_an_error_rolls_back_and_passes_on(self, database: Database) -> None:
        with pytest.raises(KeyError):
            write_and_fail(database)
        assert not on_record(database)

    def test_commit_stores(self, database: Database) -> None:
        with database.writing() as work:
            work.records.add_agreement(AGREEMENT, "Stored", None)
            work.commit()
        assert on_record(database)

    def test_what_follows_the_commit_is_rolled_back(self, database: Database) -> None:
        with database.writing() as work:
            work.commit()
            work.records.add_agreement(AGREEMENT, "Late", None)
        assert not on_record(database)

    def test_reading_refuses_to_write_and_does_not_spoil_its_connection(
        self, database: Database
    ) -> None:
        with pytest.raises(DBAPIError, match=r"read-?only"), database.reading() as work:
            work.records.add_agreement(AGREEMENT, "Refused", None)
        add_agreement(database)
        assert on_record(database)

    def test_reading_sees_one_moment(self, database: Database) -> None:
        add_agreement(database)
        with database.reading() as work:
            before = work.records.agreement(AGREEMENT)
            append(database, 0, new_fact("f-1"))
            assert work.records.agreement(AGREEMENT) == before
            assert work.records.facts(AGREEMENT) == []
        with database.reading() as work:
            assert len(work.records.facts(AGREEMENT)) == 1


class TestWaiting:
    """Whoever waits too long hears it as TimeoutError, whatever it was that it waited for."""

    @pytest.fixture
    def impatient(self, migrated_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
        monkeypatch.setattr(engine, "LOCK_SECONDS", 0.01)
        monkeypatch.setattr(engine, "POOL_SIZE", 2)
        database = Database(migrated_url)
        add_agreement(database)
        yield database
        database.dispose()

    def test_for_another_writer(self, impatient: Database) -> None:
        with impatient.writing() as holder, ThreadPoolExecutor(1) as other:
            holder.records.agreement(AGREEMENT, lock=True)
            with pytest.raises(TimeoutError):
                other.submit(append, impatient, 0, new_fact("f-1")).result()
        assert append(impatient, 0, new_fact("f-1")) == 1

    def test_for_another_program(self, impatient: Database) -> None:
        other = Database(impatient.engine.url.render_as_string(hide_password=False))
        with other.writing() as holder:
            holder.records.agreement(AGREEMENT, lock=True)
            with pytest.raises(TimeoutError):
                append(impatient, 0, new_fact("f-1"))
        other.dispose()
        assert append(impatient, 0, new_fact("f-1")) == 1

    def test_writers_of_sqlite_wait_without_holding_a_connection(
        self, migrated_sqlite: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engine, "LOCK_SECONDS", 0.01)
        database = Database(migrated_sqlite)
        with database.writing(), pytest.raises(TimeoutError, match="no turn to write"):
            database.writing().__enter__()
        database.dispose()

    def test_for_a_connection(self, impatient: Database) -> None:
        with impatient.reading(), impatient.reading(), pytest.raises(TimeoutError):
            impatient.reading().__enter__()


class TestSettings:
    def test_for_its_own_work_in_a_transaction(self, migrated_postgresql: str) -> None:
        """A process that got no turn of the machine for so long that its session was ended."""
        options = {"options": "-c idle_in_transaction_session_timeout=50"}
        url = make_url(migrated_postgresql).update_query_dict(options)
        database = Database(url.render_as_string(hide_password=False))
        with pytest.raises(TimeoutError):
            read_slowly(database)
        with database.reading() as work:
            assert work.records.agreement(AGREEMENT) is None
        database.dispose()

    def test_sqlite_keeps_what_it_acknowledged(self, migrated_sqlite: str) -> None:
        settings = ask(
            migrated_sqlite,
            "PRAGMA journal_mode",
            "PRAGMA synchronous",
            "PRAGMA foreign_keys",
            "PRAGMA busy_timeout",
        )
        full = 2
        assert settings == ["wal", full, 1, 4000]

    def test_postgresql_bounds_every_wait(self, migrated_postgresql: str) -> None:
        settings = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
        asked = [f"SHOW {each}" for each in settings]
        assert ask(migrated_postgresql, *asked) == ["4s", "5s", "10s"]

    def test_postgresql_options_in_the_url_win(self, migrated_postgresql: str) -> None:
        url = make_url(migrated_postgresql).update_query_dict({"options": "-c lock_timeout=9s"})
        chosen = url.render_as_string(hide_password=False)
        assert ask(chosen, "SHOW lock_timeout", "SHOW statement_timeout") == ["9s", "0"]

    @pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/rights"])
    def test_other_databases_are_refused(self, url: str) -> None:
        with pytest.raises(ValueError, match="SQLite file or PostgreSQL"):
            make_engine(url)


def write_and_fail(database: Database) -> None:
    with database.writing() as work:
        work.records.add_agreement(AGREEMENT, "Never", None)
        raise KeyError


def on_record(database: Database) -> bool:
    with database.reading() as work:
        return work.records.agreement(AGREEMENT) is not None


def ask(url: str, *questions: str) -> list[object]:
    opened = make_engine(url)
    with opened.connect() as connection:
        answers: list[object] = [
            connection.exec_driver_sql(question).scalar() for question in questions
        ]
    opened.dispose()
    return answers


def test_a_file_that_could_not_be_written_when_it_was_opened(migrated_sqlite: str) -> None:
    """SQLite then opens it for reading alone; the connection stays so when the file does not."""
    file = make_url(migrated_sqlite).database
    database = Database(migrated_sqlite)
    unwritable = [True, True]

    def open_it(*_: object) -> sqlite3.Connection | None:
        if not unwritable:
            return None
        unwritable.pop()
        return sqlite3.connect(f"file:{file}?mode=ro", uri=True, check_same_thread=False)

    event.listen(database.engine, "do_connect", open_it)
    for _ in range(2):
        with pytest.raises(StorageUnavailable):
            add_agreement(database)
        assert not on_record(database)
    add_agreement(database)
    assert on_record(database)
    database.dispose()


def read_slowly(database: Database) -> None:
    """Idle in the midst of a transaction for longer than the server bears it."""
    with database.reading() as work:
        work.records.agreement(AGREEMENT)
        sleep(1)
        work.records.agreement(AGREEMENT)
