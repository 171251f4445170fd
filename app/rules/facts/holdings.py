"""The agreement, its Holders and what they hold: clauses P.1, 1(e), 1(i), 9(f) and 9(h)."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool, model_validator

from app.rules.facts.base import (
    BeforeRequests,
    BeforeVotes,
    DatedFact,
    HolderId,
    ShareCount,
    Shares,
    SilentOfRequests,
    is_none,
)
from app.rules.facts.declaration import Example, Replaces, declared
from app.rules.terms.vocabulary import Words
from app.rules.values.written_dates import PlainDate

StatedCount: TypeAlias = Annotated[
    int,
    Field(
        ge=0,
        le=10**12,
        strict=True,
        description="Whole shares, in shares of Common Stock. Left out: it holds none of these; at "
        "least one of the three is stated.",
    ),
]


@declared(10, of="making", settles=("execution",))
class AgreementMade(DatedFact):
    """The agreement was made on these terms (P.1)."""

    kind: Literal["agreement_made"] = "agreement_made"
    name: Words
    terms_hash: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]


@declared(
    20,
    examples=(
        Example(
            "holder",
            "Another person is a Holder",
            {"occurred_on": "1999-06-01", "holder": "another", "name": "Another Investor, L.P."},
        ),
    ),
)
class HolderRecorded(DatedFact):
    """A person is a Holder from this day, with the Company bound to recognise it (1(e))."""

    kind: Literal["holder_recorded"] = "holder_recorded"
    holder: HolderId
    name: Words
    entity: Words | None = None


@declared(
    40,
    replaces=Replaces(("holder",)),
    examples=(
        Example(
            "position",
            "What a Holder holds in all",
            {
                "occurred_on": "1999-01-04",
                "holder": "wang",
                "common": 1000,
                "preferred_as_converted": 6500,
                "warrant_shares": 750,
            },
        ),
    ),
)
class PositionStated(DatedFact):
    """A Holder's whole position on this day, as the register has it (1(i)).

    On a day of a stock split it counts the shares as split.
    """

    kind: Literal["position_stated"] = "position_stated"
    holder: HolderId
    common: StatedCount = 0
    preferred_as_converted: StatedCount = 0
    warrant_shares: StatedCount = 0
    before_changes: Annotated[
        StrictBool | None,
        Field(
            description="Whether it states what was held before what the Holder sold, converted, "
            "exercised, gave or got on that day (true), or after it (false); only needed where "
            "there is such a thing. Null: not recorded.",
            examples=[False],
        ),
    ] = None


@declared(
    50,
    examples=(
        Example(
            "conversion",
            "A conversion of Series A",
            {"occurred_on": "1999-01-15", "holder": "doeg-hill", "shares": 10000},
        ),
    ),
)
class PreferredConverted(DatedFact):
    """Series A was converted into this many shares of Common Stock (1(i)(i))."""

    kind: Literal["preferred_converted"] = "preferred_converted"
    holder: HolderId
    shares: Shares
    before_requests: SilentOfRequests = None
    before_votes: BeforeVotes = None


@declared(
    60,
    examples=(
        Example(
            "exercise",
            "Warrants are exercised",
            {"occurred_on": "1999-01-15", "holder": "doeg-hill", "shares": 6000},
        ),
    ),
)
class WarrantsExercised(DatedFact):
    """Warrants were exercised for this many shares of Common Stock (1(i)(i), 1(m))."""

    kind: Literal["warrants_exercised"] = "warrants_exercised"
    holder: HolderId
    shares: Shares
    before_requests: SilentOfRequests = None
    before_votes: BeforeVotes = None


@declared(
    70,
    examples=(
        Example(
            "expiry",
            "The Warrants of a Holder expire",
            {"occurred_on": "2003-04-10", "holder": "wang"},
        ),
    ),
)
class WarrantsExpired(DatedFact):
    """A Holder's Warrants expired; left out, those of every Holder (1(m))."""

    kind: Literal["warrants_expired"] = "warrants_expired"
    holder: HolderId | None = None
    before_requests: BeforeRequests = None
    before_votes: BeforeVotes = None


@declared(
    740,
    settles=("no_sales", "holdback", "discontinuance"),
    examples=(
        Example(
            "sale",
            "A Holder sells outside any registration",
            {"occurred_on": "1999-01-20", "holder": "spectrum", "shares": 500},
        ),
    ),
)
class SharesSold(DatedFact):
    """Common Stock went to a buyer to whom no rights pass, and left the count (1(e))."""

    kind: Literal["shares_sold"] = "shares_sold"
    holder: HolderId
    shares: Shares
    before_requests: BeforeRequests = None
    before_votes: BeforeVotes = None
    publicly: Annotated[
        bool | None,
        Field(
            description="Whether it was a public sale or distribution, one under Rule 144 or 144A "
            "included (4(c)); a private one breaks no holdback. Null: not recorded."
        ),
    ] = None


@declared(
    80,
    examples=(
        Example(
            "transfer",
            "A transfer to an affiliate",
            {
                "occurred_on": "1999-01-15",
                "holder": "spectrum",
                "transferee": "spectrum-affiliate",
                "transferee_name": "Spectrum Affiliate Fund",
                "preferred_as_converted": 100000,
                "affiliate": True,
                "restricted_in_writing": False,
                "record_holder_on": "1999-01-20",
            },
        ),
    ),
)
class SecuritiesTransferred(DatedFact):
    """Securities passed from a Holder to a transferee; whether rights pass is worked out (9(f))."""

    kind: Literal["securities_transferred"] = "securities_transferred"
    holder: HolderId
    transferee: HolderId
    transferee_name: Words
    common: ShareCount = 0
    preferred_as_converted: ShareCount = 0
    warrant_shares: ShareCount = 0
    affiliate: StrictBool
    restricted_in_writing: StrictBool
    record_holder_on: PlainDate | None = None
    notice_received_on: PlainDate | None = None
    agreement_received_on: PlainDate | None = None
    before_requests: BeforeRequests = None
    before_votes: BeforeVotes = None
    before_transfers: Annotated[
        StrictBool | None,
        Field(
            exclude_if=is_none,
            description="Whether it came before the other transfers of that day to or from the "
            "same transferee (true), or after them (false); only needed where it decides with "
            "which of them rights pass (9(f)). Null: not recorded.",
            examples=[True],
        ),
    ] = None
    without_rights: Annotated[
        ShareCount | None,
        Field(
            exclude_if=is_none,
            description="How many shares the transferee held just before, fully diluted, of those "
            "that had come to it without rights: they count in what it holds then (9(f)(ii)). "
            "Null: it is taken to have kept them all.",
            examples=[0],
        ),
    ] = None

    @model_validator(mode="after")
    def _moves_something(self) -> "SecuritiesTransferred":
        if self.holder == self.transferee:
            raise ValueError("a transfer goes to somebody else")
        if self.common + self.preferred_as_converted + self.warrant_shares == 0:
            raise ValueError("a transfer moves at least one share")
        return self


@declared(
    30,
    examples=(
        Example(
            "split",
            "Each share becomes two",
            {"occurred_on": "2000-06-01", "numerator": 2, "denominator": 1},
        ),
    ),
)
class StockSplit(DatedFact):
    """Each share became `numerator`/`denominator` shares; a combination is less than one (9(h))."""

    kind: Literal["stock_split"] = "stock_split"
    numerator: Annotated[int, Field(gt=0, le=100_000, strict=True)]
    denominator: Annotated[int, Field(gt=0, le=100_000, strict=True)]
