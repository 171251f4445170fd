"""Computations: they record nothing, but a request with an `Idempotency-Key` keeps its answer."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response

from app.api.aside import giving
from app.api.conditional import KEY, keyed_recorder
from app.api.strict import StrictRoute


class ComputationRoute(StrictRoute):
    """A route that computes without a record.

    Without a key the database is not asked at all.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, asked once for each key."""
        handle = super().get_route_handler()

        async def computed(request: Request) -> Response:
            if KEY not in request.headers:
                return await handle(request)
            recorder = await keyed_recorder(request)
            read_again = Request(request.scope, giving(await request.body()))
            return await recorder.of_no_record(lambda: handle(read_again))

        return computed
