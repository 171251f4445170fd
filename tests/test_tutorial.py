"""The tutorial, run from top to bottom: every request gives the answer beside it."""

import json
import re
from pathlib import Path

from tests.documents import shows
from tests.service import Service

TUTORIAL = (Path(__file__).parents[1] / "docs" / "tutorial.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"```http\n(?P<method>GET|POST) (?P<path>\S+)\n(?P<body>.*?)```\n\n"
    r"<!-- (?P<status>\d+) -->\n```json\n(?P<answer>.*?)```",
    re.DOTALL,
)


def test_every_request_gives_its_answer(service: Service) -> None:
    steps = list(STEP.finditer(TUTORIAL))
    assert len(steps) == TUTORIAL.count("```http") == TUTORIAL.count("```json") > 20
    for step in steps:
        body = json.loads(step["body"]) if step["body"].strip() else None
        response = service.request(step["method"], step["path"], json=body)
        place = f"{step['method']} {step['path']}"
        assert response.status_code == int(step["status"]), f"{place}: {response.text[:500]}"
        shows(json.loads(step["answer"]), response.json(), place)
