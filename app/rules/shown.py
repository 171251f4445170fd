"""Parts of a result as more than one answer shows them."""

from app.rules.answers import DemandsLeft, StandstillWindow
from app.rules.effected import DemandTally
from app.rules.standstill import Window
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
