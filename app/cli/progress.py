"""How far a long command has come: one line on a terminal, nothing in a pipe or a log."""

import sys
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TextIO, TypeVar

Item = TypeVar("Item")
EVERY_SECONDS = 1.0


def counted(
    items: Iterable[Item],
    what: str,
    stream: TextIO | None = None,
    clock: Callable[[], float] = monotonic,
) -> Iterator[Item]:
    """The items, while how many there were is told once a second where somebody looks."""
    told = stream or sys.stderr
    if not told.isatty():
        yield from items
        return
    said, shown = clock(), ""
    for count, item in enumerate(items, 1):
        yield item
        if clock() - said >= EVERY_SECONDS:
            said, shown = clock(), f"{count:,} {what} …"
            told.write(f"\r{shown}")
            told.flush()
    if shown:
        told.write(f"\r{' ' * len(shown)}\r")
        told.flush()
