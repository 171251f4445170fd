"""Work on a large body is done beside the event loop: everybody else is answered meanwhile.

Reading, checking, computing and writing an answer take time with each byte. For a body of usual
size that is less than going elsewhere costs; a large one gets a thread, and an event loop in it
for whatever the route awaits. Few of one tenant run at once: more would only fight over the
interpreter's lock.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.types import Message, Receive

from app.api.answering.problems import not_understood
from app.api.door.lanes import Lanes

Handler: TypeAlias = Callable[[Request], Coroutine[Any, Any, Response]]

LARGE = 16 * 1024
"""Bytes, from which on a body is worked on beside the loop; it takes some milliseconds."""
_LANES = Lanes(2)


async def answered(handle: Handler, request: Request) -> Response:
    """The handler's answer to a request with a body, wherever it is worked out."""
    body = await request.body()
    if len(body) < LARGE:
        return await handle(request)
    again = type(request)(request.scope, giving(body))

    async def answer() -> Response:
        request.state.patience.go_on()  # it may have waited long for its turn
        try:
            return await handle(again)
        except RequestValidationError as error:  # thousands of faults are dear to tell
            return not_understood(again, error)

    return await _LANES.run(lambda: asyncio.run(answer()))


def giving(body: bytes) -> Receive:
    """A body that was read already, for the next reader."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
