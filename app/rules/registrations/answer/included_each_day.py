"""How many shares of each Holder a registration includes on each day, for what is owed by the day.

Until the statement is effective a Holder is in for what it asked for and holds, less the part that
is cut back: by what the statement covers, or by a maximum that has been advised. From then on it is
in for what the statement has left it. A day before it first was in counts as that first day.
Shares are of the day they are counted on; nothing raises.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import plain
from app.rules.registrations.cutback.selling import Allocation
from app.rules.registrations.progress.progress import Progress


@dataclass(frozen=True, slots=True)
class _ByDay:
    """The shares of everybody at the end of each day on which they change, in the days' order."""

    days: Sequence[date]
    shares: Sequence[Mapping[str, ShareNumber | None]]

    def on(self, day: date) -> Mapping[str, ShareNumber | None]:
        at = bisect_right(self.days, day) - 1
        return self.shares[at] if at >= 0 else {}


@dataclass(frozen=True, slots=True)
class IncludedEachDay:
    """What is included of everybody on every day through the one asked about.

    `uncut` is what there is to include, `covered` what the statement leaves of it from
    `effective_on` on, `parts` the part of each Holder's that is not cut back before.
    """

    uncut: _ByDay
    covered: _ByDay
    effective_on: date | None
    parts: Mapping[str, Fraction]

    @property
    def turning(self) -> frozenset[date]:
        """The days on which it may change."""
        more = () if self.effective_on is None else (self.effective_on,)
        return frozenset((*self.uncut.days, *self.covered.days, *more))

    def of(self, holder: str, day: date) -> Fraction:
        """What is included of a Holder at the end of a day; nothing where that is not known."""
        day = max(day, self._first_in(holder) or day)
        if self.effective_on is not None and day >= self.effective_on:
            return Fraction(self.covered.on(day).get(holder) or 0)
        return Fraction(self.uncut.on(day).get(holder) or 0) * self.parts.get(holder, 1)

    def has(self, holder: str, day: date) -> bool:
        """Whether a Holder is in the registration at the end of a day."""
        after = self.effective_on is not None and day >= self.effective_on
        return holder in (self.covered if after else self.uncut).on(day)

    def is_known(self, holder: str) -> bool:
        """Whether its number is known on every day."""
        every = (*self.uncut.shares, *self.covered.shares)
        return all(each.get(holder, 0) is not None for each in every)

    def _first_in(self, holder: str) -> date | None:
        by_day = zip(self.uncut.days, self.uncut.shares, strict=True)
        return next((on for on, each in by_day if holder in each), None)


def included_each_day(
    progress: Progress, allocation: Allocation, matter: Matter
) -> IncludedEachDay:
    """What is included of everybody on every day through the one asked about."""
    uncut = _by_day(progress.included_by_day(matter, uncut=True))
    covered = _by_day(progress.included_by_day(matter))
    effective = plain(progress.history.life.effective_on)
    left: Mapping[str, int | ShareNumber | None] = {
        line.seller: line.included for line in allocation.lines if line.seller_class == "holders"
    }
    decides = date.max if effective is None else effective
    if effective is not None:
        left = covered.on(effective)
    parts = {
        holder: min(Fraction(left.get(holder) or 0) / shares, Fraction(1))
        for holder, shares in uncut.on(decides).items()
        if shares
    }
    return IncludedEachDay(uncut, covered, effective, parts)


def _by_day(each: Iterable[tuple[date, Mapping[str, ShareNumber | None]]]) -> _ByDay:
    days, shares = tuple(zip(*each, strict=True)) or ((), ())
    return _ByDay(days, shares)
