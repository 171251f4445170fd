"""Full collections come between pieces of work."""

import asyncio
import gc
from collections.abc import Callable
from typing import Any

from app.running.garbage import NEVER, collecting_when


def collections(idle: Callable[[], bool], latest_seconds: float) -> int:
    """How many full collections are made while a heap grows in ten turns of the loop."""
    full = 0

    def count(phase: str, told: dict[str, Any]) -> None:
        nonlocal full
        full += phase == "stop" and told["generation"] == 2

    async def grow() -> None:
        async with collecting_when(idle, every_seconds=0, latest_seconds=latest_seconds):
            gc.callbacks.append(count)
            for _ in range(10):
                gc.collect(1)
                await asyncio.sleep(0)

    try:
        asyncio.run(grow())
    finally:
        gc.callbacks.remove(count)
    return full


def test_collects_while_nothing_is_worked_on() -> None:
    assert collections(lambda: True, latest_seconds=NEVER) > 0


def test_waits_while_something_is() -> None:
    assert collections(lambda: False, latest_seconds=NEVER) == 0


def test_does_not_wait_for_ever() -> None:
    assert collections(lambda: False, latest_seconds=0) > 0


def test_leaves_the_collector_as_it_was() -> None:
    before = gc.get_threshold()
    collections(lambda: True, latest_seconds=0)
    assert gc.get_threshold() == before
