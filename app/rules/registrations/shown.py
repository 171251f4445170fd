"""A registration as its answer shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from app.rules.facts.declaration import State
from app.rules.holders.splits import ShownShares
from app.rules.money.damages.shown import DamagesOwed
from app.rules.money.indemnity.answer import ClaimAnswer
from app.rules.money.registration_money import RegistrationMoney
from app.rules.procedures.conditions import ConditionOfInclusion
from app.rules.procedures.documents.amendments import AmendmentLine
from app.rules.procedures.documents.delivered import NO_DOCUMENTS, Documents
from app.rules.procedures.underwriting.agreement import Underwriting
from app.rules.procedures.underwriting.holding_back import HoldbackLine
from app.rules.reasoning.obligations import Obligation
from app.rules.reasoning.remedies import RemedyLine
from app.rules.reasoning.verdicts import Condition, Decision
from app.rules.registrations.cutback.selling import (
    Allocation,
)
from app.rules.registrations.joining.joining import JoinDecision, JoinResult, JoinWindow
from app.rules.registrations.requests.standstill import StandstillWindow
from app.rules.registrations.requests.uses import UsesOfRight
from app.rules.registrations.suspension.against_limits import LimitsLeft
from app.rules.registrations.suspension.suspension import SuspensionBudget
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value


def nothing(value: object) -> bool:
    """Whether a list of an answer is empty, and left out of it."""
    return value == ()


Overlay: TypeAlias = Literal[
    "suspended", "perhaps_suspended", "held", "perhaps_held", "stop_ordered", "perhaps_ended"
]


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


@dataclass(frozen=True, slots=True)
class HolderPeriod:
    """One Holder's own days added and last day, where each is measured by itself (QD10)."""

    holder: str
    extension_days: int | None
    last_day: date | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EffectivenessWindow:
    """The days through which an effective registration statement is kept effective.

    `extension_days` are those lost to holds (3(c)) and, of a shelf or where the terms say so, to
    prohibitions (2(g)); they and `last_day` are null while one is open, for the period cannot end
    before it does. `base_end` is null where the day from which the period runs is not known yet.
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
    effectiveness: IfAny[EffectivenessWindow]
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
    """From when one Holder may not sell under the shelf; null if it is never bound."""

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
class ShelfView:
    """What only a shelf has: the conversion it is a condition of (2(a)(ii)).

    `condition_met` says whether the condition of mandatory conversion is met on the day asked
    about; null where the agreement makes it none.
    """

    conversion_proposed_on: IfAny[date]
    certificate_date: IfAny[date]
    converted_on: IfAny[date]
    condition_met: bool | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TakedownView:
    """What only a takedown has: the shelf it is sold off (2(a)(iii))."""

    shelf: str
    shelf_effective_on: IfAny[date]
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
    """Demands used and left when this one was received, without it, and left after it.

    `effected_before` and `pending_before` are those that came before this one, counted on the day
    of its receipt; `remaining_after` is what it leaves on the day asked about. Those of the whole
    agreement, this one included, are in the agreement's own answer. A number that turns on a
    demand on which the ruling is open, this one or another, is null.
    """

    cap: int | None
    effected_before: int | None
    pending_before: int | None
    remaining_before: int | None
    remaining_after: int | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RegistrationTallies:
    """The counts behind the decision."""

    requisite: RequisiteTally | None
    demands: DemandsTally | UsesOfRight | None


@dataclass(frozen=True, slots=True)
class RegistrationAnswer:
    """A registration answered whole; the ids are null for a computation that is on no record.

    `summary` is the answer in two sentences: what was decided and is due, what is owed next and
    what is not recorded. `ended_on` is the day on which it was withdrawn, given up, sold out or
    terminated, or the last day of the period for which it was kept effective; null while it has not
    ended. `state` is `deferred` until `not_before`, and while others have used up the number of
    registrations that must be effected.

    `money` says who bears its expenses and what its sales brought, `claims` what is owed under the
    indemnity; `shelf`, `takedown` and `incidental` carry what only that kind has. `remedies` are
    those for the obligations that are broken. `conditions_of_inclusion` says where each Holder
    stands with what the Company may ask of it; `underwriting` is null where the registration is
    not underwritten. `damages` are those agreed beforehand; left out where the agreement has none.
    """

    summary: str
    determination: Determination
    registration_id: IfAny[str]
    agreement_id: IfAny[str]
    kind: RegistrationKind
    as_of: IfAny[date]
    state: State
    overlays: tuple[Overlay, ...]
    effected: bool | None
    filed_on: IfAny[date]
    effective_on: IfAny[date]
    ended_on: IfAny[date]
    in_time: bool | None
    days_late: IfAny[int]
    obligations: tuple[Obligation, ...]
    windows: RegistrationWindows
    joins: tuple[JoinResult, ...]
    delays: tuple[DelayResult, ...]
    prohibitions: tuple[ProhibitionResult, ...]
    suspension_budget: IfAny[SuspensionBudget | LimitsLeft]
    allocation: Allocation
    tallies: RegistrationTallies
    money: RegistrationMoney
    claims: tuple[ClaimAnswer, ...]
    shelf: IfAny[ShelfView] = None
    takedown: IfAny[TakedownView] = None
    incidental: IfAny[IncidentalView] = None
    remedies: tuple[RemedyLine, ...] = ()
    conditions_of_inclusion: tuple[ConditionOfInclusion, ...] = ()
    documents: Documents = NO_DOCUMENTS
    amendments: tuple[AmendmentLine, ...] = ()
    underwriting: IfAny[Underwriting] = None
    holdback: tuple[HoldbackLine, ...] = ()
    damages: Annotated[tuple[DamagesOwed, ...], Field(exclude_if=nothing)] = ()
    explained_by: Mapping[str, str] = field(default_factory=dict)

    def agreed_with(self, others: Sequence["RegistrationAnswer"]) -> "RegistrationAnswer":
        """The answer: what is put off in some lives only stands as not yet ruled on."""
        put_off = {each.state == "deferred" for each in (self, *others)}
        return replace(self, state="received") if len(put_off) > 1 else self
