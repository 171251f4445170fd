"""Whether rights pass with transferred securities, and from when the Company must recognise the
transferee: clause 9(f).

Rights pass if any one limb holds (QF9): the transferee is an Affiliate, or it holds at least the
agreed number of shares after the transfer, counting what it had before (QF11; QG18 for what came to
it without rights) and adjusted once for splits (9(h)), or the transferor has not restricted the
rights in writing. A sale to the public assigns shares, not rights (QF10). The Company must
recognise it once it is holder of record, or has both given notice and agreed in writing to be
bound. Shares are whole; the adjusted number is an exact fraction. Relies on `splits`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from app.rules.holders.splits import ShareNumber, adjust, adjusted
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, sourced
from app.rules.terms import Terms
from app.rules.terms.holders import AssignmentLimb, RecognitionTest
from app.rules.values.numbered import numbered, written
from app.rules.values.written_dates import written_out

ASSIGNMENT_READINGS = ("assignment_limbs", "threshold_counts_prior")


@dataclass(frozen=True, slots=True)
class Transfer:
    """What the limbs look at: the kinship, the shares before and with it, and any restriction.

    `without_rights` are those of the shares held before with which no rights came.
    """

    affiliate: bool
    held_before: ShareNumber
    transferred: ShareNumber
    restricted_in_writing: bool
    to_the_public: bool = False
    without_rights: ShareNumber = 0


SplitRatio: TypeAlias = Callable[[int], Fraction]
"""By what the splits multiply the number of shares of a limb, by the limb's place."""


def limb_satisfied(transfer: Transfer, terms: Terms, split_ratio: SplitRatio) -> str | None:
    """The name of the first limb under which rights pass, or None when they do not."""
    readings = terms.readings
    if transfer.to_the_public and not readings.public_buyers_are_holders:
        return None
    if transfer.restricted_in_writing and readings.assignment_limbs == "restriction_overrides":
        return None
    return next(
        (
            limb.name
            for place, limb in enumerate(terms.assignment.limbs)
            if _holds(limb, transfer, terms, split_ratio(place))
        ),
        None,
    )


def _holds(limb: AssignmentLimb, transfer: Transfer, terms: Terms, split_ratio: Fraction) -> bool:
    match limb.test:
        case "affiliate":
            return transfer.affiliate
        case "not_restricted":
            return not transfer.restricted_in_writing
        case "minimum_shares":
            least = adjusted(limb.min_shares or 0, split_ratio, terms.split_clause, terms.readings)
            return held_after(transfer, terms) >= least


def held_after(transfer: Transfer, terms: Terms) -> ShareNumber:
    """The shares that count towards the least number."""
    readings = terms.readings
    before = transfer.held_before if readings.threshold_counts_prior else 0
    if before and readings.shares_without_rights == "not_counted":
        before -= transfer.without_rights
    return before + transfer.transferred


def registrable_after(transfer: Transfer, rights_pass: bool, terms: Terms) -> ShareNumber:
    """How many of the shares that the transferee then holds are Registrable Securities (QG18)."""
    with_rights = transfer.held_before - transfer.without_rights
    if rights_pass:
        with_rights += transfer.transferred
    if not with_rights or terms.readings.shares_without_rights != "registrable":
        return with_rights
    bought = transfer.transferred if transfer.to_the_public and not rights_pass else 0
    return transfer.held_before + transfer.transferred - bought


@dataclass(frozen=True, slots=True)
class AssignmentRuling:
    """Whether rights pass, by which limb, against which number, and whether it is recognised."""

    rights_pass: Sourced[bool]
    limb: str | None
    threshold: Sourced[Fraction] | None
    recognised: Sourced[bool | None]
    registrable: Sourced[ShareNumber]


def rule_on_assignment(
    transfer: Transfer,
    source: str,
    split_ratio: Sourced[Fraction],
    record_holder: Sourced[bool] | None,
    notice_and_agreement: Sourced[bool] | None,
    matter: Matter,
) -> AssignmentRuling:
    """Rule on one transfer; `source` points at what is said of it."""
    clause = matter.terms.assignment.clause
    threshold = _threshold(split_ratio, matter)
    limb = limb_satisfied(transfer, matter.terms, lambda _: split_ratio.value)
    counted = held_after(transfer, matter.terms)
    inputs: dict[str, Sourced[object]] = {
        "affiliate": Sourced(transfer.affiliate, f"{source}/affiliate"),
        "held_before": Sourced(transfer.held_before, f"{source}/held_before"),
        "transferred": Sourced(transfer.transferred, f"{source}/transferred"),
        "restricted_in_writing": Sourced(
            transfer.restricted_in_writing, f"{source}/restricted_in_writing"
        ),
    }
    if transfer.to_the_public:
        inputs["to_the_public"] = Sourced(True, f"{source}/to_the_public")
    if threshold is not None:
        inputs["threshold"] = threshold
    came_without: tuple[str, ...] = ()
    if transfer.without_rights:
        inputs["without_rights"] = Sourced(transfer.without_rights, f"{source}/without_rights")
        came_without = ("shares_without_rights",)
    public = ("public_buyers_are_holders",) if transfer.to_the_public else ()
    rights_pass = matter.working.step(
        "assignment.limb",
        clause,
        f"{numbered(counted, 'share counts', 'shares count')}. Rights pass under limb {limb}."
        if limb
        else (
            f"{numbered(counted, 'share counts', 'shares count')}. No limb holds: rights "
            "do not pass."
        ),
        limb is not None,
        inputs,
        readings=ASSIGNMENT_READINGS + public + came_without,
    )
    recognised = _recognised(rights_pass, record_holder, notice_and_agreement, matter)
    registrable = _registrable(transfer, rights_pass, inputs, matter)
    return AssignmentRuling(rights_pass, limb, threshold, recognised, registrable)


def _registrable(
    transfer: Transfer,
    rights_pass: Sourced[bool],
    inputs: Mapping[str, Sourced[object]],
    matter: Matter,
) -> Sourced[ShareNumber]:
    """What the transferee then holds of Registrable Securities, with its line of working."""
    shares = registrable_after(transfer, rights_pass.value, matter.terms)
    some_without = transfer.without_rights or not rights_pass.value
    counted = ("held_before", "without_rights", "transferred")
    return matter.working.step(
        "assignment.registrable",
        matter.terms.assignment.clause,
        f"{written(shares)} of the shares that the transferee then holds are Registrable "
        "Securities.",
        shares,
        {"rights_pass": rights_pass} | {name: inputs[name] for name in counted if name in inputs},
        readings=("shares_without_rights",) if some_without and transfer.held_before else (),
    )


def _threshold(split_ratio: Sourced[Fraction], matter: Matter) -> Sourced[Fraction] | None:
    """The least number of shares, after splits; None if no limb has one."""
    for place, limb in enumerate(matter.terms.assignment.limbs):
        if limb.min_shares is not None:
            number = Sourced(limb.min_shares, f"terms:/assignment/limbs/{place}/min_shares")
            return adjust("least number of shares", number, split_ratio, matter)
    return None


def _recognised(
    rights_pass: Sourced[bool],
    record_holder: Sourced[bool] | None,
    notice_and_agreement: Sourced[bool] | None,
    matter: Matter,
) -> Sourced[bool | None]:
    """Whether the Company must treat it as a Holder; None while a ground that decides is open."""
    terms = matter.terms.assignment
    stated = {"record_holder": record_holder, "notice_and_agreement": notice_and_agreement}
    grounds = {name: stated[name] for name in terms.recognised_by}
    known: dict[str, Sourced[object]] = {
        name: ground for name, ground in grounds.items() if ground is not None
    }
    recognised: bool | None = False
    says = "Rights did not pass: there is nobody to recognise."
    if rights_pass.value:
        recognised = any(ground.value for ground in known.values())
        says = (
            "The Company must recognise the transferee."
            if recognised
            else "The Company need not yet recognise the transferee."
        )
        if not recognised and len(known) < len(grounds):
            recognised, says = None, "Whether the Company must recognise it is not yet known."
            for name in (ground for ground in grounds if ground not in known):
                matter.working.miss(name, "recognition of the transferee", terms.clause)
    return matter.working.step(
        "assignment.recognised",
        terms.clause,
        says,
        recognised,
        {"rights_pass": rights_pass, **known},
    )


def recognised_from(
    record_holder_on: date | None,
    notice_received_on: date | None,
    agreement_received_on: date | None,
    grounds: Collection[RecognitionTest],
) -> date | None:
    """The first day on which the Company must recognise the transferee; None: not yet."""
    days = [record_holder_on] if record_holder_on and "record_holder" in grounds else []
    if notice_received_on and agreement_received_on and "notice_and_agreement" in grounds:
        days.append(max(notice_received_on, agreement_received_on))
    return min(days, default=None)


def recognition(
    record_holder_on: Sourced[date] | None,
    notice_received_on: Sourced[date] | None,
    agreement_received_on: Sourced[date] | None,
    matter: Matter,
) -> Sourced[date] | None:
    """The first day of recognition with its line of working; None: not yet."""
    terms = matter.terms.assignment
    stated = {
        "record_holder_on": record_holder_on,
        "notice_received_on": notice_received_on,
        "agreement_received_on": agreement_received_on,
    }
    known = {name: day for name, day in stated.items() if day is not None}
    first = recognised_from(
        record_holder_on.value if record_holder_on else None,
        notice_received_on.value if notice_received_on else None,
        agreement_received_on.value if agreement_received_on else None,
        terms.recognised_by,
    )
    found = matter.working.step(
        "assignment.recognised_from",
        terms.clause,
        f"The Company must recognise the transferee from {written_out(first)}."
        if first
        else "No ground of recognition is met yet.",
        first,
        known,
    )
    return sourced(first, found.source)
