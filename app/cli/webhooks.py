"""The command `send-webhooks`: sends what happens to those who asked for it, until stopped."""

import asyncio
import logging
from secrets import SystemRandom

from app.running.telling import tell_until_stopped
from app.services.webhooks.courier import courier
from app.services.webhooks.sending import Sender
from app.services.workspace.workspace import open_workspace
from app.settings import Settings


def send(settings: Settings) -> int:
    """Send until stopped; 0 then."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(message)s")
    opened = open_workspace(settings.database_url, settings.clocks_differ, settings.hooks)
    workspace = opened.acting("service", "send-webhooks")
    chance = SystemRandom()
    calls = courier(private=settings.webhook_private)
    sender = Sender(workspace, calls, lambda: chance.uniform(-1, 1))
    try:
        asyncio.run(
            tell_until_stopped(sender, lambda: print("Sending webhooks until stopped.", flush=True))
        )
    finally:
        opened.database.dispose()
    return 0
