"""Duties that arise, or come back, when their day has gone by: they are owed promptly from then.

No duty is overdue when it arises: it is owed from that day on without a date, and what is done is
neither in time nor late. Whole days; nothing raises.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Final

from app.rules.reasoning.obligations import Obligation, Status
from app.rules.registrations.shown import RegistrationAnswer

_TOLD_OF_THE_DAY: Final = ("due_on", "due_before_delay", "last_practicable_on")


def owed_promptly_from(
    day: date, answer: RegistrationAnswer, born: Collection[str], source: str
) -> RegistrationAnswer:
    """The answer in which these duties arise on a day, as the line of working `source` says."""
    obligations = tuple(
        owed_promptly(each, day, source) if each.id in born else each for each in answer.obligations
    )
    if "effect" not in born:
        return replace(answer, obligations=obligations)
    told = answer.determination
    explained_by = {key: at for key, at in answer.explained_by.items() if key != "days_late"}
    return replace(
        answer,
        obligations=obligations,
        in_time=None,
        days_late=None,
        determination=replace(
            told,
            due_on=None,
            due_before_delay=None,
            last_practicable_on=None,
            explained_by={
                key: at for key, at in told.explained_by.items() if key not in _TOLD_OF_THE_DAY
            },
        ),
        explained_by=explained_by,
    )


def owed_promptly(duty: Obligation, day: date, source: str) -> Obligation:
    """The duty without its day, from the day of the waiver on."""
    gone = ("due_on", "days_late", "days_left", "last_practicable_on", "breached_on")
    kept = {key: at for key, at in duty.explained_by.items() if key not in gone}
    settled = duty.status in ("waived", "excused")
    done: Status = "performed" if duty.performed_on is not None else "open"
    return replace(
        duty,
        due_on=None,
        status=duty.status if settled else done,
        breached_on=None,
        begins_on=day,
        days_late=None,
        days_left=None,
        last_practicable_on=None,
        explained_by={**kept, "begins_on": source},
    )
