"""Who may sell how many shares under a demand: clause 2(a)(i) with the pro rata rule of 2(f).

Holders' timely requests come in whole; the Company's and others' shares only if and to the extent
that the managing underwriter finds they do not interfere (readings QB21, QB22, QB25). A number
nobody has stated stays null and is named as missing. Shares are whole shares.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.rules.answers import Allocation, AllocationLine
from app.rules.cutback import Claim, Grant, fill
from app.rules.matter import Matter
from app.rules.terms.registrations import Demand, SellerClass
from app.rules.working import Sourced


@dataclass(frozen=True, slots=True)
class Additions:
    """Shares the Company proposes to add: its own and others', and whether requesters consent."""

    source: str
    company: int
    others: Mapping[str, int]
    consent: bool | None


@dataclass(frozen=True, slots=True)
class Maximum:
    """The most shares the managing underwriter finds can be sold; `source` points at the number."""

    source: str
    shares: int


@dataclass(frozen=True, slots=True)
class _Seller:
    """One seller's request while it is being decided."""

    name: str
    seller_class: SellerClass
    requested: int | None
    source: str


def allocate(
    holders: Mapping[str, Sourced[int | None]],
    additions: Additions | None,
    maximum: Maximum | None,
    underwritten: Sourced[bool] | None,
    demand: Demand,
    matter: Matter,
) -> Allocation:
    """Decide every seller's number."""
    sellers = [
        _Seller(name, "holders", shares.value, shares.source) for name, shares in holders.items()
    ]
    added = _added(additions, matter)
    underwriter_speaks = underwritten is None or underwritten.value
    complete = all(seller.requested is not None for seller in sellers)
    if maximum is not None and underwriter_speaks and complete:
        return _cut_back(sellers + added, maximum, demand, matter)
    lines = [_whole(seller) for seller in sellers]
    lines += [_unadvised(seller, additions, underwritten, demand, matter) for seller in added]
    return Allocation(tuple(lines), None, _total(lines), False)


def _added(additions: Additions | None, matter: Matter) -> list[_Seller]:
    if additions is None:
        return []
    own = _Seller(
        matter.terms.company.id, "company", additions.company, f"{additions.source}/company"
    )
    others = [
        _Seller(name, "others", shares, f"{additions.source}/others/{name}")
        for name, shares in additions.others.items()
    ]
    return ([own] if additions.company else []) + others


def _whole(seller: _Seller) -> AllocationLine:
    return AllocationLine(
        seller=seller.name,
        seller_class=seller.seller_class,
        requested=seller.requested,
        included=seller.requested,
        reason="Every timely request is included whole.",
        source=seller.source,
    )


def _unadvised(
    seller: _Seller,
    additions: Additions | None,
    underwritten: Sourced[bool] | None,
    demand: Demand,
    matter: Matter,
) -> AllocationLine:
    """An addition on which no underwriter has given a number."""
    if underwritten is None or underwritten.value:
        matter.working.miss(
            "maximum_advised",
            f"how many shares of {seller.name} may be added",
            demand.additions_clause,
        )
        included, reason = None, "The managing underwriter has not said what fits."
    else:
        included, reason = _not_underwritten(seller, additions, demand, matter)
    return AllocationLine(
        seller.name, seller.seller_class, seller.requested, included, reason, seller.source
    )


def _not_underwritten(
    seller: _Seller, additions: Additions | None, demand: Demand, matter: Matter
) -> tuple[int | None, str]:
    """QB22: no underwriter who could determine that the addition does not interfere."""
    matter.working.rely_on("non_underwritten_additions")
    rule = matter.readings.non_underwritten_additions
    if rule == "free":
        return seller.requested, "Not underwritten: additions are free under the reading chosen."
    if rule == "never":
        return 0, "Not underwritten: no additions under the reading chosen."
    consent = additions.consent if additions else None
    if consent is None:
        matter.working.miss(
            "consent", f"whether {seller.name} may be added", demand.additions_clause
        )
        return None, "Not underwritten: the requesting Holders' consent is not recorded."
    if consent:
        return seller.requested, "Not underwritten: the requesting Holders consent."
    return 0, "Not underwritten: the requesting Holders do not consent."


def _cut_back(
    sellers: list[_Seller], maximum: Maximum, demand: Demand, matter: Matter
) -> Allocation:
    """Fill the ranks up to the maximum, Holders whole unless reading QB25 cuts them too."""
    cuts_holders = matter.readings.demand_holder_cutback == "pro_rata"
    claims = [Claim(each.name, each.seller_class, each.requested or 0) for each in sellers]
    held = _held(sellers, demand, matter)
    if held.value > maximum.shares and not cuts_holders:
        matter.working.warn(
            "NO_CUTBACK_PROVISION",
            f"The Holders' {held.value:,} shares exceed the maximum of {maximum.shares:,}; the "
            "agreement has no provision that cuts them back in a demand.",
        )
    protected: tuple[SellerClass, ...] = () if cuts_holders else ("holders",)
    tiers = demand.priorities[matter.readings.demand_priority]
    grants = fill(claims, tiers, maximum.shares, protected)
    lines = [
        _granted(grant, Sourced(grant.requested, seller.source), held, maximum, demand, matter)
        for grant, seller in zip(grants, sellers, strict=True)
    ]
    return Allocation(
        tuple(lines),
        maximum.shares,
        _total(lines),
        any(line.included != line.requested for line in lines),
    )


def _held(sellers: list[_Seller], demand: Demand, matter: Matter) -> Sourced[int]:
    """What the Holders ask for together."""
    asked = {
        each.name: Sourced(each.requested or 0, each.source)
        for each in sellers
        if each.seller_class == "holders"
    }
    total = sum(each.value for each in asked.values())
    return matter.working.step(
        "allocation.holders_requested",
        demand.additions_clause,
        f"The Holders ask for {total:,} shares together.",
        total,
        asked,
    )


def _granted(
    grant: Grant,
    requested: Sourced[int],
    held: Sourced[int],
    maximum: Maximum,
    demand: Demand,
    matter: Matter,
) -> AllocationLine:
    shares = matter.working.step(
        "allocation.grant",
        demand.additions_clause,
        f"{grant.seller}: {grant.reason}",
        grant.included,
        {
            "requested": requested,
            "maximum": Sourced(maximum.shares, maximum.source),
            "holders_requested": held,
        },
        readings=("demand_priority", "demand_holder_cutback"),
    )
    return AllocationLine(
        grant.seller,
        grant.tier_class,
        grant.requested,
        grant.included,
        grant.reason,
        shares.source,
    )


def _total(lines: list[AllocationLine]) -> int | None:
    numbers = [line.included for line in lines]
    if any(number is None for number in numbers):
        return None
    return sum(number for number in numbers if number is not None)
