"""Two tenants in one database, each with keys, behind a closed door."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.access.principal import SCOPES, Scope
from app.db.engine import Database
from app.services import access
from app.services.access import KeyWanted
from app.services.store import demonstration
from app.services.workspace.workspace import Workspace
from app.settings import Settings
from tests.conftest import DIALECTS, MIGRATED
from tests.running.postgres import Server
from tests.running.service import LOADED, NOW, Service, serving

OURS, THEIRS = "ours", "theirs"
TENANTS = "tenants"
CLOSED = Settings(rate_per_address="1000000/minute", rate_refused="1000000/minute")


@dataclass
class Clock:
    """A clock that a test can move."""

    now: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(scope="session")
def tenants_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two tenants; one of them, not the first, has the demonstration data."""
    path = tmp_path_factory.mktemp("tenants") / "two.db"
    shutil.copy(migrated_file, path)
    add_tenants(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def tenants_server(migrated_server: Server) -> Server:
    """The same on PostgreSQL."""
    migrated_server.create(TENANTS, MIGRATED)
    add_tenants(migrated_server.url(TENANTS))
    return migrated_server


def add_tenants(url: str) -> None:
    database = Database(url)
    workspace = Workspace(database, now=lambda: NOW)
    for tenant in (OURS, THEIRS):
        access.create_tenant(workspace, tenant, f"The tenant {tenant}")
    demonstration.load(database.of(OURS), lambda: LOADED)
    database.dispose()


@pytest.fixture
def tenants_sqlite(tenants_file: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(tenants_file, tmp_path / 'service.db')}"


@pytest.fixture
def tenants_postgresql(tenants_server: Server, names: Iterator[str]) -> Iterator[str]:
    with tenants_server.database(next(names), TENANTS) as url:
        yield url


@pytest.fixture(params=DIALECTS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of the two tenants, of one's own."""
    opened = Database(request.getfixturevalue(f"tenants_{request.param}"))
    yield opened
    opened.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(database: Database, clock: Clock) -> Workspace:
    return Workspace(database, now=clock)


@pytest.fixture
def stranger(database: Database, workspace: Workspace) -> Iterator[Service]:
    """The service behind its closed door, asked without a credential."""
    with serving(database, CLOSED, workspace) as running:
        yield running


def key(
    workspace: Workspace, tenant: str = OURS, *scopes: Scope, days: int = 30, name: str = "a test"
) -> str:
    """A key of a tenant, for everything unless scopes are named."""
    wanted = KeyWanted(tenant, name, frozenset(scopes or SCOPES), days)
    return access.create_key(workspace, wanted)


@pytest.fixture
def ours(stranger: Service, workspace: Workspace) -> Service:
    """The service as asked by the tenant who has the demonstration data."""
    return stranger.bearing(key(workspace))


@pytest.fixture
def theirs(stranger: Service, workspace: Workspace) -> Service:
    """The service as asked by the other tenant."""
    return stranger.bearing(key(workspace, THEIRS))
