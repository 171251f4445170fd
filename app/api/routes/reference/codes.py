"""The codes."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.answering.problems import documented
from app.api.description.codes import CODES, Code, Use
from app.api.door.strict import StrictRoute
from app.api.schemas.pages import MOST, After, Limit
from app.errors import Fault, InvalidInput, shortened
from app.rules.values.wording import near
from app.services.workspace.pages import PageOf, page_of

router = APIRouter(route_class=StrictRoute, prefix="/v1/codes", tags=["Codes"])


@router.get("", summary="List the codes", responses=documented(422))
async def list_codes(
    used_as: Annotated[
        Use | None,
        Query(
            description="Only the codes of problems, of faults in one, of reasons, warnings, "
            "assumptions or decisions.",
            openapi_examples={"reasons": {"summary": "Reasons", "value": "reason"}},
        ),
    ] = None,
    code: Annotated[
        str | None,
        Query(
            max_length=60,
            description="Only this code, in all that it is used as.",
            openapi_examples={"held": {"summary": "A fault", "value": "more_than_held"}},
        ),
    ] = None,
    after: After = None,
    limit: Limit = MOST,
) -> PageOf[Code]:
    """Every code that an answer or a problem may hold, what it means and what one can do.

    A code that is not in this list is in no answer.
    """
    names = {each.code for each in CODES}
    if code is not None and code not in names:
        says = f"There is no code {shortened(code)!r}. {near(code, names)}".rstrip()
        raise InvalidInput([Fault("code", "unknown_code", says, place="query")])
    found = (
        each
        for each in CODES
        if (used_as is None or each.used_as == used_as) and (code is None or each.code == code)
    )
    return page_of(found, lambda each: f"{each.used_as}:{each.code}", after, limit)
