"""Money: what is read, how it is written, and division that loses nothing."""

import json
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.rules.values.amounts import (
    Money,
    PricePerShare,
    Ratio,
    Weight,
    divide,
    rounded,
    rounded_down,
)
from tests.rules.examples.money import amounts

MONEY: TypeAdapter[Decimal] = TypeAdapter(Money)
PRICE: TypeAdapter[Decimal] = TypeAdapter(PricePerShare)
RATIO: TypeAdapter[Fraction] = TypeAdapter(Ratio)

NOT_MONEY: list[object] = [
    *(12.5, 12, True, None, [], "", " ", "12.", ".50", "1.234", "-1.00", "+1.00", "1,000.00"),
    *("1e3", "NaN", "Infinity", "0x10", "1 000", "12.50\n", "٣", "1" * 14, "1_000"),
]


class TestReading:
    @pytest.mark.parametrize(
        ("text", "value"),
        [("0", "0.00"), ("12.5", "12.50"), ("1234.50", "1234.50"), ("9" * 13, "9" * 13 + ".00")],
    )
    def test_amounts_are_read_to_the_cent(self, text: str, value: str) -> None:
        assert MONEY.dump_python(MONEY.validate_json(json.dumps(text))) == value

    @pytest.mark.parametrize("value", NOT_MONEY)
    def test_what_is_not_exactly_an_amount_is_refused(self, value: object) -> None:
        with pytest.raises(ValidationError):
            MONEY.validate_json(json.dumps(value))

    def test_prices_may_be_finer_than_a_cent(self) -> None:
        assert PRICE.validate_python("17.1875") == Decimal("17.1875")

    @pytest.mark.parametrize("value", ["1.1234567", "-1", 17.25, "1e9", "1" * 8])
    def test_what_is_no_price_is_refused(self, value: object) -> None:
        with pytest.raises(ValidationError):
            PRICE.validate_json(json.dumps(value))

    @pytest.mark.parametrize(
        ("value", "ratio"), [(60, Fraction(60)), ("12.5", Fraction(25, 2)), ("2/3", Fraction(2, 3))]
    )
    def test_ratios_are_exact(self, value: object, ratio: Fraction) -> None:
        assert RATIO.validate_json(json.dumps(value)) == ratio

    @pytest.mark.parametrize("value", [33.3, True, -1, 10**10, "1/0", "1e99999999", "1e9", "", "a"])
    def test_what_is_no_ratio_is_refused(self, value: object) -> None:
        with pytest.raises(ValidationError):
            RATIO.validate_json(json.dumps(value))


weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=20).filter(any)


def as_weights(numbers: list[int]) -> list[Weight]:
    return [
        Weight(f"{place:02}", Fraction(number), Fraction(number))
        for place, number in enumerate(numbers)
    ]


class TestDivision:
    @given(amounts, weights)
    def test_parts_add_up_to_the_total(self, total: Decimal, numbers: list[int]) -> None:
        parts = divide(total, as_weights(numbers))
        assert sum(parts.values()) == total
        assert all(part.as_tuple().exponent == -2 and part >= 0 for part in parts.values())

    @given(amounts, weights)
    def test_each_part_is_within_a_cent_of_its_exact_share(
        self, total: Decimal, numbers: list[int]
    ) -> None:
        parts = divide(total, as_weights(numbers))
        for each in as_weights(numbers):
            exact = Fraction(total) * each.weight / sum(numbers)
            assert abs(Fraction(parts[each.name]) - exact) < Fraction(1, 100)

    @given(amounts, weights, st.randoms())
    def test_the_order_of_the_parts_does_not_matter(
        self, total: Decimal, numbers: list[int], random: Random
    ) -> None:
        listed = as_weights(numbers)
        shuffled = list(listed)
        random.shuffle(shuffled)
        assert divide(total, listed) == divide(total, shuffled)

    def test_odd_cents_go_to_the_larger_then_to_the_lower_name(self) -> None:
        equal = [Weight(name, Fraction(1), Fraction(size)) for name, size in (("b", 1), ("a", 1))]
        assert divide(Decimal("0.01"), equal) == {"a": Decimal("0.01"), "b": Decimal("0.00")}
        larger = [Weight("a", Fraction(1), Fraction(1)), Weight("b", Fraction(1), Fraction(2))]
        assert divide(Decimal("0.01"), larger)["b"] == Decimal("0.01")

    def test_without_weight_there_is_no_division(self) -> None:
        with pytest.raises(ValueError, match="no weight"):
            divide(Decimal("1.00"), as_weights([0, 0]))


@given(st.fractions(0, 10**9))
def test_rounding_is_to_the_cent(exact: Fraction) -> None:
    down, near = Fraction(rounded_down(exact)), Fraction(rounded(exact))
    assert down <= exact < down + Fraction(1, 100)
    assert abs(near - exact) <= Fraction(1, 200)
