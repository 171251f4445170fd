"""What can never be, and what nothing in the document names: days in no order, words left over.

A Span whose last day lies before its first has no day in it; that is told where both are counted
from one Moment, or are days of the calendar, however long months are. Deadlines are out of order
where the one lies before the other wherever weekends fall. Nothing raises.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.rules.terms.agreement import Terms
from app.rules.terms.clocks.clock import AtMoment, ByCase, Clock, Counted, FixedDay
from app.rules.terms.clocks.within import Within
from app.rules.terms.document.checks.anchors import moment_of
from app.rules.terms.document.checks.finding import Parts, TermsFinding, contradiction, warning
from app.rules.terms.rights.delays.limits import LimitOfDelays, RollingWindow
from app.rules.terms.rights.registrations import Demand, Shelf
from app.rules.terms.vocabulary import Period, Unit

FEWEST_AND_MOST: Final[dict[Unit, tuple[int, int]]] = {
    "day": (1, 1),
    "business_day": (1, 4),
    "month": (28, 31),
    "year": (365, 366),
}
"""The calendar days that one of each unit takes; a long weekend among them."""

A_ROLL: Final = 7
"""The most days by which a day that is no business day is taken to move."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The earliest and the latest day that a deadline can have, in days from its Moment."""

    start: str
    earliest: int
    latest: int


def never_findings(terms: Terms) -> Iterator[TermsFinding]:
    """Days that never come, ends before the beginning, and declarations that nothing names."""
    for pointer, first, last in _spans(terms):
        if _is_empty(first, last):
            says = "Its last day lies before its first: there is no day in it."
            yield contradiction(pointer, "no_day_in_it", says)
    for name, end in terms.ends.items():
        if isinstance(end.on, FixedDay) and end.on.date <= terms.agreement_date:
            says = f"The rights end before the agreement, which was made on {terms.agreement_date}."
            yield contradiction(f"/ends/{name}/on/date", "ends_before_agreement", says)
    yield from _out_of_order(terms)
    yield from _never_binding(terms)
    yield from _never_reached(terms)
    yield from _covered_twice(terms)
    yield from _no_first_offering(terms)
    yield from _left_over(terms)
    yield from _extends_nothing(terms)


def _spans(terms: Terms) -> Iterator[tuple[str, Clock | None, Clock | None]]:
    """Every Span with its two ends."""
    for right in terms.rights_asked_for:
        if right.open is not None:
            yield f"{right.place}/open", right.open.since, right.open.until
    for joining in terms.every_incidental:
        if joining.open is not None:
            yield f"{joining.place}/open", joining.open.since, joining.open.until
    for name, still in terms.standstills.items():
        yield f"/standstills/{name}", still.since, still.until
    for name, back in terms.holdbacks.items():
        yield f"/holdbacks/{name}", back.since, back.until


def _is_empty(first: Clock | None, last: Clock | None) -> bool:
    """Whether no day can lie in a Span, as far as its two ends are counted alike."""
    begins, ends = _counted(first), _counted(last)
    if first is None or last is None or begins is None or ends is None:
        return False
    least = (first.edge == "strict") + (last.edge == "strict")
    return begins.start == ends.start and ends.latest - begins.earliest < least


def _counted(clock: Clock | None) -> Reach | None:
    """From what a Clock is counted, and between which days after it it lies, before any roll."""
    match clock:
        case FixedDay():
            day = clock.date.toordinal()
            return Reach("", day, day)
        case AtMoment():
            return Reach(clock.at, 0, 0)
        case Counted() if isinstance(clock.start, str):
            first = clock.first_day == "included"
            days = (clock.count * each - first for each in FEWEST_AND_MOST[clock.unit])
            ends = sorted(-each if clock.after is None else each for each in days)
            return Reach(clock.start, *ends)
        case _:
            return None


def _out_of_order(terms: Terms) -> Iterator[TermsFinding]:
    """Holders are told before the filing, which comes before effectiveness, and then it is kept."""
    by_all = _reach(terms.registration_statement.within, "/registration_statement/within")
    rights: tuple[Demand | Shelf, ...] = (*terms.rights_to_demand, *terms.every_shelf)
    for right in rights:
        own = right.file_within
        filed = by_all if own is None else _reach(own, f"{right.place}/file_within")
        effective = f"{right.place}/effect_within"
        due = _reach(right.effect_within, effective)
        if _always_before(due, filed):
            says = "It would have to be effective before it has to be filed."
            yield warning(effective, "effect_before_filing", says)
        told = f"{right.place}/notice_to_holders/within"
        telling = right.notice_to_holders
        if telling is not None and _always_before(filed, _reach(telling.within, told)):
            says = "Holders need not be told before the day by which it has to be filed."
            yield warning(told, "told_after_filing", says)
        kept = f"{right.place}/keep_effective"
        if _always_before(_reach(right.keep_effective, kept), due):
            says = "It need be kept effective on no day after that by which it must be effective."
            yield warning(kept, "no_day_in_it", says)
    for asked in terms.rights_asked_for:
        opens = _counted(asked.open.since) if asked.open is not None else None
        for name, end in terms.ends.items():
            ended = _counted(end.on) if end.whose == "agreement" else None
            if opens and ended and opens.start == ended.start and ended.latest <= opens.earliest:
                says = f"The right opens only when all rights have ended, by {name!r} of `ends`."
                yield contradiction(f"{asked.place}/open", "no_day_in_it", says)


def _reach(within: Within | None, place: str) -> Reach | None:
    """Between which days a deadline lies; None where it is not counted from one Moment."""
    match within:
        case Period():
            start, backward = moment_of(within.anchor, place), within.direction == "before"
        case Counted() if isinstance(within.start, str):
            start, backward = within.start, within.after is None
        case _:
            return None
    fewest, most = (within.count * days for days in FEWEST_AND_MOST[within.unit])
    first, last = (-most, -fewest) if backward else (fewest, most)
    return Reach(start or within.unit, first - A_ROLL, last + A_ROLL)


def _always_before(one: Reach | None, other: Reach | None) -> bool:
    return (
        one is not None
        and other is not None
        and one.start == other.start
        and one.latest < other.earliest
    )


def _never_binding(terms: Terms) -> Iterator[TermsFinding]:
    """A limit of one use leaves some use that another limit of days would not refuse first."""
    limits = terms.delay.limits if terms.delay is not None else ()
    for place, limit in enumerate(limits):
        if limit.per in ("use", "run") and any(_binds_first(each, limit) for each in limits):
            says = "Another limit allows fewer days altogether: this one never binds."
            yield warning(f"/delay/limits/{place}/limit", "never_binds", says)


def _never_reached(terms: Terms) -> Iterator[TermsFinding]:
    """A limit of uses beside another that allows no more of the same uses in the same time."""
    for right in terms.rights_asked_for:
        for place, limit in enumerate(right.uses):
            for other_place, other in enumerate(right.uses):
                alike = other.model_copy(update={"limit": limit.limit}) == limit
                first = other.limit < limit.limit or (
                    other.limit == limit.limit and other_place < place
                )
                if other is not limit and alike and first:
                    says = "Another limit allows no more of the same uses: this one never binds."
                    yield warning(f"{right.place}/uses/{place}/limit", "never_binds", says)
                    break


def _binds_first(other: LimitOfDelays, limit: LimitOfDelays) -> bool:
    if other is limit or other.counts != "days" or other.force != "limit":
        return False
    as_wide = other.of in ((), limit.of) and other.rights in ((), limit.rights)
    # A use may reach from one calendar year, or one period, into the next, and be longer there.
    whole = isinstance(other.window, RollingWindow | None)
    return as_wide and whole and other.most < limit.most


def _no_first_offering(terms: Terms) -> Iterator[TermsFinding]:
    """A sale off a shelf is never the Company's first public offering."""
    sales = {"takedown", *terms.takedowns}
    for name, each in terms.holdbacks.items():
        if each.first_public_offering and each.rights and sales.issuperset(each.rights):
            says = "A sale off a shelf is never the Company's first public offering."
            at = f"/holdbacks/{name}/first_public_offering"
            yield contradiction(at, "condition_not_honoured", says)


def _covered_twice(terms: Terms) -> Iterator[TermsFinding]:
    """Shelves of which each covers every Registrable Security."""
    for shelf in [each for each in terms.every_shelf if each.covers == "all"][1:]:
        says = "Another shelf covers all Registrable Securities too: each stands on both, and "
        yield warning(f"{shelf.place}/covers", "covers_twice", f"{says}damages of both add up.")


def case_findings(parts: Parts) -> Iterator[TermsFinding]:
    """A Clock by cases that has no day where none of them applies."""
    for pointer, part in parts:
        if isinstance(part, ByCase) and part.cases[-1].when is not None:
            says = "Where no case applies there is no day: a last one without `if` gives it."
            yield warning(f"{pointer}/cases", "no_other_case", says)


def _left_over(terms: Terms) -> Iterator[TermsFinding]:
    """Events and conditions that are declared, and that nothing counts from or asks for."""
    for name in terms.events:
        if f'"event.{name}"' not in terms.canonical:
            says = "Nothing counts from this event: it changes no answer."
            yield warning(f"/events/{name}", "event_not_used", says)
    for name in terms.conditions:
        if f'"asserted":"{name}"' not in terms.canonical:
            says = "Nothing asks for this condition: it changes no answer."
            yield warning(f"/conditions/{name}", "condition_not_used", says)


def _extends_nothing(terms: Terms) -> Iterator[TermsFinding]:
    """Days given back to a period that there is not, or of a stop that nobody may make."""
    files = (
        terms.registration_statement.within is not None
        or any(each.file_within for each in terms.rights_to_demand)
        or any(each.file_within for each in terms.every_shelf)
    )
    kept = terms.shelf_period is not None or any(each.keep_effective for each in terms.every_shelf)
    there = {"file": files, "keep_shelf": kept}
    for name, given in (terms.given_back or {}).items():
        if given.lost != "hold" and terms.delay is None:
            says = f"These terms allow no {given.lost}: no day is lost by one, or given back."
            yield warning(f"/given_back/{name}/lost", "loses_nothing", says)
        for number, extended in enumerate(given.extends):
            if not there.get(extended, True):
                says = f"There is no period for `{extended}` in these terms: nothing is extended."
                at = f"/given_back/{name}/extends/{number}"
                yield warning(at, "extends_nothing", says)
