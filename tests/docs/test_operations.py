"""The runbook: every block of commands in `docs/operations.md` runs as it stands, in its order."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from app.signing import make_key
from tests.running.postgres import SETTINGS, binaries, running

PYTHON = Path(sys.executable).parent
ROOT = Path(__file__).parents[2]
RUNBOOK = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```sh (\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
PATIENCE_SECONDS = 1200
PASSWORD = "the-administrators"  # noqa: S105  # of a server that lives for one test
# `! command` never ends a shell that stops at errors: that it fails as it should is asked here.
START = """
set -euo pipefail
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
must_fail() { if "$@"; then echo "succeeded, and should not: $*" >&2; exit 1; fi; }
"""


def blocks(database: str) -> list[str]:
    return [commands for name, commands in BLOCK.findall(RUNBOOK) if name == database]


def run(
    database: str,
    folder: Path,
    programs: list[Path],
    environment: dict[str, str],
    replaced: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Run the blocks of one database as one script, in the source tree."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
    script = START + "".join(blocks(database))
    script = script.replace("/srv/rights", str(folder)).replace("8000", port)
    for name, here in replaced.items():
        script = script.replace(name, here)
    script = re.sub(r"^! ((?:[A-Z_]+=\S+ )*)", r"\1must_fail ", script, flags=re.MULTILINE)
    path = os.pathsep.join([*map(str, programs), os.environ["PATH"]])
    shell = subprocess.Popen(
        ["bash", "-c", script],  # noqa: S607  # whichever bash there is
        cwd=ROOT,
        env={"PATH": path, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = shell.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(shell.pid, signal.SIGKILL)  # the servers it started as well
        said, _ = shell.communicate()
    assert shell.returncode == 0, said


def test_every_block_of_commands_is_run() -> None:
    assert len(BLOCK.findall(RUNBOOK)) == len(re.findall(r"^```\w", RUNBOOK, re.MULTILINE))
    assert {name for name, _ in BLOCK.findall(RUNBOOK)} == {"sqlite", "postgresql"}


def test_the_commands_named_are_there() -> None:
    helped = subprocess.run(
        [sys.executable, "-m", "app", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    named = set(re.findall(r"python -m app ([a-z-]+)", RUNBOOK))
    assert {name for name in named if not re.search(rf"\b{name}\b", helped)} == set()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the runbook calls curl")
def test_on_sqlite(tmp_path: Path) -> None:
    run("sqlite", tmp_path, [PYTHON], {})


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the runbook calls curl")
def test_on_postgresql(tmp_path: Path) -> None:
    with running(binaries(), SETTINGS | {"archive_mode": "on"}, PASSWORD) as server:
        administrator = {
            "PGHOST": str(server.folder),
            "PGUSER": "postgres",
            "PGPASSWORD": PASSWORD,
            "REGISTRATION_RIGHTS_ANCHOR_KEY": str(tmp_path / "anchor-key.pem"),
        }
        make_key(tmp_path / "anchor-key.pem")
        # The files of the server lie where its account may go, and it has another name here.
        replaced = {"/srv/cluster": str(server.folder), "ACCOUNT=postgres": "ACCOUNT=nobody"}
        run("postgresql", tmp_path, [PYTHON, server.programs], administrator, replaced)
