"""An objection to recording a fact: which field is at fault, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from app.rules.agreement.instruments import Instruments
from app.rules.holders.register import Register
from app.rules.notices.receipt import Delivery, reached_on
from app.rules.values.wording import near
from app.rules.values.written_dates import written_out

MOST_NAMED = 20
"""Of those that there are, when one is named that is not among them; a thousand help nobody."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a fact cannot be recorded: field at fault (JSON pointer), stable code, sentence."""

    pointer: str
    code: str
    says: str


def some_of(names: Collection[str]) -> str:
    """The names that there are, in order; of very many, some and how many more."""
    some = ", ".join(nsmallest(MOST_NAMED, names))
    more = len(names) - MOST_NAMED
    return f"{some} and {more:,} more" if more > 0 else some or "none"


def days_of_delivery(delivery: Delivery, ruled: Instruments) -> tuple[date, date]:
    """The days on which a writing was sent and received, by the terms of the first."""
    return delivery.happened_on, reached_on(delivery, ruled.terms.on)


def unknown_on(holder: str, pointer: str, day: date, register: Register) -> Objection:
    """That nobody of this name is on the register of a day."""
    there = register.lines_on(day)
    meant, known = near(holder, list(there)), some_of(there)
    says = f"There is no Holder {holder!r} on {written_out(day)}. {meant}Holders then: {known}."
    return Objection(pointer, "unknown_holder", says)
