"""Comparing answers takes time with each value in them, and not with each pair of values."""

from dataclasses import dataclass
from time import process_time

from app.rules.readings import Readings
from app.rules.sensitivity import Sensitivity, sensitivity


@dataclass(frozen=True)
class Owed:
    """An item of a list that is known by its id."""

    id: str
    shares: int


@dataclass(frozen=True)
class Owing:
    """An answer with a list."""

    owed: tuple[Owed, ...]


def compared(count: int) -> tuple[float, Sensitivity]:
    """An answer beside one that has none of its items and as many others, and what that took."""
    now, then = (
        Owing(tuple(Owed(f"{name}-{number}", number) for number in range(count)))
        for name in ("now", "then")
    )
    began = process_time()
    found = sensitivity(Readings(), now, {"clear_days"}, lambda *_: then)
    return process_time() - began, found


def test_the_time_grows_with_the_values() -> None:
    few, many = (min(compared(count)[0] for _ in range(2)) for count in (500, 2_000))
    assert many < 0.05 + 10 * few, (few, many)


def test_each_item_that_only_one_has_is_told_once() -> None:
    _, found = compared(3)
    for change in found.changes:
        assert [(each.path, each.now, each.becomes) for each in change.differences] == [
            *((f"/owed/now-{number}", f"shares {number}", None) for number in range(3)),
            *((f"/owed/then-{number}", None, f"shares {number}") for number in range(3)),
        ]
    assert found.changes
