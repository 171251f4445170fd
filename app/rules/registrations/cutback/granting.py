"""The ranks filled up to a number of shares, with the reason of every number: clause 2(f).

Relies on `cutback` for the filling and on `standing` for who stands where. Shares are whole shares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.cutback import ShareGrant, fill
from app.rules.registrations.cutback.selling import AllocationLine, Maximum, Seller, line
from app.rules.registrations.cutback.sharing import ShareClaim
from app.rules.registrations.cutback.standing import (
    Ranking,
    label_of,
    own_ranks,
    sharing_of,
    sharing_readings,
)
from app.rules.values.numbered import numbered


def capacity_of(maximum: Maximum, clause: str, matter: Matter) -> Sourced[int]:
    """What the maximum leaves for the requests: over-allotment shares may be part of it (QC19)."""
    advised = Sourced(maximum.shares, maximum.source)
    greenshoe = maximum.greenshoe
    if greenshoe is None:
        return advised
    said = matter.terms.sharing.over_allotment if matter.terms.sharing else None
    inside = said == "inside" if said else matter.readings.greenshoe_in_max
    left = max(maximum.shares - greenshoe.value, 0) if inside else maximum.shares
    how = "part of" if inside else "on top of"
    return matter.working.step(
        "allocation.capacity",
        clause,
        f"The {greenshoe.value:,} over-allotment shares are {how} the maximum: {left:,} are left "
        "for the requests.",
        left,
        {
            "maximum": advised,
            "greenshoe": greenshoe,
            **(
                {"over_allotment": Sourced[object](said, "terms:/sharing/over_allotment")}
                if said
                else {}
            ),
        },
        readings=() if said else ("greenshoe_in_max",),
    )


def granted(
    sellers: Sequence[Seller], capacity: Sourced[int], ranking: Ranking, matter: Matter
) -> list[AllocationLine]:
    """Fill the ranks up to `capacity` and explain every number."""
    ranking = _others_ranked(ranking, matter)
    families = {
        holder: name for name, family in matter.terms.affiliates.items() for holder in family
    }
    claims = [
        ShareClaim(
            each.name,
            label_of(each.tier_class, each.seller_class, each.groups, ranking.tiers),
            each.requested or 0,
            each.owned.value if each.owned else None,
            each.requested is not None,
            families.get(each.name),
            sum(owned.value for owned in _affiliates_beside(each, sellers, matter).values()),
        )
        for each in sellers
    ]
    grants = fill(
        claims,
        ranking.tiers,
        capacity.value,
        sharing_of(None, matter),
        ranking.protected,
        own_ranks(ranking, matter),
    )
    least = _least_steps(grants, capacity, ranking, matter)
    ranks: dict[int, Sourced[int | None]] = {}
    lines = []
    for seller, grant in zip(sellers, grants, strict=True):
        if grant.rank not in ranks:
            ranks[grant.rank] = _rank_step(grant, sellers, grants, capacity, least, ranking, matter)
        beside = _affiliates_beside(seller, sellers, matter)
        lines.append(_grant_line(seller, grant, ranks[grant.rank], ranking, beside, matter))
    return lines


def _affiliates_beside(
    seller: Seller, sellers: Sequence[Seller], matter: Matter
) -> Mapping[str, Sourced[ShareNumber]]:
    """What the affiliates of a seller own who sell nothing themselves, and count as one with it."""
    named = {each.name for each in sellers}
    families = matter.terms.affiliates.values()
    family = next((each for each in families if seller.name in each), ())
    return {
        name: owned for name, owned in seller.beside.items() if name in family and name not in named
    }


def _least_steps(
    grants: Sequence[ShareGrant], capacity: Sourced[int], ranking: Ranking, matter: Matter
) -> dict[int, Sourced[int | None]]:
    """The shares that are kept for each rank with a floor, before the ranks above it."""
    found: dict[int, Sourced[int | None]] = {}
    for place, rank in sorted(ranking.agreed.items()):
        floor, grant = rank.floor, next((each for each in grants if each.rank == place), None)
        if floor is None or grant is None:
            continue
        first = ranking.first_offering if floor.unless else None
        inputs: dict[str, Sourced[object]] = {
            "fraction": Sourced(
                str(floor.fraction), f"{ranking.source}/{place - 1}/floor/fraction"
            ),
            "capacity": capacity,
        }
        if first is not None:
            inputs["first_public_offering"] = first
        of = "what it asks for" if floor.of == "requested" else f"the {capacity.value:,}"
        more = "more than" if floor.comparison == ">" else "at least"
        says = (
            f"Rank {place}: no least is kept for it in the first public offering."
            if first is not None and first.value
            else f"Rank {place} gets {more} {floor.fraction} of {of}, if it asks for so much: "
            f"{_shares_are(grant.least)} kept for it."
        )
        found[place] = matter.working.step(
            "allocation.least", rank.clause or ranking.clause, says, grant.least, inputs
        )
    return found


def _others_ranked(ranking: Ranking, matter: Matter) -> Ranking:
    """QC17: whether Holders come before other holders where the terms give both one rank."""
    if ranking.expressly or not any({"holders", "others"} <= set(tier) for tier in ranking.tiers):
        return ranking
    if matter.readings.others_rank == "after_holders":
        ranking = replace(
            ranking, tiers=_others_after_holders(ranking.tiers), source="reading:others_rank"
        )
    return replace(ranking, readings=(*ranking.readings, "others_rank"))


def _others_after_holders(tiers: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    split: list[tuple[str, ...]] = []
    for tier in tiers:
        if {"holders", "others"} <= set(tier):
            split += [tuple(each for each in tier if each != "others"), ("others",)]
        else:
            split.append(tuple(tier))
    return tuple(split)


def _shares_are(number: int | None) -> str:
    if number is None:
        return "an unknown number of shares are"
    return numbered(number, "share is", "shares are")


def _number(shares: int | None) -> str:
    return "an unknown number of" if shares is None else f"{shares:,}"


def _rank_step(
    grant: ShareGrant,
    sellers: Sequence[Seller],
    grants: Sequence[ShareGrant],
    capacity: Sourced[int],
    least: Mapping[int, Sourced[int | None]],
    ranking: Ranking,
    matter: Matter,
) -> Sourced[int | None]:
    """What is left of the capacity for one rank, beside what is kept for ranks after it."""
    kept = {
        f"kept_for_rank_{place}": shares for place, shares in least.items() if place > grant.rank
    }
    agreed = ranking.agreed.get(grant.rank)
    asked = {
        seller.name: Sourced(seller.requested, seller.source)
        for seller, each in zip(sellers, grants, strict=True)
        if each.rank <= grant.rank
    }
    return matter.working.step(
        "allocation.rank",
        (agreed and agreed.clause) or ranking.clause,
        f"Rank {grant.rank}: {_shares_are(grant.left)} left for {_number(grant.asked)} requested.",
        grant.left,
        {**asked, "capacity": capacity, **kept, **_classes(grant.rank, ranking)},
        readings=ranking.readings,
    )


def _classes(rank: int, ranking: Ranking) -> Mapping[str, Sourced[object]]:
    """Who stands in this rank, where the terms or a reading say so."""
    if ranking.source is None or rank > len(ranking.tiers):
        return {}
    from_terms = ranking.source.startswith("terms:")
    source = f"{ranking.source}/{rank - 1}" if from_terms else ranking.source
    source += "/groups" if rank in ranking.agreed else ""
    return {"rank": Sourced(ranking.tiers[rank - 1], source)}


def _grant_line(
    seller: Seller,
    grant: ShareGrant,
    left: Sourced[int | None],
    ranking: Ranking,
    beside: Mapping[str, Sourced[ShareNumber]],
    matter: Matter,
) -> AllocationLine:
    inputs: dict[str, Sourced[object]] = {
        "requested": Sourced(seller.requested, seller.source),
        "left": left,
    }
    if seller.owned is not None:
        inputs["owned"] = seller.owned
    said = matter.terms.sharing
    if said is not None and said.affiliates == "as_one":
        inputs |= {f"owned_by_{name}": owned for name, owned in beside.items()}
    shared = grant.left is not None and grant.asked is not None
    if shared and grant.included is None and seller.owned is None:
        matter.working.miss("owned", f"the number of shares of {seller.name}", ranking.clause)
    agreed = ranking.agreed.get(grant.rank)
    shares = matter.working.step(
        "allocation.grant",
        (agreed and agreed.clause) or ranking.clause,
        f"{seller.name}: {grant.reason}",
        grant.included,
        inputs,
        # Where the whole rank fits, or none of it, no choice of sharing could change the number.
        readings=sharing_readings(agreed, matter) if _shared_out(grant) else (),
    )
    return line(seller, grant.included, grant.reason, shares.source)


def _shared_out(grant: ShareGrant) -> bool:
    """Whether the rank is shared out, so far as is known."""
    if grant.left is None or grant.asked is None:
        return grant.included is None
    return 0 < grant.left < grant.asked
