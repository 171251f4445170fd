"""Webhooks: what happens is sent, signed, to addresses that a tenant chooses."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Header, Query, Request, Response
from pydantic import TypeAdapter

from app.api.answering.conditional import IF_MATCH, IF_NONE_MATCH, KEY, TAGS
from app.api.answering.problems import documented
from app.api.deps import TheWorkspace, in_thread
from app.api.door.conditions import change_under
from app.api.door.strict import StrictRoute
from app.api.schemas.changes import MOST
from app.api.schemas.pages import After
from app.api.schemas.webhooks import (
    REPLAY_EXAMPLES,
    ROTATE_EXAMPLES,
    WEBHOOK_EXAMPLES,
    DeliveryPage,
    PracticeWebhookId,
    SecretRotate,
    WebhookCreate,
    WebhookId,
    WebhookPage,
    WebhookReplay,
)
from app.errors import Fault, InvalidInput
from app.services.webhooks import subscriptions
from app.services.webhooks.subscriptions import (
    SecretRotated,
    Seen,
    Subscription,
    SubscriptionMade,
    WantedTest,
)

SHOWN = TypeAdapter(Subscription)
IfMatch = Annotated[
    str | None,
    Header(
        alias=IF_MATCH,
        pattern=f"^({TAGS})$",
        description="The `ETag` of the webhook as you have read it: done only if it is still the "
        "same (else 412).",
    ),
]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias=IF_NONE_MATCH,
        pattern=f"^({TAGS})$",
        description="Done only if the webhook has none of these tags (else 412). It is there, so "
        "that a star always gets 412.",
    ),
]


async def as_seen(
    request: Request,
    if_match: IfMatch = None,  # noqa: ARG001  # declared; read with all their lines
    if_none_match: IfNoneMatch = None,  # noqa: ARG001
) -> Seen:
    """Hear the conditions of a request that changes a webhook, once the webhook is in hand."""
    return lambda webhook: change_under(request, "webhook", webhook.id, SHOWN.dump_json(webhook))


NO_KEY = (
    "A reply kept under this key would keep the secret. Give an `id` instead: the same request "
    "sent again is then refused, and makes no second webhook."
)
AsSeen = Annotated[Seen, Depends(as_seen)]

router = APIRouter(route_class=StrictRoute, prefix="/v1/webhooks", tags=["Webhooks"])


@router.post(
    "",
    status_code=201,
    summary="Make a webhook",
    responses=documented(400, 404, 409, 413, 415, 422, 503),
)
async def post_webhook(
    workspace: TheWorkspace,
    request: Request,
    response: Response,
    body: Annotated[WebhookCreate, Body(openapi_examples=WEBHOOK_EXAMPLES)],
) -> SubscriptionMade:
    """Has what happens sent to an address as it happens: the items of `GET /v1/changes`, one each.

    Each is a CloudEvent (`application/cloudevents+json`), signed by the Standard Webhooks scheme
    (`webhook-id`, `webhook-timestamp`, `webhook-signature`): verify it with the secret that you are
    shown here, once. Answer 2xx within ten seconds; else it is sent again, for three days, and what
    comes after it waits. You are told everything at least once, in the order of `position`; the
    same `webhook-id` twice is the same thing told twice. Needs the scope `admin`, and takes no
    `Idempotency-Key`, whose reply would keep the secret: choose an `id` instead (else 422).
    """
    if KEY in request.headers and body.id is None:
        raise InvalidInput([Fault(KEY, "no_key_here", NO_KEY, "header")])
    made = await in_thread(lambda: subscriptions.make(workspace, body.wanted()))
    response.headers["Location"] = f"/v1/webhooks/{made.webhook.id}"
    return made


@router.get("", summary="List the webhooks", responses=documented(422, 503))
async def list_webhooks(
    workspace: TheWorkspace,
    after: After = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> WebhookPage:
    """By id, a page at a time: pass `next` as `after` to read on. Never their secrets."""
    found = await in_thread(lambda: subscriptions.listed(workspace, after, limit + 1))
    items = tuple(found[:limit])
    return WebhookPage(items, items[-1].id if len(found) > limit else None)


@router.get("/{webhook_id}", summary="Read a webhook", responses=documented(404, 422, 503))
async def get_webhook(workspace: TheWorkspace, webhook_id: WebhookId) -> Subscription:
    """Where it is told what, how far it was told, and whether that fails."""
    return await in_thread(lambda: subscriptions.read(workspace, webhook_id))


@router.delete(
    "/{webhook_id}",
    summary="Remove a webhook",
    responses=documented(404, 422, 503),
)
async def delete_webhook(
    workspace: TheWorkspace, webhook_id: PracticeWebhookId, seen: AsSeen
) -> Subscription:
    """For good: it is told nothing more, its secret is gone, and its id is not used again.

    Answers with what it was.
    """
    return await in_thread(lambda: subscriptions.remove(workspace, webhook_id, seen))


@router.post(
    "/{webhook_id}/secret",
    status_code=201,
    summary="Give a webhook another secret",
    responses=documented(400, 404, 413, 415, 422, 503),
)
async def rotate_webhook_secret(
    workspace: TheWorkspace,
    webhook_id: WebhookId,
    seen: AsSeen,
    body: Annotated[SecretRotate, Body(openapi_examples=ROTATE_EXAMPLES)],
) -> SecretRotated:
    """Shows the new secret, once. Until `both_sign_until` each message bears two signatures.

    So a receiver that knows either accepts it, and can be given the new one without haste.
    """
    overlap = timedelta(hours=body.overlap_hours)
    return await in_thread(lambda: subscriptions.rotate(workspace, webhook_id, overlap, seen))


@router.post(
    "/{webhook_id}/replay",
    summary="Tell a webhook again",
    responses=documented(400, 404, 413, 415, 422, 503),
)
async def replay_webhook(
    workspace: TheWorkspace,
    webhook_id: WebhookId,
    seen: AsSeen,
    body: Annotated[WebhookReplay, Body(openapi_examples=REPLAY_EXAMPLES)],
) -> Subscription:
    """Goes on from any position, back or ahead, at once; one that was stopped is told again.

    What was sent before is sent under the same `webhook-id` as then.
    """
    return await in_thread(lambda: subscriptions.replay(workspace, webhook_id, body.since, seen))


@router.post(
    "/{webhook_id}/test",
    summary="Send a test",
    responses=documented(400, 404, 413, 415, 422, 503),
)
async def test_webhook(workspace: TheWorkspace, webhook_id: WebhookId, seen: AsSeen) -> WantedTest:
    """Has an event of type `test` sent next, once, signed like any other, to a stopped one too.

    What became of it stands in the log of deliveries under the `event_id` given here.
    """
    return await in_thread(lambda: subscriptions.request_test(workspace, webhook_id, seen))


@router.get(
    "/{webhook_id}/deliveries",
    summary="List what a webhook was sent",
    responses=documented(404, 422, 503),
)
async def list_webhook_deliveries(
    workspace: TheWorkspace,
    webhook_id: WebhookId,
    before: Annotated[
        int, Query(ge=1, le=MOST, description="Start before this number; with the last if left out")
    ] = MOST,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> DeliveryPage:
    """Every try of the last thirty days, the last first: pass `next` as `before` to read on.

    What a receiver answered is kept as its status alone.
    """
    found = await in_thread(lambda: subscriptions.tries(workspace, webhook_id, before, limit + 1))
    items = tuple(found[:limit])
    return DeliveryPage(items, items[-1].number if len(found) > limit else None)
