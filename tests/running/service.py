"""The service in the test's own process: real app, real database, no socket, a fixed clock."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from app.db.engine import Database
from app.main import State, create_app
from app.services.docket.docket_watch import DocketWatch
from app.services.workspace.workspace import Workspace
from app.settings import Settings
from tests.docs.codes import miscounted, unknown_codes

OPEN = Settings(access="open")
"""As in the local demonstration: what a test asks is not who asks. `tests/access` is about that."""

NOW = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
LOADED = NOW - timedelta(days=1)
"""When the demonstration data was loaded."""


def fixed_workspace(database: Database, ids: str = "id") -> Workspace:
    """A workspace whose clock stands still and whose ids can be foretold."""
    numbers = count(1)
    return Workspace(database, now=lambda: NOW, new_id=lambda: f"{ids}-{next(numbers):04}")


@lru_cache
def shared_app(settings: Settings) -> FastAPI:
    """One app for each settings: the workspace, which differs, comes with each request.

    It describes itself by the committed document, since making it takes seconds for each app;
    `tests/api/description/test_openapi.py` holds that against what the service makes.
    """
    app = create_app(settings)
    app.openapi_schema = described()
    return app


@lru_cache
def described() -> dict[str, Any]:
    """The committed OpenAPI document."""
    document: dict[str, Any] = json.loads(Path("openapi/openapi.json").read_text(encoding="utf-8"))
    return document


@dataclass(frozen=True, repr=False)
class Service:
    """Requests to the service, one after the other."""

    portal: BlockingPortal
    client: httpx.AsyncClient

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Ask; a fact is answered in full, which is what most tests are about.

        With `answer=None`, as it is answered to who says nothing.
        """
        return self.plainly(method, path, **in_full(method, path, options))

    def plainly(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Ask this and no more; no answer holds a code that the table of codes does not have.

        Nor does a sentence say “1 days”.
        """
        answer = self.portal.call(lambda: self.client.request(method, path, **options))
        unknown = unknown_codes(answer.content)
        assert unknown == set(), (method, path, unknown)
        assert miscounted(answer.content) == set(), (method, path)
        return answer

    def get(self, path: str, **params: Any) -> httpx.Response:
        return self.request("GET", path, params=params)

    def post(self, path: str, body: Mapping[str, Any], **params: Any) -> httpx.Response:
        return self.request("POST", path, json=body, params=params)

    def post_as(
        self, key: str, path: str, body: Mapping[str, Any], **params: Any
    ) -> httpx.Response:
        """Post under a key, by which the request may be repeated."""
        headers = {"Idempotency-Key": key}
        return self.request("POST", path, json=body, params=params, headers=headers)

    def bearing(self, credential: str) -> "Service":
        """The same service, asked with this credential from now on."""
        headers = {"authorization": f"Bearer {credential}"}
        return BearingService(self.portal, self.client, headers)


@dataclass(frozen=True)
class BearingService(Service):
    """Requests that carry a credential."""

    headers: Mapping[str, str]

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        options = in_full(method, path, options)
        headers = {**self.headers, **options.pop("headers", {})}
        return self.portal.call(
            lambda: self.client.request(method, path, headers=headers, **options)
        )


def in_full(method: str, path: str, options: dict[str, Any]) -> dict[str, Any]:
    """The options of a request that posts a fact, with a wish for the whole answer."""
    where, _, query = path.partition("?")
    if method != "POST" or not where.endswith("/events") or "answer=" in query:
        return options
    asked = {"answer": "full", **dict(options.pop("params", None) or {})}
    given = {name: value for name, value in asked.items() if value is not None}
    if query:
        given = dict(parse_qsl(query)) | given
    return {**options, "params": given}


@contextmanager
def serving(
    database: Database, settings: Settings | None = None, workspace: Workspace | None = None
) -> Iterator[Service]:
    """Run the service on this database for as long as the context lasts."""
    app = shared_app(settings or OPEN)
    with calling(app, workspace or fixed_workspace(database)) as service:
        yield service


@contextmanager
def calling(app: FastAPI, workspace: Workspace, address: str = "127.0.0.1") -> Iterator[Service]:
    """Call an app that works with this workspace, from this address."""
    watch = DocketWatch(may_name=False)
    state = State(workspace=workspace, watch=watch)

    async def with_state(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "state": dict(state)}, receive, send)

    with start_blocking_portal() as portal:
        transport = httpx.ASGITransport(
            app=with_state, raise_app_exceptions=False, client=(address, 40_000)
        )
        client = httpx.AsyncClient(transport=transport, base_url="http://localhost")
        # The library asks for compressed answers by itself; here a test says so if it means it.
        client.headers["accept-encoding"] = "identity"
        try:
            yield Service(portal, client)
        finally:
            portal.call(client.aclose)
            watch.close()
