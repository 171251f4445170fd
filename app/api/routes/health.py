"""Whether the process runs, and whether it can answer."""

from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter

from app.api.answering.problems import documented
from app.api.deps import TheDocketWatch, WholeWorkspace, in_thread
from app.api.door.strict import StrictRoute
from app.release import SERVICE_VERSION
from app.services.store.readiness import check

router = APIRouter(route_class=StrictRoute, tags=["Health"])


@dataclass(frozen=True, slots=True)
class Health:
    """The service is there, and which version it is."""

    status: Literal["ok"]
    version: str


@router.get("/healthz", summary="Is the process running?", responses=documented(422))
async def get_health() -> Health:
    """Answers without touching the database."""
    return Health("ok", SERVICE_VERSION)


@router.get(
    "/readyz", summary="Can the service answer?", responses=documented(422, 503), status_code=200
)
async def get_readiness(workspace: WholeWorkspace, watch: TheDocketWatch) -> Health:
    """Answers once the database does; 503 while it does not.

    503 `docket_altered` as well, once rows of the docket are known not to be what the facts give:
    every agreement is compared whole, a piece each time this is asked, and at most a twentieth of
    the time. 503 `schema_altered` where the tables are not those that the migrations make.
    """
    await in_thread(lambda: check(workspace, watch))
    return Health("ok", SERVICE_VERSION)
