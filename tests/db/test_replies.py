"""A request with a key runs once: the lock that says so, and the reply kept with its facts."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.db.engine import Database
from app.db.models import KeptReply
from app.errors import StorageUnavailable
from app.replies import (
    KEPT_FOR,
    AlreadyAnswered,
    KeyedRequest,
    KeyReused,
    Reply,
    StillRunning,
)
from app.running.housekeeping import keeping_house
from app.services.record.replies import forget
from app.services.workspace.workspace import Workspace
from tests.db.examples import AGREEMENT, NOON, add_agreement

REPLY = Reply(201, {"Location": "/somewhere"}, '{"name":"Doeg Hill – I"}'.encode())


def request(
    key: str = "k",
    *,
    scope: str = "",
    fingerprint: str = "what was asked",
    later: timedelta = timedelta(),
) -> KeyedRequest:
    return KeyedRequest(scope, key, fingerprint, NOON + later, lambda _: REPLY)


def carry_out(database: Database, asked: KeyedRequest, agreement: str = AGREEMENT) -> None:
    with database.answering(asked).writing() as work:
        work.records.add_agreement(agreement, "An agreement", None)
        work.commit("the answer")


def test_the_reply_is_given_back_whole(database: Database) -> None:
    carry_out(database, request())
    with pytest.raises(AlreadyAnswered) as answered:
        carry_out(database, request())
    assert answered.value.reply == REPLY


def test_another_fingerprint_is_another_request(database: Database) -> None:
    carry_out(database, request())
    with pytest.raises(KeyReused):
        carry_out(database, request(fingerprint="something else"))


def test_a_reply_stands_for_its_time_and_no_longer(database: Database) -> None:
    """Whether its row was cleared away meanwhile or not."""
    carry_out(database, request())
    with pytest.raises(AlreadyAnswered):
        carry_out(database, request(later=KEPT_FOR))
    past = KEPT_FOR + timedelta(seconds=1)
    carry_out(database, request(fingerprint="something else", later=past), "agr-2")
    with pytest.raises(KeyReused):
        carry_out(database, request(later=past))


def test_past_their_time_they_are_forgotten_while_the_service_runs(database: Database) -> None:
    carry_out(database, request())
    workspace = Workspace(database, now=lambda: NOON + KEPT_FOR + timedelta(seconds=1))

    async def serve_for_a_while() -> None:
        async with keeping_house(workspace, every_seconds=0.001):
            while kept(database):  # noqa: ASYNC110  # nothing tells when
                await asyncio.sleep(0.01)

    assert kept(database) == 1
    asyncio.run(asyncio.wait_for(serve_for_a_while(), 60))
    assert kept(database) == 0


def test_house_is_kept_when_the_database_is_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_out(database, request())
    workspace = Workspace(database, now=lambda: NOON + KEPT_FOR + timedelta(seconds=1))
    refusals = [StorageUnavailable(), TimeoutError()]

    def away_at_first(*given: Any) -> int:
        if refusals:
            raise refusals.pop()
        return forget(*given)

    monkeypatch.setattr("app.running.housekeeping.forget", away_at_first)

    async def serve_for_a_while() -> None:
        async with keeping_house(workspace, every_seconds=0.001):
            while kept(database):  # noqa: ASYNC110  # nothing tells when
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(serve_for_a_while(), 60))
    assert refusals == []


def kept(database: Database) -> int:
    with database.snapshot() as connection:
        return int(connection.scalar(select(func.count()).select_from(KeptReply)) or 0)


def test_another_callers_key_is_another_key(database: Database) -> None:
    carry_out(database, request())
    carry_out(database, request(scope="somebody else", fingerprint="else"), "agr-2")


def test_the_same_key_waits_for_nobody_and_another_is_free(database: Database) -> None:
    with database.answering(request()).writing():
        with pytest.raises(StillRunning):
            database.answering(request()).writing().__enter__()
        if database.engine.dialect.name == "postgresql":
            carry_out(database, request("another"), "agr-2")
    carry_out(database, request())


def test_the_key_is_free_when_the_transaction_ends_however_it_does(database: Database) -> None:
    for _ in range(2):
        with pytest.raises(KeyError), database.answering(request()).writing():
            raise KeyError
        with database.answering(request()).writing():
            pass
    carry_out(database, request())


def test_the_key_is_free_when_the_connection_breaks(migrated_postgresql: str) -> None:
    """As when the process is killed: the lock is the server's, and goes with the connection."""
    killed, alive = Database(migrated_postgresql), Database(migrated_postgresql)
    with killed.engine.connect() as connection:
        held = killed.answering(request()).writing()
        held.__enter__()
        with pytest.raises(StillRunning):
            alive.answering(request()).writing().__enter__()
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND state = 'idle in transaction'"
        )
        carry_out(alive, request())
    with pytest.raises(Exception, match=r"terminat|closed|cannot be reached"):
        held.__exit__(None, None, None)
    for each in (killed, alive):
        each.dispose()


def test_an_answer_that_was_forgotten_is_a_mistake_of_ours(database: Database) -> None:
    with database.answering(request()).writing() as work:
        work.records.add_agreement(AGREEMENT, "An agreement", None)
        with pytest.raises(RuntimeError, match="without its answer"):
            work.commit()
    with database.reading() as work:
        assert work.records.agreement(AGREEMENT) is None


def test_without_a_key_everything_is_as_ever(database: Database) -> None:
    add_agreement(database)
    with database.writing() as work:
        assert work.replies.forget(NOON, 10) == 0
