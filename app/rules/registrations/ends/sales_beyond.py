"""Sales under a statement that does not cover them: clauses 3(a)(iii) and 2(a)(ii).

A sale that was made stays on the record. It is flagged where the registration had ended, where the
seller has no shares in it, and where it takes the seller beyond its shares in it. Shares are
counted in shares of the day asked about, and exactly: of what a split has made of a sale and of
what is in it, each has its fraction. Days are whole days; nothing raises.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import floor

from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.holders.sales_made import Flag, SaleMade
from app.rules.holders.splits import ratio_between
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.selling import Allocation
from app.rules.registrations.joining.covered import Covered
from app.rules.registrations.progress.progress import Progress
from app.rules.values.written_dates import written_out


def sales_beyond(progress: Progress, allocation: Allocation) -> Iterator[Flag]:
    """A warning for every sale that the statement did not cover."""
    register = progress.history.register
    included = _included(progress, allocation)
    sold: dict[str, Fraction] = {}
    for sale in sorted(_sales(progress), key=lambda each: each.on.value):
        splits = register.splits if register else ()
        shares = sale.shares * ratio_between(splits, sale.on.value, progress.as_of)
        sold[sale.holder] = sold.get(sale.holder, Fraction(0)) + shares
        end = _end_for(sale.holder, progress)
        if end is not None and sale.on.value > end:
            yield (
                "SALE_AFTER_END",
                f"{sale.says}; the registration had ended on {written_out(end)}.",
            )
        elif sale.holder not in included:
            yield "SALE_NOT_INCLUDED", f"{sale.says}; it has no shares in the registration."
        elif (most := included[sale.holder]) is not None and _is_beyond(
            sold[sale.holder], most, progress.covered.get(sale.holder)
        ):
            yield (
                "SALE_BEYOND_INCLUDED",
                f"{sale.says}; with it, it has sold more than the {most:,} that the registration "
                "covers.",
            )


def _is_beyond(sold: Fraction, most: int, covered: Covered | None) -> bool:
    """Whether more was sold than is in it; a split leaves fractions of both (9(h), QG17)."""
    exact = covered.shares.value if covered and covered.whole.value == most else None
    return floor(sold) > most if exact is None else sold > exact


def _sales(progress: Progress) -> Iterator[SaleMade]:
    """All sales under the statement, of Holders and of others."""
    yield from progress.history.sales
    for recorded in progress.history.facts:
        match recorded.fact:
            case SharesSoldInOffering() as fact if fact.seller_class != "holders":
                on = Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")
                yield SaleMade(fact.seller, on, fact.shares)


def _included(progress: Progress, allocation: Allocation) -> Mapping[str, int | None]:
    """The shares of each seller in the registration; None where the number is not known."""
    included = {holder: each.whole.value for holder, each in progress.covered.items() if each.is_in}
    return {**included, **{line.seller: line.included for line in allocation.lines}}


def _end_for(holder: str, progress: Progress) -> date | None:
    """The last day on which this seller could sell under the statement."""
    kept, sold_on = progress.kept, progress.history.life.all_sold_on
    last = kept.by_holder[holder].end if kept and holder in kept.by_holder else None
    if kept and last is None:
        last = kept.ends_by
    days = [day.value for day in (last, sold_on) if day is not None]
    return min(days, default=None)
