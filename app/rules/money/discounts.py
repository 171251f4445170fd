"""The underwriting discount: what each who sells bears of it under clause 2(d).

The discounts and commissions are shared pro rata by all who sell, the Company for its own shares:
by shares at one price, by proceeds where prices differ (QF8). Shares are whole, amounts exact to
the cent; the odd cents go to the largest remainders, then to the larger number of shares, then to
the lower name, so that the parts add up to the total. Raises ValueError when nothing is sold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.payments.money import Discounts
from app.rules.values.amounts import Weight, divide


@dataclass(frozen=True, slots=True)
class Sold:
    """What one seller sold; the price is left out when all sold at the same."""

    seller: str
    shares: Sourced[int]
    price: Sourced[Decimal] | None


def share_discount(
    term: Discounts, total: Sourced[Decimal], sold: Sequence[Sold], matter: Matter
) -> dict[str, Sourced[Decimal]]:
    """Each seller's part of the discount, by seller."""
    by_proceeds = _by_proceeds(sold, matter)
    weights = [Weight(each.seller, _weight(each, by_proceeds), _shares(each)) for each in sold]
    whole = sum((each.weight for each in weights), Fraction(0))
    parts = divide(total.value, weights)
    return {
        each.seller: _explained(
            term, total, each, parts[each.seller], weight.weight / whole, by_proceeds, matter
        )
        for each, weight in zip(sold, weights, strict=True)
    }


def _by_proceeds(sold: Sequence[Sold], matter: Matter) -> bool:
    """Whether proceeds count: only where prices differ is it another measure than shares."""
    prices = {each.price.value for each in sold if each.price is not None}
    if not prices:
        matter.working.assume("UNIFORM_PRICE", "Everyone sold at the same price.")
    return len(prices) > 1 and matter.readings.discount_basis == "proceeds"


def _weight(sold: Sold, by_proceeds: bool) -> Fraction:
    if by_proceeds and sold.price is not None:
        return _shares(sold) * Fraction(sold.price.value)
    return _shares(sold)


def _shares(sold: Sold) -> Fraction:
    return Fraction(sold.shares.value)


def _explained(
    term: Discounts,
    total: Sourced[Decimal],
    sold: Sold,
    part: Decimal,
    ratio: Fraction,
    by_proceeds: bool,
    matter: Matter,
) -> Sourced[Decimal]:
    inputs: dict[str, Sourced[object]] = {"total_discount": total, "shares": sold.shares}
    if sold.price is not None:
        inputs["price"] = sold.price
    measure = "proceeds" if by_proceeds else "shares"
    whole = f"has {ratio} of all {measure} sold" if ratio != 1 else "alone sold"
    return matter.working.step(
        "discounts.share",
        term.clause,
        f"{sold.seller} {whole} and bears {part:,} of {total.value:,}.",
        part,
        inputs,
        readings=() if sold.price is None else ("discount_basis",),
    )
