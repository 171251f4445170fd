"""What sets a registration going: a demand, a shelf, a takedown, the Company's own registration."""

from typing import Annotated, TypeAlias, cast

from fastapi import APIRouter, Body

from app.api.answering.conditional import Recorder, Recording
from app.api.answering.problems import documented
from app.api.deps import (
    AgreementId,
    AnswerWanted,
    AsOfDemand,
    AsOfIncidental,
    AsOfShelf,
    AsOfTakedown,
    DryRun,
    ExampleAgreementId,
    Explain,
)
from app.api.door.strict import StrictRoute
from app.api.schemas.requests import (
    DEMAND_EXAMPLES,
    INCIDENTAL_EXAMPLES,
    SHELF_EXAMPLES,
    TAKEDOWN_EXAMPLES,
    DemandCreate,
    IncidentalCreate,
    ShelfCreate,
    TakedownCreate,
)
from app.rules.answers import Detail, FactsRecorded, RegistrationAnswer
from app.rules.facts import BeginningFact
from app.services.answer import Answer
from app.services.record.posting import Wish
from app.services.registrations import registrations

router = APIRouter(route_class=StrictRoute, prefix="/v1/agreements", tags=["Requests"])

RegistrationAnswered: TypeAlias = Answer[RegistrationAnswer] | Answer[FactsRecorded]
RESPONSES = {
    200: {"model": RegistrationAnswered, "description": "The answer to a dry run"},
    **documented(400, 404, 409, 413, 415, 422, 503),
}


@router.post(
    "/{agreement_id}/demands", status_code=201, summary="Post a demand", responses=RESPONSES
)
async def post_demand(
    recording: Recording,
    agreement_id: AgreementId,
    body: Annotated[DemandCreate, Body(openapi_examples=DEMAND_EXAMPLES)],
    dry_run: DryRun,
    as_of: AsOfDemand = None,
    explain: Explain = Detail.FULL,
    answer: AnswerWanted = "full",
) -> RegistrationAnswered:
    """Holders ask the Company to register their shares: **may they, and what follows?**

    The answer decides the demand condition by condition (a writing duly given, the right open, the
    Requisite Holders, a demand left, no standstill), computes the day by which the registration
    must be effective, and lists what the Company owes every Holder: notice, a window to join from
    each Holder's own receipt, inclusion. Several letters are one demand, received on the day on
    which they together come from the Requisite Holders. A refusal is an answer too (201).
    """
    wish = Wish(as_of, explain, answer, dry_run)
    return await _answered(recording, agreement_id, body.fact(), body.id, wish)


@router.post(
    "/{agreement_id}/shelves", status_code=201, summary="Call for a shelf", responses=RESPONSES
)
async def post_shelf(
    recording: Recording,
    agreement_id: AgreementId,
    body: Annotated[ShelfCreate, Body(openapi_examples=SHELF_EXAMPLES)],
    dry_run: DryRun,
    as_of: AsOfShelf = None,
    explain: Explain = Detail.FULL,
    answer: AnswerWanted = "full",
) -> RegistrationAnswered:
    """A mandatory conversion is proposed: **by when must a shelf be effective, and until when?**

    The Company answers for the day set in the Certificate of Designation. The answer has the
    windows in which Holders may ask to be on the shelf, whether the condition of conversion is met,
    what is left of the right to prohibit sales and, once the conversion has taken place, the day to
    which the shelf is kept effective. Holders who ask while no conversion is proposed are refused.
    """
    wish = Wish(as_of, explain, answer, dry_run)
    return await _answered(recording, agreement_id, body.fact(), body.id, wish)


@router.post(
    "/{agreement_id}/takedowns",
    status_code=201,
    summary="Ask for an underwritten sale off the shelf",
    responses=RESPONSES,
)
async def post_takedown(
    recording: Recording,
    agreement_id: ExampleAgreementId,
    body: Annotated[TakedownCreate, Body(openapi_examples=TAKEDOWN_EXAMPLES)],
    dry_run: DryRun,
    as_of: AsOfTakedown = None,
    explain: Explain = Detail.FULL,
    answer: AnswerWanted = "full",
) -> RegistrationAnswered:
    """The Requisite Holders want to sell off the shelf: **must the Company help, and who joins?**

    The shelf must be effective when the request is received. No day is set for the sale; a
    standstill or a prohibition of sales puts it off (`not_before`). All Holders may join, and are
    cut back by the underwriter's maximum once that is recorded.
    """
    wish = Wish(as_of, explain, answer, dry_run)
    return await _answered(recording, agreement_id, body.fact(), body.id, wish)


@router.post(
    "/{agreement_id}/incidentals",
    status_code=201,
    summary="Post a registration of the Company's own",
    responses=RESPONSES,
)
async def post_incidental(
    recording: Recording,
    agreement_id: AgreementId,
    body: Annotated[IncidentalCreate, Body(openapi_examples=INCIDENTAL_EXAMPLES)],
    dry_run: DryRun,
    as_of: AsOfIncidental = None,
    explain: Explain = Detail.FULL,
    answer: AnswerWanted = "full",
) -> RegistrationAnswered:
    """The Company means to register securities: **who must be told by when, and who may join?**

    The answer says whether the Holders may join at all (plans for employees and Rule 145
    transactions are excluded), the last day for notice of the filing planned, the first day on
    which the Company may file after the notices it gave, the day until which it is wise to wait,
    each Holder's window, and who is cut back. A registration that Holders cannot join is refused.
    """
    wish = Wish(as_of, explain, answer, dry_run)
    return await _answered(recording, agreement_id, body.fact(), body.id, wish)


async def _answered(
    recording: Recorder,
    agreement_id: str,
    beginning: BeginningFact,
    registration_id: str | None,
    wish: Wish,
) -> RegistrationAnswered:
    """Record what sets a registration going, or only try it, and answer."""
    answered = await recording(
        lambda workspace: registrations.post_beginning(
            workspace, agreement_id, beginning, registration_id=registration_id, wish=wish
        ),
        location=lambda result: None if wish.dry_run else _where(result.registration_id),
    )
    return cast(RegistrationAnswered, answered)


def _where(registration_id: str | None) -> str | None:
    """The place of a registration; none if it was only tried."""
    return registration_id and f"/v1/registrations/{registration_id}"
