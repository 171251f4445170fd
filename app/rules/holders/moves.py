"""What moves shares on a day: its order to what is decided that day, and the places it takes along.

A day is taken at its end. What Holders sign, consent to, approve or ask for on a day counts what
they held when they did so: what is said to have moved only afterwards (`before_votes`,
`before_requests`) is left out for it, no matter who asks (2(a)(i), 7(c), 9(e)). Of what does not
say it, `record.lives.moves_of_a_day` tries both. Whether a place in a registration passes, for how
many shares, turns on what was asked for (`registrations/joining/covered`; 9(f), QG5). Shares are
exact; days are whole days. Nothing raises.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Final, Literal, TypeAlias

from app.rules.facts import RecordedFact
from app.rules.facts.holdings import (
    PreferredConverted,
    SecuritiesTransferred,
    SharesSold,
    WarrantsExercised,
    WarrantsExpired,
)
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.facts.standing.withdrawal import Handed
from app.rules.holders.holdings import CLASSES
from app.rules.holders.register import Passed, Register, keep_day_again
from app.rules.holders.splits import ShareNumber
from app.rules.terms import Terms

Moving: TypeAlias = SharesSold | SharesSoldInOffering | SecuritiesTransferred | WarrantsExpired
Changing: TypeAlias = PreferredConverted | WarrantsExercised
Order: TypeAlias = Literal["before_requests", "before_votes"]
"""By which field a move says whether it came before what was decided on its day."""
MOVING: Final = (SharesSold, SharesSoldInOffering, SecuritiesTransferred, WarrantsExpired)
CHANGING: Final = (PreferredConverted, WarrantsExercised)
"""What changes only of which class the shares of one Holder are."""


def moved_on(
    day: date, facts: Iterable[RecordedFact], order: Order | None, terms: Terms
) -> list[RecordedFact]:
    """What changed who holds what on a day and does not say that it came before what was decided.

    Without an `order`, all that did. A conversion changes no count in which all classes are.
    """
    kinds: tuple[type[Moving | Changing], ...] = MOVING
    if not set(CLASSES).issubset(terms.registrable_securities.counts):
        kinds += CHANGING
    return [
        each
        for each in facts
        if isinstance(each.fact, kinds)
        and each.fact.occurred_on == day
        and not (order and getattr(each.fact, order))
        and not (isinstance(each.fact, SharesSoldInOffering) and _by_others(each.fact))
    ]


def _by_others(sold: SharesSoldInOffering) -> bool:
    return sold.seller_class != "holders"


def came_later(recorded: RecordedFact, order: Order, under: str | None = None) -> bool:
    """Whether a move is said to have come after what was decided on its day.

    What is sold under the registration that was decided on did.
    """
    is_of_it = under is not None and recorded.registration_id == under
    if is_of_it and isinstance(recorded.fact, SharesSoldInOffering):
        return True
    return getattr(recorded.fact, order, None) is False


def register_when(
    order: Order, day: date, facts: Sequence[RecordedFact], register: Register
) -> Register:
    """The register as it stood when what was decided on a day was, if what is silent came first."""
    moved = moved_on(day, facts, order, register.terms.on(day))
    later = {each.id for each in moved if came_later(each, order)}
    return register_without(later, day, facts, register) if later else register


def register_without(
    later: Collection[str], day: date, facts: Sequence[RecordedFact], register: Register
) -> Register:
    """The register through a day without some moves, and without what supposes that they came."""
    without = set(later)
    while True:
        found = keep_day_again(register, day, facts, without)
        impossible = {each.fact_id for each in found.impossible}
        if not impossible:
            return found
        without |= impossible


def handed_on(register: Register) -> tuple[Handed, ...]:
    """Every transfer of securities with all rights, with what its giver was left with."""
    return tuple(
        Handed(passed.on, passed.giver, passed.taker, partial(_left, register, passed))
        for passed in register.passed
        if register.terms.on(passed.on).readings.inclusion_passes
    )


def _left(register: Register, passed: Passed, since: date) -> ShareNumber:
    """What the giver held after the day of the transfer, in shares of an earlier day."""
    held = register.registrable_shares(passed.giver, passed.on)
    return held / register.split_ratio(since, passed.on)
