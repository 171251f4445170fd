"""The course a demand has taken, gathered for the parts of the answer that look at all of it."""

from dataclasses import dataclass
from datetime import date

from app.rules.demand import DemandRuling
from app.rules.participation import Participation, Since
from app.rules.working import Sourced


@dataclass(frozen=True, slots=True)
class Course:
    """The ruling on a demand, what happened since, and what was worked out from both.

    `kept_effective_to` is the last day of an effective statement; `done_on` the day on which the
    act that was due was done; `as_of` the day asked about (None: no day is).
    """

    ruling: DemandRuling
    since: Since
    taking_part: Participation
    kept_effective_to: Sourced[date] | None
    done_on: Sourced[date] | None
    as_of: date | None
