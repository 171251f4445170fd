"""Whose rights have ended, by what a question states and the terms say: without a record.

What each Holder holds is as it is stated. What the question does not say, and nobody could be told
by it, is not known: it ends nothing, and is named. Whole days; raises `OutsideCalendar` where a
calendar ends.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.rules.agreement.ends_by_terms import known_of_ends
from app.rules.holders.holdings import Holding, fully_diluted
from app.rules.holders.splits import ShareNumber
from app.rules.holders.without_rights import WithoutRights, holds_so_much
from app.rules.reasoning.days.clock import Tested, day_of
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.clocks.clock import AnyOf, Clock, Conditions, WhenPassed
from app.rules.terms.clocks.portions import HeldByHolder, HeldShares
from app.rules.terms.covenants import EndOfRightsSaid

NOT_SO, SO = Tested(False), Tested(True)


@dataclass(frozen=True, slots=True)
class EndsAsStated:
    """The ends of the terms, for Holders as a question states them.

    `holdings` are None where it states none, and so are the Company's shares `outstanding`.
    """

    holdings: Mapping[str, Holding] | None
    outstanding: Sourced[int] | None
    matter: Matter

    def without_rights(self, holder: str, day: date) -> WithoutRights | None:
        """Why a Holder may not use the right that is asked about on a day, if it may not."""
        terms = self.matter.terms
        right = terms.demand.name if terms.demand else "demand"
        for name, end in self._of_one_holder():
            if end.rights and terms.called(right).isdisjoint(end.rights):
                continue
            if self._tested(holder, name, end, day).passed:
                clause = end.clause or terms.registrable_securities.clause
                return WithoutRights(name, end.effect, clause)
        return None

    def barred(self, holder: str, day: date) -> str | None:
        """The clause by which a Holder may not ask on a day, if it may not."""
        found = self.without_rights(holder, day)
        return None if found is None or found.effect == "not_told" else found.clause

    def kept_out(self, holder: str, day: date) -> str | None:
        """Why a Holder is not told of a registration, and does not join it; None: it may."""
        return "HOLDER_WITHOUT_RIGHTS" if self.without_rights(holder, day) else None

    def counted(self, day: date) -> Mapping[str, Holding]:
        """What is held by those whose shares count on a day."""
        ends = [each for each in self._of_one_holder() if each[1].shares == "do_not_count"]
        return {
            holder: held
            for holder, held in (self.holdings or {}).items()
            if not any(self._tested(holder, *each, day).passed for each in ends)
        }

    def may_have_come(self, as_of: date) -> Iterator[tuple[str, ...]]:
        """What each end waits for: of any Holder, or of all."""
        known, aside = known_of_ends([], self.matter.terms, as_of), self.matter.unrecorded()
        for name, end in sorted(self.matter.terms.ends.items()):
            if end.whose == "holder":
                tested = [self._tested(each, name, end, as_of) for each in self._everybody()]
                waits_for = _waits(tested)
            else:
                found = day_of(end.on, known, aside, f"/ends/{name}/on")
                is_open = found.day is None or found.provisional
                waits_for = found.waits_for if is_open else ()
            if waits_for:
                yield waits_for

    def _everybody(self) -> Sequence[str | None]:
        return sorted(self.holdings) if self.holdings else [None]

    def _of_one_holder(self) -> Iterator[tuple[str, EndOfRightsSaid]]:
        ends = sorted(self.matter.terms.ends.items())
        return ((name, end) for name, end in ends if end.whose == "holder")

    def _tested(self, holder: str | None, name: str, end: EndOfRightsSaid, day: date) -> Tested:
        """Whether an end has come for a Holder by a day, or what lasts is so on it."""
        if isinstance(end.on, WhenPassed):
            return self._passed(end.on.when, end.on, holder, f"/ends/{name}/on", day)
        return self._come(end.on, f"/ends/{name}/on", day)

    def _passed(
        self, condition: Conditions, of: WhenPassed, holder: str | None, place: str, day: date
    ) -> Tested:
        match condition:
            case tuple():
                return _all([self._passed(each, of, holder, place, day) for each in condition])
            case AnyOf():
                return _any([self._passed(each, of, holder, place, day) for each in condition.any])
            case HeldByHolder():
                return self._holds(holder, condition.held)
            case _:
                return self._come(of.model_copy(update={"when": condition}), place, day)

    def _come(self, clock: Clock, place: str, day: date) -> Tested:
        known, aside = known_of_ends([], self.matter.terms, day), self.matter.unrecorded()
        found = day_of(clock, known, aside, place)
        first = None if found.day is None or found.expected else found.day.value
        if first is not None and (first < day if clock.edge == "strict" else first <= day):
            return SO
        is_open = found.day is None or found.provisional
        return Tested(None, found.waits_for) if is_open and found.waits_for else NOT_SO

    def _holds(self, holder: str | None, asked: HeldShares) -> Tested:
        """Whether it holds so much; named where the question does not say what would tell."""
        if self.holdings is None or holder is None:
            return Tested(None, ("positions",))
        terms = self.matter.terms
        held = {name: fully_diluted(each.position, terms) for name, each in self.holdings.items()}
        least = self._least(asked, sum(held.values()))
        if least is None:
            return Tested(None, ("shares_outstanding",))
        return SO if holds_so_much(holder, asked, held, least, terms) else NOT_SO

    def _least(self, asked: HeldShares, everything: ShareNumber) -> Fraction | None:
        if asked.fraction is None:
            return Fraction(asked.shares or 0)
        if asked.of == "registrable":
            return asked.fraction * Fraction(everything)
        return None if self.outstanding is None else asked.fraction * self.outstanding.value


def _all(tested: Sequence[Tested]) -> Tested:
    if any(each.passed is False for each in tested):
        return NOT_SO
    waits_for = _waits(tested)
    return Tested(None, waits_for) if waits_for else SO


def _any(tested: Sequence[Tested]) -> Tested:
    if any(each.passed for each in tested):
        return SO
    waits_for = _waits(tested)
    return Tested(None, waits_for) if waits_for else NOT_SO


def _waits(tested: Sequence[Tested]) -> tuple[str, ...]:
    """What would tell of what is not known, each once."""
    open_still = (each for each in tested if each.passed is None)
    return tuple(dict.fromkeys(name for each in open_still for name in each.waits_for))
