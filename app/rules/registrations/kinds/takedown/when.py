"""When a sale off the shelf may be asked for: while the right is open, and so long beforehand.

Both are tested on the day of receipt, and what opens the right must be recorded. Whole days; raises
`OutsideCalendar` beyond the calendars.
"""

from collections.abc import Iterator
from datetime import date

from app.rules.reasoning.days.clock import NOTHING_KNOWN, Happenings
from app.rules.reasoning.days.within import last_day_of
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.requests.asking.opening import right_open
from app.rules.terms.clocks.clock import Counted
from app.rules.terms.rights.takedowns import Takedown
from app.rules.values.written_dates import written_out


def when_it_may_be_asked(
    received_on: Sourced[date],
    offering_on: Sourced[date] | None,
    known: Happenings,
    takedown: Takedown,
    matter: Matter,
) -> Iterator[Condition]:
    """Whether it was asked for when the terms let it be; nothing where they do not say."""
    yield from right_open(received_on, takedown, known, matter)
    if takedown.ask_by is not None:
        yield _in_time(received_on, offering_on, takedown, takedown.ask_by, matter)


def _in_time(
    received_on: Sourced[date],
    offering_on: Sourced[date] | None,
    takedown: Takedown,
    lead: Counted,
    matter: Matter,
) -> Condition:
    """Whether it was asked for so long before the offering is to commence."""
    name, place = "asked_in_time", f"{takedown.place}/ask_by"
    clause = lead.clause or takedown.clause
    if offering_on is None:
        needed_for = "whether it was asked for early enough"
        posted_as = "takedown_requested.offering_on"
        matter.working.miss("offering_on", needed_for, clause, posted_as=posted_as)
        says = "The day on which the offering is to commence is not recorded."
        return Condition(name, "unknown", clause, says)
    known = NOTHING_KNOWN.also({"registration.offering_commenced": offering_on})
    last = last_day_of(lead, known, matter, place, "whether it was asked for early enough", clause)
    if last is None:
        raise AssertionError("a day counted back from one that is known")
    in_time = received_on.value <= last.value
    says = (
        f"To commence on {written_out(offering_on.value)}: the last day to ask was "
        f"{written_out(last.value)}; received on {written_out(received_on.value)}."
    )
    if in_time:
        return Condition(name, "passed", clause, says)
    return Condition(name, "failed", clause, says, "ASKED_TOO_LATE")
