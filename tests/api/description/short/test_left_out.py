"""What an answer leaves out: its schema says which fields, and they are never null."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from app.api.description.examples import DRY
from tests.api.bodies import Json
from tests.api.description.openapi import DOCUMENT, operations

SCHEMAS: Json = DOCUMENT["components"]["schemas"]
SHOWN: Json = json.loads(Path("app/api/description/answers.json").read_text())
AS_RECORDED = {
    ("QuestionAsked", "today"),
    ("AgreementMade", "on_file"),
    ("FactCorrected", "on_file"),
    ("FactRetracted", "on_file"),
}
"""They are read back as they were written down."""


def reached(part: Any, found: set[str]) -> set[str]:
    """The names of the schemas that a part of the document leads to."""
    if isinstance(part, list):
        for item in part:
            reached(item, found)
    elif isinstance(part, dict):
        name = part.get("$ref", "").removeprefix("#/components/schemas/")
        if name in SCHEMAS and name not in found:
            found.add(name)
            reached(SCHEMAS[name], found)
        for item in part.values():
            reached(item, found)
    return found


def answered_alone() -> Iterator[str]:
    """The schemas of what is answered and never posted; terms are documents, null and all."""
    posted, answered = set[str](), set[str]()
    for _, _, operation in operations(DOCUMENT):
        reached(operation.get("requestBody"), posted)
        reached(operation["responses"], answered)
    return (name for name in sorted(answered - posted) if not name.endswith("-Output"))


def may_be_null(schema: Json) -> bool:
    return {"type": "null"} in schema.get("anyOf", ()) or schema.get("type") == "null"


def test_what_the_schema_does_not_require_is_never_null() -> None:
    found = {
        (name, field)
        for name in answered_alone()
        for field, schema in SCHEMAS[name].get("properties", {}).items()
        if field not in SCHEMAS[name].get("required", ()) and may_be_null(schema)
    }
    assert found == AS_RECORDED


def test_there_are_fields_that_are_left_out() -> None:
    obligation = SCHEMAS["Obligation"]
    assert {"status", "standard", "due_on"} <= set(obligation["required"])
    assert not {"performed_on", "breached_on", "days_left"} & set(obligation["required"])


def answers() -> Iterator[Any]:
    """What is shown of each operation, with the schema of it; a dry run has its own."""
    for _, path, operation in operations(DOCUMENT):
        name, responses = operation["operationId"], operation["responses"]
        for status in sorted({"200", "201"} & responses.keys()):
            content = responses[status].get("content", {}).get("application/json", {})
            shown = f"{name}{DRY}" if status == "200" and "201" in responses else name
            if "schema" in content:
                yield pytest.param(shown, content["schema"], id=f"{path} {status}")


@pytest.mark.parametrize(("shown", "schema"), list(answers()))
def test_answers_that_are_shown_are_of_their_schema(shown: str, schema: Json) -> None:
    """They are real: what they leave out may be left out, and what is null may be null."""
    whole = Draft202012Validator({**schema, "components": DOCUMENT["components"]})
    found = whole.iter_errors(SHOWN[shown])
    assert [f"{each.instance_path}: {each.message}" for each in found] == []
