"""Who may sell how many shares in a demand: clause 2(a)(i).

Holders' timely requests come in whole and the Company's and others' shares only if and to the
extent that the managing underwriter finds they do not interfere (readings QB21, QB22, QB25), unless
the terms rank them. Shares are whole shares. Relies on `allocation`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, takewhile
from math import floor

from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.advised import MaximaAdvised, allocate_ranked
from app.rules.registrations.cutback.allocation import allocation, cut_back, left_open, whichever
from app.rules.registrations.cutback.granting import capacity_of
from app.rules.registrations.cutback.selling import (
    Additions,
    Allocation,
    AllocationLine,
    Maximum,
    Seller,
    line,
    whole,
)
from app.rules.registrations.cutback.standing import Ranking, agreed_ranking, names_initiators
from app.rules.terms.rights.ranks import Ranks
from app.rules.terms.rights.registrations import Demand
from app.rules.values.numbered import numbered


@dataclass(frozen=True, slots=True)
class _Written:
    """A demand whose cutback waits for written advice."""

    demand: Demand
    advice_in_writing: bool = True

    @property
    def clause(self) -> str:
        return self.demand.additions_clause


def _agreed(demand: Demand, ranks: Ranks, _matter: Matter) -> Ranking:
    return agreed_ranking(demand.additions_clause, f"terms:{demand.place}/ranks", ranks)


def allocate(
    sellers: list[Seller],
    additions: Additions | None,
    advice: MaximaAdvised,
    demand: Demand,
    matter: Matter,
    *,
    askers_known: bool,
) -> Allocation:
    """Decide every seller's number in a demand, all numbers stated as of one day."""
    holders = [each for each in sellers if each.seller_class == "holders"]
    additional = [each for each in sellers if each.seller_class != "holders"]
    if advice.maximum is not None and names_initiators(demand.ranks) and not askers_known:
        says = "Those who asked for the registration come first; who they are is not stated here."
        sellers = [*holders, *additional]
        clause = demand.additions_clause
        return left_open(sellers, says, "initiators", advice.maximum, clause, matter)
    return allocate_demand(holders, additional, additions, advice, demand, matter)


def allocate_demand(
    sellers: list[Seller],
    additional: list[Seller],
    additions: Additions | None,
    advice: MaximaAdvised,
    demand: Demand,
    matter: Matter,
) -> Allocation:
    """Decide every seller's number in a demand: the Holders', and the Company's and others'."""
    maximum, underwritten = advice.maximum, advice.underwritten
    ranks = demand.ranks if demand.advice_in_writing and maximum is not None else None
    if ranks is not None:
        ranked = partial(_agreed, demand, ranks)
        return allocate_ranked(sellers + additional, advice, _Written(demand), ranked, matter)
    if maximum is not None:
        if underwritten is None:
            return _perhaps_cut_back(sellers, additional, additions, maximum, demand, matter)
        if underwritten.value:
            return _cut_back_demand(sellers + additional, maximum, demand, matter)
    lines = [whole(seller, "Every timely request is included whole.") for seller in sellers]
    lines += [_unadvised(seller, additions, underwritten, demand, matter) for seller in additional]
    decided = allocation(lines, None, demand.additions_clause, matter)
    return replace(decided, cut_back=False)


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
            MaximaAdvised(Sourced(underwritten, ""), (maximum,)),
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
        return cut_back(sellers, maximum, capacity, _agreed(demand, demand.ranks, matter), matter)
    cuts_holders = matter.readings.demand_holder_cutback == "pro_rata"
    capacity = capacity_of(maximum, demand.additions_clause, matter)
    # What is not known of a Holder adds to it: those that are known may exceed it alone.
    priority = matter.readings.demand_priority
    tiers = demand.priorities[priority]
    first = set(chain.from_iterable(takewhile(lambda tier: "holders" not in tier, tiers)))
    ahead = sum(each.requested or 0 for each in sellers if each.tier_class in first)
    held = sum(each.requested or 0 for each in sellers if each.seller_class == "holders")
    if ahead + held > capacity.value and not cuts_holders:
        ratio = maximum.in_shares_of_now
        besides = f" with the {floor(ahead * ratio):,} that come first" if ahead else ""
        matter.working.warn(
            "NO_CUTBACK_PROVISION",
            f"The Holders' {numbered(floor(held * ratio), 'share')}{besides} exceed the maximum of "
            f"{floor(capacity.value * ratio):,}; the "
            "agreement has no provision that cuts them back in a demand.",
        )
    ranking = Ranking(
        demand.additions_clause,
        f"terms:{demand.place}/priorities/{priority}",
        tiers,
        ("demand_priority", "demand_holder_cutback"),
        protected=() if cuts_holders else ("holders",),
    )
    return cut_back(sellers, maximum, capacity, ranking, matter)
