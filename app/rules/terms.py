"""The terms of one agreement as a document: every number, period and test with its clause.

Nothing in the rules knows a particular agreement; they read these terms. A period says how many
of which unit, from which event, in which direction, whether the event's own day counts, and
whether its last day may move. A threshold is a fraction of a base with a comparison. A counter is
a limit within a window. What an agreement lacks is `null`, never zero. Share numbers are whole
shares; fractions are exact and written as text (`"1/2"`).
"""

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Annotated, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictBool,
    WithJsonSchema,
    model_validator,
)

from app.rules.plain_dates import PlainDate, known_zone
from app.rules.readings import Readings

Identifier: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9-]*$",
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
ZoneName: TypeAlias = Annotated[str, AfterValidator(known_zone)]
WholeNumber: TypeAlias = Annotated[int, Field(ge=0, le=10**15, strict=True)]


def _fraction(value: object) -> Fraction:
    """An exact fraction from its text; numbers with a decimal point are not exact enough."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str) and len(value) <= 40:
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            pass
    raise ValueError('a fraction is written as text, e.g. "1/2"')


ExactFraction: TypeAlias = Annotated[
    Fraction,
    BeforeValidator(_fraction),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["1/2"]}),
]


class Term(BaseModel):
    """The base of every part of the terms: immutable, and unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


class Threshold(Term):
    """A share of a base that must be reached (`>=`) or passed (`>`)."""

    clause: ClauseName
    fraction: ExactFraction
    base: Literal["registrable_securities_fully_diluted", "securities_included"]
    comparison: Literal[">", ">="]


class Counter(Term):
    """How often something may happen, within `window_days` (null: ever)."""

    clause: ClauseName
    limit: Annotated[int, Field(ge=0, le=1000, strict=True)]
    window_days: Annotated[int, Field(ge=1, le=20_000, strict=True)] | None


Standard: TypeAlias = Literal[
    "best_efforts",
    "promptly",
    "immediately",
    "forthwith",
    "expeditiously",
    "practicable",
    "reasonable",
]


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


Method: TypeAlias = Literal["personal", "courier", "mail", "fax", "email"]


class NoticeMethod(Term):
    """When a notice sent this way is given, and how long after that day it is received."""

    given: Literal["sent", "delivered"]
    received: Period


class Address(Term):
    """Where a party takes notice, and who must have a copy."""

    addressee: Words
    copies_to: tuple[Words, ...] = ()


class Notices(Term):
    """How demands, requests and notices are given and received."""

    clause: ClauseName
    writing_required: StrictBool
    methods: Annotated[Mapping[Method, NoticeMethod], Field(min_length=1)]
    company_address: Address
    holders_address: Address | None


class Opening(Term):
    """A right that may be used only after a day: that day itself is excluded."""

    clause: ClauseName
    after: PlainDate


class ShortForm(Term):
    """Forms that earn the shorter period."""

    clause: ClauseName
    forms: tuple[Words, ...]
    effect_within: Period


class Inclusion(Term):
    """Until when a Holder may ask to be included, measured from his own notice."""

    within: Period


SellerClass: TypeAlias = Literal["holders", "company", "others"]
DemandPriority: TypeAlias = Literal[
    "holders_company_others", "holders_then_pari_passu", "company_first"
]


class Demand(Term):
    """The right of the Requisite Holders to have their shares registered."""

    clause: ClauseName
    opens: Opening | None
    closes_on: PlainDate | None
    minimum_shares: WholeNumber | None
    cap: Counter | None
    effect_within: Period
    effort: Standard
    short_form: ShortForm | None
    standstill: Period | None
    notice_to_holders: Duty
    join: Inclusion
    additions_clause: ClauseName
    priorities: Mapping[DemandPriority, tuple[tuple[SellerClass, ...], ...]]


class Incidental(Term):
    """The right to join a registration that the Company makes for itself or others."""

    clause: ClauseName
    notice: Period
    join: Inclusion


class Delay(Term):
    """The Company's right to delay a registration or to stop sales for a while."""

    clause: ClauseName
    max_days: WholeNumber
    occasions: Counter


class Effectiveness(Term):
    """How long a registration statement is kept effective."""

    clause: ClauseName
    standard: Standard
    keep_effective: Period


class EffectiveRegistration(Term):
    """When a registration counts as effected."""

    clause: ClauseName
    interference_clause: ClauseName
    closing_clause: ClauseName


class Assignment(Term):
    """When rights pass with transferred securities, and whom the Company must recognise."""

    clause: ClauseName
    min_shares: WholeNumber | None
    affiliates: StrictBool
    unless_restricted: StrictBool


class RegistrableSecurities(Term):
    """Which securities count, as if converted and exercised."""

    clause: ClauseName
    counts: tuple[Literal["common", "preferred_as_converted", "warrant_shares"], ...]
    warrant_shares: WholeNumber | None


class OriginalHolder(Term):
    """A Holder named on the signature pages."""

    id: Identifier
    name: Words
    entity: Words


class Terms(Term):
    """One agreement's terms, whole."""

    schema_version: Literal[1]
    title: Words
    agreement_date: PlainDate
    governing_law: Words
    time_zone: ZoneName
    company: OriginalHolder
    original_holders: tuple[OriginalHolder, ...]
    business_day_clause: ClauseName
    governing_law_clause: ClauseName
    registrable_securities: RegistrableSecurities
    requisite_holders: Threshold
    notices: Notices
    demand: Demand | None
    incidental: Incidental | None
    delay: Delay | None
    registration_statement: Duty
    form_clause: ClauseName | None
    preferred_form: Words | None
    form_equivalents: tuple[Words, ...]
    expenses_clause: ClauseName
    effectiveness: Effectiveness
    effective_registration: EffectiveRegistration
    assignment: Assignment
    split_clause: ClauseName | None
    readings: Readings

    @cached_property
    def canonical(self) -> str:
        """The document as one canonical line of JSON, the text that is hashed."""
        return _canonical(self.model_dump(mode="json"))

    @cached_property
    def content_hash(self) -> str:
        """What the terms are known by: `sha256:` and the digest of their canonical JSON."""
        return "sha256:" + hashlib.sha256(self.canonical.encode()).hexdigest()


def _canonical(document: object) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=256)
def parse_terms(text: str) -> Terms:
    """The terms from their JSON text, parsed once for each text.

    Raises pydantic.ValidationError for a document that is not terms.
    """
    return Terms.model_validate_json(text)


def with_readings(terms: Terms, changes: Mapping[str, object]) -> Terms:
    """The same terms under other readings; raises pydantic.ValidationError on an unknown one."""
    return _with_readings(terms.canonical, _canonical(changes)) if changes else terms


@lru_cache(maxsize=1024)
def _with_readings(terms: str, changes: str) -> Terms:
    document = json.loads(terms)
    document["readings"].update(json.loads(changes))
    return Terms.model_validate(document)
