"""What each property means, where its schema does not say so itself.

A reading says what its question is; a property that is a schema of its own, what that schema is; of
all others `properties.txt` tells.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.api.description.enums import plain_name
from app.rules.terms import every_reading

Schema = dict[str, Any]
_ANSWER = {
    "result": "The answer.",
    "versions": "The versions of the service, the terms and the calendars that gave it.",
    "explanation": "The working: every step with its clause.",
    "readings": "The readings that it rests on, with the choice in force.",
    "assumptions": "What was taken for granted.",
    "warnings": "What to look at.",
    "missing_inputs": "What is not on record, what turns on it, and how one records it.",
}


@lru_cache(maxsize=1)
def told() -> Mapping[str, str]:
    """The sentences of `properties.txt`, by name."""
    text = (Path(__file__).parent / "properties.txt").read_text(encoding="utf-8")
    lines = (line.partition(": ") for line in text.splitlines() if not line.startswith("#"))
    return {name: says for name, _, says in lines}


def describe(schemas: dict[str, Schema]) -> None:
    """Give every property that has no description one."""
    for name, schema in schemas.items():
        for of, part in schema.get("properties", {}).items():
            if not part.get("description"):
                says = _of(name, of, part, schemas)
                if says is not None:
                    part["description"] = says if _may_be_null(part) else says.split(" Null: ")[0]


def _may_be_null(part: Schema) -> bool:
    return any(each.get("type") == "null" for each in _branches(part))


def silent(schemas: Mapping[str, Schema]) -> Iterator[str]:
    """The properties without a description."""
    for name, schema in schemas.items():
        for of, part in schema.get("properties", {}).items():
            if not part.get("description"):
                yield f"{name}.{of}"


def _of(schema: str, name: str, part: Schema, schemas: Mapping[str, Schema]) -> str | None:
    if schema == "Readings":
        return f"{every_reading()[name].question} ({every_reading()[name].number})"
    own = told().get(f"{plain_name(schema)}.{name}")
    if own is not None or "explanation" in schemas[schema].get("properties", {}):
        return own or _ANSWER.get(name) or told().get(name)
    of_its_own = [str(each["description"]) for each in _branches(part) if "description" in each]
    if of_its_own:
        return of_its_own[0]
    referred = _referred(part)
    if referred is not None and schemas[referred].get("description"):
        return str(schemas[referred]["description"]).split("\n\n")[0].replace("\n", " ")
    return told().get(name)


def _branches(part: Schema) -> list[Schema]:
    return [*part.get("anyOf", ()), *part.get("oneOf", ())]


def _referred(part: Schema) -> str | None:
    """The schema that a property is, is a list of, or may be."""
    if "$ref" in part:
        return str(part["$ref"]).rpartition("/")[2]
    inner = [*_branches(part), *part.get("patternProperties", {}).values()]
    inner += [part[each] for each in ("items", "additionalProperties") if part.get(each)]
    found = (_referred(each) for each in inner if isinstance(each, dict))
    return next((each for each in found if each is not None), None)
