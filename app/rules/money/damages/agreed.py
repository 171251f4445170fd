"""Damages as they were agreed on each day: what an instrument changes, it changes from its day on.

A day accrues by the rates, the amount and the price of a unit that are agreed on that day, so that
a later instrument raises nothing and takes back nothing of the days before it. Whole days; nothing
raises.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from app.rules.terms.payments.damages import Damages


@dataclass(frozen=True, slots=True)
class Agreed:
    """Damages as they are agreed from a day on."""

    since: date
    term: Damages


AgreedByDay: TypeAlias = Sequence[Agreed]
"""In the order of their days; the first holds of every day before it too."""


def agreed_always(term: Damages) -> AgreedByDay:
    """What was never changed."""
    return (Agreed(date.min, term),)


def number_agreed(by_day: AgreedByDay, day: date) -> int:
    """Which of them is agreed on a day, by its place."""
    return max((place for place, each in enumerate(by_day) if each.since <= day), default=0)


def agreed_on(by_day: AgreedByDay, day: date) -> Damages:
    """The damages that are agreed on a day."""
    return by_day[number_agreed(by_day, day)].term
