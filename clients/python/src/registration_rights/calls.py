# Made from openapi/openapi.json by `make client`; not edited.
"""Every operation of the service, as a call to be sent by a client."""

from datetime import date, datetime
from typing import Any, Literal, TypeAlias, overload

from registration_rights import types
from registration_rights.call import Call, Listing, address, asked, once, under

AgreementEvent: TypeAlias = (
    types.HolderRecorded
    | types.StockSplit
    | types.PositionStated
    | types.PreferredConverted
    | types.WarrantsExercised
    | types.WarrantsExpired
    | types.SecuritiesTransferred
    | types.RecordHolderEntered
    | types.AssignmentPapersDelivered
    | types.TermsAmended
    | types.ObligationWaived
    | types.RightsEnded
    | types.AddressChanged
    | types.FirstPublicOfferingEffective
    | types.FirstPublicOfferingStage
    | types.ReportingBegan
    | types.EventHappened
    | types.ConditionStated
    | types.SharesOutstandingStated
    | types.MarketPriceStated
    | types.PricePaidStated
    | types.ReportFiled
    | types.DamagesElected
    | types.ReportMissed
    | types.CovenantStanding
    | types.Rule144Requested
    | types.Rule144StatementFurnished
    | types.ExistingRightsStated
    | types.RightsGranted
    | types.CompanyOfferingCommenced
    | types.SharesSold
    | types.NotPerformed
)


RegistrationEvent: TypeAlias = (
    types.LetterAdded
    | types.NoticeGiven
    | types.JoinRequested
    | types.ProcedureRequested
    | types.InformationRequested
    | types.InformationReceived
    | types.UndertakingRequired
    | types.UndertakingReceived
    | types.DelayInvoked
    | types.AdditionsProposed
    | types.MaximumAdvised
    | types.UnderwriterSelected
    | types.UnderwriterApproved
    | types.HoldbackRequired
    | types.HoldbackAdvised
    | types.HoldbackNoticeGiven
    | types.DraftsDelivered
    | types.Withdrawn
    | types.Abandoned
    | types.Filed
    | types.AmendmentProposed
    | types.AmendmentCopyFurnished
    | types.AmendmentObjected
    | types.AmendmentFiled
    | types.RepresentationAsked
    | types.UnderwritingAgreementApproved
    | types.UnderwritingAgreementMade
    | types.TransferAgentAppointed
    | types.Listed
    | types.StageReached
    | types.DeclaredEffective
    | types.ConversionCompleted
    | types.ProhibitionNoticed
    | types.ProhibitionLifted
    | types.OpinionDelivered
    | types.ComfortLetterDelivered
    | types.EarningsStatementAvailable
    | types.ProcedurePerformed
    | types.ExemptionClaimed
    | types.HolderMisstatementNotice
    | types.MisstatementNoticeGiven
    | types.MisstatementNoticeDelivered
    | types.NewProspectusReceived
    | types.OldCopiesReturned
    | types.StopOrder
    | types.StopOrderLifted
    | types.ContinuationElected
    | types.ClosingFailed
    | types.SharesSoldInOffering
    | types.DistributionCompleted
    | types.ExpenseIncurred
    | types.ExpensePaid
    | types.ClaimMade
    | types.ClaimNotified
    | types.DefenceElected
    | types.DefenceAnswered
    | types.BillReceived
    | types.PaymentMade
    | types.PrejudiceFound
    | types.FaultFound
    | types.IndemnityFoundUnavailable
    | types.SettlementProposed
    | types.SettlementAnswered
    | types.DamagesPaid
    | types.ClaimSettled
    | types.ClaimJudged
)


def post_agreement(
    body: types.AgreementCreate,
    *,
    explain: types.Detail | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerAgreementState]:
    """Make an agreement."""
    return Call(
        "POST",
        address("/v1/agreements"),
        query=asked(explain=explain, dry_run=dry_run),
        body=body,
        headers=once(key, if_none_match=if_none_match),
    )


def list_agreements(
    *,
    after: str | None = None,
    limit: int | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
    fields: str | None = None,
) -> Listing[types.AgreementPage, types.AgreementSummary]:
    """List the agreements."""
    return Listing(
        "GET",
        address("/v1/agreements"),
        query=asked(after=after, limit=limit, as_of=as_of, known_at=known_at, fields=fields),
    )


def get_agreement(
    agreement_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    explain: types.Detail | None = None,
    fields: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerAgreementState]:
    """Read an agreement."""
    return Call(
        "GET",
        address("/v1/agreements/{agreement_id}", agreement_id=agreement_id),
        query=asked(as_of=as_of, known_at=known_at, explain=explain, fields=fields),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def get_agreement_terms(
    agreement_id: str,
    *,
    as_of: date | None = None,
    requested_on: date | None = None,
    known_at: datetime | None = None,
    fields: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.TermsDocument]:
    """Read an agreement's terms."""
    return Call(
        "GET",
        address("/v1/agreements/{agreement_id}/terms", agreement_id=agreement_id),
        query=asked(as_of=as_of, requested_on=requested_on, known_at=known_at, fields=fields),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def list_agreement_clauses(
    agreement_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Listing[types.PageOfClauseOfDocument, types.ClauseOfDocument]:
    """List an agreement's clauses."""
    return Listing(
        "GET",
        address("/v1/agreements/{agreement_id}/clauses", agreement_id=agreement_id),
        query=asked(as_of=as_of, known_at=known_at, after=after, limit=limit, fields=fields),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def list_agreement_readings(
    agreement_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Listing[types.PageOfReadingInForce, types.ReadingInForce]:
    """List an agreement's readings."""
    return Listing(
        "GET",
        address("/v1/agreements/{agreement_id}/readings", agreement_id=agreement_id),
        query=asked(as_of=as_of, known_at=known_at, after=after, limit=limit, fields=fields),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def get_agreement_may_sell(
    agreement_id: str,
    *,
    holder: str,
    manner: types.Manner,
    as_of: date | None = None,
    on: date | None = None,
    known_at: datetime | None = None,
    explain: types.Detail | None = None,
    fields: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerMaySell]:
    """May this Holder sell?."""
    return Call(
        "GET",
        address("/v1/agreements/{agreement_id}/may-sell", agreement_id=agreement_id),
        query=asked(holder=holder, manner=manner, as_of=as_of, on=on, known_at=known_at, explain=explain, fields=fields),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def list_agreement_events(
    agreement_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Listing[types.PageOfFactOnRecord, types.FactOnRecord]:
    """Read the record."""
    return Listing(
        "GET",
        address("/v1/agreements/{agreement_id}/events", agreement_id=agreement_id),
        query=asked(as_of=as_of, known_at=known_at, after=after, limit=limit, fields=fields),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


@overload
def post_agreement_event(
    agreement_id: str,
    body: AgreementEvent,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["full"],
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerAgreementState]: ...

@overload
def post_agreement_event(
    agreement_id: str,
    body: AgreementEvent,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["changes"] | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerFactsRecorded]: ...

def post_agreement_event(
    agreement_id: str,
    body: AgreementEvent,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: types.AnswerShape | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[Any]:
    """Record a fact about the agreement."""
    return Call(
        "POST",
        address("/v1/agreements/{agreement_id}/events", agreement_id=agreement_id),
        query=asked(as_of=as_of, explain=explain, answer=answer, dry_run=dry_run),
        body=body,
        headers=once(key, if_match=if_match, if_none_match=if_none_match),
    )


@overload
def post_agreement_events(
    agreement_id: str,
    body: types.AgreementFacts,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["full"],
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerAgreementState]: ...

@overload
def post_agreement_events(
    agreement_id: str,
    body: types.AgreementFacts,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["changes"] | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerFactsRecorded]: ...

def post_agreement_events(
    agreement_id: str,
    body: types.AgreementFacts,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: types.AnswerShape | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[Any]:
    """Record several facts about the agreement."""
    return Call(
        "POST",
        address("/v1/agreements/{agreement_id}/events/batch", agreement_id=agreement_id),
        query=asked(as_of=as_of, explain=explain, answer=answer, dry_run=dry_run),
        body=body,
        headers=once(key, if_match=if_match, if_none_match=if_none_match),
    )


@overload
def post_demand(
    agreement_id: str,
    body: types.DemandCreate,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["full"] | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerRegistrationAnswer]: ...

@overload
def post_demand(
    agreement_id: str,
    body: types.DemandCreate,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["changes"],
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerFactsRecorded]: ...

def post_demand(
    agreement_id: str,
    body: types.DemandCreate,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: types.AnswerShape | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[Any]:
    """Post a demand."""
    return Call(
        "POST",
        address("/v1/agreements/{agreement_id}/demands", agreement_id=agreement_id),
        query=asked(as_of=as_of, explain=explain, answer=answer, dry_run=dry_run),
        body=body,
        headers=once(key, if_match=if_match, if_none_match=if_none_match),
    )


@overload
def post_shelf(
    agreement_id: str,
    body: types.ShelfCreate,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["full"] | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerRegistrationAnswer]: ...

@overload
def post_shelf(
    agreement_id: str,
    body: types.ShelfCreate,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["changes"],
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerFactsRecorded]: ...

def post_shelf(
    agreement_id: str,
    body: types.ShelfCreate,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: types.AnswerShape | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[Any]:
    """Call for a shelf."""
    return Call(
        "POST",
        address("/v1/agreements/{agreement_id}/shelves", agreement_id=agreement_id),
        query=asked(as_of=as_of, explain=explain, answer=answer, dry_run=dry_run),
        body=body,
        headers=once(key, if_match=if_match, if_none_match=if_none_match),
    )


@overload
def post_takedown(
    agreement_id: str,
    body: types.TakedownCreate,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["full"] | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerRegistrationAnswer]: ...

@overload
def post_takedown(
    agreement_id: str,
    body: types.TakedownCreate,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["changes"],
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerFactsRecorded]: ...

def post_takedown(
    agreement_id: str,
    body: types.TakedownCreate,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: types.AnswerShape | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[Any]:
    """Ask for an underwritten sale off the shelf."""
    return Call(
        "POST",
        address("/v1/agreements/{agreement_id}/takedowns", agreement_id=agreement_id),
        query=asked(as_of=as_of, explain=explain, answer=answer, dry_run=dry_run),
        body=body,
        headers=once(key, if_match=if_match, if_none_match=if_none_match),
    )


@overload
def post_incidental(
    agreement_id: str,
    body: types.IncidentalCreate,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["full"] | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerRegistrationAnswer]: ...

@overload
def post_incidental(
    agreement_id: str,
    body: types.IncidentalCreate,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["changes"],
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerFactsRecorded]: ...

def post_incidental(
    agreement_id: str,
    body: types.IncidentalCreate,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: types.AnswerShape | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[Any]:
    """Post a registration of the Company's own."""
    return Call(
        "POST",
        address("/v1/agreements/{agreement_id}/incidentals", agreement_id=agreement_id),
        query=asked(as_of=as_of, explain=explain, answer=answer, dry_run=dry_run),
        body=body,
        headers=once(key, if_match=if_match, if_none_match=if_none_match),
    )


def list_registrations(
    *,
    agreement_id: str | None = None,
    kind: types.RegistrationKind | None = None,
    state: types.RegistrationState | None = None,
    due_before: date | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
    after: str | None = None,
    limit: int | None = None,
    agreement: str | None = None,
    fields: str | None = None,
) -> Listing[types.RegistrationPage, types.RegistrationInShort]:
    """List the registrations."""
    return Listing(
        "GET",
        address("/v1/registrations"),
        query=asked(agreement_id=agreement_id, kind=kind, state=state, due_before=due_before, as_of=as_of, known_at=known_at, after=after, limit=limit, agreement=agreement, fields=fields),
    )


def get_registration(
    registration_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    explain: types.Detail | None = None,
    fields: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerRegistrationAnswer]:
    """Read a registration."""
    return Call(
        "GET",
        address("/v1/registrations/{registration_id}", registration_id=registration_id),
        query=asked(as_of=as_of, known_at=known_at, explain=explain, fields=fields),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def list_registration_obligations(
    registration_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Listing[types.ObligationsOfRegistration, types.Obligation]:
    """Read a registration's obligations."""
    return Listing(
        "GET",
        address("/v1/registrations/{registration_id}/obligations", registration_id=registration_id),
        query=asked(as_of=as_of, known_at=known_at, after=after, limit=limit, fields=fields),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def get_registration_allocation(
    registration_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    fields: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AllocationView]:
    """Read a registration's allocation."""
    return Call(
        "GET",
        address("/v1/registrations/{registration_id}/allocation", registration_id=registration_id),
        query=asked(as_of=as_of, known_at=known_at, fields=fields),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def get_registration_claims(
    registration_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    fields: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.ClaimsView]:
    """Read a registration's claims and its money."""
    return Call(
        "GET",
        address("/v1/registrations/{registration_id}/claims", registration_id=registration_id),
        query=asked(as_of=as_of, known_at=known_at, fields=fields),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def get_registration_sensitivity(
    registration_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    reading: list[str] | None = None,
    fields: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.RegistrationSensitivity]:
    """What would change under other readings?."""
    return Call(
        "GET",
        address("/v1/registrations/{registration_id}/sensitivity", registration_id=registration_id),
        query=asked(as_of=as_of, known_at=known_at, reading=reading, fields=fields),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def get_registration_why(
    registration_id: str,
    *,
    of: str | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
    fields: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.Why]:
    """Why this day?."""
    return Call(
        "GET",
        address("/v1/registrations/{registration_id}/why", registration_id=registration_id),
        query=asked(of=of, as_of=as_of, known_at=known_at, fields=fields),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def list_registration_events(
    registration_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Listing[types.PageOfFactOnRecord, types.FactOnRecord]:
    """Read a registration's facts."""
    return Listing(
        "GET",
        address("/v1/registrations/{registration_id}/events", registration_id=registration_id),
        query=asked(as_of=as_of, known_at=known_at, after=after, limit=limit, fields=fields),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


@overload
def post_registration_event(
    registration_id: str,
    body: RegistrationEvent,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["full"],
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerRegistrationAnswer]: ...

@overload
def post_registration_event(
    registration_id: str,
    body: RegistrationEvent,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["changes"] | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerFactsRecorded]: ...

def post_registration_event(
    registration_id: str,
    body: RegistrationEvent,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: types.AnswerShape | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[Any]:
    """Record a fact about a registration."""
    return Call(
        "POST",
        address("/v1/registrations/{registration_id}/events", registration_id=registration_id),
        query=asked(as_of=as_of, explain=explain, answer=answer, dry_run=dry_run),
        body=body,
        headers=once(key, if_match=if_match, if_none_match=if_none_match),
    )


@overload
def post_registration_events(
    registration_id: str,
    body: types.FactsOfRegistration,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["full"],
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerRegistrationAnswer]: ...

@overload
def post_registration_events(
    registration_id: str,
    body: types.FactsOfRegistration,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: Literal["changes"] | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerFactsRecorded]: ...

def post_registration_events(
    registration_id: str,
    body: types.FactsOfRegistration,
    *,
    as_of: date | None = None,
    explain: types.Detail | None = None,
    answer: types.AnswerShape | None = None,
    dry_run: bool | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[Any]:
    """Record several facts about a registration."""
    return Call(
        "POST",
        address("/v1/registrations/{registration_id}/events/batch", registration_id=registration_id),
        query=asked(as_of=as_of, explain=explain, answer=answer, dry_run=dry_run),
        body=body,
        headers=once(key, if_match=if_match, if_none_match=if_none_match),
    )


def list_obligations(
    *,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
    as_of: date | None = None,
    status: list[types.ObligationStatus] | None = None,
    due_from: date | None = None,
    due_to: date | None = None,
    obligor: str | None = None,
    obligee: str | None = None,
    clause: str | None = None,
    agreement_id: str | None = None,
    registration_id: str | None = None,
    standard: types.Standard | None = None,
    known_at: datetime | None = None,
    agreement: str | None = None,
    registration: str | None = None,
) -> Listing[types.DocketPage, types.DocketItem]:
    """The docket."""
    return Listing(
        "GET",
        address("/v1/obligations"),
        query=asked(after=after, limit=limit, fields=fields, as_of=as_of, status=status, due_from=due_from, due_to=due_to, obligor=obligor, obligee=obligee, clause=clause, agreement_id=agreement_id, registration_id=registration_id, standard=standard, known_at=known_at, agreement=agreement, registration=registration),
    )


def get_obligations_calendar(
    *,
    as_of: date | None = None,
    status: list[types.ObligationStatus] | None = None,
    due_from: date | None = None,
    due_to: date | None = None,
    obligor: str | None = None,
    obligee: str | None = None,
    clause: str | None = None,
    agreement_id: str | None = None,
    registration_id: str | None = None,
    standard: types.Standard | None = None,
    known_at: datetime | None = None,
    agreement: str | None = None,
    registration: str | None = None,
) -> Call[str]:
    """The docket as a calendar."""
    return Call(
        "GET",
        address("/v1/obligations.ics"),
        query=asked(as_of=as_of, status=status, due_from=due_from, due_to=due_to, obligor=obligor, obligee=obligee, clause=clause, agreement_id=agreement_id, registration_id=registration_id, standard=standard, known_at=known_at, agreement=agreement, registration=registration),
    )


def get_company(
    company_id: str,
    *,
    agreement_id: list[str] | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
    agreement: list[str] | None = None,
    fields: str | None = None,
) -> Call[types.CompanyState]:
    """Compare a company's agreements."""
    return Call(
        "GET",
        address("/v1/companies/{company_id}", company_id=company_id),
        query=asked(agreement_id=agreement_id, as_of=as_of, known_at=known_at, agreement=agreement, fields=fields),
    )


def post_company_offering(
    company_id: str,
    body: types.OfferingAsked,
    *,
    known_at: datetime | None = None,
) -> Call[types.OfferingOfCompany]:
    """Compute one offering under several agreements."""
    return Call(
        "POST",
        address("/v1/companies/{company_id}/offering", company_id=company_id),
        query=asked(known_at=known_at),
        body=body,
    )


def list_changes(
    *,
    since: int | None = None,
    kind: list[types.ChangeKind] | None = None,
    agreement_id: str | None = None,
    limit: int | None = None,
    agreement: str | None = None,
    fields: str | None = None,
) -> Listing[types.ChangePage, types.Happening]:
    """What has happened."""
    return Listing(
        "GET",
        address("/v1/changes"),
        query=asked(since=since, kind=kind, agreement_id=agreement_id, limit=limit, agreement=agreement, fields=fields),
        pages_by="since",
    )


def post_webhook(
    body: types.WebhookCreate,
) -> Call[types.SubscriptionMade]:
    """Make a webhook."""
    return Call(
        "POST",
        address("/v1/webhooks"),
        body=body,
    )


def list_webhooks(
    *,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
) -> Listing[types.WebhookPage, types.Subscription]:
    """List the webhooks."""
    return Listing(
        "GET",
        address("/v1/webhooks"),
        query=asked(after=after, limit=limit, fields=fields),
    )


def get_webhook(
    webhook_id: str,
    *,
    fields: str | None = None,
) -> Call[types.Subscription]:
    """Read a webhook."""
    return Call(
        "GET",
        address("/v1/webhooks/{webhook_id}", webhook_id=webhook_id),
        query=asked(fields=fields),
    )


def delete_webhook(
    webhook_id: str,
    *,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.Subscription]:
    """Remove a webhook."""
    return Call(
        "DELETE",
        address("/v1/webhooks/{webhook_id}", webhook_id=webhook_id),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def rotate_webhook_secret(
    webhook_id: str,
    body: types.SecretRotate,
    *,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.SecretRotated]:
    """Give a webhook another secret."""
    return Call(
        "POST",
        address("/v1/webhooks/{webhook_id}/secret", webhook_id=webhook_id),
        body=body,
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def replay_webhook(
    webhook_id: str,
    body: types.WebhookReplay,
    *,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.Subscription]:
    """Tell a webhook again."""
    return Call(
        "POST",
        address("/v1/webhooks/{webhook_id}/replay", webhook_id=webhook_id),
        body=body,
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def test_webhook(
    webhook_id: str,
    *,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.WantedTest]:
    """Send a test."""
    return Call(
        "POST",
        address("/v1/webhooks/{webhook_id}/test", webhook_id=webhook_id),
        headers=under(if_match=if_match, if_none_match=if_none_match),
    )


def list_webhook_deliveries(
    webhook_id: str,
    *,
    before: int | None = None,
    limit: int | None = None,
    fields: str | None = None,
) -> Listing[types.DeliveryPage, types.DeliveryTried]:
    """List what a webhook was sent."""
    return Listing(
        "GET",
        address("/v1/webhooks/{webhook_id}/deliveries", webhook_id=webhook_id),
        query=asked(before=before, limit=limit, fields=fields),
        pages_by="before",
    )


def post_correction(
    agreement_id: str,
    body: types.CorrectionCreate,
    *,
    dry_run: bool | None = None,
    as_of: date | None = None,
    key: str | None = None,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.AnswerCorrectionMade]:
    """Correct or retract a fact."""
    return Call(
        "POST",
        address("/v1/agreements/{agreement_id}/corrections", agreement_id=agreement_id),
        query=asked(dry_run=dry_run, as_of=as_of),
        body=body,
        headers=once(key, if_match=if_match, if_none_match=if_none_match),
    )


def get_verification(
    agreement_id: str,
    *,
    head: str | None = None,
    known_at: datetime | None = None,
    fields: str | None = None,
) -> Call[types.Verification]:
    """Is the record as it was written?."""
    return Call(
        "GET",
        address("/v1/agreements/{agreement_id}/verify", agreement_id=agreement_id),
        query=asked(head=head, known_at=known_at, fields=fields),
    )


def list_audit_entries(
    agreement_id: str,
    *,
    known_at: datetime | None = None,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
) -> Listing[types.PageOfAuditEntry, types.AuditEntry]:
    """Who wrote what?."""
    return Listing(
        "GET",
        address("/v1/agreements/{agreement_id}/audit", agreement_id=agreement_id),
        query=asked(known_at=known_at, after=after, limit=limit, fields=fields),
    )


def list_evaluations(
    agreement_id: str,
    *,
    known_at: datetime | None = None,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
) -> Listing[types.PageOfEvaluationLine, types.EvaluationLine]:
    """List the kept answers."""
    return Listing(
        "GET",
        address("/v1/agreements/{agreement_id}/evaluations", agreement_id=agreement_id),
        query=asked(known_at=known_at, after=after, limit=limit, fields=fields),
    )


def export_agreement(
    agreement_id: str,
    *,
    known_at: datetime | None = None,
) -> Call[types.AgreementDocument]:
    """Export an agreement."""
    return Call(
        "GET",
        address("/v1/agreements/{agreement_id}/export", agreement_id=agreement_id),
        query=asked(known_at=known_at),
    )


def list_anchors(
    *,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
) -> Listing[types.PageOfHeld, types.Held]:
    """What is missing since it was anchored?."""
    return Listing(
        "GET",
        address("/v1/anchors"),
        query=asked(after=after, limit=limit, fields=fields),
    )


def get_evaluation(
    evaluation_id: str,
    *,
    known_at: datetime | None = None,
    fields: str | None = None,
) -> Call[types.KeptEvaluation]:
    """Read a kept answer."""
    return Call(
        "GET",
        address("/v1/evaluations/{evaluation_id}", evaluation_id=evaluation_id),
        query=asked(known_at=known_at, fields=fields),
    )


def get_evaluation_answer(
    evaluation_id: str,
    *,
    known_at: datetime | None = None,
) -> Call[dict[str, Any]]:
    """Read the bytes of a kept answer."""
    return Call(
        "GET",
        address("/v1/evaluations/{evaluation_id}/answer", evaluation_id=evaluation_id),
        query=asked(known_at=known_at),
    )


def get_evaluation_replay(
    evaluation_id: str,
    *,
    under: types.Under | None = None,
    known_at: datetime | None = None,
    fields: str | None = None,
) -> Call[types.Replay]:
    """Compute a kept answer again."""
    return Call(
        "GET",
        address("/v1/evaluations/{evaluation_id}/replay", evaluation_id=evaluation_id),
        query=asked(under=under, known_at=known_at, fields=fields),
    )


def compute_demand(
    body: types.DemandQuestionBody,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerRegistrationAnswer]:
    """May they demand, and what follows?."""
    return Call(
        "POST",
        address("/v1/compute/demand"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_requisite_holders(
    body: types.RequisiteHoldersQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerRequisiteResult]:
    """Are they the Requisite Holders?."""
    return Call(
        "POST",
        address("/v1/compute/requisite-holders"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_standstill(
    body: types.StandstillQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerStandstillResult]:
    """When need the Company not effect a demand?."""
    return Call(
        "POST",
        address("/v1/compute/standstill"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_demand_count(
    body: types.DemandCountQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerUnionDemandsLeftUsesOfRight]:
    """How many demands are left?."""
    return Call(
        "POST",
        address("/v1/compute/demand-count"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_short_form(
    body: types.ShortFormQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerShortFormResult]:
    """Does the shorter period apply?."""
    return Call(
        "POST",
        address("/v1/compute/short-form"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_timeliness(
    body: types.TimelinessQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerTimelinessResult]:
    """Was it effective in time?."""
    return Call(
        "POST",
        address("/v1/compute/timeliness"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_deemed_receipt(
    body: types.DeemedReceiptQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerReceiptResult]:
    """When is it given, when received?."""
    return Call(
        "POST",
        address("/v1/compute/deemed-receipt"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_deadline(
    body: types.DeadlineQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerDeadlineResult]:
    """Which is the last day?."""
    return Call(
        "POST",
        address("/v1/compute/deadline"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_notice_addresses(
    body: types.NoticeAddressesQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerAddressesResult]:
    """Where does each Holder take notice?."""
    return Call(
        "POST",
        address("/v1/compute/notice-addresses"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_join_window(
    body: types.JoinWindowQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerJoinWindowsResult]:
    """Until when may each Holder join?."""
    return Call(
        "POST",
        address("/v1/compute/join-window"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_incidental_notice(
    body: types.IncidentalNoticeQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerIncidentalNoticeResult]:
    """When may the Company file its own registration?."""
    return Call(
        "POST",
        address("/v1/compute/incidental-notice"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_discount_shares(
    body: types.DiscountQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerDiscountResult]:
    """What does each seller bear of the discount?."""
    return Call(
        "POST",
        address("/v1/compute/discount-shares"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_expenses(
    body: types.ExpensesQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerExpensesResult]:
    """Who bears the expenses?."""
    return Call(
        "POST",
        address("/v1/compute/expenses"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_indemnity(
    body: types.IndemnityQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerIndemnityResult]:
    """What does the Company owe on a loss?."""
    return Call(
        "POST",
        address("/v1/compute/indemnity"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_holder_cap(
    body: types.HolderCapQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerHolderCapResult]:
    """What does a Holder owe, and up to what limit?."""
    return Call(
        "POST",
        address("/v1/compute/holder-cap"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_contribution(
    body: types.ContributionQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerContributionResult]:
    """Who contributes what where the indemnity does not reach?."""
    return Call(
        "POST",
        address("/v1/compute/contribution"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_late_notice(
    body: types.LateNoticeQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerClaimNoticeResult]:
    """What does a late notice of a claim cost?."""
    return Call(
        "POST",
        address("/v1/compute/late-notice"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_defence_costs(
    body: types.DefenceCostsQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerDefenceResult]:
    """Which costs of the defence are reimbursed?."""
    return Call(
        "POST",
        address("/v1/compute/defence-costs"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_settlement(
    body: types.SettlementQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerSettlementResult]:
    """Does a settlement need consent?."""
    return Call(
        "POST",
        address("/v1/compute/settlement"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_indemnity_payments(
    body: types.IndemnityPaymentsQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerPaymentsResult]:
    """What indemnity falls due when?."""
    return Call(
        "POST",
        address("/v1/compute/indemnity-payments"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_damages(
    body: types.DamagesQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerDamagesAnswer]:
    """What is owed in damages for a default?."""
    return Call(
        "POST",
        address("/v1/compute/damages"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_shelf_period(
    body: types.ShelfPeriodQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerShelfEndResult]:
    """Until when is the shelf kept effective?."""
    return Call(
        "POST",
        address("/v1/compute/shelf-period"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_shelf_condition(
    body: types.ShelfConditionQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerShelfConditionResult]:
    """Is the condition of mandatory conversion met?."""
    return Call(
        "POST",
        address("/v1/compute/shelf-condition"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_effectiveness_period(
    body: types.EffectivenessPeriodQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerEffectivenessEndResult]:
    """Until when is the registration statement kept effective?."""
    return Call(
        "POST",
        address("/v1/compute/effectiveness-period"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_suspension(
    body: types.SuspensionQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerSuspensionResult]:
    """May the Company delay, or prohibit sales?."""
    return Call(
        "POST",
        address("/v1/compute/suspension"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_suspension_budget(
    body: types.SuspensionBudgetQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerSuspensionBudgetResult]:
    """How much delay and prohibition is left?."""
    return Call(
        "POST",
        address("/v1/compute/suspension-budget"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_holdback(
    body: types.HoldbackQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerHoldbackResult]:
    """When may Holders not sell publicly?."""
    return Call(
        "POST",
        address("/v1/compute/holdback"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_earnings_statement(
    body: types.EarningsStatementQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerEarningsStatementResult]:
    """Which period does the earnings statement cover?."""
    return Call(
        "POST",
        address("/v1/compute/earnings-statement"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_rule_144_statement(
    body: types.Rule144StatementQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerRule144Result]:
    """From when may a Holder have a Rule 144 statement?."""
    return Call(
        "POST",
        address("/v1/compute/rule-144-statement"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_comfort_letter(
    body: types.ComfortLetterQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerComfortLetterResult]:
    """How old may the accountants' information be?."""
    return Call(
        "POST",
        address("/v1/compute/comfort-letter"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_copies_before_filing(
    body: types.CopiesQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerCopiesResult]:
    """By when do Holders have drafts and copies?."""
    return Call(
        "POST",
        address("/v1/compute/copies-before-filing"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_cutback(
    body: types.CutbackQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerAllocation]:
    """Who may sell how many shares when not all fit?."""
    return Call(
        "POST",
        address("/v1/compute/cutback"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_incidental_trigger(
    body: types.IncidentalTriggerQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerTriggerResult]:
    """Must the Holders be told of this registration?."""
    return Call(
        "POST",
        address("/v1/compute/incidental-trigger"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_underwriter_approval(
    body: types.UnderwriterApprovalQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerApprovalResult]:
    """Is the underwriter approved?."""
    return Call(
        "POST",
        address("/v1/compute/underwriter-approval"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_underwriting_agreement(
    body: types.UnderwritingAgreementQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerUnderwritingAgreementResult]:
    """Whom must the underwriting agreement satisfy?."""
    return Call(
        "POST",
        address("/v1/compute/underwriting-agreement"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_amendment(
    body: types.AmendmentQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerAmendmentResult]:
    """Does the amendment or waiver have effect?."""
    return Call(
        "POST",
        address("/v1/compute/amendment"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_assignment(
    body: types.AssignmentQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerAssignmentResult]:
    """Do the rights pass with the shares?."""
    return Call(
        "POST",
        address("/v1/compute/assignment"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_recognition(
    body: types.RecognitionQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerRecognitionResult]:
    """From when must the transferee be recognised?."""
    return Call(
        "POST",
        address("/v1/compute/recognition"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_split_adjustment(
    body: types.SplitQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerSplitResult]:
    """What does a split do to the agreement's numbers?."""
    return Call(
        "POST",
        address("/v1/compute/split-adjustment"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_rights_comparison(
    body: types.RightsComparisonQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerRightsComparisonResult]:
    """May the Company grant these rights to others?."""
    return Call(
        "POST",
        address("/v1/compute/rights-comparison"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def compute_terms_check(
    body: types.TermsCheckQuestion,
    *,
    explain: types.Detail | None = None,
    key: str | None = None,
) -> Call[types.AnswerTermsCheck]:
    """Do these terms contradict themselves?."""
    return Call(
        "POST",
        address("/v1/compute/terms-check"),
        query=asked(explain=explain),
        body=body,
        headers=once(key),
    )


def list_facts(
    *,
    settles: types.ProcedureDuty | None = None,
    of: types.FactKindOf | None = None,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
) -> Listing[types.PageOfFactKind, types.FactKind]:
    """List the kinds of fact."""
    return Listing(
        "GET",
        address("/v1/facts"),
        query=asked(settles=settles, of=of, after=after, limit=limit, fields=fields),
    )


def get_fact(
    kind: str,
    *,
    fields: str | None = None,
) -> Call[types.FactKind]:
    """Read a kind of fact."""
    return Call(
        "GET",
        address("/v1/facts/{kind}", kind=kind),
        query=asked(fields=fields),
    )


def list_codes(
    *,
    used_as: types.UsedAs | None = None,
    code: str | None = None,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
) -> Listing[types.PageOfCode, types.Code]:
    """List the codes."""
    return Listing(
        "GET",
        address("/v1/codes"),
        query=asked(used_as=used_as, code=code, after=after, limit=limit, fields=fields),
    )


def list_templates(
    *,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
) -> Listing[types.PageOfTemplateSummary, types.TemplateSummary]:
    """List the bundled terms documents."""
    return Listing(
        "GET",
        address("/v1/templates"),
        query=asked(after=after, limit=limit, fields=fields),
    )


def get_template(
    name: str,
    *,
    fields: str | None = None,
) -> Call[types.TermsDocument]:
    """Read a terms document."""
    return Call(
        "GET",
        address("/v1/templates/{name}", name=name),
        query=asked(fields=fields),
    )


def list_template_clauses(
    name: str,
    *,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
) -> Listing[types.PageOfClauseOfDocument, types.ClauseOfDocument]:
    """List a terms document's clauses."""
    return Listing(
        "GET",
        address("/v1/templates/{name}/clauses", name=name),
        query=asked(after=after, limit=limit, fields=fields),
    )


def list_template_readings(
    name: str,
    *,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
) -> Listing[types.PageOfReadingInForce, types.ReadingInForce]:
    """List a terms document's readings."""
    return Listing(
        "GET",
        address("/v1/templates/{name}/readings", name=name),
        query=asked(after=after, limit=limit, fields=fields),
    )


def list_clauses(
    *,
    section: types.Section | None = None,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
) -> Listing[types.PageOfCataloguedClause, types.CataloguedClause]:
    """List the clauses."""
    return Listing(
        "GET",
        address("/v1/clauses"),
        query=asked(section=section, after=after, limit=limit, fields=fields),
    )


def get_clause(
    clause_id: str,
    *,
    fields: str | None = None,
) -> Call[types.CataloguedClause]:
    """Read a clause."""
    return Call(
        "GET",
        address("/v1/clauses/{clause_id}", clause_id=clause_id),
        query=asked(fields=fields),
    )


def list_readings(
    *,
    template: str | None = None,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
) -> Listing[types.PageOfCataloguedReading, types.CataloguedReading]:
    """List the readings."""
    return Listing(
        "GET",
        address("/v1/readings"),
        query=asked(template=template, after=after, limit=limit, fields=fields),
    )


def list_api_keys(
    *,
    after: str | None = None,
    limit: int | None = None,
    fields: str | None = None,
) -> Listing[types.PageOfKeyShown, types.KeyShown]:
    """List the API keys."""
    return Listing(
        "GET",
        address("/v1/keys"),
        query=asked(after=after, limit=limit, fields=fields),
    )


def get_health(
) -> Call[types.Health]:
    """Is the process running?."""
    return Call(
        "GET",
        address("/healthz"),
    )


def get_readiness(
) -> Call[types.Health]:
    """Can the service answer?."""
    return Call(
        "GET",
        address("/readyz"),
    )


def import_agreement(
    body: types.ImportDocument,
    *,
    key: str | None = None,
    if_none_match: str | None = None,
) -> Call[types.Imported]:
    """Import an agreement."""
    return Call(
        "POST",
        address("/v1/agreements/import"),
        body=body,
        headers=once(key, if_none_match=if_none_match),
    )
