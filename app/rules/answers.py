"""The shape of an answer: plain values for systems, and beside each its source for people.

Dates are whole days, shares whole shares. `explained_by` maps the name of a value to the step or
fact it comes from (`step:7`, `fact:…`), to be looked up in `explanation.steps`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeAlias, TypeVar

from app.rules.calendars import CalendarVersion
from app.rules.matter import Matter
from app.rules.obligations import Obligation
from app.rules.readings import ReadingChoice
from app.rules.small_value import small_value
from app.rules.terms import Terms
from app.rules.terms.registrations import SellerClass
from app.rules.version import SERVICE_VERSION
from app.rules.working import MissingInput, Notice, Step

T = TypeVar("T")

State: TypeAlias = Literal[
    "received",
    "refused",
    "deferred",
    "open",
    "noticed",
    "joining_closed",
    "filed",
    "effective",
    "closed",
    "expired",
    "withdrawn",
]
Outcome: TypeAlias = Literal["passed", "failed", "unknown"]
Overlay: TypeAlias = Literal["held", "stop_ordered"]
WindowState: TypeAlias = Literal["not_started", "open", "closed"]
WindowResponse: TypeAlias = Literal["requested", "joined", "refused", "undetermined", "none"]
JoinDecision: TypeAlias = Literal["accepted", "refused", "undetermined"]
Decision: TypeAlias = Literal["accepted", "deferred", "refused", "undetermined"]


@dataclass(frozen=True, slots=True)
class TermsVersion:
    """Which terms an answer was computed under."""

    title: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Versions:
    """What an answer was made with; the same versions and facts give the same answer again."""

    service: str
    terms: TermsVersion
    calendars: tuple[CalendarVersion, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The working, line by line. Every source in the answer leads into it or to a fact or term."""

    steps: tuple[Step, ...]


@small_value
class Condition:
    """One condition, whether it is met, its clause, what was found, and the code if it failed."""

    name: str
    outcome: Outcome
    clause: str
    says: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Determination:
    """May they? The decision with every condition, and the dates that follow from it."""

    decision: Decision
    reason: str | None
    conditions: tuple[Condition, ...]
    requesters: tuple[str, ...]
    given_on: date | None
    received_on: date | None
    opens_on: date | None
    runs_from: date | None
    short_form_qualified: bool | None
    due_before_delay: date | None
    due_on: date | None
    last_practicable_on: date | None
    not_before: date | None
    may_renew_on: date | None
    explained_by: Mapping[str, str]


@small_value
class JoinWindow:
    """Until when one Holder may join, from his own receipt of the notice."""

    holder: str
    notice_given_on: date | None
    notice_received_on: date | None
    last_day: date | None
    state: WindowState
    response: WindowResponse
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StandstillWindow:
    """Days on which the Company need not effect a demand."""

    commenced_on: date
    first_day: date
    last_day: date
    first_free_day: date
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EffectivenessWindow:
    """The days through which an effective registration statement is kept effective.

    `extension_days` are those lost to holds (3(c)); they and `last_day` are null while a hold is
    open, for the period cannot end before it does.
    """

    effective_on: date
    base_end: date
    extension_days: int | None
    last_day: date | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RegistrationWindows:
    """The windows of a registration."""

    join: tuple[JoinWindow, ...]
    last_join_day: date | None
    standstill: tuple[StandstillWindow, ...]
    effectiveness: EffectivenessWindow | None
    explained_by: Mapping[str, str]


@small_value
class JoinResult:
    """One Holder's request to join, and whether it is in time; null shares were not stated."""

    holder: str
    shares: int | None
    given_on: date | None
    received_on: date | None
    decision: JoinDecision
    reason: str | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DelayResult:
    """One delay, and whether it is permitted; `max_days` are left without consent."""

    invoked_on: date
    days: int
    decision: JoinDecision
    reason: str | None
    max_days: int
    next_permitted_on: date | None
    explained_by: Mapping[str, str]


@small_value
class AllocationLine:
    """What one seller asked to include and may include, in shares, and why."""

    seller: str
    seller_class: SellerClass
    requested: int | None
    included: int | None
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who may sell how many shares; the total is null while a number is missing."""

    lines: tuple[AllocationLine, ...]
    maximum: int | None
    total: int | None
    cut_back: bool
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RequisiteTally:
    """The requesters' shares against the number needed, on the day of receipt."""

    requesting: int
    total: int
    needed: int
    met: bool
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DemandsTally:
    """Demands used and left when this one was received, and after it."""

    cap: int | None
    effected: int
    pending: int
    remaining_before: int | None
    remaining_after: int | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DemandsLeft:
    """Demands used and left on a day; `counted` are those deemed effected."""

    cap: int | None
    effected: int
    pending: int
    remaining: int | None
    counted: tuple[str, ...]
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RegistrationTallies:
    """The counts behind the decision."""

    requisite: RequisiteTally | None
    demands: DemandsTally | None


@dataclass(frozen=True, slots=True)
class DemandAnswer:
    """A demand answered whole; the ids are null for a computation that is on no record."""

    registration_id: str | None
    agreement_id: str | None
    kind: Literal["requested"]
    as_of: date | None
    state: State
    overlays: tuple[Overlay, ...]
    effected: bool | None
    filed_on: date | None
    effective_on: date | None
    in_time: bool | None
    days_late: int | None
    determination: Determination
    obligations: tuple[Obligation, ...]
    windows: RegistrationWindows
    joins: tuple[JoinResult, ...]
    delays: tuple[DelayResult, ...]
    allocation: Allocation
    tallies: RegistrationTallies
    explained_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A result with everything needed to check it."""

    result: T
    explanation: Explanation
    readings: tuple[ReadingChoice, ...]
    assumptions: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
    missing_inputs: tuple[MissingInput, ...]
    versions: Versions


def seal(result: T, matter: Matter) -> Answer[T]:
    """Put a result together with its working and the versions it was made with."""
    working = matter.working
    return Answer(
        result=result,
        explanation=Explanation(tuple(working.steps)),
        readings=working.choices(),
        assumptions=tuple(working.assumptions),
        warnings=tuple(working.warnings),
        missing_inputs=tuple(working.missing),
        versions=versions_of(matter.terms, matter.almanac.versions()),
    )


def versions_of(terms: Terms, calendars: tuple[CalendarVersion, ...]) -> Versions:
    """The versions of service, terms and calendars."""
    return Versions(SERVICE_VERSION, TermsVersion(terms.title, terms.content_hash), calendars)
