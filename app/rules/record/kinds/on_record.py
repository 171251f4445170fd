"""One kind of registration on the record: the fact that begins it, and what it is judged by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from app.rules.facts import BeginningFact
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput, Sourced
from app.rules.record.gathering import AnyRegistration, Record, RegistrationFacts
from app.rules.record.history import history_of, life_of
from app.rules.registrations.cutback.selling import (
    Allocation,
)
from app.rules.registrations.joining.history import History
from app.rules.registrations.kind import Kind
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.requests.ruling import Case, RegistrationRuling

B = TypeVar("B", bound=BeginningFact)
C = TypeVar("C", bound=Case)


@dataclass(frozen=True, slots=True)
class Settled:
    """What has become of a registration, the ruling on it, and what that turns on while open."""

    life: RegistrationLife
    ruling: RegistrationRuling
    turns_on: tuple[MissingInput, ...]


UsesUpDemand: TypeAlias = Literal["always", "by_reading", "by_limits", "never"]
"""`by_limits`: where a limit of uses counts it, and never as a demand."""


def life_as_told(record: Record, facts: AnyRegistration) -> RegistrationLife:
    """What has become of a registration, as its own facts tell."""
    return life_of(record, facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRecord(Generic[B, C]):
    """One kind of registration, with the way from its facts to what its rules judge it by.

    `begun_by` is the fact that sets it going, `case` what it is judged by, `measured_on` the day on
    which a transaction must have been considered to delay it (2(g)). `uses_up_demand` says whether
    it counts against the cap of 2(a)(i); `settled` is asked of those that may, in their turn.
    """

    begun_by: type[B]
    rules: Kind[C]
    case: Callable[[Record, RegistrationFacts[B], Matter], C]
    measured_on: Callable[[Record, RegistrationFacts[B], Matter], Sourced[date] | None]
    life: Callable[[Record, RegistrationFacts[B]], RegistrationLife] = life_as_told
    uses_up_demand: UsesUpDemand = "never"
    settled: Callable[[Record, RegistrationFacts[B], Matter], Settled] | None = None

    def followed(
        self, record: Record, facts: RegistrationFacts[B], matter: Matter
    ) -> "RegistrationFollowed":
        """The course of one registration, of which several days are asked."""

        def work() -> RegistrationFollowed:
            its_own = record.matter_of(facts, matter).unrecorded()
            case = self.case(record, facts, its_own)
            ruling = self.rules.decide(case, its_own)
            history = history_of(record, facts, self.life(record, facts))
            left = cache(partial(self.rules.left_by_maximum, case, ruling, history, its_own))
            return RegistrationFollowed(self.rules, case, ruling, history, its_own, left)

        return record.once(f"course of {facts.registration_id}", work)


@dataclass(frozen=True, slots=True)
class RegistrationFollowed:
    """What the course of one registration rests on, whatever the day: nobody reads the working."""

    rules: Kind[Any]
    case: Any
    ruling: RegistrationRuling
    history: History
    matter: Matter
    left_by_maximum: Callable[[], Mapping[str, Sourced[int]]]

    @property
    def is_made(self) -> bool:
        """Whether the Company makes it, on whatever day; nobody is ever in one that it does not."""
        return self.ruling.stands or self.history.volunteered(self.ruling)

    def by(self, day: date) -> Progress:
        """The course by a day, on what is known on the record's."""
        of_it = self.case, self.ruling, self.history, self.matter
        return self.rules.followed_with(self.left_by_maximum, *of_it, day)

    def shared_out(self, progress: Progress) -> Allocation | None:
        """Who may then sell how many shares; None where nobody may."""
        if not progress.is_made:
            return None
        return self.rules.share_out(self.case, progress, self.matter)


def turns_on(
    ruling: RegistrationRuling, decided: Callable[[Matter], RegistrationRuling], matter: Matter
) -> tuple[MissingInput, ...]:
    """What nobody has recorded, and an open ruling turns on."""
    if ruling.decision != "undetermined":
        return ()
    aside = matter.unrecorded()
    decided(aside)
    return tuple(aside.working.missing)
