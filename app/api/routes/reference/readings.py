"""The readings."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.answering.problems import documented
from app.api.door.strict import StrictRoute
from app.api.schemas.pages import MOST, After, Limit
from app.rules.terms import CataloguedReading, Identifier, cited, every_reading
from app.services.agreements.templates import template
from app.services.workspace.pages import PageOf, page_of

router = APIRouter(route_class=StrictRoute, prefix="/v1/readings", tags=["Readings"])


@router.get("", summary="List the readings", responses=documented(404, 422))
async def list_readings(
    of: Annotated[
        Identifier,
        Query(
            alias="template",
            description="Cite the clauses of this bundled template. Those of an agreement: "
            "`GET /v1/agreements/{agreement_id}/readings`.",
            openapi_examples={"form": {"summary": "The venture model", "value": "nvca-2025"}},
        ),
    ] = "ctc-1998",
    after: After = None,
    limit: Limit = MOST,
) -> PageOf[CataloguedReading]:
    """The points on which two careful lawyers could compute differently.

    Each has its clause, its choices, the default and the reason for it. A reading is set in the
    terms of an agreement (`overrides: {"readings": {…}}`) or in a computation (`readings`), and
    changes the answer.
    """
    agreement = template(of).terms
    found = [cited(option, agreement) for option in every_reading()]
    return page_of(found, lambda reading: reading.option, after, limit)
