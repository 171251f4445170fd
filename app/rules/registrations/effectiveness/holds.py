"""Holds: the days from a notice that the prospectus misleads to the new prospectus (3(c)).

Each included Holder stops selling until it has the new prospectus, or has nothing left to sell
under the statement: who sold everything waits for none. A hold lasts until the last of them; while
one is open the registration is held. A Holder's own notice stops nobody, but its days may be given
back where the Company gives none after it (QD11). Dates are whole days; nothing raises. Relies on
`effectiveness` for the days given back.
"""

from collections.abc import Collection
from datetime import date

from app.rules.procedures.endings import Began, Ending, WhenEnded, ended
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.runs import Run
from app.rules.reasoning.trace import Sourced, earliest
from app.rules.registrations.effectiveness.effectiveness import Hold, stretch_for, stretch_of
from app.rules.registrations.joining.since import Since


def holds_of(since: Since, holders: Collection[str]) -> tuple[Hold, ...]:
    """Every hold of a registration in which these Holders are included."""
    by_company = [
        Hold(notice, None, _received(notice, since, holders), _first_receipt(notice, since, None))
        for notice in since.misstatements
    ]
    by_holders = [
        Hold(None, notice, _received(notice, since, holders), _first_receipt(notice, since, None))
        for notice in since.holder_misstatements
        if not any(each.value >= notice.value for each in since.misstatements)
    ]
    found = (*by_company, *by_holders)
    return tuple(each for each in found if each.received or not holders)


def _received(
    notice: Sourced[date], since: Since, holders: Collection[str]
) -> dict[str, Sourced[date] | None]:
    """Each waiting Holder's first receipt of a new prospectus, or the end of its need of one."""
    found: dict[str, Sourced[date] | None] = {}
    for holder in sorted(holders):
        done = since.nothing_left.get(holder)
        if done is None or done.value > notice.value:
            found[holder] = earliest(_first_receipt(notice, since, holder), done)
    return found


def _first_receipt(notice: Sourced[date], since: Since, holder: str | None) -> Sourced[date] | None:
    """The first receipt from the notice on by this Holder, or by all; by all alone for None."""
    return _ended(notice.value, since, holder).on


def _ended(day: date, since: Since, holder: str | None) -> WhenEnded:
    """The end, for a Holder, of what a notice of a day began."""
    by_company = any(each.value == day for each in since.misstatements)
    notices = since.misstatements if by_company else since.holder_misstatements
    return ended(
        day,
        [Began(each.value) for each in notices],
        [
            Ending(each.on, each.ends_same_day)
            for each in since.prospectuses
            if each.holder in (None, holder)
        ],
    )


def is_open(hold: Hold) -> bool:
    """Whether some Holder still has no new prospectus after a notice of the Company."""
    if hold.notice_given_on is None:
        return False
    if not hold.received:
        return hold.received_by_all is None
    return any(day is None for day in hold.received.values())


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
