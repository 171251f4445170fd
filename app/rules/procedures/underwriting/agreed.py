"""Holdbacks that the agreement says itself: from one Clock until another, in certain registrations.

Nobody need require them. Their days are counted from Moments of the registration in which they
stand; while a Moment has no day, nobody is bound by a first day counted from it, and the last day
is not known. Both days are in it, unless a Clock's `edge` is `strict`, and none of them rolls. Whom
they bind is found on the first day. Whole days; raises `OutsideCalendar` where a calendar ends.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from app.rules.facts.life.requests import DemandReceived, RegistrationDetermined
from app.rules.holders.groups import members_on
from app.rules.procedures.under_way import UnderWay
from app.rules.procedures.underwriting.holdback import Holdbacks, HoldbackWindow
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import Happenings, day_of, passed
from app.rules.reasoning.days.within import POSTED_AS
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.clocks.clock import Clock, Counted
from app.rules.terms.rights.delays.standstills import HoldbackSaid
from app.rules.values.written_dates import written_out

NEEDED_FOR = "whether Holders must hold back"


def agreed_holdbacks(under_way: UnderWay, matter: Matter) -> dict[str, Holdbacks]:
    """The windows of each Holder by `holdbacks` of the agreement."""
    found: dict[str, Holdbacks] = {}
    for name, term in sorted(matter.terms.holdbacks.items()):
        for holder, his in _of_each(name, term, under_way, matter):
            before = found.get(holder)
            found[holder] = his if before is None else beside(before, his)
    return found


def beside(one: Holdbacks, other: Holdbacks) -> Holdbacks:
    """The windows of one Holder by two provisions."""
    return replace(
        one,
        windows=(*one.windows, *other.windows),
        perhaps=(*one.perhaps, *other.perhaps),
        known=one.known and other.known,
        free_through=min(
            (each.free_through or date.min for each in (one, other) if not each.known),
            default=None,
        ),
    )


def of_the_company(under_way: UnderWay, matter: Matter) -> Iterator[HoldbackWindow]:
    """The windows that bind the Company itself."""
    for name, term in sorted(matter.terms.holdbacks.items()):
        if term.binds_company and _reaches(term, under_way, matter):
            days = _days(name, term, under_way, matter)
            if days is not None and _needed(term, days[0], under_way, matter):
                yield _window(name, term, *days)


def _of_each(
    name: str, term: HoldbackSaid, under_way: UnderWay, matter: Matter
) -> Iterator[tuple[str, Holdbacks]]:
    reaches = _reaches(term, under_way, matter)
    first, waits_for = _edge(term.since, f"/holdbacks/{name}/from", term, under_way, matter)
    if reaches is False:
        return
    if first is None:
        if _counts_back(term.since):
            _miss(waits_for, term, matter)
            for holder in _bound(term, under_way, under_way.as_of, matter):
                yield holder, Holdbacks(term.clause, known=False)
        return
    needed = _needed(term, first, under_way, matter)
    if needed is False:
        return
    last, waits_for = _edge(term.until, f"/holdbacks/{name}/until", term, under_way, matter, True)
    bound = _bound(term, under_way, first.value, matter)
    if last is None:
        _miss(waits_for, term, matter)
        yield from ((holder, Holdbacks(term.clause, known=False)) for holder in bound)
        return
    if last.value < first.value:
        return
    window = _window(name, term, first, last)
    sure = reaches is True and needed is True
    for holder in bound:
        windows, perhaps = ((window,), ()) if sure else ((), (window,))
        yield holder, Holdbacks(term.clause, windows, perhaps)


def _window(
    name: str, term: HoldbackSaid, first: Sourced[date], last: Sourced[date]
) -> HoldbackWindow:
    return HoldbackWindow(
        "agreed", first, last, first, term.clause, said=f"terms:/holdbacks/{name}", name=name
    )


def _days(
    name: str, term: HoldbackSaid, under_way: UnderWay, matter: Matter
) -> tuple[Sourced[date], Sourced[date]] | None:
    first, _ = _edge(term.since, f"/holdbacks/{name}/from", term, under_way, matter)
    last, _ = _edge(term.until, f"/holdbacks/{name}/until", term, under_way, matter, True)
    return None if first is None or last is None or last.value < first.value else (first, last)


def _reaches(term: HoldbackSaid, under_way: UnderWay, matter: Matter) -> bool | None:
    """Whether it stands in such a registration; None, and what would tell is named: not known."""
    if term.rights and matter.terms.names_of_right(under_way.kind).isdisjoint(term.rights):
        return False
    known = True
    if term.underwritten is not None:
        said = under_way.underwritten
        if said is not None and said.value != term.underwritten:
            return False
        if said is None:
            _miss(("underwritten",), term, matter)
            known = False
    if term.first_public_offering is not None:
        first = _is_first_offering(under_way)
        if first is not None and first != term.first_public_offering:
            return False
        if first is None:
            posted_as = "registration_determined.first_public_offering"
            matter.working.miss("first_public_offering", NEEDED_FOR, term.clause, posted_as)
            known = False
    return True if known else None


def _is_first_offering(under_way: UnderWay) -> bool | None:
    """Whether it is the first public offering: one before it says that it is not."""
    before = under_way.known.days.get("ipo.effective")
    begun = under_way.made_on
    if before is not None and begun is not None and before.value < begun.value:
        return False
    for each in under_way.facts:
        if isinstance(each.fact, RegistrationDetermined):
            return each.fact.first_public_offering
        if isinstance(each.fact, DemandReceived):
            return None
    return None


def _needed(
    term: HoldbackSaid, first: Sourced[date], under_way: UnderWay, matter: Matter
) -> bool | None:
    """Whether what it needs is so on its first day."""
    if term.needs is None:
        return True
    tested = passed(term.needs, under_way.known.on(first.value), matter)
    if tested.passed is None:
        _miss(tested.waits_for, term, matter)
    return tested.passed


def _bound(
    term: HoldbackSaid, under_way: UnderWay, day: date | None, matter: Matter
) -> tuple[str, ...]:
    """The Holders whom it binds, as they are found on a day."""
    if term.binds == "company":
        return ()
    if term.binds == "holders":
        return under_way.holders
    if term.binds == "participants":
        return under_way.sellers
    members = members_on(term.binds, matter.terms, under_way.register, day or date.max)
    return tuple(each for each in under_way.holders if each in members)


def _counts_back(clock: Clock) -> bool:
    """Whether its day may have come before that from which it is counted is known."""
    return isinstance(clock, Counted) and clock.before is not None


def _edge(
    clock: Clock,
    place: str,
    term: HoldbackSaid,
    under_way: UnderWay,
    matter: Matter,
    ends: bool = False,
) -> tuple[Sourced[date] | None, tuple[str, ...]]:
    known: Happenings = under_way.known.expecting(under_way.known.as_of).also(
        {
            "registration.filed": under_way.filed_on,
            "registration.effective": under_way.effective_on,
        }
    )
    found = day_of(clock, known, matter, place, clause=term.clause)
    if found.day is None or clock.edge != "strict":
        return found.day, found.waits_for
    beyond = found.day.value + (-ONE_DAY if ends else ONE_DAY)
    says = f"{written_out(found.day.value)} itself is outside: {written_out(beyond)}."
    clause = clock.clause or term.clause
    step = matter.working.step("clock.strict", clause, says, beyond, {"edge": found.day})
    return step, found.waits_for


def _miss(waits_for: tuple[str, ...], term: HoldbackSaid, matter: Matter) -> None:
    for name in waits_for:
        posted_as = "condition_stated.holds" if name in matter.terms.conditions else None
        if name.startswith("event."):
            posted_as = "event_happened.occurred_on"
        matter.working.miss(name, NEEDED_FOR, term.clause, POSTED_AS.get(name, posted_as))
