"""What ends what: an order lifted, a prospectus received, a prohibition lifted (2(g), 3(a), 3(c)).

Facts have days and no hours. An end closes what began on an earlier day; what begins on its own day
goes on, unless the day has as many ends more as beginnings, or an end says that it closes that too.
What then is open (some ends, but fewer than beginnings) is not known. An end closes everything that
it can close; but each order needs a lifting of its own, and one that does not say which it lifts is
taken to lift the oldest. Whole days; nothing raises.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.facts import RecordedFact
from app.rules.facts.life.course import StopOrder, StopOrderLifted
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced


@dataclass(frozen=True, slots=True)
class Began:
    """The beginning of something that may be ended; `lapses_on` is its last day, if it has one."""

    on: date
    lapses_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """An end on record; `same_day` says whether it closes what began on its day (None: unsaid)."""

    on: Sourced[date]
    same_day: bool | None = None


@dataclass(frozen=True, slots=True)
class WhenEnded:
    """When something ended, if it did; `order_unknown` if that turns on the order of its first day.

    Then `on` is the end if it was not ended on that day. `passed_over`: an end after its day was
    taken to be that of an older one.
    """

    on: Sourced[date] | None
    order_unknown: bool = False
    passed_over: bool = False


class EndingsByDay:
    """The ends of all that began of one kind, found by their days however many there are."""

    def __init__(self, beginnings: Iterable[Began], endings: Iterable[Ending]) -> None:
        """Arrange the beginnings and the ends, given in the order of the record."""
        self._beginnings = tuple(dict.fromkeys(beginnings := tuple(beginnings)))
        self._begun = Counter(each.on for each in beginnings)
        self._endings = sorted(endings, key=lambda each: each.on.value)
        self._days = [each.on.value for each in self._endings]

    def of(self, day: date) -> WhenEnded:
        """The end of what began on a day."""
        first, beyond = bisect_left(self._days, day), bisect_right(self._days, day)
        later = self._endings[beyond].on if beyond < len(self._days) else None
        on_the_day = self._endings[first:beyond]
        todays = [each for each in on_the_day if each.same_day is not False]
        if not todays:
            return WhenEnded(later)
        if any(each.same_day for each in todays):
            return WhenEnded(todays[0].on)
        only_earlier = len(todays) < len(on_the_day)
        left = {len(todays) - (older and not only_earlier) for older in self._open_before(day)}
        if max(left) <= 0:
            return WhenEnded(later)
        if min(left) >= self._begun[day]:
            return WhenEnded(todays[0].on)
        return WhenEnded(later, order_unknown=True)

    def _open_before(self, day: date) -> frozenset[bool]:
        """Whether anything that began earlier was open when a day began: what it may have been."""
        possible = frozenset({False})
        for began in self._beginnings:
            if began.on >= day or (began.lapses_on is not None and began.lapses_on < day):
                continue
            end = self.of(began.on)
            if end.on is not None and end.on.value < day:
                continue
            if not end.order_unknown:
                return frozenset({True})
            possible = frozenset({False, True})
        return possible


def ended(day: date, beginnings: Iterable[Began], endings: Iterable[Ending]) -> WhenEnded:
    """The end of what began on a day, among all beginnings and ends of its kind."""
    return EndingsByDay(beginnings, endings).of(day)


def say_if_unknown(end: WhenEnded, what: str, kind: str, clause: str, matter: Matter) -> None:
    """Name what is missing where the order of a day decides, and the fact that would tell.

    Where an end was taken to be that of an older one, the answer rests on that.
    """
    if end.order_unknown:
        matter.working.miss(
            "ends_same_day",
            f"whether {what} ended on its first day",
            clause,
            f"{kind}.ends_same_day",
        )
    if end.passed_over:
        matter.working.assume(
            "OLDEST_ORDER_LIFTED",
            "A lifting that does not say which order it lifts is taken to lift the oldest that "
            "stands: each order stands until it has a lifting of its own.",
        )


def order_ended(
    day: date,
    orders: Sequence[tuple[RecordedFact, StopOrder]],
    lifted: Sequence[tuple[RecordedFact, StopOrderLifted]],
) -> WhenEnded:
    """The lifting of an order of a day; of several orders of that day, of the last of them."""
    issued = Counter(fact.occurred_on for _, fact in orders)
    liftings = [
        Ending(Sourced(fact.occurred_on, f"{recorded.source}/occurred_on"), fact.ends_same_day)
        for recorded, fact in lifted
    ]
    older, own, order_unknown, passed_over = 0, 0, False, False
    for today in sorted({*issued, *(each.on.value for each in liftings)}):
        todays = [each for each in liftings if each.on.value == today]
        if today > day:
            gone = min(older, len(todays))
            older, own = older - gone, max(own - (len(todays) - gone), 0)
            if todays and not own:
                return WhenEnded(todays[0].on, order_unknown, passed_over)
            passed_over = passed_over or bool(todays)
            continue
        new = issued[today]
        left = _lifted_of(new, older, todays)
        if today < day:
            older = max(older - len(todays), 0) + new - left
            continue
        if left >= new:
            return WhenEnded(todays[0].on)
        order_unknown = left > 0 and not any(each.same_day for each in todays)
        older, own = max(older - len(todays), 0), new - left
    return WhenEnded(None, order_unknown, passed_over)


def _lifted_of(new: int, older: int, todays: Sequence[Ending]) -> int:
    """How many orders of a day its liftings lift: what is left when the older ones are lifted."""
    if any(each.same_day for each in todays):
        return new
    only_earlier = sum(each.same_day is False for each in todays)
    free = len(todays) - only_earlier
    return min(max(free - max(older - only_earlier, 0), 0), new)
