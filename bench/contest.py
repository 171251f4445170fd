"""One of our routes against its plain counterpart, in turns, so that noise hits both alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from statistics import median, quantiles

from bench.load import Round, answer, fire

WARM_UP = 64


@dataclass(frozen=True, slots=True)
class Contest:
    """What is sent to both: endless or long enough requests, `size` of them in each round.

    `aim` is the percentage of the plain route's rate that ours should reach. The plain route
    answers with the same status, unless another is said.
    """

    name: str
    aim: int
    status: int
    size: int
    ours: Iterator[bytes]
    plain: Iterator[bytes]
    plain_status: int | None = None


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


def requests_needed(size: int, rounds: int) -> int:
    """How many requests each side of a contest sends at most."""
    return 1 + WARM_UP + rounds * size


def hold(contest: Contest, port: int, count: int, seconds: float) -> Result:
    """Warm both routes up, then send them so many rounds of requests in turn."""
    status = contest.plain_status or contest.status
    ours_bytes = _warm_up(port, contest.ours, contest.status, seconds)
    plain_bytes = _warm_up(port, contest.plain, status, seconds)
    ours: list[Round] = []
    plain: list[Round] = []
    sides = ((contest.ours, contest.status, ours), (contest.plain, status, plain))
    for _ in range(count):
        for requests, answered, rounds in sides:
            batch = islice(requests, contest.size)
            rounds.append(fire(port, batch, answered, seconds))
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


def _warm_up(port: int, requests: Iterator[bytes], status: int, seconds: float) -> int:
    """Give the bytes of an answer."""
    first = answer(port, next(requests), status)
    fire(port, islice(requests, WARM_UP), status, seconds)
    return len(first)


def _side(rounds: list[Round], answer_bytes: int) -> Side:
    latencies = [1000 * each for round_ in rounds for each in round_.latencies]
    percentiles = quantiles(latencies, n=100, method="inclusive")
    rate = median(each.rate for each in rounds)
    return Side(rate, percentiles[49], percentiles[98], answer_bytes)
