"""What new facts change, and what is owed next: the short answer to what was recorded.

The answers on which the facts bear (`record.bearing`) are given before them and after them by the
same rules on the same day, and every value that differs is listed as a correction lists it
(`what_changed`). What is still owed in what they are about follows, by due day, with the kinds of
fact that settle it. Whole days; raises what the rules raise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.answers.changed.what_changed import ChangedAnswer, changed_answers
from app.rules.answers.evaluation import (
    AgreementIdentity,
    AgreementState,
    evaluate_agreement,
    evaluate_registration,
)
from app.rules.facts import RecordedFact
from app.rules.facts.base import KeptOnFile
from app.rules.reasoning.obligations import STILL_TO_DO, UNPERFORMED, Obligation, Status
from app.rules.reasoning.reasoned import Explanation, Reasoned
from app.rules.reasoning.trace import Detail
from app.rules.record import FoundBefore
from app.rules.record.bearing import Borne, borne_on
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.terms import Terms
from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value


@dataclass(frozen=True, slots=True)
class FactTaken:
    """A fact that was recorded. `fact_id` is left out where it was only tried.

    `on_file` are those kept with it; left out where there are none.
    """

    fact_id: IfAny[str]
    kind: str
    occurred_on: date
    on_file: KeptOnFile = None


@small_value
class OwedNext:
    """A duty that is still to be performed, in short, and the facts that settle it."""

    id: str
    obligor: str
    obligees: tuple[str, ...]
    action: str
    clause: str
    due_on: date | None
    status: Status
    recorded_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactsRecorded:
    """New facts, every value that they change on a day, and what is owed next.

    `summary` is that of the full answer. `changed` names answers by their registration; one without
    is the agreement's own. `owed` are the duties still to be performed in the registration that the
    facts are about, or under the agreement itself, by due day; `owed_without_day` the ids of those
    that have only a standard of conduct.
    """

    summary: str
    agreement_id: str
    version: int
    registration_id: IfAny[str]
    as_of: date
    facts: tuple[FactTaken, ...]
    changed: tuple[ChangedAnswer, ...]
    owed: tuple[OwedNext, ...]
    owed_without_day: tuple[str, ...]
    full_answer: IfAny[str] = None


def what_follows(
    identity: AgreementIdentity,
    registration_id: str | None,
    terms: Terms,
    before: Sequence[RecordedFact],
    new: Sequence[RecordedFact],
    as_of: date,
    go_on: Callable[[], None],
    answered: Borne | None = None,
    found_before: tuple[FoundBefore | None, FoundBefore | None] = (None, None),
) -> Reasoned[FactsRecorded]:
    """What facts about a registration (None: the agreement itself) change, and what is owed next.

    `go_on` is called before each answer that is compared, and may raise. What may be `answered`
    otherwise may be known, and what was `found_before` of the record before them and with them.
    """
    after = [*before, *new]
    _, found = found_before
    whole: Reasoned[AgreementState] | Reasoned[RegistrationAnswer] = (
        evaluate_agreement(identity, terms, after, as_of, Detail.NONE, found)
        if registration_id is None
        else evaluate_registration(
            identity.id, registration_id, terms, after, as_of, Detail.NONE, found
        )
    )
    owed = [each for each in whole.result.obligations if _is_owed(each)]
    result = FactsRecorded(
        summary=whole.result.summary,
        agreement_id=identity.id,
        version=identity.version,
        registration_id=registration_id,
        as_of=as_of,
        facts=tuple(
            FactTaken(each.id, each.fact.kind, each.fact.happened_on, each.on_file) for each in new
        ),
        changed=tuple(
            changed_answers(
                identity,
                terms,
                before,
                after,
                as_of,
                go_on,
                borne_on(terms, before, after) if answered is None else answered,
                {registration_id: whole.result},
                found_before,
            )
        ),
        owed=tuple(sorted(map(_in_short, filter(_dated, owed)), key=_by_day)),
        owed_without_day=tuple(each.id for each in owed if not _dated(each)),
    )
    return Reasoned(
        result=result,
        explanation=Explanation(()),
        readings=(),
        assumptions=(),
        warnings=whole.warnings,
        missing_inputs=whole.missing_inputs,
        terms=whole.terms,
        calendars=whole.calendars,
    )


def _is_owed(duty: Obligation) -> bool:
    return duty.modality == "must" and duty.status in STILL_TO_DO | UNPERFORMED


def _dated(duty: Obligation) -> bool:
    return duty.due_on is not None


def _by_day(duty: OwedNext) -> tuple[date, str]:
    return duty.due_on or date.max, duty.id


def _in_short(duty: Obligation) -> OwedNext:
    return OwedNext(
        id=duty.id,
        obligor=duty.obligor,
        obligees=duty.obligees,
        action=duty.action,
        clause=duty.clause,
        due_on=duty.due_on,
        status=duty.status,
        recorded_by=duty.recorded_by,
    )
