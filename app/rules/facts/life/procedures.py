"""What is done, asked and delivered while a registration is under way: Sections 3, 4, 5 and 6(b).

A fact that is a writing says how it travelled, and its receipt is worked out (clause 9(b)); the
others happened on the day stated.
"""

from dataclasses import replace
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from app.rules.facts.base import BeforeSales, DatedFact, DeliveredFact, HolderId, Shares
from app.rules.facts.declaration import (
    AFTER_ANY_END,
    AFTER_GIVEN_UP,
    BEFORE_FILING,
    NOT_TAKEDOWN,
    Example,
    Flagged,
    Need,
    Refused,
    Replaces,
    Row,
    declared,
)
from app.rules.facts.life.course import EFFECTIVE, Filed, MisstatementNoticeGiven
from app.rules.terms.clocks.periods import Adviser, DraftDocument
from app.rules.terms.parties import Representation
from app.rules.terms.procedures import Exemption, OpinionTopic, RequestedProcedure
from app.rules.terms.vocabulary import Identifier, Words
from app.rules.values.written_dates import PlainDate

Holders = Annotated[tuple[HolderId, ...], Field(min_length=1, max_length=500)]
Matters = Annotated[
    tuple[Words, ...],
    Field(
        max_length=60,
        description="What in particular: states, documents, agencies; none if it is one thing.",
        examples=[["New York", "California"]],
    ),
]
AmendmentName = Annotated[
    Identifier, Field(description="What the amendment or supplement is known by on the record.")
]
HowManyDays = Annotated[int, Field(gt=0, le=3650, strict=True)]


# A registration statement of its own: a sale off a shelf has the shelf's.
_OF_THE_STATEMENT: Final = Row(of=NOT_TAKEDOWN, cells=AFTER_GIVEN_UP)
_CONDITION: Final = Row(
    cells={**AFTER_ANY_END, "effective": Flagged("CONDITION_AFTER_EFFECTIVENESS")}
)
_UNDERWRITER: Final = Row(
    cells={**AFTER_ANY_END, "effective": Flagged("UNDERWRITER_AFTER_EFFECTIVENESS")},
    underwritten=True,
)
_OF_THE_UNDERWRITING: Final = Row(cells=AFTER_ANY_END, underwritten=True)
_NOTICE_OF_IT: Final = Need(
    MisstatementNoticeGiven,
    Refused("no_notice_given"),
    "No notice that the prospectus misleads is on record by that day.",
)


# --- what Holders ask for, and what is done -----------------------------------------------------


@declared(
    310,
    life=Row(cells=AFTER_ANY_END),
    holders=("holder",),
    examples=(
        Example(
            "procedure_requested",
            "A Holder asks to have its shares qualified in two states",
            {
                "holder": "doeg-hill",
                "procedure": "state_qualification",
                "matters": ["New York", "California"],
                "delivery": {"method": "mail", "sent_on": "1999-03-22"},
            },
        ),
    ),
)
class ProcedureRequested(DeliveredFact):
    """A Holder asked the Company for a step of the registration (3(a), 4(a), 5, 2(a)(ii))."""

    kind: Literal["procedure_requested"] = "procedure_requested"
    procedure: RequestedProcedure
    matters: Matters = ()
    shares: Annotated[
        Shares | None,
        Field(
            examples=[25_000],
            description="For `more_shares`: how many further shares the shelf is to cover, in "
            "whole shares (2(a)(ii)); left out: not known.",
        ),
    ] = None


@declared(
    640,
    life=Row(cells=AFTER_GIVEN_UP),
    holders=("holder",),
    settles=(
        "corrected_prospectus",
        "preparation",
        "copies",
        "state_qualification",
        "state_approval",
        "further_coverage",
        "objectives",
        "investigation",
        "more_shares",
        "sale_actions",
        "underwriting_terms",
    ),
    examples=(
        Example(
            "procedure_performed",
            "The Company has qualified the shares in one of them",
            {
                "occurred_on": "1999-04-19",
                "procedure": "state_qualification",
                "matters": ["New York"],
            },
        ),
    ),
)
class ProcedurePerformed(DatedFact):
    """The Company did what was asked of it, for a Holder in some matters (3(a), 4(a), 5).

    `holder` or `matters` left out: for every Holder, in every matter.
    Of `more_shares` it is the day on which an amendment that covers them became effective.
    """

    kind: Literal["procedure_performed"] = "procedure_performed"
    procedure: RequestedProcedure
    holder: HolderId | None = None
    matters: Matters = ()


@declared(
    650,
    life=Row(cells=AFTER_GIVEN_UP),
    examples=(
        Example(
            "exemption",
            "The Company need not qualify in a state that would tax it",
            {
                "occurred_on": "1999-04-19",
                "procedure": "state_qualification",
                "ground": "taxation",
                "matters": ["California"],
            },
        ),
    ),
)
class ExemptionClaimed(DatedFact):
    """The Company will not do what was asked: it would have to accept what it need not (3(a)(v)).

    `matters` are the states in question, as they were asked for.
    """

    kind: Literal["exemption_claimed"] = "exemption_claimed"
    procedure: RequestedProcedure
    ground: Exemption
    matters: Annotated[Matters, Field(min_length=1)]


@declared(
    550,
    life=_OF_THE_STATEMENT,
    settles=("transfer_agent",),
    examples=(
        Example(
            "transfer_agent", "The shares have a transfer agent", {"occurred_on": "1999-05-06"}
        ),
    ),
)
class TransferAgentAppointed(DatedFact):
    """The shares have a transfer agent (3(a)(xi))."""

    kind: Literal["transfer_agent_appointed"] = "transfer_agent_appointed"


@declared(
    560,
    life=_OF_THE_STATEMENT,
    settles=("listing",),
    examples=(Example("listed", "The shares are listed", {"occurred_on": "1999-05-07"}),),
)
class Listed(DatedFact):
    """The shares are quoted or listed where the others are (3(a)(xii))."""

    kind: Literal["listed"] = "listed"


@declared(
    610,
    life=_OF_THE_STATEMENT,
    settles=("opinion",),
    examples=(
        Example(
            "opinion",
            "Counsel delivers its opinion",
            {
                "occurred_on": "1999-10-27",
                "dated": "1999-10-27",
                "topics": [
                    "effectiveness",
                    "no_stop_order",
                    "compliance_as_to_form",
                    "no_misstatement",
                ],
            },
            in_life_of="shelf",
        ),
    ),
)
class OpinionDelivered(DatedFact):
    """The Company's counsel delivered an opinion; `dated` is the day it bears (3(a)(viii))."""

    kind: Literal["opinion_delivered"] = "opinion_delivered"
    dated: PlainDate
    topics: Annotated[tuple[OpinionTopic, ...], Field(min_length=1, max_length=20)]


@declared(
    620,
    life=_OF_THE_STATEMENT,
    settles=("comfort_letter",),
    examples=(
        Example(
            "comfort_letter",
            "The accountants deliver their letter",
            {"occurred_on": "1999-10-27", "dated": "1999-10-27", "information_to": "1999-10-22"},
            in_life_of="shelf",
        ),
    ),
)
class ComfortLetterDelivered(DatedFact):
    """The accountants delivered their letter, with information to a day (3(a)(viii))."""

    kind: Literal["comfort_letter_delivered"] = "comfort_letter_delivered"
    dated: PlainDate
    information_to: PlainDate

    @model_validator(mode="after")
    def _of_the_past(self) -> "ComfortLetterDelivered":
        if self.information_to > self.dated:
            raise ValueError("a letter has no information of days after its date")
        return self


@declared(
    630,
    life=Row(of=NOT_TAKEDOWN, needs=(EFFECTIVE,), cells=AFTER_GIVEN_UP),
    settles=("earnings_statement",),
    examples=(
        Example(
            "earnings_statement",
            "An earnings statement is made available",
            {"occurred_on": "2001-02-01", "first_day": "2000-01-01", "last_day": "2000-12-31"},
            in_life_of="shelf",
        ),
    ),
)
class EarningsStatementAvailable(DatedFact):
    """An earnings statement for these days was made available (3(a)(x))."""

    kind: Literal["earnings_statement_available"] = "earnings_statement_available"
    first_day: PlainDate
    last_day: PlainDate

    @model_validator(mode="after")
    def _some_days(self) -> "EarningsStatementAvailable":
        if self.last_day < self.first_day:
            raise ValueError("a period does not end before it begins")
        return self


# --- amendments and drafts ----------------------------------------------------------------------


class CopyFurnished(BaseModel):
    """A copy that one Holder had on a day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    holder: HolderId
    furnished_on: PlainDate


@declared(
    490,
    replaces=Replaces(("amendment",)),
    life=Row(
        of=NOT_TAKEDOWN,
        needs=(
            Need(
                Filed,
                Refused("not_filed"),
                "The registration statement is not filed by that day: there is nothing to amend.",
                of_a_statement=True,
            ),
        ),
        cells=AFTER_ANY_END,
        never_in=BEFORE_FILING,
    ),
    holders=("copies",),
    settles=("amendment_copy",),
    examples=(
        Example(
            "amendment_proposed",
            "The Company means to file a supplement",
            {
                "occurred_on": "2000-05-22",
                "amendment": "supplement-2",
                "planned_filing_on": "2000-06-05",
                "copies": [{"holder": "spectrum", "furnished_on": "2000-05-22"}],
            },
            in_life_of="shelf",
        ),
    ),
)
class AmendmentProposed(DatedFact):
    """The Company means to file an amendment or supplement, and furnished copies (3(a)(x), 5).

    Stated again under the same name it replaces the planned day and adds copies, until the
    amendment is filed; `amendment_copy_furnished` tells of one copy at any time.
    `earlier_copy_possible` says whether copies could reasonably have been furnished in time.
    """

    kind: Literal["amendment_proposed"] = "amendment_proposed"
    amendment: AmendmentName
    planned_filing_on: PlainDate
    copies: Annotated[tuple[CopyFurnished, ...], Field(max_length=500)] = ()
    earlier_copy_possible: StrictBool | None = None


_OF_AN_AMENDMENT: Final = Row(
    of=NOT_TAKEDOWN,
    needs=(Need(AmendmentProposed, Refused("unknown_amendment"), "", by_name=True),),
    cells=AFTER_ANY_END,
)


@declared(
    495,
    life=_OF_AN_AMENDMENT,
    holders=("holder",),
    settles=("amendment_copy",),
    examples=(
        Example(
            "amendment_copy",
            "The Company furnishes a copy of it",
            {"occurred_on": "2000-04-17", "amendment": "supplement-1", "holder": "spectrum"},
            in_life_of="shelf",
        ),
    ),
)
class AmendmentCopyFurnished(DatedFact):
    """The Company furnished a Holder with a copy of an amendment on this day (3(a)(x), 5)."""

    kind: Literal["amendment_copy_furnished"] = "amendment_copy_furnished"
    amendment: AmendmentName
    holder: HolderId


@declared(
    500,
    life=_OF_AN_AMENDMENT,
    holders=("holder",),
    examples=(
        Example(
            "amendment_objection",
            "A Holder objects to it",
            {
                "amendment": "supplement-1",
                "holder": "spectrum",
                "delivery": {"method": "personal", "delivered_on": "2000-04-20"},
                "on_compliance_grounds": True,
                "reasonable": True,
            },
            in_life_of="shelf",
        ),
    ),
)
class AmendmentObjected(DeliveredFact):
    """A Holder objected to an amendment or supplement (3(a)(x))."""

    kind: Literal["amendment_objected"] = "amendment_objected"
    amendment: AmendmentName
    on_compliance_grounds: StrictBool
    reasonable: Annotated[
        StrictBool | None, Field(description="Whether it is reasonable; left out: not known.")
    ] = None


@declared(
    510,
    life=_OF_AN_AMENDMENT,
    settles=("amendment_objection", "supplement"),
    examples=(
        Example(
            "amendment_filed",
            "It is filed",
            {"occurred_on": "2000-05-01", "amendment": "supplement-1"},
            in_life_of="shelf",
        ),
    ),
)
class AmendmentFiled(DatedFact):
    """An amendment or supplement was filed (3(a)(iii), 3(a)(x))."""

    kind: Literal["amendment_filed"] = "amendment_filed"
    amendment: AmendmentName


@declared(
    450,
    life=_OF_THE_STATEMENT,
    holders=("holders",),
    settles=("drafts",),
    examples=(
        Example(
            "drafts_delivered",
            "Drafts go to all who sell and to their advisers",
            {
                "occurred_on": "1999-04-26",
                "advisers": ["counsel", "accountants"],
                "documents": ["draft_registration_statement", "draft_prospectus"],
                "planned_filing_on": "1999-05-03",
            },
        ),
    ),
)
class DraftsDelivered(DatedFact):
    """Drafts or final copies went to Holders (left out: to all who sell) and advisers (5).

    Left out, nothing is said of advisers.
    """

    kind: Literal["drafts_delivered"] = "drafts_delivered"
    holders: Holders | None = None
    advisers: Annotated[tuple[Adviser, ...], Field(max_length=10)] = ()
    documents: Annotated[tuple[DraftDocument, ...], Field(min_length=1, max_length=10)]
    planned_filing_on: PlainDate | None = None


# --- what the Company may ask of a Holder -------------------------------------------------------


@declared(
    320,
    life=_CONDITION,
    holders=("holder",),
    examples=(
        Example(
            "information_requested",
            "The Company asks a Holder for information",
            {"holder": "mochary", "delivery": {"method": "mail", "sent_on": "1999-03-22"}},
        ),
    ),
)
class InformationRequested(DeliveredFact):
    """The Company asked a Holder for information and undertakings (3(b))."""

    kind: Literal["information_requested"] = "information_requested"


@declared(
    330,
    life=Row(cells=AFTER_ANY_END),
    holders=("holder",),
    settles=("information",),
    examples=(
        Example(
            "information_received",
            "The Holder furnishes it",
            {"holder": "mochary", "delivery": {"method": "personal", "delivered_on": "1999-04-05"}},
        ),
    ),
)
class InformationReceived(DeliveredFact):
    """A Holder furnished all that the Company had asked it for (3(b))."""

    kind: Literal["information_received"] = "information_received"


@declared(
    340,
    life=_CONDITION,
    holders=("holder",),
    examples=(
        Example(
            "undertaking_required",
            "The Company makes a Holder's undertaking a condition",
            {"occurred_on": "1999-03-22", "holder": "mochary"},
        ),
    ),
)
class UndertakingRequired(DatedFact):
    """The Company made a Holder's undertaking to indemnify a condition of inclusion (6(b))."""

    kind: Literal["undertaking_required"] = "undertaking_required"
    holder: HolderId


@declared(
    350,
    replaces=Replaces(("holder",), alone=True),
    life=_CONDITION,
    holders=("holder",),
    examples=(
        Example(
            "undertaking_received",
            "It gives the undertaking, and the Company is content with it",
            {"occurred_on": "1999-04-06", "holder": "mochary", "satisfactory": True},
        ),
    ),
)
class UndertakingReceived(DatedFact):
    """The Company received a Holder's undertaking to indemnify (6(b))."""

    kind: Literal["undertaking_received"] = "undertaking_received"
    holder: HolderId
    satisfactory: Annotated[
        StrictBool | None, Field(description="Whether it reasonably satisfies the Company.")
    ] = None


# --- underwritten offerings ---------------------------------------------------------------------


@declared(
    400,
    replaces=Replaces(),
    life=_UNDERWRITER,
    settles=("underwriter",),
    examples=(
        Example(
            "underwriter_selected",
            "The managing underwriter is selected",
            {"occurred_on": "1999-03-22", "underwriter": "An Underwriter & Co."},
        ),
    ),
)
class UnderwriterSelected(DatedFact):
    """The managing underwriter was selected (4(b))."""

    kind: Literal["underwriter_selected"] = "underwriter_selected"
    underwriter: Words


@declared(
    410,
    life=replace(
        _UNDERWRITER,
        needs=(Need(UnderwriterSelected, Refused("unknown_underwriter"), "", by_name=True),),
    ),
    holders=("holders",),
    settles=("underwriter", "underwriter_approval"),
    examples=(
        Example(
            "underwriter_approved",
            "Holders approve the underwriter selected",
            {
                "occurred_on": "1999-03-24",
                "underwriter": "An Underwriter & Co.",
                "holders": ["spectrum"],
            },
        ),
    ),
)
class UnderwriterApproved(DatedFact):
    """Holders approved the underwriter selected (4(b))."""

    kind: Literal["underwriter_approved"] = "underwriter_approved"
    underwriter: Words
    holders: Holders


@declared(
    530,
    life=_OF_THE_UNDERWRITING,
    holders=("holder",),
    helps_settle=("underwriting_agreement",),
    examples=(
        Example(
            "underwriting_agreement_approved",
            "The underwriting agreement satisfies a Holder",
            {"occurred_on": "1999-04-26", "holder": "spectrum"},
        ),
    ),
)
class UnderwritingAgreementApproved(DatedFact):
    """The underwriting agreement satisfies a Holder in form and substance (4(a))."""

    kind: Literal["underwriting_agreement_approved"] = "underwriting_agreement_approved"
    holder: HolderId


@declared(
    540,
    life=Row(once="already_made", cells=AFTER_ANY_END, underwritten=True),
    holders=("holders",),
    settles=("underwriting_agreement", "underwriting_party"),
    examples=(
        Example(
            "underwriting_agreement_made",
            "The underwriting agreement is made, with Holders as parties",
            {"occurred_on": "1999-05-07", "holders": ["spectrum", "doeg-hill", "mochary"]},
        ),
    ),
)
class UnderwritingAgreementMade(DatedFact):
    """The Company entered into the underwriting agreement; Holders who are party to it (4(a))."""

    kind: Literal["underwriting_agreement_made"] = "underwriting_agreement_made"
    holders: Annotated[tuple[HolderId, ...], Field(max_length=500)] = ()


@declared(
    520,
    life=_OF_THE_UNDERWRITING,
    holders=("holder",),
    examples=(
        Example(
            "representation",
            "A Holder is asked to vouch for something",
            {
                "occurred_on": "1999-04-19",
                "holder": "spectrum",
                "about": "other",
                "in_words": "That the Company's financial statements are right",
            },
        ),
    ),
)
class RepresentationAsked(DatedFact):
    """A Holder was asked to represent, warrant or agree to something in that agreement (4(a))."""

    kind: Literal["representation_asked"] = "representation_asked"
    holder: HolderId
    about: Representation
    in_words: Words | None = None


@declared(
    420,
    replaces=Replaces(),
    life=_OF_THE_UNDERWRITING,
    examples=(
        Example(
            "holdback_required",
            "The managing underwriter requires Holders to hold back",
            {
                "occurred_on": "1999-04-12",
                "expected_effective_on": "1999-05-17",
                "firm_commitment": True,
            },
        ),
    ),
)
class HoldbackRequired(DatedFact):
    """The managing underwriter requires Holders to hold back, or says that it does not (4(c))."""

    kind: Literal["holdback_required"] = "holdback_required"
    required: StrictBool = True
    expected_effective_on: PlainDate | None = None
    firm_commitment: StrictBool | None = None


@declared(
    430,
    replaces=Replaces(),
    life=_OF_THE_UNDERWRITING,
    examples=(
        Example(
            "holdback_advised",
            "Or it advises days without public sales",
            {
                "occurred_on": "1999-04-12",
                "days": 90,
                "expected_effective_on": "1999-05-17",
                "firm_commitment": True,
            },
        ),
    ),
)
class HoldbackAdvised(DatedFact):
    """The managing underwriter advised days without public sales after the offering (4(c))."""

    kind: Literal["holdback_advised"] = "holdback_advised"
    days: HowManyDays
    expected_effective_on: PlainDate | None = None
    firm_commitment: StrictBool | None = None
    closing_on: PlainDate | None = None


@declared(
    440,
    life=_OF_THE_UNDERWRITING,
    holders=("holder",),
    examples=(
        Example(
            "holdback_notice",
            "The Company passes the advice on to a Holder",
            {"holder": "wang", "delivery": {"method": "mail", "sent_on": "1999-04-14"}},
        ),
    ),
)
class HoldbackNoticeGiven(DeliveredFact):
    """The Company gave a Holder notice of the managing underwriter's advice (4(c))."""

    kind: Literal["holdback_notice_given"] = "holdback_notice_given"


# --- a prospectus that misleads -----------------------------------------------------------------


@declared(
    660,
    life=Row(of=NOT_TAKEDOWN, needs=(EFFECTIVE,), cells=AFTER_ANY_END),
    holders=("holder",),
    settles=("own_misstatement_notice",),
    examples=(
        Example(
            "holder_misstatement",
            "A Holder tells that what it furnished misleads",
            {
                "holder": "spectrum",
                "delivery": {"method": "personal", "delivered_on": "1999-12-06"},
            },
            in_life_of="shelf",
        ),
    ),
)
class HolderMisstatementNotice(DeliveredFact):
    """A Holder told the Company that information it had furnished misleads (3(c)(B))."""

    kind: Literal["holder_misstatement_notice"] = "holder_misstatement_notice"


@declared(
    680,
    life=Row(of=NOT_TAKEDOWN, needs=(_NOTICE_OF_IT,), cells=AFTER_GIVEN_UP),
    holders=("holder",),
    examples=(
        Example(
            "misstatement_notice",
            "How that notice went to one of them",
            {
                "holder": "spectrum",
                "delivery": {"method": "personal", "delivered_on": "2000-04-03"},
                "return_old_copies": True,
            },
            in_life_of="shelf",
        ),
    ),
)
class MisstatementNoticeDelivered(DeliveredFact):
    """How the Company's notice that the prospectus misleads went to one Holder (3(c)(A)).

    It stops from its receipt of it. `return_old_copies`: the Company directed it to.
    """

    kind: Literal["misstatement_notice_delivered"] = "misstatement_notice_delivered"
    return_old_copies: StrictBool = False
    before_sales: BeforeSales = None


@declared(
    700,
    life=Row(of=NOT_TAKEDOWN, needs=(_NOTICE_OF_IT,), cells=AFTER_GIVEN_UP),
    holders=("holder",),
    settles=("old_copies",),
    examples=(
        Example(
            "old_copies",
            "A Holder gives back the copies that mislead",
            {"occurred_on": "2000-04-10", "holder": "spectrum"},
            in_life_of="shelf",
        ),
    ),
)
class OldCopiesReturned(DatedFact):
    """A Holder gave back the copies of the prospectus that misled (3(c)(A))."""

    kind: Literal["old_copies_returned"] = "old_copies_returned"
    holder: HolderId
