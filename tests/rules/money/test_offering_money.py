"""Expenses, discounts and proceeds on the record of a registration: clauses 1(j), 2(d), 6(b)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.rules.facts import ANY_FACT
from app.rules.money.registration_money import MoneyAnswer
from tests.api.bodies import Json
from tests.api.money.claim_facts import expense, sale
from tests.rules.examples.claims import answer, duties, registration
from tests.rules.examples.money import matter

COMPANY_SELLS = sale("1999-05-24", "ctc", 100_001, discount="0", seller_class="company")


def borne(found: MoneyAnswer) -> dict[str, str]:
    return {each.name: str(each.amount) for each in found.money.expenses.totals}


class TestExpenses:
    PRINTING = expense("1999-04-10", "printing", "12000", "A printer")
    OTHER = expense("1999-04-11", "other", "5")

    def test_of_a_registration_are_the_companys(self) -> None:
        found = answer(self.PRINTING, self.OTHER)
        assert borne(found) == {"company": "12000.00", "whoever_incurred": "5.00"}
        (line, _) = found.money.expenses.lines
        assert (line.expense_class, line.incurred_on) == (
            "registration_expense",
            date(1999, 4, 10),
        )

    @pytest.mark.parametrize(
        ("reading", "bearer"),
        [("company", "company"), ("requesting_holders", "requesting_holders")],
    )
    def test_of_a_withdrawn_demand_are_borne_as_read(self, reading: str, bearer: str) -> None:
        of = matter(withdrawn_payer=reading)
        asked = registration(withdrawn_on=date(1999, 4, 20))
        assert borne(answer(self.PRINTING, of=of, asked=asked)) == {bearer: "12000.00"}

    def test_of_a_shelf_are_borne_as_read(self) -> None:
        asked, of = registration("shelf"), matter(shelf_expense_payer="holders")
        assert borne(answer(self.PRINTING, of=of, asked=asked)) == {"holders": "12000.00"}

    def test_of_two_counsel_wait_for_the_one_who_acts_for_all(self) -> None:
        first = expense("1999-04-10", "holders_counsel", "30000", "Edwards & Angell")
        second = expense("1999-04-11", "holders_counsel", "4000", "Another")
        of = matter()
        found = answer(first, second, of=of)
        assert str(found.money.expenses.undetermined) == "34000.00"
        assert [each.name for each in of.working.missing] == ["counsel_for_all_holders"]
        chosen = {**first, "acts_for_all_holders": True}
        again = {**first, "occurred_on": "1999-04-12", "acts_for_all_holders": True}
        assert borne(answer(chosen, second, again)) == {
            "company": "60000.00",
            "whoever_incurred": "4000.00",
        }

    def test_of_counsel_for_some_only_stay_with_those_who_engaged_it(self) -> None:
        """1(j) pays one counsel for all Holders; one stated not to be that is never paid for."""
        own = expense("1999-04-10", "holders_counsel", "50", "Cravath")
        own = {**own, "acts_for_all_holders": False}
        assert borne(answer(own)) == {"whoever_incurred": "50.00"}
        other = expense("1999-04-11", "holders_counsel", "30", "Edwards & Angell")
        assert borne(answer(own, other)) == {"whoever_incurred": "50.00", "company": "30.00"}
        third = expense("1999-04-12", "holders_counsel", "7", "Another")
        found = answer(own, other, third)
        assert borne(found) == {"whoever_incurred": "50.00"}
        assert str(found.money.expenses.undetermined) == "37.00"

    def test_paid_beyond_what_is_borne_are_flagged(self) -> None:
        def paid(by: str, amount: str) -> Json:
            return {
                "kind": "expense_paid",
                "occurred_on": "1999-04-20",
                "paid_by": by,
                "amount": amount,
            }

        def flagged(*facts: Json) -> list[str]:
            of = matter()
            answer(*facts, of=of)
            return [notice.code for notice in of.working.warnings]

        bill = expense("1999-04-10", "printing", "20", "A printer")
        assert flagged(bill, paid("company", "20")) == []
        assert flagged(bill, paid("company", "25")) == ["EXPENSES_OVERPAID"]
        assert flagged(bill, paid("holders", "5")) == ["EXPENSES_OVERPAID"]
        assert flagged(paid("holders", "5")) == ["EXPENSES_OVERPAID"]

    def test_beyond_a_maximum_are_a_line_of_their_own(self) -> None:
        limit: Json = {"registration_expenses": {"holders_counsel": {"maximum": "10000.00"}}}
        found = answer(
            expense("1999-04-10", "holders_counsel", "30000", "Edwards & Angell"),
            of=matter(limit),
        )
        assert [(each.id, str(each.amount)) for each in found.money.expenses.lines] == [
            ("f000", "10000.00"),
            ("f000:beyond-maximum", "20000.00"),
        ]

    def test_cannot_be_charged_where_the_agreement_says_nothing(self) -> None:
        found = answer(self.PRINTING, of=matter({"registration_expenses": None}))
        assert (borne(found), str(found.money.expenses.undetermined)) == ({}, "12000.00")

    def test_state_no_discount(self) -> None:
        with pytest.raises(ValidationError, match="with the shares from whose price"):
            ANY_FACT.validate_python(
                expense("1999-04-10", "underwriting_discounts_and_commissions", "5")
            )

    def test_of_counsel_name_him(self) -> None:
        with pytest.raises(ValidationError, match="say who is the counsel"):
            ANY_FACT.validate_python(expense("1999-04-10", "holders_counsel", "5"))


class TestDiscounts:
    def shares(self, found: MoneyAnswer) -> dict[str, tuple[str, str]]:
        return {
            each.seller: (str(each.discount_taken), str(each.discount_share))
            for each in found.money.proceeds
        }

    def test_at_one_price_are_shared_by_shares_with_the_company(self) -> None:
        found = answer(
            sale("1999-05-24", "spectrum", 300_000),
            sale("1999-05-24", "doeg-hill", 50_000),
            COMPANY_SELLS,
        )
        assert self.shares(found) == {
            "ctc": ("0.00", "93334.06"),
            "doeg-hill": ("60000.00", "46666.56"),
            "spectrum": ("360000.00", "279999.38"),
        }

    def test_of_another_day_are_not_shared(self) -> None:
        found = answer(
            sale("1999-05-24", "spectrum", 100, discount="1"),
            sale("1999-05-25", "doeg-hill", 100, discount="2"),
        )
        assert self.shares(found) == {
            "doeg-hill": ("200.00", "200.00"),
            "spectrum": ("100.00", "100.00"),
        }

    def test_of_several_prices_of_one_seller_are_shared_by_proceeds(self) -> None:
        sales = (
            sale("1999-05-24", "spectrum", 100, price="10", discount="1"),
            sale("1999-05-24", "spectrum", 100, price="20", discount="1"),
            sale("1999-05-24", "doeg-hill", 100, price="10", discount="1"),
        )
        assert self.shares(answer(*sales)) == {
            "doeg-hill": ("100.00", "75.00"),
            "spectrum": ("200.00", "225.00"),
        }
        by_shares = answer(*sales, of=matter(discount_basis="shares"))
        assert self.shares(by_shares)["spectrum"] == ("200.00", "200.00")

    def test_are_a_duty_of_each_holder_who_sells(self) -> None:
        owed = duties(
            answer(sale("1999-05-24", "spectrum", 100), sale("1999-05-24", "doeg-hill", 100, "9"))
        )
        assert {name: owed[name].status for name in owed if name.startswith("discount")} == {
            "discount:doeg-hill:f001": "performed",
            "discount:spectrum:f000": "open",
        }

    def test_of_just_its_part_are_borne_by_what_came_off_the_price(self) -> None:
        sales = (sale("1999-05-24", name, 100) for name in ("spectrum", "doeg-hill"))
        owed = duties(answer(*sales))
        assert {owed[name].status for name in owed if name.startswith("discount")} == {"performed"}

    def test_are_no_duty_where_none_was_taken(self) -> None:
        found = answer(sale("1999-05-24", "spectrum", 100, discount="0"))
        assert duties(found).keys() == {"indemnify"}
        assert self.shares(found) == {"spectrum": ("0.00", "0.00")}

    def test_are_not_shared_where_the_agreement_shares_none(self) -> None:
        found = answer(sale("1999-05-24", "spectrum", 100), of=matter({"discounts": None}))
        assert self.shares(found) == {"spectrum": ("120.00", "None")}

    def test_are_part_of_the_price(self) -> None:
        with pytest.raises(ValidationError, match="the discount is part of the price"):
            ANY_FACT.validate_python(sale("1999-05-24", "spectrum", 1, "1.00", "1.01"))


class TestLimit:
    @pytest.mark.parametrize(("reading", "limit"), [("net", "1605.00"), ("gross", "1725.00")])
    def test_of_a_holder_is_what_his_sales_brought(self, reading: str, limit: str) -> None:
        found = answer(
            sale("1999-05-24", "spectrum", 40),
            sale("1999-06-24", "spectrum", 60),
            COMPANY_SELLS,
            of=matter(cap_measure=reading),
        )
        assert [(each.seller, each.limit and str(each.limit)) for each in found.money.proceeds] == [
            ("ctc", None),
            ("spectrum", limit),
        ]

    def test_counts_only_what_is_sold_by_the_day(self) -> None:
        found = answer(
            sale("1999-05-24", "spectrum", 40),
            sale("1999-06-24", "spectrum", 60),
            as_of=date(1999, 6, 23),
        )
        (line,) = found.money.proceeds
        assert (line.shares, str(line.gross), str(line.limit)) == (40, "690.00", "642.00")

    def test_is_none_where_the_agreement_sets_none(self) -> None:
        of = matter({"indemnity": {"by_holders": {"cap": None}}})
        (line,) = answer(sale("1999-05-24", "spectrum", 40), of=of).money.proceeds
        assert (line.limit, line.limit_used, line.limit_left) == (None, None, None)


prices = st.integers(1, 10**9).map(lambda millionths: Decimal(millionths).scaleb(-4))
sales = st.lists(
    st.builds(
        lambda day, seller, shares, price, cut: sale(
            f"1999-05-{day}",
            seller,
            shares,
            f"{price:f}",
            f"{(price * cut).quantize(Decimal('0.000001')):f}",
            seller_class="company" if seller == "ctc" else "holders",
        ),
        st.integers(24, 26),
        st.sampled_from(["ctc", "spectrum", "doeg-hill", "mochary"]),
        st.integers(1, 10**6),
        prices,
        st.sampled_from([Decimal(0), Decimal("0.07"), Decimal(1)]),
    ),
    min_size=1,
    max_size=8,
)


@given(sales)
def test_what_sellers_bear_is_what_was_taken_to_the_cent(made: list[Json]) -> None:
    lines = answer(*made).money.proceeds
    taken = sum(each.discount_taken for each in lines)
    assert taken == sum(each.discount_share or 0 for each in lines)
    assert sum(each.shares for each in lines) == sum(each["shares"] for each in made)
    assert all(each.limit is None or 0 <= each.limit <= each.gross for each in lines)
