"""To whom a duty of a registration is owed, and from when: those who take part in it.

A refused registration binds nobody; what is still to be done is owed to nobody once nobody is left
who holds what is to be registered (1(i)). Dates are whole days.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import (
    STILL_TO_DO,
    UNPERFORMED,
    Obligation,
    excused,
)
from app.rules.reasoning.trace import Sourced, plain
from app.rules.registrations.duties.shortfall import was_left_short
from app.rules.registrations.joining.windows import HolderWindow
from app.rules.registrations.progress.progress import Progress


def as_begun(progress: Progress, duties: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """The duties of a registration: none if it is refused, not yet due before it has begun."""
    if not progress.ruling.stands:
        return ()
    owed_now = tuple(duties)
    if progress.has_begun:
        return owed_now
    return tuple(replace(each, status="not_yet_due") for each in owed_now)


def sellers(progress: Progress) -> tuple[str, ...]:
    """Requesting and joining Holders whose requests stand; once withdrawn, all who asked."""
    if progress.is_withdrawn:
        everyone = progress.ruling.asked.requesters | progress.taking_part.joined()
        return tuple(sorted(everyone - progress.ruling.asked.unrecognised))
    return tuple(sorted(progress.included))


def sellers_on(progress: Progress, day: date | None, matter: Matter) -> tuple[str, ...]:
    """Those who took part on a day: what was done or due by then was owed to them (None: now)."""
    if progress.is_withdrawn or day is None:
        return sellers(progress)
    return tuple(sorted(progress.in_on(day, matter))) or sellers(progress)


def sellers_since(progress: Progress, day: date | None, matter: Matter) -> tuple[str, ...]:
    """Those who take part, and who did at any time since a day (None: now)."""
    register = progress.history.register
    asked = (on for each in progress.asked for on in (each.received_on, each.taken_back_on))
    days = (*(register.days if register else ()), *asked)
    if day is None or not any(on is not None and on > day for on in days):
        return sellers(progress)
    found = set(sellers(progress)) | set(sellers_on(progress, day, matter))
    found.update(*(shares for on, shares in progress.included_by_day(matter) if on > day))
    return tuple(sorted(found))


def owed_by_then(
    progress: Progress, due: Sourced[date] | None, done: Sourced[date] | None
) -> date | None:
    """The day by which it was decided to whom a duty is owed; None while it still is."""
    if done is not None:
        return done.value
    is_past = due is not None and progress.as_of is not None and due.value < progress.as_of
    return due.value if due is not None and is_past else None


def sellers_covered(progress: Progress, day: date | None, matter: Matter) -> tuple[str, ...]:
    """Those toward whom the statement does what was requested: not those it leaves short."""
    everyone = sellers_on(progress, day, matter)
    return tuple(each for each in everyone if not was_left_short(each, progress)) or everyone


def owed_to_somebody(
    duties: Iterable[Obligation], progress: Progress, matter: Matter
) -> tuple[Obligation, ...]:
    """The duties; what is still to be done is not owed while nobody is left to whom it is (1(i)).

    Who asked and holds nothing any more has nothing to be registered; what falls due after that
    breaks nothing. What no request called for (a shelf on conversion) is owed to those who may
    still join, or may ask to have it amended once it is effective.
    """
    found = tuple(duties)
    without = [each for each in found if not each.obligees]
    if not without or _others_may_come(progress):
        return found
    since = _nobody_since(progress, matter)
    for_nobody = {
        each.id
        for each in without
        if each.status in STILL_TO_DO
        or (each.status in UNPERFORMED and since and each.due_on and since <= each.due_on)
    }
    if not for_nobody:
        return found
    source = matter.working.step(
        "duties.for_nobody",
        matter.terms.registrable_securities.clause,
        "Nobody who asked holds shares that are to be registered any more: what was still to be "
        "done is owed to nobody."
        if progress.asked
        else "Nobody asked in time for shares to be registered: what was still to be done is owed "
        "to nobody.",
        "excused",
        {
            holder: Sourced(each.shares.value, each.shares.source)
            for holder, each in progress.covered.items()
        },
    ).source
    return tuple(
        excused(each, {"status": source}) if each.id in for_nobody else each for each in found
    )


def to_nobody_since(progress: Progress, matter: Matter) -> date | None:
    """From when what is still to be done is owed to nobody; None: it is owed, or may yet be."""
    if sellers(progress) or _others_may_come(progress):
        return None
    return _nobody_since(progress, matter)


def _others_may_come(progress: Progress) -> bool:
    """Whether somebody may be in it of whom that is not known, or may still come in."""
    if progress.perhaps_in or progress.ruling.asked.on_the_way:
        return True
    if progress.ruling.rests_on_requests:
        return False
    closed = _closed_on(progress)
    is_closed = closed is not None and progress.as_of is not None and closed <= progress.as_of
    return progress.history.life.effective_on is not None or not is_closed


def _closed_on(progress: Progress) -> date | None:
    """The first day on which nobody who has not asked can join; None: one may still be told.

    Where no windows run and nobody has asked yet, somebody may ask on any day.
    """
    closes = [_closes_on(window) for window in progress.to_be_told]
    if not closes and not progress.asked:
        return None
    days = [day for day in closes if day is not None]
    return max(days, default=date.min) if len(days) == len(closes) else None


def _closes_on(window: HolderWindow) -> date | None:
    """The first day on which a Holder cannot join any more; None while it may still be told."""
    last = window.last.value + ONE_DAY if window.last is not None else None
    left = plain(window.left_on)
    return min((day for day in (last, left) if day is not None), default=None)


def _nobody_since(progress: Progress, matter: Matter) -> date | None:
    """The first day of those on which nobody is in it any more; None: somebody is.

    Where others than those who asked may come in, they cannot any more on that day.
    """
    rests_on_requests = progress.ruling.rests_on_requests
    since = None if progress.asked or rests_on_requests else date.min
    for day, shares in progress.included_by_day(matter):
        since = None if shares else since or day
    if since is None or rests_on_requests:
        return since
    closed = _closed_on(progress)
    return None if closed is None else max(since, closed)
