"""Obligations across agreements: the docket listed, and written anew from the facts.

Listing reads what is kept and computes nothing but the days left: what stands on a day was worked
out when the facts were recorded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast

from app.db.docket import ListedLine, Place, Wanted
from app.rules.calendars import OutsideCalendar
from app.rules.docket import on_day
from app.rules.obligations import Obligation
from app.rules.terms.vocabulary import RegistrationKind
from app.services import access, docket, records
from app.services.docket import OBLIGATION
from app.services.workspace import Workspace

__all__ = ["DocketEntry", "Place", "Refreshed", "Wanted", "entry", "listed", "refresh", "today"]

AGREEMENTS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class DocketEntry:
    """An obligation as it stands on a day, with its place in the order of the docket.

    `recorded_at` is when the last fact of its agreement was recorded.
    """

    agreement_id: str
    agreement_name: str
    registration_id: str | None
    registration_kind: RegistrationKind | None
    obligation: Obligation
    place: Place
    recorded_at: datetime


def today(workspace: Workspace) -> date:
    """One day for all agreements, wherever they are performed: today in UTC."""
    return workspace.now().astimezone(UTC).date()


def listed(
    workspace: Workspace, wanted: Wanted, after: Place | None, limit: int
) -> list[DocketEntry]:
    """Up to `limit` obligations that are asked for, by due day; those after a place only."""
    with workspace.database.reading() as unit:
        lines = unit.docket.listed(wanted, after, limit)
    return [entry(line, wanted.day) for line in lines]


def entry(line: ListedLine, day: date) -> DocketEntry:
    """A line of the docket as it is on one of its days."""
    owed = on_day(OBLIGATION.validate_json(line.obligation), day)
    kind = cast("RegistrationKind | None", line.registration_kind)  # as it was stored
    place = Place(owed.due_on, line.agreement_id, line.registration_id, owed.id)
    return DocketEntry(
        agreement_id=line.agreement_id,
        agreement_name=line.agreement_name,
        registration_id=line.registration_id,
        registration_kind=kind,
        obligation=owed,
        place=place,
        recorded_at=line.recorded_at,
    )


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What became of the docket of one agreement when it was written anew."""

    tenant: str
    agreement_id: str
    changed: bool
    fault: str | None = None


def refresh(workspace: Workspace) -> Iterator[Refreshed]:
    """Write the docket of every tenant's agreements anew, each in a transaction of its own.

    Where the rules cannot answer a record, for a day is beyond the calendars, its docket stays.
    """
    for tenant in access.tenants(workspace):
        of_tenant = workspace.of(tenant.id)
        for agreement_id in _agreements(of_tenant):
            try:
                changed = _refreshed(of_tenant, agreement_id)
            except OutsideCalendar as beyond:
                yield Refreshed(tenant.id, agreement_id, changed=False, fault=str(beyond))
            else:
                yield Refreshed(tenant.id, agreement_id, changed)


def _agreements(workspace: Workspace) -> Iterator[str]:
    after: str | None = None
    while True:
        with workspace.database.reading() as unit:
            rows = unit.records.agreements(after, AGREEMENTS_AT_ONCE)
        yield from (row.id for row in rows)
        if len(rows) < AGREEMENTS_AT_ONCE:
            return
        after = rows[-1].id


def _refreshed(workspace: Workspace, agreement_id: str) -> bool:
    with workspace.database.writing() as unit:
        record = records.load(workspace, unit, agreement_id, lock=True)
        changed = docket.project_anew(unit, agreement_id, record.terms, record.facts)
        if changed:
            unit.commit()
    return changed
