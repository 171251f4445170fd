"""Notices, join windows and the filing of the Company's own registration."""

from typing import Annotated

from fastapi import APIRouter, Body

from app.api.computations import ComputationRoute
from app.api.deps import Explain
from app.api.schemas.compute import joining as ask
from app.api.schemas.compute.periods import present
from app.api.schemas.compute.question import demand_of, incidental_of
from app.rules.catalogue.computations import joining
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.sealed import Answer, seal
from app.rules.reasoning.trace import Detail
from app.rules.registrations.joining.joining import (
    JoinRight,
    demand_join,
    incidental_join,
    shelf_join,
    takedown_join,
)

router = APIRouter(route_class=ComputationRoute)


@router.post("/join-window", summary="Until when may each Holder join?")
async def compute_join_window(
    body: Annotated[ask.JoinWindowQuestion, Body(openapi_examples=ask.JOIN_WINDOW)],
    explain: Explain = Detail.FULL,
) -> Answer[joining.JoinWindowsResult]:
    """Twenty days from each Holder's own receipt of the notice.

    In a demand the request must be received by then, in the Company's own registration given.
    """
    matter = body.matter(explain)
    right = _join_right(body.regime, matter)
    return seal(
        joining.join_windows(right, body.notices_given(), body.requests_made(), matter), matter
    )


def _join_right(regime: ask.Regime, matter: Matter) -> JoinRight:
    match regime:
        case "demand":
            return demand_join(demand_of(matter), matter)
        case "takedown":
            return takedown_join(present(matter.terms.takedown, "takedown"), matter)
        case "shelf":
            return shelf_join(present(matter.terms.shelf, "shelf"), matter)
        case "incidental":
            return incidental_join(incidental_of(matter), matter)


@router.post("/incidental-notice", summary="When may the Company file its own registration?")
async def compute_incidental_notice(
    body: Annotated[ask.IncidentalNoticeQuestion, Body(openapi_examples=ask.INCIDENTAL_NOTICE)],
    explain: Explain = Detail.FULL,
) -> Answer[joining.IncidentalNoticeResult]:
    """Clause 2(b): every Holder is told at least 30 days before filing.

    Gives the last day for notice of a planned filing, the first day of filing after the notices
    given, and the day until which it is wise to wait for requests still on their way.
    """
    matter = body.matter(explain)
    right = incidental_of(matter)
    found = joining.incidental_notice(
        right, body.filing_on, body.notices_given(), body.not_told, matter
    )
    return seal(found, matter)
