"""What others' tools make of the description: no warning, and a client that lives a whole life.

The linter and the generator for TypeScript are npm's: `npm ci` in this folder installs them. Where
there is no Node.js those two tests say so and are skipped.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.api.description.enums import inline
from tests.running.process import serving

HERE = Path(__file__).parent
DOCUMENT = Path("openapi/openapi.json").resolve()
TOOLS = HERE / "node_modules" / ".bin"
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}


@pytest.fixture(scope="module")
def address(demonstration_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a service with the demonstration data answers."""
    folder = tmp_path_factory.mktemp("generators")
    with serving(folder, demonstration_file, access="open") as process:
        yield process.address


def run(*command: object, cwd: Path | None = None, **more: str) -> str:
    """What a command says; it ends well."""
    ran = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **QUIET, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4_000:]
    return ran.stdout


def tool(name: str) -> Path:
    """A tool of npm's; the test is skipped where `npm ci` was not run."""
    if shutil.which("node") is None or not (TOOLS / name).exists():
        pytest.skip(f"no {name}: it wants Node.js, and `make tools`")
    return TOOLS / name


@pytest.mark.slow
def test_redocly_has_nothing_to_say() -> None:
    said = run(tool("redocly"), "lint", DOCUMENT, "--format", "stylish", "--extends", "recommended")
    assert "is valid" in said
    assert "arning" not in said.replace("Deprecation warning: Node.js", ""), said


@pytest.mark.slow
def test_typescript_lives_a_whole_life(tmp_path: Path, address: str) -> None:
    generate = tool("openapi-typescript")
    # Else it has every field that may be left out, since it has a default, sent and answered.
    may_be_left_out = ("--default-non-nullable", "false")
    said = run(generate, DOCUMENT, *may_be_left_out, "--output", tmp_path / "api.ts")
    assert "arning" not in said
    for name in ("life.ts", "tsconfig.json", "package.json"):
        shutil.copy(HERE / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(HERE / "node_modules")
    assert run(tool("tsc"), "--project", "tsconfig.json", cwd=tmp_path) == ""
    assert "1 passed" in run("node", "life.js", address, cwd=tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What openapi-python-client makes, without a warning."""
    folder = tmp_path_factory.mktemp("made")
    config = folder / "config.json"
    config.write_text(json.dumps({"post_hooks": []}))  # else it formats, by a ruff on PATH
    said = run(
        *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"),
        *("--path", DOCUMENT, "--output-path", folder / "rights"),
        *("--config", config, "--fail-on-warning"),
    )
    assert "arning" not in said
    return folder


@pytest.mark.slow
def test_openapi_python_client_names_everything(made: Path) -> None:
    models = {each.stem: each.read_text() for each in (made / "rights" / "models").glob("*.py")}
    assert {"registration_state", "obligation_status", "registration_answer"} <= models.keys()
    lists = [name for name, text in models.items() if "Enum)" in text]
    assert len(lists) > 100
    assert [name for name in lists if "_type_" in name or name[-1].isdigit()] == []
    operations = sum(map(len, json.loads(DOCUMENT.read_text())["paths"].values()))
    modules = list((made / "rights" / "api").glob("*/*.py"))
    assert len([each for each in modules if each.stem != "__init__"]) == operations


@pytest.mark.slow
def test_openapi_python_client_lives_a_whole_life(made: Path, address: str) -> None:
    run(sys.executable, HERE / "life.py", address, PYTHONPATH=str(made))


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
