"""The course a demand has taken, gathered for the parts of the answer that look at all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.rules.demand import DemandRuling
from app.rules.effectiveness import EffectivenessEnd
from app.rules.participation import Participation, Since
from app.rules.working import Sourced


@dataclass(frozen=True, slots=True)
class Course:
    """The ruling on a demand, what happened since, and what was worked out from both.

    `effectiveness` says until when an effective statement is kept so; `done_on` the day on which
    the act that was due was done; `as_of` the day asked about (None: no day is).
    """

    ruling: DemandRuling
    since: Since
    taking_part: Participation
    included: Mapping[str, Sourced[int | None]]
    effectiveness: EffectivenessEnd | None
    done_on: Sourced[date] | None
    days_late: Sourced[int] | None
    as_of: date | None

    @property
    def has_begun(self) -> bool:
        """Whether the demand has been received by the day asked about."""
        received = self.ruling.asked.received_on
        return self.as_of is None or received is None or received.value <= self.as_of

    @property
    def is_withdrawn(self) -> bool:
        """Whether nobody is left who asks."""
        return self.since.life.withdrawn_on is not None

    @property
    def kept_effective_to(self) -> Sourced[date] | None:
        """The last day of an effective statement; None while a hold keeps it from ending."""
        return self.effectiveness.extension.end if self.effectiveness else None
