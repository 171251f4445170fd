"""The working behind an answer: every value carries where it came from.

A rule never returns a bare date or number. It returns a `Sourced` value whose source is a fact
(`fact:…`), a term (`terms:…`), a part of the request (`request:…`), the day asked about
(`asked:/as_of`), a calendar (`calendar:…`) or an earlier step (`step:n`), so that a reader can
follow any figure back to what was recorded and what was agreed. No clause of the agreement stands
behind this module; it is how all of them are explained.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import count
from operator import attrgetter, not_
from typing import Annotated, Final, Generic, TypeAlias, TypeVar, get_args

from pydantic import Field, GetCoreSchemaHandler, computed_field
from pydantic.config import JsonDict
from pydantic_core import CoreSchema, core_schema

from app.rules.terms.readings import ReadingChoice, Readings, by_number, describe_choice, noted
from app.rules.terms.vocabulary import Term
from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value

SourceShown: TypeAlias = Annotated[str, Field(exclude_if=not_)]
"""Where a line of an answer comes from; left out if that is a step and none is shown."""

StepValue: TypeAlias = date | int | str | bool | tuple[str, ...] | None
T_co = TypeVar("T_co", covariant=True)
V = TypeVar("V")


class Detail(StrEnum):
    """How much of the working an answer shows: `?explain=`."""

    NONE = "none"
    SUMMARY = "summary"
    FULL = "full"


class Sourced(Generic[T_co]):
    """A value and where it came from; written out, the bare value.

    Its source is written beside it by the result that holds it (`Explained`). It is no dataclass,
    which pydantic would write out with both fields.
    """

    __slots__ = ("source", "value")

    def __init__(self, value: T_co, source: str) -> None:
        self.value: Final = value
        self.source: Final = source

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sourced):
            return NotImplemented
        return bool(self.value == other.value) and self.source == other.source

    def __hash__(self) -> int:
        return hash((self.value, self.source))

    def __repr__(self) -> str:
        return f"Sourced({self.value!r}, {self.source!r})"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, written: type[object], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        (bare,) = get_args(written)
        return core_schema.is_instance_schema(
            cls,
            serialization=core_schema.plain_serializer_function_ser_schema(
                attrgetter("value"), return_schema=handler.generate_schema(bare)
            ),
        )


def sourced(value: V | None, source: str) -> Sourced[V] | None:
    """A value that may be left out, with its source where it is not."""
    return None if value is None else Sourced(value, source)


EXPLAINED_BY: Final = "explained_by"


def _as_any_field(schema: JsonDict) -> None:
    """A computed field is described as any other of an answer."""
    del schema["readOnly"], schema["description"]


class Explained:
    """A result, or a part of one: a dataclass that holds sourced values beside plain ones.

    This is where value and source are split, once, when the result is written out: each field
    gives the bare value, `explained_by` the sources by the names of the fields.
    """

    __slots__: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        """Let pydantic find `explained_by` in each result: it looks only in the class itself."""
        super().__init_subclass__()
        setattr(cls, EXPLAINED_BY, vars(Explained)[EXPLAINED_BY])

    @computed_field(json_schema_extra=_as_any_field)
    def explained_by(self) -> Mapping[str, str]:
        """Where each value comes from, by the name of its field."""
        held = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: value.source
            for name, value in held.items()
            if isinstance(value, Sourced) and value.source
        }


def sourced_as(value: V, item: Sourced[object] | None) -> Sourced[V]:
    """A value that follows from another and comes from where that does; without it, unsourced."""
    return Sourced(value, item.source if item else "")


def earliest(*days: Sourced[date] | None) -> Sourced[date] | None:
    """The earliest of days, each of which may not have come."""
    return min((day for day in days if day), key=lambda day: day.value, default=None)


def plain(item: Sourced[V] | None) -> V | None:
    """The bare value, for an answer."""
    return None if item is None else item.value


def explained(**values: Sourced[V] | None) -> Mapping[str, str]:
    """Where each given value comes from, by its name."""
    return {name: item.source for name, item in values.items() if item is not None}


@small_value
class StepInput:
    """One thing a step used: its name, its value and its source."""

    name: str
    value: StepValue
    source: str


@small_value
class Step:
    """One line of working: the rule applied, its clause, what it used and what came out."""

    id: str
    rule: str
    clause: str
    says: str
    result: StepValue
    inputs: tuple[StepInput, ...] = ()
    readings: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader must know: a stable code and a sentence."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class MissingInput:
    """A fact nobody has recorded, and what cannot be said without it.

    `posted_as` is the kind of fact, and the field of it, by which a record is told; null where
    `name` says it, as of a computation. `at` is the place that leaves it out: of a fact on record,
    which is then corrected, or of the request; left out where a further fact is posted.
    """

    name: str
    needed_for: str
    clause: str
    posted_as: str | None
    at: IfAny[str] = None


@dataclass(slots=True)
class Working:
    """Collects steps, readings relied on, assumptions, warnings and missing inputs, in order.

    One kept `aside` need not note again what has been worked out before. Where a document has
    doubts, `read` are the sources and clauses that steps went by.
    """

    readings_in_force: Readings
    detail: Detail = Detail.FULL
    aside: bool = False
    steps: list[Step] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    relied_on: dict[str, None] = field(default_factory=dict)
    assumptions: dict[Notice, None] = field(default_factory=dict)
    warnings: dict[Notice, str | None] = field(default_factory=dict)
    missing: dict[MissingInput, None] = field(default_factory=dict)
    doubted: bool = False
    read: dict[str, None] = field(default_factory=dict)
    turns_on_what_is_named: set[str] = field(default_factory=set)

    @property
    def readings(self) -> Readings:
        """The readings in force. To ask for one is to rely on it, which is noted."""
        return noted(self.readings_in_force, self.rely_on)

    def under(self, readings: Readings) -> "Working":
        """The same lines, written on by rules that are read otherwise."""
        return replace(self, readings_in_force=readings)

    def step(
        self,
        rule: str,
        clause: str,
        says: str,
        result: V,
        inputs: Mapping[str, Sourced[object]],
        readings: tuple[str, ...] = (),
        counted: tuple[str, ...] = (),
    ) -> Sourced[V]:
        """Record one line of working and return its result, sourced to that line."""
        self.rely_on(*readings)
        if self.doubted:
            self.read |= dict.fromkeys((clause, *(item.source for item in inputs.values())))
        identifier = f"{next(self.numbers)}"
        if self.detail is not Detail.NONE:
            full = self.detail is Detail.FULL
            self.steps.append(
                Step(
                    id=identifier,
                    rule=rule,
                    clause=clause,
                    says=says,
                    result=_shown(result),
                    inputs=tuple(
                        StepInput(name, _shown(item.value), item.source)
                        for name, item in inputs.items()
                    )
                    if full
                    else (),
                    readings=readings,
                    counted=counted if full else (),
                )
            )
        return Sourced(result, f"step:{identifier}")

    def rely_on(self, *options: str) -> None:
        """Record readings on which the answer depends and that are not asked for by `readings`."""
        for option in options:
            self.relied_on[option] = None

    def assume(self, code: str, says: str) -> None:
        """Record something taken for granted because nobody said otherwise."""
        self.assumptions[Notice(code, says)] = None

    def warn(self, code: str, says: str, about: str | None = None) -> None:
        """Record something that changes no computed value but that counsel should see.

        `about` is the Holder whose affair alone it is, if it is one's.
        """
        self.warnings[Notice(code, says)] = about

    def leave_out_what_is_about_others(self, holder: str) -> None:
        """Of an answer about one Holder, leave out what is the affair of another."""
        others = [each for each, about in self.warnings.items() if about not in (None, holder)]
        for warning in others:
            del self.warnings[warning]

    def miss(
        self,
        name: str,
        needed_for: str,
        clause: str,
        posted_as: str | None = None,
        at: str | None = None,
    ) -> None:
        """Record that an input is missing; nothing is assumed in its place."""
        self.missing[MissingInput(name, needed_for, clause, posted_as, at)] = None

    def choices(self, terms: Term) -> tuple[ReadingChoice, ...]:
        """Every reading the answer relied on, by its number, with the choice in force.

        Each is cited as the agreement of these terms numbers its clauses.
        """
        options = by_number(self.relied_on)
        return tuple(describe_choice(option, self.readings_in_force, terms) for option in options)


SHOWN_AS_THEY_ARE = (str, int, date)


def _shown(value: object) -> StepValue:
    """A value as a step prints it: dates, numbers and words stay, anything else in words.

    Money is shown as its exact text.
    """
    if isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    if value is None or isinstance(value, SHOWN_AS_THEY_ARE):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple | list | frozenset | set):
        return tuple(str(item) for item in value)
    return str(value)
