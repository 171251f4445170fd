"""Work stops when nobody waits for it any more."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import pytest
from anyio.to_thread import run_sync

from app.db.engine import Database
from app.main import create_app
from app.patience import GivenUp, Patience
from app.rules.answers.evaluation import evaluate_registration
from app.rules.facts import ANY_FACT
from app.rules.reasoning.trace import Detail
from app.services import agreements, registrations
from app.services.workspace import Workspace
from app.settings import Settings
from tests.api.bodies import converted
from tests.api.calls import DEMO, EXAMPLE_DEMAND
from tests.api.refusals import nothing_stored, problem
from tests.service import calling, fixed_workspace

SENSITIVITY = f"/v1/registrations/{EXAMPLE_DEMAND}/sensitivity"
LONG = 60


class TestPatience:
    def test_lasts_until_its_time(self) -> None:
        now = [0.0]
        patience = Patience(10, lambda: now[0])
        patience.go_on()
        now[0] = 10
        with pytest.raises(GivenUp):
            patience.go_on()

    def test_ends_when_the_caller_hangs_up(self) -> None:
        patience = Patience(10, lambda: 0)
        patience.has_left()
        with pytest.raises(GivenUp):
            patience.go_on()


@dataclass
class Held:
    """Evaluations of a registration, of which the first waits; and the end of the use case."""

    evaluations: int = 0
    begun: Event = field(default_factory=Event)
    let_go: Event = field(default_factory=Event)
    ended: Event = field(default_factory=Event)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    held = Held()
    evaluate, sensitivity_of = evaluate_registration, registrations.sensitivity_of

    def evaluating(*given: Any) -> Any:
        held.evaluations += 1
        held.begun.set()
        assert held.let_go.wait(LONG)
        return evaluate(*given)

    def asked(*given: Any) -> Any:
        try:
            return sensitivity_of(*given)
        finally:
            held.ended.set()

    monkeypatch.setattr(registrations, "evaluate_registration", evaluating)
    monkeypatch.setattr(registrations, "sensitivity_of", asked)
    yield held
    held.let_go.set()


@pytest.fixture
def workspace(demonstration_sqlite: str) -> Iterator[Workspace]:
    database = Database(demonstration_sqlite)
    yield fixed_workspace(database)
    database.dispose()


class TestNobodyWaits:
    def test_for_sensitivity_when_its_time_is_over(
        self, workspace: Workspace, held: Held, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its time was over long ago: not one evaluation is begun, and it ends by itself."""
        monkeypatch.setattr("app.api.timeouts.monotonic", lambda: -1_000_000.0)
        held.let_go.set()
        with calling(create_app(Settings(access="open")), workspace) as service:
            problem(service.get(SENSITIVITY), 503, "timed_out")
        assert held.ended.is_set()
        assert held.evaluations == 0

    def test_for_sensitivity_when_the_caller_has_hung_up(
        self, workspace: Workspace, held: Held
    ) -> None:
        app = create_app(Settings(access="open"))
        gone = Event()

        async def hang_up() -> None:
            async def receive() -> dict[str, Any]:
                await run_sync(held.begun.wait, LONG)
                gone.set()
                return {"type": "http.disconnect"}

            async def send(_: Any) -> None:
                pass

            scope = {
                "type": "http",
                "method": "GET",
                "path": SENSITIVITY,
                "raw_path": SENSITIVITY.encode(),
                "query_string": b"",
                "headers": [(b"host", b"localhost")],
                "client": ("127.0.0.1", 1),
                "state": {"workspace": workspace},
            }
            await app(scope, receive, send)

        with calling(app, workspace) as service, ThreadPoolExecutor() as pool:
            asked = pool.submit(service.portal.call, hang_up)
            assert gone.wait(LONG)
            service.get("/healthz")
            held.let_go.set()
            asked.result(LONG)
        assert held.evaluations == 1

    def test_nothing_is_stored_that_was_given_up(self, workspace: Workspace) -> None:
        def give_up() -> None:
            raise GivenUp

        fact = ANY_FACT.validate_python(converted("1999-01-15", "wang", 1))
        with (
            calling(create_app(Settings(access="open")), workspace) as service,
            nothing_stored(service),
            pytest.raises(GivenUp),
        ):
            agreements.post_fact(workspace.asking(give_up), DEMO, fact, None, Detail.NONE)
