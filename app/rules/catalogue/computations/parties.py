"""Cutbacks, triggers, approvals, amendments, transfers and splits: clauses 2(b), 2(f), 4, 8, 9."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from app.rules.agreement import amendment
from app.rules.agreement.amendment import Instrument
from app.rules.covenants import rights_comparison
from app.rules.covenants.rights_comparison import ComparedTerm, Values
from app.rules.holders import assignment, splits
from app.rules.holders.assignment import Transfer
from app.rules.holders.splits import ShownShares, Split, shown
from app.rules.procedures.underwriting import approval
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Explained, Sourced, SourceShown, sourced_as
from app.rules.registrations.kinds.incidental import trigger as incidental_trigger
from app.rules.registrations.kinds.incidental.trigger import PlannedRegistration
from app.rules.terms.parties import OtherRights, UnderwriterSelection, UnderwritingAgreement
from app.rules.terms.rights.registrations import Incidental


@dataclass(frozen=True, slots=True)
class TriggerResult(Explained):
    """Whether the registration calls for notice to the Holders, and the reason if it does not."""

    triggers_notice: Sourced[bool | None]
    reason: str | None


def trigger(planned: PlannedRegistration, term: Incidental, matter: Matter) -> TriggerResult:
    """Whether every Holder must be told of a planned registration."""
    ruled = incidental_trigger.rule_on_trigger(planned, term, matter)
    return TriggerResult(ruled.triggers_notice, ruled.reason)


@dataclass(frozen=True, slots=True)
class ApprovalResult(Explained):
    """The shares of those who approve, all to be included, the number needed, and the result."""

    approving: Sourced[ShownShares]
    included: Sourced[ShownShares]
    needed: Sourced[ShownShares]
    approved: Sourced[bool]


def underwriter_approval(
    included: Mapping[str, Sourced[int]],
    approving: Sequence[str],
    selection: UnderwriterSelection,
    matter: Matter,
) -> ApprovalResult:
    """Whether the underwriter selected is approved."""
    approval.warn_of_nothing_included(included, approving, matter)
    found = approval.underwriter_approval(included, approving, selection, matter)
    return ApprovalResult(
        shown(found.approving), shown(found.included), shown(found.test.needed), found.test.met
    )


@dataclass(frozen=True, slots=True)
class UnderwritingAgreementResult(Explained):
    """Whom the underwriting agreement must still satisfy; there is a standard and no due date."""

    satisfied: bool
    still_to_satisfy: Sourced[tuple[str, ...]]
    standard: str
    due_on: None


def underwriting_agreement(
    initiators: Sourced[tuple[str, ...]],
    joiners: Sourced[tuple[str, ...]],
    satisfied: Sourced[tuple[str, ...]],
    agreement: UnderwritingAgreement,
    matter: Matter,
) -> UnderwritingAgreementResult:
    """Whether every Holder whom it must satisfy finds the underwriting agreement satisfactory."""
    missing = approval.still_to_satisfy(initiators, joiners, satisfied, agreement, matter)
    return UnderwritingAgreementResult(not missing.value, missing, agreement.standard, None)


@dataclass(frozen=True, slots=True)
class AmendmentResult(Explained):
    """Whether it has effect, why not, whom it binds, from when, and the majority it needed."""

    effective: Sourced[bool]
    reason: amendment.Failure | None
    binds: Literal["all_holders", "signing_holders"] | None
    effective_from: Sourced[date] | None
    signing: Sourced[ShownShares]
    total: Sourced[ShownShares]
    needed: Sourced[ShownShares]


def rule_on_amendment(instrument: Instrument, matter: Matter) -> AmendmentResult:
    """Whether an amendment or a waiver has effect."""
    ruled = amendment.rule_on_amendment(instrument, matter)
    return AmendmentResult(
        effective=ruled.effective,
        reason=ruled.reason,
        binds=matter.terms.amendments.binds if ruled.effective.value else None,
        effective_from=ruled.effective_from,
        signing=shown(instrument.signing_shares),
        total=shown(instrument.total_shares),
        needed=shown(ruled.test.needed),
    )


@dataclass(frozen=True, slots=True)
class AssignmentResult(Explained):
    """Whether rights pass, under which limb, and whether the transferee must be recognised.

    `threshold` is the least number of shares after splits, as exact text (`"15/2"`);
    `registrable_shares` how many of the shares that the transferee then holds are Registrable
    Securities.
    """

    rights_pass: Sourced[bool]
    limb: Sourced[str] | None
    threshold: Sourced[str] | None
    recognised: Sourced[bool | None]
    registrable_shares: Sourced[ShownShares]


def rule_on_assignment(
    transfer: Transfer,
    changes: Sequence[Split],
    record_holder: Sourced[bool] | None,
    notice_and_agreement: Sourced[bool] | None,
    matter: Matter,
) -> AssignmentResult:
    """Whether the rights pass with the securities transferred."""
    ratio = splits.ratio_of(changes, None, matter)
    ruled = assignment.rule_on_assignment(
        transfer, "request:", ratio, record_holder, notice_and_agreement, matter
    )
    threshold = ruled.threshold
    return AssignmentResult(
        ruled.rights_pass,
        sourced_as(ruled.limb, ruled.rights_pass) if ruled.limb else None,
        sourced_as(str(threshold.value), threshold) if threshold else None,
        ruled.recognised,
        shown(ruled.registrable),
    )


@dataclass(frozen=True, slots=True)
class RecognitionResult(Explained):
    """From which day the Company must recognise the transferee; null: not yet."""

    recognised_from: Sourced[date] | None


def recognition(
    record_holder_on: Sourced[date] | None,
    notice_received_on: Sourced[date] | None,
    agreement_received_on: Sourced[date] | None,
    matter: Matter,
) -> RecognitionResult:
    """From which day the Company must recognise a transferee to whom rights have passed."""
    first = assignment.recognition(
        record_holder_on, notice_received_on, agreement_received_on, matter
    )
    return RecognitionResult(first)


@dataclass(frozen=True, slots=True)
class AdjustedNumber:
    """A number of shares after the splits, as exact text (`"399999/20"`)."""

    name: str
    number: str
    source: SourceShown


@dataclass(frozen=True, slots=True)
class KeptDays:
    """A number of days, which no split changes."""

    name: str
    days: int
    source: SourceShown


@dataclass(frozen=True, slots=True)
class KeptPercentage:
    """A percentage, which splits leave as it is, as exact text."""

    name: str
    percentage: str
    source: SourceShown


@dataclass(frozen=True, slots=True)
class SplitResult(Explained):
    """The ratio of all splits, what they make of numbers of shares, and what they leave alone."""

    ratio: Sourced[str]
    adjusted: tuple[AdjustedNumber, ...]
    days: tuple[KeptDays, ...]
    percentages: tuple[KeptPercentage, ...]


def split_adjustment(
    changes: Sequence[Split],
    numbers: Mapping[str, Sourced[int]],
    days: Mapping[str, Sourced[int]],
    percentages: Mapping[str, Sourced[Fraction]],
    as_of: date | None,
    matter: Matter,
) -> SplitResult:
    """What splits make of numbers of shares, of days and of percentages."""
    ratio = splits.ratio_of(changes, as_of, matter)
    adjusted = {
        name: splits.adjust(name, number, ratio, matter) for name, number in numbers.items()
    }
    alike = {name: splits.keep_percentage(name, each, matter) for name, each in percentages.items()}
    kept = {name: splits.keep_days(name, number, matter) for name, number in days.items()}
    return SplitResult(
        sourced_as(str(ratio.value), ratio),
        tuple(
            (
                AdjustedNumber(name, str(number.value), number.source)
                for name, number in adjusted.items()
            )
        ),
        tuple((KeptDays(name, number.value, number.source) for name, number in kept.items())),
        tuple((KeptPercentage(name, each.value, each.source) for name, each in alike.items())),
    )


@dataclass(frozen=True, slots=True)
class RightsComparisonResult(Explained):
    """Whether the grant is permitted, the terms that stand against it, and every term compared."""

    permitted: Sourced[bool | None]
    reason: str | None
    more_favourable: tuple[str, ...]
    less_favourable: tuple[str, ...]
    inconsistent: tuple[str, ...]
    not_comparable: tuple[str, ...]
    terms: tuple[ComparedTerm, ...]


def rights(
    existing: Mapping[str, int | None],
    proposed: Mapping[str, int | None],
    more_favourable_overall: Sourced[bool] | None,
    term: OtherRights,
    matter: Matter,
) -> RightsComparisonResult:
    """Whether the Company may grant the proposed rights to others."""
    found = rights_comparison.compare(
        _stated(existing, "existing"),
        _stated(proposed, "proposed"),
        more_favourable_overall,
        term,
        matter,
    )
    return RightsComparisonResult(
        permitted=found.permitted,
        reason=term.reason if found.permitted.value is False else None,
        more_favourable=found.named("more"),
        less_favourable=found.named("less"),
        inconsistent=found.inconsistent(),
        not_comparable=found.named("not_comparable"),
        terms=found.terms,
    )


def _stated(values: Mapping[str, int | None], name: str) -> Values:
    """Rights as the request states them."""
    return {
        measure: Sourced(value, f"request:/{name}/{measure}") for measure, value in values.items()
    }
