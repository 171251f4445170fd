"""What a server in a process of its own gives: start, contests with plain routes, load, memory."""

from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import cycle, islice, repeat
from time import perf_counter

from app.services.store import demonstration
from bench.aims import Row
from bench.aims.offered import Offered, offer
from bench.contest import Contest, Result, hold, requests_needed
from bench.load import answer, get, post
from bench.pool import fill, make_key
from bench.questions import RECORDED_DEMAND, STATELESS_DEMAND
from bench.server import ALONE, HOST, Server, started

STATELESS_SIZE, RECORDED_SIZE = 160, 80
RATES = {"computations": 100, "writes": 20, "reads": 200}
P99 = {"computations": 50, "writes": 100, "reads": 30}
READ = f"/v1/registrations/{demonstration.EXAMPLE_DEMAND}"


def of_start(url: str, wait: float) -> Iterator[Row]:
    """How long it takes from the start to the first answer, by the clock and the processor.

    A first start compiles what a checkout brought; the second is measured.
    """
    with started(url, wait=wait, app=ALONE):
        pass
    began = perf_counter()
    with started(url, wait=wait, app=ALONE) as server:
        answer(server.port, get("/healthz"), 200)
        seconds = perf_counter() - began
        processor = f"{server.processor_seconds():.1f} s of processor time"
    yield Row("start to first answer", seconds, 1.5, "s", note=processor)


def of_contests(url: str, rounds: int, seconds: float, wait: float) -> Iterator[Row]:
    """Our routes beside plain ones on SQLite."""
    agreements = fill(url, requests_needed(RECORDED_SIZE, rounds))
    key = make_key(url)
    with started(url, wait=wait) as server:
        tag = _tag(server)
        for contest in (
            _stateless("none"),
            _stateless("full"),
            _with_key(key),
            _reading("read of an unchanged registration / plain", READ, 90),
            _reading("304 / plain", READ, 100, tag),
            recorded("SQLite", agreements),
        ):
            yield row_of(hold(contest, server.port, rounds, seconds))


def of_recording(url: str, dialect: str, rounds: int, seconds: float, wait: float) -> Iterator[Row]:
    """A demand recorded beside a SELECT, an INSERT and a commit."""
    agreements = fill(url, requests_needed(RECORDED_SIZE, rounds))
    with started(url, wait=wait) as server:
        yield row_of(hold(recorded(dialect, agreements), server.port, rounds, seconds))


def of_load(url: str, seconds: float, part: float, wait: float) -> Iterator[Row]:
    """An offered load on one worker, a `part` of the rates of the aims; and memory after it."""
    rates = {kind: max(1, round(rate * part)) for kind, rate in RATES.items()}
    agreements = fill(url, int(rates["writes"] * seconds) + 1)
    paths = [f"/v1/agreements/{name}?explain=none" for name in agreements] + [READ]
    computed = repeat(post("/v1/compute/demand?explain=none", STATELESS_DEMAND))
    writes = (
        post(f"/v1/agreements/{name}/demands?explain=none", RECORDED_DEMAND) for name in agreements
    )
    with started(url, wait=wait) as server:
        for warm in (next(computed), get(READ), *map(get, islice(paths, 20))):
            answer(server.port, warm, 200)
        offered = (
            Offered("computations", rates["computations"], 200, computed),
            Offered("writes", rates["writes"], 201, writes),
            Offered("reads", rates["reads"], 200, cycle(map(get, paths))),
        )
        for taken in offer(server.port, offered, seconds):
            what = f"{taken.kind}, {rates[taken.kind]} a second offered: p99"
            found = f"p50 {taken.p50:.1f} ms; {taken.count} sent, {taken.refused} refused"
            yield Row(what, taken.p99, P99[taken.kind], "ms", note=found)
        yield Row("resident memory after that load", server.resident_megabytes(), 200, "MB")


def _stateless(explain: str) -> Contest:
    return Contest(
        name=f"stateless, explain={explain} / plain",
        aim=55,
        status=200,
        size=STATELESS_SIZE,
        ours=repeat(post(f"/v1/compute/demand?explain={explain}", STATELESS_DEMAND)),
        plain=repeat(post(f"/v1/compute/plain-demand?explain={explain}", STATELESS_DEMAND)),
    )


def _with_key(key: str) -> Contest:
    """The same request with a key, which is checked, beside one without: what the check costs."""
    target = "/v1/compute/demand?explain=none"
    return Contest(
        name="stateless with a key / without",
        aim=95,
        status=200,
        size=STATELESS_SIZE,
        ours=repeat(post(target, STATELESS_DEMAND, key)),
        plain=repeat(post(target, STATELESS_DEMAND)),
    )


def _reading(name: str, path: str, aim: int, tag: str | None = None) -> Contest:
    """A read beside a plain route of the same answer."""
    known = {} if tag is None else {"If-None-Match": tag}
    return Contest(
        name=name,
        aim=aim,
        status=200 if tag is None else 304,
        size=STATELESS_SIZE,
        ours=repeat(get(path, headers=known)),
        plain=repeat(get(f"{path}/plain")),
        plain_status=200,
    )


def recorded(dialect: str, agreements: tuple[str, ...]) -> Contest:
    """A demand recorded under one agreement after the other."""

    def requests(collection: str) -> list[bytes]:
        return [
            post(f"/v1/agreements/{name}/{collection}?explain=none", RECORDED_DEMAND)
            for name in agreements
        ]

    return Contest(
        name=f"recorded, {dialect} / plain",
        aim=30,
        status=201,
        size=RECORDED_SIZE,
        ours=iter(requests("demands")),
        plain=cycle(requests("plain-demands")),
    )


def row_of(result: Result) -> Row:
    """A contest as a row of the table."""
    ours, plain = result.ours, result.plain
    found = (
        f"{result.least:.0f}-{result.most:.0f} %; {ours.rate:.0f}/s against {plain.rate:.0f}/s, "
        f"p50 {ours.p50:.1f}, p99 {ours.p99:.1f} ms, {ours.answer_bytes:,} bytes"
    )
    return Row(result.name, result.ratio, result.aim, "%", at_least=True, note=found)


def _tag(server: Server) -> str:
    """The tag of the read."""
    connection = HTTPConnection(HOST, server.port)
    connection.request("GET", READ)
    found = connection.getresponse().headers["etag"]
    connection.close()
    return found
