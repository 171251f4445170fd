"""Who ranks where when Holders of two agreements sell in one offering, as each agreement says it.

Each document ranks its own Holders beside the other agreement's, who are `others` to it, or a group
of outsiders that bears the other's name. Where the two do not say the same, that is a conflict:
both clauses are told, and neither prevails. Shares are not needed. Nothing raises.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field

from app.rules.terms import Terms
from app.rules.terms.rights.ranks import Ranks, labels_of
from app.rules.terms.rights.registrations import Demand, IncidentalCutback, Tiers

Relation: TypeAlias = Literal["before", "alike", "after", "partly_before", "uncut"]
Offering: TypeAlias = Literal["initiated_by_the_company", "demanded"]
OPPOSITE: Final[dict[Relation, Relation]] = {
    "before": "after",
    "alike": "alike",
    "after": "before",
}
WORDS: Final[dict[Relation, str]] = {
    "before": "come before those of the other",
    "alike": "stand in one rank with those of the other",
    "after": "come after those of the other",
    "partly_before": "come partly before and partly after those of the other",
    "uncut": "are not cut back at all",
}


@dataclass(frozen=True, slots=True)
class SideOfRanks:
    """What one agreement says of its own Holders beside those of the other."""

    agreement: Annotated[str, Field(description="The agreement, by its id.")]
    clause: Annotated[str, Field(description="Its clause.")]
    place: Annotated[str, Field(description="Where it stands in its terms.")]
    holders: Annotated[
        Relation, Field(description="Where its own Holders stand beside those of the other.")
    ]
    says: str


@dataclass(frozen=True, slots=True)
class RankConflict:
    """Two agreements that rank their Holders differently in one offering; neither prevails here."""

    offering: Annotated[
        Offering,
        Field(description="Whose offering: the Company's own, or one that Holders demanded."),
    ]
    demanded_under: Annotated[
        str | None, Field(description="The agreement under which it was demanded, if it was.")
    ]
    sides: Annotated[
        tuple[SideOfRanks, SideOfRanks], Field(description="What each of the two says.")
    ]
    says: str


@dataclass(frozen=True, slots=True)
class _Order:
    """An order of ranks with its place and clause; `uncut`: nobody is cut in it."""

    clause: str
    place: str
    tiers: tuple[tuple[str, ...], ...] | None


def rank_conflicts(agreements: Sequence[tuple[str, Terms]]) -> Iterator[RankConflict]:
    """Every two agreements whose ranks do not fit each other, in each offering they speak of."""
    for first, second in combinations(agreements, 2):
        yield from _of_pair("initiated_by_the_company", None, first, second)
        yield from _of_pair("demanded", first[0], first, second)
        yield from _of_pair("demanded", second[0], second, first)


def _of_pair(
    offering: Offering, under: str | None, first: tuple[str, Terms], second: tuple[str, Terms]
) -> Iterator[RankConflict]:
    for one in _orders(first, offering, demanded=under is not None):
        for other in _orders(second, offering, demanded=False):
            ours = _side(first, second, one, they_initiated=False)
            theirs = _side(second, first, other, they_initiated=under is not None)
            if ours is None or theirs is None or _fit(ours.holders, theirs.holders):
                continue
            what = (
                f"In a registration demanded under {under}"
                if under is not None
                else "In a registration that the Company initiates"
            )
            yield RankConflict(
                offering,
                under,
                (ours, theirs),
                f"{what}, {first[0]} and {second[0]} do not say the same: {ours.says}; "
                f"{theirs.says}. Neither prevails by its own words.",
            )


def _fit(ours: Relation, theirs: Relation) -> bool:
    """Whether two agreements say the same of their Holders, each from its own side."""
    return OPPOSITE.get(ours) == theirs or ours == theirs == "uncut"


def _orders(
    agreement: tuple[str, Terms], offering: Offering, *, demanded: bool
) -> Iterator[_Order]:
    """The orders by which an agreement ranks an offering: its own demand, or what it may join."""
    _, terms = agreement
    if demanded:
        for right in terms.rights_to_demand:
            yield from _of_demand(right, terms)
        return
    by_company = offering == "initiated_by_the_company"
    joining = terms.with_incidental(None, "company" if by_company else "others").incidental
    if joining is not None and joining.cutback is not None:
        at, cutback = f"{joining.place}/cutback", joining.cutback
        yield from _of_the_company(cutback, at) if by_company else _of_others(cutback, at, terms)


def _of_the_company(cutback: IncidentalCutback, at: str) -> Iterator[_Order]:
    if cutback.ranks is not None:
        yield _Order(cutback.clause, f"{at}/ranks", _tiers(cutback.ranks))
    elif cutback.priority:
        yield _Order(cutback.clause, f"{at}/priority", cutback.priority)


def _of_others(cutback: IncidentalCutback, cut: str, terms: Terms) -> Iterator[_Order]:
    said, at = cutback.ranks_initiated_by_others, f"{cut}/ranks_initiated_by_others"
    if said is not None:
        yield _Order(cutback.clause, at, None if said == "uncut" else _tiers(said))
        return
    chosen = terms.readings.secondary_incidental_cutback
    for name, tiers in cutback.priorities_initiated_by_others.items():
        if name == chosen:
            place = f"{cut}/priorities_initiated_by_others/{name}"
            yield _Order(cutback.clause, place, tiers)


def _of_demand(right: Demand, terms: Terms) -> Iterator[_Order]:
    if right.ranks is not None:
        yield _Order(right.clause, f"{right.place}/ranks", _tiers(right.ranks))
        return
    chosen = terms.readings.demand_priority
    tiers: Tiers | None = right.priorities.get(chosen)
    if tiers is not None:
        yield _Order(right.clause, f"{right.place}/priorities/{chosen}", tiers)


def _tiers(ranks: Ranks) -> tuple[tuple[str, ...], ...]:
    return tuple(labels_of(rank) for rank in ranks)


def _side(
    own: tuple[str, Terms], other: tuple[str, Terms], order: _Order, *, they_initiated: bool
) -> SideOfRanks | None:
    """What an order says of its own Holders beside the other's; None: it does not rank both."""
    name, terms = own
    relation: Relation | None = "uncut"
    if order.tiers is not None:
        relation = _relation(order.tiers, terms, other, they_initiated=they_initiated)
    if relation is None:
        return None
    says = f"under clause {order.clause} of {name} its Holders {WORDS[relation]}"
    return SideOfRanks(name, order.clause, order.place, relation, says)


def _relation(
    tiers: Sequence[Sequence[str]],
    terms: Terms,
    other: tuple[str, Terms],
    *,
    they_initiated: bool,
) -> Relation | None:
    outsiders = {name for name, group in terms.groups.items() if group.outside}
    theirs = [
        name
        for name in outsiders
        if {name, *terms.groups[name].outside} & {other[0], other[1].title}
    ]
    labels = theirs or (["initiators"] if they_initiated else [])
    place = _places(tiers, labels) or _places(tiers, ["others"])
    named = {"company", "others", *outsiders, *(["initiators"] if they_initiated else [])}
    own = [n for n, tier in enumerate(tiers) for label in tier if label not in named]
    if not place or not own:
        return None
    where = place[0]
    if all(each == where for each in own):
        return "alike"
    if max(own) < where:
        return "before"
    return "after" if min(own) > where else "partly_before"


def _places(tiers: Sequence[Sequence[str]], labels: Sequence[str]) -> list[int]:
    return [number for number, tier in enumerate(tiers) if set(tier) & set(labels)]
