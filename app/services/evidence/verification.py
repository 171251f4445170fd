"""Whether a record is as it was written: every hash made again, every link followed.

Walks the facts from the first, then what rests on them: terms, registrations, kept answers, audit.
Names the first entry that does not fit, and what about it does not. Nothing here raises for a
record that was tampered with: that is an answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Literal, TypeAlias, TypeVar

from app.db.evidence import chain
from app.db.evidence.journal import StoredEntry, StoredEvaluation, follows, goes_along
from app.db.records import StoredFact
from app.db.unit_of_work import UnitOfWork
from app.release import RULES_VERSION
from app.rules.facts import ORDER_IN_A_DAY, BeginningFact, kind_of
from app.rules.values.calendars import OutsideCalendar
from app.rules.values.if_any import IfAny
from app.services.docket import docket
from app.services.evidence.audit import EXPORTED
from app.services.evidence.whole_record import WholeRecord, whole_record
from app.services.record import records
from app.services.record.reading import read_fact
from app.services.workspace.workspace import Workspace

Row = TypeVar("Row", StoredFact, StoredEvaluation, StoredEntry)

EntryKind: TypeAlias = Literal[
    "fact", "agreement", "terms", "registration", "evaluation", "audit_entry", "docket_row"
]
Fault: TypeAlias = Literal[
    "position_gap",
    "unreadable",
    "link",
    "hash",
    "recorded_before_predecessor",
    "version_count",
    "terms_hash",
    "not_on_record",
    "another_kind",
    "answer_hash",
    "record_hash",
    "evaluation_hash",
    "not_audited",
    "not_linked",
    "row_changed",
    "row_added",
    "row_missing",
]
DocketFound: TypeAlias = Literal["follows", "differs", "of_other_rules", "not_compared"]

BEGUN_BY = {
    kind_of(fact): fact.begins for fact in ORDER_IN_A_DAY if issubclass(fact, BeginningFact)
}
"""The kind of a registration, by the kind of the fact that begins it."""
UNREADABLE = "What is stored here cannot be read."


@dataclass(frozen=True, slots=True)
class Misfit:
    """An entry that does not fit the record: which, at which position, and what is wrong."""

    entry: EntryKind
    id: str
    position: IfAny[int]
    what: Fault
    says: str


@dataclass(frozen=True, slots=True)
class HeadAsked:
    """A hash that somebody kept, and the position of the fact it is of; null if of none."""

    hash: str
    position: IfAny[int]


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, up to which hash it fits, and the first entry that does not.

    `docket` says whether what is kept for listing follows from the facts: rows that do not are a
    misfit only where the present rules have written it; `of_other_rules` is put right by `migrate`.
    It is not compared where the record itself does not fit or moves meanwhile, nor as it was at an
    earlier instant.

    `head` is the hash of the last fact that fits. One who keeps it can prove later that the record
    still begins with all that stood before it: `head_asked` says where a hash asked about stands.
    """

    agreement_id: str
    ok: bool
    facts: int
    evaluations: int
    audit_entries: int
    head: str
    first_misfit: IfAny[Misfit]
    docket: DocketFound
    head_asked: IfAny[HeadAsked] = None


def verify(
    workspace: Workspace,
    agreement_id: str,
    head: str | None = None,
    known_at: datetime | None = None,
) -> Verification:
    """Check all that is stored of an agreement, or was by an instant; NotFound if there is none."""
    docket_found: DocketFound = "not_compared"
    with workspace.database.reading() as unit:
        walk = Walk(whole_record(unit, agreement_id, known_at, workspace.go_on))
        misfit = next(walk.misfits(), None)
        if misfit is None and known_at is None:
            misfit = _not_linked(unit, agreement_id)
    if misfit is None and known_at is None:
        docket_found, misfit = _docket(workspace, agreement_id)
    return Verification(
        agreement_id=agreement_id,
        ok=misfit is None,
        facts=len(walk.hashes) - 1,
        evaluations=len(walk.evaluation_hashes),
        audit_entries=walk.entries,
        head=walk.hashes[-1],
        first_misfit=misfit,
        docket=docket_found,
        head_asked=None if head is None else HeadAsked(head, walk.position_of(head)),
    )


def _not_linked(unit: UnitOfWork, agreement_id: str) -> Misfit | None:
    """The first entry of the audit that is not in the chain of all writes as it stands."""
    name = unit.journal.not_linked(agreement_id)
    if name is None:
        return None
    says = "The chain of all writes has no such entry, or had another in its place."
    return Misfit("audit_entry", name, None, "not_linked", says)


def _docket(workspace: Workspace, agreement_id: str) -> tuple[DocketFound, Misfit | None]:
    """Whether the docket follows from the facts, and the first row that does not."""
    with workspace.database.reading() as unit:
        record = records.load(workspace, unit, agreement_id)
    try:
        right = docket.whole(record.terms, record.facts, workspace.go_on)
    except OutsideCalendar:
        return "not_compared", None
    with workspace.database.reading() as unit:
        if unit.records.agreement(agreement_id) != record.agreement:  # it has moved meanwhile
            return "not_compared", None
        try:
            row = next(docket.misfits(unit, agreement_id, right), None)
        except (ValueError, TypeError):  # SQLite keeps whatever somebody writes to its file
            return "differs", Misfit("docket_row", agreement_id, None, "unreadable", UNREADABLE)
        moved_at = unit.records.moved_at(agreement_id)
        adopted = unit.journal.adopted()[-1:] == [RULES_VERSION]
    if moved_at != record.stored[-1].recorded_at:
        says = f"For lists it says that it last moved at {moved_at}, and it did not."
        return "differs", Misfit("agreement", agreement_id, None, "row_changed", says)
    if row is None:
        return "follows", None
    if not adopted:
        return "of_other_rules", None
    name = f"{row.registration_id or agreement_id}/{row.obligation_id} from {row.first_day}"
    return "differs", Misfit("docket_row", name, None, row.what, row.says)


@dataclass(slots=True)
class Walk:
    """One walk through a whole record; its counts are of what fitted so far.

    `hashes` begins with the genesis, so that the hash of a fact stands at its position.
    """

    whole: WholeRecord
    hashes: list[str] = field(default_factory=list)
    named_terms: set[str] = field(default_factory=set)
    named_registrations: dict[str, str] = field(default_factory=dict)
    evaluation_hashes: dict[str, str] = field(default_factory=dict)
    audited: set[str] = field(default_factory=set)
    entries: int = 0
    along: list[str] = field(default_factory=list)

    def misfits(self) -> Iterator[Misfit]:
        """Everything that does not fit; what comes after the first may only follow from it."""
        yield from self._facts()
        yield from self._agreement()
        yield from self._evaluations()
        yield from self._terms()
        yield from self._registrations()
        yield from self._audit()

    def position_of(self, head: str) -> int | None:
        """The position of the fact with this hash, among those that fitted."""
        return self.hashes.index(head) if head in self.hashes else None

    def _facts(self) -> Iterator[Misfit]:
        row = self.whole.agreement
        self.hashes.append(chain.genesis(row.id, row.name, row.template))
        recorded_at: datetime | None = None
        for fact in _readable(self.whole.facts):
            position = len(self.hashes)
            if isinstance(fact, ValueError):
                yield _misfit_at(position, "unreadable", UNREADABLE)
                return
            wrong = _wrong_with(fact, position, self.hashes[-1], recorded_at)
            if wrong is not None:
                yield wrong
                return
            self.hashes.append(fact.hash)
            recorded_at = fact.recorded_at
            self._note(fact)

    def _note(self, fact: StoredFact) -> None:
        """Remember what a fact refers to."""
        if "terms_hash" in fact.payload:
            self.named_terms.add(fact.payload["terms_hash"])
        if fact.registration_id is not None:
            kind = BEGUN_BY.get(fact.kind, "")
            self.named_registrations.setdefault(fact.registration_id, kind)

    def _agreement(self) -> Iterator[Misfit]:
        row, count = self.whole.agreement, len(self.hashes) - 1
        if row.version != count:
            says = f"The agreement counts {row.version} facts; there are {count}."
            yield Misfit("agreement", row.id, None, "version_count", says)

    def _terms(self) -> Iterator[Misfit]:
        for name in sorted(self.named_terms):
            try:
                document = self.whole.terms(name)
            except ValueError:
                yield Misfit("terms", name, None, "unreadable", UNREADABLE)
                continue
            if document is None:
                says = "The record names these terms, and they are not there."
                yield Misfit("terms", name, None, "not_on_record", says)
            elif chain.hash_of(document) != name:
                says = f"The document's hash is {chain.hash_of(document)}."
                yield Misfit("terms", name, None, "terms_hash", says)

    def _registrations(self) -> Iterator[Misfit]:
        there = {each.id: each.kind for each in self.whole.registrations}
        for name in sorted(there.keys() ^ self.named_registrations.keys()):
            says = (
                "No fact on the record belongs to this registration."
                if name in there
                else "Facts belong to this registration, and it is not one of the agreement's."
            )
            yield Misfit("registration", name, None, "not_on_record", says)
        for name in sorted(there.keys() & self.named_registrations.keys()):
            if there[name] != self.named_registrations[name]:
                says = f"It was begun as {self.named_registrations[name] or 'nothing known'}."
                yield Misfit("registration", name, None, "another_kind", says)

    def _evaluations(self) -> Iterator[Misfit]:
        for kept in _readable(self.whole.evaluations):
            if isinstance(kept, ValueError):
                yield Misfit("evaluation", "", None, "unreadable", UNREADABLE)
                return
            wrong = self._wrong_with_answer(kept)
            if wrong is not None:
                what, says = wrong
                yield Misfit("evaluation", kept.id, kept.version, what, says)
            self.evaluation_hashes[kept.id] = kept.hash

    def _wrong_with_answer(self, kept: StoredEvaluation) -> tuple[Fault, str] | None:
        if (found := chain.digest(kept.answer)) != kept.answer_hash:
            return "answer_hash", f"The answer's hash is {found}, not {kept.answer_hash}."
        if (found := chain.evaluation_hash(_columns(kept))) != kept.hash:
            return "hash", f"Its hash is {found}, not {kept.hash}."
        if self._hash_at(kept.version) != kept.record_hash:
            return "record_hash", "It rests on another record than this one."
        return None

    def _audit(self) -> Iterator[Misfit]:
        """Every fact was written by exactly one entry, in order, and so was every answer."""
        through, last = 0, None
        for entry in _readable(self.whole.entries):
            if isinstance(entry, ValueError):
                yield Misfit("audit_entry", "", None, "unreadable", UNREADABLE)
                return
            wrong = self._wrong_with_entry(entry, through)
            if wrong is not None:
                what, says = wrong
                yield Misfit("audit_entry", entry.id, entry.first_position, what, says)
            elif goes_along(entry) and entry.predecessor not in (None, follows(self.along, last)):
                says = "It follows another entry than the one before it: one was taken out, or in."
                yield Misfit("audit_entry", entry.id, entry.first_position, "link", says)
            if goes_along(entry):
                self.along.append(entry.hash)
                last = entry.predecessor
            through = entry.last_position or through
            self.audited |= {entry.evaluation_id} if entry.evaluation_id else set()
            self.entries += entry.action != EXPORTED  # which tells of a reading, not of the record
        if through != len(self.hashes) - 1:
            says = f"The audit ends with position {through}."
            yield Misfit("audit_entry", "", through + 1, "position_gap", says)
        for name in sorted(self.evaluation_hashes.keys() - self.audited):
            says = "No entry of the audit says who asked for it."
            yield Misfit("evaluation", name, None, "not_audited", says)

    def _wrong_with_entry(self, entry: StoredEntry, through: int) -> tuple[Fault, str] | None:
        if (found := chain.entry_hash(_columns(entry))) != entry.hash:
            return "hash", f"Its hash is {found}, not {entry.hash}."
        if entry.first_position is None or entry.last_position is None:
            return None
        if entry.first_position != through + 1 or entry.last_position < entry.first_position:
            return "position_gap", f"It should begin with position {through + 1}."
        if self._hash_at(entry.last_position) != entry.record_hash:
            return "record_hash", "It is about another record than this one."
        if entry.evaluation_id is not None and (
            self.evaluation_hashes.get(entry.evaluation_id) != entry.evaluation_hash
        ):
            return "evaluation_hash", "The answer it names is not there, or is another."
        return None

    def _hash_at(self, position: int) -> str | None:
        return self.hashes[position] if 0 < position < len(self.hashes) else None


def _wrong_with(
    fact: StoredFact, position: int, predecessor: str, recorded_at: datetime | None
) -> Misfit | None:
    """What is wrong with the fact that should stand at a position."""
    if fact.position != position:
        says = f"The next fact is at position {fact.position}."
        return _misfit_at(position, "position_gap", says)
    if fact.predecessor != predecessor:
        says = f"It follows {fact.predecessor}, but the fact before it is {predecessor}."
        return _misfit_at(position, "link", says, fact.fact_id)
    try:
        found = chain.fact_hash(_columns(fact))
    except ValueError:
        return _misfit_at(position, "unreadable", UNREADABLE, fact.fact_id)
    if found != fact.hash:
        return _misfit_at(position, "hash", f"Its hash is {found}, not {fact.hash}.", fact.fact_id)
    if recorded_at is not None and fact.recorded_at < recorded_at:
        says = "It was recorded before the fact that precedes it."
        return _misfit_at(position, "recorded_before_predecessor", says, fact.fact_id)
    try:
        read_fact(fact)
    except ValueError:
        says = "What it says is not a fact that this service knows."
        return _misfit_at(position, "unreadable", says, fact.fact_id)
    return None


def _misfit_at(position: int, what: Fault, says: str, fact_id: str = "") -> Misfit:
    return Misfit("fact", fact_id, position, what, says)


def _columns(row: StoredFact | StoredEvaluation | StoredEntry) -> dict[str, object]:
    return {each.name: getattr(row, each.name) for each in fields(row)}


def _readable(rows: Iterable[Row]) -> Iterator[Row | ValueError]:
    """The rows, and in the place of one that cannot be read, why; nothing comes after that."""
    walking = iter(rows)
    while True:
        try:
            row = next(walking)
        except StopIteration:
            return
        except ValueError as unreadable:
            yield unreadable
            return
        yield row
