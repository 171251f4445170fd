"""A clock that is set: said once, and nothing recorded before what is on record already."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from app.db.engine import Database
from app.services.workspace.clock import CLOCKS_DIFFER, WatchedClock
from tests.api.bodies import agreement, converted
from tests.api.calls import DEMO, ok
from tests.api.refusals import nothing_stored, problem
from tests.running.service import NOW, OPEN, Service, fixed_workspace, serving

EVENTS = f"/v1/agreements/{DEMO}/events"
FACT = converted("1999-01-15", "wang", 1)


class Clocks:
    """A machine's two clocks, of which one can be set."""

    def __init__(self) -> None:
        self.wall, self.steady = NOW, 0.0

    def pass_by(self, **time: float) -> None:
        self.wall += timedelta(**time)
        self.steady += timedelta(**time).total_seconds()


class TestWatched:
    def test_a_clock_that_runs_says_nothing(self, caplog: pytest.LogCaptureFixture) -> None:
        clocks = Clocks()
        watched = WatchedClock(lambda: clocks.wall, lambda: clocks.steady)
        for _ in range(100):
            clocks.pass_by(days=1)
            clocks.wall += timedelta(milliseconds=100)
            assert watched() == clocks.wall
        assert caplog.messages == []

    @pytest.mark.parametrize("jump", [timedelta(days=400), -timedelta(minutes=3)])
    def test_a_jump_is_said_once(self, caplog: pytest.LogCaptureFixture, jump: timedelta) -> None:
        clocks = Clocks()
        watched = WatchedClock(lambda: clocks.wall, lambda: clocks.steady)
        clocks.wall += jump
        assert watched() == watched() == clocks.wall
        (line,) = caplog.messages
        assert f"set by {jump.total_seconds():.0f} s" in line

    def test_the_clock_of_this_machine(self, caplog: pytest.LogCaptureFixture) -> None:
        watched = WatchedClock()
        assert watched() <= watched()
        assert caplog.messages == []


@pytest.fixture
def database(demonstration_url: str) -> Iterator[Database]:
    """The demonstration data, and one fact that was recorded now."""
    opened = Database(demonstration_url)
    with serving(opened) as service:
        ok(service.post(EVENTS, FACT), 201)
    yield opened
    opened.dispose()


@contextmanager
def clock_behind(database: Database, by: timedelta) -> Iterator[Service]:
    """The service on a machine whose clock is behind what is on record."""
    workspace = replace(fixed_workspace(database, "behind"), now=lambda: NOW - by)
    with serving(database, OPEN, workspace) as service:
        yield service


class TestBehindTheRecord:
    def test_a_little_is_how_clocks_are(self, database: Database) -> None:
        with clock_behind(database, CLOCKS_DIFFER) as service:
            ok(service.post(EVENTS, converted("1999-01-15", "wang", 2)), 201)

    def test_by_minutes_nothing_is_recorded(self, database: Database) -> None:
        """Facts of the future would be dated so for good, and no export of them could be read."""
        with clock_behind(database, CLOCKS_DIFFER + timedelta(seconds=1)) as service:
            with nothing_stored(service):
                response = service.post(EVENTS, converted("1999-01-15", "wang", 2))
                assert NOW.isoformat() in problem(response, 503, "clock_disagrees")["detail"]
            assert service.get(f"/v1/agreements/{DEMO}").status_code == 200
            # Another record is none of its business.
            ok(service.post("/v1/agreements", agreement("other")), 201)
