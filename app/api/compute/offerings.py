"""Bodies of the computations of an offering: cutbacks, triggers, underwriters."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StrictBool
from typing_extensions import override

from app.api.compute.computation import computation
from app.api.compute.parties import Names
from app.api.compute.question import (
    Body,
    NameOfIncidental,
    Question,
    agreed,
    example,
    given,
    incidental_of,
    joined_by,
)
from app.rules.catalogue.computations import parties
from app.rules.facts.base import ShareCount
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.advised import (
    OtherDemand,
)
from app.rules.registrations.kinds.incidental.trigger import PlannedRegistration
from app.rules.terms import Terms
from app.rules.terms.rights.forms import FormName
from app.rules.terms.rights.registrations import (
    Party,
    Purpose,
    SecurityKind,
)
from app.rules.terms.vocabulary import Words
from app.rules.values.written_dates import PlainDate


class OtherDemandGiven(Body):
    """A demand by holders of other securities under rights of their own."""

    underwritten: StrictBool | None = None
    granted_in_compliance: StrictBool | None = None
    room_for_registrable: ShareCount | None = None


class IncidentalTriggerQuestion(Question):
    """What has the Company determined to register?"""

    purpose: Annotated[
        Purpose,
        Field(description="`offering` for any sale that no other purpose describes."),
    ]
    initiated_for: Annotated[
        Party, Field(description="For whose account: the Company, the Holders or other holders.")
    ]
    incidental: NameOfIncidental = None
    form: FormName | None = None
    solely: Annotated[
        StrictBool | None, Field(description="Whether it serves that purpose and no other.")
    ] = None
    securities: SecurityKind | None = None
    determined_on: PlainDate | None = None
    other_demand: OtherDemandGiven | None = None

    @override
    def _of_the_right(self, terms: Terms) -> Terms:
        return joined_by(super()._of_the_right(terms), self.incidental, self.initiated_for)

    def planned(self) -> PlannedRegistration:
        """The registration, sourced to the request."""
        other = self.other_demand
        return PlannedRegistration(
            purpose=Sourced(self.purpose, "request:/purpose"),
            initiated_for=Sourced(self.initiated_for, "request:/initiated_for"),
            determined_on=given(self.determined_on, "determined_on"),
            form=given(self.form, "form"),
            solely=given(self.solely, "solely"),
            securities=given(self.securities, "securities"),
            other_demand=None
            if other is None
            else OtherDemand(
                given(other.underwritten, "other_demand/underwritten"),
                given(other.granted_in_compliance, "other_demand/granted_in_compliance"),
                given(other.room_for_registrable, "other_demand/room_for_registrable"),
            ),
        )


@computation(
    "/incidental-trigger",
    "Must the Holders be told of this registration?",
    example(
        "A registration on Form S-8 for an employee plan",
        purpose="employee_plan",
        initiated_for="company",
        form="S-8",
        solely=True,
    ),
)
def compute_incidental_trigger(
    asked: IncidentalTriggerQuestion, matter: Matter
) -> parties.TriggerResult:
    """Clause 2(b): any registration of the Company's securities, for itself or for holders.

    Not one solely for an employee plan, nor a merger or the like on Form S-4, nor the Holders' own
    registration, of which they hear under 2(a). Debt and other securities count, by the words of
    the clause.
    """
    return parties.trigger(asked.planned(), incidental_of(matter), matter)


class UnderwriterApprovalQuestion(Question):
    """Which Holders include how many shares, and which of them approve?"""

    included: Annotated[
        dict[Words, ShareCount],
        Field(min_length=1, max_length=1000, description="Registrable Securities to be included."),
    ]
    approving: Names

    def shares(self) -> Mapping[str, Sourced[int]]:
        """What each Holder includes."""
        return {
            holder: Sourced(shares, f"request:/included/{holder}")
            for holder, shares in self.included.items()
        }


@computation(
    "/underwriter-approval",
    "Is the underwriter approved?",
    example(
        "One Holder with exactly half",
        included={"spectrum": 150000, "doeg-hill": 100000, "mochary": 50000},
        approving=["spectrum"],
    ),
)
def compute_underwriter_approval(
    asked: UnderwriterApprovalQuestion, matter: Matter
) -> parties.ApprovalResult:
    """Clause 4(b): Holders of a majority of the Registrable Securities to be included approve.

    The shares included count, not all that are held. A sale off the shelf follows the same rule.
    """
    term = agreed(matter.terms.underwriter_selection, "/underwriter_selection")
    return parties.underwriter_approval(asked.shares(), asked.approving, term, matter)


class UnderwritingAgreementQuestion(Question):
    """Who asked for the registration, who joined it, and whom does the agreement satisfy?"""

    initiators: Names
    joiners: Names
    satisfied: Names


@computation(
    "/underwriting-agreement",
    "Whom must the underwriting agreement satisfy?",
    example(
        "A Holder who joined is not satisfied yet",
        initiators=["spectrum"],
        joiners=["mochary"],
        satisfied=["spectrum"],
    ),
)
def compute_underwriting_agreement(
    asked: UnderwritingAgreementQuestion, matter: Matter
) -> parties.UnderwritingAgreementResult:
    """Clause 4(a): reasonably satisfactory to every Holder who requests the registration.

    One Holder who is not satisfied is enough to hold it up. The clause sets no day, and none is
    invented.
    """
    term = agreed(matter.terms.underwriting_agreement, "/underwriting_agreement")
    return parties.underwriting_agreement(
        Sourced(asked.initiators, "request:/initiators"),
        Sourced(asked.joiners, "request:/joiners"),
        Sourced(asked.satisfied, "request:/satisfied"),
        term,
        matter,
    )


COMPUTATIONS = (
    compute_incidental_trigger,
    compute_underwriter_approval,
    compute_underwriting_agreement,
)
