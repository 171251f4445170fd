"""What one tenant has much to do leaves room for what another asks, and for the service's own."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from app.api.answering.aside import LARGE
from app.db.engine import POOL_SIZE
from app.services.agreements import agreements
from app.services.workspace.workspace import Workspace
from tests.access.conftest import OURS, THEIRS, key
from tests.running.service import Service

QUESTION = {"template": "ctc-1998", "event_on": "1999-01-04", "count": 30}
PATIENCE = 60


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Each reading of an agreement keeps its connection until it is let go."""
    let_go = Event()
    read = agreements.read

    def reading(workspace: Workspace, *asked: Any) -> Any:
        with workspace.database.reading():
            assert let_go.wait(PATIENCE)
        return read(workspace, *asked)

    monkeypatch.setattr(agreements, "read", reading)
    yield let_go
    let_go.set()


def test_one_tenants_heavy_requests_do_not_starve_anothers(
    stranger: Service, workspace: Workspace, held: Event
) -> None:
    ours = stranger.bearing(key(workspace, OURS))
    theirs = stranger.bearing(key(workspace, THEIRS))
    large = json.dumps(QUESTION) + " " * LARGE
    with ThreadPoolExecutor(3 * POOL_SIZE) as pool:
        asked = [pool.submit(ours.get, "/v1/agreements/ctc") for _ in range(3 * POOL_SIZE)]
        try:
            answers = [
                theirs.get("/v1/agreements"),
                theirs.post("/v1/compute/deadline", QUESTION),
                theirs.request(
                    "POST",
                    "/v1/compute/deadline",
                    content=large,
                    headers={"content-type": "application/json"},
                ),
                theirs.get("/readyz"),
                theirs.get("/healthz"),
            ]
            assert {each.status_code for each in answers} == {200}
            assert not any(each.done() for each in asked)
        finally:
            held.set()
        assert {each.result(PATIENCE).status_code for each in asked} == {200}
