"""What can never be, and what nothing in the document names: days in no order, words left over.

A Span whose last day lies before its first has no day in it; that is told where both are counted
in days from one Moment, or are days of the calendar. Nothing raises.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from app.rules.terms import Terms
from app.rules.terms.clocks.clock import AtMoment, Clock, Counted, FixedDay
from app.rules.terms.document.finding import TermsFinding, contradiction, warning


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
    yield from _left_over(terms)
    yield from _extends_nothing(terms)


def _spans(terms: Terms) -> Iterator[tuple[str, Clock | None, Clock | None]]:
    """Every Span with its two ends."""
    for right in terms.asked_rights:
        if right.open is not None:
            yield f"{right.place}/open", right.open.since, right.open.until
    if terms.incidental is not None and terms.incidental.open is not None:
        yield "/incidental/open", terms.incidental.open.since, terms.incidental.open.until
    for name, still in terms.standstills.items():
        yield f"/standstills/{name}", still.since, still.until
    for name, back in terms.holdbacks.items():
        yield f"/holdbacks/{name}", back.since, back.until


def _is_empty(first: Clock | None, last: Clock | None) -> bool:
    """Whether no day can lie in a Span, as far as its two ends are counted alike."""
    if first is None or last is None:
        return False
    begins, ends = _counted(first), _counted(last)
    if begins is None or ends is None or begins[0] != ends[0]:
        return False
    least = (first.edge == "strict") + (last.edge == "strict")
    return ends[1] - begins[1] < timedelta(days=least)


def _counted(clock: Clock) -> tuple[str, timedelta] | None:
    """From what a Clock is counted, and how many days it lies after that."""
    match clock:
        case FixedDay():
            return "", clock.date - date.min
        case AtMoment():
            return clock.at, timedelta(0)
        case Counted() if clock.unit == "day" and isinstance(clock.start, str):
            days = clock.count - (clock.first_day == "included")
            return clock.start, timedelta(days=days if clock.before is None else -days)
        case _:
            return None


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
    """Days given back to a period that there is not."""
    files = (
        terms.registration_statement.within is not None
        or any(each.file_within for each in terms.rights_to_demand)
        or any(each.file_within for each in terms.every_shelf)
    )
    there = {"file": files, "keep_shelf": terms.shelf_period is not None}
    for name, given in (terms.given_back or {}).items():
        for number, extended in enumerate(given.extends):
            if not there.get(extended, True):
                says = f"There is no period for `{extended}` in these terms: nothing is extended."
                at = f"/given_back/{name}/extends/{number}"
                yield warning(at, "extends_nothing", says)
