"""Parts of a result as more than one answer shows them."""

from app.rules.answers import DemandsLeft, StandstillWindow, SuspensionBudget
from app.rules.effected import DemandTally
from app.rules.standstill import Window
from app.rules.suspension import Budget, Kind
from app.rules.terms.registrations import Delay
from app.rules.working import explained, plain


def shown_standstill(window: Window) -> StandstillWindow:
    """A standstill as the answer shows it."""
    return StandstillWindow(
        commenced_on=window.commenced_on.value,
        first_day=window.first_day.value,
        last_day=window.last_day.value,
        first_free_day=window.first_free_day.value,
        explained_by=explained(
            commenced_on=window.commenced_on,
            first_day=window.first_day,
            last_day=window.last_day,
            first_free_day=window.first_free_day,
        ),
    )


def shown_demands(used: DemandTally) -> DemandsLeft:
    """A count of demands as an answer shows it."""
    return DemandsLeft(
        cap=plain(used.cap),
        effected=used.effected.value,
        pending=used.pending.value,
        remaining=plain(used.remaining),
        counted=used.counted,
        explained_by=explained(
            cap=used.cap,
            effected=used.effected,
            pending=used.pending,
            remaining=used.remaining,
        ),
    )


def shown_budget(found: Budget, kind: Kind, right: Delay) -> SuspensionBudget:
    """What is left of the right to delay or prohibit, as an answer shows it."""
    return SuspensionBudget(
        of=kind,
        max_days=right.max_days,
        days_used=found.days_used.value,
        days_left=found.days_left.value,
        occasion_limit=right.occasions.limit,
        window_days=right.occasions.window_days,
        occasions_used=found.occasions_used.value,
        occasions_left=found.occasions_left.value,
        next_permitted_on=plain(found.next_permitted_on),
        explained_by={
            "max_days": "terms:/delay/max_days",
            "occasion_limit": "terms:/delay/occasions/limit",
            "window_days": "terms:/delay/occasions/window_days",
            **explained(
                days_used=found.days_used,
                days_left=found.days_left,
                occasions_left=found.occasions_left,
            ),
            **explained(occasions_used=found.occasions_used),
            **explained(next_permitted_on=found.next_permitted_on),
        },
    )
