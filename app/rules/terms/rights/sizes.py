"""How much a demand must ask for at the least, or may at the most, as an agreement measures it.

Exactly one measure: a number of `shares`, a `fraction` of all Registrable Securities, `money`
(gross, or net of what `net_of` names), `all_remaining` (everything that those who ask still hold),
or `any` or `all` of several. `is` says whether reaching the number is enough (`>=`) or it must be
passed (`>`); or that no more may be asked for (`<=`, `<`). Shares are whole, fractions exact text,
money exact text in the agreement's currency.
"""

from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from app.rules.terms.clocks.clock import Clock
from app.rules.terms.vocabulary import ExactFraction, Term, WholeNumber, proper, silent
from app.rules.values.amounts import PositiveMoney

Comparison: TypeAlias = Literal[">", ">="]
LeastOrMost: TypeAlias = Literal[">", ">=", "<", "<="]
"""How much there must be at the least, or may be at the most."""
TakenOff: TypeAlias = Literal["discounts", "selling_expenses"]


class SharesAsked(Term):
    """A number of shares, adjusted for splits since it was written."""

    key: ClassVar[str] = "shares"
    shares: Annotated[WholeNumber, Field(ge=1)]
    comparison: LeastOrMost = Field(alias="is")


ClassHeld: TypeAlias = Literal["common", "preferred_as_converted", "warrant_shares"]
BaseOfSize: TypeAlias = Literal["registrable", "outstanding", "held", ClassHeld]


class FractionAsked(Term):
    """A fraction of all Registrable Securities, fully diluted, or of another base.

    Of the shares of the Company `outstanding`, of what those who ask `held` on the day, or of the
    Registrable Securities of one class.
    """

    key: ClassVar[str] = "fraction"
    fraction: Annotated[ExactFraction, AfterValidator(proper)]
    of: BaseOfSize
    comparison: LeastOrMost = Field(alias="is")

    @model_validator(mode="after")
    def _can_be_asked_for(self) -> "FractionAsked":
        if self.fraction == 1 and self.comparison == ">":
            raise ValueError("more than the whole can never be asked for; `>=` is all of it")
        if self.fraction == 1 and self.comparison == "<=":
            raise ValueError("nobody asks for more than the whole: leave it out, or say less")
        return self


class MoneyAsked(Term):
    """The aggregate price at which what is asked for is to be offered.

    Without `net_of` it is gross; else net of what `net_of` names. The price is `stated` in the
    request, or that of the `market`, for one share, `on` a day.
    """

    key: ClassVar[str] = "money"
    money: PositiveMoney
    net_of: Annotated[tuple[TakenOff, ...], Field(max_length=2)] = silent(())
    price: Literal["stated", "market"] = silent(
        "stated",
        description="Whether the price is that which the request states, or that of the market.",
    )
    on: Clock | None = silent(description="The day whose price of the market counts.")
    comparison: LeastOrMost = Field(alias="is")

    @model_validator(mode="after")
    def _price_of_a_day(self) -> "MoneyAsked":
        if (self.price == "market") != (self.on is not None):
            raise ValueError("a price of the `market` is that `on` a day; a `stated` one is not")
        if self.price == "market" and self.net_of:
            raise ValueError("a price of the market is gross: leave `net_of` out")
        return self


class AllRemaining(Term):
    """Everything that those who ask still hold."""

    key: ClassVar[str] = "all_remaining"
    all_remaining: Literal[True]


class AnySize(Term):
    """One of these is enough."""

    key: ClassVar[str] = "any"
    any: Annotated[tuple["Size", ...], Field(min_length=2, max_length=10)]


class AllSizes(Term):
    """Each of these must be reached."""

    key: ClassVar[str] = "all"
    all: Annotated[tuple["Size", ...], Field(min_length=2, max_length=10)]


MOST: Final = ("<", "<=")
"""Of what may be asked for at the most."""
SIZES: Final = (SharesAsked, FractionAsked, MoneyAsked, AllRemaining, AnySize, AllSizes)


def _one_measure(value: Any) -> Any:
    if isinstance(value, Term):
        return value
    said = [each.key for each in SIZES if isinstance(value, dict) and each.key in value]
    if len(said) == 1:
        return value
    keys = ", ".join(f"`{each.key}`" for each in SIZES)
    says = "this says " + " and ".join(f"`{key}`" for key in said) if said else "this is none"
    raise PydanticCustomError(
        "size_measure", "A size is exactly one of {keys}; {says}.", {"keys": keys, "says": says}
    )


def _key(value: Any) -> str:
    if isinstance(value, Term):
        return f"is:{getattr(type(value), 'key', '')}"
    return next((f"is:{each.key}" for each in SIZES if each.key in value), "")


Size: TypeAlias = Annotated[
    Annotated[SharesAsked, Tag("is:shares")]
    | Annotated[FractionAsked, Tag("is:fraction")]
    | Annotated[MoneyAsked, Tag("is:money")]
    | Annotated[AllRemaining, Tag("is:all_remaining")]
    | Annotated[AnySize, Tag("is:any")]
    | Annotated[AllSizes, Tag("is:all")],
    Discriminator(_key),
    BeforeValidator(_one_measure),
]


def shares_in(size: Size, place: str) -> tuple[tuple[str, int], ...]:
    """Every number of shares in a size, with its place in the terms."""
    match size:
        case SharesAsked():
            return ((f"{place}/shares", size.shares),)
        case AnySize():
            parts, inner = size.any, f"{place}/any"
        case AllSizes():
            parts, inner = size.all, f"{place}/all"
        case _:
            return ()
    return tuple(
        found for number, part in enumerate(parts) for found in shares_in(part, f"{inner}/{number}")
    )


def is_a_most(size: Size) -> bool:
    """Whether it is passed by what asks for too much."""
    return isinstance(size, SharesAsked | FractionAsked | MoneyAsked) and size.comparison in MOST


def counts_shares(size: Size) -> bool:
    """Whether more shares alone may make it reached, in each of its parts."""
    if is_a_most(size):
        return False
    match size:
        case AnySize():
            return all(counts_shares(part) for part in size.any)
        case AllSizes():
            return all(counts_shares(part) for part in size.all)
        case FractionAsked():
            return size.of != "held"
        case MoneyAsked():
            return size.price == "market"
        case _:
            return isinstance(size, SharesAsked)


AnySize.model_rebuild()
AllSizes.model_rebuild()
