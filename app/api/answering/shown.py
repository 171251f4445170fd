"""What of an answer goes out: the fields that were asked for, and no pointer to what is not there.

`?fields=result.determination.due_on,result.obligations.id` names fields by their road from the top,
through lists as through anything else. What there is to be named, the schema of the answer says:
a name that is none is told, with those that there are, before anything is worked out.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any, TypeAlias

from fastapi import Query, Response
from pydantic import TypeAdapter

from app.errors import Fault, InvalidInput, shortened
from app.rules.values.wording import near
from app.services.answer import pointing_to_no_step

FIELDS = "fields"
LONGEST = 2_000
"""Characters of the parameter."""
MOST_FAULTY = 10
"""Fields that are told to be none; more of them tell nobody anything new."""
MOST_NAMED = 40
"""Names that are listed where one is none: of more, how many there are."""
Schema: TypeAlias = Mapping[str, Any]
Chosen: TypeAlias = dict[str, "Chosen"]
"""Fields by name, each with those chosen inside it; none inside: the whole of it."""

Fields = Annotated[
    str | None,
    Query(
        max_length=LONGEST,
        pattern=r"^[^,\s]+(,[^,\s]+)*$",
        description="Only these fields, named by their road from the top, with commas between: "
        "`result.determination.due_on,warnings`. Of a list each item is answered so: "
        "`result.obligations.due_on`. Without `explanation`, `explained_by` names no steps.",
    ),
]


async def fields_asked(fields: Fields = None) -> None:
    """Declare the parameter: the route's handler reads it (`StrictRoute`)."""


def choice_of(fields: str, answered: Any) -> Chosen:
    """The fields that are named, of an answer of this type; InvalidInput if one is none of it."""
    if len(fields) > LONGEST:
        says = f"At most {LONGEST:,} characters; without it the whole is answered."
        raise InvalidInput([Fault(FIELDS, "invalid_value", says, "query")])
    schema = _schema_of(answered)
    chosen: Chosen = {}
    roads = dict.fromkeys(fields.split(","))
    faults = [fault for road in roads for fault in _faults(road, schema)]
    if len(faults) > MOST_FAULTY:
        says = f"{len(faults) - MOST_FAULTY:,} more of these fields are not in this answer."
        faults[MOST_FAULTY:] = [Fault(FIELDS, "unknown_field", says, "query")]
    if faults:
        raise InvalidInput(faults)
    for road in sorted(roads, key=len, reverse=True):
        inside = chosen
        *outer, last = road.split(".")
        for name in outer:
            inside = inside.setdefault(name, {})
        inside[last] = {}  # the whole of it, whatever was chosen inside
    return chosen


def show(response: Response, chosen: Chosen | None) -> Response:
    """The response with these fields alone, or all; it points to no step that it does not show."""
    body = bytes(response.body)
    if chosen is not None:
        body = json.dumps(
            _picked(json.loads(body), chosen), ensure_ascii=False, separators=(",", ":")
        ).encode()
    body = pointing_to_no_step(body)
    if body is not response.body:
        response.body = body
        response.headers["content-length"] = str(len(body))
    return response


def _picked(value: Any, chosen: Chosen) -> Any:
    if not chosen:
        return value
    if isinstance(value, list):
        return [_picked(item, chosen) for item in value]
    if isinstance(value, dict):
        return {
            name: _picked(inner, chosen[name]) for name, inner in value.items() if name in chosen
        }
    return value


@lru_cache
def _schema_of(answered: Any) -> Schema:
    """The JSON schema of what is answered."""
    return TypeAdapter(answered).json_schema(mode="serialization")


def _faults(road: str, schema: Schema) -> Iterator[Fault]:
    """What is wrong with one road: the first name on it that is none."""
    places, come = [schema], list[str]()
    for name in road.split("."):
        objects = [each for place in places for each in _objects(place, schema)]
        named = {
            key: inner for each in objects for key, inner in each.get("properties", {}).items()
        }
        open_to = [
            each["additionalProperties"]
            for each in objects
            if isinstance(each.get("additionalProperties"), dict)
        ]
        if name not in named and not open_to:
            yield Fault(FIELDS, "unknown_field", _says(name, come, sorted(named)), "query")
            return
        places = [named[name]] if name in named else open_to
        come.append(name)


def _says(name: str, come: list[str], there: list[str]) -> str:
    where = f"in `{'.'.join(come)}`" if come else "in this answer"
    says = f"There is no field `{shortened(name)}` {where}."
    if not there:
        return f"{says} It has none."
    listed = ", ".join(there[:MOST_NAMED]) + (", …" if len(there) > MOST_NAMED else "")
    return " ".join(filter(None, [says, near(name, there), f"There are: {listed}."]))


def _objects(place: Any, schema: Schema) -> Iterator[Schema]:
    """The objects that may stand at a place: those of its choices, and of the items of a list."""
    if not isinstance(place, dict):
        return
    if "$ref" in place:
        yield from _objects(schema["$defs"][place["$ref"].rpartition("/")[2]], schema)
    for each in (*place.get("anyOf", ()), *place.get("oneOf", ()), *place.get("prefixItems", ())):
        yield from _objects(each, schema)
    yield from _objects(place.get("items"), schema)
    if "properties" in place or "additionalProperties" in place:
        yield place
