"""All SQL of webhooks: what each is, how far it was told, and the log of tries.

Inside the caller's transaction; nothing here commits. A sender takes webhooks in hand for a time
(`take`): no other takes them before that is over, and when it dies another does. Identifiers go in
and out as the tenant writes them, but for `take`, `forget` and what is read of every tenant.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import aliased

from app.db.access.tenancy import Tenancy
from app.db.models import Delivery, OutboxEvent, Webhook
from app.db.statements import Pages, select_as


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook: what it is, and how far it was told."""

    id: str
    tenant: str
    name: str
    url: str
    kinds: str
    agreement_id: str | None
    registration_kind: str | None
    seed: str = field(repr=False)
    digest: str
    seed_before: str | None = field(repr=False)
    before_until: datetime | None
    created_at: datetime
    removed_at: datetime | None
    position: int
    failures: int
    failing_since: datetime | None
    next_at: datetime
    stopped: str | None
    test_id: str | None
    claim: str | None
    claimed_until: datetime | None


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A try to tell a webhook, before it has a place in the log."""

    webhook_id: str
    event_id: str
    kind: str
    position: int | None
    attempt: int
    tried_at: datetime
    milliseconds: int
    outcome: str
    status: int | None


@dataclass(frozen=True, slots=True)
class DeliveryRow(NewDelivery):
    """The same at its place in the log."""

    number: int


CHANGING = (
    "seed",
    "digest",
    "seed_before",
    "before_until",
    "removed_at",
    "position",
    "failures",
    "failing_since",
    "next_at",
    "stopped",
    "test_id",
    "claim",
    "claimed_until",
)
"""What of a webhook ever changes."""
_WEBHOOK = select_as(WebhookRow, Webhook)
_EVERY = Pages(_WEBHOOK, Webhook.__table__.c.id)
_THERE = _WEBHOOK.where(Webhook.id == bindparam("wanted"), Webhook.removed_at.is_(None))
_LISTED = (
    _WEBHOOK.where(
        Webhook.tenant == bindparam("tenant"),
        Webhook.removed_at.is_(None),
        Webhook.id > bindparam("after"),
    )
    .order_by(Webhook.id)
    .limit(bindparam("at_most"))
)
_SOMETHING_NEW = (
    select(OutboxEvent.position)
    .where(OutboxEvent.tenant == Webhook.tenant, OutboxEvent.position > Webhook.position)
    .exists()
)
_TO_TAKE = (
    _WEBHOOK.where(
        Webhook.removed_at.is_(None),
        or_(Webhook.claimed_until.is_(None), Webhook.claimed_until <= bindparam("now")),
        or_(
            Webhook.test_id.is_not(None),
            and_(Webhook.stopped.is_(None), Webhook.next_at <= bindparam("now"), _SOMETHING_NEW),
        ),
    )
    .order_by(Webhook.next_at, Webhook.id)
    .limit(bindparam("at_most"))
)
# SQLite has no such clause and needs none: there only one may write at a time.
_TAKE = _TO_TAKE.with_for_update(skip_locked=True, of=Webhook)
_LAST_NUMBER = select(func.max(Delivery.number)).where(Delivery.webhook_id == bindparam("of"))
_LOG = (
    select_as(DeliveryRow, Delivery)
    .where(Delivery.webhook_id == bindparam("of"), Delivery.number < bindparam("before"))
    .order_by(Delivery.number.desc())
    .limit(bindparam("at_most"))
)


class Webhooks:
    """Webhooks and the log of tries, within one transaction."""

    __slots__ = ("_connection", "_tenancy")

    def __init__(self, connection: Connection, tenancy: Tenancy) -> None:
        self._connection = connection
        self._tenancy = tenancy

    def stored(self, webhook_id: str) -> str:
        """Give the id as it is stored: by it the audit tells of a webhook."""
        return self._tenancy.stored(webhook_id)

    def add(self, row: WebhookRow) -> None:
        """Store a webhook; IntegrityError if there is, or was, one of this id: callers look."""
        of = row.agreement_id
        stored = {"id": self.stored(row.id), "agreement_id": of and self._tenancy.stored(of)}
        self._connection.execute(insert(Webhook), {**asdict(row), **stored})

    def webhook(self, webhook_id: str, *, lock: bool = False) -> WebhookRow | None:
        """Give a webhook that is there; with `lock`, nobody else changes it until the end."""
        statement = _THERE.with_for_update() if lock else _THERE
        asked = {"wanted": self.stored(webhook_id)}
        row = self._connection.execute(statement, asked).one_or_none()
        return self._written(WebhookRow(*row)) if row else None

    def listed(self, after: str, limit: int) -> list[WebhookRow]:
        """List up to `limit` webhooks, by id, those after an id only."""
        asked = {
            "tenant": self._tenancy.tenant,
            "after": self.stored(after) if after else "",
            "at_most": limit,
        }
        return [self._written(WebhookRow(*row)) for row in self._connection.execute(_LISTED, asked)]

    def every(self) -> Iterator[Mapping[str, WebhookRow]]:
        """Give the webhooks of all tenants, those removed too, by their stored ids, by pages."""
        for page in _EVERY.of(self._connection):
            rows = [WebhookRow(*row) for row in page]
            yield {row.id: _written(row, Tenancy(row.tenant)) for row in rows}

    def known(self, stored_id: str) -> str | None:
        """Give this stored id back if any tenant has, or had, a webhook under it."""
        found = select(Webhook.id).where(Webhook.id == stored_id)
        return self._connection.scalar(found)

    def put(self, row: WebhookRow) -> None:
        """Write what has changed about a webhook that is locked."""
        changed = update(Webhook).where(Webhook.id == self.stored(row.id))
        self._connection.execute(changed.values({each: getattr(row, each) for each in CHANGING}))

    def any_to_take(self, now: datetime) -> bool:
        """Whether some webhook, of whatever tenant, has something to be told."""
        return self._connection.execute(_TO_TAKE, {"now": now, "at_most": 1}).first() is not None

    def take(self, now: datetime, until: datetime, claim: str, limit: int) -> list[WebhookRow]:
        """Take up to `limit` in hand, of whatever tenant, that have something to be told.

        Each with its id as its own tenant writes it.
        """
        rows = self._connection.execute(_TAKE, {"now": now, "at_most": limit})
        found = [WebhookRow(*row) for row in rows]
        if found:
            ids = [row.id for row in found]
            taken = update(Webhook).where(Webhook.id.in_(ids))
            self._connection.execute(taken.values(claim=claim, claimed_until=until))
        return [
            _written(replace(row, claim=claim, claimed_until=until), Tenancy(row.tenant))
            for row in found
        ]

    def log(self, tried: NewDelivery) -> None:
        """Add a try to the log of a webhook that is locked."""
        stored = self.stored(tried.webhook_id)
        last = self._connection.scalar(_LAST_NUMBER, {"of": stored}) or 0
        row = {**asdict(tried), "webhook_id": stored, "number": last + 1}
        self._connection.execute(insert(Delivery), row)

    def tries(self, webhook_id: str, before: int, limit: int) -> list[DeliveryRow]:
        """List up to `limit` tries of a webhook, the last first, those before a number only."""
        asked = {"of": self.stored(webhook_id), "before": before, "at_most": limit}
        rows = (DeliveryRow(*row) for row in self._connection.execute(_LOG, asked))
        return [replace(row, webhook_id=webhook_id) for row in rows]

    def forget(self, before: datetime, at_most: int) -> int:
        """Forget so many of the tries before an instant; how many. Of each webhook one stays."""
        later = aliased(Delivery)
        place = tuple_(Delivery.webhook_id, Delivery.number)
        old = (
            select(Delivery.webhook_id, Delivery.number)
            .where(
                Delivery.tried_at < before,
                select(later.number)
                .where(later.webhook_id == Delivery.webhook_id, later.number > Delivery.number)
                .exists(),
            )
            .limit(at_most)
        )
        return self._connection.execute(delete(Delivery).where(place.in_(old))).rowcount

    def _written(self, row: WebhookRow) -> WebhookRow:
        return _written(row, self._tenancy)


def _written(row: WebhookRow, tenancy: Tenancy) -> WebhookRow:
    """A row with its identifiers as the tenant writes them."""
    of = row.agreement_id
    return replace(row, id=tenancy.written(row.id), agreement_id=of and tenancy.written(of))
