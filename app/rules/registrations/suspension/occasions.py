"""How often the Company may delay or prohibit: the occasions of clause 2(g) in a rolling window.

No window of so many consecutive days may hold more occasions than the limit, wherever the window
is laid and in whichever order the occasions became known. An occasion lies on the day of its
invocation or, under reading QD3, on every day from then to the last day in effect. Days are
calendar days; a window never rolls (QA12). Nothing raises.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.trace import Sourced, Working
from app.rules.registrations.suspension.limits import ANY_USE, Lasting, UseOf
from app.rules.terms.vocabulary import Counter
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out

Fit: TypeAlias = Literal["fits", "too_many", "unknown"]
TERM = "terms:/delay/occasions"


@dataclass(frozen=True, slots=True)
class Occasion:
    """One permitted use: the day it was invoked and, if known, the last day of its effect.

    `lasting` are its days as limits of the agreement's own count them, where they are known, and
    `of` what use it was.
    """

    invoked_on: Sourced[date]
    last_day: Sourced[date] | None = None
    lasting: Lasting | None = None
    of: UseOf = ANY_USE


@dataclass(frozen=True, slots=True)
class _Days:
    """The days an occasion touches."""

    first: date
    last: date

    def moved_to(self, day: date) -> "_Days":
        """As many days, from another day on."""
        return _Days(day, day + (self.last - self.first))


def fit(
    occasion: Occasion, earlier: Sequence[Occasion], counter: Counter, working: Working
) -> Sourced[Fit]:
    """Whether one more occasion fits beside the others.

    Unknown when that turns on a last day in effect that nobody has given.
    """
    new = _days(occasion, occasion.invoked_on.value, working)
    at_least = [_days(each, each.invoked_on.value, working) for each in earlier]
    at_most = [_days(each, occasion.invoked_on.value, working) for each in earlier]
    found: Fit = "too_many"
    if _fits(new, at_least, counter):
        found = "fits" if _fits(new, at_most, counter) else "unknown"
    window = counter.window_days
    within = _within(occasion.invoked_on.value, earlier, window, working)
    return working.step(
        "occasions.fit",
        counter.clause,
        f"{len(within)} of {numbered(counter.limit, 'occasion')} used"
        + (
            ""
            if window is None
            else f" in the {numbered(window, 'day')} to {written_out(new.first)}"
        )
        + f": one more {_FIT_IN_WORDS[found]}.",
        found,
        {
            "invoked_on": occasion.invoked_on,
            "limit": Sourced(counter.limit, f"{TERM}/limit"),
            "window_days": Sourced(window, f"{TERM}/window_days"),
            **_listed(earlier),
        },
        readings=("occasion_measure",),
    )


_FIT_IN_WORDS = {
    "fits": "is permitted",
    "too_many": "is one too many",
    "unknown": "is permitted only if the earlier ones ended in time",
}


def next_permitted_day(
    occasion: Occasion, earlier: Sequence[Occasion], counter: Counter, working: Working
) -> Sourced[date] | None:
    """The first day, not before the occasion's own, on which it would fit; None if there is none.

    A last day in effect that nobody has given is taken to be the day of invocation.
    """
    new = _days(occasion, occasion.invoked_on.value, working)
    others = [_days(each, each.invoked_on.value, working) for each in earlier]
    if _fits(new, others, counter):
        return occasion.invoked_on
    if counter.window_days is None:
        return None
    window = timedelta(days=counter.window_days)
    leaving = sorted({each.last for each in others if each.last + window > new.first})
    last = next(
        (day for day in leaving if _fits(new.moved_to(day + window), others, counter)), None
    )
    if last is None:
        return None
    return working.step(
        "occasions.next_permitted",
        counter.clause,
        f"{numbered(counter.window_days, 'day')} after {written_out(last)} one more is permitted: "
        f"{written_out(last + window)}.",
        last + window,
        {
            "window_days": Sourced(counter.window_days, f"{TERM}/window_days"),
            **_listed(earlier),
        },
        readings=("occasion_measure",),
    )


def used_in_window(
    on: Sourced[date], occasions: Sequence[Occasion], counter: Counter, working: Working
) -> Sourced[tuple[date, ...]]:
    """The occasions that lie in the window that ends on a day, or reach into it (QD3)."""
    within = _within(on.value, occasions, counter.window_days, working)
    by_invocation = working.readings.occasion_measure == "invocation_date"
    is_one = len(within) == 1
    verb = "was invoked" if is_one else "were invoked"
    if not by_invocation and counter.window_days is not None:
        verb = "has a day" if is_one else "have a day"
    return working.step(
        "occasions.used",
        counter.clause,
        f"{len(within)} of {numbered(counter.limit, 'occasion')} {verb}"
        + (
            "."
            if counter.window_days is None
            else f" in the {numbered(counter.window_days, 'day')} to {written_out(on.value)}."
        ),
        within,
        {
            "as_of": on,
            "limit": Sourced(counter.limit, f"{TERM}/limit"),
            "window_days": Sourced(counter.window_days, f"{TERM}/window_days"),
        },
        readings=("occasion_measure",),
    )


def _within(
    on: date, occasions: Sequence[Occasion], window: int | None, working: Working
) -> tuple[date, ...]:
    """The days of invocation of those that have a day in the window, as far as that is known."""
    opens = date.min if window is None else on - timedelta(days=window) + ONE_DAY
    found = (_days(each, each.invoked_on.value, working) for each in occasions)
    return tuple(sorted(each.first for each in found if each.first <= on and each.last >= opens))


def _days(occasion: Occasion, if_unknown: date, working: Working) -> _Days:
    """The days that count, with `if_unknown` for a last day nobody has given."""
    first = occasion.invoked_on.value
    if working.readings.occasion_measure == "invocation_date":
        return _Days(first, first)
    last = occasion.last_day.value if occasion.last_day else if_unknown
    return _Days(first, max(first, last))


def _fits(new: _Days, others: Sequence[_Days], counter: Counter) -> bool:
    """Whether every window that the new occasion touches holds no more than the limit."""
    if counter.window_days is None:
        return len(others) < counter.limit
    reach = timedelta(days=counter.window_days - 1)
    every = [*others, new]
    return all(
        len(touching) <= counter.limit
        for opens in {each.last for each in every}
        if new in (touching := [x for x in every if x.first <= opens + reach and x.last >= opens])
    )


def _listed(occasions: Sequence[Occasion]) -> dict[str, Sourced[date]]:
    in_order = sorted((each.invoked_on for each in occasions), key=lambda day: day.value)
    return {f"occasion_{number}": day for number, day in enumerate(in_order, start=1)}
