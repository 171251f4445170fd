"""Reading an agreement's record from storage, and writing to it: the steps all use cases share."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal, TypeVar, cast

from app import meters
from app.db.docket.docket import KeptLine
from app.db.records import AgreementRow, FactMark, Head, NewFact, StoredFact
from app.db.unit_of_work import UnitOfWork
from app.errors import ClockDisagrees, Fault, InvalidInput, NotFound, RecordMoved
from app.rules.answers import BorneOn, FoundBefore, Instruments, opening_objections, reach
from app.rules.facts import AgreementMade, Fact, RecordedFact, shape_of, standing_facts
from app.rules.terms import Terms
from app.rules.values.wording import near
from app.services.changes import outbox
from app.services.changes.outbox import NewHappening
from app.services.docket import docket
from app.services.docket.docket import Rewritten
from app.services.record.kept import Entered, KeptRecord, Name
from app.services.record.reading import read_fact
from app.services.workspace.workspace import Workspace, day_at

T = TypeVar("T")
NEXT_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class LoadedRecord:
    """An agreement's record: its row, its terms, its entries in order, and the facts that stand.

    `stored` says of each of the `entries` how it was entered. The version in the row counts them,
    so a record loaded as known at an instant is the record of that instant.
    """

    agreement: AgreementRow
    terms: Terms
    stored: Sequence[Entered]
    entries: Sequence[RecordedFact]
    facts: Sequence[RecordedFact]


def load(
    workspace: Workspace,
    unit: UnitOfWork,
    agreement_id: str,
    *,
    lock: bool = False,
    known_at: datetime | None = None,
    through: int | None = None,
) -> LoadedRecord:
    """Load an agreement's record: whole, as known at an instant, or through a position.

    NotFound if there is none, or was none then. RecordChanged or NotChanged when the caller's
    conditions say so, before anything is parsed; GivenUp when nobody waits any more for what would
    be worked out from it.
    """
    agreement = unit.records.agreement(agreement_id, lock=lock)
    if agreement is None:
        raise no_agreement(unit, agreement_id)
    end = agreement.version if through is None else min(through, agreement.version)
    last = unit.records.mark(agreement_id, end, known_at)
    if last is None:
        raise NotFound("agreement", agreement_id, NOT_YET)
    name = (workspace.database.tenant, agreement_id)
    kept, fresh = _proven(workspace.kept.get(name), unit, agreement_id, last)
    meters.saw("records", found=kept is not None)
    terms = terms_of(workspace, unit, agreement_id) if kept is None else kept.terms
    workspace.conditions.meet(agreement_id, last, workspace.today(terms))
    workspace.go_on()
    if kept is None:
        kept, fresh = KeptRecord(terms), unit.records.facts(agreement_id, through=last.position)
    if fresh:
        kept = kept.and_then(fresh)
    workspace.kept.keep(name, kept)
    read = kept.through(last.position)
    row = replace(agreement, version=last.position)
    return LoadedRecord(row, terms, read.stored, read.entries, read.facts)


def _proven(
    kept: KeptRecord | None, unit: UnitOfWork, agreement_id: str, last: FactMark
) -> tuple[KeptRecord | None, Sequence[StoredFact]]:
    """A kept record and the facts after it through this one, not yet parsed.

    None if it is not the one in the database.
    """
    if kept is None or last.position <= len(kept):
        return (kept if kept is not None and kept.ends_with(last) else None), ()
    since = len(kept)
    own_last, *fresh = unit.records.facts(agreement_id, since=since, through=last.position)
    if not kept.ends_with(FactMark(since, own_last.fact_id, own_last.hash)):
        return None, ()
    return kept, fresh


def terms_of(workspace: Workspace, unit: UnitOfWork, agreement_id: str) -> Terms:
    """The terms of an agreement, which the first of its facts names."""
    (made,) = unit.records.facts(agreement_id, through=1)
    return workspace.terms(unit.records, cast(AgreementMade, read_fact(made)).terms_hash)


def agreement_of(unit: UnitOfWork, registration_id: str) -> str:
    """The agreement a registration belongs to; NotFound if there is no such registration."""
    row = unit.records.registration(registration_id)
    if row is None:
        raise no_registration(unit, registration_id)
    return row.agreement_id


NOT_YET = "Nothing that was on record by `known_at` tells of it."
NAMES_AT_ONCE = 200
"""Names of a tenant that are looked through for the one that was meant."""


def no_agreement(unit: UnitOfWork, agreement_id: str) -> NotFound:
    """What is answered where there is no such agreement: which was meant, or where it is."""
    if unit.records.registration(agreement_id) is not None:
        meant = f"It is a registration: `/v1/registrations/{agreement_id}`."
    else:
        meant = near(agreement_id, agreements_known(unit))
    return NotFound("agreement", agreement_id, meant)


def no_registration(unit: UnitOfWork, registration_id: str) -> NotFound:
    """What is answered where there is no such registration: which was meant, or where it is."""
    if unit.records.agreement(registration_id) is not None:
        meant = f"It is an agreement: `/v1/agreements/{registration_id}`."
    else:
        meant = near(registration_id, registrations_known(unit, None))
    return NotFound("registration", registration_id, meant)


def unknown_agreement(
    unit: UnitOfWork, pointer: str, agreement_id: str, place: Literal["body", "query"]
) -> Fault:
    """What is wrong with a request that names an agreement which there is not."""
    return Fault(pointer, "unknown_agreement", str(no_agreement(unit, agreement_id)), place)


def agreements_known(unit: UnitOfWork) -> list[str]:
    """The names of agreements, of many the first."""
    return [row.id for row in unit.records.agreements(None, NAMES_AT_ONCE)]


def registrations_known(unit: UnitOfWork, agreement_id: str | None) -> list[str]:
    """The names of registrations under an agreement, or under any; of many the first."""
    found = unit.records.registrations_after(None, NAMES_AT_ONCE, agreement_id, None)
    return [row.id for row in found]


@dataclass(frozen=True, slots=True)
class Appended:
    """What a write added to a record: its new end, and the instant from which that is known.

    `follows` is what the entry about it follows; `changes` are what it did to what is owed today.
    """

    head: Head
    recorded_at: datetime
    follows: str
    changes: Sequence[NewHappening]


def hold(unit: UnitOfWork, record: LoadedRecord) -> None:
    """See that the record is what was loaded, before more is read of it or anything is written.

    RecordMoved where the transaction was let go meanwhile, and another writer was first.
    """
    if not unit.take_up():
        return
    agreement_id, version = record.agreement.id, record.agreement.version
    now = unit.records.agreement(agreement_id, lock=unit.writes)
    last = unit.records.mark(agreement_id, version)
    if now is None or last is None or (now.version, last.hash) != (version, record.stored[-1].hash):
        raise RecordMoved(agreement_id)


def recording(workspace: Workspace, work: Callable[[UnitOfWork], T], *, dry_run: bool = False) -> T:
    """Carry out in one transaction what records facts, and store it unless it is a dry run.

    It is done over where the transaction was let go for long work and the record moved meanwhile:
    each time another write was recorded.
    """
    while True:
        transaction = workspace.database.reading() if dry_run else workspace.database.writing()
        try:
            with transaction as unit:
                answer = work(unit)
                if not dry_run:
                    unit.commit(answer)
                return answer
        except RecordMoved:
            workspace.go_on()


def found_before(workspace: Workspace, record: LoadedRecord) -> FoundBefore:
    """What was found on this record, as it ends."""
    last = record.stored[-1]
    return workspace.kept.found_before(_name(workspace, record), (last.position, last.fact_id))


def ruled(workspace: Workspace, record: LoadedRecord) -> Instruments | None:
    """What is ruled of the instruments on this record, where it was gathered with every fact."""
    whole = found_before(workspace, record).whole
    if whole is None or record.terms.doubts or len(whole.facts) != len(record.facts):
        return None
    return whole.known.instruments


def _name(workspace: Workspace, record: LoadedRecord) -> Name:
    return workspace.database.tenant, record.agreement.id


@dataclass(frozen=True, slots=True)
class ReachedByFacts:
    """What new facts bear on, and what was found of all else, on the record `before` and with them.

    What is found of one of the two is not so in the other.
    """

    of: BorneOn
    before: FoundBefore
    found: FoundBefore


def reached(
    workspace: Workspace, record: LoadedRecord, new: Sequence[RecordedFact]
) -> ReachedByFacts:
    """What new facts bear on."""
    known = found_before(workspace, record)
    after = standing_facts([*record.entries, *new])
    of = reach(record.terms, record.facts, after, known.whole)
    found = known.but(of.owed, of.answered, of.whole)
    return ReachedByFacts(of, FoundBefore(found.found, known.whole), found)


def owed_with(
    workspace: Workspace,
    unit: UnitOfWork,
    record: LoadedRecord,
    new: Sequence[RecordedFact],
    bear: ReachedByFacts | None = None,
) -> Rewritten:
    """What new facts, of which it may be known what they `bear` on, make of what is owed.

    It is worked out before anything is written.
    """
    after = standing_facts([*record.entries, *new])

    def stored(since: date, of: Collection[str] | None) -> Sequence[KeptLine]:
        hold(unit, record)
        return unit.docket.kept(record.agreement.id, since, of)

    go_on = unit.between(workspace.go_on)
    bear = bear or reached(workspace, record, new)
    of, found = bear.of.owed, bear.found
    owed = docket.worked_out(stored, record.terms, record.facts, after, go_on, of, found)
    end = record.agreement.version + len(new), new[-1].id
    workspace.kept.keep_found(_name(workspace, record), end, found)
    return owed


def append(
    workspace: Workspace,
    unit: UnitOfWork,
    record: LoadedRecord,
    new: Sequence[RecordedFact],
    owed: Rewritten,
) -> Appended:
    """Append facts to the record, and write what is owed now; RecordMoved if another was first.

    All facts of one write become known at one instant, later than that of any write before it,
    whatever the clock says: no two states of a record are known at the same time. ClockDisagrees
    when it says that the last of them is still to come, by more than clocks differ.
    """
    recorded_at = workspace.now().astimezone(UTC)
    agreement_id = record.agreement.id
    followed = unit.journal.followed(agreement_id)
    if record.stored:
        last = max(record.stored[-1].recorded_at, followed.recorded_at or recorded_at)
        if last > recorded_at + workspace.clocks_differ:
            raise ClockDisagrees(recorded_at, last)
        recorded_at = max(recorded_at, last + NEXT_MOMENT)
    head = unit.records.append(
        agreement_id,
        record.agreement.version,
        [as_new(each, recorded_at) for each in new],
    )
    today = workspace.today(record.terms)
    changes = _project(unit, record, owed, today)
    workspace.conditions.moved(agreement_id, head.version, new[-1].id, today)
    return Appended(head, recorded_at, followed.hash, changes)


def _project(
    unit: UnitOfWork, record: LoadedRecord, owed: Rewritten, today: date
) -> Sequence[NewHappening]:
    """Write what is owed now; what has changed of it since it was last told."""
    agreement_id = record.agreement.id
    told = outbox.told_through(unit, agreement_id, today)
    # What happened by itself since then is of the whole docket, not of what the facts bear on.
    before: Iterable[KeptLine] = unit.docket.kept(agreement_id, told) if told < today else ()
    docket.rewrite(unit, agreement_id, owed)
    if told < today:
        now: Iterable[KeptLine] = unit.docket.kept(agreement_id, today)
    elif owed.since <= today:
        before, now = owed.before.values(), owed.after.values()
    else:
        return ()
    was, is_now = outbox.standing(before, told), outbox.standing(now, today)
    return tuple(outbox.changes_between(was, told, is_now, today))


def as_new(recorded: RecordedFact, recorded_at: datetime) -> NewFact:
    """A fact in the form in which it is stored."""
    fact = recorded.as_posted
    payload = fact.model_dump(mode="json", exclude_none=True)
    return NewFact(
        fact_id=recorded.id,
        registration_id=recorded.registration_id,
        kind=fact.kind,
        occurred_on=fact.happened_on,
        recorded_at=recorded_at,
        schema_version=shape_of(payload),
        payload=payload,
    )


def guard_opening(facts: Sequence[RecordedFact], terms: Terms) -> None:
    """Refuse, with every objection, facts that cannot be the making of an agreement."""
    found = opening_objections(facts, terms)
    if found:
        raise InvalidInput([Fault(each.pointer, each.code, each.says) for each in found])


def new_fact(workspace: Workspace, fact: Fact, registration_id: str | None = None) -> RecordedFact:
    """A fact with an id of its own."""
    return RecordedFact(workspace.new_id(), registration_id, fact)


def day_to_answer(as_of: date | None, fact: Fact, workspace: Workspace, terms: Terms) -> date:
    """The day on which to answer a new fact: the one asked about, else today or its own day.

    InvalidInput when the day asked about lies before the fact, which would then not be known.
    """
    if as_of is None:
        return max(workspace.today(terms), fact.happened_on)
    if as_of < fact.happened_on:
        raise InvalidInput(
            [
                Fault(
                    "as_of",
                    "as_of_before_fact",
                    f"as_of {as_of.isoformat()} is before the fact itself, "
                    f"{fact.happened_on.isoformat()}.",
                    place="query",
                )
            ]
        )
    return as_of


def day_asked(
    as_of: date | None, workspace: Workspace, terms: Terms, known_at: datetime | None = None
) -> date:
    """The day asked about; if none is, today where the agreement is performed.

    What was known at an earlier instant is asked about on the day of that instant: that is the
    answer which was given then.
    """
    if as_of is not None:
        return as_of
    now = workspace.now()
    return day_at(min(known_at, now) if known_at else now, terms)
