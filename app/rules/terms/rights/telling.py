"""Whom the Company tells of a registration and by when, and how those who are told join it."""

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.clocks.within import Within
from app.rules.terms.vocabulary import ClauseName, Period, Standard, Term, Unit, silent

ToldOf: TypeAlias = Literal["all", "others", "nobody"]
"""Whom the Company tells of a request: every Holder, only those who did not make it, or nobody, and
then nobody may join."""


class Telling(Term):
    """The duty to tell the Holders: by a standard, by a day, or both."""

    clause: ClauseName
    standard: Standard | None = None
    within: Within | None = None

    @model_validator(mode="after")
    def _measured(self) -> Self:
        if self.standard is None and self.within is None:
            raise ValueError("a duty needs a standard or a period")
        return self


class Inclusion(Term):
    """Until when a Holder may ask to be included, measured from its own notice.

    A Clock that names no clause of its own has that of the right.
    """

    within: Within
    who: NameOfTerm | None = silent(
        description="The only Holders who are told and may join, by the name of their group in "
        "`groups`. Left out: every Holder."
    )
    reply: Literal["given", "received"] | None = silent(
        description="What must have happened to the Holder's request by then: it was `given`, or "
        "`received`. Left out: a reading chooses."
    )
    joins_as: Literal["joiners", "initiators"] = silent(
        "joiners",
        alias="as",
        description="As what it ranks who joins: with those who asked for the registration "
        "(`initiators`), or after them.",
    )


class Lead(Term):
    """How long before the filing Holders are told: a Clock that is counted back from it.

    The day of the filing is not counted, and the last day for telling never moves.
    """

    clause: ClauseName | None = silent()
    count: Annotated[int, Field(ge=0, le=20_000, strict=True)]
    unit: Unit
    before: Literal["registration.expected_filing", "registration.filed"] = Field(
        description="The filing, as it is planned until it is made: both words mean that."
    )

    def as_period(self, clause: str) -> Period:
        """The same in the words of edition 1, under the clause of the right where it has none."""
        return Period(
            clause=self.clause or clause,
            count=self.count,
            unit=self.unit,
            anchor="filing",
            direction="before",
            roll="none",
        )


def _kind(value: Any) -> str:
    is_period = "anchor" in value if isinstance(value, dict) else isinstance(value, Period)
    return "is:period" if is_period else "is:lead"


BeforeFiling: TypeAlias = Annotated[
    Annotated[Period, Tag("is:period")] | Annotated[Lead, Tag("is:lead")], Discriminator(_kind)
]
