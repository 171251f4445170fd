"""Measure what the service costs and print one table of the aims: `python -m bench`.

Each row is an aim with what was measured and whether it is met. On a machine that is busy with
other things the ratios, counts and processor times still say something; what is measured by the
clock does not. Every wait is an option. `--keep` writes the table into `bench/results` as well.
Exits 0 whatever is measured.
"""

import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn, TextIO

from app.db.engine import Database
from app.db.upkeep.migrate import upgrade
from app.services.store import demonstration
from app.services.workspace.workspace import Workspace
from bench.aims import HEAD, Row, tell
from bench.aims.inside import of_a_write, of_answers, of_growth
from bench.aims.outside import of_contests, of_load, of_recording, of_start
from bench.docket import BUFFERS, MILLISECONDS, OBLIGATIONS, measured
from tests.running.postgres import binaries, running
from tests.running.service import serving

RESULTS = Path(__file__).parent / "results"
PARTS = ("start", "inside", "growth", "demand", "load", "postgresql", "docket")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the parts asked for, and print the table as it comes."""
    asked = _asked(arguments)
    signal.signal(signal.SIGTERM, _unwind)
    kept = RESULTS / f"aims-{datetime.now(UTC).date().isoformat()}.txt"
    with kept.open("w", encoding="utf-8") if asked.keep else _nowhere() as file:
        to = [sys.stdout, *([file] if file else [])]
        for line in _machine():
            tell(line, to)
        tell(HEAD, to)
        for row in _rows(asked):
            tell(row, to)
    return 0


@contextmanager
def _nowhere() -> Iterator[TextIO | None]:
    yield None


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS[:-1])
    parser.add_argument("--facts", type=int, nargs="+", default=[100, 1_000], help="of growth")
    parser.add_argument("--rounds", type=int, default=15, help="of each contest")
    parser.add_argument("--round-seconds", type=float, default=1.5, help="of each round at most")
    parser.add_argument("--load-seconds", type=float, default=10, help="of the offered load")
    parser.add_argument("--load-part", type=float, default=1, help="of the aims' rates offered")
    parser.add_argument("--start-seconds", type=float, default=60, help="for a server to start")
    parser.add_argument("--obligations", type=int, default=OBLIGATIONS, help="of the docket")
    parser.add_argument("--keep", action="store_true", help="write it into bench/results too")
    return parser.parse_args(arguments)


def _unwind(*_: object) -> NoReturn:
    """Leave by way of every `finally`, so that no process and no folder stays behind."""
    sys.exit(1)


def _machine() -> Iterator[str]:
    """Where, when and of what this is measured."""
    packages = ("fastapi", "pydantic", "sqlalchemy", "uvicorn")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    busy = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    yield f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {told.stdout.strip() or 'unknown'}"
    yield f"{platform.platform()}, {os.cpu_count()} cores, load {busy} before"
    yield f"Python {platform.python_version()}, {versions}; one worker"


def _rows(asked: argparse.Namespace) -> Iterator[Row]:
    contests = (asked.rounds, asked.round_seconds, asked.start_seconds)
    load = (asked.load_seconds, asked.load_part, asked.start_seconds)
    for part in asked.parts:
        match part:
            case "start":
                with _sqlite() as url:
                    yield from of_start(url, asked.start_seconds)
            case "inside":
                with _sqlite() as url:
                    yield from _inside(url)
            case "growth":
                with _sqlite() as url:
                    database = Database(url)
                    with serving(database) as service:
                        yield from of_growth(service, sorted(asked.facts))
                    database.dispose()
            case "demand":
                with _sqlite() as url:
                    yield from of_contests(url, *contests)
            case "load":
                with _sqlite() as url:
                    yield from of_load(url, *load)
            case "postgresql":
                with running(binaries()) as server, server.database("bench") as url:
                    yield from of_recording(url, "PostgreSQL", *contests)
            case "docket":
                most, p99 = measured(asked.obligations)
                of = f"docket page, {asked.obligations:,} obligations"
                yield Row(f"{of}: buffers, most", most, BUFFERS)
                yield Row(f"{of}: p99", p99, MILLISECONDS, "ms")


def _inside(url: str) -> Iterator[Row]:
    database = Database(url)
    demonstration.load(database)
    with serving(database, workspace=Workspace(database)) as service:
        yield from of_a_write(service, database)
        yield from of_answers(service)
    database.dispose()


@contextmanager
def _sqlite() -> Iterator[str]:
    """A database in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        upgrade(url)
        yield url


if __name__ == "__main__":
    sys.exit(main())
