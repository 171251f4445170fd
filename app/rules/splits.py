"""What a split or a combination does to the numbers of an agreement: clause 9(h).

Every number of shares is multiplied by the exact ratio of all splits that have taken effect, once,
and stays an exact fraction unless reading QF15 rounds it. Day counts and fractions of holdings are
not numbers of shares and stay as they are (QF14). Without a clause on splits nothing changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

from app.rules.matter import Matter
from app.rules.terms import Terms
from app.rules.working import Sourced


@dataclass(frozen=True, slots=True)
class Split:
    """Each share became `numerator`/`denominator` shares; a combination is less than one."""

    numerator: int
    denominator: int
    effective_on: date | None
    source: str


def adjusted(number: int, ratio: Fraction, terms: Terms) -> Fraction:
    """A number of shares after splits of this ratio."""
    if terms.split_clause is None:
        return Fraction(number)
    exact = number * ratio
    match terms.readings.split_rounding:
        case "exact":
            return exact
        case "down":
            return Fraction(floor(exact))
        case "up":
            return Fraction(ceil(exact))


def ratio_of(splits: Sequence[Split], as_of: date | None, matter: Matter) -> Sourced[Fraction]:
    """The ratio of all splits in effect `as_of` (None: of all), multiplied together."""
    ratio = Fraction(1)
    inputs: dict[str, Sourced[object]] = {}
    for place, split in enumerate(splits, start=1):
        if as_of is not None and split.effective_on is not None and split.effective_on > as_of:
            continue
        ratio *= Fraction(split.numerator, split.denominator)
        inputs[f"split_{place}"] = Sourced(f"{split.numerator}:{split.denominator}", split.source)
    clause = matter.terms.split_clause
    if clause is None or not inputs:
        return Sourced(Fraction(1), "terms:/split_clause")
    return matter.working.step(
        "splits.ratio",
        clause,
        f"Together the splits make each share {ratio} shares.",
        ratio,
        inputs,
    )


def adjust(
    name: str, number: Sourced[int], ratio: Sourced[Fraction], matter: Matter
) -> Sourced[Fraction]:
    """One number of shares after the splits, with its line of working."""
    after = adjusted(number.value, ratio.value, matter.terms)
    clause = matter.terms.split_clause
    if clause is None:
        return Sourced(after, number.source)
    if ratio.value == 1:
        says = f"{name}: {number.value:,} shares; no split has changed the number."
        return matter.working.step("splits.adjust", clause, says, after, {"number": number})
    leaves_a_fraction = (number.value * ratio.value).denominator != 1
    return matter.working.step(
        "splits.adjust",
        clause,
        f"{name}: {number.value:,} x {ratio.value} = {after}.",
        after,
        {"number": number, "ratio": ratio},
        readings=("split_rounding",) if leaves_a_fraction else (),
    )


def keep_days(name: str, days: Sourced[int], matter: Matter) -> Sourced[int]:
    """A number of days, which no split changes (QF14)."""
    clause = matter.terms.split_clause
    if clause is None:
        return days
    return matter.working.step(
        "splits.days",
        clause,
        f"{name}: {days.value} days are not a number of shares and stay.",
        days.value,
        {"days": days},
    )


def keep_percentage(name: str, per_cent: Sourced[Fraction], matter: Matter) -> Sourced[str]:
    """A percentage as exact text; no split changes it, as both of its sides change alike (QF14)."""
    clause, stated = matter.terms.split_clause, Sourced(str(per_cent.value), per_cent.source)
    if clause is None:
        return stated
    return matter.working.step(
        "splits.percentage",
        clause,
        f"{name}: {stated.value} per cent is not a number of shares and stays.",
        stated.value,
        {"percentage": stated},
    )


def share_numbers(terms: Terms) -> Mapping[str, int]:
    """Every number of shares in the terms, by its place in them."""
    numbers = {
        f"/assignment/limbs/{place}/min_shares": limb.min_shares
        for place, limb in enumerate(terms.assignment.limbs)
    }
    numbers["/registrable_securities/warrant_shares"] = terms.registrable_securities.warrant_shares
    numbers["/demand/minimum_shares"] = terms.demand.minimum_shares if terms.demand else None
    return {place: number for place, number in numbers.items() if number is not None}
