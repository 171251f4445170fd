"""Periods of effectiveness, suspensions, holdbacks, statements and drafts."""

from typing import Annotated

from fastapi import APIRouter, Body

from app.api.computations import ComputationRoute
from app.api.deps import Explain
from app.api.schemas.compute import papers as asked
from app.api.schemas.compute import periods as ask
from app.api.schemas.compute.question import given
from app.rules.catalogue.computations import papers, periods
from app.rules.reasoning.sealed import Answer, seal
from app.rules.reasoning.trace import Detail, Sourced

router = APIRouter(route_class=ComputationRoute)


@router.post("/shelf-period", summary="Until when is the shelf kept effective?")
async def compute_shelf_period(
    body: Annotated[ask.ShelfPeriodQuestion, Body(openapi_examples=ask.SHELF_PERIOD)],
    explain: Explain = Detail.FULL,
) -> Answer[periods.ShelfEndResult]:
    """One year from the mandatory conversion, or until all is sold if that is earlier.

    Days on which sales were prohibited (2(g)) or stopped until a new prospectus (3(c)) are added,
    each calendar day once. While such days still last the period cannot end: `end` is null.
    """
    matter = body.matter(explain)
    term = ask.present(matter.terms.shelf_period, "shelf_period")
    return seal(periods.shelf_period(body.shelf(), term, matter), matter)


@router.post("/shelf-condition", summary="Is the condition of mandatory conversion met?")
async def compute_shelf_condition(
    body: Annotated[ask.ShelfConditionQuestion, Body(openapi_examples=ask.SHELF_CONDITION)],
    explain: Explain = Detail.FULL,
) -> Answer[periods.ShelfConditionResult]:
    """An effective shelf is a condition of the mandatory conversion of the preferred stock.

    A stop order against it undoes the condition only under reading QC8.
    """
    matter = body.matter(explain)
    shelf = ask.present(matter.terms.shelf_period, "shelf_period")
    clause = ask.present(shelf.condition_clause, "shelf_period/condition_clause")
    due = given(body.due_on, "due_on")
    return seal(periods.shelf_condition(body.life(), due, body.as_of, clause, matter), matter)


@router.post(
    "/effectiveness-period", summary="Until when is the registration statement kept effective?"
)
async def compute_effectiveness_period(
    body: Annotated[
        ask.EffectivenessPeriodQuestion, Body(openapi_examples=ask.EFFECTIVENESS_PERIOD)
    ],
    explain: Explain = Detail.FULL,
) -> Answer[periods.EffectivenessEndResult]:
    """180 days after effectiveness, or until all covered shares are disposed of.

    Each notice that the prospectus misleads adds the days from its giving to the last Holder's
    receipt of the new prospectus, both counted. Until he has it the period cannot end: `end` is
    null, and the receipt is named among the missing inputs.
    """
    matter = body.matter(explain)
    return seal(periods.effectiveness_period(body.life(), matter), matter)


@router.post("/suspension", summary="May the Company delay, or prohibit sales?")
async def compute_suspension(
    body: Annotated[ask.SuspensionQuestion, Body(openapi_examples=ask.SUSPENSION)],
    explain: Explain = Detail.FULL,
) -> Answer[periods.SuspensionResult]:
    """Clause 2(g): up to sixty days, twice in any 365 days, for a material transaction.

    Tells whether this use is permitted and, if not, why and from when one would be; for a
    prohibition also its first and last day, from each Holder's receipt of the notice, and the day
    on which sales may resume.
    """
    matter = body.matter(explain)
    right = ask.present(matter.terms.delay, "delay")
    found = periods.suspension(
        body.invocation(right, matter),
        given(body.request_received_on, "request_received_on"),
        body.before(matter),
        right,
        matter,
    )
    return seal(found, matter)


@router.post("/suspension-budget", summary="How much delay and prohibition is left?")
async def compute_suspension_budget(
    body: Annotated[ask.SuspensionBudgetQuestion, Body(openapi_examples=ask.SUSPENSION_BUDGET)],
    explain: Explain = Detail.FULL,
) -> Answer[periods.SuspensionBudgetResult]:
    """The days left, the occasions used in the last 365 days, and the next permitted day."""
    matter = body.matter(explain)
    right = ask.present(matter.terms.delay, "delay")
    on = Sourced(body.as_of, "request:/as_of")
    found = periods.suspension_budget(on, body.kind, body.before(matter), right, matter)
    return seal(found, matter)


@router.post("/earnings-statement", summary="Which period does the earnings statement cover?")
async def compute_earnings_statement(
    body: Annotated[
        asked.EarningsStatementQuestion, Body(openapi_examples=asked.EARNINGS_STATEMENT)
    ],
    explain: Explain = Detail.FULL,
) -> Answer[papers.EarningsStatementResult]:
    """Twelve to eighteen months from the first full calendar month after effectiveness.

    It is made available as soon as reasonably practicable: a standard, so no date is given.
    """
    matter = body.matter(explain)
    term = ask.present(matter.terms.earnings_statement, "earnings_statement")
    effective = Sourced(body.effective_on, "request:/effective_on")
    return seal(papers.earnings_statement(effective, body.covered(), term, matter), matter)


@router.post("/holdback", summary="When may Holders not sell publicly?")
async def compute_holdback(
    body: Annotated[ask.HoldbackQuestion, Body(openapi_examples=ask.HOLDBACK)],
    explain: Explain = Detail.FULL,
) -> Answer[periods.HoldbackResult]:
    """Clause 4(c), around a firm commitment underwritten registration.

    Seven days before to 180 days after effectiveness if the managing underwriter requires it; or
    the period after it that he advises, once the Company has given notice. Sales as part of the
    registration remain free, and so does everything where there is no requirement or no firm
    commitment.
    """
    matter = body.matter(explain)
    term = ask.present(matter.terms.holdback, "holdback")
    part = Sourced(body.part_of_registration, "request:/part_of_registration")
    return seal(periods.holdback(body.registration(), body.days(), part, term, matter), matter)


@router.post("/rule-144-statement", summary="From when may a Holder have a Rule 144 statement?")
async def compute_rule_144_statement(
    body: Annotated[
        asked.Rule144StatementQuestion, Body(openapi_examples=asked.RULE_144_STATEMENT)
    ],
    explain: Explain = Detail.FULL,
) -> Answer[papers.Rule144Result]:
    """After 90 days after the Company's first public offering registration became effective.

    It is furnished forthwith on the request of a Holder who owns Registrable Securities.
    """
    matter = body.matter(explain)
    term = ask.present(matter.terms.rule144_statement, "rule144_statement")
    found = papers.rule144_statement(
        given(body.first_effective_on, "first_effective_on"),
        given(body.requested_on, "requested_on"),
        given(body.owns_registrable_securities, "owns_registrable_securities"),
        term,
        matter,
    )
    return seal(found, matter)


@router.post("/comfort-letter", summary="How old may the accountants' information be?")
async def compute_comfort_letter(
    body: Annotated[asked.ComfortLetterQuestion, Body(openapi_examples=asked.COMFORT_LETTER)],
    explain: Explain = Detail.FULL,
) -> Answer[papers.ComfortLetterResult]:
    """The period it covers ends not more than five business days before the letter's date."""
    matter = body.matter(explain)
    term = ask.present(matter.terms.comfort_letter, "comfort_letter")
    found = papers.comfort_letter_cutoff(
        Sourced(body.letter_dated, "request:/letter_dated"),
        given(body.cutoff_on, "cutoff_on"),
        given(body.effective_on, "effective_on"),
        term,
        matter,
    )
    return seal(found, matter)


@router.post("/copies-before-filing", summary="By when do Holders have drafts and copies?")
async def compute_copies_before_filing(
    body: Annotated[asked.CopiesQuestion, Body(openapi_examples=asked.COPIES)],
    explain: Explain = Detail.FULL,
) -> Answer[papers.CopiesResult]:
    """Drafts five business days before filing, unless underwritten (clause 5).

    The copy of an amendment or supplement two business days before (3(a)(x)); where the offering
    is not underwritten clause 5 reaches it too, and its five days govern.
    """
    matter = body.matter(explain)
    found = papers.copies_before_filing(
        body.papers,
        Sourced(body.filing_on, "request:/filing_on"),
        given(body.underwritten, "underwritten"),
        body.delivered_on,
        matter,
    )
    return seal(found, matter)
