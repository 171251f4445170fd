"""Drawers: which lines of the docket may stand on the same days, so that a day finds its own.

A list as of a day is in the order of due days, and lines of all days would lie between those that
stand on it. So a line lies with others that stand as long before their due day and after it: of
these, only what is due within so many days of the day asked about can stand on it. What has no due
day lies with what began in the same stretch of days and stands as long. Bounds are coarse, so that
there are few drawers; coarser where each is of one status, standard and clause. Whole days; pure.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Final

UNDATED: Final = date.max
"""The due day of what has none: it comes after every day."""


@dataclass(frozen=True, slots=True)
class _Bounds:
    """How finely days are told apart: before the due day, and since when what is undated stands."""

    ahead: tuple[int, ...]
    began: int


BY_DAYS: Final = _Bounds(ahead=(-1, 32, 64, 96, 128, 192, 256, 512, 1024), began=256)
BY_KIND: Final = _Bounds(ahead=(-1, 128, 1024), began=1024)
BEHIND: Final = (0, 128, 1024)
LENGTHS: Final = (64, 512, 4096)


@dataclass(frozen=True, slots=True)
class StandingDays:
    """On which days lines of a drawer can stand, and how far from their due day (None: any)."""

    stands_from: date = date.min
    stands_through: date = date.max
    ahead: int | None = None
    behind: int | None = None


@dataclass(frozen=True, slots=True)
class Drawer:
    """A drawer as it is stored: of any kind, where the status is None."""

    id: int
    tenant: str
    status: str | None
    standard: str | None
    clause: str | None
    stands_from: date
    stands_through: date
    ahead: int | None
    behind: int | None

    def due(self, day: date) -> tuple[date, date]:
        """The first and last day on which what stands on a day can be due."""
        earliest = date.min if self.behind is None else _moved(day, -self.behind)
        latest = UNDATED if self.ahead is None else _moved(day, self.ahead)
        return earliest, latest


@lru_cache(maxsize=4096)
def by_days(tenant: str, first_day: date, last_day: date, due_on: date) -> Drawer:
    """The drawer of a line by its days alone."""
    return _drawer(tenant, None, None, None, _window(BY_DAYS, first_day, last_day, due_on))


@lru_cache(maxsize=4096)
def by_kind(
    tenant: str,
    kind: tuple[str, str | None, str],
    first_day: date,
    last_day: date,
    due_on: date,
) -> Drawer:
    """The drawer of a line by its days, and its kind: its status, standard and clause."""
    return _drawer(tenant, *kind, _window(BY_KIND, first_day, last_day, due_on))


def _window(bounds: _Bounds, first_day: date, last_day: date, due_on: date) -> StandingDays:
    if due_on != UNDATED:
        ahead = _bound((due_on - first_day).days, bounds.ahead)
        behind = None if last_day == date.max else _bound((last_day - due_on).days, BEHIND)
        return StandingDays(ahead=ahead, behind=behind)
    length = None if last_day == date.max else _bound((last_day - first_day).days, LENGTHS)
    stretch = length or bounds.began
    began = date.fromordinal(max(1, first_day.toordinal() // stretch * stretch))
    if length is None:
        return StandingDays(stands_from=began)
    return StandingDays(began, _moved(began, stretch + length))


def _bound(days: int, bounds: tuple[int, ...]) -> int | None:
    """The least bound that days are within; None where they are within none."""
    return next((bound for bound in bounds if days <= bound), None)


def _moved(day: date, days: int) -> date:
    """A day so many days later; the first or last there is, where it would be beyond."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _drawer(
    tenant: str, status: str | None, standard: str | None, clause: str | None, window: StandingDays
) -> Drawer:
    days = (window.stands_from, window.stands_through)
    far = (window.ahead, window.behind)
    told = json.dumps([tenant, status, standard, clause, *map(str, days), *far])
    number = int.from_bytes(sha256(told.encode()).digest()[:8]) >> 1
    return Drawer(number, tenant, status, standard, clause, *days, *far)
