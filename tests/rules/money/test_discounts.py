"""The underwriting discount of clause 2(d), shared to the cent."""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.rules.money.discounts import Sold, share_discount
from app.rules.reasoning.matter import Matter
from tests.rules.examples.money import amount, amounts, matter, said


def shared(
    total: str | Decimal, sold: Mapping[str, tuple[int, str | None]], of: Matter
) -> list[str]:
    assert of.terms.discounts is not None
    sellers = [
        Sold(name, said(shares), None if price is None else amount(price))
        for name, (shares, price) in sold.items()
    ]
    found = share_discount(of.terms.discounts, amount(str(total)), sellers, of)
    return [str(part.value) for part in found.values()]


JULY_1999 = {
    "ctc": (3_200_000, "17.25"),
    "spectrum": (250_000, "17.25"),
    "mochary": (50_000, "17.25"),
}


class TestDiscount:
    def test_july_1999(self) -> None:
        parts = shared("3325000.00", JULY_1999, matter())
        assert parts == ["3040000.00", "237500.00", "47500.00"]

    def test_odd_cents_go_to_the_largest_remainder(self) -> None:
        sold = {"a": (1, None), "b": (1, None), "c": (1, None)}
        assert shared("100.00", sold, matter()) == ["33.34", "33.33", "33.33"]

    def test_tied_remainders_go_to_the_larger_holding(self) -> None:
        assert shared("0.02", {"a": (1, None), "b": (3, None)}, matter()) == ["0.00", "0.02"]

    def test_different_prices_are_shared_by_proceeds(self) -> None:
        sold = {"a": (100, "10.00"), "b": (100, "30.00")}
        assert shared("40.00", sold, matter()) == ["10.00", "30.00"]

    def test_every_part_has_a_step_with_the_clause_of_the_terms(self) -> None:
        of = matter({"discounts": {"clause": "4.7"}})
        shared("3325000.00", JULY_1999, of)
        assert [step.clause for step in of.working.steps] == ["4.7"] * 3
        assert of.working.steps[0].result == "3040000.00"

    def test_one_price_is_assumed_where_none_is_given(self) -> None:
        of = matter()
        shared("1.00", {"a": (1, None)}, of)
        assert [each.code for each in of.working.assumptions] == ["UNIFORM_PRICE"]

    @given(amounts, st.lists(st.tuples(st.integers(1, 10**9), st.integers(1, 10**6)), min_size=1))
    def test_the_parts_add_up(self, total: Decimal, sales: list[tuple[int, int]]) -> None:
        sold = {
            f"{place}": (shares, f"{Decimal(price).scaleb(-4):f}")
            for place, (shares, price) in enumerate(sales)
        }
        for basis in ("proceeds", "shares"):
            parts = shared(total, sold, matter(discount_basis=basis))
            assert sum(map(Decimal, parts)) == total
