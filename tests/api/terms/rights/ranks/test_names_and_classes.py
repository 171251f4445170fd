"""Names and classes of a document that nobody holds, or that do not count: told, or refused."""

from typing import Any

import pytest

from tests.api.bodies import Json, agreement, holder
from tests.api.calls import ok
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("alder", 60), holder("birch", 40)]


def made(service: Service, **overrides: Any) -> Any:
    body = agreement("names", overrides=overrides, holders=HELD)
    return service.post("/v1/agreements", body)


@pytest.mark.parametrize(
    ("overrides", "place"),
    [
        ({"demand": {"who": {"fraction": "1/2", "of": "warrant_shares", "is": ">"}}}, "/who/of"),
        (
            {
                "demand": {
                    "minimum_shares": None,
                    "size": {
                        "any": [
                            {"fraction": "1/2", "of": "warrant_shares", "is": ">"},
                            {"all_remaining": True},
                        ]
                    },
                }
            },
            "/size/any/0/of",
        ),
    ],
)
def test_a_part_of_a_class_that_does_not_count_is_refused(
    service: Service, overrides: Json, place: str
) -> None:
    counts = {"registrable_securities": {"counts": ["common"], "warrant_shares": None}}
    found = faults(made(service, **overrides, **counts))
    assert found[f"/overrides/demand{place}"] == "class_not_counted"


@pytest.mark.parametrize(
    ("overrides", "place"),
    [
        (
            {"groups": {"g": {"members": ["alder", "brich"]}}, "demand": {"join": {"who": "g"}}},
            "/groups/g/members/1",
        ),
        ({"demand": {"who": {"members": ["brich"], "anyone": True}}}, "/demand/who/members/0"),
        (
            {
                "affiliates": {"f": ["alder", "brich"]},
                "sharing": {"basis": "owned", "affiliates": "as_one"},
            },
            "/affiliates/f/1",
        ),
    ],
)
def test_who_is_no_holder_is_told(service: Service, overrides: Json, place: str) -> None:
    found = ok(made(service, **overrides), 201)["warnings"]
    told = [each["says"] for each in found if each["code"] == "holder_not_named"]
    assert told == [
        f"brich is no Holder when the agreement is made; Holders are: alder, birch. ({place})"
    ]


def test_who_is_a_holder_is_not(service: Service) -> None:
    group = {"g": {"members": ["alder", "birch"]}}
    found = ok(made(service, groups=group, demand={"join": {"who": "g"}}), 201)["warnings"]
    assert "holder_not_named" not in {each["code"] for each in found}
