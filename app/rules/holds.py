"""Holds: the days from a notice that the prospectus misleads to the new prospectus (3(c)).

Each included Holder stops selling until he has the new prospectus. A hold lasts until the last of
them has it; while one is open the registration is held. Dates are whole days; nothing raises.
Relies on `effectiveness` for the days given back.
"""

from collections.abc import Collection
from datetime import date

from app.rules.effectiveness import Hold, stretch_of
from app.rules.matter import Matter
from app.rules.participation import Since
from app.rules.shelf_period import Run
from app.rules.working import Sourced


def holds_of(since: Since, holders: Collection[str]) -> tuple[Hold, ...]:
    """Every hold of a registration in which these Holders are included."""
    return tuple(_hold(notice, since, holders) for notice in since.misstatements)


def _hold(notice: Sourced[date], since: Since, holders: Collection[str]) -> Hold:
    """One hold: each included Holder's first receipt of a new prospectus from the notice on."""
    received: dict[str, Sourced[date] | None] = {
        holder: min(
            (
                each.on
                for each in since.prospectuses
                if each.holder in (None, holder) and each.on.value >= notice.value
            ),
            key=lambda on: on.value,
            default=None,
        )
        for holder in sorted(holders)
    }
    return Hold(notice, None, received)


def is_open(hold: Hold) -> bool:
    """Whether some Holder still has no new prospectus."""
    return not hold.received or any(day is None for day in hold.received.values())


def discontinuances(holds: Collection[Hold], matter: Matter) -> tuple[Run, ...]:
    """The holds as days without sales, which reading QD13 gives back to a shelf too."""
    stretches = (stretch for hold in holds for stretch in stretch_of(hold, matter))
    return tuple(Run(each.first_day, each.last_day) for each in stretches)
