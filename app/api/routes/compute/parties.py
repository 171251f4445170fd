"""Cutbacks, triggers, approvals, amendments, transfers, splits and rights granted to others."""

from typing import Annotated

from fastapi import APIRouter, Body

from app.api.computations import ComputationRoute
from app.api.deps import Explain
from app.api.schemas.compute import offerings
from app.api.schemas.compute import parties as ask
from app.api.schemas.compute.money import agreed
from app.api.schemas.compute.question import demand_of, given, incidental_of
from app.rules.catalogue.computations import parties
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.sealed import Answer, seal
from app.rules.reasoning.trace import Detail, Sourced
from app.rules.registrations.cutback.allocation import Allocation, allocate
from app.rules.registrations.cutback.priority import (
    allocate_incidental,
    allocate_other_demand,
    allocate_takedown,
)

router = APIRouter(route_class=ComputationRoute)


@router.post("/cutback", summary="Who may sell how many shares when not all fit?")
async def compute_cutback(
    body: Annotated[offerings.CutbackQuestion, Body(openapi_examples=offerings.CUTBACK)],
    explain: Explain = Detail.FULL,
) -> Answer[Allocation]:
    """Clause 2(f), and 2(a)(i), 2(a)(iii) and 2(b) for the other kinds of registration.

    In the Company's own underwritten registration the Company comes first, then Holders and other
    holders together, pro rata to what they ask for, up to the number that the managing
    underwriters advise in writing. In a demand the Holders come in whole and others are added only
    where they do not interfere; in a sale off the shelf Holders come first and are cut pro rata.
    Nobody is cut back without a maximum, in a registration that is not underwritten, or in one
    that others than the Company initiated; the answer warns where the text has no cutback. Every
    number comes with its reason.
    """
    matter = body.matter(explain)
    return seal(_allocation(body, matter), matter)


def _allocation(body: offerings.CutbackQuestion, matter: Matter) -> Allocation:
    """The allocation by the rule for this kind of registration."""
    match body.registration:
        case "requested":
            return allocate(
                body.holders_requests(),
                body.additions(),
                body.maximum(),
                given(body.underwritten, "underwritten"),
                demand_of(matter),
                matter,
                body.owned_shares(),
            )
        case "incidental":
            right = incidental_of(matter)
            sellers = body.sellers(matter)
            return allocate_incidental(sellers, body.advice(), body.initiator(), right, matter)
        case "takedown":
            term = agreed(matter.terms.takedown_cutback, "/takedown_cutback")
            return allocate_takedown(body.sellers(matter), body.advice(), term, matter)
        case "other_demand":
            right = incidental_of(matter)
            return allocate_other_demand(body.sellers(matter), body.other_demand(), right, matter)


@router.post("/incidental-trigger", summary="Must the Holders be told of this registration?")
async def compute_incidental_trigger(
    body: Annotated[
        offerings.IncidentalTriggerQuestion,
        Body(openapi_examples=offerings.INCIDENTAL_TRIGGER),
    ],
    explain: Explain = Detail.FULL,
) -> Answer[parties.TriggerResult]:
    """Clause 2(b): any registration of the Company's securities, for itself or for holders.

    Not one solely for an employee plan, nor a merger or the like on Form S-4, nor the Holders' own
    registration, of which they hear under 2(a). Debt and other securities count, by the words of
    the clause.
    """
    matter = body.matter(explain)
    return seal(parties.trigger(body.planned(), incidental_of(matter), matter), matter)


@router.post("/underwriter-approval", summary="Is the underwriter approved?")
async def compute_underwriter_approval(
    body: Annotated[
        offerings.UnderwriterApprovalQuestion,
        Body(openapi_examples=offerings.UNDERWRITER_APPROVAL),
    ],
    explain: Explain = Detail.FULL,
) -> Answer[parties.ApprovalResult]:
    """Clause 4(b): Holders of a majority of the Registrable Securities to be included approve.

    The shares included count, not all that are held. A sale off the shelf follows the same rule.
    """
    matter = body.matter(explain)
    term = agreed(matter.terms.underwriter_selection, "/underwriter_selection")
    return seal(parties.underwriter_approval(body.shares(), body.approving, term, matter), matter)


@router.post("/underwriting-agreement", summary="Whom must the underwriting agreement satisfy?")
async def compute_underwriting_agreement(
    body: Annotated[
        offerings.UnderwritingAgreementQuestion,
        Body(openapi_examples=offerings.UNDERWRITING_AGREEMENT),
    ],
    explain: Explain = Detail.FULL,
) -> Answer[parties.UnderwritingAgreementResult]:
    """Clause 4(a): reasonably satisfactory to every Holder who requests the registration.

    One Holder who is not satisfied is enough to hold it up. The clause sets no day, and none is
    invented.
    """
    matter = body.matter(explain)
    term = agreed(matter.terms.underwriting_agreement, "/underwriting_agreement")
    found = parties.underwriting_agreement(
        Sourced(body.initiators, "request:/initiators"),
        Sourced(body.joiners, "request:/joiners"),
        Sourced(body.satisfied, "request:/satisfied"),
        term,
        matter,
    )
    return seal(found, matter)


@router.post("/amendment", summary="Does the amendment or waiver have effect?")
async def compute_amendment(
    body: Annotated[ask.AmendmentQuestion, Body(openapi_examples=ask.AMENDMENT)],
    explain: Explain = Detail.FULL,
) -> Answer[parties.AmendmentResult]:
    """Clause 9(e): a writing executed by the Company and the Requisite Holders binds every Holder.

    A waiver may reach into the past. An amendment has effect from the day of its instrument at the
    earliest.
    """
    matter = body.matter(explain)
    return seal(parties.rule_on_amendment(body.signed(matter), matter), matter)


@router.post("/assignment", summary="Do the rights pass with the shares?")
async def compute_assignment(
    body: Annotated[ask.AssignmentQuestion, Body(openapi_examples=ask.ASSIGNMENT)],
    explain: Explain = Detail.FULL,
) -> Answer[parties.AssignmentResult]:
    """Clause 9(f): to an Affiliate, to a holder of enough shares, or unless restricted in writing.

    Any one of the three is enough. The number of shares is adjusted once for splits and given as
    exact text. The Company must recognise the transferee once he is holder of record, or once it
    has both notice and his written agreement to be bound.
    """
    matter = body.matter(explain)
    found = parties.rule_on_assignment(
        body.transfer(),
        ask.splits_of(body.splits),
        given(body.record_holder, "record_holder"),
        given(body.notice_and_agreement, "notice_and_agreement"),
        matter,
    )
    return seal(found, matter)


@router.post("/recognition", summary="From when must the transferee be recognised?")
async def compute_recognition(
    body: Annotated[ask.RecognitionQuestion, Body(openapi_examples=ask.RECOGNITION)],
    explain: Explain = Detail.FULL,
) -> Answer[parties.RecognitionResult]:
    """Clause 9(f): from record holding, or from the later of notice and written agreement."""
    matter = body.matter(explain)
    found = parties.recognition(
        given(body.record_holder_on, "record_holder_on"),
        given(body.notice_received_on, "notice_received_on"),
        given(body.agreement_received_on, "agreement_received_on"),
        matter,
    )
    return seal(found, matter)


@router.post("/split-adjustment", summary="What does a split do to the agreement's numbers?")
async def compute_split_adjustment(
    body: Annotated[ask.SplitQuestion, Body(openapi_examples=ask.SPLIT_ADJUSTMENT)],
    explain: Explain = Detail.FULL,
) -> Answer[parties.SplitResult]:
    """Clause 9(h): numbers of shares are multiplied by the exact ratio; days are not touched.

    Fractions are kept exact and given as text. Without `values` the numbers of shares in the terms
    themselves are adjusted.
    """
    matter = body.matter(explain)
    found = parties.split_adjustment(
        ask.splits_of(body.splits),
        body.numbers(matter),
        body.day_counts(),
        body.parts(),
        body.as_of,
        matter,
    )
    return seal(found, matter)


@router.post("/rights-comparison", summary="May the Company grant these rights to others?")
async def compute_rights_comparison(
    body: Annotated[ask.RightsComparisonQuestion, Body(openapi_examples=ask.RIGHTS_COMPARISON)],
    explain: Explain = Detail.FULL,
) -> Answer[parties.RightsComparisonResult]:
    """Clause 8: no rights more favourable than the Holders', or inconsistent with them.

    Compared term by term; the terms of the agreement say for each whether more or less of it is
    the better. A term that the agreement does not measure is named, and not guessed at.
    """
    matter = body.matter(explain)
    term = agreed(matter.terms.other_rights, "/other_rights")
    found = parties.rights(
        body.existing,
        body.proposed,
        given(body.more_favourable_overall, "more_favourable_overall"),
        term,
        matter,
    )
    return seal(found, matter)
