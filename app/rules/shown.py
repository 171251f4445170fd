"""Parts of a result as more than one answer shows them."""

from app.rules.answers import DemandsLeft, StandstillWindow, SuspensionBudget
from app.rules.between import same
from app.rules.effected import DemandTally
from app.rules.ruling import Budgets
from app.rules.standstill import Window
from app.rules.suspension import Kind
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


def shown_budget(found: Budgets, kind: Kind, right: Delay) -> SuspensionBudget:
    """What is left of the right to delay or prohibit, as an answer shows it.

    What turns on a use on which the ruling is open is not known.
    """
    most, least = found.at_most, found.at_least
    days_used = same(most.days_used, least.days_used)
    days_left = same(most.days_left, least.days_left)
    used = same(most.occasions_used, least.occasions_used)
    left = same(most.occasions_left, least.occasions_left)
    next_on = same(most.next_permitted_on, least.next_permitted_on)
    return SuspensionBudget(
        of=kind,
        max_days=right.max_days,
        days_used=plain(days_used),
        days_left=plain(days_left),
        occasion_limit=right.occasions.limit,
        window_days=right.occasions.window_days,
        occasions_used=plain(used),
        occasions_left=plain(left),
        next_permitted_on=plain(next_on),
        explained_by={
            "max_days": "terms:/delay/max_days",
            "occasion_limit": "terms:/delay/occasions/limit",
            "window_days": "terms:/delay/occasions/window_days",
            **explained(days_used=days_used, days_left=days_left, occasions_left=left),
            **explained(occasions_used=used),
            **explained(next_permitted_on=next_on),
        },
    )
