"""Terms of what the Company owes as long as the agreement lasts, and of how it ends."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, StrictBool, model_validator

from app.rules.terms.clocks.clock import Clock, NameOfTerm, WhenPassed
from app.rules.terms.rights.forms import FormName
from app.rules.terms.vocabulary import ClauseName, Duty, Period, Standard, Term, Words, silent

CovenantStart: TypeAlias = Literal["agreement", "first_public_offering", "reporting"]
"""From when a covenant binds: the agreement, or the day after one of two events."""


class Covenant(Term):
    """A duty that lasts; without a `standard` of conduct it is absolute."""

    clause: ClauseName
    standard: Standard | None
    begins: CovenantStart


class FormEligibility(Covenant):
    """To stay qualified for a form."""

    form: FormName


class DocumentsOnRequest(Term):
    """Statements and reports that a Holder who sells without registration may ask for."""

    clause: ClauseName
    furnish: Duty


class Covenants(Term):
    """What the Company has promised to do all the time, or whenever it is asked."""

    public_information: Covenant | None
    reports: Covenant | None
    form_eligibility: FormEligibility | None
    documents_on_request: DocumentsOnRequest | None


class Execution(Term):
    """The agreement's own execution, and what depends on it."""

    clause: ClauseName
    condition_of: Words


class ImportedDefinitions(Term):
    """Words that have their meaning from another document."""

    clause: ClauseName
    document: Words
    words: Annotated[tuple[Words, ...], Field(max_length=100)]


class Remedies(Term):
    """What a party may ask for when a duty is broken; `cumulative`: beside any other remedy."""

    clause: ClauseName
    remedies: Annotated[tuple[Words, ...], Field(min_length=1, max_length=20)]
    cumulative: StrictBool


EndAnchor: TypeAlias = Literal["agreement_made", "first_public_offering_effective"]


class PeriodOfRights(Period):
    """How long the rights last, counted from one of two events."""

    anchor: EndAnchor


EffectOfEnd: TypeAlias = Literal["ends", "suspends", "not_told"]


class EndOfRightsSaid(Term):
    """One end of the rights under the agreement, or of each Holder for itself: a Clock.

    Its day is the first without them. `ends` is for good; `suspends` and `not_told` last while the
    Condition of `on` holds: one who is suspended may neither ask nor join, and is not told; one who
    is `not_told` may ask all the same.
    """

    clause: ClauseName | None = silent()
    on: Clock = Field(
        description="The first day without rights; with `edge` `strict` the last day with them."
    )
    whose: Literal["agreement", "holder"] = silent(
        "agreement",
        alias="for",
        description="Whether it ends the rights of all, or is asked of each Holder by itself.",
    )
    effect: EffectOfEnd = silent(
        "ends",
        description="What it does to a Holder: its rights end for good, are suspended while the "
        "Condition holds, or it is not told, and does not join, while it holds.",
    )
    rights: tuple[NameOfTerm, ...] = silent(
        (), description="The rights that it is about, by their names. Left out: all."
    )
    shares: Literal["count", "do_not_count"] = silent(
        "count",
        description="Whether the Holder's shares still count where a part of all Registrable "
        "Securities is asked for.",
    )

    @model_validator(mode="after")
    def _of_one_holder(self) -> Self:
        said = self.effect != "ends" or self.rights or self.shares != "count"
        if self.whose == "agreement" and said:
            raise ValueError(
                "`effect`, `rights` and `shares` are of one Holder: say `for` `holder`"
            )
        if self.effect != "ends" and not isinstance(self.on, WhenPassed):
            raise ValueError('what lasts while something is so has it in `on`: `{"when": …}`')
        return self


class RightsEnd(Term):
    """When the rights end by time."""

    clause: ClauseName
    after: PeriodOfRights
