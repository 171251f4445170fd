"""Terms of the rights to a registration."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from app.rules.plain_dates import PlainDate
from app.rules.terms.vocabulary import (
    ClauseName,
    Counter,
    Duty,
    Period,
    Standard,
    Term,
    WholeNumber,
    Words,
)


class Opening(Term):
    """A right that may be used only after a day: that day itself is excluded."""

    clause: ClauseName
    after: PlainDate


class ShortForm(Term):
    """Forms that earn the shorter period."""

    clause: ClauseName
    forms: tuple[Words, ...]
    effect_within: Period


class Inclusion(Term):
    """Until when a Holder may ask to be included, measured from his own notice."""

    within: Period


SellerClass: TypeAlias = Literal["holders", "company", "others"]


DemandPriority: TypeAlias = Literal[
    "holders_company_others", "holders_then_pari_passu", "company_first"
]


class Demand(Term):
    """The right of the Requisite Holders to have their shares registered."""

    clause: ClauseName
    opens: Opening | None
    closes_on: PlainDate | None
    minimum_shares: WholeNumber | None
    cap: Counter | None
    effect_within: Period
    effort: Standard
    short_form: ShortForm | None
    standstill: Period | None
    standstill_except_forms: tuple[Words, ...]
    notice_to_holders: Duty
    join: Inclusion
    additions_clause: ClauseName
    priorities: Mapping[DemandPriority, tuple[tuple[SellerClass, ...], ...]]


class Incidental(Term):
    """The right to join a registration that the Company makes for itself or others."""

    clause: ClauseName
    notice: Period
    join: Inclusion


class Delay(Term):
    """The Company's right to delay a registration or to stop sales for a while."""

    clause: ClauseName
    max_days: WholeNumber
    occasions: Counter


class Effectiveness(Term):
    """How long a registration statement is kept effective."""

    clause: ClauseName
    standard: Standard
    keep_effective: Period


class EffectiveRegistration(Term):
    """When a registration counts as effected."""

    clause: ClauseName
    interference_clause: ClauseName
    closing_clause: ClauseName
