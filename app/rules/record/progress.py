"""The course that each registration on the record has taken, whichever kind it is.

Dates are whole days; raises `OutsideCalendar` beyond the calendars.
"""

from typing import Any

from app.rules.reasoning.matter import Matter
from app.rules.record.gathering import AnyRegistration, Record
from app.rules.record.history import history_of
from app.rules.record.kinds import kind_of
from app.rules.registrations.answer.assembling import Identity
from app.rules.registrations.joining.history import History
from app.rules.registrations.kind import Kind
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.shown import RegistrationAnswer


def _to_follow(
    record: Record, facts: AnyRegistration, matter: Matter
) -> tuple[Kind[Any], Any, History]:
    """The rules of a registration's kind, what they judge it by, and what has happened since."""
    kind = kind_of(facts)
    history = history_of(record, facts, kind.life(record, facts))
    return kind.rules, kind.case(record, facts, matter), history


def answer_of(
    record: Record, facts: AnyRegistration, identity: Identity, matter: Matter
) -> RegistrationAnswer:
    """The whole answer to a registration under the terms of `matter`, on the record's day."""
    rules, case, history = _to_follow(record, facts, matter)
    return rules.answer(case, history, matter, record.as_of, identity)


def progress_of(record: Record, facts: AnyRegistration, matter: Matter) -> Progress:
    """The ruling on a registration, under the terms of `matter`, and what has happened since."""
    rules, case, history = _to_follow(record, facts, matter)
    return rules.progress(case, history, matter, record.as_of)
