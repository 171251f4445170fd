"""All SQL of the outbox: what has happened, in the order of its writing, and what was told when.

Inside the caller's transaction; nothing here commits. Positions are given while the end of the
chain of all writes is held, until the commit: who has seen a position has seen all before it.
Identifiers go in and out as the tenant writes them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from app.db.access.tenancy import Tenancy
from app.db.evidence.links import Links
from app.db.models import OutboxEvent, Registration, ToldDay
from app.db.statements import insert_new, select_as

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened: `version` is how many facts the record had then."""

    kind: str
    recorded_at: datetime
    agreement_id: str
    registration_id: str | None
    version: int
    data: Document


@dataclass(frozen=True, slots=True)
class StoredEvent(NewEvent):
    """The same at its position, with an id of its own."""

    position: int
    id: str


@dataclass(frozen=True, slots=True)
class ToldThrough:
    """Through which day everything was told of an agreement, and when to look again."""

    through: date
    look_on: date


_LAST = (
    select(OutboxEvent.position)
    .where(OutboxEvent.tenant == bindparam("tenant"))
    .order_by(OutboxEvent.position.desc())
    .limit(1)
)
_INSERT = insert(OutboxEvent)
_EVENTS = (
    select_as(StoredEvent, OutboxEvent)
    .where(OutboxEvent.tenant == bindparam("tenant"), OutboxEvent.position > bindparam("since"))
    .order_by(OutboxEvent.position)
    .limit(bindparam("at_most"))
)
_LAST_OF = (
    select(OutboxEvent.data)
    .where(
        OutboxEvent.registration_id == bindparam("of_registration"),
        OutboxEvent.kind == bindparam("of_kind"),
    )
    .order_by(OutboxEvent.position.desc())
    .limit(1)
)
_TOLD = select_as(ToldThrough, ToldDay).where(ToldDay.agreement_id == bindparam("of_agreement"))
_TELL = (
    update(ToldDay)
    .where(ToldDay.agreement_id == bindparam("of_agreement"))
    .values(through=bindparam("to_through"), look_on=bindparam("to_look_on"))
)
_TO_LOOK_AT = (
    select(ToldDay.agreement_id)
    .where(
        ToldDay.tenant == bindparam("tenant"),
        ToldDay.look_on <= bindparam("day"),
        ToldDay.agreement_id > bindparam("after"),
    )
    .order_by(ToldDay.agreement_id)
    .limit(bindparam("at_most"))
)


class Outbox:
    """What has happened, within one transaction."""

    __slots__ = ("_connection", "_tenancy")

    def __init__(self, connection: Connection, tenancy: Tenancy) -> None:
        self._connection = connection
        self._tenancy = tenancy

    def add(self, events: Sequence[NewEvent]) -> None:
        """Write down what happened, in this order, after all that happened before."""
        if not events:
            return
        Links(self._connection).hold()
        last = self.last()
        rows = [self._row(event, position) for position, event in enumerate(events, last + 1)]
        self._connection.execute(_INSERT, rows)

    def last(self) -> int:
        """Give the last position there is; 0 where nothing has happened."""
        return self._connection.scalar(_LAST, {"tenant": self._tenancy.tenant}) or 0

    def since(
        self,
        position: int,
        limit: int,
        *,
        kinds: Sequence[str] = (),
        agreement_id: str | None = None,
        registration_kind: str | None = None,
    ) -> list[StoredEvent]:
        """List up to `limit` of what happened, in order, after a position only.

        What happened to an agreement itself happened in no kind of registration.
        """
        statement = _EVENTS
        if kinds:
            statement = statement.where(OutboxEvent.kind.in_(kinds))
        if agreement_id is not None:
            statement = statement.where(
                OutboxEvent.agreement_id == self._tenancy.stored(agreement_id)
            )
        if registration_kind is not None:
            of_kind = select(Registration.id).where(Registration.kind == registration_kind)
            statement = statement.where(OutboxEvent.registration_id.in_(of_kind))
        asked = {"tenant": self._tenancy.tenant, "since": position, "at_most": limit}
        return [
            self._event(StoredEvent(*row)) for row in self._connection.execute(statement, asked)
        ]

    def last_of(self, registration_id: str, kind: str) -> Document | None:
        """Give what was told last of a kind about a registration."""
        asked = {"of_registration": self._tenancy.stored(registration_id), "of_kind": kind}
        found: Document | None = self._connection.scalar(_LAST_OF, asked)
        return found

    def told(self, agreement_id: str) -> ToldThrough | None:
        """Give through which day everything was told of an agreement."""
        asked = {"of_agreement": self._tenancy.stored(agreement_id)}
        row = self._connection.execute(_TOLD, asked).one_or_none()
        return ToldThrough(*row) if row else None

    def tell(self, agreement_id: str, told: ToldThrough) -> None:
        """Say through which day everything is told of an agreement now."""
        stored = self._tenancy.stored(agreement_id)
        row = {"agreement_id": stored, "tenant": self._tenancy.tenant, **asdict(told)}
        new = insert_new(ToldDay, "agreement_id", self._connection.dialect.name)
        if self._connection.scalar(new, row) is None:
            moved = {f"to_{name}": day for name, day in asdict(told).items()}
            self._connection.execute(_TELL, {"of_agreement": stored, **moved})

    def to_look_at(self, day: date, after: str, limit: int) -> list[str]:
        """List up to `limit` agreements of which something may be told by a day, after an id."""
        asked = {
            "tenant": self._tenancy.tenant,
            "day": day,
            "after": self._tenancy.stored(after) if after else "",
            "at_most": limit,
        }
        return [
            self._tenancy.written(each) for each in self._connection.scalars(_TO_LOOK_AT, asked)
        ]

    def _row(self, event: NewEvent, position: int) -> dict[str, Any]:
        of = event.registration_id
        row: dict[str, Any] = {each.name: getattr(event, each.name) for each in fields(event)} | {
            "tenant": self._tenancy.tenant,
            "position": position,
            "agreement_id": self._tenancy.stored(event.agreement_id),
            "registration_id": of and self._tenancy.stored(of),
        }
        said = json.dumps(row, sort_keys=True, default=str)
        return row | {"id": sha256(said.encode()).hexdigest()[:32]}

    def _event(self, event: StoredEvent) -> StoredEvent:
        of = event.registration_id
        return replace(
            event,
            agreement_id=self._tenancy.written(event.agreement_id),
            registration_id=of and self._tenancy.written(of),
        )
