"""Registrations of all kinds: what sets them going is posted and answered, then their life."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.db.unit_of_work import UnitOfWork
from app.errors import AlreadyExists, Fault, InvalidInput, NotFound, shortened
from app.rules.answers import (
    Detail,
    FactsRecorded,
    FoundBefore,
    Reasoned,
    RegistrationAnswer,
    Sensitivity,
    Why,
    choices_besides,
    each_reading_tried,
    evaluate_registration,
    explained_at,
    leaves,
    terms_governing,
    why_at,
)
from app.rules.facts import BeginningFact, Fact, RecordedFact, read_otherwise
from app.rules.terms import Terms, every_reading
from app.rules.values.wording import near
from app.rules.values.written_dates import written_out
from app.services.agreements.agreements import FactOnRecord, facts_on_record
from app.services.answer import Answer, Versions, answer_of, versions_of
from app.services.evidence.evaluations import KeptAnswer, QuestionAsked
from app.services.record import posting, records
from app.services.record.posting import Wish
from app.services.record.records import LoadedRecord
from app.services.workspace.workspace import Workspace


def post_beginning(
    workspace: Workspace,
    agreement_id: str,
    beginning: BeginningFact,
    *,
    registration_id: str | None,
    wish: Wish,
) -> KeptAnswer[RegistrationAnswer | FactsRecorded]:
    """Record what sets a registration going and answer it; a dry run stores nothing."""

    def work(unit: UnitOfWork) -> KeptAnswer[RegistrationAnswer | FactsRecorded]:
        record = records.load(workspace, unit, agreement_id, lock=not wish.dry_run)
        identifier = registration_id or workspace.new_id()
        # An id made just now is nobody's; one that was asked for may be taken.
        if registration_id is not None and unit.records.registration(identifier) is not None:
            raise AlreadyExists("registration", identifier)
        new = posting.taken(workspace, unit, record, [beginning], identifier, wish)
        question = posting.question_of(workspace, record, "registration", new, wish)

        def whole(found_before: FoundBefore) -> Answer[RegistrationAnswer]:
            found = _whole(record, identifier, new, question, found_before)
            tried = replace(found.result, registration_id=None)
            return replace(found, result=tried) if wish.dry_run else found

        return posting.answered(
            workspace,
            unit,
            record,
            new,
            question,
            whole,
            action="registration_begun",
            registration_id=identifier,
            dry_run=wish.dry_run,
        )

    return records.recording(workspace, work, dry_run=wish.dry_run)


def post_facts(
    workspace: Workspace,
    registration_id: str,
    facts: Sequence[Fact],
    wish: Wish,
    *,
    listed: bool = False,
) -> KeptAnswer[RegistrationAnswer | FactsRecorded]:
    """Record facts in the life of a registration, all or none; answer where it stands then."""

    def work(unit: UnitOfWork) -> KeptAnswer[RegistrationAnswer | FactsRecorded]:
        agreement_id = records.agreement_of(unit, registration_id)
        record = records.load(workspace, unit, agreement_id, lock=not wish.dry_run)
        _begun_on(record, registration_id)
        new = posting.taken(workspace, unit, record, facts, registration_id, wish, listed=listed)
        question = posting.question_of(workspace, record, "registration", new, wish)
        return posting.answered(
            workspace,
            unit,
            record,
            new,
            question,
            lambda found_before: _whole(record, registration_id, new, question, found_before),
            action="fact_recorded",
            registration_id=registration_id,
            dry_run=wish.dry_run,
        )

    return records.recording(workspace, work, dry_run=wish.dry_run)


def _whole(
    record: LoadedRecord,
    registration_id: str,
    new: Sequence[RecordedFact],
    question: QuestionAsked,
    found_before: FoundBefore,
) -> Answer[RegistrationAnswer]:
    """Where a registration stands with new facts."""
    facts, of = [*record.facts, *new], record.agreement.id
    day, detail = question.as_of, question.explain
    terms = record.terms
    found = evaluate_registration(of, registration_id, terms, facts, day, detail, found_before)
    return answer_of(found, facts)


def read(
    workspace: Workspace,
    registration_id: str,
    as_of: date | None,
    detail: Detail,
    known_at: datetime | None = None,
) -> Answer[RegistrationAnswer]:
    """Where a registration stands on a day, as known at an instant; NotFound before it began."""
    record, day = _loaded(workspace, registration_id, as_of, known_at)
    of, terms, facts = record.agreement.id, record.terms, record.facts
    found_before = records.found_before(workspace, record)
    found = evaluate_registration(of, registration_id, terms, facts, day, detail, found_before)
    return answer_of(found, facts)


def _loaded(
    workspace: Workspace, registration_id: str, as_of: date | None, known_at: datetime | None
) -> tuple[LoadedRecord, date]:
    """The record a registration is on, and the day asked about; NotFound before it began."""
    with workspace.database.reading() as unit:
        agreement_id = records.agreement_of(unit, registration_id)
        record = records.load(workspace, unit, agreement_id, known_at=known_at)
    day = records.day_asked(as_of, workspace, record.terms, known_at)
    begun = _begun_on(record, registration_id)
    if day < begun:
        says = f"It began on {written_out(begun)}: ask for a later day."
        raise NotFound(f"registration, as of {day.isoformat()},", registration_id, says)
    return record, day


def _begun_on(record: LoadedRecord, registration_id: str) -> date:
    """The day on which a registration began; NotFound if nothing known says that it did."""
    begun = (
        each.fact.happened_on
        for each in record.facts
        if each.registration_id == registration_id and isinstance(each.fact, BeginningFact)
    )
    day = next(begun, None)
    if day is None:
        raise NotFound("registration", registration_id, records.NOT_YET)
    return day


@dataclass(frozen=True, slots=True)
class RegistrationSensitivity:
    """Which other readings would change a registration as it stands on a day, and to what."""

    registration_id: str
    as_of: date
    sensitivity: Sensitivity
    versions: Versions


def sensitivity_of(
    workspace: Workspace,
    registration_id: str,
    as_of: date | None,
    known_at: datetime | None = None,
    only: Collection[str] = (),
) -> RegistrationSensitivity:
    """Try every other reading, or `only` some, on a registration.

    NotFound on a day before it began; InvalidInput for too many readings on so large a record.
    """
    record, day = _loaded(workspace, registration_id, as_of, known_at)

    def answer(terms: Terms, facts: Sequence[RecordedFact]) -> Reasoned[RegistrationAnswer]:
        workspace.go_on()
        return evaluate_registration(
            record.agreement.id, registration_id, terms, facts, day, Detail.NONE
        )

    usual = answer(record.terms, record.facts)
    terms = terms_governing(record.terms, record.facts, day, registration_id)
    for option in only:
        if option not in every_reading() and option not in terms.doubts:
            says = near(option, [*every_reading(), *terms.doubts]) + (
                "There is no such reading: see `GET /v1/readings`, and for the doubts of its "
                "document `GET /v1/agreements/{agreement_id}/readings`."
            )
            raise InvalidInput([Fault("reading", "invalid_reading", says, place="query")])
    relied_on = [each.option for each in usual.readings if not only or each.option in only]
    _refuse_too_many(relied_on, terms, len(record.facts) + sum(1 for _ in leaves(usual.result)))
    found = each_reading_tried(
        terms,
        usual,
        relied_on,
        lambda option, other: answer(*read_otherwise(record.terms, record.facts, option, other)),
    )
    versions = versions_of(usual.terms, usual.calendars)
    return RegistrationSensitivity(registration_id, day, found, versions)


MOST_WORKED_OUT = 1_000_000
"""How many facts and values of answers are gone through for one question, which takes 2 seconds."""


def _refuse_too_many(options: Sequence[str], terms: Terms, size: int) -> None:
    """InvalidInput if the answers under all other choices of these readings are too much at once.

    `size` is that of one answer and its record. A single reading may always be asked about.
    """
    choices = {option: len(choices_besides(option, terms) or ()) for option in options}
    listed = [option for option, count in choices.items() if count]
    tries, most = sum(choices.values()), max(1, MOST_WORKED_OUT // size)
    if len(listed) > 1 and tries > most:
        detail = (
            f"The answer relies on {len(listed)} readings with {tries} other choices. On a record "
            f"of this size at most {most} choices are tried at once: name some of the readings by "
            f"`reading`, and ask again for the rest. They are: {', '.join(listed)}."
        )
        raise InvalidInput([Fault("reading", "too_many_readings", detail, place="query")])


def why_of(
    workspace: Workspace,
    registration_id: str,
    path: str,
    as_of: date | None,
    known_at: datetime | None = None,
) -> Why:
    """The day-by-day count behind one value of a registration's answer."""
    answer = read(workspace, registration_id, as_of, Detail.FULL, known_at)
    found = why_at(path, answer.result, answer.explanation.steps, answer.cited)
    if found is None:
        raise InvalidInput(
            [
                Fault(
                    "of",
                    "nothing_to_explain",
                    f"There is no computed value at {shortened(path)!r}. "
                    f"{near(path.removeprefix('/result'), list(explained_at(answer.result)))}"
                    "See `explained_by` in the answer.",
                    place="query",
                )
            ]
        )
    return found


def facts_of(
    workspace: Workspace,
    registration_id: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[FactOnRecord]:
    """The facts of one registration, in order of posting; NotFound before any was known."""
    with workspace.database.reading() as unit:
        agreement_id = records.agreement_of(unit, registration_id)
    found = facts_on_record(workspace, agreement_id, registration_id, as_of, known_at)
    if not found:
        raise NotFound("registration", registration_id, records.NOT_YET if known_at else "")
    return found
