"""What every rule needs at hand: the terms, the calendars they select, and the working so far.

Terms change by date (clause 9(e)). A matter holds those of the day asked about; `on` gives those
by which what happened on an earlier day is judged, since an amendment governs what happens from its
day on, and only a waiver reaches back.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from app.rules.reasoning.days.almanac import Almanac, almanac_for
from app.rules.reasoning.trace import Detail, Sourced, Working
from app.rules.terms import Terms
from app.rules.terms.readings import Readings


@dataclass(frozen=True, slots=True)
class TermsThrough:
    """The terms that govern one matter, day by day, and the days on which they change."""

    on: Callable[[date], Terms]
    changed_on: tuple[Sourced[date], ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """One agreement's terms under consideration, with the working of the answer being made.

    `through` is None where the same terms govern on every day.
    """

    terms: Terms
    almanac: Almanac
    working: Working
    through: TermsThrough | None = None

    @property
    def readings(self) -> Readings:
        """The readings in force, of which the working notes each that is asked for."""
        return self.working.readings

    def under(self, terms: Terms, through: TermsThrough | None = None) -> "Matter":
        """The same answer being made, of what other terms govern."""
        working = self.working.under(terms.readings)
        return Matter(terms, almanac_for(terms), working, through)

    def on(self, day: date) -> "Matter":
        """The same answer being made, of what happened on a day."""
        if self.through is None or not self.through.changed_on:
            return self
        return self.under(self.through.on(day), self.through)

    def changes_after(self, day: date) -> tuple[Sourced[date], ...]:
        """The days after one on which the terms change."""
        changed_on = self.through.changed_on if self.through else ()
        return tuple(each for each in changed_on if each.value > day)

    def unrecorded(self) -> "Matter":
        """The same matter with a working that nobody reads."""
        return replace(self, working=Working(self.terms.readings, Detail.NONE, aside=True))


def open_matter(
    terms: Terms, detail: Detail = Detail.FULL, through: TermsThrough | None = None
) -> Matter:
    """Start an answer under `terms`, with empty working."""
    working = Working(terms.readings, detail, doubted=bool(terms.doubts))
    return Matter(terms, almanac_for(terms), working, through)


@dataclass(frozen=True, slots=True)
class Deciding:
    """The day whose terms say on which day something is due, begins or is too late.

    `at_once` is the change that left it less time than had gone by: it is so on its first day.
    """

    day: date
    at_once: Sourced[date] | None = None


def change_that_decides(
    last_day: Callable[[Matter], date | None],
    matter: Matter,
    since: date,
    done_on: date | None = None,
) -> Deciding:
    """The day whose terms say the last day for what has been owed, or may be done, since a day.

    A change takes hold of what is still to come: not of what was done, or had run out, before its
    first day. One that leaves it less time than had gone by makes its own first day the last: never
    later than one that leaves it more, and nothing is overdue at birth. What had no day gets none
    by it, and one that would undo what was granted (`date.min`) takes hold of nothing.
    """
    changes = matter.changes_after(since)
    found, last = Deciding(since), last_day(matter.on(since).unrecorded()) if changes else None
    for change in changes:
        day = change.value
        if (last is not None and last < day) or (done_on is not None and done_on < day):
            break
        changed = last_day(matter.on(day).unrecorded())
        if changed is None or changed >= day:
            found, last = Deciding(day), changed
        elif last is not None and changed != date.min:
            found, last = Deciding(day, change), day
    return found


def day_that_ends(
    last_day: Callable[[Matter], date | None], matter: Matter, since: date
) -> tuple[date, Sourced[date] | None]:
    """The day whose terms say how long something lasts, and the change that ended it, if one did.

    A change that leaves it less time than had gone by ends it; what had ended stays ended.
    """
    changes = matter.changes_after(since)
    decides, last = since, last_day(matter.on(since).unrecorded()) if changes else None
    for change in changes:
        if last is not None and last < change.value:
            break
        decides = change.value
        last = last_day(matter.on(decides).unrecorded())
        if last is not None and last < decides:
            return decides, change
    return decides, None
