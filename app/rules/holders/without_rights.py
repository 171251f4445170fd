"""Whose rights have ended, are suspended, or who is not told: the ends of one Holder in the terms.

An end for good comes on the first day on which all that it asks for is so, on the record and at the
end of that day; a suspension lasts on the days on which it is so. What is not recorded, or only
expected, ends nothing. What a Holder holds are its Registrable Securities, fully diluted. Whole
days; raises `OutsideCalendar` where a calendar ends.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Final

from app.rules.facts.conditions import ConditionStated
from app.rules.facts.covenants import EventHappened
from app.rules.holders.holdings import fully_diluted
from app.rules.holders.splits import ShareNumber
from app.rules.holders.stated import first_offering_days, stated_in
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import Happenings, day_of, passed
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Detail, Sourced
from app.rules.terms import Terms
from app.rules.terms.clocks.clock import (
    AnyOf,
    Asserted,
    Clock,
    Conditions,
    Reached,
    Stated,
    WhenPassed,
)
from app.rules.terms.clocks.portions import HeldByHolder, HeldShares
from app.rules.terms.covenants import EffectOfEnd, EndOfRightsSaid

if TYPE_CHECKING:
    from app.rules.holders.register import Register

COMPARE: Final = {"<": lt, "<=": le, ">": gt, ">=": ge}


@dataclass(frozen=True, slots=True)
class WithoutRights:
    """By which of the terms' ends a Holder is without rights, and how."""

    name: str
    effect: EffectOfEnd
    clause: str


def without_rights(
    holder: str, right: str, day: date, register: "Register"
) -> WithoutRights | None:
    """Why a Holder has not a right on a day, if it has not."""
    terms = register.terms.on(day)
    for name, end in _ends(terms):
        if end.rights and terms.called(right).isdisjoint(end.rights):
            continue
        if _is_so(holder, name, end, day, register, terms):
            clause = end.clause or terms.registrable_securities.clause
            return WithoutRights(name, end.effect, clause)
    return None


def uncounted_on(day: date, register: "Register") -> frozenset[str]:
    """The Holders whose shares count for nothing on a day."""
    terms = register.terms.on(day)
    ends = [each for each in _ends(terms) if each[1].shares == "do_not_count"]
    return frozenset(
        holder
        for holder in (register.lines_on(day) if ends else ())
        if any(_is_so(holder, name, end, day, register, terms) for name, end in ends)
    )


def days_rights_may_turn(holder: str, register: "Register", until: date) -> frozenset[date]:
    """The days through one on which a Holder may come to be without rights, or have them again."""
    terms, days = register.terms.on(until), set[date]()
    one = _OneHolder(holder, register, terms, open_matter(terms, Detail.NONE))
    for name, end in _ends(terms):
        if isinstance(end.on, WhenPassed):
            days.update(one.days(end.on.when))
        if (first := one.ended_on(end.on, f"/ends/{name}/on")) is not None:
            days.add(first)
    return frozenset(day for day in days if day <= until)


def any_of_one_holder(register: "Register") -> bool:
    """Whether the terms may, by any instrument of them, end the rights of one Holder."""
    by_date = register.terms
    return bool(by_date.changes) or any(True for _ in _ends(by_date.original))


def _ends(terms: Terms) -> Iterator[tuple[str, EndOfRightsSaid]]:
    return ((name, end) for name, end in sorted(terms.ends.items()) if end.whose == "holder")


def _is_so(
    holder: str, name: str, end: EndOfRightsSaid, day: date, register: "Register", terms: Terms
) -> bool:
    """Whether an end has come for a Holder by a day, or what lasts is so on it."""
    one = _OneHolder(holder, register, terms, open_matter(terms, Detail.NONE))
    if end.effect != "ends" and isinstance(end.on, WhenPassed):
        return one.passes(end.on.when, day)
    if register.terms.changes:
        first = one.ended_on(end.on, f"/ends/{name}/on")
    else:
        if (holder, name) not in register.ended:
            register.ended[holder, name] = one.ended_on(end.on, f"/ends/{name}/on")
        first = register.ended[holder, name]
    return first is not None and first <= day


def holds_so_much(
    holder: str, asked: HeldShares, held: Mapping[str, ShareNumber], least: Fraction, terms: Terms
) -> bool:
    """Whether a Holder, with its affiliates where they count as one, holds so much or so little."""
    own: tuple[str, ...] = (holder,)
    if asked.affiliates == "as_one":
        own = next((family for family in terms.affiliates.values() if holder in family), own)
    shares = Fraction(sum(held.get(name, 0) for name in own))
    return bool(COMPARE[asked.comparison](shares, least))


@dataclass(frozen=True, slots=True)
class _OneHolder:
    """One Holder, as the record has it from day to day."""

    holder: str
    register: "Register"
    terms: Terms
    matter: Matter

    def ended_on(self, clock: Clock, place: str) -> date | None:
        """The first day without rights; None while there is none that is known."""
        if isinstance(clock, WhenPassed):
            days = sorted(set(self.days(clock.when)))
            first = next((day for day in days if self.passes(clock.when, day)), None)
        else:
            found = day_of(clock, self._known(date.max), self.matter, place)
            first = None if found.day is None or found.expected else found.day.value
        return first + ONE_DAY if first is not None and clock.edge == "strict" else first

    def passes(self, condition: Conditions, day: date) -> bool:
        """Whether what is asked for is so at the end of a day, as far as that is known."""
        return passed(condition, self._known(day), self.matter).passed is True

    def _known(self, day: date) -> Happenings:
        made = Sourced(self.terms.agreement_date, "terms:/agreement_date")
        days = {"agreement.dated": made, **first_offering_days(self.register.told)}
        for each in self.register.told:
            if isinstance(each.fact, EventHappened):
                days[f"event.{each.fact.event}"] = Sourced(each.fact.occurred_on, each.source)
        conditions = stated_in(self.register.told, self.terms)

        def stated(asked: Stated, on: date) -> Sourced[bool] | None:
            match asked:
                case Asserted():
                    return conditions.holds(asked.asserted, on, holder=self.holder)
                case HeldByHolder():
                    return self._holds(asked.held, on)
                case _:
                    return None

        since = conditions.held_since(day, made, holder=self.holder)
        return Happenings(day, days, stated=stated, since=since)

    def _holds(self, asked: HeldShares, day: date) -> Sourced[bool] | None:
        """Whether it holds so much; None where it is on no register, or the base is not known."""
        lines = self.register.lines_on(day)
        if self.holder not in lines:
            return None
        held = {name: fully_diluted(line.position, self.terms) for name, line in lines.items()}
        least = self._measure(asked, sum(held.values()), day)
        if least is None:
            return None
        so = holds_so_much(self.holder, asked, held, least, self.terms)
        return Sourced(so, lines[self.holder].source)

    def _measure(self, asked: HeldShares, everything: ShareNumber, day: date) -> Fraction | None:
        if asked.fraction is None:
            return Fraction(asked.shares or 0) * self.register.split_ratio(None, day)
        if asked.of == "registrable":
            return asked.fraction * Fraction(everything)
        outstanding = self.register.outstanding_or_supposed(day)
        return None if outstanding is None else asked.fraction * outstanding

    def days(self, condition: Conditions) -> Iterator[date]:
        """The days on which it may come to be so: of the record, and those that are counted to."""
        yield self.terms.agreement_date
        yield from self.register.days
        yield from self.register.stated_on
        for each in self.register.told:
            yield each.fact.happened_on
            until = each.fact.until if isinstance(each.fact, ConditionStated) else None
            if until is not None and until < date.max:
                yield until + ONE_DAY
        yield from self._reached(condition)

    def _reached(self, condition: Conditions) -> Iterator[date]:
        match condition:
            case tuple():
                for each in condition:
                    yield from self._reached(each)
            case AnyOf():
                for other in condition.any:
                    yield from self._reached(other)
            case Reached():
                found = day_of(condition.reached, self._known(date.max), self.matter, "")
                if found.day is not None:
                    strict = condition.reached.edge == "strict"
                    yield found.day.value + ONE_DAY if strict else found.day.value
            case _:
                return
