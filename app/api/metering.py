"""The outermost measure of every request: how long it took, and `/metrics` for who has its key.

`/metrics` is no route: it tells of all tenants, so that no tenant's key opens it. It answers
those who bear `REGISTRATION_RIGHTS_METRICS_KEY`, and is not there where none is set. With
`timing=true` an administrator gets a header `Server-Timing` with the answer; to the routes the
question is the same as without.
"""

from collections.abc import Callable
from hmac import compare_digest
from time import perf_counter
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import meters
from app.api.deps import in_thread
from app.api.door.access import route_path
from app.services.workspace.workspace import Workspace

PATH = "/metrics"
TIMING = ("timing", "true")
UNMATCHED = "none"
"""What stands for the route of a path that is none."""


class Metering:
    """Measure each request by the route that answered it."""

    def __init__(self, app: ASGIApp, key: str | None, told: Callable[[Workspace], None]) -> None:
        """`told` looks, before the meters are read, at what only the database knows."""
        self.app = app
        self._key = key
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with what was measured."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif self._is_asked(scope):
            workspace: Workspace = scope["state"]["workspace"]
            await in_thread(lambda: self._told(workspace))
            measured = Response(meters.exposition(), media_type=meters.MEDIA_TYPE)
            await measured(scope, receive, send)
        else:
            await self._measured(scope, receive, send)

    def _is_asked(self, scope: Scope) -> bool:
        if self._key is None or route_path(scope) != PATH or scope["method"] != "GET":
            return False
        given = Headers(scope=scope).get("authorization", "")
        return compare_digest(given.encode(), f"Bearer {self._key}".encode())

    async def _measured(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, spent = perf_counter(), meters.begin()
        wants_timing = _take_timing(scope)
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                _count_reply(Headers(scope=scope), headers)
                principal = scope["state"].get("principal")
                if wants_timing and principal is not None and "admin" in principal.scopes:
                    headers["Server-Timing"] = _timing(perf_counter() - began, spent)
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            route = getattr(scope.get("route"), "path", UNMATCHED)
            method = scope["method"] if route != UNMATCHED else "any"
            meters.SECONDS.labels(method, route, status).observe(perf_counter() - began)


def _take_timing(scope: Scope) -> bool:
    """Whether `timing=true` is asked for; the routes do not hear of it."""
    if b"timing=" not in scope["query_string"]:
        return False
    asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    if TIMING not in asked:
        return False
    rest = [each for each in asked if each != TIMING]
    scope["query_string"] = urlencode(rest).encode()
    return True


def _count_reply(asked: Headers, answered: MutableHeaders) -> None:
    if "idempotency-key" in asked:
        again = answered.get("idempotent-replay") == "true"
        meters.REPLIES.labels("repeated" if again else "first").inc()


def _timing(seconds: float, spent: meters.Spent) -> str:
    """The header, in milliseconds: all of it, and what of it was waited for."""
    told = {"total": seconds} | spent.by_what
    return ", ".join(f"{name};dur={1000 * each:.1f}" for name, each in told.items())
