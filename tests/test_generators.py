"""What others' generators make of the description: no warning, nothing left out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.api.description.enums import inline

DOCUMENT = Path("openapi/openapi.json")


@pytest.mark.slow
def test_openapi_python_client_has_nothing_to_say(tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"post_hooks": []}))  # else it formats, by a ruff on PATH
    run = subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"),
            *("--path", str(DOCUMENT), "--output-path", str(tmp_path / "made")),
            *("--config", str(config), "--fail-on-warning"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert "arning" not in run.stdout
    made = {each.stem: each.read_text() for each in (tmp_path / "made" / "models").glob("*.py")}
    assert {"registration_state", "obligation_status", "registration_answer"} <= made.keys()
    lists = [name for name, text in made.items() if "Enum)" in text]
    assert len(lists) > 100
    assert [name for name in lists if "_type_" in name or name[-1].isdigit()] == []
    operations = sum(map(len, json.loads(DOCUMENT.read_text())["paths"].values()))
    modules = list((tmp_path / "made" / "api").glob("*/*.py"))
    assert len([each for each in modules if each.stem != "__init__"]) == operations


def test_a_list_without_a_name_is_found() -> None:
    listed = {"type": "string", "enum": ["a", "b"]}
    document = {
        "components": {"schemas": {"Thing": {"properties": {"of": {"anyOf": [listed]}}}}},
        "paths": {
            "/": {
                "get": {
                    "operationId": "ask",
                    "parameters": [{"name": "how", "schema": {"type": "array", "items": listed}}],
                }
            }
        },
    }
    assert [(each.owner, each.property) for each in inline(document)] == [
        ("Thing", "of"),
        ("ask", "how"),
    ]
