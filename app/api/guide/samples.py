"""A request of a page, as one sends it: by curl, by httpx, and by the service's own client.

A page says a request once, as HTTP. A test runs what is made of it here and compares what was sent.
"""

import json
import re
import shlex
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from keyword import iskeyword
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Route

HOST: Final = "http://127.0.0.1:8000"
WIDTH: Final = 76
MADE: Final = {"date": "date(", "datetime": "datetime.fromisoformat("}
"""How a parameter of each kind is written."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_LIST: Final = re.compile(r"\b(list|tuple)\[")
_LINE: Final = re.compile(r"(?P<method>[A-Z]+) (?P<path>[^?\s]+)(?:\?(?P<query>\S+))?\n?")


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A request as a page writes it: its first line, an empty one, and the body, if any."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    body: Any

    @property
    def address(self) -> str:
        """Where it is sent, as the page writes it."""
        return self.path + "".join(
            f"{'&' if place else '?'}{name}={value}"
            for place, (name, value) in enumerate(self.query)
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """The request in one way of sending it."""

    name: str
    language: str
    code: str


def read(block: str) -> RequestShown:
    """The request that a block of a page says."""
    line = _LINE.match(block)
    if line is None:
        raise ValueError(f"no request: {block[:60]!r}")
    written = block[line.end() :].strip()
    query = tuple(parse_qsl(line["query"] or "", keep_blank_values=True))
    return RequestShown(
        line["method"], line["path"], query, json.loads(written) if written else None
    )


def samples(asked: RequestShown, routes: Iterable[BaseRoute]) -> Iterator[Sample]:
    """The request by curl, by httpx, and by the client if it is one of the description's."""
    yield Sample("curl", "sh", _curl(asked))
    yield Sample("httpx", "python", _httpx(asked))
    call = _call(asked, routes)
    if call is not None:
        yield Sample("Python client", "python", call)


def _curl(asked: RequestShown) -> str:
    method = "" if asked.method == "GET" else f"-X {asked.method} "
    parts = [f"curl -s {method}'{HOST}{asked.address}'"]
    if asked.body is not None:
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"-d {shlex.quote(json.dumps(asked.body, indent=2, ensure_ascii=False))}")
    return " \\\n  ".join(parts)


def _httpx(asked: RequestShown) -> str:
    given = [json.dumps(HOST + asked.path)]
    if asked.query:
        params = {name: each if len(each) > 1 else each[0] for name, each in _listed(asked).items()}
        given.append(f"params={written(params, 4, len('params='))}")
    if asked.body is not None:
        given.append(f"json={written(asked.body, 4, len('json='))}")
    sent = _called(f"httpx.{asked.method.lower()}", given, 0)
    shown = "text" if asked.path.endswith(".ics") else "json()"
    return f"import httpx\n\nanswer = {sent}\nprint(answer.{shown})"


def _listed(asked: RequestShown) -> dict[str, list[str]]:
    """The parameters with their values; most have one."""
    found: dict[str, list[str]] = {}
    for name, value in asked.query:
        found.setdefault(name, []).append(value)
    return found


def _call(asked: RequestShown, routes: Iterable[BaseRoute]) -> str | None:
    for route in routes:
        if isinstance(route, Route) and asked.method in (route.methods or ()):
            found = route.path_regex.match(asked.path)
            if found is not None and route.path.startswith("/v1"):
                return _sent(route.name, list(found.groupdict().values()), asked, _lists(route))
    return None


def _lists(route: Route) -> Collection[str]:
    """The parameters that may be given several times."""
    takes = get_flat_params(route.dependant) if isinstance(route, APIRoute) else ()
    return {each.alias for each in takes if _LIST.search(str(each.field_info.annotation))}


def _sent(operation: str, parts: list[str], asked: RequestShown, lists: Collection[str]) -> str:
    given = [written(unquote(each)) for each in parts]
    if asked.body is not None:
        given.append(written(asked.body, 12))
    values = {
        name: f"[{', '.join(map(_typed, each))}]" if name in lists else _typed(each[0])
        for name, each in _listed(asked).items()
    }
    given += [f"{name}_={v}" if iskeyword(name) else f"{name}={v}" for name, v in values.items()]
    lines = ["from registration_rights import Client, calls", ""]
    moments = [each for each, made in MADE.items() if any(f"={made}" in part for part in given)]
    if moments:
        lines.insert(0, f"from datetime import {', '.join(moments)}\n")
    call = _called(f"calls.{operation}", given, 8)
    lines.append(f"with Client({json.dumps(HOST)}) as rights:")
    lines.append(f"    answer = rights.send(\n        {call}\n    )")
    lines.append("print(answer.body)")
    return "\n".join(lines)


def _typed(value: str) -> str:
    """A parameter as the client takes it."""
    if _DAY.fullmatch(value):
        year, month, day = (int(part) for part in value.split("-"))
        return f"date({year}, {month}, {day})"
    if _DAY.match(value):
        return f"datetime.fromisoformat({json.dumps(value)})"
    if value in ("true", "false"):
        return value.title()
    return value if value.isdigit() else json.dumps(value, ensure_ascii=False)


def _called(function: str, given: list[str], indent: int) -> str:
    short = f"{function}({', '.join(given)})"
    if len(short) + indent <= WIDTH and "\n" not in short:
        return short
    inner = " " * (indent + 4)
    return "\n".join([f"{function}(", *(f"{inner}{each}," for each in given), " " * indent + ")"])


def written(value: Any, indent: int = 0, before: int = 0) -> str:
    """A value as Python writes it, in one line where it fits."""
    if not isinstance(value, dict | list):
        return str(value) if value is None or isinstance(value, bool) else _quoted(value)
    inner = " " * (indent + 4)
    if isinstance(value, dict):
        parts = [f"{_quoted(name)}: {written(each, indent + 4)}" for name, each in value.items()]
        opens, closes = "{}"
    else:
        parts = [written(each, indent + 4) for each in value]
        opens, closes = "[]"
    short = opens + ", ".join(parts) + closes
    if indent + before + len(short) <= WIDTH and "\n" not in short:
        return short
    return "\n".join([opens, *(f"{inner}{each}," for each in parts), " " * indent + closes])


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
