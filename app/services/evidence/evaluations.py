"""Answers as records: every determination that a write returns is kept with all it rests on.

An answer is written down once; what is sent and what is kept are the same bytes, and the hash of
those bytes is kept with them. It goes into the same transaction as the facts it answers, with one
entry in the audit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import GenericAlias
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import TypeAdapter

from app import meters
from app.db.evidence import chain
from app.db.evidence.journal import NewEntry, NewEvaluation
from app.db.unit_of_work import UnitOfWork
from app.rules.answers import Detail, Notice, RegistrationAnswer
from app.rules.facts import BeginningFact, RecordedFact
from app.rules.values.calendars import CalendarVersion
from app.rules.values.written_dates import written_out
from app.services.answer import Answer, Versions, pointing_to_no_step
from app.services.changes import outbox
from app.services.docket.docket import Rewritten
from app.services.record import records
from app.services.record.records import LoadedRecord
from app.services.workspace.workspace import Workspace

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Subject: TypeAlias = Literal["making", "agreement", "registration", "correction"]
Shape: TypeAlias = Literal["full", "changes"]
"""An answer to new facts: the whole of what they are about, or what they change and lead to."""
Action: TypeAlias = Literal[
    "agreement_made",
    "registration_begun",
    "fact_recorded",
    "fact_corrected",
    "fact_retracted",
    "agreement_imported",
    "record_linked",
]


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """What was asked: of an agreement just made, of the agreement, of a registration or of a
    correction; on which day; and how much of the working was to be shown.

    `today` is the day of the writing where it told of a later day, of which the answer warns.
    `answer` is what was asked for: the whole, or only what the last `facts` of the record changed.
    """

    subject: Subject
    as_of: date
    explain: Detail
    today: date | None = None
    answer: Shape = "full"
    facts: int = 1


@dataclass(frozen=True, slots=True)
class KeptAnswer(Generic[T_co]):
    """An answer, its text to the byte, and the id under which it is kept (None if it is not)."""

    answer: Answer[T_co]
    document: bytes
    evaluation_id: str | None = None

    @property
    def result(self) -> T_co:
        """What was answered."""
        return self.answer.result


def written(answer: Answer[T]) -> bytes:
    """An answer as JSON, as it is sent: the same answer gives the same bytes."""
    return pointing_to_no_step(writer_of(type(answer.result)).dump_json(answer))


def writer_of(kind: type) -> TypeAdapter[Any]:
    """What writes answers of a kind. Making one takes a while, and stops all else meanwhile."""
    writer = _WRITERS.get(kind)
    if writer is None:
        shape: Any = GenericAlias(Answer, kind)
        writer = _WRITERS[kind] = TypeAdapter(shape)
    return writer


_WRITERS: dict[type, TypeAdapter[Any]] = {}


def not_kept(answer: Answer[T], new: Sequence[RecordedFact], today: date) -> KeptAnswer[T]:
    """An answer that is only given: to a dry run."""
    found = looking_ahead(answer, new, today)
    return KeptAnswer(found, written(found))


def looking_ahead(answer: Answer[T], new: Iterable[RecordedFact], today: date) -> Answer[T]:
    """The answer to new facts, with a warning of each that is dated after today."""
    ahead = tuple(
        Notice(
            "FUTURE_DAY",
            f"{each.fact.kind.replace('_', ' ').capitalize()} is dated "
            f"{written_out(each.fact.happened_on)}, after today, {written_out(today)}: it is "
            "recorded as having happened, and counts from that day on.",
        )
        for each in new
        if each.fact.happened_on > today
    )
    return replace(answer, warnings=(*answer.warnings, *ahead)) if ahead else answer


def store(
    workspace: Workspace,
    unit: UnitOfWork,
    record: LoadedRecord,
    new: Sequence[RecordedFact],
    owed: Rewritten,
    answer: Answer[T],
    question: QuestionAsked,
    action: Action,
    registration_id: str | None = None,
) -> KeptAnswer[T]:
    """Append facts to the record, keep the answer to them, and enter the write into the audit.

    RecordMoved if another writer was first. The caller commits, and works nothing out in between.
    """
    today = workspace.today(record.terms)
    warned = looking_ahead(answer, new, today)
    if warned is not answer:
        answer, question = warned, replace(question, today=today)
    document = written(answer)
    records.hold(unit, record)
    for each in new:
        if isinstance(each.fact, BeginningFact) and each.registration_id is not None:
            of = record.agreement.id
            unit.records.add_registration(each.registration_id, of, each.fact.begins)
    appended = records.append(workspace, unit, record, new, owed)
    evaluation = NewEvaluation(
        id=workspace.new_id(),
        agreement_id=record.agreement.id,
        registration_id=registration_id,
        version=appended.head.version,
        record_hash=appended.head.hash,
        question=QUESTION.dump_python(question, mode="json"),
        terms_hash=answer.versions.terms.content_hash,
        service_version=answer.versions.service,
        calendars=calendars_of(answer.versions),
        answer=document.decode(),
        answer_hash=chain.digest(document),
        created_at=appended.recorded_at,
        actor=workspace.actor,
        request_id=workspace.request_id,
    )
    (evaluation_hash,) = unit.journal.keep(evaluation)
    unit.journal.enter(
        NewEntry(
            id=workspace.new_id(),
            recorded_at=appended.recorded_at,
            actor=workspace.actor,
            request_id=workspace.request_id,
            action=action,
            agreement_id=record.agreement.id,
            registration_id=registration_id,
            first_position=record.agreement.version + 1,
            last_position=appended.head.version,
            record_hash=appended.head.hash,
            evaluation_id=evaluation.id,
            evaluation_hash=evaluation_hash,
            predecessor=appended.follows,
        )
    )
    # After the entry: the outbox is written in the order of the chain of all writes.
    decided_now = outbox.decisions(unit, answer.result, question.as_of, today)
    outbox.write(
        unit,
        record.agreement,
        appended.head.version,
        appended.recorded_at,
        (*decided_now, *appended.changes),
        new,
    )
    if isinstance(answer.result, RegistrationAnswer):
        decided = answer.result.determination.decision
        meters.DETERMINATIONS.labels(answer.result.kind, decided).inc()
    return KeptAnswer(answer, document, evaluation.id)


QUESTION = TypeAdapter(QuestionAsked)
_CALENDARS = TypeAdapter(tuple[CalendarVersion, ...])


def calendars_of(versions: Versions) -> tuple[dict[str, Any], ...]:
    """The calendars behind an answer, with their hashes, as JSON has them."""
    found: list[dict[str, Any]] = _CALENDARS.dump_python(versions.calendars, mode="json")
    return tuple(found)
