"""What damages agreed beforehand turn on that no other fact tells: prices, elections, payments."""

from typing import Annotated, Literal

from pydantic import Field

from app.rules.facts.base import DatedFact, HolderId, Shares
from app.rules.facts.declaration import Example, Row, declared
from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.vocabulary import Words
from app.rules.values.amounts import PositiveMoney

OfDamages = Annotated[
    NameOfTerm, Field(description="The damages, by their name in `damages` of the terms.")
]


@declared(
    169,
    holders=("holder",),
    may_precede_agreement=True,
    bears_on=("/damages",),
    examples=(
        Example(
            "price_paid",
            "What a Holder paid for its shares at the closing",
            {"occurred_on": "2021-03-01", "holder": "spectrum", "paid": "1000000.00"}
            | {"shares": 100000},
        ),
    ),
)
class PricePaidStated(DatedFact):
    """What a Holder paid for its Registrable Securities: of two statements the later counts."""

    kind: Literal["price_paid_stated"] = "price_paid_stated"
    holder: HolderId
    paid: Annotated[
        PositiveMoney, Field(description="In all, in the agreement's currency, for these shares.")
    ]
    shares: Annotated[
        Shares, Field(description="For how many, counted on that day: later splits are followed.")
    ]


@declared(
    171,
    holders=("holder",),
    bears_on=("/damages",),
    examples=(
        Example(
            "damages_elected",
            "A Holder elects to have the damages agreed",
            {"occurred_on": "2021-06-01", "holder": "spectrum", "damages": "late"},
        ),
    ),
)
class DamagesElected(DatedFact):
    """A Holder elected to have damages that are owed only to those who do."""

    kind: Literal["damages_elected"] = "damages_elected"
    damages: OfDamages
    holder: HolderId


@declared(
    895,
    life=Row(),
    holders=("holder",),
    settles=("damages",),
    bears_on=("/damages",),
    examples=(
        Example(
            "damages_paid",
            "The Company pays the damages of a period",
            {
                "occurred_on": "2021-07-08",
                "damages": "late",
                "holder": "spectrum",
                "payment": "spectrum/filing/2021-06-01/1",
            },
        ),
    ),
)
class DamagesPaid(DatedFact):
    """The Company paid one payment of damages in full."""

    kind: Literal["damages_paid"] = "damages_paid"
    damages: OfDamages
    holder: HolderId
    payment: Annotated[
        Words, Field(description="The payment, by its `id` in the answer of the registration.")
    ]
