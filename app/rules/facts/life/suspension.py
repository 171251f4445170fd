"""Delays and days without sales: clause 2(g)."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from app.rules.facts.base import BeforeSales, DatedFact, EndsSameDay, HolderId
from app.rules.facts.declaration import (
    AFTER_ANY_END,
    NEVER_EFFECTIVE,
    NOT_TAKEDOWN,
    UNTIL_EFFECTIVE,
    Example,
    Flagged,
    Need,
    Row,
    declared,
)
from app.rules.facts.life.course import EFFECTIVE
from app.rules.notices.receipt import Delivery
from app.rules.values.written_dates import PlainDate


class SuspensionNotice(BaseModel):
    """The notice of a delay or prohibition to one Holder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    holder: HolderId
    delivery: Delivery


def _each_holder_once(notices: tuple[SuspensionNotice, ...]) -> tuple[SuspensionNotice, ...]:
    holders = [notice.holder for notice in notices]
    if len(set(holders)) < len(holders):
        raise ValueError("each Holder is given notice once")
    return notices


Notices: TypeAlias = Annotated[
    tuple[SuspensionNotice, ...], Field(max_length=500), AfterValidator(_each_holder_once)
]

ConsideredUntil: TypeAlias = Annotated[
    PlainDate | None,
    Field(
        description="The last day on which the transaction was being considered. Left out: it is "
        "taken to have been considered still on the day that counts (QD6), and the answer names "
        "that as an assumption.",
    ),
]
Consenting: TypeAlias = Annotated[
    tuple[HolderId, ...],
    Field(
        max_length=500,
        description="The Holders who consent to more days; whether they suffice is worked out "
        "(QD7), whatever `consent` says.",
    ),
]


@declared(
    360,
    bears_on=("/delay",),
    life=Row(
        cells={**UNTIL_EFFECTIVE, "refused": Flagged("NOTHING_TO_DELAY")},
        strict=frozenset({"effective", "closed"}),
    ),
    holders=("notices", "consenting_holders"),
    settles=("consent",),
    examples=(
        Example(
            "delay",
            "The Company delays the registration",
            {
                "occurred_on": "1999-04-01",
                "days": 30,
                "board_judgment": True,
                "transaction_considered_from": "1999-02-10",
            },
        ),
    ),
)
class DelayInvoked(DatedFact):
    """The Company delayed the registration (2(g)): the Board's judgment and the transaction.

    `notices` tell which Holders were told of it; a delay needs them only under reading QD5.
    """

    kind: Literal["delay_invoked"] = "delay_invoked"
    days: Annotated[int, Field(gt=0, le=3650, strict=True)]
    board_judgment: StrictBool | None = None
    transaction_considered_from: PlainDate | None = None
    transaction_considered_until: ConsideredUntil = None
    consent: Annotated[
        StrictBool | None,
        Field(
            description="Whether those whose consent is needed gave it; left out: not known, so "
            "that more days than there are can be neither accepted nor refused."
        ),
    ] = None
    consenting_holders: Consenting | None = None
    notices: Notices | None = None


@declared(
    590,
    bears_on=("/delay",),
    # A prohibition of sales off a shelf is recorded with the shelf: with the sale it would be lost
    # to it. Where the agreement stops no sales under another registration it refuses the
    # prohibition, which is an answer.
    life=Row(of=NOT_TAKEDOWN, needs=(EFFECTIVE,), cells=AFTER_ANY_END, never_in=NEVER_EFFECTIVE),
    holders=("notices", "consenting_holders"),
    settles=("consent",),
    examples=(
        Example(
            "prohibition",
            "The Company prohibits sales under the shelf",
            {
                "occurred_on": "1999-12-01",
                "days": 20,
                "notices": [
                    {
                        "holder": "spectrum",
                        "delivery": {"method": "personal", "delivered_on": "1999-12-01"},
                    }
                ],
                "board_judgment": True,
                "transaction_considered_from": "1999-11-22",
            },
            in_life_of="shelf",
        ),
    ),
)
class ProhibitionNoticed(DatedFact):
    """The Company prohibited sales under the shelf for a number of days (2(g)(ii)).

    `occurred_on` is the day on which it acted; `in_effect_from` a later first day that the notice
    itself names. Each Holder is bound from its own notice (QD2).
    """

    kind: Literal["prohibition_noticed"] = "prohibition_noticed"
    days: Annotated[int, Field(gt=0, le=3650, strict=True)]
    notices: Notices | None = None
    in_effect_from: PlainDate | None = None
    board_judgment: StrictBool | None = None
    transaction_considered_from: PlainDate | None = None
    transaction_considered_until: ConsideredUntil = None
    consent: StrictBool | None = None
    consenting_holders: Consenting | None = None
    before_sales: BeforeSales = None


@declared(
    600,
    life=Row(
        of=NOT_TAKEDOWN,
        needs=(Need(ProhibitionNoticed, Flagged("NOTHING_TO_LIFT"), ""),),
        cells=AFTER_ANY_END,
        never_in=NEVER_EFFECTIVE,
    ),
    examples=(
        Example(
            "prohibition_lifted",
            "It lets sales resume before that ran out",
            {"occurred_on": "2000-03-15"},
            in_life_of="shelf",
        ),
    ),
)
class ProhibitionLifted(DatedFact):
    """The Company let sales resume on this day, before the prohibition ran out (2(g)(ii))."""

    kind: Literal["prohibition_lifted"] = "prohibition_lifted"
    ends_same_day: EndsSameDay = None
