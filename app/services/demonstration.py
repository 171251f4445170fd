"""Example data: the 1998 agreement with its nine Holders, a demand under way and a shelf.

The Holders are those of the agreement. Their positions are invented, chosen so that together they
are plausible for it: 1,333,333 shares by Series A and 133,333 by Warrants.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.db.engine import Database
from app.errors import AlreadyExists
from app.rules.facts import ANY_FACT, DemandReceived, ShelfTriggered
from app.rules.working import Detail
from app.services import agreements, registrations
from app.services.agreements import NewAgreement, NewHolder
from app.services.templates import template
from app.services.workspace import Workspace

AGREEMENT, EXAMPLE = "ctc", "ctc-example"
EXAMPLE_DEMAND, EXAMPLE_SHELF = "ctc-example-demand", "ctc-example-shelf"
POSITIONS = {
    "spectrum": (1_200_000, 120_000),
    "doeg-hill": (60_000, 6_000),
    "mochary": (30_000, 3_000),
    "nicholson": (12_000, 1_200),
    "coughlin": (9_000, 900),
    "wang": (7_500, 750),
    "kennealy": (6_000, 600),
    "colo": (5_000, 500),
    "cashin": (3_833, 383),
}
LETTER = {
    "requests": [{"holder": "spectrum", "shares": 400_000}],
    "delivery": {"method": "mail", "sent_on": "1999-02-16"},
}
LIFE: tuple[dict[str, Any], ...] = (
    *(
        {
            "kind": "notice_given",
            "holder": holder,
            "delivery": {"method": "mail", "sent_on": "1999-02-22"},
        }
        for holder in POSITIONS
        if holder != "wang"
    ),
    {
        "kind": "join_requested",
        "holder": "doeg-hill",
        "shares": 50_000,
        "delivery": {"method": "personal", "delivered_on": "1999-03-17"},
    },
    {
        "kind": "join_requested",
        "holder": "mochary",
        "shares": 25_000,
        "delivery": {"method": "mail", "sent_on": "1999-03-15"},
    },
)

SHELF = {
    "conversion_proposed_on": "1999-09-01",
    "certificate_date": "1999-11-01",
    "letters": [
        {
            "requests": [{"holder": "spectrum", "shares": 800000}],
            "delivery": {"method": "personal", "delivered_on": "1999-09-02"},
        }
    ],
}
LIFE_OF_SHELF = (
    {"kind": "filed", "occurred_on": "1999-10-04", "form": "S-3"},
    {"kind": "declared_effective", "occurred_on": "1999-10-27"},
    {"kind": "conversion_completed", "occurred_on": "1999-11-01"},
)


def load(database: Database) -> bool:
    """Load the example data once; False when it was there already."""
    workspace = Workspace(database)
    try:
        agreements.create(workspace, _agreement(AGREEMENT, "CTC Communications Corp."))
    except AlreadyExists:
        return False
    agreements.create(workspace, _agreement(EXAMPLE, "CTC Communications Corp., under way"))
    registrations.post_beginning(
        workspace,
        EXAMPLE,
        DemandReceived.model_validate(
            {"letters": [LETTER], "short_form_qualified": False, "underwritten": True}
        ),
        registration_id=EXAMPLE_DEMAND,
        dry_run=False,
        as_of=date(1999, 3, 31),
        detail=Detail.NONE,
    )
    _live(workspace, EXAMPLE_DEMAND, LIFE, date(1999, 3, 31))
    registrations.post_beginning(
        workspace,
        EXAMPLE,
        ShelfTriggered.model_validate(SHELF),
        registration_id=EXAMPLE_SHELF,
        dry_run=False,
        as_of=date(1999, 9, 2),
        detail=Detail.NONE,
    )
    _live(workspace, EXAMPLE_SHELF, LIFE_OF_SHELF, date(1999, 11, 1))
    return True


def _live(
    workspace: Workspace,
    registration_id: str,
    life: Sequence[Mapping[str, object]],
    as_of: date,
) -> None:
    """Record the facts of a registration's life."""
    for fact in life:
        registrations.post_fact(
            workspace, registration_id, ANY_FACT.validate_python(fact), as_of, Detail.NONE
        )


def _agreement(identifier: str, name: str) -> NewAgreement:
    original = template("ctc-1998").terms.original_holders
    return NewAgreement(
        template="ctc-1998",
        id=identifier,
        name=name,
        holders=[
            NewHolder(
                each.id,
                each.name,
                each.entity,
                preferred_as_converted=POSITIONS[each.id][0],
                warrant_shares=POSITIONS[each.id][1],
            )
            for each in original
        ],
    )
