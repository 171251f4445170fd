"""The pages that tell a life, run from top to bottom: every request gives the answer beside it."""

import json
import re
from pathlib import Path

import pytest

from tests.docs.documents import shows
from tests.running.service import Service

DOCS = Path(__file__).parents[2] / "docs"
STEP = re.compile(
    r"```http\n(?P<method>GET|POST) (?P<path>\S+)\n(?P<body>.*?)```\n\n"
    r"<!-- (?P<status>\d+) -->\n```json\n(?P<answer>.*?)```",
    re.DOTALL,
)


@pytest.mark.parametrize("page", ["tutorial.md", "claims.md"])
def test_every_request_gives_its_answer(service: Service, page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    steps = list(STEP.finditer(text))
    assert len(steps) == text.count("```http") == text.count("```json") > 15
    for step in steps:
        body = json.loads(step["body"]) if step["body"].strip() else None
        response = service.plainly(step["method"], step["path"], json=body)
        place = f"{step['method']} {step['path']}"
        assert response.status_code == int(step["status"]), f"{place}: {response.text[:500]}"
        shows(json.loads(step["answer"]), response.json(), place)
    told = page.removesuffix(".md")
    broken = {"status": "breached", "agreement": told, "as_of": "2000-12-31"}
    docket = service.get("/v1/obligations", **broken).json()
    # Nothing that is only not recorded; what bills are left unpaid the accounts of a claim tell.
    assert {each["obligation"]["id"].partition(":")[0] for each in docket["items"]} <= {"claim"}
