"""Obligations across agreements: the docket listed, and written anew from the facts.

Listing reads what is kept and computes nothing but the days left: what stands on a day was worked
out when the facts were recorded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import cast

from app.db.docket.docket import ListedLine
from app.db.docket.pages import Place, Wanted
from app.db.unit_of_work import UnitOfWork
from app.errors import Fault, InvalidInput
from app.rules.answers import Obligation, known_by, on_day, standing_on
from app.rules.terms import RegistrationKind
from app.rules.values.calendars import OutsideCalendar
from app.rules.values.wording import near
from app.services import access
from app.services.agreements import agreements
from app.services.docket import docket
from app.services.docket.docket import OBLIGATION, obligation_of
from app.services.record import records
from app.services.workspace.workspace import Workspace

__all__ = ["DocketEntry", "Place", "Refreshed", "Wanted", "entry", "listed", "refresh", "today"]

AGREEMENTS_AT_ONCE = 200
COMPANY = "The Company goes by its id in the agreement, such as `ctc`."


@dataclass(frozen=True, slots=True)
class DocketEntry:
    """An obligation as it stands on a day, with its place in the order of the docket.

    `recorded_at` is when the last fact of its agreement was recorded, `names` are those of its
    parties that have one.
    """

    agreement_id: str
    agreement_name: str
    registration_id: str | None
    registration_kind: RegistrationKind | None
    obligation: Obligation
    place: Place
    recorded_at: datetime
    names: Mapping[str, str]


def today(workspace: Workspace, known_at: datetime | None = None) -> date:
    """One day for all agreements, wherever they are performed: today in UTC.

    What was known at an earlier instant is asked about on the day of that instant.
    """
    now = workspace.now()
    return min(known_at or now, now).astimezone(UTC).date()


def listed(
    workspace: Workspace, wanted: Wanted, after: Place | None, limit: int
) -> list[DocketEntry]:
    """Up to `limit` obligations that are asked for, by due day; those after a place only.

    What is asked about as known at an instant is worked out anew for the agreements that have moved
    since; InvalidInput when these are too many.
    """
    with workspace.database.reading() as unit:
        refuse_unknown(unit, wanted.agreement_id, wanted.registration_id)
        found = _kept(unit, wanted, after, limit)
        if wanted.known_at is not None:
            found += _as_known(workspace, unit, wanted, wanted.known_at)
        if not found and after is None:
            _refuse_unheard_of(unit, wanted)
    in_order = sorted(found, key=lambda each: each.place.order)
    if after is not None:
        in_order = [each for each in in_order if each.place.order > after.order]
    return in_order[:limit]


def _kept(unit: UnitOfWork, wanted: Wanted, after: Place | None, limit: int) -> list[DocketEntry]:
    """What is kept of what is asked for, with the names of all parties: looked up once a page."""
    found = [entry(line, wanted.day) for line in unit.docket.listed(wanted, after, limit)]
    parties = ((each.agreement_id, party) for each in found for party in parties_of(each))
    names = unit.docket.names(dict.fromkeys(parties))
    return [replace(each, names=_named(each, names)) for each in found]


def parties_of(entry: DocketEntry) -> Iterable[str]:
    """Who owes an obligation, and to whom it is owed."""
    return entry.obligation.obligor, *entry.obligation.obligees


def _named(entry: DocketEntry, names: Mapping[tuple[str, str], str]) -> Mapping[str, str]:
    keys = [(entry.agreement_id, party) for party in sorted(set(parties_of(entry)))]
    return {key[1]: names[key] for key in keys if key in names}


def refuse_unknown(unit: UnitOfWork, agreement_id: str | None, registration_id: str | None) -> None:
    """InvalidInput for an agreement or registration of which there is none.

    A list that is empty for a misspelt name would say that nothing is owed.
    """
    faults: list[Fault] = []
    if agreement_id and unit.records.agreement(agreement_id) is None:
        faults.append(records.unknown_agreement(unit, "agreement_id", agreement_id, "query"))
    if registration_id and unit.records.registration(registration_id) is None:
        of = None if faults else agreement_id
        known = records.registrations_known(unit, of)
        faults.append(_unknown("registration", registration_id, known))
    if faults:
        raise InvalidInput(faults)


def _refuse_unheard_of(unit: UnitOfWork, wanted: Wanted) -> None:
    """InvalidInput for a party or a clause that no duty on the docket has, whatever its day."""
    names, of, faults = unit.docket_names, wanted.agreement_id, []
    parties = names.parties(of) if of else names.named(records.agreements_known(unit))
    for name, party in (("obligor", wanted.obligor), ("obligee", wanted.obligee)):
        if party is not None and not unit.docket_names.knows(party):
            meant = COMPANY if party.lower() == "company" else near(party, parties)
            says = f"No duty is owed by or to {party!r}. {meant}".rstrip()
            faults.append(Fault(name, "unknown_party", says, place="query"))
    clauses = unit.docket_names.clauses() if wanted.clause is not None else []
    if wanted.clause is not None and wanted.clause not in clauses:
        inside = [each for each in clauses if each.startswith(wanted.clause)]
        meant = f"There are: {', '.join(inside)}." if inside else near(wanted.clause, clauses)
        says = f"No duty is owed under clause {wanted.clause!r}. {meant}".rstrip()
        faults.append(Fault("clause", "unknown_clause", says, place="query"))
    if faults:
        raise InvalidInput(faults)


def _unknown(what: str, identifier: str, known: Sequence[str]) -> Fault:
    says = f"There is no {what} {identifier!r}. {near(identifier, known)}".rstrip()
    return Fault(f"{what}_id", f"unknown_{what}", says, place="query")


def _as_known(
    workspace: Workspace, unit: UnitOfWork, wanted: Wanted, known_at: datetime
) -> list[DocketEntry]:
    """What is asked for of the agreements that have moved since an instant, as known then."""
    asked = wanted.agreement_id
    if asked is None and wanted.registration_id is not None:
        registration = unit.records.registration(wanted.registration_id)
        if registration is None:
            return []
        asked = registration.agreement_id
    moved = unit.records.moved_since(known_at, AGREEMENTS_AT_ONCE + 1, asked)
    if len(moved) > AGREEMENTS_AT_ONCE:
        says = (
            f"More than {AGREEMENTS_AT_ONCE} agreements have moved since: ask about one at a time."
        )
        raise InvalidInput([Fault("known_at", "too_many_agreements", says, place="query")])
    return [
        found
        for row in moved
        for found in _standing_on(workspace, unit, row.id, wanted.day, known_at)
        if wanted.has(found.registration_id, found.obligation)
    ]


def _standing_on(
    workspace: Workspace, unit: UnitOfWork, agreement_id: str, day: date, known_at: datetime
) -> Iterator[DocketEntry]:
    """Everything owed under one agreement on a day, by what was known at an instant."""
    unit.take_up()
    record = records.load(workspace, unit, agreement_id, known_at=known_at)
    kinds = {each.id: each.kind for each in unit.records.registrations(agreement_id)}
    go_on = unit.between(workspace.go_on)
    known = known_by(record.terms, record.facts)
    names = {(agreement_id, party): name for party, name in known.items()}
    for of, owed in standing_on(day, record.terms, record.facts):
        go_on()
        listed_line = ListedLine(
            agreement_id,
            record.agreement.name,
            of,
            kinds[of] if of else None,
            OBLIGATION.dump_json(owed).decode(),
            record.stored[-1].recorded_at,
        )
        found = entry(listed_line, day)
        yield replace(found, names=_named(found, names))


def entry(line: ListedLine, day: date) -> DocketEntry:
    """A line of the docket as it is on one of its days."""
    owed = on_day(obligation_of(line), day)
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
        names={},
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
        for agreement_id in agreements.identifiers(of_tenant):
            try:
                changed = _refreshed(of_tenant, agreement_id)
            except OutsideCalendar as beyond:
                yield Refreshed(tenant.id, agreement_id, changed=False, fault=str(beyond))
            else:
                yield Refreshed(tenant.id, agreement_id, changed)


def _refreshed(workspace: Workspace, agreement_id: str) -> bool:
    """Work out what is owed before the transaction that writes it; again if the record has moved.

    What takes seconds, of a long record on a busy machine, must not hold a transaction open.
    """
    while True:
        with workspace.database.reading() as unit:
            row = unit.records.agreement(agreement_id)
            record = records.load(workspace, unit, agreement_id)
        right = docket.whole(record.terms, record.facts)
        with workspace.database.writing() as unit:
            if unit.records.agreement(agreement_id, lock=True) != row:
                continue
            changed = docket.write(unit, agreement_id, right)
            if changed:
                unit.commit()
        return changed
