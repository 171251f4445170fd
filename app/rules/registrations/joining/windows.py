"""Each Holder's window to join: 2(a), 2(b).

It runs from the first notice that reached the Holder; a request to amend an effective shelf opens
one of its own (QC24). Dates are whole days. Nothing raises.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.rules.notices.receipt import Receipt, receipt
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.joining.history import History, HolderToTell, NoticeSent
from app.rules.registrations.joining.joining import (
    RightOn,
    WindowState,
    opening_day,
    window_as_changed,
)


@dataclass(frozen=True, slots=True)
class HolderWindow:
    """One Holder's window: the first notice that has effect, and the last day to join.

    `amendment` is the name of the request to amend an effective shelf that the notice tells of.
    Who holds nothing any more has nothing to join with: from `left_on` it is closed. `opens_on` is
    the day from which it runs, which a notice in the mail tells beforehand.
    """

    holder: str
    notice: Receipt | None
    last: Sourced[date] | None
    since: date = date.min
    came_later: bool = False
    amendment: str | None = None
    left_on: Sourced[date] | None = None
    opens_on: Sourced[date] | None = None

    def left_in_time(self, due: Sourced[date] | None) -> bool:
        """Whether it left before it was told, and by the day on which it was to be told."""
        if self.left_on is None or self.notice is not None:
            return False
        return due is None or self.left_on.value <= due.value

    def not_overdue_at_birth(self, due: Sourced[date] | None) -> Sourced[date] | None:
        """The last day for telling it, unless that had gone by when it became a Holder."""
        return None if due is None or due.value < self.since else due

    @property
    def given_on(self) -> Sourced[date] | None:
        """The day on which the notice was given."""
        return self.notice.given_on if self.notice else None

    @property
    def received_on(self) -> Sourced[date] | None:
        """The day on which the notice was received."""
        return self.notice.received_on if self.notice else None

    def state(self, as_of: date | None) -> WindowState:
        """Whether the window has begun to run, and whether it is over by `as_of`."""
        if self.left_on is not None and (as_of is None or as_of >= self.left_on.value):
            return "closed"
        if self.last is None or self._is_still_to_open(as_of):
            return "not_started"
        return "closed" if as_of is not None and as_of > self.last.value else "open"

    def _is_still_to_open(self, as_of: date | None) -> bool:
        return as_of is not None and self.opens_on is not None and as_of < self.opens_on.value


@dataclass(frozen=True, slots=True)
class Amendment:
    """A request that a shelf be amended (2(a)(ii)), and every Holder's window to join in it (QC24).

    `name` and `source` are of the writing that asked, `holder` who did.
    """

    name: str
    source: str
    holder: str
    received_on: Sourced[date]
    windows: tuple[HolderWindow, ...]

    def window(self, holder: str) -> HolderWindow | None:
        """One Holder's window to join in it."""
        return next((each for each in self.windows if each.holder == holder), None)


def amendment_asked(
    name: str,
    source: str,
    holder: str,
    received_on: Sourced[date],
    history: History,
    right: RightOn,
    matter: Matter,
) -> Amendment:
    """A request to amend, with the windows that the notices of it open."""
    notices = [
        notice
        for notice in history.notices
        if notice.given_on is not None and notice.given_on >= received_on.value
    ]
    to_tell = history.holders_again or history.holders
    windows = (window_of(each, notices, right, matter) for each in to_tell(received_on.value))
    return Amendment(
        name, source, holder, received_on, tuple(replace(each, amendment=name) for each in windows)
    )


def window_of(
    holder: HolderToTell, notices: Iterable[NoticeSent], right: RightOn, matter: Matter
) -> HolderWindow:
    """A Holder's window runs from the first notice that reached it."""
    receipts = [_notice_receipt(notice, matter) for notice in notices if notice.holder == holder.id]
    first = min((each for each in receipts if each.flaw is None), key=_reached, default=None)
    last = opens_on = None
    if first is not None:
        last = window_as_changed(first, right, matter)
        opens_on = opening_day(first, right, matter)
    return HolderWindow(
        holder.id,
        first,
        last,
        holder.since,
        holder.came_later,
        left_on=holder.left_on,
        opens_on=opens_on,
    )


def _notice_receipt(notice: NoticeSent, matter: Matter) -> Receipt:
    if notice.delivery is not None:
        return receipt(notice.delivery, matter, f"{notice.source}/delivery")
    if notice.received_on is None:
        return Receipt(None, None)
    stated = Sourced(notice.received_on, f"{notice.source}/received_on")
    return Receipt(stated, stated)


def _reached(each: Receipt) -> date:
    return each.received_on.value if each.received_on else date.max


def last_day_of(
    right: RightOn, matter: Matter, tested: Sourced[date] | None, *, as_it_stands: bool
) -> Callable[[HolderWindow | None], Sourced[date] | None]:
    """The last day of a window: as it stands, or as it was when the request came."""

    def last_of(window: HolderWindow | None) -> Sourced[date] | None:
        if as_it_stands or window is None or window.notice is None:
            return window.last if window else None
        return window_as_changed(window.notice, right, matter, tested)

    return last_of


def window_open_to(
    holder: str,
    day: date,
    first: HolderWindow | None,
    amendments: Sequence[Amendment],
    last_of: Callable[[HolderWindow | None], Sourced[date] | None],
) -> tuple[HolderWindow | None, str | None]:
    """The Holder's window that is open on a day: that of the shelf, or of a request to amend it."""
    own = [(each.window(holder), each.name) for each in amendments if each.received_on.value <= day]
    for window, name in ((first, None), *own):
        last = last_of(window)
        if window is not None and (last is None or day <= last.value):
            return window, name
    return None, None
