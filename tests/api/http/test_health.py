"""Whether the process runs, and whether it can answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.engine import Database
from app.db.upkeep.migrate import upgrade
from app.release import SERVICE_VERSION
from tests.api.bodies import spectrum_demand
from tests.api.calls import ok
from tests.api.refusals import problem
from tests.running.service import Service, serving


@pytest.fixture
def without_database(tmp_path: Path) -> Iterator[Service]:
    """The service on a database that cannot be opened."""
    database = Database(f"sqlite:///{tmp_path}/no/such/folder/service.db")
    with serving(database) as running:
        yield running
    database.dispose()


@pytest.fixture
def unmigrated(tmp_path: Path) -> Iterator[Service]:
    """The service on a database without tables."""
    database = Database(f"sqlite:///{tmp_path}/empty.db")
    with serving(database) as running:
        yield running
    database.dispose()


@pytest.fixture
def damaged(tmp_path: Path) -> Iterator[Service]:
    """The service on a file that is no database."""
    path = tmp_path / "damaged.db"
    path.write_bytes(b"This is no database. " * 500)
    database = Database(f"sqlite:///{path}")
    with serving(database) as running:
        yield running
    database.dispose()


class TestHealthz:
    def test_the_process_runs(self, stateless_service: Service) -> None:
        answer = ok(stateless_service.get("/healthz"))
        assert answer == {"status": "ok", "version": SERVICE_VERSION}

    def test_it_runs_without_a_database(self, without_database: Service) -> None:
        assert ok(without_database.get("/healthz"))["status"] == "ok"


class TestReadyz:
    def test_it_can_answer(self, stateless_service: Service) -> None:
        answer = ok(stateless_service.get("/readyz"))
        assert answer == {"status": "ok", "version": SERVICE_VERSION}

    def test_not_without_a_database(self, without_database: Service) -> None:
        response = without_database.get("/readyz")
        problem(response, 503, response.json()["code"])

    def test_not_before_the_migrations(self, unmigrated: Service) -> None:
        response = unmigrated.get("/readyz")
        problem(response, 503, response.json()["code"])

    def test_not_on_a_damaged_file(self, damaged: Service) -> None:
        response = damaged.get("/readyz")
        problem(response, 503, response.json()["code"])

    def test_again_once_the_database_is_there(self, unmigrated: Service, tmp_path: Path) -> None:
        assert unmigrated.get("/readyz").status_code == 503
        upgrade(f"sqlite:///{tmp_path}/empty.db")
        assert unmigrated.get("/readyz").status_code == 200

    def test_does_not_say_where_the_database_is(
        self, without_database: Service, tmp_path: Path
    ) -> None:
        assert str(tmp_path) not in without_database.get("/readyz").text


class TestWithoutADatabase:
    """Every other answer that needs the database is a problem of the same kind."""

    @pytest.mark.parametrize(
        "path", ["/v1/agreements", "/v1/agreements/ctc", "/v1/registrations/x"]
    )
    def test_reading(self, without_database: Service, path: str) -> None:
        response = without_database.get(path)
        problem(response, 503, response.json()["code"])

    def test_writing(self, without_database: Service) -> None:
        response = without_database.post("/v1/agreements/ctc/demands", spectrum_demand())
        problem(response, 503, response.json()["code"])

    def test_what_needs_none_goes_on(self, without_database: Service) -> None:
        body = {"template": "ctc-1998", "event_on": "1999-01-04", "count": 30}
        assert ok(without_database.post("/v1/compute/deadline", body))
        assert ok(without_database.get("/v1/templates"))["items"]
        assert ok(without_database.get("/v1/readings"))["items"]
        assert without_database.get("/docs").status_code == 200
