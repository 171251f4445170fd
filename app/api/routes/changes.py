"""What has happened, for those who poll: changes since any position."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.api.answering.problems import documented
from app.api.answering.renamed import SAID_SO, OldAgreement, renamed
from app.api.deps import TheWorkspace, in_thread
from app.api.door.strict import StrictRoute
from app.api.schemas.changes import ChangePage, Kinds, Since
from app.rules.terms import Identifier
from app.services.changes import changes

router = APIRouter(route_class=StrictRoute, prefix="/v1/changes", tags=["Changes"])


@router.get(
    "",
    summary="What has happened",
    responses={**documented(422, 503), 200: {"headers": SAID_SO}},
)
async def list_changes(
    workspace: TheWorkspace,
    response: Response,
    since: Since = 0,
    kind: Kinds = None,
    agreement_id: Annotated[
        Identifier | None, Query(description="Under this agreement alone.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
    agreement: OldAgreement = None,
) -> ChangePage:
    """What writes, and the passing of days, have done under all agreements, in their order.

    To poll, keep the `position` of the last item you have dealt with and pass it as `since`: you
    are never told out of order, and nothing is ever left out. A page at a time: `next` is the
    `since` of the page that follows, null when you have seen all there is for now.

    Each item is a CloudEvent. `determined`: something else is decided about a registration.
    `due_soon` (seven days before), `due` and `overdue`: how near its due day an obligation is.
    `performed`: it was done. `moved`: it is due by another day, is not owed any more, or is owed
    again. `corrected`: an entry of the record was corrected or retracted. Of what lies in the past
    when it is recorded you are told as it stands today.
    """
    under = renamed(response, "agreement", agreement, "agreement_id", agreement_id)
    found = await in_thread(
        lambda: changes.listed(workspace, since, limit + 1, tuple(kind or ()), under)
    )
    items = tuple(found[:limit])
    return ChangePage(items, items[-1].position if len(found) > limit else None)
