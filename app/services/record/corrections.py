"""Corrections: what is said of earlier facts, for those of the agreement and its registrations."""

from dataclasses import dataclass, replace
from datetime import date

from app.db.unit_of_work import UnitOfWork
from app.errors import Fault, InvalidInput
from app.rules.answers import CorrectionMade, Detail, correction_objections, what_changed
from app.rules.facts import (
    CorrectableFact,
    Correction,
    FactCorrected,
    FactRetracted,
    OnFile,
    RecordedFact,
)
from app.services.agreements.agreements import identity
from app.services.answer import Answer, answer_of
from app.services.evidence import evaluations
from app.services.evidence.evaluations import KeptAnswer, QuestionAsked
from app.services.record import records
from app.services.record.records import LoadedRecord
from app.services.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NewCorrection:
    """Which entry is wrong and why, and what is right; nothing, if it did not happen at all."""

    fact_id: str
    reason: str
    replacement: CorrectableFact | None
    on_file: OnFile | None = None


def correct(
    workspace: Workspace,
    agreement_id: str,
    new: NewCorrection,
    *,
    as_of: date | None,
    dry_run: bool,
) -> KeptAnswer[CorrectionMade]:
    """Record a correction or a retraction; answer what it changes on a day.

    NotFound if there is no such agreement, InvalidInput if the correction cannot be recorded. A dry
    run answers the same and stores nothing.
    """

    def work(unit: UnitOfWork) -> KeptAnswer[CorrectionMade]:
        record = records.load(workspace, unit, agreement_id, lock=not dry_run)
        correction = _dated(new, workspace.today(record.terms))
        entry = RecordedFact(workspace.new_id(), _belongs_to(new, record), correction)
        _guard(entry, correction, record)
        question = QuestionAsked("correction", as_of or correction.occurred_on, Detail.NONE)
        between = workspace.asking(unit.between(workspace.go_on))
        answer = _answer(between, record, entry, correction, question)
        if dry_run:
            tried = replace(answer.result, correction_id=None)
            today = workspace.today(record.terms)
            return evaluations.not_kept(replace(answer, result=tried), [entry], today)
        return evaluations.store(
            workspace,
            unit,
            record,
            [entry],
            records.owed_with(workspace, unit, record, [entry]),
            answer,
            question,
            correction.kind,
            entry.registration_id,
        )

    return records.recording(workspace, work, dry_run=dry_run)


def _dated(new: NewCorrection, today: date) -> Correction:
    """The correction, dated on the day on which it is made."""
    if new.replacement is None:
        return FactRetracted(
            occurred_on=today, fact_id=new.fact_id, reason=new.reason, on_file=new.on_file
        )
    return FactCorrected(
        occurred_on=today,
        fact_id=new.fact_id,
        reason=new.reason,
        replacement=new.replacement,
        on_file=new.on_file,
    )


def _belongs_to(new: NewCorrection, record: LoadedRecord) -> str | None:
    """The registration of the entry that is wrong."""
    found = (each.registration_id for each in record.entries if each.id == new.fact_id)
    return next(found, None)


def _guard(entry: RecordedFact, correction: Correction, record: LoadedRecord) -> None:
    found = correction_objections(entry, correction, record.entries, record.terms)
    if found:
        raise InvalidInput([Fault(each.pointer, each.code, each.says) for each in found])


def _answer(
    workspace: Workspace,
    record: LoadedRecord,
    entry: RecordedFact,
    correction: Correction,
    question: QuestionAsked,
) -> Answer[CorrectionMade]:
    row = replace(record.agreement, version=record.agreement.version + 1)
    entries = [*record.entries, entry]
    of, terms, day = identity(row), record.terms, question.as_of
    return answer_of(what_changed(of, terms, entries, correction, day, workspace.go_on))
