"""Bodies of the computations of cutbacks, triggers, approvals, amendments, transfers and splits."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool, model_validator

from app.api.schemas.compute.question import Body, Positions, Question, example, given, holdings_of
from app.rules.allocation import Additions, Maximum, Seller
from app.rules.amendment import Instrument
from app.rules.assignment import Transfer
from app.rules.facts import HolderId, ShareCount
from app.rules.forms import FormName
from app.rules.holdings import Holdings, tally
from app.rules.incidental_trigger import PlannedRegistration
from app.rules.matter import Matter
from app.rules.plain_dates import PlainDate
from app.rules.priority import Advice, OtherDemand
from app.rules.splits import Split, share_numbers
from app.rules.terms.parties import InstrumentKind, MeasureName
from app.rules.terms.registrations import Party, Purpose, SecurityKind, SellerClass, TierClass
from app.rules.terms.vocabulary import ExactFraction, Words
from app.rules.working import Sourced

Requests: TypeAlias = Annotated[
    dict[Words, ShareCount],
    Field(default_factory=dict, max_length=1000, description="Shares asked for, by seller."),
]
Names: TypeAlias = Annotated[tuple[HolderId | Words, ...], Field(max_length=1000)]
"""Names of Holders or other sellers."""


class CutbackQuestion(Question):
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
        Field(description="The Underwriter's Maximum Number; null if none is advised."),
    ] = None
    greenshoe_shares: Annotated[
        ShareCount | None, Field(description="Over-allotment shares, asked for by nobody here.")
    ] = None
    company: ShareCount = 0
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
        return Maximum("request:/maximum_shares", self.maximum_shares, greenshoe)

    def advice(self) -> Advice:
        """What the managing underwriters have said."""
        return Advice(
            given(self.underwritten, "underwritten"),
            given(self.written_advice, "written_advice"),
            self.maximum(),
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
        """Everybody who asks to sell, with his rank."""
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


class UnderwritingAgreementQuestion(Question):
    """Who asked for the registration, who joined it, and whom does the agreement satisfy?"""

    initiators: Names
    joiners: Names
    satisfied: Names


class AmendmentQuestion(Question):
    """Who signed what, and when?

    Give the shares of those who sign and of all Holders, or the positions and who signs.
    """

    instrument: InstrumentKind = "amendment"
    in_writing: Annotated[
        StrictBool | None, Field(description="Left out: a document that was signed is.")
    ] = None
    company_signed: StrictBool
    signing_shares: ShareCount | None = None
    total_shares: ShareCount | None = None
    positions: Positions | None = None
    signatories: Names = ()
    signed_on: PlainDate | None = None
    takes_effect_on: PlainDate | None = None
    hurt_more_than_others: Annotated[
        dict[Words, StrictBool],
        Field(
            default_factory=dict,
            max_length=1000,
            description="Holders whom it hurts more than the others, and whether each consents.",
        ),
    ]

    @model_validator(mode="after")
    def _one_count(self) -> "AmendmentQuestion":
        stated = self.signing_shares is not None and self.total_shares is not None
        if stated == (self.positions is not None):
            raise ValueError("give signing_shares and total_shares, or positions and signatories")
        if stated and (self.signing_shares or 0) > (self.total_shares or 0):
            raise ValueError("no more shares sign than there are")
        return self

    def signed(self, matter: Matter) -> Instrument:
        """The instrument, its majority counted from the positions where they are given."""
        signing, total = self._majority(matter)
        return Instrument(
            kind=self.instrument,
            in_writing=given(self.in_writing, "in_writing"),
            company_signed=Sourced(self.company_signed, "request:/company_signed"),
            signing_shares=signing,
            total_shares=total,
            signed_on=given(self.signed_on, "signed_on"),
            takes_effect_on=given(self.takes_effect_on, "takes_effect_on"),
            hurt={
                holder: Sourced(consents, f"request:/hurt_more_than_others/{holder}")
                for holder, consents in self.hurt_more_than_others.items()
            },
        )

    def _majority(self, matter: Matter) -> tuple[Sourced[int], Sourced[int]]:
        if self.positions is None:
            return (
                Sourced(self.signing_shares or 0, "request:/signing_shares"),
                Sourced(self.total_shares or 0, "request:/total_shares"),
            )
        holdings = Holdings(holdings_of(self.positions))
        counted = tally(holdings, frozenset(self.signatories), matter)
        return counted.requesting, counted.total


class SplitGiven(Body):
    """A split (2 for 1) or a combination (1 for 10)."""

    numerator: Annotated[int, Field(gt=0, le=100_000, strict=True)]
    denominator: Annotated[int, Field(gt=0, le=100_000, strict=True)]
    effective_on: PlainDate | None = None


Splits: TypeAlias = Annotated[tuple[SplitGiven, ...], Field(max_length=100)]


def splits_of(splits: tuple[SplitGiven, ...]) -> tuple[Split, ...]:
    """The splits, sourced to the request."""
    return tuple(
        Split(each.numerator, each.denominator, each.effective_on, f"request:/splits/{place}")
        for place, each in enumerate(splits)
    )


class AssignmentQuestion(Question):
    """What was transferred to whom, and what does the Company know of it?"""

    affiliate: Annotated[
        StrictBool,
        Field(description="Whether the transferee is an Affiliate or beneficial owner."),
    ]
    held_before: Annotated[
        ShareCount, Field(description="What the transferee held before, in shares as converted.")
    ]
    transferred: ShareCount
    restricted_in_writing: Annotated[
        StrictBool, Field(description="Whether the transferor restricted the rights in writing.")
    ]
    to_the_public: Annotated[
        StrictBool, Field(description="Whether the shares were sold to the public.")
    ] = False
    splits: Splits = ()
    record_holder: StrictBool | None = None
    notice_and_agreement: Annotated[
        StrictBool | None,
        Field(description="Whether the Company has both notice and a written agreement."),
    ] = None

    def transfer(self) -> Transfer:
        """The transfer, as the rule takes it."""
        return Transfer(
            self.affiliate,
            self.held_before,
            self.transferred,
            self.restricted_in_writing,
            self.to_the_public,
        )


class RecognitionQuestion(Question):
    """On which days did the Company learn of the transferee?"""

    record_holder_on: PlainDate | None = None
    notice_received_on: PlainDate | None = None
    agreement_received_on: PlainDate | None = None


class SplitQuestion(Question):
    """Which splits took effect, and what is to be adjusted?"""

    splits: Splits
    values: Annotated[
        dict[Words, ShareCount] | None,
        Field(
            max_length=1000,
            description="Numbers of shares by name; left out: those of the terms themselves.",
        ),
    ] = None
    days: Annotated[
        dict[Words, Annotated[int, Field(ge=0, le=20_000, strict=True)]],
        Field(default_factory=dict, max_length=1000, description="Numbers of days, by name."),
    ]
    percentages: Annotated[
        dict[Words, ExactFraction],
        Field(default_factory=dict, max_length=1000, description="Percentages, by name."),
    ]
    as_of: Annotated[
        PlainDate | None, Field(description="Leaves out splits that take effect later.")
    ] = None

    def numbers(self, matter: Matter) -> Mapping[str, Sourced[int]]:
        """The numbers of shares to adjust."""
        if self.values is None:
            return {
                place: Sourced(number, f"terms:{place}")
                for place, number in share_numbers(matter.terms).items()
            }
        return {
            name: Sourced(number, f"request:/values/{name}") for name, number in self.values.items()
        }

    def day_counts(self) -> Mapping[str, Sourced[int]]:
        """The numbers of days."""
        return {
            name: Sourced(number, f"request:/days/{name}") for name, number in self.days.items()
        }

    def parts(self) -> Mapping[str, Sourced[Fraction]]:
        """The percentages."""
        return {
            name: Sourced(each, f"request:/percentages/{name}")
            for name, each in self.percentages.items()
        }


Measured: TypeAlias = Annotated[
    dict[MeasureName, Annotated[int, Field(ge=0, le=10**15, strict=True)] | None],
    Field(
        min_length=1,
        max_length=200,
        description="Terms of a grant by name, as the agreement measures them; null: no limit.",
    ),
]


class RightsComparisonQuestion(Question):
    """Which rights exist here, and which are to be granted to others?"""

    existing: Measured
    proposed: Measured
    more_favourable_overall: Annotated[
        StrictBool | None,
        Field(description="A finding on the whole grant, for the reading that looks at the whole."),
    ] = None


CUTBACK = example(
    "The Company's offering with room for half of the rest",
    registration="incidental",
    initiated_by="company",
    underwritten=True,
    written_advice=True,
    maximum_shares=3500000,
    company=3200000,
    holders={"spectrum": 500000, "doeg-hill": 50000, "mochary": 25000},
    others={"other-holder": 25000},
)


INCIDENTAL_TRIGGER = example(
    "A registration on Form S-8 for an employee plan",
    purpose="employee_plan",
    initiated_for="company",
    form="S-8",
    solely=True,
)


UNDERWRITER_APPROVAL = example(
    "One Holder with exactly half",
    included={"spectrum": 150000, "doeg-hill": 100000, "mochary": 50000},
    approving=["spectrum"],
)


UNDERWRITING_AGREEMENT = example(
    "A Holder who joined is not satisfied yet",
    initiators=["spectrum"],
    joiners=["mochary"],
    satisfied=["spectrum"],
)


AMENDMENT = example(
    "A waiver that reaches back",
    instrument="waiver",
    company_signed=True,
    positions=[
        {"holder": "spectrum", "preferred_as_converted": 1200000, "warrant_shares": 120000},
        {"holder": "mochary", "preferred_as_converted": 146666},
    ],
    signatories=["spectrum"],
    signed_on="1999-06-01",
    takes_effect_on="1999-05-01",
)


ASSIGNMENT = example(
    "A transferee who reaches the number with what he had before",
    affiliate=False,
    held_before=25000,
    transferred=30000,
    restricted_in_writing=True,
    record_holder=True,
)


RECOGNITION = example(
    "Notice first, agreement later",
    notice_received_on="1999-03-01",
    agreement_received_on="1999-03-05",
)


SPLIT_ADJUSTMENT = example(
    "Three for two, then one for ten",
    splits=[{"numerator": 3, "denominator": 2}, {"numerator": 1, "denominator": 10}],
    values={"transfer_threshold": 50000, "warrant_shares": 133333},
    days={"join": 20},
)


RIGHTS_COMPARISON = example(
    "One demand more, and a better rank",
    existing={"demands": 3, "join_days": 20, "incidental_priority_rank": 2},
    proposed={"demands": 4, "join_days": 20, "incidental_priority_rank": 1},
)
