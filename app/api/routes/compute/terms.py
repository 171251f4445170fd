"""The terms themselves, before anything is computed on them."""

from typing import Annotated

from fastapi import APIRouter, Body

from app.api.computations import ComputationRoute
from app.api.deps import Explain
from app.api.schemas.compute.terms import TERMS_CHECK, TermsCheckQuestion
from app.rules.reasoning.matter import open_matter
from app.rules.reasoning.sealed import Answer, seal
from app.rules.reasoning.trace import Detail
from app.rules.terms.document.check import TermsCheck, check_terms

router = APIRouter(route_class=ComputationRoute)


@router.post("/terms-check", summary="Do these terms contradict themselves?")
async def compute_terms_check(
    body: Annotated[TermsCheckQuestion, Body(openapi_examples=TERMS_CHECK)],
    explain: Explain = Detail.FULL,
) -> Answer[TermsCheck]:
    """Reads a terms document against itself, before anybody relies on a date computed from it.

    A contradiction cannot be what the parties wrote: a right that closes before it opens, a notice
    due after the filing that it announces, a date beyond the calendars, a rank that leaves a class
    of sellers out. No agreement is made from such terms, and nothing is computed on them. A warning
    can be meant, but is more often a slip. `overrides` are tried on a template as they would be in
    making an agreement; each finding names its place in the terms.
    """
    terms = body.terms_to_check()
    return seal(check_terms(terms), open_matter(terms, explain))
