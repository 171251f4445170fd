"""Terms of periods kept and days kept before them: effectiveness, holdback, statements, drafts."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool

from app.rules.terms.clocks.within import Within
from app.rules.terms.vocabulary import ClauseName, Duty, Period, Standard, Term, silent

HowManyDays: TypeAlias = Annotated[int, Field(ge=1, le=20_000, strict=True)]


class ShelfPeriod(Term):
    """How long a shelf registration is kept effective, unless all it covers is sold earlier.

    `condition_clause` makes an effective shelf a condition of mandatory conversion; null where
    the shelf does not hang on a conversion.
    """

    clause: ClauseName
    standard: Standard
    keep_effective: Within
    condition_clause: ClauseName | None = None


class DaysGivenBack(Term):
    """Days lost that are added to a period: counted with both ends, or without one of them."""

    clause: ClauseName
    counting: Literal["inclusive", "exclude_first", "exclude_last"]
    overlap: Literal["once", "each"] | None = silent(
        description="Whether days that two stretches share are given back once, or for each. Left "
        "out: a reading chooses."
    )
    limit: HowManyDays | None = silent(
        description="The most days that are given back by it. Left out: however many."
    )


Lost: TypeAlias = Literal["delay", "prohibition", "hold"]
Extended: TypeAlias = Literal["effect", "file", "keep_effective", "keep_shelf"]


class GivenBack(Term):
    """Days that one kind of stop takes from periods, and gives back to these and no others."""

    clause: ClauseName
    lost: Lost = Field(
        description="Days of a `delay`, of a `prohibition` of sales, or of a `hold` (from a notice "
        "that the prospectus misleads to the new one)."
    )
    extends: Annotated[
        tuple[Extended, ...],
        Field(
            min_length=1,
            description="What they are added to: by when it must be effective (`effect`) or filed "
            "(`file`), and how long a statement (`keep_effective`) or a shelf (`keep_shelf`) is "
            "kept effective.",
        ),
    ]
    counted: Literal["both_ends", "first_excluded", "last_excluded"] = Field(
        description="Whether both the first and the last day of a stop are counted."
    )
    overlap: Literal["once", "each"] = silent(
        "once", description="Whether days that two stops share are given back once, or for each."
    )
    limit: HowManyDays | None = silent(
        description="The most days that are given back by it. Left out: however many."
    )

    def days(self) -> DaysGivenBack:
        """The same, as days given back to one period."""
        counting = {
            "both_ends": "inclusive",
            "first_excluded": "exclude_first",
            "last_excluded": "exclude_last",
        }[self.counted]
        return DaysGivenBack.model_validate(
            {
                "clause": self.clause,
                "counting": counting,
                "overlap": self.overlap,
                "limit": self.limit,
            }
        )


class Tolling(Term):
    """Which lost days are given back: prohibitions of sale, and stops until a new prospectus."""

    prohibitions: DaysGivenBack | None = None
    discontinuances: DaysGivenBack | None = None


class EarningsStatement(Term):
    """The shortest and longest period an earnings statement may cover, from its first month on."""

    clause: ClauseName
    shortest: Period
    longest: Period
    available: Duty


class Holdback(Term):
    """Days around an underwritten registration on which Holders do not sell publicly.

    `before` and `after` hold if the managing underwriter requires it; `on_advice` is the longest
    period that it may advise instead.
    """

    clause: ClauseName
    before: Period
    after: Period
    on_advice: Period | None = None
    firm_commitment_only: StrictBool


class Rule144Statement(Term):
    """From when a Holder may ask for a statement of compliance with Rule 144."""

    clause: ClauseName
    available_after: Period
    furnish: Duty


class ComfortLetter(Term):
    """How old the information of the accountants' letter may be at its date."""

    clause: ClauseName
    information_within: Period


DraftDocument: TypeAlias = Literal[
    "draft_registration_statement",
    "final_registration_statement",
    "draft_prospectus",
    "final_prospectus",
]
Adviser: TypeAlias = Literal["underwriters", "counsel", "accountants"]
"""Who receives copies beside the Holders: the underwriters if there are any, and the counsel and
accountants of Holders and underwriters."""


class Drafts(Term):
    """Copies before filing: which, to whom beside the selling Holders, and how long before."""

    clause: ClauseName
    before_filing: Period
    underwritten_excluded: StrictBool
    documents: tuple[DraftDocument, ...]
    advisers: tuple[Adviser, ...]


class AmendmentCopies(Term):
    """Copies of an amendment or supplement before it is filed, so that Holders may object.

    `standard` softens the time: where it is not null, copies may come later if need be.
    """

    clause: ClauseName
    before_filing: Period
    standard: Standard | None
