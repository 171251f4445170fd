"""The readings."""

from fastapi import APIRouter

from app.api.door.strict import StrictRoute
from app.rules.terms.readings import CataloguedReading, catalogue

router = APIRouter(route_class=StrictRoute, prefix="/v1/readings", tags=["Readings"])


@router.get("", summary="List the readings")
async def list_readings() -> list[CataloguedReading]:
    """The points on which two careful lawyers could compute differently.

    Each has its clause, its choices, the default and the reason for it. A reading is set in the
    terms of an agreement (`overrides: {"readings": {…}}`) or in a computation (`readings`), and
    changes the answer.
    """
    return list(catalogue().values())
