"""How much of the right to delay is used, by limits that an agreement says itself.

A use counts on the day on which it is invoked, its days on each day on which it lasts, both ends
included. A limit binds in every window of its kind that holds a day of the new use, wherever the
window is laid, with uses before it and after it. Days are calendar days and no window moves.
A limit of certain uses, or of the registrations of certain rights, counts and binds these alone.
Nothing raises. Relies on no reading.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.counting import months_from
from app.rules.terms.rights.delays.limits import (
    CalendarWindow,
    LimitOfDelays,
    PeriodsFrom,
    RollingWindow,
    UseOfDelay,
)

LONGEST_USE = 3650


@dataclass(frozen=True, slots=True)
class UseOf:
    """What a use was: a delay or a prohibition, under which rights, of which registration."""

    kind: UseOfDelay | None = None
    rights: frozenset[str] = frozenset()
    registration: str = ""


ANY_USE = UseOf()
ASKED: Final = "asked"
ELSEWHERE: Final = "elsewhere"
"""The registration that a question is about, and any other, where there is no record."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """One use: when it was invoked, and its first and last day."""

    invoked_on: date
    first: date
    last: date
    of: UseOf = ANY_USE

    @property
    def days(self) -> int:
        """The days on which it lasts, both ends included."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class LimitCounted:
    """What a limit counts, with where its periods begin."""

    limit: LimitOfDelays
    agreed_on: date

    def fits(self, new: Lasting, others: Sequence[Lasting]) -> bool:
        """Whether every window that holds a day of the new use holds no more than is allowed."""
        if not self.binds(new.of):
            return True
        if self.limit.per == "use":
            return new.days <= self.limit.most
        counted = self.counted(others, new.of)
        if self.limit.per == "run":
            return _run_of(new, counted) <= self.limit.most
        every = (*counted, new)
        return all(
            self.between(first, last, every) <= self.limit.most
            for first, last in self._windows(new, every)
        )

    def ever_fits(self, days: int, of: UseOf) -> bool:
        """Whether a use of so many days may be short enough for it, were it the only one."""
        if self.limit.counts == "uses" or not self.binds(of):
            return True
        alone = self.limit.per in ("use", "run") or self.limit.window is None
        return not alone or days <= self.limit.most

    def binds(self, use: UseOf) -> bool:
        """Whether it is a limit of such uses."""
        of, rights = self.limit.of, self.limit.rights
        return (not of or use.kind in of) and (not rights or not use.rights.isdisjoint(rights))

    def counted(self, uses: Sequence[Lasting], beside: UseOf) -> tuple[Lasting, ...]:
        """The uses that it counts together with one."""
        alone = self.limit.per == "registration"
        return tuple(
            each
            for each in uses
            if self.binds(each.of) and (not alone or each.of.registration == beside.registration)
        )

    def used(self, on: date, every: Sequence[Lasting], of: UseOf = ANY_USE) -> int:
        """What is counted in the window of a day: without its own, if it ends on the day before."""
        uses = self.counted(every, of)
        if self.limit.per == "use":
            return max((each.days for each in uses if each.first <= on <= each.last), default=0)
        if self.limit.per == "run":
            now = [each for each in uses if each.first <= on <= each.last]
            return max((_run_of(each, uses) for each in now), default=0)
        first, last = self._window(on, uses)
        window = self.limit.window
        before = isinstance(window, RollingWindow) and window.ends == "day_before"
        return self.between(first, on - ONE_DAY if before else last, uses)

    def between(self, first: date, last: date, uses: Sequence[Lasting]) -> int:
        """The uses or days from one day through another."""
        if self.limit.counts == "uses":
            return sum(first <= each.invoked_on <= last for each in uses)
        return sum(
            max((min(each.last, last) - max(each.first, first)).days + 1, 0) for each in uses
        )

    def _windows(self, new: Lasting, every: Sequence[Lasting]) -> Iterator[tuple[date, date]]:
        """The windows that hold a day of the new use: those that end on a counted day suffice."""
        ends = new.invoked_on if self.limit.counts == "uses" else new.last
        for day in self._counted_days(new, every):
            first, last = self._window(day, every)
            if first <= ends:  # it ends on no day before the new use, as the day does
                yield first, last

    def _counted_days(self, new: Lasting, every: Sequence[Lasting]) -> Iterator[date]:
        if self.limit.counts == "uses":
            yield from {each.invoked_on for each in every if each.invoked_on >= new.invoked_on}
            return
        for each in every:
            day = max(each.first, new.first)
            while day <= each.last:
                yield day
                day += ONE_DAY

    def _window(self, day: date, uses: Sequence[Lasting]) -> tuple[date, date]:
        match self.limit.window:
            case None:
                return date.min, date.max
            case CalendarWindow():
                return date(day.year, 1, 1), date(day.year, 12, 31)
            case RollingWindow() as window:
                return first_of_rolling(day, window), day
            case PeriodsFrom() as window:
                return self._period(day, window, uses)

    def _period(self, day: date, window: PeriodsFrom, uses: Sequence[Lasting]) -> tuple[date, date]:
        begins = self.agreed_on
        if window.since == "first_use":
            begins = min((each.invoked_on for each in uses), default=day)
        first, number = begins, 1
        while (last := _on(begins, number, window)) < day:
            first, number = last + ONE_DAY, number + 1
        return first, last


def _run_of(use: Lasting, others: Sequence[Lasting]) -> int:
    """The days of the run that a use belongs to: of uses with no day free between them."""
    first, last, before = use.first, use.last, None
    while before != (first, last):
        before = first, last
        near = [
            each for each in others if each.first <= last + ONE_DAY and each.last + ONE_DAY >= first
        ]
        first = min((first, *(each.first for each in near)))
        last = max((last, *(each.last for each in near)))
    return (last - first).days + 1


def first_of_rolling(day: date, window: RollingWindow) -> date:
    """The first day of the window that ends with a day, or with the day before it."""
    if window.unit == "day":
        first = day - timedelta(days=window.count)
    else:
        first = months_from(day, -window.months)
    return first if window.ends == "day_before" else first + ONE_DAY


def _on(begins: date, periods: int, window: PeriodsFrom) -> date:
    if window.unit == "day":
        return begins + timedelta(days=periods * window.count)
    return months_from(begins, periods * window.months)


def first_day_with_room(
    on: date,
    limits: Sequence[LimitCounted],
    uses: Sequence[Lasting],
    of: UseOf = ANY_USE,
    days: int = 1,
) -> date | None:
    """The first day, from one on, on which a use of so many days fits in all the limits."""
    lasting = timedelta(days=days - 1)
    if not all(each.ever_fits(days, of) for each in limits):
        return None
    last = max((on, *(each.last for each in uses)))
    horizon = last + max((_reach(each.limit) for each in limits), default=ONE_DAY)
    day = on
    while day <= horizon:
        if all(each.fits(Lasting(day, day, day + lasting, of), uses) for each in limits):
            return day
        day += ONE_DAY
    return None


def _reach(limit: LimitOfDelays) -> timedelta:
    match limit.window:
        case RollingWindow() | PeriodsFrom() as window:
            longest = window.count if window.unit == "day" else window.months * 31
            return timedelta(days=min(longest, 40_000) + 2)
        case CalendarWindow():
            return timedelta(days=367)
        case None:
            return ONE_DAY


def longest_that_fits(
    first: date,
    invoked_on: date,
    limits: Sequence[LimitCounted],
    uses: Sequence[Lasting],
    of: UseOf = ANY_USE,
) -> int:
    """The most days that a use which begins on a day may last."""
    fits, too_many = 0, LONGEST_USE + 1
    while too_many - fits > 1:
        days = (fits + too_many) // 2
        new = Lasting(invoked_on, first, first + timedelta(days=days - 1), of)
        if all(each.fits(new, uses) for each in limits):
            fits = days
        else:
            too_many = days
    return fits
