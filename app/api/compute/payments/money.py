"""Bodies of the computations of expenses and discounts."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from app.api.compute.computation import computation
from app.api.compute.question import (
    Body,
    Question,
    agreed,
    answered_elsewhere,
    example,
    given,
    one_right,
)
from app.rules.catalogue.computations import money
from app.rules.facts.base import ShareCount
from app.rules.money.discounts import Sold
from app.rules.money.expenses import Expense, Withdrawal
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.requests.counting import borne_by_terms
from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.payments.money import COUNSEL_KIND, Discounts, ExpenseKind
from app.rules.terms.rights.asked import AskedRight
from app.rules.terms.vocabulary import RegistrationKind, Words
from app.rules.values.amounts import Money, PricePerShare


def discounts_of(matter: Matter) -> Discounts:
    """The terms on underwriting discounts."""
    return agreed(matter.terms.discounts, "/discounts")


def _each_once(names: Sequence[str], what: str) -> None:
    """Raise ValueError when a name is given twice."""
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise ValueError(f"{what} is given twice: {', '.join(twice)}")


class SellerGiven(Body):
    """What one seller sold in the offering, the Company included."""

    seller: Words
    shares: ShareCount
    price: Annotated[
        PricePerShare | None,
        Field(description="Left out when all sold at the same price."),
    ] = None


class DiscountQuestion(Question):
    """What does each who sells bear of the underwriting discount?"""

    total_discount: Money
    sellers: Annotated[tuple[SellerGiven, ...], Field(min_length=1, max_length=1000)]

    @model_validator(mode="after")
    def _can_be_shared(self) -> "DiscountQuestion":
        _each_once([each.seller for each in self.sellers], "a seller")
        if not sum(each.shares for each in self.sellers):
            raise ValueError("at least one share must be sold")
        if len({each.price is None for each in self.sellers}) > 1:
            raise ValueError("give the price of every seller, or of none")
        if any(each.price == 0 for each in self.sellers):
            raise ValueError("a price is more than nothing")
        return self

    def sold(self) -> tuple[Sold, ...]:
        """The sellers, sourced to the request."""
        return tuple(
            Sold(
                each.seller,
                Sourced(each.shares, f"request:/sellers/{place}/shares"),
                given(each.price, f"sellers/{place}/price"),
            )
            for place, each in enumerate(self.sellers)
        )


@computation(
    "/discount-shares",
    "What does each seller bear of the discount?",
    example(
        "The July 1999 offering: 0.95 a share on 3,500,000 shares",
        total_discount="3325000.00",
        sellers=[
            {"seller": "ctc", "shares": 3200000, "price": "17.25"},
            {"seller": "spectrum", "shares": 250000, "price": "17.25"},
            {"seller": "doeg-hill", "shares": 25000, "price": "17.25"},
            {"seller": "mochary", "shares": 25000, "price": "17.25"},
        ],
    ),
)
def compute_discount_shares(asked: DiscountQuestion, matter: Matter) -> money.DiscountResult:
    """Clause 2(d): all who sell share the underwriting discounts and commissions pro rata.

    Give the Company as a seller too. At one price the measure is shares sold; where prices differ
    it is proceeds (reading QF8). Odd cents go to the largest remainders, then to the larger number
    of shares, then to the lower name, so that the parts add up to the total.
    """
    total = Sourced(asked.total_discount, "request:/total_discount")
    return money.discount_shares(discounts_of(matter), total, asked.sold(), matter)


class ExpenseGiven(Body):
    """One bill: what for, to whom, how much."""

    kind: ExpenseKind
    payee: Words | None = None
    amount: Money

    @model_validator(mode="after")
    def _counsel_has_a_name(self) -> "ExpenseGiven":
        if self.kind == COUNSEL_KIND and self.payee is None:
            raise ValueError("say who is the counsel: only so many are paid for")
        return self


class ExpensesQuestion(Question):
    """Who bears each expense of a registration?"""

    registration: RegistrationKind = "requested"
    withdrawn: Annotated[
        StrictBool, Field(description="Whether the requesters took back their demand.")
    ] = False
    withdrawal_is_free: Annotated[
        StrictBool | None,
        Field(
            description="Whether they took it back for a reason for which the terms let them go "
            "free (`effected.withdrawn.free_if`). Null: not recorded."
        ),
    ] = None
    settled_by: Annotated[
        Literal["paying", "forfeiting"] | None,
        Field(description="What they chose where the terms leave it to them. Null: they have not."),
    ] = None
    demand: Annotated[
        NameOfTerm | None,
        Field(description="The right that the demand used, where the terms have several."),
    ] = None
    expenses: Annotated[tuple[ExpenseGiven, ...], Field(min_length=1, max_length=1000)]
    counsel_for_all_holders: Annotated[
        tuple[Words, ...],
        Field(
            max_length=100,
            description="Counsel chosen to act for all Holders; needed when several send bills. "
            "Left out: not known, so that those bills are in nobody's total.",
        ),
    ] = ()

    def withdrawal(self, matter: Matter) -> Withdrawal | None:
        """That it was withdrawn, and who bears the expenses where the right itself says so."""
        if not self.withdrawn:
            return None
        fact = Sourced(True, "request:/withdrawn")
        terms = matter.terms.with_right(self.demand)
        rights = {"requested": terms.demand, "takedown": terms.takedown}
        right: AskedRight | None = rights.get(self.registration)
        if right is None or right.effected is None:
            return Withdrawal(fact)
        rule = right.effected.withdrawn
        free = self.withdrawal_is_free
        if rule is None or rule.free_if is None:
            free = False
        borne = borne_by_terms(right.effected, free, self.settled_by)
        if borne is None:
            clause = right.effected_clause(right.clause)
            matter.working.miss("withdrawal_is_free", "who bears the expenses", clause)
        return Withdrawal(fact, by_terms=True, borne_by=borne)

    def of_one_right(self, matter: Matter) -> None:
        """InvalidInput if who pays is said of one of several rights, and none is named."""
        terms, said = matter.terms, matter.terms.registration_expenses
        several = {"takedown": terms.takedowns, "shelf": terms.shelves}.get(self.registration, {})
        named = {} if said is None else {**said.paid_in, **said.borne_by_holders}
        if self.registration == "requested" and not named.keys().isdisjoint(terms.demands):
            one_right(matter)
        where = "ask a registration on record"
        answered_elsewhere("/registration_expenses", several.keys() & named.keys(), where)

    def bills(self) -> tuple[Expense, ...]:
        """The bills, sourced to the request."""
        return tuple(
            Expense(
                each.kind,
                each.payee,
                Sourced(each.amount, f"request:/expenses/{place}/amount"),
                f"request:/expenses/{place}/kind",
            )
            for place, each in enumerate(self.expenses)
        )


@computation(
    "/expenses",
    "Who bears the expenses?",
    example(
        "The Company's own registration of July 1999, with two firms for the Holders",
        registration="incidental",
        expenses=[
            {"kind": "registration_and_filing_fees", "amount": "19300.00"},
            {"kind": "holders_counsel", "payee": "Edwards & Angell", "amount": "42000.00"},
            {"kind": "holders_counsel", "payee": "Mochary's own counsel", "amount": "8000.00"},
            {"kind": "transfer_taxes", "amount": "1250.50"},
            {"kind": "underwriting_discounts_and_commissions", "amount": "3325000.00"},
        ],
        counsel_for_all_holders=["Edwards & Angell"],
    ),
)
def compute_expenses(asked: ExpensesQuestion, matter: Matter) -> money.ExpensesResult:
    """Clauses 1(j) and 2(d): the Company pays the Registration Expenses, sellers the discount.

    Each bill is a Registration Expense, an underwriting discount, or outside both; what is outside
    stays with the person who incurred it. The Company pays one counsel for all Holders: when
    several send bills, say which one acts for all, otherwise their bills stay undetermined.
    """
    agreed(matter.terms.registration_expenses, "/registration_expenses")
    matter = matter.under(matter.terms.with_right(asked.demand), matter.through)
    asked.of_one_right(matter)
    return money.charged_expenses(
        asked.registration,
        asked.withdrawal(matter),
        asked.bills(),
        asked.counsel_for_all_holders,
        matter,
    )


COMPUTATIONS = (
    compute_discount_shares,
    compute_expenses,
)
