"""Bodies, parameters and pages of webhooks."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Path
from fastapi.openapi.models import Example
from pydantic import BaseModel, ConfigDict, Field

from app.api.schemas.changes import MOST
from app.rules.terms import Identifier, RegistrationKind, Words
from app.services.changes.outbox import ChangeKind
from app.services.store.demonstration import EXAMPLE_HOOK, PRACTICE_HOOK
from app.services.webhooks.subscriptions import DeliveryTried, Subscription, WebhookWanted

MOST_HOURS = 24 * 30

WebhookId: TypeAlias = Annotated[
    Identifier,
    Path(
        description="The webhook's id.",
        openapi_examples={"demo": {"summary": "The demonstration's", "value": EXAMPLE_HOOK}},
    ),
]
PracticeWebhookId: TypeAlias = Annotated[
    Identifier,
    Path(
        description="The webhook's id.",
        openapi_examples={"demo": {"summary": "One to practise on", "value": PRACTICE_HOOK}},
    ),
]
FromPosition: TypeAlias = Annotated[int, Field(ge=0, le=MOST)]


class WebhookCreate(BaseModel):
    """Where to tell what: filters left out let everything through."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[
        Identifier | None,
        Field(
            description="Your own id for it, never used before; one is made if left out. With one, "
            "the same request sent twice is refused the second time, and makes no second webhook."
        ),
    ] = None
    name: Annotated[Words, Field(description="What it is for, in words.")]
    url: Annotated[
        str,
        Field(
            min_length=1,
            max_length=2000,
            description="Where to send: an `https://` address of the public internet.",
        ),
    ]
    kinds: Annotated[
        tuple[ChangeKind, ...],
        Field(max_length=7, description="Only these kinds of happenings; all if left out."),
    ] = ()
    agreement_id: Annotated[
        Identifier | None, Field(description="Only under this agreement; under all if left out.")
    ] = None
    registration_kind: Annotated[
        RegistrationKind | None,
        Field(
            description="Only in registrations of this kind, and nothing of agreements themselves; "
            "all if left out."
        ),
    ] = None
    since: Annotated[
        FromPosition | None,
        Field(
            description="Tell what happened after this position: 0 for everything there was. Left "
            "out: what happens from now on."
        ),
    ] = None

    def wanted(self) -> WebhookWanted:
        """The webhook to make."""
        return WebhookWanted(**{name: getattr(self, name) for name in WebhookCreate.model_fields})


class SecretRotate(BaseModel):
    """For how long the secret before goes on signing beside the new one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    overlap_hours: Annotated[
        int, Field(ge=0, le=MOST_HOURS, description="For so many hours both sign.")
    ] = 24


class WebhookReplay(BaseModel):
    """From where on to tell again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: Annotated[
        FromPosition,
        Field(
            description="Tell what happened after this position: 0 for everything there was, a "
            "later one than was told to leave out what lies between. Not beyond the last there is."
        ),
    ]


@dataclass(frozen=True, slots=True)
class WebhookPage:
    """A page of webhooks; `next` is the `after` of the next page, null on the last."""

    items: tuple[Subscription, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """A page of tries, the last first; `next` is the `before` of the next page, null at the end."""

    items: tuple[DeliveryTried, ...]
    next: int | None


WEBHOOK_EXAMPLES: dict[str, Example] = {
    "days": {
        "summary": "How near due days are, under one agreement",
        "value": {
            "name": "Reminders for counsel",
            "url": "https://hooks.example/rights",
            "kinds": ["due_soon", "due", "overdue"],
            "agreement_id": "ctc-example",
        },
    },
    "all": {
        "summary": "Everything that ever happened, and what happens from now on",
        "value": {"name": "Copy for the ledger", "url": "https://hooks.example/all", "since": 0},
    },
}
ROTATE_EXAMPLES: dict[str, Example] = {
    "day": {"summary": "Both secrets sign for a day", "value": {"overlap_hours": 24}},
    "leaked": {"summary": "The old one leaked: at once", "value": {"overlap_hours": 0}},
}
REPLAY_EXAMPLES: dict[str, Example] = {
    "all": {"summary": "Everything again", "value": {"since": 0}},
}
