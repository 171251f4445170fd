"""How many shares each may sell when not all fit: clauses 2(a)(i) and 2(f).

Shares are filled tier by tier up to the Underwriter's Maximum Number. Within the tier that does
not fit whole, each request is granted pro rata to the shares requested, in whole shares: rounded
down, the odd shares going to the largest remainders, then to the larger request, then to the lower
id, so that the shares always add up to the capacity. A protected class is never cut.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.rules.terms.registrations import SellerClass


@dataclass(frozen=True, slots=True)
class Claim:
    """What one seller asks to include, in shares."""

    seller: str
    tier_class: SellerClass
    requested: int


@dataclass(frozen=True, slots=True)
class Grant:
    """What one seller may include, in shares, and why."""

    seller: str
    tier_class: SellerClass
    requested: int
    included: int
    reason: str


def fill(
    claims: Sequence[Claim],
    tiers: Sequence[Sequence[SellerClass]],
    maximum: int,
    protected: Collection[SellerClass] = (),
) -> tuple[Grant, ...]:
    """Fill the tiers in order up to `maximum` shares; every claim gets a grant and a reason."""
    grants: dict[Claim, Grant] = {}
    left = maximum
    for rank, classes in enumerate(tiers, start=1):
        tier = [claim for claim in claims if claim.tier_class in classes]
        shares = _fill_tier(tier, left, protected)
        asked = sum(claim.requested for claim in tier)
        for claim in tier:
            grants[claim] = Grant(
                claim.seller,
                claim.tier_class,
                claim.requested,
                shares[claim],
                _why(claim, shares[claim], rank, left, asked),
            )
        left = max(left - sum(shares.values()), 0)
    return tuple(grants[claim] for claim in claims)


def pro_rata(claims: Sequence[Claim], capacity: int) -> Mapping[Claim, int]:
    """Share `capacity` among the claims in proportion to what each requests, in whole shares."""
    asked = sum(claim.requested for claim in claims)
    if asked <= capacity:
        return {claim: claim.requested for claim in claims}
    exact = {claim: Fraction(claim.requested * capacity, asked) for claim in claims}
    shares = {claim: int(part) for claim, part in exact.items()}
    odd = capacity - sum(shares.values())
    by_remainder = sorted(
        claims, key=lambda claim: (shares[claim] - exact[claim], -claim.requested, claim.seller)
    )
    for claim in by_remainder[:odd]:
        shares[claim] += 1
    return shares


def _fill_tier(
    tier: Sequence[Claim], left: int, protected: Collection[SellerClass]
) -> Mapping[Claim, int]:
    whole = {claim: claim.requested for claim in tier if claim.tier_class in protected}
    rest = [claim for claim in tier if claim not in whole]
    return {**whole, **pro_rata(rest, max(left - sum(whole.values()), 0))}


def _why(claim: Claim, included: int, rank: int, left: int, asked: int) -> str:
    if included == claim.requested:
        return f"Rank {rank}: the whole request is included."
    if left == 0 or included == 0:
        return f"Rank {rank}: nothing is left of the maximum at this rank."
    return (
        f"Rank {rank}: {left:,} shares are left for {asked:,} requested; "
        f"{claim.requested:,} pro rata gives {included:,}."
    )
