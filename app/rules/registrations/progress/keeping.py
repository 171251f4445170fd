"""Until when the statement of a registration is kept effective, as far as suspensions decide that.

Days of holds (3(c)) and of prohibitions of sales under it are added as the terms give them back.
Where a ruling on a suspension is open, what it turns on is not known. Whole days; nothing raises.
"""

from collections.abc import Callable
from dataclasses import replace

from app.rules.reasoning.days.between import between, same
from app.rules.reasoning.matter import Matter
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
    """How long it is kept effective; open where it turns on a suspension not yet ruled on."""
    if not any_undecided(ruling.suspensions):
        return keeping(ruling)
    permitted = replace(ruling, suspensions=if_permitted(ruling.suspensions))

    def keep(history: History, holds: tuple[Hold, ...], matter: Matter) -> Kept | None:
        kept = keeping(ruling)(history, holds, matter)
        with_all = keeping(permitted)(history, holds, matter.unrecorded())
        if kept is None or with_all is None:
            return None
        return replace(
            kept,
            days=same(kept.days, with_all.days),
            end=same(kept.end, with_all.end),
            by_holder={
                holder: Extension(same(each.days, other.days), same(each.end, other.end))
                for holder, each in kept.by_holder.items()
                for other in (with_all.by_holder[holder],)
            },
            between=between(kept.end, with_all.end),
        )

    return keep
