"""A round-robin proxy: every new connection goes to the next of several servers that is there.

It knows nothing of HTTP, as a load balancer on the transport layer does not.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice

from anyio.from_thread import start_blocking_portal

HOST = "127.0.0.1"
CHUNK = 64 * 1024


@dataclass(slots=True)
class Proxy:
    """Where it listens, and how many connections each server has taken."""

    address: str
    taken: Counter[int] = field(default_factory=Counter)


@contextmanager
def in_front_of(ports: Sequence[int]) -> Iterator[Proxy]:
    """Listen on a port of its own for as long as the context lasts."""
    proxy, turn = Proxy(""), cycle(ports)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for port in islice(turn, len(ports)):
            with suppress(OSError):
                there, back = await asyncio.open_connection(HOST, port)
                proxy.taken[port] += 1
                await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))
                return
        writer.close()

    async def listen() -> asyncio.Server:
        return await asyncio.start_server(connected, HOST, 0)

    with start_blocking_portal() as portal:
        server = portal.call(listen)
        proxy.address = f"http://{HOST}:{server.sockets[0].getsockname()[1]}"
        try:
            yield proxy
        finally:
            portal.call(server.close)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    writer.close()
