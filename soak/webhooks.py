"""Webhooks while servers and senders are killed: each receiver is told everything, in order.

A sender killed between a commit and the sending, or between the sending and the writing down of it,
tells what it had in hand later, or twice; what was told for the first time comes in the order of
positions. The receiver now and then refuses, or hangs up.
"""

import base64
import hashlib
import hmac
import json
import os
import random
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic, sleep

import httpx

from soak.caller import Ledger
from soak.databases import Place
from soak.fleet import HOST, Replica, serving, started
from soak.kills import keep_calling

HOOKS, SENDERS, CALLERS, SERVERS = 6, 2, 3, 1
LONGEST_LIFE_SECONDS = 4.0
REFUSED_OF, HUNG_UP_OF = 20, 30
"""Of so many calls one is refused, and of so many one is hung up on."""
PATIENCE_SECONDS = 400
"""Some leases of dead senders, and the waits after failures."""
PAGE = 200


@dataclass(slots=True)
class Inbox:
    """What one webhook was told: positions as they came for the first time, and how many again."""

    secret: bytes = b""
    positions: list[int] = field(default_factory=list)
    again: int = 0
    unsigned: int = 0
    known: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it."""

    events: int
    killed: int
    calls: int
    again: int
    faults: tuple[str, ...]


def tell(place: Place, kills: int, seed: int) -> Told:
    """Have callers call while servers and senders are killed; then see what was told."""
    chance = random.Random(seed)  # no secret
    ledger, enough = Ledger(), Event()
    inboxes = {f"hook-{number}": Inbox() for number in range(HOOKS)}
    with (
        receiving(inboxes, chance) as address,
        serving(place.url, SERVERS, place.folder) as fleet,
        sending(place) as senders,
        ThreadPoolExecutor(CALLERS) as threads,
    ):
        server = fleet.replicas[0]
        for name, inbox in inboxes.items():
            inbox.secret = _made(server, name, f"{address}/{name}")
        calls = [
            threads.submit(keep_calling, fleet, ledger, enough, number, seed)
            for number in range(CALLERS)
        ]
        try:
            for number in range(kills):
                sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
                if number % 4 == 3:
                    server.kill()
                    server.start()
                    server.await_ready()
                else:
                    senders[number % SENDERS].kill()
        finally:
            enough.set()
        for each in calls:
            each.result()
        there = list(_happened(server))
        _await(inboxes, there[-1] if there else 0)
    faults = [*ledger.failures, *_faults(inboxes, there)]
    return Told(
        events=len(there),
        killed=kills,
        calls=sum(len(each.positions) + each.again for each in inboxes.values()),
        again=sum(each.again for each in inboxes.values()),
        faults=tuple(faults),
    )


def _faults(inboxes: dict[str, Inbox], there: list[int]) -> Iterator[str]:
    """What a receiver was not told, was told out of order, or was told by somebody else."""
    if not there:
        yield "nothing happened: the soak proves nothing"
    for name, inbox in inboxes.items():
        missing = set(there) - set(inbox.positions)
        if missing:
            yield f"{name} was not told of {sorted(missing)[:10]}, {len(missing)} in all"
        if inbox.positions != sorted(inbox.positions):
            yield f"{name} was told out of order"
        if inbox.unsigned:
            yield f"{name} had {inbox.unsigned} calls that were not signed"


def _made(server: Replica, name: str, url: str) -> bytes:
    """Make a webhook; its secret."""
    body = {"id": name, "name": name, "url": url, "since": 0}
    made = httpx.post(f"{server.url}/v1/webhooks", json=body, timeout=30).raise_for_status()
    return base64.b64decode(made.json()["secret"].removeprefix("whsec_"))


def _happened(server: Replica) -> Iterator[int]:
    """The positions of everything that happened."""
    since: int | None = 0
    while since is not None:
        asked = {"since": since, "limit": PAGE}
        page = httpx.get(f"{server.url}/v1/changes", params=asked, timeout=30).raise_for_status()
        yield from (each["position"] for each in page.json()["items"])
        since = page.json()["next"]


def _await(inboxes: dict[str, Inbox], last: int) -> None:
    patience = monotonic() + PATIENCE_SECONDS
    while monotonic() < patience:
        if all(last in each.positions for each in inboxes.values()):
            return
        sleep(0.2)


@dataclass(slots=True)
class SenderProcess:
    """One `python -m app send-webhooks`, started again when it is killed."""

    url: str
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        self.process = started(self.url, self.log, "send-webhooks")

    def kill(self, *, again: bool = True) -> None:
        """End it as `kill -9` does, and start another."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if again:
            self.start()


@contextmanager
def sending(place: Place) -> Iterator[list[SenderProcess]]:
    """Senders beside each other, for as long as the context lasts."""
    with ExitStack() as closing:
        senders = [
            SenderProcess(place.url, place.folder / f"sender-{number}.log")
            for number in range(SENDERS)
        ]
        for each in senders:
            each.start()
            closing.callback(each.kill, again=False)
        yield senders


@contextmanager
def receiving(inboxes: dict[str, Inbox], chance: random.Random) -> Iterator[str]:
    """A receiver with a path for each webhook; its address."""
    lock = Lock()

    class Receiver(BaseHTTPRequestHandler):
        """Keeps what it is told, but now and then refuses or hangs up."""

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = self.rfile.read(length)
            if len(body) < length:  # its sender was killed while it sent
                self.close_connection = True
                return
            with lock:
                inbox = inboxes[self.path.strip("/")]
                # It may be called before the maker of the webhook has heard its secret.
                refused = chance.randrange(REFUSED_OF) == 0 or not inbox.secret
                hangs_up = chance.randrange(HUNG_UP_OF) == 0
                if not refused:
                    take(inbox, self.headers["webhook-id"], body, self)
            if hangs_up:
                self.close_connection = True
                return
            self.send_response(503 if refused else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((HOST, 0), Receiver)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def take(inbox: Inbox, event_id: str, body: bytes, request: BaseHTTPRequestHandler) -> None:
    """Keep what a webhook was told, once."""
    signed = f"{event_id}.{request.headers['webhook-timestamp']}.".encode() + body
    right = base64.b64encode(hmac.new(inbox.secret, signed, hashlib.sha256).digest()).decode()
    if f"v1,{right}" != request.headers["webhook-signature"]:
        inbox.unsigned += 1
    elif event_id in inbox.known:
        inbox.again += 1
    else:
        inbox.known.add(event_id)
        inbox.positions.append(json.loads(body)["position"])
