"""Of whose shares the effective statement covers fewer than it should: clauses 2(a)(i), 2(f).

Numbers are whole shares of the day on which the statement became effective. An amendment may still
take in what is missing.
"""

from datetime import date

from app.rules.reasoning.trace import Sourced
from app.rules.registrations.joining.history import taken_in_on
from app.rules.registrations.progress.progress import Progress


def was_left_short(holder: str, progress: Progress) -> bool:
    """Whether it signed the request, and the effective statement covers fewer of its shares."""
    signed = holder in progress.ruling.asked.requesters
    return signed and holder not in progress.taking_part.joined() and fell_short(holder, progress)


def fell_short(holder: str, progress: Progress) -> bool:
    """Whether the statement is said to cover fewer of a Holder's shares than were to be included.

    What changed since is no fault of the statement, and what an amendment has taken in does not
    undo it. After a maximum no more is owed than that left the Holder (2(f)); where it is not known
    how much that is, nothing is said.
    """
    covers = progress.history.covers
    then = progress.when_effective.get(holder)
    if covers is None or then is None or not progress.is_owed(holder):
        return False
    covered = covers.value.get(holder, 0)
    if progress.history.advised:
        left = progress.history.allotted.get(holder)
        return left is not None and covered < left.value
    return covered == 0 if then.whole.value is None else covered < then.whole.value


def made_good_on(holder: str, progress: Progress) -> Sourced[date] | None:
    """The day on which an amendment took in what the effective statement had left out."""
    effective = progress.history.life.effective_on
    return taken_in_on(holder, effective.value, progress.history) if effective else None


def falls_short(holder: str, progress: Progress) -> bool:
    """Whether the statement still covers fewer of a Holder's shares than are to be included."""
    return fell_short(holder, progress) and made_good_on(holder, progress) is None


def waits_for_amendment(holder: str, progress: Progress) -> bool:
    """Whether the statement must be amended to cover any shares of one who is owed inclusion."""
    left_out = falls_short(holder, progress) or holder in progress.recognised_late
    return left_out and progress.is_owed(holder) and holder not in progress.included
