"""Amendments, supplements and drafts, and whose copies and objections they had: 3(a)(x), 5.

Each happened on the day stated; an objection is a writing and says how it travelled (9(b)).
"""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from app.rules.facts.base import DatedFact, DeliveredFact, HolderId, SomeHolders
from app.rules.facts.declaration import (
    AFTER_ANY_END,
    BEFORE_FILING,
    NOT_TAKEDOWN,
    OF_A_STATEMENT,
    Example,
    Need,
    Refused,
    Replaces,
    Row,
    declared,
)
from app.rules.facts.life.course import Filed
from app.rules.terms.clocks.periods import Adviser, DraftDocument
from app.rules.terms.vocabulary import Identifier
from app.rules.values.written_dates import PlainDate

AmendmentName = Annotated[
    Identifier, Field(description="What the amendment or supplement is known by on the record.")
]


class CopyFurnished(BaseModel):
    """A copy that one Holder had on a day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    holder: HolderId
    furnished_on: PlainDate


@declared(
    490,
    replaces=Replaces(("amendment",)),
    life=Row(
        of=NOT_TAKEDOWN,
        needs=(
            Need(
                Filed,
                Refused("not_filed"),
                "The registration statement is not filed by that day: there is nothing to amend.",
                of_a_statement=True,
            ),
        ),
        cells=AFTER_ANY_END,
        never_in=BEFORE_FILING,
    ),
    holders=("copies",),
    settles=("amendment_copy",),
    examples=(
        Example(
            "amendment_proposed",
            "The Company means to file a supplement",
            {
                "occurred_on": "2000-05-22",
                "amendment": "supplement-2",
                "planned_filing_on": "2000-06-05",
                "copies": [{"holder": "spectrum", "furnished_on": "2000-05-22"}],
            },
            in_life_of="shelf",
        ),
    ),
)
class AmendmentProposed(DatedFact):
    """The Company means to file an amendment or supplement, and furnished copies (3(a)(x), 5).

    Stated again under the same name it replaces the planned day and adds copies, until the
    amendment is filed; `amendment_copy_furnished` tells of one copy at any time.
    `earlier_copy_possible` says whether copies could reasonably have been furnished in time.
    """

    kind: Literal["amendment_proposed"] = "amendment_proposed"
    amendment: AmendmentName
    planned_filing_on: PlainDate
    copies: Annotated[tuple[CopyFurnished, ...], Field(max_length=500)] = ()
    earlier_copy_possible: StrictBool | None = None


_OF_AN_AMENDMENT: Final = Row(
    of=NOT_TAKEDOWN,
    needs=(Need(AmendmentProposed, Refused("unknown_amendment"), "", by_name=True),),
    cells=AFTER_ANY_END,
)


@declared(
    495,
    life=_OF_AN_AMENDMENT,
    holders=("holder",),
    settles=("amendment_copy",),
    examples=(
        Example(
            "amendment_copy",
            "The Company furnishes a copy of it",
            {"occurred_on": "2000-04-17", "amendment": "supplement-1", "holder": "spectrum"},
            in_life_of="shelf",
        ),
    ),
)
class AmendmentCopyFurnished(DatedFact):
    """The Company furnished a Holder with a copy of an amendment on this day (3(a)(x), 5)."""

    kind: Literal["amendment_copy_furnished"] = "amendment_copy_furnished"
    amendment: AmendmentName
    holder: HolderId


@declared(
    500,
    bears_on=("/amendment_copies",),
    life=_OF_AN_AMENDMENT,
    holders=("holder",),
    examples=(
        Example(
            "amendment_objection",
            "A Holder objects to it",
            {
                "amendment": "supplement-1",
                "holder": "spectrum",
                "delivery": {"method": "personal", "delivered_on": "2000-04-20"},
                "on_compliance_grounds": True,
                "reasonable": True,
            },
            in_life_of="shelf",
        ),
    ),
)
class AmendmentObjected(DeliveredFact):
    """A Holder objected to an amendment or supplement (3(a)(x))."""

    kind: Literal["amendment_objected"] = "amendment_objected"
    amendment: AmendmentName
    on_compliance_grounds: StrictBool
    reasonable: Annotated[
        StrictBool | None, Field(description="Whether it is reasonable; left out: not known.")
    ] = None
    before_filing: Annotated[
        StrictBool | None,
        Field(
            description="Whether it came before the amendment was filed, where that was on the "
            "same day; left out: not known."
        ),
    ] = None


@declared(
    510,
    life=_OF_AN_AMENDMENT,
    settles=("amendment_objection", "supplement"),
    examples=(
        Example(
            "amendment_filed",
            "It is filed",
            {"occurred_on": "2000-05-01", "amendment": "supplement-1"},
            in_life_of="shelf",
        ),
    ),
)
class AmendmentFiled(DatedFact):
    """An amendment or supplement was filed (3(a)(iii), 3(a)(x))."""

    kind: Literal["amendment_filed"] = "amendment_filed"
    amendment: AmendmentName


@declared(
    450,
    bears_on=("/drafts",),
    life=OF_A_STATEMENT,
    holders=("holders",),
    settles=("drafts",),
    examples=(
        Example(
            "drafts_delivered",
            "Drafts go to all who sell and to their advisers",
            {
                "occurred_on": "1999-04-26",
                "advisers": ["counsel", "accountants"],
                "documents": ["draft_registration_statement", "draft_prospectus"],
                "planned_filing_on": "1999-05-03",
            },
        ),
    ),
)
class DraftsDelivered(DatedFact):
    """Drafts or final copies went to Holders (left out: to all who sell) and advisers (5).

    Left out, nothing is said of advisers.
    """

    kind: Literal["drafts_delivered"] = "drafts_delivered"
    holders: SomeHolders | None = None
    advisers: Annotated[tuple[Adviser, ...], Field(max_length=10)] = ()
    documents: Annotated[tuple[DraftDocument, ...], Field(min_length=1, max_length=10)]
    planned_filing_on: PlainDate | None = None
