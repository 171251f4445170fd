"""Who indemnifies whom, and up to what: clauses 6(a), 6(b) and 6(d)."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.money.indemnity.indemnity import (
    CompanyLiability,
    HolderLiability,
    Person,
    Sale,
    company_liability,
    holder_liability,
)
from app.rules.reasoning.matter import Matter
from app.rules.terms.payments.money import LossBasis, Role
from app.rules.terms.vocabulary import Law
from tests.rules.examples.money import amount, amounts, indemnity_terms, matter, said


def liability(
    role: Role = "holder",
    basis: LossBasis | Any = "misstatement",
    own: Fraction = Fraction(0),
    law: Law = "securities_act",
    required: bool | None = None,
    of: Matter | None = None,
) -> CompanyLiability:
    under = of or matter()
    person = Person("x", role, "request:", None, required)
    return company_liability(
        indemnity_terms(under),
        person,
        said(basis),
        amount("2000000.00"),
        amount("150000.01"),
        said(own),
        law,
        under,
    )


class TestCompany:
    def test_loss_and_expenses_are_owed(self) -> None:
        assert str(liability().payable.value) == "2150000.01"

    def test_less_what_the_persons_own_information_caused(self) -> None:
        found = liability(own=Fraction(1, 3))
        assert (str(found.payable.value), found.reason) == ("1433333.34", "OWN_INFORMATION")

    def test_the_part_due_to_it_is_rounded_to_the_nearest_cent(self) -> None:
        """2,150,000.01 / 7 = 307,142.858…: 307,142.86 is its own."""
        assert str(liability(own=Fraction(1, 7)).payable.value) == "1842857.15"

    @pytest.mark.parametrize(
        ("role", "required", "reason"),
        [
            ("holder_counsel", None, None),
            ("holder_controlling_person", None, None),
            ("underwriter", True, None),
            ("underwriter", None, None),
            ("underwriter", False, "NOT_INDEMNIFIED"),
            ("underwriter_controlling_person", False, "NOT_INDEMNIFIED"),
            ("director", None, "NOT_INDEMNIFIED"),
        ],
    )
    def test_whom_the_company_indemnifies(
        self, role: Role, required: bool | None, reason: str | None
    ) -> None:
        found = liability(role, required=required)
        assert found.reason == reason
        assert (found.payable.value == 0) is (reason is not None)

    def test_other_losses_are_not_covered(self) -> None:
        assert liability(basis="other").reason == "NOT_COVERED"
        assert liability(basis="company_violation").reason is None

    def test_registrations_under_other_laws_have_their_own_clause(self) -> None:
        of = matter()
        assert str(liability(law="other", of=of).payable.value) == "2150000.01"
        assert {step.clause for step in of.working.steps} == {"6(d)"}


def owed(
    claim: str | Decimal = "6000000.00",
    paid: tuple[str | Decimal, ...] = (),
    contributed: tuple[str | Decimal, ...] = (),
    undertaking: bool | None = True,
    fraudulent: bool = False,
    of: Matter | None = None,
    sales: tuple[Sale, ...] = (),
) -> HolderLiability:
    under = of or matter()
    sale = Sale(said(300_000), amount("17.25"), amount("0.95"))
    return holder_liability(
        indemnity_terms(under),
        Person("spectrum", "holder", "request:", undertaking),
        amount(str(claim)),
        sales or (sale,),
        [amount(str(each)) for each in paid],
        [amount(str(each)) for each in contributed],
        said(fraudulent),
        None,
        under,
    )


def value(found: HolderLiability) -> tuple[str | None, str]:
    return (None if found.cap is None else str(found.cap.value), str(found.payable.value))


class TestHolder:
    def test_july_1999(self) -> None:
        assert value(owed()) == ("4890000.00", "4890000.00")
        assert owed().reason == "CAPPED"

    def test_earlier_payments_use_up_the_limit(self) -> None:
        found = owed("4000000.00", paid=("600000.00",), contributed=("400000.00",))
        assert value(found) == ("4890000.00", "3890000.00")

    def test_payments_beyond_the_limit_leave_nothing(self) -> None:
        assert value(owed(paid=("9000000.00",)))[1] == "0.00"

    def test_without_undertaking_nothing_is_owed(self) -> None:
        found = owed(undertaking=False)
        assert (value(found)[1], found.reason) == ("0.00", "NO_UNDERTAKING")

    def test_without_an_undertaking_spoken_of_it_is_not_known_whether_it_is_owed(self) -> None:
        of = matter()
        assert owed(undertaking=None, of=of).is_undertaken is None
        assert [each.name for each in of.working.missing] == ["undertaking_given"]

    def test_while_a_discount_is_not_stated_the_limit_is_not_known(self) -> None:
        of = matter()
        found = owed(sales=(Sale(said(3), amount("17.00"), None),), of=of)
        assert not found.is_limit_known
        assert [each.name for each in of.working.missing] == ["sales/0/discount_per_share"]

    def test_sales_at_several_prices_add_up_and_parts_of_a_cent_are_left(self) -> None:
        sales = (
            Sale(said(3), amount("17.189"), amount("0.95")),
            Sale(said(2), amount("16.00"), amount("0")),
        )
        # 48.717 and 32: nobody received the 0.7 of a cent.
        assert value(owed(sales=sales))[0] == "80.71"

    def test_an_agreement_without_limit(self) -> None:
        of = matter({"indemnity": {"by_holders": {"cap": None}}})
        assert value(owed(of=of)) == (None, "6000000.00")

    def test_an_agreement_whose_limit_fraud_lifts(self) -> None:
        of = matter({"indemnity": {"by_holders": {"cap": {"except_fraud": True}}}})
        assert value(owed(of=of, fraudulent=True)) == ("4890000.00", "6000000.00")

    def test_an_agreement_that_says_gross_follows_its_words(self) -> None:
        cap = {"measure": "gross_proceeds"}
        of = matter({"indemnity": {"by_holders": {"cap": cap}}}, cap_measure="net")
        assert value(owed(of=of))[0] == "5175000.00"
        assert "cap_measure" not in of.working.relied_on

    def test_an_agreement_without_holders_indemnity(self) -> None:
        of = matter({"indemnity": {"by_holders": None}})
        assert value(owed(of=of)) == (None, "0.00")

    @given(st.lists(amounts, max_size=8))
    def test_over_several_claims_the_limit_is_never_passed(self, claims: list[Decimal]) -> None:
        paid: list[Decimal] = []
        for claim in claims:
            paid.append(owed(claim, paid=tuple(paid)).payable.value)
        assert sum(paid) == min(sum(claims), Decimal("4890000.00"))
