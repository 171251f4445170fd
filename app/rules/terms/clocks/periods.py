"""Terms of periods kept and days kept before them: effectiveness, holdback, statements, drafts."""

from typing import Literal, TypeAlias

from pydantic import StrictBool

from app.rules.terms.vocabulary import ClauseName, Duty, Period, Standard, Term


class ShelfPeriod(Term):
    """How long a shelf registration is kept effective, unless all it covers is sold earlier.

    `condition_clause` makes an effective shelf a condition of mandatory conversion; null where
    the shelf does not hang on a conversion.
    """

    clause: ClauseName
    standard: Standard
    keep_effective: Period
    condition_clause: ClauseName | None = None


class DaysGivenBack(Term):
    """Days lost that are added to a period: counted with both ends, or without the first day."""

    clause: ClauseName
    counting: Literal["inclusive", "exclude_first"]


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
