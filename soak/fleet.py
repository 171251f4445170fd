"""Server processes, started as an operator starts them, and killed as a machine kills them."""

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

import httpx

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 300
STOP_SECONDS = 20
POLL_SECONDS = 0.05


@dataclass(slots=True)
class Replica:
    """One `python -m app serve` on a port of its own."""

    database_url: str
    log: Path
    workers: int = 1
    port: int = field(default_factory=lambda: _free_port())
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Start it; nothing else is done, whatever the last one left behind."""
        workers = ("--workers", str(self.workers))
        self.process = started(self.database_url, self.log, "serve", *workers, port=self.port)

    def processes(self) -> list[int]:
        """The ids of the process and of those that it has started."""
        found = [] if self.process is None else [self.process.pid]
        for pid in found:  # which grows meanwhile
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            found += [int(child) for child in children]
        return found

    def await_ready(self) -> None:
        """Wait until it can answer; RuntimeError if it never does."""
        patience = monotonic() + START_SECONDS
        while monotonic() < patience:
            if self.process is None or self.process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            sleep(POLL_SECONDS)
        raise RuntimeError(f"a server did not become ready; its log ends:\n{self.last_words()}")

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-3000:]

    def kill(self) -> None:
        """End it and its workers as `kill -9` does: they get no chance to finish anything."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """Ask it to stop, and insist."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()


@dataclass(frozen=True, slots=True)
class Fleet:
    """Several replicas on one database."""

    replicas: Sequence[Replica]

    def any(self, chance: random.Random) -> Replica:
        """Give one of them."""
        return chance.choice(self.replicas)


@contextmanager
def serving(database_url: str, count: int, folder: Path, workers: int = 1) -> Iterator[Fleet]:
    """Serve a migrated database from several servers for as long as the context lasts."""
    fleet = Fleet(
        [Replica(database_url, folder / f"server-{number}.log", workers) for number in range(count)]
    )
    try:
        for each in fleet.replicas:
            each.start()
        for each in fleet.replicas:
            each.await_ready()
        yield fleet
    finally:
        for each in fleet.replicas:
            each.stop()


def started(
    database_url: str, log: Path, *arguments: str, port: int = 0
) -> subprocess.Popen[bytes]:
    """A command that goes on, with a log."""
    port_if_any = {"REGISTRATION_RIGHTS_PORT": str(port)} if port else {}
    with log.open("ab") as written:
        return subprocess.Popen(
            [sys.executable, "-m", "app", *arguments],
            cwd=ROOT,
            env=settings(database_url) | port_if_any,
            stdout=written,
            stderr=written,
            # A group of its own, so that its workers can be killed with it.
            start_new_session=True,
        )


def command(database_url: str, *arguments: str) -> None:
    """Run one `python -m app` command."""
    subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=settings(database_url),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def settings(database_url: str) -> dict[str, str]:
    """The environment of a command: ours, with the database, and a door that is not asked about."""
    return {
        **os.environ,
        "REGISTRATION_RIGHTS_DATABASE_URL": database_url,
        "REGISTRATION_RIGHTS_ACCESS": "open",
        "REGISTRATION_RIGHTS_WEBHOOK_KEY": "a key for the soak, and for nothing else",
        "REGISTRATION_RIGHTS_WEBHOOK_PRIVATE": "true",
    }


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        port: int = taken.getsockname()[1]
    return port
