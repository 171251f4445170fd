"""`make schemathesis`: Schemathesis against the running service, every phase, stateful included.

It reads the OpenAPI document and sends what the document allows and what it does not; the links in
the document lead it from one answer to the next question. It runs behind the closed door, with a
key that may do everything. Exits as Schemathesis does: 0 if it found nothing.

Every computation takes a whole terms document, and every corner of that document would be tried at
each of them, some six thousand requests a time. So it is tried in full at the check of terms, which
reads it as the others do; the other computations are asked on a template.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx

from tests.running.process import serving

CONFIG = Path(__file__).parent / "schemathesis.toml"
WHOLE_TERMS_AT = "TermsCheckQuestion"
RATES = dict.fromkeys(("rate_per_key", "rate_per_address", "rate_refused"), "1000000/minute")


def main(arguments: list[str]) -> int:
    """Run it with these further options, for example `--max-examples 200`."""
    with (
        tempfile.TemporaryDirectory(prefix="schemathesis-") as folder,
        serving(Path(folder), None, **RATES) as service,
    ):
        key = service.command(
            "keys", "create", "--name", "it", "--scopes", "read", "write", "admin"
        )
        bearing = {"Authorization": f"Bearer {key}"}
        answer = httpx.get(
            f"{service.address}/openapi.json", headers=bearing, trust_env=False, timeout=60
        )
        document = Path(folder) / "openapi.json"
        document.write_text(json.dumps(on_templates(answer.raise_for_status().json())))
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            *("--config-file", str(CONFIG)),
            *("run", str(document)),
            *("--url", service.address),
            *("--header", f"Authorization: Bearer {key}"),
            *("--phases", "examples,coverage,fuzzing,stateful"),
            *("--checks", "all"),
            *("--generation-database", "none"),
            *("--request-timeout", "20"),
            "--continue-on-failure",
            *arguments,
        ]
        return subprocess.run(command, cwd=folder, check=False).returncode


def on_templates(document: dict[str, Any]) -> dict[str, Any]:
    """The document without whole terms in the bodies of computations, but for their check."""
    for name, schema in document["components"]["schemas"].items():
        properties = schema.get("properties", {})
        if {"template", "terms"} <= properties.keys() and name != WHOLE_TERMS_AT:
            del properties["terms"]
    return document


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
