"""The fields of a schema as a table."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.api.guide.reference.page import cell

Leads = Callable[[str], str | None]
"""Where a schema is told, by its name; None where it is not."""


def fields_of(schema: Mapping[str, Any], leads_to: Leads) -> Iterator[str]:
    """Each field: its name, what it takes, whether it must be there, what it means."""
    required = set(schema.get("required", ()))
    yield "| field | takes | means |"
    yield "|---|---|---|"
    for name, part in schema.get("properties", {}).items():
        if "const" in part and name == "kind":
            yield f"| `kind` (required) | `{part['const']}` | Which fact this is. |"
            continue
        must = " (required)" if name in required else ""
        default = part.get("default")
        left_out = f" Left out: `{_written(default)}`." if default not in (None, [], {}) else ""
        means = cell(str(part.get("description", "")) + left_out)
        yield f"| `{name}`{must} | {cell(takes(part, leads_to))} | {means} |"


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def takes(part: Mapping[str, Any], leads_to: Leads) -> str:
    """What a field takes, in words."""
    if "$ref" in part:
        name = str(part["$ref"]).rpartition("/")[2]
        place = leads_to(name)
        return f"[{name}]({place})" if place else name
    if "const" in part:
        return f"`{_written(part['const'])}`"
    if "enum" in part:
        return ", ".join(f"`{_written(each)}`" for each in part["enum"])
    branches = [*part.get("anyOf", ()), *part.get("oneOf", ())]
    if branches:
        words = [takes(each, leads_to) for each in branches]
        return " or ".join(dict.fromkeys(words))
    kind = part.get("type")
    if kind == "array":
        return f"list of {takes(part.get('items', {}), leads_to)}"
    if kind == "object":
        inner = [*part.get("patternProperties", {}).values(), part.get("additionalProperties")]
        values = [takes(each, leads_to) for each in inner if isinstance(each, Mapping) and each]
        return f"by name: {values[0]}" if values else "object"
    return _scalar(kind, part.get("format"))


def _scalar(kind: object, written_as: object) -> str:
    if written_as == "date":
        return "day, `YYYY-MM-DD`"
    if written_as == "date-time":
        return "instant"
    words = {"string": "text", "integer": "whole number", "boolean": "`true`, `false`"}
    return words.get(str(kind), str(kind or "anything").replace("null", "`null`"))
