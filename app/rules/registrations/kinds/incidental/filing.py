"""The filing of the Company's own registration beside the notices it gave: clause 2(b).

The filing is the one made or, until then, the one planned. Every Holder must have been told in
time; while one has not been told at all, no first day of filing can be given. One whose notice is
waived is not waited for, whether or not it was told all the same, and where the waiting itself is
waived the filing waits for nobody. Dates are whole days.
Relies on `notice` for the count.
"""

from dataclasses import dataclass
from datetime import date

from app.rules.notices.receipt import Receipt
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.joining.windows import HolderWindow
from app.rules.registrations.kinds.incidental.notice import (
    FilingRuling,
    HolderNotice,
    latest_notice,
    nobody_to_tell,
    rule_on_filing,
    without_notice,
)
from app.rules.registrations.progress.progress import Progress
from app.rules.terms.rights.registrations import Incidental

WAIT = "wait"
"""The id of the duty not to file before the notices have run."""


@dataclass(frozen=True, slots=True)
class Filing:
    """The filing made or planned, the last days for notice of it, and the first day for it.

    `untold` are Holders whom no notice has reached; while there are any, `ruling` has no days. It
    is None where nobody is to be told. `waited_for` are those for whose notice the filing waits.
    """

    filing_on: Sourced[date] | None
    latest_notice_on: Sourced[date] | None
    latest_business_day: Sourced[date] | None
    ruling: FilingRuling | None
    untold: tuple[str, ...]
    waited_for: tuple[str, ...] = ()


def _is_waited_for(window: HolderWindow, matter: Matter) -> bool:
    """Whether the filing waits for the notice to a Holder: not for one who came later (QG4)."""
    return not window.came_later or matter.readings.later_holders == "bars_filing"


def _notice(window: HolderWindow) -> HolderNotice | None:
    """The notice to a Holder; who left before it was told need be told no more from that day on.

    On the last day for notice of a filing so many days later it was no Holder (1(e)), as if it had
    been told on the day it left.
    """
    left, told = window.left_on, window.notice
    given = window.given_on
    if left is None or (given is not None and given.value < left.value):
        last = window.last
        if last is not None and left is not None and left.value < last.value:
            last = left
        return None if told is None else HolderNotice(window.holder, told, last)
    return HolderNotice(window.holder, Receipt(left, left), left)


def filing_of(
    progress: Progress, planned_on: Sourced[date] | None, incidental: Incidental, matter: Matter
) -> Filing:
    """Set the filing beside the notices, by the terms of its day where it has been made."""
    filing = progress.history.filed_on or planned_on
    if progress.history.filed_on is not None:
        matter = matter.on(progress.history.filed_on.value)
        incidental = matter.terms.incidental or incidental
    if incidental.notice is None:
        return Filing(filing, None, None, None, ())
    latest, business = latest_notice(incidental, filing, matter) if filing else (None, None)
    windows = [each for each in progress.owed_notice if _is_waited_for(each, matter)]
    found = [(window, _notice(window)) for window in windows]
    untold = tuple(window.holder for window, told in found if told is None or told.last_day is None)
    told = [notice for _, notice in found if notice is not None]
    others = [
        window.last
        for window in progress.to_be_told
        if window.last is not None and window.left_on is None and window not in windows
    ]
    ruling: FilingRuling | None = None
    if windows and filing is not None and progress.history.waived.of(WAIT, filing.value):
        may_ask = [*others, *(each.last_day for each in told if each.last_day is not None)]
        ruling = nobody_to_tell(incidental, filing, matter, may_ask)
    elif untold:
        ruling = without_notice(untold, progress.history.filed_on is not None, matter)
    elif told:
        ruling = rule_on_filing(incidental, told, filing, matter, others)
    elif progress.taking_part.windows:
        ruling = nobody_to_tell(incidental, filing, matter, others)
    waited_for = tuple(window.holder for window in windows)
    return Filing(filing, latest, business, ruling, untold, waited_for)
