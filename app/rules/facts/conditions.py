"""What the rules take as stated: conditions, the shares outstanding, a price of the market."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from app.rules.facts.base import DatedFact, HolderId, OfRegistration, Shares
from app.rules.facts.declaration import Example, declared
from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.vocabulary import Words
from app.rules.values.amounts import PositiveMoney
from app.rules.values.written_dates import PlainDate


@declared(
    166,
    holders=("holder",),
    may_precede_agreement=True,
    examples=(
        Example(
            "condition_stated",
            "The Board finds that the Company's condition has changed for the worse",
            {"occurred_on": "2021-05-03", "condition": "adverse_change", "until": "2021-09-30"},
        ),
    ),
)
class ConditionStated(DatedFact):
    """Somebody states that a condition that the terms declare holds from a day on, or does not.

    What is stated of one registration, or of one Holder, goes before what is stated of all; of two
    statements of the same scope the later has the last word from its day on.
    """

    kind: Literal["condition_stated"] = "condition_stated"
    condition: Annotated[
        NameOfTerm, Field(description="The condition, by its name in `conditions` of the terms.")
    ]
    holds: Annotated[
        StrictBool, Field(description="Whether it holds from that day on. Left out: it does.")
    ] = True
    until: Annotated[
        PlainDate | None,
        Field(
            description="The last day on which it holds, or does not. Left out: until another "
            "statement.",
            examples=["2021-09-30"],
        ),
    ] = None
    registration: OfRegistration = None
    holder: Annotated[
        HolderId | None,
        Field(description="The Holder of whom it is stated. Left out: of none in particular."),
    ] = None
    document: Annotated[
        Words | None,
        Field(
            description="The certificate or other writing that shows it, in words. Left out: none "
            "is recorded.",
            examples=["Certificate of the Chief Executive Officer of 3 May 2021"],
        ),
    ] = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "ConditionStated":
        if self.until is not None and self.until < self.occurred_on:
            raise ValueError("`until` is not before the day from which it is stated")
        return self


@declared(
    167,
    may_precede_agreement=True,
    examples=(
        Example(
            "shares_outstanding",
            "The shares outstanding, as the Company's quarterly report gives them",
            {"occurred_on": "2021-04-30", "shares": 42000000},
        ),
    ),
)
class SharesOutstandingStated(DatedFact):
    """How many shares of the Company are outstanding at the end of a day.

    It stands until another number is stated, and follows splits.
    """

    kind: Literal["shares_outstanding_stated"] = "shares_outstanding_stated"
    shares: Annotated[
        Shares,
        Field(description="Shares of the class that Holders register, held by whomever."),
    ]


@declared(
    168,
    may_precede_agreement=True,
    examples=(
        Example(
            "market_price",
            "The closing price of a day",
            {"occurred_on": "2021-04-30", "price": "21.50"},
        ),
    ),
)
class MarketPriceStated(DatedFact):
    """The price of one share on the market on a day, as the agreement takes it."""

    kind: Literal["market_price_stated"] = "market_price_stated"
    price: Annotated[
        PositiveMoney,
        Field(description="Of one share, in the agreement's currency: of that day alone."),
    ]
