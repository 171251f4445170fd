"""What may come in: JSON bodies up to a size. Checked before anything is parsed."""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.answering.problems import problem, too_large
from app.api.door.access import route_path
from app.errors import shortened

MOST_DIGITS = 15


class BodyLimits:
    """Refuse bodies that are too large or are not JSON; some paths take larger ones."""

    def __init__(
        self, app: ASGIApp, max_bytes: int, larger: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 413 or 415."""
        if scope["type"] != "http" or scope["method"] not in ("POST", "PUT", "PATCH"):
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        most = self.larger.get(route_path(scope), self.max_bytes)
        length = headers.get(b"content-length", b"")
        if length.isdigit() and (len(length) > MOST_DIGITS or int(length) > most):
            await self._too_large(most, scope, receive, send)
            return
        if length in (b"", b"0") and b"transfer-encoding" not in headers:
            await self.app(scope, receive, send)  # nothing is sent: the route says what it misses
            return
        media_type = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
        if media_type != b"application/json":
            shown = media_type.decode("latin-1") or "none"
            response = problem(
                "unsupported_media_type",
                f"Send the body as application/json; its media type was {shown}.",
            )
            await response(scope, receive, send)
            return
        encoding = headers.get(b"content-encoding", b"identity").strip().lower()
        if encoding != b"identity":
            shown = shortened(encoding.decode("latin-1")) or "empty"
            response = problem(
                "encoded_body",
                f"Send the body as it is, with no Content-Encoding but identity; it was {shown}.",
                headers={"Accept-Encoding": "identity"},
            )
            await response(scope, receive, send)
            return
        await self._counted(most, scope, receive, send)

    async def _counted(self, most: int, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is read: a chunked body names no length."""
        read = 0

        async def counting() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                # The one exception that reading a body lets through.
                raise HTTPException(413, too_large(most))
            return message

        await self.app(scope, counting, send)

    async def _too_large(self, most: int, scope: Scope, receive: Receive, send: Send) -> None:
        response = problem("body_too_large", too_large(most))
        await response(scope, receive, send)
