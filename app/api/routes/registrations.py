"""Registrations and the facts of their life."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body

from app.api.deps import AsOf, Explain, RegistrationId, TheWorkspace, in_thread
from app.api.problems import documented
from app.api.schemas.registrations import EVENT_EXAMPLES
from app.rules.answers import Allocation, Answer, DemandAnswer
from app.rules.facts import RegistrationFact
from app.rules.obligations import Obligation
from app.rules.working import Detail
from app.services import registrations
from app.services.agreements import FactOnRecord

router = APIRouter(prefix="/v1/registrations", tags=["Registrations"])


@dataclass(frozen=True, slots=True)
class ObligationList:
    """The obligations of one registration on a day."""

    registration_id: str
    as_of: date | None
    obligations: tuple[Obligation, ...]


@dataclass(frozen=True, slots=True)
class AllocationView:
    """Who may sell how many shares in one registration, on a day."""

    registration_id: str
    as_of: date | None
    allocation: Allocation


@router.get(
    "/{registration_id}", summary="Read a registration", responses=documented(404, 422, 503)
)
async def get_registration(
    workspace: TheWorkspace,
    registration_id: RegistrationId,
    as_of: AsOf = None,
    explain: Explain = Detail.FULL,
) -> Answer[DemandAnswer]:
    """The registration as it stands on a day, recomputed from the facts known to have happened."""
    return await in_thread(lambda: registrations.read(workspace, registration_id, as_of, explain))


@router.get(
    "/{registration_id}/obligations",
    summary="Read a registration's obligations",
    responses=documented(404, 422, 503),
)
async def list_registration_obligations(
    workspace: TheWorkspace, registration_id: RegistrationId, as_of: AsOf = None
) -> ObligationList:
    """Who owes what to whom: with a due day, or with the standard of conduct the clause sets."""
    answer = await in_thread(
        lambda: registrations.read(workspace, registration_id, as_of, Detail.NONE)
    )
    return ObligationList(registration_id, answer.result.as_of, answer.result.obligations)


@router.get(
    "/{registration_id}/allocation",
    summary="Read a registration's allocation",
    responses=documented(404, 422, 503),
)
async def get_registration_allocation(
    workspace: TheWorkspace, registration_id: RegistrationId, as_of: AsOf = None
) -> AllocationView:
    """How many shares each Holder and anyone else may sell, with a reason for each number."""
    answer = await in_thread(
        lambda: registrations.read(workspace, registration_id, as_of, Detail.NONE)
    )
    return AllocationView(registration_id, answer.result.as_of, answer.result.allocation)


@router.get(
    "/{registration_id}/events",
    summary="Read a registration's facts",
    responses=documented(404, 422, 503),
)
async def list_registration_events(
    workspace: TheWorkspace, registration_id: RegistrationId
) -> list[FactOnRecord]:
    """The facts of this registration, in the order of posting."""
    return await in_thread(lambda: registrations.facts_of(workspace, registration_id))


@router.post(
    "/{registration_id}/events",
    status_code=201,
    summary="Record a fact about a registration",
    responses=documented(400, 404, 409, 413, 415, 422, 503),
)
async def post_registration_event(
    workspace: TheWorkspace,
    registration_id: RegistrationId,
    body: Annotated[RegistrationFact, Body(openapi_examples=EVENT_EXAMPLES)],
    as_of: AsOf = None,
    explain: Explain = Detail.FULL,
) -> Answer[DemandAnswer]:
    """A notice to a Holder, a request to join, a delay, a filing, effectiveness, a withdrawal.

    Facts are never edited and may be posted late. Answers where the registration stands with the
    new fact: for a request to join, whether it is in time.
    """
    return await in_thread(
        lambda: registrations.post_fact(workspace, registration_id, body, as_of, explain)
    )
