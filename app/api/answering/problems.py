"""Errors as RFC 9457 problem details: what was wrong, where, and what would be right.

Every fault of a request is listed at once, with a JSON pointer into its body. No stack trace and
no driver's words leave the service.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from app.api.answering import wording
from app.errors import (
    AlreadyExists,
    ClockDisagrees,
    ConditionMissing,
    CredentialRefused,
    DocketAltered,
    Fault,
    IdentityUnavailable,
    InvalidInput,
    NotFound,
    OutcomeUnknown,
    RecordChanged,
    RecordMoved,
    RecordStands,
    SchemaAltered,
    ScopeMissing,
    ServiceError,
    StorageUnavailable,
    TooManyRequests,
    json_pointer,
)
from app.patience import GivenUp
from app.replies import KeyReused, StillRunning
from app.rules.values.calendars import OutsideCalendar
from app.rules.values.wording import not_json, says

MEDIA_TYPE = "application/problem+json"
CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
logger = logging.getLogger(__name__)
Handler: TypeAlias = Callable[[Request, Exception], Awaitable[JSONResponse]]


@dataclass(frozen=True, slots=True)
class ProblemError:
    """One fault: in which part of the request, where in it, a stable code, and a sentence."""

    place: Literal["body", "query", "path", "header"]
    pointer: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as `application/problem+json`."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: tuple[ProblemError, ...] = ()


MOST_FAULTS = 500
"""Beyond them the list of faults helps nobody, and is dear to write."""

TITLES = {
    "malformed_json": (400, "The body is not JSON"),
    "bad_request": (400, "The request cannot be read"),
    "unauthenticated": (401, "A credential is needed"),
    "scope_missing": (403, "The credential does not allow this"),
    "not_found": (404, "Not found"),
    "method_not_allowed": (405, "Method not allowed"),
    "body_late": (408, "The body took too long to arrive"),
    "already_exists": (409, "The identifier is taken"),
    "record_moved": (409, "The record was changed meanwhile"),
    "request_in_progress": (409, "The first request with this key is still being carried out"),
    "record_changed": (412, "The record is not the one you have seen"),
    "record_stands": (412, "The record is one that `If-None-Match` excludes"),
    "body_too_large": (413, "The body is too large"),
    "unsupported_media_type": (415, "The body must be application/json"),
    "encoded_body": (415, "The body must not be encoded"),
    "invalid_input": (422, "The request cannot be true or is not understood"),
    "idempotency_key_reused": (422, "The key was used for another request"),
    "condition_required": (428, "`If-Match` is required"),
    "too_many_requests": (429, "Too many requests"),
    "internal_error": (500, "The service failed"),
    "busy": (503, "The database is busy"),
    "storage_unavailable": (503, "The database cannot be reached"),
    "schema_altered": (503, "Other rows may be read than are on record"),
    "docket_altered": (503, "Lists of obligations may be wrong"),
    "clock_disagrees": (503, "The clock and the record disagree"),
    "outcome_unknown": (503, "Whether it was stored is not known"),
    "identity_unavailable": (503, "Tokens cannot be checked"),
    "timed_out": (503, "The answer took too long"),
}


# Only where a route takes a header that leads to them: `app.api.description.openapi` adds these.
CONDITIONAL = frozenset(
    {
        "request_in_progress",
        "record_changed",
        "record_stands",
        "condition_required",
        "idempotency_key_reused",
    }
)


def problem(
    code: str, detail: str, errors: Sequence[ProblemError] = (), headers: Mapping[str, str] = {}
) -> JSONResponse:
    """A problem response with the status and title of its code."""
    status, title = TITLES[code]
    content: dict[str, Any] = {
        "type": f"urn:registration-rights:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": _printable(detail),
        "errors": [
            {
                "place": each.place,
                "pointer": _printable(each.pointer),
                "code": each.code,
                "detail": _printable(each.detail),
            }
            for each in errors
        ],
    }
    return JSONResponse(content, status, headers=dict(headers), media_type=MEDIA_TYPE)


def too_large(most: int) -> str:
    """What to say of a body beyond the limit."""
    return f"The body may have {most:,} bytes at most."


def _printable(text: str) -> str:
    """The text with half characters, which UTF-8 cannot carry, written out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI `responses` of a route that may answer with these problems."""
    titles = {
        status: " / ".join(
            title
            for code, (at, title) in TITLES.items()
            if at == status and code not in CONDITIONAL
        )
        for status in statuses
    }
    return {status: {"description": title, "content": CONTENT} for status, title in titles.items()}


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error with a problem."""
    handlers: dict[type[Exception], Handler] = {
        ServiceError: _service_error,
        OutsideCalendar: _outside_calendar,
        RequestValidationError: _not_understood,
        TimeoutError: _service_error,
        HTTPException: _by_framework,
        ClientDisconnect: _to_nobody,
        Exception: _service_error,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


async def _service_error(_: Request, error: Exception) -> JSONResponse:
    return problem_of(error)


def problem_of(error: Exception) -> JSONResponse:
    """The problem that an error of the service's own is, wherever it comes up."""
    match error:
        case InvalidInput():
            found = [_from_fault(fault) for fault in error.faults[:MOST_FAULTS]]
            return _invalid(found, len(error.faults))
        case NotFound():
            return problem("not_found", str(error))
        case AlreadyExists():
            return problem("already_exists", str(error))
        case StorageUnavailable():
            logger.error("storage unavailable", exc_info=error)
            return problem("storage_unavailable", str(error), headers={"Retry-After": "5"})
        case OutcomeUnknown():
            logger.error("connection broke at commit", exc_info=error)
            return problem("outcome_unknown", str(error), headers={"Retry-After": "1"})
        case ClockDisagrees() | DocketAltered() | SchemaAltered() | GivenUp():
            return _not_just_now(error)
        case (
            RecordMoved()
            | RecordChanged()
            | RecordStands()
            | ConditionMissing()
            | KeyReused()
            | StillRunning()
        ):
            return _not_carried_out(error)
        case CredentialRefused() | ScopeMissing() | TooManyRequests() | IdentityUnavailable():
            return _turned_away(error)
        case TimeoutError():
            logger.warning("database busy: %s", error)
            detail = "Nothing was stored; send the request again in a moment."
            return problem("busy", detail, headers={"Retry-After": "1"})
        case _:
            logger.error("unhandled error", exc_info=error)
            detail = "The service failed; the request was not carried out."
            return problem("internal_error", detail)


def _not_just_now(error: ClockDisagrees | DocketAltered | SchemaAltered | GivenUp) -> JSONResponse:
    """Why a request was not carried out for now: nothing is wrong with it."""
    match error:
        case ClockDisagrees():
            logger.error("%s", error)
            return problem("clock_disagrees", str(error), headers={"Retry-After": "60"})
        case SchemaAltered():
            return problem("schema_altered", str(error), headers={"Retry-After": "60"})
        case DocketAltered():
            return problem("docket_altered", str(error), headers={"Retry-After": "60"})
        case GivenUp():
            return problem("timed_out", str(error), headers={"Retry-After": "1"})


def _not_carried_out(
    error: RecordMoved | RecordChanged | RecordStands | ConditionMissing | KeyReused | StillRunning,
) -> JSONResponse:
    """Why a request was not carried out beside those of others, or beside itself."""
    match error:
        case RecordMoved():
            detail = f"{error} Nothing was stored; send the request again."
            return problem("record_moved", detail, headers={"Retry-After": "1"})
        case RecordChanged():
            return problem("record_changed", str(error))
        case RecordStands():
            return problem("record_stands", str(error))
        case ConditionMissing():
            return problem("condition_required", str(error))
        case KeyReused():
            return problem("idempotency_key_reused", str(error))
        case StillRunning():
            return problem("request_in_progress", str(error), headers={"Retry-After": "1"})


def _turned_away(
    error: CredentialRefused | ScopeMissing | TooManyRequests | IdentityUnavailable,
) -> JSONResponse:
    """Why somebody is not let in, and what it can do about it."""
    match error:
        case CredentialRefused():
            challenge = 'Bearer realm="registration-rights"'
            challenge += ', error="invalid_token"' if error.given else ""
            return problem("unauthenticated", str(error), headers={"WWW-Authenticate": challenge})
        case ScopeMissing():
            challenge = 'Bearer realm="registration-rights", error="insufficient_scope"'
            challenge += f', scope="{error.scope}"'
            return problem("scope_missing", str(error), headers={"WWW-Authenticate": challenge})
        case TooManyRequests():
            wait = {"Retry-After": str(error.seconds)}
            return problem("too_many_requests", str(error), headers=wait)
        case IdentityUnavailable():
            wait = {"Retry-After": str(error.seconds)}
            return problem("identity_unavailable", str(error), headers=wait)


async def _to_nobody(_: Request, __: Exception) -> JSONResponse:
    """A caller that hangs up, or stops speaking HTTP, in the middle of a body hears no answer."""
    return problem("bad_request", "The body broke off.")


async def _outside_calendar(_: Request, error: Exception) -> JSONResponse:
    return _invalid([ProblemError("body", "", "date_outside_calendars", str(error))])


async def _not_understood(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # registered for it alone
    return not_understood(request, error)


def not_understood(request: Request, error: RequestValidationError) -> JSONResponse:
    """The problem that a request is which does not have the shape it should have."""
    # A parameter that a route and its conditions both read is at fault once.
    found = list({(each["loc"], each["msg"]): each for each in error.errors()}.values())
    if any(each["type"] == "json_invalid" for each in found):
        why = found[0].get("ctx", {}).get("error", "not JSON")
        before = str(error.body)[: int(found[0]["loc"][-1])]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return problem(
            "malformed_json",
            f"The body is not JSON: {not_json(str(why))} (line {line}, column {column}).",
        )
    faulty_inside = {each["loc"][:length] for each in found for length in range(len(each["loc"]))}
    speaking = _choices_joined(
        [each for each in found[:MOST_FAULTS] if _speaks(each, faulty_inside)]
    )
    asked_for = getattr(getattr(request.scope.get("route"), "body_field", None), "field_info", None)
    shape = getattr(asked_for, "annotation", None)
    return _invalid([_from_validation(each, error.body, shape) for each in speaking], len(found))


def _choices_joined(errors: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The errors, those of one parameter that may be one word or another made one."""
    joined: dict[object, Mapping[str, Any]] = {}
    for place, error in enumerate(errors):
        is_choice = error["type"] == "literal_error" and error["loc"][0] != "body"
        name = error["loc"][:2] if is_choice else place
        if name in joined:
            expected = joined[name]["ctx"]["expected"] + ", " + error["ctx"]["expected"]
            error = {**joined[name], "ctx": {"expected": expected}}
        joined[name] = error
    return list(joined.values())


def _speaks(error: Mapping[str, Any], faulty_inside: Collection[tuple[str | int, ...]]) -> bool:
    """Whether a fault says anything: a list is short only because an item of it was faulty."""
    return error["type"] != "too_short" or error["loc"] not in faulty_inside


async def _by_framework(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for it alone
    match error.status_code:
        case 404:
            code, detail = "not_found", f"There is nothing at {request.url.path}."
            detail = f"{detail} {wording.road_meant(request.url.path, _roads(request))}".rstrip()
        case 405:
            code = "method_not_allowed"
            allowed = ", ".join(sorted(_with_head(_allowed(request))))
            detail = f"{request.method} is not allowed at {request.url.path}; allowed: {allowed}."
            detail = f"{detail} {wording.instead(request.method, request.url.path)}".rstrip()
            return problem(code, detail, headers={"Allow": allowed})
        case 408:
            return problem("body_late", error.detail, headers={"Connection": "close"})
        case 413:
            code, detail = "body_too_large", error.detail
        case 422:
            fault = getattr(error, "fault", Fault("", "invalid_value", error.detail))
            return _invalid([_from_fault(fault)])
        case _:
            code, detail = "bad_request", "The request cannot be read."
    return problem(code, detail)


def _roads(request: Request) -> Collection[str]:
    """Every path there is, with names in the place of what differs."""
    return sorted({each.path for each in iter_route_contexts(request.app.routes) if each.path})


def _with_head(methods: set[str]) -> set[str]:
    return methods | {"HEAD"} if "GET" in methods else methods


def _allowed(request: Request) -> set[str]:
    """Every method that some route at this path answers.

    Where the path is a route's own (`…/import`), it is not also the place of something of that id.
    """
    own = {
        method
        for each in iter_route_contexts(request.app.routes)
        if each.path == request.url.path
        for method in each.methods or ()
    }
    return own or {
        method
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        for route in request.app.routes
        if route.matches({**request.scope, "method": method})[0] is Match.FULL
    }


def _invalid(errors: Sequence[ProblemError], found: int = 0) -> JSONResponse:
    count = "One thing is" if len(errors) == 1 else f"{len(errors)} things are"
    detail = f"{count} wrong with the request; nothing was stored."
    if found > MOST_FAULTS:
        detail = f"{found:,} things are wrong with the request, of which the first are listed."
    return problem("invalid_input", detail, errors)


def _from_fault(fault: Fault) -> ProblemError:
    first = wording.FIRST.get(fault.code) if fault.place == "body" else None
    detail = f"{fault.detail} {first}" if first else fault.detail
    return ProblemError(fault.place, fault.pointer, fault.code, detail)


CODES = {
    "extra_forbidden": "unknown_field",
    "missing": "missing_field",
    "union_tag_not_found": "missing_field",
    "date_outside_calendars": "date_outside_calendars",
}
NOWHERE = object()


def _from_validation(error: Mapping[str, Any], body: object, shape: Any) -> ProblemError:
    place, *path = error["loc"]
    code, detail = CODES.get(error["type"], "invalid_value"), says(error)
    if code == "unknown_field":
        detail = wording.unknown_field(path, shape)
    if error["type"] == "missing" and place == "body":
        detail = wording.missing(path, shape)
    if place == "body" and not path and isinstance(body, list):
        detail = wording.listed(shape)
    if place == "header" and error["type"] == "string_pattern_mismatch":
        detail = wording.HEADERS.get(str(path[0]).lower(), detail)
    if error["type"] == "union_tag_not_found" and "kind" in error["ctx"]["discriminator"]:
        detail = wording.kind_missing(path, shape, error.get("input"))
    if error["type"] == "union_tag_not_found" and isinstance(body, dict) and "facts" in body:
        detail = "Here one fact is posted, without a list; several go to `…/events/batch`."
    if error["type"] == "union_tag_invalid":
        code, detail = wording.of_a_kind(error)
    if error["type"] in ("union_tag_invalid", "union_tag_not_found"):
        path = [*path, error["ctx"]["discriminator"].strip("'")]
    if place != "body":
        return ProblemError(place, str(path[0]) if path else "", code, detail)
    return ProblemError("body", _pointer(path, body, missing=code == "missing_field"), code, detail)


def _pointer(path: Sequence[str | int], body: object, *, missing: bool) -> str:
    """A JSON pointer into the body; names that only validators know are left out."""
    pointer, here = "", body
    for place, part in enumerate(path):
        inner = _inside(here, part)
        if inner is NOWHERE and not (missing and place == len(path) - 1):
            continue
        here = inner
        pointer += json_pointer([part])
    return pointer


def _inside(here: object, part: str | int) -> object:
    """What a part of the path leads to, or NOWHERE."""
    if isinstance(here, dict):
        return here.get(part, NOWHERE)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        found: object = here[part]
        return found
    return NOWHERE
