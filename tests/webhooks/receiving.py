"""A receiver in the test's own process, and a sender that calls it: no network, no waiting."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from standardwebhooks.webhooks import Webhook

from app.services.webhooks.courier import SignedMessage
from app.services.webhooks.retries import Called
from app.services.webhooks.sending import Sender
from app.services.workspace.workspace import Workspace


@dataclass
class Receiver:
    """Who is told: what it was sent, and what it answers next (delivered, if nothing is set)."""

    received: list[SignedMessage] = field(default_factory=list)
    answers: list[Called] = field(default_factory=list)

    async def __call__(self, message: SignedMessage) -> Called:
        self.received.append(message)
        return self.answers.pop(0) if self.answers else Called("delivered", 200)

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(each.body) for each in self.received]

    @property
    def positions(self) -> list[int]:
        return [each["position"] for each in self.told]


def sender(workspace: Workspace, receiver: Receiver, chance: float = 0.0) -> Sender:
    return Sender(workspace, receiver, lambda: chance)


def tell(workspace: Workspace, receiver: Receiver, turns: int = 1) -> int:
    """Let a sender have its turn; how many calls that took."""

    async def several() -> int:
        return sum([await sender(workspace, receiver).turn() for _ in range(turns)])

    return asyncio.run(several())


def is_signed_with(secret: str, message: SignedMessage) -> bool:
    """Whether one of a message's signatures is what the other side's library makes."""
    at = datetime.fromtimestamp(int(message.headers["webhook-timestamp"]), UTC)
    made = Webhook(secret).sign(message.headers["webhook-id"], at, message.body.decode())
    return made in message.headers["webhook-signature"].split(" ")
