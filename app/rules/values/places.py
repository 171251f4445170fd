"""Which days are closed in the places that an agreement may name: banks, an exchange, an office.

Each place has a list of its holidays, by name, from `FIRST_DAY_OF_PLACES`. Banks of Chicago and of
Texas are taken to close with the Federal Reserve Banks, and no further; the public holidays of
those states close no bank. Banks of Ontario close on the holidays of Ontario and of the federal
government, but not on Easter Monday; those of Paris and London on the public holidays there.
Closings that no list has are entered by hand.

Units: whole days. Raises `OutsideCalendar` for an extra day out of range, `ValueError` for a day
both closed and opened. Every calendar is built once and never changes.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from holidays.countries.canada import Canada
from holidays.countries.france import France
from holidays.countries.united_kingdom import UnitedKingdom
from holidays.countries.united_states import UnitedStates
from holidays.financial.federal_reserve import FederalReserve
from holidays.financial.ny_stock_exchange import NewYorkStockExchange
from holidays.holiday_base import HolidayBase

from app.rules.values.calendars import (
    FIRST_DAY_OF_PLACES,
    LAST_DAY,
    BusinessDays,
    CalendarsChanged,
    OutsideCalendar,
    content_hash,
    days_counted,
    fridays_before_saturday_holidays,
    new_york_holidays_in,
)
from app.rules.values.closings import COMMISSION_CLOSED

PlaceName: TypeAlias = Literal[
    "us-fed",
    "us-ny",
    "us-ma",
    "us-il-chicago-banks",
    "us-tx-banks",
    "ca-on-banks",
    "fr-paris-banks",
    "gb-london-banks",
    "nyse",
    "sec",
]

_YEARS: Final = range(FIRST_DAY_OF_PLACES.year, LAST_DAY.year + 2)

_FED_HASH: Final = "sha256:a7181d2d7f2eb0bc70cf9090f5cc1c514410b37171145fa16491c9c4dc8a4664"

PLACE_HASHES: Final[Mapping[PlaceName, str]] = {
    "us-fed": _FED_HASH,
    "us-ny": "sha256:fd7fdb403cd5cf2ba73aa0b5f5c6a56a9e072be15cdb4467d738e336fc7846e6",
    "us-ma": "sha256:ac70438ffc7b94272a896e1b95fd2f3fa1986635d0fe3805133f35fcc28ba2a8",
    "us-il-chicago-banks": _FED_HASH,
    "us-tx-banks": _FED_HASH,
    "ca-on-banks": "sha256:746a0a6984bcaa6f4c8246ed26ded1a7431845da36cdabb21348a39b93cfa107",
    "fr-paris-banks": "sha256:61feb0eebfc29bc96b67e6b761f0b37f04ee6afc56d74ff5e607ed57a110607e",
    "gb-london-banks": "sha256:4c591ce2c31d64028f9e754a99346d44e0ebaa9417722e9ec15ea0654aa147d4",
    "nyse": "sha256:26948667089875979ca9c32dae811f8eb61b0a77547b5ebea3ac3323f4deb176",
    "sec": "sha256:946cc2a88dbbaf23014b2b6f4fa0ada9462bc859c0942daf9646f2ac7192333c",
}
"""The content of each list with which the service was checked."""


class _FederalReserveFrom1990(FederalReserve):
    # Upstream begins with 1999 and silently shows no holidays before.
    start_year = FIRST_DAY_OF_PLACES.year


def _listed(
    source: type[HolidayBase],
    subdiv: str | None = None,
    categories: tuple[str, ...] | None = None,
) -> dict[date, str]:
    found = source(
        years=_YEARS, expand=False, subdiv=subdiv, categories=categories, language="en_US"
    )
    return dict(found.items())


def _federal_reserve() -> dict[date, str]:
    return _listed(_FederalReserveFrom1990)


def _new_york() -> dict[date, str]:
    return {day: name for year in _YEARS for day, name in new_york_holidays_in(year).items()}


def _massachusetts() -> dict[date, str]:
    return _listed(UnitedStates, "MA")


def _ontario() -> dict[date, str]:
    found = _listed(Canada, "ON", ("public", "government", "optional"))
    return {day: name for day, name in found.items() if name != "Easter Monday"}


def _commission() -> dict[date, str]:
    return _listed(UnitedStates) | {day: each.name for day, each in COMMISSION_CLOSED.items()}


_LISTS: Final[Mapping[PlaceName, Callable[[], dict[date, str]]]] = {
    "us-fed": _federal_reserve,
    "us-ny": _new_york,
    "us-ma": _massachusetts,
    "us-il-chicago-banks": _federal_reserve,
    "us-tx-banks": _federal_reserve,
    "ca-on-banks": _ontario,
    "fr-paris-banks": lambda: _listed(France),
    "gb-london-banks": lambda: _listed(UnitedKingdom, "ENG"),
    "nyse": lambda: _listed(NewYorkStockExchange),
    "sec": _commission,
}


@cache
def holidays_of(place: PlaceName) -> Mapping[date, str]:
    """The holidays of a place, through the year after the last day that is answered.

    Raises `CalendarsChanged` if they are not those with which the service was checked.
    """
    listed = _LISTS[place]()
    found = content_hash(_answered(listed))
    if found != PLACE_HASHES[place]:
        raise CalendarsChanged(place, PLACE_HASHES[place], found)
    return MappingProxyType(listed)


@lru_cache(maxsize=64)
def days_open_in(
    name: str,
    places: tuple[PlaceName, ...],
    weekend: frozenset[int],
    closed_friday: bool,
    extra_closed: tuple[date, ...],
    extra_open: tuple[date, ...],
) -> BusinessDays:
    """The days that are open in every one of the places, and on no weekend.

    `weekend` are weekdays, Monday being 0. `closed_friday` also closes the Friday before a holiday
    that falls on a Saturday. A day in `extra_open` is open whatever the lists say.
    """
    for day in (*extra_closed, *extra_open):
        if not FIRST_DAY_OF_PLACES <= day <= LAST_DAY:
            raise OutsideCalendar(day, name, FIRST_DAY_OF_PLACES, LAST_DAY)
    if both := set(extra_closed) & set(extra_open):
        raise ValueError(f"{min(both)} is given both as closed and as open.")
    closed: dict[date, str] = {}
    for place in places:
        closed |= holidays_of(place)
    if closed_friday:
        closed = fridays_before_saturday_holidays(closed) | closed
    closed = dict.fromkeys(extra_closed, "closed by the agreement's own calendar") | closed
    return days_counted(name, _answered(closed), weekend, _in_order(extra_open))


def _answered(closed: Mapping[date, str]) -> dict[date, str]:
    return {day: name for day, name in closed.items() if FIRST_DAY_OF_PLACES <= day <= LAST_DAY}


def _in_order(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(set(days)))
