"""Calendars and rolls of an agreement's own: which days are open, and where a last day moves.

What a document says here is a term, and the readings of the same questions have no part in it.
Days are whole days from 1990; a holiday on a Saturday closes that Saturday and no other day unless
`saturday_holiday` says so.
"""

from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.vocabulary import ClauseName, Term, Words, silent
from app.rules.values.calendars import FIRST_DAY_OF_PLACES, LAST_DAY
from app.rules.values.places import PlaceName
from app.rules.values.written_dates import PlainDate

Weekday: TypeAlias = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
]
WEEKDAYS: Final[tuple[Weekday, ...]] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)

BY_READING: Final = "by_reading"
"""Said of a roll: the text is silent, and the reading `deadline_roll` chooses."""
NO_ROLL: Final = "none"


def numbers_of(weekdays: tuple[Weekday, ...]) -> frozenset[int]:
    """Weekdays as Python numbers them, Monday being 0."""
    return frozenset(WEEKDAYS.index(day) for day in weekdays)


def _answered(days: tuple[PlainDate, ...]) -> tuple[PlainDate, ...]:
    for day in days:
        if not FIRST_DAY_OF_PLACES <= day <= LAST_DAY:
            raise ValueError(f"the calendars run from {FIRST_DAY_OF_PLACES} to {LAST_DAY}")
    return days


DaysByHand: TypeAlias = Annotated[
    tuple[PlainDate, ...], Field(max_length=366), AfterValidator(_answered)
]


class AgreementCalendar(Term):
    """Days that are open in each of some places.

    `closed` are the places whose holidays are closed, `weekend` the weekdays that never are open.
    `saturday_holiday` says whether the Friday before a holiday that falls on a Saturday is open.
    `extra_closed` and `extra_open` are days entered by hand, which go before the lists.
    """

    clause: ClauseName | None = silent()
    closed: Annotated[tuple[PlaceName, ...], Field(max_length=10)]
    weekend: tuple[Weekday, ...] = silent(("saturday", "sunday"))
    saturday_holiday: Literal["open_friday", "closed_friday"] = silent("open_friday")
    extra_closed: DaysByHand = silent(())
    extra_open: DaysByHand = silent(())

    @model_validator(mode="after")
    def _some_day_is_open(self) -> Self:
        if len(set(self.weekend)) == len(WEEKDAYS):
            raise ValueError("a `weekend` of every weekday leaves no day open")
        if both := set(self.extra_closed) & set(self.extra_open):
            raise ValueError(f"{min(both)} is both in `extra_closed` and in `extra_open`")
        return self


class BusinessDayTerm(Term):
    """Which calendar the unit `business_day` is counted on."""

    clause: ClauseName | None = silent()
    calendar: NameOfTerm


class DaysOff(Term):
    """From which days a last day moves: these weekdays, and days closed in these calendars."""

    weekdays: tuple[Weekday, ...] = silent(())
    calendars: tuple[NameOfTerm, ...] = silent(())

    @model_validator(mode="after")
    def _some_of_them(self) -> Self:
        if not self.weekdays and not self.calendars:
            raise ValueError("`off` names weekdays, calendars or both: else nothing ever moves")
        return self


class RollTerm(Term):
    """Where a last day moves that falls on a day on which the act need not be done.

    It moves from a day that is `off`, to the `next` or `previous` day that is open in the calendar
    `to`, or without one to the first that is not off. `law` is shown to the reader.
    """

    clause: ClauseName | None = silent()
    moves: Literal["next", "previous"]
    off: DaysOff
    to: NameOfTerm | None = silent()
    law: Words

    @model_validator(mode="after")
    def _comes_to_rest(self) -> Self:
        if len(set(self.off.weekdays)) == len(WEEKDAYS):
            raise ValueError("with every weekday off, no last day comes to rest")
        return self
