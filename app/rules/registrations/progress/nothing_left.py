"""From when nothing of what was asked for is left to register: clauses 1(i), 2(a)(i), 2(e).

Those who asked hold none of it any more, in whatever way it went, and what has left a registration
does not come back. It lasts while a Holder may still join, as one may that has not been told. Then
there is nothing to effect, and the demand is not used up. Whole days: the first on which it is so
from its beginning. Nothing raises.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from app.rules.holders.register import Register
from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.joining.windows import HolderWindow
from app.rules.values.written_dates import written_out


def nothing_left_from(
    by_day: Iterable[tuple[date, Mapping[str, ShareNumber | None]]],
    to_be_told: Iterable[HolderWindow],
    register: Register,
    effective_on: date | None,
    as_of: date | None,
    matter: Matter,
) -> Sourced[date] | None:
    """The first day on which nothing is left and nobody may join; None: there is none by now.

    `by_day` has who is in it for how much, `to_be_told` the windows of those who may join.
    """
    left_on, who = _left_on(by_day, effective_on)
    if left_on is None:
        return None
    lines = register.lines_on(left_on)
    windows = tuple(to_be_told)
    closed = (window.last.value + ONE_DAY for window in windows if window.last is not None)
    days = sorted({left_on + ONE_DAY, *closed, *register.days})
    free = (day for day in days if day > left_on and not _may_join(windows, register, day))
    first = next(free, None)
    if first is None:
        return None
    if effective_on is not None and first >= effective_on:
        return None
    if as_of is not None and first > as_of:
        return None
    return matter.working.step(
        "course.nothing_left",
        matter.terms.registrable_securities.clause,
        f"Nothing of what was asked for is left since {written_out(left_on)}, and from "
        f"{written_out(first)} nobody can join: there is nothing to register any more.",
        first,
        {f"left/{holder}": Sourced(0, lines[holder].source) for holder in who if holder in lines},
    )


def _left_on(
    by_day: Iterable[tuple[date, Mapping[str, ShareNumber | None]]], effective_on: date | None
) -> tuple[date | None, Collection[str]]:
    """The day at the end of which nothing was in it any more, before it was effective; and whose
    was the last.
    """
    left_on: date | None = None
    last: Collection[str] = ()
    for day, shares in by_day:
        if effective_on is not None and day >= effective_on:
            break
        if shares:
            left_on, last = None, shares.keys()
        elif last and left_on is None:
            left_on = day
    return left_on, sorted(last)


def _may_join(windows: Iterable[HolderWindow], register: Register, day: date) -> bool:
    """Whether anybody who holds something on a day has been told in time, or is yet to be."""
    return any(
        window.since <= day
        and (window.last is None or day <= window.last.value)
        and register.registrable_shares(window.holder, day) > 0
        for window in windows
    )
