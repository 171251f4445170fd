"""Databases for tests: each test gets its own copy of one that Alembic migrated once."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from app.db.engine import Database
from app.db.migrate import upgrade
from tests.postgres import NO_BINARIES, Server, find_binaries, running

DIALECTS = ("sqlite", "postgresql")
TEMPLATE = "migrated"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(NO_BINARIES)
    with running(binaries) as started:
        yield started


@pytest.fixture(scope="session")
def names() -> Iterator[str]:
    """Names for databases, none twice: the server outlives the tests."""
    return (f"test_{number}" for number in count())


@pytest.fixture(scope="session")
def migrated_server(server: Server) -> Server:
    server.create(TEMPLATE)
    upgrade(server.url(TEMPLATE))
    return server


@pytest.fixture
def empty_postgresql(server: Server, names: Iterator[str]) -> Iterator[str]:
    name = next(names)
    server.create(name)
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def migrated_postgresql(migrated_server: Server, names: Iterator[str]) -> Iterator[str]:
    name = next(names)
    migrated_server.create(name, TEMPLATE)
    yield migrated_server.url(name)
    migrated_server.drop(name)


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def migrated_sqlite(migrated_file: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'copy.db')}"


@pytest.fixture(params=DIALECTS)
def empty_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with nothing in it."""
    url: str = request.getfixturevalue(f"empty_{request.param}")
    return url


@pytest.fixture(params=DIALECTS)
def migrated_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database at the newest revision, without rows."""
    url: str = request.getfixturevalue(f"migrated_{request.param}")
    return url


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    """An open database at the newest revision, without rows."""
    opened = Database(migrated_url)
    yield opened
    opened.dispose()
