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
from app.rules.holders.splits import ShownShares, Split, shown_shares
from app.rules.procedures.underwriting import approval
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.registrations.kinds.incidental import trigger as incidental_trigger
from app.rules.registrations.kinds.incidental.trigger import PlannedRegistration
from app.rules.terms.parties import OtherRights, UnderwriterSelection, UnderwritingAgreement
from app.rules.terms.registrations import Incidental


@dataclass(frozen=True, slots=True)
class TriggerResult:
    """Whether the registration calls for notice to the Holders, and the reason if it does not."""

    triggers_notice: bool | None
    reason: str | None
    explained_by: Mapping[str, str]


def trigger(planned: PlannedRegistration, term: Incidental, matter: Matter) -> TriggerResult:
    """Whether every Holder must be told of a planned registration."""
    ruled = incidental_trigger.rule_on_trigger(planned, term, matter)
    return TriggerResult(
        ruled.triggers_notice.value,
        ruled.reason,
        explained(triggers_notice=ruled.triggers_notice),
    )


@dataclass(frozen=True, slots=True)
class ApprovalResult:
    """The shares of those who approve, all to be included, the number needed, and the result."""

    approving: ShownShares
    included: ShownShares
    needed: ShownShares
    approved: bool
    explained_by: Mapping[str, str]


def underwriter_approval(
    included: Mapping[str, Sourced[int]],
    approving: Sequence[str],
    selection: UnderwriterSelection,
    matter: Matter,
) -> ApprovalResult:
    """Whether the underwriter selected is approved."""
    found = approval.underwriter_approval(included, approving, selection, matter)
    return ApprovalResult(
        shown_shares(found.approving.value),
        shown_shares(found.included.value),
        shown_shares(found.test.needed.value),
        found.test.met.value,
        {
            **explained(
                approving=found.approving, included=found.included, needed=found.test.needed
            ),
            **explained(approved=found.test.met),
        },
    )


@dataclass(frozen=True, slots=True)
class UnderwritingAgreementResult:
    """Whom the underwriting agreement must still satisfy; there is a standard and no due date."""

    satisfied: bool
    still_to_satisfy: tuple[str, ...]
    standard: str
    due_on: None
    explained_by: Mapping[str, str]


def underwriting_agreement(
    initiators: Sourced[tuple[str, ...]],
    joiners: Sourced[tuple[str, ...]],
    satisfied: Sourced[tuple[str, ...]],
    agreement: UnderwritingAgreement,
    matter: Matter,
) -> UnderwritingAgreementResult:
    """Whether every Holder whom it must satisfy finds the underwriting agreement satisfactory."""
    missing = approval.still_to_satisfy(initiators, joiners, satisfied, agreement, matter)
    return UnderwritingAgreementResult(
        not missing.value,
        missing.value,
        agreement.standard,
        None,
        explained(still_to_satisfy=missing),
    )


@dataclass(frozen=True, slots=True)
class AmendmentResult:
    """Whether it has effect, why not, whom it binds, from when, and the majority it needed."""

    effective: bool
    reason: amendment.Failure | None
    binds: Literal["all_holders", "signing_holders"] | None
    effective_from: date | None
    signing: ShownShares
    total: ShownShares
    needed: ShownShares
    explained_by: Mapping[str, str]


def rule_on_amendment(instrument: Instrument, matter: Matter) -> AmendmentResult:
    """Whether an amendment or a waiver has effect."""
    ruled = amendment.rule_on_amendment(instrument, matter)
    return AmendmentResult(
        effective=ruled.effective.value,
        reason=ruled.reason,
        binds=matter.terms.amendments.binds if ruled.effective.value else None,
        effective_from=plain(ruled.effective_from),
        signing=shown_shares(instrument.signing_shares.value),
        total=shown_shares(instrument.total_shares.value),
        needed=shown_shares(ruled.test.needed.value),
        explained_by={
            **explained(effective=ruled.effective),
            **explained(effective_from=ruled.effective_from),
            **explained(
                signing=instrument.signing_shares,
                total=instrument.total_shares,
                needed=ruled.test.needed,
            ),
        },
    )


@dataclass(frozen=True, slots=True)
class AssignmentResult:
    """Whether rights pass, under which limb, and whether the transferee must be recognised.

    `threshold` is the least number of shares after splits, as exact text (`"15/2"`).
    """

    rights_pass: bool
    limb: str | None
    threshold: str | None
    recognised: bool | None
    explained_by: Mapping[str, str]


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
    return AssignmentResult(
        ruled.rights_pass.value,
        ruled.limb,
        None if ruled.threshold is None else str(ruled.threshold.value),
        ruled.recognised.value,
        {
            **explained(rights_pass=ruled.rights_pass, threshold=ruled.threshold),
            **explained(recognised=ruled.recognised),
            **({"limb": ruled.rights_pass.source} if ruled.limb else {}),
        },
    )


@dataclass(frozen=True, slots=True)
class RecognitionResult:
    """From which day the Company must recognise the transferee; null: not yet."""

    recognised_from: date | None
    explained_by: Mapping[str, str]


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
    return RecognitionResult(plain(first), explained(recognised_from=first))


@dataclass(frozen=True, slots=True)
class AdjustedNumber:
    """A number of shares after the splits, as exact text (`"399999/20"`)."""

    name: str
    number: str
    source: str


@dataclass(frozen=True, slots=True)
class KeptDays:
    """A number of days, which no split changes."""

    name: str
    days: int
    source: str


@dataclass(frozen=True, slots=True)
class KeptPercentage:
    """A percentage, which splits leave as it is, as exact text."""

    name: str
    percentage: str
    source: str


@dataclass(frozen=True, slots=True)
class SplitResult:
    """The ratio of all splits, what they make of numbers of shares, and what they leave alone."""

    ratio: str
    adjusted: tuple[AdjustedNumber, ...]
    days: tuple[KeptDays, ...]
    percentages: tuple[KeptPercentage, ...]
    explained_by: Mapping[str, str]


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
        str(ratio.value),
        tuple(
            AdjustedNumber(name, str(number.value), number.source)
            for name, number in adjusted.items()
        ),
        tuple(KeptDays(name, number.value, number.source) for name, number in kept.items()),
        tuple(KeptPercentage(name, each.value, each.source) for name, each in alike.items()),
        explained(ratio=ratio),
    )


@dataclass(frozen=True, slots=True)
class RightsComparisonResult:
    """Whether the grant is permitted, the terms that stand against it, and every term compared."""

    permitted: bool | None
    reason: str | None
    more_favourable: tuple[str, ...]
    less_favourable: tuple[str, ...]
    inconsistent: tuple[str, ...]
    not_comparable: tuple[str, ...]
    terms: tuple[ComparedTerm, ...]
    explained_by: Mapping[str, str]


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
        permitted=found.permitted.value,
        reason=term.reason if found.permitted.value is False else None,
        more_favourable=found.named("more"),
        less_favourable=found.named("less"),
        inconsistent=found.inconsistent(),
        not_comparable=found.named("not_comparable"),
        terms=found.terms,
        explained_by=explained(permitted=found.permitted),
    )


def _stated(values: Mapping[str, int | None], name: str) -> Values:
    """Rights as the request states them."""
    return {
        measure: Sourced(value, f"request:/{name}/{measure}") for measure, value in values.items()
    }
