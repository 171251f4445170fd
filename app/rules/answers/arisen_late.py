"""Duties that arise by a waiver which reaches back: clause 9(e), QF24.

A waiver may make owed today what was not owed before it, such as a demand that had been refused.
Its day may have gone by before the waiver was executed: no duty is overdue when it arises, so that
one is owed promptly, from the day of the waiver, without a date, and what is done is neither in
time nor late. So it is with a duty for which the waiver only sets an earlier day that had gone by.
What was owed by the same day without the waiver stays so. Whole days; nothing raises.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from app.rules.agreement.instruments import Executed
from app.rules.facts import RecordedFact, TermsAmended
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Status
from app.rules.reasoning.trace import Sourced
from app.rules.record import Record
from app.rules.registrations.shown import RegistrationAnswer

OwedBesides = Callable[[list[RecordedFact]], tuple[Obligation, ...]]
"""What a registration owes on the same day by the record without some fact."""
_TOLD_OF_THE_DAY = ("due_on", "due_before_delay", "last_practicable_on")


def reaching_back(record: Record) -> Iterator[Executed[TermsAmended]]:
    """The waivers with effect whose effect begins before the day of their making."""
    for each in record.known.instruments.amendments:
        start = each.effective_from
        if each.kind == "waiver" and start is not None and start < each.fact.occurred_on:
            yield each


def without_overdue_births(
    answer: RegistrationAnswer, record: Record, owed: OwedBesides, matter: Matter
) -> RegistrationAnswer:
    """The answer in which nothing was overdue on the day on which a waiver brought it about."""
    for waiver in reaching_back(record):
        day = waiver.fact.occurred_on
        if not any(_had_gone_by(each, day) for each in answer.obligations):
            continue
        rest = [each for each in record.facts if each is not waiver.recorded]
        before = {each.id: each.due_on for each in owed(rest)}
        born = {
            each.id
            for each in answer.obligations
            if _had_gone_by(each, day) and before.get(each.id) != each.due_on
        }
        if born:
            answer = _owed_promptly(answer, born, waiver, matter)
    return answer


def _had_gone_by(duty: Obligation, day: date) -> bool:
    return duty.due_on is not None and duty.due_on < day


def _owed_promptly(
    answer: RegistrationAnswer,
    born: set[str],
    waiver: Executed[TermsAmended],
    matter: Matter,
) -> RegistrationAnswer:
    day = waiver.fact.occurred_on
    source = matter.working.step(
        "arisen_late.promptly",
        matter.terms.amendments.clause,
        f"The waiver of {day.isoformat()} reaches back; what it makes owed by a day that had gone "
        "by is owed promptly from then.",
        day,
        {"executed_on": Sourced(day, f"{waiver.recorded.source}/occurred_on")},
    ).source
    obligations = tuple(
        _promptly(each, day, source) if each.id in born else each for each in answer.obligations
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


def _promptly(duty: Obligation, day: date, source: str) -> Obligation:
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
