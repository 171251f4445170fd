"""Headers that tell browsers and caches what they must not do with an answer.

Put on whatever leaves the service, its own failures included; `docs/security.md` names the threat
that each answers. A page that states a policy of its own (`app.api.description.docs`) keeps it.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

RawHeaders = tuple[tuple[bytes, bytes], ...]

ALWAYS: RawHeaders = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
UNLESS_STATED: RawHeaders = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
BEHIND_HTTPS: RawHeaders = ((b"strict-transport-security", b"max-age=31536000; includeSubDomains"),)


class SecurityHeaders:
    """Adds the headers to every answer."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self._always = ALWAYS + (BEHIND_HTTPS if https else ())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add to the head of what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                stated = message["headers"]
                names = {name for name, _ in stated}
                missing = (each for each in UNLESS_STATED if each[0] not in names)
                message["headers"] = [*stated, *self._always, *missing]
            await send(message)

        await self.app(scope, receive, with_headers)
