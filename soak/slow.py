"""Callers who read or send a byte at a time, and whether others are answered meanwhile."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from time import monotonic, sleep

import httpx

from soak.caller import ANSWER_SECONDS
from soak.databases import Place
from soak.fleet import HOST, serving
from soak.requests import large_agreement

READERS = SENDERS = 20
HOLDERS = 1_000
SLOW_SECONDS = 15
"""Longer than a body may take to arrive, and shorter than a whole request may."""
BYTE_EVERY = 0.05
SMALLEST_BUFFER = 4_096
LENGTH = 10_000
"""Of the body that a slow sender announces, and would send in eight minutes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often others were answered, how slowly at worst, and what went wrong."""

    answered: int
    slowest: float
    faults: tuple[str, ...]


def dawdle(place: Place) -> Outcome:
    """Read and send slowly for a while on one server, and ask it for its health all the time."""
    with (
        serving(place.url, 1, place.folder, place.workers) as fleet,
        ThreadPoolExecutor(READERS + SENDERS) as threads,
    ):
        (server,) = fleet.replicas
        asked = large_agreement("large", HOLDERS)
        httpx.post(f"{server.url}{asked.path}", json=asked.body, timeout=60).raise_for_status()
        over = Event()
        slow = [
            threads.submit(kind, server.port, over)
            for kind, count in ((_read, READERS), (_send, SENDERS))
            for _ in range(count)
        ]
        try:
            answered, slowest, faults = _ask_meanwhile(f"{server.url}/healthz")
        finally:
            over.set()
        faults += [fault for each in slow if (fault := each.result()) is not None]
    return Outcome(answered, slowest, tuple(faults))


def _ask_meanwhile(address: str) -> tuple[int, float, list[str]]:
    """How often it answered, its slowest answer in seconds, and what was no answer."""
    answered, slowest, faults = 0, 0.0, []
    until = monotonic() + SLOW_SECONDS
    while monotonic() < until:
        began = monotonic()
        try:
            # A new connection each time: whichever worker takes it has slow callers too.
            httpx.get(address, timeout=ANSWER_SECONDS).raise_for_status()
        except httpx.HTTPError as failed:
            faults.append(f"/healthz among slow callers: {failed!r}")
        else:
            answered, slowest = answered + 1, max(slowest, monotonic() - began)
        sleep(BYTE_EVERY)
    return answered, slowest, faults


def _read(port: int, over: Event) -> str | None:
    """Read a large answer a byte at a time, then the rest of it: it must be there, whole."""
    with _connected(port) as connection:
        path = "/v1/agreements/large?as_of=1999-03-09"
        connection.sendall(_head("GET", path, "Connection: close"))
        found = b"".join(_trickled(lambda: connection.recv(1), over))
        while part := connection.recv(1 << 16):
            found += part
    head, _, body = found.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        return f"a slow reader was answered {head[:60]!r}"
    announced = next(
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    return None if len(body) == announced else f"a slow reader got {len(body)} of {announced} bytes"


def _send(port: int, over: Event) -> str | None:
    """Send a body a byte at a time: 408 comes long before it is sent."""
    with _connected(port) as connection:
        head = _head(
            "POST", "/v1/agreements", "Content-Type: application/json", f"Content-Length: {LENGTH}"
        )
        connection.sendall(head)
        try:
            for _ in _trickled(lambda: connection.send(b" ").to_bytes(), over):
                pass
        except OSError:  # the server has closed the connection
            pass
        try:
            found = connection.recv(1 << 16)
        except OSError as cut:
            return f"a slow sender was cut off without an answer: {cut!r}"
    return None if found.startswith(b"HTTP/1.1 408") else f"a slow sender was told {found[:60]!r}"


def _trickled(one: Callable[[], bytes], over: Event) -> list[bytes]:
    """What came of a byte at a time until it was over, or nothing more came."""
    found = []
    while not over.wait(BYTE_EVERY) and (byte := one()):
        found.append(byte)
    return found


def _connected(port: int) -> socket.socket:
    """A connection that takes little at a time, so that the server has to wait for its reader."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALLEST_BUFFER)
    connection.settimeout(60)
    connection.connect((HOST, port))
    return connection


def _head(method: str, path: str, *headers: str) -> bytes:
    return "\r\n".join((f"{method} {path} HTTP/1.1", f"Host: {HOST}", *headers, "", "")).encode()
