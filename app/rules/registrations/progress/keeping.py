"""Until when the statement of a registration is kept effective, as far as suspensions decide that.

Days of holds (3(c)) and of prohibitions of sales under it are added as the terms give them back.
Where a ruling on a suspension is open, or what the period turns on is not stated, it is not known
but for its bounds. Whole days; nothing raises.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce

from app.rules.reasoning.days.between import Between, in_every_way, same, ways_open
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.effectiveness.effectiveness import (
    EffectiveLife,
    Hold,
    effectiveness_end,
)
from app.rules.registrations.effectiveness.tolling import Extension
from app.rules.registrations.joining.history import History
from app.rules.registrations.progress.progress import Keeping, Kept, kept_as_changed
from app.rules.registrations.requests.ruling import RegistrationRuling
from app.rules.registrations.suspension.uses_made import any_undecided, if_permitted, runs_of
from app.rules.terms import Terms
from app.rules.terms.clocks.within import Within


def keep_effective(ruling: RegistrationRuling) -> Keeping:
    """Until when an effective statement is kept effective (QB24), holds added (3(c))."""
    return while_undecided(ruling, _keeping)


def _keeping(ruling: RegistrationRuling) -> Keeping:
    def keep(history: History, holds: tuple[Hold, ...], matter: Matter) -> Kept | None:
        effective = history.life.effective_on
        if effective is None:
            return None
        stopped = runs_of(ruling.prohibitions)
        life = EffectiveLife(
            effective,
            holds,
            stopped,
            history.life.all_sold_on,
            history.known,
            is_demanded=ruling.nature.is_demand,
        )

        def kept_under(at: Matter) -> Kept:
            found = effectiveness_end(life, at)
            return Kept(found.base_end, found.extension.days, found.extension.end, found.by_holder)

        return kept_as_changed(kept_under, effective.value, matter)

    return keep


def while_undecided(
    ruling: RegistrationRuling, keeping: Callable[[RegistrationRuling], Keeping]
) -> Keeping:
    """How long it is kept effective; open where it turns on what is not ruled on or stated yet."""
    rulings = [ruling]
    if any_undecided(ruling.suspensions):
        rulings.append(replace(ruling, suspensions=if_permitted(ruling.suspensions)))

    def keep(history: History, holds: tuple[Hold, ...], matter: Matter) -> Kept | None:
        kept = keeping(ruling)(history, holds, matter)
        ways = ways_open(_how_long(matter.terms), history.known) or (history.known,)
        if len(rulings) == len(ways) == 1:
            return kept
        tried = [
            kept
            if each is ruling and way is history.known
            else keeping(each)(replace(history, known=way), holds, matter.unrecorded())
            for each in rulings
            for way in ways
        ]
        told = [each for each in tried if each is not None]
        if kept is None or len(told) < len(tried):
            return None
        found = in_every_way(each.end for each in told)
        if isinstance(found, Sourced) and kept.end is None:
            return keeping(ruling)(replace(history, known=ways[0]), holds, matter)
        return replace(
            kept,
            days=reduce(same, (each.days for each in told)),
            end=kept.end if isinstance(found, Sourced) else None,
            by_holder={
                holder: Extension(
                    reduce(same, (each.by_holder[holder].days for each in told)),
                    reduce(same, (each.by_holder[holder].end for each in told)),
                )
                for holder in kept.by_holder
            },
            between=found if isinstance(found, Between) else None,
        )

    return keep


def _how_long(terms: Terms) -> tuple[Within | None, ...]:
    """All that the terms say of how long a statement is kept effective."""
    rights = (terms.demand, terms.shelf, terms.shelf_period, terms.effectiveness)
    return tuple(right.keep_effective for right in rights if right is not None)
