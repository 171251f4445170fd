"""What the OpenAPI document says, as tests go through it.

They read the committed document, since making it takes seconds in every process; one test, and
`make openapi-check`, hold it against what the service makes.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from app.api.schemas.facts import POSTED_AT
from tests.api.bodies import Json
from tests.running.service import described

DOCUMENT: Json = described()


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Every method, path and operation."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def address(path: str, operation: Json) -> str:
    """The path with the first documented example of each of its parameters."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            first = next(iter(parameter["examples"].values()))
            path = path.replace(f"{{{parameter['name']}}}", first["value"])
    return path


def asked_at(path: str, operation: Json) -> str:
    """Its address as documented, with those parameters of the query that it needs."""
    needed = {
        each["name"]: next(iter(each["examples"].values()))["value"]
        for each in operation.get("parameters", ())
        if each["in"] == "query" and each["required"]
    }
    return address(path, operation) + (f"?{urlencode(needed)}" if needed else "")


def examples_of(operation: Json) -> dict[str, Json]:
    """Every documented body of an operation, by its name."""
    content = operation.get("requestBody", {}).get("content", {})
    examples = content.get("application/json", {}).get("examples", {})
    return {name: example["value"] for name, example in examples.items()}


def posted(path: str, operation: Json) -> Iterator[tuple[str, str, Json]]:
    """Every documented body by its name, with the address at which it runs as it stands."""
    content = operation.get("requestBody", {}).get("content", {})
    examples = content.get("application/json", {}).get("examples", {})
    for name, example in examples.items():
        yield name, example.get(POSTED_AT, address(path, operation)), example["value"]


def headers_of(operation: Json) -> set[str]:
    """The headers that an operation takes."""
    return {each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"}


def filled(operation: Json) -> dict[str, str]:
    """What Swagger UI fills in: the first example of each parameter of the query."""
    return {
        each["name"]: next(iter(each["examples"].values()))["value"]
        for each in operation.get("parameters", ())
        if each["in"] == "query" and each.get("examples")
    }
