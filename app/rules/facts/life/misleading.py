"""A prospectus that misleads: who said so, who had the notice, what came back: 3(a)(ix), 3(c).

Notices are writings and say how they travelled (9(b)).
"""

from typing import Final, Literal

from pydantic import StrictBool

from app.rules.facts.base import BeforeSales, DatedFact, DeliveredFact, HolderId
from app.rules.facts.declaration import (
    AFTER_ANY_END,
    AFTER_GIVEN_UP,
    NOT_TAKEDOWN,
    Example,
    Need,
    Refused,
    Row,
    declared,
)
from app.rules.facts.life.course import EFFECTIVE, MisstatementNoticeGiven

_NOTICE_OF_IT: Final = Need(
    MisstatementNoticeGiven,
    Refused("no_notice_given"),
    "No notice that the prospectus misleads is on record by that day.",
)


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
