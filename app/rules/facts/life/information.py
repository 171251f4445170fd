"""What the Company may ask of a Holder before it is included: clauses 3(b), 6(b).

Requests and what is received are writings and say how they travelled (9(b)).
"""

from typing import Annotated, Final, Literal

from pydantic import Field, StrictBool

from app.rules.facts.base import DatedFact, DeliveredFact, HolderId
from app.rules.facts.declaration import (
    AFTER_ANY_END,
    Example,
    Flagged,
    Replaces,
    Row,
    declared,
)

_CONDITION: Final = Row(
    cells={**AFTER_ANY_END, "effective": Flagged("CONDITION_AFTER_EFFECTIVENESS")}
)


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
