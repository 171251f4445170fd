"""Whether anybody still waits for an answer. Nothing here knows HTTP; no rule asks it.

A use case that works long asks now and then, between one whole computation and the next. What
nobody waits for any more is given up: it would keep a thread and the processor from the others.
"""

from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TypeVar

from app.errors import ServiceError

T = TypeVar("T")


class GivenUp(ServiceError):
    """Nobody waits for the answer any more."""

    def __init__(self) -> None:
        """Say so: to the log, since nobody else hears it."""
        super().__init__("The work was given up, since its answer could no longer be sent.")


class Patience:
    """Until when a caller waits, by a clock that nobody sets, and whether he has left before."""

    def __init__(self, until: float, clock: Callable[[], float] = monotonic) -> None:
        self._until = until
        self._clock = clock
        self._left = False

    def has_left(self) -> None:
        """Note that the caller hung up."""
        self._left = True

    def go_on(self) -> None:
        """GivenUp if nobody waits any more."""
        if self._left or self._clock() >= self._until:
            raise GivenUp


def while_waited_for(items: Iterable[T], go_on: Callable[[], None]) -> Iterator[T]:
    """The same items; before each is given on, `go_on` is called, and may raise."""
    for each in items:
        go_on()
        yield each
