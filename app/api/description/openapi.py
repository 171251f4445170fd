"""The OpenAPI document: what a lawyer reads first, and the one shape of every error."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from pydantic import TypeAdapter

from app.api.answering.conditional import IF_MATCH, IF_NONE_MATCH, KEY, REPLAY
from app.api.answering.kept import HEADERS
from app.api.answering.problems import CONTENT, TITLES, Problem, documented
from app.api.description.codes import Use, named
from app.api.description.enums import drop_titles, name_enums
from app.api.description.examples import REFUSALS, show_answer, show_problems
from app.api.description.properties import describe
from app.api.door.access import HEALTH, scope_needed

DESCRIPTION = """
A registration rights agreement lets investors (Holders) make a company register their shares for
public sale. Post what happened; get back what now follows: may they, who owes what to whom by
when, until when each Holder may join, how many shares each may sell. **Every date and number
carries its clause and every step of its working.**

**How to read an answer.** `result` holds the answer. Beside each date or number, `explained_by`
names its source: `step:7` is a line of `explanation.steps`, `fact:…` a fact on the record,
`terms:/…` a place in the agreement's terms, `request:/…` a place in your request, `asked:/as_of`
the day you asked about. `readings` are the points on which two careful lawyers could differ, with
the choice in force; `assumptions` what was taken for granted; `missing_inputs` what is not recorded
(nothing is assumed in its place).

**Two dates.** `as_of` asks what was true on a day, `known_at` what had been recorded by an
instant. Facts are never edited: a correction is a new fact, and the answer given before it can
still be had. Every answer to what you record is kept (`Evaluation-Id`) and can be computed again.

**Small answers.** A fact is answered by what it changes and what is owed next (`answer=full`: where
all stands). `fields=result.state,warnings` reads only these of an answer, `explain=none` leaves out
the working. Lists are `{items, next}`: pass `next` as `after` to read on.

**A refusal is an answer**, with its reasons, not an error. Errors are problem details (RFC 9457)
that name every fault and its place.

**Sending twice.** Give every POST that records an `Idempotency-Key` of your own and repeat it
until it is answered: it is carried out once, and its answer is always the same. With the `ETag` of
what you read as `If-Match`, a fact is recorded only if the record has not moved since.

**Try it.** The demonstration agreement `ctc` is the 1998 agreement of CTC Communications Corp.
with nine Holders and invented positions. Open *Post a demand* below, press *Try it out*, then
*Execute*. Shares are whole shares; dates are whole days, `YYYY-MM-DD`. Not legal advice.

**To read.** [The guide](guide/) has a tutorial, how-to for integrators, counsel, transfer agents
and auditors, a page for every fact, code, clause and reading, and why things are as they are.
"""

TAGS = [
    {
        "name": "Agreements",
        "description": "An agreement, its Holders, and the record of what happened under it.",
    },
    {
        "name": "Requests",
        "description": "What sets a registration going: a demand, a shelf, a sale off the shelf, "
        "a registration of the Company's own. Each answers with all that follows.",
    },
    {
        "name": "Registrations",
        "description": "A registration of any kind: state, obligations, windows and allocation as "
        "of any day, recomputed from the facts of its life.",
    },
    {
        "name": "Obligations",
        "description": "The docket: what is owed under all agreements, by due day, as a list or as "
        "a calendar.",
    },
    {
        "name": "Changes",
        "description": "What has happened to what is owed, for other systems that follow it.",
    },
    {
        "name": "Webhooks",
        "description": "What happens, sent to other systems: signed, in order, at least once.",
    },
    {
        "name": "Evidence",
        "description": "The record as it stands up in court: corrections that edit nothing, "
        "answers kept to the byte and computed again, hashes that show every change, who wrote "
        "what, and the whole agreement as one document.",
    },
    {
        "name": "Computations",
        "description": "Every rule without storage, on a bundled template or on terms of yours.",
    },
    {
        "name": "Facts",
        "description": "Every kind of fact: where it is posted, and which duty it settles.",
    },
    {"name": "Codes", "description": "Every code, what it means, and what to do about it."},
    {"name": "Templates", "description": "The bundled terms documents."},
    {
        "name": "Clauses",
        "description": "Every provision of the 1998 agreement: the rule that computes it, the "
        "obligations it yields, and its readings.",
    },
    {
        "name": "Readings",
        "description": "The points on which two careful lawyers could compute differently.",
    },
    {"name": "Access", "description": "Who has access."},
    {"name": "Health", "description": "For the machines that run the service."},
]


SERVERS = [{"url": "/", "description": "The service that this document was read from."}]
CONTACT = {"name": "The operator of this service"}
LICENSE = {"name": "All rights reserved", "identifier": "LicenseRef-all-rights-reserved"}


SECURITY_SCHEMES = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key, `rrk_…`, as `python -m app keys create` shows it once.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A token of the identity provider that the service is set up to believe.",
    },
}


@dataclass(frozen=True, slots=True)
class Link:
    """What an answer gives, as which parameter, and to which operations it leads."""

    parameter: str
    found_at: str
    leads_to: tuple[str, ...]


_REGISTRATION = Link(
    "registration_id",
    "$response.body#/result/registration_id",
    (
        "get_registration",
        "list_registration_obligations",
        "get_registration_allocation",
        "get_registration_sensitivity",
        "get_registration_why",
        "list_registration_events",
        "post_registration_event",
        "post_registration_events",
    ),
)
LINKS = {
    "post_agreement": Link(
        "agreement_id",
        "$response.body#/result/id",
        (
            "get_agreement",
            "get_agreement_terms",
            "list_agreement_events",
            "list_audit_entries",
            "list_evaluations",
            "get_verification",
            "export_agreement",
            "post_agreement_event",
            "post_agreement_events",
            "post_correction",
            "post_demand",
            "post_shelf",
            "post_takedown",
            "post_incidental",
        ),
    ),
    "post_demand": _REGISTRATION,
    "post_shelf": _REGISTRATION,
    "post_takedown": _REGISTRATION,
    "post_incidental": _REGISTRATION,
}


def add_openapi(app: FastAPI) -> None:
    """Let the app describe itself: problems in place of the framework's own error shape.

    The description takes seconds to make: it is made when it is first asked for, once, and aside,
    so that nobody else waits.
    """
    being_made = Lock()

    def document() -> dict[str, Any]:
        with being_made:
            return made_once()

    @lru_cache(maxsize=1)
    def served() -> Response:
        return JSONResponse(document())

    async def openapi(_: Request) -> Response:
        kept = await asyncio.to_thread(served)
        # A new response each time: middleware edits them.
        return Response(kept.body, media_type=kept.media_type)

    def made_once() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title,
                summary=app.summary,
                description=app.description,
                version=app.version,
                routes=app.routes,
                tags=app.openapi_tags,
                servers=SERVERS,
                contact=CONTACT,
                license_info=LICENSE,
            )
            schemas = made["components"]["schemas"]
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            schemas.update(_problem_schemas())
            _name_codes(schemas)
            describe(schemas)
            drop_titles(schemas)
            drop_titles(made["paths"])
            for name, schema in schemas.items():
                schema["title"] = name  # a generated client names its classes by it
            _add_access(made)
            _add_links(made)
            _write_nulls(made, app)
            for path, methods in made["paths"].items():
                for operation in methods.values():
                    _add_conditions(path, operation)
                    show_problems(operation["responses"])
                    show_answer(operation)
            show_problems(made["components"]["responses"])
            name_enums(made)
            app.openapi_schema = made
        return app.openapi_schema

    app.add_route(str(app.openapi_url), openapi, include_in_schema=False)
    app.openapi = document  # type: ignore[method-assign]  # the documented way to replace it


CODED: Mapping[str, tuple[str, tuple[Use, ...], str]] = {
    "Problem": ("ProblemCode", ("problem",), "Why a request was not carried out."),
    "ProblemError": ("FaultCode", ("fault",), "What is wrong at a place of the request."),
    "Notice": ("NoticeCode", ("warning", "assumption"), "Of a warning, or of an assumption."),
    "TermsFinding": ("FindingCode", ("finding",), "What terms say against themselves."),
}
"""Schemas whose `code` is one of a table, the name of that table, and what it is about."""


def _name_codes(schemas: dict[str, Any]) -> None:
    """Say which codes there are, each list under a name of its own."""
    for schema, (name, uses, says) in CODED.items():
        schemas[name] = {
            "type": "string",
            "enum": named(*uses),
            "description": f"{says} `GET /v1/codes` says what each means, and what to do.",
        }
        schemas[schema]["properties"]["code"] = {"$ref": f"#/components/schemas/{name}"}


def _add_access(document: dict[str, Any]) -> None:
    """Say of every operation which credential it needs, and what it answers without."""
    document["components"]["securitySchemes"] = SECURITY_SCHEMES
    document["components"]["responses"] = {
        REFUSALS[int(status)]: response for status, response in documented(*REFUSALS).items()
    }
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if path in HEALTH:
                operation["security"] = []
                continue
            scope = scope_needed(method.upper(), path)
            operation["security"] = [{scheme: [scope]} for scheme in SECURITY_SCHEMES]
            for status, name in REFUSALS.items():
                operation["responses"][str(status)] = {"$ref": f"#/components/responses/{name}"}


def _add_links(document: dict[str, Any]) -> None:
    """Say how one answer leads to the next question."""
    for operation in _operations(document):
        link = LINKS.get(operation["operationId"])
        if link is not None:
            operation["responses"]["201"]["links"] = {
                name: {"operationId": name, "parameters": {link.parameter: link.found_at}}
                for name in link.leads_to
            }


def _write_nulls(made: dict[str, Any], app: FastAPI) -> None:
    """Put back what the framework leaves out of examples: null, which says something here."""
    for route in iter_route_contexts(app.routes):
        body = getattr(route, "body_field", None)
        written = getattr(body.field_info, "openapi_examples", None) if body else None
        for method in (route.methods or ()) if written else ():
            operation = made["paths"][route.path][method.lower()]
            shown = operation["requestBody"]["content"]["application/json"]["examples"]
            for name, example in (written or {}).items():
                shown[name]["value"] = example["value"]


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()


def _problem_schemas() -> dict[str, Any]:
    schema = TypeAdapter(Problem).json_schema(
        mode="serialization", ref_template="#/components/schemas/{model}"
    )
    parts: dict[str, Any] = schema.pop("$defs")
    return {**parts, "Problem": schema}


TAG = (
    "Names this answer: it changes whenever the answer could. Send it back as `If-None-Match` when "
    "you ask again, or as `If-Match` when you record a fact."
)
TAG_OF_BYTES = "Names this answer: send it back as `If-None-Match` when you ask again."
STILL = {"description": "The answer you have is still the answer"}
MOVED = "Names the record as it is now: send it back as `If-Match` with the next fact."
WITHOUT_ANSWER = frozenset({"import_agreement"})
"""What records something and determines nothing."""
REPEATED = "`true` if this is the answer to an earlier request with the same `Idempotency-Key`."
OF_A_COMPUTATION = {
    "name": KEY,
    "in": "header",
    "required": False,
    "description": "A name of your own for this question, as with every POST: asked again under "
    "the same key it has the first answer, marked `Idempotent-Replay: true`. Without one nothing "
    "at all is stored.",
    "schema": {"type": "string", "title": KEY},
}


def _add_conditions(path: str, operation: dict[str, Any]) -> None:
    """Document what conditional headers may lead to (`app.api.answering.conditional`)."""
    answers = operation["responses"]
    taken = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"}
    reads = operation["operationId"].startswith(("get_", "list_"))
    if IF_NONE_MATCH in taken and not reads:
        _add_problem(answers, "record_stands")
    elif IF_NONE_MATCH in taken:
        _add_headers(answers["200"], {"ETag": TAG})
        answers["304"] = STILL
    elif path.startswith("/v1/") and reads:
        _add_headers(answers["200"], {"ETag": TAG_OF_BYTES})
        answers["304"] = STILL
        _add_problem(answers, "record_changed")
    if path.startswith("/v1/compute/"):
        operation.setdefault("parameters", []).append(OF_A_COMPUTATION)
        _add_headers(answers["200"], {REPLAY: REPEATED})
        _add_repetition(answers)
    if KEY in taken:
        kept = {} if operation["operationId"] in WITHOUT_ANSWER else HEADERS
        _add_headers(answers["201"], {"ETag": MOVED, REPLAY: REPEATED, **kept})
        _add_repetition(answers)
    if IF_MATCH in taken:
        _add_problem(answers, "record_changed")
        if KEY in taken:
            _add_problem(answers, "condition_required")
    operation["responses"] = dict(sorted(answers.items()))


def _add_repetition(answers: dict[str, Any]) -> None:
    _add_problem(answers, "request_in_progress")
    _add_problem(answers, "idempotency_key_reused")


def _add_headers(answer: dict[str, Any], described: Mapping[str, str]) -> None:
    answer["headers"] = answer.get("headers", {}) | {
        name: {"description": says, "schema": {"type": "string"}}
        for name, says in described.items()
    }


def _add_problem(answers: dict[str, Any], code: str) -> None:
    """Add a problem that only a conditional header leads to."""
    status, title = TITLES[code]
    known = answers.setdefault(str(status), {"description": "", "content": CONTENT})
    known["description"] = " / ".join(filter(None, [known["description"], title]))
