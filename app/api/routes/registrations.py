"""Registrations and the facts of their life."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, cast

from fastapi import APIRouter, Body, Query, Response
from pydantic import Field

from app.api.answering.conditional import Reading, Recording
from app.api.answering.problems import documented
from app.api.answering.renamed import SAID_SO, OldAgreement, renamed
from app.api.deps import (
    AnswerWanted,
    AsOfDay,
    AsOfPosted,
    AsOfRegistration,
    DryRun,
    Explain,
    KnownAt,
    PracticeRegistrationId,
    RegistrationId,
    TheWorkspace,
    in_thread,
)
from app.api.door.strict import StrictRoute
from app.api.routes.requests import RegistrationAnswered
from app.api.schemas.batches import REGISTRATION_BATCH, FactsOfRegistration
from app.api.schemas.facts import examples_of
from app.api.schemas.pages import MOST, After, Limit
from app.rules.answers import (
    Allocation,
    ClaimAnswer,
    Detail,
    Obligation,
    RegistrationAnswer,
    RegistrationMoney,
    Why,
)
from app.rules.facts import RegistrationFact, State
from app.rules.terms import Identifier, RegistrationKind
from app.services.agreements.agreements import FactOnRecord
from app.services.answer import Answer
from app.services.record.posting import Wish
from app.services.registrations import registrations
from app.services.registrations.listed import RegistrationInShort, RegistrationsWanted, listed
from app.services.workspace.pages import PageOf, page_of

router = APIRouter(route_class=StrictRoute, prefix="/v1/registrations", tags=["Registrations"])

RESPONSES = {
    200: {"model": RegistrationAnswered, "description": "The answer to a dry run"},
    **documented(400, 404, 409, 413, 415, 422, 503),
}


Names = Annotated[
    Mapping[str, str],
    Field(description="The names of the Company and the Holders whose ids stand here, by id."),
]


@dataclass(frozen=True, slots=True)
class ObligationsOfRegistration:
    """A page of the obligations of one registration on a day; `next` is null on the last."""

    registration_id: str
    as_of: date | None
    names: Names
    items: tuple[Obligation, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class AllocationView:
    """Who may sell how many shares in one registration, on a day."""

    registration_id: str
    as_of: date | None
    names: Names
    allocation: Allocation


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """The claims of one registration on a day, and what it cost and brought."""

    registration_id: str
    as_of: date | None
    names: Names
    claims: tuple[ClaimAnswer, ...]
    money: RegistrationMoney


@dataclass(frozen=True, slots=True)
class RegistrationPage:
    """A page of registrations; `next` is null on the last."""

    items: tuple[RegistrationInShort, ...]
    next: str | None


@router.get(
    "",
    summary="List the registrations",
    responses={**documented(422, 503), 200: {"headers": SAID_SO}},
)
async def list_registrations(
    workspace: TheWorkspace,
    response: Response,
    agreement_id: Annotated[
        Identifier | None, Query(description="Under this agreement; an unknown one is refused.")
    ] = None,
    kind: Annotated[RegistrationKind | None, Query(description="Only of this kind.")] = None,
    state: Annotated[
        State | None, Query(description="Only those in this state on the day.")
    ] = None,
    due_before: Annotated[
        AsOfDay | None,
        Query(description="Only those of which a duty that is still open is due before this day."),
    ] = None,
    as_of: AsOfRegistration = None,
    known_at: KnownAt = None,
    after: After = None,
    limit: Annotated[int, Query(ge=1, le=50, description="How many at most.")] = 20,
    agreement: OldAgreement = None,
) -> RegistrationPage:
    """**What is under way, and where does it stand?** By id, a page at a time: pass `next` as
    `after` to read on.

    Each is answered as of one day, in two sentences; those that began later, or were not known
    yet at the instant asked about, are left out.
    """
    under = renamed(response, "agreement", agreement, "agreement_id", agreement_id)
    wanted = RegistrationsWanted(as_of, under, kind, state, due_before, known_at)
    found = await in_thread(lambda: listed(workspace, wanted, after, limit + 1))
    items = tuple(found[:limit])
    return RegistrationPage(items, items[-1].registration_id if len(found) > limit else None)


@router.get(
    "/{registration_id}", summary="Read a registration", responses=documented(404, 422, 503)
)
async def get_registration(
    workspace: Reading,
    registration_id: RegistrationId,
    as_of: AsOfRegistration = None,
    known_at: KnownAt = None,
    explain: Explain = Detail.FULL,
) -> Answer[RegistrationAnswer]:
    """The registration as it stands on a day, recomputed from the facts known to have happened."""
    return await in_thread(
        lambda: registrations.read(workspace, registration_id, as_of, explain, known_at)
    )


@router.get(
    "/{registration_id}/obligations",
    summary="Read a registration's obligations",
    responses=documented(404, 422, 503),
)
async def list_registration_obligations(
    workspace: Reading,
    registration_id: RegistrationId,
    as_of: AsOfRegistration = None,
    known_at: KnownAt = None,
    after: After = None,
    limit: Limit = MOST,
) -> ObligationsOfRegistration:
    """Who owes what to whom: with a due day, or with the standard of conduct the clause sets."""
    answer = await in_thread(
        lambda: registrations.read(workspace, registration_id, as_of, Detail.NONE, known_at)
    )
    page = page_of(answer.result.obligations, lambda each: each.id, after, limit)
    return ObligationsOfRegistration(
        registration_id, answer.result.as_of, answer.names, page.items, page.next
    )


@router.get(
    "/{registration_id}/allocation",
    summary="Read a registration's allocation",
    responses=documented(404, 422, 503),
)
async def get_registration_allocation(
    workspace: Reading,
    registration_id: RegistrationId,
    as_of: AsOfRegistration = None,
    known_at: KnownAt = None,
) -> AllocationView:
    """How many shares each Holder and anyone else may sell, with a reason for each number."""
    answer = await in_thread(
        lambda: registrations.read(workspace, registration_id, as_of, Detail.NONE, known_at)
    )
    return AllocationView(
        registration_id, answer.result.as_of, answer.names, answer.result.allocation
    )


@router.get(
    "/{registration_id}/claims",
    summary="Read a registration's claims and its money",
    responses=documented(404, 422, 503),
)
async def get_registration_claims(
    workspace: Reading,
    registration_id: RegistrationId,
    as_of: AsOfRegistration = None,
    known_at: KnownAt = None,
) -> ClaimsView:
    """Who owes whom what under the indemnity, claim by claim and bill by bill; and who bears the
    expenses and discounts, with each Holder's limit and what is left of it.

    The end of the offering ends none of this (6(f)).
    """
    answer = await in_thread(
        lambda: registrations.read(workspace, registration_id, as_of, Detail.NONE, known_at)
    )
    result = answer.result
    return ClaimsView(registration_id, result.as_of, answer.names, result.claims, result.money)


OnlyReadings = Annotated[
    tuple[Annotated[str, Field(max_length=60)], ...],
    Query(
        max_length=200,
        description="Try this reading, or doubt of its document (`option` in "
        "`GET /v1/agreements/{agreement_id}/readings`); may be given several times. All that the "
        "answer relied on are tried if none is named; one that it did not rely on cannot change "
        "it, and is left out.",
        openapi_examples={"mail": {"summary": "One reading", "value": ["mail_receipt"]}},
    ),
]


@router.get(
    "/{registration_id}/sensitivity",
    summary="What would change under other readings?",
    responses=documented(404, 422, 503),
)
async def get_registration_sensitivity(
    workspace: Reading,
    registration_id: RegistrationId,
    as_of: AsOfRegistration = None,
    known_at: KnownAt = None,
    reading: OnlyReadings = (),
) -> registrations.RegistrationSensitivity:
    """For the registration as it stands: which other readings would change which date, count or
    decision, and to what.

    Every reading the answer relied on is set to each of its other choices, one at a time.
    `without_effect` lists those that make no difference here. On a large record not all can be
    tried at once (422 `too_many_readings`): then name some by `reading`, and ask again for the
    rest.
    """
    return await in_thread(
        lambda: registrations.sensitivity_of(workspace, registration_id, as_of, known_at, reading)
    )


@router.get(
    "/{registration_id}/why",
    summary="Why this day?",
    responses=documented(404, 422, 503),
)
async def get_registration_why(
    workspace: Reading,
    registration_id: RegistrationId,
    of: Annotated[
        str,
        Query(
            max_length=200,
            description="Which value: its place in `result`, items of lists by their own name; "
            "the second of one name is `name:2`.",
            openapi_examples={
                "due": {"summary": "The due day", "value": "/determination/due_on"},
                "window": {
                    "summary": "The end of a window",
                    "value": "/windows/join/mochary/last_day",
                },
            },
        ),
    ] = "/determination/due_on",
    as_of: AsOfRegistration = None,
    known_at: KnownAt = None,
) -> Why:
    """The count, day by day: which days were counted, which were passed over, and why."""
    return await in_thread(
        lambda: registrations.why_of(workspace, registration_id, of, as_of, known_at)
    )


@router.get(
    "/{registration_id}/events",
    summary="Read a registration's facts",
    responses=documented(404, 422, 503),
)
async def list_registration_events(
    workspace: Reading,
    registration_id: RegistrationId,
    as_of: AsOfRegistration = None,
    known_at: KnownAt = None,
    after: After = None,
    limit: Limit = 100,
) -> PageOf[FactOnRecord]:
    """The facts of this registration, in the order of posting, a page at a time; those found wrong
    stay, and say so.

    With `as_of`, those that happened by that day; with `known_at`, those recorded by then.
    """
    found = await in_thread(
        lambda: registrations.facts_of(workspace, registration_id, as_of, known_at)
    )
    return page_of(found, lambda entry: entry.fact_id, after, limit)


@router.post(
    "/{registration_id}/events",
    status_code=201,
    summary="Record a fact about a registration",
    responses=RESPONSES,
)
async def post_registration_event(
    recording: Recording,
    registration_id: PracticeRegistrationId,
    body: Annotated[RegistrationFact, Body(openapi_examples=examples_of("registration"))],
    dry_run: DryRun,
    as_of: AsOfPosted = None,
    explain: Explain = Detail.FULL,
    answer: AnswerWanted = "changes",
) -> RegistrationAnswered:
    """A notice to a Holder, a request to join, a delay, a filing, effectiveness, a withdrawal; an
    expense, a sale; a claim and what becomes of it.

    Facts are never edited and may be posted late. Answers what the fact changes (for a request to
    join, whether it is in time) and what is owed next; with `answer=full`, where the registration
    stands with it.

    Once a statement is on file a claim may be recorded (`claim_made`), then by its name that it was
    reported (`claim_notified`), that the defence was taken over (`defence_elected`,
    `defence_answered`), its bills and losses (`bill_received`), what was paid (`payment_made`) and
    found (`fault_found`, `prejudice_found`, `indemnity_found_unavailable`), and how it ended
    (`settlement_proposed`, `settlement_answered`, `claim_settled`, `claim_judged`). What a Holder
    sold under the statement (`shares_sold_in_offering`) sets its limit.
    """
    wish = Wish(as_of, explain, answer, dry_run)
    answered = await recording(
        lambda workspace: registrations.post_facts(workspace, registration_id, [body], wish)
    )
    return cast(RegistrationAnswered, answered)


@router.post(
    "/{registration_id}/events/batch",
    status_code=201,
    summary="Record several facts about a registration",
    responses=RESPONSES,
)
async def post_registration_events(
    recording: Recording,
    registration_id: PracticeRegistrationId,
    body: Annotated[FactsOfRegistration, Body(openapi_examples=REGISTRATION_BATCH)],
    dry_run: DryRun,
    as_of: AsOfPosted = None,
    explain: Explain = Detail.FULL,
    answer: AnswerWanted = "changes",
) -> RegistrationAnswered:
    """Nine notices in one request: **all are recorded, or none is.**

    The facts are taken in the order of the list, each as if it were posted after the one before it;
    the first that cannot be true is named (`/facts/3/…`), and then nothing is recorded. They become
    known at one instant, and one answer is kept for them all: what they change, unless the whole is
    asked for. What is owed is worked out for each day on which one of them happened: on a large
    record that is too much for a hundred days at once, and 422 `too_many_days` says how many fit.
    """
    wish = Wish(as_of, explain, answer, dry_run)
    answered = await recording(
        lambda workspace: registrations.post_facts(
            workspace, registration_id, body.facts, wish, listed=True
        )
    )
    return cast(RegistrationAnswered, answered)
