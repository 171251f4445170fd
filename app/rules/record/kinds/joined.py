"""Who has joined a request so far, where their shares count towards its least size.

The request is followed as if nothing least were asked for: who is told, and who joins, turns on
nothing else. Shares are whole; nothing raises but `OutsideCalendar`.
"""

from typing import Any

from app.rules.reasoning.matter import Matter
from app.rules.record.gathering import Record, RegistrationFacts
from app.rules.record.history import history_of, life_of
from app.rules.registrations.kind import Kind
from app.rules.registrations.requests.asking.asked import JoinedSoFar
from app.rules.terms.rights.asked import AskedRight


def joined_so_far(
    record: Record, facts: RegistrationFacts[Any], rules: Kind[Any], case: Any, matter: Matter
) -> JoinedSoFar | None:
    """The shares of those who joined by the day asked about; None where they do not count."""
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
    joined = [
        each.whole.value
        for holder, each in progress.covered.items()
        if holder not in askers and each.whole.value is not None
    ]
    is_over = all(each.last is not None and each.last.value < record.as_of for each in windows)
    return JoinedSoFar(int(sum(joined)), is_over)
