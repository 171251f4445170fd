"""docs/damages.md is true: each example gives the answer that stands below it."""

import json
import re
from pathlib import Path
from typing import Final

import pytest

from app.rules.terms.payments.damages import Damages, Default
from tests.api.calls import ok
from tests.running.service import Service

PAGE: Final = (Path(__file__).parents[3] / "docs" / "damages.md").read_text(encoding="utf-8")
EXAMPLES: Final = re.findall(
    r"```json asked\n(.+?)```\n\n```json answered\n(.+?)```", PAGE, re.DOTALL
)


def test_every_example_is_tried() -> None:
    assert PAGE.count("```json") == 2 * len(EXAMPLES)


@pytest.mark.parametrize(("asked", "answered"), EXAMPLES)
def test_an_example_is_answered_as_it_says(
    stateless_service: Service, asked: str, answered: str
) -> None:
    found = ok(stateless_service.post("/v1/compute/damages", json.loads(asked)))
    result = found["result"]
    assert json.loads(answered) == {
        "accrued": result["accrued"],
        "may_still_accrue": result["may_still_accrue"],
        "amounts": [each["amount"] for each in result["payments"]],
        "missing": [each["name"] for each in found["missing_inputs"]],
    }


@pytest.mark.parametrize("part", [Damages, Default])
def test_every_word_is_on_the_page(part: type[Damages] | type[Default]) -> None:
    words = {field.alias or name for name, field in part.model_fields.items()} - {"clause"}
    assert [word for word in sorted(words) if f"`{word}" not in PAGE] == []
