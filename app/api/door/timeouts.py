"""How long a request may take: its body to arrive, and the whole to be answered.

A caller who sends its body a byte at a time would hold a connection and a place in memory for as
long as it likes. The limit on the whole is the last resort: the database has limits of its own
(`app.db.engine`), and sizes are limited so that no computation takes that long. Work whose answer
can no longer be sent, because its time is over or its caller has hung up, is given up
(`app.patience`).
"""

import asyncio
from time import monotonic

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.answering.problems import problem
from app.patience import Patience


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
        patience = Patience(monotonic() + self._request_seconds)
        scope.setdefault("state", {})["patience"] = patience
        body = _Body(receive, self._body_seconds, comes=_names_a_body(scope))
        watching = asyncio.create_task(body.watch(patience))

        async def noting(message: Message) -> None:
            nonlocal answering
            answering = True
            await send(message)

        limit = asyncio.timeout(self._request_seconds)
        try:
            async with limit:
                await self.app(scope, body.receive, noting)
        except TimeoutError:
            if answering or not limit.expired():
                raise
            await _timed_out(scope, receive, send)
        finally:
            watching.cancel()


class _Body:
    """A request's body, and whether its sender is still there."""

    def __init__(self, receive: Receive, seconds: float, *, comes: bool) -> None:
        self._receive = receive
        self._seconds = seconds
        self._until = asyncio.get_running_loop().time() + seconds
        self._whole = asyncio.Event()
        if not comes:
            self._whole.set()

    async def receive(self) -> Message:
        """Receive the body, all of it within its time."""
        if self._whole.is_set():
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            # The one exception that reading a body lets through.
            detail = f"The body did not arrive within {self._seconds:g} seconds."
            raise HTTPException(408, detail) from None
        if not message.get("more_body", False):
            self._whole.set()
        return message

    async def watch(self, patience: Patience) -> None:
        """Note when the caller hangs up while its answer is worked out."""
        await self._whole.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
        patience.has_left()


def _names_a_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


async def _timed_out(scope: Scope, receive: Receive, send: Send) -> None:
    detail = (
        "What was asked may have been carried out, or may be yet. Send it again under the same "
        "Idempotency-Key, or read the record first."
    )
    await problem("timed_out", detail, headers={"Retry-After": "1"})(scope, receive, send)
