"""The OpenAPI document: what a lawyer reads first, and the one shape of every error."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from app.api.problems import Problem

DESCRIPTION = """
A registration rights agreement lets investors (Holders) make a company register their shares for
public sale. Post what happened; get back what now follows: may they, who owes what to whom by
when, until when each Holder may join, how many shares each may sell. **Every date and number
carries its clause and every step of its working.**

**How to read an answer.** `result` holds the answer. Beside each date or number, `explained_by`
names its source: `step:7` is a line of `explanation.steps`, `fact:…` a fact on the record,
`terms:/…` a place in the agreement's terms, `request:/…` a place in your request, `asked:/as_of`
the day you asked about. `readings` are the points on which two careful lawyers could differ, with
the choice in force; `assumptions` what was taken for granted; `missing_inputs` what nobody has said
(nothing is assumed in its place).

**A refusal is an answer**, with its reasons, not an error. Errors are problem details (RFC 9457)
that name every fault and its place.

**Try it.** The demonstration agreement `ctc` is the 1998 agreement of CTC Communications Corp.
with nine Holders and invented positions. Open *Post a demand* below, press *Try it out*, then
*Execute*. Shares are whole shares; dates are whole days, `YYYY-MM-DD`. Not legal advice.
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
        "name": "Computations",
        "description": "Every rule without storage, on a bundled template or on terms of yours.",
    },
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
    {"name": "Health", "description": "For the machines that run the service."},
]


def add_openapi(app: FastAPI) -> None:
    """Let the app describe itself: problems in place of the framework's own error shape."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title,
                summary=app.summary,
                description=app.description,
                version=app.version,
                routes=app.routes,
                tags=app.openapi_tags,
            )
            schemas = made["components"]["schemas"]
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            schemas.update(_problem_schemas())
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # the documented way to replace it


def _problem_schemas() -> dict[str, Any]:
    schema = TypeAdapter(Problem).json_schema(
        mode="serialization", ref_template="#/components/schemas/{model}"
    )
    parts: dict[str, Any] = schema.pop("$defs")
    return {**parts, "Problem": schema}
