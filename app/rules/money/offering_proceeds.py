"""What each who sells under a registration gets, and bears of the discount: clauses 2(d), 6(b).

Sales are gathered from the record. Those who sell on one day sell at one closing: together they
share the discounts taken that day, by shares at one price and by proceeds where prices differ
(QF8). A Holder's limit is what its sales brought it (QF1). Shares are whole, amounts exact to the
cent, and the parts add up to the total. A closing is under the terms of its day (9(e)). Nothing
raises. Relies on `discounts` and `indemnity`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from app.rules.facts import RecordedFact
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.money.discounts import Sold, share_discount
from app.rules.money.indemnity.indemnity import Sale
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.rights.registrations import SellerClass
from app.rules.values.amounts import Weight, divide, rounded, total_of
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class OfferingSale:
    """One sale on the record."""

    name: str
    source: str
    fact: SharesSoldInOffering

    @property
    def shares(self) -> Sourced[int]:
        """The shares sold."""
        return Sourced(self.fact.shares, f"{self.source}/shares")

    @property
    def price(self) -> Sourced[Decimal]:
        """The price of each."""
        return Sourced(self.fact.price, f"{self.source}/price")

    @property
    def discount_per_share(self) -> Sourced[Decimal]:
        """What was taken from the price of each."""
        return Sourced(self.fact.discount_per_share, f"{self.source}/discount_per_share")

    def as_sale(self) -> Sale:
        """The sale as the limit of clause 6(b) looks at it."""
        return Sale(self.shares, self.price, self.discount_per_share)


@dataclass(frozen=True, slots=True)
class SellerDiscount:
    """What was taken from one seller's price at one closing, and what it is to bear of it all.

    `name` is that of its sale at it.
    """

    seller: str
    seller_class: SellerClass
    on: Sourced[date]
    name: str
    source: str
    taken: Sourced[Decimal]
    share: Sourced[Decimal]


@dataclass(frozen=True, slots=True)
class Proceeds:
    """What one seller sold in all, what the public paid for it, and what was taken from it.

    `discount_share` is what it is to bear, None where the agreement does not share discounts.
    """

    seller: str
    seller_class: SellerClass
    shares: Sourced[int]
    gross: Sourced[Decimal]
    discount_taken: Sourced[Decimal]
    discount_share: Sourced[Decimal] | None


def sales_of(facts: Iterable[RecordedFact]) -> tuple[OfferingSale, ...]:
    """Every sale among facts that stand in the order of the record."""
    return tuple(
        OfferingSale(each.name, each.source, each.fact)
        for each in facts
        if isinstance(each.fact, SharesSoldInOffering)
    )


def discounts_of(sales: Sequence[OfferingSale], matter: Matter) -> tuple[SellerDiscount, ...]:
    """What each seller bears of the discounts of each closing at which any was taken."""
    closings = groupby(sales, key=lambda each: each.fact.occurred_on)
    return tuple(
        part for day, together in closings for part in _at_closing(list(together), matter.on(day))
    )


def _at_closing(sales: Sequence[OfferingSale], matter: Matter) -> Iterator[SellerDiscount]:
    """What each bears of one closing, under the terms of its day; nothing where they share none."""
    term = matter.terms.discounts
    if term is None:
        return
    total = _taken_at(sales, term.clause, matter)
    if not total.value:
        return
    lots = _lots(sales)
    shares = share_discount(
        term, total, [Sold(lot, each.shares, each.price) for lot, each in lots.items()], matter
    )
    weights = [Weight(lot, _discount(each), _discount(each)) for lot, each in lots.items()]
    taken = divide(total.value, weights)
    for seller, sold in _by_seller(sales).items():
        own = [lot for lot, each in lots.items() if each.fact.seller == seller]
        yield SellerDiscount(
            seller,
            sold[0].fact.seller_class,
            Sourced(sold[0].fact.occurred_on, f"{sold[0].source}/occurred_on"),
            min(each.name for each in sold),
            sold[0].source,
            _taken_of(seller, total_of(taken[lot] for lot in own), sold, term.clause, matter),
            _sum_of(
                "offering_proceeds.discount_at_closing",
                term.clause,
                f"{seller} bears {{}} of the discounts of {written_out(sold[0].fact.occurred_on)}.",
                [shares[lot] for lot in own],
                matter,
            ),
        )


def _lots(sales: Sequence[OfferingSale]) -> Mapping[str, OfferingSale]:
    """The sales of one closing by name: a seller may sell at more than one price."""
    return {
        seller if len(sold) == 1 else f"{seller} ({place})": each
        for seller, sold in _by_seller(sales).items()
        for place, each in enumerate(sold, start=1)
    }


def _taken_at(sales: Sequence[OfferingSale], clause: str, matter: Matter) -> Sourced[Decimal]:
    """The discounts taken at one closing, to the nearest cent."""
    amount = _rounded_discount(sales)
    return matter.working.step(
        "offering_proceeds.discounts",
        clause,
        f"Discounts and commissions of {written_out(sales[0].fact.occurred_on)}: {amount:,}.",
        amount,
        _per_share(sales),
    )


def _taken_of(
    seller: str, amount: Decimal, sold: Sequence[OfferingSale], clause: str, matter: Matter
) -> Sourced[Decimal]:
    return matter.working.step(
        "offering_proceeds.taken",
        clause,
        f"{amount:,} was taken from the price of the shares of {seller}.",
        amount,
        _per_share(sold),
    )


def _per_share(sales: Sequence[OfferingSale]) -> dict[str, Sourced[object]]:
    inputs: dict[str, Sourced[object]] = {}
    for place, each in enumerate(sales, start=1):
        inputs[f"shares_{place}"] = each.shares
        inputs[f"discount_per_share_{place}"] = each.discount_per_share
    return inputs


def _rounded_discount(sales: Sequence[OfferingSale]) -> Decimal:
    return rounded(sum((_discount(each) for each in sales), Fraction(0)))


def _price(sale: OfferingSale) -> Fraction:
    return sale.fact.shares * Fraction(sale.fact.price)


def _discount(sale: OfferingSale) -> Fraction:
    return sale.fact.shares * Fraction(sale.fact.discount_per_share)


def proceeds_of(
    sales: Sequence[OfferingSale], borne: Sequence[SellerDiscount], matter: Matter
) -> tuple[Proceeds, ...]:
    """What each seller sold, received and bears in all, in the order of their names."""
    shared = matter.terms.discounts
    clause = shared.clause if shared else matter.terms.expenses_clause
    return tuple(
        _proceeds(seller, sold, [each for each in borne if each.seller == seller], clause, matter)
        for seller, sold in sorted(_by_seller(sales).items())
    )


def _proceeds(
    seller: str,
    sold: Sequence[OfferingSale],
    borne: Sequence[SellerDiscount],
    clause: str,
    matter: Matter,
) -> Proceeds:
    shares = sum(each.fact.shares for each in sold)
    gross = rounded(sum((_price(each) for each in sold), Fraction(0)))
    inputs: dict[str, Sourced[object]] = {}
    for place, each in enumerate(sold, start=1):
        inputs[f"shares_{place}"], inputs[f"price_{place}"] = each.shares, each.price
    return Proceeds(
        seller,
        sold[0].fact.seller_class,
        matter.working.step(
            "offering_proceeds.shares",
            clause,
            f"{seller} sold {numbered(shares, 'share')}.",
            shares,
            {name: each for name, each in inputs.items() if name.startswith("shares")},
        ),
        matter.working.step(
            "offering_proceeds.gross",
            clause,
            f"The public paid {gross:,} for the shares of {seller}.",
            gross,
            inputs,
        ),
        _sum_of(
            "offering_proceeds.discount_taken",
            clause,
            f"{{}} was taken from the price of the shares of {seller} in all.",
            _taken(seller, sold, borne, clause, matter),
            matter,
        ),
        None
        if all(matter.on(each.fact.occurred_on).terms.discounts is None for each in sold)
        else _sum_of(
            "offering_proceeds.discount_share",
            clause,
            f"{seller} bears {{}} of all discounts and commissions.",
            [each.share for each in borne],
            matter,
        ),
    )


def _taken(
    seller: str,
    sold: Sequence[OfferingSale],
    borne: Sequence[SellerDiscount],
    clause: str,
    matter: Matter,
) -> list[Sourced[Decimal]]:
    """What was taken at each closing at which discounts were shared, and at all others together."""
    shared = {each.on.value for each in borne}
    others = [each for each in sold if each.fact.occurred_on not in shared]
    rest = _rounded_discount(others)
    if borne and not rest:
        return [each.taken for each in borne]
    return [*(each.taken for each in borne), _taken_of(seller, rest, others, clause, matter)]


def _sum_of(
    rule: str, clause: str, says: str, amounts: Sequence[Sourced[Decimal]], matter: Matter
) -> Sourced[Decimal]:
    """The sum of amounts as a line of working; one amount is its own sum."""
    if len(amounts) == 1:
        return amounts[0]
    total = total_of(each.value for each in amounts)
    return matter.working.step(
        rule,
        clause,
        says.format(f"{total:,}"),
        total,
        {f"amount_{place}": each for place, each in enumerate(amounts, start=1)},
    )


def _by_seller(sales: Sequence[OfferingSale]) -> Mapping[str, list[OfferingSale]]:
    found: dict[str, list[OfferingSale]] = {}
    for each in sales:
        found.setdefault(each.fact.seller, []).append(each)
    return found
