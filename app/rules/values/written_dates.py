"""Dates and time zones as they enter from outside, and days as sentences write them.

They enter as whole days written YYYY-MM-DD, zones by name.

A lenient parser would read the number 0 as 1 January 1970 and cut the time off a timestamp; a
date that decides a deadline is not guessed at.
"""

import re
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
EARLIEST, LATEST = date(1800, 1, 1), date(2199, 12, 31)
"""Wide enough for any registered share; narrow enough that counting cannot overflow."""


def written_out(day: date) -> str:
    """A day as a sentence names it: 16 February 1999."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def on_its_weekday(day: date) -> str:
    """A day as a sentence names it where its weekday matters: Friday, 19 February 1999."""
    return f"{_DAYS[day.weekday()]}, {written_out(day)}"


def _plain(value: object) -> date:
    """Accept a plain date or its ISO text; raise ValueError for anything else."""
    if isinstance(value, date) and not isinstance(value, datetime):
        day = value
    elif isinstance(value, str) and _WRITTEN.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError as none:
            raise ValueError(f"There is no day {value}.") from none
    else:
        raise ValueError("A date is written YYYY-MM-DD, as a text without a time.")
    if not EARLIEST <= day <= LATEST:
        raise PydanticCustomError(
            "date_outside_calendars", "no calendar reaches that far; dates run from 1800 to 2199"
        )
    return day


def _moment(value: object) -> datetime:
    """Accept a moment with its offset, or its ISO text; raise ValueError for anything else."""
    if isinstance(value, str) and "T" in value:
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError("a moment is written YYYY-MM-DDTHH:MM:SS with its offset")
    if not EARLIEST.year < value.year < LATEST.year:
        raise ValueError(f"a moment lies between {EARLIEST} and {LATEST}")
    return value


Moment = Annotated[datetime, BeforeValidator(_moment)]
"""A moment with its offset; JSON carries it as ISO 8601 text."""

PlainDate = Annotated[date, BeforeValidator(_plain)]
"""A calendar day; JSON carries it as `YYYY-MM-DD`."""


def known_zone(name: str) -> str:
    """The name itself if there is such a time zone; ValueError otherwise."""
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as unknown:
        raise ValueError(f"there is no time zone {name!r}") from unknown
    return name


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def with_weekday(day: date) -> str:
    """A day as a list of days counted has it: “Fri 1999-02-19”, in whatever language."""
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"
