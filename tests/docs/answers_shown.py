"""Real answers, shortened, as the description shows them: `python -m tests.docs.answers_shown`.

Each is the answer to the documented example of its operation, on a fresh demonstration. Lists are
cut to their first item, those deep inside to none, and maps to their first two entries: what is
left is still an answer of that shape. A document inside an answer (terms, facts of an export) is
cut to its first entries, and what every release changes is written as noughts.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.api.description.examples import DRY
from app.db.engine import Database
from app.db.upkeep.migrate import upgrade
from app.services.store import demonstration, upkeep
from tests.api.description import openapi
from tests.api.description.openapi import DOCUMENT
from tests.running.service import LOADED, Service, fixed_workspace, serving

PATH = Path(__file__).parents[2] / "app" / "api" / "description" / "answers.json"
SHOWN = (
    "get_agreement",
    "get_agreement_may_sell",
    "list_obligations",
    "post_demand",
    "get_registration",
    "list_registration_obligations",
    "post_registration_event",
    "post_agreement_event",
    "compute_demand",
    "compute_cutback",
    "compute_deadline",
)
"""The operations that are opened most, in an order in which each finds what it asks for."""
LAST = ("delete_webhook",)
"""What takes away that others ask for."""
ASKED = ("as_of", "holder", "manner", "on", "of", "reading", "limit")
"""Parameters that are filled in, where they have an example."""
DEEP, ENTRIES, MAPS = 4, 2, ("explained_by", "document")
WHOLE = ("fact", "letters")
"""A fact is not cut within: of its letters one stands at least."""
LINES, LONG = 16, 300
"""So many lines are shown of a calendar, and so much of a long text."""
HASH, SECRET = "sha256:" + "0" * 64, f"whsec_{'A' * 43}="


def answers(service: Service) -> dict[str, Any]:
    """What each operation answers to its first example, and before that to a dry run of it."""
    known = {each[2]["operationId"]: each for each in openapi.operations(DOCUMENT)}
    others = [name for name in known if name not in SHOWN + LAST]
    shown: dict[str, Any] = {}
    for name in (*SHOWN, *others, *LAST):
        takes = {each["name"] for each in known[name][2].get("parameters", ())}
        if "dry_run" in takes:
            tried = {"dry_run": "true"} | ({"answer": "changes"} if "answer" in takes else {})
            shown[f"{name}{DRY}"] = _shown(service, known[name], tried)
        shown[name] = _shown(service, known[name], {})
    return shown


def _shown(
    service: Service, asked_of: tuple[str, str, dict[str, Any]], more: dict[str, str]
) -> Any:
    method, path, operation = asked_of
    asked = more | {
        each["name"]: next(iter(each["examples"].values()))["value"]
        for each in operation.get("parameters", ())
        if each["in"] == "query" and (each["name"] in ASKED or each["required"])
        if each.get("examples")
    }
    posted = ((at, body) for _, at, body in openapi.posted(path, operation))
    where, body = next(posted, (openapi.address(path, operation), None))
    response = service.plainly(method, where, params=asked, json=body)
    assert response.status_code in (200, 201), response.text[:500]
    if response.headers["content-type"].startswith("application/json"):
        return shortened(response.json())
    return "".join(response.text.splitlines(keepends=True)[:LINES])


def shortened(part: Any, depth: int = 0) -> Any:
    """The same, with less of each list and text; what a release changes, and a secret, is none."""
    if isinstance(part, list):
        return [shortened(each, depth + 1) for each in part[: depth < DEEP]]
    if isinstance(part, dict):
        return {
            name: dict(list(each.items())[:ENTRIES])
            if name in MAPS and isinstance(each, dict)
            else shortened(each, 0 if name in WHOLE else depth + 1)
            for name, each in part.items()
        }
    if isinstance(part, str) and part.startswith("sha256:"):
        return HASH
    if isinstance(part, str) and part.startswith("whsec_"):
        return SECRET
    if isinstance(part, str) and len(part) > LONG:
        return f"{part[:LONG]}…"
    return part


def made() -> str:
    """The file as it should be."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'shown.db'}"
        upgrade(url)
        database = Database(url)
        assert list(upkeep.adopt(fixed_workspace(database))) == []
        demonstration.load(database, lambda: LOADED)
        with serving(database) as service:
            text = written(service)
        database.dispose()
        return text


def written(service: Service) -> str:
    """The answers as they stand in the file."""
    return json.dumps(answers(service), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(made(), encoding="utf-8")
