"""The process that sends: it goes on until it is told to stop, whatever the database does."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.db.engine import Database
from app.running.telling import tell
from app.services.webhooks import subscriptions
from app.services.webhooks.courier import SignedMessage
from app.services.webhooks.retries import Called
from app.services.webhooks.sending import Sender
from app.services.webhooks.subscriptions import WebhookWanted
from app.services.workspace.workspace import Workspace

NOW = datetime(1999, 2, 22, 17, tzinfo=UTC)


@pytest.fixture
def database(migrated_sqlite: str) -> Iterator[Database]:
    opened = Database(migrated_sqlite)
    yield opened
    opened.dispose()


def test_it_tells_until_it_is_stopped(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace(database, now=lambda: NOW)
    wanted = WebhookWanted("hook", "A receiver", "https://hooks.example/", (), None, None, None)
    subscriptions.make(workspace, wanted)
    turns: list[int] = []

    async def run() -> None:
        stop = asyncio.Event()

        async def receive(_: SignedMessage) -> Called:
            stop.set()
            return Called("delivered", 200)

        turn = Sender.turn

        async def counted(self: Sender, _: object = None) -> int:
            turns.append(1)
            if len(turns) == 1:
                raise TimeoutError("the database is busy")
            if len(turns) == 2:
                subscriptions.request_test(workspace, "hook", lambda _: None)
                return 0
            return await turn(self, stop.is_set)

        monkeypatch.setattr(Sender, "turn", counted)
        sender = Sender(workspace, receive, lambda: 0.0)
        await asyncio.wait_for(tell(sender, stop, look_seconds=0.001), 60)

    asyncio.run(run())
    assert len(turns) == 3
    assert [each.outcome for each in subscriptions.tries(workspace, "hook", 2**62, 9)] == [
        "delivered"
    ]
