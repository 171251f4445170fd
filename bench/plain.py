"""The service with a plain route beside each route that is measured.

A plain route stands in the same router and takes and gives the same models, but computes nothing:
it gives again what the real route answered to the first request.
"""

from functools import wraps
from typing import Any, cast

from fastapi import FastAPI, Response
from pydantic import TypeAdapter

from app import main
from app.api import compute
from app.api.compute.computation import endpoint
from app.api.compute.demands.demand import compute_demand
from app.api.deps import RegistrationId, TheWorkspace, in_thread
from app.api.routes import registrations, requests
from app.rules.reasoning.trace import Detail
from app.rules.registrations.shown import RegistrationAnswer
from app.services.answer import Answer
from app.services.registrations.registrations import read
from app.services.workspace.workspace import Workspace

_computed: dict[Detail, Answer[RegistrationAnswer]] = {}
_read: dict[str, Answer[RegistrationAnswer]] = {}
_recorded: dict[Detail, Answer[RegistrationAnswer]] = {}
ANSWERS = TypeAdapter(Answer[RegistrationAnswer])


def create_app() -> FastAPI:
    """Make the service as always, after adding the plain routes to its routers."""
    compute.router.post("/plain-demand")(plain_compute)
    requests.router.post("/{agreement_id}/plain-demands", status_code=201)(plain_record)
    registrations.router.get("/{registration_id}/plain")(plain_read)
    return main.create_app()


stateless_demand = endpoint(compute_demand)


# `wraps` lends the signature of the real route, from which FastAPI takes parameters and models.
@wraps(stateless_demand)
async def plain_compute(**given: Any) -> Answer[RegistrationAnswer]:
    detail = given["explain"]
    if detail not in _computed:
        _computed[detail] = await stateless_demand(**given)
    return _computed[detail]


async def plain_read(
    workspace: TheWorkspace, registration_id: RegistrationId
) -> Answer[RegistrationAnswer]:
    if registration_id not in _read:
        _read[registration_id] = await in_thread(
            lambda: read(workspace, registration_id, None, Detail.FULL)
        )
    return _read[registration_id]


@wraps(requests.post_demand)
async def plain_record(**given: Any) -> Response:
    detail = given["explain"]
    if detail not in _recorded:
        response = cast(Response, await requests.post_demand(**given))
        _recorded[detail] = ANSWERS.validate_json(bytes(response.body))
    workspace = given["recording"].workspace
    await in_thread(lambda: _select_and_insert(workspace, given["agreement_id"]))
    return Response(ANSWERS.dump_json(_recorded[detail]), 201, media_type="application/json")


def _select_and_insert(workspace: Workspace, agreement_id: str) -> None:
    with workspace.database.writing() as unit:
        unit.records.agreement(agreement_id, lock=True)
        unit.records.add_registration(workspace.new_id(), agreement_id, "requested")
        unit.commit()
