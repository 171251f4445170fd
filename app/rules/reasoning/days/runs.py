"""Days on end of a prohibition, a delay or a stop."""

from dataclasses import dataclass
from datetime import date

from app.rules.reasoning.trace import Sourced


@dataclass(frozen=True, slots=True)
class Run:
    """Days of a prohibition, of a delay, or of a stop; `last_day` is None while it lasts."""

    first_day: Sourced[date]
    last_day: Sourced[date] | None
