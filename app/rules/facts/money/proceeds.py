"""What a registration costs and brings: clauses 1(j), 2(d) and 6(b)."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from app.rules.facts.base import BeforeChanges, BeforeRequests, BeforeVotes, DatedFact, Shares
from app.rules.facts.declaration import AFTER_GIVEN_UP, Example, Row, declared
from app.rules.facts.life.course import EFFECTIVE
from app.rules.terms.payments.money import COUNSEL_KIND, DISCOUNT_KIND, Bearer, ExpenseKind
from app.rules.terms.rights.registrations import SellerClass
from app.rules.terms.vocabulary import Identifier, Words
from app.rules.values.amounts import PositiveMoney, PositivePrice, PricePerShare


@declared(
    750,
    # Sales beyond the statement, by a stranger to it or after its end are flagged by `sales_made`.
    life=Row(needs=(EFFECTIVE,), cells=AFTER_GIVEN_UP),
    settles=("no_sales", "holdback", "discontinuance", "discount"),
    examples=(
        Example(
            "sold_in_offering",
            "A Holder sells under the registration",
            {
                "occurred_on": "1999-11-10",
                "seller": "spectrum",
                "seller_class": "holders",
                "shares": 100000,
                "price": "15.00",
                "discount_per_share": "0.75",
            },
            in_life_of="shelf",
        ),
    ),
)
class SharesSoldInOffering(DatedFact):
    """Shares were sold under the registration statement, all at one price (2(d), 6(b)).

    A Holder's shares leave the register with it; they need no `shares_sold` besides. What is sold
    on one day is sold together, and shares the discounts of that day.
    """

    kind: Literal["shares_sold_in_offering"] = "shares_sold_in_offering"
    seller: Annotated[
        Identifier,
        Field(
            examples=["spectrum"],
            description="A Holder or the Company by its id, another seller by a name of your own.",
        ),
    ]
    seller_class: SellerClass
    shares: Shares
    price: Annotated[PositivePrice, Field(description="What the public paid for each share.")]
    discount_per_share: Annotated[
        PricePerShare,
        Field(
            description="Underwriting discount or commission taken from the price of each share; "
            '"0" where none was.'
        ),
    ]
    before_requests: BeforeRequests = None
    before_votes: BeforeVotes = None
    before_changes: BeforeChanges = None

    @model_validator(mode="after")
    def _discount_from_the_price(self) -> "SharesSoldInOffering":
        if self.discount_per_share > self.price:
            raise ValueError("the discount is part of the price")
        return self


@declared(
    770,
    life=Row(),
    examples=(
        Example(
            "expense",
            "The printer sends its bill",
            {
                "occurred_on": "1999-04-12",
                "expense": "printing",
                "payee": "A printer in Boston",
                "amount": "12500.00",
            },
        ),
    ),
)
class ExpenseIncurred(DatedFact):
    """An expense of the registration was incurred on this day (1(j), 2(d))."""

    kind: Literal["expense_incurred"] = "expense_incurred"
    expense: Annotated[ExpenseKind, Field(description="What was paid for.")]
    payee: Words | None = None
    amount: PositiveMoney
    acts_for_all_holders: Annotated[
        StrictBool | None,
        Field(
            description="For counsel of Holders: whether it was chosen to act for all of them. "
            "Needed when more counsel send bills than the agreement has paid for."
        ),
    ] = None

    @model_validator(mode="after")
    def _is_said_once_and_whole(self) -> "ExpenseIncurred":
        if self.expense == DISCOUNT_KIND:
            raise ValueError(
                "state discounts and commissions with the shares from whose price they were taken"
            )
        if self.expense == COUNSEL_KIND and self.payee is None:
            raise ValueError("say who is the counsel: only so many are paid for")
        return self


@declared(
    780,
    life=Row(),
    settles=("expenses",),
    examples=(
        Example(
            "expense_paid",
            "The Company pays",
            {"occurred_on": "1999-05-03", "paid_by": "company", "amount": "12500.00"},
        ),
    ),
)
class ExpensePaid(DatedFact):
    """One of those who bear the expenses paid towards them on this day (2(d))."""

    kind: Literal["expense_paid"] = "expense_paid"
    paid_by: Annotated[Bearer, Field(description="Who paid, as the answer names who bears.")]
    amount: PositiveMoney
