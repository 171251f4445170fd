"""Ids with names beside them: whoever reads an answer knows whom it speaks of."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.rules.answers.named import PARTIES
from tests.api.bodies import Json, spectrum_demand, transfer
from tests.api.calls import DEMO, EXAMPLE, EXAMPLE_DEMAND, ok
from tests.api.description.openapi import DOCUMENT, examples_of
from tests.running.service import Service

DAY = "1999-05-10"
COMPANY = {"ctc": "CTC Communications Corp."}
SPECTRUM = {"spectrum": "Spectrum Equity Investors II, L.P."}


def spoken_of(part: Any) -> Iterator[str]:
    """Every id of somebody in an answer."""
    if isinstance(part, list):
        for item in part:
            yield from spoken_of(item)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name in PARTIES and isinstance(value, str):
                yield value
            elif name in PARTIES and isinstance(value, list):
                yield from (each for each in value if isinstance(each, str))
            yield from spoken_of(value)


def holders(service: Service, agreement: str) -> Json:
    """The names under which the Holders were recorded."""
    answer = ok(service.get(f"/v1/agreements/{agreement}", as_of=DAY))
    return {each["holder"]: each["name"] for each in answer["result"]["holders"]}


READ = (
    f"/v1/agreements/{EXAMPLE}",
    f"/v1/registrations/{EXAMPLE_DEMAND}",
    f"/v1/registrations/{EXAMPLE_DEMAND}/obligations",
    f"/v1/registrations/{EXAMPLE_DEMAND}/allocation",
    f"/v1/registrations/{EXAMPLE_DEMAND}/claims",
)


@pytest.mark.parametrize("path", READ)
def test_of_all_that_an_answer_speaks_of_stand_beside_it(service: Service, path: str) -> None:
    answer = ok(service.get(path, as_of=DAY))
    known = COMPANY | holders(service, EXAMPLE)
    assert answer["names"].items() <= known.items()
    assert set(spoken_of(answer)) & known.keys() <= answer["names"].keys()
    assert answer["names"]["spectrum"] == SPECTRUM["spectrum"]


def test_nobody_else_is_named(service: Service) -> None:
    asked = {"holder": "spectrum", "manner": "private", "as_of": DAY}
    answer = ok(service.get(f"/v1/agreements/{EXAMPLE}/may-sell", **asked))
    assert answer["names"] == SPECTRUM


def test_of_what_is_owed_next_stand_in_the_short_answer_too(service: Service) -> None:
    path = f"/v1/agreements/{DEMO}/demands"
    answer = ok(
        service.post(path, spectrum_demand(), as_of="1999-02-22", answer="changes", dry_run=True)
    )
    assert [each["obligees"] for each in answer["result"]["owed"]] == [["spectrum"]]
    assert answer["names"] == COMPANY | SPECTRUM


def test_a_computation_names_nobody(stateless_service: Service) -> None:
    operation = DOCUMENT["paths"]["/v1/compute/demand"]["post"]
    body = next(iter(examples_of(operation).values()))
    assert "names" not in ok(stateless_service.post("/v1/compute/demand", body))


def test_a_transferee_goes_by_the_name_it_was_told_by(service: Service) -> None:
    moved = transfer("1999-01-20", "spectrum", "fund", 200_000)
    answer = service.post(f"/v1/agreements/{DEMO}/events", moved, as_of=DAY, answer="full")
    assert ok(answer, 201)["names"]["fund"] == "The transferee fund"
