"""The README's request gives the README's answer, and its commands are the Makefile's."""

import json
import re
from pathlib import Path

import pytest

from tests.docs.documents import shows
from tests.running.service import Service

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(after: str) -> str:
    """The code block that follows a marker."""
    found = re.search(re.escape(after) + r".*?-->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found, f"the README has no block after {after!r}"
    return found[1]


def test_the_request_gives_the_answer(service: Service) -> None:
    found = re.search(r"<!-- request: POST (\S+) -->", README)
    assert found
    command = block("<!-- request:")
    assert found[1] in command
    body = re.search(r"-d '(.*)'", command, re.DOTALL)
    assert body
    response = service.post(found[1], json.loads(body[1]))
    assert response.status_code == 201
    shows(json.loads(block("<!-- answer: 201")), response.json())


@pytest.mark.parametrize("target", re.findall(r"^make ([a-z-]+)", README, re.MULTILINE))
def test_every_command_is_a_target(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_the_places_named_are_there() -> None:
    for place in re.findall(r"^\| `([^`]+)`", README, re.MULTILINE):
        assert (ROOT / place).exists(), place
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert link.startswith("http") or (ROOT / link).exists(), link


def test_one_version_everywhere(service: Service) -> None:
    declared = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert declared
    assert service.get("/healthz").json()["version"] == declared[1]
