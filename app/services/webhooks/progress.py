"""How far each webhook was told: taken in hand, what is next, what became of it, let go.

Nothing is written before a call. What became of it is written together with the new position, by
the one that still has the webhook in hand: one that was too slow, or was sent elsewhere by a
replay, adds to the log of tries and moves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from pydantic import TypeAdapter

from app.db.webhooks import NewDelivery, WebhookRow
from app.services.changes.changes import Happening, happening
from app.services.webhooks import retries
from app.services.webhooks.retries import Called
from app.services.webhooks.subscriptions import TEST, StopReason
from app.services.workspace.workspace import Workspace

TOGETHER: Final = 4
"""How many webhooks a sender has in hand at once: fewer than it has connections."""
AT_ONCE: Final = 20
"""How many things one is told before others have their turn."""
LEASE: Final = timedelta(minutes=1)
"""For how long one is taken in hand, anew with each thing told: some times as long as a call."""
KEPT_FOR: Final = timedelta(days=30)
"""For how long the log of tries is kept."""
FORGOTTEN_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class DataOfTest:
    """What a test tells: which webhook it is for."""

    webhook_id: str


@dataclass(frozen=True, slots=True)
class EventOfTest:
    """A test, as a CloudEvent: nothing has happened, and it has no position."""

    specversion: Literal["1.0"]
    id: str
    source: str
    type: Literal["test"]
    time: datetime
    datacontenttype: Literal["application/json"]
    data: DataOfTest


Told: TypeAlias = Happening | EventOfTest
TOLD: Final[TypeAdapter[Told]] = TypeAdapter(Told)


@dataclass(frozen=True, slots=True)
class Tried:
    """A call that was made: of what, what became of it, and when; `chance` spreads the next."""

    event: Told
    called: Called
    at: datetime
    milliseconds: int
    chance: float


@dataclass(frozen=True, slots=True)
class ToTell:
    """What a webhook is to be told next, and through which position it has then been told."""

    events: Sequence[Told]
    through: int


def take(workspace: Workspace) -> list[WebhookRow]:
    """Take webhooks in hand, of whatever tenant, that have something to be told."""
    now = workspace.now()
    with workspace.database.reading() as unit:  # so that waiting keeps nobody from writing
        if not unit.webhooks.any_to_take(now):
            return []
    with workspace.database.writing() as unit:
        rows = unit.webhooks.take(now, now + LEASE, workspace.new_id(), TOGETHER)
        unit.commit()
    return rows


def to_tell(workspace: Workspace, row: WebhookRow) -> ToTell:
    """What a webhook is to be told next: a test first, and what happened unless it has to wait."""
    now = workspace.now()
    test = [] if row.test_id is None else [_test(row, row.test_id, now)]
    if row.stopped is not None or row.next_at > now:
        return ToTell(test, row.position)
    with workspace.database.reading() as unit:
        found = unit.outbox.since(
            row.position,
            AT_ONCE,
            kinds=row.kinds.split(),
            agreement_id=row.agreement_id,
            registration_kind=row.registration_kind,
        )
        # Of one moment with what was found: what it does not concern is passed over.
        last = found[-1].position if len(found) == AT_ONCE else unit.outbox.last()
    return ToTell([*test, *map(happening, found)], max(last, row.position))


def note(workspace: Workspace, webhook: WebhookRow, tried: Tried) -> bool:
    """Write down what became of a call; whether more may be told to this webhook now."""
    with workspace.database.writing() as unit:
        row = unit.webhooks.webhook(webhook.id, lock=True)
        if row is None:  # removed meanwhile
            return False
        in_hand = row.claim == webhook.claim
        is_test = isinstance(tried.event, EventOfTest)
        unit.webhooks.log(_logged(row, tried))
        if in_hand or is_test:
            unit.webhooks.put(_moved(row, tried, workspace.now()))
        unit.commit()
    return in_hand and (is_test or tried.called.outcome == "delivered")


def _logged(row: WebhookRow, tried: Tried) -> NewDelivery:
    event, called = tried.event, tried.called
    is_test = isinstance(event, EventOfTest)
    return NewDelivery(
        webhook_id=row.id,
        event_id=event.id,
        kind=event.type,
        position=None if isinstance(event, EventOfTest) else event.position,
        attempt=1 if is_test else row.failures + 1,
        tried_at=tried.at,
        milliseconds=tried.milliseconds,
        outcome=called.outcome,
        status=called.status,
    )


def _moved(row: WebhookRow, tried: Tried, now: datetime) -> WebhookRow:
    """How far a webhook was told after a call, and when it is tried again."""
    event, called = tried.event, tried.called
    if isinstance(event, EventOfTest):
        return replace(row, test_id=None) if row.test_id == event.id else row
    if called.outcome == "delivered":
        return replace(
            row,
            position=event.position,
            failures=0,
            failing_since=None,
            next_at=now,
            claimed_until=now + LEASE,
        )
    since, failures = row.failing_since or tried.at, row.failures + 1
    return replace(
        row,
        failures=failures,
        failing_since=since,
        next_at=retries.next_try(now, failures, tried.chance, called),
        stopped=_stopped(called, now - since),
    )


def _stopped(called: Called, failing: timedelta) -> StopReason | None:
    if called.outcome == "gone":
        return "receiver_gone"
    return "failed_too_long" if failing >= retries.PATIENCE else None


def let_go(workspace: Workspace, webhook: WebhookRow, through: int | None) -> None:
    """Let others take a webhook in hand; `through`: it has been told all through that position."""
    with workspace.database.writing() as unit:
        row = unit.webhooks.webhook(webhook.id, lock=True)
        if row is not None and row.claim == webhook.claim:
            position = row.position if through is None else max(through, row.position)
            unit.webhooks.put(replace(row, position=position, claim=None, claimed_until=None))
            unit.commit()


def forget(workspace: Workspace) -> int:
    """Forget the tries that are older than they are kept; how many."""
    before, forgotten = workspace.now() - KEPT_FOR, 0
    while True:
        with workspace.database.writing() as unit:
            count = unit.webhooks.forget(before, FORGOTTEN_AT_ONCE)
            unit.commit()
        forgotten += count
        if count < FORGOTTEN_AT_ONCE:
            return forgotten


def _test(row: WebhookRow, event_id: str, now: datetime) -> EventOfTest:
    return EventOfTest(
        specversion="1.0",
        id=event_id,
        source=f"/v1/webhooks/{row.id}",
        type=TEST,
        time=now,
        datacontenttype="application/json",
        data=DataOfTest(row.id),
    )
