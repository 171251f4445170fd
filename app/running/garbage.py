"""When garbage that refers to itself is looked for: between pieces of work, not in their midst.

A full collection walks through everything that is alive and holds the interpreter's lock meanwhile.
In the midst of an answer about a thousand Holders, that is a million objects and a quarter of a
second in which nobody else is answered, and nearly always in vain: answers leave no such garbage.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic

YOUNG, MIDDLE = 2_000, 20
"""Objects between collections of the youngest; these between collections of the middle ones."""
NEVER = 1_000_000_000
EVERY_SECONDS = 1.0
LATEST_SECONDS = 300.0
"""After so long it is looked for, whatever is worked on."""


@asynccontextmanager
async def collecting_when(
    idle: Callable[[], bool],
    every_seconds: float = EVERY_SECONDS,
    latest_seconds: float = LATEST_SECONDS,
) -> AsyncIterator[None]:
    """Collect when nothing is worked on, for as long as the context lasts.

    What was built before lives as long as the process, and is never walked through.
    """
    usual = gc.get_threshold()
    gc.enable()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, NEVER)
    task = asyncio.create_task(_collect(idle, every_seconds, latest_seconds))
    try:
        yield
    finally:
        task.cancel()
        gc.set_threshold(*usual)
        gc.unfreeze()


async def _collect(idle: Callable[[], bool], every_seconds: float, latest_seconds: float) -> None:
    collected_at = monotonic()
    while True:
        await asyncio.sleep(every_seconds)
        _, _, grown = gc.get_count()
        if grown and (idle() or monotonic() >= collected_at + latest_seconds):
            gc.collect()
            collected_at = monotonic()
