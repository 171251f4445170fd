"""What is in the outbox is told to each webhook: in order, at least once, each thing signed.

A sender takes a webhook in hand for a time, reads what is in the outbox after the position through
which it was told, calls, and has written down what became of it (`progress`). A sender that dies
leaves the webhook where it was, and another goes on there when the time is over; the receiver knows
by the id what it is told twice. What fails is tried again before anything that comes after it. Any
number of senders work beside each other.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from app.db.webhooks import WebhookRow
from app.services.webhooks import progress, signatures
from app.services.webhooks.courier import Courier, SignedMessage
from app.services.webhooks.progress import TOLD, Told, Tried
from app.services.webhooks.retries import Called
from app.services.workspace.workspace import Workspace

logger = logging.getLogger(__name__)


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Sender:
    """Who tells: the courier that calls, and a source of chance for the waits, from -1 to 1."""

    workspace: Workspace
    courier: Courier
    chance: Callable[[], float]

    async def turn(self, ended: Callable[[], bool] = _never) -> int:
        """Tell each webhook that may be told something a few things; how many calls that took.

        Between two calls it asks whether to end.
        """
        taken = await asyncio.to_thread(progress.take, self.workspace)
        told = [self._tell(self.workspace.of(row.tenant), row, ended) for row in taken]
        made = await asyncio.gather(*told, return_exceptions=True)
        for row, failed in zip(taken, made, strict=True):
            if isinstance(failed, Exception):  # its time will be over, and it is taken up anew
                logger.error("webhook %s of %s", row.id, row.tenant, exc_info=failed)
        return sum(calls for calls in made if isinstance(calls, int))

    async def _tell(self, workspace: Workspace, row: WebhookRow, ended: Callable[[], bool]) -> int:
        """Tell one webhook what is next, as long as it takes it; how many calls that took."""
        next_up = await asyncio.to_thread(progress.to_tell, workspace, row)
        for made, event in enumerate(next_up.events, 1):
            tried = await self._try(row, event)
            goes_on = await asyncio.to_thread(progress.note, workspace, row, tried)
            if not goes_on or ended():
                await asyncio.to_thread(progress.let_go, workspace, row, None)
                return made
        await asyncio.to_thread(progress.let_go, workspace, row, next_up.through)
        return len(next_up.events)

    async def _try(self, row: WebhookRow, event: Told) -> Tried:
        at, began = self.workspace.now(), monotonic()
        called = await self._called(row, event, at)
        if called.outcome != "delivered":
            logger.warning("webhook %s of %s: %s", row.id, row.tenant, called.outcome)
        return Tried(event, called, at, round((monotonic() - began) * 1000), self.chance())

    async def _called(self, row: WebhookRow, event: Told, at: datetime) -> Called:
        secrets = list(_secrets(self.workspace.hooks.key, row, at))
        if signatures.digest_of(secrets[0]) != row.digest:
            return Called("key_differs")
        body = TOLD.dump_json(event)
        headers = signatures.headers(secrets, event.id, at, body)
        return await self.courier(SignedMessage(row.url, body, headers))


def _secrets(key: bytes, row: WebhookRow, at: datetime) -> Iterator[bytes]:
    """The secrets that sign at an instant: a webhook's own, and for a time the one before."""
    yield signatures.secret_of(key, row.seed)
    if row.seed_before is not None and row.before_until is not None and at < row.before_until:
        yield signatures.secret_of(key, row.seed_before)
