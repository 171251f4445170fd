"""Damages agreed beforehand for what comes late or lapses, as an agreement writes them.

`for` names the defaults: a last day that is `missed`, days `without` sales, or days `while` stated
conditions hold. What accrues is an `amount` for each `per`, or `rates` of a `base`, and whatever is
owed `at_once`. Rates and fractions are exact, money is in cents, days are whole. What has no plain
default (`cure_day`, `accrues`, `year`, `together`, `reaches_back`, `held_on`, `to`) may be absent:
then what turns on it is not determined. All that no rule honours is refused, with the words that
would be right.
"""

import itertools
from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PrivateAttr,
    StrictBool,
    Tag,
    field_validator,
    model_validator,
)

from app.rules.terms.clocks.clock import (
    AtMoment,
    Clock,
    Counted,
    EarliestOf,
    LatestOf,
    NameOfTerm,
)
from app.rules.terms.clocks.moments import Moment, subject_of
from app.rules.terms.rights.delays.limits import CalendarWindow, Count, NameOfRight, RollingWindow
from app.rules.terms.vocabulary import ClauseName, ExactFraction, Term, proper, silent
from app.rules.values.amounts import PositiveMoney, PositivePrice

HeldOn: TypeAlias = Literal["each_day", "period_start", "default_began", "issue"]
Accrues: TypeAlias = Literal["daily", "started_periods", "full_periods"]
YearOf: TypeAlias = Literal["actual/365", "actual/360", "30/360"]
DayCount: TypeAlias = Literal["counted", "excluded"]
Together: TypeAlias = Literal["added", "one_at_a_time"]

PERIOD_ENDED: Final = "period.ended"
DEFAULT_BEGAN: Final = "default.began"


def _some(rate: Fraction) -> Fraction:
    if rate <= 0:
        raise ValueError("a rate is more than nothing")
    return rate


Rate: TypeAlias = Annotated[
    ExactFraction,
    AfterValidator(_some),
    Field(
        description='Part of the base, as an exact fraction: "3/200" is one and a half per cent.'
    ),
]


class Length(Term):
    """A length of time: so many days, months or years; a week is seven days."""

    count: Annotated[int, Field(ge=1, le=1000, strict=True)]
    unit: Literal["day", "month", "year"]


class CalendarMonth(Term):
    """The months of the calendar."""

    calendar: Literal["month"]


class StatedDays(Term):
    """Days on which a condition is stated to hold, on which it is not, or of a delay.

    In a request it goes by its name: the id; `not` and the id; or `delayed`.
    """

    asserted: NameOfTerm | None = silent()
    delayed: Literal[True] | None = silent()
    denied: "StatedDays | None" = silent(alias="not")

    @model_validator(mode="after")
    def _one_test(self) -> "StatedDays":
        said = [each for each in (self.asserted, self.delayed, self.denied) if each is not None]
        if len(said) != 1 or (self.denied is not None and self.denied.denied is not None):
            raise ValueError(
                "the days of a default are stated: exactly one of `asserted`, `delayed`, and `not` "
                "of one of these"
            )
        return self

    @property
    def name(self) -> str:
        """What the days are called that are stated of it."""
        if self.denied is not None:
            return f"not {self.denied.name}"
        return self.asserted or "delayed"


def _window(value: Any) -> str:
    by_year = isinstance(value, CalendarWindow) or (isinstance(value, dict) and "calendar" in value)
    return "is:year" if by_year else "is:rolling"


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) or value is None else [value]


SomeDays: TypeAlias = Annotated[tuple[StatedDays, ...], BeforeValidator(_listed)]
"""Days that are stated, one kind of them or a list."""


class DaysAllowed(Term):
    """How many days, or stretches of days (`uses`), are allowed before a default begins.

    `per` use: of one stretch. With a `window` those up to and with each day are counted in it.
    """

    counts: Literal["days", "uses"]
    limit: Count
    allowed: Literal["<=", "<"] = silent("<=", alias="is")
    per: Literal["use"] | None = silent()
    window: (
        Annotated[
            Annotated[RollingWindow, Tag("is:rolling")] | Annotated[CalendarWindow, Tag("is:year")],
            Discriminator(_window),
        ]
        | None
    ) = silent()

    @model_validator(mode="after")
    def _counted_once(self) -> "DaysAllowed":
        if self.per is not None and (self.window is not None or self.counts == "uses"):
            raise ValueError("`per` use allows so many days of one stretch: it has no window")
        if isinstance(self.window, RollingWindow) and self.window.ends != "day":
            raise ValueError("a window here ends with each day: leave `ends` out")
        return self

    @property
    def most(self) -> int:
        """The greatest number that is allowed."""
        return self.limit if self.allowed == "<=" else self.limit - 1


class Default(Term):
    """One default: exactly one of `missed`, `without` and `while`.

    One that is cured within `grace` owes nothing; after it damages run from the first day, if the
    grace `reaches_back`, or from the day after the grace. `not` names days that do not count. Of
    days `without` or `while` only those `beyond` a number allowed are a default.
    """

    clause: ClauseName | None = silent()
    missed: Annotated[
        Moment | None, Field(description="The last day that is missed: `due.resale.filed`.")
    ] = silent()
    without: Annotated[
        Literal["sales"] | None, Field(description="Days on which Holders cannot sell.")
    ] = silent()
    during: Annotated[SomeDays, Field(min_length=1, max_length=20)] | None = silent(alias="while")
    grace: Clock | None = silent()
    reaches_back: StrictBool | None = silent()
    left_out: Annotated[SomeDays, Field(max_length=20)] = silent((), alias="not")

    beyond: Annotated[
        tuple[DaysAllowed, ...],
        Field(
            max_length=10,
            description="The days that are allowed: the default is what goes beyond one of these.",
        ),
    ] = silent(())

    @model_validator(mode="after")
    def _one_kind(self) -> "Default":
        kinds = [each for each in (self.missed, self.without, self.during) if each is not None]
        if len(kinds) != 1:
            raise ValueError("a default has exactly one of `missed`, `without` and `while`")
        if self.missed is not None and subject_of(self.missed) != "due":
            raise ValueError(
                "what is missed is the last day of a duty: `due.`, the id of the right, and the act"
            )
        if self.beyond and self.missed is not None:
            raise ValueError("`beyond` is of days `without` or `while`: a last day has none")
        if self.reaches_back is not None and self.grace is None:
            raise ValueError("`reaches_back` is of a `grace`: there is none")
        if self.grace is not None:
            _counted_after(self.grace, self.starts, "`grace`")
        return self

    @property
    def starts(self) -> str:
        """The Moment that a grace is counted from."""
        return self.missed or DEFAULT_BEGAN


class DamagesBase(Term):
    """What rates are a part of: money per unit, and the units a Holder has on a day.

    `each` is the money per unit where the agreement states one. `units` are counted themselves: an
    `amount` for each of them.
    """

    of: Literal["paid", "unit_price", "stated_value", "principal", "units"]
    held_on: Annotated[
        HeldOn | None,
        Field(
            description="On which day what a Holder has is counted: each day; the first day of "
            "the period of payment; the day on which the default begins; or as issued, whatever "
            "was sold since. No plain default: without it a base that changes is not determined."
        ),
    ] = silent()
    each: Annotated[
        PositivePrice | None,
        Field(description="The money per unit. Left out: each Holder's own is given."),
    ] = silent()
    shares: Annotated[
        Literal["held", "included"],
        Field(
            description="On a record: all Registrable Securities that a Holder has, or no more "
            "than are included in the registration (not those cut back). Left out: all."
        ),
    ] = silent("held")
    left_out: Annotated[SomeDays, Field(max_length=20)] = silent(
        (),
        alias="not",
        description="On a record: conditions stated of a Holder; while one is so, it has nothing "
        "that counts.",
    )

    @model_validator(mode="after")
    def _each_of_units(self) -> "DamagesBase":
        if self.each is not None and self.of in ("paid", "units"):
            raise ValueError(
                f"`each` is money per unit that the agreement states: of `{self.of}` there is none"
            )
        return self


class Rung(Term):
    """A rate, and through which day or `per` of the default it holds; the last has neither."""

    through: Annotated[int, Field(ge=1, le=20_000, strict=True)] | None = silent()
    through_periods: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = silent()
    rate: Rate

    @model_validator(mode="after")
    def _one_end(self) -> "Rung":
        if self.through is not None and self.through_periods is not None:
            raise ValueError("a rate holds `through` a day or `through_periods`, not both")
        return self

    @property
    def until(self) -> int | None:
        """The day or period through which it holds."""
        return self.through if self.through_periods is None else self.through_periods


class AtOnce(Term):
    """What is owed once, when the default begins: a part of the base, or money for each Holder.

    It begins on its first day that is not passed over; where every day is, nothing is owed.
    """

    rate: Rate | None = silent()
    money: PositiveMoney | None = silent()
    pay: Clock | None = silent()

    @model_validator(mode="after")
    def _one_measure(self) -> "AtOnce":
        if (self.rate is None) == (self.money is None):
            raise ValueError("what is owed at once is exactly one of `rate` and `money`")
        if self.pay is not None:
            _counted_after(self.pay, DEFAULT_BEGAN, "`at_once.pay`", rolls=True)
        return self


class DamagesCap(Term):
    """The most that one Holder is owed in all: a fraction of its base, or money."""

    fraction: Annotated[ExactFraction, AfterValidator(proper)] | None = silent()
    of: Literal["base"] | None = silent()
    money: PositiveMoney | None = silent()
    comparison: Literal["<="] = Field(
        alias="is", description="`<=`: that much and no more is owed."
    )
    held_on: Annotated[
        Literal["default_began", "issue"] | None,
        Field(
            description="On which day the base is counted that the cap is a fraction of. No plain "
            "default where the base changes and is not counted on one of these days itself."
        ),
    ] = silent()

    @model_validator(mode="after")
    def _one_measure(self) -> "DamagesCap":
        if (self.fraction is None) == (self.money is None):
            raise ValueError("a cap is exactly one of `fraction` (of `base`) and `money`")
        if (self.fraction is None) != (self.of is None):
            raise ValueError('a cap that is a fraction says `"of": "base"`; one of money does not')
        if self.held_on is not None and self.fraction is None:
            raise ValueError("`held_on` is of a cap that is a fraction of the base")
        return self


class LateInterest(Term):
    """Interest on what is not paid, from the day after `after` (left out: after the day to pay)."""

    rate: Rate
    per: Length
    year: YearOf | None = silent()
    after: Clock | None = silent()

    @model_validator(mode="before")
    @classmethod
    def _simple(cls, value: Any) -> Any:
        if isinstance(value, dict) and "compounds" in value:
            raise ValueError("interest on interest cannot be said yet: leave `compounds` out")
        return value

    @model_validator(mode="after")
    def _counted(self) -> "LateInterest":
        _year_of(self.per, self.year, "`interest.year`")
        if self.after is not None:
            _counted_after(self.after, PERIOD_ENDED, "`interest.after`")
        return self


class Damages(Term):
    """Damages for one or more defaults, under one measure and one cap."""

    clause: ClauseName
    rights: Annotated[
        tuple[NameOfRight, ...],
        Field(
            description="Under which rights the registrations are because of which they are owed. "
            "Left out: those whose last days are `missed`."
        ),
    ] = silent(())
    owed_to: Annotated[
        NameOfTerm,
        Field(
            description="On a record: to whom they are owed: `holders`, `participants` (who are in "
            "the registration), or a name of `groups`."
        ),
    ] = silent("holders")
    defaults: Annotated[
        dict[NameOfTerm, Default],
        Field(alias="for", min_length=1, max_length=20, description="The defaults, by their ids."),
    ]
    amount: Annotated[
        PositiveMoney | None,
        Field(description="Money for each `per`; with a base of `units` for each unit."),
    ] = silent()
    to: Annotated[
        Literal["each", "all"] | None,
        Field(
            description="Whether an `amount` that is not of units is owed to each Holder, or once "
            "to all together. No plain default where there are several."
        ),
    ] = silent()
    base: DamagesBase | None = silent()
    at_once: AtOnce | None = silent()
    rates: Annotated[tuple[Rung, ...], Field(max_length=20)] = silent(())
    per: Annotated[Length | None, Field(description="For how long a rate or amount is.")] = silent()
    period: Annotated[
        Length | CalendarMonth | None,
        Field(description="For how long a time is paid at a time. Left out: for each `per`."),
    ] = silent()
    year: Annotated[
        YearOf | None,
        Field(
            description="How a rate by the month or year divides into days. By the month, `30/360` "
            "makes a full month one and each day of another a thirtieth; the others divide by the "
            "month's own days. No plain default."
        ),
    ] = silent()
    accrues: Annotated[
        Accrues | None,
        Field(
            description="Whether each day accrues its part, or a whole `per` as soon as it has "
            "started, or only once it has run in full. No plain default."
        ),
    ] = silent()
    first_day: Annotated[
        DayCount,
        Field(description="Whether the first day of the default counts. Left out: it does."),
    ] = silent("counted")
    cure_day: Annotated[
        DayCount | None,
        Field(description="Whether the day of the cure counts. No plain default."),
    ] = silent()
    together: Annotated[
        Together | None,
        Field(
            description="Whether two defaults at once add up, or a day counts once. No plain "
            "default."
        ),
    ] = silent()
    cap: Annotated[DamagesCap | None, Field(description="Left out: there is none.")] = silent()
    elected: Annotated[
        StrictBool,
        Field(description="Whether they are owed only to Holders who elect them. Left out: no."),
    ] = silent(False)
    pay: Annotated[
        Clock | None,
        Field(description="By when each period is paid, counted after `period.ended`."),
    ] = silent()
    interest: LateInterest | None = silent()
    exclusive: Annotated[
        StrictBool | None,
        Field(description="Whether they stand in place of every other remedy. Left out: not said."),
    ] = silent()

    _place: str = PrivateAttr(default="request:/damages")

    @property
    def place(self) -> str:
        """Where they stand: in a request, or in the terms."""
        return self._place

    @property
    def named(self) -> str:
        """The same as what is missing is named."""
        return self._place.partition(":/")[2]

    @property
    def clock_place(self) -> str:
        """The same for Clocks, which stand in the terms unless they say otherwise."""
        return self._place.removeprefix("terms:")

    @property
    def posted_as(self) -> str | None:
        """By which fact a record is told what they do not say; None in a request."""
        return "terms_amended" if self._place.startswith("terms:") else None

    def at(self, place: str) -> "Damages":
        """The same, standing at a place."""
        found = self.model_copy()
        found._place = place
        return found

    @property
    def of_rights(self) -> frozenset[str]:
        """The rights under whose registrations they are owed."""
        missed = (each.missed for each in self.defaults.values())
        return frozenset(self.rights) | {right_missed(each) for each in missed if each is not None}

    @field_validator("rates")
    @classmethod
    def _rise(cls, rates: tuple[Rung, ...]) -> tuple[Rung, ...]:
        if not rates:
            return rates
        ends = [rung.until for rung in rates]
        if any(end is None for end in ends[:-1]) or ends[-1] is not None:
            raise ValueError(
                "every rate but the last says through when it holds, the last does not"
            )
        if len({rung.through is None for rung in rates[:-1]}) > 1:
            raise ValueError("a ladder goes by `through` or by `through_periods`, not by both")
        steps = [end for end in ends if end is not None]
        if any(later <= earlier for earlier, later in itertools.pairwise(steps)):
            raise ValueError(
                "a ladder rises: each rate holds through a later day than the one before"
            )
        return rates

    @model_validator(mode="after")
    def _one_measure(self) -> "Damages":
        of_units = self.base is not None and self.base.of == "units"
        if self.amount is not None:
            if self.base is not None and not of_units:
                raise ValueError(
                    "damages are an `amount` or a part of a `base`, not both; an amount for each "
                    'unit has `"base": {"of": "units"}`'
                )
            if self.rates:
                raise ValueError("`rates` are of a `base` of money: an `amount` has none")
        elif self.base is None:
            raise ValueError("damages have an `amount`, or a `base` and what part of it is owed")
        elif of_units:
            raise ValueError("a `base` of units has an `amount` for each of them")
        elif not self.rates and self.at_once is None:
            raise ValueError("a `base` has `rates`, or a rate that is owed `at_once`")
        if self.to is not None and (self.amount is None or of_units):
            raise ValueError("`to` is of an `amount` that does not depend on what a Holder has")
        if self.at_once and self.at_once.rate and (self.base is None or of_units):
            raise ValueError("a rate owed `at_once` is of a `base` of money: there is none")
        if self.cap and self.cap.fraction and (self.base is None or of_units):
            raise ValueError("a `cap` of the base needs a `base` of money: say it in `money`")
        return self

    @model_validator(mode="after")
    def _runs(self) -> "Damages":
        running = bool(self.rates) or self.amount is not None
        if running and self.per is None:
            raise ValueError("say for how long each rate or amount is: `per`")
        of_running: tuple[tuple[str, object], ...] = (
            ("per", self.per),
            ("period", self.period),
            ("accrues", self.accrues),
            ("pay", self.pay),
            ("year", self.year),
        )
        for name, said in of_running:
            if said is not None and not running:
                raise ValueError(f"`{name}` is of what accrues: only something `at_once` is owed")
        if self.per is not None:
            _year_of(self.per, self.year, "`year`")
        by_periods = any(rung.through_periods for rung in self.rates)
        if by_periods and self.period is not None and self.period != self.per:
            raise ValueError(
                "`through_periods` counts each `per`, and a `period` of payment is another: say "
                "`through` which day each rate holds"
            )
        if self.pay is not None:
            _counted_after(self.pay, PERIOD_ENDED, "`pay`", rolls=True)
        if self.interest is not None:
            self._bears_interest(self.interest, running)
        if self.accrues in ("started_periods", "full_periods"):
            self._whole_periods()
        return self

    def _bears_interest(self, interest: LateInterest, running: bool) -> None:
        """Refuse interest that runs from no day on some of what is owed."""
        if running and self.pay is None and interest.after is None:
            raise ValueError("say from when `interest` runs: by `pay`, or `after` in it")
        if interest.after is not None and not running:
            raise ValueError("`interest.after` is of periods: only something `at_once` is owed")
        if self.at_once is not None and self.at_once.pay is None:
            raise ValueError("say from when `interest` runs on what is owed at once: `at_once.pay`")

    def _whole_periods(self) -> None:
        if self.year is not None:
            raise ValueError("`year` divides a rate into days: whole periods are not divided")
        if self.period is not None:
            raise ValueError("a `period` of payment beside `per` is for what accrues `daily`")
        if self.base is not None and self.base.held_on == "each_day":
            raise ValueError(
                "a whole period has no days of its own: `held_on` is `period_start`, "
                "`default_began` or `issue`"
            )
        by_days = self.per is not None and self.per.unit == "day"
        for rung in self.rates:
            if rung.through is None or self.per is None:
                continue
            if not by_days or rung.through % self.per.count:
                raise ValueError(
                    "a ladder of whole periods steps where one ends: say `through_periods`"
                )
        leaves_out = any(default.left_out for default in self.defaults.values())
        if self.accrues == "full_periods" and leaves_out and not by_days:
            raise ValueError(
                "whether a month some of whose days do not count has run in full has no plain "
                "answer: `not` is for periods of days"
            )


def right_missed(moment: str) -> str:
    """The right whose last day is missed: of `due.resale.filed` that is `resale`."""
    return moment.partition(".")[2].rpartition(".")[0]


def _year_of(per: Length, year: str | None, name: str) -> None:
    if year is not None and per.unit == "day":
        raise ValueError(f"{name} divides a rate by the month or year: this one is by the day")


def _counted_after(clock: Clock, moment: str, name: str, *, rolls: bool = False) -> None:
    """Refuse a Clock that is counted from anything but the Moment, or back from it."""
    if clock.roll not in ((None, "none") if rolls else (None,)):
        raise ValueError(
            f'{name} moves by the law of last days or, with `"roll": "none"`, not at all'
            if rolls
            else f"{name} does not move: a `roll` is not honoured here"
        )
    if isinstance(clock, Counted) and clock.calendar is not None:
        raise ValueError(
            f"business days of {name} are those of the agreement: leave `calendar` out"
        )
    if clock.hour is not None:
        raise ValueError(f"{name} is a day: an `hour` is not honoured here")
    if clock.edge is not None:
        raise ValueError(f"the last day of {name} counts: an `edge` is not honoured here")
    if not _lies_after(clock, moment):
        raise ValueError(
            f"{name} is `at` or counted `after` `{moment}`: anything else could come before it"
        )
    for inner in _within(clock):
        _counted_after(inner, moment, name)


def _within(clock: Clock) -> Iterable[Clock]:
    if isinstance(clock, Counted) and clock.after is not None and not isinstance(clock.after, str):
        return (clock.after,)
    if isinstance(clock, EarliestOf):
        return clock.earliest
    return clock.latest if isinstance(clock, LatestOf) else ()


def _lies_after(clock: Clock, moment: str) -> bool:
    match clock:
        case AtMoment():
            return clock.at == moment
        case Counted():
            return clock.after == moment or (
                clock.after is not None
                and not isinstance(clock.after, str)
                and _lies_after(clock.after, moment)
            )
        case EarliestOf() | LatestOf():
            return all(_lies_after(each, moment) for each in _within(clock))
        case _:
            return False
