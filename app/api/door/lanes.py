"""Threads for work that would hold up the event loop, so many for each kind of work and no more.

Where all shared the same threads, a busy caller would leave none for anybody else: each
tenant has its own.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from threading import get_ident
from typing import TypeVar
from weakref import WeakKeyDictionary

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

T = TypeVar("T")


class Lane:
    """A number of threads; work that finds none free waits for its turn."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._limiters: WeakKeyDictionary[asyncio.AbstractEventLoop, CapacityLimiter] = (
            WeakKeyDictionary()
        )

    async def run(self, work: Callable[[], T]) -> T:
        """Do the work in one of them. What its caller no longer waits for goes on unheard."""
        loop = asyncio.get_running_loop()
        limiter = self._limiters.get(loop)
        if limiter is None:
            limiter = self._limiters[loop] = CapacityLimiter(self._at_once)
        return await run_sync(partial(_noted, work), limiter=limiter, abandon_on_cancel=True)


class Lanes:
    """A lane for each tenant."""

    def __init__(self, at_once: int) -> None:
        self._lanes: defaultdict[str, Lane] = defaultdict(partial(Lane, at_once))

    async def run(self, work: Callable[[], T]) -> T:
        """Do the work in the lane of the tenant whose request this is."""
        return await self._lanes[_TENANT.get()].run(work)


def _noted(work: Callable[[], T]) -> T:
    _AT_WORK.add(get_ident())
    try:
        return work()
    finally:
        _AT_WORK.discard(get_ident())


_AT_WORK: set[int] = set()
"""The threads that work; adding one to a set is one step of the interpreter."""


def nobody_works() -> bool:
    """Whether no thread of any lane works."""
    return not _AT_WORK


_TENANT: ContextVar[str] = ContextVar("tenant", default="")


def belongs_to(tenant: str) -> None:
    """Say whose the request is that is being answered."""
    _TENANT.set(tenant)
