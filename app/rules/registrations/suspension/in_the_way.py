"""Standstills that the agreement says itself, against a request of one day.

The Company's own registrations, and those under other rights of the Holders, have days around them
on which a right may not be used (`refuse`), or on which its use waits (`defer`). Each is held
against what had begun by the day of receipt, and had not been given up by then. Of a filing only
expected the planned day counts until the filing; a last day that is still to come leaves open until
when. Whole days, both ends of a standstill in it unless a Clock's `edge` is `strict`; no day of it
rolls; raises `OutsideCalendar` where a calendar ends.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import Happenings, day_of, passed_on_its_day
from app.rules.reasoning.days.within import POSTED_AS
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.reasoning.verdicts import Condition, Outcome
from app.rules.terms.clocks.clock import Clock
from app.rules.terms.rights.delays.standstills import Around, Standstill
from app.rules.terms.rights.forms import is_on
from app.rules.terms.rights.registrations import Party, Purpose
from app.rules.values.written_dates import written_out

AGREED: Final = "STANDSTILL_AGREED"
PLANNED: Final = "registration.expected_filing"


@dataclass(frozen=True, slots=True)
class OtherRegistration:
    """Another registration or offering: what it is, and the Moments of it that have a day.

    `rights` are the names of the right of Holders under which it was asked for; `planned` is the
    day on which its filing was expected, `over_on` that on which it was given up.
    """

    name: str
    known: Happenings
    begun_on: date | None = None
    initiated_for: Party | None = None
    purpose: Purpose | None = None
    form: str | None = None
    rights: frozenset[str] = frozenset()
    planned: Sourced[date] | None = None
    over_on: Sourced[date] | None = None

    def is_one_of(self, around: Around) -> bool:
        """Whether a standstill is around such registrations."""
        if around.rights:
            return not self.rights.isdisjoint(around.rights)
        return (
            self.initiated_for in around.initiated_for
            and (not around.purposes or self.purpose is None or self.purpose in around.purposes)
            and not is_on(self.form, around.except_forms)
        )

    def as_of(self, day: date) -> Happenings:
        """What is known of it, its filing expected as it was planned on a day."""
        filed = self.known.days.get("registration.filed")
        is_filed = filed is not None and filed.value <= day
        planned = {PLANNED: filed if is_filed else self.planned or filed}
        return self.known.expecting(day).also(planned)


@dataclass(frozen=True, slots=True)
class InTheWay:
    """One standstill on the day of a request.

    `outcome` is unknown where `waits_for` would tell; `free_on` is the first day after it, None
    while that is not known.
    """

    term: Standstill
    outcome: Outcome
    free_on: Sourced[date] | None = None
    waits_for: tuple[str, ...] = ()

    def condition(self, name: str) -> Condition:
        """As an answer shows it."""
        until = (
            f"through {written_out(self.free_on.value - ONE_DAY)}"
            if self.free_on
            else "until a day that is not known"
        )
        says = {
            "passed": f"The standstill “{name}” is not in the way.",
            "unknown": f"Whether the standstill “{name}” is in the way is not known.",
        }.get(self.outcome, f"The standstill “{name}” is in the way {until}.")
        reason = AGREED if self.outcome == "failed" else None
        return Condition("standstill_agreed", self.outcome, self.term.clause, says, reason)


def standstills_agreed(
    others: Sequence[OtherRegistration],
    rights: Collection[str],
    received_on: Sourced[date],
    own: Happenings,
    matter: Matter,
) -> dict[str, InTheWay]:
    """Each standstill of the agreement on these rights, by its name, on the day of receipt."""
    return {
        name: _one(name, term, others, received_on, own, matter)
        for name, term in sorted(matter.terms.standstills.items())
        if not set(term.rights).isdisjoint(rights)
    }


def _one(
    name: str,
    term: Standstill,
    others: Sequence[OtherRegistration],
    received_on: Sourced[date],
    own: Happenings,
    matter: Matter,
) -> InTheWay:
    found = [
        each
        for other in others
        if other.is_one_of(term.around)
        for each in _around(name, term, other, received_on, matter)
    ]
    held = [each for each in found if each.outcome != "unknown"]
    if found and term.unless is not None:
        tested = passed_on_its_day(term.unless, own.on(received_on.value), matter)
        if tested.passed:
            return InTheWay(term, "passed")
        if tested.passed is None:
            _miss(tested.waits_for, term, matter)
            return InTheWay(term, "unknown", waits_for=tested.waits_for)
    if held:
        last = held[0]
        for each in held[1:]:
            if last.free_on and (each.free_on is None or each.free_on.value > last.free_on.value):
                last = each
        return last
    if found:
        _miss(found[0].waits_for, term, matter)
        return found[0]
    return InTheWay(term, "passed")


def _around(
    name: str,
    term: Standstill,
    other: OtherRegistration,
    received_on: Sourced[date],
    matter: Matter,
) -> Iterator[InTheWay]:
    """The standstill around one registration, if the day of receipt lies in it, or may."""
    day = received_on.value
    if other.begun_on is not None and other.begun_on > day:
        return
    if other.over_on is not None and other.over_on.value <= day:
        return
    known = other.as_of(day)
    first, waits_for = _edge(term.since, known, term, f"/standstills/{name}/from", matter)
    last, _ = _edge(term.until, known, term, f"/standstills/{name}/until", matter, ends=True)
    if last is not None and last.value < day:
        return
    if first is None:
        # Before a filing whose day nobody has planned: it may have begun.
        if PLANNED in waits_for:
            yield InTheWay(term, "unknown", waits_for=waits_for)
        return
    if first.value > day:
        return
    yield InTheWay(
        term,
        "failed" if term.effect == "refuse" else "deferred",
        _free_on(name, term, other, first, last, matter),
    )


def _free_on(
    name: str,
    term: Standstill,
    other: OtherRegistration,
    first: Sourced[date],
    last: Sourced[date] | None,
    matter: Matter,
) -> Sourced[date] | None:
    """The first day after it: of what was given up, that day itself."""
    over = other.over_on
    if over is not None and (last is None or over.value <= last.value):
        return over
    if last is None:
        return None
    free = last.value + ONE_DAY
    says = (
        f"The standstill “{name}” around {other.name} lasts from {written_out(first.value)} "
        f"through {written_out(last.value)}; the first day after it is {written_out(free)}."
    )
    inputs = {"first_day": first, "last_day": last}
    return matter.working.step("standstill.agreed", term.clause, says, free, inputs)


def _edge(
    clock: Clock,
    known: Happenings,
    term: Standstill,
    place: str,
    matter: Matter,
    *,
    ends: bool = False,
) -> tuple[Sourced[date] | None, tuple[str, ...]]:
    found = day_of(clock, known, matter, place, clause=term.clause)
    if found.day is None or clock.edge != "strict":
        return found.day, found.waits_for
    beyond = found.day.value + (-ONE_DAY if ends else ONE_DAY)
    says = f"{written_out(found.day.value)} itself is outside: {written_out(beyond)}."
    clause = clock.clause or term.clause
    step = matter.working.step("clock.strict", clause, says, beyond, {"edge": found.day})
    return step, found.waits_for


def _miss(waits_for: Sequence[str], term: Standstill, matter: Matter) -> None:
    for name in waits_for:
        matter.working.miss(
            name,
            "whether a standstill of the agreement is in the way",
            term.clause,
            posted_as="event_happened.occurred_on"
            if name.startswith("event.")
            else POSTED_AS.get(name, "condition_stated.holds"),
        )
