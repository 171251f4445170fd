"""How many shares each may sell when not all fit: clauses 2(a)(i) and 2(f).

Ranks are filled in order up to the Underwriter's Maximum Number. Within the rank that does not fit
whole, shares are granted pro rata to what is requested or owned, or equally (QC15); nobody gets
more than it requested, and what it leaves is shared among the rest. Parts of a share are rounded
down, the odd shares going to the largest remainders, then to the larger request, then to the lower
id, so that the shares always add up to the capacity; under other choices of QC16 odd shares stay
out, or lots of 100 are dealt in place of single shares. Once a rank is cut, nothing is left for
those after it. A protected class is never cut. While a request has no known number, its rank and
those after it are known only as far as they come out alike whatever the number is. Shares are whole
shares; nothing raises.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from app.rules.holders.splits import ShareNumber, written
from app.rules.terms.rights.registrations import TierClass, Tiers

Basis: TypeAlias = Literal["requested", "owned", "equal"]
Rounding: TypeAlias = Literal["largest_remainder", "floor", "lot_100"]

LOTS: Mapping[Rounding, int] = {"largest_remainder": 1, "floor": 1, "lot_100": 100}


@dataclass(frozen=True, slots=True)
class ShareClaim:
    """What one seller asks to include, in shares; `owned` is needed to share by ownership.

    Not `stated`: how much it asks for is not recorded, and `requested` says nothing.
    """

    seller: str
    tier_class: TierClass
    requested: int
    owned: ShareNumber | None = None
    stated: bool = True

    @property
    def whole(self) -> int | None:
        """All it asks for; None while that is not known."""
        return self.requested if self.stated else None


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a rank that does not fit whole is shared: in proportion to what, and rounded how."""

    basis: Basis = "requested"
    rounding: Rounding = "largest_remainder"


@dataclass(frozen=True, slots=True)
class ShareGrant:
    """What one claim gets and why; None where the shares owned or asked for are not stated.

    `left` were left of the maximum at its rank, where `asked` shares were asked for together (each
    None: that turns on a request whose number is not known).
    """

    claim: ShareClaim
    included: int | None
    rank: int
    left: int | None
    asked: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left of the maximum: two numbers while it turns on a request that is not known."""

    least: int
    most: int

    @property
    def known(self) -> int | None:
        return self.most if self.least == self.most else None

    def after(self, tier: Sequence[ShareClaim]) -> "_Left":
        asked = _together(tier)
        known = sum(claim.requested for claim in tier if claim.stated)
        least = 0 if asked is None else max(self.least - asked, 0)
        return _Left(least, max(self.most - known, 0))


def fill(
    claims: Sequence[ShareClaim],
    tiers: Tiers,
    maximum: int,
    sharing: Sharing,
    protected: Collection[TierClass] = (),
) -> tuple[ShareGrant, ...]:
    """Fill the ranks in order up to `maximum` shares; every claim gets a grant and a reason.

    A class that no rank names comes after all ranks.
    """
    grants: dict[ShareClaim, ShareGrant] = {}
    left = _Left(maximum, maximum)
    for rank, classes in enumerate((*tiers, _unranked(claims, tiers)), start=1):
        tier = [claim for claim in claims if claim.tier_class in classes]
        shares = _fill_tier(tier, left, sharing, protected)
        asked = _together(tier)
        for claim in tier:
            reason = _why(claim, shares[claim], rank, left.known, asked, sharing)
            grants[claim] = ShareGrant(claim, shares[claim], rank, left.known, asked, reason)
        left = left.after(tier)
    return tuple(grants[claim] for claim in claims)


def _together(claims: Sequence[ShareClaim]) -> int | None:
    """All that is asked for; None while one number is not known."""
    if not all(claim.stated for claim in claims):
        return None
    return sum(claim.requested for claim in claims)


def _unranked(claims: Sequence[ShareClaim], tiers: Tiers) -> tuple[TierClass, ...]:
    ranked = {each for classes in tiers for each in classes}
    return tuple({claim.tier_class: None for claim in claims if claim.tier_class not in ranked})


def _fill_tier(
    tier: Sequence[ShareClaim], left: _Left, sharing: Sharing, protected: Collection[TierClass]
) -> Mapping[ShareClaim, int | None]:
    whole = {claim: claim.whole for claim in tier if claim.tier_class in protected}
    rest = [claim for claim in tier if claim not in whole]
    remains = left.after(list(whole))
    asked = _together(rest)
    if remains.most == 0:
        return {**whole, **dict.fromkeys(rest, 0)}
    if asked is not None and asked <= remains.least:
        return {**whole, **{claim: claim.requested for claim in rest}}
    if asked is None or remains.known is None:
        return {**whole, **{claim: 0 if claim.whole == 0 else None for claim in rest}}
    return {**whole, **share(rest, remains.known, sharing)}


def share(
    claims: Sequence[ShareClaim], capacity: int, sharing: Sharing
) -> Mapping[ShareClaim, int | None]:
    """Share `capacity` among the claims, in whole shares; None where nobody can say."""
    asking = [claim for claim in claims if claim.requested > 0]
    shares: dict[ShareClaim, int | None] = {claim: 0 for claim in claims if claim.requested == 0}
    if sum(claim.requested for claim in asking) <= capacity:
        shares.update({claim: claim.requested for claim in asking})
    elif capacity == 0 or len(asking) == 1:
        shares.update(dict.fromkeys(asking, capacity))
    elif sharing.basis == "owned" and any(claim.owned is None for claim in asking):
        shares.update(dict.fromkeys(asking))
    else:
        weights = {claim: _weight(claim, sharing.basis) for claim in asking}
        shares.update(_rounded(_exact_parts(weights, capacity), capacity, sharing.rounding))
    return shares


def _weight(claim: ShareClaim, basis: Basis) -> ShareNumber:
    if basis == "equal":
        return 1
    return claim.requested if basis == "requested" else claim.owned or 0


def _exact_parts(
    weights: Mapping[ShareClaim, ShareNumber], capacity: int
) -> Mapping[ShareClaim, Fraction]:
    """Share by weight; a request that is met in full leaves the rest to the others."""
    parts: dict[ShareClaim, Fraction] = {}
    unmet, left = dict(weights), Fraction(capacity)
    while unmet:
        total = sum(unmet.values())
        if total == 0:
            # Those who are left own nothing; only their requests tell them apart.
            unmet = {claim: claim.requested for claim in unmet}
            total = sum(unmet.values())
        met = [claim for claim, weight in unmet.items() if weight * left >= claim.requested * total]
        if not met:
            return parts | {claim: weight * left / total for claim, weight in unmet.items()}
        for claim in met:
            parts[claim] = Fraction(claim.requested)
            left -= claim.requested
            del unmet[claim]
    return parts


def _rounded(
    parts: Mapping[ShareClaim, Fraction], capacity: int, rounding: Rounding
) -> Mapping[ShareClaim, int]:
    lot = LOTS[rounding]
    shares = {
        claim: claim.requested if part == claim.requested else int(part // lot) * lot
        for claim, part in parts.items()
    }
    if rounding == "floor":
        return shares
    odd_lots = (capacity - sum(shares.values())) // lot
    by_remainder = sorted(
        (claim for claim in parts if shares[claim] + lot <= claim.requested),
        key=lambda claim: (shares[claim] - parts[claim], -claim.requested, claim.seller),
    )
    for claim in by_remainder[:odd_lots]:
        shares[claim] += lot
    return shares


def _why(
    claim: ShareClaim,
    included: int | None,
    rank: int,
    left: int | None,
    asked: int | None,
    sharing: Sharing,
) -> str:
    if included is not None and included == claim.whole:
        return f"Rank {rank}: the whole request is included."
    if left == 0 or included == 0:
        return f"Rank {rank}: nothing is left of the maximum at this rank."
    if left is None or asked is None:
        return f"Rank {rank}: what is left for it turns on a request whose number is not known."
    if included is None:
        return f"Rank {rank}: shares are granted by what each owns, which is not stated for all."
    if claim.requested == asked:
        return f"Rank {rank}: {left:,} shares are left for the {asked:,} requested."
    by = {
        "requested": f"{claim.requested:,} pro rata gives",
        "owned": f"by the {written(claim.owned or 0)} owned, {claim.requested:,} requested get",
        "equal": f"in equal parts, {claim.requested:,} requested get",
    }[sharing.basis]
    return f"Rank {rank}: {left:,} shares are left for {asked:,} requested; {by} {included:,}."
