"""Whether rights pass with transferred securities, and from when the Company must recognise the
transferee: clause 9(f).

Rights pass if any one limb holds (QF9): (i) the transferee is an Affiliate, (ii) he holds at least
the agreed number of shares after the transfer, counting what he had before and adjusted for splits
(9(h)), or (iii) the transferor has not restricted the rights in writing. The Company must recognise
him once he is holder of record, or has both given notice and agreed in writing to be bound. Shares
are whole; the adjusted number is an exact fraction.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from app.rules.terms.holders import Assignment

Limb: TypeAlias = Literal["(i)", "(ii)", "(iii)"]


@dataclass(frozen=True, slots=True)
class Transfer:
    """What the limbs look at: the kinship, the holding after the transfer, and any restriction."""

    affiliate: bool
    held_after: int
    restricted_in_writing: bool


def limb_satisfied(transfer: Transfer, terms: Assignment, split_ratio: Fraction) -> Limb | None:
    """The first limb under which rights pass, or None when they do not."""
    if terms.affiliates and transfer.affiliate:
        return "(i)"
    if terms.min_shares is not None and transfer.held_after >= terms.min_shares * split_ratio:
        return "(ii)"
    if terms.unless_restricted and not transfer.restricted_in_writing:
        return "(iii)"
    return None


def recognised_from(
    record_holder_on: date | None,
    notice_received_on: date | None,
    agreement_received_on: date | None,
) -> date | None:
    """The first day on which the Company must recognise the transferee; None: not yet."""
    days = [record_holder_on] if record_holder_on else []
    if notice_received_on and agreement_received_on:
        days.append(max(notice_received_on, agreement_received_on))
    return min(days, default=None)
