"""Comparing answers takes time with what differs in them, and not with each pair of values."""

from dataclasses import dataclass
from time import process_time

from app.rules.answers.sensitivity import Sensitivity, each_reading_tried
from app.rules.reasoning.matter import open_matter
from app.rules.reasoning.reasoned import reasoned
from app.rules.reasoning.trace import Detail
from tests.rules.examples.random_records import TERMS


@dataclass(frozen=True)
class Owed:
    """An item of a list that is known by its id."""

    id: str
    shares: int


@dataclass(frozen=True)
class Owing:
    """An answer with a list."""

    owed: tuple[Owed, ...]


def tried(now: object, then: object) -> Sensitivity:
    """One answer beside that under another reading."""
    usual, other = (reasoned(each, open_matter(TERMS, Detail.NONE)) for each in (now, then))
    return each_reading_tried(TERMS, usual, {"clear_days"}, lambda *_: other)


def compared(count: int) -> tuple[float, Sensitivity]:
    """An answer beside one that has none of its items and as many others, and what that took."""
    now, then = (
        Owing(tuple(Owed(f"{name}-{number}", number) for number in range(count)))
        for name in ("now", "then")
    )
    began = process_time()
    found = tried(now, then)
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


@dataclass(frozen=True)
class Watched:
    """A part that counts how often it is asked for what it holds."""

    id: str
    shares: int

    def __getattribute__(self, name: str) -> object:
        if name == "shares":
            ASKED.append(name)
        return super().__getattribute__(name)


ASKED: list[str] = []


@dataclass(frozen=True)
class Holding:
    """An answer of a list beside a single number."""

    held: tuple[Watched, ...]
    total: int


def test_equal_parts_are_not_looked_into() -> None:
    """Only the number differs: the thousand items are compared once, whole."""
    held = tuple(Watched(f"h{number}", number) for number in range(1_000))
    now, then = Holding(held, 1), Holding(held, 2)
    ASKED.clear()
    found = tried(now, then)
    assert [each.path for each in found.changes[0].differences] == ["/total"]
    assert not ASKED


def test_what_is_only_there_under_the_other_reading_is_found_at_every_depth() -> None:
    @dataclass(frozen=True)
    class Outer:
        inner: Owing | None
        last: Owed | str | None

    other = Outer(Owing((Owed("a", 1),)), Owed("z", 3))
    found = tried(Outer(None, "none"), other)
    assert [(each.path, each.now, each.becomes) for each in found.changes[0].differences] == [
        ("/inner/owed/a", None, "shares 1"),
        ("/last", "none", None),
        ("/last/id", None, "z"),
        ("/last/shares", None, 3),
    ]
