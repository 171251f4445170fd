"""Bodies of the computations of an offering: cutbacks, triggers, underwriters."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from app.api.compute.computation import computation
from app.api.compute.parties import Names, Requests
from app.api.compute.question import (
    Body,
    Question,
    QuestionOfDemand,
    agreed,
    demand_of,
    example,
    given,
    incidental_of,
)
from app.rules.catalogue.computations import parties
from app.rules.facts.base import ShareCount
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.allocation import (
    Additions,
    Allocation,
    Maximum,
    Seller,
    allocate,
)
from app.rules.registrations.cutback.priority import (
    MaximaAdvised,
    OtherDemand,
    allocate_incidental,
    allocate_other_demand,
    allocate_takedown,
)
from app.rules.registrations.kinds.incidental.trigger import PlannedRegistration
from app.rules.terms.rights.forms import FormName
from app.rules.terms.rights.registrations import (
    Party,
    Purpose,
    SecurityKind,
    SellerClass,
    TierClass,
)
from app.rules.terms.vocabulary import Words
from app.rules.values.written_dates import PlainDate


class CutbackQuestion(QuestionOfDemand):
    """Who wants to sell how many shares, and what have the managing underwriters said?"""

    registration: Annotated[
        Literal["incidental", "requested", "takedown", "other_demand"],
        Field(
            description="The Company's or others' own registration, the Holders' demand, an "
            "underwritten sale off the shelf, or a demand by holders of other securities."
        ),
    ]
    initiated_by: Annotated[
        Party | None, Field(description="Who initiated an incidental registration.")
    ] = None
    initiators: Annotated[
        Names | None,
        Field(description="Those who initiated it; left out: all of the class `initiated_by`."),
    ] = None
    underwritten: StrictBool | None = None
    written_advice: Annotated[
        StrictBool | None,
        Field(description="Whether the managing underwriters' advice is in writing."),
    ] = None
    maximum_shares: Annotated[
        ShareCount | None,
        Field(description="The Underwriter's Maximum Number. Left out: none is advised."),
    ] = None
    greenshoe_shares: Annotated[
        ShareCount | None, Field(description="Over-allotment shares, asked for by nobody here.")
    ] = None
    company: Annotated[
        ShareCount, Field(description="What the Company sells. Left out: nothing.")
    ] = 0
    holders: Requests
    others: Requests
    demanding: Annotated[
        dict[Words, ShareCount],
        Field(
            default_factory=dict,
            max_length=1000,
            description="Shares of those who demanded it under rights of their own.",
        ),
    ]
    owned: Annotated[
        dict[Words, ShareCount],
        Field(
            default_factory=dict,
            max_length=3000,
            description="Shares each owns; needed only where shares are granted by ownership.",
        ),
    ]
    holders_consent: Annotated[
        StrictBool | None,
        Field(description="Consent to additions to a demand that is not underwritten."),
    ] = None
    room_for_registrable: Annotated[
        ShareCount | None,
        Field(
            description="Registrable Securities that do not interfere with another's demand; null "
            "if the managing underwriter has found no interference."
        ),
    ] = None
    granted_in_compliance: Annotated[
        StrictBool | None,
        Field(description="Whether the others' right to demand was granted as the terms allow."),
    ] = None

    @model_validator(mode="after")
    def _belongs_together(self) -> "CutbackQuestion":
        named = [*self.holders, *self.others, *self.demanding]
        if len(named) != len(set(named)):
            raise ValueError("each seller is named once, among holders, others or demanding")
        if self.registration == "other_demand":
            if self.company or self.others or self.maximum_shares is not None:
                raise ValueError(
                    "a demand by others is asked with demanding, holders and room_for_registrable"
                )
        elif self.demanding or self.room_for_registrable is not None:
            raise ValueError("demanding and room_for_registrable belong to other_demand")
        if not set(self.initiators or ()) <= set(named):
            raise ValueError("initiators are named among holders or others")
        return self

    def holders_requests(self) -> Mapping[str, Sourced[int | None]]:
        """What each Holder asks for."""
        return {
            holder: Sourced(shares, f"request:/holders/{holder}")
            for holder, shares in self.holders.items()
        }

    def owned_shares(self) -> Mapping[str, Sourced[int]]:
        """What each seller owns."""
        return {
            seller: Sourced(shares, f"request:/owned/{seller}")
            for seller, shares in self.owned.items()
        }

    def additions(self) -> Additions | None:
        """What the Company proposes to add to a demand."""
        if not self.company and not self.others:
            return None
        return Additions("request:", self.company, self.others, self.holders_consent)

    def maximum(self) -> Maximum | None:
        """The Underwriter's Maximum Number, if one is advised."""
        if self.maximum_shares is None:
            return None
        greenshoe = given(self.greenshoe_shares, "greenshoe_shares")
        return Maximum(
            "request:/maximum_shares",
            self.maximum_shares,
            greenshoe,
            in_writing=given(self.written_advice, "written_advice"),
        )

    def advice(self) -> MaximaAdvised:
        """What the managing underwriters have said."""
        maximum = self.maximum()
        return MaximaAdvised(
            given(self.underwritten, "underwritten"), () if maximum is None else (maximum,)
        )

    def other_demand(self) -> OtherDemand:
        """What is known of the demand by holders of other securities."""
        return OtherDemand(
            given(self.underwritten, "underwritten"),
            given(self.granted_in_compliance, "granted_in_compliance"),
            given(self.room_for_registrable, "room_for_registrable"),
        )

    def initiator(self) -> Sourced[Party] | None:
        """Who initiated the registration."""
        return given(self.initiated_by, "initiated_by")

    def sellers(self, matter: Matter) -> tuple[Seller, ...]:
        """Everybody who asks to sell, with its rank."""
        company: dict[str, int] = {matter.terms.company.id: self.company} if self.company else {}
        asked: tuple[tuple[SellerClass, TierClass, Mapping[str, int]], ...] = (
            ("demanding", "initiators", self.demanding),
            ("company", "company", company),
            ("holders", "holders", self.holders),
            ("others", "others", self.others),
        )
        return tuple(
            Seller(
                name,
                seller_class,
                "initiators" if self._initiates(name, seller_class) else tier_class,
                shares,
                "request:/company"
                if seller_class == "company"
                else f"request:/{seller_class}/{name}",
                self.owned_shares().get(name),
            )
            for seller_class, tier_class, requests in asked
            for name, shares in requests.items()
        )

    def _initiates(self, name: str, seller_class: SellerClass) -> bool:
        if self.registration != "incidental" or seller_class == "company":
            return False
        if self.initiators is not None:
            return name in self.initiators
        return seller_class == self.initiated_by


@computation(
    "/cutback",
    "Who may sell how many shares when not all fit?",
    example(
        "The Company's offering with room for half of the rest",
        registration="incidental",
        initiated_by="company",
        underwritten=True,
        written_advice=True,
        maximum_shares=3500000,
        company=3200000,
        holders={"spectrum": 500000, "doeg-hill": 50000, "mochary": 25000},
        others={"other-holder": 25000},
    ),
)
def compute_cutback(asked: CutbackQuestion, matter: Matter) -> Allocation:
    """Clause 2(f), and 2(a)(i), 2(a)(iii) and 2(b) for the other kinds of registration.

    In the Company's own underwritten registration the Company comes first, then Holders and other
    holders together, pro rata to what they ask for, up to the number that the managing
    underwriters advise in writing. In a demand the Holders come in whole and others are added only
    where they do not interfere; in a sale off the shelf Holders come first and are cut pro rata.
    Nobody is cut back without a maximum, in a registration that is not underwritten, or in one
    that others than the Company initiated; the answer warns where the text has no cutback. Every
    number comes with its reason.
    """
    return _allocation(asked, matter)


def _allocation(asked: CutbackQuestion, matter: Matter) -> Allocation:
    """The allocation by the rule for this kind of registration."""
    match asked.registration:
        case "requested":
            return allocate(
                asked.holders_requests(),
                asked.additions(),
                asked.maximum(),
                given(asked.underwritten, "underwritten"),
                demand_of(matter),
                matter,
                asked.owned_shares(),
            )
        case "incidental":
            right = incidental_of(matter)
            sellers = asked.sellers(matter)
            return allocate_incidental(sellers, asked.advice(), asked.initiator(), right, matter)
        case "takedown":
            term = agreed(matter.terms.takedown_cutback, "/takedown_cutback")
            return allocate_takedown(asked.sellers(matter), asked.advice(), term, matter)
        case "other_demand":
            right = incidental_of(matter)
            return allocate_other_demand(asked.sellers(matter), asked.other_demand(), right, matter)


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
    form: FormName | None = None
    solely: Annotated[
        StrictBool | None, Field(description="Whether it serves that purpose and no other.")
    ] = None
    securities: SecurityKind | None = None
    determined_on: PlainDate | None = None
    other_demand: OtherDemandGiven | None = None

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
    compute_cutback,
    compute_incidental_trigger,
    compute_underwriter_approval,
    compute_underwriting_agreement,
)
