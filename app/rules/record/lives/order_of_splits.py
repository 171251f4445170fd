"""What happened on the very day of a stock split is taken to have followed it: 9(h), 1(i)(ii).

The order of a day is not recorded, and a number stated on that day stays as it was stated. That is
an assumption, and every answer that may rest on it says so: of shares that moved, and of numbers
stated for the registration asked about. Days are whole days; nothing raises.
"""

from collections.abc import Iterator
from datetime import date

from app.rules.facts import Fact
from app.rules.facts.holdings import (
    PreferredConverted,
    SecuritiesTransferred,
    SharesSold,
    WarrantsExercised,
)
from app.rules.facts.life.participation import AdditionsProposed, JoinRequested, MaximumAdvised
from app.rules.facts.life.procedures import ProcedureRequested
from app.rules.facts.life.requests import (
    DemandReceived,
    LetterAdded,
    RegistrationDetermined,
    ShelfTriggered,
    TakedownRequested,
)
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.reasoning.matter import Matter
from app.rules.record.gathering import AnyRegistration, Record
from app.rules.record.lives.unacknowledged import deliveries
from app.rules.values.written_dates import written_out

MOVING = (
    SharesSold,
    SharesSoldInOffering,
    SecuritiesTransferred,
    PreferredConverted,
    WarrantsExercised,
)
STATES_A_NUMBER = (
    DemandReceived
    | ShelfTriggered
    | TakedownRequested
    | RegistrationDetermined
    | LetterAdded
    | JoinRequested
    | ProcedureRequested
    | AdditionsProposed
    | MaximumAdvised
)


def say_order_of_splits(record: Record, asked: AnyRegistration | None, matter: Matter) -> None:
    """Say in which order the day of a split is taken, where anything else happened on it."""
    split_on = {each.effective_on for each in record.register.splits}
    if not split_on:
        return
    moved = {fact.occurred_on for _, fact in record.known.of(*MOVING)}
    life: tuple[Fact, ...]
    life = (asked.begun.fact, *(each.fact for each in asked.facts)) if asked else ()
    stated = {day for fact in life for day in _stated_on(fact)}
    for day in sorted((moved | stated) & split_on):
        matter.working.assume(
            "TAKEN_AFTER_SPLIT",
            f"{_what(moved=day in moved, stated=day in stated)} on {written_out(day)} is taken to "
            "have followed the stock split of that day, and to be stated in shares as they were "
            "after it.",
        )


def _what(*, moved: bool, stated: bool) -> str:
    if not stated:
        return "What was sold, transferred or converted"
    return "What was asked for, sold or moved otherwise" if moved else "What was asked for"


def _stated_on(fact: Fact) -> Iterator[date]:
    """The days on which a fact tells that numbers of shares were stated."""
    if isinstance(fact, STATES_A_NUMBER):
        sent = [delivery.happened_on for _, delivery in deliveries(fact)]
        yield from sent or [fact.happened_on]
