"""Obligations of which somebody states that they were not performed.

Silence breaks nothing (`traces`); a statement does, once the day of the obligation has passed. It
counts if it was made on that day or later, since until then the act may still be done. An act that
is on record by then outweighs it; one that came later is late, and the breach stays on record. Of
what only efforts are promised for, the statement calls for review, and a finding that they
were not used makes it a breach. What is to be kept on each of its days is broken on the day stated,
before its last: that it was kept is only inferred from silence. Whole days; nothing raises.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.rules.facts import RecordedFact
from app.rules.facts.life.performance import NotPerformed
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Status, named
from app.rules.reasoning.trace import Sourced
from app.rules.reasoning.traces import KEPT_THROUGHOUT, NOT_PERFORMED
from app.rules.terms.vocabulary import EFFORTS
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class NotBefore:
    """The first day on which a duty can have been broken (None: not yet), and what that waits for.

    `says` completes the sentence that it can be broken only once.
    """

    day: date | None
    says: str


LASTING: Final = (NOT_PERFORMED,)
"""What tells of a duty that no act performs: it is done once its time is over without a word."""
STILL_OPEN: Final = frozenset({"open", "unconfirmed", "overdue_review"})


def as_stated(
    obligations: Sequence[Obligation],
    statements: Iterable[tuple[RecordedFact, NotPerformed]],
    matter: Matter,
    as_of: date | None,
    not_before: Callable[[Obligation], NotBefore | None] | None = None,
) -> tuple[Obligation, ...]:
    """The obligations of a registration, or the agreement's own, after what is stated of them.

    `not_before` says before when one without a day cannot have been broken.
    """
    standing = {each.id: each for each in obligations}
    for recorded, fact in statements:
        duty = standing.get(fact.obligation)
        if duty is None:
            matter.working.warn(
                "NO_SUCH_OBLIGATION",
                f"A statement of {fact.stated_by} says that the duty “{fact.obligation}” "
                "was not performed, which is not owed.",
            )
        else:
            waits = not_before(duty) if not_before else None
            standing[duty.id] = _stated(duty, recorded, fact, waits, matter, as_of)
    return tuple(standing[each.id] for each in obligations)


def _stated(
    duty: Obligation,
    recorded: RecordedFact,
    fact: NotPerformed,
    waits: NotBefore | None,
    matter: Matter,
    as_of: date | None,
) -> Obligation:
    """One obligation of which it is stated that it was not performed by a day."""
    stated_on = Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")
    of_days = duty.duty in KEPT_THROUGHOUT
    done = None if of_days or duty.recorded_by == LASTING else duty.performed_on
    states = (
        f"{fact.stated_by} states that {named(duty)} was not {'kept' if of_days else 'performed'}"
    )
    states += f" by {written_out(fact.occurred_on)}"
    if done is not None and done <= fact.occurred_on:
        matter.working.warn(
            "PERFORMED_ALL_THE_SAME",
            f"{states}; the record has it performed on {written_out(done)}.",
        )
    done_later = duty.due_on is None and done is not None and done > fact.occurred_on
    can_be_broken = duty.status in STILL_OPEN or (
        duty.status == "performed" and (done is None or done_later)
    )
    if not can_be_broken:
        return duty
    if not of_days and duty.due_on is not None and fact.occurred_on < duty.due_on:
        matter.working.warn(
            "STATED_BEFORE_DUE", f"{states}; it was due only on {written_out(duty.due_on)}."
        )
        return duty
    if of_days and duty.begins_on is not None and fact.occurred_on < duty.begins_on:
        matter.working.warn(
            "STATED_BEFORE_DUE", f"{states}; it binds only from {written_out(duty.begins_on)}."
        )
        return duty
    if waits is not None and (waits.day is None or fact.occurred_on < waits.day):
        matter.working.warn(
            "STATED_BEFORE_DUE", f"{states}; it can be broken only once {waits.says}."
        )
        return duty
    if not of_days and duty.due_on is not None and (as_of is None or as_of <= duty.due_on):
        return duty
    for_review = duty.standard in EFFORTS and fact.best_efforts_used is not False
    status: Status = "overdue_review" if for_review else "breached"
    found = matter.working.step(
        "performance.stated_not_performed",
        duty.clause,
        f"{fact.stated_by} states that it was not {'kept' if of_days else 'performed'} by "
        f"{written_out(fact.occurred_on)}"
        + ("; whether the promised efforts were made needs review." if for_review else "."),
        status,
        {"stated_on": stated_on},
    )
    if done_later and status != "breached":
        return duty
    breached_on = _breached_on(duty, stated_on, matter) if status == "breached" else None
    sources = {
        name: at
        for name, at in duty.explained_by.items()
        if name != "days_left" and (done_later or name != "performed_on")
    }
    if breached_on is not None:
        sources["breached_on"] = breached_on.source
    return replace(
        duty,
        status="performed_late" if done_later else status,
        performed_on=done if done_later else None,
        breached_on=breached_on.value if breached_on else duty.breached_on,
        days_left=None,
        explained_by={**sources, "status": found.source},
    )


def _breached_on(duty: Obligation, stated_on: Sourced[date], matter: Matter) -> Sourced[date]:
    """The day after the last one; without a due day, the breach is on record from the statement.

    So it is of what was stated of one of its days.
    """
    if duty.due_on is None or (duty.duty in KEPT_THROUGHOUT and stated_on.value <= duty.due_on):
        return stated_on
    due = Sourced(duty.due_on, duty.explained_by["due_on"])
    return matter.working.step(
        "performance.breached_on",
        duty.clause,
        f"It was due on {written_out(due.value)} and has been in breach since the following day.",
        due.value + ONE_DAY,
        {"due_on": due, "stated_on": stated_on},
    )
