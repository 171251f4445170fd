"""Requests taken at their word: JSON that says one thing, and no parameter that nobody reads.

A parser that keeps the last of two equal fields, or a router that ignores a mistyped `dry_run`,
settles silently what the caller has to settle. The route class here refuses both.
"""

import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, ClassVar

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.api.sizes import OF_A_DOCUMENT, USUAL, Sizes, check_size, too_deep, too_long
from app.errors import Fault, InvalidInput


class StrictRequest(Request):
    """A request whose JSON names each field once, nests sensibly and is not a heap of values."""

    most: ClassVar[Sizes] = USUAL

    async def json(self) -> Any:
        """The body parsed.

        JSONDecodeError for what is not JSON, or says a thing twice; BodyRefused, with the place,
        for what is nested too deeply, holds too much or has a number too long to be one.
        """
        raw = await self.body()
        try:
            text = raw.decode()
        except UnicodeDecodeError as broken:
            raise json.JSONDecodeError("not UTF-8", "", 0) from broken
        try:
            parsed = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_constant)
        except RecursionError:
            raise too_deep(text) from None
        except json.JSONDecodeError:
            raise
        except ValueError:  # Python makes no number of so many digits
            raise too_long(text) from None
        check_size(parsed, text, self.most)
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


class DocumentRequest(StrictRequest):
    """The same, with room for a whole agreement."""

    most: ClassVar[Sizes] = OF_A_DOCUMENT


class StrictRoute(APIRoute):
    """A route that reads strict requests and refuses query parameters it does not know."""

    request_class: ClassVar[type[StrictRequest]] = StrictRequest

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, given a strict request."""
        handle = super().get_route_handler()
        known = frozenset(_parameters(self.dependant))

        async def strict(request: Request) -> Response:
            unknown = [name for name in request.query_params if name not in known]
            if unknown:
                raise InvalidInput([_unknown(name, known) for name in unknown])
            return await handle(self.request_class(request.scope, request.receive))

        return strict


class DocumentRoute(StrictRoute):
    """A route that takes a whole agreement."""

    request_class: ClassVar[type[StrictRequest]] = DocumentRequest


def _parameters(dependant: Dependant) -> Iterator[str]:
    """The query parameters of a route, and of what it depends on."""
    yield from (parameter.alias for parameter in dependant.query_params)
    for each in dependant.dependencies:
        yield from _parameters(each)


def _unknown(name: str, known: frozenset[str]) -> Fault:
    there_are = ", ".join(sorted(known)) or "none"
    return Fault(
        name, "unknown_parameter", f"There is no such parameter here; known: {there_are}.", "query"
    )
