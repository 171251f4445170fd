"""HEAD, answered as GET is, without the body (RFC 9110, section 9.3.2).

The framework answers HEAD with 405 wherever it is not declared: here it is asked for GET, and the
body is left out, its length told.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Answer HEAD wherever GET is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is not HEAD."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            body = message["type"] == "http.response.body"
            await send({**message, "body": b""} if body else message)

        await self._app({**scope, "method": "GET"}, receive, without_body)
