"""Requests taken at their word: JSON that says one thing, and no parameter that nobody reads.

A parser that keeps the last of two equal fields, or a router that ignores a mistyped `dry_run`,
settles silently what the caller has to settle. The route class here refuses both.
"""

import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from app.errors import Fault, InvalidInput

DEEPEST = 64


class StrictRequest(Request):
    """A request whose JSON names each field once and nests sensibly."""

    async def json(self) -> Any:
        """The body parsed; JSONDecodeError for what is not JSON, or says a thing twice."""
        raw = await self.body()
        try:
            parsed = json.loads(
                raw.decode(), object_pairs_hook=_each_once, parse_constant=_no_constant
            )
        except (UnicodeDecodeError, RecursionError) as broken:
            raise json.JSONDecodeError("not UTF-8, or nested too deeply", "", 0) from broken
        _check(parsed)
        return parsed


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise json.JSONDecodeError(f"the field {twice!r} is given twice", "", 0)
    return found


def _no_constant(name: str) -> Any:
    raise json.JSONDecodeError(f"{name} is not JSON", "", 0)


def _check(parsed: Any) -> None:
    """Refuse nesting beyond any meaning."""
    level: list[Any] = [parsed]
    for _ in range(DEEPEST):
        level = [item for part in level for item in _parts(part)]
        if not level:
            return
    raise json.JSONDecodeError("nested too deeply", "", 0)


def _parts(part: Any) -> Iterator[Any]:
    if isinstance(part, dict):
        yield from part.values()
    elif isinstance(part, list):
        yield from part


class StrictRoute(APIRoute):
    """A route that reads strict requests and refuses query parameters it does not know."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, given a strict request."""
        handle = super().get_route_handler()
        known = frozenset(parameter.alias for parameter in self.dependant.query_params)

        async def strict(request: Request) -> Response:
            unknown = [name for name in request.query_params if name not in known]
            if unknown:
                raise InvalidInput([_unknown(name, known) for name in unknown])
            return await handle(StrictRequest(request.scope, request.receive))

        return strict


def _unknown(name: str, known: frozenset[str]) -> Fault:
    there_are = ", ".join(sorted(known)) or "none"
    return Fault(
        name, "unknown_parameter", f"There is no such parameter here; known: {there_are}.", "query"
    )
