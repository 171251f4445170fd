"""Clocks, Spans and the Conditions they turn on, as an agreement writes them.

A Clock is exactly one of its forms: `date`, `at`, `count` with `after` or `before`, `earliest`,
`latest`, `cases`, `when`. With each may stand `edge`, `hour` and `roll`; with a count `first_day`,
`short_month` and `calendar`. Counts are whole units; a Moment's own day is not counted unless
`first_day` says so, the last day is included, and a month without the day ends on its last.
Everything is refused that is none of this, with the words that would be right.
"""

from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, StrictBool, Tag, model_validator
from pydantic_core import PydanticCustomError

from app.rules.terms.clocks.moments import Moment
from app.rules.terms.clocks.portions import DelayRunning, HeldByHolder, PartIncluded, PartSold
from app.rules.terms.rights.forms import FormName
from app.rules.terms.vocabulary import ClauseName, Term, Unit, silent
from app.rules.values.written_dates import PlainDate

Edge: TypeAlias = Literal["on", "strict"]
Hour: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        description="Until when on the last day, in the agreement's own time zone: `17:00`.",
    ),
]
NameOfTerm: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9_-]*$",
        max_length=64,
        description="The id of another part of the document.",
    ),
]


class ClockForm(Term):
    """What may stand with every form of a Clock.

    `edge` says whether the day itself is still (or already) good (`on`) or only what lies beyond
    it (`strict`). `hour` ends the last day early. `roll` names what moves the day, or `none`.
    """

    key: ClassVar[str]

    clause: ClauseName | None = silent()
    edge: Edge | None = silent()
    hour: Hour | None = silent()
    roll: NameOfTerm | None = silent()


class FixedDay(ClockForm):
    """A day of the calendar."""

    key = "date"
    date: PlainDate


class AtMoment(ClockForm):
    """The own day of a Moment."""

    key = "at"
    at: Moment


class Counted(ClockForm):
    """So many units after or before a Moment or another Clock.

    `first_day: included` makes the Moment's own day the first. `short_month` says where a month
    ends that lacks the day. `calendar` names the days that business days are counted on.
    """

    key = "count"
    count: Annotated[int, Field(ge=0, le=20_000, strict=True)]
    unit: Unit
    after: "MomentOrClock | None" = silent()
    before: "MomentOrClock | None" = silent()
    first_day: Literal["excluded", "included"] = silent(
        "excluded",
        description="Whether the Moment's own day is the first. Left out: it is not counted.",
    )
    short_month: Literal["last_day", "next_day"] = silent("last_day")
    calendar: NameOfTerm | None = silent()

    @model_validator(mode="after")
    def _can_be_counted(self) -> "Counted":
        if (self.after is None) == (self.before is None):
            raise ValueError("a count has exactly one of `after` and `before`")
        if self.first_day == "included" and self.count == 0:
            raise ValueError("if the Moment's day is the first, there is at least one day")
        if self.calendar is not None and self.unit != "business_day":
            raise ValueError("a `calendar` says which days are business days: the unit is another")
        if self.short_month != "last_day" and self.unit not in ("month", "year"):
            raise ValueError("`short_month` is about months and years: the unit is another")
        return self

    @property
    def start(self) -> "MomentOrClock":
        """What is counted from, in whichever direction."""
        start = self.before if self.after is None else self.after
        if start is None:
            raise AssertionError("a count has exactly one of `after` and `before`")
        return start


class EarliestOf(ClockForm):
    """The earliest of several Clocks; while one has no day, what is known is provisional."""

    key = "earliest"
    earliest: Annotated[tuple["Clock", ...], Field(min_length=2, max_length=20)]


class LatestOf(ClockForm):
    """The latest of several Clocks; no day until each has one."""

    key = "latest"
    latest: Annotated[tuple["Clock", ...], Field(min_length=2, max_length=20)]


class ClockCase(Term):
    """One case: the Clock that counts if its Condition is passed; without one, in every other."""

    when: "Conditions | None" = silent(alias="if")
    then: "Clock"


class ByCase(ClockForm):
    """The first case whose Condition is passed."""

    key = "cases"
    cases: Annotated[tuple[ClockCase, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _the_rest_comes_last(self) -> "ByCase":
        if any(case.when is None for case in self.cases[:-1]):
            raise ValueError("a case without `if` is every other case, and comes last")
        return self


class WhenPassed(ClockForm):
    """The first day on which a Condition is passed; none until then."""

    key = "when"
    when: "Conditions"

    @model_validator(mode="after")
    def _has_a_first_day(self) -> "WhenPassed":
        _require_datable(self.when)
        return self


# Conditions


class Asserted(Term):
    """Somebody states a condition that the document declares: the rules need not understand it."""

    key: ClassVar[str] = "asserted"
    asserted: NameOfTerm


class Happened(Term):
    """A Moment has come; with `by`, not later than that Clock's day."""

    key: ClassVar[str] = "happened"
    happened: Moment
    by: "Clock | None" = silent()


class Reached(Term):
    """A Clock's day is reached; with `edge: strict`, it is past."""

    key: ClassVar[str] = "reached"
    reached: "Clock"


class Within(Term):
    """The day asked about lies inside a Span."""

    key: ClassVar[str] = "within"
    within: "Span"


class OnForm(Term):
    """The registration is on one of these forms."""

    key: ClassVar[str] = "form"
    form: Annotated[tuple[FormName, ...], Field(min_length=1)]


class Underwritten(Term):
    """The registration is, or is not, underwritten."""

    key: ClassVar[str] = "underwritten"
    underwritten: StrictBool


class Reviewed(Term):
    """The Commission reviews, or does not review, the registration statement."""

    key: ClassVar[str] = "reviewed"
    reviewed: StrictBool


class KeptEffective(Term):
    """The statement was effective on every day of a Span; without `from`, from effectiveness."""

    key: ClassVar[str] = "kept"
    kept: "Span" = Field(description="The days on each of which it was effective.")


class AnyOf(Term):
    """One of these is passed; a list among them means all of the list."""

    key: ClassVar[str] = "any"
    any: Annotated[tuple["Conditions", ...], Field(min_length=1, max_length=20)]


class Not(Term):
    """This is failed."""

    key: ClassVar[str] = "not"
    denied: "Conditions" = Field(alias="not")


Stated: TypeAlias = (
    Asserted
    | OnForm
    | Underwritten
    | Reviewed
    | KeptEffective
    | PartIncluded
    | PartSold
    | HeldByHolder
    | DelayRunning
)
"""Conditions that the record states, of an agreement or of the registration at hand."""


class Span(Term):
    """From one Clock until another, either absent where the window is open.

    `without` leaves single days out.
    """

    clause: ClauseName | None = silent()
    since: "Clock | None" = silent(alias="from")
    until: "Clock | None" = silent()
    without: Annotated[tuple["Clock", ...], Field(max_length=20)] = silent(())

    @model_validator(mode="after")
    def _begins_or_ends(self) -> "Span":
        if self.since is None and self.until is None:
            raise ValueError("a Span has a `from`, an `until`, or both")
        return self


CLOCKS: Final = (FixedDay, AtMoment, Counted, EarliestOf, LatestOf, ByCase, WhenPassed)
CONDITIONS: Final = (
    Asserted,
    Happened,
    Reached,
    Within,
    OnForm,
    Underwritten,
    Reviewed,
    KeptEffective,
    PartIncluded,
    PartSold,
    HeldByHolder,
    DelayRunning,
    AnyOf,
    Not,
)


def _one_clock(value: Any) -> Any:
    rule = (
        "A Clock is exactly one of `date`, `at`, `count` (with `after` or `before`), `earliest`, "
        "`latest`, `cases` and `when`"
    )
    return _one_form(value, CLOCKS, "clock_form", rule)


def _one_condition(value: Any) -> Any:
    rule = "A Condition is exactly one of " + ", ".join(f"`{each.key}`" for each in CONDITIONS)
    return _one_form(value, CONDITIONS, "condition_form", rule)


def _one_form(value: Any, forms: tuple[Any, ...], error: str, rule: str) -> Any:
    """The value itself, if exactly one form's own key stands in it."""
    if isinstance(value, Term):
        return value
    said = [each.key for each in forms if isinstance(value, dict) and each.key in value]
    if len(said) == 1:
        return value
    says = "this says " + " and ".join(f"`{key}`" for key in said) if said else "this is none"
    raise PydanticCustomError(error, "{rule}; {says}.", {"rule": rule, "says": says})


def _key(value: Any) -> str:
    """Which form it is, by the one key of its own that stands in it.

    Tags begin with `is:`, so that no place in a document is taken for one (`places.place_in`).
    """
    if isinstance(value, Term):
        return f"is:{getattr(type(value), 'key', '')}"
    return next((f"is:{each.key}" for each in (*CLOCKS, *CONDITIONS) if each.key in value), "")


Clock: TypeAlias = Annotated[
    Annotated[FixedDay, Tag("is:date")]
    | Annotated[AtMoment, Tag("is:at")]
    | Annotated[Counted, Tag("is:count")]
    | Annotated[EarliestOf, Tag("is:earliest")]
    | Annotated[LatestOf, Tag("is:latest")]
    | Annotated[ByCase, Tag("is:cases")]
    | Annotated[WhenPassed, Tag("is:when")],
    Discriminator(_key),
    BeforeValidator(_one_clock),
]

Condition: TypeAlias = Annotated[
    Annotated[Asserted, Tag("is:asserted")]
    | Annotated[Happened, Tag("is:happened")]
    | Annotated[Reached, Tag("is:reached")]
    | Annotated[Within, Tag("is:within")]
    | Annotated[OnForm, Tag("is:form")]
    | Annotated[Underwritten, Tag("is:underwritten")]
    | Annotated[Reviewed, Tag("is:reviewed")]
    | Annotated[KeptEffective, Tag("is:kept")]
    | Annotated[PartIncluded, Tag("is:included")]
    | Annotated[PartSold, Tag("is:sold")]
    | Annotated[HeldByHolder, Tag("is:held")]
    | Annotated[DelayRunning, Tag("is:delayed")]
    | Annotated[AnyOf, Tag("is:any")]
    | Annotated[Not, Tag("is:not")],
    Discriminator(_key),
    BeforeValidator(_one_condition),
]

AllOf: TypeAlias = Annotated[tuple[Condition, ...], Field(min_length=1, max_length=20)]


def _one_or_all(value: Any) -> str:
    return "is:all" if isinstance(value, list | tuple) else "is:one"


Conditions: TypeAlias = Annotated[
    Annotated[Condition, Tag("is:one")] | Annotated[AllOf, Tag("is:all")],
    Discriminator(_one_or_all),
]
"""One Condition, or a list of which all must be passed."""


def _moment_or_clock(value: Any) -> str:
    return "is:moment" if isinstance(value, str) else "is:clock"


MomentOrClock: TypeAlias = Annotated[
    Annotated[Moment, Tag("is:moment")] | Annotated[Clock, Tag("is:clock")],
    Discriminator(_moment_or_clock),
]


def _require_datable(condition: object) -> None:
    """ValueError for a Condition of which no first day can be told."""
    match condition:
        case tuple():
            for each in condition:
                _require_datable(each)
        case AnyOf():
            for each in condition.any:
                _require_datable(each)
        case Asserted() | Happened() | Reached() | HeldByHolder():
            pass
        case _:
            raise ValueError(
                "`when` is the first day on which something is so: of `asserted`, `happened` and "
                "`reached`, and of `any` and lists of them, not of what only describes a "
                "registration; put that into `cases`"
            )


for part in (*CLOCKS, *CONDITIONS, ClockCase, Span):
    part.model_rebuild()
