"""The service as a process of its own, as a user starts it: real socket, real clock."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120
"""Who waits for longer waits in vain, however busy the machine is."""
APP = (sys.executable, "-m", "app")


@dataclass(frozen=True, slots=True)
class Process:
    """Where the service answers, and the environment it runs in."""

    address: str
    environment: Mapping[str, str]
    running: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> str:
        """Run a command of the service on the same database; what it prints."""
        done = subprocess.run(
            [*APP, *words],
            cwd=ROOT,
            env=dict(self.environment),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout.strip()

    def terminate(self) -> None:
        """Tell the service to stop."""
        assert self.running is not None
        self.running.terminate()

    def ended_well(self) -> bool:
        """Whether it ended as one does that was told to, once it has."""
        assert self.running is not None
        return self.running.wait(PATIENCE_SECONDS) in (0, -signal.SIGTERM)


@contextmanager
def serving(folder: Path, loaded: Path | None = None, **settings: str) -> Iterator[Process]:
    """Serve the demonstration data from this folder, with these settings.

    From a copy of the file in which it is loaded already, or else as a newcomer comes by it.
    """
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    given = {
        "database_url": f"sqlite:///{folder / 'service.sqlite3'}",
        "host": "127.0.0.1",
        "port": str(port),
        **settings,
    }
    # What one process has compiled, the next need not compile again.
    named = {"PYTHONDONTWRITEBYTECODE": ""}
    named |= {f"REGISTRATION_RIGHTS_{name.upper()}": value for name, value in given.items()}
    process = Process(f"http://127.0.0.1:{port}", os.environ | named)
    if loaded is not None:
        shutil.copy(loaded, folder / "service.sqlite3")
    for command in () if loaded else ("migrate", "seed"):
        process.command(command)
    with subprocess.Popen(
        [*APP, "serve"],
        cwd=ROOT,
        env=dict(process.environment),
        stdout=subprocess.DEVNULL,  # the log of each request; what goes wrong is on the other one
    ) as started:
        try:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not is_healthy(process.address):
                assert started.poll() is None, "the service ended; its output is above"
                assert time.monotonic() < deadline, "the service does not answer"
                time.sleep(0.05)
            yield replace(process, running=started)
        finally:
            started.terminate()


def is_healthy(address: str) -> bool:
    """Whether the service answers there."""
    try:
        return httpx.get(f"{address}/healthz", trust_env=False).is_success
    except httpx.TransportError:
        return False
