"""How the service is put on a socket: what uvicorn does is decided here, and what it writes down.

Told to stop (SIGTERM), it first takes no more connections; a request that is on its way over one
that is open is still answered, and then all are closed. The log of requests names paths alone: a
secret that somebody put into an address does not come to stand in it.
"""

import asyncio
import logging
import os
import signal
import threading
from contextlib import ExitStack
from copy import deepcopy
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any, Literal

import h11
import uvicorn
from uvicorn.config import LOGGING_CONFIG
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from app import meters
from app.running.json_lines import JsonLines, without_secrets
from app.settings import Settings

# Connections at once in one process; beyond them a stranger who only holds them open gets 503.
CONNECTIONS = 1000
GRACE_SECONDS = 10
LINGER_SECONDS = 1.0
"""How long a connection without a request stays open for one that was sent before the end."""
MOMENT_SECONDS = 0.3


class LingeringProtocol(H11Protocol):
    """HTTP/1.1 whose connections end when nothing more comes, not in the middle of its coming."""

    _ending = False

    def shutdown(self) -> None:
        """Close after a moment, or with the answer to what came in it."""
        self._ending = True
        self._let_it_be_the_last()
        self.loop.call_later(LINGER_SECONDS, self._end)

    def handle_events(self) -> None:
        """Read on; the answer to what comes in that moment is the last on this connection."""
        super().handle_events()
        if self._ending:
            self._let_it_be_the_last()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, and hang up; a request that it was part of is answered no more.

        Where its answer has begun there is nothing to refuse it with.
        """
        asked = self._asked()
        if asked is not None:
            asked.disconnected = True
            asked.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
        else:
            self.transport.close()

    def _let_it_be_the_last(self) -> None:
        """Say with the answer to come that the connection ends: no more is sent on it."""
        asked = self._asked()
        if asked is not None and asked.keep_alive and not asked.response_started:
            asked.keep_alive = False
            asked.default_headers = [*asked.default_headers, (b"connection", b"close")]

    def _asked(self) -> RequestResponseCycle | None:
        """The last request on this connection, answered or not; None before the first."""
        return self.cycle

    def _end(self) -> None:
        if not self.transport.is_closing():
            super().shutdown()


def stop_a_moment_later() -> None:
    """Have the server told to stop a moment after the process is: who is at the door comes in.

    To be called where the event loop runs. What was sent before the signal is then on an open
    connection, and is answered.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    told = signal.getsignal(signal.SIGTERM)
    if callable(told):

        def later(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(loop.call_later, MOMENT_SECONDS, told, number, frame)

        signal.signal(signal.SIGTERM, later)


class WithoutSecrets(logging.Filter):
    """Leaves the query out of each line about a request, and what looks like a credential."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; let it pass."""
        match record.args:
            case (client, method, str(target), *rest):
                path = target.partition("?")[0]
                record.args = (client, method, without_secrets(path), *rest)
        return True


def serve(settings: Settings, workers: int) -> None:
    """Serve until told to stop; several workers count into one folder, which is empty at first."""
    with ExitStack() as stack:
        if workers > 1:
            folder = stack.enter_context(TemporaryDirectory(prefix="rights-meters-"))
            os.environ[meters.FOLDER] = folder  # workers are new processes, and count into it
        _run(settings, workers)


def _run(settings: Settings, workers: int) -> None:
    uvicorn.run(
        "app.start:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=workers,
        http=LingeringProtocol,
        log_config=_logging(settings.log),
        # Only our proxies say in whose name they ask; this machine is none of them.
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _logging(form: Literal["text", "json"]) -> dict[str, Any]:
    """Uvicorn's own, and no secrets in the lines about requests; as JSON, the service's as well."""
    config: dict[str, Any] = deepcopy(LOGGING_CONFIG)
    config["filters"] = {"without_secrets": {"()": WithoutSecrets}}
    config["handlers"]["access"]["filters"] = ["without_secrets"]
    if form == "json":
        config["formatters"] = {name: {"()": JsonLines} for name in ("default", "access")}
        config["root"] = {"handlers": ["default"], "level": "WARNING"}
    return config
