"""Terms of what the Company owes as long as the agreement lasts, and of how it ends."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool

from app.rules.terms.clocks.clock import Clock
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


class EndOfRightsSaid(Term):
    """One end of the rights under the agreement: a Clock, whose day is the first without them."""

    clause: ClauseName | None = silent()
    on: Clock = Field(
        description="The first day without rights; with `edge` `strict` the last day with them."
    )


class RightsEnd(Term):
    """When the rights end by time."""

    clause: ClauseName
    after: PeriodOfRights
