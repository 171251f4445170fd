"""What a split or a combination does to the numbers of an agreement: clause 9(h).

Every number of shares is multiplied by the exact ratio of all splits that have taken effect, once,
and stays an exact fraction unless reading QF15 rounds it. Day counts and fractions of holdings are
not numbers of shares and stay as they are (QF14). Without a clause on splits no number of the terms
changes; the shares of a request, a sale or an offering change all the same, since what a share has
become stands in its place (1(i)). A number written on the day of a split is written after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, sourced_as
from app.rules.terms import Terms
from app.rules.terms.readings import Readings
from app.rules.terms.rights.sizes import shares_in
from app.rules.values.numbered import numbered, written

ShareNumber: TypeAlias = int | Fraction
"""A number of shares: whole, or with the exact fraction that a split has left."""


def whole_if_it_is(shares: ShareNumber) -> ShareNumber:
    """A whole number as such, so that only real fractions are shown as fractions."""
    return int(shares) if shares.denominator == 1 else shares


ShownShares: TypeAlias = int | str
"""A number of shares in an answer: whole, or an exact fraction as text, such as "366667/5"."""


def shown_shares(shares: ShareNumber) -> ShownShares:
    """A number of shares as an answer shows it."""
    return int(shares) if shares.denominator == 1 else str(shares)


def shown(shares: Sourced[ShareNumber]) -> Sourced[ShownShares]:
    """A number of shares as an answer shows it, with its source."""
    return sourced_as(shown_shares(shares.value), shares)


@dataclass(frozen=True, slots=True)
class Split:
    """Each share became `numerator`/`denominator` shares; a combination is less than one."""

    numerator: int
    denominator: int
    effective_on: date | None
    source: str

    @property
    def ratio(self) -> Fraction:
        """What one share became."""
        return Fraction(self.numerator, self.denominator)


def adjusted(
    number: int, ratio: Fraction, split_clause: str | None, readings: Readings
) -> Fraction:
    """A number of shares after splits of this ratio."""
    return Fraction(number) if split_clause is None else _rounded(number * ratio, readings)


def _rounded(exact: Fraction, readings: Readings) -> Fraction:
    """QF15: what becomes of a fraction of a number of shares."""
    if exact.denominator == 1:
        return exact
    match readings.split_rounding:
        case "exact":
            return exact
        case "down":
            return Fraction(floor(exact))
        case "up":
            return Fraction(ceil(exact))


def ratio_between(splits: Sequence[Split], since: date | None, until: date | None) -> Fraction:
    """By what splits multiply a number written on one day (None: in the beginning) by another.

    `until` None asks for all splits that there are.
    """
    ratio = Fraction(1)
    for split in _between(splits, since, until):
        ratio *= split.ratio
    return ratio


def _between(splits: Sequence[Split], since: date | None, until: date | None) -> Sequence[Split]:
    return [
        each
        for each in splits
        if each.effective_on is not None
        and (since is None or each.effective_on > since)
        and (until is None or each.effective_on <= until)
    ]


def brought(
    number: int, written_on: date, until: date | None, splits: Sequence[Split], readings: Readings
) -> ShareNumber:
    """A number of shares of a registration as the splits since it was written have changed it."""
    ratio = ratio_between(splits, written_on, until)
    return number if ratio == 1 else whole_if_it_is(_rounded(number * ratio, readings))


def brought_to(
    whose: str,
    number: Sourced[int],
    written_on: date | None,
    until: date | None,
    splits: Sequence[Split],
    matter: Matter,
) -> Sourced[ShareNumber]:
    """The same with its line of working; a number of no known day stays as it is.

    The clause on splits is not needed for it; where there is none, that of the securities is named.
    """
    since = _between(splits, written_on, until) if written_on is not None else ()
    ratio = ratio_between(since, None, None)
    if written_on is None or ratio == 1:
        return Sourced(number.value, number.source)
    after = brought(number.value, written_on, until, splits, matter.readings)
    leaves_a_fraction = (number.value * ratio).denominator != 1
    return matter.working.step(
        "splits.brought",
        matter.terms.split_clause or matter.terms.registrable_securities.clause,
        f"{whose}: {number.value:,} x {ratio} = {numbered(after, 'share')}, by splits since it was "
        "stated.",
        after,
        {
            "number": number,
            **{
                f"split_{place}": Sourced(f"{split.numerator}:{split.denominator}", split.source)
                for place, split in enumerate(since, start=1)
            },
        },
        readings=("split_rounding",) if leaves_a_fraction else (),
    )


def whole_of(whose: str, number: Sourced[ShareNumber], matter: Matter) -> Sourced[int]:
    """The whole shares of a number: only whole shares are registered and sold."""
    if isinstance(number.value, int):
        return Sourced(number.value, number.source)
    return matter.working.step(
        "splits.whole",
        matter.terms.split_clause or matter.terms.registrable_securities.clause,
        f"{whose}: {numbered(floor(number.value), 'whole share')} of {written(number.value)}.",
        floor(number.value),
        {"number": number},
    )


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
        f"Together the splits make each share {numbered(ratio, 'share')}.",
        ratio,
        inputs,
    )


def adjust(
    name: str, number: Sourced[int], ratio: Sourced[Fraction], matter: Matter
) -> Sourced[Fraction]:
    """One number of shares after the splits, with its line of working."""
    clause = matter.terms.split_clause
    after = adjusted(number.value, ratio.value, clause, matter.readings)
    if clause is None:
        return Sourced(after, number.source)
    if ratio.value == 1:
        says = f"{name}: {numbered(number.value, 'share')}; no split has changed the number."
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
        f"{name}: {numbered(days.value, 'day')}; no split changes a number of days.",
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
    for demand in terms.rights_to_demand:
        numbers[f"{demand.place}/minimum_shares"] = demand.minimum_shares
    for right in terms.rights_asked_for:
        if right.size is not None:
            numbers |= dict(shares_in(right.size, f"{right.place}/size"))
    return {place: number for place, number in numbers.items() if number is not None}
