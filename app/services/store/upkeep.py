"""Bringing a database to this version of the service, and looking whether it is there.

Before anything is moved every document on record is read: what this version cannot read is refused
as a list, and the database stays as it was. Then, agreement by agreement and each in a transaction
of its own, the docket is written by the present rules; a run that was stopped goes on with the next
one. Once all are done, one entry of the audit says under which rules that was.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from app.db.docket.docket import digest
from app.db.engine import Database
from app.db.evidence.journal import RULES_ADOPTED
from app.db.records import AgreementRow
from app.db.upkeep import unmigrated
from app.errors import StoredUnreadable, json_pointer
from app.release import RULES_VERSION
from app.rules.facts import ANY_FACT, fact_as_now
from app.rules.values.calendars import OutsideCalendar
from app.services import access
from app.services.agreements import agreements
from app.services.docket import docket, obligations
from app.services.docket.obligations import Refreshed
from app.services.evidence import audit
from app.services.record import records
from app.services.record.reading import read_terms
from app.services.workspace.workspace import Workspace

FAULTS_SHOWN = 3


def unreadable(url: str) -> list[str]:
    """Every document that this version cannot read, in a database of whatever revision."""
    database = Database(url)
    try:
        return list(_unreadable(database))
    finally:
        database.dispose()


def _unreadable(database: Database) -> Iterator[str]:
    with database.snapshot() as connection:
        if not unmigrated.is_there(connection):
            return
        for name, document in unmigrated.terms(connection):
            try:
                read_terms(document, name)
            except ValueError as error:
                yield f"Terms {name}: {_in_short(error)}"
        for fact in unmigrated.facts(connection):
            try:
                ANY_FACT.validate_python(fact_as_now(fact.payload, fact.schema_version))
            except ValueError as error:
                place = f"Agreement {fact.agreement_id}, position {fact.position}"
                yield f"{place}: {_in_short(error)}"


def _in_short(error: ValueError) -> str:
    """The first things that are wrong, on one line."""
    if not isinstance(error, ValidationError):
        return str(error)
    faults = error.errors(include_url=False, include_input=False)[:FAULTS_SHOWN]
    return "; ".join(f"{json_pointer(fault['loc'])}: {fault['msg']}" for fault in faults)


def adopt(workspace: Workspace) -> Iterator[Refreshed]:
    """Write every agreement's docket by the present rules, and enter that it was done.

    It is not entered where an agreement could not be answered.
    """
    faults = False
    for refreshed in obligations.refresh(workspace):
        faults = faults or refreshed.fault is not None
        yield refreshed
    with workspace.database.writing() as unit:
        if not faults and unit.journal.adopted()[-1:] != [RULES_VERSION]:
            audit.enter(workspace, unit, RULES_ADOPTED, RULES_VERSION)
            unit.commit()


def problems(
    workspace: Workspace, telling: Callable[[Iterable[str]], Iterable[str]] = iter
) -> Iterator[str]:
    """What is wrong with the records of a database whose tables are whole: all of them are read.

    `telling` passes their names on, and may tell how far this has come.
    """
    with workspace.database.reading() as unit:
        adopted = unit.journal.adopted()[-1:] == [RULES_VERSION]
    yield from strays(workspace)
    count = 0
    for tenant in access.tenants(workspace):
        of_tenant = workspace.of(tenant.id)
        for agreement_id in telling(agreements.identifiers(of_tenant)):
            count += 1
            name = f"agreement {agreement_id} of tenant {tenant.id}"
            found = compared(of_tenant, agreement_id)
            if adopted or found.docketed is None:
                yield from (f"{says} ({name})" for says in found.faults)
            elif found.faults:
                yield f"By the present rules {len(found.faults)} of its rows are others ({name})"
    if count and not adopted:
        yield f"Its docket was not written by the present rules, {RULES_VERSION}: run migrate."


def strays(workspace: Workspace) -> Iterator[str]:
    """Rows of the docket that no agreement owns, of whatever tenant."""
    with workspace.database.reading() as unit:
        for stored in unit.docket.of_no_agreement():
            yield f"The docket has rows of {stored}, which is no agreement."


@dataclass(frozen=True, slots=True)
class Docketed:
    """An agreement and a digest of its docket's rows: equal while neither of them changed."""

    agreement: AgreementRow | None
    rows: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What is wrong with an agreement's docket; and what was compared, if anything was."""

    faults: tuple[str, ...]
    docketed: Docketed | None = None


def docketed(workspace: Workspace, agreement_id: str) -> Docketed:
    """What is stored now of an agreement's docket."""
    with workspace.database.reading() as unit:
        rows = unit.docket.rows(agreement_id)
        return Docketed(unit.records.agreement(agreement_id), digest(rows))


def compared(workspace: Workspace, agreement_id: str) -> Compared:
    """An agreement's docket, compared whole with what its facts give; NotFound if there is none."""
    try:
        with workspace.database.reading() as unit:
            record = records.load(workspace, unit, agreement_id)
        right = docket.whole(record.terms, record.facts)
    except OutsideCalendar as beyond:
        return Compared((f"What is owed cannot be worked out: {beyond}",))
    except StoredUnreadable as unreadable:
        return Compared((f"It cannot be read: {unreadable.__cause__}",))
    except ValueError as error:
        return Compared((f"It cannot be read: {_in_short(error)}",))
    with workspace.database.reading() as unit:
        if unit.records.agreement(agreement_id) != record.agreement:  # it has moved meanwhile
            return Compared(())
        rows = unit.docket.rows(agreement_id)
        faults = tuple(
            f"Docket, {row.obligation_id} from {row.first_day}: {row.what}. {row.says}"
            for row in docket.misfits(unit, agreement_id, right)
        )
        return Compared(faults, Docketed(record.agreement, digest(rows)))
