"""What the Holders themselves have, measure by measure, as the terms in force say it: clause 8.

A measure names the place in the terms where it stands. A number stands for itself, a counter for
its limit, a period for its count if it is in the measure's unit, a threshold for whole per cents
that must be exceeded, an order of ranks for that of the Holders. What the terms do not give in that
way is left out, and is unknown: nothing is converted, and nothing is guessed at.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from app.rules.covenants.rights_comparison import Values
from app.rules.holders.splits import adjusted, share_numbers
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.document.places import at_place
from app.rules.terms.parties import Measure, OtherRights
from app.rules.terms.vocabulary import Counter, LifetimeLimit, Period, Threshold
from app.rules.values.numbered import numbered

HOLDERS = "holders"
SplitsSince: TypeAlias = Callable[[str], Fraction]
"""By what splits have multiplied the number of shares at a place in the terms since it was set."""


def rights_here(
    names: Collection[str], rights: OtherRights, splits: SplitsSince, matter: Matter
) -> Values:
    """The Holders' rights in these measures of the terms."""
    return {
        name: found
        for name, measure in rights.measures.items()
        if name in names and measure.stands_at
        for found in _read(measure, measure.stands_at, rights, splits, matter)
    }


def _read(
    measure: Measure, place: str, rights: OtherRights, splits: SplitsSince, matter: Matter
) -> Iterator[Sourced[int | None]]:
    """The value of one measure, if the terms give it."""
    try:
        found = at_place(matter.terms, place)
    except LookupError:
        return
    match found:
        case None:
            yield Sourced(None, f"terms:{place}")
        case int() if place in share_numbers(matter.terms):
            yield from _after_splits(found, place, splits, rights, matter)
        case int():
            yield Sourced(found, f"terms:{place}")
        case Counter() | LifetimeLimit():
            yield Sourced(found.limit, f"terms:{place}/limit")
        case Period() if found.unit == measure.unit:
            yield Sourced(found.count, f"terms:{place}/count")
        case Threshold():
            yield from _per_cent(found, place, rights, matter)
        case Mapping() | tuple():
            yield from _rank(found, place, rights, matter)
        case _:
            return


def _per_cent(
    threshold: Threshold, place: str, rights: OtherRights, matter: Matter
) -> Iterator[Sourced[int | None]]:
    """A threshold that must be exceeded, in per cent; another has no such number."""
    per_cent = threshold.fraction * 100
    if threshold.comparison == ">" and per_cent.denominator == 1:
        yield matter.working.step(
            "rights_here.per_cent",
            rights.clause,
            f"More than {threshold.fraction} is more than {int(per_cent)} per cent.",
            int(per_cent),
            {"fraction": Sourced(str(threshold.fraction), f"terms:{place}/fraction")},
        )


def _after_splits(
    number: int, place: str, splits: SplitsSince, rights: OtherRights, matter: Matter
) -> Iterator[Sourced[int | None]]:
    """A number of shares after the splits since it was set, if it is a whole one."""
    ratio = splits(place)
    after = adjusted(number, ratio, matter.terms.split_clause, matter.readings)
    if after.denominator == 1:
        yield matter.working.step(
            "rights_here.after_splits",
            matter.terms.split_clause or rights.clause,
            f"{number:,} x {ratio} = {numbered(int(after), 'share')}.",
            int(after),
            {"number": Sourced(number, f"terms:{place}")},
        )


def _rank(
    order: Mapping[str, Sequence[Sequence[str]]] | Sequence[Sequence[str]],
    place: str,
    rights: OtherRights,
    matter: Matter,
) -> Iterator[Sourced[int | None]]:
    """The rank of the Holders in an order of classes, the first being 1.

    Where the terms hold an order for each reading of who comes first, it is that of the reading.
    """
    if isinstance(order, Mapping):
        chosen = matter.readings.demand_priority
        order, place = order.get(chosen, ()), f"{place}/{chosen}"
    for number, tier in enumerate(order):
        if HOLDERS in tier:
            where = f"terms:{place}/{number}/{tuple(tier).index(HOLDERS)}"
            yield matter.working.step(
                "rights_here.rank",
                rights.clause,
                f"The Holders have rank {number + 1}.",
                number + 1,
                {"class": Sourced(HOLDERS, where)},
            )
            return
