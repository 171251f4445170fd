"""The calendars that the terms and readings of one agreement select.

Two calendars and never one: business days are counted on the days New York banks are open
(clause 1(a)), last days are moved by the law of the place (clause 9(c)). Which exactly is a
matter of readings QA1, QA2, QA4, QA5, QA8, QA10 and QA11. Dates outside the calendars raise
`OutsideCalendar`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from app.rules.terms.readings import Readings
from app.rules.values import calendars
from app.rules.values.calendars import (
    BusinessDayCalendar,
    BusinessDays,
    CalendarVersion,
    LegalHolidays,
)
from app.rules.values.written_dates import with_weekday

ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6

BUSINESS_DAY_READINGS = (
    "lowercase_business_day_is_defined",
    "business_day_calendar",
    "saturday_holiday_rule",
    "extra_closed",
    "extra_open",
)


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a last day came to rest, and the days passed over on the way with their reasons."""

    day: date
    passed_over: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Almanac:
    """Business days, the roll of last days, and the days the Commission works."""

    business_days: BusinessDays
    roll: "Roll"
    commission_days: BusinessDays

    def versions(self) -> tuple[CalendarVersion, ...]:
        """The calendars behind an answer, each with its content hash."""
        holidays = self.roll.holidays
        return (
            self.business_days.version,
            *((holidays.version,) if holidays else ()),
            self.commission_days.version,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Roll:
    """What moves the last day for doing an act, as reading QA8 chooses."""

    rule: str
    holidays: LegalHolidays | None
    business_days: BusinessDays | None
    saturday_moves: bool
    saturday_is_target: bool
    readings: tuple[str, ...]

    @property
    def source(self) -> str:
        """Which calendar decided, for a line of working."""
        if self.holidays:
            return f"calendar:{self.holidays.version.name}"
        if self.business_days:
            return f"calendar:{self.business_days.version.name}"
        return "reading:deadline_roll"

    def forward(self, day: date) -> Moved:
        """The day itself, or the next on which the act may be done if the law moves it."""
        return _forward(self, day)

    def moved(self, day: date) -> Moved:
        """The same, worked out anew."""
        passed: list[str] = []
        reason = self._why_moved(day)
        while reason:
            passed.append(f"{with_weekday(day)}: {reason}")
            day += ONE_DAY
            reason = self._why_no_target(day)
        return Moved(day, tuple(passed))

    def _why_moved(self, day: date) -> str | None:
        """Why a last day falling here moves, or None."""
        if self.business_days:
            return self.business_days.why_closed(day)
        if not self.holidays:
            return None
        if day.weekday() == SUNDAY:
            return "Sunday"
        if day.weekday() == SATURDAY and self.saturday_moves:
            return "Saturday"
        return self.holidays.name_of(day)

    def _why_no_target(self, day: date) -> str | None:
        """Why a moved last day cannot come to rest here, or None."""
        if self.holidays and day.weekday() == SATURDAY and not self.saturday_is_target:
            return "Saturday"
        return self._why_moved(day)


@lru_cache(maxsize=4096)
def _forward(roll: Roll, day: date) -> Moved:
    """The windows of many Holders end on the same few days."""
    return roll.moved(day)


@lru_cache(maxsize=256)
def _almanac(
    defined: bool,
    calendar: BusinessDayCalendar,
    closed_friday: bool,
    extra_closed: tuple[date, ...],
    extra_open: tuple[date, ...],
    roll_rule: str,
    saturday_is_target: bool,
    suffolk: bool,
) -> Almanac:
    business = (
        calendars.business_days(
            calendar,
            closed_friday=closed_friday,
            extra_closed=extra_closed,
            extra_open=extra_open,
        )
        if defined
        else calendars.massachusetts_business_days(
            suffolk=suffolk, extra_closed=extra_closed, extra_open=extra_open
        )
    )
    return Almanac(
        business_days=business,
        roll=_roll(roll_rule, business, saturday_is_target, suffolk),
        commission_days=calendars.sec_working_days(),
    )


def _roll(rule: str, business: BusinessDays, saturday_is_target: bool, suffolk: bool) -> Roll:
    if rule == "ma_c4_s9":
        return Roll(
            rule,
            holidays=calendars.massachusetts_legal_holidays(suffolk=suffolk),
            business_days=None,
            saturday_moves=False,
            saturday_is_target=saturday_is_target,
            readings=("deadline_roll", "saturday_is_roll_target", "roll_suffolk"),
        )
    if rule == "ny_gcl_25":
        return Roll(
            rule,
            holidays=calendars.new_york_public_holidays(),
            business_days=None,
            saturday_moves=True,
            saturday_is_target=False,
            readings=("deadline_roll",),
        )
    if rule == "business_day":
        return Roll(
            rule,
            holidays=None,
            business_days=business,
            saturday_moves=True,
            saturday_is_target=False,
            readings=("deadline_roll", *BUSINESS_DAY_READINGS),
        )
    return Roll(
        rule,
        holidays=None,
        business_days=None,
        saturday_moves=False,
        saturday_is_target=False,
        readings=("deadline_roll",),
    )


def almanac_for(readings: Readings) -> Almanac:
    """The calendars these readings select; built once for each selection and never changed."""
    return _almanac(
        readings.lowercase_business_day_is_defined,
        readings.business_day_calendar,
        readings.saturday_holiday_rule == "closed_friday",
        tuple(sorted(readings.extra_closed)),
        tuple(sorted(readings.extra_open)),
        readings.deadline_roll,
        readings.saturday_is_roll_target,
        readings.roll_suffolk,
    )
