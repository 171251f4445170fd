"""Who comes first when not all shares fit, and how a rank that does not fit is shared out.

A rank is a list of labels, or says more in an object. Labels are the classes of sellers (`holders`,
`company`, `others`, `initiators`) and the names of `groups`. A seller stands in the first rank that
names it by a group or as an initiator; the classes mean those whom no rank names so.
"""

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, StrictBool, Tag, model_validator

from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.rights.sizes import Comparison
from app.rules.terms.vocabulary import ClauseName, ExactFraction, Term, proper, silent

Basis: TypeAlias = Literal["requested", "owned", "equal"]
Excess: TypeAlias = Literal["shared", "passed_on", "lost"]
"""What becomes of the part of one who asks for less: shared again, for later ranks, left out."""

Labels: TypeAlias = Annotated[tuple[NameOfTerm, ...], Field(max_length=100)]


class OfTheOffering(Term):
    """What an offering is: here, the Company's first public one."""

    ipo: Literal[True]


class Floor(Term):
    """The least that a rank gets, before the ranks above it: a part of the whole offering.

    Or of what the rank itself asks for. Shares are rounded up. `unless` the offering is such.
    """

    fraction: Annotated[ExactFraction, AfterValidator(proper)]
    of: Literal["offering", "requested"]
    comparison: Comparison = Field(alias="is")
    unless: OfTheOffering | None = silent()

    @model_validator(mode="after")
    def _can_be_had(self) -> Self:
        if self.fraction == 1 and self.comparison == ">":
            raise ValueError("nobody gets more than the whole; `>=` is all of it")
        return self


class Rank(Term):
    """One rank, with what is agreed of it alone; what it leaves out, `sharing` says for all."""

    clause: ClauseName | None = silent()
    groups: Annotated[Labels, Field(min_length=1)]
    basis: Basis | None = silent(
        description="In proportion to what its shares are granted: `requested`, Registrable "
        "Securities `owned`, or `equal` parts; nobody gets more than it asked for."
    )
    excess: Excess | None = silent(
        description="What becomes of a part that is more than was asked for: `shared` again among "
        "the rest of the rank, `passed_on` to the ranks after it, or `lost`."
    )
    floor: Floor | None = silent()
    uncut: StrictBool = silent(
        False, description="Whether all of it is included, though it be more than fits."
    )

    @model_validator(mode="after")
    def _cut_or_not(self) -> Self:
        if self.uncut and (self.basis or self.excess or self.floor):
            raise ValueError("what is `uncut` is never shared out: leave the others out")
        return self


def _which(value: Any) -> str:
    return "is:rank" if isinstance(value, (dict, Rank)) else "is:list"


Ranks: TypeAlias = tuple[
    Annotated[
        Annotated[Labels, Tag("is:list")] | Annotated[Rank, Tag("is:rank")],
        Discriminator(_which),
    ],
    ...,
]
"""The ranks of one registration, in order."""


def labels_of(rank: tuple[str, ...] | Rank) -> tuple[str, ...]:
    """Whom a rank names."""
    return rank.groups if isinstance(rank, Rank) else rank


class SharingOut(Term):
    """How ranks are shared out that do not fit whole, where they do not say so themselves.

    What is left out, a reading chooses; `excess` is `shared` and `affiliates` stand `alone`.
    """

    clause: ClauseName | None = silent()
    basis: Basis | None = silent(
        description="In proportion to what: `requested`, `owned`, or `equal` parts."
    )
    excess: Excess = silent(
        "shared",
        description="What becomes of a part that is more than was asked for: `shared` again in the "
        "rank, `passed_on` to the ranks after it, or `lost`.",
    )
    lot: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] | None = silent(
        description="Whole lots of so many shares are dealt."
    )
    odd: Literal["largest_remainder", "dropped"] | None = silent(
        description="Odd lots go to the largest remainders, or stay out."
    )
    affiliates: Literal["alone", "as_one"] = silent(
        "alone", description="Whether Holders named together in `affiliates` share as one."
    )
    over_allotment: Literal["inside", "outside"] | None = silent(
        description="Whether over-allotment shares are part of the maximum or on top of it."
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.model_fields_set - {"clause"}):
            raise ValueError("say something of how shares are shared out, or leave `sharing` out")
        return self
