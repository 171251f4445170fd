"""What is known of one agreement by a day: its facts in order, its instruments, its register."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar, cast

from app.rules.agreement.instruments import Instruments
from app.rules.agreement.rights_period import first_offering_effective
from app.rules.facts import RecordedFact
from app.rules.facts.covenants import FirstPublicOfferingEffective, ReportingBegan
from app.rules.facts.life.stages import FirstPublicOfferingStage
from app.rules.holders.register import Register
from app.rules.holders.stated import first_offering_days
from app.rules.reasoning.matter import TermsThrough
from app.rules.reasoning.trace import Sourced
from app.rules.terms.document.by_date import TermsChange

F = TypeVar("F")
T = TypeVar("T")


def days_of_changes(changes: Iterable[TermsChange]) -> tuple[Sourced[date], ...]:
    """The first day of each change of the terms, in their order."""
    days = (Sourced(each.effective_from, each.source) for each in changes)
    return tuple(sorted(days, key=lambda day: day.value))


@dataclass(frozen=True, slots=True)
class Known:
    """The facts that happened by the end of a day, in the order of the record, and what is ruled.

    What happened after the day is not in it.
    """

    facts: Sequence[RecordedFact]
    instruments: Instruments
    as_of: date
    _of: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def on(self, day: date) -> "Known":
        """The same on another day by which the same is known, with what was found of the facts."""
        return replace(self, as_of=day)

    def with_one_more(
        self, new: RecordedFact, facts: Sequence[RecordedFact], ruled: Instruments
    ) -> "Known":
        """The same with one more fact, with what was found of kinds that it is none of."""
        of = {
            kinds: found
            for kinds, found in list(self._of.items())
            if isinstance(kinds, tuple) and not isinstance(new.fact, kinds)
        }
        return Known(facts, ruled, self.as_of, of)

    @property
    def register(self) -> Register:
        """The register of Holders."""
        return self.instruments.register

    def terms_through(self) -> TermsThrough:
        """The terms in force, day by day."""
        terms = self.instruments.terms
        in_force = tuple(each for each in terms.changes if each.effective_from <= self.as_of)
        return TermsThrough(lambda day: terms.on(min(day, self.as_of)), days_of_changes(in_force))

    def of(self, *kinds: type[F]) -> Sequence[tuple[RecordedFact, F]]:
        """The facts of some kinds, looked for once however many registrations ask for them."""
        if kinds not in self._of:
            self._of[kinds] = [
                (each, each.fact) for each in self.facts if isinstance(each.fact, kinds)
            ]
        return cast(Sequence[tuple[RecordedFact, F]], self._of[kinds])

    def once(self, name: str, work: Callable[[], T]) -> T:
        """What follows from the facts alone, worked out once for all that ask for it."""
        if name not in self._of:
            self._of[name] = work()
        return cast(T, self._of[name])

    def first_offering_effective(self) -> Sourced[date] | None:
        """The day on which the first public offering became effective (E1)."""
        return first_offering_effective(each for each, _ in self.of(FirstPublicOfferingEffective))

    def first_offering_days(self) -> Mapping[str, Sourced[date]]:
        """The Moments of the first public offering that have a day."""
        kinds = FirstPublicOfferingEffective, FirstPublicOfferingStage
        return first_offering_days(each for each, _ in self.of(*kinds))

    def reporting_began(self) -> Sourced[date] | None:
        """The day on which the Company became subject to reporting."""
        for recorded, fact in self.of(ReportingBegan):
            return Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")
        return None
