"""The calendars that the terms and readings of one agreement select.

Two calendars and never one: business days are counted on the days New York banks are open
(clause 1(a)), last days are moved by the law of the place (clause 9(c)). Which exactly is a
matter of readings QA1, QA2, QA4, QA5, QA8, QA10 and QA11, unless the agreement has calendars and
rolls of its own, which no reading touches. Dates outside the calendars raise
`OutsideCalendar`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, TypeAlias

from app.rules.terms import Terms
from app.rules.terms.clocks.calendars import (
    BY_READING,
    NO_ROLL,
    AgreementCalendar,
    BusinessDayTerm,
    RollTerm,
    numbers_of,
)
from app.rules.terms.readings import Readings
from app.rules.terms.vocabulary import Term
from app.rules.values import calendars
from app.rules.values.calendars import (
    BusinessDayCalendar,
    BusinessDays,
    CalendarVersion,
    LegalHolidays,
)
from app.rules.values.places import days_open_in
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
DEADLINE_ROLL = ("deadline_roll",)


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a last day came to rest, and the days passed over on the way with their reasons."""

    day: date
    passed_over: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Almanac:
    """Business days, the roll of last days, and the days the Commission works.

    `business_day_readings` choose the business days; none where the agreement says them itself.
    `calendars` and `rolls` are the agreement's own, by name.
    """

    business_days: BusinessDays
    roll: "AnyRoll"
    commission_days: BusinessDays
    business_day_readings: tuple[str, ...] = BUSINESS_DAY_READINGS
    calendars: Mapping[str, BusinessDays] = field(default_factory=dict)
    rolls: Mapping[str, "AnyRoll"] = field(default_factory=dict)

    def versions(self) -> tuple[CalendarVersion, ...]:
        """The calendars behind an answer, each with its content hash."""
        others = (
            *(each.version for each in self.roll.looked_up),
            *(each.version for each in self.calendars.values()),
        )
        return tuple(
            dict.fromkeys((self.business_days.version, *others, self.commission_days.version))
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
    clause: str | None = None

    @property
    def looked_up(self) -> "tuple[LegalHolidays | BusinessDays, ...]":
        """The calendars looked up, beside the business days."""
        return (self.holidays,) if self.holidays else ()

    @property
    def source(self) -> str:
        """Which calendar decided, for a line of working."""
        if not self.readings:
            return "terms:/deadline_roll"
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


@dataclass(frozen=True, slots=True, eq=False)
class AgreedRoll:
    """What moves a last day by the agreement's own words, which no reading touches."""

    name: str
    rule: str
    clause: str | None
    step: timedelta
    weekdays: frozenset[int]
    calendars: tuple[BusinessDays, ...]
    to: BusinessDays | None
    readings: tuple[str, ...] = ()

    @property
    def looked_up(self) -> tuple[LegalHolidays | BusinessDays, ...]:
        """The calendars looked up, beside the business days."""
        return (*self.calendars, *((self.to,) if self.to else ()))

    @property
    def source(self) -> str:
        """Where the law stands that moves it, for a line of working."""
        return f"terms:/rolls/{self.name}/law"

    def forward(self, day: date) -> Moved:
        """The day itself, or that to which it moves."""
        return _forward(self, day)

    def moved(self, day: date) -> Moved:
        """The same, worked out anew."""
        passed: list[str] = []
        reason = self._why_off(day)
        while reason:
            passed.append(f"{with_weekday(day)}: {reason}")
            day += self.step
            reason = self._why_off(day) or (self.to.why_closed(day) if self.to else None)
        return Moved(day, tuple(passed))

    def _why_off(self, day: date) -> str | None:
        if day.weekday() in self.weekdays:
            return f"{day:%A}"
        reasons = (each.why_closed(day) for each in self.calendars)
        return next((each for each in reasons if each), None)


AnyRoll: TypeAlias = Roll | AgreedRoll

NEVER: Final = Roll(NO_ROLL, None, None, False, False, readings=())
"""No last day moves, by the agreement's own words."""


@lru_cache(maxsize=4096)
def _forward(roll: AnyRoll, day: date) -> Moved:
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


def almanac_for(terms: Terms) -> Almanac:
    """The calendars these terms and readings select; built once for each and never changed."""
    return _own(terms.own_calendars, _chosen(terms.readings))


def _chosen(readings: Readings) -> Almanac:
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


class _Own(Term):
    """What a document says of its calendars itself."""

    calendars: Mapping[str, AgreementCalendar] = {}
    business_day: BusinessDayTerm | None = None
    rolls: Mapping[str, RollTerm] = {}
    deadline_roll: str | None = BY_READING


@lru_cache(maxsize=256)
def _own(said: str, chosen: Almanac) -> Almanac:
    """The calendars of the document, in place of what readings would choose.

    A name that is not declared stands for nothing: the check refuses it before anything is asked.
    """
    if not said:
        return chosen
    own = _Own.model_validate_json(said)
    named = {
        name: days_open_in(
            name,
            each.closed,
            numbers_of(each.weekend),
            each.saturday_holiday == "closed_friday",
            tuple(sorted(set(each.extra_closed))),
            tuple(sorted(set(each.extra_open))),
        )
        for name, each in own.calendars.items()
    }
    found = replace(chosen, calendars=named)
    if own.business_day is not None and own.business_day.calendar in named:
        found = replace(
            found, business_days=named[own.business_day.calendar], business_day_readings=()
        )
        if chosen.roll.rule == "business_day":
            by_them = Roll("business_day", None, found.business_days, True, False, DEADLINE_ROLL)
            found = replace(found, roll=by_them)
    rolls: dict[str, AnyRoll] = {
        name: AgreedRoll(
            name,
            each.law,
            each.clause,
            ONE_DAY if each.moves == "next" else -ONE_DAY,
            numbers_of(each.off.weekdays),
            tuple(named[calendar] for calendar in each.off.calendars if calendar in named),
            named.get(each.to) if each.to else None,
        )
        for name, each in own.rolls.items()
    }
    found = replace(found, rolls=rolls)
    if own.deadline_roll == BY_READING:
        return found
    if own.business_day is not None:
        found = replace(found, commission_days=_days_of_the_commission())
    name = own.deadline_roll or NO_ROLL
    return replace(found, roll=rolls.get(name, NEVER))


def _days_of_the_commission() -> BusinessDays:
    """The days the Commission works, as far back as calendars of an agreement's own."""
    return days_open_in("sec", ("sec",), frozenset({SATURDAY, SUNDAY}), False, (), ())
