"""Calls about the record as evidence, and bodies for them."""

from typing import Any

import httpx

from tests.api.bodies import Json
from tests.api.calls import DEMO, ok
from tests.running.service import Service


def correction(fact_id: str, replacement: Json | None, reason: str = "It was misread.") -> Json:
    return {"fact_id": fact_id, "reason": reason, "replacement": replacement}


def try_to_correct(
    service: Service, body: Json, agreement: str = DEMO, **params: Any
) -> httpx.Response:
    return service.post(f"/v1/agreements/{agreement}/corrections", body, **params)


def correct(service: Service, body: Json, agreement: str = DEMO, **params: Any) -> Json:
    answer: Json = ok(try_to_correct(service, body, agreement, **params), 201)["result"]
    return answer


def changes(result: Json, registration: str | None = None) -> dict[str, tuple[Any, Any]]:
    """What a correction changed in one answer: then and now, by place."""
    found = [each for each in result["changed"] if each.get("registration_id") == registration]
    return {
        each["path"]: (each.get("then"), each.get("now"))
        for one in found
        for each in one["changes"]
    }


def last_fact(service: Service, agreement: str = DEMO) -> Json:
    """The newest entry of the record."""
    found: Json = ok(service.get(f"/v1/agreements/{agreement}/events"))["items"][-1]
    return found


def known_now(service: Service, agreement: str = DEMO) -> str:
    """The instant at which the newest entry of a record became known."""
    known: str = last_fact(service, agreement)["recorded_at"]
    return known


def verified(service: Service, agreement: str = DEMO, **params: Any) -> Json:
    found: Json = ok(service.get(f"/v1/agreements/{agreement}/verify", **params))
    return found


def audit(service: Service, agreement: str = DEMO, **params: Any) -> list[Json]:
    found: list[Json] = ok(service.get(f"/v1/agreements/{agreement}/audit", **params))["items"]
    return found


def exported(service: Service, agreement: str = DEMO) -> Json:
    found: Json = ok(service.get(f"/v1/agreements/{agreement}/export"))
    return found


def imported(service: Service, document: Json) -> httpx.Response:
    return service.post("/v1/agreements/import", document)
