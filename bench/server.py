"""The server under load: uvicorn in a process of its own, stopped when the benchmark is done."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60
STOP_SECONDS = 10


@contextmanager
def serving(database_url: str, access: str = "open") -> Iterator[int]:
    """Serve the app of `bench.plain` on this database; give the port."""
    port = _free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "uvicorn", "bench.plain:create_app", "--factory"),
            *("--host", HOST, "--port", str(port)),
            *("--log-level", "warning", "--no-access-log"),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "REGISTRATION_RIGHTS_DATABASE_URL": database_url,
            "REGISTRATION_RIGHTS_ACCESS": access,
        },
    )
    try:
        _await_start(process, port)
        yield port
    finally:
        _stop(process)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        port: int = taken.getsockname()[1]
    return port


def _await_start(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = monotonic() + START_SECONDS
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
