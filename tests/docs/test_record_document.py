"""The page on the record as evidence: the script it prints finds what was changed."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from app.cli.commands import main
from app.db.engine import Database
from app.services.workspace.workspace import Workspace
from tests.api.calls import EXAMPLE, ok
from tests.running.service import Service, serving

PAGE = (Path(__file__).parents[2] / "docs" / "record.md").read_text(encoding="utf-8")


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


def test_where_a_record_was_imported_cannot_be_left_out(
    pristine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once something follows it; before that, an anchor tells of it."""
    url = f"sqlite:///{tmp_path / 'there.sqlite3'}"
    monkeypatch.setenv("REGISTRATION_RIGHTS_DATABASE_URL", url)
    monkeypatch.setenv("REGISTRATION_RIGHTS_ANCHOR_KEY", str(tmp_path / "key.pem"))
    (tmp_path / "pristine.json").write_text(pristine, encoding="utf-8")
    for command in (
        ["migrate"],
        ["import-agreement", str(tmp_path / "pristine.json")],
        ["anchor", str(tmp_path / "key.pem"), "--new-key"],
        ["anchor", str(tmp_path / "anchors")],
    ):
        assert main(command) == 0
    database = Database(url)
    (tmp_path / "check.py").write_text(script(), encoding="utf-8")
    with serving(database, workspace=Workspace(database)) as service:
        for posted in (False, True):
            if posted:
                fact = {"kind": "holder_recorded", "occurred_on": "1998-12-01", "holder": "n"}
                ok(service.post(f"/v1/agreements/{EXAMPLE}/events", {**fact, "name": "N"}), 201)
            export = exported(service)
            assert written(tmp_path, export) == (0, True)
            entries = export["audit"]
            export["audit"] = [each for each in entries if each["action"] != "agreement_imported"]
            assert len(export["audit"]) == len(entries) - 1
            assert written(tmp_path, export)[0] == 1, "by an anchor"
            assert run(tmp_path, anchors=False)[0] == int(posted)
    database.dispose()


def written(folder: Path, export: Any) -> tuple[int, bool]:
    """What the script says of an export under a hash made anew, with the anchors."""
    rest = {name: export[name] for name in export if name != "hash"}
    export["hash"] = names()["hash_of"](rest)
    (folder / "export.json").write_text(json.dumps(export), encoding="utf-8")
    status, said = run(folder)
    return status, "it fits" in said


def run(folder: Path, *, anchors: bool = True) -> tuple[int, str]:
    command = [sys.executable, "-I", "check.py", "export.json", *(["anchors"] if anchors else [])]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


@dataclass(frozen=True, slots=True)
class Forgery:
    """What somebody changes in an export, making its own hash anew; part of what the page says."""

    name: str
    do: Callable[[Any], object]
    said: str


def _reads_otherwise(export: Any) -> None:
    """An answer in other words, under the hash of its text."""
    kept = export["evaluations"][0]
    kept["answer"] = kept["answer"].replace("accepted", "refused")
    kept["answer_hash"] = names()["hash_of"](json.loads(kept["answer"]))


def _cut(export: Any) -> None:
    """The last fact taken out, and the end named as if it had never been there."""
    export["facts"].pop()
    export["agreement"]["version"] -= 1
    export["head"] = export["facts"][-1]["hash"]


def _told_anew(export: Any) -> None:
    """Another day for a fact, and all hashes of the facts made anew, and the end."""
    hash_of = names()["hash_of"]
    facts = export["facts"]
    facts[10]["occurred_on"] = "1999-01-01"
    for before, fact in pairwise(facts):
        fact["predecessor"] = before["hash"]
        fact["hash"] = hash_of({name: fact[name] for name in fact if name != "hash"})
    export["head"] = facts[-1]["hash"]


FORGERIES = (
    Forgery("nothing", lambda _: None, "it fits"),
    Forgery("a day", lambda export: export["facts"][3].update(occurred_on="1999-01-01"), "4 does"),
    Forgery("two facts swapped", lambda export: export["facts"].insert(5, export["facts"].pop(6)),
            "position 7 does not fit"),
    Forgery("the last fact taken out", _cut, "the audit ends with position 34 of 33"),
    Forgery("a day, with all hashes of facts", _told_anew, "the answer"),
    Forgery("the name", lambda export: export["agreement"].update(name="Another"), "position 1 "),
    Forgery("the template", lambda export: export["agreement"].update(template="b"), "position 1 "),
    Forgery("the version", lambda export: export["agreement"].update(version=33), "the end"),
    Forgery("the head", lambda export: export.update(head=export["facts"][0]["hash"]), "the end"),
    Forgery("an answer", _reads_otherwise, "the answer"),
    Forgery("what was asked", lambda export: export["evaluations"][0].update(question={}),
            "the answer"),
    Forgery("an answer taken out", lambda export: export["evaluations"].pop(), "is another"),
    Forgery("an answer put in", lambda export: export["evaluations"].append(
        export["evaluations"][0] | {"id": "forged"}), "the answer forged"),
    Forgery("who wrote", lambda export: export["audit"][2].update(actor="another"),
            "of the audit does not fit"),
    Forgery("an entry taken out", lambda export: export["audit"].pop(2), "leaves out"),
    Forgery("the last entry taken out", lambda export: export["audit"].pop(), "the audit ends"),
    Forgery("the terms", lambda export: export["terms"][0]["document"].update(title="Another"),
            "are others"),
    Forgery("the terms taken out", lambda export: export["terms"].clear(), "its terms are not"),
    Forgery("the kind of a registration",
            lambda export: export["registrations"][0].update(kind="takedown"), "its registrations"),
    Forgery("a registration taken out", lambda export: export["registrations"].pop(),
            "its registrations"),
    Forgery("a registration put in", lambda export: export["registrations"].append(
        {"id": "forged", "kind": "requested"}), "its registrations"),
)  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.name)
def test_names_a_forgery_under_a_hash_made_anew(
    forgery: Forgery, pristine: str, tmp_path: Path
) -> None:
    """The script as the page prints it, run by Python alone on an export of which nobody has the
    first hash."""
    export = json.loads(pristine)
    forgery.do(export)
    rest = {name: export[name] for name in export if name != "hash"}
    export["hash"] = names()["hash_of"](rest)
    (tmp_path / "export.json").write_text(json.dumps(export), encoding="utf-8")
    (tmp_path / "check.py").write_text(script(), encoding="utf-8")
    status, said = run(tmp_path, anchors=False)
    assert forgery.said in said
    assert status == (0 if forgery.name == "nothing" else 1)
    assert "the document's own hash" not in said


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An export of the example, made once."""
    folder = tmp_path_factory.mktemp("pristine")
    url = f"sqlite:///{folder / 'here.sqlite3'}"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("REGISTRATION_RIGHTS_DATABASE_URL", url)
        for command in (
            ["migrate"],
            ["seed"],
            ["export-agreement", EXAMPLE, str(folder / "export.json")],
        ):
            assert main(command) == 0
    return (folder / "export.json").read_text(encoding="utf-8")
