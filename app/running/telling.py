"""The process that sends webhooks: until it is told to stop, and what is on its way then ends."""

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import suppress

from app.errors import ServiceError
from app.running.housekeeping import keeping_house
from app.services.webhooks.sending import Sender

LOOK_SECONDS = 1.0
"""How long after something has happened it is seen at the latest."""
logger = logging.getLogger(__name__)


async def tell(sender: Sender, stop: asyncio.Event, look_seconds: float = LOOK_SECONDS) -> None:
    """Tell every webhook what happens, until `stop` is set; days that pass are told as well."""
    async with keeping_house(sender.workspace):
        while not stop.is_set():
            try:
                made = await sender.turn(stop.is_set)
            except (ServiceError, TimeoutError) as away:  # the next time will do
                logger.warning("webhooks were not told: %s", away)
                made = 0
            if not made:
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), look_seconds)


async def tell_until_stopped(sender: Sender, begun: Callable[[], None]) -> None:
    """The same until SIGTERM or SIGINT comes; `begun` is called once these are heeded."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    begun()
    await tell(sender, stop)
