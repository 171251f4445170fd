"""Where a registration stands on the day asked about, and when and by what it has ended.

Read off the ruling and the course; nothing is decided. Dates are whole days.
"""

from app.rules.facts.declaration import State
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.between import Between
from app.rules.reasoning.matter import Matter
from app.rules.registrations.ends.ended import RegistrationEnded
from app.rules.registrations.joining.windows import HolderWindow
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.requests import effected
from app.rules.registrations.requests.life import RegistrationLife


def is_effected(progress: Progress, matter: Matter) -> bool | None:
    """Whether it counts as effected: no shelf does, a sale off it where uses count (QC6, QC8)."""
    counted = progress.history.counted
    if counted is not None:
        return _is_sale_effected(counted, progress, matter)
    nature = progress.ruling.nature
    never = nature.is_continuous or not nature.has_statement
    if never or progress.history.life.effective_on is None:
        return None
    if not progress.ruling.stands and not counts_unasked(progress, matter):
        return None
    standing, _ = effected.standing(progress.history.life, matter, progress.as_of)
    if standing == "open":
        effected.miss_what_decides(progress.history.life, matter)
        return None
    return standing == "effected"


def _is_sale_effected(life: RegistrationLife, progress: Progress, matter: Matter) -> bool | None:
    """Whether a sale off the shelf counts; while that may still come about, nothing is said."""
    if not progress.ruling.stands:
        return None
    standing, _ = effected.standing(life, matter, progress.as_of)
    if standing == "open":
        effected.miss_what_decides(life, matter)
    return None if standing in ("open", "pending") else standing == "effected"


def counts_unasked(progress: Progress, matter: Matter) -> bool:
    """QG10: whether a demand that was refused, and effected all the same, counts as effected."""
    if not progress.history.made_unasked(progress.ruling) or not progress.ruling.nature.is_demand:
        return False
    return matter.readings.volunteered_counts


def state_of(progress: Progress) -> State:
    """Where the registration stands on the day asked about."""
    ruling, history, as_of = progress.ruling, progress.history, progress.as_of
    if ruling.decision == "refused" and not history.was_made:
        return "refused"
    # What is effective is so whatever the ruling; until something is, an open one leaves it here.
    if not (ruling.stands or history.was_made) or not progress.has_begun:
        return "received"
    if progress.is_withdrawn:
        return "withdrawn"
    if history.abandoned_on is not None:
        return "abandoned"
    if progress.sold_out_on is not None or progress.gone_on is not None:
        return "closed"
    ends = progress.kept.ends_by if progress.kept else None
    if as_of and ends and as_of > ends.value:
        return "expired"
    if history.life.effective_on is not None:
        return "effective"
    if history.filed_on:
        return "filed"
    return _before_filing(progress)


def _before_filing(progress: Progress) -> State:
    """Whether the Company need not act yet, and else how far the joining of Holders has come."""
    ruling, as_of = progress.ruling, progress.as_of
    if ruling.waits_between is not None:
        return _perhaps_waiting(ruling.waits_between, progress)
    if ruling.not_before and (as_of is None or as_of < ruling.not_before.value):
        return "deferred"
    return "received" if ruling.decision == "undetermined" else _joining_state(progress)


def _perhaps_waiting(waits: Between, progress: Progress) -> State:
    """The state of one that is put off until one day or another, as an open ruling says."""
    if waits.surely_after(progress.as_of) and progress.ruling.decision == "deferred":
        return "deferred"
    return "received" if waits.perhaps_after(progress.as_of) else _joining_state(progress)


def ran_out_on_a_day_not_known(progress: Progress) -> bool:
    """Whether the period is over, and on which of two days turns on a ruling that is open."""
    return (
        state_of(progress) == "expired" and progress.kept is not None and progress.kept.end is None
    )


def end_of(progress: Progress, matter: Matter) -> RegistrationEnded | None:
    """When and by what it has ended by the day asked about."""
    history, kept, terms = progress.history, progress.kept, matter.terms
    period = terms.shelf_kept if progress.ruling.nature.is_continuous else None
    kept_by = period.clause if period else terms.effectiveness.clause
    before = clause_before_effectiveness(matter)
    match state_of(progress):
        case "withdrawn" if history.life.withdrawn_on:
            return RegistrationEnded(
                history.life.withdrawn_on.value, history.life.withdrawn_on, before
            )
        case "abandoned" if history.abandoned_on:
            return RegistrationEnded(history.abandoned_on.value, history.abandoned_on, before)
        case "closed" if progress.sold_out_on:
            sold = progress.sold_out_on
            return RegistrationEnded(sold.value, sold, kept_by, was_effective=True)
        case "closed" if progress.gone_on:
            return RegistrationEnded(progress.gone_on.value, progress.gone_on, before)
        case "expired" if kept and (ends := kept.ends_by):
            return RegistrationEnded(ends.value + ONE_DAY, ends, kept_by, was_effective=True)
    return None


def clause_before_effectiveness(matter: Matter) -> str:
    """The clause by which a registration may end before it is effective."""
    return matter.terms.effective_registration.clause


def _is_to_be_told(window: HolderWindow, progress: Progress) -> bool:
    """Whether no notice has been given yet, though there is still somebody to be told."""
    return window.last is None and window.state(progress.day_shown) == "not_started"


def _joining_state(progress: Progress) -> State:
    """How far the joining of Holders has come."""
    windows = progress.to_be_told
    if progress.taking_part.windows and not windows:
        return "joining_closed"
    if not windows or any(_is_to_be_told(window, progress) for window in windows):
        return "open"
    answered = progress.taking_part.answered() | progress.ruling.asked.requesters
    closed = all(
        window.state(progress.day_shown) == "closed" or window.holder in answered
        for window in windows
    )
    return "joining_closed" if closed else "noticed"
