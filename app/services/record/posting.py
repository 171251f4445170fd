"""New facts are answered and recorded, or only tried: the steps that all kinds of them share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import quote

from app.db.unit_of_work import UnitOfWork
from app.errors import Fault, InvalidInput
from app.rules.answers import (
    AgreementIdentity,
    Borne,
    Detail,
    FactsRecorded,
    FoundBefore,
    borne_on,
    objections_in_turn,
    what_follows,
)
from app.rules.facts import Fact, RecordedFact
from app.rules.terms import Terms
from app.services.answer import Answer, answer_of
from app.services.evidence import evaluations
from app.services.evidence.evaluations import Action, KeptAnswer, QuestionAsked, Shape, Subject
from app.services.record import records
from app.services.record.records import LoadedRecord, ReachedByFacts
from app.services.workspace.workspace import Workspace

T = TypeVar("T")

MOST_WORKED_OUT = 25_000
"""How many duties, those of each day counted, are worked out for the facts of one request."""
LONG = 500
"""A record of more facts is answered without a transaction: one step may take a second."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How new facts are to be answered: on which day, in what detail, whole or in short.

    A dry run answers the same and stores nothing.
    """

    as_of: date | None = None
    detail: Detail = Detail.FULL
    shape: Shape = "full"
    dry_run: bool = False


def taken(
    workspace: Workspace,
    unit: UnitOfWork,
    record: LoadedRecord,
    facts: Sequence[Fact],
    registration_id: str | None,
    wish: Wish,
    *,
    listed: bool = False,
) -> Sequence[RecordedFact]:
    """The facts as they would stand on the record, one after the other.

    InvalidInput, with every objection to the first that cannot be true of what comes before it.
    """
    go_on = unit.between(workspace.go_on)
    places = [f"/facts/{place}" if listed else "" for place in range(len(facts))]
    new = [records.new_fact(workspace, fact, registration_id) for fact in facts]
    if wish.dry_run:
        new = [replace(each, origin=f"request:{at}") for at, each in zip(places, new, strict=True)]
    ruled = records.ruled(workspace, record)
    objections = objections_in_turn(new, record.facts, record.terms, ruled)
    for at, found in zip(places, objections, strict=True):
        go_on()
        if found:
            raise InvalidInput([Fault(at + each.pointer, each.code, each.says) for each in found])
    return new


def question_of(
    workspace: Workspace,
    record: LoadedRecord,
    subject: Subject,
    new: Sequence[RecordedFact],
    wish: Wish,
) -> QuestionAsked:
    """What is asked of the record with the new facts; InvalidInput on a day before one of them."""
    day = max(records.day_to_answer(wish.as_of, each.fact, workspace, record.terms) for each in new)
    detail = wish.detail if wish.shape == "full" else Detail.NONE
    return QuestionAsked(subject, day, detail, answer=wish.shape, facts=len(new))


def answered(
    workspace: Workspace,
    unit: UnitOfWork,
    record: LoadedRecord,
    new: Sequence[RecordedFact],
    question: QuestionAsked,
    whole: Callable[[FoundBefore], Answer[T]],
    *,
    action: Action,
    registration_id: str | None,
    dry_run: bool,
) -> KeptAnswer[T] | KeptAnswer[FactsRecorded]:
    """The answer asked for; the facts are recorded with it, unless it is a dry run.

    `whole` gives the whole answer, from what was found before of all on which the facts do not
    bear. The caller commits. InvalidInput where they happened on more days than one request bears.
    """
    records.hold(unit, record)
    _refuse_too_many_days(unit, record, new)
    if len(record.entries) + len(new) > LONG:
        unit.let_go()
    workspace = workspace.asking(unit.between(workspace.go_on))
    reached = records.reached(workspace, record, new)
    answer: Answer[Any] = (
        whole(reached.found)
        if question.answer == "full"
        else _in_short(workspace, record, new, question, registration_id, reached)
    )
    if dry_run:
        return evaluations.not_kept(_as_tried(answer, action), new, workspace.today(record.terms))
    owed = records.owed_with(workspace, unit, record, new, reached)
    return evaluations.store(
        workspace, unit, record, new, owed, answer, question, action, registration_id
    )


def _refuse_too_many_days(
    unit: UnitOfWork, record: LoadedRecord, new: Sequence[RecordedFact]
) -> None:
    """InvalidInput if what is owed had to be worked out for more days than a request has time for.

    Facts of a single day are always taken.
    """
    days = {each.fact.happened_on for each in new}
    if len(days) == 1:
        return
    last = max(days)
    lines = [line for line in unit.docket.kept(record.agreement.id, last) if line.first_day <= last]
    if len(days) * len(lines) <= MOST_WORKED_OUT:
        return
    of = borne_on(record.terms, record.facts, [*record.facts, *new], owed_alone=True)
    owed = sum((line.registration_id or None) in of for line in lines)
    most = max(1, MOST_WORKED_OUT // max(1, owed))
    if len(days) > most:
        says = (
            f"These facts happened on {len(days)} days, and each of the {owed:,} duties of this "
            f"record that they bear on is worked out for every one of them: send facts of at most "
            f"{most} {'days' if most > 1 else 'day'} at once."
        )
        raise InvalidInput([Fault("/facts", "too_many_days", says)])


def _in_short(
    workspace: Workspace,
    record: LoadedRecord,
    new: Sequence[RecordedFact],
    question: QuestionAsked,
    registration_id: str | None,
    reached: ReachedByFacts,
) -> Answer[FactsRecorded]:
    row = record.agreement
    identity = AgreementIdentity(row.id, row.name, row.template, row.version + len(new))
    return changes(
        identity,
        registration_id,
        record.terms,
        record.facts,
        new,
        question,
        workspace.go_on,
        reached.of.answered,
        (reached.before, reached.found),
    )


def changes(
    identity: AgreementIdentity,
    registration_id: str | None,
    terms: Terms,
    before: Sequence[RecordedFact],
    new: Sequence[RecordedFact],
    question: QuestionAsked,
    go_on: Callable[[], None],
    answered: Borne | None = None,
    found_before: tuple[FoundBefore | None, FoundBefore | None] = (None, None),
) -> Answer[FactsRecorded]:
    """What new facts change, with the address of the whole answer."""
    day = question.as_of
    follows = what_follows(
        identity, registration_id, terms, before, new, day, go_on, answered, found_before
    )
    found = answer_of(follows, named_by=(*before, *new))
    where = (
        f"/v1/agreements/{quote(identity.id)}"
        if registration_id is None
        else f"/v1/registrations/{quote(registration_id)}"
    )
    result = replace(found.result, full_answer=f"{where}?as_of={day.isoformat()}")
    return replace(found, result=result)


def _as_tried(answer: Answer[T], action: Action) -> Answer[T]:
    """The same answer where nothing was recorded: what was tried has no id, and is nowhere to read.

    The fact that begins a registration is answered as if that had none.
    """
    result = answer.result
    if not isinstance(result, FactsRecorded):
        return answer
    facts = tuple(replace(each, fact_id=None) for each in result.facts)
    tried = replace(result, facts=facts, full_answer=None)
    if action == "registration_begun":
        own = result.registration_id
        others = tuple(each for each in result.changed if each.registration_id != own)
        tried = replace(tried, registration_id=None, changed=others)
    return replace(answer, result=tried)
