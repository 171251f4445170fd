"""The course that each registration on the record has taken, whichever kind it is.

Dates are whole days; raises `OutsideCalendar` beyond the calendars.
"""

from datetime import date
from typing import Any

from app.rules.reasoning.matter import Matter
from app.rules.record.gathering import AnyRegistration, Record
from app.rules.record.history import history_of
from app.rules.record.kinds import kind_of
from app.rules.registrations.answer import Identity
from app.rules.registrations.cutback.allocation import Allocation
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


def progress_of(
    record: Record, facts: AnyRegistration, matter: Matter, day: date | None = None
) -> Progress:
    """The ruling on a registration, under the terms of `matter`, and what has happened since.

    As of a day, if one is given, on what is known on the record's.
    """
    rules, case, history = _to_follow(record, facts, matter)
    return rules.progress(case, history, matter, day or record.as_of)


def shared_out(
    record: Record, facts: AnyRegistration, matter: Matter, day: date
) -> tuple[Progress, Allocation | None]:
    """The course by a day and who may then sell how many shares; None where nobody may."""
    rules, case, history = _to_follow(record, facts, matter)
    progress = rules.progress(case, history, matter, day)
    return progress, rules.share_out(case, progress, matter) if progress.is_made else None
