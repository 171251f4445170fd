"""KeptAnswer answers, read again and computed again.

Under the pinned versions an answer is computed again from what it rested on: the same facts, the
same terms, the same day. By the same rules and calendars the bytes must be the same; by others that
is said, and every difference listed. That something was changed is said only where the rules, the
terms and the facts are the same and the answer is not. Under the current versions it is computed
from everything known now.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias

from app.db.evidence import chain
from app.db.evidence.journal import StoredEvaluation
from app.db.unit_of_work import UnitOfWork
from app.errors import NotFound
from app.rules.answers import begun, evaluate_registration, open_matter, what_changed
from app.rules.facts import FactCorrected, FactRetracted, standing_facts
from app.rules.terms import Terms
from app.rules.values.if_any import IfAny
from app.services.agreements import agreements
from app.services.agreements.agreements import identity
from app.services.answer import Answer, answer_of, versions_of
from app.services.evidence.differences import ReplayDifference, differences
from app.services.evidence.evaluations import (
    QUESTION,
    QuestionAsked,
    calendars_of,
    looking_ahead,
    written,
)
from app.services.record import records
from app.services.record.posting import changes
from app.services.record.records import LoadedRecord
from app.services.workspace.pages import PageOf, first_of, no_place
from app.services.workspace.workspace import Workspace

Under: TypeAlias = Literal["pinned", "current"]


@dataclass(frozen=True, slots=True)
class RecordUsed:
    """Which part of the record an answer rests on: its first `version` facts, and their hash."""

    version: int
    hash: str


@dataclass(frozen=True, slots=True)
class CodeUsed:
    """Which terms, service, rules and calendars an answer was made with; calendars with hashes.

    `rules` is left out for an answer kept before the rules had a version of their own.
    """

    service: str
    rules: IfAny[str]
    terms_hash: str
    calendars: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class KeptEvaluation:
    """An answer as it was given, with what was asked and everything it rests on.

    `answer_hash` is the SHA-256 of the answer's bytes, `hash` covers all the rest.
    """

    id: str
    agreement_id: str
    registration_id: IfAny[str]
    question: QuestionAsked
    record: RecordUsed
    versions: CodeUsed
    answer: dict[str, Any]
    answer_hash: str
    created_at: datetime
    actor: str
    request_id: str
    hash: str


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """A kept answer, in short."""

    id: str
    registration_id: IfAny[str]
    question: QuestionAsked
    version: int
    answer_hash: str
    created_at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class Replay:
    """A kept answer computed again: whether it is the same to the byte, and where it is not.

    `same_code` says whether the service, rules and calendars that computed it now are those it was
    made with. Of each difference, `path` is a JSON pointer into the answer given, or, for what is
    only in the new one, into that.
    """

    evaluation_id: str
    under: Under
    equal: bool
    same_code: bool
    says: str
    versions_then: CodeUsed
    versions_now: CodeUsed
    record_then: RecordUsed
    record_now: RecordUsed
    answer_hash_then: str
    answer_hash_now: IfAny[str]
    differences: tuple[ReplayDifference, ...]


def read(
    workspace: Workspace, evaluation_id: str, known_at: datetime | None = None
) -> KeptEvaluation:
    """A kept answer; NotFound if there is none, or was none at an instant."""
    with workspace.database.reading() as unit:
        kept = _kept(unit, evaluation_id, known_at)
    return KeptEvaluation(
        id=kept.id,
        agreement_id=kept.agreement_id,
        registration_id=kept.registration_id,
        question=QUESTION.validate_python(kept.question),
        record=RecordUsed(kept.version, kept.record_hash),
        versions=_code_then(kept),
        answer=json.loads(kept.answer),
        answer_hash=kept.answer_hash,
        created_at=kept.created_at,
        actor=kept.actor,
        request_id=kept.request_id,
        hash=kept.hash,
    )


def answer_text(workspace: Workspace, evaluation_id: str, known_at: datetime | None = None) -> str:
    """The text of a kept answer, as it was sent; NotFound if there is none, or was none then."""
    with workspace.database.reading() as unit:
        return _kept(unit, evaluation_id, known_at).answer


def listed(
    workspace: Workspace,
    agreement_id: str,
    known_at: datetime | None = None,
    *,
    after: str | None = None,
    limit: int,
) -> PageOf[EvaluationLine]:
    """The answers kept under an agreement, in order, as far as they were given by an instant."""
    with workspace.database.reading() as unit:
        records.load(workspace, unit, agreement_id, known_at=known_at)
        place = None if after is None else unit.journal.evaluation(after)
        if after is not None and (place is None or place.agreement_id != agreement_id):
            raise no_place(after)
        found = unit.journal.evaluations(agreement_id, known_at, place)
        return first_of(map(_line, found), lambda line: line.id, limit)


def _line(kept: StoredEvaluation) -> EvaluationLine:
    return EvaluationLine(
        id=kept.id,
        registration_id=kept.registration_id,
        question=QUESTION.validate_python(kept.question),
        version=kept.version,
        answer_hash=kept.answer_hash,
        created_at=kept.created_at,
        actor=kept.actor,
    )


def replay(
    workspace: Workspace, evaluation_id: str, under: Under, known_at: datetime | None = None
) -> Replay:
    """Compute a kept answer again, by what is known now or was at an instant.

    NotFound if there is none, or was none then.
    """
    with workspace.database.reading() as unit:
        kept = _kept(unit, evaluation_id, known_at)
        through = kept.version if under == "pinned" else None
        record = records.load(
            workspace, unit, kept.agreement_id, known_at=known_at, through=through
        )
    return _compared(kept, record, under, workspace.go_on)


def _kept(unit: UnitOfWork, evaluation_id: str, known_at: datetime | None) -> StoredEvaluation:
    kept = unit.journal.evaluation(evaluation_id)
    if kept is None:
        raise NotFound("evaluation", evaluation_id)
    if known_at is not None and kept.created_at > known_at:
        raise NotFound("evaluation", evaluation_id, records.NOT_YET)
    return kept


def _compared(
    kept: StoredEvaluation, record: LoadedRecord, under: Under, go_on: Callable[[], None]
) -> Replay:
    question = QUESTION.validate_python(kept.question)
    answer = _answered(question, kept, record, go_on)
    if answer is not None and question.today is not None:
        written_then = record.entries[: kept.version]
        new = written_then if question.subject == "making" else written_then[-question.facts :]
        answer = looking_ahead(answer, new, question.today)
    text = None if answer is None else written(answer).decode()
    then, now = _code_then(kept), _code_now(answer, record.terms)
    equal = text == kept.answer
    same_code = replace(then, terms_hash="") == replace(now, terms_hash="")
    record_then = RecordUsed(kept.version, kept.record_hash)
    record_now = RecordUsed(record.agreement.version, record.stored[-1].hash)
    return Replay(
        evaluation_id=kept.id,
        under=under,
        equal=equal,
        same_code=same_code,
        says=_says(under, then, now, equal=equal, same_record=record_then == record_now),
        versions_then=then,
        versions_now=now,
        record_then=record_then,
        record_now=record_now,
        answer_hash_then=kept.answer_hash,
        answer_hash_now=None if text is None else chain.digest(text),
        differences=tuple(differences(_parsed(kept.answer), _parsed(text))),
    )


def _answered(
    question: QuestionAsked, kept: StoredEvaluation, record: LoadedRecord, go_on: Callable[[], None]
) -> Answer[Any] | None:
    """The answer to the same question by this record; None if what was asked about is not on it."""
    if question.answer == "changes":
        return _changes_answered(question, kept, record, go_on)
    match question.subject:
        case "making":
            return agreements.made(record.agreement, record.terms, record.facts, question)
        case "agreement":
            return agreements.state(record.agreement, record.terms, record.facts, question)
        case "registration":
            return _registration_answered(question, kept.registration_id, record)
        case "correction":
            return _correction_answered(question, kept.version, record, go_on)


def _registration_answered(
    question: QuestionAsked, registration_id: str | None, record: LoadedRecord
) -> Answer[Any] | None:
    if registration_id is None or registration_id not in begun(record.facts, question.as_of):
        return None
    found = evaluate_registration(
        record.agreement.id,
        registration_id,
        record.terms,
        record.facts,
        question.as_of,
        question.explain,
    )
    return answer_of(found, record.facts)


def _changes_answered(
    question: QuestionAsked, kept: StoredEvaluation, record: LoadedRecord, go_on: Callable[[], None]
) -> Answer[Any]:
    """What facts changed when they were recorded: those recorded since are not their doing."""
    entries = record.entries[: kept.version]
    before, new = entries[: -question.facts], entries[-question.facts :]
    of, terms = identity(replace(record.agreement, version=kept.version)), record.terms
    earlier = standing_facts(before)
    return changes(of, kept.registration_id, terms, earlier, new, question, go_on)


def _correction_answered(
    question: QuestionAsked, version: int, record: LoadedRecord, go_on: Callable[[], None]
) -> Answer[Any] | None:
    """What a correction changed when it was made: facts recorded since are not its doing."""
    entries = record.entries[:version]
    correction = entries[-1].fact
    if not isinstance(correction, FactCorrected | FactRetracted):
        return None
    row = replace(record.agreement, version=version)
    of, terms = identity(row), record.terms
    return answer_of(what_changed(of, terms, entries, correction, question.as_of, go_on))


def _parsed(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _code_then(kept: StoredEvaluation) -> CodeUsed:
    answer = _parsed(kept.answer)
    rules = answer["versions"].get("rules")
    return CodeUsed(kept.service_version, rules, kept.terms_hash, tuple(map(dict, kept.calendars)))


def _code_now(answer: Answer[Any] | None, terms: Terms) -> CodeUsed:
    used = answer.versions if answer else versions_of(terms, open_matter(terms).almanac.versions())
    return CodeUsed(used.service, used.rules, used.terms.content_hash, calendars_of(used))


def _says(under: Under, then: CodeUsed, now: CodeUsed, *, equal: bool, same_record: bool) -> str:
    outcome = "the same answer, byte for byte" if equal else "another answer"
    if under == "current":
        return f"Computed again from everything known now, by the present rules: {outcome}."
    if replace(then, terms_hash="") != replace(now, terms_hash=""):
        return (
            f"It was made by {_named(then)}; {_named(now)} answered now. Computed again from the "
            f"same facts and terms by the present rules: {outcome}."
        )
    if equal:
        return f"Computed again from the same facts and terms by the same rules: {outcome}."
    if not same_record or then.terms_hash != now.terms_hash:
        return (
            "The facts or the terms on record are not those it names: another answer. Verify the "
            "agreement."
        )
    return (
        f"Computed again from the same facts and terms by the same rules: {outcome}. The record or "
        "the kept answer was changed since; verify the agreement."
    )


def _named(code: CodeUsed) -> str:
    rules = f"rules {code.rules}" if code.rules else "rules without a version of their own"
    return f"service {code.service} with {rules} and its calendars"
