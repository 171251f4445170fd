"""What all tests share: a migrated database of one's own on either dialect, and the service on it.

Whatever is about storing runs on both: a test that takes `service`, `database` or `migrated_url`
is run once on SQLite and once on PostgreSQL. `-k "not postgresql"` leaves the second out. What the
law says is the same on either: tests in `tests/api` run on SQLite, and on PostgreSQL too where they
are marked `both_databases` (conditions, repetition, paging, the docket, evidence, tenants, and one
story of each kind of registration).

Property tests draw the same examples each time; `--hypothesis-profile=default` looks for others.
"""

import gc
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from app.db.engine import Database
from app.db.upkeep.migrate import upgrade
from app.running.garbage import MIDDLE, YOUNG
from app.services.store import demonstration, upkeep
from app.services.workspace.workspace import open_workspace
from tests.db.docket.docket import disagreements, is_of_the_quarter, versions
from tests.running.postgres import Server, binaries, running
from tests.running.service import LOADED, Service, serving
from tests.running.stories import Stories, Story

# Nor does a busy machine make a test fail: no example has a deadline.
settings.register_profile("same_every_time", derandomize=True, deadline=None)
DIALECTS = ("sqlite", "postgresql")
MIGRATED, DEMONSTRATION = "migrated", "demonstration"


LAW = Path(__file__).parent / "api"
INSIDE = {"monkeypatch", "caplog", "capsys"}
"""Fixtures of tests that do more than ask."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--whole-docket",
        action="store_true",
        help="compare the docket on every day after each test, not after a quarter of them",
    )
    parser.addoption(
        "--told-live",
        action="store_true",
        help="let the service answer each request of each test, also what was asked before",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--hypothesis-profile") is None:
        settings.load_profile("same_every_time")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once on each database that it is about."""
    definition = metafunc.definition
    is_law = LAW in definition.path.parents
    both = not is_law or definition.get_closest_marker("both_databases") is not None
    for name in ("empty_url", "migrated_url", "demonstration_url"):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, DIALECTS if both else DIALECTS[:1], indirect=True)


def pytest_collection_finish() -> None:
    """Do not walk through the tests and the app again and again in the search for garbage.

    As the service does not while it serves (`app.running.garbage`).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of this process's own; an error where there are no binaries of it."""
    with running(binaries()) as started:
        yield started


@pytest.fixture(scope="session")
def names() -> Iterator[str]:
    """Names for databases, none twice: the server outlives the tests."""
    return (f"test_{number}" for number in count())


@pytest.fixture(scope="session")
def migrated_server(server: Server) -> Server:
    server.create(MIGRATED)
    migrate(server.url(MIGRATED))
    return server


@pytest.fixture(scope="session")
def demonstration_server(migrated_server: Server) -> Server:
    migrated_server.create(DEMONSTRATION, MIGRATED)
    load_demonstration(migrated_server.url(DEMONSTRATION))
    return migrated_server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest revision, to be copied and not written to."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def demonstration_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the demonstration data."""
    path = tmp_path_factory.mktemp("demonstration") / "loaded.db"
    shutil.copy(migrated_file, path)
    load_demonstration(f"sqlite:///{path}")
    return path


def migrate(url: str) -> None:
    """Bring an empty database to the newest revision and the present rules, as `migrate` does."""
    upgrade(url)
    workspace = open_workspace(url)
    assert list(upkeep.adopt(workspace)) == []
    workspace.database.dispose()


def load_demonstration(url: str) -> None:
    database = Database(url)
    demonstration.load(database, lambda: LOADED)
    database.dispose()


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def migrated_sqlite(migrated_file: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'copy.db')}"


@pytest.fixture
def demonstration_sqlite(demonstration_file: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(demonstration_file, tmp_path / 'demonstration.db')}"


@pytest.fixture
def empty_postgresql(server: Server, names: Iterator[str]) -> Iterator[str]:
    with server.database(next(names)) as url:
        yield url


@pytest.fixture
def migrated_postgresql(migrated_server: Server, names: Iterator[str]) -> Iterator[str]:
    with migrated_server.database(next(names), MIGRATED) as url:
        yield url


@pytest.fixture
def demonstration_postgresql(demonstration_server: Server, names: Iterator[str]) -> Iterator[str]:
    with demonstration_server.database(next(names), DEMONSTRATION) as url:
        yield url


@pytest.fixture
def empty_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with nothing in it."""
    url: str = request.getfixturevalue(f"empty_{request.param}")
    return url


@pytest.fixture
def migrated_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database at the newest revision, without rows."""
    url: str = request.getfixturevalue(f"migrated_{request.param}")
    return url


@pytest.fixture
def demonstration_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with the demonstration data."""
    url: str = request.getfixturevalue(f"demonstration_{request.param}")
    return url


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    """An open database at the newest revision, without rows."""
    opened = Database(migrated_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def stories() -> Stories:
    """What the tests of this process have told."""
    return Stories()


@pytest.fixture(scope="session")
def at_first(demonstration_file: Path) -> dict[str, int]:
    """The length of every record of the demonstration data."""
    database = Database(f"sqlite:///{demonstration_file}")
    found = versions(database)
    database.dispose()
    return found


@pytest.fixture
def service(
    demonstration_url: str,
    stories: Stories,
    at_first: dict[str, int],
    request: pytest.FixtureRequest,
) -> Iterator[Service]:
    """The service on a copy of the demonstration data.

    Whatever a test does to it, the docket must then say what the facts say.
    """
    asked: bool = request.config.getoption("whole_docket")
    whole = asked or is_of_the_quarter(request.node.nodeid)
    if asks_alone(request):
        story = Story(stories, Path(demonstration_url.removeprefix("sqlite:///")))
        yield story
        try:
            story.hold(lambda database: disagreements(database, at_first, whole=whole), whole=whole)
        finally:
            story.close()
        return
    database = Database(demonstration_url)
    before = versions(database)
    with serving(database) as running_service:
        yield running_service
    assert disagreements(database, before, whole=whole) == []
    database.dispose()


def asks_alone(request: pytest.FixtureRequest) -> bool:
    """Whether a test does nothing to the service but ask, so that it may hear what others heard."""
    node = request.node
    folders = node.path.parents
    return (
        LAW in folders
        and LAW / "http" not in folders
        and node.get_closest_marker("both_databases") is None
        and INSIDE.isdisjoint(node.fixturenames)
        and not request.config.getoption("told_live")
    )


@pytest.fixture(scope="session")
def stateless_service(
    demonstration_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """One service for all tests that record nothing."""
    path = shutil.copy(demonstration_file, tmp_path_factory.mktemp("stateless") / "service.db")
    database = Database(f"sqlite:///{path}")
    before = versions(database)
    with serving(database) as running_service:
        yield running_service
    assert versions(database) == before, "a test that was to record nothing did"
    database.dispose()
