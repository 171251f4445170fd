"""The record as evidence: corrections, verification, audit, export and import."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Response

from app.api.answering.conditional import Making, Recording
from app.api.answering.pieces import SetDown, in_pieces
from app.api.answering.problems import documented
from app.api.deps import (
    AgreementId,
    AsOf,
    KnownAt,
    PracticeAgreementId,
    TheWorkspace,
    in_thread,
)
from app.api.door.strict import DocumentRoute, StrictRoute
from app.api.schemas.pages import After, Limit
from app.api.schemas.record import CORRECTION_EXAMPLES, IMPORT_EXAMPLES, CorrectionCreate
from app.rules.answers import CorrectionMade
from app.services.answer import Answer
from app.services.evidence import audit, replay, verification
from app.services.evidence.audit import AuditEntry
from app.services.evidence.replay import EvaluationLine
from app.services.evidence.verification import Verification
from app.services.record import corrections
from app.services.transfer import exports, imports
from app.services.transfer.agreement_document import AgreementDocument, Hash
from app.services.transfer.imports import ImportDocument, Imported
from app.services.workspace.pages import PageOf

router = APIRouter(route_class=StrictRoute, prefix="/v1/agreements", tags=["Evidence"])

import_router = APIRouter(route_class=DocumentRoute, prefix="/v1/agreements", tags=["Evidence"])


@router.post(
    "/{agreement_id}/corrections",
    status_code=201,
    summary="Correct or retract a fact",
    responses={
        200: {"model": Answer[CorrectionMade], "description": "The answer to a dry run"},
        **documented(400, 404, 409, 413, 415, 422, 503),
    },
)
async def post_correction(
    recording: Recording,
    agreement_id: PracticeAgreementId,
    body: Annotated[CorrectionCreate, Body(openapi_examples=CORRECTION_EXAMPLES)],
    dry_run: Annotated[
        bool, Query(description="Answer the same and store nothing (status 200).")
    ] = False,
    as_of: AsOf = None,
) -> Answer[CorrectionMade]:
    """A fact on record was wrong: **what changes?** Works for the facts of registrations too.

    Nothing is edited: the correction is a new entry, dated today, that points to the wrong one and
    says why. The rules then see the fact that stands in its place; asking with an earlier
    `known_at` still gives the earlier answers. Name the entry that stands: a corrected fact goes by
    the id of its correction. A retraction is taken back by retracting it. A correction that would
    make another fact impossible is refused with the reason.
    """
    return await recording(
        lambda workspace: corrections.correct(
            workspace, agreement_id, body.made(), as_of=as_of, dry_run=dry_run
        )
    )


@router.get(
    "/{agreement_id}/verify",
    summary="Is the record as it was written?",
    responses=documented(404, 422, 503),
)
async def get_verification(
    workspace: TheWorkspace,
    agreement_id: AgreementId,
    head: Annotated[
        Hash | None,
        Query(description="The hash of a fact, kept earlier: at which position does it stand?"),
    ] = None,
    known_at: KnownAt = None,
) -> Verification:
    """Makes every hash again and follows every link, from the first fact to the last.

    Then the terms, the kept answers and the audit. Names the first entry that does not fit, and
    what about it does not. Keep `head`: with it you can show later that nothing before it was
    changed.
    """
    return await in_thread(lambda: verification.verify(workspace, agreement_id, head, known_at))


@router.get("/{agreement_id}/audit", summary="Who wrote what?", responses=documented(404, 422, 503))
async def list_audit_entries(
    workspace: TheWorkspace,
    agreement_id: AgreementId,
    known_at: KnownAt = None,
    after: After = None,
    limit: Limit = 100,
) -> PageOf[AuditEntry]:
    """Every write that concerned the agreement: who, when, what, on which request; in order, a page
    at a time.

    Each is stored in the same transaction as what it tells of. `request_id` is the caller's
    `X-Request-ID`, if it sent one.
    """
    return await in_thread(
        lambda: audit.listed(workspace, agreement_id, known_at, after=after, limit=limit)
    )


@router.get(
    "/{agreement_id}/evaluations",
    summary="List the kept answers",
    responses=documented(404, 422, 503),
)
async def list_evaluations(
    workspace: TheWorkspace,
    agreement_id: AgreementId,
    known_at: KnownAt = None,
    after: After = None,
    limit: Limit = 100,
) -> PageOf[EvaluationLine]:
    """Every answer kept under the agreement, in the order of the record, a page at a time."""
    return await in_thread(
        lambda: replay.listed(workspace, agreement_id, known_at, after=after, limit=limit)
    )


@router.get(
    "/{agreement_id}/export",
    summary="Export an agreement",
    response_model=AgreementDocument,
    responses=documented(404, 422, 503),
)
async def export_agreement(
    workspace: TheWorkspace, agreement_id: AgreementId, known_at: KnownAt = None
) -> Response:
    """Everything on record about the agreement as one JSON document, with the hash of the whole.

    Terms, registrations, facts, kept answers, audit: each as it is hashed, so that every hash can
    be checked from the document alone. Importing it elsewhere and exporting again gives the same,
    with one entry more that says where it came from; exporting, by `known_at`, what was on record
    when it was exported before gives the same bytes. That it was exported is entered in the audit.
    """
    text = await in_thread(
        lambda: SetDown(exports.export(workspace, agreement_id, known_at), workspace.go_on)
    )
    return in_pieces(
        text,
        headers={"Content-Disposition": f'attachment; filename="{agreement_id}.json"'},
    )


@import_router.post(
    "/import",
    status_code=201,
    summary="Import an agreement",
    responses=documented(400, 409, 413, 415, 422, 503),
)
async def import_agreement(
    making: Making, body: Annotated[ImportDocument, Body(openapi_examples=IMPORT_EXAMPLES)]
) -> Imported:
    """Stores an exported agreement where it is not yet on record, exactly as it was.

    Every hash and link is checked first, and every fact as if it were recorded now, one after the
    other; the first that does not fit is named. The import is an entry in the audit that stays in
    every later export. With `anchor`, a line that was signed where the export came from, it says
    that one was shown: without it nothing tells a record from one made up whole. A document of more
    bytes than the service takes here (413 says how many) is imported by the command
    `import-agreement`.
    """
    return await making.without_answer(
        lambda workspace: imports.import_agreement(workspace, body),
        location=lambda imported: f"/v1/agreements/{imported.agreement_id}",
    )
