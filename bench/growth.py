"""What one fact, one read, one 304, one may-sell and one sensitivity cost as the record grows.

`python -m bench.growth --facts 100 1000 10000` posts the lives of `bench.lives` over the service in
this process, each fact with its answer, and stops at each length to ask. Figures are processor time
of client and service together, so that a busy machine does not change them, with the slowest post
by the clock; the exponent says how a figure grew from one length to the next: 0 not at all, 1 with
the record. `--postgresql` does it on a throw-away server.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from math import log
from pathlib import Path
from statistics import mean
from time import monotonic, process_time
from typing import Final
from unittest.mock import patch

import httpx

from app.db.engine import Database
from app.db.upkeep.migrate import upgrade
from app.services.record.kept_answers import KeptAnswers
from bench.lives import HOLDERS, Told, lives, making
from tests.running.postgres import binaries, running
from tests.running.service import Service, serving

AGREEMENT = "growing"
LATEST, TIMES = 20, 5
"""Of how many last posts the mean is taken, and how often each question is asked."""
AIMS: Final = {"append": 1.5, "read": 1.5, "304": 1.5, "may-sell": 2.0, "sensitivity": 2.0}
"""By how much a figure may grow from 100 facts to 1,000 (`docs/architecture.md`)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Grow one record and print what it costs; 1 as soon as a post is not answered with 201."""
    asked = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    asked.add_argument("--facts", type=int, nargs="+", default=[100, 1_000])
    asked.add_argument("--postgresql", action="store_true")
    given = asked.parse_args(arguments)
    with _database(postgresql=given.postgresql) as database, serving(database) as service:
        return grow(service, sorted(given.facts))


@contextmanager
def _database(*, postgresql: bool) -> Iterator[Database]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if not postgresql:
            yield _migrated(f"sqlite:///{Path(folder) / 'growth.sqlite3'}")
            return
        with running(binaries()) as server:
            server.create("growth")
            yield _migrated(server.url("growth"))


def _migrated(url: str) -> Database:
    upgrade(url)
    return Database(url)


def grow(service: Service, lengths: Sequence[int]) -> int:
    """Post so many facts, and print what it costs at each length."""
    print(f"{'facts':>7}{'slowest':>9}" + "".join(f"{name:>20}" for name in AIMS), flush=True)
    before: dict[str, float] = {}
    try:
        for count, slowest, figures in figures_of(service, lengths):
            _print_row(count, slowest, figures, before, lengths)
            before = figures
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


class Refused(Exception):
    """A post that was not answered with 201."""


def figures_of(
    service: Service, lengths: Sequence[int]
) -> Iterator[tuple[int, float, dict[str, float]]]:
    """Post so many facts; at each length the slowest post since the last, and what all cost.

    Refused as soon as a post is not answered with 201.
    """
    _taken("the agreement", service.post("/v1/agreements?explain=none", making(AGREEMENT)))
    spent: list[float] = []
    slowest = 0.0
    told = lives(lengths[-1])
    for count, each in enumerate(told, start=1):
        begun = monotonic()
        cost, response = _cost(partial(_post, service, each))
        slowest = max(slowest, monotonic() - begun)
        _taken(f"fact {count}, {each.fact['kind']}", response)
        spent.append(cost)
        if count in lengths:
            latest = mean(spent[-LATEST:])
            yield count, slowest, {"append": latest} | _asked(service, told[:count])
            slowest = 0.0


def _taken(what: str, response: httpx.Response) -> None:
    if response.status_code != 201:
        raise Refused(f"{what}: {response.status_code} {response.text[:300]}")


def _post(service: Service, told: Told) -> httpx.Response:
    return service.post(f"{told.path(AGREEMENT)}?explain=none", told.body())


def _asked(service: Service, told: Sequence[Told]) -> dict[str, float]:
    """What each question costs, about the last registration that is the Company's own."""
    own = [each for each in told if each.fact["kind"] == "registration_determined"]
    path = f"/v1/registrations/{own[-1].registration}"
    with patch.object(KeptAnswers, "keep"):
        tag = service.get(path).headers["etag"]
    sale = {"holder": HOLDERS[2], "manner": "under_registration"}
    questions: dict[str, Callable[[], httpx.Response]] = {
        "read": lambda: service.get(path),
        "304": lambda: service.request("GET", path, headers={"If-None-Match": tag}),
        "may-sell": lambda: service.get(f"/v1/agreements/{AGREEMENT}/may-sell", **sale),
        "sensitivity": lambda: service.get(f"{path}/sensitivity", reading="mail_receipt"),
    }
    # What is kept is not worked out: that is another figure.
    with patch.object(KeptAnswers, "keep"):
        return {
            name: mean(_cost(question)[0] for _ in range(TIMES))
            for name, question in questions.items()
        }


def _cost(work: Callable[[], httpx.Response]) -> tuple[float, httpx.Response]:
    before = process_time()
    response = work()
    return process_time() - before, response


def _print_row(
    count: int,
    slowest: float,
    figures: dict[str, float],
    before: dict[str, float],
    lengths: Sequence[int],
) -> None:
    cells = [f"{count:7}{slowest:8.1f}s"]
    for name, spent in figures.items():
        if name not in before:
            cells.append(f"{spent * 1000:18.1f}ms")
            continue
        ratio, longer = spent / before[name], count / lengths[lengths.index(count) - 1]
        cells.append(f"{spent * 1000:7.1f}ms x{ratio:4.1f} ^{log(ratio) / log(longer):4.2f}")
    print("".join(cells), flush=True)


if __name__ == "__main__":
    sys.exit(main())
