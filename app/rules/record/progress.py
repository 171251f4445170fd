"""The course that each registration on the record has taken, whichever kind it is.

Dates are whole days; raises `OutsideCalendar` beyond the calendars.
"""

from datetime import date

from app.rules.reasoning.matter import Matter
from app.rules.record.gathering import AnyRegistration, Record
from app.rules.record.history import history_of
from app.rules.record.kinds import kind_of
from app.rules.registrations.answer import Identity
from app.rules.registrations.cutback.allocation import Allocation
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.shown import RegistrationAnswer


def answer_of(
    record: Record, facts: AnyRegistration, identity: Identity, matter: Matter
) -> RegistrationAnswer:
    """The whole answer to a registration under the terms of `matter`, on the record's day."""
    kind = kind_of(facts)
    history = history_of(record, facts, kind.life(record, facts))
    case = kind.case(record, facts, matter)
    return kind.rules.answer(case, history, matter, record.as_of, identity)


def progress_of(
    record: Record, facts: AnyRegistration, matter: Matter, day: date | None = None
) -> Progress:
    """The ruling on a registration, under the terms of `matter`, and what has happened since.

    As of a day, if one is given, on what is known on the record's.
    """
    kind = kind_of(facts)
    history = history_of(record, facts, kind.life(record, facts))
    case = kind.case(record, facts, matter)
    return kind.rules.progress(case, history, matter, day or record.as_of)


def shared_out(
    record: Record, facts: AnyRegistration, matter: Matter, day: date
) -> tuple[Progress, Allocation | None]:
    """The course by a day and who may then sell how many shares; None where nobody may."""
    kind = kind_of(facts)
    history = history_of(record, facts, kind.life(record, facts))
    case = kind.case(record, facts, matter)
    progress = kind.rules.progress(case, history, matter, day)
    return progress, kind.rules.share_out(case, progress, matter) if progress.is_made else None
