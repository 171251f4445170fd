"""A fact is answered in short; and one demand's life, from letter to close, in under 60 kB."""

from typing import Any

import pytest

from tests.api.bodies import (
    HOLDERS,
    Json,
    declared_effective,
    filed,
    handed_over,
    join,
    mailed,
    notice,
    spectrum_demand,
)
from tests.api.calls import DEMO, ok
from tests.api.description.openapi import DOCUMENT
from tests.running.service import Service

BYTES = 60_000
DAY = "1999-06-30"
LIFE: list[Json] = [
    *(notice(holder, mailed("1999-02-22")) for holder in HOLDERS if holder != "spectrum"),
    join("wang", 5_000, handed_over("1999-03-01")),
    join("mochary", 1_000, handed_over("1999-03-02")),
    filed("1999-04-05", "S-1"),
    declared_effective("1999-05-10"),
]


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_one_demands_life_on_the_wire(service: Service, encoding: str) -> None:
    """The demand with its working in full, every fact, and the registration read at the end."""
    sent = 0

    def bytes_of(method: str, path: str, **options: Any) -> None:
        nonlocal sent
        headers = {"accept-encoding": encoding}
        answer = service.request(method, path, headers=headers, **options)
        assert answer.is_success, answer.text
        sent += int(answer.headers["content-length"])

    asked = {"as_of": DAY, "answer": None}
    demand = {**spectrum_demand(), "id": "life"}
    path = "/v1/registrations/life"
    bytes_of("POST", f"/v1/agreements/{DEMO}/demands", json=demand, params={"as_of": "1999-02-22"})
    for fact in LIFE:
        bytes_of("POST", f"{path}/events", json=fact, params=asked)
    bytes_of("GET", path, params={"as_of": DAY, "explain": "none"})
    # Compressed, as whoever asks for it has it; plain, with the two whole answers on top.
    assert sent < (BYTES if encoding == "gzip" else 3 * BYTES)


class TestWhatAFactIsAnsweredBy:
    def test_by_what_it_changes_if_nothing_is_said(self, service: Service) -> None:
        ok(
            service.post(f"/v1/agreements/{DEMO}/demands", {**spectrum_demand(), "id": "short"}),
            201,
        )
        path = "/v1/registrations/short/events"
        fact = notice("wang", handed_over("1999-02-22"))
        answered = ok(service.post(path, fact, as_of="1999-03-01", answer=None), 201)["result"]
        assert [each["kind"] for each in answered["facts"]] == ["notice_given"]
        assert answered["changed"]
        whole = ok(service.get(answered["full_answer"]))
        assert whole["result"]["registration_id"] == "short"

    def test_an_agreements_fact_too(self, service: Service) -> None:
        fact = {
            "kind": "preferred_converted",
            "occurred_on": "1999-01-15",
            "holder": "wang",
            "shares": 10,
        }
        path = f"/v1/agreements/{DEMO}/events"
        short = ok(service.post(path, fact, answer=None, dry_run="true"))
        assert "owed" in short["result"]
        full = ok(service.post(path, fact, answer="full", dry_run="true"))
        assert "holders" in full["result"]

    def test_the_description_says_which_is_usual(self) -> None:
        usual = {
            operation["operationId"]: each["schema"]["default"]
            for methods in DOCUMENT["paths"].values()
            for operation in methods.values()
            for each in operation.get("parameters", ())
            if each["name"] == "answer"
        }
        beginnings = {"post_demand", "post_shelf", "post_takedown", "post_incidental"}
        assert {name for name, shape in usual.items() if shape == "full"} == beginnings
        assert len(usual) == 8
