"""In which rank each seller stands, and what the terms agree of each rank: clause 2(f).

A seller stands in the first rank that names it by one of its groups, or as one of those who asked
for the registration; else in that of its class, wherever it is. What a rank does not say of its
sharing, `sharing` says for all, and what is silent there a reading chooses (QC15, QC16).
Shares are whole shares; nothing raises.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.cutback import LeastOfRank, OwnRank
from app.rules.registrations.cutback.sharing import Sharing
from app.rules.terms.rights.groups import Groups
from app.rules.terms.rights.ranks import Rank, Ranks, labels_of
from app.rules.terms.rights.registrations import SellerClass, TierClass


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranks of one registration, where they are listed, and the readings that chose them.

    `agreed` are the ranks that say more than whom they name, by number from 1; `expressly` whether
    the terms leave no doubt who shares a rank. `first_offering` is whether it is the Company's
    first public one, where that is known.
    """

    clause: str
    source: str | None
    tiers: tuple[tuple[str, ...], ...]
    readings: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    agreed: Mapping[int, Rank] = field(default_factory=dict)
    expressly: bool = False
    first_offering: Sourced[bool] | None = None

    @property
    def turns_on_first_offering(self) -> bool:
        """Whether a least is agreed that is not owed in the first public offering."""
        return any(each.floor and each.floor.unless for each in self.agreed.values())


def agreed_ranking(
    clause: str, source: str, ranks: Ranks, first_offering: Sourced[bool] | None = None
) -> Ranking:
    """The ranks that the terms themselves say."""
    agreed = {place: rank for place, rank in enumerate(ranks, 1) if isinstance(rank, Rank)}
    tiers = tuple(labels_of(rank) for rank in ranks)
    return Ranking(
        clause, source, tiers, agreed=agreed, expressly=True, first_offering=first_offering
    )


def names_initiators(ranks: Ranks | None) -> bool:
    """Whether those who ask for a registration have a rank apart from Holders who join it."""
    return ranks is not None and any("initiators" in labels_of(rank) for rank in ranks)


def not_by_name(ranks: Ranks | None, groups: Groups) -> tuple[str, ...]:
    """The groups that some rank names, and of which the terms alone do not say who belongs."""
    return tuple(
        name
        for rank in ranks or ()
        for name in labels_of(rank)
        if name in groups and not groups[name].by_name
    )


def label_of(
    tier_class: TierClass,
    seller_class: SellerClass,
    groups: Collection[str],
    tiers: Sequence[Sequence[str]],
) -> str:
    """By which label of the ranks a seller stands in one of them."""
    named = [label for tier in tiers for label in tier]
    for label in named:
        if label in groups or label == tier_class == "initiators":
            return label
    if tier_class in named or seller_class not in named:
        return tier_class
    return seller_class


def sharing_of(rank: Rank | None, matter: Matter) -> Sharing:
    """How a rank is shared out that does not fit whole."""
    # Whether a reading matters is known when the ranks are filled: the line of each share says so.
    readings, said = matter.terms.readings, matter.terms.sharing
    basis = (rank and rank.basis) or (said and said.basis) or readings.pro_rata_basis
    if said is None:
        return Sharing(basis, readings.rounding, (rank and rank.excess) or "shared")
    return Sharing(
        basis,
        readings.rounding,
        (rank and rank.excess) or said.excess,
        said.lot,
        None if said.odd is None else said.odd == "dropped",
        said.affiliates == "as_one",
    )


def sharing_readings(rank: Rank | None, matter: Matter) -> tuple[str, ...]:
    """The readings on which the sharing of a rank turns, the terms being silent."""
    said = matter.terms.sharing
    basis_said = (rank is not None and rank.basis is not None) or (
        said is not None and said.basis is not None
    )
    rounded = said is not None and (said.lot is not None or said.odd is not None)
    return (*(() if basis_said else ("pro_rata_basis",)), *(() if rounded else ("rounding",)))


def own_ranks(ranking: Ranking, matter: Matter) -> dict[int, OwnRank]:
    """What is agreed of each rank alone."""
    return {
        place: OwnRank(sharing, _least(rank, ranking, sharing), rank.uncut)
        for place, rank in ranking.agreed.items()
        for sharing in (sharing_of(rank, matter),)
    }


def _least(rank: Rank, ranking: Ranking, sharing: Sharing) -> LeastOfRank | None:
    floor = rank.floor
    if floor is None:
        return None
    first = ranking.first_offering
    if floor.unless is not None and first is not None and first.value:
        return None
    of_requested, more_than = floor.of == "requested", floor.comparison == ">"
    return LeastOfRank(floor.fraction, of_requested, more_than, sharing.lots_of)
