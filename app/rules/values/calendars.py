"""The calendars by which days are counted and deadlines roll.

Clause 1(a) of the agreement: a Business Day is any day which is not a Saturday, Sunday or legal
holiday and on which banks in the State of New York are open. `business_days` gives it. The
default reading, "fed", takes the days on which the Federal Reserve Banks close; "fed+ny" and
"fed+ma" also leave out the public holidays of New York (Gen. Constr. Law s. 24) and the legal
holidays of Massachusetts, on whose law the agreement stands.

M.G.L. c. 4 s. 7 cl. 18 lists the legal holidays of Massachusetts; c. 4 s. 9 moves a due day which
is a Sunday or one of them. `massachusetts_legal_holidays` gives that list for rolling. It is not
the calendar for counting: Patriots' Day rolls a deadline although New York banks are open.

All three laws move a holiday from Sunday to the following day, and none moves one from Saturday:
a Saturday holiday is a holiday on its Saturday, and the Friday before it is open. A Sunday on
which a holiday falls is kept as a plain Sunday. Only federal employees have the Friday off, which
matters for nothing here but the day on which the Commission works (`sec_working_days`).

Units: whole days, as plain `datetime.date`, from `FIRST_DAY` through `LAST_DAY`; counts are
business days. Days after `PUBLISHED_THROUGH`, the end of the last table of the Federal Reserve,
are projections by rule.

Raises: `OutsideCalendar` when a day asked about, or a day counted to, is out of that range;
`TypeError` for anything but a plain date (a `datetime` would drag a time of day and a zone into
whole-day rules); `ValueError` for a count below 1 or an unknown calendar; `CalendarsChanged`, from
`verify_unchanged`, when the holiday data is no longer the data these calendars were checked with.

Every calendar is built once and never changes, so threads may share it.
"""

import json
from array import array
from calendar import day_name
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Final, Literal, get_args

from holidays.countries.united_states import UnitedStates
from holidays.financial.federal_reserve import FederalReserve
from holidays.holiday_base import HolidayBase
from holidays.version import __version__

from app.rules.values.closings import COMMISSION_CLOSED
from app.rules.values.written_dates import written_out

FIRST_DAY: Final = date(1998, 1, 1)
FIRST_DAY_OF_PLACES: Final = date(1990, 1, 1)
"""From when the calendars of places run (`places`), which an agreement may name as its own."""
LAST_DAY: Final = date(2060, 12, 31)
PUBLISHED_THROUGH: Final = date(2030, 12, 31)

BusinessDayCalendar = Literal["fed", "fed+ma", "fed+ny", "fed+ma+ny"]

CONTENT_HASHES: Final[Mapping[str, str]] = {
    "fed": "sha256:042a9e3e8ba3bc5aeef209edee2c75879ccf3a3de21e9d06821842c7f83fe930",
    "ma": "sha256:a13ce0df98fd4549eb61092d418499376ad1eb92ef6800aa8c99db5ccaa64034",
    "ma+suffolk": "sha256:6fab8763e4139117a6647d99c00aff4c1516601c02f727f8712f096d7c70e166",
    "ny": "sha256:ecb18eddee1e0ddf95858ee8de42868344e65751bb4201206994fd7bda2d6f90",
    "sec": "sha256:212680c67f404dd0d2d0d752821f39f70c46291507ff901b5dcc6480d92a2794",
}

_HOLIDAYS_VERSION: Final = __version__

_ONE_DAY: Final = timedelta(days=1)
_ONE_WEEK: Final = timedelta(weeks=1)
_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
_DAY_NAMES: Final = tuple(day_name)

# One year more than is answered: New Year's Day 2061 is a Saturday, which closes Friday,
# December 31, 2060 for federal employees and under closed_friday.
_YEARS: Final = range(FIRST_DAY.year, LAST_DAY.year + 2)

_WEEKEND: Final = frozenset({_SATURDAY, _SUNDAY})

# Callers choose the extra days, so the calendars kept for them are bounded (0.2 MB each).
_CALENDARS_KEPT: Final = 64


class OutsideCalendar(ValueError):
    """A day asked about, or a day counted to, lies outside the days a calendar covers.

    `day` is the day asked about or counted from, `calendar` the calendar's name, `first` and
    `last` the first and last day it covers. `count` is the number of business days counted,
    negative when counted back, or None when `day` itself is outside.
    """

    def __init__(
        self, day: date, calendar: str, first: date, last: date, count: int | None = None
    ) -> None:
        asked = written_out(day) if count is None else _count_in_words(day, count)
        super().__init__(
            f'{asked} is outside the calendar "{calendar}", which covers {written_out(first)} '
            f"through {written_out(last)}."
        )
        self.day = day
        self.calendar = calendar
        self.first = first
        self.last = last
        self.count = count


class CalendarsChanged(RuntimeError):
    """The holidays of a base table are not those the service was checked with.

    `table` names the table, `expected` and `found` are its content hashes.
    """

    def __init__(self, table: str, expected: str, found: str) -> None:
        super().__init__(
            f'The holidays of table "{table}" are not those this service was checked with '
            f"(holidays {_HOLIDAYS_VERSION}: expected {expected}, found {found}). Deadlines "
            "already given may change: compare the table with its reference list before pinning "
            "the new hash."
        )
        self.table = table
        self.expected = expected
        self.found = found


@dataclass(frozen=True, slots=True)
class CalendarVersion:
    """The stamp on every answer: which calendar gave it, and from which holiday data.

    `content_hash` is the SHA-256 of the calendar's closed days, each as (ISO date, name), in
    order. Saturdays and Sundays go without saying: one is listed only if a holiday is kept on it,
    or (named "open") if the user opened it. Calendars with equal hashes give equal answers.
    """

    name: str
    first_day: date
    last_day: date
    holidays_version: str
    content_hash: str


@dataclass(frozen=True, slots=True, eq=False)
class BusinessDays:
    """A calendar for counting business days, in constant time whatever the count.

    `after` and `before` exclude the day counted from and include the day counted to.
    """

    version: CalendarVersion
    _reasons: Mapping[date, str] = field(repr=False)
    _open_days: tuple[date, ...] = field(repr=False)
    # Entry k is the number of open days before the k-th day of the range (k from 0), with one
    # entry more than there are days, so that the open days through day k are entry k + 1.
    _open_before: Sequence[int] = field(repr=False)

    def is_business_day(self, day: date) -> bool:
        """Return whether `day` is a business day."""
        place = _place(day, self.version)
        return self._open_before[place] < self._open_before[place + 1]

    def why_closed(self, day: date) -> str | None:
        """Return the holiday's name, else the weekday's; None on a business day."""
        if self.is_business_day(day):
            return None
        return self._reasons.get(day) or _DAY_NAMES[day.weekday()]

    def after(self, day: date, count: int) -> date:
        """Return the `count`-th business day strictly after `day`; `count` is 1 or more."""
        _require_positive(count)
        index = self._open_before[_place(day, self.version) + 1] + count - 1
        if index >= len(self._open_days):
            raise _outside(day, self.version, count)
        return self._open_days[index]

    def before(self, day: date, count: int) -> date:
        """Return the `count`-th business day strictly before `day`; `count` is 1 or more."""
        _require_positive(count)
        index = self._open_before[_place(day, self.version)] - count
        # A negative index would wrap round to the end of the calendar without a word.
        if index < 0:
            raise _outside(day, self.version, -count)
        return self._open_days[index]

    def on_or_before(self, day: date) -> date:
        """Return `day` if it is a business day, else the last one before it."""
        return day if self.is_business_day(day) else self.before(day, 1)


@dataclass(frozen=True, slots=True, eq=False)
class LegalHolidays:
    """A list of legal holidays, for rolling deadlines.

    A Saturday holiday is kept on its Saturday. Ordinary Saturdays and all Sundays are not
    holidays: the holiday that falls on a Sunday is kept on the Monday.
    """

    version: CalendarVersion
    _names: Mapping[date, str] = field(repr=False)

    def name_of(self, day: date) -> str | None:
        """Return the name of the holiday kept on `day`, or None."""
        _place(day, self.version)
        return self._names.get(day)


def business_days(
    calendar: BusinessDayCalendar = "fed",
    *,
    closed_friday: bool = False,
    extra_closed: tuple[date, ...] = (),
    extra_open: tuple[date, ...] = (),
) -> BusinessDays:
    """Return the Business Days of clause 1(a) under the chosen reading.

    "fed" closes the holidays of the Federal Reserve Banks; "+ma" and "+ny" also close the legal
    holidays of Massachusetts and the public holidays of New York. `closed_friday` also closes
    the Friday before any of these that falls on a Saturday. `extra_closed` closes further days,
    such as a declared bank moratorium. A day in `extra_open` is a Business Day whatever the
    calendar says, even on a weekend, because the user said so; it does not reopen the Friday
    before it.

    Raises `OutsideCalendar` for an extra day out of range, `ValueError` for an unknown calendar
    or a day both closed and opened.
    """
    if calendar not in get_args(BusinessDayCalendar):
        known = ", ".join(get_args(BusinessDayCalendar))
        raise ValueError(f'There is no calendar "{calendar}"; choose one of {known}.')
    return _business_days(
        calendar,
        closed_friday,
        _in_order(extra_closed, calendar),
        _in_order(extra_open, calendar),
    )


def massachusetts_business_days(
    *,
    suffolk: bool = False,
    extra_closed: tuple[date, ...] = (),
    extra_open: tuple[date, ...] = (),
) -> BusinessDays:
    """Return every day but Saturdays, Sundays and Massachusetts legal holidays.

    The other reading of the uncapitalised "business day": not the defined term but the ordinary
    meaning where the agreement is governed. `suffolk` adds the holidays of Suffolk County.
    Extra days act, and raise, as in `business_days`.
    """
    calendar = "ma+suffolk" if suffolk else "ma"
    return _business_days(
        calendar, False, _in_order(extra_closed, calendar), _in_order(extra_open, calendar)
    )


def sec_working_days() -> BusinessDays:
    """Return the days the Commission's staff works: ONLY for a day on which the Commission acts.

    Federal employees also have the Friday before a Saturday holiday off (5 U.S.C. 6103(b)), so
    this calendar must never count the parties' business days. Use it to say which day before a
    contract date is the last on which the Commission can declare a registration effective.
    The days on which an executive order closed federal offices are in it, as far as `closings`
    knows them.
    """
    return _business_days("sec", False, (), ())


@cache
def massachusetts_legal_holidays(*, suffolk: bool = False) -> LegalHolidays:
    """Return the legal holidays of M.G.L. c. 4 s. 7 cl. 18, on which c. 4 s. 9 rolls a due day.

    `suffolk` adds Evacuation Day and Bunker Hill Day, legal holidays in Suffolk County only.
    """
    return _legal_holidays("ma+suffolk" if suffolk else "ma")


@cache
def new_york_public_holidays() -> LegalHolidays:
    """Return the public holidays of N.Y. Gen. Constr. Law s. 24.

    Flag Day is left out: it is always a Sunday and the one holiday no Monday follows. So are days
    of thanksgiving or prayer appointed by proclamation, which no rule foretells.
    """
    return _legal_holidays("ny")


def verify_unchanged() -> None:
    """Check every base table against its pinned content hash.

    Raises `CalendarsChanged` naming the first table that differs: an upgrade of `holidays` may
    rewrite past holidays, and with them deadlines already given.
    """
    for table in _BASE_TABLES:
        found = content_hash(_answered(_holidays_of(table)))
        if found != CONTENT_HASHES[table]:
            raise CalendarsChanged(table, CONTENT_HASHES[table], found)


# The holidays of each law, by day


class _FederalReserveBanks(FederalReserve):
    # Upstream begins with 1999 and silently shows no holidays at all in 1998.
    start_year = FIRST_DAY.year


def _federal_reserve() -> dict[date, str]:
    return _taken_from(_FederalReserveBanks)


def _massachusetts() -> dict[date, str]:
    return _taken_from(UnitedStates, subdiv="MA")


def _massachusetts_with_suffolk() -> dict[date, str]:
    # By rule: upstream does not list the two days of Suffolk County.
    return _massachusetts() | dict(
        kept
        for year in _YEARS
        for kept in (
            _kept_on(date(year, 3, 17), "Evacuation Day (Suffolk county only)"),
            _kept_on(date(year, 6, 17), "Bunker Hill Day (Suffolk county only)"),
        )
    )


def _federal_employees() -> dict[date, str]:
    by_order = {day: each.name for day, each in COMMISSION_CLOSED.items()}
    return _taken_from(UnitedStates) | by_order


def _taken_from(source: type[HolidayBase], subdiv: str | None = None) -> dict[date, str]:
    """Copy a package calendar's holidays, less the Sundays.

    The package's own object is thrown away: one that expands on demand loses holidays for good
    when threads share it, and one that does not answers "no holiday" outside its years.
    """
    found = source(years=_YEARS, expand=False, subdiv=subdiv, language="en_US")
    return {day: name for day, name in found.items() if day.weekday() != _SUNDAY}


def _new_york() -> dict[date, str]:
    return {day: name for year in _YEARS for day, name in new_york_holidays_in(year).items()}


def new_york_holidays_in(year: int) -> dict[date, str]:
    """Return the public holidays of New York in a year, by the law of today and 2020."""
    fixed = {
        date(year, 1, 1): "New Year's Day",
        date(year, 2, 12): "Lincoln's Birthday",
        date(year, 7, 4): "Independence Day",
        date(year, 11, 11): "Veterans' Day",
        date(year, 12, 25): "Christmas Day",
    }
    if year >= 2021:  # L. 2020 c. 249
        fixed[date(year, 6, 19)] = "Juneteenth"
    return dict(_kept_on(day, name) for day, name in fixed.items()) | {
        _weekday_of_month(year, 1, _MONDAY, 3): "Dr. Martin Luther King, Jr. Day",
        _weekday_of_month(year, 2, _MONDAY, 3): "Washington's Birthday",
        _weekday_of_month(year, 6, _MONDAY, 1) - _ONE_WEEK: "Memorial Day",
        _weekday_of_month(year, 9, _MONDAY, 1): "Labor Day",
        _weekday_of_month(year, 10, _MONDAY, 2): "Columbus Day",
        # Election Law: the Tuesday next after the first Monday in November.
        _weekday_of_month(year, 11, _MONDAY, 1) + _ONE_DAY: "General Election Day",
        _weekday_of_month(year, 11, _THURSDAY, 4): "Thanksgiving Day",
    }


def _kept_on(day: date, name: str) -> tuple[date, str]:
    """Return the day a holiday is kept on: the day after, "if any of such days ... is Sunday"."""
    return (day + _ONE_DAY, f"{name} (observed)") if day.weekday() == _SUNDAY else (day, name)


def _weekday_of_month(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7) + (nth - 1) * _ONE_WEEK


_BASE_TABLES: Final[Mapping[str, Callable[[], dict[date, str]]]] = {
    "fed": _federal_reserve,
    "ma": _massachusetts,
    "ma+suffolk": _massachusetts_with_suffolk,
    "ny": _new_york,
    "sec": _federal_employees,
}

# "fed" is last, so that where laws share a holiday it bears the name the banks give it.
_TABLES_OF_READING: Final[Mapping[str, tuple[str, ...]]] = {
    "fed+ma": ("ma", "fed"),
    "fed+ny": ("ny", "fed"),
    "fed+ma+ny": ("ny", "ma", "fed"),
}


@cache
def _holidays_of(calendar: str) -> Mapping[date, str]:
    """Return a calendar's holidays through the year after `LAST_DAY`."""
    if calendar in _BASE_TABLES:
        return MappingProxyType(_BASE_TABLES[calendar]())
    joined: dict[date, str] = {}
    for table in _TABLES_OF_READING[calendar]:
        joined |= _holidays_of(table)
    return MappingProxyType(joined)


# From holidays to calendars


@lru_cache(maxsize=_CALENDARS_KEPT)
def _business_days(
    calendar: str,
    closed_friday: bool,
    extra_closed: tuple[date, ...],
    extra_open: tuple[date, ...],
) -> BusinessDays:
    if both := set(extra_closed) & set(extra_open):
        raise ValueError(f"{written_out(min(both))} is given both as closed and as open.")
    closed = dict(_holidays_of(calendar))
    if closed_friday:
        closed = fridays_before_saturday_holidays(closed) | closed
    closed = dict.fromkeys(extra_closed, "closed by the user") | closed
    reasons = {day: name for day, name in _answered(closed).items() if day not in extra_open}
    chosen = {
        "closed_friday": closed_friday,
        "extra_closed": extra_closed,
        "extra_open": extra_open,
    }
    name = "+".join([calendar, *(setting for setting, value in chosen.items() if value)])
    return days_counted(name, reasons, _WEEKEND, extra_open, first_day=FIRST_DAY)


def fridays_before_saturday_holidays(holidays: Mapping[date, str]) -> dict[date, str]:
    """Return the Friday before each holiday that falls on a Saturday."""
    return {
        day - _ONE_DAY: f"Friday before {name}"
        for day, name in holidays.items()
        if day.weekday() == _SATURDAY
    }


def days_counted(
    name: str,
    closed: Mapping[date, str],
    weekend: frozenset[int],
    extra_open: tuple[date, ...],
    *,
    first_day: date = FIRST_DAY_OF_PLACES,
) -> BusinessDays:
    """A calendar from its closed days with their names, and the weekdays that are never open.

    A day in `extra_open` is open all the same.
    """
    reasons = {day: reason for day, reason in closed.items() if day not in extra_open}
    opened = {day: "open" for day in extra_open if day.weekday() in weekend}
    open_days: list[date] = []
    open_before = array("H", [0])
    for day in map(date.fromordinal, range(first_day.toordinal(), LAST_DAY.toordinal() + 1)):
        if day in opened or (day.weekday() not in weekend and day not in reasons):
            open_days.append(day)
        open_before.append(len(open_days))
    version = _version(name, reasons | opened, first_day)
    return BusinessDays(version, MappingProxyType(reasons), tuple(open_days), open_before)


def _legal_holidays(calendar: str) -> LegalHolidays:
    names = _answered(_holidays_of(calendar))
    return LegalHolidays(_version(calendar, names), MappingProxyType(names))


def _answered(holidays: Mapping[date, str]) -> dict[date, str]:
    """Return the holidays on days the calendars answer for."""
    return {day: name for day, name in holidays.items() if FIRST_DAY <= day <= LAST_DAY}


def _version(name: str, closed: Mapping[date, str], first_day: date = FIRST_DAY) -> CalendarVersion:
    return CalendarVersion(name, first_day, LAST_DAY, _HOLIDAYS_VERSION, content_hash(closed))


def content_hash(closed: Mapping[date, str]) -> str:
    """What a list of closed days is known by."""
    rows = [[day.isoformat(), name] for day, name in sorted(closed.items())]
    return "sha256:" + sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()


# What is asked


def _in_order(days: Iterable[date], calendar: str) -> tuple[date, ...]:
    """Return checked extra days, so that one choice of days makes one calendar."""
    return tuple(sorted({_checked(day, calendar) for day in days}))


def _checked(day: date, calendar: str) -> date:
    _require_plain_date(day)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise OutsideCalendar(day, calendar, FIRST_DAY, LAST_DAY)
    return day


def _place(day: date, version: CalendarVersion) -> int:
    """Return how many days `day` lies after the calendar's first day."""
    _require_plain_date(day)
    if not version.first_day <= day <= version.last_day:
        raise _outside(day, version)
    return day.toordinal() - version.first_day.toordinal()


def _outside(day: date, version: CalendarVersion, count: int | None = None) -> OutsideCalendar:
    return OutsideCalendar(day, version.name, version.first_day, version.last_day, count)


def _require_plain_date(day: date) -> None:
    # datetime is a subclass of date, so isinstance(day, date) would let a time of day in.
    if type(day) is not date:
        raise TypeError(f"A calendar takes a plain date, not {type(day).__name__} {day!r}.")


def _require_positive(count: int) -> None:
    if count < 1:
        raise ValueError(f"Business days are counted from 1 upward, not {count}.")


def _count_in_words(day: date, count: int) -> str:
    days = "business day" if abs(count) == 1 else "business days"
    direction = "after" if count > 0 else "before"
    return f"The day {abs(count)} {days} {direction} {written_out(day)}"
