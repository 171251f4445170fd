"""What the Company does not file for itself while it delays a registration of the Holders.

The days are those of the delay, both ends counted; a filing of the Company's own on one of them
breaks the duty, unless it is on a form that is left out. Whole days; nothing raises.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.duties.obligees import sellers
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.suspension.in_the_way import OtherRegistration
from app.rules.registrations.suspension.uses_made import days_of_delay
from app.rules.terms.rights.delays.delays import LockedOut
from app.rules.terms.rights.forms import is_on


def locked_out(
    others: Sequence[OtherRegistration], progress: Progress, matter: Matter
) -> Iterator[Obligation]:
    """Not to file what the terms name, on the days of each permitted delay."""
    right = matter.terms.delay
    if right is None or right.locks_out is None:
        return
    accepted = [each for each in progress.ruling.delays if each.decision == "accepted"]
    for delay, run in zip(accepted, days_of_delay(accepted, matter), strict=True):
        last = run.last_day
        if last is None:
            continue
        filed = [
            day
            for other in others
            if (day := _filed(other, right.locks_out)) is not None
            and run.first_day.value <= day.value <= last.value
        ]
        ended = progress.as_of is not None and progress.as_of > last.value
        yield owed(
            Owing(
                duty="wait",
                id=f"wait:{delay.name}",
                obligor=matter.terms.company.id,
                obligees=sellers(progress),
                action="File a registration statement of its own while it delays this one.",
                clause=right.clause,
                trigger=delay.source,
                modality="must_not",
                begins_on=run.first_day,
            ),
            matter.working,
            progress.as_of,
            due=last,
            outcome=Performance(
                last if ended else None,
                breached_on=min(filed, key=lambda day: day.value, default=None),
            ),
        )


def _filed(other: OtherRegistration, locked: LockedOut) -> Sourced[date] | None:
    """The day of a filing that is locked out."""
    if other.initiated_for not in locked.initiated_for or is_on(other.form, locked.except_forms):
        return None
    return other.known.days.get("registration.filed")
