"""Standstills and holdbacks that an agreement says itself: days around a registration.

On those of a standstill no new one is asked for, on those of a holdback nobody sells outside it.
They stand in place of the `standstill` of a right and of `holdback`, and no reading has a part in
them.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator

from app.rules.terms.clocks.clock import Clock, Conditions, NameOfTerm
from app.rules.terms.rights.delays.limits import NameOfRight
from app.rules.terms.rights.forms import FormName
from app.rules.terms.rights.registrations import Party, Purpose
from app.rules.terms.vocabulary import ClauseName, Term, silent


class Around(Term):
    """The registrations around which it stands: the Company's by whom they are for, or by right.

    `initiated_for`, `purposes` and `except_forms` describe what the Company registers; `rights` are
    those under which Holders asked for a registration or sale.
    """

    initiated_for: tuple[Party, ...] = silent((), description="For whom the Company registers.")
    purposes: tuple[Purpose, ...] = silent(
        (), description="For what the Company registers. Left out: for whatever purpose."
    )
    except_forms: tuple[FormName, ...] = silent(
        (), description="Forms on which a registration has none. Left out: on whatever form."
    )
    rights: tuple[NameOfRight, ...] = silent(
        (),
        description="Rights of Holders, by name: `demand`, a name of `demands`, `shelf`, "
        "`takedown`.",
    )

    @model_validator(mode="after")
    def _describes_some(self) -> Self:
        if bool(self.initiated_for) == bool(self.rights):
            raise ValueError(
                "say whose registrations they are: `initiated_for` (the Company's), or `rights`"
            )
        if self.rights and (self.purposes or self.except_forms):
            raise ValueError("`purposes` and `except_forms` describe what the Company registers")
        return self


class Standstill(Term):
    """Days around another registration on which certain rights may not be used, or wait.

    `effect` `refuse`: a request received on one of them is refused; `defer`: it stands, and need
    not be effected before they have ended.
    """

    clause: ClauseName
    rights: Annotated[tuple[NameOfRight, ...], Field(min_length=1)]
    around: Around
    since: Clock = Field(alias="from", description="The first day, from a Moment of the other.")
    until: Clock = Field(description="The last day, from a Moment of the other registration.")
    effect: Literal["refuse", "defer"] = Field(
        description="What it does to a request received on one of its days."
    )
    unless: Conditions | None = silent(
        description="Conditions on the day of receipt in which nothing stands in the way."
    )


class HoldbackSaid(Term):
    """Days around a registration on which those bound do not sell outside it, publicly.

    It stands in every registration that these words describe, without anybody requiring it, unless
    `needs` asks for something.
    """

    clause: ClauseName
    rights: tuple[NameOfRight, ...] = silent(
        (),
        description="Rights under which the registrations are: `demand`, a name of `demands`, "
        "`shelf`, `takedown`, `incidental` (the Company's own). Left out: all.",
    )
    underwritten: StrictBool | None = silent(
        description="Only in those that are, or are not, underwritten. Left out: in all."
    )
    first_public_offering: StrictBool | None = silent(
        description="Only in the Company's first public offering, or only in others. Left out: "
        "in all."
    )
    since: Clock = Field(alias="from", description="The first day without sales.")
    until: Clock = Field(description="The last day without sales.")
    needs: Conditions | None = silent(
        description="Conditions on the first day without which nobody is bound."
    )
    binds: NameOfTerm = silent(
        "holders",
        description="`holders`, `participants` (who take part), a name of `groups`, or `company`: "
        "the Company alone, which sells no equity of its own.",
    )
    company_too: StrictBool = silent(
        False, description="Whether the Company is bound on the same days."
    )
    company_except_forms: tuple[FormName, ...] = silent(
        (), description="Forms on which the Company may sell all the same. Left out: on none."
    )

    @model_validator(mode="after")
    def _of_the_company(self) -> Self:
        if self.company_too and self.binds == "company":
            raise ValueError("it binds the Company alone: leave `company_too` out")
        if self.company_except_forms and not self.binds_company:
            raise ValueError(
                "`company_except_forms` are of a Company that is bound: say `company_too`, or "
                '`"binds": "company"`'
            )
        return self

    @property
    def binds_company(self) -> bool:
        """Whether the Company sells none of its own on these days."""
        return self.company_too or self.binds == "company"
