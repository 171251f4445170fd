"""The docket: obligations across agreements, listed or as a calendar."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from app.api import calendar_feed
from app.api.answering.problems import documented
from app.api.answering.renamed import SAID_SO
from app.api.deps import TheWorkspace, in_thread
from app.api.door.strict import StrictRoute
from app.api.schemas.obligations import DocketPage, WantedObligations, read, shown_page
from app.errors import Fault, InvalidInput
from app.services.docket import obligations
from app.services.docket.obligations import Wanted
from app.services.workspace.workspace import Workspace

router = APIRouter(route_class=StrictRoute, prefix="/v1", tags=["Obligations"])

MOST_EVENTS = 1000
CALENDAR: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A calendar with an all-day event for each due day",
        "headers": SAID_SO,
        "content": {calendar_feed.MEDIA_TYPE: {"schema": {"type": "string"}}},
    }
}


@router.get(
    "/obligations",
    summary="The docket",
    responses={**documented(422, 503), 200: {"headers": SAID_SO}},
)
async def list_obligations(
    workspace: TheWorkspace,
    wanted: WantedObligations,
    after: Annotated[
        str | None, Query(max_length=1000, description="Read on after this `next` of a page.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> DocketPage:
    """**Who owes what to whom by when**, under every agreement and registration on record.

    By due day, what has none last; then by agreement, registration and obligation. Every filter
    narrows the list, and several together narrow it to what meets all of them. A page at a time:
    pass `next` as `after`, with the same filters and the same day, to read on.

    The list is as of one day for all agreements: `as_of`, or today in UTC. On an earlier day it
    shows what stood then on all that is recorded now, or with `known_at` on what was recorded by
    then (where more than 200 agreements have moved since, name one of them). Each entry says where
    its dates are worked out (`explained_at`).
    """
    place = None if after is None else read(after)
    found = await in_thread(lambda: obligations.listed(workspace, wanted, place, limit + 1))
    return shown_page(found, wanted, limit)


@router.get(
    "/obligations.ics",
    summary="The docket as a calendar",
    response_class=Response,
    responses={**CALENDAR, **documented(422, 503)},
)
async def get_obligations_calendar(
    workspace: TheWorkspace, wanted: WantedObligations, response: Response
) -> Response:
    """The due days of the docket, for a calendar program to subscribe to (iCalendar, RFC 5545).

    Each obligation with a due day is an event of that whole day, with its clause, its registration
    and who owes it to whom. What has only a standard of conduct has no day and no event. The
    filters are those of the list, so that counsel can follow one agreement, or what is open. A
    calendar of more than 1,000 events is refused: ask for less, with `due_from` for instance.
    """
    calendar = await in_thread(lambda: _calendar(workspace, wanted))
    return Response(calendar, headers=response.headers, media_type=calendar_feed.MEDIA_TYPE)


def _calendar(workspace: Workspace, wanted: Wanted) -> bytes:
    """The calendar; InvalidInput when it would leave out what does not fit."""
    dated = replace(wanted, dated=True)
    found = obligations.listed(workspace, dated, None, MOST_EVENTS + 1)
    if len(found) > MOST_EVENTS:
        says = (
            f"More than {MOST_EVENTS:,} due days: name an agreement, or days from when and to when."
        )
        raise InvalidInput([Fault("due_from", "too_many_events", says, place="query")])
    return calendar_feed.calendar_of(found, wanted.day)
