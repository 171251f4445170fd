"""What Holders ask for while a registration is under way, and what is done: Section 3, 4 and 6.

Each happened on the day stated; a request that is a writing says how it travelled (9(b)).
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from app.rules.facts.base import DatedFact, DeliveredFact, HolderId, Shares
from app.rules.facts.declaration import (
    AFTER_ANY_END,
    AFTER_GIVEN_UP,
    NOT_TAKEDOWN,
    OF_A_STATEMENT,
    Example,
    Row,
    declared,
)
from app.rules.facts.life.course import EFFECTIVE
from app.rules.terms.procedures import Exemption, OpinionTopic, RequestedProcedure
from app.rules.terms.vocabulary import Words
from app.rules.values.written_dates import PlainDate

Matters = Annotated[
    tuple[Words, ...],
    Field(
        max_length=60,
        description="What in particular: states, documents, agencies; none if it is one thing.",
        examples=[["New York", "California"]],
    ),
]


@declared(
    310,
    bears_on=("/procedures",),
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
    life=OF_A_STATEMENT,
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
    life=OF_A_STATEMENT,
    settles=("listing",),
    examples=(Example("listed", "The shares are listed", {"occurred_on": "1999-05-07"}),),
)
class Listed(DatedFact):
    """The shares are quoted or listed where the others are (3(a)(xii))."""

    kind: Literal["listed"] = "listed"


@declared(
    610,
    bears_on=("/legal_opinion",),
    life=OF_A_STATEMENT,
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
    bears_on=("/comfort_letter",),
    life=OF_A_STATEMENT,
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
    bears_on=("/earnings_statement",),
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
