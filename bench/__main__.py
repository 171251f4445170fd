"""Run the benchmark and print its figures. Exits 0 whatever they are."""

import os
import signal
import sys
import tempfile
from importlib.metadata import version
from itertools import cycle, repeat
from pathlib import Path
from platform import python_version
from typing import NoReturn

from bench.contest import ROUNDS, Contest, Result, hold, requests_needed
from bench.load import CONNECTIONS, post
from bench.pool import fill, make_key
from bench.questions import RECORDED_DEMAND, STATELESS_DEMAND
from bench.server import serving
from tests.postgres import binaries, running

STATELESS_SIZE, RECORDED_SIZE = 160, 80


def main() -> int:
    """Measure on SQLite, then on PostgreSQL."""
    signal.signal(signal.SIGTERM, _unwind)
    _print_head()
    _on_sqlite()
    _on_postgresql()
    return 0


def _unwind(*_: object) -> NoReturn:
    """Leave by way of every `finally`, so that no process and no folder stays behind."""
    sys.exit(1)


def _on_sqlite() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        agreements = fill(url, requests_needed(RECORDED_SIZE))
        with serving(url) as port:
            _print_row(hold(_stateless("none", 70), port))
            _print_row(hold(_stateless("full", 45), port))
            _print_row(hold(_with_key(make_key(url)), port))
            _print_row(hold(_recorded("SQLite", agreements), port))


def _on_postgresql() -> None:
    """Measure on a throw-away server that never waits for the disk, so less time is shared."""
    with running(binaries()) as server:
        server.create("bench")
        url = server.url("bench")
        agreements = fill(url, requests_needed(RECORDED_SIZE))
        with serving(url) as port:
            _print_row(hold(_recorded("PostgreSQL", agreements), port))


def _stateless(explain: str, aim: int) -> Contest:
    return Contest(
        name=f"stateless, explain={explain}",
        aim=aim,
        status=200,
        size=STATELESS_SIZE,
        ours=repeat(post(f"/v1/compute/demand?explain={explain}", STATELESS_DEMAND)),
        plain=repeat(post(f"/v1/compute/plain-demand?explain={explain}", STATELESS_DEMAND)),
    )


def _with_key(key: str) -> Contest:
    """The same request with a key, which is checked, beside one without: what the check costs."""
    target = "/v1/compute/demand?explain=none"
    return Contest(
        name="with a key / without",
        aim=95,
        status=200,
        size=STATELESS_SIZE,
        ours=repeat(post(target, STATELESS_DEMAND, key)),
        plain=repeat(post(target, STATELESS_DEMAND)),
    )


def _recorded(dialect: str, agreements: tuple[str, ...]) -> Contest:
    def requests(collection: str) -> list[bytes]:
        return [
            post(f"/v1/agreements/{each}/{collection}?explain=none", RECORDED_DEMAND)
            for each in agreements
        ]

    return Contest(
        name=f"recorded, {dialect}",
        aim=60,
        status=201,
        size=RECORDED_SIZE,
        ours=iter(requests("demands")),
        plain=cycle(requests("plain-demands")),
    )


def _print_head() -> None:
    packages = ("fastapi", "pydantic", "sqlalchemy", "uvicorn")
    versions = ", ".join(f"{each} {version(each)}" for each in packages)
    print(f"Python {python_version()}, {versions}; {os.cpu_count()} cores")
    print(
        f"One worker, {CONNECTIONS} connections, {ROUNDS} rounds in turn: medians; "
        "milliseconds at the 50th and 99th percentile"
    )
    side = f"{'req/s':>7}{'p50':>7}{'p99':>7}{'bytes':>8}"
    print(f"{'a demand':25}{'ours':>10}{'plain':>29}")
    print(f"{'':25}{side}{side}   ours/plain (range)", flush=True)


def _print_row(result: Result) -> None:
    sides = "".join(
        f"{each.rate:7.0f}{each.p50:7.1f}{each.p99:7.1f}{each.answer_bytes:8}"
        for each in (result.ours, result.plain)
    )
    ratio = f"{result.ratio:5.0f} % ({result.least:.0f}-{result.most:.0f} %)"
    verdict = "reached" if result.ratio >= result.aim else "missed"
    print(f"{result.name:25}{sides}{ratio}, aim {result.aim} %: {verdict}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
