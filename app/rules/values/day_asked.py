"""The day asked about, and through which day an answer given for it stays right.

The rules do one thing with the day asked about: they compare it with other days (a due day, the day
of a fact, the end of a period). As days go by an answer therefore stays what it is, until the first
day on which one of those comparisons gives another result. `DayAsked` is a day that remembers its
comparisons and says until when all of them hold. Between two such days nothing needs to be computed
again, which is what lets the docket be kept. No clause stands behind this module; nothing raises.

Only comparisons are remembered. The number of days to or from the day, and the day itself where an
answer repeats it, are others on the next day: who keeps an answer leaves them out, and works
them out when it is read.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NoReturn, Self, overload

from typing_extensions import override


@dataclass(slots=True)
class _Limit:
    """The last day on which every comparison made so far comes out the same."""

    last_day: date


class DayAsked(date):
    """A day that remembers for how long what was found by comparing it stays true.

    Python asks the more special of two operands first, so that `due < asked` is remembered too. A
    day counted from this one moves along with it, and remembers for it.
    """

    _limit: _Limit
    _moved: timedelta

    @classmethod
    def on(cls, day: date) -> Self:
        """The same day, with nothing remembered yet."""
        return cls._made(day, _Limit(date.max), timedelta())

    @classmethod
    def _made(cls, day: date, limit: _Limit, moved: timedelta) -> Self:
        made = cls(day.year, day.month, day.day)
        made._limit, made._moved = limit, moved
        return made

    @property
    def holds_through(self) -> date:
        """The last day on which all that was found by comparing this one is still true."""
        return self._limit.last_day

    def holds_no_longer_than(self, through: date) -> None:
        """Remember what was found by comparing another day, and holds through this one."""
        self._limit.last_day = min(self._limit.last_day, through)

    # --- compared ---------------------------------------------------------------------------------

    @override
    def __lt__(self, other: date, /) -> bool:
        is_before = date.__lt__(self, other)
        if is_before and not isinstance(other, DayAsked):
            self._holds_through(date.__sub__(other, timedelta(days=1)))
        return is_before

    @override
    def __ge__(self, other: date, /) -> bool:
        return not self < other

    @override
    def __le__(self, other: date, /) -> bool:
        is_not_after = date.__le__(self, other)
        if is_not_after and not isinstance(other, DayAsked):
            self._holds_through(other)
        return is_not_after

    @override
    def __gt__(self, other: date, /) -> bool:
        return not self <= other

    @override
    def __eq__(self, other: object, /) -> bool:
        return isinstance(other, date) and self <= other and self >= other

    @override
    def __ne__(self, other: object, /) -> bool:
        return not self == other

    __hash__ = date.__hash__

    def _holds_through(self, day: date) -> None:
        """Remember a comparison that comes out the same as long as this day is not after `day`."""
        if day != date.max:  # never is never, from wherever it is counted
            self._limit.last_day = min(self._limit.last_day, day - self._moved)

    # --- counted from -----------------------------------------------------------------------------

    @override
    def __add__(self, other: timedelta, /) -> Self:
        return self._made(date.__add__(self, other), self._limit, self._moved + other)

    __radd__ = __add__

    @overload
    def __sub__(self, other: datetime, /) -> NoReturn: ...
    @overload
    def __sub__(self, other: Self, /) -> timedelta: ...
    @overload
    def __sub__(self, other: timedelta, /) -> Self: ...
    @override
    def __sub__(self, other: date | timedelta, /) -> timedelta | Self:
        if isinstance(other, timedelta):
            return self + -other
        return date.__sub__(self, other)


def as_plain_day(day: date | None) -> date | None:
    """A day that remembers nothing: for what is only shown, and on which no duty depends."""
    return date(day.year, day.month, day.day) if isinstance(day, DayAsked) else day
