"""The page on the record as evidence: the script it prints finds what was changed."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.cli.commands import main
from app.db.engine import Database
from tests.api.calls import EXAMPLE, ok
from tests.service import Service

PAGE = (Path(__file__).parents[1] / "docs" / "record.md").read_text(encoding="utf-8")


def script() -> str:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert isinstance(code, str)
    return code


def names() -> dict[str, Any]:
    """What the script defines."""
    found: dict[str, Any] = {"__name__": "check"}
    exec(script(), found)  # noqa: S102  # a page of our own
    return found


def faults(export: Any) -> list[str]:
    """What the page's own code finds."""
    return list(names()["faults"](export))


def exported(service: Service) -> Any:
    return ok(service.get(f"/v1/agreements/{EXAMPLE}/export"))


def test_an_export_fits(service: Service) -> None:
    assert faults(exported(service)) == []


def test_a_changed_fact_is_found(service: Service) -> None:
    export = exported(service)
    export["facts"][4]["payload"]["holder"] = "somebody-else"
    assert names()["broken_link"](export) == 5
    assert "the fact at position 5 does not fit" in faults(export)


def test_a_fact_left_out_is_found(service: Service) -> None:
    export = exported(service)
    del export["facts"][7]
    assert names()["broken_link"](export) == 9


def test_everything_else_that_was_changed_is_found(service: Service) -> None:
    export = exported(service)
    export["evaluations"][1]["answer"] += " "
    export["audit"][2]["actor"] = "another"
    export["terms"][0]["document"]["title"] = "Another"
    found = " / ".join(faults(export))
    for name in ("own hash", "the answer", "of the audit", "the terms"):
        assert name in found
    del export["audit"][3]
    assert any("leaves out" in each for each in faults(export))


def test_it_runs_by_itself_with_an_anchor(
    demonstration_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As somebody runs it who has the two files and Python, and nothing of ours."""
    monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", demonstration_url)
    monkeypatch.setenv("REGISTRATION_RIGHTS_ANCHOR_KEY", str(tmp_path / "key.pem"))
    assert main(["anchor", str(tmp_path / "key.pem"), "--new-key"]) == 0
    assert main(["anchor", str(tmp_path / "anchors")]) == 0
    assert main(["export-agreement", EXAMPLE, str(tmp_path / "export.json")]) == 0
    Database(demonstration_url).dispose()
    (tmp_path / "check.py").write_text(script(), encoding="utf-8")
    said = run(tmp_path)
    assert said[0] == 0
    assert said[1].endswith("it fits\n")
    line = json.loads((tmp_path / "anchors").read_text(encoding="utf-8"))
    line["anchor"]["counts"]["facts"] += 1
    (tmp_path / "anchors").write_text(json.dumps(line))
    assert names()["signature"](line) in (False, None)
    assert run(tmp_path)[0] == (0 if shutil.which("openssl") is None else 1)
    line["anchor"]["agreements"] = {}
    (tmp_path / "anchors").write_text(json.dumps(line))
    assert "is not over this record" in run(tmp_path)[1]


def run(folder: Path) -> tuple[int, str]:
    command = [sys.executable, "-I", "check.py", "export.json", "anchors"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout
