"""The readings."""

from fastapi import APIRouter

from app.api.answering.problems import documented
from app.api.door.strict import StrictRoute
from app.api.schemas.pages import MOST, After, Limit
from app.rules.terms.readings import CataloguedReading, catalogue
from app.services.pages import PageOf, page_of

router = APIRouter(route_class=StrictRoute, prefix="/v1/readings", tags=["Readings"])


@router.get("", summary="List the readings", responses=documented(422))
async def list_readings(after: After = None, limit: Limit = MOST) -> PageOf[CataloguedReading]:
    """The points on which two careful lawyers could compute differently.

    Each has its clause, its choices, the default and the reason for it. A reading is set in the
    terms of an agreement (`overrides: {"readings": {…}}`) or in a computation (`readings`), and
    changes the answer.
    """
    return page_of(catalogue().values(), lambda reading: reading.option, after, limit)
