"""What everybody else waits while one tenant asks for what is dear: `python -m bench.beside`.

One server with one worker, on SQLite and then on PostgreSQL. A first tenant sends one kind of dear
request over a few connections, again and again, from a process of its own. Meanwhile a second
tenant asks for a small computation and a stranger for `/healthz`. Each case stands beside the same
questions to the idle server just before it: on a machine that is not quiet only the two together
say anything. Times are in milliseconds. The last line names what was slower than is promised.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any, NoReturn

from app.access.principal import DEFAULT_TENANT, SCOPES
from app.db.upkeep.migrate import upgrade
from app.services.access import KeyWanted, create_key, create_tenant
from app.services.workspace.workspace import open_workspace
from bench.load import Connection, get, post, post_text
from bench.server import HOST, serving
from tests.api.http.growing import SHAPES
from tests.running.postgres import binaries, running

HEALTHZ_MS, SMALL_MS = 100, 250
AT_ONCE = 4
IDLE_SECONDS, DEAR_SECONDS = 1.5, 5.0
PAUSE_SECONDS = 0.01
FEWEST = 20
BODY_BYTES = 1_000_000
SMALL = {"template": "ctc-1998", "event_on": "1999-01-04", "count": 30}
DAY = "1999-03-31"


@dataclass(frozen=True, slots=True)
class Dear:
    """A kind of dear request: its name, and the requests, ready to be sent in turn."""

    name: str
    requests: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Waits:
    """How long answers took, in milliseconds."""

    each: tuple[float, ...]

    def __str__(self) -> str:
        """Half, nearly all, all."""
        found = quantiles(self.each, n=100)
        return f"{found[49]:7.1f}{found[98]:7.1f}{max(self.each):7.1f}"


def main() -> int:
    """Measure on each database asked for; 1 if anybody waited longer than is promised."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, _unwind)
    waits = f"{'p50':>7}{'p99':>7}{'worst':>7}"
    print(f"{'':44}{'/healthz':>21}{'a small computation':>21}{'dear, answered':>16}")
    print(f"{'':44}{waits}{waits}", flush=True)
    slow = []
    for name in asked.on:
        with _database(name) as url, _served(url) as (port, dear, key):
            for each in dear:
                if asked.only in each.name:
                    slow += [f"{name}, {each.name}: {says}" for says in _measured(each, port, key)]
    print("slower than promised: " + ("; ".join(slow) or "nothing"))
    return 1 if slow else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.beside", description=__doc__)
    parser.add_argument("--on", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite"])
    parser.add_argument("--only", default="", help="cases with this in their name")
    return parser.parse_args()


def _unwind(*_: object) -> NoReturn:
    """Leave by way of every `finally`, so that no process and no folder stays behind."""
    sys.exit(1)


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            yield f"sqlite:///{Path(folder) / 'beside.sqlite3'}"
        return
    with running(binaries()) as server, server.database("beside") as url:
        yield url


@contextmanager
def _served(url: str) -> Iterator[tuple[int, tuple[Dear, ...], str]]:
    """A server with two tenants: its port, the first one's dear requests, the second one's key."""
    upgrade(url)
    workspace = open_workspace(url)
    try:
        create_tenant(workspace, "other", "Another tenant")
        greedy, modest = (
            create_key(workspace, KeyWanted(tenant, "benchmark", frozenset(SCOPES), days=1))
            for tenant in (DEFAULT_TENANT, "other")
        )
    finally:
        workspace.database.dispose()
    with serving(url, access="closed") as port:
        yield port, tuple(_dear(port, greedy)), modest


# --- what is dear -----------------------------------------------------------------------------


def _dear(port: int, key: str) -> Iterator[Dear]:
    largest, middling = _recorded(port, key, 1_000, 100), _recorded(port, key, 100, 100)
    demand = f"/v1/registrations/{largest}-demand"
    for name, shape in SHAPES.items():
        for path in ("/v1/compute/demand", f"/v1/agreements/{middling}/demands"):
            body = post_text(path, shape(BODY_BYTES), key)
            yield Dear(f"{name}, {path[:19]}", (body,))
    yield Dear("import: lists", (post_text("/v1/agreements/import", _wide(15_000_000), key),))
    for name, path in {
        "1,000 Holders: the demand read, full": f"{demand}?as_of={DAY}&explain=full",
        "1,000 Holders: one reading tried": (
            f"{demand}/sensitivity?as_of={DAY}&reading=mail_receipt"
        ),
        "100 Holders: some readings tried": (
            f"/v1/registrations/{middling}-demand/sensitivity?as_of={DAY}&reading=mail_receipt"
            "&reading=stale"
        ),
        "1,000 Holders: the export": f"/v1/agreements/{largest}/export",
        "1,000 Holders: verified": f"/v1/agreements/{largest}/verify",
        "1,000 Holders: its facts": f"/v1/agreements/{largest}/events",
        "1,000 Holders: what is owed": f"/v1/agreements/{largest}?as_of={DAY}&explain=full",
        "a list of 500 obligations": f"/v1/obligations?as_of={DAY}&limit=500",
    }.items():
        yield Dear(name, (get(path, key),))
    tried = f"/v1/agreements/{largest}/demands?dry_run=true"
    yield Dear(
        "1,000 Holders: a second demand, tried", (post(tried, _demand(None, 1_000, 100), key),)
    )
    made = (
        post("/v1/agreements?explain=none", _agreement(f"made-{number}", 1_000), key)
        for number in range(2_000)
    )
    yield Dear("1,000 Holders: agreements made", tuple(made))
    yield Dear(
        "1,000 Holders: computed", (post("/v1/compute/demand?explain=full", _computed(1_000), key),)
    )
    many = "&".join(f"parameter-{number}=1" for number in range(4_000))
    yield Dear("parameters by the thousand", (get(f"/v1/agreements?{many}", key),))
    headers = {f"x-header-{number}": "1" for number in range(3_000)}
    yield Dear("headers by the thousand", (get("/v1/agreements", key, headers),))


def _wide(size: int) -> str:
    return json.dumps({"facts": [{"a": "1"}] * (size // 14)})


def _agreement(name: str, holders: int) -> dict[str, Any]:
    told = [{"id": f"h{n}", "name": f"Holder {n}", "common": 1_000 + n} for n in range(holders)]
    return {"template": "ctc-1998", "id": name, "holders": told}


def _demand(name: str | None, holders: int, letters: int) -> dict[str, Any]:
    by_letter = [
        [{"holder": f"h{(10 * letter + n) % holders}", "shares": 10} for n in range(10)]
        for letter in range(letters)
    ]
    mailed = {"method": "mail", "sent_on": "1999-02-16"}
    letter_bodies = [{"requests": asked, "delivery": mailed} for asked in by_letter]
    named = {} if name is None else {"id": name}
    return {**named, "short_form_qualified": False, "letters": letter_bodies}


def _computed(holders: int) -> dict[str, Any]:
    mailed = {"method": "mail", "sent_on": "1999-02-17"}
    names = [f"h{number}" for number in range(holders)]
    return {
        "template": "ctc-1998",
        "letters": [
            {
                "requests": dict.fromkeys(names[place::100], 10),
                "delivery": {"method": "mail", "sent_on": "1999-02-16"},
            }
            for place in range(100)
        ],
        "positions": [{"holder": name, "preferred_as_converted": 1_000} for name in names],
        "short_form_qualified": True,
        "demands_effected": 0,
        "demands_pending": 0,
        "company_offerings": [],
        "notices": [{"holder": name, "delivery": mailed} for name in names],
        "as_of": DAY,
    }


def _recorded(port: int, key: str, holders: int, letters: int) -> str:
    """The id of an agreement of so many Holders, with a demand by so many letters."""
    name = f"of-{holders}"
    for path, body in (
        ("/v1/agreements?explain=none", _agreement(name, holders)),
        (
            f"/v1/agreements/{name}/demands?explain=none",
            _demand(f"{name}-demand", holders, letters),
        ),
    ):
        asyncio.run(_once(port, post(path, body, key)))
    return name


async def _once(port: int, request: bytes) -> None:
    connection = await Connection.open(port)
    await connection.exchange(request, 201)
    await connection.close()


# --- measured ---------------------------------------------------------------------------------


def _measured(dear: Dear, port: int, key: str) -> Iterator[str]:
    """Print a case; give in words what was slower than is promised."""
    idle = asyncio.run(_asked(port, key, IDLE_SECONDS))
    answered = get_context("spawn").Queue()
    sender = get_context("spawn").Process(target=_send, args=(dear, port, answered), daemon=True)
    sender.start()
    try:
        answered.get()  # it is under way
        healthz, small = asyncio.run(_asked(port, key, DEAR_SECONDS))
    finally:
        os.kill(sender.pid or 0, signal.SIGTERM)
        statuses: Mapping[int, int] = answered.get()
        sender.join()
    told = " ".join(f"{count}x{status}" for status, count in sorted(statuses.items()))
    print(f"{'  idle':44}{idle[0]}{idle[1]}")
    print(f"{dear.name:44}{healthz}{small}{told:>16}", flush=True)
    for what, waits, most in (
        ("/healthz", healthz, HEALTHZ_MS),
        ("a computation", small, SMALL_MS),
    ):
        if max(waits.each) > most:
            yield f"{what} {max(waits.each):.0f} ms"


async def _asked(port: int, key: str, seconds: float) -> tuple[Waits, Waits]:
    """How long a stranger waits for `/healthz`, and a tenant for a small computation."""
    async with asyncio.TaskGroup() as group:
        waits = [
            group.create_task(_waits(port, request, seconds))
            for request in (get("/healthz"), post("/v1/compute/deadline", SMALL, key))
        ]
    return waits[0].result(), waits[1].result()


async def _waits(port: int, request: bytes, seconds: float) -> Waits:
    connection = await Connection.open(port)
    found: list[float] = []
    began = perf_counter()
    while perf_counter() - began < seconds or len(found) < FEWEST:
        sent = perf_counter()
        await connection.exchange(request, 200)
        found.append(1_000 * (perf_counter() - sent))
        await asyncio.sleep(PAUSE_SECONDS)
    await connection.close()
    return Waits(tuple(found))


def _send(dear: Dear, port: int, answered: Any) -> None:
    """Send it over some connections until told to stop; say then how often it was answered how."""
    statuses: dict[int, int] = {}
    with suppress(asyncio.CancelledError):
        asyncio.run(_flood(dear, port, answered, statuses))
    answered.put(statuses)


async def _flood(dear: Dear, port: int, answered: Any, statuses: dict[int, int]) -> None:
    requests = cycle(dear.requests)

    async def send() -> None:
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection(HOST, port)
                while True:
                    writer.write(next(requests))
                    connection = Connection(reader, writer)
                    status, _ = await connection.answer()
                    statuses[status] = statuses.get(status, 0) + 1

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(send()) for _ in range(AT_ONCE)]
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, lambda: [task.cancel() for task in tasks])
        answered.put(None)


if __name__ == "__main__":
    sys.exit(main())
