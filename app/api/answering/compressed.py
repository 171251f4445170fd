"""Answers compressed where the caller asks for it (`Accept-Encoding: gzip`).

Compressed bytes are another representation, so that a strong tag must be another one (RFC 9110,
8.8.3): the tag gets a mark on the way out, and loses it on the way in, where it is compared. An
answer with a secret in it (`/v1/keys`) is never compressed.
"""

import asyncio
import zlib
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEVEL = 4
SMALLEST = 1_000
"""Bytes, from which on it is worth it."""
LARGE = 128 * 1024
"""Bytes, from which on it is done in a thread."""
_GZIP = 31
MARK = "-gzip"
TAGGED_BY = (b"if-match", b"if-none-match")
SECRET = "/v1/keys"  # noqa: S105  # an address


class Compressed:
    """Compress what is asked for compressed, and keep tags apart."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is no request over HTTP."""
        if scope["type"] != "http" or scope["path"].startswith(SECRET):
            await self._app(scope, receive, send)
            return
        wanted = accepts_gzip(",".join(Headers(scope=scope).getlist("accept-encoding")))
        unmarked = [
            (name, value.replace(f'{MARK}"'.encode(), b'"') if name in TAGGED_BY else value)
            for name, value in scope["headers"]
        ]
        answer = _Answer(send) if wanted else _Plain(send)
        await self._app({**scope, "headers": unmarked}, receive, answer)


def accepts_gzip(listed: str) -> bool:
    """Whether a list of codings has gzip with a weight that is not nought."""
    weights: dict[str, float] = {}
    for each in listed.lower().split(","):
        coding, _, weight = each.strip().partition(";")
        try:
            weights[coding.strip()] = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            weights[coding.strip()] = 0
    return weights.get("gzip", weights.get("*", 0)) > 0


class _Plain:
    """What goes out as it is, but says that it might have been otherwise."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(raw=message["headers"]).add_vary_header("Accept-Encoding")
        await self._send(message)


class _Answer(_Plain):
    """What goes out compressed, if it is a text of some length."""

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self._start: Message | None = None
        self._press: Callable[[bytes, bool], bytes] | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        if self._start is not None:
            start, self._start = self._start, None
            headers = MutableHeaders(raw=start["headers"])
            _mark(headers)
            if _is_worth_it(headers, len(body), more=more):
                self._press = _pressing()
                body = await self._pressed(body, more)
                headers["Content-Encoding"] = "gzip"
                if more:
                    del headers["Content-Length"]
                else:
                    headers["Content-Length"] = str(len(body))
            await super().__call__(start)
        elif self._press is not None:
            body = await self._pressed(body, more)
        await self._send({**message, "body": body})

    async def _pressed(self, body: bytes, more: bool) -> bytes:
        assert self._press is not None  # noqa: S101  # asked for only then
        if len(body) < LARGE:
            return self._press(body, more)
        return await asyncio.to_thread(self._press, body, more)


def _mark(headers: MutableHeaders) -> None:
    """Tell the tag of what is compressed from that of what is not."""
    tag = headers.get("etag")
    if tag is not None and not tag.startswith("W/"):
        headers["etag"] = f'{tag.removesuffix(chr(34))}{MARK}"'


def _is_worth_it(headers: Headers, length: int, *, more: bool) -> bool:
    is_text = headers.get("content-type", "").startswith(("application/", "text/", "image/svg"))
    return is_text and "content-encoding" not in headers and (more or length >= SMALLEST)


def _pressing() -> Callable[[bytes, bool], bytes]:
    """Compress piece by piece; the last piece ends it. The same bytes each time."""
    press = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)

    def pressed(body: bytes, more: bool) -> bytes:
        return press.compress(body) + (b"" if more else press.flush())

    return pressed
