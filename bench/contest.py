"""One of our routes against its plain counterpart, in turns, so that noise hits both alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from statistics import median, quantiles

from bench.load import Round, answer, fire

ROUNDS = 15
ROUND_SECONDS = 1.5
WARM_UP = 64


@dataclass(frozen=True, slots=True)
class Contest:
    """What is sent to both: endless or long enough requests, `size` of them in each round.

    `aim` is the percentage of the plain route's rate that ours should reach.
    """

    name: str
    aim: int
    status: int
    size: int
    ours: Iterator[bytes]
    plain: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Side:
    """The figures of one route: requests a second, milliseconds, and bytes of an answer."""

    rate: float
    p50: float
    p99: float
    answer_bytes: int


@dataclass(frozen=True, slots=True)
class Result:
    """Both sides, and ours as percentages of plain: the median of all rounds, least and most."""

    name: str
    aim: int
    ours: Side
    plain: Side
    ratio: float
    least: float
    most: float


def requests_needed(size: int) -> int:
    """How many requests each side of a contest sends at most."""
    return 1 + WARM_UP + ROUNDS * size


def hold(contest: Contest, port: int) -> Result:
    """Warm both routes up, then send them rounds of requests in turn."""
    ours_bytes = _warm_up(port, contest.ours, contest.status)
    plain_bytes = _warm_up(port, contest.plain, contest.status)
    ours: list[Round] = []
    plain: list[Round] = []
    for _ in range(ROUNDS):
        for requests, rounds in ((contest.ours, ours), (contest.plain, plain)):
            batch = islice(requests, contest.size)
            rounds.append(fire(port, batch, contest.status, ROUND_SECONDS))
    ratios = [100 * our.rate / its.rate for our, its in zip(ours, plain, strict=True)]
    return Result(
        contest.name,
        contest.aim,
        _side(ours, ours_bytes),
        _side(plain, plain_bytes),
        median(ratios),
        min(ratios),
        max(ratios),
    )


def _warm_up(port: int, requests: Iterator[bytes], status: int) -> int:
    """Give the bytes of an answer."""
    first = answer(port, next(requests), status)
    fire(port, islice(requests, WARM_UP), status, ROUND_SECONDS)
    return len(first)


def _side(rounds: list[Round], answer_bytes: int) -> Side:
    latencies = [1000 * each for round_ in rounds for each in round_.latencies]
    percentiles = quantiles(latencies, n=100, method="inclusive")
    rate = median(each.rate for each in rounds)
    return Side(rate, percentiles[49], percentiles[98], answer_bytes)
