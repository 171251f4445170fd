"""Calling addresses that others chose: what was checked is called, and nothing else is done.

The receivers are sockets of this machine; names are resolved by the test.
"""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

import pytest

from app.services.webhooks.courier import MEDIA_TYPE, SignedMessage, courier
from app.services.webhooks.retries import Called

OK = b"HTTP/1.1 204 No Content\r\n\r\n"


@dataclass
class Listener:
    """One that listens on this machine and answers every call with the same bytes."""

    answer: bytes
    port: int = 0
    heard: list[bytes] = field(default_factory=list)


@contextmanager
def listening(answer: bytes) -> Iterator[Listener]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = Listener(answer, server.getsockname()[1])
        server.settimeout(30)
        Thread(target=_answer, args=(server, found), daemon=True).start()
        yield found


def _answer(server: socket.socket, listener: Listener) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.settimeout(30)
            heard = b""
            while not heard.endswith(b"{}"):
                heard += connection.recv(65536)
            listener.heard.append(heard)
            connection.sendall(listener.answer)
            if not listener.answer:
                connection.recv(1)  # until the other side hangs up


def call(
    port: int, *addresses: str, private: bool = True, seconds: float = 30, host: str = "a.example"
) -> Called:
    async def resolver(_: str, __: int) -> list[str]:
        return list(addresses)

    calls = courier(private=private, resolver=resolver, seconds=seconds)
    message = SignedMessage(f"http://{host}:{port}/path?a=b", b"{}", {"webhook-id": "one"})
    return asyncio.run(calls(message))


def test_the_address_is_called_by_its_name() -> None:
    with listening(OK) as listener:
        assert call(listener.port, "127.0.0.1") == Called("delivered", 204)
    (heard,) = listener.heard
    first, *lines = heard.decode().split("\r\n")
    assert first == "POST /path?a=b HTTP/1.1"
    headers = {line.lower() for line in lines}
    assert f"host: a.example:{listener.port}" in headers
    assert f"content-type: {MEDIA_TYPE}" in headers
    assert "webhook-id: one" in headers
    assert heard.endswith(b"\r\n\r\n{}")


def test_a_private_address_is_not_called() -> None:
    with listening(OK) as listener:
        refused = Called("address_refused")
        assert call(listener.port, "127.0.0.1", private=False) == refused
        assert call(listener.port, "1.1.1.1", "127.0.0.1", private=False) == refused
    assert listener.heard == []


def test_the_next_address_is_called_where_nobody_listens_at_the_first() -> None:
    with listening(OK) as listener:
        assert call(listener.port, "::1", "127.0.0.1") == Called("delivered", 204)


@pytest.mark.parametrize(
    ("answer", "called"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n", Called("refused", 302)),
        (b"HTTP/1.1 410 Gone\r\n\r\n", Called("gone", 410)),
        (b"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\n\r\n", Called("refused", 503, "7")),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\nand", Called("delivered", 200)),
        (b"no HTTP at all\r\n\r\n", Called("unreachable")),
    ],
)
def test_what_is_answered_is_known_by_its_status(answer: bytes, called: Called) -> None:
    with listening(answer) as listener:
        assert call(listener.port, "127.0.0.1") == called
    assert len(listener.heard) == 1


def test_nobody_is_waited_for_longer_than_said() -> None:
    with listening(b"") as listener:
        began = time.monotonic()
        assert call(listener.port, "127.0.0.1", seconds=0.2) == Called("unreachable")
        assert time.monotonic() - began < 20


def test_what_leads_nowhere_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert call(port, "127.0.0.1") == Called("unreachable")


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with listening(OK) as listener:
        assert call(listener.port, "127.0.0.1") == Called("delivered", 204)


def test_a_name_is_resolved_by_the_machine() -> None:
    with listening(OK) as listener:
        url = f"http://127.0.0.1:{listener.port}/"
        message = SignedMessage(url, b"{}", {})
        assert asyncio.run(courier(private=True)(message)) == Called("delivered", 204)
        assert asyncio.run(courier(private=False)(message)) == Called("address_refused")
