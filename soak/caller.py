"""A caller who does not give up: he repeats a request, under its key, until he has the answer."""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic, sleep

import httpx

from soak.fleet import Fleet
from soak.requests import Marked

PATIENCE_SECONDS = 120
ANSWER_SECONDS = 20
PAUSE_SECONDS = 0.05
BUSY = 503
STILL_RUNNING = 409
SENT_AGAIN = frozenset({BUSY, STILL_RUNNING})


@dataclass(slots=True)
class Ledger:
    """What all callers together were told."""

    answers: dict[str, bytes] = field(default_factory=dict)
    cut_off: int = 0
    found_recorded: int = 0
    busy: int = 0
    failures: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def count(self, name: str) -> None:
        """Count one more event of this name."""
        with self._lock:
            setattr(self, name, getattr(self, name) + 1)

    def acknowledged(self) -> Mapping[str, bytes]:
        """The marks acknowledged by now, with their answers."""
        with self._lock:
            return dict(self.answers)

    def acknowledge(self, mark: str, body: bytes) -> None:
        """Keep an answer."""
        with self._lock:
            self.answers[mark] = body

    def fail(self, what: str) -> None:
        """Keep what must not happen."""
        with self._lock:
            self.failures.append(what)


@dataclass(frozen=True, slots=True)
class Caller:
    """One caller, with a connection of his own to every server."""

    fleet: Fleet
    clients: Mapping[int, httpx.Client]
    ledger: Ledger
    chance: random.Random

    def post(self, request: Marked) -> httpx.Response | None:
        """Send the request to any server until it is answered; None when it never is, or badly."""
        patience = monotonic() + PATIENCE_SECONDS
        was_cut_off = False
        while monotonic() < patience:
            response = self._send(request)
            if response is None:
                was_cut_off = True
            elif response.status_code == 201:
                if was_cut_off and "idempotent-replay" in response.headers:
                    self.ledger.count("found_recorded")
                self.ledger.acknowledge(request.mark, response.content)
                return response
            elif response.status_code in SENT_AGAIN and "retry-after" in response.headers:
                self.ledger.count("busy")
            else:
                self.ledger.fail(f"{request.mark}: {response.status_code} {response.text[:300]}")
                return None
            sleep(PAUSE_SECONDS)
        self.ledger.fail(f"{request.mark}: no answer in {PATIENCE_SECONDS} seconds")
        return None

    def _send(self, request: Marked) -> httpx.Response | None:
        """Send it once; None when the connection broke, and nobody knows what became of it."""
        port = self.fleet.any(self.chance).port
        try:
            return self.clients[port].post(
                request.path, json=request.body, headers={"Idempotency-Key": request.mark}
            )
        except httpx.TransportError as broken:
            if not isinstance(broken, httpx.ConnectError):  # which means that nothing was sent
                self.ledger.count("cut_off")
            return None


@contextmanager
def calling(fleet: Fleet, ledger: Ledger, seed: int) -> Iterator[Caller]:
    """A caller for as long as the context lasts."""
    clients = {
        each.port: httpx.Client(base_url=each.url, timeout=ANSWER_SECONDS)
        for each in fleet.replicas
    }
    try:
        yield Caller(fleet, clients, ledger, random.Random(seed))  # no secret
    finally:
        for each in clients.values():
            each.close()
