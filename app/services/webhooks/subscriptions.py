"""Webhooks are made, listed, ended, given another secret, sent back to a position, and tested.

The one who makes it is shown its secret then, and never again: it is made anew from what is stored
and the operator's key whenever something is signed. What a webhook is stands in the audit by its
hash, with every change of it; how far it was told does not.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias, cast

from app.db.evidence import chain
from app.db.unit_of_work import UnitOfWork
from app.db.webhooks import DeliveryRow, WebhookRow
from app.errors import AlreadyExists, Fault, InvalidInput, NotFound
from app.rules.terms import RegistrationKind
from app.rules.values.if_any import IfAny
from app.services.changes.outbox import ChangeKind, has_come_to
from app.services.evidence.audit import enter
from app.services.record import records
from app.services.webhooks import addresses, signatures
from app.services.webhooks.retries import Outcome
from app.services.workspace.pages import is_there
from app.services.workspace.workspace import Workspace

HookState: TypeAlias = Literal["sending", "failing", "stopped"]
StopReason: TypeAlias = Literal["receiver_gone", "failed_too_long"]
TEST: Literal["test"] = "test"


@dataclass(frozen=True, slots=True)
class WebhookWanted:
    """What a webhook is to be: told of what, where, and from which position on (None: from now)."""

    id: str | None
    name: str
    url: str
    kinds: Sequence[ChangeKind]
    agreement_id: str | None
    registration_kind: RegistrationKind | None
    since: int | None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A webhook: where it is told of what, and how far it was told.

    `kinds` empty: of all kinds. `state`: `sending`, or `failing` while tries fail one after the
    other (`failures` of them, since `failing_since`; the next at `next_try_at`), or `stopped` for
    the reason in `stopped`, until a replay says from where on. It was told everything through
    `position`.
    """

    id: str
    name: str
    url: str
    kinds: tuple[ChangeKind, ...]
    agreement_id: IfAny[str]
    registration_kind: IfAny[RegistrationKind]
    created_at: datetime
    state: HookState
    stopped: IfAny[StopReason]
    position: int
    failures: int
    failing_since: IfAny[datetime]
    next_try_at: IfAny[datetime]


@dataclass(frozen=True, slots=True)
class SubscriptionMade:
    """A webhook with its secret, which is shown this once."""

    webhook: Subscription
    secret: str


@dataclass(frozen=True, slots=True)
class SecretRotated:
    """A webhook's new secret, shown this once, and until when the one before signs beside it."""

    secret: str
    both_sign_until: datetime


@dataclass(frozen=True, slots=True)
class WantedTest:
    """A test that the sender will send next: the `webhook-id` by which the log tells of it."""

    event_id: str


@dataclass(frozen=True, slots=True)
class DeliveryTried:
    """A try to tell a webhook of one thing that happened, and what became of it.

    A test has no `position`, what nothing answered no `status`. `delivered`: answered with 2xx.
    `refused`: with anything else, redirects included; `gone`: with 410, which ends the sending.
    `unreachable`: no answer within ten seconds. `address_refused`: what the name resolves to may
    not be called. `key_differs`: the sender has another key than the service that made the secret.
    """

    number: int
    event_id: str
    kind: ChangeKind | Literal["test"]
    position: IfAny[int]
    attempt: int
    tried_at: datetime
    milliseconds: int
    outcome: Outcome
    status: IfAny[int]


def make(workspace: Workspace, wanted: WebhookWanted) -> SubscriptionMade:
    """Make a webhook and show its secret.

    InvalidInput for an address that may not be called, an agreement that there is not or a position
    that nothing has come to, AlreadyExists for an id that is or was taken.
    """
    wrong = addresses.wrong_with(wanted.url, private=workspace.hooks.private)
    if wrong is not None:
        raise InvalidInput([Fault("/url", "address_refused", wrong)])
    seed, now = signatures.new_seed(), workspace.now()
    secret = signatures.secret_of(workspace.hooks.key, seed)
    with workspace.database.writing() as unit:
        of = wanted.agreement_id
        if of is not None and unit.records.agreement(of) is None:
            raise InvalidInput([records.unknown_agreement(unit, "/agreement_id", of, "body")])
        webhook_id = wanted.id or workspace.new_id()
        if unit.webhooks.known(unit.webhooks.stored(webhook_id)) is not None:
            raise AlreadyExists("webhook", webhook_id)
        row = WebhookRow(
            id=webhook_id,
            tenant=workspace.database.tenant,
            name=wanted.name,
            url=wanted.url,
            kinds=" ".join(dict.fromkeys(wanted.kinds)),
            agreement_id=of,
            registration_kind=wanted.registration_kind,
            seed=seed,
            digest=signatures.digest_of(secret),
            seed_before=None,
            before_until=None,
            created_at=now,
            removed_at=None,
            position=unit.outbox.last()
            if wanted.since is None
            else has_come_to(unit, wanted.since, "/since", "body"),
            failures=0,
            failing_since=None,
            next_at=now,
            stopped=None,
            test_id=None,
            claim=None,
            claimed_until=None,
        )
        unit.webhooks.add(row)
        _enter(workspace, unit, "webhook_made", row)
        unit.commit()
    return SubscriptionMade(_shown(row), signatures.shown(secret))


def listed(workspace: Workspace, after: str | None, limit: int) -> list[Subscription]:
    """Up to `limit` webhooks, by id, those after an id only; InvalidInput if that was never one."""
    with workspace.database.reading() as unit:
        is_there(after, lambda name: unit.webhooks.known(unit.webhooks.stored(name)))
        return [_shown(row) for row in unit.webhooks.listed(after or "", limit)]


def read(workspace: Workspace, webhook_id: str) -> Subscription:
    """A webhook; NotFound if there is none of this id."""
    with workspace.database.reading() as unit:
        return _shown(_webhook(unit, webhook_id))


Seen: TypeAlias = Callable[[Subscription], None]
"""Raises if a webhook is not as its caller has seen it: heard before anything is changed."""


def remove(workspace: Workspace, webhook_id: str, seen: Seen) -> Subscription:
    """End a webhook for good; it is told nothing more, but for what is on its way."""
    with workspace.database.writing() as unit:
        row = _to_change(unit, webhook_id, seen)
        gone = replace(
            row, removed_at=workspace.now(), seed="", seed_before=None, before_until=None
        )
        unit.webhooks.put(gone)
        _enter(workspace, unit, "webhook_removed", gone)
        unit.commit()
    return _shown(row)


def rotate(workspace: Workspace, webhook_id: str, overlap: timedelta, seen: Seen) -> SecretRotated:
    """Give a webhook another secret; until the overlap is over, both sign."""
    seed, until = signatures.new_seed(), workspace.now() + overlap
    secret = signatures.secret_of(workspace.hooks.key, seed)
    with workspace.database.writing() as unit:
        row = _to_change(unit, webhook_id, seen)
        rotated = replace(
            row,
            seed=seed,
            digest=signatures.digest_of(secret),
            seed_before=row.seed,
            before_until=until,
        )
        unit.webhooks.put(rotated)
        _enter(workspace, unit, "webhook_rotated", rotated)
        unit.commit()
    return SecretRotated(signatures.shown(secret), until)


def replay(workspace: Workspace, webhook_id: str, since: int, seen: Seen) -> Subscription:
    """Tell a webhook again, or for the first time, all that happened after a position.

    It is tried at once, even if it had been stopped. A sender that has it in hand lets go of it.
    InvalidInput for a position that nothing has come to.
    """
    with workspace.database.writing() as unit:
        moved = replace(
            _to_change(unit, webhook_id, seen),
            position=has_come_to(unit, since, "/since", "body"),
            failures=0,
            failing_since=None,
            next_at=workspace.now(),
            stopped=None,
            claim=None,
            claimed_until=None,
        )
        unit.webhooks.put(moved)
        unit.commit()
    return _shown(moved)


def request_test(workspace: Workspace, webhook_id: str, seen: Seen) -> WantedTest:
    """Have the sender send a test, also to a webhook that is stopped; the last wanted counts."""
    event_id = workspace.new_id()
    with workspace.database.writing() as unit:
        row = _to_change(unit, webhook_id, seen)
        unit.webhooks.put(replace(row, test_id=event_id))
        unit.commit()
    return WantedTest(event_id)


def tries(workspace: Workspace, webhook_id: str, before: int, limit: int) -> list[DeliveryTried]:
    """Up to `limit` tries to tell a webhook, the last first, those before a number only."""
    with workspace.database.reading() as unit:
        _webhook(unit, webhook_id)
        return [_tried(row) for row in unit.webhooks.tries(webhook_id, before, limit)]


def _to_change(unit: UnitOfWork, webhook_id: str, seen: Seen) -> WebhookRow:
    row = _webhook(unit, webhook_id, lock=True)
    seen(_shown(row))
    return row


def _webhook(unit: UnitOfWork, webhook_id: str, *, lock: bool = False) -> WebhookRow:
    row = unit.webhooks.webhook(webhook_id, lock=lock)
    if row is None:
        raise NotFound("webhook", webhook_id)
    return row


def _enter(workspace: Workspace, unit: UnitOfWork, action: str, row: WebhookRow) -> None:
    """Enter into the audit what a webhook is now; under its stored id, which is nobody else's."""
    enter(workspace, unit, action, unit.webhooks.stored(row.id), chain.webhook_hash(asdict(row)))


def _shown(row: WebhookRow) -> Subscription:
    state: HookState = "stopped" if row.stopped else "failing" if row.failures else "sending"
    return Subscription(
        id=row.id,
        name=row.name,
        url=row.url,
        kinds=cast("tuple[ChangeKind, ...]", tuple(row.kinds.split())),  # as they were stored
        agreement_id=row.agreement_id,
        registration_kind=cast("RegistrationKind | None", row.registration_kind),
        created_at=row.created_at,
        state=state,
        stopped=cast("StopReason | None", row.stopped),
        position=row.position,
        failures=row.failures,
        failing_since=row.failing_since,
        next_try_at=row.next_at if state == "failing" else None,
    )


def _tried(row: DeliveryRow) -> DeliveryTried:
    return DeliveryTried(
        number=row.number,
        event_id=row.event_id,
        kind=cast("ChangeKind", row.kind),
        position=row.position,
        attempt=row.attempt,
        tried_at=row.tried_at,
        milliseconds=row.milliseconds,
        outcome=cast("Outcome", row.outcome),
        status=row.status,
    )
