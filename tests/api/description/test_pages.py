"""Every list is `{items, next}`, and its pages one after the other are the list."""

from typing import Any

import pytest

from tests.api.calls import EXAMPLE, EXAMPLE_DEMAND, ok
from tests.api.description import openapi
from tests.api.description.openapi import DOCUMENT
from tests.api.refusals import problem
from tests.running.service import Service

LISTS = [
    f"/v1/agreements/{EXAMPLE}/events",
    f"/v1/registrations/{EXAMPLE_DEMAND}/events",
    f"/v1/agreements/{EXAMPLE}/audit",
    f"/v1/agreements/{EXAMPLE}/evaluations",
    "/v1/facts",
    "/v1/codes",
    "/v1/clauses",
    "/v1/readings",
    "/v1/templates",
]
EMPTY = ["/v1/keys", "/v1/anchors"]
"""Lists of which the demonstration has no item."""


def _answered(operation: Any) -> Any:
    schema = operation["responses"]["200"]["content"].get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    return DOCUMENT["components"]["schemas"][name] if name else schema


def test_no_list_comes_bare_or_whole() -> None:
    for method, path, operation in openapi.operations(DOCUMENT):
        if method != "GET":
            continue
        answer = _answered(operation)
        assert answer.get("type") != "array", path
        if "items" in answer.get("properties", {}):
            assert set(answer["required"]) >= {"items", "next"}, path
            asked = {each["name"] for each in operation["parameters"]}
            assert "limit" in asked, path
            assert asked & {"after", "since", "before"}, path


@pytest.mark.parametrize("path", LISTS)
def test_page_after_page_is_the_list(service: Service, path: str) -> None:
    whole = ok(service.get(path))
    assert whole["next"] is None
    many = max(1, len(whole["items"]) // 3)
    found: list[Any] = []
    asked: dict[str, Any] = {"limit": many}
    while True:
        page = ok(service.get(path, **asked))
        assert len(page["items"]) <= many
        found += page["items"]
        if page["next"] is None:
            break
        asked["after"] = page["next"]
    assert found == whole["items"]


@pytest.mark.parametrize("path", [*LISTS, *EMPTY])
def test_a_place_that_is_none_is_told(service: Service, path: str) -> None:
    answer = problem(service.get(path, after="nothing"), 422, "invalid_input")
    (error,) = answer["errors"]
    assert (error["pointer"], error["code"]) == ("after", "not_a_place")


def test_an_item_of_another_record_is_no_place(service: Service) -> None:
    theirs = ok(service.get(f"/v1/agreements/{EXAMPLE}/evaluations"))["items"][0]["id"]
    entry = ok(service.get(f"/v1/agreements/{EXAMPLE}/audit"))["items"][0]["id"]
    for part, name in (("evaluations", theirs), ("audit", entry)):
        problem(service.get(f"/v1/agreements/ctc/{part}", after=name), 422, "invalid_input")
