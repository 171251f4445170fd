"""What the service does by itself: days are told, old replies and the log of tries forgotten.

What the passing of days has done is told (`app.services.changes.changes`) soon after midnight. A
reply past its time counts for nothing already (`app.db.replies`); here its row goes.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from app.errors import ServiceError
from app.replies import KEPT_FOR
from app.services.changes.changes import sweep
from app.services.record.replies import forget
from app.services.webhooks.progress import forget as forget_tries
from app.services.workspace.workspace import Workspace

EVERY_SECONDS = 3600
DAYS_EVERY_SECONDS = 300
logger = logging.getLogger(__name__)


@asynccontextmanager
async def keeping_house(
    workspace: Workspace,
    every_seconds: float = EVERY_SECONDS,
    days_every_seconds: float = DAYS_EVERY_SECONDS,
) -> AsyncIterator[None]:
    """Keep house for as long as the context lasts."""
    ours = workspace.acting("service", "housekeeping")
    tasks = [
        asyncio.create_task(_every(days_every_seconds, lambda: sweep(ours), "days were not told")),
        asyncio.create_task(
            _every(
                every_seconds,
                lambda: forget(ours, KEPT_FOR),
                "replies past their time were not forgotten",
            )
        ),
        asyncio.create_task(
            _every(
                every_seconds,
                lambda: forget_tries(ours),
                "tries to send webhooks past their time were not forgotten",
            )
        ),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


async def _every(seconds: float, work: Callable[[], object], undone: str) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await asyncio.to_thread(work)
        except (ServiceError, TimeoutError) as away:  # the next time will do
            logger.warning("%s: %s", undone, away)
