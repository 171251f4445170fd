"""Requests taken at their word: JSON that says one thing, and no parameter that nobody reads.

A parser that keeps the last of two equal fields, or a router that ignores a mistyped `dry_run`,
settles silently what the caller has to settle. The route class here refuses both.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final, get_args, get_origin

from fastapi import Depends, Request, Response
from fastapi.dependencies.models import Dependant

from app.api.answering.aside import answered
from app.api.answering.conditional import keep_answer
from app.api.answering.shown import FIELDS, Chosen, choice_of, fields_asked, show
from app.api.door.conditions import read_under, refused_under
from app.api.door.sizes import (
    LONGEST_NAME,
    OF_A_DOCUMENT,
    USUAL,
    Sizes,
    may_go_too_far,
    refuse_what_goes_too_far,
    refuse_what_is_not_strict,
)
from app.api.late import LateRoute
from app.errors import Fault, InvalidInput, shortened
from app.rules.values.wording import near

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


class StrictRoute(LateRoute):
    """A route that reads strict requests and refuses query parameters it does not know."""

    request_class: ClassVar[type[StrictRequest]] = StrictRequest

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Let the caller name the fields of what is read that are to be answered."""
        self.reads = (
            path.startswith("/v1/")
            and set(options["methods"] or ()) == {"GET"}
            and endpoint.__annotations__["return"] is not Response
        )
        if self.reads:
            more = [*(options.get("dependencies") or ()), Depends(fields_asked)]
            options = {**options, "dependencies": more}
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, given a strict request."""
        handle = super().get_route_handler()
        known = frozenset(_parameters(self.dependant))
        told = frozenset(_parameters(self.dependant, old=False))
        several = frozenset(_parameters(self.dependant, lists=True))
        takes_body = self.body_field is not None
        own = tuple(_headers(self.dependant))

        async def strict(request: Request) -> Response:
            unknown = [name for name in request.query_params if name not in known]
            if unknown:
                raise InvalidInput(_unknown(unknown, told))
            _refuse_given_twice(request, several)
            refused = None if self.methods == {"GET"} else refused_under(request, own)
            if refused is not None:
                return refused
            asked = self.request_class(request.scope, request.receive)
            if takes_body:
                return await answered(handle, asked)
            fields = request.query_params.get(FIELDS)
            chosen = await _chosen(fields, self.response_model) if self.reads and fields else None
            response = await handle(asked)
            if self.reads and response.body:
                response = keep_answer(asked, show(response, chosen))
            return read_under(request, response) if self.methods == {"GET"} else response

        return strict


async def _chosen(fields: str, answered: Any) -> Chosen:
    """The fields that are named; what there is to be named takes a while to find, once."""
    return await asyncio.to_thread(choice_of, fields, answered)


class DocumentRoute(StrictRoute):
    """A route that takes a whole agreement."""

    request_class: ClassVar[type[StrictRequest]] = WholeDocumentRequest


def _parameters(dependant: Dependant, *, lists: bool = False, old: bool = True) -> Iterator[str]:
    """The query parameters of a route, and of what it depends on.

    Only `lists` of values, if so; those that have another name now with the others, if `old`.
    """
    for parameter in dependant.query_params:
        field = parameter.field_info
        if (not lists or _takes_several(field.annotation)) and (old or not field.deprecated):
            yield parameter.alias
    for each in dependant.dependencies:
        yield from _parameters(each, lists=lists, old=old)


def _headers(dependant: Dependant) -> Iterator[str]:
    """The headers that a route declares, and what it depends on."""
    yield from (each.alias for each in dependant.header_params)
    for each in dependant.dependencies:
        yield from _headers(each)


def _takes_several(annotation: Any) -> bool:
    """Whether a parameter may be given several times: its values are a list."""
    origin = get_origin(annotation)
    return origin in (tuple, list) or (
        origin is not None and any(_takes_several(part) for part in get_args(annotation))
    )


def _refuse_given_twice(request: Request, several: frozenset[str]) -> None:
    """Refuse a parameter of one value that is given twice: which of the two is meant?"""
    times = Counter(name for name, _ in request.query_params.multi_items())
    says = "This parameter is given more than once; it has one value."
    twice = [name for name, count in times.items() if count > 1 and name not in several]
    if twice:
        raise InvalidInput([Fault(name, "given_twice", says, "query") for name in twice])


_CALLED_ELSEWHERE: Final[Mapping[str, frozenset[str]]] = {
    "as_of": frozenset({"on", "day", "date", "at", "asof", "as_at"}),
    "after": frozenset({"page", "offset", "cursor", "next", "skip", "start", "page_token"}),
    "before": frozenset({"after", "page", "offset", "cursor", "next", "page_token"}),
    "since": frozenset({"after", "page", "offset", "cursor", "next", "page_token", "from"}),
    "limit": frozenset({"per_page", "page_size", "size", "count", "top", "first"}),
}
"""What a parameter is called in other services."""


def _meant(name: str, known: frozenset[str]) -> str:
    """The question whether another parameter was meant; empty if none is near."""
    for ours, theirs in _CALLED_ELSEWHERE.items():
        if name.lower() in theirs and ours in known:
            how = "" if ours in ("as_of", "limit") else " A page ends with `next`: pass that."
            return f"Did you mean `{ours}`?{how} "
    return near(name, known)


def _unknown(names: Sequence[str], known: frozenset[str]) -> Sequence[Fault]:
    """What is wrong with parameters that nobody reads; beyond some, how many there are."""
    there_are = f"known: {', '.join(sorted(known)) or 'none'}."
    if len(names) > MOST_UNKNOWN:
        both = f"This and others, {len(names):,} in all, are not known here; {there_are}"
        says = dict.fromkeys(names[:MOST_UNKNOWN], both)
    else:
        says = {
            name: f"There is no such parameter here. {_meant(name, known)}".rstrip()
            if _meant(name, known)
            else f"There is no such parameter here; {there_are}"
            for name in names
        }
    return [
        Fault(shortened(name), "unknown_parameter", detail, "query")
        for name, detail in says.items()
    ]
