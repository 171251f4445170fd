"""How many shares each may sell when not all fit: clauses 2(a)(i) and 2(f).

Ranks are filled in order up to the Underwriter's Maximum Number. Within the rank that does not fit
whole, shares are granted as `sharing` says; once a rank is cut, nothing is left for those after it,
unless what is not taken in it passes on. A protected class is never cut, and a rank with a floor
gets the least that is kept for it before the ranks above it. While a request has no known number,
its rank, those after it and those from which something is kept for it are known only as far as they
come out alike whatever the number is. Shares are whole shares; nothing raises.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor
from types import MappingProxyType

from app.rules.holders.splits import ShareNumber
from app.rules.registrations.cutback.sharing import ShareClaim, Sharing, share
from app.rules.values.numbered import numbered, written


@dataclass(frozen=True, slots=True)
class LeastOfRank:
    """The least that a rank gets: a part of the whole maximum, or of what it asks for."""

    fraction: Fraction
    of_requested: bool = False
    more_than: bool = False
    lot: int = 1

    def shares(self, whole: int) -> int:
        """The fewest shares, in whole lots, that reach the part, or pass it."""
        part = self.fraction * whole / self.lot
        return self.lot * (floor(part) + 1 if self.more_than else ceil(part))


@dataclass(frozen=True, slots=True)
class OwnRank:
    """What is agreed of one rank alone."""

    sharing: Sharing
    least: LeastOfRank | None = None
    uncut: bool = False


NOTHING_OWN: Mapping[int, OwnRank] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ShareGrant:
    """What one claim gets and why; None where the shares owned or asked for are not stated.

    `left` were left of the maximum at its rank, where `asked` shares were asked for together (each
    None: that turns on a request whose number is not known). `kept` are those that are kept from
    it for the least of ranks after it, `least` those kept for its own from ranks above.
    """

    claim: ShareClaim
    included: int | None
    rank: int
    left: int | None
    asked: int | None
    reason: str
    kept: int | None = 0
    least: int | None = 0


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

    def without(self, kept: "_Left") -> "_Left":
        return _Left(max(self.least - kept.most, 0), max(self.most - kept.least, 0))


@dataclass(frozen=True, slots=True)
class _Tier:
    """One rank while it is filled: who claims in it, and what is agreed of it."""

    claims: tuple[ShareClaim, ...]
    own: OwnRank
    protected: frozenset[ShareClaim] = field(default_factory=frozenset)

    def least(self, maximum: int) -> _Left:
        """What is kept for it, at most what it asks for."""
        rule = self.own.least
        if rule is None:
            return _Left(0, 0)
        asked = _together(self.claims)
        known = sum(claim.requested for claim in self.claims if claim.stated)
        if rule.of_requested:
            most = maximum if asked is None else min(asked, rule.shares(asked))
            return _Left(min(known, rule.shares(known), maximum), min(most, maximum))
        kept = min(rule.shares(maximum), maximum)
        return _Left(min(known, kept), kept if asked is None else min(asked, kept))


def fill(
    claims: Sequence[ShareClaim],
    tiers: Sequence[Collection[str]],
    maximum: int,
    sharing: Sharing,
    protected: Collection[str] = (),
    own: Mapping[int, OwnRank] = NOTHING_OWN,
) -> tuple[ShareGrant, ...]:
    """Fill the ranks in order up to `maximum` shares; every claim gets a grant and a reason.

    `own` says what is agreed of a rank alone, by its number from 1. A class that no rank names
    comes after all ranks.
    """
    grants: dict[ShareClaim, ShareGrant] = {}
    ranks = [
        _tier(claims, classes, own.get(number, OwnRank(sharing)), protected)
        for number, classes in enumerate((*tiers, _unranked(claims, tiers)), start=1)
    ]
    least = [tier.least(maximum) for tier in ranks]
    left = _Left(maximum, maximum)
    for place, tier in enumerate(ranks):
        kept = _together_kept(least[place + 1 :])
        room = left.without(kept)
        shares = _fill_tier(tier, room, least[place].least)
        asked = _together(tier.claims)
        for claim in tier.claims:
            reason = _why(claim, shares[claim], place + 1, room.known, asked, tier.own.sharing)
            grants[claim] = ShareGrant(
                claim,
                shares[claim],
                place + 1,
                room.known,
                asked,
                reason,
                kept.known,
                least[place].known,
            )
        left = _left_after(tier, shares, left, room)
    return tuple(grants[claim] for claim in claims)


def _tier(
    claims: Sequence[ShareClaim], classes: Collection[str], own: OwnRank, protected: Collection[str]
) -> _Tier:
    tier = tuple(claim for claim in claims if claim.tier_class in classes)
    whole = tier if own.uncut else [claim for claim in tier if claim.tier_class in protected]
    return _Tier(tier, own, frozenset(whole))


def _together(claims: Sequence[ShareClaim]) -> int | None:
    """All that is asked for; None while one number is not known."""
    if not all(claim.stated for claim in claims):
        return None
    return sum(claim.requested for claim in claims)


def _together_kept(kept: Sequence[_Left]) -> _Left:
    return _Left(sum(each.least for each in kept), sum(each.most for each in kept))


def _unranked(claims: Sequence[ShareClaim], tiers: Sequence[Collection[str]]) -> tuple[str, ...]:
    ranked = {each for classes in tiers for each in classes}
    return tuple({claim.tier_class: None for claim in claims if claim.tier_class not in ranked})


def _left_after(
    tier: _Tier, shares: Mapping[ShareClaim, int | None], left: _Left, room: _Left
) -> _Left:
    """What is left for the ranks after one: what it does not take passes on only if so agreed.

    What is kept for a rank after it stays kept.
    """
    kept = _Left(left.least - room.least, left.most - room.most)
    if tier.own.sharing.excess == "passed_on":
        taken = [each for each in shares.values() if each is not None]
        all_known = len(taken) == len(shares)
        least = max(left.least - sum(taken), 0) if all_known else kept.least
        return _Left(least, max(left.most - sum(taken), 0))
    after = room.after(tier.claims)
    return _Left(after.least + kept.least, after.most + kept.most)


def _fill_tier(tier: _Tier, left: _Left, least: int) -> Mapping[ShareClaim, int | None]:
    """What everybody in a rank gets of what is left: together no fewer than are kept for it."""
    whole = {claim: claim.whole for claim in tier.claims if claim in tier.protected}
    rest = [claim for claim in tier.claims if claim not in whole]
    remains = left.after(list(whole))
    asked = _together(rest)
    if remains.most == 0:
        return {**whole, **dict.fromkeys(rest, 0)}
    if asked is not None and asked <= remains.least:
        return {**whole, **{claim: claim.requested for claim in rest}}
    if asked is None or remains.known is None:
        return {**whole, **{claim: 0 if claim.whole == 0 else None for claim in rest}}
    kept = max(least - sum(claim.requested for claim in whole), 0)
    return {**whole, **share(rest, remains.known, replace(tier.own.sharing, at_least=kept))}


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
        return (
            f"Rank {rank}: {numbered(left, 'share is', 'shares are')} left for the "
            f"{asked:,} requested."
        )
    by = {
        "requested": f"{claim.requested:,} pro rata gives",
        "owned": f"by the {written(_owned(claim))} owned, {claim.requested:,} requested get",
        "equal": f"in equal parts, {claim.requested:,} requested get",
    }[sharing.basis]
    one = "; affiliates share as one" if sharing.as_one and claim.family else ""
    return (
        f"Rank {rank}: {numbered(left, 'share is', 'shares are')} left for {asked:,} "
        f"requested; {by} {included:,}{one}."
    )


def _owned(claim: ShareClaim) -> ShareNumber:
    return claim.owned or 0
