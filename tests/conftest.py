"""What all tests share: a migrated database of one's own, and the service on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.engine import Database
from app.db.migrate import upgrade
from app.services import demonstration
from tests.service import Service, serving


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest revision, to be copied and not written to."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def demonstration_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the demonstration data."""
    path = tmp_path_factory.mktemp("demonstration") / "loaded.db"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    demonstration.load(database)
    database.dispose()
    return path


@pytest.fixture
def service(demonstration_file: Path, tmp_path: Path) -> Iterator[Service]:
    """The service on a copy of the demonstration data."""
    path = shutil.copy(demonstration_file, tmp_path / "service.db")
    database = Database(f"sqlite:///{path}")
    with serving(database) as running:
        yield running
    database.dispose()


@pytest.fixture(scope="session")
def stateless_service(
    demonstration_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """One service for tests that store nothing."""
    path = shutil.copy(demonstration_file, tmp_path_factory.mktemp("stateless") / "service.db")
    database = Database(f"sqlite:///{path}")
    with serving(database) as running:
        yield running
    database.dispose()
