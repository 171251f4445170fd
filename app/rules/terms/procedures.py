"""Terms of the steps of a registration: what is done, by which standard, and when it comes to be
owed.

The names of the steps are a vocabulary that the rules know; which of them an agreement asks for,
under which clause and by which standard, is written in its terms. A step that is not listed is not
owed.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from pydantic import Field, StrictBool

from app.rules.terms.vocabulary import ClauseName, Period, RegistrationKind, Standard, Term

RequestedProcedure: TypeAlias = Literal[
    "preparation",
    "copies",
    "state_qualification",
    "state_approval",
    "further_coverage",
    "corrected_prospectus",
    "objectives",
    "investigation",
    "more_shares",
    "sale_actions",
    "underwriting_terms",
]
"""Steps that a Holder may ask for."""

ProcedureName: TypeAlias = (
    RequestedProcedure
    | Literal[
        "expedition",
        "withdrawal_of_order",
        "opinion",
        "comfort_letter",
        "misstatement_notice",
        "commission_rules",
        "transfer_agent",
        "listing",
        "information",
        "discontinuance",
        "old_copies",
        "own_misstatement_notice",
    ]
)

Arises: TypeAlias = Literal[
    "outset",
    "effective",
    "holder_request",
    "company_request",
    "order",
    "misstatement_notice",
    "direction",
]
"""What brings a step to be owed: that the registration is under way, its effectiveness, a request
of a Holder or of the Company, an order against the registration, a notice that the prospectus
misleads, or the Company's direction."""


Exemption: TypeAlias = Literal["doing_business", "taxation"]
"""What a state may ask of the Company that it need not accept: to qualify generally to do business
there, or to subject itself to taxation."""


class Procedure(Term):
    """One step: its clause, its standard of conduct if it has one, and what brings it about.

    `within` gives it a last day, counted from the request, the order or effectiveness. `to` says
    whether any Holder may ask for it or only those who sell; `registrations` null is every kind.
    A `conditional` step is not owed to a Holder who keeps back information it was asked for.
    `exemptions` are what the Company need not do for it, each with its clause.
    """

    name: ProcedureName
    clause: ClauseName
    standard: Standard | None
    arises: Arises
    within: Period | None = None
    to: Literal["selling_holders", "any_holder"] = "selling_holders"
    registrations: tuple[RegistrationKind, ...] | None = None
    conditional: StrictBool = True
    exemptions: Mapping[Exemption, ClauseName] = Field(default_factory=dict)

    def reaches(self, kind: RegistrationKind) -> bool:
        """Whether it is a step of registrations of this kind."""
        return self.registrations is None or kind in self.registrations


OpinionTopic: TypeAlias = Literal[
    "effectiveness",
    "no_stop_order",
    "compliance_as_to_form",
    "no_misstatement",
    "accurate_descriptions",
    "nothing_undisclosed",
]


class LegalOpinion(Term):
    """What the opinion of the Company's counsel has to say."""

    clause: ClauseName
    topics: tuple[OpinionTopic, ...]
