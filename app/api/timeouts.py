"""How long a request may take: its body to arrive, and the whole to be answered.

A caller who sends his body a byte at a time would hold a connection and a place in memory for as
long as he likes. The limit on the whole is the last resort: the database has limits of its own
(`app.db.engine`), and sizes are limited so that no computation takes that long.
"""

import asyncio

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import problem


class Timeouts:
    """Answers 408 for a body that comes too slowly, and 503 when no answer comes in time."""

    def __init__(self, app: ASGIApp, body_seconds: float, request_seconds: float) -> None:
        self.app = app
        self._body_seconds = body_seconds
        self._request_seconds = request_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, for as long as it may take."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answering = False

        async def noting(message: Message) -> None:
            nonlocal answering
            answering = True
            await send(message)

        limit = asyncio.timeout(self._request_seconds)
        try:
            async with limit:
                await self.app(scope, self._in_time(receive), noting)
        except TimeoutError:
            if answering or not limit.expired():
                raise
            await _timed_out(scope, receive, send)

    def _in_time(self, receive: Receive) -> Receive:
        """Receive the body, all of it within its time."""
        until = asyncio.get_running_loop().time() + self._body_seconds
        whole = False

        async def receiving() -> Message:
            nonlocal whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                # The one exception that reading a body lets through.
                detail = f"The body did not arrive within {self._body_seconds:g} seconds."
                raise HTTPException(408, detail) from None
            whole = not message.get("more_body", False)
            return message

        return receiving


async def _timed_out(scope: Scope, receive: Receive, send: Send) -> None:
    detail = (
        "What was asked may have been carried out, or may be yet. Send it again under the same "
        "Idempotency-Key, or read the record first."
    )
    await problem("timed_out", detail, headers={"Retry-After": "1"})(scope, receive, send)
