"""What is known of one agreement by a day: its facts in order, its instruments, its register."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar, cast

from app.rules.agreement.instruments import Instruments
from app.rules.agreement.rights_period import first_offering_effective
from app.rules.facts import Fact, RecordedFact
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


def _its_fact(recorded: RecordedFact) -> Fact:
    return recorded.fact


@dataclass(frozen=True, slots=True)
class Known:
    """The facts that happened by the end of a day, in the order of the record, and what is ruled.

    What happened after the day is not in it.
    """

    facts: Sequence[RecordedFact]
    instruments: Instruments
    as_of: date
    _of: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    _once: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    _longer: "Known | None" = field(default=None, repr=False, compare=False)

    def cut(self, place: int, day: date) -> "Known":
        """What of it happened by the end of a day: so many of its facts, of no instrument yet."""
        return Known(self.facts[:place], self.instruments, day, _longer=self)

    def on(self, day: date) -> "Known":
        """The same on another day by which the same is known, with what was found of the facts."""
        return replace(self, as_of=day)

    def with_one_more(
        self, new: RecordedFact, facts: Sequence[RecordedFact], ruled: Instruments
    ) -> "Known":
        """The same with one more fact, with what was found of kinds that it is none of."""
        of = {
            (kinds, make): found
            for (kinds, make), found in list(self._of.items())
            if not isinstance(new.fact, kinds)
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
        return cast(Sequence[tuple[RecordedFact, F]], self.each(kinds, _its_fact))

    def each(
        self, kinds: tuple[type[Any], ...], make: Callable[[RecordedFact], T | None]
    ) -> Sequence[tuple[RecordedFact, T]]:
        """What each fact of some kinds makes, where it makes something, found once."""
        if (kinds, make) not in self._of:
            self._of[kinds, make] = (
                [
                    (each, made)
                    for each in self.facts
                    if isinstance(each.fact, kinds) and (made := make(each)) is not None
                ]
                if self._longer is None
                else self._until_its_end(self._longer.each(kinds, make))
            )
        return cast(Sequence[tuple[RecordedFact, T]], self._of[kinds, make])

    def _until_its_end(
        self, found: Sequence[tuple[RecordedFact, T]]
    ) -> Sequence[tuple[RecordedFact, T]]:
        last = self.facts[-1].fact.happened_on if self.facts else date.min
        return found[: bisect_right(found, last, key=lambda each: each[0].fact.happened_on)]

    def once(self, name: str, work: Callable[[], T]) -> T:
        """What follows from the facts alone, worked out once for all that ask for it."""
        if name not in self._once:
            self._once[name] = work()
        return cast(T, self._once[name])

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
