"""docs/terms.md is true: each example is accepted, or refused for the reason that it gives."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from app.rules.terms.document.anchors import HONOURED, OF_A_STEP
from app.rules.terms.document.counted_from import CLOCK_PLACES
from tests.api.calls import ok
from tests.service import Service

PAGE: Final = (Path(__file__).parents[3] / "docs" / "terms.md").read_text(encoding="utf-8")
EXAMPLES: Final = re.findall(r"```json (overrides|refused)(?: (\w+))?\n(.+?)```", PAGE, re.DOTALL)


def checked(service: Service, overrides: Any) -> Any:
    body = {"template": "ctc-1998", "overrides": overrides}
    return ok(service.post("/v1/compute/terms-check", body))["result"]


def test_every_example_is_tried() -> None:
    assert PAGE.count("```json") == len(EXAMPLES)


@pytest.mark.parametrize(("kind", "code", "example"), EXAMPLES)
def test_an_example_is_what_it_says(
    stateless_service: Service, kind: str, code: str, example: str
) -> None:
    found = checked(stateless_service, json.loads(example))
    codes = [each["code"] for each in found["findings"] if each["severity"] == "contradiction"]
    assert codes == ([code] if kind == "refused" else [])
    assert found["consistent"] == (kind == "overrides")


def test_every_word_that_is_honoured_is_on_the_page() -> None:
    words = {word for _, honoured in HONOURED for word in honoured}
    words |= {word for honoured in OF_A_STEP.values() for word in honoured}
    words |= {moment for place in CLOCK_PLACES.values() for moment in place.moments} - {"event"}
    assert [word for word in sorted(words) if f"`{word}`" not in PAGE] == []
