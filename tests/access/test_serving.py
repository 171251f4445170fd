"""The command that serves: closed unless told otherwise, and silent about what it is made of."""

import asyncio
import logging
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.server import ServerState

from app.cli.commands import main
from app.running.json_lines import without_secrets
from app.running.serving import LingeringProtocol, WithoutSecrets
from app.settings import Settings
from tests.running.process import Process, serving

ACCESS_LINE = '%s - "%s %s HTTP/%s" %d'


@pytest.fixture(scope="module")
def process(
    demonstration_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Process]:
    with serving(tmp_path_factory.mktemp("serving"), demonstration_file) as started:
        yield started


def get(process: Process, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{process.address}{path}", headers=headers, trust_env=False)


def test_without_a_setting_the_door_is_closed(process: Process) -> None:
    for path in ("/v1/agreements", "/docs", "/openapi.json", "/"):
        assert get(process, path).status_code == 401
    assert get(process, "/healthz").status_code == get(process, "/readyz").status_code == 200


def test_a_key_made_meanwhile_opens_it(process: Process) -> None:
    key = process.command("keys", "create", "--name", "a test")
    bearing = {"authorization": f"Bearer {key}"}
    assert get(process, "/v1/agreements/ctc", **bearing).status_code == 200
    process.command("keys", "revoke", key.split("_")[1])
    assert get(process, "/v1/agreements/ctc").status_code == 401


def test_no_answer_names_the_server(process: Process) -> None:
    for path in ("/healthz", "/v1/agreements"):
        assert "server" not in get(process, path).headers


def test_a_header_without_end_is_cut_off(process: Process) -> None:
    """By the server itself, which answers 400 or, with more still to come, just hangs up."""
    try:
        assert get(process, "/healthz", filler="x" * 200_000).status_code == 400
    except httpx.TransportError:
        assert get(process, "/healthz").status_code == 200


def test_open_access_is_said_aloud_and_for_this_machine_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[object] = []
    monkeypatch.setattr(
        "app.running.serving.uvicorn.run", lambda *_, **how: started.append(how["host"])
    )
    monkeypatch.setenv("REGISTRATION_RIGHTS_ACCESS", "open")
    assert main(["serve"]) == 0
    assert "ACCESS IS OPEN" in capsys.readouterr().out
    for host in ("0.0.0.0", "::", "192.168.1.7", "service.example"):  # noqa: S104  # refused
        monkeypatch.setenv("REGISTRATION_RIGHTS_HOST", host)
        assert main(["serve"]) == 2
        assert host in capsys.readouterr().err
    assert started == ["127.0.0.1"]


def test_nobody_gets_another_turn_by_a_made_up_name(
    demonstration_file: Path, tmp_path: Path
) -> None:
    """Who is no proxy of ours is counted as who it is: this machine's other programs as well."""
    with serving(tmp_path, demonstration_file, rate_refused="3/hour") as started:
        codes = [
            get(
                started,
                "/v1/agreements",
                **{"authorization": "Bearer rrk_x", "x-forwarded-for": f"203.0.113.{number}"},
            ).status_code
            for number in range(5)
        ]
    assert codes == [401, 401, 401, 429, 429]


def test_a_proxy_of_ours_is_believed(demonstration_file: Path, tmp_path: Path) -> None:
    settings = {"rate_refused": "3/hour", "proxies": "127.0.0.1, 10.0.0.0/8"}
    with serving(tmp_path, demonstration_file, **settings) as started:

        def asked(forwarded_for: str) -> int:
            headers = {"authorization": "Bearer rrk_x", "x-forwarded-for": forwarded_for}
            return get(started, "/v1/agreements", **headers).status_code

        assert [asked(f"203.0.113.{number}") for number in range(5)] == [401] * 5
        # What stands before the address that our proxies saw was written by the caller.
        made_up = [asked(f"198.51.100.{number}, 203.0.113.9, 10.0.0.1") for number in range(5)]
        assert made_up == [401, 401, 401, 429, 429]


@pytest.mark.parametrize("proxies", ["*", "proxy", "10.0.0.1/8", "127.0.0.1,"])
def test_everybody_is_no_proxy(proxies: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRATION_RIGHTS_PROXIES", proxies)
    with pytest.raises(ValidationError):
        Settings()


KEY = "rrk_0123456789ab_" + "s" * 43
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGV4In0.c2lnbmF0dXJl"  # noqa: S105  # nobody's


@pytest.mark.parametrize("secret", [KEY, TOKEN, KEY.replace("_", "%5F"), TOKEN.replace(".", "%2e")])
@pytest.mark.parametrize("target", ["/v1/agreements?key={}", "/v1/agreements/{}", "/{}/x?as_of=1"])
def test_a_secret_in_an_address_does_not_stand_in_the_log(target: str, secret: str) -> None:
    arguments = ("127.0.0.1:9", "GET", target.format(secret), "1.1", 404)
    record = logging.LogRecord("uvicorn.access", logging.INFO, "", 0, ACCESS_LINE, arguments, None)
    assert WithoutSecrets().filter(record)
    line = record.getMessage()
    assert "sss" not in line
    assert "eyJ" not in line
    assert "c2ln" not in line
    assert line.startswith('127.0.0.1:9 - "GET /')


def test_an_address_without_a_secret_stands_there_as_it_is() -> None:
    assert without_secrets("/v1/agreements/a%20b/events") == "/v1/agreements/a%20b/events"


def test_what_was_sent_before_the_end_is_answered(demonstration_file: Path, tmp_path: Path) -> None:
    """On connections that were idle when the server was told to stop, too: none is cut."""
    with ExitStack() as stack:
        started = stack.enter_context(serving(tmp_path, demonstration_file, access="open"))
        host, port = started.address.removeprefix("http://").split(":")
        connections = [
            stack.enter_context(closing(HTTPConnection(host, int(port), timeout=60)))
            for _ in range(24)
        ]
        for connection in connections:  # so that each is open, and idle
            connection.request("GET", "/healthz")
            assert connection.getresponse().read()
        started.terminate()
        for connection in connections:
            connection.request("GET", "/v1/agreements/ctc")
        answers = [connection.getresponse() for connection in connections]
        assert [answer.status for answer in answers] == [200] * 24
        assert all(answer.read() for answer in answers)
        assert started.ended_well()


class Wire(asyncio.Transport):
    """The server's end of a connection, as far as a protocol sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.sent, self.closed = b"", False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent += data

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def resume_reading(self) -> None:
        pass


async def hello(_: Scope, __: Receive, send: Send) -> None:
    headers = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body"})


def test_a_request_on_its_way_to_an_idle_connection_is_the_last_answered_there() -> None:
    async def talk() -> None:
        config = Config(hello, log_config=None)
        config.load()
        state, wire = ServerState(), Wire()
        protocol = LingeringProtocol(config, state, {})
        protocol.connection_made(wire)

        async def ask() -> None:
            protocol.data_received(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
            await asyncio.gather(*state.tasks)

        await ask()
        assert wire.sent.count(b"HTTP/1.1 200") == 1
        protocol.shutdown()
        assert not wire.closed
        await ask()
        assert wire.sent.count(b"HTTP/1.1 200") == 2
        assert wire.closed

    asyncio.run(talk())


async def slow(_: Scope, receive: Receive, send: Send) -> None:
    """Answers a turn later than it is asked."""
    await asyncio.sleep(0)
    await hello(_, receive, send)


@pytest.mark.parametrize("asked_before", [True, False])
def test_the_last_answer_of_a_connection_says_that_it_is(asked_before: bool) -> None:
    """Whoever is not told sends the next request into a connection that is about to close."""

    async def talk() -> None:
        config = Config(slow, log_config=None)
        config.load()
        state, wire = ServerState(), Wire()
        protocol = LingeringProtocol(config, state, {})
        protocol.connection_made(wire)
        if not asked_before:
            protocol.shutdown()
        protocol.data_received(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n")
        if asked_before:
            protocol.shutdown()
        protocol.data_received(b"{}")
        await asyncio.gather(*state.tasks)
        assert wire.sent.count(b"connection: close\r\n") == 1
        assert wire.closed

    asyncio.run(talk())


def test_an_idle_connection_is_closed_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.running.serving.LINGER_SECONDS", 0)

    async def talk() -> None:
        config = Config(hello, log_config=None)
        config.load()
        wire = Wire()
        protocol = LingeringProtocol(config, ServerState(), {})
        protocol.connection_made(wire)
        protocol.shutdown()
        await asyncio.sleep(0.01)
        assert wire.closed

    asyncio.run(talk())


async def echo(_: Scope, receive: Receive, send: Send) -> None:
    """Answers when a message has come, whatever it is."""
    await receive()
    await hello(_, receive, send)


CHUNKED = b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"


@pytest.mark.parametrize("app", [hello, echo])
@pytest.mark.parametrize("at_once", [True, False])
def test_what_is_no_http_is_one_line_of_the_log(
    app: ASGIApp, at_once: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """A chunk without a length, before the answer to its request or after it: once a traceback."""

    async def talk() -> None:
        config = Config(app, log_config=None, access_log=False)
        config.load()
        state, wire = ServerState(), Wire()
        protocol = LingeringProtocol(config, state, {})
        protocol.connection_made(wire)
        protocol.data_received(CHUNKED + (b"zz\r\n" if at_once else b""))
        if not at_once:
            await asyncio.sleep(0)
            protocol.data_received(b"zz\r\n")
        await asyncio.gather(*state.tasks)
        assert wire.closed
        assert wire.sent.count(b"HTTP/1.1 ") == 1

    asyncio.run(talk())
    (line,) = (each for each in caplog.records if each.levelno >= logging.WARNING)
    assert line.exc_info is None


def test_a_body_that_breaks_off_leaves_no_traceback(
    demonstration_file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path, demonstration_file, access="open") as started:
        host, port = started.address.removeprefix("http://").split(":")
        for rest in (b"zz\r\n", b"5\r\nabcdefgh\r\n", b""):
            with socket.create_connection((host, int(port)), timeout=60) as connection:
                asked = CHUNKED.replace(b"host: x", b"content-type: application/json\r\nhost: x")
                asked = asked.replace(b"POST /", b"POST /v1/compute/deadline")
                connection.sendall(asked.replace(b"host: x", f"host: {host}".encode()) + rest)
                if rest:
                    while connection.recv(1024):
                        pass
        assert get(started, "/healthz").status_code == 200
        started.terminate()
        assert started.ended_well()
    assert "Traceback" not in capfd.readouterr().err
