"""Copies before filing: clause 5 for all drafts, clause 3(a)(x) for amendments and supplements.

Drafts and final copies are delivered at least so many business days before filing, except in an
underwritten offering (QD20). A copy of an amendment or supplement goes to the Holders fewer
business days before its filing; where clause 5 applies as well, its longer time governs. Last days
are counted back, and move only as readings QA7 and QA13 say. Units are Business Days (clause 1(a));
`OutsideCalendar` is raised beyond the calendars. Relies on `period`.
"""

from dataclasses import dataclass
from datetime import date

from app.rules.reasoning.days.between import Between, between
from app.rules.reasoning.days.period import last_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import done_in_time
from app.rules.reasoning.trace import Sourced

DRAFTS_TERM = "/drafts/before_filing"
AMENDMENT_TERM = "/amendment_copies/before_filing"


@dataclass(frozen=True, slots=True)
class LatestCopies:
    """Whether copies are owed, by when, and under which clause; None: not known or not owed.

    While the day is not known because two clauses may set it, it lies `between` theirs.
    """

    owed: bool | None
    latest_on: Sourced[date] | None
    clause: str | None
    between: Between | None = None

    def in_time(self, furnished: Sourced[date] | None) -> bool | None:
        """Whether a copy of that day is in time; None where that is not known, or none is owed."""
        return None if not self.owed else done_in_time(self.latest_on, furnished, self.between)

    def has_passed(self, as_of: date | None) -> bool:
        """Whether the last day has passed, whichever it is."""
        latest = self.between.latest if self.between else self.latest_on
        return latest is not None and as_of is not None and as_of > latest.value


def drafts_reach(underwritten: Sourced[bool] | None, matter: Matter) -> Sourced[bool] | None:
    """Whether the clause on drafts applies; None if that turns on a missing input."""
    term = matter.terms.drafts
    if term is None:
        return Sourced(False, "terms:/drafts")
    if not term.underwritten_excluded:
        return Sourced(True, "terms:/drafts/underwritten_excluded")
    if underwritten is None:
        if matter.readings.sec5_underwritten == "included":
            return Sourced(True, "reading:sec5_underwritten")
        matter.working.miss("underwritten", "whether drafts are owed before filing", term.clause)
        return None
    reached = not underwritten.value or matter.readings.sec5_underwritten == "included"
    return matter.working.step(
        "drafts.reach",
        term.clause,
        f"The offering is {'' if underwritten.value else 'not '}underwritten: drafts are "
        f"{'' if reached else 'not '}owed.",
        reached,
        {"underwritten": underwritten},
        readings=("sec5_underwritten",) if underwritten.value else (),
    )


def latest_drafts(
    filing: Sourced[date], underwritten: Sourced[bool] | None, matter: Matter
) -> LatestCopies:
    """The last day for drafts and final copies of a registration statement."""
    reached = drafts_reach(underwritten, matter)
    term = matter.terms.drafts
    if term is None or reached is None or not reached.value:
        return LatestCopies(None if reached is None else False, None, None)
    latest = last_day(term.before_filing, filing, matter, DRAFTS_TERM)
    return LatestCopies(True, latest, term.clause)


def latest_amendment_copy(
    filing: Sourced[date], underwritten: Sourced[bool] | None, matter: Matter
) -> LatestCopies:
    """The last day for the copy of an amendment or supplement: the earlier of two clauses' days.

    While it is not known whether the clause on drafts applies, the copy is owed all the same, by
    one of the two days.
    """
    term = matter.terms.amendment_copies
    drafts = latest_drafts(filing, underwritten, matter)
    if term is None:
        return drafts
    own = LatestCopies(
        True, last_day(term.before_filing, filing, matter, AMENDMENT_TERM), term.clause
    )
    if drafts.owed is None and matter.terms.drafts is not None:
        of_drafts = last_day(matter.terms.drafts.before_filing, filing, matter, DRAFTS_TERM)
        tried = LatestCopies(True, of_drafts, matter.terms.drafts.clause)
        return _earlier(own, tried, either=True)
    return _earlier(own, drafts)


def _earlier(own: LatestCopies, drafts: LatestCopies, *, either: bool = False) -> LatestCopies:
    """The earlier of both days; if it is not known whether drafts are owed, one of them."""
    if own.latest_on is None or drafts.latest_on is None:
        return own
    if own.latest_on.value <= drafts.latest_on.value:
        return own
    if either:
        return LatestCopies(True, None, None, between(drafts.latest_on, own.latest_on))
    return drafts
