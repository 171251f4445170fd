"""Stages of a registration or of the first public offering that Clocks of an agreement count from.

No duty is settled by them: they give a Moment of the terms its day, and nothing else.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from app.rules.facts.base import DatedFact
from app.rules.facts.declaration import Example, Row, declared

Stage: TypeAlias = Literal[
    "publicly_filed",
    "comments_received",
    "comments_answered",
    "review_ended",
    "acceleration_asked",
    "offering_commenced",
    "priced",
    "final_prospectus",
    "closed",
]
"""What a registration has come to, as Moments of the terms name it: `registration.priced`."""


@declared(
    565,
    life=Row(),
    examples=(
        Example(
            "stage_reached",
            "The offering is priced",
            {"occurred_on": "1999-08-02", "stage": "priced"},
            in_life_of="incidental",
        ),
    ),
)
class StageReached(DatedFact):
    """A registration came to a stage that Clocks count from: its pricing, its final prospectus."""

    kind: Literal["stage_reached"] = "stage_reached"
    stage: Annotated[
        Stage,
        Field(
            description="Which: the terms count from it as `registration.` and this word. Of "
            "several of one stage the first counts."
        ),
    ]


@declared(
    155,
    may_precede_agreement=True,
    examples=(
        Example(
            "first_public_offering_closed",
            "The Company's first public offering closes",
            {"occurred_on": "1992-03-09", "stage": "closed"},
        ),
    ),
)
class FirstPublicOfferingStage(DatedFact):
    """The Company's first public offering was priced or closed, whatever registered it."""

    kind: Literal["first_public_offering_stage"] = "first_public_offering_stage"
    stage: Annotated[
        Literal["priced", "closed"],
        Field(description="Which: the terms count from it as `ipo.priced` or `ipo.closed`."),
    ]
