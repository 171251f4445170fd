"""An open loop: so many requests of each kind a second, sent when they are due, answered or not.

A request's time begins when it was due, not when a connection came free for it: a server that
falls behind is not spared what it would have been asked meanwhile.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter

from bench.load import Connection

HANG_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Offered:
    """Requests of one kind: so many a second, each answered with a status."""

    kind: str
    a_second: int
    status: int
    requests: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Taken:
    """What they took from when they were due, in milliseconds, and how many were refused."""

    kind: str
    count: int
    p50: float
    p99: float
    refused: int


def offer(port: int, offered: Sequence[Offered], seconds: float) -> list[Taken]:
    """Offer all kinds together for so many seconds."""
    return asyncio.run(_offer(port, offered, seconds))


async def _offer(port: int, offered: Sequence[Offered], seconds: float) -> list[Taken]:
    free: list[Connection] = []
    began = perf_counter()

    async def send(request: bytes, due: float, status: int) -> float | None:
        await asyncio.sleep(due - perf_counter())
        connection = free.pop() if free else await Connection.open(port)
        try:
            await connection.exchange(request, status)
        except RuntimeError:  # another status
            return None
        finally:
            free.append(connection)
        return perf_counter() - due

    async def of(kind: Offered) -> Taken:
        dues = (began + number / kind.a_second for number in range(int(seconds * kind.a_second)))
        async with asyncio.TaskGroup() as group:
            sent = [group.create_task(send(next(kind.requests), due, kind.status)) for due in dues]
        took = [1000 * each for task in sent if (each := task.result()) is not None]
        found = quantiles(took, n=100, method="inclusive") if len(took) > 1 else [0.0] * 99
        return Taken(kind.kind, len(sent), found[49], found[98], len(sent) - len(took))

    async with asyncio.timeout(seconds + HANG_SECONDS), asyncio.TaskGroup() as group:
        kinds = [group.create_task(of(kind)) for kind in offered]
    for connection in free:
        await connection.close()
    return [kind.result() for kind in kinds]
