"""Agreements: made from a template, read as of a day, and told what happened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any, Literal, TypeAlias

from app.db.records import AgreementRow
from app.db.unit_of_work import UnitOfWork
from app.errors import AlreadyExists, Fault, InvalidInput, NotFound
from app.rules.answers import (
    AgreementIdentity,
    AgreementState,
    Detail,
    FactsRecorded,
    FoundBefore,
    Manner,
    MaySell,
    Notice,
    TermsOnDay,
    evaluate_agreement,
    evaluate_may_sell,
    holders_on,
    some_of,
    terms_on,
)
from app.rules.facts import (
    AgreementMade,
    AnyFact,
    Fact,
    FactCorrected,
    FactRetracted,
    HolderRecorded,
    OnFile,
    PositionStated,
    RecordedFact,
    Standing,
    as_they_stand,
)
from app.rules.terms import Terms, check_document, held_and_not_counted, not_yet_holders
from app.rules.values.if_any import IfAny
from app.rules.values.wording import near
from app.rules.values.written_dates import written_out
from app.services.agreements.templates import (
    refuse_blanks,
    refuse_contradictions,
    template,
    with_overrides,
)
from app.services.answer import Answer, answer_of
from app.services.docket import docket
from app.services.evidence import evaluations
from app.services.evidence.evaluations import KeptAnswer, QuestionAsked
from app.services.record import posting, records
from app.services.record.posting import Wish
from app.services.record.records import LoadedRecord
from app.services.workspace.pages import is_there
from app.services.workspace.workspace import Workspace

AGREEMENTS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class NewHolder:
    """A Holder at the making of the agreement, with his opening position in shares."""

    id: str
    name: str
    entity: str | None = None
    common: int = 0
    preferred_as_converted: int = 0
    warrant_shares: int = 0


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """What an agreement is made from: a template and overrides, or `terms` of its own.

    Without Holders, those of the terms are taken.
    """

    template: str | None
    id: str | None = None
    name: str | None = None
    overrides: dict[str, Any] = field(default_factory=dict)
    holders: Sequence[NewHolder] | None = None
    terms: Terms | None = None
    on_file: OnFile | None = None


StandingOfAFact: TypeAlias = Literal["stands", "corrected", "retracted"]


@dataclass(frozen=True, slots=True)
class FactOnRecord:
    """One entry of the record, as it was posted, linked to the one before it by its hash.

    `standing` says whether what it says still counts, and `overtaken_by` which entry says
    otherwise.
    """

    position: int
    fact_id: str
    registration_id: IfAny[str]
    kind: str
    occurred_on: date
    recorded_at: datetime
    fact: AnyFact
    standing: StandingOfAFact
    overtaken_by: IfAny[str]
    predecessor: str
    hash: str


def create(
    workspace: Workspace,
    new: NewAgreement,
    detail: Detail = Detail.FULL,
    *,
    dry_run: bool = False,
) -> KeptAnswer[AgreementState]:
    """Make an agreement; AlreadyExists if its id is taken, InvalidInput if it cannot be.

    A dry run answers the same and stores nothing.
    """
    terms = _terms_of(new)
    _check_holders(new.holders or (), terms)
    agreement_id = new.id or workspace.new_id()
    name = new.name or terms.title
    facts = [records.new_fact(workspace, fact) for fact in _opening_facts(new, name, terms)]
    if dry_run:
        facts = [replace(each, origin="request:") for each in facts]
    records.guard_opening(facts, terms)
    row = AgreementRow(agreement_id, name, new.template, len(facts))
    question = QuestionAsked("making", terms.agreement_date, detail)
    answer = made(row, terms, facts, question)
    if dry_run:
        with workspace.database.reading() as unit:
            if unit.records.agreement(agreement_id) is not None:
                raise AlreadyExists("agreement", agreement_id)
        return evaluations.not_kept(answer, facts, workspace.today(terms))
    owed = docket.worked_out(lambda *_: (), terms, (), facts, workspace.go_on)
    empty = LoadedRecord(replace(row, version=0), terms, (), (), ())
    with workspace.database.writing() as unit:
        unit.records.add_terms(terms.content_hash, terms.model_dump(mode="json"))
        unit.records.add_agreement(agreement_id, name, new.template)
        kept = evaluations.store(
            workspace, unit, empty, facts, owed, answer, question, "agreement_made"
        )
        unit.commit(kept)
    return kept


def made(
    row: AgreementRow, terms: Terms, facts: Sequence[RecordedFact], question: QuestionAsked
) -> Answer[AgreementState]:
    """Where an agreement stands that has just been made, with any doubt about its terms."""
    held: dict[str, Mapping[str, int]] = {
        each.fact.holder: {} for each in facts if isinstance(each.fact, HolderRecorded)
    }
    for each in facts:
        if isinstance(each.fact, PositionStated):
            held[each.fact.holder] = {
                "common": each.fact.common,
                "preferred_as_converted": each.fact.preferred_as_converted,
                "warrant_shares": each.fact.warrant_shares,
            }
    answer = state(row, terms, facts, question)
    return _with_doubts(answer, terms, held, own=row.template is None)


def _with_doubts(
    answer: Answer[AgreementState],
    terms: Terms,
    held: Mapping[str, Mapping[str, int]],
    *,
    own: bool,
) -> Answer[AgreementState]:
    """The answer with whatever reading the terms against themselves has found."""
    of_holders = (*not_yet_holders(terms, held), *held_and_not_counted(terms, held))
    found = (*check_document(terms, own=own).findings, *of_holders)
    doubts = tuple(Notice(each.code, f"{each.says} ({each.pointer})") for each in found)
    return replace(answer, warnings=answer.warnings + doubts)


def _terms_of(new: NewAgreement) -> Terms:
    """The terms it is made from, which do not contradict themselves."""
    if new.terms is not None:
        refuse_contradictions(new.terms, "/terms")
        refuse_blanks(new.terms, "/terms")
        return new.terms
    terms = with_overrides(_template_terms(new.template or ""), new.overrides)
    if new.overrides:
        refuse_contradictions(terms, "/overrides")
    refuse_blanks(terms, "/overrides")
    return terms


def _template_terms(name: str) -> Terms:
    try:
        return template(name).terms
    except NotFound as unknown:
        raise InvalidInput([Fault("/template", "unknown_template", str(unknown))]) from unknown


def _check_holders(holders: Sequence[NewHolder], terms: Terms) -> None:
    """Each Holder is named once, and none as the Company or as others who sell."""
    first: dict[str, int] = {}
    faults = [
        Fault(f"/holders/{place}/id", "holder_already_recorded", f"{holder.id} is named twice.")
        for place, holder in enumerate(holders)
        if first.setdefault(holder.id, place) != place
    ]
    faults += [
        Fault(
            f"/holders/{place}/id",
            "reserved_id",
            f"{holder.id} is what answers call the Company, or others who sell.",
        )
        for place, holder in enumerate(holders)
        if holder.id in terms.reserved_ids
    ]
    if faults:
        raise InvalidInput(faults)


def _opening_facts(new: NewAgreement, name: str, terms: Terms) -> Sequence[Fact]:
    """The facts that make the agreement: its terms, its Holders and their positions."""
    signed = terms.agreement_date
    holders = new.holders
    if holders is None:
        holders = [NewHolder(each.id, each.name, each.entity) for each in terms.original_holders]
    made: list[Fact] = [
        AgreementMade(
            occurred_on=signed, name=name, terms_hash=terms.content_hash, on_file=new.on_file
        )
    ]
    made.extend(
        HolderRecorded(occurred_on=signed, holder=each.id, name=each.name, entity=each.entity)
        for each in holders
    )
    made.extend(
        PositionStated(
            occurred_on=signed,
            holder=each.id,
            common=each.common,
            preferred_as_converted=each.preferred_as_converted,
            warrant_shares=each.warrant_shares,
        )
        for each in holders
        if each.common or each.preferred_as_converted or each.warrant_shares
    )
    return made


def listed(
    workspace: Workspace,
    after: str | None,
    limit: int,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[AgreementRow]:
    """Agreements by id, those after `after`; made by a day, and as known at an instant.

    InvalidInput if there is none of the id `after`.
    """
    with workspace.database.reading() as unit:
        is_there(after, unit.records.agreement)
        return unit.records.agreements(after, limit, made_by=as_of, known_at=known_at)


def identifiers(workspace: Workspace) -> Iterator[str]:
    """The ids of all of a tenant's agreements, in order, each page read when it is come to."""
    after: str | None = None
    while True:
        rows = listed(workspace, after, AGREEMENTS_AT_ONCE)
        yield from (row.id for row in rows)
        if len(rows) < AGREEMENTS_AT_ONCE:
            return
        after = rows[-1].id


def read(
    workspace: Workspace,
    agreement_id: str,
    as_of: date | None,
    detail: Detail,
    known_at: datetime | None = None,
) -> Answer[AgreementState]:
    """Where an agreement stands on a day, as far as it was known at an instant."""
    record, day = _loaded(workspace, agreement_id, as_of, known_at)
    question = QuestionAsked("agreement", day, detail)
    found_before = records.found_before(workspace, record)
    return state(record.agreement, record.terms, record.facts, question, found_before)


def may_sell(
    workspace: Workspace,
    agreement_id: str,
    holder: str,
    on: date | None,
    manner: Manner,
    detail: Detail,
    known_at: datetime | None = None,
) -> Answer[MaySell]:
    """Whether a Holder may sell on a day; InvalidInput if there is no such Holder then."""
    with workspace.database.reading() as unit:
        record = records.load(workspace, unit, agreement_id, known_at=known_at)
    day = records.day_asked(on, workspace, record.terms, known_at)
    known = holders_on(record.terms, record.facts, day)
    if holder not in known:
        says = f"There is no Holder {holder!r} on {day.isoformat()}. "
        says += f"{near(holder, list(known))}Holders then: "
        fault = Fault("holder", "unknown_holder", says + some_of(known), "query")
        raise InvalidInput([fault])
    found_before = records.found_before(workspace, record)
    found = evaluate_may_sell(record.terms, record.facts, holder, day, manner, detail, found_before)
    return answer_of(found, record.facts)


def terms_of(
    workspace: Workspace,
    agreement_id: str,
    as_of: date | None,
    requested_on: date | None,
    known_at: datetime | None = None,
) -> TermsOnDay:
    """The terms in force on a day, or those that then govern a registration requested on another.

    NotFound on a day before the agreement was made.
    """
    record, day = _loaded(workspace, agreement_id, as_of, known_at)
    return terms_on(record.terms, record.facts, day, requested_on)


def _loaded(
    workspace: Workspace, agreement_id: str, as_of: date | None, known_at: datetime | None
) -> tuple[LoadedRecord, date]:
    """The record as known at an instant, and the day asked about; NotFound before its making."""
    with workspace.database.reading() as unit:
        record = records.load(workspace, unit, agreement_id, known_at=known_at)
    day = records.day_asked(as_of, workspace, record.terms, known_at)
    if day < record.terms.agreement_date:
        made = f"It was made on {written_out(record.terms.agreement_date)}: ask for a later day."
        raise NotFound(f"agreement, as of {day.isoformat()},", agreement_id, made)
    return record, day


def post_facts(
    workspace: Workspace,
    agreement_id: str,
    facts: Sequence[Fact],
    wish: Wish,
    *,
    listed: bool = False,
) -> KeptAnswer[AgreementState | FactsRecorded]:
    """Record facts that belong to no single registration, all or none; answer where it stands."""

    def work(unit: UnitOfWork) -> KeptAnswer[AgreementState | FactsRecorded]:
        record = records.load(workspace, unit, agreement_id, lock=not wish.dry_run)
        new = posting.taken(workspace, unit, record, facts, None, wish, listed=listed)
        question = posting.question_of(workspace, record, "agreement", new, wish)
        row = replace(record.agreement, version=record.agreement.version + len(new))
        return posting.answered(
            workspace,
            unit,
            record,
            new,
            question,
            partial(state, row, record.terms, [*record.facts, *new], question),
            action="fact_recorded",
            registration_id=None,
            dry_run=wish.dry_run,
        )

    return records.recording(workspace, work, dry_run=wish.dry_run)


def facts_on_record(
    workspace: Workspace,
    agreement_id: str,
    registration_id: str | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[FactOnRecord]:
    """The record in order of posting, or only what concerns one registration.

    As known at an instant; with `as_of`, only what is said to have happened by that day.
    """
    with workspace.database.reading() as unit:
        record = records.load(workspace, unit, agreement_id, known_at=known_at)
    now = as_they_stand(record.entries)
    days = _days_concerned(record.entries)
    return [
        FactOnRecord(
            position=stored.position,
            fact_id=stored.fact_id,
            registration_id=stored.registration_id,
            kind=stored.kind,
            occurred_on=stored.occurred_on,
            recorded_at=stored.recorded_at,
            fact=entry.as_posted,
            standing=_standing_of(entry, now, record.entries),
            overtaken_by=now.overtaken.get(entry.id),
            predecessor=stored.predecessor,
            hash=stored.hash,
        )
        for stored, entry in zip(record.stored, record.entries, strict=True)
        if registration_id is None or stored.registration_id == registration_id
        if as_of is None or days[entry.id] <= as_of
    ]


def _standing_of(
    entry: RecordedFact, now: Standing, entries: Sequence[RecordedFact]
) -> StandingOfAFact:
    overtaker = now.overtaken.get(entry.id)
    if overtaker is None:
        return "stands"
    (fact,) = (each.fact for each in entries if each.id == overtaker)
    return "corrected" if isinstance(fact, FactCorrected) else "retracted"


def _days_concerned(entries: Sequence[RecordedFact]) -> dict[str, date]:
    """The day each entry speaks of: for what is said of another fact, that fact's."""
    days: dict[str, date] = {}
    for entry in entries:
        match entry.fact:
            case FactCorrected():
                days[entry.id] = entry.fact.replacement.happened_on
            case FactRetracted():
                days[entry.id] = days[entry.fact.fact_id]
            case _:
                days[entry.id] = entry.fact.happened_on
    return days


def state(
    row: AgreementRow,
    terms: Terms,
    facts: Sequence[RecordedFact],
    question: QuestionAsked,
    found_before: FoundBefore | None = None,
) -> Answer[AgreementState]:
    """Where an agreement stands, by these facts, on the day asked about."""
    day, detail = question.as_of, question.explain
    found = evaluate_agreement(identity(row), terms, facts, day, detail, found_before)
    return answer_of(found, facts)


def identity(row: AgreementRow) -> AgreementIdentity:
    """Which agreement an answer is about."""
    return AgreementIdentity(row.id, row.name, row.template, row.version)
