"""A day that is not known while a ruling is open, and the two days between which it lies.

No clause stands behind this module: it keeps an answer from saying more than the record does, and
lets it say what holds however the ruling comes out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.rules.reasoning.trace import Sourced

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Between:
    """The earliest and the latest that the day can be."""

    earliest: Sourced[date]
    latest: Sourced[date]

    def surely_after(self, day: date | None) -> bool:
        """Whether it is still to come on a day, whichever it is (None: on all that is known)."""
        return day is None or day < self.earliest.value

    def perhaps_after(self, day: date | None) -> bool:
        """Whether it may still be to come on a day."""
        return day is None or day < self.latest.value


def between(one: Sourced[date] | None, other: Sourced[date] | None) -> Between | None:
    """The two days between which it lies; None where they are the same, or one is not known."""
    if one is None or other is None or one.value == other.value:
        return None
    return Between(*sorted((one, other), key=lambda day: day.value))


def same(one: Sourced[V] | None, other: Sourced[V] | None) -> Sourced[V] | None:
    """A value that is the same either way; None where it is not."""
    alike = one is not None and other is not None and one.value == other.value
    return one if alike else None


def each_and_all(undecided: Sequence[V]) -> Iterator[tuple[V, ...]]:
    """The ways to be tried besides none of several things that are open: all, and each alone."""
    if undecided:
        yield tuple(undecided)
    if len(undecided) > 1:
        yield from ((one,) for one in undecided)
