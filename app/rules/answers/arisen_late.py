"""Duties that arise by a waiver which reaches back: clause 9(e), QF24.

A waiver may make owed today what was not owed before it, such as a demand that had been refused.
Its day may have gone by before the waiver was executed: no duty is overdue when it arises, so that
one is owed promptly, from the day of the waiver, without a date, and what is done is neither in
time nor late. So it is with a duty for which the waiver only sets an earlier day that had gone by.
What was owed by the same day without the waiver stays so. Nor does it break what had been kept: a
filing that came late enough when it was made stays so. Whole days; nothing raises.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from app.rules.agreement.instruments import Executed
from app.rules.facts import RecordedFact
from app.rules.facts.instruments import TermsAmended
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation
from app.rules.reasoning.trace import Sourced
from app.rules.record import Record
from app.rules.registrations.ends.born_late import owed_promptly, owed_promptly_from
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.values.written_dates import written_out

AnsweredBesides = Callable[[RecordedFact], RegistrationAnswer]
"""The answer to a registration on the same day by the record without a fact."""
OwedBesides = Callable[[list[RecordedFact]], tuple[Obligation, ...]]
"""What is owed under the agreement itself on the same day by the record without some fact."""


def reaching_back(record: Record) -> Iterator[Executed[TermsAmended]]:
    """The waivers with effect whose effect begins before the day of their making."""
    for each in record.known.instruments.amendments:
        start = each.effective_from
        if each.kind == "waiver" and start is not None and start < each.fact.occurred_on:
            yield each


def without_overdue_births(
    answer: RegistrationAnswer, record: Record, answered: AnsweredBesides, matter: Matter
) -> RegistrationAnswer:
    """The answer in which nothing was overdue on the day on which a waiver brought it about."""
    for waiver in reaching_back(record):
        if not _might_be_born_overdue(answer.obligations, waiver):
            continue
        other = answered(waiver.recorded)
        born = _born_overdue(answer.obligations, other.obligations, waiver)
        if born:
            answer = owed_promptly_from(
                waiver.fact.occurred_on, answer, born, _promptly_from(waiver, matter)
            )
        broken = _broken_by(answer.obligations, other.obligations, waiver)
        if broken:
            answer = _kept_as_before(answer, other, broken, waiver, matter)
    return answer


def own_without_overdue_births(
    obligations: tuple[Obligation, ...], record: Record, owed: OwedBesides, matter: Matter
) -> tuple[Obligation, ...]:
    """What is owed under the agreement itself, with nothing overdue when a waiver brought it."""
    for waiver in reaching_back(record):
        if not _might_be_born_overdue(obligations, waiver):
            continue
        other = owed(without(waiver.recorded, record.facts))
        born = _born_overdue(obligations, other, waiver)
        if born:
            source = _promptly_from(waiver, matter)
            day = waiver.fact.occurred_on
            obligations = tuple(
                owed_promptly(each, day, source) if each.id in born else each
                for each in obligations
            )
    return obligations


def without(one: RecordedFact, facts: Iterable[RecordedFact]) -> list[RecordedFact]:
    """The facts but one."""
    return [each for each in facts if each is not one]


def _might_be_born_overdue(
    obligations: Iterable[Obligation], waiver: Executed[TermsAmended]
) -> bool:
    day = waiver.fact.occurred_on
    return any(_had_gone_by(each, day) or _was_broken(each, day) for each in obligations)


def _born_overdue(
    obligations: Iterable[Obligation],
    without: Iterable[Obligation],
    waiver: Executed[TermsAmended],
) -> set[str]:
    """The duties whose day had gone by at the waiver, and was another or none without it."""
    before = {each.id: each.due_on for each in without}
    return {
        each.id
        for each in obligations
        if _had_gone_by(each, waiver.fact.occurred_on) and before.get(each.id) != each.due_on
    }


def _broken_by(
    obligations: Iterable[Obligation],
    without: Iterable[Obligation],
    waiver: Executed[TermsAmended],
) -> dict[str, Obligation]:
    """Duties not to do what was done before the waiver, and broke nothing without it."""
    before = {each.id: each for each in without}
    return {
        each.id: before[each.id]
        for each in obligations
        if each.modality == "must_not"
        and _was_broken(each, waiver.fact.occurred_on)
        and each.id in before
        and before[each.id].breached_on is None
    }


def _was_broken(duty: Obligation, day: date) -> bool:
    return duty.breached_on is not None and duty.breached_on < day


def _kept_as_before(
    answer: RegistrationAnswer,
    other: RegistrationAnswer,
    broken: Mapping[str, Obligation],
    waiver: Executed[TermsAmended],
    matter: Matter,
) -> RegistrationAnswer:
    """What was done before the waiver breaks nothing, as it broke nothing without it."""
    day = waiver.fact.occurred_on
    source = matter.working.step(
        "arisen_late.kept",
        matter.terms.amendments.clause,
        f"The waiver of {written_out(day)} reaches back; what was done before it, and was no "
        "breach then, is none.",
        day,
        {"executed_on": Sourced(day, f"{waiver.recorded.source}/occurred_on")},
    ).source
    obligations = tuple(
        _unbroken(each, broken[each.id]) if each.id in broken else each
        for each in answer.obligations
    )
    view = answer.incidental
    if view is not None and other.incidental is not None:
        told = {name: at for name, at in view.explained_by.items() if name != "days_short"}
        if "compliant" in told:
            told["compliant"] = source
        view = replace(
            view, compliant=other.incidental.compliant, days_short=None, explained_by=told
        )
    return replace(answer, obligations=obligations, incidental=view)


def _unbroken(duty: Obligation, before: Obligation) -> Obligation:
    by = {name: at for name, at in duty.explained_by.items() if name != "breached_on"}
    if before.performed_on is not None:
        by["performed_on"] = duty.explained_by["breached_on"]
    return replace(
        duty,
        status=before.status,
        breached_on=None,
        performed_on=before.performed_on,
        explained_by=by,
    )


def _had_gone_by(duty: Obligation, day: date) -> bool:
    return duty.due_on is not None and duty.due_on < day


def _promptly_from(waiver: Executed[TermsAmended], matter: Matter) -> str:
    """The line of working that says so."""
    day = waiver.fact.occurred_on
    return matter.working.step(
        "arisen_late.promptly",
        matter.terms.amendments.clause,
        f"The waiver of {written_out(day)} reaches back; what it makes owed by a day that had gone "
        "by is owed promptly from then.",
        day,
        {"executed_on": Sourced(day, f"{waiver.recorded.source}/occurred_on")},
    ).source
