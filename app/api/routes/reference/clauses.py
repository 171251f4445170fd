"""The clauses."""

from collections.abc import Collection
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Query

from app.api.answering.problems import documented
from app.api.door.strict import StrictRoute
from app.api.schemas.pages import MOST, After, Limit
from app.errors import NotFound
from app.rules.catalogue import CataloguedClause, Section, as_cited, every_clause, of_section
from app.rules.terms import cited
from app.rules.values.wording import near
from app.services.agreements.templates import template
from app.services.workspace.pages import PageOf, page_of

router = APIRouter(route_class=StrictRoute, prefix="/v1/clauses", tags=["Clauses"])


@router.get("", summary="List the clauses", responses=documented(422))
async def list_clauses(
    section: Annotated[
        Section | None,
        Query(
            description="Only this section, `1` to `9`, or `P` for the preamble.",
            openapi_examples={"registration": {"summary": "Section 2", "value": "2"}},
        ),
    ] = None,
    after: After = None,
    limit: Limit = MOST,
) -> PageOf[CataloguedClause]:
    """Every provision of the 1998 agreement, in its order, and what the service makes of it.

    Each says in a sentence what the provision does, which rule computes it and where to ask
    (`computations`), who owes what to whom because of it, and the readings on which it turns. An
    obligation has a deadline, in words, or the standard of conduct that the text sets. Where no
    rule computes a provision, `not_computed` says why.
    """
    found = of_section(section) if section else every_clause().values()
    return page_of(map(_cited, found), lambda clause: clause.id, after, limit)


@router.get("/{clause_id}", summary="Read a clause", responses=documented(404, 422))
async def get_clause(
    clause_id: Annotated[
        str,
        Path(
            max_length=40,
            description="The provision's id, as in the list: `2(a)(i).7`, `9(b).2`, `P.1`; or a "
            "clause as answers cite it: `2(a)(i)`, `Preamble`.",
            openapi_examples={
                "demand": {"summary": "How soon a demand is effected", "value": "2(a)(i).3"},
                "receipt": {"summary": "When a notice is received", "value": "9(b).2"},
                "cited": {"summary": "A clause as an answer cites it", "value": "4(c)"},
            },
        ),
    ],
) -> CataloguedClause:
    """What it says, what computes it, what it obliges, and its readings: of one provision, or of
    all that a cited clause has (`provisions`).
    """
    found = every_clause().get(clause_id) or as_cited(clause_id)
    if found is None:
        raise NotFound("clause", clause_id, near(clause_id, _known()))
    return _cited(found)


def _known() -> Collection[str]:
    """Every clause as answers cite it, and every provision."""
    cited = (each.clause for each in every_clause().values())
    return list(dict.fromkeys([*cited, *every_clause()]))


def _cited(found: CataloguedClause) -> CataloguedClause:
    """The provision, with its readings cited as the agreement it stands in numbers its clauses."""
    agreement = template("ctc-1998").terms
    return replace(found, readings=tuple(cited(each.option, agreement) for each in found.readings))
