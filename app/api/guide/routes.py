"""The guide over HTTP. Pages are made when they are first asked for, aside, and then kept."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

STATIC: Final = Path(__file__).parent / "static"
_TYPES: Final[Mapping[str, str]] = {
    "guide.css": "text/css",
    "guide.js": "text/javascript",
    "guide.svg": "image/svg+xml",
}
SEARCHED: Final = "search.json"
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


@dataclass(frozen=True, slots=True)
class Content:
    """What stands at an address."""

    body: bytes
    media_type: str
    tag: str
    status: int = 200


def add_guide(app: FastAPI) -> None:
    """Serve the guide at `/guide/`. Until somebody asks, nothing of it is even imported."""

    @cache  # as many as there are pages: what is asked for in vain is not kept
    def kept(address: str) -> Content:
        return _made(address, app)

    async def guide(request: Request) -> Response:
        address = request.path_params["address"]
        content = await asyncio.to_thread(
            lambda: kept(address) if _known(address) else _not_found(address)
        )
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": POLICY}
        if content.status == 200:
            headers["ETag"] = f'"{content.tag}"'
            if _has(request.headers.getlist("if-none-match"), content.tag):
                return Response(status_code=304, headers=headers)
        return Response(content.body, content.status, headers, content.media_type)

    async def to_the_guide(_: Request) -> Response:
        return RedirectResponse("guide/")  # relative, so that it holds behind a proxy's prefix

    app.add_route("/guide", to_the_guide, include_in_schema=False)
    app.add_route("/guide/{address:path}", guide, include_in_schema=False)


def _has(given: list[str], tag: str) -> bool:
    """Whether a caller has the page already; a tag may be weak, as a proxy may have made it."""
    tags = {each.strip().removeprefix("W/") for line in given for each in line.split(",")}
    return bool(tags & {f'"{tag}"', "*"})


def _known(address: str) -> bool:
    from app.api.guide.pages import pages

    return address in _TYPES or address == SEARCHED or address in pages()


def _made(address: str, app: FastAPI) -> Content:
    """A file, the index, or a page."""
    from app.api.guide.pages import pages
    from app.api.guide.search import index
    from app.api.guide.shown import page_shown

    if address in _TYPES:
        return _content((STATIC / address).read_bytes(), _TYPES[address])
    if address == SEARCHED:
        return _content(index(pages().values()), "application/json")
    return _content(page_shown(pages()[address], app.routes).encode(), "text/html")


def _not_found(address: str) -> Content:
    from app.api.guide.frame import not_found
    from app.api.guide.pages import pages

    return Content(not_found(address, pages()).encode(), "text/html", "", 404)


def _content(body: bytes, media_type: str) -> Content:
    return Content(body, media_type, sha256(body).hexdigest()[:16])
