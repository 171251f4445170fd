"""Requests of every kind, as many as one likes: answered as they should be, in flat memory.

A hundred thousand are what `--only mixed --requests 100000` sends, in a quarter of an hour on each
database of a quiet machine of two cores: the dear questions come in one turn of ten.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Lock
from time import sleep

import httpx

from app.db.engine import SQLITE_CACHE_KIB
from soak.caller import ANSWER_SECONDS, SENT_AGAIN
from soak.databases import Place
from soak.fleet import Replica, serving
from soak.requests import agreement, demand, maximum, new_holder

CALLERS = 4
TOO_MANY = 429
QUARTERS = 4
"""The memory is looked at after each."""
WARM_UP = 300
"""So many are sent before: what the first request of a kind makes is there, of the dear ones too.

A server starts with few of its routes and makes the others as they are asked for.
"""
DEAR = 10
"""One turn in so many asks what takes ten times as long as the rest."""
MEGABYTE = 1 << 20
GROWTH = 24 * MEGABYTE
"""What a process may take more between then and the end, of about 220: caches that have a size.

The records that are kept are full after some 24,000 requests.
"""
PAGES = {"sqlite": 2 * SQLITE_CACHE_KIB * 1024}
"""What connections to a SQLite file that are first used late keep of its pages."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many were answered how, the bytes all processes took after each quarter, the faults."""

    statuses: Counter[int]
    memory: tuple[int, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and the status it must have."""

    expected: int
    method: str
    path: str
    body: object = None


def mix(place: Place, number: int) -> Outcome:
    """Send so many requests to one server, and compare its memory."""
    with serving(place.url, 1, place.folder, place.workers) as fleet:
        (server,) = fleet.replicas
        statuses: Counter[int] = Counter()
        faults: list[str] = []
        turns = count()
        quarters = []
        _send(server, WARM_UP, turns, statuses, faults)
        statuses.clear()
        for quarter in range(1, QUARTERS + 1):
            sent = statuses.total()
            _send(server, number * quarter // QUARTERS - sent, turns, statuses, faults)
            quarters.append(_memory(server))
            taken = sum(quarters[-1].values()) >> 20
            print(f"  {statuses.total()} sent, {taken} MB, {len(faults)} faults", flush=True)
    warm, end = quarters[0], quarters[-1]
    if sum(end.values()) > sum(warm.values()) + GROWTH * len(end) + PAGES.get(place.name, 0):
        faults.append(f"memory grew from {warm} to {end} bytes")
    if warm.keys() != end.keys():
        faults.append(f"of the processes {sorted(warm)} there are {sorted(end)}")
    return Outcome(statuses, tuple(sum(each.values()) for each in quarters), tuple(faults))


def _send(
    server: Replica, number: int, turns: Iterator[int], statuses: Counter[int], faults: list[str]
) -> None:
    """Send so many requests, from several callers at once."""
    lock = Lock()
    left = iter(range(number))

    def call(_: int) -> None:
        with httpx.Client(base_url=server.url, timeout=ANSWER_SECONDS) as client:
            while True:
                with lock:
                    turn = next(turns)
                for asked in _requests(f"mixed-{turn}", turn):
                    with lock:
                        if next(left, None) is None:
                            return
                    status = _status(client, asked)
                    with lock:
                        statuses[status] += 1
                        if status not in (asked.expected, *SENT_AGAIN):
                            faults.append(f"{asked.method} {asked.path}: {status}")

    with ThreadPoolExecutor(CALLERS) as threads:
        list(threads.map(call, range(CALLERS)))


def _status(client: httpx.Client, asked: Asked) -> int:
    """What it is answered, once it is not too many; 0 when it is not."""
    while True:
        try:
            answer = client.request(asked.method, asked.path, json=asked.body)
        except httpx.TransportError:
            return 0
        if answer.status_code != TOO_MANY:
            return answer.status_code
        sleep(int(answer.headers["retry-after"]))


def _requests(name: str, turn: int) -> Iterator[Asked]:
    """A turn of requests on a new agreement, so that no record grows with their number."""
    registration = f"{name}-demand"
    for marked in (
        agreement(name),
        demand(registration, name),
        maximum(turn + 1, registration),
        new_holder(f"{name}-holder", name),
    ):
        yield Asked(201, "POST", marked.path, marked.body)
    day = "as_of=1999-03-09"
    reads = (
        f"/v1/agreements/{name}?{day}",
        f"/v1/agreements/{name}/events",
        f"/v1/agreements/{name}/may-sell?holder=spectrum&manner=public_outside&on=1999-03-09",
        f"/v1/registrations/{registration}?{day}&explain=full",
        f"/v1/registrations/{registration}/why?{day}",
        f"/v1/obligations?agreement_id={name}&{day}",
        f"/v1/obligations?{day}&limit=5",
        "/v1/readings",
        "/healthz",
        "/readyz",
    )
    for path in reads * 2:
        yield Asked(200, "GET", path)
    if turn % DEAR == 0:
        for path in (
            f"/v1/registrations/{registration}/sensitivity?{day}",
            f"/v1/agreements/{name}/export",
        ):
            yield Asked(200, "GET", path)
    yield Asked(404, "GET", f"/v1/registrations/{name}-nothing")
    yield Asked(409, "POST", "/v1/agreements", agreement(name).body)
    yield Asked(422, "POST", "/v1/agreements", {"unknown": name})
    yield Asked(422, "GET", f"/v1/agreements/{name}?{name}=1")


def _memory(server: Replica) -> dict[int, int]:
    """The bytes in memory of each process of a server."""
    return {pid: _resident(pid) for pid in server.processes()}


def _resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text().split()
    return int(status[status.index("VmRSS:") + 1]) << 10
