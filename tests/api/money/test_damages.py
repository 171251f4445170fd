"""Damages agreed beforehand, over HTTP: the examples that run and are explained."""

from typing import Any

import pytest
from fastapi.openapi.models import Example

from app.api.compute.payments import damages
from tests.api.description.explanation import audit_computation
from tests.running.service import Service

EXAMPLES: dict[str, Example] = {
    name: shown for each in damages.COMPUTATIONS for name, shown in each.examples.items()
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_runs_and_every_figure_is_explained(
    stateless_service: Service, example: str
) -> None:
    body: dict[str, Any] = EXAMPLES[example]["value"] or {}
    audit = audit_computation(stateless_service, "damages", body)
    assert audit.steps
    assert not audit.answer["missing_inputs"]
    assert not audit.unexplained()
    assert not audit.unaccounted()
    assert not audit.misquoted()
    assert not audit.unknown_kinds_of_source()
    assert not audit.forward_references()
    for kind in ("step", "terms", "request"):
        assert not audit.misquoted_inputs(kind)
    assert not audit.unlisted_readings()
