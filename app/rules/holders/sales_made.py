"""Sales made on days on which the agreement barred them: clauses 2(g)(ii), 3(a)(vii), 3(c), 4(c).

A sale that was made stays on the record whatever barred it. One under the registration while the
Holder was to hold still is flagged, and breaks his duty where he had one. One outside it within a
holdback is flagged only: it may have been private, or made in good faith against a day that was
still expected (QD17). Days are whole days; nothing raises.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from app.rules.reasoning.trace import Sourced

Flag: TypeAlias = tuple[str, str]
"""The code of a warning, and what it says."""

IN_HOLDBACK: Final = "SALE_IN_HOLDBACK"


@dataclass(frozen=True, slots=True)
class SaleMade:
    """Shares that a Holder sold on a day."""

    holder: str
    on: Sourced[date]
    shares: int

    @property
    def says(self) -> str:
        """Who sold how much when."""
        return f"{self.holder} sold {self.shares:,} shares on {self.on.value.isoformat()}"


@dataclass(frozen=True, slots=True)
class Barred:
    """Days on which a Holder (None: every Holder) was not to sell, and why.

    `free_from` is the first free day; None while there is none.
    """

    code: str
    because: str
    holder: str | None
    first_day: date
    free_from: date | None

    def bars(self, sale: SaleMade) -> bool:
        """Whether the sale was made on one of the days."""
        if self.holder not in (None, sale.holder) or sale.on.value < self.first_day:
            return False
        return self.free_from is None or sale.on.value < self.free_from


def first_sale(
    sales: Iterable[SaleMade], holder: str, first_day: date, free_from: date | None
) -> Sourced[date] | None:
    """The first day, from one to before another, on which the Holder sold."""
    barred = Barred("", "", holder, first_day, free_from)
    days = (sale.on for sale in sales if barred.bars(sale))
    return min(days, key=lambda day: day.value, default=None)


def flags(sales: Iterable[SaleMade], barred: Iterable[Barred]) -> Iterator[Flag]:
    """A warning for every sale on a day on which it was barred."""
    bars = tuple(barred)
    for sale in sales:
        for each in bars:
            if each.bars(sale):
                yield each.code, f"{sale.says}; {each.because}."
