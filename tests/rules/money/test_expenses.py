"""Who bears which expense: clauses 1(j) and 2(d)."""

from typing import get_args

import pytest

from app.rules.money.expenses import Charge, Expense, Withdrawal, charge
from app.rules.reasoning.matter import Matter
from app.rules.terms.payments.money import ExpenseKind
from app.rules.terms.vocabulary import RegistrationKind
from tests.rules.examples.money import amount, matter, said

BORNE_BY_SELLERS = "underwriting_discounts_and_commissions"


def charged(
    of: Matter,
    *bills: tuple[ExpenseKind, str | None, str],
    registration: RegistrationKind = "requested",
    withdrawn: bool = False,
    counsel: tuple[str, ...] = (),
) -> tuple[Charge, ...]:
    expenses = [
        Expense(kind, payee, amount(text), f"request:/expenses/{place}")
        for place, (kind, payee, text) in enumerate(bills)
    ]
    back = Withdrawal(said(True)) if withdrawn else None
    return charge(expenses, said(registration), back, counsel, of)


def bearers(charges: tuple[Charge, ...]) -> list[str | None]:
    return [each.borne_by.value if each.borne_by else None for each in charges]


class TestClasses:
    @pytest.mark.parametrize("kind", get_args(ExpenseKind))
    def test_the_company_pays_all_but_discounts_and_what_is_outside(
        self, kind: ExpenseKind
    ) -> None:
        (bearer,) = bearers(charged(matter(), (kind, "Payee", "100.00")))
        usual = {BORNE_BY_SELLERS: "sellers", "other": "whoever_incurred"}
        assert bearer == usual.get(kind, "company")

    def test_the_class_comes_from_the_terms(self) -> None:
        of = matter({"registration_expenses": {"clause": "X", "kinds": ["printing"]}})
        assert bearers(charged(of, ("transfer_taxes", None, "1.00"))) == ["whoever_incurred"]
        assert "X" in {step.clause for step in of.working.steps}


class TestCounsel:
    TWO: tuple[tuple[ExpenseKind, str | None, str], ...] = (
        ("holders_counsel", "Edwards & Angell", "30000.00"),
        ("holders_counsel", "Another", "5000.00"),
    )

    def test_one_counsel_for_all_holders(self) -> None:
        found = charged(matter(), *self.TWO, counsel=("Edwards & Angell",))
        assert bearers(found) == ["company", "whoever_incurred"]

    def test_several_counsel_and_none_chosen_is_undetermined(self) -> None:
        of = matter()
        assert bearers(charged(of, *self.TWO)) == [None, None]
        assert [each.name for each in of.working.missing] == ["counsel_for_all_holders"]

    def test_several_bills_of_one_counsel_are_all_paid(self) -> None:
        assert bearers(charged(matter(), self.TWO[0], self.TWO[0])) == ["company", "company"]

    def test_a_maximum_splits_the_bill_that_passes_it(self) -> None:
        counsel = {"clause": "5.1", "count": 1, "maximum": "40000.00"}
        of = matter({"registration_expenses": {"holders_counsel": counsel}})
        found = charged(of, self.TWO[0], self.TWO[0], self.TWO[0])
        assert [
            (str(each.expense.amount.value), bearer)
            for each, bearer in zip(found, bearers(found), strict=True)
        ] == [
            ("30000.00", "company"),
            ("10000.00", "company"),
            ("20000.00", "whoever_incurred"),
            ("0.00", "company"),
            ("30000.00", "whoever_incurred"),
        ]

    def test_an_agreement_may_pay_for_no_counsel(self) -> None:
        of = matter({"registration_expenses": {"holders_counsel": None}})
        assert bearers(charged(of, self.TWO[0])) == ["whoever_incurred"]


class TestPayer:
    PRINTING: tuple[ExpenseKind, None, str] = ("printing", None, "100.00")

    @pytest.mark.parametrize("registration", get_args(RegistrationKind))
    def test_the_company_pays_in_every_registration(self, registration: RegistrationKind) -> None:
        found = charged(matter(), self.PRINTING, registration=registration)
        assert bearers(found) == ["company"]

    def test_a_withdrawn_demand_is_still_the_companys(self) -> None:
        assert bearers(charged(matter(), self.PRINTING, withdrawn=True)) == ["company"]

    def test_unless_read_otherwise(self) -> None:
        of = matter(withdrawn_payer="requesting_holders")
        assert bearers(charged(of, self.PRINTING, withdrawn=True)) == ["requesting_holders"]
        assert bearers(charged(of, self.PRINTING)) == ["company"]

    def test_a_takedown_is_paid_under_its_own_clause(self) -> None:
        of = matter()
        charged(of, self.PRINTING, registration="takedown")
        assert of.working.steps[0].clause == "2(a)(iii)"
