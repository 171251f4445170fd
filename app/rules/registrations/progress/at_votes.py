"""Who was in a registration, for how much, when Holders approved something on a day: clause 4(b).

A day is taken at its end, but for what is said to have come only after the votes of the day
(`before_votes`): shares that left then, requests that came or were taken back. Shares are exact;
nothing raises.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.joining.covered import Asking, Statement, covered
from app.rules.registrations.joining.history import History
from app.rules.registrations.requests.asking.taken_back import WhoTookBack


def shares_at_votes(
    asked: Sequence[Asking],
    history: History,
    statement: Statement | None,
    day: date,
    matter: Matter,
) -> Mapping[str, ShareNumber | None] | None:
    """What everybody had in it when the votes of a day were cast; None: as at its end."""

    def later(on: date | None, source: str) -> bool:
        return on == day and any(source.startswith(each) for each in history.later_than_votes)

    if not history.later_than_votes or history.register is None:
        return None
    taken_back = WhoTookBack(
        tuple(each for each in history.taken_back.everything if not _is(each.on, later))
    )
    by_then = [
        _not_yet_taken_back(each, taken_back, day)
        for each in asked
        if (each.received_on is None or each.received_on <= day)
        and not later(each.received_on, each.source)
    ]
    found = covered(
        by_then,
        [each for each in history.sales if each.on.value <= day and not _is(each.on, later)],
        history.register_at_votes(day),
        day,
        matter,
        statement,
        taken_back,
    )
    return {holder: each.shares.value for holder, each in found.items() if each.is_in}


def _is(on: Sourced[date], later: Callable[[date | None, str], bool]) -> bool:
    return later(on.value, on.source)


def _not_yet_taken_back(asking: Asking, taken_back: WhoTookBack, day: date) -> Asking:
    """A request as it stood before what took it back only after the votes of the day."""
    if asking.taken_back_on != day:
        return asking
    by = taken_back.of(asking.holder, asking.asked_on or asking.received_on)
    return replace(asking, taken_back_on=by.on.value if by and by.on.value <= day else None)
