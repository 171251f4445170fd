"""Days beyond a number that is allowed: of stretches of days only these are a default.

A day is beyond if with it more days, or stretches, are counted than one of the limits allows: in
its own stretch, in the window that ends with it, or ever. Each run of such days is a default of its
own; it is cured when its stretch is. Whole days; nothing raises.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.rules.money.damages.spells import DefaultSaid
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.counting import months_from
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.payments.damages import Damages, DaysAllowed
from app.rules.terms.rights.delays.limits import CalendarWindow, RollingWindow
from app.rules.values.written_dates import written_out


def only_beyond(
    term: Damages, defaults: Sequence[DefaultSaid], as_of: Sourced[date], matter: Matter
) -> tuple[DefaultSaid, ...]:
    """The defaults, of those that have a number allowed only the days beyond it."""
    found: list[DefaultSaid] = []
    counted: dict[str, list[DefaultSaid]] = {}
    for each in defaults:
        if term.defaults[each.name].beyond:
            counted.setdefault(each.name, []).append(each)
        else:
            found.append(each)
    for name, stretches in counted.items():
        in_order = sorted(stretches, key=lambda each: each.since.value)
        for number, first, last in _runs(term.defaults[name].beyond, in_order, as_of.value):
            found.append(_default(term, in_order[number], first, last, matter))
    return tuple(found)


def _default(
    term: Damages, stretch: DefaultSaid, first: date, last: date, matter: Matter
) -> DefaultSaid:
    clause = term.defaults[stretch.name].clause or term.clause
    since = matter.working.step(
        "damages.beyond",
        clause,
        f"From {written_out(first)} on there are more days than are allowed.",
        first,
        {
            "since": stretch.since,
            "beyond": Sourced(stretch.name, f"{term.place}/for/{stretch.name}/beyond"),
        },
    )
    cured, free = stretch.cured_on, last + ONE_DAY
    if cured is not None and free < cured.value:
        cured = Sourced(free, since.source)
    return replace(stretch, since=since, cured_on=cured)


def _runs(
    limits: Sequence[DaysAllowed], stretches: Sequence[DefaultSaid], as_of: date
) -> Iterator[tuple[int, date, date]]:
    """Each run of days beyond a limit: in which stretch, and its first and last day."""
    days: list[date] = []
    begun: list[date] = []
    for number, stretch in enumerate(stretches):
        start, stop = stretch.since.value, as_of + ONE_DAY
        if stretch.cured_on is not None:
            stop = min(stop, stretch.cured_on.value)
        begun.append(start)
        run: list[date] = []
        for offset in range((stop - start).days):
            day = start + timedelta(days=offset)
            days.append(day)
            if any(_is_beyond(limit, day, start, days, begun) for limit in limits):
                run.append(day)
            elif run:
                yield number, run[0], run[-1]
                run = []
        if run:
            yield number, run[0], run[-1]


def _is_beyond(
    limit: DaysAllowed, day: date, start: date, days: Sequence[date], begun: Sequence[date]
) -> bool:
    if limit.counts == "uses":
        return len(begun) - bisect_left(begun, _first(limit, start)) > limit.most
    if limit.per == "use":
        return (day - start).days + 1 > limit.most
    return len(days) - bisect_left(days, _first(limit, day)) > limit.most


def _first(limit: DaysAllowed, day: date) -> date:
    """The first day of the window that ends with a day."""
    match limit.window:
        case CalendarWindow():
            return date(day.year, 1, 1)
        case RollingWindow(unit="day", count=count):
            return day - timedelta(days=count - 1)
        case RollingWindow() as window:
            return months_from(day, -window.months) + ONE_DAY
        case _:
            return date.min
