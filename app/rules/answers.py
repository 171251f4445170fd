"""The shape of an answer: plain values for systems, and beside each its source for people.

Dates are whole days, shares whole shares. `explained_by` maps the name of a value to the step or
fact it comes from (`step:7`, `fact:…`), to be looked up in `explanation.steps`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Generic, Literal, TypeAlias, TypeVar

from pydantic import Field

from app.rules.calendars import CalendarVersion
from app.rules.claim_answer import ClaimAnswer
from app.rules.facts.lifecycle import State
from app.rules.matter import Matter
from app.rules.obligations import Obligation
from app.rules.procedures.amendments import AmendmentLine
from app.rules.procedures.conditions import ConditionOfInclusion
from app.rules.procedures.documents import NO_DOCUMENTS, Documents
from app.rules.procedures.holding_back import HoldbackLine
from app.rules.procedures.underwriting import Underwriting
from app.rules.readings import ReadingChoice
from app.rules.registration_money import RegistrationMoney
from app.rules.remedies import Remedy
from app.rules.small_value import small_value
from app.rules.splits import ShownShares
from app.rules.terms import Terms
from app.rules.terms.registrations import SellerClass
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.version import RULES_VERSION, SERVICE_VERSION
from app.rules.working import MissingInput, Notice, Step

T = TypeVar("T")

Outcome: TypeAlias = Literal["passed", "failed", "unknown"]
Overlay: TypeAlias = Literal["suspended", "held", "stop_ordered"]
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
    rules: Annotated[
        str,
        Field(
            description="A hash over the rules, the bundled templates and the calendars: under "
            "another one the same facts and terms may be answered otherwise."
        ),
    ]
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
class HolderPeriod:
    """One Holder's own days added and last day, where each is measured by himself (QD10)."""

    holder: str
    extension_days: int | None
    last_day: date | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EffectivenessWindow:
    """The days through which an effective registration statement is kept effective.

    `extension_days` are those lost to holds (3(c)) and, of a shelf, to prohibitions (2(g)); they
    and `last_day` are null while one is open, for the period cannot end before it does. `base_end`
    is null where the day from which the period runs is not known yet.
    """

    effective_on: date
    base_end: date | None
    extension_days: int | None
    last_day: date | None
    by_holder: tuple[HolderPeriod, ...]
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
    """One delay, and whether it is permitted; `max_days` are left without consent.

    They are null while that turns on an earlier delay on which the ruling is open.
    """

    invoked_on: date
    days: int
    decision: JoinDecision
    reason: str | None
    max_days: int | None
    next_permitted_on: date | None
    explained_by: Mapping[str, str]


@small_value
class BoundHolder:
    """From when one Holder may not sell under the shelf; null if he is never bound."""

    holder: str
    first_day: date | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ProhibitionResult:
    """One prohibition of sales, whether it is permitted, and the days on which it is in effect.

    `max_days` are left without consent, null while that turns on an earlier prohibition on which
    the ruling is open; `holders` says from when each Holder is bound. While it is undetermined it
    is not known whether it is in effect on any day.
    """

    invoked_on: date
    days: int
    decision: JoinDecision
    reason: str | None
    max_days: int | None
    next_permitted_on: date | None
    first_day: date | None
    last_day: date | None
    resume_on: date | None
    days_in_effect: int | None
    holders: tuple[BoundHolder, ...]
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SuspensionBudget:
    """What is left of the right to delay or prohibit on the day asked about (2(g)).

    `next_permitted_on` is the first day, from then on, on which the occasions allow one more use;
    null if none ever does. What turns on a use on which the ruling is open is null: it is not known
    whether that used up anything.
    """

    of: Literal["delay", "prohibition"]
    max_days: int
    days_used: int | None
    days_left: int | None
    occasion_limit: int
    window_days: int | None
    occasions_used: tuple[date, ...] | None
    occasions_left: int | None
    next_permitted_on: date | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShelfView:
    """What only a shelf has: the conversion it is a condition of (2(a)(ii)).

    `condition_met` says whether the condition of mandatory conversion is met on the day asked
    about; null where the agreement makes it none.
    """

    conversion_proposed_on: date | None
    certificate_date: date | None
    converted_on: date | None
    condition_met: bool | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TakedownView:
    """What only a takedown has: the shelf it is sold off (2(a)(iii))."""

    shelf: str
    shelf_effective_on: date | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class IncidentalView:
    """What only the Company's own registration has: its filing beside the notices (2(b)).

    `filing_on` is the filing made or planned; `latest_notice_on` the last day for notice of it and
    `latest_notice_business_day` the Business Day not after that; `earliest_filing_on` the first
    day on which it may be filed after the notices given, `hold_filing_until` the day until which it
    is wise to wait. `not_told` are Holders whom no notice has reached.
    """

    determined_on: date
    filing_on: date | None
    latest_notice_on: date | None
    latest_notice_business_day: date | None
    earliest_filing_on: date | None
    hold_filing_until: date | None
    compliant: bool | None
    days_short: int | None
    not_told: tuple[str, ...]
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
    cut_back: bool | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RequisiteTally:
    """The requesters' shares against the number needed, on the day of receipt."""

    requesting: ShownShares
    total: ShownShares
    needed: ShownShares
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
class RegistrationAnswer:
    """A registration answered whole; the ids are null for a computation that is on no record.

    `ended_on` is the day on which it was withdrawn, given up, sold out or terminated, or the last
    day of the period for which it was kept effective; null while it has not ended.

    `money` says who bears its expenses and what its sales brought, `claims` what is owed under the
    indemnity; `shelf`, `takedown` and `incidental` carry what only that kind has. `remedies` are
    those for the obligations that are broken. `conditions_of_inclusion` says where each Holder
    stands with what the Company may ask of him; `underwriting` is null where the registration is
    not underwritten.
    """

    registration_id: str | None
    agreement_id: str | None
    kind: RegistrationKind
    as_of: date | None
    state: State
    overlays: tuple[Overlay, ...]
    effected: bool | None
    filed_on: date | None
    effective_on: date | None
    ended_on: date | None
    in_time: bool | None
    days_late: int | None
    determination: Determination
    obligations: tuple[Obligation, ...]
    windows: RegistrationWindows
    joins: tuple[JoinResult, ...]
    delays: tuple[DelayResult, ...]
    prohibitions: tuple[ProhibitionResult, ...]
    suspension_budget: SuspensionBudget | None
    allocation: Allocation
    tallies: RegistrationTallies
    money: RegistrationMoney
    claims: tuple[ClaimAnswer, ...]
    shelf: ShelfView | None = None
    takedown: TakedownView | None = None
    incidental: IncidentalView | None = None
    remedies: tuple[Remedy, ...] = ()
    conditions_of_inclusion: tuple[ConditionOfInclusion, ...] = ()
    documents: Documents = NO_DOCUMENTS
    amendments: tuple[AmendmentLine, ...] = ()
    underwriting: Underwriting | None = None
    holdback: tuple[HoldbackLine, ...] = ()
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
    named = TermsVersion(terms.title, terms.content_hash)
    return Versions(SERVICE_VERSION, RULES_VERSION, named, calendars)
