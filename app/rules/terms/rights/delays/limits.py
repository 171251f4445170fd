"""Limits of delays: how many uses or days, of each use or within a window.

A limit binds in every window of its kind, wherever that is laid. `is` says whether reaching the
number is still allowed (`<=`) or not (`<`). One of `force` `efforts` warns and refuses nothing.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from app.rules.terms.vocabulary import ClauseName, Term, silent

UseOfDelay: TypeAlias = Literal["delay", "prohibition"]
"""How the Company uses its right: it delays a registration, or prohibits sales under one."""

NameOfRight: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]
"""`demand`, `shelf`, `takedown`, `incidental`, or a name of `demands`."""

Count: TypeAlias = Annotated[int, Field(ge=1, le=20_000, strict=True)]


UnitOfWindow: TypeAlias = Literal["day", "month", "year"]
MONTHS: Final[Mapping[str, int]] = {"month": 1, "year": 12}


def _not_endless(count: int, unit: UnitOfWindow) -> None:
    if unit == "year" and count > 100:
        raise ValueError("a window of more than 100 years has no end: leave `window` out")


class RollingWindow(Term):
    """The days up to and with the day asked about, or up to the day before it, wherever laid.

    (D less 12 months, D]; with `ends: day_before` those from D less 12 months to the day before D,
    and what begins on D comes on top of them.
    """

    count: Count
    unit: UnitOfWindow
    ends: Literal["day", "day_before"] = silent("day")

    @model_validator(mode="after")
    def _in_the_calendars(self) -> Self:
        _not_endless(self.count, self.unit)
        return self

    @property
    def months(self) -> int:
        """Its length in months, where it is not one in days."""
        return MONTHS[self.unit] * self.count


class CalendarWindow(Term):
    """Each calendar year."""

    calendar: Literal["year"]


class PeriodsFrom(Term):
    """Periods laid end to end: the first begins with the first use or with the agreement.

    The day that closes a period belongs to it.
    """

    count: Count
    unit: UnitOfWindow
    since: Literal["first_use", "agreement.dated"] = Field(alias="from")

    @model_validator(mode="after")
    def _in_the_calendars(self) -> Self:
        _not_endless(self.count, self.unit)
        return self

    @property
    def months(self) -> int:
        """The length of each in months, where it is not one in days."""
        return MONTHS[self.unit] * self.count


def _which(value: object) -> str:
    if isinstance(value, CalendarWindow) or (isinstance(value, dict) and "calendar" in value):
        return "is:year"
    periods = isinstance(value, PeriodsFrom) or (isinstance(value, dict) and "from" in value)
    return "is:periods" if periods else "is:rolling"


Window: TypeAlias = Annotated[
    Annotated[RollingWindow, Tag("is:rolling")]
    | Annotated[CalendarWindow, Tag("is:year")]
    | Annotated[PeriodsFrom, Tag("is:periods")],
    Discriminator(_which),
]


class LimitOfDelays(Term):
    """No more than so many uses or days, `per` use, run or registration, or in a `window`."""

    clause: ClauseName | None = silent()
    counts: Literal["uses", "days"]
    limit: Count
    allowed: Literal["<=", "<"] = silent("<=", alias="is")
    per: Literal["use", "run", "registration"] | None = silent(
        description="Of one use, of uses that follow each other without a break, or of one "
        "registration alone."
    )
    of: tuple[UseOfDelay, ...] = silent(
        (), description="Which uses it counts and binds. Left out: delays and prohibitions alike."
    )
    rights: tuple[NameOfRight, ...] = silent(
        (),
        description="Under which rights the registrations are whose uses it counts and binds: "
        "`demand`, `shelf`, `takedown`, `incidental`, a name of `demands`. Left out: all.",
    )
    window: Window | None = silent()
    force: Literal["limit", "efforts"] = silent("limit")

    @model_validator(mode="after")
    def _counted_once(self) -> Self:
        if self.per == "use" and (self.window is not None or self.counts == "uses"):
            raise ValueError("`per` use limits the days of one use: it has no window")
        if self.per == "run" and (self.window is not None or self.counts == "uses"):
            raise ValueError("`per` run limits the days of one run: it has no window")
        if self.most == 0:
            raise ValueError("fewer than 1 leaves no room: nothing could ever be used")
        return self

    @property
    def most(self) -> int:
        """The greatest number that is allowed."""
        return self.limit if self.allowed == "<=" else self.limit - 1
