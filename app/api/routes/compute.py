"""Every rule without storage: pure, so each route computes on the event loop."""

from typing import Annotated

from fastapi import APIRouter, Body

from app.api.deps import Explain
from app.api.problems import documented
from app.api.schemas import compute as ask
from app.api.schemas.demand_question import DEMAND, DemandQuestionBody
from app.api.schemas.question import demand_of, holdings_of, incidental_of, offerings_of
from app.rules import computations
from app.rules.answers import Answer, DemandAnswer, DemandsLeft, seal
from app.rules.demand_question import answer_question
from app.rules.working import Detail

router = APIRouter(
    prefix="/v1/compute",
    tags=["Computations"],
    responses=documented(400, 413, 415, 422),
)


@router.post("/deemed-receipt", summary="When is it given, when received?")
async def compute_deemed_receipt(
    body: Annotated[ask.DeemedReceiptQuestion, Body(openapi_examples=ask.DEEMED_RECEIPT)],
    explain: Explain = Detail.FULL,
) -> Answer[computations.ReceiptResult]:
    """Clause 9(b): by hand on the day; by mail on the third business day after mailing.

    Fax and e-mail, which the clause does not name, count as reading QA16 says.
    """
    matter = body.matter(explain)
    return seal(computations.deemed_receipt(body.delivery, matter), matter)


@router.post("/deadline", summary="Which is the last day?")
async def compute_deadline(
    body: Annotated[ask.DeadlineQuestion, Body(openapi_examples=ask.DEADLINE)],
    explain: Explain = Detail.FULL,
) -> Answer[computations.DeadlineResult]:
    """Days, business days, months or years from an event, forward or back.

    The event's day is not counted, the last day is counted whole. A last day on a Sunday or a
    Massachusetts legal holiday moves to the next business day, an ordinary Saturday does not; a
    day counted back does not move.
    """
    matter = body.matter(explain)
    return seal(computations.deadline(body.period(matter), body.event_on, matter), matter)


@router.post("/requisite-holders", summary="Are they the Requisite Holders?")
async def compute_requisite_holders(
    body: Annotated[ask.RequisiteHoldersQuestion, Body(openapi_examples=ask.REQUISITE_HOLDERS)],
    explain: Explain = Detail.FULL,
) -> Answer[computations.RequisiteResult]:
    """A majority of all Registrable Securities, as if all were converted and exercised."""
    matter = body.matter(explain)
    holdings = holdings_of(body.positions)
    return seal(computations.requisite_holders(body.requesters, holdings, matter), matter)


@router.post("/standstill", summary="When need the Company not effect a demand?")
async def compute_standstill(
    body: Annotated[ask.StandstillQuestion, Body(openapi_examples=ask.STANDSTILL)],
    explain: Explain = Detail.FULL,
) -> Answer[computations.StandstillResult]:
    """The 180 days that follow the commencement of the Company's public offering."""
    matter = body.matter(explain)
    offerings = offerings_of(body.company_offerings)
    found = computations.standstill_windows(offerings, body.registration_kind, matter)
    return seal(found, matter)


@router.post("/demand-count", summary="How many demands are left?")
async def compute_demand_count(
    body: Annotated[ask.DemandCountQuestion, Body(openapi_examples=ask.DEMAND_COUNT)],
    explain: Explain = Detail.FULL,
) -> Answer[DemandsLeft]:
    """Clause 2(e): a registration that was interfered with, or did not close, does not count."""
    matter = body.matter(explain)
    lives = [
        each.life(f"request:/registrations/{place}")
        for place, each in enumerate(body.registrations)
    ]
    return seal(computations.demand_count(lives, body.as_of, matter), matter)


@router.post("/join-window", summary="Until when may each Holder join?")
async def compute_join_window(
    body: Annotated[ask.JoinWindowQuestion, Body(openapi_examples=ask.JOIN_WINDOW)],
    explain: Explain = Detail.FULL,
) -> Answer[computations.JoinWindowsResult]:
    """Twenty days from each Holder's own receipt of the notice.

    In a demand the request must be received by then, in the Company's own registration given.
    """
    matter = body.matter(explain)
    right = demand_of(matter) if body.regime == "demand" else incidental_of(matter)
    return seal(
        computations.join_windows(
            body.regime, right.join, body.notices_given(), body.requests_made(), matter
        ),
        matter,
    )


@router.post("/incidental-notice", summary="When may the Company file its own registration?")
async def compute_incidental_notice(
    body: Annotated[ask.IncidentalNoticeQuestion, Body(openapi_examples=ask.INCIDENTAL_NOTICE)],
    explain: Explain = Detail.FULL,
) -> Answer[computations.IncidentalNoticeResult]:
    """Clause 2(b): every Holder is told at least 30 days before filing.

    Gives the last day for notice of a planned filing, the first day of filing after the notices
    given, and the day until which it is wise to wait for requests still on their way.
    """
    matter = body.matter(explain)
    right = incidental_of(matter)
    found = computations.incidental_notice(right, body.filing_on, body.notices_given(), matter)
    return seal(found, matter)


@router.post("/short-form", summary="Does the shorter period apply?")
async def compute_short_form(
    body: Annotated[ask.ShortFormQuestion, Body(openapi_examples=ask.SHORT_FORM)],
    explain: Explain = Detail.FULL,
) -> Answer[computations.ShortFormResult]:
    """60 days instead of 90 if the Company qualifies for Form S-3, S-2 or a similar short form."""
    matter = body.matter(explain)
    return seal(computations.short_form(body.facts(), demand_of(matter), matter), matter)


@router.post("/timeliness", summary="Was it effective in time?")
async def compute_timeliness(
    body: Annotated[ask.TimelinessQuestion, Body(openapi_examples=ask.TIMELINESS)],
    explain: Explain = Detail.FULL,
) -> Answer[computations.TimelinessResult]:
    """Compares effectiveness with the due day; lateness calls for review under best efforts."""
    matter = body.matter(explain)
    return seal(computations.timeliness(body.due_on, body.effective_on), matter)


@router.post("/notice-addresses", summary="Where does each Holder take notice?")
async def compute_notice_addresses(
    body: Annotated[ask.NoticeAddressesQuestion, Body(openapi_examples=ask.NOTICE_ADDRESSES)],
    explain: Explain = Detail.FULL,
) -> Answer[computations.AddressesResult]:
    """One address serves all Holders until one of them specifies his own."""
    matter = body.matter(explain)
    found = computations.notice_addresses(body.holders, body.own_addresses, matter)
    return seal(found, matter)


@router.post("/demand", summary="May they demand, and what follows?")
async def compute_demand(
    body: Annotated[DemandQuestionBody, Body(openapi_examples=DEMAND)],
    explain: Explain = Detail.FULL,
) -> Answer[DemandAnswer]:
    """A demand answered whole, without a record: the same rules and the same answer."""
    matter = body.matter(explain)
    demand = demand_of(matter)
    return seal(answer_question(body.question(), demand, matter, body.as_of), matter)
