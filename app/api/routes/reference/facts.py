"""The kinds of fact."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from app.api.answering.problems import documented
from app.api.door.strict import StrictRoute
from app.api.schemas.facts import FactKind, fact_kinds
from app.api.schemas.pages import MOST, After, Limit
from app.errors import NotFound
from app.rules.answers import DutyName
from app.rules.facts import Owner
from app.rules.values.wording import near
from app.services.workspace.pages import PageOf, page_of

router = APIRouter(route_class=StrictRoute, prefix="/v1/facts", tags=["Facts"])


@router.get("", summary="List the kinds of fact", responses=documented(422))
async def list_facts(
    settles: Annotated[
        DutyName | None,
        Query(
            description="Only those that settle this kind of duty, or help to: `duty` of an "
            "obligation.",
            openapi_examples={"notice": {"summary": "Notice to a Holder", "value": "notice"}},
        ),
    ] = None,
    of: Annotated[
        Owner | None,
        Query(
            description="Only those of the agreement, of the life of a registration, and so on.",
            openapi_examples={"life": {"summary": "Of a registration", "value": "registration"}},
        ),
    ] = None,
    after: After = None,
    limit: Limit = MOST,
) -> PageOf[FactKind]:
    """**Which fact do I post?** Every kind: what it tells, where and when it is posted, its
    required fields, the duties that it settles, its clauses, and an example that runs.

    `recorded_by` of an obligation names the kinds that settle it: look them up here.
    """
    found = (
        each
        for each in fact_kinds()
        if (settles is None or settles in (*each.settles, *each.helps_settle))
        and (of is None or each.of == of)
    )
    return page_of(found, lambda each: each.kind, after, limit)


@router.get("/{kind}", summary="Read a kind of fact", responses=documented(404, 422))
async def get_fact(
    kind: Annotated[
        str,
        Path(
            max_length=60,
            description="The kind, as in the list.",
            openapi_examples={
                "effective": {"summary": "Effectiveness", "value": "declared_effective"}
            },
        ),
    ],
) -> FactKind:
    """One kind of fact, with examples that run as they stand on the demonstration data."""
    found = next((each for each in fact_kinds() if each.kind == kind), None)
    if found is None:
        raise NotFound("kind of fact", kind, near(kind, [each.kind for each in fact_kinds()]))
    return found
