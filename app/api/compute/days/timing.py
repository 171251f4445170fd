"""Bodies of the computations of receipt, last days and addresses."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from app.api.compute.computation import computation
from app.api.compute.question import (
    Question,
    example,
)
from app.rules.catalogue.computations import timing
from app.rules.notices.receipt import Delivery
from app.rules.reasoning.matter import Matter
from app.rules.terms.vocabulary import Period, Unit, Words
from app.rules.values.written_dates import PlainDate


class DeemedReceiptQuestion(Question):
    """When was it given, when received?"""

    delivery: Delivery


@computation(
    "/deemed-receipt",
    "When is it given, when received?",
    example(
        "Mailed the day before Thanksgiving", delivery={"method": "mail", "sent_on": "1998-11-25"}
    ),
)
def compute_deemed_receipt(asked: DeemedReceiptQuestion, matter: Matter) -> timing.ReceiptResult:
    """Clause 9(b): by hand on the day; by mail on the third business day after mailing.

    Fax and e-mail, which the clause does not name, count as reading QA16 says.
    """
    return timing.deemed_receipt(asked.delivery, matter)


class DeadlineQuestion(Question):
    """Which is the last day of a period counted from an event?"""

    event_on: PlainDate
    count: Annotated[int, Field(ge=0, le=20_000, strict=True)]
    unit: Annotated[Unit, Field(description="Left out: calendar days.")] = "day"
    direction: Annotated[
        Literal["after", "before"], Field(description="Left out: after the event.")
    ] = "after"
    inclusion: Annotated[
        Literal["exclude_first", "inclusive"],
        Field(description="Whether the day of the event is day one. Left out: it is not counted."),
    ] = "exclude_first"
    is_act: Annotated[
        StrictBool,
        Field(
            description="Whether an act is due by then (its last day may move) or a window ends. "
            "Left out: an act is due."
        ),
    ] = True

    @model_validator(mode="after")
    def _some_days(self) -> "DeadlineQuestion":
        if self.inclusion == "inclusive" and self.count == 0:
            raise ValueError("if the event's day is day one, there is at least one day")
        return self

    def period(self, matter: Matter) -> Period:
        """The period asked about, under the clause that governs the roll."""
        act_roll: Literal["deadline", "backward"] = (
            "deadline" if self.direction == "after" else "backward"
        )
        return Period(
            clause=matter.terms.governing_law_clause,
            count=self.count,
            unit=self.unit,
            anchor="event",
            direction=self.direction,
            inclusion=self.inclusion,
            roll=act_roll if self.is_act else "none",
        )


@computation(
    "/deadline",
    "Which is the last day?",
    example("Ninety days from 19 October 1998", event_on="1998-10-19", count=90),
)
def compute_deadline(asked: DeadlineQuestion, matter: Matter) -> timing.DeadlineResult:
    """Days, business days, months or years from an event, forward or back.

    The event's day is not counted, the last day is counted whole. A last day on a Sunday or a
    Massachusetts legal holiday moves to the next business day, an ordinary Saturday does not; a
    day counted back does not move.
    """
    return timing.deadline(asked.period(matter), asked.event_on, matter)


class NoticeAddressesQuestion(Question):
    """Where does each Holder take notice?"""

    holders: Annotated[tuple[Words, ...], Field(min_length=1, max_length=1000)]
    own_addresses: Annotated[
        dict[Words, Words],
        Field(
            default_factory=dict,
            description="Addresses that Holders have specified for themselves, by Holder.",
        ),
    ]


@computation(
    "/notice-addresses",
    "Where does each Holder take notice?",
    example("One address for all", holders=["spectrum", "mochary"]),
)
def compute_notice_addresses(
    asked: NoticeAddressesQuestion, matter: Matter
) -> timing.AddressesResult:
    """One address serves all Holders until one of them specifies its own."""
    return timing.notice_addresses(asked.holders, asked.own_addresses, matter)


COMPUTATIONS = (
    compute_deemed_receipt,
    compute_deadline,
    compute_notice_addresses,
)
