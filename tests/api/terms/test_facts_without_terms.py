"""A fact that bears on a term that the agreement lacks is recorded, and said to change nothing."""

from typing import Any, get_args

import pytest

from app.rules.facts.declaration import DECLARED
from app.rules.terms import Terms
from tests.api.bodies import Json, agreement, delay, fact, holder
from tests.api.calls import demanded, make_agreement, ok
from tests.running.service import Service

HELD = [holder("spectrum", 500_000), holder("wang", 2_000)]
HOLDBACK: Json = fact(
    "holdback_required",
    "1999-03-15",
    required=True,
    firm_commitment=True,
    expected_effective_on="1999-04-20",
)


def warned(service: Service, overrides: Json, *facts: Json) -> list[str]:
    terms = {"overrides": overrides} if overrides else {}
    made = make_agreement(service, agreement("lacking", holders=HELD, **terms))["result"]["id"]
    asked = demanded(service, *facts, agreement=made, underwritten=True)
    answer = ok(service.get(f"/v1/registrations/{asked}", as_of="1999-04-01"))
    said: list[str] = [
        each["says"] for each in answer["warnings"] if each["code"] == "NOT_IN_THE_AGREEMENT"
    ]
    return said


@pytest.mark.parametrize(
    ("place", "posted"), [("holdback", HOLDBACK), ("delay", delay("1999-03-15", 10))]
)
def test_is_told(service: Service, place: str, posted: Json) -> None:
    (said,) = warned(service, {place: None}, posted)
    assert posted["kind"] in said
    assert "15 March 1999 changes nothing" in said


@pytest.mark.parametrize("posted", [HOLDBACK, delay("1999-03-15", 10)])
def test_is_not_told_of_what_the_agreement_has(service: Service, posted: Json) -> None:
    assert warned(service, {}, posted) == []


def _members(annotation: Any) -> list[Any]:
    return [each for each in (*get_args(annotation), annotation) if hasattr(each, "model_fields")]


@pytest.mark.parametrize(
    "place",
    sorted({place for said in DECLARED.values() for place in said.bears_on}),
)
def test_names_a_place_of_the_terms(place: str) -> None:
    models: list[Any] = [Terms]
    for name in place.removeprefix("/").split("/"):
        field = next(each.model_fields[name] for each in models if name in each.model_fields)
        models = _members(field.annotation)
