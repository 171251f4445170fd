"""The filing of the Company's own registration beside the notices it gave: clause 2(b).

The filing is the one made or, until then, the one planned. Every Holder must have been told in
time; while one has not been told at all, no first day of filing can be given. Dates are whole days.
Relies on `incidental_notice` for the count.
"""

from dataclasses import dataclass
from datetime import date

from app.rules.course import Course
from app.rules.incidental_notice import (
    FilingRuling,
    HolderNotice,
    latest_notice,
    rule_on_filing,
)
from app.rules.matter import Matter
from app.rules.terms.registrations import Incidental
from app.rules.working import Sourced


@dataclass(frozen=True, slots=True)
class Filing:
    """The filing made or planned, the last days for notice of it, and the first day for it.

    `ruling` is None while some Holder has not been told; they are `untold`.
    """

    filing_on: Sourced[date] | None
    latest_notice_on: Sourced[date] | None
    latest_business_day: Sourced[date] | None
    ruling: FilingRuling | None
    untold: tuple[str, ...]


def filing_of(
    course: Course, planned_on: Sourced[date] | None, incidental: Incidental, matter: Matter
) -> Filing:
    """Set the filing beside the notices."""
    filing = course.since.filed_on or planned_on
    latest, business = latest_notice(incidental, filing, matter) if filing else (None, None)
    windows = course.taking_part.windows
    untold = tuple(window.holder for window in windows if window.last is None)
    told = [
        HolderNotice(window.holder, window.notice, window.last)
        for window in windows
        if window.notice is not None
    ]
    if untold or not told or not course.ruling.stands:
        if untold and course.since.filed_on is not None:
            matter.working.warn(
                "FILED_WITHOUT_NOTICE",
                f"Filed although no notice has reached {', '.join(untold)}.",
            )
        return Filing(filing, latest, business, None, untold)
    return Filing(
        filing, latest, business, rule_on_filing(incidental, told, filing, matter), untold
    )
