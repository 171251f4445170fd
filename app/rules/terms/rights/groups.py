"""Groups of Holders and of outsiders by a name of their own, and who counts as one.

A group is `outside` (names of persons who are no party), or Holders: `members` by their ids, with
`transferees` those too to whom securities with all rights passed from one of them; of these, or of
all Holders, who is `holding` a class of securities, and whose own shares reach `hold`. Who belongs
is found on the day asked about; of a registration, on the day on which its shares are shared out.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, StrictBool, model_validator

from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.rights.sizes import ClassHeld, LeastOrMost
from app.rules.terms.vocabulary import (
    ClauseName,
    ExactFraction,
    Identifier,
    Term,
    WholeNumber,
    Words,
    proper,
    silent,
)


class HoldOfEach(Term):
    """What one Holder must hold by itself: a `fraction` of all Registrable Securities, or `shares`.

    `of` `outstanding` it is a fraction of the shares of the Company outstanding. With `affiliates`
    `as_one` those who are named together in `affiliates` hold it together.
    """

    fraction: Annotated[ExactFraction, AfterValidator(proper)] | None = silent()
    of: Literal["registrable", "outstanding"] = silent("registrable")
    shares: Annotated[WholeNumber, Field(ge=1)] | None = silent()
    comparison: LeastOrMost = Field(alias="is")
    affiliates: Literal["alone", "as_one"] = silent("alone")

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if (self.fraction is None) == (self.shares is None):
            raise ValueError("say a `fraction` of all Registrable Securities, or `shares`")
        if self.fraction is None and self.of != "registrable":
            raise ValueError("`of` is said of a `fraction`")
        if self.fraction == 1 and self.comparison == ">":
            raise ValueError("nobody holds more than the whole; `>=` is all of it")
        if self.fraction == 1 and self.comparison == "<=":
            raise ValueError("nobody holds more than the whole: leave `hold` out, or say less")
        return self


class Group(Term):
    """Who stands together under one name."""

    clause: ClauseName | None = silent()
    says: Words | None = silent(description="What the agreement calls them, for the reader.")
    members: tuple[Identifier, ...] = silent((), description="Holders, by their ids.")
    transferees: StrictBool = silent(
        False, description="Whether those come in to whom securities passed from a member."
    )
    holding: tuple[ClassHeld, ...] = silent(
        (), description="Only who holds securities of one of these classes."
    )
    hold: HoldOfEach | None = silent(description="Only whose own holding reaches this.")
    outside: tuple[Identifier, ...] = silent(
        (),
        description="Persons who are no party, by the names under which facts give their shares.",
    )

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        inside = bool(self.members or self.holding or self.hold)
        if inside == bool(self.outside):
            raise ValueError(
                "a group is `outside` persons, or Holders: `members`, `holding`, `hold`, not both"
            )
        if self.transferees and not self.members:
            raise ValueError("name the `members` from whom `transferees` get their securities")
        return self

    @property
    def by_name(self) -> bool:
        """Whether the document alone says who belongs to it."""
        return not self.transferees and not self.holding and self.hold is None


Groups: TypeAlias = Mapping[NameOfTerm, Group]

Affiliates: TypeAlias = Mapping[
    NameOfTerm, Annotated[tuple[Identifier, ...], Field(min_length=2, max_length=1000)]
]
"""Holders who are affiliates of each other, by a name for each such family."""
