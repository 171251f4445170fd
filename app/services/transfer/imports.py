"""Importing a whole agreement from one JSON document, where it is not on record yet.

Nothing is believed: the document's hash, every hash and link in it, and every fact as if it were
recorded now, one after the other. Only then is it stored, as it was.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice, repeat, takewhile
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from app.db.access.tenancy import MARK
from app.db.evidence import chain
from app.db.evidence.journal import (
    IMPORTED,
    NewEntry,
    StoredEntry,
    StoredEvaluation,
    follows,
)
from app.db.records import AgreementRow, RegistrationRow, StoredFact
from app.db.unit_of_work import UnitOfWork
from app.errors import AlreadyExists, Fault, InvalidInput, json_pointer
from app.patience import while_waited_for
from app.rules.answers import (
    Objection,
    correction_objections,
    objections_in_turn,
    opening_objections,
)
from app.rules.facts import (
    DECLARED,
    AgreementMade,
    BeginningFact,
    FactCorrected,
    FactRetracted,
    HolderRecorded,
    PositionStated,
    RecordedFact,
    UnknownShape,
    fact_as_now,
    standing_facts,
)
from app.rules.terms import Terms
from app.services.changes import outbox
from app.services.docket import docket
from app.services.evidence.anchors import Line
from app.services.evidence.evaluations import QUESTION
from app.services.evidence.verification import Misfit, Walk
from app.services.evidence.whole_record import WholeRecord
from app.services.record.kept import as_recorded
from app.services.record.reading import read_terms
from app.services.record.records import NEXT_MOMENT
from app.services.transfer.agreement_document import (
    AgreementDocument,
    DocumentPart,
    ExportedEntry,
    ExportedEvaluation,
    ExportedFact,
    sealed,
)
from app.services.workspace.workspace import Workspace
from app.signing import is_signed

CLOCKS_MAY_DIFFER_BY = timedelta(days=1)
Telling: TypeAlias = Callable[[Iterable[RecordedFact]], Iterable[RecordedFact]]


@dataclass(frozen=True, slots=True)
class Imported:
    """What was imported: how many facts and kept answers, and the hashes to compare."""

    agreement_id: str
    version: int
    evaluations: int
    head: str
    hash: str
    anchor: Literal["shown", "not_shown"]


class ImportDocument(AgreementDocument):
    """An exported agreement, perhaps with a line that was signed where it came from.

    The line is no part of the export: its `hash` does not cover it.
    """

    anchor: Annotated[
        Line | None,
        Field(
            description="A line of `python -m app anchor` of the store the export came from. It "
            "must name this record; the audit says for ever that it was shown, and by which key."
        ),
    ] = None


KEEPS_ITS_IDS = "a document keeps its ids, so that it is imported where they are free"


def import_agreement(
    workspace: Workspace, document: ImportDocument, telling: Telling = iter
) -> Imported:
    """Store an exported agreement; `telling` passes its facts on, and may tell how far it has come.

    AlreadyExists if an id in it is taken; InvalidInput if it does not fit together, or if the line
    shown with it does not name its record.
    """
    _check_hash(document)
    _refuse(_not_anchored(document))
    _refuse(_unknown_shapes(document))
    whole = _whole(document)
    _refuse(_of_another_agreement(document))
    _refuse(_fault_of(each, document) for each in islice(Walk(whole).misfits(), 1))
    workspace.go_on()
    _refuse(_unreadable_answers(document))
    _refuse(_not_recordable(workspace, document, whole, telling))
    entries = [as_recorded(each) for each in whole.facts]
    terms = _terms(document, entries[0])
    # Before the transaction: of a long record it takes long.
    owed = docket.whole(terms, standing_facts(entries), workspace.go_on)
    with workspace.database.writing() as unit:
        try:
            _store(workspace, unit, document, whole, terms, owed)
        except AlreadyExists as taken:
            raise AlreadyExists(taken.what, taken.identifier, KEEPS_ITS_IDS) from taken
        imported = Imported(
            agreement_id=document.agreement.id,
            version=document.agreement.version,
            evaluations=len(document.evaluations),
            head=document.head,
            hash=document.hash,
            anchor="not_shown" if document.anchor is None else "shown",
        )
        workspace.go_on()  # nothing is stored of which the caller was told that it came too late
        unit.commit(imported)
    return imported


def _refuse(faults: Iterable[Fault]) -> None:
    found = list(faults)
    if found:
        raise InvalidInput(found)


# --- does it fit together? ----------------------------------------------------------------------


def _check_hash(document: AgreementDocument) -> None:
    digest = chain.Digest()
    try:
        for _ in sealed(_members(document), digest):
            pass
    except ValueError:
        _refuse([Fault("", "not_canonical", "It holds a number or a text that cannot be hashed.")])
        return
    if (found := str(digest)) != document.hash:
        _refuse([Fault("/hash", "hash", f"The document's hash is {found}.")])
    if document.head != document.facts[-1].hash:
        _refuse([Fault("/head", "head", "The head is not the hash of the last fact.")])


def _members(document: AgreementDocument) -> Iterator[tuple[str, object]]:
    """What the document says beside its hash, in the order of names, each part as it is come to."""
    for name in sorted(AgreementDocument.model_fields.keys() - {"hash"}):
        match getattr(document, name):
            case tuple() as parts:
                # What is left out stays out: so it was hashed.
                yield name, (each.model_dump(exclude_unset=True) for each in parts)
            case DocumentPart() as part:
                yield name, part.model_dump()
            case value:
                yield name, value


def _not_anchored(document: ImportDocument) -> Iterator[Fault]:
    """Why the line that is shown is not about this record."""
    line = document.anchor
    if line is None:
        return
    if not is_signed(line.key, line.signature, line.signed_text):
        says = "Its signature is not that of the key it names."
        yield Fault("/anchor/signature", "signature", says)
    elif not _anchored_facts(document, line):
        says = "It does not name this record, or names another state of it."
        yield Fault("/anchor", "another_record", says)


def _anchored_facts(document: AgreementDocument, line: Line) -> int:
    """How many facts of the record a line is over; 0 if it is not about this record.

    The agreement goes there by its own id, with a tenant of that store in front or none.
    """
    for name, anchored in line.anchor.agreements.items():
        heads = [each.hash for each in document.facts[: anchored.facts]]
        same_name = name.rpartition(MARK)[2] == document.agreement.id
        if same_name and len(heads) == anchored.facts and heads[-1:] == [anchored.head]:
            return anchored.facts
    return 0


def _provenance(document: ImportDocument) -> str:
    """What the audit says of an import: which document, and what was shown with it."""
    line, shown = document.anchor, None
    if line is not None:
        facts = _anchored_facts(document, line)
        made_at = line.anchor.made_at
        shown = {"hash": line.hash, "key": line.key, "made_at": made_at, "facts": facts}
    return chain.canonical({"document": document.hash, "anchor": shown})


def _unknown_shapes(document: AgreementDocument) -> Iterator[Fault]:
    for place, fact in enumerate(document.facts):
        try:
            fact_as_now(fact.payload, fact.schema_version)
        except UnknownShape as unknown:
            says = f"This service reads no facts of this shape: {unknown}."
            yield Fault(f"/facts/{place}/schema_version", "unknown_schema", says)


def _whole(document: AgreementDocument) -> WholeRecord:
    """The document as a record, to be walked through like one in storage."""
    agreement = document.agreement
    return WholeRecord(
        AgreementRow(agreement.id, agreement.name, agreement.template, agreement.version),
        {each.hash: each.document for each in document.terms}.get,
        [RegistrationRow(each.id, agreement.id, each.kind) for each in document.registrations],
        [StoredFact(**_values(each)) for each in document.facts],
        [StoredEvaluation(**_values(each)) for each in document.evaluations],
        [StoredEntry(**_values(each)) for each in document.audit],
    )


def _values(part: DocumentPart) -> dict[str, Any]:
    """The values of a row: days and instants out of their text."""
    values = part.model_dump()
    for name in values.keys() & {"recorded_at", "created_at"}:
        values[name] = datetime.fromisoformat(values[name])
    if "occurred_on" in values:
        values["occurred_on"] = date.fromisoformat(values["occurred_on"])
    return values


def _fault_of(misfit: Misfit, document: AgreementDocument) -> Fault:
    """Where in the document a misfit stands."""
    lists: dict[str, Sequence[Any]] = {
        "terms": document.terms,
        "registrations": document.registrations,
        "evaluations": document.evaluations,
        "audit": document.audit,
    }
    name = {"evaluation": "evaluations", "audit_entry": "audit", "registration": "registrations"}
    place = name.get(misfit.entry, misfit.entry)
    pointer: list[str | int] = [place]
    if misfit.entry == "fact":
        pointer = ["facts", (misfit.position or 1) - 1]
    elif place in lists:
        named = [getattr(each, "id", None) or getattr(each, "hash", "") for each in lists[place]]
        pointer += [named.index(misfit.id)] if misfit.id in named else []
    return Fault(json_pointer(pointer), misfit.what, misfit.says)


def _of_another_agreement(document: AgreementDocument) -> Iterator[Fault]:
    """Every part must be about this agreement and its registrations."""
    there = {None, *(each.id for each in document.registrations)}
    parts: dict[str, Sequence[ExportedFact | ExportedEvaluation | ExportedEntry]] = {
        "facts": document.facts,
        "evaluations": document.evaluations,
        "audit": document.audit,
    }
    for name, listed in parts.items():
        for place, each in enumerate(listed):
            if each.agreement_id != document.agreement.id:
                says = f"It belongs to agreement {each.agreement_id!r}."
                yield Fault(f"/{name}/{place}/agreement_id", "another_agreement", says)
            if each.registration_id not in there:
                says = f"There is no registration {each.registration_id!r} in this document."
                yield Fault(f"/{name}/{place}/registration_id", "unknown_registration", says)


def _unreadable_answers(document: AgreementDocument) -> Iterator[Fault]:
    for place, kept in enumerate(document.evaluations):
        try:
            QUESTION.validate_python(kept.question)
            readable = isinstance(json.loads(kept.answer), dict)
        except ValueError:
            readable = False
        if not readable:
            says = "The question or the answer is none that this service gives."
            yield Fault(f"/evaluations/{place}", "unreadable", says)


# --- could it have been recorded? ---------------------------------------------------------------


def _not_recordable(
    workspace: Workspace, document: AgreementDocument, whole: WholeRecord, telling: Telling
) -> Iterator[Fault]:
    """What stands against the first fact that could not have been recorded after those before."""
    stored = list(whole.facts)
    entries = [as_recorded(each) for each in stored]
    terms = _terms(document, entries[0])
    latest = workspace.now() + CLOCKS_MAY_DIFFER_BY
    before = _Before()
    against = _objections_in_turn(entries, terms)
    for place, entry in enumerate(while_waited_for(telling(entries), workspace.go_on)):
        faults = [
            *_wrongly_described(stored[place], entry, latest),
            *_wrongly_placed(entry, before),
        ] or [Fault(f"/payload{each.pointer}", each.code, each.says) for each in next(against)]
        if faults:
            yield from (replace(each, pointer=f"/facts/{place}{each.pointer}") for each in faults)
            return
        before.add(entry)


def _terms(document: AgreementDocument, first: RecordedFact) -> Terms:
    """The terms that the first fact, the making of the agreement, names."""
    made = first.fact
    if not isinstance(made, AgreementMade):
        raise InvalidInput(
            [Fault("/facts/0/kind", "misplaced", "A record begins with its making.")]
        )
    hashes = [each.hash for each in document.terms]
    place = hashes.index(made.terms_hash)
    try:
        return read_terms(document.terms[place].document, made.terms_hash)
    except ValueError as invalid:
        says = "This is not a terms document that this service knows."
        pointer = f"/terms/{place}/document"
        raise InvalidInput([Fault(pointer, "invalid_terms", says)]) from invalid


def _wrongly_described(
    stored: StoredFact, entry: RecordedFact, latest: datetime
) -> Iterator[Fault]:
    """What is stored beside a fact must be what the fact says."""
    if stored.kind != entry.fact.kind:
        yield Fault("/kind", "another_kind", f"The fact is a {entry.fact.kind}.")
    if stored.occurred_on != entry.fact.happened_on:
        says = f"The fact happened on {entry.fact.happened_on}."
        yield Fault("/occurred_on", "another_day", says)
    if stored.recorded_at > latest:
        yield Fault("/recorded_at", "recorded_in_future", "It is recorded later than now.")


@dataclass(slots=True)
class _Before:
    """To which registration each entry belongs that came before, and which were begun."""

    registrations: dict[str, str | None] = field(default_factory=dict)
    begun: set[str | None] = field(default_factory=set)

    def add(self, entry: RecordedFact) -> None:
        self.registrations[entry.id] = entry.registration_id
        if isinstance(entry.fact, BeginningFact):
            self.begun.add(entry.registration_id)


def _wrongly_placed(entry: RecordedFact, before: _Before) -> Iterator[Fault]:
    """A fact belongs to the registration that was begun, or to none, as its kind wants."""
    match entry.fact:
        case AgreementMade():
            fits = not before.registrations and entry.registration_id is None
        case _ if isinstance(entry.fact, BeginningFact):
            fits = entry.registration_id is not None and entry.registration_id not in before.begun
        case FactCorrected(fact_id=wrong) | FactRetracted(fact_id=wrong):
            own = entry.registration_id
            fits = before.registrations.get(wrong, own) == own
        case _ if DECLARED[type(entry.fact)].of == "registration":
            fits = entry.registration_id in before.begun
        case _:
            fits = entry.registration_id is None
    if not fits:
        yield Fault("/registration_id", "misplaced", "A fact of this kind cannot stand here.")


def _objections_in_turn(
    entries: Sequence[RecordedFact], terms: Terms
) -> Iterator[Sequence[Objection]]:
    """What stands against each entry after those before it.

    Those of the making are taken as it took them, all at once: a thousand Holders would have the
    register kept a thousand times. Facts between two corrections are taken together, so that what
    they do not turn on is not worked out again for each of them.
    """
    opening = [*takewhile(partial(_opens_with, entries[0]), entries)]
    place = 0 if opening_objections(opening, terms) else len(opening)
    yield from repeat((), place)
    while place < len(entries):
        entry = entries[place]
        if isinstance(entry.fact, FactCorrected | FactRetracted):
            yield correction_objections(entry, entry.fact, entries[:place], terms)
            place += 1
        else:
            facts = list(takewhile(_is_no_correction, islice(entries, place, None)))
            yield from objections_in_turn(facts, standing_facts(entries[:place]), terms)
            place += len(facts)


def _opens_with(made: RecordedFact, entry: RecordedFact) -> bool:
    """Whether an entry says, on the day of the making, who holds what."""
    holds = isinstance(entry.fact, AgreementMade | HolderRecorded | PositionStated)
    return holds and entry.fact.happened_on == made.fact.happened_on


def _is_no_correction(entry: RecordedFact) -> bool:
    return not isinstance(entry.fact, FactCorrected | FactRetracted)


# --- storing it ---------------------------------------------------------------------------------


def _store(
    workspace: Workspace,
    unit: UnitOfWork,
    document: ImportDocument,
    whole: WholeRecord,
    terms: Terms,
    owed: docket.Whole,
) -> None:
    agreement, newest = whole.agreement, max(each.recorded_at for each in whole.facts)
    named = {each.payload.get("terms_hash") for each in whole.facts}
    for each in document.terms:
        if each.hash in named:
            unit.records.add_terms(each.hash, each.document)
    unit.records.add_agreement(agreement.id, agreement.name, agreement.template)
    for registration in whole.registrations:
        unit.records.add_registration(registration.id, agreement.id, registration.kind)
    unit.records.append(agreement.id, 0, list(whole.facts))
    docket.write(unit, agreement.id, owed)
    outbox.begin_telling(unit, agreement.id, workspace.today(terms))
    unit.journal.keep(*whole.evaluations)
    unit.journal.enter(
        *whole.entries,
        NewEntry(
            id=workspace.new_id(),
            recorded_at=max(workspace.now(), newest + NEXT_MOMENT),
            actor=workspace.actor,
            request_id=workspace.request_id,
            action=IMPORTED,
            subject=_provenance(document),
            agreement_id=agreement.id,
            record_hash=document.head,
            predecessor=follows(
                [each.hash for each in document.audit], document.audit[-1].predecessor
            ),
        ),
    )
