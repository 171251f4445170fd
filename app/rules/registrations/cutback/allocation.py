"""Who may sell how many shares: clauses 2(a)(i) and 2(f).

`cut_back` fills the ranks of any registration up to the Underwriter's Maximum Number; `allocate`
decides a demand, where Holders' timely requests come in whole and the Company's and others' shares
only if and to the extent that the managing underwriter finds they do not interfere (readings QB21,
QB22, QB25). A number nobody has stated stays null and is named as missing. Shares are whole shares.
Relies on `cutback` for the sharing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, explained
from app.rules.registrations.cutback.cutback import ShareClaim, ShareGrant, Sharing, fill
from app.rules.terms.rights.registrations import Demand, SellerClass, TierClass, Tiers
from app.rules.values.lean import small_value


@small_value
class AllocationLine:
    """What one seller asked to include and may include, in shares, and why."""

    seller: str
    seller_class: SellerClass
    requested: int | None
    included: int | None
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who may sell how many shares; the total is null while a number is missing."""

    lines: tuple[AllocationLine, ...]
    maximum: int | None
    total: int | None
    cut_back: bool | None
    explained_by: Mapping[str, str]


SHARING_READINGS = ("pro_rata_basis", "rounding")
NOTHING_OWNED: Mapping[str, Sourced[ShareNumber]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Additions:
    """Shares the Company proposes to add: its own and others', and whether requesters consent.

    `stated_on` is the day of the proposal: the numbers are of shares as they then were.
    """

    source: str
    company: int
    others: Mapping[str, int]
    consent: bool | None
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Maximum:
    """The most shares the managing underwriter finds can be sold; `source` points at the number.

    `greenshoe` are over-allotment shares, on top of the maximum or part of it (QC19). `stated_on`
    is the day of the advice, `in_writing` whether it was written.
    """

    source: str
    shares: int
    greenshoe: Sourced[int] | None = None
    stated_on: date | None = None
    in_writing: Sourced[bool] | None = None


@dataclass(frozen=True, slots=True)
class Seller:
    """One seller's request while it is being decided; `tier_class` says where it ranks."""

    name: str
    seller_class: SellerClass
    tier_class: TierClass
    requested: int | None
    source: str
    owned: Sourced[ShareNumber] | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranks of one registration, where they are listed, and the readings that chose them."""

    clause: str
    source: str | None
    tiers: Tiers
    readings: tuple[str, ...] = ()
    protected: tuple[TierClass, ...] = ()


def allocate(
    holders: Mapping[str, Sourced[int | None]],
    additions: Additions | None,
    maximum: Maximum | None,
    underwritten: Sourced[bool] | None,
    demand: Demand,
    matter: Matter,
    owned: Mapping[str, Sourced[ShareNumber]] = NOTHING_OWNED,
) -> Allocation:
    """Decide every seller's number in a demand, all numbers stated as of one day."""
    sellers = [
        Seller(name, "holders", "holders", shares.value, shares.source, owned.get(name))
        for name, shares in holders.items()
    ]
    additional = added(additions, owned, matter)
    if maximum is not None and askers_rank(demand):
        matter.working.miss("initiators", "who comes first", demand.additions_clause)
        says = "Those who asked for the registration come first; who they are is not stated here."
        lines = [line(each, None, says, each.source) for each in (*sellers, *additional)]
        return allocation(lines, maximum, demand.additions_clause, matter)
    return allocate_demand(sellers, additional, additions, maximum, underwritten, demand, matter)


def askers_rank(demand: Demand) -> bool:
    """Whether those who ask for a registration have a rank apart from Holders who join it."""
    return demand.ranks is not None and any("initiators" in tier for tier in demand.ranks)


def allocate_demand(
    sellers: list[Seller],
    additional: list[Seller],
    additions: Additions | None,
    maximum: Maximum | None,
    underwritten: Sourced[bool] | None,
    demand: Demand,
    matter: Matter,
) -> Allocation:
    """Decide every seller's number in a demand: the Holders', and the Company's and others'."""
    if maximum is not None:
        if underwritten is None:
            return _perhaps_cut_back(sellers, additional, additions, maximum, demand, matter)
        if underwritten.value:
            return _cut_back_demand(sellers + additional, maximum, demand, matter)
    lines = [whole(seller, "Every timely request is included whole.") for seller in sellers]
    lines += [_unadvised(seller, additions, underwritten, demand, matter) for seller in additional]
    decided = allocation(lines, None, demand.additions_clause, matter)
    return replace(decided, cut_back=False)


def whole(seller: Seller, reason: str) -> AllocationLine:
    """The line of a seller who may sell all it asked for."""
    return line(seller, seller.requested, reason, seller.source)


def line(seller: Seller, included: int | None, reason: str, source: str) -> AllocationLine:
    """The line of a seller in the answer; `requested` is what still stands of its request."""
    if seller.requested == 0:
        reason = "Nothing is left of the request: none of the shares are held any more."
    return AllocationLine(
        seller.name, seller.seller_class, seller.requested, included, reason, source
    )


def cut_back(
    sellers: Sequence[Seller],
    maximum: Maximum,
    capacity: Sourced[int],
    ranking: Ranking,
    matter: Matter,
) -> Allocation:
    """Fill the ranks up to the maximum."""
    lines = granted(sellers, capacity, ranking, matter)
    return allocation(lines, maximum, ranking.clause, matter)


def allocation(
    lines: Sequence[AllocationLine], maximum: Maximum | None, clause: str, matter: Matter
) -> Allocation:
    """The lines as one allocation; the total is null while a number is missing."""
    total = _total(lines, clause, matter)
    return Allocation(
        tuple(lines),
        maximum.shares if maximum else None,
        total.value if total else None,
        is_cut(lines),
        {
            **explained(total=total),
            **({"maximum": maximum.source} if maximum else {}),
        },
    )


def whichever(
    left_open: Allocation,
    maximum: Maximum | None,
    tried: Sequence[Allocation],
    clause: str,
    matter: Matter,
) -> Allocation:
    """An allocation that is left open, with the numbers that are the same in each case tried."""
    lines = []
    for place, open_line in enumerate(left_open.lines):
        found = {each.lines[place].included for each in tried}
        number = found.pop() if len(found) == 1 else None
        if open_line.included is not None or number is None:
            lines.append(open_line)
            continue
        says = f"{number:,} shares whichever it is."
        shares = matter.working.step(
            "allocation.whichever",
            clause,
            f"{open_line.seller}: {open_line.reason} {says}",
            number,
            {"requested": Sourced(open_line.requested, open_line.source)},
        )
        reason = f"{open_line.reason} {says}"
        lines.append(replace(open_line, included=number, reason=reason, source=shares.source))
    if tuple(lines) == left_open.lines:
        return left_open
    return allocation(lines, maximum, clause, matter)


def _total(lines: Sequence[AllocationLine], clause: str, matter: Matter) -> Sourced[int] | None:
    """All shares included; None while a number is missing."""
    numbers = [each.included for each in lines if each.included is not None]
    if len(numbers) < len(lines):
        return None
    total = sum(numbers)
    known = {each.seller: Sourced(each.included, each.source) for each in lines}
    return matter.working.step(
        "allocation.total", clause, f"Together they may sell {total:,} shares.", total, known
    )


def is_cut(lines: Sequence[AllocationLine]) -> bool | None:
    """Whether anybody gets fewer shares than it asked for; None: that is not known of somebody."""
    asked = [(each.included, each.requested) for each in lines if each.requested is not None]
    if any(included is not None and included < requested for included, requested in asked):
        return True
    return None if any(included is None for included, _ in asked) else False


def capacity_of(maximum: Maximum, clause: str, matter: Matter) -> Sourced[int]:
    """What the maximum leaves for the requests: over-allotment shares may be part of it (QC19)."""
    advised = Sourced(maximum.shares, maximum.source)
    greenshoe = maximum.greenshoe
    if greenshoe is None:
        return advised
    inside = matter.readings.greenshoe_in_max
    left = max(maximum.shares - greenshoe.value, 0) if inside else maximum.shares
    how = "part of" if inside else "on top of"
    return matter.working.step(
        "allocation.capacity",
        clause,
        f"The {greenshoe.value:,} over-allotment shares are {how} the maximum: {left:,} are left "
        "for the requests.",
        left,
        {"maximum": advised, "greenshoe": greenshoe},
        readings=("greenshoe_in_max",),
    )


def granted(
    sellers: Sequence[Seller], capacity: Sourced[int], ranking: Ranking, matter: Matter
) -> list[AllocationLine]:
    """Fill the ranks up to `capacity` and explain every number."""
    ranking = _others_ranked(ranking, matter)
    # Whether these matter is known when the ranks are filled: the line of each share says so.
    readings = matter.terms.readings
    sharing = Sharing(readings.pro_rata_basis, readings.rounding)
    claims = [
        ShareClaim(
            each.name,
            each.tier_class,
            each.requested or 0,
            each.owned.value if each.owned else None,
            each.requested is not None,
        )
        for each in sellers
    ]
    grants = fill(claims, ranking.tiers, capacity.value, sharing, ranking.protected)
    ranks: dict[int, Sourced[int | None]] = {}
    lines = []
    for seller, grant in zip(sellers, grants, strict=True):
        if grant.rank not in ranks:
            ranks[grant.rank] = _rank_step(grant, sellers, grants, capacity, ranking, matter)
        lines.append(_grant_line(seller, grant, ranks[grant.rank], ranking, matter))
    return lines


def _others_ranked(ranking: Ranking, matter: Matter) -> Ranking:
    """QC17: whether Holders come before other holders where the terms give both one rank."""
    if not any({"holders", "others"} <= set(tier) for tier in ranking.tiers):
        return ranking
    if matter.readings.others_rank == "after_holders":
        ranking = replace(
            ranking, tiers=_others_after_holders(ranking.tiers), source="reading:others_rank"
        )
    return replace(ranking, readings=(*ranking.readings, "others_rank"))


def _others_after_holders(tiers: Tiers) -> Tiers:
    split: list[tuple[TierClass, ...]] = []
    for tier in tiers:
        if {"holders", "others"} <= set(tier):
            split += [tuple(each for each in tier if each != "others"), ("others",)]
        else:
            split.append(tier)
    return tuple(split)


def _number(shares: int | None) -> str:
    return "an unknown number of" if shares is None else f"{shares:,}"


def _rank_step(
    grant: ShareGrant,
    sellers: Sequence[Seller],
    grants: Sequence[ShareGrant],
    capacity: Sourced[int],
    ranking: Ranking,
    matter: Matter,
) -> Sourced[int | None]:
    """What is left of the capacity for one rank."""
    asked = {
        seller.name: Sourced(seller.requested, seller.source)
        for seller, each in zip(sellers, grants, strict=True)
        if each.rank <= grant.rank
    }
    return matter.working.step(
        "allocation.rank",
        ranking.clause,
        f"Rank {grant.rank}: {_number(grant.left)} shares are left for {_number(grant.asked)} "
        "requested.",
        grant.left,
        {**asked, "capacity": capacity, **_classes(grant.rank, ranking)},
        readings=ranking.readings,
    )


def _classes(rank: int, ranking: Ranking) -> Mapping[str, Sourced[object]]:
    """Who stands in this rank, where the terms or a reading say so."""
    if ranking.source is None or rank > len(ranking.tiers):
        return {}
    from_terms = ranking.source.startswith("terms:")
    source = f"{ranking.source}/{rank - 1}" if from_terms else ranking.source
    return {"rank": Sourced(ranking.tiers[rank - 1], source)}


def _grant_line(
    seller: Seller, grant: ShareGrant, left: Sourced[int | None], ranking: Ranking, matter: Matter
) -> AllocationLine:
    inputs: dict[str, Sourced[object]] = {
        "requested": Sourced(seller.requested, seller.source),
        "left": left,
    }
    if seller.owned is not None:
        inputs["owned"] = seller.owned
    shared = grant.left is not None and grant.asked is not None
    if shared and grant.included is None and seller.owned is None:
        matter.working.miss("owned", f"the number of shares of {seller.name}", ranking.clause)
    shares = matter.working.step(
        "allocation.grant",
        ranking.clause,
        f"{seller.name}: {grant.reason}",
        grant.included,
        inputs,
        # Where the whole rank fits, or none of it, no choice of sharing could change the number.
        readings=SHARING_READINGS if _shared_out(grant) else (),
    )
    return line(seller, grant.included, grant.reason, shares.source)


def _shared_out(grant: ShareGrant) -> bool:
    """Whether the rank is shared out, so far as is known."""
    if grant.left is None or grant.asked is None:
        return grant.included is None
    return 0 < grant.left < grant.asked


# --- the demand ------------------------------------------------------------------------------


def added(
    additions: Additions | None, owned: Mapping[str, Sourced[ShareNumber]], matter: Matter
) -> list[Seller]:
    """The Company and others, as the latest proposal adds them."""
    if additions is None:
        return []
    company = matter.terms.company.id
    own = Seller(company, "company", "company", additions.company, f"{additions.source}/company")
    others = [
        Seller(
            name, "others", "others", shares, f"{additions.source}/others/{name}", owned.get(name)
        )
        for name, shares in additions.others.items()
    ]
    return ([own] if additions.company else []) + others


def _unadvised(
    seller: Seller,
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
    return line(seller, included, reason, seller.source)


def _not_underwritten(
    seller: Seller, additions: Additions | None, demand: Demand, matter: Matter
) -> tuple[int | None, str]:
    """QB22: no underwriter who could determine that the addition does not interfere."""
    rule = matter.readings.non_underwritten_additions
    if rule == "free":
        return seller.requested, "Not underwritten: additions are free under the reading chosen."
    if rule == "never":
        return 0, "Not underwritten: no additions under the reading chosen."
    consent = additions.consent if additions else None
    if consent is None:
        matter.working.miss(
            "consent",
            f"whether {seller.name} may be added",
            demand.additions_clause,
            posted_as="additions_proposed.holders_consent",
        )
        return None, "Not underwritten: the requesting Holders' consent is not recorded."
    if consent:
        return seller.requested, "Not underwritten: the requesting Holders consent."
    return 0, "Not underwritten: the requesting Holders do not consent."


def _perhaps_cut_back(
    sellers: list[Seller],
    additional: list[Seller],
    additions: Additions | None,
    maximum: Maximum,
    demand: Demand,
    matter: Matter,
) -> Allocation:
    """What is the same whether or not the demand is underwritten, while that is not recorded."""
    clause = demand.additions_clause
    matter.working.miss("underwritten", "how many shares each may sell", clause)
    says = "A maximum is advised, but whether the registration is underwritten is not recorded."
    lines = [line(each, None, says, each.source) for each in sellers + additional]
    tried = [
        allocate_demand(
            sellers,
            additional,
            additions,
            maximum,
            Sourced(underwritten, ""),
            demand,
            matter.unrecorded(),
        )
        for underwritten in (True, False)
    ]
    return whichever(allocation(lines, maximum, clause, matter), maximum, tried, clause, matter)


def _cut_back_demand(
    sellers: Sequence[Seller], maximum: Maximum, demand: Demand, matter: Matter
) -> Allocation:
    """Fill the ranks up to the maximum: those of the terms, or those that readings choose.

    Where the terms have none, Holders are whole unless reading QB25 cuts them too.
    """
    if demand.ranks is not None:
        capacity = capacity_of(maximum, demand.additions_clause, matter)
        ranks = Ranking(demand.additions_clause, f"terms:{demand.place}/ranks", demand.ranks)
        return cut_back(sellers, maximum, capacity, ranks, matter)
    cuts_holders = matter.readings.demand_holder_cutback == "pro_rata"
    capacity = capacity_of(maximum, demand.additions_clause, matter)
    # What is not known of a Holder adds to it: those that are known may exceed it alone.
    held = sum(each.requested or 0 for each in sellers if each.seller_class == "holders")
    if held > capacity.value and not cuts_holders:
        matter.working.warn(
            "NO_CUTBACK_PROVISION",
            f"The Holders' {held:,} shares exceed the maximum of {capacity.value:,}; the "
            "agreement has no provision that cuts them back in a demand.",
        )
    priority = matter.readings.demand_priority
    ranking = Ranking(
        demand.additions_clause,
        f"terms:{demand.place}/priorities/{priority}",
        demand.priorities[priority],
        ("demand_priority", "demand_holder_cutback"),
        protected=() if cuts_holders else ("holders",),
    )
    return cut_back(sellers, maximum, capacity, ranking, matter)
