"""Calls to the service that must succeed, and what their answers hold."""

from collections.abc import Iterable
from typing import Any

import httpx

from tests.api.bodies import (
    HOLDERS,
    Json,
    conversion,
    declared_effective,
    filed,
    handed_over,
    letter,
    mailed,
    notice,
    own_registration,
    shelf,
    spectrum_demand,
    takedown,
)
from tests.running.service import Service

DEMO, EXAMPLE, EXAMPLE_DEMAND = "ctc", "ctc-example", "ctc-example-demand"
"""The demonstration agreement, the one with a demand under way, and that demand."""
AGREEMENTS = [DEMO, EXAMPLE, "ctc-practice", "ctc-practice-ends"]
"""Those that the demonstration has, by id."""
EXAMPLE_SHELF = "ctc-example-shelf"
"""The shelf of the latter agreement."""


def ok(response: httpx.Response, status: int = 200) -> Any:
    """The body of an answer with this status."""
    assert response.status_code == status, response.text[:1_000]
    assert response.headers["content-type"] == "application/json"
    return response.json()


def make_agreement(service: Service, body: Json, **params: Any) -> Json:
    answer: Json = ok(service.post("/v1/agreements", body, **params), 201)
    return answer


def with_readings(service: Service, **readings: Any) -> str:
    """The id of a copy of the demonstration agreement under other readings."""
    held = {each["holder"]: each for each in read_agreement(service)["holders"]}
    names = ("common", "preferred_as_converted", "warrant_shares")
    body = {
        "template": "ctc-1998",
        "overrides": {"readings": readings},
        "holders": [
            {"id": each["holder"], "name": each["name"]}
            | {name: each["position"][name] for name in names}
            for each in held.values()
        ],
    }
    identifier: str = make_agreement(service, body)["result"]["id"]
    return identifier


def post_fact(service: Service, fact: Json, agreement: str = DEMO, **params: Any) -> Json:
    answer: Json = ok(service.post(f"/v1/agreements/{agreement}/events", fact, **params), 201)
    return answer


def post_demand(
    service: Service, body: Json | None = None, agreement: str = DEMO, **params: Any
) -> Json:
    path = f"/v1/agreements/{agreement}/demands"
    answer: Json = ok(service.post(path, body or spectrum_demand(), **params), 201)
    return answer


def dry_run(
    service: Service, body: Json | None = None, agreement: str = DEMO, **params: Any
) -> Json:
    path = f"/v1/agreements/{agreement}/demands"
    answer: Json = ok(service.post(path, body or spectrum_demand(), dry_run=True, **params), 200)
    return answer


def post_registration(
    service: Service, kind: str, body: Json, agreement: str = DEMO, **params: Any
) -> Json:
    """Post what sets a registration going: to `shelves`, `takedowns` or `incidentals`."""
    status = 200 if params.get("dry_run") else 201
    answer: Json = ok(service.post(f"/v1/agreements/{agreement}/{kind}", body, **params), status)
    return answer


def post_event(service: Service, registration: str, fact: Json, **params: Any) -> Json:
    path = f"/v1/registrations/{registration}/events"
    answer: Json = ok(service.post(path, fact, **params), 201)
    return answer


def post_events(service: Service, registration: str, *facts: Json) -> None:
    for fact in facts:
        post_event(service, registration, fact, explain="none")


def demanded(service: Service, *facts: Json, agreement: str = DEMO, **more: Any) -> str:
    """The id of Spectrum's demand of February 1999, followed by these facts."""
    answer = post_demand(service, spectrum_demand(**more), agreement)
    identifier: str = answer["result"]["registration_id"]
    post_events(service, identifier, *facts)
    return identifier


def noticed(service: Service, *facts: Json, agreement: str = DEMO, **more: Any) -> str:
    """The same, with notice mailed to Doeg Hill and Mochary on 22 February 1999.

    They receive it on the 25th, and may join through Wednesday 17 March 1999.
    """
    told = (notice(holder, mailed("1999-02-22")) for holder in ("doeg-hill", "mochary"))
    return demanded(service, *told, *facts, agreement=agreement, **more)


def begun(service: Service, kind: str, body: Json, *facts: Json, agreement: str = DEMO) -> str:
    """The id of a registration that this began, followed by these facts."""
    answer = post_registration(service, kind, body, agreement, explain="none")
    identifier: str = answer["result"]["registration_id"]
    post_events(service, identifier, *facts)
    return identifier


SHELF_EFFECTIVE = (filed("1999-10-04"), declared_effective("1999-10-27"), conversion("1999-11-01"))
"""A shelf filed, effective on Wednesday 27 October 1999, and the conversion it was waited for."""


def shelved(service: Service, *facts: Json, agreement: str = DEMO, **more: Any) -> str:
    """The id of the shelf of September 1999, on which Spectrum asks to be, and these facts."""
    asked = letter(handed_over("1999-09-02"), {"spectrum": 800_000})
    return begun(service, "shelves", shelf(asked, **more), *facts, agreement=agreement)


def effective_shelf(service: Service, *facts: Json, agreement: str = DEMO) -> str:
    """The same shelf, effective and its conversion completed; kept through 1 November 2000."""
    return shelved(service, *SHELF_EFFECTIVE, *facts, agreement=agreement)


def taken_down(service: Service, shelf_id: str, *facts: Json, agreement: str = DEMO) -> str:
    """The id of Spectrum's takedown, received on Tuesday 1 February 2000, and these facts."""
    asked = letter(handed_over("2000-02-01"), {"spectrum": 500_000})
    body = takedown(shelf_id, asked)
    return begun(service, "takedowns", body, *facts, agreement=agreement)


def determined(service: Service, *facts: Json, agreement: str = DEMO, **more: Any) -> str:
    """The id of the Company's own registration of April 1999, and these facts."""
    body = own_registration(**more)
    return begun(service, "incidentals", body, *facts, agreement=agreement)


def told_all(delivery: Json, *but: str) -> tuple[Json, ...]:
    """Notice to every Holder of the demonstration agreement but these, delivered alike."""
    return tuple(notice(holder, delivery) for holder in HOLDERS if holder not in but)


def read_registration(service: Service, registration: str, as_of: str, **params: Any) -> Json:
    path = f"/v1/registrations/{registration}"
    result: Json = ok(service.get(path, as_of=as_of, **params))["result"]
    return result


def read_agreement(service: Service, agreement: str = DEMO, **params: Any) -> Json:
    result: Json = ok(service.get(f"/v1/agreements/{agreement}", **params))["result"]
    return result


def events(service: Service, agreement: str = DEMO) -> list[Json]:
    listed: list[Json] = ok(service.get(f"/v1/agreements/{agreement}/events"))["items"]
    return listed


def stored(service: Service) -> Json:
    """All that is stored, as far as the service tells: agreements, versions, records."""
    found: Json = {}
    after: dict[str, str] = {}
    while True:
        page = ok(service.get("/v1/agreements", **after))
        for each in page["items"]:
            found[each["id"]] = [each, events(service, each["id"])]
        if page["next"] is None:
            return found
        after = {"after": page["next"]}


def by(name: str, items: Iterable[Json]) -> dict[str, Json]:
    """Items by one of their fields, each value once."""
    listed = list(items)
    found = {each[name]: each for each in listed}
    assert len(found) == len(listed), f"{name} is not unique: {listed}"
    return found


def window(result: Json, holder: str) -> Json:
    return by("holder", result["windows"]["join"])[holder]


def obligation(result: Json, identifier: str) -> Json:
    return by("id", result["obligations"])[identifier]


def condition(result: Json, name: str) -> Json:
    return by("name", result["determination"]["conditions"])[name]


def included(result: Json) -> dict[str, int | None]:
    """Shares each seller may sell."""
    lines = by("seller", result["allocation"]["lines"])
    return {seller: line["included"] for seller, line in lines.items()}


def decided(result: Json) -> tuple[str, str | None]:
    """The decision and its reason."""
    return result["determination"]["decision"], result["determination"].get("reason")


def joins(result: Json) -> dict[str, tuple[str, str | None]]:
    """How each Holder's only request to join was decided, and why."""
    found = by("holder", result["joins"])
    return {holder: (each["decision"], each.get("reason")) for holder, each in found.items()}


def kept(result: Json) -> tuple[str | None, int | None, str | None]:
    """Until when it is kept effective: without lost days, the days, and with them."""
    window = result["windows"]["effectiveness"]
    return window["base_end"], window["extension_days"], window["last_day"]
