"""Every part of a terms document, from its schema: a page for each part at the top."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.api.description.properties import describe
from app.api.guide.markdown import anchor_of
from app.api.guide.reference.page import Made, cell
from app.api.guide.reference.shapes import fields_of, takes
from app.rules.terms import Terms

ABOVE: Final = "reference/terms"
SHARED: Final = f"{ABOVE}/shared"
SAME_AS: Final = frozenset({"demands", "takedowns", "incidentals"})
"""Fields whose parts are those of another: several rights to demand are each `demand`."""
_TOLD: Final = """An agreement is a document of terms. This is every place in it, from the schema by
which it is checked; [how to write one](/guide/counsel/terms) begins with a template. What is left
out is not in the agreement, unless a default is named.

"""


def term_pages() -> Iterator[Made]:
    """The document as a whole, a page for each part, and one for what several parts share."""
    schema = Terms.model_json_schema()
    parts: dict[str, Any] = schema.pop("$defs")
    describe({"Terms": schema, **parts})
    parts.pop("Readings")  # which have pages of their own
    homes = _homes(schema, parts)
    grouped: dict[str, list[str]] = {}
    for name, home in homes.items():
        grouped.setdefault(home, []).append(name)

    def leads_to(name: str) -> str | None:
        if name == "Readings":
            return "/guide/reference/readings"
        return f"/guide/{homes[name]}#{anchor_of(name)}" if name in homes else None

    yield Made(ABOVE, "Terms of an agreement", _TOLD + "\n".join(fields_of(schema, leads_to)))
    for home in dict.fromkeys([*sorted(set(homes.values()) - {SHARED}), SHARED]):
        told = "\n\n".join(
            "\n".join([f"## {name}", "", _says(parts[name]), "", *_fields(parts[name], leads_to)])
            for name in grouped[home]
        )
        title = "Parts that several share" if home == SHARED else f"`{home.rpartition('/')[2]}`"
        yield Made(home, title, told, ABOVE)


def _says(part: Mapping[str, Any]) -> str:
    return "\n\n".join(cell(each) for each in str(part.get("description", "")).split("\n\n"))


def _fields(part: Mapping[str, Any], leads_to: Any) -> Iterator[str]:
    if part.get("properties"):
        yield from fields_of(part, leads_to)
    else:
        yield f"Takes {takes(part, leads_to)}."


def _homes(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> Mapping[str, str]:
    """The page on which each part is told: that of the field to which alone it belongs."""
    homes: dict[str, str] = {}
    for field, value in schema["properties"].items():
        if field in SAME_AS:
            continue
        for name in _reached(value, parts):
            homes[name] = SHARED if name in homes else f"{ABOVE}/{field}"
    return homes


def _reached(part: Any, parts: Mapping[str, Any]) -> dict[str, None]:
    """The parts to which one leads, the nearest first."""
    found: dict[str, None] = {}
    left = [part]
    while left:
        for name in _names_in(left.pop(0)):
            if name not in found and name in parts:
                found[name] = None
                left.append(parts[name])
    return found


def _names_in(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].rpartition("/")[2]
        for inside in part.values():
            yield from _names_in(inside)
    elif isinstance(part, list):
        for inside in part:
            yield from _names_in(inside)
