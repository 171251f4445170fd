"""What has happened, as it is asked for and listed."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Query

from app.services.changes.changes import Happening
from app.services.changes.outbox import ChangeKind

MOST = 2**63 - 1

Since: TypeAlias = Annotated[
    int,
    Query(
        ge=0,
        le=MOST,
        description="What happened after this position; from the beginning if left out. One that "
        "nothing has come to is refused: it is of another database, or of one before its backup.",
        openapi_examples={"all": {"summary": "From the beginning", "value": 0}},
    ),
]
Kinds: TypeAlias = Annotated[
    list[ChangeKind] | None,
    Query(
        max_length=7,
        description="Only these kinds; give it several times for several.",
        openapi_examples={
            "days": {"summary": "How near due days are", "value": ["due_soon", "due", "overdue"]}
        },
    ),
]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A page of what has happened; `next` is the `since` of the next page, null on the last."""

    items: tuple[Happening, ...]
    next: int | None
