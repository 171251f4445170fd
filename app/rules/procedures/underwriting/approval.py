"""Whom the underwriting agreement must satisfy, and who approves the underwriter: clause 4.

The underwriting agreement must satisfy every Holder who requests the registration, those who joined
included (QF21); no day is set for it. The underwriter needs the approval of Holders of a majority
of the shares to be included: a majority of those shares, not of all Registrable Securities. The
same rule serves an underwritten sale off the shelf (QF22). Shares are exact: a split may leave
fractions, which count (9(h)).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.rules.holders.requisite import ThresholdTest, apply_threshold
from app.rules.holders.splits import ShareNumber, whole_if_it_is
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.parties import UnderwriterSelection, UnderwritingAgreement
from app.rules.values.numbered import written


@dataclass(frozen=True, slots=True)
class Approval:
    """The shares of those who approve against the shares to be included."""

    approving: Sourced[ShareNumber]
    included: Sourced[ShareNumber]
    test: ThresholdTest


def underwriter_approval(
    included: Mapping[str, Sourced[ShareNumber]],
    approving: Sequence[str],
    selection: UnderwriterSelection,
    matter: Matter,
) -> Approval:
    """Whether those who approve the underwriter hold enough of the shares to be included."""
    threshold = selection.approval
    in_favour = {holder: shares for holder, shares in included.items() if holder in approving}
    approved_by = _together(
        "The shares to be included of those who approve", in_favour, threshold.clause, matter
    )
    everybody = _together("All shares to be included", included, threshold.clause, matter)
    test = apply_threshold(
        threshold, approved_by, everybody, matter.working, "/underwriter_selection/approval"
    )
    return Approval(approved_by, everybody, test)


def warn_of_nothing_included(
    included: Collection[str], approving: Iterable[str], matter: Matter
) -> None:
    """That one who approves has no shares to be included, whose majority alone decides."""
    for holder in approving:
        if holder not in included:
            matter.working.warn(
                "NOTHING_INCLUDED",
                f"{holder} includes no shares; its approval counts for nothing.",
                about=holder,
            )


def _together(
    whose: str, shares: Mapping[str, Sourced[ShareNumber]], clause: str, matter: Matter
) -> Sourced[ShareNumber]:
    total = whole_if_it_is(sum(each.value for each in shares.values()))
    return matter.working.step(
        "approval.shares",
        clause,
        f"{whose} come to {written(total)}.",
        total,
        shares,
    )


def still_to_satisfy(
    initiators: Sourced[tuple[str, ...]],
    joiners: Sourced[tuple[str, ...]],
    satisfied: Sourced[tuple[str, ...]],
    agreement: UnderwritingAgreement,
    matter: Matter,
) -> Sourced[tuple[str, ...]]:
    """The Holders whom the underwriting agreement must satisfy and does not yet (QF21)."""
    asked = initiators.value
    if matter.readings.ua_satisfaction == "all_requesting":
        asked += joiners.value
    missing = tuple(holder for holder in dict.fromkeys(asked) if holder not in satisfied.value)
    return matter.working.step(
        "approval.underwriting_agreement",
        agreement.clause,
        f"The underwriting agreement must still satisfy {', '.join(missing)}."
        if missing
        else "The underwriting agreement satisfies every Holder whom it must satisfy.",
        missing,
        {"initiators": initiators, "joiners": joiners, "satisfied": satisfied},
        readings=("ua_satisfaction",),
    )
