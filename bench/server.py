"""The server under load: uvicorn in a process of its own, stopped when the benchmark is done."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parents[1]
BESIDE_PLAIN, ALONE = "bench.plain:create_app", "app.start:create_app"
"""The service with plain routes beside its own, and as it is served."""
START_SECONDS = 60
STOP_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its port and its process."""

    port: int
    pid: int

    def processor_seconds(self) -> float:
        """What it has had of the processor."""
        told = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def resident_megabytes(self) -> float:
        """How much memory it holds."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def serving(database_url: str, access: str = "open") -> Iterator[int]:
    """Serve the app of `bench.plain` on this database; give the port."""
    with started(database_url, access) as server:
        yield server.port


@contextmanager
def started(
    database_url: str, access: str = "open", wait: float = START_SECONDS, app: str = BESIDE_PLAIN
) -> Iterator[Server]:
    """The same, with its process, or another app; it may take so many seconds to start.

    Compiled modules are kept, as in the image: who started once does not compile again.
    """
    port = _free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "uvicorn", app, "--factory"),
            *("--host", HOST, "--port", str(port)),
            *("--log-level", "warning", "--no-access-log"),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "",
            "REGISTRATION_RIGHTS_DATABASE_URL": database_url,
            "REGISTRATION_RIGHTS_ACCESS": access,
        },
    )
    try:
        _await_start(process, port, wait)
        yield Server(port, process.pid)
    finally:
        _stop(process)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        port: int = taken.getsockname()[1]
    return port


def _await_start(process: subprocess.Popen[bytes], port: int, wait: float) -> None:
    deadline = monotonic() + wait
    while process.poll() is None and monotonic() < deadline:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server did not start; its exit status: {process.poll()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
