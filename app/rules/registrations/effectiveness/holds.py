"""Holds: the days from a notice that the prospectus misleads to the new prospectus (3(c)).

Each Holder who is in the registration when the notice is given stops selling until it has the new
prospectus, or has nothing left to sell under the statement: who sold everything waits for none. A
hold lasts until the last of them; while one is open the registration is held. Who comes in while it
lasts waits too, and a transferee of registered shares (QG5) unless the one whose place it takes
had the new prospectus; a hold that has ended is not opened again by anybody who comes in later. A
Holder's own notice stops nobody, but its days may be given back unless the Company gives a notice
while they last (QD11): one given after the new prospectus is of another event. Dates are whole
days; nothing raises. Relies on `effectiveness` for the days given back.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.holders.register import Passed, Register
from app.rules.procedures.endings import Began, Ending, EndingsByDay
from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, earliest
from app.rules.registrations.effectiveness.effectiveness import Hold, stretch_for, stretch_of
from app.rules.registrations.joining.history import History


@dataclass(frozen=True, slots=True)
class Seats:
    """Who is in a registration through time: on each day on which that may have changed."""

    by_day: Sequence[tuple[date, frozenset[str]]]
    register: Register | None = None

    def on(self, day: date) -> frozenset[str]:
        """Those in it at the end of a day."""
        return next((seated for on, seated in reversed(self.by_day) if on <= day), frozenset())

    def arrivals(self, day: date) -> Iterator[tuple[date, str]]:
        """Those who come in after a day, each with the day."""
        before = self.on(day)
        for on, seated in self.by_day:
            if on > day:
                yield from ((on, holder) for holder in sorted(seated - before))
                before = seated

    def left(self, holder: str, day: date) -> Sourced[date] | None:
        """The first day after this one on which a Holder is not in it any more."""
        left = next((on for on, seated in self.by_day if on > day and holder not in seated), None)
        if left is None or self.register is None:
            return None
        entry = self.register.lines_on(left).get(holder)
        return Sourced(left, entry.source if entry else "facts")

    def predecessors(self, holder: str, since: date, until: date) -> Iterator[Passed]:
        """The transfers by which its place came to a Holder, and theirs to those before it."""
        for passed in self.register.passed if self.register else ():
            if passed.taker == holder and since < passed.on <= until:
                yield passed
                yield from self.predecessors(passed.giver, since, passed.on)


@dataclass(frozen=True, slots=True)
class _WaitOfOne:
    """One Holder's wait: its receipt of the new prospectus, and the end of its need of one."""

    received: Sourced[date] | None
    needless: Sourced[date] | None

    @property
    def over_on(self) -> Sourced[date] | None:
        return earliest(self.received, self.needless)

    def lasts_after(self, day: date) -> bool:
        return self.over_on is None or self.over_on.value > day


class _Receipts:
    """When the Holders had new prospectuses, of which the notices of one registration ask."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._given = frozenset(each.value for each in history.misstatements)
        self._ends: dict[tuple[bool, str | None], EndingsByDay] = {}

    def first(self, notice: Sourced[date], holder: str | None) -> Sourced[date] | None:
        """The first from the notice on by this Holder, or by all; by all alone for None."""
        by_company = notice.value in self._given
        if (by_company, holder) not in self._ends:
            self._ends[by_company, holder] = self._ends_for(holder, by_company=by_company)
        return self._ends[by_company, holder].of(notice.value).on

    def _ends_for(self, holder: str | None, *, by_company: bool) -> EndingsByDay:
        """The ends, for a Holder, of what such notices began."""
        history = self._history
        notices = history.misstatements if by_company else history.holder_misstatements
        return EndingsByDay(
            (Began(each.value) for each in notices),
            (
                Ending(each.on, each.ends_same_day)
                for each in history.prospectuses
                if each.holder in (None, holder)
            ),
        )


def holds_of(history: History, seats: Seats) -> tuple[Hold, ...]:
    """Every hold of a registration in which these Holders are and were included."""
    receipts = _Receipts(history)
    by_company = [
        Hold(notice, None, _waited(notice, history, seats, receipts), receipts.first(notice, None))
        for notice in history.misstatements
    ]
    by_holders = [
        Hold(None, notice, _waited(notice, history, seats, receipts), receipts.first(notice, None))
        for notice in history.holder_misstatements
    ]
    found = (*by_company, *(each for each in by_holders if not _taken_up(each, by_company)))
    nobody = not any(seated for _, seated in seats.by_day)
    return tuple(each for each in found if each.received or nobody)


def _taken_up(by_holder: Hold, by_company: Sequence[Hold]) -> bool:
    """Whether the Company gave its own notice of what a Holder told it before that had ended."""
    told, end = by_holder.holder_notice_given_on, _last(by_holder)
    return any(
        told is not None
        and each.notice_given_on is not None
        and told.value <= each.notice_given_on.value
        and (
            end is None
            or each.notice_given_on.value < end
            or (each.notice_given_on.value == end == _last(each))
        )
        for each in by_company
    )


def _last(hold: Hold) -> date | None:
    """The day on which the last who waited had the new prospectus; None while one has not."""
    ends = tuple(hold.received.values()) or (hold.received_by_all,)
    return max((end.value for end in ends if end), default=None) if all(ends) else None


def _waited(
    notice: Sourced[date], history: History, seats: Seats, receipts: _Receipts
) -> Mapping[str, Sourced[date] | None]:
    """Each waiting Holder's first receipt of a new prospectus, or the end of its need of one."""
    waits: dict[str, _WaitOfOne] = {}
    for holder in sorted(seats.on(notice.value)):
        done = history.nothing_left.get(holder)
        if done is None or done.value > notice.value:
            waits[holder] = _wait(holder, notice, notice.value, history, seats, receipts)
    for day, holder in seats.arrivals(notice.value):
        if _comes_into(holder, day, notice, waits, seats):
            waits[holder] = _wait(holder, notice, day, history, seats, receipts)
    return {holder: waits[holder].over_on for holder in sorted(waits)}


def _wait(
    holder: str,
    notice: Sourced[date],
    day: date,
    history: History,
    seats: Seats,
    receipts: _Receipts,
) -> _WaitOfOne:
    """The wait of a Holder who is in it on a day."""
    needless = earliest(history.nothing_left.get(holder), seats.left(holder, day))
    return _WaitOfOne(receipts.first(notice, holder), needless)


def _comes_into(
    holder: str, day: date, notice: Sourced[date], waits: Mapping[str, _WaitOfOne], seats: Seats
) -> bool:
    """Whether one who comes in on a day comes into a hold that still lasts."""
    lasts = any(wait.lasts_after(day) for wait in waits.values())
    came = tuple(seats.predecessors(holder, notice.value, day))
    if not came:
        return lasts
    waiting = [
        passed
        for passed in came
        if (wait := waits.get(passed.giver)) is not None
        if wait.received is None or wait.received.value > passed.on
    ]
    return bool(waiting) and (lasts or any(passed.on == day for passed in waiting))


def is_open(hold: Hold, without: Collection[str] = ()) -> bool:
    """Whether a Holder, one `without` whom is asked aside, has no new prospectus after a notice."""
    if hold.notice_given_on is None:
        return False
    if not hold.received:
        return hold.received_by_all is None
    return any(day is None for holder, day in hold.received.items() if holder not in without)


def discontinuances(
    holds: Collection[Hold], matter: Matter, holder: str | None = None
) -> tuple[Run, ...]:
    """The holds as days without sales, for all or for one Holder; QD13 gives them to a shelf."""
    stretches = (
        stretch
        for hold in holds
        for stretch in (
            stretch_of(hold, matter) if holder is None else stretch_for(hold, holder, matter)
        )
    )
    return tuple(Run(each.first_day, each.last_day) for each in stretches)
