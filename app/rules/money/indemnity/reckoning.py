"""The bills of all claims of a registration in their turns, and what is used up so far.

A Holder's limit is one for the whole offering (6(b), QF2), and what a late notice cost a party is
set off once in a claim (6(c)): each bill is answered knowing what the earlier ones used up, and
under the terms of its own day (9(e)).
Amounts are exact to the cent. Nothing raises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from app.rules.money.indemnity.claim import ClaimBill, ClaimCase, Participants
from app.rules.money.indemnity.conduct import Incurred, ProceedsReceived, as_proceeds_come
from app.rules.money.indemnity.indemnity import NotOwed
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.values.amounts import NOTHING, total_of

PartReason: TypeAlias = (
    NotOwed
    | Literal[
        "NOT_COVERED",
        "OWN_INFORMATION",
        "NOT_HIS_INFORMATION",
        "DEFENCE_ASSUMED",
        "LATE_NOTICE",
        "CAPPED",
        "INDEMNITY_UNAVAILABLE",
        "FRAUD",
        "UNCOLLECTIBLE",
        "REALLOCATED",
        "OWED_AS_INDEMNITY",
        "WAIVED",
    ]
)
"""Why a party owes another amount than the whole bill, or than its part by fault."""


PartOf: TypeAlias = tuple[str, str]
"""What one Holder owes of one claim: the source of the claim, and the Holder."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What one party owes of one bill, from which day on, and why it is that amount.

    `amount` is None while it cannot be said; `by_day` divides it where a Holder's limit came to
    reach it only later, as the proceeds came (6(b)). `set_aside` is what nobody makes good to the
    Indemnified Party, by contribution neither: costs of a defence that was taken over, the price
    of a late notice, a loss of a kind that is not covered.
    """

    party: str
    on: Sourced[date]
    amount: Sourced[Decimal] | None
    reasons: tuple[PartReason, ...] = ()
    set_aside: Decimal = NOTHING
    by_day: tuple[Incurred, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What the terms of one day say: the claims by source, and how far each Holder is liable.

    A claim is missing where those terms give no indemnity. `caps` are the Holders' limits (None: no
    limit), `receipts` the days on which the proceeds came that make them up.
    """

    matter: Matter
    cases: Mapping[str, ClaimCase]
    caps: Mapping[str, Sourced[Decimal] | None]
    receipts: Mapping[str, Sequence[ProceedsReceived]]


@dataclass(slots=True)
class BillOwed:
    """One bill with all that is owed of it so far, on the ground of the terms of its day."""

    bill: ClaimBill
    ground: Ground
    indemnity: tuple[Owed, ...] = ()
    contribution: tuple[Owed, ...] = ()

    @property
    def is_determined(self) -> bool:
        """Whether it can be said what is owed of it as indemnity."""
        return all(each.amount is not None for each in self.indemnity)

    def owed_by(self, party: str) -> Decimal:
        """What one party owes of it in all, as far as it can be said."""
        parts = (*self.indemnity, *self.contribution)
        return total_of(each.amount.value for each in parts if each.party == party and each.amount)

    @property
    def divided(self) -> Decimal:
        """What contribution divides by fault: the bill, less what nobody makes good."""
        return self.bill.amount.value - total_of(each.set_aside for each in self.indemnity)

    @property
    def uncovered(self) -> Decimal:
        """What the indemnity leaves, and contribution may cover."""
        covered = (each.amount.value for each in self.indemnity if each.amount)
        return self.divided - total_of(covered)


@dataclass(slots=True)
class Reckoning:
    """The bills in their turns, and what has been used up so far.

    `indemnity` and `contribution` are what each Holder owes in the offering, `perhaps` the most
    that it owes besides of bills of which that cannot be said, `prejudice` what is left to be set
    off by a party in a claim, and `perhaps_set_off` the most of it that bills take of which that
    cannot be said. `paid_ahead` is what a Holder has paid on a claim within its limit,
    though bills of other claims fell due before, and `cut` what its limit took from it.
    """

    participants: Participants
    bills: Mapping[str, tuple[BillOwed, ...]]
    indemnity: dict[str, Sourced[Decimal]] = field(default_factory=dict)
    contribution: dict[str, Sourced[Decimal]] = field(default_factory=dict)
    perhaps: dict[str, Decimal] = field(default_factory=dict)
    prejudice: dict[tuple[str, str], Sourced[Decimal]] = field(default_factory=dict)
    perhaps_set_off: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    paid_ahead: Mapping[PartOf, Sourced[Decimal]] = field(default_factory=dict)
    of_claim: dict[PartOf, Decimal] = field(default_factory=dict)
    cut: dict[PartOf, Decimal] = field(default_factory=dict)

    def owes_of(self, claim: str, name: str, payable: Decimal, cut: Decimal) -> None:
        """A Holder owes so much more of a claim, after its limit has cut something from it."""
        part = (claim, name)
        self.of_claim[part] = self.of_claim.get(part, NOTHING) + payable
        self.cut[part] = self.cut.get(part, NOTHING) + cut

    def paid_elsewhere(self, claim: str, name: str) -> tuple[Sourced[Decimal], ...]:
        """What a Holder has paid on other claims ahead of their turn: it uses up its limit."""
        return tuple(
            Sourced(paid.value - self.of_claim.get((other, holder), NOTHING), paid.source)
            for (other, holder), paid in self.paid_ahead.items()
            if holder == name and other != claim
            if paid.value > self.of_claim.get((other, holder), NOTHING)
        )

    def owes_perhaps(self, name: str, most: Decimal) -> None:
        """A Holder owes this much of a bill at most; how much cannot be said."""
        self.perhaps[name] = self.perhaps.get(name, NOTHING) + most

    def sets_off_perhaps(self, claim: str, name: str, most: Decimal) -> None:
        """So much of what a late notice cost a party may be set off against a bill, or none."""
        self.perhaps_set_off[claim, name] = self.perhaps_set_off.get((claim, name), NOTHING) + most


@dataclass(frozen=True, slots=True)
class Turn:
    """One bill's turn: for indemnity on its own day, for contribution when that has started."""

    on: date
    contribution_from: Sourced[date] | None
    case: ClaimCase
    owed: BillOwed

    @property
    def matter(self) -> Matter:
        """The answer being made, under the terms of the day of the bill."""
        return self.owed.ground.matter


def so_far(
    before: Sourced[Decimal] | None,
    more: Sourced[Decimal],
    name: str,
    what: str,
    clause: str,
    matter: Matter,
) -> Sourced[Decimal]:
    """What a Holder owes in the offering so far, one amount added."""
    if before is None:
        return more
    return matter.working.step(
        "claim_reckoning.so_far",
        clause,
        f"{name} owes {before.value + more.value:,} {what} in the offering so far.",
        before.value + more.value,
        {"before": before, "more": more},
    )


def by_day(
    name: str, owed: Incurred, used: Decimal, clause: str, ground: Ground
) -> tuple[Incurred, ...]:
    """What a Holder owes within its limit, divided by the days on which the proceeds came."""
    receipts = ground.receipts.get(name, ())
    return as_proceeds_come(owed, used, receipts, clause, ground.matter)
