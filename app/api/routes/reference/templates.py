"""The bundled terms documents."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path

from app.api.answering.problems import documented
from app.api.door.strict import StrictRoute
from app.api.schemas.pages import MOST, After, Limit
from app.rules.answers import ShareNumberOnDay, TermsOnDay, terms_as_written
from app.rules.catalogue import (
    ClauseOfDocument,
    ReadingInForce,
    clauses_with_what_hangs_on_them,
    readings_of,
)
from app.rules.terms import Identifier, Terms
from app.services.agreements.templates import all_templates, template
from app.services.workspace.pages import PageOf, page_of

router = APIRouter(route_class=StrictRoute, prefix="/v1/templates", tags=["Templates"])


@dataclass(frozen=True, slots=True)
class TemplateSummary:
    """A bundled terms document, in short."""

    name: str
    title: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class TermsDocument:
    """A terms document, the hash of its content as written, and its numbers of shares.

    In the terms of an agreement on a day these stand as splits have adjusted them (9(h)), and in
    `share_numbers` beside them as they were written.
    """

    content_hash: str
    terms: Terms
    share_numbers: tuple[ShareNumberOnDay, ...]


def document_of(terms: TermsOnDay) -> TermsDocument:
    """The terms of a day as a document."""
    return TermsDocument(terms.written.content_hash, terms.adjusted, terms.share_numbers)


@router.get("", summary="List the bundled terms documents", responses=documented(422))
async def list_templates(after: After = None, limit: Limit = MOST) -> PageOf[TemplateSummary]:
    """Each is a whole agreement as data, known by the hash of its content."""
    found = (
        TemplateSummary(each.name, each.terms.title, each.terms.content_hash)
        for each in all_templates()
    )
    return page_of(found, lambda each: each.name, after, limit)


TemplateName = Annotated[
    Identifier,
    Path(openapi_examples={"ctc": {"summary": "The 1998 agreement", "value": "ctc-1998"}}),
]


@router.get("/{name}", summary="Read a terms document", responses=documented(404, 422))
async def get_template(name: TemplateName) -> TermsDocument:
    """Every number, period and test of the agreement, each with its clause."""
    found = template(name)
    return document_of(terms_as_written(found.terms))


@router.get(
    "/{name}/clauses", summary="List a terms document's clauses", responses=documented(404, 422)
)
async def list_template_clauses(
    name: TemplateName, after: After = None, limit: Limit = MOST
) -> PageOf[ClauseOfDocument]:
    """**What does this document say, clause by clause?** As `GET /v1/agreements/…/clauses` tells it
    of an agreement: every clause cited, with the values that hang on it, its readings, the blanks
    that an agreement has to fill in, and its own words where the document carries them.
    """
    found = clauses_with_what_hangs_on_them(template(name).terms)
    return page_of(found, lambda each: each.clause, after, limit)


@router.get(
    "/{name}/readings", summary="List a terms document's readings", responses=documented(404, 422)
)
async def list_template_readings(
    name: TemplateName, after: After = None, limit: Limit = MOST
) -> PageOf[ReadingInForce]:
    """**Where can this document be read in several ways, and how is it read unless you say so?** As
    `GET /v1/agreements/…/readings` tells it of an agreement.
    """
    found = readings_of(template(name).terms)
    return page_of(found, lambda each: each.option, after, limit)
