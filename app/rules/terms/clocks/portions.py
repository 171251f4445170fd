"""Conditions on how much of a request was included or sold, and on a delay that is running.

A portion is an exact fraction of the shares that Holders asked to have registered, or of those that
were included. `is` says whether reaching it is enough (`>=`) or it must be passed (`>`).
"""

from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StrictBool, model_validator

from app.rules.terms.vocabulary import ExactFraction, Term, WholeNumber, proper, silent


class Portion(Term):
    """A part of the shares that Holders asked for, or of those that were included."""

    fraction: Annotated[ExactFraction, AfterValidator(proper)]
    of: Literal["requested", "included"] = silent("requested")
    comparison: Literal[">", ">="] = Field(alias="is")

    @model_validator(mode="after")
    def _can_be_reached(self) -> "Portion":
        if self.fraction == 1 and self.comparison == ">":
            raise ValueError("more than the whole is never reached; `>=` is all of it")
        return self

    def reached(self, number: int | Fraction, base: int) -> bool:
        """Whether so many shares of a base are enough."""
        needed = self.fraction * base
        return Fraction(number) > needed if self.comparison == ">" else Fraction(number) >= needed


class PortionIncluded(Portion):
    """A part of the shares that Holders asked for, or only of those of Holders who initiated it."""

    whose: Literal["all", "initiators"] = silent(
        "all",
        description="Whose shares are measured: those of all who are to be in it, or only of the "
        "Holders who asked for it, without those who joined. Left out: of all.",
    )


class PartIncluded(Term):
    """So large a part of what Holders asked for was included in the registration."""

    key: ClassVar[str] = "included"
    included: PortionIncluded = Field(description="How large a part was included.")

    @model_validator(mode="after")
    def _of_the_request(self) -> "PartIncluded":
        if self.included.of == "included":
            raise ValueError("what is included is a part `of` what was `requested`")
        return self


class PartSold(Term):
    """So large a part of what Holders asked for, or of what was included, has been sold."""

    key: ClassVar[str] = "sold"
    sold: Portion = Field(description="How large a part has been sold.")


class HeldShares(Term):
    """What one Holder holds: a part of a base, or a number of shares, adjusted for splits.

    With `affiliates` `as_one` those who are named together in `affiliates` hold it together.
    """

    fraction: Annotated[ExactFraction, AfterValidator(proper)] | None = silent(
        description="The part of the base."
    )
    of: Literal["registrable", "outstanding"] | None = silent(
        description="Of what it is a part: all Registrable Securities, or the shares of the "
        "Company outstanding (the fact `shares_outstanding_stated`)."
    )
    shares: Annotated[WholeNumber, Field(ge=1)] | None = silent(
        description="A number of shares, adjusted for splits, in place of a part."
    )
    comparison: Literal["<", "<=", ">", ">="] = Field(
        alias="is", description="How what is held compares with it."
    )
    affiliates: Literal["alone", "as_one"] = silent(
        "alone", description="Whether those who are affiliates hold it together."
    )

    @model_validator(mode="after")
    def _one_measure(self) -> "HeldShares":
        if (self.fraction is None) == (self.shares is None):
            raise ValueError("say a `fraction` `of` a base, or `shares`")
        if (self.fraction is None) != (self.of is None):
            raise ValueError("a `fraction` is `of` `registrable` or `outstanding`")
        return self


class HeldByHolder(Term):
    """The Holder holds so much, or so little."""

    key: ClassVar[str] = "held"
    held: HeldShares = Field(description="How much the Holder holds.")


class DelayRunning(Term):
    """A delay or a prohibition of sales that the Company has invoked is running, or is not."""

    key: ClassVar[str] = "delayed"
    delayed: StrictBool = Field(description="Whether one is running.")
