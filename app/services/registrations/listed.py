"""Registrations across agreements: each in short, as it stands on a day, a page at a time.

What is asked of a registration as it stands is worked out for one after the other until the page is
full: no state is stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.db.unit_of_work import UnitOfWork
from app.errors import NotFound
from app.rules.answers import STILL_TO_DO, Decision, Detail, begun, evaluate_registration
from app.rules.facts import State
from app.rules.terms import RegistrationKind
from app.rules.values.if_any import IfAny
from app.services.docket.obligations import refuse_unknown
from app.services.record import records
from app.services.workspace.pages import is_there
from app.services.workspace.workspace import Workspace

AT_ONCE = 50
"""How many rows are read at once."""


@dataclass(frozen=True, slots=True)
class RegistrationsWanted:
    """Which registrations are asked for: those that have all that is given here."""

    as_of: date | None = None
    agreement_id: str | None = None
    kind: RegistrationKind | None = None
    state: State | None = None
    due_before: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RegistrationInShort:
    """One registration as it stands on a day.

    `due_on` is the day by which it has to be effective, `next_due_on` the first due day of what is
    still to be done, left out where there is none. `summary` is that of the full answer.
    """

    registration_id: str
    agreement_id: str
    agreement_name: str
    kind: RegistrationKind
    as_of: date
    state: State
    decision: Decision
    due_on: date | None
    next_due_on: IfAny[date]
    summary: str


def listed(
    workspace: Workspace, wanted: RegistrationsWanted, after: str | None, limit: int
) -> list[RegistrationInShort]:
    """Up to `limit` registrations that are asked for, by id; those after an id only.

    InvalidInput where the agreement named, or the registration of the id `after`, is none.
    """
    found: list[RegistrationInShort] = []
    with workspace.database.reading() as unit:
        refuse_unknown(unit, wanted.agreement_id, None)
        is_there(after, unit.records.registration)
        for name, agreement_id in _each(unit, wanted, after):
            workspace.go_on()
            line = _in_short(workspace, unit, name, agreement_id, wanted)
            if line is not None and _is_wanted(line, wanted):
                found.append(line)
            if len(found) == limit:
                break
    return found


def _each(
    unit: UnitOfWork, wanted: RegistrationsWanted, after: str | None
) -> Iterator[tuple[str, str]]:
    while True:
        rows = unit.records.registrations_after(after, AT_ONCE, wanted.agreement_id, wanted.kind)
        yield from ((row.id, row.agreement_id) for row in rows)
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].id


def _in_short(
    workspace: Workspace,
    unit: UnitOfWork,
    name: str,
    agreement_id: str,
    wanted: RegistrationsWanted,
) -> RegistrationInShort | None:
    """The registration on a day, as known at an instant; None before it began or was known."""
    try:
        record = records.load(workspace, unit, agreement_id, known_at=wanted.known_at)
    except NotFound:
        return None
    day = records.day_asked(wanted.as_of, workspace, record.terms, wanted.known_at)
    if name not in begun(record.facts, day):
        return None
    answer = evaluate_registration(
        agreement_id, name, record.terms, record.facts, day, Detail.NONE
    ).result
    days = [
        each.due_on
        for each in answer.obligations
        if each.due_on is not None and each.status in STILL_TO_DO
    ]
    return RegistrationInShort(
        registration_id=name,
        agreement_id=agreement_id,
        agreement_name=record.agreement.name,
        kind=answer.kind,
        as_of=day,
        state=answer.state,
        decision=answer.determination.decision,
        due_on=answer.determination.due_on,
        next_due_on=min(days, default=None),
        summary=answer.summary,
    )


def _is_wanted(line: RegistrationInShort, wanted: RegistrationsWanted) -> bool:
    due = line.next_due_on
    return wanted.state in (None, line.state) and (
        wanted.due_before is None or (due is not None and due < wanted.due_before)
    )
