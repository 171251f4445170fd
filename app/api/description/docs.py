"""Interactive documentation at `/docs` and `/redoc`, from files that the service itself serves.

FastAPI's default pages load their scripts from other hosts and stay blank without them. These
load them from `static/`, and a Content-Security-Policy holds the browser to that: both tools
contain addresses of other hosts (Redoc's logo, Swagger UI's validator), and none may be asked.
"""

import asyncio
import base64
import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

STATIC = Path(__file__).parent / "static"

SWAGGER_UI_PARAMETERS = {
    "defaultModelsExpandDepth": 0,
    "displayRequestDuration": True,
    "docExpansion": "list",
    "filter": True,
    "validatorUrl": None,  # by default it sends the document to another host to be validated
}

FOR_REDOC = "/redoc.json"

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def add_docs(app: FastAPI) -> None:
    """Serve both pages and their files; `app` is made with `docs_url=None, redoc_url=None`.

    Addresses in the pages are relative, so they hold behind a proxy that adds a path prefix.
    """
    if app.openapi_url is None:
        raise ValueError("The documentation pages need the app's openapi_url.")
    openapi_url = app.openapi_url.removeprefix("/")
    favicon = "static/swagger-ui/favicon-32x32.png"
    swagger_ui = get_swagger_ui_html(
        openapi_url=openapi_url,
        title=app.title,
        swagger_js_url="static/swagger-ui/swagger-ui-bundle.js",
        swagger_css_url="static/swagger-ui/swagger-ui.css",
        swagger_favicon_url=favicon,
        swagger_ui_parameters=SWAGGER_UI_PARAMETERS,
    )
    redoc = get_redoc_html(
        openapi_url=FOR_REDOC.removeprefix("/"),
        title=app.title,
        redoc_js_url="static/redoc/redoc.standalone.js",
        redoc_favicon_url=favicon,
        with_google_fonts=False,
    )
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_route("/", _to_the_pages, include_in_schema=False)
    _serve(app, "/docs", swagger_ui)
    _serve(app, "/redoc", redoc)
    _describe_to_redoc(app)


def _describe_to_redoc(app: FastAPI) -> None:
    """Serve Redoc the description without what leads back to itself.

    It makes a copy of everything for each place that refers to it: of clocks, which are made of
    clocks, so many that a browser's tab ends.
    """

    @lru_cache(maxsize=1)
    def written() -> bytes:
        document: dict[str, Any] = json.loads(json.dumps(app.openapi()))
        schemas = document.get("components", {}).get("schemas", {})
        refers = {name: frozenset(_names_in(schema)) for name, schema in schemas.items()}
        for name, schema in schemas.items():
            _name_only(schema, {each for each in refers[name] if name in _reached(each, refers)})
        return json.dumps(document).encode()

    @app.get(FOR_REDOC, include_in_schema=False)
    async def description() -> Response:
        return Response(await asyncio.to_thread(written), media_type="application/json")


def _names_in(part: Any) -> Iterator[str]:
    """The schemas to which a part of the description refers."""
    if isinstance(part, dict) and isinstance(part.get("$ref"), str):
        yield part["$ref"].rpartition("/")[2]
    for inside in part.values() if isinstance(part, dict) else part:
        if isinstance(inside, dict | list):
            yield from _names_in(inside)


def _reached(name: str, refers: Mapping[str, Collection[str]]) -> set[str]:
    """A schema, and all to which it leads."""
    found, left = {name}, [name]
    while left:
        new = {each for each in refers.get(left.pop(), ()) if each not in found}
        found |= new
        left += new
    return found


def _name_only(part: Any, names: Collection[str]) -> None:
    """Put the name of a schema in the place of each reference to one of these."""
    if isinstance(part, dict) and str(part.get("$ref", "")).rpartition("/")[2] in names:
        name = part.pop("$ref").rpartition("/")[2]
        part |= {"type": "object", "title": name, "description": f"Another `{name}`."}
    for inside in part.values() if isinstance(part, dict) else part:
        if isinstance(inside, dict | list):
            _name_only(inside, names)


FRONT = (
    "<!doctype html><title>Registration Rights</title>"
    '<p><a href="docs">Try the API</a>, or read <a href="guide/">the guide</a>.</p>\n'
)


async def _to_the_pages(_: Request) -> HTMLResponse:
    """Where somebody looks first: relative, so that it holds behind a proxy's prefix."""
    return HTMLResponse(FRONT, status_code=307, headers={"Location": "docs"})


def _serve(app: FastAPI, path: str, page: HTMLResponse) -> None:
    """Answer `path` with the content of `page`, a new response each time: middleware edits them."""
    content = bytes(page.body)
    headers = {"Content-Security-Policy": _content_security_policy(content.decode())}

    @app.get(path, include_in_schema=False)
    async def documentation() -> HTMLResponse:
        return HTMLResponse(content, headers=headers)


def _content_security_policy(html: str) -> str:
    """Allow this host's files and the page's own inline scripts, which it names by their hash."""
    digests = [hashlib.sha256(text.encode()).digest() for text in _INLINE_SCRIPT.findall(html)]
    scripts = ["'self'", *(f"'sha256-{base64.b64encode(value).decode()}'" for value in digests)]
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(scripts)}",
            "style-src 'self' 'unsafe-inline'",  # both tools write style elements
            "img-src 'self' data:",
            "connect-src 'self'",
            "worker-src blob:",  # Redoc's search
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
