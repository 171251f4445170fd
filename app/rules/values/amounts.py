"""Money: exact decimal amounts in cents, and how an amount is divided so that nothing is lost.

An amount is a `Decimal` with two places and travels as a string (`"1234.50"`), because a number
with a decimal point in JSON is a binary fraction and not exact. It has no sign: who owes whom is
said in words. Prices per share may be finer than a cent (17 3/16 is 17.1875). Ratios are exact
fractions. No clause stands behind this module; it serves 1(j), 2(d) and all of Section 6.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")

_AMOUNT = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?", re.ASCII)
_PRICE = re.compile(r"[0-9]{1,7}(\.[0-9]{1,6})?", re.ASCII)
_RATIO = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6}|/[0-9]{1,9})?", re.ASCII)


def _amount(value: object) -> Decimal:
    """An amount from its text; ValueError for anything that is not exactly one."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and _AMOUNT.fullmatch(value):
        return Decimal(value).quantize(CENT)
    raise ValueError('an amount is written as text with at most two decimals, e.g. "1234.50"')


def _price(value: object) -> Decimal:
    """An amount per share from its text, finer than a cent where need be."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and _PRICE.fullmatch(value):
        return Decimal(value)
    raise ValueError('a price is written as text with at most six decimals, e.g. "17.25"')


def _more_than_nothing(amount: Decimal) -> Decimal:
    if amount == 0:
        raise ValueError("it is more than nothing")
    return amount


def _ratio(value: object) -> Fraction:
    """A number that counts only beside others of its kind: 60, "60", "12.5" or "2/3"."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10**9:
        return Fraction(value)
    if isinstance(value, str) and _RATIO.fullmatch(value):
        try:
            return Fraction(value)
        except ZeroDivisionError:
            pass
    raise ValueError('a ratio is a whole number or text, e.g. 60, "12.5" or "2/3"')


def _written_ratio(ratio: Fraction) -> int | str:
    """A ratio as it travels: a whole number as such, any other as text."""
    return int(ratio) if ratio.denominator == 1 else str(ratio)


def in_figures(amount: Decimal) -> str:
    """An amount or price as it travels: every place, no exponent."""
    return f"{amount:f}"


Money: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_amount),
    PlainSerializer(in_figures, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[0-9]{1,13}(\.[0-9]{1,2})?$",
            "description": "An amount of money as text, with at most two decimals.",
            "examples": ["1234.50"],
        }
    ),
]
ComputedMoney: TypeAlias = Annotated[
    Decimal,
    PlainSerializer(in_figures, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[0-9]+\.[0-9]{2}$",
            "description": "An amount of money as text, in full cents.",
            "examples": ["1234.50"],
        }
    ),
]
"""An amount in an answer: a sum or product may have more digits than any amount that is taken."""

PricePerShare: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_price),
    PlainSerializer(in_figures, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[0-9]{1,7}(\.[0-9]{1,6})?$",
            "description": "An amount per share as text, with at most six decimals.",
            "examples": ["17.25"],
        }
    ),
]
PositiveMoney: TypeAlias = Annotated[Money, AfterValidator(_more_than_nothing)]
PositivePrice: TypeAlias = Annotated[PricePerShare, AfterValidator(_more_than_nothing)]
Ratio: TypeAlias = Annotated[
    Fraction,
    BeforeValidator(_ratio),
    PlainSerializer(_written_ratio, return_type=int | str),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": 10**9},
                {"type": "string", "pattern": r"^[0-9]{1,9}(\.[0-9]{1,6}|/[0-9]{1,9})?$"},
            ],
            "description": "A whole number, or a decimal or fraction as text.",
            "examples": [60, "12.5", "2/3"],
        }
    ),
]


@dataclass(frozen=True, slots=True)
class Weight:
    """One who takes part in a division: its weight, and its size, by which a tie is broken."""

    name: str
    weight: Fraction
    size: Fraction


def divide(total: Decimal, weights: Sequence[Weight]) -> Mapping[str, Decimal]:
    """`total` divided by weight into whole cents that add up to it exactly.

    Each part is rounded down; the odd cents go to the largest remainders, then to the larger
    size, then to the lower name. Raises ValueError when there is no weight to divide by.
    """
    whole = sum((each.weight for each in weights), Fraction(0))
    if whole <= 0:
        raise ValueError("there is no weight to divide by")
    cents = _cents(total)
    exact = {each.name: cents * each.weight / whole for each in weights}
    parts = {name: floor(part) for name, part in exact.items()}
    odd = cents - sum(parts.values())
    by_remainder = sorted(
        weights, key=lambda each: (parts[each.name] - exact[each.name], -each.size, each.name)
    )
    for each in by_remainder[:odd]:
        parts[each.name] += 1
    return {name: _amount_of(part) for name, part in parts.items()}


def rounded_down(amount: Fraction) -> Decimal:
    """An exact amount without its fraction of a cent: what limits a debt is never rounded up."""
    return _amount_of(floor(amount * 100))


def rounded(amount: Fraction) -> Decimal:
    """An exact amount to the nearest cent, half a cent up."""
    return _amount_of(floor(amount * 100 + Fraction(1, 2)))


def total_of(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, with two places even of no amounts."""
    return sum(amounts, NOTHING)


def _cents(amount: Decimal) -> int:
    return int(amount.scaleb(2))


def _amount_of(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
