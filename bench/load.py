"""Load on a server: a fixed number of requests over a few kept-alive HTTP/1.1 connections."""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter
from types import MappingProxyType
from typing import Any

from bench.server import HOST

CONNECTIONS = 16
HANG_SECONDS = 10
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Round:
    """What a round of requests took: each of them, and all of them, in seconds."""

    latencies: tuple[float, ...]
    seconds: float

    @property
    def rate(self) -> float:
        """Requests answered per second."""
        return len(self.latencies) / self.seconds


def post(target: str, body: Mapping[str, Any], credential: str | None = None) -> bytes:
    """Write a POST request of a JSON body, ready to be sent, with a credential if there is one."""
    return post_text(target, json.dumps(body), credential)


def post_text(target: str, text: str, credential: str | None = None) -> bytes:
    """The same of a body that need not be JSON."""
    content = text.encode()
    bearing = f"authorization: Bearer {credential}\r\n" if credential else ""
    head = (
        f"POST {target} HTTP/1.1\r\n"
        f"host: {HOST}\r\n"
        "content-type: application/json\r\n"
        f"content-length: {len(content)}\r\n"
        f"{bearing}"
        "\r\n"
    )
    return head.encode() + content


def get(
    target: str, credential: str | None = None, headers: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """Write a GET request, ready to be sent, with a credential and further headers."""
    told = dict(headers)
    if credential:
        told["authorization"] = f"Bearer {credential}"
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"GET {target} HTTP/1.1\r\nhost: {HOST}\r\n{lines}\r\n".encode()


def answer(port: int, request: bytes, status: int) -> bytes:
    """Send one request; give the body of its answer."""

    async def once() -> bytes:
        async with asyncio.timeout(HANG_SECONDS):
            connection = await Connection.open(port)
            try:
                return await connection.exchange(request, status)
            finally:
                await connection.close()

    return asyncio.run(once())


def fire(port: int, requests: Iterator[bytes], status: int, seconds: float) -> Round:
    """Send the requests, each connection one at a time, starting none after so many seconds."""

    async def bounded() -> Round:
        async with asyncio.timeout(seconds + HANG_SECONDS):
            return await _fire(port, requests, status, seconds)

    return asyncio.run(bounded())


async def _fire(port: int, requests: Iterator[bytes], status: int, seconds: float) -> Round:
    latencies: list[float] = []

    async def send_in_turn(connection: "Connection") -> None:
        while perf_counter() - began < seconds and (request := next(requests, None)):
            sent = perf_counter()
            await connection.exchange(request, status)
            latencies.append(perf_counter() - sent)

    connections = [await Connection.open(port) for _ in range(CONNECTIONS)]
    try:
        began = perf_counter()
        async with asyncio.TaskGroup() as group:
            for each in connections:
                group.create_task(send_in_turn(each))
        return Round(tuple(latencies), perf_counter() - began)
    finally:
        for each in connections:
            await each.close()


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection to the server; RuntimeError when an answer has not the expected status."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, port: int) -> "Connection":
        return cls(*await asyncio.open_connection(HOST, port))

    async def exchange(self, request: bytes, status: int) -> bytes:
        self.writer.write(request)
        found, body = await self.answer()
        if found != status:
            raise RuntimeError(f"not {status} but {found}: {body.decode()}")
        return body

    async def answer(self) -> tuple[int, bytes]:
        """The status and the body of the next answer."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await self.reader.readexactly(int(length[1])) if length else b""
        return int(head.split(b" ", 2)[1]), body

    async def close(self) -> None:
        self.writer.close()
        await self.writer.wait_closed()
