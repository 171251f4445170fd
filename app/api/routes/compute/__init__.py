"""Every rule without storage: pure, so each route computes on the event loop."""

from fastapi import APIRouter

from app.api.computations import ComputationRoute
from app.api.problems import documented
from app.api.routes.compute import demands, joining, money, parties, periods, terms, timing

router = APIRouter(
    route_class=ComputationRoute,
    prefix="/v1/compute",
    tags=["Computations"],
    responses=documented(400, 413, 415, 422, 503),
)
for group in (demands, timing, joining, money, periods, parties, terms):
    router.include_router(group.router)
