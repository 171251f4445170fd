"""Bodies of the computations of receipt, last days and addresses."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from app.api.schemas.compute.question import (
    Question,
    example,
)
from app.rules.notices.receipt import Delivery
from app.rules.reasoning.matter import Matter
from app.rules.terms.vocabulary import Period, Unit, Words
from app.rules.values.written_dates import PlainDate


class DeemedReceiptQuestion(Question):
    """When was it given, when received?"""

    delivery: Delivery


class DeadlineQuestion(Question):
    """Which is the last day of a period counted from an event?"""

    event_on: PlainDate
    count: Annotated[int, Field(ge=0, le=20_000, strict=True)]
    unit: Unit = "day"
    direction: Literal["after", "before"] = "after"
    inclusion: Literal["exclude_first", "inclusive"] = "exclude_first"
    is_act: Annotated[
        StrictBool,
        Field(description="Whether an act is due by then (its last day may move) or a window ends"),
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


DEEMED_RECEIPT = example(
    "Mailed the day before Thanksgiving", delivery={"method": "mail", "sent_on": "1998-11-25"}
)


DEADLINE = example("Ninety days from 19 October 1998", event_on="1998-10-19", count=90)


NOTICE_ADDRESSES = example("One address for all", holders=["spectrum", "mochary"])
