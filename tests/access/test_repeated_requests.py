"""An Idempotency-Key is a tenant's: nobody else gets its answer, and any key of its does."""

from app.services import access
from app.services.workspace.workspace import Workspace
from tests.access.conftest import OURS, key
from tests.api.bodies import agreement
from tests.running.service import Service

BODY = agreement("twice")


def post(service: Service) -> tuple[int, str | None, bytes]:
    headers = {"Idempotency-Key": "k"}
    response = service.request("POST", "/v1/agreements", json=BODY, headers=headers)
    return response.status_code, response.headers.get("idempotent-replay"), response.content


def test_another_tenant_with_the_same_key_is_carried_out_as_well(
    ours: Service, theirs: Service
) -> None:
    first = post(ours)
    assert post(theirs)[:2] == (201, None)
    assert post(ours) == (201, "true", first[2])
    assert theirs.get("/v1/agreements/twice").status_code == 200


def test_a_request_is_repeated_under_a_renewed_credential(
    ours: Service, stranger: Service, workspace: Workspace
) -> None:
    first = post(ours)
    renewed = stranger.bearing(key(workspace, OURS, name="renewed"))
    assert post(renewed) == (201, "true", first[2])


def test_the_answer_is_not_given_to_who_may_only_read(
    ours: Service, stranger: Service, workspace: Workspace
) -> None:
    post(ours)
    reader = stranger.bearing(key(workspace, OURS, "read"))
    assert post(reader)[0] == 403


def test_nor_to_who_may_no_longer_ask(
    ours: Service, stranger: Service, workspace: Workspace
) -> None:
    post(ours)
    ended = key(workspace, OURS, name="ended")
    access.revoke_key(workspace, ended.split("_")[1])
    assert post(stranger.bearing(ended))[0] == 401
