"""Answers that were kept: read again to the byte, and computed again."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from app.api.answering.problems import documented
from app.api.deps import EvaluationId, KnownAt, TheWorkspace, in_thread
from app.api.door.strict import StrictRoute
from app.services.evidence import replay
from app.services.evidence.replay import KeptEvaluation, Replay, Under

router = APIRouter(route_class=StrictRoute, prefix="/v1/evaluations", tags=["Evidence"])


@router.get("/{evaluation_id}", summary="Read a kept answer", responses=documented(404, 422, 503))
async def get_evaluation(
    workspace: TheWorkspace, evaluation_id: EvaluationId, known_at: KnownAt = None
) -> KeptEvaluation:
    """The answer as it was given, with what was asked, of which record, under which terms,
    calendars and service, when, by whom and on which request.

    Every answer to a request that recorded something is kept, in the same transaction as the fact.
    """
    return await in_thread(lambda: replay.read(workspace, evaluation_id, known_at))


@router.get(
    "/{evaluation_id}/answer",
    summary="Read the bytes of a kept answer",
    response_model=dict[str, Any],
    responses=documented(404, 422, 503),
)
async def get_evaluation_answer(
    workspace: TheWorkspace, evaluation_id: EvaluationId, known_at: KnownAt = None
) -> Response:
    """The very bytes that were sent: their SHA-256 is the `answer_hash` of the kept answer."""
    text = await in_thread(lambda: replay.answer_text(workspace, evaluation_id, known_at))
    return Response(text.encode(), media_type="application/json")


@router.get(
    "/{evaluation_id}/replay",
    summary="Compute a kept answer again",
    responses=documented(404, 422, 503),
)
async def get_evaluation_replay(
    workspace: TheWorkspace,
    evaluation_id: EvaluationId,
    under: Annotated[
        Under,
        Query(
            description="`pinned`: from the facts and terms it rested on; `current`: from "
            "everything known now.",
            openapi_examples={
                "pinned": {"summary": "From what was known then", "value": "pinned"},
                "current": {"summary": "From what is known now", "value": "current"},
            },
        ),
    ] = "pinned",
    known_at: KnownAt = None,
) -> Replay:
    """**Is it still the same answer?** Computed again for the same day, and compared to the byte.

    Pinned, by the same service and calendars, it must be equal. Where other code runs now, that is
    said, and every difference is listed with its JSON pointer and both values. Under current
    knowledge the differences are what later facts and corrections have changed. What a correction
    changed is always computed from the facts on record when it was made.
    """
    return await in_thread(lambda: replay.replay(workspace, evaluation_id, under, known_at))
