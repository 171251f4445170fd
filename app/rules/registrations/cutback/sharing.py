"""How a rank that does not fit whole is shared out: clause 2(f), readings QC15 and QC16.

Shares are granted pro rata to what is requested or owned, or equally; nobody gets more than it
requested, and what it leaves is shared among the rest unless the terms let it pass on or be lost.
Parts of a share are rounded down, the odd shares going to the largest remainders, then to the
larger request, then to the lower id, so that the shares always add up to the capacity; or odd
shares stay out, or whole lots are dealt in place of single shares. Affiliates who share as one are
one seller first, by what all of them own, and share alike among themselves. Shares are whole
shares; nothing raises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from app.rules.holders.splits import ShareNumber
from app.rules.terms.rights.ranks import Basis, Excess

Rounding: TypeAlias = Literal["largest_remainder", "floor", "lot_100"]

LOTS: Final[Mapping[Rounding, int]] = {"largest_remainder": 1, "floor": 1, "lot_100": 100}


@dataclass(frozen=True, slots=True)
class ShareClaim:
    """What one seller asks to include, in shares; `owned` is needed to share by ownership.

    Not `stated`: how much it asks for is not recorded, and `requested` says nothing. `tier_class`
    is the class or group by which it ranks, `family` its affiliates' name, and
    `beside` what those of them own who sell nothing.
    """

    seller: str
    tier_class: str
    requested: int
    owned: ShareNumber | None = None
    stated: bool = True
    family: str | None = None
    beside: ShareNumber = 0

    @property
    def whole(self) -> int | None:
        """All it asks for; None while that is not known."""
        return self.requested if self.stated else None


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a rank that does not fit whole is shared: in proportion to what, and rounded how.

    `rounding` is that of the reading; `lot` and `drops_odd` stand in place of it where the terms
    say so. Odd shares that stay out are dealt all the same until all have `at_least` so many.
    """

    basis: Basis = "requested"
    rounding: Rounding = "largest_remainder"
    excess: Excess = "shared"
    lot: int | None = None
    drops_odd: bool | None = None
    as_one: bool = False
    at_least: int = 0

    @property
    def lots_of(self) -> int:
        """How many shares are dealt at a time."""
        return self.lot or (LOTS[self.rounding] if self.drops_odd is None else 1)

    @property
    def odd_stay_out(self) -> bool:
        """Whether what is left of whole lots goes to nobody."""
        if self.lot is None and self.drops_odd is None:
            return self.rounding == "floor"
        return bool(self.drops_odd)


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
    elif sharing.as_one:
        shares.update(_among_families(asking, capacity, sharing))
    else:
        shares.update(_dealt(asking, capacity, sharing))
    return shares


def _among_families(
    asking: Sequence[ShareClaim], capacity: int, sharing: Sharing
) -> Mapping[ShareClaim, int | None]:
    """Affiliates are one seller; what they get together they share as the rank is shared."""
    families: dict[str, list[ShareClaim]] = {}
    for claim in asking:
        families.setdefault(claim.family or f"of {claim.seller}", []).append(claim)
    as_one = {
        name: ShareClaim(
            min(each.seller for each in family),
            family[0].tier_class,
            sum(each.requested for each in family),
            sum(each.owned or 0 for each in family) + family[0].beside,
        )
        for name, family in families.items()
    }
    together = _dealt(list(as_one.values()), capacity, sharing)
    within = replace(sharing, as_one=False, excess="shared")
    shares: dict[ShareClaim, int | None] = {}
    for name, family in families.items():
        whole = together[as_one[name]]
        least = whole if sharing.at_least else 0
        shares.update(share(family, whole, replace(within, at_least=least)))
    return shares


def _dealt(
    asking: Sequence[ShareClaim], capacity: int, sharing: Sharing
) -> Mapping[ShareClaim, int]:
    """Each its part, in whole shares or lots."""
    weights = {claim: _weight(claim, sharing.basis) for claim in asking}
    if sharing.excess == "shared":
        return _rounded(_exact_parts(weights, capacity), capacity, sharing)
    parts = _parts_once(weights, capacity)
    return _rounded(parts, int(sum(parts.values())), sharing)


def _weight(claim: ShareClaim, basis: Basis) -> ShareNumber:
    if basis == "equal":
        return 1
    return claim.requested if basis == "requested" else claim.owned or 0


def _parts_once(
    weights: Mapping[ShareClaim, ShareNumber], capacity: int
) -> Mapping[ShareClaim, Fraction]:
    """Share by weight, at most what is requested; what is left of a part goes to nobody here."""
    total = sum(weights.values())
    if total == 0:
        return _exact_parts(weights, capacity)
    return {
        claim: min(Fraction(claim.requested), Fraction(weight * capacity) / total)
        for claim, weight in weights.items()
    }


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
    parts: Mapping[ShareClaim, Fraction], capacity: int, sharing: Sharing
) -> Mapping[ShareClaim, int]:
    lot = sharing.lots_of
    shares = {
        claim: claim.requested if part == claim.requested else int(part // lot) * lot
        for claim, part in parts.items()
    }
    least = min(sharing.at_least, capacity)
    short = least - sum(shares.values())
    if sharing.odd_stay_out and short <= 0:
        return shares
    odd = short if sharing.odd_stay_out else capacity - sum(shares.values())
    odd_lots = -(-odd // lot) if sharing.odd_stay_out else odd // lot
    odd_lots = min(odd_lots, (capacity - sum(shares.values())) // lot)
    by_remainder = sorted(
        (claim for claim in parts if shares[claim] + lot <= claim.requested),
        key=lambda claim: (shares[claim] - parts[claim], -claim.requested, claim.seller),
    )
    for claim in by_remainder[:odd_lots]:
        shares[claim] += lot
    return _up_to(least, shares, parts)


def _up_to(
    least: int, shares: Mapping[ShareClaim, int], parts: Mapping[ShareClaim, Fraction]
) -> Mapping[ShareClaim, int]:
    """The shares with single ones added until all have so many: whole lots may not reach it."""
    found = dict(shares)
    for claim in sorted(parts, key=lambda each: (-each.requested, each.seller)):
        missing = least - sum(found.values())
        if missing <= 0:
            break
        found[claim] += min(missing, claim.requested - found[claim])
    return found
