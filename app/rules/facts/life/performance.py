"""What is stated of the performance of an obligation, whichever it is."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from app.rules.facts.base import DatedFact, ObligationId, OfRegistration
from app.rules.facts.declaration import Example, declared
from app.rules.terms.vocabulary import Identifier


@declared(
    920,
    speaker="stated_by",
    examples=(
        Example(
            "not_performed",
            "A Holder states that an obligation was not performed",
            {
                "occurred_on": "1999-06-01",
                "obligation": "form-eligibility",
                "stated_by": "spectrum",
                "best_efforts_used": False,
            },
        ),
    ),
)
class NotPerformed(DatedFact):
    """Somebody states that an obligation was not performed by the day stated.

    For acts that leave no trace on the record unless somebody records them: without it an
    obligation whose day has passed in silence is `unconfirmed`, with it it is broken. Where
    only efforts are promised it is broken only if they were not used, and calls for review until
    that is found.
    """

    kind: Literal["not_performed"] = "not_performed"
    registration: OfRegistration = None
    obligation: ObligationId
    stated_by: Annotated[
        Identifier,
        Field(
            description="Who says so: the Company's id or a Holder's.", examples=["spectrum", "ctc"]
        ),
    ]
    best_efforts_used: Annotated[
        StrictBool | None,
        Field(description="A finding on the efforts promised; left out: nobody has made one."),
    ] = None
