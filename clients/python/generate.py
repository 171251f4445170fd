"""Write `types.py` and `calls.py` from the service's OpenAPI document; `--check` only compares.

The types by datamodel-code-generator, as TypedDicts: quick to import, and checked by mypy without a
plugin. The calls here: one function for each operation, with its parameters, body and answer.
"""

import json
import keyword
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "openapi" / "openapi.json"
PACKAGE = Path(__file__).resolve().parent / "src" / "registration_rights"
MADE = "# Made from openapi/openapi.json by `make client`; not edited.\n"
WIDTH = 96
FORMATS = {"date": "date", "date-time": "datetime"}
PLAIN = {"string": "str", "integer": "int", "boolean": "bool"}
CONDITIONS = {"If-Match": "if_match", "If-None-Match": "if_none_match"}
PAGES_BY = ("after", "since", "before")
"""The parameter that `next` of a page is passed as, most often the first."""
CHOICES = ("full", "changes")
"""The values of `answer`, in the order of the answers."""
Json = dict[str, Any]


def types() -> str:
    """The shapes of everything that is sent or answered."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "types.py"
        subprocess.run(
            [
                *(sys.executable, "-m", "datamodel_code_generator"),
                *("--input", str(DOCUMENT), "--input-file-type", "openapi", "--output", str(made)),
                *("--output-model-type", "typing.TypedDict", "--target-python-version", "3.11"),
                *("--disable-timestamp", "--formatters", "builtin"),
                *("--custom-file-header", MADE + '"""What is sent and answered."""'),
            ],
            check=True,
        )
        return made.read_text(encoding="utf-8")


def calls(document: Json) -> str:
    """A function for each operation."""
    functions = [
        function(method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    head = (
        f'{MADE}"""Every operation of the service, as a call to be sent by a client."""\n\n'
        "from datetime import date, datetime\n"
        "from typing import Any, Literal, TypeAlias, overload\n\n"
        "from registration_rights import types\n"
        "from registration_rights.call import Call, Listing, address, asked, once, under\n\n"
    )
    return head + "\n\n".join((*unions(document), *functions))


def unions(document: Json) -> Iterator[str]:
    """The facts that may be posted at an address, under one name."""
    for methods in document["paths"].values():
        for operation in methods.values():
            members = body_schema(operation).get("oneOf")
            if members:
                lines = "\n".join(f"    | types.{named(each)}" for each in members)
                yield f"{union_name(operation)}: TypeAlias = (\n    {lines.strip(' |')}\n)\n"


def union_name(operation: Json) -> str:
    """The name of a union: of `post_registration_event`, `RegistrationEvent`."""
    return pascal(operation["operationId"].removeprefix("post_"))


def function(method: str, path: str, operation: Json) -> str:
    """One operation as a function that makes its call."""
    parameters = operation.get("parameters", [])
    in_path = [each["name"] for each in parameters if each["in"] == "path"]
    in_query = [each for each in parameters if each["in"] == "query"]
    headers = {each["name"] for each in parameters if each["in"] == "header"}
    conditions = [CONDITIONS[name] for name in sorted(headers & CONDITIONS.keys())]
    keyed = "Idempotency-Key" in headers
    body, answer, item = body_type(operation), *answer_type(operation)
    pages_by = next((each for each in PAGES_BY if each in {it["name"] for it in in_query}), None)
    maker = "Listing" if item is not None and pages_by else "Call"
    kind = f"Listing[{answer}, {item}]" if maker == "Listing" else f"Call[{answer}]"

    named_only = [argument(each) for each in in_query]
    named_only += ["key: str | None = None"] if keyed else []
    named_only += [f"{each}: str | None = None" for each in conditions]
    takes = [f"{each}: str" for each in in_path] + ([f"body: {body}"] if body else [])
    takes += ["*", *named_only] if named_only else []

    where = ", ".join((repr_(path), *(f"{each}={each}" for each in in_path)))
    gives = [repr_(method), f"address({where})"]
    if in_query:
        query = ", ".join(f"{each['name']}={safe(each['name'])}" for each in in_query)
        gives.append(f"query=asked({query})")
    if maker == "Listing" and pages_by != PAGES_BY[0]:
        gives.append(f"pages_by={repr_(pages_by or '')}")
    gives += ["body=body"] if body else []
    bound = [f"{each}={each}" for each in conditions]
    if keyed:
        gives.append(f"headers=once({', '.join(['key', *bound])})")
    elif bound:
        gives.append(f"headers=under({', '.join(bound)})")
    says = textwrap.fill(operation["summary"].rstrip(".") + ".", WIDTH, subsequent_indent="    ")
    name = operation["operationId"]
    return (
        "".join(f"{each}\n\n" for each in overloads(name, takes, operation))
        + signature(name, takes, kind)
        + f'\n    """{says}"""\n    return {maker}(\n'
        + "".join(f"        {each},\n" for each in gives)
        + "    )\n"
    )


def signature(name: str, takes: list[str], kind: str) -> str:
    """The first lines of a function."""
    return f"def {name}(\n" + "".join(f"    {each},\n" for each in takes) + f") -> {kind}:"


def overloads(name: str, takes: list[str], operation: Json) -> Iterator[str]:
    """What is answered where the caller chooses: all that follows, or what changed."""
    chosen = dict(zip(CHOICES, success(operation).get("anyOf", ()), strict=False))
    usual = {
        each["name"]: each["schema"].get("default") for each in operation.get("parameters", ())
    }
    for choice, schema in chosen.items():
        left_out = " | None = None" if choice == usual["answer"] else ""
        own = [
            f'answer: Literal["{choice}"]{left_out}' if each.startswith("answer:") else each
            for each in takes
        ]
        yield f"@overload\n{signature(name, own, f'Call[types.{named(schema)}]')} ..."


def argument(parameter: Json) -> str:
    """A parameter of the query; what is left out the service fills in."""
    said = value_type(parameter["schema"])
    if parameter["required"]:
        return f"{safe(parameter['name'])}: {said}"
    return f"{safe(parameter['name'])}: {said} | None = None"


def value_type(schema: Json) -> str:
    """The type of a parameter."""
    for inner in schema.get("anyOf", ()):
        if inner.get("type") != "null":
            return value_type(inner)
    if "$ref" in schema:
        return f"types.{named(schema)}"
    if "enum" in schema:
        return f"Literal[{', '.join(map(repr_, schema['enum']))}]"
    if schema["type"] == "array":
        return f"list[{value_type(schema['items'])}]"
    return FORMATS.get(schema.get("format", ""), PLAIN[schema["type"]])


def body_schema(operation: Json) -> Json:
    """The schema of what is sent; empty where nothing is."""
    content = operation.get("requestBody", {}).get("content", {})
    found: Json = content.get("application/json", {}).get("schema", {})
    return found


def body_type(operation: Json) -> str | None:
    """The type of what is sent."""
    schema = body_schema(operation)
    if "oneOf" in schema:
        return union_name(operation)
    return f"types.{named(schema)}" if schema else None


def answer_type(operation: Json) -> tuple[str, str | None]:
    """The type of the answer, and of an item of it where it is a page."""
    schema = success(operation)
    if not schema:
        return "str", None
    if "anyOf" in schema:
        return "Any", None  # the overloads say which
    if "$ref" in schema:
        return f"types.{named(schema)}", item_type(schema)
    if schema.get("type") == "array":
        return f"list[types.{named(schema['items'])}]", None
    return "dict[str, Any]", None


def success(operation: Json) -> Json:
    """The schema of the answer; empty where it is not JSON."""
    answer = next(each for status, each in operation["responses"].items() if status < "300")
    found: Json = answer["content"].get("application/json", {}).get("schema", {})
    return found


def item_type(schema: Json) -> str | None:
    """The items of a page."""
    page = DESCRIBED["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    items = page.get("properties", {}).get("items", {}).get("items")
    return f"types.{named(items)}" if items and "next" in page["properties"] else None


def named(schema: Json) -> str:
    """The class of a schema: `Answer_MaySell_` is `AnswerMaySell`."""
    return pascal(schema["$ref"].rpartition("/")[2])


def pascal(name: str) -> str:
    """Words run together, each with a capital."""
    return "".join(word[0].upper() + word[1:] for word in name.split("_") if word)


def safe(name: str) -> str:
    """A name that Python has not taken."""
    return f"{name}_" if keyword.iskeyword(name) else name


def repr_(value: str) -> str:
    """A string as it is written here."""
    return json.dumps(value, ensure_ascii=False)


DESCRIBED: Json = json.loads(DOCUMENT.read_text(encoding="utf-8"))


def main() -> int:
    """Write both, or say whether they are as they would be written."""
    made = {"types.py": types(), "calls.py": calls(DESCRIBED)}
    stale = []
    for name, text in made.items():
        path = PACKAGE / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.stderr.write(f"Not as the description has it: {', '.join(stale)}; `make client`.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
