"""What the service does by itself while it serves: replies past their time are forgotten.

A reply past its time counts for nothing already (`app.db.replies`); here its row goes.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.errors import ServiceError
from app.replies import KEPT_FOR
from app.services.record.replies import forget
from app.services.workspace import Workspace

EVERY_SECONDS = 3600
logger = logging.getLogger(__name__)


@asynccontextmanager
async def keeping_house(
    workspace: Workspace, every_seconds: float = EVERY_SECONDS
) -> AsyncIterator[None]:
    """Keep house for as long as the context lasts."""
    task = asyncio.create_task(
        _keep_house(workspace.acting("service", "housekeeping"), every_seconds)
    )
    try:
        yield
    finally:
        task.cancel()


async def _keep_house(workspace: Workspace, every_seconds: float) -> None:
    while True:
        await asyncio.sleep(every_seconds)
        try:
            await asyncio.to_thread(forget, workspace, KEPT_FOR)
        except (ServiceError, TimeoutError) as away:  # the next hour will do
            logger.warning("replies past their time were not forgotten: %s", away)
