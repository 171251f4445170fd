"""What bears on the promises that last as long as the agreement: clauses 2(c), 7, 8, 9(b), 9(f)."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from app.rules.facts.base import DatedFact, DeliveredFact, HolderId, WritingFact
from app.rules.facts.declaration import Example, Replaces, declared
from app.rules.notices.receipt import Delivery
from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.parties import MeasureName
from app.rules.terms.vocabulary import Identifier, Words
from app.rules.values.written_dates import PlainDate

CovenantName: TypeAlias = Literal["public_information", "reports", "form_eligibility"]
MeasuredRight: TypeAlias = Annotated[int, Field(ge=0, le=10**15, strict=True)] | None
"""One right in its measure; null is no limit at all."""


@declared(
    150,
    may_precede_agreement=True,
    examples=(
        Example(
            "public_offering",
            "The Company's first public offering, before the agreement",
            {"occurred_on": "1992-03-02"},
        ),
    ),
)
class FirstPublicOfferingEffective(DatedFact):
    """The Company's first registration of an offering to the public became effective (7(a), 7(c)).

    It may have happened long before the agreement (QF20).
    """

    kind: Literal["first_public_offering_effective"] = "first_public_offering_effective"


@declared(
    160,
    may_precede_agreement=True,
    examples=(
        Example(
            "reporting", "The Company became subject to reporting", {"occurred_on": "1992-03-02"}
        ),
    ),
)
class ReportingBegan(DatedFact):
    """The Company became subject to the reports of the securities laws (7(b), 7(c)).

    It may have happened long before the agreement.
    """

    kind: Literal["reporting_began"] = "reporting_began"


@declared(
    165,
    may_precede_agreement=True,
    examples=(
        Example(
            "event_happened",
            "The closing under the purchase agreement",
            {"occurred_on": "2021-03-01", "event": "closing"},
        ),
    ),
)
class EventHappened(DatedFact):
    """An event that the terms declare happened: a closing, a conversion, a release.

    Clocks count from it as `event.<id>`.
    """

    kind: Literal["event_happened"] = "event_happened"
    event: NameOfTerm


@declared(
    170,
    settles=("report", "reports"),
    examples=(
        Example(
            "report_filed",
            "A report filed a day late",
            {
                "occurred_on": "1999-02-17",
                "report": "10-Q for December 1998",
                "due_on": "1999-02-16",
            },
        ),
    ),
)
class ReportFiled(DatedFact):
    """The Company filed a report with the Commission, in time or late (7(b))."""

    kind: Literal["report_filed"] = "report_filed"
    report: Annotated[Words, Field(examples=["10-Q for September 1998"])]
    due_on: PlainDate


@declared(
    180,
    settles=("report", "reports"),
    examples=(
        Example(
            "report_missed",
            "A report not filed by its day",
            {"occurred_on": "1999-06-30", "report": "10-K for March 1999", "due_on": "1999-06-29"},
        ),
    ),
)
class ReportMissed(DatedFact):
    """By this day the Company had not filed a report that was due before it (7(b))."""

    kind: Literal["report_missed"] = "report_missed"
    report: Annotated[Words, Field(examples=["10-K for March 1999"])]
    due_on: PlainDate

    @model_validator(mode="after")
    def _its_day_is_over(self) -> "ReportMissed":
        if self.occurred_on <= self.due_on:
            raise ValueError("a report is missed only once the day on which it is due is over")
        return self


@declared(
    190,
    replaces=Replaces(("covenant",)),
    settles=("reports", "public_information", "form_eligibility"),
    examples=(
        Example(
            "form_lost",
            "The Company is no longer qualified for Form S-3",
            {
                "occurred_on": "1999-07-01",
                "covenant": "form_eligibility",
                "kept": False,
                "because": "A report was filed late.",
            },
        ),
    ),
)
class CovenantStanding(DatedFact):
    """Whether what a lasting promise is about is there (2(c), 7(a), 7(b)).

    Public information lapsed or came back, the Company lost or regained a form. Where only best
    efforts are promised a lapse is a breach only if they were not used, and somebody must say so.
    """

    kind: Literal["covenant_standing"] = "covenant_standing"
    covenant: CovenantName
    kept: StrictBool
    best_efforts_used: Annotated[
        StrictBool | None,
        Field(description="A finding on the Company's efforts; left out: nobody has made one."),
    ] = None
    because: Words | None = None


Rule144Document: TypeAlias = Literal[
    "rule_144_statement", "reporting_statement", "latest_report", "other_documents"
]
Rule144Documents: TypeAlias = Annotated[
    tuple[Rule144Document, ...],
    Field(
        min_length=1,
        max_length=4,
        description="The statement of compliance with Rule 144, that of compliance with the "
        "reporting laws, the most recent annual or quarterly report, and other documents that "
        "the Holder may reasonably ask for.",
    ),
]


@declared(
    200,
    holders=("holder",),
    examples=(
        Example(
            "statement_requested",
            "A Holder asks for the Rule 144 statement",
            {
                "holder": "wang",
                "delivery": {"method": "mail", "sent_on": "1999-06-01"},
                "documents": ["rule_144_statement", "latest_report"],
            },
        ),
    ),
)
class Rule144Requested(DeliveredFact):
    """A Holder asked the Company for statements or reports, to sell without registration (7(c))."""

    kind: Literal["rule144_requested"] = "rule144_requested"
    documents: Rule144Documents


@declared(
    210,
    holders=("holder",),
    settles=("furnish",),
    examples=(
        Example(
            "statement_furnished",
            "The Company furnishes it",
            {"occurred_on": "1999-06-09", "holder": "wang", "documents": ["rule_144_statement"]},
        ),
    ),
)
class Rule144StatementFurnished(DatedFact):
    """The Company furnished statements or reports to a Holder (7(c))."""

    kind: Literal["rule144_statement_furnished"] = "rule144_statement_furnished"
    holder: HolderId
    documents: Rule144Documents


@declared(
    230,
    settles=("no_better_rights",),
    examples=(
        Example(
            "better_rights",
            "Another investor is granted a fourth demand",
            {
                "occurred_on": "1999-06-15",
                "grantee": "Another Fund",
                "rights": {"demands": 4, "join_days": 10, "incidental_priority_rank": 2},
            },
        ),
    ),
)
class RightsGranted(DatedFact):
    """The Company granted registration rights to somebody else (8).

    `rights` are those of the grantee, in the measures of the terms. The Holders' own are read in
    the terms in force; `existing` states those that the terms do not give in that measure.
    """

    kind: Literal["rights_granted"] = "rights_granted"
    grantee: Words
    rights: Annotated[Mapping[MeasureName, MeasuredRight], Field(min_length=1, max_length=100)]
    existing: Annotated[
        Mapping[MeasureName, MeasuredRight], Field(default_factory=dict, max_length=100)
    ]
    more_favourable_overall: Annotated[
        StrictBool | None,
        Field(description="A finding on the whole grant, for the reading that looks at the whole."),
    ] = None


class ExistingRight(BaseModel):
    """Registration rights that somebody had, and whether the parties' disclosure tells of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    grantee: Words
    disclosed: StrictBool


@declared(
    220,
    examples=(
        Example(
            "existing_rights",
            "Who had registration rights when the agreement was made",
            {
                "occurred_on": "1998-04-10",
                "rights": [{"grantee": "An Earlier Investor", "disclosed": True}],
            },
        ),
    ),
)
class ExistingRightsStated(DatedFact):
    """Who else had registration rights when the agreement was made, whose day is stated (8).

    Nobody, if `rights` is empty. What was found out later is a correction of this.
    """

    kind: Literal["existing_rights_stated"] = "existing_rights_stated"
    rights: Annotated[tuple[ExistingRight, ...], Field(max_length=100)]


@declared(
    140,
    speaker="party",
    examples=(
        Example(
            "address",
            "A Holder specifies an address of its own",
            {
                "party": "wang",
                "address": "Fred Wang, 1 Example Street, Boston, MA 02110",
                "delivery": {"method": "mail", "sent_on": "1999-05-03"},
            },
        ),
    ),
)
class AddressChanged(WritingFact):
    """A party specified, by notice to the others, another address for notices to it (9(b))."""

    kind: Literal["address_changed"] = "address_changed"
    party: Annotated[
        Identifier | None,
        Field(
            description="The Company's id or a Holder's; left out: the address that Holders share."
        ),
    ] = None
    address: Words
    copies_to: Annotated[tuple[Words, ...], Field(max_length=20)] = ()
    takes_effect_on: Annotated[
        PlainDate | None, Field(description="Left out: when the notice is received.")
    ] = None
    delivery: Delivery


@declared(
    90,
    examples=(
        Example(
            "record_holder",
            "A transferee becomes holder of record",
            {"occurred_on": "1999-06-01", "holder": "spectrum"},
        ),
    ),
)
class RecordHolderEntered(DatedFact):
    """A transferee became holder of record of securities that it acquired (9(f))."""

    kind: Literal["record_holder_entered"] = "record_holder_entered"
    holder: HolderId


@declared(
    100,
    examples=(
        Example(
            "assignment_papers",
            "Notice of an assignment and the agreement to be bound",
            {
                "holder": "spectrum",
                "delivery": {"method": "personal", "delivered_on": "1999-06-01"},
                "papers": ["notice", "agreement"],
            },
        ),
    ),
)
class AssignmentPapersDelivered(DeliveredFact):
    """The Company was sent notice of an assignment, or the agreement to be bound, or both (9(f)).

    `holder` is the transferee.
    """

    kind: Literal["assignment_papers_delivered"] = "assignment_papers_delivered"
    papers: Annotated[tuple[Literal["notice", "agreement"], ...], Field(min_length=1, max_length=2)]
