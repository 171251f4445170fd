"""Work stops when nobody waits for it any more."""

import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from anyio.to_thread import run_sync

from app.api.answering.aside import LARGE
from app.api.compute.computation import Computation
from app.db.engine import Database
from app.main import create_app
from app.patience import GivenUp, Patience
from app.rules.answers.evaluation import evaluate_registration
from app.rules.facts import ANY_FACT
from app.rules.reasoning.trace import Detail
from app.services.agreements import agreements
from app.services.evidence import verification
from app.services.record import corrections
from app.services.record.corrections import NewCorrection
from app.services.record.posting import Wish
from app.services.registrations import registrations
from app.services.store.demonstration import EXAMPLE_ANSWER
from app.services.transfer import exports, imports
from app.services.transfer.imports import ImportDocument
from app.services.workspace.workspace import Workspace
from app.settings import Settings
from tests.api.bodies import converted
from tests.api.calls import DEMO, EXAMPLE_DEMAND
from tests.api.refusals import nothing_stored, problem
from tests.db.evidence.tampering import facts_of
from tests.running.service import calling, fixed_workspace

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


@pytest.fixture
def over(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Requests whose time is over as they come; what is evaluated and computed for them."""
    monkeypatch.setattr("app.api.door.timeouts.monotonic", lambda: -1_000_000.0)
    done: list[str] = []

    def noting(name: str) -> Callable[..., None]:
        return lambda *_: done.append(name)

    for name in (
        "app.services.evidence.replay.evaluate_registration",
        "app.services.agreements.agreements.state",
    ):
        monkeypatch.setattr(name, noting(name))
    monkeypatch.setattr(Computation, "answer", noting("computation"))
    return done


@dataclass
class _Leaving:
    """A caller who leaves when he is looked for so often; never, if that is 0."""

    last: int
    asked: int = 0

    def go_on(self) -> None:
        self.asked += 1
        if self.asked == self.last:
            raise GivenUp


@contextmanager
def elsewhere(migrated_file: Path, path: Path) -> Iterator[Workspace]:
    """Another store, with nothing on record."""
    database = Database(f"sqlite:///{shutil.copy(migrated_file, path)}")
    yield fixed_workspace(database, "elsewhere")
    database.dispose()


class TestNobodyWaits:
    def test_for_sensitivity_when_its_time_is_over(
        self, workspace: Workspace, held: Held, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its time was over long ago: not one evaluation is begun, and it ends by itself."""
        monkeypatch.setattr("app.api.door.timeouts.monotonic", lambda: -1_000_000.0)
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

    @pytest.mark.parametrize("under", ["pinned", "current"])
    def test_for_an_answer_computed_again(
        self, workspace: Workspace, over: list[str], under: str
    ) -> None:
        with calling(create_app(Settings(access="open")), workspace) as service:
            path = f"/v1/evaluations/{EXAMPLE_ANSWER}/replay?under={under}"
            problem(service.request("GET", path), 503, "timed_out")
        assert over == []

    @pytest.mark.parametrize("blanks", [0, LARGE])
    def test_for_a_computation(self, workspace: Workspace, over: list[str], blanks: int) -> None:
        """Neither on the event loop nor beside it."""
        body = {"template": "ctc-1998", "event_on": "1999-01-04", "count": 30}
        with calling(create_app(Settings(access="open")), workspace) as service:
            response = service.request(
                "POST",
                "/v1/compute/deadline",
                content=json.dumps(body) + " " * blanks,
                headers={"content-type": "application/json"},
            )
            problem(response, 503, "timed_out")
        assert over == []

    def test_between_the_answers_that_a_correction_may_change(self, workspace: Workspace) -> None:
        """The caller leaves after the first of many: the second is not begun."""
        asked = []

        def go_on() -> None:
            asked.append(1)
            if len(asked) > 2:  # the record is loaded, the first answer worked out
                raise GivenUp

        with workspace.database.reading() as unit:
            stored = unit.records.facts(DEMO)
        wrong = NewCorrection(stored[-1].fact_id, "It was not so.", None)
        with pytest.raises(GivenUp):
            corrections.correct(workspace.asking(go_on), DEMO, wrong, as_of=None, dry_run=True)
        assert len(asked) == 3

    def test_between_the_rows_of_a_record_that_is_verified(self, workspace: Workspace) -> None:
        """And between the days of its docket: the caller may leave at any of them."""
        steps = _Leaving(0)
        verification.verify(workspace.asking(steps.go_on), DEMO)
        assert steps.asked > len(facts_of(workspace.database, DEMO))
        for last in (1, steps.asked // 2, steps.asked):
            left = _Leaving(last)
            with pytest.raises(GivenUp):
                verification.verify(workspace.asking(left.go_on), DEMO)
            assert left.asked == last

    def test_no_import_is_stored_whose_caller_has_left(
        self, workspace: Workspace, migrated_file: Path, tmp_path: Path
    ) -> None:
        """At whichever step, the last before all is stored included."""
        document = ImportDocument.model_validate_json("".join(exports.export(workspace, DEMO)))
        steps = _Leaving(0)
        with elsewhere(migrated_file, tmp_path / "counted.db") as there:
            imports.import_agreement(there.asking(steps.go_on), document)
        with elsewhere(migrated_file, tmp_path / "left.db") as there:
            for last in (1, steps.asked // 2, steps.asked):
                with pytest.raises(GivenUp):
                    imports.import_agreement(there.asking(_Leaving(last).go_on), document)
                with there.database.reading() as unit:
                    assert unit.records.agreements(None, 1) == []
            imports.import_agreement(there, document)

    def test_nothing_is_stored_that_was_given_up(self, workspace: Workspace) -> None:
        def give_up() -> None:
            raise GivenUp

        fact = ANY_FACT.validate_python(converted("1999-01-15", "wang", 1))
        with (
            calling(create_app(Settings(access="open")), workspace) as service,
            nothing_stored(service),
            pytest.raises(GivenUp),
        ):
            agreements.post_facts(workspace.asking(give_up), DEMO, [fact], Wish(detail=Detail.NONE))
