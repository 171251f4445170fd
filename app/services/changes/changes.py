"""What has happened, for other systems: listed from any position on, and told as days pass.

A sweep tells what the passing of days has done: it compares each agreement's docket of the day
through which everything was told with that of today, under the agreement's lock, and moves that
day. So it may run as often and in as many processes as one likes.
"""

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Literal, cast
from urllib.parse import urlencode

from pydantic import Field

from app.db.outbox import StoredEvent, ToldThrough
from app.errors import InvalidInput
from app.rules.answers import ONE_DAY, CitedFact
from app.rules.values.if_any import IfAny
from app.services import access
from app.services.changes import outbox
from app.services.changes.outbox import (
    DATA,
    ChangeKind,
    DecisionMade,
    DutyChanged,
    EntryCorrected,
)
from app.services.record import records
from app.services.workspace.workspace import Workspace

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class HappeningData:
    """What happened, under which agreement and in which registration, if in one.

    `version` is how many facts the record had then, `as_of` the day as of which it is told. Of
    `obligation`, `determination` and `correction` one is given. `cited` are the facts that brought
    it about and that papers are kept with; left out where there are none. `names` and
    `agreement_name` are left out of what was told before they were kept.
    """

    agreement_id: str
    agreement_name: IfAny[str]
    registration_id: IfAny[str]
    version: int
    as_of: date
    obligation: IfAny[DutyChanged]
    determination: IfAny[DecisionMade]
    correction: IfAny[EntryCorrected]
    names: Annotated[
        Mapping[str, str],
        Field(
            exclude_if=operator.not_,
            description="The name, by id, that the party who owes the obligation had then.",
        ),
    ]
    cited: Annotated[tuple[CitedFact, ...], Field(exclude_if=operator.not_)] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, as a CloudEvent (version 1.0).

    `position` is its place among all that happened to the tenant's agreements: of two, the one with
    the higher position is the later. `subject` is where the answer is found that was given then.
    """

    specversion: Literal["1.0"]
    id: str
    source: str
    type: ChangeKind
    time: datetime
    subject: str
    datacontenttype: Literal["application/json"]
    position: int
    data: HappeningData


def listed(
    workspace: Workspace,
    since: int,
    limit: int,
    kinds: Sequence[ChangeKind] = (),
    agreement_id: str | None = None,
) -> list[Happening]:
    """Up to `limit` things that happened, in order, those after one that was come to."""
    with workspace.database.reading() as unit:
        if agreement_id is not None and unit.records.agreement(agreement_id) is None:
            raise InvalidInput(
                [records.unknown_agreement(unit, "agreement_id", agreement_id, "query")]
            )
        since = outbox.has_come_to(unit, since, "since", "query")
        found = unit.outbox.since(since, limit, kinds=kinds, agreement_id=agreement_id)
    return [happening(each) for each in found]


def happening(event: StoredEvent) -> Happening:
    """What is told of one thing that happened."""
    data = DATA.validate_python(event.data)
    agreement = f"/v1/agreements/{event.agreement_id}"
    of = event.registration_id
    at = {"as_of": data.as_of.isoformat(), "known_at": _written(event.recorded_at)}
    where = agreement if of is None else f"/v1/registrations/{of}"
    return Happening(
        specversion="1.0",
        id=event.id,
        source=agreement,
        type=cast("ChangeKind", event.kind),  # as it was stored
        time=event.recorded_at,
        subject=f"{where}?{urlencode(at, safe=':')}",
        datacontenttype="application/json",
        position=event.position,
        data=HappeningData(
            agreement_id=event.agreement_id,
            agreement_name=data.agreement_name,
            registration_id=of,
            version=event.version,
            as_of=data.as_of,
            obligation=data.obligation,
            determination=data.determination,
            correction=data.correction,
            names=data.names,
            cited=data.cited,
        ),
    )


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def sweep(workspace: Workspace) -> int:
    """Tell what the passing of days has done to every tenant's obligations; how much that was."""
    return sum(
        _swept(of_tenant, agreement_id)
        for tenant in access.tenants(workspace)
        for of_tenant in (workspace.of(tenant.id),)
        for agreement_id in _to_look_at(of_tenant)
    )


def _to_look_at(workspace: Workspace) -> Iterator[str]:
    """The agreements of which something may be told, wherever it is today already."""
    latest, after = workspace.now().astimezone(UTC).date() + ONE_DAY, ""
    while True:
        with workspace.database.reading() as unit:
            names = unit.outbox.to_look_at(latest, after, AT_ONCE)
        yield from names
        if len(names) < AT_ONCE:
            return
        after = names[-1]


def _swept(workspace: Workspace, agreement_id: str) -> int:
    """Tell what the passing of days has done to one agreement's obligations."""
    with workspace.database.reading() as unit:
        today = workspace.today(records.terms_of(workspace, unit, agreement_id))
        if not _is_to_look_at(unit.outbox.told(agreement_id), today):
            return 0
    with workspace.database.writing() as unit:
        row = unit.records.agreement(agreement_id, lock=True)
        told = unit.outbox.told(agreement_id)
        if row is None or told is None or not _is_to_look_at(told, today):
            return 0
        lines = unit.docket.kept(agreement_id, told.through)
        was, is_now = outbox.standing(lines, told.through), outbox.standing(lines, today)
        changes = outbox.changes_between(was, told.through, is_now, today)
        count = outbox.write(unit, row, row.version, workspace.now(), changes)
        unit.outbox.tell(agreement_id, ToldThrough(today, outbox.next_look(lines, today)))
        unit.commit()
    return count


def _is_to_look_at(told: ToldThrough | None, today: date) -> bool:
    return told is not None and told.look_on <= today and told.through <= today
