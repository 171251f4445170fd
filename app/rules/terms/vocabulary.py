"""The vocabulary in which terms are written: periods, thresholds, counters, duties."""

import re
from fractions import Fraction
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from app.rules.values.wording import OF_IDS
from app.rules.values.written_dates import known_zone

Seller: TypeAlias = Literal["company", "company_and_holders", "holders"]


Law: TypeAlias = Literal["securities_act", "other"]


Identifier: TypeAlias = Annotated[
    str,
    Field(
        pattern=OF_IDS,
        max_length=64,
        description="Lower-case letters, digits and hyphens.",
    ),
]


Words: TypeAlias = Annotated[
    str,
    Field(
        min_length=1,
        max_length=400,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description="Plain words, without control characters.",
    ),
]


ClauseName: TypeAlias = Annotated[
    str,
    Field(min_length=1, max_length=60, description="The clause of the agreement, e.g. `2(a)(i)`."),
]


ReasonCode: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[A-Z][A-Za-z0-9_()]*$",
        max_length=60,
        description="A stable code that an answer gives as its reason.",
    ),
]


ZoneName: TypeAlias = Annotated[str, AfterValidator(known_zone)]


WholeNumber: TypeAlias = Annotated[int, Field(ge=0, le=10**15, strict=True)]


_WRITTEN_FRACTION = re.compile(r"([0-9]{1,18})(?:/([1-9][0-9]{0,17}))?")


def _fraction(value: object) -> Fraction:
    """An exact fraction from its text: whole numbers only, no decimal point and no exponent."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str) and (written := _WRITTEN_FRACTION.fullmatch(value)):
        return Fraction(int(written[1]), int(written[2] or 1))
    raise ValueError('a fraction is written as text, e.g. "1/2"')


ExactFraction: TypeAlias = Annotated[
    Fraction,
    BeforeValidator(_fraction),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["1/2"]}),
]


class Term(BaseModel):
    """The base of every part of the terms: immutable, and unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


def silent(default: Any = None, **more: Any) -> Any:
    """A field that a document need not have: it is left out again where it says no more than that.

    So a document has the same hash whatever words the vocabulary has learnt since.
    """
    return Field(default=default, exclude_if=lambda value: value == default, **more)


RegistrationKind: TypeAlias = Literal["requested", "shelf", "takedown", "incidental"]
Unit: TypeAlias = Literal["day", "business_day", "month", "year"]


Roll: TypeAlias = Literal["deadline", "backward", "none"]


class Period(Term):
    """A stretch of time measured from an event.

    `inclusion` says whether the event's own day is day one. `roll` says what may move the last
    day: `deadline` (a forward deadline for doing an act), `backward` (a last day counted back) or
    `none` (a status or window, which simply ends).
    """

    clause: ClauseName
    count: Annotated[int, Field(ge=0, le=20_000, strict=True)]
    unit: Unit
    anchor: Annotated[str, Field(pattern=r"^[a-z_]+$", max_length=60)]
    direction: Literal["after", "before"] = "after"
    inclusion: Literal["exclude_first", "inclusive"] = "exclude_first"
    roll: Roll

    @model_validator(mode="after")
    def _some_days(self) -> "Period":
        if self.inclusion == "inclusive" and self.count == 0:
            raise ValueError("if the event's day is day one, there is at least one day")
        return self


def proper(fraction: Fraction) -> Fraction:
    """The fraction itself, if it is more than nothing and at most the whole; ValueError if not."""
    if not 0 < fraction <= 1:
        raise ValueError("a threshold is a fraction of the whole: more than 0, at most 1")
    return fraction


class Threshold(Term):
    """A share of a base that must be reached (`>=`) or passed (`>`)."""

    clause: ClauseName
    fraction: Annotated[ExactFraction, AfterValidator(proper)]
    base: Literal["registrable_securities_fully_diluted", "securities_included"]
    comparison: Literal[">", ">="]


class RequisiteThreshold(Threshold):
    """The threshold of the Requisite Holders: they are counted among all Holders."""

    base: Literal["registrable_securities_fully_diluted"]


class Counter(Term):
    """How often something may happen, within `window_days` (null: ever)."""

    clause: ClauseName
    limit: Annotated[int, Field(ge=0, le=1000, strict=True)]
    window_days: Annotated[int, Field(ge=1, le=20_000, strict=True)] | None


Standard: TypeAlias = Literal[
    "best_efforts",
    "reasonable_best_efforts",
    "commercially_reasonable_efforts",
    "promptly",
    "immediately",
    "forthwith",
    "expeditiously",
    "practicable",
    "reasonable",
]

EFFORTS: Final[frozenset[Standard]] = frozenset(
    {"best_efforts", "reasonable_best_efforts", "commercially_reasonable_efforts"}
)
"""Standards that promise efforts and no result: that it was not done is a breach only where the
efforts were not made."""

OF_EFFORTS: Final[frozenset[Standard]] = EFFORTS | {"practicable", "reasonable"}
"""Standards by which not having done it calls for review, and is by itself no breach."""

AT_ONCE: Final[frozenset[Standard]] = frozenset({"immediately", "forthwith", "promptly"})
"""Standards that leave no time: what is owed so is due as soon as it is owed."""


class Duty(Term):
    """A duty measured by a standard of conduct; a `within` period gives it a date."""

    clause: ClauseName
    standard: Standard | None
    within: Period | None = None

    @model_validator(mode="after")
    def _measured(self) -> "Duty":
        if self.standard is None and self.within is None:
            raise ValueError("a duty needs a standard or a period")
        return self


class LifetimeLimit(Term):
    """How often something may happen as long as the agreement lasts: a counter without a window."""

    clause: ClauseName
    limit: Annotated[int, Field(ge=0, le=1000, strict=True)]
    window_days: None = None
