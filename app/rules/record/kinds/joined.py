"""Who has joined a request so far, where their shares count towards its least size.

The request is followed as if nothing least were asked for: who is told, and who joins, turns on
nothing else. It is decided once: on the first day by which enough is asked for, or as the last
window ends. What is taken back or sold after that takes nothing from the right. Shares are whole,
of the day on which the request was received; nothing raises but `OutsideCalendar`.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.rules.holders.splits import ratio_between
from app.rules.reasoning.matter import Matter
from app.rules.record.gathering import Record, RegistrationFacts
from app.rules.record.history import history_of, life_of
from app.rules.registrations.joining.covered import shares_by_day
from app.rules.registrations.kind import Kind
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.requests.asking.asked import JoinedSoFar
from app.rules.terms.rights.asked import AskedRight


def joined_so_far(
    record: Record, facts: RegistrationFacts[Any], rules: Kind[Any], case: Any, matter: Matter
) -> JoinedSoFar | None:
    """The most shares of those who joined that counted by the day asked about.

    None where they do not count.
    """
    right = facts.right_of(matter.terms)
    if not isinstance(right, AskedRight) or not right.with_joiners:
        return None
    without = right.model_copy(update={"size": None, "with_joiners": False})
    terms = matter.terms.model_copy(update={facts.beginning.right: without})
    aside = matter.unrecorded().under(terms)
    ruling = rules.decide(case, aside)
    history = history_of(record, facts, life_of(record, facts))
    progress = rules.follow(case, ruling, history, aside, record.as_of)
    askers = ruling.asked.requesters
    windows = [each for each in progress.taking_part.windows if each.holder not in askers]
    lasts = [each.last.value for each in windows if each.last is not None]
    is_over = len(lasts) == len(windows) and all(last < record.as_of for last in lasts)
    decided_on = max(lasts, default=facts.begun_on) if is_over else record.as_of
    return JoinedSoFar(max(_joined_by_day(record, progress, decided_on, aside), default=0), is_over)


def _joined_by_day(record: Record, progress: Progress, until: date, aside: Matter) -> Iterator[int]:
    """What those who joined had in it at the end of each day on which that may change."""
    ruling, history = progress.ruling, progress.history
    received_on = ruling.asked.received_on
    if received_on is None:
        return
    joined = [each for each in progress.asked if each.holder not in ruling.asked.requesters]
    by_day = shares_by_day(
        joined, history.sales, record.register, until, aside, taken_back=history.taken_back
    )
    for day, shares in by_day:
        since = ratio_between(record.register.splits, received_on.value, day)
        yield int(sum(each for each in shares.values() if each is not None) / since)
