"""The duty to tell every Holder of a registration, or of an amended shelf: clauses 2(a), 2(b).

By a period, by a Clock, or promptly; a standard never becomes a date. Dates are whole days.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.rules.reasoning.days.guideline import promptly_guideline
from app.rules.reasoning.days.period import due_as_changed
from app.rules.reasoning.days.within import last_day_of
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import (
    Obligation,
    Owing,
    Performance,
    notice_of,
    owed,
)
from app.rules.reasoning.trace import Sourced, plain
from app.rules.registrations.joining.windows import HolderWindow
from app.rules.registrations.progress.progress import Progress
from app.rules.terms.clocks.within import Within
from app.rules.terms.document.places import at_place
from app.rules.terms.rights.telling import Telling
from app.rules.terms.vocabulary import Duty


@dataclass(frozen=True, slots=True)
class NoticeDuty:
    """The duty to tell the Holders: of what, the duty, and where in the terms it stands.

    `of_a_plan` says that its last day is counted from what the Company only plans to do. `trigger`
    is what brought it about, if that is not what set the registration going, and `begins_on` the
    day from which it is then owed.
    """

    of_what: str
    duty: Duty | Telling
    pointer: str
    of_a_plan: bool = False
    trigger: str | None = None
    begins_on: Sourced[date] | None = None


def notices(progress: Progress, told: NoticeDuty, matter: Matter) -> Iterator[Obligation]:
    """To tell each Holder of the registration; a standstill does not suspend it."""
    windows = (
        window
        for window in progress.taking_part.windows
        if window.holder not in progress.need_not_be_told
    )
    yield from _notices(windows, progress.ruling.begun_on, told, progress, matter)


def notices_of_amendments(
    progress: Progress, told: NoticeDuty, matter: Matter
) -> Iterator[Obligation]:
    """QC24: to tell each Holder of every request to amend the shelf."""
    for amendment in progress.taking_part.amendments:
        of_it = replace(told, trigger=amendment.source, begins_on=amendment.received_on)
        yield from _notices(amendment.windows, amendment.received_on, of_it, progress, matter)


def _notices(
    windows: Iterable[HolderWindow],
    begun: Sourced[date] | None,
    told: NoticeDuty,
    progress: Progress,
    matter: Matter,
) -> Iterator[Obligation]:
    guideline = promptly_guideline(begun, matter) if told.duty.standard else None
    place = f"{told.pointer}/within"
    due = _due_to_tell(begun, told, place, progress, matter)
    for window in windows:
        if begun and matter.changes_after(begun.value):
            due = _due_to_tell(begun, told, place, progress, matter, window.given_on)
        due_then = window.not_overdue_at_birth(due)
        left = window.left_in_time(due_then)
        yield notice_to(window, progress, told, due_then, matter, guideline, excused=left)


def _due_to_tell(
    since: Sourced[date] | None,
    told: NoticeDuty,
    place: str,
    progress: Progress,
    matter: Matter,
    done_on: Sourced[date] | None = None,
) -> Sourced[date] | None:
    """The last day for telling a Holder, by a period or a Clock, as the terms change."""
    if since is None:
        return None
    known = progress.history.known.also(
        {
            "request.received": since,
            "request.given": progress.ruling.asked.counted_as_given_on,
            "registration.proposed": since,
        }
    )

    def under(at: Matter) -> Sourced[date] | None:
        try:
            within: Within | None = at_place(at.terms, place)
        except LookupError:
            return None
        if within is None:
            return None
        return last_day_of(
            within, known, at, place, "by when Holders must be told", told.duty.clause
        )

    return due_as_changed(under, matter, since.value, plain(done_on))


def notice_to(
    window: HolderWindow,
    progress: Progress,
    told: NoticeDuty,
    due: Sourced[date] | None,
    matter: Matter,
    guideline: Sourced[date] | None = None,
    broken_on: Sourced[date] | None = None,
    *,
    excused: bool = False,
    last_practicable: Sourced[date] | None = None,
) -> Obligation:
    """To tell one Holder of the registration; `broken_on` is the day on which it was too late."""
    return owed(
        Owing(
            duty="notice",
            id=notice_of(window.holder, window.amendment),
            obligor=matter.terms.company.id,
            obligees=(window.holder,),
            action=f"Give the Holder written notice of {told.of_what}.",
            clause=told.duty.clause,
            trigger=told.trigger or progress.ruling.trigger,
            standard=told.duty.standard,
            begins_on=told.begins_on,
            due_by_plan=told.of_a_plan,
        ),
        matter.working,
        progress.as_of,
        due=due,
        outcome=Performance(window.given_on, excused=excused, breached_on=broken_on),
        last_practicable=last_practicable,
        guideline=guideline,
    )
