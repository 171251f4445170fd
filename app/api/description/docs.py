"""Interactive documentation at `/docs` and `/redoc`, from files that the service itself serves.

FastAPI's default pages load their scripts from other hosts and stay blank without them. These
load them from `static/`, and a Content-Security-Policy holds the browser to that: both tools
contain addresses of other hosts (Redoc's logo, Swagger UI's validator), and none may be asked.
"""

import asyncio
import base64
import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from app.api.description.for_pages import for_redoc, for_swagger_ui

STATIC = Path(__file__).parent / "static"

SWAGGER_UI_PARAMETERS = {
    "defaultModelsExpandDepth": 0,
    "displayRequestDuration": True,
    "docExpansion": "list",
    "filter": True,
    "showCommonExtensions": False,
    "validatorUrl": None,  # by default it sends the document to another host to be validated
}

FOR_SWAGGER_UI, FOR_REDOC = "/docs.json", "/redoc.json"

OWN_STYLE = b'<link rel="stylesheet" href="static/docs.css">\n'

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def add_docs(app: FastAPI) -> None:
    """Serve both pages and their files; `app` is made with `docs_url=None, redoc_url=None`.

    Addresses in the pages are relative, so they hold behind a proxy that adds a path prefix.
    """
    if app.openapi_url is None:
        raise ValueError("The documentation pages need the app's openapi_url.")
    favicon = "static/swagger-ui/favicon-32x32.png"
    swagger_ui = get_swagger_ui_html(
        openapi_url=FOR_SWAGGER_UI.removeprefix("/"),
        title=app.title,
        swagger_js_url="static/swagger-ui/swagger-ui-bundle.js",
        swagger_css_url="static/swagger-ui/swagger-ui.css",
        swagger_favicon_url=favicon,
        swagger_ui_parameters=SWAGGER_UI_PARAMETERS,
    )
    swagger_ui = HTMLResponse(bytes(swagger_ui.body).replace(b"</head>", OWN_STYLE + b"</head>", 1))
    redoc = get_redoc_html(
        openapi_url=FOR_REDOC.removeprefix("/"),
        title=app.title,
        redoc_js_url="static/redoc/redoc.standalone.js",
        redoc_favicon_url=favicon,
        with_google_fonts=False,
    )
    app.mount("/static", KeptFiles(directory=STATIC), name="static")
    app.add_route("/", _to_the_pages, include_in_schema=False)
    _serve(app, "/docs", swagger_ui)
    _serve(app, "/redoc", redoc)
    _describe(app, FOR_SWAGGER_UI, for_swagger_ui)
    _describe(app, FOR_REDOC, for_redoc)


def _describe(app: FastAPI, path: str, told: Callable[[dict[str, Any]], bytes]) -> None:
    """Serve a page the description as it can show it, made when it is first asked for."""

    @lru_cache(maxsize=1)
    def written() -> bytes:
        return told(app.openapi())

    @app.get(path, include_in_schema=False)
    async def description() -> Response:
        return Response(await asyncio.to_thread(written), media_type="application/json")


class KeptFiles(StaticFiles):
    """Files that come with the service: a browser keeps them for an hour, then asks whether."""

    def file_response(self, *asked: Any, **more: Any) -> Response:
        """The file, or that the one which the browser has is still the same."""
        response = super().file_response(*asked, **more)
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response


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
