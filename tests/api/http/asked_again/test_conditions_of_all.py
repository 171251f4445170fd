"""Conditions hold for every operation, not for those of a record alone (RFC 9110, section 13)."""

from typing import Any

import pytest

from tests.api.bodies import Json
from tests.api.calls import ok
from tests.api.description import openapi
from tests.api.description.openapi import DOCUMENT, asked_at, operations
from tests.api.refusals import nothing_stored, problem
from tests.running.service import Service

NOT_LISTED = ("/v1/agreements/{agreement_id}/export", "/v1/obligations.ics")
"""What goes out in pieces, or as it is kept."""
READS = [
    asked_at(path, operation)
    for method, path, operation in operations(DOCUMENT)
    if method == "GET" and path.startswith("/v1/") and path not in NOT_LISTED
]
WEBHOOK: Json = {"name": "deal-desk", "url": "https://example.com/hook"}
CHANGES = [
    (
        method,
        openapi.address(path, operation),
        next(iter(openapi.examples_of(operation).values()), None),
    )
    for method, path, operation in operations(DOCUMENT)
    if method != "GET"
]


def asked(service: Service, method: str, path: str, body: Any = None, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return service.plainly(method, path, json=body, headers=named)


@pytest.mark.parametrize("path", READS)
def test_every_read_has_a_tag_and_is_read_under_conditions(
    stateless_service: Service, path: str
) -> None:
    service = stateless_service
    tag = asked(service, "GET", path).headers["etag"]
    for known in (tag, f"W/{tag}", "*", f'"other", {tag}'):
        answer = asked(service, "GET", path, if_none_match=known)
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert asked(service, "GET", path, if_none_match='"other"').status_code == 200
    assert asked(service, "GET", path, if_match=f'"other", {tag}').status_code == 200
    assert asked(service, "GET", path, if_match="*").status_code == 200
    problem(asked(service, "GET", path, if_match='"other"'), 412, "record_changed")
    head = asked(service, "HEAD", path)
    assert (head.headers["etag"], head.content) == (tag, b"")


def test_what_is_asked_for_in_part_has_another_tag(stateless_service: Service) -> None:
    whole, part = (
        asked(stateless_service, "GET", f"/v1/codes{query}").headers["etag"]
        for query in ("", "?fields=items.code")
    )
    assert whole != part


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_nothing_is_done_under_a_tag_that_nobody_has(
    service: Service, method: str, path: str, body: Any
) -> None:
    """A fault of the request may be told first; it is never carried out."""
    with nothing_stored(service):
        answer = asked(service, method, path, body, if_match='"nobody-has-this"')
    assert answer.status_code in (404, 412, 422), answer.text


def test_a_webhook_that_is_there(service: Service) -> None:
    made = ok(service.post("/v1/webhooks", WEBHOOK), 201)
    path = f"/v1/webhooks/{made['webhook']['id']}"
    problem(asked(service, "DELETE", path, if_none_match="*"), 412, "record_stands")
    problem(asked(service, "DELETE", path, if_match='"x"'), 412, "record_changed")
    assert asked(service, "DELETE", path, if_match="*").status_code == 200


OF_A_WEBHOOK = [
    ("POST", "/secret", {}),
    ("POST", "/replay", {"since": 0}),
    ("POST", "/test", None),
    ("DELETE", "", None),
]


@pytest.mark.parametrize(("method", "beneath", "body"), OF_A_WEBHOOK)
def test_a_webhook_is_changed_as_it_was_seen_or_not_at_all(
    service: Service, method: str, beneath: str, body: Any
) -> None:
    made = service.post("/v1/webhooks", WEBHOOK)
    path = made.headers["location"]
    seen = asked(service, "GET", path).headers["etag"]
    ok(asked(service, "POST", f"{path}/replay", {"since": 1}))
    change = path + beneath
    problem(asked(service, method, change, body, if_match=seen), 412, "record_changed")
    seen = asked(service, "GET", path).headers["etag"]
    problem(asked(service, method, change, body, if_none_match=seen), 412, "record_stands")
    problem(asked(service, method, change, body, if_match=f"W/{seen}"), 412, "record_changed")
    assert asked(service, method, change, body, if_match=f'"x", {seen}').is_success


@pytest.mark.parametrize(("method", "beneath", "_"), OF_A_WEBHOOK)
def test_the_description_names_the_conditions_of_a_webhook(
    method: str, beneath: str, _: Any
) -> None:
    operation = DOCUMENT["paths"][f"/v1/webhooks/{{webhook_id}}{beneath}"][method.lower()]
    named = {each["name"] for each in operation["parameters"] if each["in"] == "header"}
    assert (named, "412" in operation["responses"]) == ({"If-Match", "If-None-Match"}, True)


def test_the_pages_files_are_kept_for_an_hour(stateless_service: Service) -> None:
    first = asked(stateless_service, "GET", "/static/docs.css")
    again = asked(stateless_service, "GET", "/static/docs.css", if_none_match=first.headers["etag"])
    assert [each.headers["cache-control"] for each in (first, again)] == [
        "public, max-age=3600"
    ] * 2
    assert (first.status_code, again.status_code) == (200, 304)
