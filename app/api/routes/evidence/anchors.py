"""The signed lines over all that is stored, held against what is stored now."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.answering.problems import documented
from app.api.deps import TheWorkspace, in_thread
from app.api.door.strict import StrictRoute
from app.api.schemas.pages import After
from app.services.evidence import anchors
from app.services.evidence.anchors import Held
from app.services.workspace.pages import PageOf

router = APIRouter(route_class=StrictRoute, prefix="/v1/anchors", tags=["Evidence"])


@router.get("", summary="What is missing since it was anchored?", responses=documented(422, 503))
async def list_anchors(
    workspace: TheWorkspace,
    after: After = None,
    limit: Annotated[int, Query(ge=1, le=50, description="How many, the last made first.")] = 10,
) -> PageOf[Held]:
    """Every line the operator signed (`python -m app anchor`), held against what is stored, the
    last made first, a page at a time.

    Each names what of yours is **missing, shortened or rewritten since**, and whether the chain of
    all writes still leads through it. A line also names what others keep here, so that it is not
    shown whole: ask the operator for the part that is yours, and compare the `key` with the one
    you know. The line proves nothing to you that you have not had from elsewhere before.
    """
    return await in_thread(
        lambda: anchors.listed(workspace, workspace.database.tenant, after, limit)
    )
