"""What has happened to an obligation between two looks at it: by a fact, or by the passing of days.

It is looked at twice, on the same day before and after a write, or on one day and a later one; what
happened follows from the two looks alone. So one who is told of everything knows at any time what
was done, what is late, and by when the rest is due. Whole days; raises nothing.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal, TypeAlias

from app.rules.reasoning.obligations import DONE, STILL_TO_DO, UNPERFORMED, Status
from app.rules.values.lean import small_value

SOON_DAYS: Final = 7
"""From how many days before its due day on an obligation is due soon: the service's own choice."""

Phase: TypeAlias = Literal["due_soon", "due", "overdue", "performed"]
Happened: TypeAlias = Literal["moved", Phase]
Footing: TypeAlias = Literal["owed", "done", "not_owed"]


@small_value
class Look:
    """An obligation as it stands on a day."""

    day: date
    due_on: date | None
    status: Status


def happened(before: Look | None, after: Look | None) -> Iterator[Happened]:
    """What happened between two looks; None: there was, or is, no such obligation.

    `moved`: it is due by another day, is not owed any more, or is owed again. What is new is told
    of only when it is soon due, due, late or done.
    """
    if before is not None and _moved(before, after):
        yield "moved"
    phase = phase_of(after)
    if phase is not None and phase != phase_of(before):
        yield phase


def _moved(before: Look, after: Look | None) -> bool:
    then, now = footing_of(before), footing_of(after)
    if now == "done":
        return False
    return then != now or (now == "owed" and after is not None and after.due_on != before.due_on)


def footing_of(look: Look | None) -> Footing:
    """Whether it is owed, done, or not owed (any more)."""
    if look is None:
        return "not_owed"
    if look.status in DONE:
        return "done"
    return "owed" if look.status in STILL_TO_DO or look.status in UNPERFORMED else "not_owed"


def phase_of(look: Look | None) -> Phase | None:
    """Whether it is done or late, or how near its due day is; None where nothing is to be told."""
    match footing_of(look), look:
        case "done", _:
            return "performed"
        case "owed", Look():
            return _nearness(look)
    return None


def _nearness(look: Look) -> Phase | None:
    if look.status == "breached":
        return "overdue"
    if look.due_on is None:
        return None
    days = (look.due_on - look.day).days
    if look.status in UNPERFORMED:
        return "overdue" if days < 0 else None
    if not 0 <= days <= SOON_DAYS:
        return None
    return "due_soon" if days else "due"


def days_of(due_on: date | None) -> Iterator[int]:
    """The days, as ordinals, on which something happens to what is due by a day by itself."""
    if due_on is not None:
        yield from (due_on.toordinal() + days for days in (-SOON_DAYS, 0, 1))
