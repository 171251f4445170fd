"""The description as the two documentation pages are served it: what they can show, and no more.

Both make samples of every schema to which an operation leads: of clocks, which are made of clocks,
so many that a browser's tab ends. So what leads back to itself, and the terms of an agreement (they
have pages of their own in the guide) are only named. Swagger UI shows each problem with a sample,
each header and each link below an operation; here they are one line, so that an operation fits two
screens. Parameters that have another name now are left out. Who generates a client reads
`/openapi.json`, whole.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

Described = dict[str, Any]
TERMS = frozenset({"Terms-Input", "Terms-Output"})
"""The terms of an agreement, as they are sent and as they are answered."""
PROBLEMS = "4XX"
CODES_AT = "guide/reference/codes/problem"
_SENTENCE = re.compile(r"(?<=[a-z)`])(?<!e\.g)\. ")


def for_redoc(whole: Described) -> bytes:
    """The description without what leads back to itself."""
    return json.dumps(_named_only(whole)).encode()


def for_swagger_ui(whole: Described) -> bytes:
    """The same, with each operation in short."""
    document = _named_only(whole)
    shared = document["components"].get("responses", {})
    for methods in document["paths"].values():
        for operation in methods.values():
            given = operation.get("parameters", [])
            given[:] = [each for each in given if not each.get("deprecated")]
            for parameter in given:
                _shorten(parameter)
            operation["responses"] = _in_short(operation["responses"], shared)
    return json.dumps(document).encode()


def _shorten(parameter: Described) -> None:
    """Its first sentence: the schema of a parameter repeats all of it."""
    says = str(parameter.get("description", ""))
    parameter["description"] = _SENTENCE.split(says)[0].rstrip(".") + "." if says else ""
    schema = parameter.get("schema", {})
    schema.pop("description", None)
    # Nobody writes null in an address: what is left out says that.
    kinds = [each for each in schema.pop("anyOf", ()) if each != {"type": "null"}]
    schema |= kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {}
    shown = list(parameter.pop("examples", {}).values())
    if "$ref" in schema or "enum" in schema:
        return  # a list to choose from as it is
    if len(shown) > 1:
        parameter["examples"] = {each["summary"]: each for each in shown}
    elif shown:
        parameter["example"] = shown[0]["value"]  # filled in, without a list to choose from


def _in_short(responses: Described, shared: Mapping[str, Described]) -> Described:
    """What is answered, and all problems in one line."""
    good = {status: each for status, each in responses.items() if status < "4"}
    for answer in good.values():
        answer.pop("links", None)
        answer.pop("headers", None)
    if "200" in good and "201" in good:
        good["201"]["description"] = "Recorded, and the answer. A dry run gets the same with 200."
        del good["200"]
    problems = [
        f"`{status}` {shared[each['$ref'].rpartition('/')[2]]['description']}"
        if "$ref" in each
        else f"`{status}` {each['description']}"
        for status, each in responses.items()
        if status >= "4"
    ]
    if problems:
        told = f"{'. '.join(problems)}. [What to do about each]({CODES_AT})."
        good[PROBLEMS] = {"description": f"A problem (`application/problem+json`). {told}"}
    return good


def _named_only(whole: Described) -> Described:
    document: Described = json.loads(json.dumps(whole))
    schemas = document.get("components", {}).get("schemas", {})
    refers = {name: frozenset(_names_in(schema)) for name, schema in schemas.items()}
    for name, schema in schemas.items():
        again = {each for each in refers[name] if name in _reached(each, refers)}
        _name_only(schema, again | TERMS)
    return document


def _names_in(part: Any) -> Iterator[str]:
    """The schemas to which a part of the description refers."""
    if isinstance(part, dict) and isinstance(part.get("$ref"), str):
        yield part["$ref"].rpartition("/")[2]
    for inside in part.values() if isinstance(part, dict) else part:
        if isinstance(inside, dict | list):
            yield from _names_in(inside)


def _reached(name: str, refers: Mapping[str, Collection[str]]) -> set[str]:
    """A schema, and all to which it leads."""
    found, left = {name}, [name]
    while left:
        new = {each for each in refers.get(left.pop(), ()) if each not in found}
        found |= new
        left += new
    return found


def _name_only(part: Any, names: Collection[str]) -> None:
    """Put the name of a schema in the place of each reference to one of these."""
    if isinstance(part, dict) and str(part.get("$ref", "")).rpartition("/")[2] in names:
        name = part.pop("$ref").rpartition("/")[2]
        says = "Terms of an agreement." if name in TERMS else f"Another `{name}`."
        part |= {"type": "object", "title": name, "description": says}
    for inside in part.values() if isinstance(part, dict) else part:
        if isinstance(inside, dict | list):
            _name_only(inside, names)
