"""Sales made on days on which the agreement barred them: clauses 2(g)(ii), 3(a)(vii), 3(c), 4(c).

A sale that was made stays on the record whatever barred it. One under the registration while the
Holder was to hold still is flagged, and breaks its duty where it had one. One outside it within a
holdback is flagged if it was public, as one under another registration always is, and breaks the
duty unless it was free by the day of effectiveness that was expected when it was made (QD17). Of
one outside any registration the record may not say whether it was public: then that is not known.
Days are whole days; on the first of them a sale may have come before the bar: where the record does
not say, that is not known. Nothing raises.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput, Sourced
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out

Flag: TypeAlias = tuple[str, str]
"""The code of a warning, and what it says."""

PERHAPS_BARRED: Final = "SALE_PERHAPS_BARRED"
IN_HOLDBACK: Final = "SALE_IN_HOLDBACK"


@dataclass(frozen=True, slots=True)
class SaleMade:
    """Shares that a Holder sold on a day.

    `publicly`: to the public, by Rule 144 or 144A, or under a registration statement (None: not
    recorded).
    """

    holder: str
    on: Sourced[date]
    shares: int
    publicly: bool | None = None

    @property
    def says(self) -> str:
        """Who sold how much when."""
        shares = numbered(self.shares, "share")
        return f"{self.holder} sold {shares} on {written_out(self.on.value)}"


@dataclass(frozen=True, slots=True)
class Barred:
    """Days on which a Holder (None: every Holder) was not to sell, and why.

    `free_from` is the first free day; None while there is none. `before_sales` says whether it
    came before what was sold on its first day (None: not recorded). `public_only`: what is sold in
    private is not barred. `perhaps`: whether it is barred at all is not recorded. `turns_on` is the
    fact that would tell, where no duty of the Holder's names it.
    """

    code: str
    because: str
    holder: str | None
    first_day: date
    free_from: date | None
    before_sales: bool | None = True
    public_only: bool = False
    perhaps: bool = False
    turns_on: MissingInput | None = None

    def bars(self, sale: SaleMade) -> bool | None:
        """Whether the sale was made while it was barred; None where the record leaves it open."""
        if self.holder not in (None, sale.holder) or sale.on.value < self.first_day:
            return False
        if self.free_from is not None and sale.on.value >= self.free_from:
            return False
        if self.public_only and not sale.publicly:
            return sale.publicly
        if self.perhaps:
            return None
        return True if sale.on.value > self.first_day else self.before_sales


@dataclass(frozen=True, slots=True)
class SoldWhileBarred:
    """The first day on which a Holder sold though it was not to.

    `perhaps`: it may have, which turns on the order of one day.
    """

    on: Sourced[date] | None
    perhaps: bool


def sold_while(barred: Barred, sales: Iterable[SaleMade]) -> SoldWhileBarred:
    """Whether a Holder sold while it was barred."""
    found = [(sale, barred.bars(sale)) for sale in sales]
    days = [sale.on for sale, bars in found if bars]
    on = min(days, key=lambda day: day.value, default=None)
    return SoldWhileBarred(on, perhaps=any(bars is None for _, bars in found))


def miss_order_of_sales(kind: str, holder: str, clause: str, matter: Matter) -> None:
    """Name what would tell whether a Holder sold before or after what stopped it on one day."""
    matter.working.miss(
        f"before_sales/{holder}",
        f"whether {holder} sold before it had to stop on that day",
        clause,
        f"{kind}.before_sales",
    )


def turn_on(sales: Iterable[SaleMade], barred: Iterable[Barred]) -> Iterator[MissingInput]:
    """What would tell of every sale that was perhaps barred whether it was."""
    bars = [each for each in barred if each.turns_on]
    for sale in sales:
        yield from (each.turns_on for each in bars if each.turns_on and each.bars(sale) is None)


def _held_back(sale: SaleMade, barred: Iterable[Barred]) -> Barred | None:
    """The first holdback in which a sale came, or else may have come."""
    holdbacks = [each for each in barred if each.public_only]
    found = (each for sure in (True, None) for each in holdbacks if each.bars(sale) is sure)
    return next(found, None)


def flags(sales: Iterable[SaleMade], barred: Iterable[Barred]) -> Iterator[Flag]:
    """A warning for every sale on a day on which it was barred.

    Of several holdbacks in which one sale came the first is named: it was one sale too many.
    """
    bars = tuple(barred)
    for sale in sales:
        held_back = _held_back(sale, bars)
        for each in bars:
            if each.public_only and each is not held_back:
                continue
            is_barred = each.bars(sale)
            if is_barred:
                yield each.code, f"{sale.says}; {each.because}."
            elif is_barred is None and each.public_only:
                yield (
                    PERHAPS_BARRED,
                    f"{sale.says}; {each.because}, and whether it sold publicly is not recorded.",
                )
            elif is_barred is None and each.perhaps:
                yield PERHAPS_BARRED, f"{sale.says}; {each.because}."
            elif is_barred is None:
                yield (
                    PERHAPS_BARRED,
                    f"{sale.says}, the first day on which {each.because}; which came first is not "
                    "recorded.",
                )
