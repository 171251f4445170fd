"""Receipt, last days and addresses."""

from typing import Annotated

from fastapi import APIRouter, Body

from app.api.computations import ComputationRoute
from app.api.deps import Explain
from app.api.schemas.compute import timing as ask
from app.rules.catalogue.computations import timing
from app.rules.reasoning.sealed import Answer, seal
from app.rules.reasoning.trace import Detail

router = APIRouter(route_class=ComputationRoute)


@router.post("/deemed-receipt", summary="When is it given, when received?")
async def compute_deemed_receipt(
    body: Annotated[ask.DeemedReceiptQuestion, Body(openapi_examples=ask.DEEMED_RECEIPT)],
    explain: Explain = Detail.FULL,
) -> Answer[timing.ReceiptResult]:
    """Clause 9(b): by hand on the day; by mail on the third business day after mailing.

    Fax and e-mail, which the clause does not name, count as reading QA16 says.
    """
    matter = body.matter(explain)
    return seal(timing.deemed_receipt(body.delivery, matter), matter)


@router.post("/deadline", summary="Which is the last day?")
async def compute_deadline(
    body: Annotated[ask.DeadlineQuestion, Body(openapi_examples=ask.DEADLINE)],
    explain: Explain = Detail.FULL,
) -> Answer[timing.DeadlineResult]:
    """Days, business days, months or years from an event, forward or back.

    The event's day is not counted, the last day is counted whole. A last day on a Sunday or a
    Massachusetts legal holiday moves to the next business day, an ordinary Saturday does not; a
    day counted back does not move.
    """
    matter = body.matter(explain)
    return seal(timing.deadline(body.period(matter), body.event_on, matter), matter)


@router.post("/notice-addresses", summary="Where does each Holder take notice?")
async def compute_notice_addresses(
    body: Annotated[ask.NoticeAddressesQuestion, Body(openapi_examples=ask.NOTICE_ADDRESSES)],
    explain: Explain = Detail.FULL,
) -> Answer[timing.AddressesResult]:
    """One address serves all Holders until one of them specifies his own."""
    matter = body.matter(explain)
    found = timing.notice_addresses(body.holders, body.own_addresses, matter)
    return seal(found, matter)
