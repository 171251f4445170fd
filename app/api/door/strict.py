"""Requests taken at their word: JSON that says one thing, and no parameter that nobody reads.

A parser that keeps the last of two equal fields, or a router that ignores a mistyped `dry_run`,
settles silently what the caller has to settle. The route class here refuses both.
"""

import json
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any, ClassVar

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.api.answering.aside import answered
from app.api.door.sizes import (
    LONGEST_NAME,
    OF_A_DOCUMENT,
    USUAL,
    Sizes,
    may_go_too_far,
    refuse_what_goes_too_far,
    refuse_what_is_not_strict,
)
from app.errors import Fault, InvalidInput, shortened

MOST_UNKNOWN = 10
"""Unknown parameters that are named; more of them tell nobody anything new."""


class StrictRequest(Request):
    """A request whose JSON names each field once, nests sensibly and is not a heap of values."""

    most: ClassVar[Sizes] = USUAL

    async def json(self) -> Any:
        """The body parsed.

        JSONDecodeError for what is not JSON, or says a thing twice; BodyRefused, with the place,
        for what is nested too deeply, holds too much, has a number too long to be one or a name
        too long to be repeated.
        """
        raw = await self.body()
        try:
            text = raw.decode()
        except UnicodeDecodeError as broken:
            readable = raw[: broken.start].decode()
            raise json.JSONDecodeError("not UTF-8", readable, len(readable)) from broken
        if may_go_too_far(text, self.most):
            refuse_what_goes_too_far(text, self.most)
        try:
            return json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_constant)
        except json.JSONDecodeError:
            raise
        except _NotStrict:
            refuse_what_is_not_strict(text)
            raise
        except ValueError:  # a name too long, or Python makes no number of so many digits
            refuse_what_goes_too_far(text, self.most)
            raise


class _NotStrict(ValueError):
    """Something that Python reads and JSON does not say, or says twice."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _NotStrict("a field given twice")
    if any(len(name) > LONGEST_NAME for name in found):
        raise ValueError("a name too long")
    return found


def _no_constant(name: str) -> Any:
    raise _NotStrict(name)


class WholeDocumentRequest(StrictRequest):
    """The same, with room for a whole agreement."""

    most: ClassVar[Sizes] = OF_A_DOCUMENT


class StrictRoute(APIRoute):
    """A route that reads strict requests and refuses query parameters it does not know."""

    request_class: ClassVar[type[StrictRequest]] = StrictRequest

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, given a strict request."""
        handle = super().get_route_handler()
        known = frozenset(_parameters(self.dependant))
        takes_body = self.body_field is not None

        async def strict(request: Request) -> Response:
            unknown = [name for name in request.query_params if name not in known]
            if unknown:
                raise InvalidInput(_unknown(unknown, known))
            asked = self.request_class(request.scope, request.receive)
            return await (answered(handle, asked) if takes_body else handle(asked))

        return strict


class DocumentRoute(StrictRoute):
    """A route that takes a whole agreement."""

    request_class: ClassVar[type[StrictRequest]] = WholeDocumentRequest


def _parameters(dependant: Dependant) -> Iterator[str]:
    """The query parameters of a route, and of what it depends on."""
    yield from (parameter.alias for parameter in dependant.query_params)
    for each in dependant.dependencies:
        yield from _parameters(each)


def _unknown(names: Sequence[str], known: frozenset[str]) -> Sequence[Fault]:
    """What is wrong with parameters that nobody reads; beyond some, how many there are."""
    there_are = ", ".join(sorted(known)) or "none"
    says = f"There is no such parameter here; known: {there_are}."
    if len(names) > MOST_UNKNOWN:
        says = f"This and others, {len(names):,} in all, are not known here; known: {there_are}."
    return [
        Fault(shortened(name), "unknown_parameter", says, "query") for name in names[:MOST_UNKNOWN]
    ]
