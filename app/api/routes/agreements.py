"""Agreements and their record."""

from typing import Annotated, TypeAlias, cast

from fastapi import APIRouter, Body, Query, Response

from app.api.answering.conditional import Making, Reading, Recording
from app.api.answering.problems import documented
from app.api.answering.renamed import SAID_SO, renamed
from app.api.deps import (
    AgreementId,
    AnswerWanted,
    AsOf,
    AsOfDay,
    AsOfPosted,
    DryRun,
    ExampleAgreementId,
    Explain,
    KnownAt,
    PracticeAgreementId,
    TheWorkspace,
    in_thread,
)
from app.api.door.strict import StrictRoute
from app.api.routes.reference.templates import TermsDocument, document_of
from app.api.schemas.agreements import (
    AGREEMENT_EXAMPLES,
    AgreementCreate,
    AgreementPage,
    AgreementSummary,
)
from app.api.schemas.batches import AGREEMENT_BATCH, AgreementFacts
from app.api.schemas.facts import examples_of
from app.api.schemas.pages import MOST, After, Limit
from app.rules.answers import AgreementState, Detail, FactsRecorded, Manner, MaySell
from app.rules.catalogue import (
    ClauseOfDocument,
    ReadingInForce,
    clauses_with_what_hangs_on_them,
    readings_of,
)
from app.rules.facts import AgreementFact
from app.rules.terms import Identifier
from app.services.agreements import agreements
from app.services.agreements.agreements import FactOnRecord
from app.services.answer import Answer
from app.services.record.posting import Wish
from app.services.workspace.pages import PageOf, page_of

router = APIRouter(route_class=StrictRoute, prefix="/v1/agreements", tags=["Agreements"])

AgreementAnswered: TypeAlias = Answer[AgreementState] | Answer[FactsRecorded]
RESPONSES = {
    200: {"model": AgreementAnswered, "description": "The answer to a dry run"},
    **documented(400, 404, 409, 413, 415, 422, 503),
}


@router.post(
    "",
    status_code=201,
    summary="Make an agreement",
    responses={
        200: {"model": Answer[AgreementState], "description": "The answer to a dry run"},
        **documented(400, 404, 409, 413, 415, 422, 503),
    },
)
async def post_agreement(
    making: Making,
    body: Annotated[AgreementCreate, Body(openapi_examples=AGREEMENT_EXAMPLES)],
    dry_run: DryRun,
    explain: Explain = Detail.FULL,
) -> Answer[AgreementState]:
    """Makes an agreement from a bundled template, with terms of your own where they differ, or
    from `terms` of your own, whole.

    `overrides` replaces parts of the terms (a JSON merge patch); every reading is a part of them.
    Without `holders`, the template's original Holders are taken, and their positions are still to
    be stated. Answers where the agreement stands on its date; a dry run without an `id` under one
    that stands for nothing.
    """
    return await making(
        lambda workspace: agreements.create(workspace, body.made(), explain, dry_run=dry_run),
        location=lambda result: None if dry_run else f"/v1/agreements/{result.id}",
    )


@router.get("", summary="List the agreements", responses=documented(422, 503))
async def list_agreements(
    workspace: TheWorkspace,
    after: After = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> AgreementPage:
    """By id, a page at a time: pass `next` as `after` to read on.

    With `as_of`, those made by that day; with `known_at`, those known then, as long as their
    records were then.
    """
    rows = await in_thread(lambda: agreements.listed(workspace, after, limit + 1, as_of, known_at))
    items = tuple(
        AgreementSummary(row.id, row.name, row.template, row.version) for row in rows[:limit]
    )
    return AgreementPage(items, items[-1].id if len(rows) > limit else None)


@router.get("/{agreement_id}", summary="Read an agreement", responses=documented(404, 422, 503))
async def get_agreement(
    workspace: Reading,
    agreement_id: AgreementId,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    explain: Explain = Detail.FULL,
) -> Answer[AgreementState]:
    """Holders with their Registrable Securities, demands left and standstills, as of a day.

    With the versions of the terms, the obligations under the agreement itself (public information,
    reports, a form to stay qualified for, no better rights for others, recognition of assignees),
    the address book, and whether the Holders' rights are still in effect.
    """
    return await in_thread(
        lambda: agreements.read(workspace, agreement_id, as_of, explain, known_at)
    )


@router.get(
    "/{agreement_id}/terms",
    summary="Read an agreement's terms",
    responses=documented(404, 422, 503),
)
async def get_agreement_terms(
    workspace: Reading,
    agreement_id: AgreementId,
    as_of: AsOf = None,
    requested_on: Annotated[
        AsOfDay | None,
        Query(
            description="Give the terms that govern a registration requested on this day: those of "
            "its day, unless an instrument says that it reaches registrations already requested.",
            openapi_examples={
                "then": {"summary": "Requested in February 1999", "value": "1999-02-16"}
            },
        ),
    ] = None,
    known_at: KnownAt = None,
) -> TermsDocument:
    """The terms document in force on a day, with every reading.

    Amendments and waivers of terms that have effect by then are worked into it; `terms_versions` of
    the agreement lists them all, with the hash of the terms that each one made. Numbers of shares
    stand in it as the splits by that day have adjusted them; `share_numbers` has what was written.
    """
    terms = await in_thread(
        lambda: agreements.terms_of(workspace, agreement_id, as_of, requested_on, known_at)
    )
    return document_of(terms)


@router.get(
    "/{agreement_id}/clauses",
    summary="List an agreement's clauses",
    responses=documented(404, 422, 503),
)
async def list_agreement_clauses(
    workspace: Reading,
    agreement_id: AgreementId,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    after: After = None,
    limit: Limit = MOST,
) -> PageOf[ClauseOfDocument]:
    """**What does this agreement say, clause by clause?** Every clause that its terms cite as of a
    day, with the values that hang on it, its readings, the blanks that are left, and its own words
    where the document carries them.

    What is owed under a clause, `GET /v1/obligations?agreement_id=…&clause=…` lists.
    """
    terms = await in_thread(
        lambda: agreements.terms_of(workspace, agreement_id, as_of, None, known_at)
    )
    found = clauses_with_what_hangs_on_them(terms.written)
    return page_of(found, lambda each: each.clause, after, limit)


@router.get(
    "/{agreement_id}/readings",
    summary="List an agreement's readings",
    responses=documented(404, 422, 503),
)
async def list_agreement_readings(
    workspace: Reading,
    agreement_id: AgreementId,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    after: After = None,
    limit: Limit = MOST,
) -> PageOf[ReadingInForce]:
    """**Where can this agreement be read in several ways, and how is it read?** First the doubts
    that its document carries itself, with who chose, when and why; then the readings of the
    service, each cited as this agreement numbers its clauses.
    """
    terms = await in_thread(
        lambda: agreements.terms_of(workspace, agreement_id, as_of, None, known_at)
    )
    return page_of(readings_of(terms.written), lambda each: each.option, after, limit)


@router.get(
    "/{agreement_id}/may-sell",
    summary="May this Holder sell?",
    responses={**documented(404, 422, 503), 200: {"headers": SAID_SO}},
)
async def get_agreement_may_sell(
    workspace: Reading,
    agreement_id: ExampleAgreementId,
    holder: Annotated[
        Identifier,
        Query(
            description="The Holder who would sell.",
            openapi_examples={"spectrum": {"summary": "Spectrum", "value": "spectrum"}},
        ),
    ],
    manner: Annotated[
        Manner,
        Query(
            description="How: under a registration, as part of an underwritten registration, to "
            "the public outside any registration, under Rule 144 or 144A, or privately.",
            openapi_examples={
                "under_registration": {
                    "summary": "Under a registration",
                    "value": "under_registration",
                },
                "rule_144": {"summary": "Under Rule 144 or 144A", "value": "rule_144"},
            },
        ),
    ],
    response: Response,
    as_of: Annotated[
        AsOfDay | None,
        Query(
            description="The day of the sale; today if left out. Facts of later days are left out: "
            "before effectiveness only an estimate of it tells the days of a holdback.",
            openapi_examples={"then": {"summary": "On 1 December 1999", "value": "1999-12-01"}},
        ),
    ] = None,
    on: Annotated[
        AsOfDay | None, Query(deprecated=True, description="The old name of `as_of`.")
    ] = None,
    known_at: KnownAt = None,
    explain: Explain = Detail.FULL,
) -> Answer[MaySell]:
    """**Does the agreement let the Holder sell on the day, in the manner?** Yes, no or unknown.

    Every reason is named with its clause. A misleading prospectus, a prohibition and an order
    against the registration stop sales under that registration and no others, each Holder from its
    own notice; a holdback stops public sales and those under Rule 144 or 144A, except as part of
    the underwritten registration. Whether the law lets a sale be made is not asked.
    """
    day = renamed(response, "on", on, "as_of", as_of)
    return await in_thread(
        lambda: agreements.may_sell(workspace, agreement_id, holder, day, manner, explain, known_at)
    )


@router.get(
    "/{agreement_id}/events", summary="Read the record", responses=documented(404, 422, 503)
)
async def list_agreement_events(
    workspace: Reading,
    agreement_id: AgreementId,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    after: After = None,
    limit: Limit = 100,
) -> PageOf[FactOnRecord]:
    """Every fact of the agreement and its registrations, in the order of posting, a page at a time.

    Facts found wrong stay, with `standing` and the entry that overtook them. With `as_of`, those
    that happened by that day; with `known_at`, those recorded by then.
    """
    found = await in_thread(
        lambda: agreements.facts_on_record(workspace, agreement_id, None, as_of, known_at)
    )
    return page_of(found, lambda entry: entry.fact_id, after, limit)


@router.post(
    "/{agreement_id}/events",
    status_code=201,
    summary="Record a fact about the agreement",
    responses=RESPONSES,
)
async def post_agreement_event(
    recording: Recording,
    agreement_id: PracticeAgreementId,
    body: Annotated[AgreementFact, Body(openapi_examples=examples_of("agreement"))],
    dry_run: DryRun,
    as_of: AsOfPosted = None,
    explain: Explain = Detail.FULL,
    answer: AnswerWanted = "changes",
) -> AgreementAnswered:
    """Positions, transfers, conversions, splits, the Company's own public offerings; amendments and
    waivers; what bears on the lasting promises; rights granted to others; changes of address.

    An amendment or a waiver changes something only if the Company and enough Holders executed it on
    its day: one that has no effect is recorded all the same, and the answer says why it has none.

    Facts are never edited and may be posted late: they change every answer from their own date.
    Answers what the fact changes and what is owed next; with `answer=full`, where the agreement
    stands with it.
    """
    wish = Wish(as_of, explain, answer, dry_run)
    answered = await recording(
        lambda workspace: agreements.post_facts(workspace, agreement_id, [body], wish)
    )
    return cast(AgreementAnswered, answered)


@router.post(
    "/{agreement_id}/events/batch",
    status_code=201,
    summary="Record several facts about the agreement",
    responses=RESPONSES,
)
async def post_agreement_events(
    recording: Recording,
    agreement_id: PracticeAgreementId,
    body: Annotated[AgreementFacts, Body(openapi_examples=AGREEMENT_BATCH)],
    dry_run: DryRun,
    as_of: AsOfPosted = None,
    explain: Explain = Detail.FULL,
    answer: AnswerWanted = "changes",
) -> AgreementAnswered:
    """Every Holder's position in one request: **all are recorded, or none is.**

    The facts are taken in the order of the list, each as if it were posted after the one before it;
    the first that cannot be true is named (`/facts/3/…`), and then nothing is recorded. They become
    known at one instant, and one answer is kept for them all: what they change, unless the whole is
    asked for. What is owed is worked out for each day on which one of them happened: on a large
    record that is too much for a hundred days at once, and 422 `too_many_days` says how many fit.
    """
    wish = Wish(as_of, explain, answer, dry_run)
    answered = await recording(
        lambda workspace: agreements.post_facts(
            workspace, agreement_id, body.facts, wish, listed=True
        )
    )
    return cast(AgreementAnswered, answered)
