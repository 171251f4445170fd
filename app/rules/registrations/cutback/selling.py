"""Who asks to sell how many shares, and what each may sell: clauses 2(a)(i) and 2(f).

A number nobody has stated stays null. Shares are whole shares; nothing is decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.trace import Sourced, SourceShown
from app.rules.terms.rights.registrations import SellerClass, TierClass
from app.rules.values.lean import small_value


@small_value
class AllocationLine:
    """What one seller asked to include and may include, in shares, and why."""

    seller: str
    seller_class: SellerClass
    requested: int | None
    included: int | None
    reason: str
    source: SourceShown


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who may sell how many shares; the total is null while a number is missing."""

    lines: tuple[AllocationLine, ...]
    maximum: int | None
    total: int | None
    cut_back: bool | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Additions:
    """Shares the Company proposes to add: its own and others', and whether requesters consent.

    `stated_on` is the day of the proposal: the numbers are of shares as they then were.
    """

    source: str
    company: int
    others: Mapping[str, int]
    consent: bool | None
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Maximum:
    """The most shares the managing underwriter finds can be sold; `source` points at the number.

    `greenshoe` are over-allotment shares, on top of the maximum or part of it (QC19). `stated_on`
    is the day of the advice, `in_writing` whether it was written. `in_shares_of_now` is by what
    splits since the shares were shared out multiply what is said of it.
    """

    source: str
    shares: int
    greenshoe: Sourced[int] | None = None
    stated_on: date | None = None
    in_writing: Sourced[bool] | None = None
    in_shares_of_now: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Seller:
    """One seller's request while it is being decided; `tier_class` says where it ranks.

    `groups` are those of the terms to which it belongs, where ranks name any; `beside` is what the
    Holders own who are affiliates of somebody and sell nothing, by their names.
    """

    name: str
    seller_class: SellerClass
    tier_class: TierClass
    requested: int | None
    source: str
    owned: Sourced[ShareNumber] | None = None
    groups: frozenset[str] = frozenset()
    beside: Mapping[str, Sourced[ShareNumber]] = field(default_factory=dict, hash=False)


def line(seller: Seller, included: int | None, reason: str, source: str) -> AllocationLine:
    """The line of a seller in the answer; `requested` is what still stands of its request."""
    if seller.requested == 0:
        reason = "Nothing is left of the request: none of the shares are held any more."
    return AllocationLine(
        seller.name, seller.seller_class, seller.requested, included, reason, source
    )


def whole(seller: Seller, reason: str) -> AllocationLine:
    """The line of a seller who may sell all it asked for."""
    return line(seller, seller.requested, reason, seller.source)
