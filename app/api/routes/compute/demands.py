"""The demand, whole and in its parts."""

from typing import Annotated

from fastapi import APIRouter, Body

from app.api.computations import ComputationRoute
from app.api.deps import Explain
from app.api.schemas.compute import demands as ask
from app.api.schemas.compute.demand_question import DEMAND, DemandQuestionBody
from app.api.schemas.compute.question import demand_of, offerings_of
from app.rules.catalogue.computations import demands
from app.rules.reasoning.sealed import Answer, seal
from app.rules.reasoning.trace import Detail
from app.rules.registrations.kinds.demand.question import answer_question
from app.rules.registrations.requests.effected import DemandsLeft
from app.rules.registrations.shown import RegistrationAnswer

router = APIRouter(route_class=ComputationRoute)


@router.post("/demand", summary="May they demand, and what follows?")
async def compute_demand(
    body: Annotated[DemandQuestionBody, Body(openapi_examples=DEMAND)],
    explain: Explain = Detail.FULL,
) -> Answer[RegistrationAnswer]:
    """A demand answered whole, without a record: the same rules and the same answer."""
    matter = body.matter(explain)
    question = body.question(matter)
    return seal(answer_question(question, matter.terms.demand, matter, body.as_of), matter)


@router.post("/requisite-holders", summary="Are they the Requisite Holders?")
async def compute_requisite_holders(
    body: Annotated[ask.RequisiteHoldersQuestion, Body(openapi_examples=ask.REQUISITE_HOLDERS)],
    explain: Explain = Detail.FULL,
) -> Answer[demands.RequisiteResult]:
    """A majority of all Registrable Securities, as if all were converted and exercised."""
    matter = body.matter(explain)
    holdings = body.holdings()
    return seal(demands.requisite_holders(body.requesters, holdings, matter), matter)


@router.post("/standstill", summary="When need the Company not effect a demand?")
async def compute_standstill(
    body: Annotated[ask.StandstillQuestion, Body(openapi_examples=ask.STANDSTILL)],
    explain: Explain = Detail.FULL,
) -> Answer[demands.StandstillResult]:
    """The 180 days that follow the commencement of the Company's public offering."""
    matter = body.matter(explain)
    offerings = offerings_of(body.company_offerings)
    found = demands.standstill_windows(offerings, body.registration_kind, matter)
    return seal(found, matter)


@router.post("/demand-count", summary="How many demands are left?")
async def compute_demand_count(
    body: Annotated[ask.DemandCountQuestion, Body(openapi_examples=ask.DEMAND_COUNT)],
    explain: Explain = Detail.FULL,
) -> Answer[DemandsLeft]:
    """Clause 2(e): a registration that was interfered with, or did not close, does not count."""
    matter = body.matter(explain)
    return seal(demands.demand_count(body.lives(matter), body.as_of, matter), matter)


@router.post("/short-form", summary="Does the shorter period apply?")
async def compute_short_form(
    body: Annotated[ask.ShortFormQuestion, Body(openapi_examples=ask.SHORT_FORM)],
    explain: Explain = Detail.FULL,
) -> Answer[demands.ShortFormResult]:
    """60 days instead of 90 if the Company qualifies for Form S-3, S-2 or a similar short form."""
    matter = body.matter(explain)
    return seal(demands.short_form(body.facts(), demand_of(matter), matter), matter)


@router.post("/timeliness", summary="Was it effective in time?")
async def compute_timeliness(
    body: Annotated[ask.TimelinessQuestion, Body(openapi_examples=ask.TIMELINESS)],
    explain: Explain = Detail.FULL,
) -> Answer[demands.TimelinessResult]:
    """Compares effectiveness with the due day; lateness calls for review under best efforts."""
    matter = body.matter(explain)
    return seal(demands.timeliness(body.due_on, body.done_on(matter), matter), matter)
