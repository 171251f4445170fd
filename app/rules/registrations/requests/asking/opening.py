"""Whether a right is open on the day of receipt of the request that uses it.

What it opens by must be recorded. Whole days; raises `OutsideCalendar` beyond the calendars.
"""

from collections.abc import Iterator
from datetime import date

from app.rules.reasoning.days.clock import Happenings
from app.rules.reasoning.days.within import closed_on, opened_on
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.reasoning.verdicts import Condition
from app.rules.terms.clocks.clock import Span
from app.rules.terms.rights.asked import AskedFor
from app.rules.values.written_dates import written_out


def right_open(
    received_on: Sourced[date], right: AskedFor, known: Happenings, matter: Matter
) -> Iterator[Condition]:
    """Whether the right may be used on the day of receipt; nothing where it is always open."""
    if right.open is not None:
        yield _is_open(received_on, right, right.open, known, matter)


def _is_open(
    received_on: Sourced[date], right: AskedFor, span: Span, known: Happenings, matter: Matter
) -> Condition:
    """Whether the right may be used on the day of receipt: what it opens by must be recorded."""
    name, place = "right_open", f"{right.place}/open"
    clause = span.clause or right.clause
    used_on = received_on.value
    opens = opened_on(span, known, used_on, matter, place, right.clause)
    closes = closed_on(span, known, used_on, matter, place, right.clause)
    says = f"Received on {written_out(received_on.value)}"
    if span.since is not None and opens is None:
        says = "The right opens only after an event that is not on the record."
        return Condition(name, "failed", clause, says, "RIGHT_NOT_YET_OPEN")
    if opens is not None and received_on.value < opens.value:
        says += f"; open from {written_out(opens.value)}."
        return Condition(name, "failed", clause, says, "RIGHT_NOT_YET_OPEN")
    if closes is not None and received_on.value > closes.value:
        says += f"; the right ended on {written_out(closes.value)}."
        return Condition(name, "failed", clause, says, "RIGHT_CLOSED")
    return Condition(name, "passed", clause, says + ", while the right is open.")
