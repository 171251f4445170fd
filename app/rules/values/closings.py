"""Days on which an office was closed that no rule foretells, each with what closed it.

The President closes the federal departments and agencies on single days; agencies keep open what
they must, and the Commission takes no filings and declares nothing effective. Half days are working
days. Closings for weather, for want of funds, or by the Commission alone are in no list here. The
Federal Reserve Banks, and the legal holidays of New York and Massachusetts, have had no such day
since 1998. Nothing raises.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

KNOWN_THROUGH: Final = date(2025, 12, 31)
"""No closing after this day is in the lists."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Why an office was closed on a day, and the act that closed it."""

    name: str
    source: str


def _eve(source: str) -> Closing:
    return Closing("Christmas Eve, closed by executive order", source)


def _day_after(source: str) -> Closing:
    return Closing("Day after Christmas, closed by executive order", source)


def _mourning(president: str, source: str) -> Closing:
    return Closing(f"Day of mourning for President {president}", source)


COMMISSION_CLOSED: Final[Mapping[date, Closing]] = MappingProxyType(
    {
        date(2001, 12, 24): _eve("Executive Order 13238"),
        date(2003, 12, 26): _day_after("Executive Order 13320"),
        date(2004, 6, 11): _mourning("Reagan", "Executive Order 13343"),
        date(2007, 1, 2): _mourning("Ford", "Executive Order 13421"),
        date(2007, 12, 24): _eve("Executive Order 13453"),
        date(2008, 12, 26): _day_after("Executive Order 13482"),
        date(2012, 12, 24): _eve("Executive Order 13633"),
        date(2014, 12, 26): _day_after("Executive Order 13682"),
        date(2018, 12, 5): _mourning("George H. W. Bush", "Executive Order 13852"),
        date(2018, 12, 24): _eve("Executive Order 13854"),
        date(2019, 12, 24): _eve("Executive Order 13900"),
        date(2020, 12, 24): _eve("Executive Order 13965"),
        date(2024, 12, 24): _eve("Executive Order of 19 December 2024"),
        date(2025, 1, 9): _mourning("Carter", "Executive Order of 30 December 2024"),
        date(2025, 12, 24): _eve("Executive Order of 18 December 2025"),
        date(2025, 12, 26): _day_after("Executive Order of 18 December 2025"),
    }
)
"""Days on which the Commission was closed by order of the President."""
