# Made from openapi/openapi.json by `make client`; not edited.
"""What is sent and answered."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, Optional, TypeAlias, Union

from typing_extensions import TypedDict


class AdditionsGiven(TypedDict, closed=True):
    company: NotRequired[int]
    others: NotRequired[dict[str, int]]
    holders_consent: NotRequired[bool | None]


class Address(TypedDict, closed=True):
    addressee: str
    copies_to: NotRequired[list[str]]


CopiesToItem: TypeAlias = str


class AddressLine(TypedDict):
    party: str
    address: NotRequired[str]
    copies_to: list[str]
    clause: str


class AddressOnDay(TypedDict):
    party: str
    address: NotRequired[str]
    copies_to: list[str]
    clause: str
    in_effect_from: NotRequired[str]
    source: str
    explained_by: dict[str, str]


class AddressesResult(TypedDict):
    parties: list[AddressLine]


class AdjustedNumber(TypedDict):
    name: str
    number: str
    source: NotRequired[str]


class AdviceGiven(TypedDict, closed=True):
    given: NotRequired[bool | None]
    days: int
    notice_given: NotRequired[bool | None]
    notice_received_on: NotRequired[str | None]


class AgreementOfCompany(TypedDict):
    id: str
    name: str
    title: str
    made_on: str
    registrable_shares: int


class AgreementSummary(TypedDict):
    id: str
    name: str
    template: NotRequired[str]
    version: int


class AllRemaining(TypedDict, closed=True):
    all_remaining: Literal[True]


class ApprovalResult(TypedDict):
    approving: int | str
    included: int | str
    needed: int | str
    approved: bool
    explained_by: dict[str, str]


class Asserted(TypedDict, closed=True):
    asserted: str


class AssignmentResult(TypedDict):
    rights_pass: bool
    limb: str | None
    threshold: str | None
    recognised: bool | None
    registrable_shares: int | str
    explained_by: dict[str, str]


class Attested(TypedDict):
    at: str
    trusted: bool | None


class AuditEntry(TypedDict):
    id: str
    recorded_at: str
    actor: str
    request_id: str
    action: str
    subject: NotRequired[str]
    registration_id: NotRequired[str]
    first_position: NotRequired[int]
    last_position: NotRequired[int]
    record_hash: NotRequired[str]
    evaluation_id: NotRequired[str]
    predecessor: NotRequired[str]
    hash: str


class BillGiven(TypedDict, closed=True):
    incurred_on: str
    amount: str
    investigation: bool
    before_election: NotRequired[bool | None]


class BoundHolder(TypedDict):
    holder: str
    first_day: str | None
    explained_by: dict[str, str]


class BusinessDayTerm(TypedDict, closed=True):
    clause: NotRequired[str | None]
    calendar: str


BusinessHours = TypedDict(
    'BusinessHours',
    {
        'from': str,
        'to': str,
        'days': NotRequired[str | None],
        'zone': NotRequired[str | None],
    },
    closed=True,
)


class CalendarMonth(TypedDict, closed=True):
    calendar: Literal['month']


class CalendarVersion(TypedDict):
    name: str
    first_day: str
    last_day: str
    holidays_version: str
    content_hash: str


class CalendarWindow(TypedDict, closed=True):
    calendar: Literal['year']


class CataloguedReading(TypedDict):
    option: str
    number: str
    clause: str | None
    question: str
    choices: dict[str, str]
    default: str | bool | int | list[str] | None
    why: str


class ChainEnd(TypedDict, closed=True):
    links: int
    head: str


class Change(TypedDict):
    path: str
    then: NotRequired[str | int | bool]
    now: NotRequired[str | int | bool]


class ChangedAnswer(TypedDict):
    registration_id: NotRequired[str]
    changes: list[Change]


class ClaimNoticeResult(TypedDict):
    payable: str | None
    explained_by: dict[str, str]


class ClauseText(TypedDict, closed=True):
    heading: NotRequired[str | None]
    text: str


class CodeUsed(TypedDict):
    service: str
    rules: NotRequired[str]
    terms_hash: str
    calendars: list[dict[str, Any]]


class ComesAfter(TypedDict):
    kind: str
    or_kind: NotRequired[str]
    refused: bool
    code: str


class ComfortLetterResult(TypedDict):
    earliest_cutoff_on: str
    recent_enough: bool | None
    dated_at_effectiveness: bool | None
    explained_by: dict[str, str]


class ConditionGiven(TypedDict, closed=True):
    condition: str
    holds: NotRequired[bool]
    since: str
    until: NotRequired[str | None]
    document: NotRequired[str | None]


Holder: TypeAlias = str


class Contribution(TypedDict, closed=True):
    clause: str
    counts_expenses: bool
    barred_by_fraud: bool


class CopiesResult(TypedDict):
    owed: bool | None
    latest_on: str | None
    clause: str | None
    compliant: bool | None
    explained_by: dict[str, str]


class CopyFurnished(TypedDict, closed=True):
    holder: str
    furnished_on: str


class CopyLine(TypedDict):
    holder: str
    furnished_on: NotRequired[str]
    in_time: bool | None
    explained_by: NotRequired[dict[str, str]]


class CountedDay(TypedDict):
    day: str
    weekday: str
    number: NotRequired[int]
    why_not_counted: NotRequired[str]


class Counter(TypedDict, closed=True):
    clause: str
    limit: int
    window_days: int | None


class DaysGiven(TypedDict, closed=True):
    because: str
    first_day: str
    last_day: NotRequired[str | None]


class DeadlineResult(TypedDict):
    unrolled: str
    last_day: str
    business_day_on_or_before: str | None
    explained_by: dict[str, str]


class DeclaredEvent(TypedDict, closed=True):
    clause: NotRequired[str | None]
    says: str
    expected: NotRequired[str | None]


class DefaultGiven(TypedDict, closed=True):
    default: str
    last_day: NotRequired[str | None]
    began_on: NotRequired[str | None]
    cured_on: NotRequired[str | None]
    left_out: NotRequired[list[DaysGiven]]


class Defence(TypedDict, closed=True):
    clause: str
    barred_by_conflict: bool
    pays_investigation_after: bool


ConsentingHolder: TypeAlias = str


class DelayRunning(TypedDict, closed=True):
    delayed: bool


Rank: TypeAlias = str


FormsAtReceiptItem: TypeAlias = str


FormsAtFilingItem: TypeAlias = str


class DemandsLeft(TypedDict):
    cap: int | None
    effected: int | None
    pending: int | None
    remaining: int | None
    counted: list[str]
    explained_by: dict[str, str]


class DemandsTally(TypedDict):
    cap: int | None
    effected_before: int | None
    pending_before: int | None
    remaining_before: int | None
    remaining_after: int | None
    explained_by: dict[str, str]


Detail: TypeAlias = Literal['none', 'summary', 'full']


class DisclosureWarranty(TypedDict):
    is_true: bool | None
    disclosed_in: str
    disclosed: list[str]
    undisclosed: list[str]
    clause: str
    explained_by: dict[str, str]


class DiscountLine(TypedDict):
    seller: str
    shares: int
    amount: str
    source: NotRequired[str]


class DiscountResult(TypedDict):
    lines: list[DiscountLine]
    total: str


class Discounts(TypedDict, closed=True):
    clause: str


class EffectiveRegistration(TypedDict, closed=True):
    clause: str
    interference_clause: str
    closing_clause: str


class ElectionGiven(TypedDict, closed=True):
    on: str
    notified_on: NotRequired[str | None]
    enough: bool


class Execution(TypedDict, closed=True):
    clause: str
    condition_of: str


Matter: TypeAlias = str


class ExistingRight(TypedDict, closed=True):
    grantee: str
    disclosed: bool


CounselForAllHolder: TypeAlias = str


class ExportedAgreement(TypedDict, closed=True):
    id: str
    name: str
    template: str | None
    version: int


class ExportedEntry(TypedDict, closed=True):
    id: str
    recorded_at: str
    actor: str
    request_id: str
    action: str
    subject: str | None
    agreement_id: str
    registration_id: str | None
    first_position: int | None
    last_position: int | None
    record_hash: str | None
    evaluation_id: str | None
    evaluation_hash: str | None
    predecessor: NotRequired[str | None]
    hash: str


class ExportedEvaluation(TypedDict, closed=True):
    id: str
    agreement_id: str
    registration_id: str | None
    version: int
    record_hash: str
    question: dict[str, Any]
    terms_hash: str
    service_version: str
    calendars: list[dict[str, Any]]
    answer: str
    answer_hash: str
    created_at: str
    actor: str
    request_id: str
    hash: str


class ExportedFact(TypedDict, closed=True):
    agreement_id: str
    position: int
    fact_id: str
    registration_id: str | None
    kind: str
    occurred_on: str
    recorded_at: str
    schema_version: int
    payload: dict[str, Any]
    predecessor: str
    hash: str


class ExportedRegistration(TypedDict, closed=True):
    id: str
    kind: str


class ExportedTerms(TypedDict, closed=True):
    hash: str
    document: dict[str, Any]


class FactExample(TypedDict):
    summary: str
    posted_at: str
    body: dict[str, Any]


class FailedClosingGiven(TypedDict, closed=True):
    on: NotRequired[str | None]
    solely_holder: bool


FormsOpenItem: TypeAlias = str


class FiledDocument(TypedDict, closed=True):
    name: str
    sha256: str
    kept_at: NotRequired[str | None]


class HeadAsked(TypedDict):
    hash: str
    position: NotRequired[int]


class Health(TypedDict):
    status: Literal['ok']
    version: str


class HeldGiven(TypedDict, closed=True):
    since: str
    units: NotRequired[int | None]
    amount: NotRequired[str | None]


class HoldGiven(TypedDict, closed=True):
    notice_given_on: NotRequired[str | None]
    holder_notice_given_on: NotRequired[str | None]
    received: NotRequired[dict[str, str | None]]


class HolderBound(TypedDict):
    holder: str
    first_day: str | None
    explained_by: dict[str, str]


AlreadyPaidItem: TypeAlias = str


AlreadyContributedItem: TypeAlias = str


class HolderCounsel(TypedDict, closed=True):
    clause: str
    count: int
    maximum: str | None


class HolderCreate(TypedDict, closed=True):
    id: str
    name: str
    entity: NotRequired[str | None]
    common: NotRequired[int]
    preferred_as_converted: NotRequired[int]
    warrant_shares: NotRequired[int]


class HolderDamages(TypedDict):
    holder: str
    accrued: str | None
    interest: str | None
    cap: str | None
    cap_reached_on: str | None
    may_still_accrue: str | None
    each_further_period: str | None
    explained_by: dict[str, str]


class HolderDamagesShown(TypedDict):
    holder: str
    accrued: str | None
    interest: str | None
    cap: str | None
    cap_reached_on: str | None
    may_still_accrue: str | None
    each_further_period: str | None
    explained_by: dict[str, str]


class HolderEffectivenessEnd(TypedDict):
    holder: str
    extension_days: int | None
    end: str | None
    explained_by: dict[str, str]


class HolderPeriod(TypedDict):
    holder: str
    extension_days: int | None
    last_day: str | None
    explained_by: dict[str, str]


Word: TypeAlias = str


class ImportedDefinitions(TypedDict, closed=True):
    clause: str
    document: str
    words: list[Word]


RanksInitiatedByOther: TypeAlias = str


class IncidentalNoticeResult(TypedDict):
    latest_given_on: str | None
    latest_business_day: str | None
    earliest_filing_on: str | None
    compliant: bool | None
    days_short: int | None
    last_day_to_give_request: str | None
    latest_deemed_receipt_of_timely_request: str | None
    hold_filing_until: str | None
    not_told: list[str]
    explained_by: dict[str, str]


class IncidentalView(TypedDict):
    determined_on: str
    filing_on: str | None
    latest_notice_on: str | None
    latest_notice_business_day: str | None
    earliest_filing_on: str | None
    hold_filing_until: str | None
    compliant: bool | None
    days_short: int | None
    not_told: list[str]
    explained_by: dict[str, str]


class IncurredGiven(TypedDict, closed=True):
    received_on: NotRequired[str | None]
    incurred_on: NotRequired[str | None]
    amount: str


class InterferenceGiven(TypedDict, closed=True):
    on: str
    holder_at_fault: bool
    lifted_on: NotRequired[str | None]
    before_sales: NotRequired[bool | None]


class KeptDays(TypedDict):
    name: str
    days: int
    source: NotRequired[str]


class KeptPercentage(TypedDict):
    name: str
    percentage: str
    source: NotRequired[str]


class LetterLine(TypedDict):
    dated: str
    dated_at_effectiveness: bool | None
    information_to: str
    earliest_information_to: str | None
    recent_enough: bool | None
    explained_by: NotRequired[dict[str, str]]


class LifetimeLimit(TypedDict, closed=True):
    clause: str
    limit: int
    window_days: NotRequired[None]


class MissingInput(TypedDict):
    name: str
    needed_for: str
    clause: str
    posted_as: str | None
    at: NotRequired[str]


class ObjectionLine(TypedDict):
    id: str
    holder: str
    objected_on: NotRequired[str]
    bars: bool | None
    explained_by: NotRequired[dict[str, str]]


SignedByItem: TypeAlias = str


class OfTheOffering(TypedDict, closed=True):
    ipo: Literal[True]


class OfferingAsked(TypedDict, closed=True):
    on: str
    company_shares: NotRequired[int]
    holders: dict[str, dict[str, int]]
    others: NotRequired[dict[str, int]]
    maximum_shares: int


class OnFile(TypedDict, closed=True):
    reference: NotRequired[str | None]
    note: NotRequired[str | None]
    documents: NotRequired[list[FiledDocument] | None]


FormItem: TypeAlias = str


class OnForm(TypedDict, closed=True):
    form: list[FormItem]


class Opening(TypedDict, closed=True):
    clause: str
    after: str


class OriginalHolder(TypedDict, closed=True):
    id: str
    name: str
    entity: str


class OtherDemandGiven(TypedDict, closed=True):
    underwritten: NotRequired[bool | None]
    granted_in_compliance: NotRequired[bool | None]
    room_for_registrable: NotRequired[int | None]


class OtherDemands(TypedDict, closed=True):
    clause: str
    only_if_compliant_with: NotRequired[str | None]
    breach_reason: str
    reason: str


class OtherHoldersDemand(TypedDict, closed=True):
    grantee: NotRequired[str | None]
    granted_in_compliance: NotRequired[bool | None]
    room_for_registrable: NotRequired[int | None]


class OwnRegistration(TypedDict, closed=True):
    clause: str
    reason: str


class PageOfAuditEntry(TypedDict):
    items: list[AuditEntry]
    next: str | None


class PageOfCataloguedReading(TypedDict):
    items: list[CataloguedReading]
    next: str | None


class PaymentMade(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['payment_made']
    claim: str
    party: str
    amount: str
    on_file: NotRequired[OnFile | None]


class PeriodicPaymentLine(TypedDict):
    due_on: str
    amount: str
    beyond_limit: str
    explained_by: dict[str, str]


class PositionGiven(TypedDict, closed=True):
    holder: str
    common: NotRequired[int]
    preferred_as_converted: NotRequired[int]
    warrant_shares: NotRequired[int]
    expired_warrant_shares: NotRequired[int]
    recognised: NotRequired[bool]


class PositionStated(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['position_stated']
    holder: str
    common: NotRequired[int]
    preferred_as_converted: NotRequired[int]
    warrant_shares: NotRequired[int]
    before_changes: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class PreferredConverted(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['preferred_converted']
    holder: str
    shares: int
    before_requests: NotRequired[bool | None]
    before_votes: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class PrejudiceFound(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['prejudice_found']
    claim: str
    party: str
    amount: str
    on_file: NotRequired[OnFile | None]


class PricePaidStated(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['price_paid_stated']
    holder: str
    paid: str
    shares: int
    on_file: NotRequired[OnFile | None]


class ProceedsGiven(TypedDict, closed=True):
    received_on: str
    amount: str


class ProhibitionLifted(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['prohibition_lifted']
    ends_same_day: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


Group1: TypeAlias = str


class ReadingChoice(TypedDict):
    option: str
    number: str
    clause: str | None
    question: str
    value: str | bool | int | list[str] | None
    meaning: str
    is_default: bool


class ReadingDifference(TypedDict):
    path: str
    now: str | int | bool | None
    becomes: str | int | bool | None


class Recognition(TypedDict):
    holder: str
    transferred_on: str
    limb: str
    recognised_from: str | None
    explained_by: dict[str, str]


class RecognitionResult(TypedDict):
    recognised_from: str | None
    explained_by: dict[str, str]


class RecordHolderEntered(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['record_holder_entered']
    holder: str
    on_file: NotRequired[OnFile | None]


class RecordUsed(TypedDict):
    version: int
    hash: str


Remedy: TypeAlias = str


class Remedies(TypedDict, closed=True):
    clause: str
    remedies: list[Remedy]
    cumulative: bool


class RemedyLine(TypedDict):
    obligation: str
    against: str
    open_to: list[str]
    remedies: list[str]
    cumulative: bool
    clause: str


class ReportFiled(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['report_filed']
    report: str
    due_on: str
    on_file: NotRequired[OnFile | None]


class ReportMissed(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['report_missed']
    report: str
    due_on: str
    on_file: NotRequired[OnFile | None]


class ReportingBegan(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['reporting_began']
    on_file: NotRequired[OnFile | None]


Requester: TypeAlias = str


class RequisiteResult(TypedDict):
    requesting: int | str
    total: int | str
    needed: int | str
    is_requisite: bool
    explained_by: dict[str, str]


class RequisiteTally(TypedDict):
    requesting: int | str
    total: int | str
    needed: int | str
    met: bool
    explained_by: dict[str, str]


class Reviewed(TypedDict, closed=True):
    reviewed: bool


class RightsEnded(TypedDict, closed=True):
    occurred_on: str
    in_writing: NotRequired[bool | None]
    company_signed: bool
    signed_by: list[SignedByItem]
    effective_from: NotRequired[str | None]
    consents: NotRequired[dict[str, bool]]
    kind: Literal['rights_ended']
    on_file: NotRequired[OnFile | None]


class RightsGranted(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['rights_granted']
    grantee: str
    rights: dict[str, int | None]
    existing: NotRequired[dict[str, int | None]]
    more_favourable_overall: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class RunGiven(TypedDict, closed=True):
    first_day: str
    last_day: NotRequired[str | None]


class Rung(TypedDict, closed=True):
    through: NotRequired[int | None]
    through_periods: NotRequired[int | None]
    rate: str


class SaidOfSeller(TypedDict):
    agreement: str
    clause: str | None
    included: int | None
    reason: str


class SaleGiven(TypedDict, closed=True):
    shares: int
    price: str
    discount_per_share: NotRequired[str | None]


class SaleUnderIt(TypedDict, closed=True):
    on: str
    shares: int


class SecretRotate(TypedDict, closed=True):
    overlap_hours: NotRequired[int]


class SecretRotated(TypedDict):
    secret: str
    both_sign_until: str


class SecuritiesTransferred(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['securities_transferred']
    holder: str
    transferee: str
    transferee_name: str
    common: NotRequired[int]
    preferred_as_converted: NotRequired[int]
    warrant_shares: NotRequired[int]
    affiliate: bool
    restricted_in_writing: bool
    record_holder_on: NotRequired[str | None]
    notice_received_on: NotRequired[str | None]
    agreement_received_on: NotRequired[str | None]
    before_requests: NotRequired[bool | None]
    before_votes: NotRequired[bool | None]
    before_transfers: NotRequired[bool | None]
    without_rights: NotRequired[int | None]
    on_file: NotRequired[OnFile | None]


class SellerGiven(TypedDict, closed=True):
    seller: str
    shares: int
    price: NotRequired[str | None]


class SellerOfSeveral(TypedDict):
    seller: str
    agreement: str | None
    requested: int
    included: int | None
    in_conflict: bool
    said: list[SaidOfSeller]


class Settlement(TypedDict, closed=True):
    clause: str


class SettlementAnswered(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['settlement_answered']
    claim: str
    consented: bool
    on_file: NotRequired[OnFile | None]


class SettlementProposed(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['settlement_proposed']
    claim: str
    party: str
    unconditional_release: bool
    on_file: NotRequired[OnFile | None]


class SettlementResult(TypedDict):
    consent_required: bool | None
    permitted: bool | None
    explained_by: dict[str, str]


class Several(TypedDict, closed=True):
    count: int
    hash: str


class ShareNumberOnDay(TypedDict):
    place: str
    written: int
    written_on: NotRequired[str]
    ratio: str
    adjusted: int | str
    clause: NotRequired[str]


class ShareRequest(TypedDict, closed=True):
    holder: str
    shares: int


class SharesOutstandingStated(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['shares_outstanding_stated']
    shares: int
    on_file: NotRequired[OnFile | None]


class SharesSold(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['shares_sold']
    holder: str
    shares: int
    before_requests: NotRequired[bool | None]
    before_votes: NotRequired[bool | None]
    publicly: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class ShelfConditionResult(TypedDict):
    condition_met: bool | None
    in_time: bool | None
    days_late: int | None
    clause: str
    explained_by: dict[str, str]


class ShelfEndResult(TypedDict):
    base_end: str | None
    tolled_days: int | None
    end: str | None
    explained_by: dict[str, str]


class ShelfView(TypedDict):
    conversion_proposed_on: NotRequired[str]
    certificate_date: NotRequired[str]
    converted_on: NotRequired[str]
    condition_met: bool | None
    explained_by: dict[str, str]


class ShortFormResult(TypedDict):
    short_form_qualified: bool | None
    count: int | None
    unit: str | None
    explained_by: dict[str, str]


class ShownPosition(TypedDict):
    common: int | str | None
    preferred_as_converted: int | str | None
    warrant_shares: int | str | None
    expired_warrant_shares: int | str | None


class SplitGiven(TypedDict, closed=True):
    numerator: int
    denominator: int
    effective_on: NotRequired[str | None]


class SplitResult(TypedDict):
    ratio: str
    adjusted: list[AdjustedNumber]
    days: list[KeptDays]
    percentages: list[KeptPercentage]
    explained_by: dict[str, str]


Right: TypeAlias = str


class StandstillWindow(TypedDict):
    commenced_on: str
    first_day: str | None
    last_day: str | None
    first_free_day: str | None
    explained_by: dict[str, str]


StatedDaysInput = TypedDict(
    'StatedDaysInput',
    {
        'asserted': NotRequired[str | None],
        'delayed': NotRequired[Literal[True] | None],
        'not': NotRequired[Optional["StatedDaysInput"]],
    },
    closed=True,
)


StatedDaysOutput = TypedDict(
    'StatedDaysOutput',
    {
        'asserted': NotRequired[str | None],
        'delayed': NotRequired[Literal[True] | None],
        'not': NotRequired[Optional["StatedDaysOutput"]],
    },
    closed=True,
)


class StatementLine(TypedDict):
    first_day: str
    last_day: str
    covers: bool | None
    explained_by: NotRequired[dict[str, str]]


class StatementPeriod(TypedDict):
    first_day: str
    earliest_last_day: str
    latest_last_day: str
    explained_by: NotRequired[dict[str, str]]


class StepInput(TypedDict):
    name: str
    value: str | int | bool | list[str] | None
    source: str


class StockSplit(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['stock_split']
    numerator: int
    denominator: int
    on_file: NotRequired[OnFile | None]


class StopOrder(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['stop_order']
    holder_at_fault: bool
    before_sales: NotRequired[bool | None]
    before_requests: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class StopOrderLifted(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['stop_order_lifted']
    ends_same_day: NotRequired[bool | None]
    before_requests: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class Stopped(TypedDict, closed=True):
    registrations: NotRequired[list[str]]
    sales: NotRequired[list[str]]


class SuspensionBudgetResult(TypedDict):
    as_of: str
    max_days: int
    days_used: int | None
    days_left: int | None
    occasion_limit: int
    window_days: int | None
    occasions_used: list[str]
    occasions_left: int
    next_permitted_on: str | None
    explained_by: dict[str, str]


class TakedownView(TypedDict):
    shelf: str
    shelf_effective_on: NotRequired[str]
    explained_by: dict[str, str]


class TemplateSummary(TypedDict):
    name: str
    title: str
    content_hash: str


class TermOfClause(TypedDict):
    place: str
    value: Any


Affiliate: TypeAlias = str


class TermsVersion(TypedDict):
    title: str
    content_hash: str


class TestedDay(TypedDict):
    on: str
    may_sell: bool | None
    explained_by: dict[str, str]


class ThresholdOnDay(TypedDict):
    on: str
    total: int
    needed: int
    alone: list[str]
    parts: dict[str, str]
    no_longer: list[str]
    because: list[str]


class ThresholdThrough(TypedDict):
    agreement: str
    clause: str
    place: str
    fraction: str
    comparison: str
    days: list[ThresholdOnDay]


class TimelinessResult(TypedDict):
    in_time: bool | None
    days_late: int | None
    explained_by: dict[str, str]


class TransferAgentAppointed(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['transfer_agent_appointed']
    on_file: NotRequired[OnFile | None]


class TriggerResult(TypedDict):
    triggers_notice: bool | None
    reason: str | None
    explained_by: dict[str, str]


class UndertakingReceived(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['undertaking_received']
    holder: str
    satisfactory: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class UndertakingRequired(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['undertaking_required']
    holder: str
    on_file: NotRequired[OnFile | None]


class UnderwriterApproved(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['underwriter_approved']
    underwriter: str
    holders: list[Holder]
    on_file: NotRequired[OnFile | None]


class UnderwriterSelected(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['underwriter_selected']
    underwriter: str
    on_file: NotRequired[OnFile | None]


class UnderwriterVote(TypedDict):
    underwriter: str | None
    selected_on: NotRequired[str]
    approved_by: list[str]
    approving_shares: int | str | None
    included_shares: int | str | None
    needed_shares: int | str | None
    approved: bool | None
    clause: str
    explained_by: NotRequired[dict[str, str]]


class UnderwritingAgreementApproved(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['underwriting_agreement_approved']
    holder: str
    on_file: NotRequired[OnFile | None]


class UnderwritingAgreementMade(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['underwriting_agreement_made']
    holders: NotRequired[list[Holder]]
    on_file: NotRequired[OnFile | None]


class UnderwritingAgreementResult(TypedDict):
    satisfied: bool
    still_to_satisfy: list[str]
    standard: str
    due_on: None
    explained_by: dict[str, str]


class Underwritten(TypedDict, closed=True):
    underwritten: bool


class Versions(TypedDict):
    service: str
    rules: str
    terms: TermsVersion
    calendars: list[CalendarVersion]


class WantedTest(TypedDict):
    event_id: str


class WarrantsExercised(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['warrants_exercised']
    holder: str
    shares: int
    before_requests: NotRequired[bool | None]
    before_votes: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class WarrantsExpired(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['warrants_expired']
    holder: NotRequired[str | None]
    before_requests: NotRequired[bool | None]
    before_votes: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class Way(TypedDict, closed=True):
    says: str
    changes: dict[str, Any]


class WebhookReplay(TypedDict, closed=True):
    since: int


class WeightsOnDay(TypedDict):
    on: str
    total: int
    parts: dict[str, str]
    because: list[str]


class WindowResult(TypedDict):
    holder: str
    notice_received_on: str | None
    last_day: str | None
    explained_by: dict[str, str]


class WithdrawalGiven(TypedDict, closed=True):
    holder: str
    on: str
    before_letters: NotRequired[bool | None]


ProblemCode: TypeAlias = Literal['already_exists', 'bad_request', 'body_late', 'body_too_large', 'busy', 'clock_disagrees', 'condition_required', 'docket_altered', 'encoded_body', 'idempotency_key_reused', 'identity_unavailable', 'internal_error', 'invalid_input', 'malformed_json', 'method_not_allowed', 'not_found', 'outcome_unknown', 'record_changed', 'record_moved', 'record_stands', 'request_in_progress', 'schema_altered', 'scope_missing', 'storage_unavailable', 'timed_out', 'too_many_requests', 'unauthenticated', 'unsupported_media_type']


FaultCode: TypeAlias = Literal['address_refused', 'after_agreement', 'already_abandoned', 'already_begun', 'already_converted', 'already_effective', 'already_filed', 'already_made', 'already_recorded', 'already_sold', 'already_withdrawn', 'amendment_already_filed', 'another_agreement', 'another_company', 'another_day', 'another_kind', 'another_record', 'answer_hash', 'answered_elsewhere', 'as_of_before_fact', 'before_agreement', 'before_claim', 'before_demand', 'before_registration', 'called_for_by_event', 'changes_nothing', 'claim_exists', 'contradicts_record', 'date_outside_calendars', 'did_not_ask', 'doubt_undetermined', 'due_from', 'due_to', 'duplicate_holder', 'evaluation_hash', 'fixed_term', 'given_twice', 'hash', 'head', 'holder_already_recorded', 'invalid_reading', 'invalid_terms', 'invalid_value', 'link', 'misplaced', 'missing_field', 'more_than_all', 'more_than_held', 'names_nobody', 'needed_for_limit', 'no_key_here', 'no_longer_stands', 'no_notice_given', 'no_such_condition', 'no_such_covenant', 'no_such_days', 'no_such_event', 'no_such_right', 'no_such_term', 'not_a_place', 'not_another_seller', 'not_audited', 'not_called_for_by_event', 'not_canonical', 'not_correctable', 'not_effective', 'not_filed', 'not_for_this_kind', 'not_in_the_claim', 'not_linked', 'not_on_record', 'not_owed_on_request', 'not_yet_happened', 'nothing_to_explain', 'party_missing', 'position_gap', 'record_hash', 'recorded_before_predecessor', 'recorded_in_future', 'report_was_missing', 'reserved_id', 'right_not_named', 'row_added', 'row_changed', 'row_missing', 'signature', 'terms_hash', 'too_deep', 'too_long', 'too_many_agreements', 'too_many_days', 'too_many_events', 'too_many_items', 'too_many_readings', 'too_many_values', 'unknown_agreement', 'unknown_amendment', 'unknown_claim', 'unknown_clause', 'unknown_code', 'unknown_fact', 'unknown_field', 'unknown_holder', 'unknown_kind', 'unknown_parameter', 'unknown_party', 'unknown_registration', 'unknown_schema', 'unknown_shelf', 'unknown_template', 'unknown_underwriter', 'unreadable', 'version_count', 'without_beginning', 'wrong_place', 'wrong_role', 'wrong_seller_class']


NoticeCode: TypeAlias = Literal['ABANDONMENT_NOT_PERMITTED', 'ADDRESS_NOT_CHANGED', 'ADVICE_NOT_WRITTEN', 'AFTER_THE_END', 'ANOTHER_PLACE_KEPT', 'ASKED_BESIDE_TAKEN_OVER', 'BEYOND_THE_SHELF', 'CLAIM_NOTICE_NOT_DULY_GIVEN', 'COMMENCED_WHEN_EFFECTIVE', 'COMMISSION_DAYS', 'CONDITION_AFTER_EFFECTIVENESS', 'CONVERSION_DAY_AS_PROPOSAL', 'CONVERTED_WITHOUT_CONDITION', 'COPIES_MISSING', 'COUNSEL_FOR_ALL', 'COVERED_BEYOND_MAXIMUM', 'COVERED_WITHOUT_REQUEST', 'DAMAGES_NOT_AGREED', 'DAMAGES_PAID_TWICE', 'DEFENCE_NOTICE_NOT_DULY_GIVEN', 'DELAY_AFTER_DUE', 'DELAY_GAINED_NOTHING', 'DETERMINED_AFTER_OPENING', 'DOCKET_ORDER', 'EARLIER_RUNS_ENDED', 'EXPECTED_EFFECTIVENESS', 'EXPENSES_OVERPAID', 'FILED_WITHOUT_NOTICE', 'FORECAST', 'FUTURE_DAY', 'HOLDBACK_BINDS_NOBODY', 'HOLDBACK_NOT_REQUIRED', 'HOLDBACK_TOO_LONG', 'HOLDERS_NOT_TOLD', 'HOLDER_AFTER_FILING', 'IMPORTED_DEFINITION', 'INCLUDED_AS_OWED', 'INCLUSION_FELL', 'INCLUSION_NOT_RECOGNISED', 'INCLUSION_OWED_LATE', 'INSTRUMENT_WITHOUT_EFFECT', 'IN_WRITING', 'KEPT_OF_ITS_OWN', 'KEPT_WITHOUT_RIGHTS', 'LAW_NOT_ASKED', 'LETTER_AFTER_EFFECTIVENESS', 'LETTER_AFTER_REFUSAL', 'LETTER_AFTER_WITHDRAWAL', 'LIMIT_OF_EFFORTS_PASSED', 'MADE_THOUGH_REFUSED', 'MORE_THAN_HELD', 'NOTHING_INCLUDED', 'NOTHING_OF_ITS_OWN', 'NOTHING_TO_DELAY', 'NOTHING_TO_LIFT', 'NOTHING_TO_WAIVE', 'NOTICE_BEFORE_ADVICE', 'NOTICE_BEFORE_REQUEST', 'NOT_AMONG_SELLERS', 'NOT_DULY_GIVEN', 'NOT_EXEMPT', 'NOT_IN_THE_AGREEMENT', 'NOT_IN_WRITING', 'NOT_OWED_ON_REQUEST', 'NOT_RETROACTIVE', 'NOT_UNDERWRITTEN', 'NO_CUTBACK_PROVISION', 'NO_HOLD', 'NO_PROCEEDS_ON_RECORD', 'NO_SUCH_DAMAGES_PAYMENT', 'NO_SUCH_OBLIGATION', 'NO_SUCH_RIGHT', 'OFFERING_FORM_NOT_STATED', 'OLDEST_ORDER_LIFTED', 'ORDER_IN_A_DAY', 'OTHER_FORM_USED', 'OVERPAID', 'OWN_INFORMATION_NOT_FOUND', 'PARTY_NOT_COVERED', 'PERFORMED_ALL_THE_SAME', 'PLANNED_TOO_EARLY', 'PROJECTED_CALENDAR', 'RANKED_AS_A_WHOLE', 'RECEIPT_STATED', 'REFUSED_BUT_FILED', 'REPRESENTATION_IN_EXCESS', 'REQUEST_NOT_COVERED', 'REQUEST_NOT_RECOGNISED', 'RIGHTS_ENDED', 'SALE_AFTER_END', 'SALE_BEYOND_INCLUDED', 'SALE_FOR_EFFECTIVENESS', 'SALE_IN_HOLDBACK', 'SALE_NOT_INCLUDED', 'SALE_PERHAPS_BARRED', 'SALE_WHILE_HELD', 'SALE_WHILE_PUT_OFF', 'SALE_WHILE_STOP_ORDERED', 'SALE_WHILE_SUSPENDED', 'SECOND_LETTER', 'SHELF_NOT_BEGUN', 'SHORT_FORM_STATED_BOTH_WAYS', 'SOLD_WITHIN_WINDOW', 'STATED_BEFORE_DUE', 'STRETCH_AFTER_END', 'TAKEN_AFTER_SPLIT', 'TRANSACTION_STILL_CONSIDERED', 'UNDERTAKING_SATISFACTORY', 'UNDERWRITER_AFTER_EFFECTIVENESS', 'UNIFORM_PRICE', 'WAIVER_REACHES_BACK', 'WAIVER_TOO_LATE', 'WHO_OF_ITS_OWN', 'WINDOW_AFTER_DUE']


FindingCode: TypeAlias = Literal['affiliate_twice', 'affiliates_not_declared', 'affiliates_not_used', 'anchor_not_honoured', 'as_not_honoured', 'base_not_counted', 'base_without_money', 'beyond_the_whole', 'binds_not_honoured', 'blank_not_filled', 'blank_nowhere', 'business_day_not_said', 'calendar_not_declared', 'class_missing', 'class_not_counted', 'class_twice', 'class_unknown', 'clause_without_text', 'closes_before_agreement', 'closes_before_it_opens', 'condition_not_declared', 'condition_not_honoured', 'condition_not_used', 'counsel_in_one_place_only', 'covers_twice', 'delays_without_end', 'doubts_overlap', 'due_has_no_day', 'edge_not_honoured', 'edge_not_said', 'effect_before_filing', 'effect_not_honoured', 'empty_rank', 'ends_before_agreement', 'event_not_declared', 'event_not_used', 'excludes_nothing', 'extends_nothing', 'floor_not_honoured', 'floors_exceed_whole', 'group_not_a_party', 'group_not_declared', 'group_not_used', 'holder_not_named', 'holding_not_counted', 'hour_not_honoured', 'listed_twice', 'loses_nothing', 'moment_not_honoured', 'never_binds', 'never_recognised', 'never_usable', 'no_day_in_it', 'no_other_case', 'no_shelf', 'not_as_named', 'not_protected', 'nothing_registrable', 'owned_not_stated', 'party_twice', 'place_not_in_doubt', 'reading_not_honoured', 'registrable_securities_fully_diluted', 'reserved_name', 'right_not_declared', 'right_not_honoured', 'roll_against_direction', 'roll_not_declared', 'roll_not_said', 'short_form_longer', 'shortest_exceeds_longest', 'standstill_twice', 'text_in_doubt', 'told_after_filing', 'uncounted_warrants', 'unreachable_date', 'way_makes_no_terms', 'window_outlasts_notice', 'without_not_honoured', 'wrong_direction']


Closed: TypeAlias = Literal['us-fed', 'us-ny', 'us-ma', 'us-il-chicago-banks', 'us-tx-banks', 'ca-on-banks', 'fr-paris-banks', 'gb-london-banks', 'nyse', 'sec']


Weekdays: TypeAlias = Literal['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']


SaturdayHoliday: TypeAlias = Literal['open_friday', 'closed_friday']


ImportDocumentFormatVersion: TypeAlias = Literal[1, 2, 3]


SellerClass: TypeAlias = Literal['holders', 'company', 'others', 'demanding']


Standard: TypeAlias = Literal['best_efforts', 'reasonable_best_efforts', 'commercially_reasonable_efforts', 'promptly', 'immediately', 'forthwith', 'expeditiously', 'practicable', 'reasonable']


AmendmentLineReasons: TypeAlias = Literal['OBJECTED', 'COPY_LATE', 'COPY_OUTSTANDING', 'NOT_KNOWN']


Instrument: TypeAlias = Literal['amendment', 'waiver']


AmendmentResultReason: TypeAlias = Literal['NOT_IN_WRITING', 'COMPANY_NOT_SIGNED', 'NOT_REQUISITE_HOLDERS', 'CONSENT_MISSING']


Binds: TypeAlias = Literal['all_holders', 'signing_holders']


SchemaVersion: TypeAlias = Literal[1, 2]


AnchorFindingWhat: TypeAlias = Literal['signature', 'timestamp', 'missing', 'shortened', 'rewritten', 'changed', 'chain', 'count']


InitiatedFor: TypeAlias = Literal['company', 'holders', 'others']


Purpose: TypeAlias = Literal['offering', 'employee_plan', 'merger', 'acquisition', 'rule_145', 'exchange_offer', 'rights_offering', 'reinvestment_plan', 'holders_own_registration']


RecognisedBy: TypeAlias = Literal['record_holder', 'notice_and_agreement']


Test: TypeAlias = Literal['affiliate', 'minimum_shares', 'not_restricted']


AssignmentPapersDeliveredPapers: TypeAlias = Literal['notice', 'agreement']


Edge: TypeAlias = Literal['on', 'strict']


BorneBy: TypeAlias = Literal['company', 'requesting_holders', 'holders', 'sellers', 'whoever_incurred']


Cost: TypeAlias = Literal['investigation', 'defence', 'loss']


BillPartReasons: TypeAlias = Literal['NOT_COVERED', 'OWN_INFORMATION', 'NOT_HIS_INFORMATION', 'DEFENCE_ASSUMED', 'LATE_NOTICE', 'CAPPED', 'INDEMNITY_UNAVAILABLE', 'FRAUD', 'UNCOLLECTIBLE', 'REALLOCATED', 'OWED_AS_INDEMNITY', 'WAIVED']


Fill: TypeAlias = Literal['must', 'may']


CataloguedClauseKind: TypeAlias = Literal['definition', 'right', 'obligation', 'condition', 'limit', 'computation', 'standard']


ExpenseKind: TypeAlias = Literal['registration_and_filing_fees', 'listing_fees', 'nasd_fees', 'blue_sky', 'printing', 'messenger_and_delivery', 'transfer_taxes', 'company_counsel', 'accountants', 'holders_counsel', 'underwriter_fees_of_issuers', 'underwriter_fees_of_sellers', 'other_company_performance', 'underwriting_discounts_and_commissions', 'other']


ExpenseClass: TypeAlias = Literal['registration_expense', 'discount', 'outside']


ClaimAnswerState: TypeAlias = Literal['made', 'notified', 'defended', 'paid_in_parts', 'settled', 'judged', 'contribution']


Role: TypeAlias = Literal['company', 'director', 'officer', 'company_controlling_person', 'holder', 'holder_counsel', 'holder_controlling_person', 'underwriter', 'underwriter_controlling_person']


ClaimMadeBasis: TypeAlias = Literal['misstatement', 'omission', 'company_violation']


RegistrationLaw: TypeAlias = Literal['securities_act', 'other']


ClaimAnswerContribution: TypeAlias = Literal['not_started', 'undetermined', 'determined']


FailureRelieves: TypeAlias = Literal['to_the_extent_prejudiced', 'wholly_if_prejudiced', 'never']


UsedAs: TypeAlias = Literal['problem', 'fault', 'reason', 'warning', 'assumption', 'decision', 'finding']


Seller: TypeAlias = Literal['company', 'company_and_holders', 'holders']


ComparedTermVerdict: TypeAlias = Literal['more', 'equal', 'less', 'not_granted', 'not_comparable']


Outcome: TypeAlias = Literal['passed', 'deferred', 'failed', 'unknown']


ConditionOfInclusionName: TypeAlias = Literal['information', 'undertaking']


ConditionOfInclusionState: TypeAlias = Literal['not_asked', 'met', 'unmet', 'waived', 'unknown']


ContributionLineReason: TypeAlias = Literal['FRAUD', 'REALLOCATED']


ContributionResultDecision: TypeAlias = Literal['determined', 'undetermined']


ContributionResultReason: TypeAlias = Literal['INDEMNITY_NOT_FOUND_UNAVAILABLE', 'PARTY_NOT_KNOWN_TO_OWE']


CopiesQuestionPapers: TypeAlias = Literal['registration_statement', 'amendment']


CorrectionMadeKind: TypeAlias = Literal['fact_corrected', 'fact_retracted']


LeadUnit: TypeAlias = Literal['day', 'business_day', 'month', 'year']


Sec5Underwritten: TypeAlias = Literal['excluded', 'included']


ShortMonth: TypeAlias = Literal['last_day', 'next_day']


Begins: TypeAlias = Literal['agreement', 'first_public_offering', 'reporting']


CovenantStandingCovenant: TypeAlias = Literal['public_information', 'reports', 'form_eligibility']


CutbackQuestionRegistration: TypeAlias = Literal['incidental', 'requested', 'takedown', 'other_demand']


DamagesTo: TypeAlias = Literal['each', 'all']


Year: TypeAlias = Literal['actual/365', 'actual/360', '30/360']


Accrues: TypeAlias = Literal['daily', 'started_periods', 'full_periods']


CureDay: TypeAlias = Literal['counted', 'excluded']


Together: TypeAlias = Literal['added', 'one_at_a_time']


DamagesBaseOf: TypeAlias = Literal['paid', 'unit_price', 'stated_value', 'principal', 'units']


DamagesBaseHeldOn: TypeAlias = Literal['each_day', 'period_start', 'default_began', 'issue']


DamagesBaseShares: TypeAlias = Literal['held', 'included']


DamagesCapHeldOn: TypeAlias = Literal['default_began', 'issue']


DamagesPaymentKind: TypeAlias = Literal['at_once', 'period']


DaysAllowedCounts: TypeAlias = Literal['days', 'uses']


DaysAllowedIs: TypeAlias = Literal['<=', '<']


Counting: TypeAlias = Literal['inclusive', 'exclude_first', 'exclude_last']


Overlap: TypeAlias = Literal['once', 'each']


Direction: TypeAlias = Literal['after', 'before']


Inclusion: TypeAlias = Literal['exclude_first', 'inclusive']


RegistrationKind: TypeAlias = Literal['requested', 'shelf', 'takedown', 'incidental']


Evidence: TypeAlias = Literal['certificate', 'writing']


IfNotStated: TypeAlias = Literal['holds', 'fails']


DefaultLineState: TypeAlias = Literal['not_begun', 'within_grace', 'cured_within_grace', 'running', 'cured', 'perhaps_begun']


PartyAccountDefence: TypeAlias = Literal['CONFLICT', 'COUNSEL_NOT_SATISFACTORY', 'NOT_ELECTED', 'ASSUMED']


Grounds: TypeAlias = Literal['board_judgment', 'transaction']


Decision: TypeAlias = Literal['accepted', 'refused', 'undetermined']


Method: TypeAlias = Literal['personal', 'courier', 'mail', 'registered_mail', 'fax', 'email']


ChangeKind: TypeAlias = Literal['moved', 'due_soon', 'due', 'overdue', 'performed', 'determined', 'corrected']


DeliveryOutcome: TypeAlias = Literal['delivered', 'refused', 'gone', 'unreachable', 'address_refused', 'key_differs']


NoticeTo: TypeAlias = Literal['all', 'others', 'nobody']


Priorities: TypeAlias = Literal['holders', 'company', 'others', 'initiators']


RequestDecision: TypeAlias = Literal['accepted', 'deferred', 'refused', 'undetermined']


Modality: TypeAlias = Literal['must', 'may', 'must_not']


ObligationStatus: TypeAlias = Literal['not_yet_due', 'open', 'performed', 'performed_late', 'performed_perhaps_late', 'waived', 'excused', 'breached', 'overdue_review', 'unconfirmed']


ProcedureDuty: TypeAlias = Literal['preparation', 'copies', 'state_qualification', 'state_approval', 'further_coverage', 'corrected_prospectus', 'objectives', 'investigation', 'more_shares', 'sale_actions', 'underwriting_terms']


FurtherDuty: TypeAlias = Literal['expedition', 'withdrawal_of_order', 'opinion', 'comfort_letter', 'misstatement_notice', 'commission_rules', 'transfer_agent', 'listing', 'information', 'discontinuance', 'old_copies', 'own_misstatement_notice']


OtherDuty: TypeAlias = Literal['amendment_copy', 'amendment_objection', 'assist', 'consent', 'damages', 'discount', 'drafts', 'earnings_statement', 'effect', 'execution', 'expenses', 'file', 'form', 'form_eligibility', 'furnish', 'holdback', 'include', 'indemnify', 'lasting', 'maintain', 'no_better_rights', 'no_sales', 'notice', 'notice_of_claim', 'payment', 'public_information', 'recognise', 'report', 'reports', 'settle', 'supplement', 'underwriter', 'underwriter_approval', 'underwriting_agreement', 'underwriting_party', 'wait']


Document: TypeAlias = Literal['rule_144_statement', 'reporting_statement', 'latest_report', 'other_documents']


DocumentRequestReason: TypeAlias = Literal['NOT_DULY_GIVEN', 'NOT_YET_AVAILABLE', 'NOT_YET_REPORTING', 'NO_REGISTRABLE_SECURITIES', 'NOT_RECOGNISED_HOLDER', 'RIGHTS_ENDED']


Topics: TypeAlias = Literal['effectiveness', 'no_stop_order', 'compliance_as_to_form', 'no_misstatement', 'accurate_descriptions', 'nothing_undisclosed']


DoubtKind: TypeAlias = Literal['silent', 'ambiguous', 'contradictory', 'blank']


DraftsDocuments: TypeAlias = Literal['draft_registration_statement', 'final_registration_statement', 'draft_prospectus', 'final_prospectus']


Advisers: TypeAlias = Literal['underwriters', 'counsel', 'accountants']


EarlierDemandRegistrationKind: TypeAlias = Literal['requested', 'takedown']


SettledBy: TypeAlias = Literal['paying', 'forfeiting']


LimitsLeftOf: TypeAlias = Literal['delay', 'prohibition']


Comparison: TypeAlias = Literal['>', '>=']


EndOfRightsSaidFor: TypeAlias = Literal['agreement', 'holder']


EndOfRightsSaidEffect: TypeAlias = Literal['ends', 'suspends', 'not_told']


EndOfRightsSaidShares: TypeAlias = Literal['count', 'do_not_count']


Ground: TypeAlias = Literal['doing_business', 'taxation']


FactKindOf: TypeAlias = Literal['making', 'agreement', 'beginning', 'registration', 'correction']


Standing: TypeAlias = Literal['stands', 'corrected', 'retracted']


FirstPublicOfferingStageStage: TypeAlias = Literal['priced', 'closed']


FloorOf: TypeAlias = Literal['offering', 'requested']


FractionAskedOf: TypeAlias = Literal['registrable', 'outstanding', 'held', 'common', 'preferred_as_converted', 'warrant_shares']


HoldOfEachIs: TypeAlias = Literal['>', '>=', '<', '<=']


Lost: TypeAlias = Literal['delay', 'prohibition', 'hold']


Extends: TypeAlias = Literal['effect', 'file', 'keep_effective', 'keep_shelf']


Counted: TypeAlias = Literal['both_ends', 'first_excluded', 'last_excluded']


Holding: TypeAlias = Literal['common', 'preferred_as_converted', 'warrant_shares']


HeldSharesOf: TypeAlias = Literal['registrable', 'outstanding']


HeldSharesIs: TypeAlias = Literal['<', '<=', '>', '>=']


Affiliates: TypeAlias = Literal['alone', 'as_one']


Limb: TypeAlias = Literal['required', 'advised', 'agreed']


HolderCapMeasure: TypeAlias = Literal['proceeds', 'net_proceeds', 'gross_proceeds']


HolderCapResultReason: TypeAlias = Literal['NO_UNDERTAKING', 'CAPPED']


ImportedAnchor: TypeAlias = Literal['shown', 'not_shown']


Securities: TypeAlias = Literal['equity', 'debt', 'other']


Reply: TypeAlias = Literal['given', 'received']


InclusionAs: TypeAlias = Literal['joiners', 'initiators']


Extent: TypeAlias = Literal['unavailable', 'insufficient']


IndemnityResultReason: TypeAlias = Literal['NOT_INDEMNIFIED', 'NOT_COVERED', 'OWN_INFORMATION']


JoinWindowState: TypeAlias = Literal['not_started', 'open', 'closed', 'unknown']


Response: TypeAlias = Literal['requested', 'joined', 'withdrawn', 'refused', 'undetermined', 'none']


Regime: TypeAlias = Literal['demand', 'takedown', 'shelf', 'incidental']


Scopes: TypeAlias = Literal['read', 'write', 'admin']


KeyShownState: TypeAlias = Literal['good', 'expired', 'revoked']


Before: TypeAlias = Literal['registration.expected_filing', 'registration.filed']


LengthUnit: TypeAlias = Literal['day', 'month', 'year']


LimitLeftCounts: TypeAlias = Literal['uses', 'days']


Force: TypeAlias = Literal['limit', 'efforts']


LimitOfDelaysPer: TypeAlias = Literal['use', 'run', 'registration']


LimitOfUsesCounts: TypeAlias = Literal['accepted', 'effected', 'effected_or_pending', 'pending']


Manner: TypeAlias = Literal['under_registration', 'underwritten_sale', 'public_outside', 'rule_144', 'private']


MaySellMaySell: TypeAlias = Literal['yes', 'no', 'unknown']


MoreFavourable: TypeAlias = Literal['higher', 'lower']


Entry: TypeAlias = Literal['fact', 'agreement', 'terms', 'registration', 'evaluation', 'audit_entry', 'docket_row']


MisfitWhat: TypeAlias = Literal['position_gap', 'unreadable', 'link', 'hash', 'recorded_before_predecessor', 'version_count', 'terms_hash', 'not_on_record', 'another_kind', 'answer_hash', 'record_hash', 'evaluation_hash', 'not_audited', 'not_linked', 'row_changed', 'row_added', 'row_missing']


NetOf: TypeAlias = Literal['discounts', 'selling_expenses']


Price: TypeAlias = Literal['stated', 'market']


Given: TypeAlias = Literal['sent', 'delivered', 'received']


Towards: TypeAlias = Literal['indemnity', 'contribution']


Roll: TypeAlias = Literal['deadline', 'backward', 'none']


PeriodOfRightsAnchor: TypeAlias = Literal['agreement_made', 'first_public_offering_effective']


From: TypeAlias = Literal['first_use', 'agreement.dated']


PortionOf: TypeAlias = Literal['requested', 'included']


Whose: TypeAlias = Literal['all', 'initiators']


Arises: TypeAlias = Literal['outset', 'effective', 'holder_request', 'company_request', 'order', 'misstatement_notice', 'direction']


ProcedureTo: TypeAlias = Literal['selling_holders', 'any_holder']


Subject: TypeAlias = Literal['making', 'agreement', 'registration', 'correction']


AnswerShape: TypeAlias = Literal['full', 'changes']


ProRataBasis: TypeAlias = Literal['requested', 'owned', 'equal']


Excess: TypeAlias = Literal['shared', 'passed_on', 'lost']


Offering: TypeAlias = Literal['initiated_by_the_company', 'demanded']


ReadingInForceKind: TypeAlias = Literal['reading', 'silent', 'ambiguous', 'contradictory', 'blank']


BusinessDayCalendar: TypeAlias = Literal['fed', 'fed+ma', 'fed+ny', 'fed+ma+ny']


DeadlineRoll: TypeAlias = Literal['ma_c4_s9', 'none', 'ny_gcl_25', 'business_day']


BackwardRoll: TypeAlias = Literal['none', 'forward']


MailReceipt: TypeAlias = Literal['deemed', 'actual_if_earlier', 'later_of_both']


OtherMethods: TypeAlias = Literal['acknowledged_only', 'never', 'as_sent']


DemandJoinTest: TypeAlias = Literal['received', 'given']


EnforceHold: TypeAlias = Literal['advise', 'block']


PrematureDemand: TypeAlias = Literal['refuse', 'hold']


DueAct: TypeAlias = Literal['effective', 'filed']


S3TestDate: TypeAlias = Literal['receipt', 'filing']


UnrecognisedCount: TypeAlias = Literal['denominator_only', 'both', 'neither']


SecondLetter: TypeAlias = Literal['replaces', 'adds']


StandstillEffect: TypeAlias = Literal['refuse', 'defer']


StandstillFirstDay: TypeAlias = Literal['after', 'commencement_day']


CommencementEvent: TypeAlias = Literal['first_offer', 'effective', 'filed', 'closing']


StandstillOfferings: TypeAlias = Literal['company_primary', 'any', 'first_only']


DemandCapCounts: TypeAlias = Literal['effected_or_pending', 'effected', 'requested']


InterferenceWindow: TypeAlias = Literal['until_distribution_complete', 'unlimited']


WithdrawnPayer: TypeAlias = Literal['company', 'requesting_holders']


DemandPriority: TypeAlias = Literal['holders_company_others', 'holders_then_pari_passu', 'company_first']


NonUnderwrittenAdditions: TypeAlias = Literal['consent', 'free', 'never']


DemandHolderCutback: TypeAlias = Literal['none', 'pro_rata']


LaterHolders: TypeAlias = Literal['promptly', 'not_owed', 'bars_filing']


EarlyRule144Request: TypeAlias = Literal['ask_again', 'ripens']


ShelfYearFrom: TypeAlias = Literal['conversion', 'effectiveness']


LeapAnniversary: TypeAlias = Literal['feb28', 'mar1']


ReadingsTakedownCutback: TypeAlias = Literal['holders_first', 'company_first']


IncidentalScope: TypeAlias = Literal['any_securities', 'equity_only']


SecondaryIncidentalCutback: TypeAlias = Literal['none', 'pro_rata_all', 'initiators_first']


Rounding: TypeAlias = Literal['largest_remainder', 'floor', 'lot_100']


OthersRank: TypeAlias = Literal['with_holders', 'after_holders']


JoinAfterEffectiveness: TypeAlias = Literal['owed', 'refused']


UndertakingMissing: TypeAlias = Literal['unknown', 'not_included', 'included']


TakedownOffShelf: TypeAlias = Literal['amend', 'refuse']


SuspensionCount: TypeAlias = Literal['inclusive', 'exclude_first']


OccasionMeasure: TypeAlias = Literal['invocation_date', 'any_overlap']


DelayCapScope: TypeAlias = Literal['per_registration', 'per_invocation']


ConsentBy: TypeAlias = Literal['requisite_holders', 'affected_holders', 'all']


Tolls: TypeAlias = Literal['shelf_only', 'all']


TollingOverlap: TypeAlias = Literal['union', 'sum']


Sec3cHolderBasis: TypeAlias = Literal['last_holder', 'per_holder']


HolderNoticeStart: TypeAlias = Literal['company_notice_else_holder', 'company_notice_only']


HoldbackScope: TypeAlias = Literal['any_section_2', 'participating']


Holdback2From: TypeAlias = Literal['effective', 'closing']


LateDelay: TypeAlias = Literal['no_cure', 'cures']


DelayInStandstill: TypeAlias = Literal['from_original', 'from_deferred', 'idle']


StaleEstimate: TypeAlias = Literal['unknown', 'bars', 'lapses']


SelectedBy: TypeAlias = Literal['company', 'holders']


CapMeasure: TypeAlias = Literal['net', 'gross']


LimitDiscount: TypeAlias = Literal['taken', 'borne']


FaultWeighed: TypeAlias = Literal['of_all', 'of_the_two_sides']


SettlementConsent: TypeAlias = Literal['no_release', 'always']


UnderwriterFeesOfSellers: TypeAlias = Literal['company', 'sellers']


DiscountBasis: TypeAlias = Literal['proceeds', 'shares']


IndemnifiedParties: TypeAlias = Literal['both_sides', 'as_defined']


AssignmentLimbs: TypeAlias = Literal['any', 'restriction_overrides']


SharesWithoutRights: TypeAlias = Literal['held', 'not_counted', 'registrable']


SplitRounding: TypeAlias = Literal['exact', 'down', 'up']


SplitFractions: TypeAlias = Literal['exact', 'dropped_each']


Sec8Test: TypeAlias = Literal['term_by_term', 'overall']


ReadingsRightsEnd: TypeAlias = Literal['never', '3_years_after_ipo', '5_years_after_ipo', '7_years_after_ipo']


UaSatisfaction: TypeAlias = Literal['all_requesting', 'initiators']


ApprovalCounted: TypeAlias = Literal['when_enough', 'at_last']


EmptyRegister: TypeAlias = Literal['continues', 'ends']


Flaw: TypeAlias = Literal['NOT_IN_WRITING', 'NOT_DULY_GIVEN', 'COPIES_MISSING']


RegistrationState: TypeAlias = Literal['received', 'refused', 'deferred', 'open', 'noticed', 'joining_closed', 'filed', 'effective', 'closed', 'expired', 'withdrawn', 'abandoned', 'terminated']


Overlays: TypeAlias = Literal['suspended', 'perhaps_suspended', 'held', 'perhaps_held', 'stop_ordered', 'perhaps_ended']


Under: TypeAlias = Literal['pinned', 'current']


ReplayDifferenceWhat: TypeAlias = Literal['changed', 'added', 'removed']


About: TypeAlias = Literal['himself', 'distribution', 'required_by_law', 'other']


RightsStatusReason: TypeAlias = Literal['NO_REGISTRABLE_SECURITIES', 'ENDED_BY_INSTRUMENT', 'ENDED_BY_TIME']


Moves: TypeAlias = Literal['next', 'previous']


Ends: TypeAlias = Literal['day', 'day_before']


SaleBarCode: TypeAlias = Literal['HOLDS_NOTHING', 'NOT_IN_A_REGISTRATION', 'RIGHTS_ENDED', 'WAITS_FOR_AMENDMENT', 'OVER', 'NOTHING_LEFT', 'SHARES_NOT_KNOWN', 'UNDERTAKING_MISSING', 'INFORMATION_MISSING', 'REQUEST_NOT_KNOWN_RECEIVED', 'RULING_OPEN', 'NOT_EFFECTIVE', 'PERIOD_ENDED', 'NOT_UNDERWRITTEN', 'PUT_OFF', 'HELD', 'SUSPENDED', 'STOP_ORDERED', 'HOLDBACK']


SaleBarVerdict: TypeAlias = Literal['no', 'unknown']


SettlementLineStage: TypeAlias = Literal['proposed', 'settled']


SharingOutOdd: TypeAlias = Literal['largest_remainder', 'dropped']


OverAllotment: TypeAlias = Literal['inside', 'outside']


Trigger: TypeAlias = Literal['mandatory_conversion', 'request']


ShelfCovers: TypeAlias = Literal['asked', 'all']


Holders: TypeAlias = Literal['before', 'alike', 'after', 'partly_before', 'uncut']


StageReachedStage: TypeAlias = Literal['publicly_filed', 'comments_received', 'comments_answered', 'review_ended', 'acceleration_asked', 'offering_commenced', 'priced', 'final_prospectus', 'closed']


WebhookState: TypeAlias = Literal['sending', 'failing', 'stopped']


StopReason: TypeAlias = Literal['receiver_gone', 'failed_too_long']


Severity: TypeAlias = Literal['contradiction', 'warning']


Base: TypeAlias = Literal['registrable_securities_fully_diluted', 'securities_included']


UndoingWhat: TypeAlias = Literal['stop_order', 'closing_failed']


Docket: TypeAlias = Literal['follows', 'differs', 'of_other_rules', 'not_compared']


WhoMayAskOf: TypeAlias = Literal['registrable', 'members', 'group', 'outstanding', 'common', 'preferred_as_converted', 'warrant_shares']


WithdrawnDemandCounts: TypeAlias = Literal['no', 'yes', 'unless_paid', 'if_forfeited']


Place: TypeAlias = Literal['body', 'query', 'path', 'header']


Section: TypeAlias = Literal['P', '1', '2', '3', '4', '5', '6', '7', '8', '9']


class Abandoned(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['abandoned']
    on_file: NotRequired[OnFile | None]


class AdditionsProposed(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['additions_proposed']
    company: NotRequired[int]
    others: NotRequired[dict[str, int]]
    holders_consent: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class AgreementAnchored(TypedDict, closed=True):
    facts: int
    head: str
    audit: Several
    entry: NotRequired[str | None]


class AgreementCalendar(TypedDict, closed=True):
    clause: NotRequired[str | None]
    closed: list[Closed]
    weekend: NotRequired[list[Weekdays]]
    saturday_holiday: NotRequired[SaturdayHoliday]
    extra_closed: NotRequired[list[str]]
    extra_open: NotRequired[list[str]]


class AgreementDocument(TypedDict, closed=True):
    format: Literal['registration-rights/agreement']
    format_version: ImportDocumentFormatVersion
    agreement: ExportedAgreement
    terms: list[ExportedTerms]
    registrations: list[ExportedRegistration]
    facts: list[ExportedFact]
    evaluations: list[ExportedEvaluation]
    audit: list[ExportedEntry]
    head: str
    hash: str


class AgreementMade(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['agreement_made']
    name: str
    terms_hash: str
    on_file: NotRequired[OnFile | None]


class AgreementPage(TypedDict):
    items: list[AgreementSummary]
    next: str | None


class AllocationLine(TypedDict):
    seller: str
    seller_class: SellerClass
    requested: int | None
    included: int | None
    reason: str
    source: NotRequired[str]


class AmendmentCopyFurnished(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['amendment_copy_furnished']
    amendment: str
    holder: str
    on_file: NotRequired[OnFile | None]


class AmendmentFiled(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['amendment_filed']
    amendment: str
    on_file: NotRequired[OnFile | None]


class AmendmentLine(TypedDict):
    name: str
    planned_filing_on: NotRequired[str]
    latest_copy_on: NotRequired[str]
    copies_clause: NotRequired[str]
    copies: list[CopyLine]
    objections: list[ObjectionLine]
    may_file: bool | None
    reasons: list[AmendmentLineReasons]
    filed_on: NotRequired[str]
    explained_by: NotRequired[dict[str, str]]


class AmendmentProposed(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['amendment_proposed']
    amendment: str
    planned_filing_on: str
    copies: NotRequired[list[CopyFurnished]]
    earlier_copy_possible: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class AmendmentResult(TypedDict):
    effective: bool
    reason: AmendmentResultReason | None
    binds: Binds | None
    effective_from: str | None
    signing: int | str
    total: int | str
    needed: int | str
    explained_by: dict[str, str]


class AnchorBody(TypedDict, closed=True):
    format: Literal['registration-rights/anchor']
    format_version: SchemaVersion
    made_at: str
    service: str
    rules: str
    chain: ChainEnd
    counts: dict[str, int]
    agreements: dict[str, AgreementAnchored]
    tenants: dict[str, str]
    keys: dict[str, str]
    replies: dict[str, Several]


class AnchorFinding(TypedDict):
    part: str
    name: str
    what: AnchorFindingWhat
    says: str


class Around(TypedDict, closed=True):
    initiated_for: NotRequired[list[InitiatedFor]]
    purposes: NotRequired[list[Purpose]]
    except_forms: NotRequired[list[str]]
    rights: NotRequired[list[str]]


class AssignmentLimb(TypedDict, closed=True):
    name: str
    test: Test
    min_shares: NotRequired[int | None]


class AtMoment(TypedDict, closed=True):
    clause: NotRequired[str | None]
    edge: NotRequired[Edge | None]
    hour: NotRequired[str | None]
    roll: NotRequired[str | None]
    at: str


class BearerTotal(TypedDict):
    name: BorneBy
    amount: str
    paid: str
    left: str
    paid_on: NotRequired[str]
    explained_by: dict[str, str]


class BillPart(TypedDict):
    party: str
    amount: str | None
    reasons: list[BillPartReasons]
    explained_by: dict[str, str]


class BillReceived(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['bill_received']
    claim: str
    cost: Cost
    amount: str
    incurred_on: NotRequired[str | None]
    before_election: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class Blank(TypedDict, closed=True):
    clause: NotRequired[str | None]
    says: str
    fill: Fill


class ChargeLine(TypedDict):
    kind: ExpenseKind
    payee: NotRequired[str]
    amount: str
    expense_class: NotRequired[ExpenseClass]
    borne_by: BorneBy | None
    explained_by: dict[str, str]


class CitedFact(TypedDict):
    fact_id: str
    kind: str
    occurred_on: str
    on_file: OnFile


class ClaimJudged(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['claim_judged']
    claim: str
    on_file: NotRequired[OnFile | None]


class ClaimNotice(TypedDict, closed=True):
    clause: str
    standard: Standard
    failure_relieves: FailureRelieves


class ClaimPerson(TypedDict, closed=True):
    id: str
    role: Role
    required_indemnity: NotRequired[bool | None]
    undertaking_given: NotRequired[bool | None]


class ClaimSettled(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['claim_settled']
    claim: str
    party: str
    unconditional_release: bool
    on_file: NotRequired[OnFile | None]


class ClauseOfDocument(TypedDict):
    clause: str
    heading: NotRequired[str]
    text: NotRequired[str]
    terms: list[TermOfClause]
    readings: list[str]
    blanks: list[str]


class ClosingFailed(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['closing_failed']
    solely_holder: bool
    before_requests: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class Code(TypedDict):
    code: str
    used_as: UsedAs
    says: str
    remedy: str
    status: NotRequired[int]


class ComfortLetterDelivered(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['comfort_letter_delivered']
    dated: str
    information_to: str
    on_file: NotRequired[OnFile | None]


class CompanyIndemnity(TypedDict, closed=True):
    clause: str
    protects: list[Role]
    only_if_required: list[Role]
    covers: list[ClaimMadeBasis]
    reimburses_expenses: bool
    except_own_information: bool


class CompanyOfferingCommenced(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['company_offering_commenced']
    registration: NotRequired[str | None]
    seller: NotRequired[Seller]
    form: NotRequired[str | None]
    filed_on: NotRequired[str | None]
    effective_on: NotRequired[str | None]
    closing_on: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class ComparedTerm(TypedDict):
    name: str
    existing: int | None
    proposed: int | None
    verdict: ComparedTermVerdict
    says: str
    inconsistent_with: str | None
    source: NotRequired[str]


class Condition(TypedDict):
    name: str
    outcome: Outcome
    clause: str
    says: str
    reason: NotRequired[str]


class ConditionOfInclusion(TypedDict):
    id: str
    holder: str
    name: ConditionOfInclusionName
    clause: str
    state: ConditionOfInclusionState
    asked_on: NotRequired[str]
    met_on: NotRequired[str]
    explained_by: NotRequired[dict[str, str]]


class ConditionStated(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['condition_stated']
    condition: str
    holds: NotRequired[bool]
    until: NotRequired[str | None]
    registration: NotRequired[str | None]
    holder: NotRequired[str | None]
    document: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class ContinuationElected(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['continuation_elected']
    holders: NotRequired[list[Holder] | None]
    notified_on: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class ContributionLine(TypedDict):
    party: str
    by_fault: str
    in_all: str | None
    amount: str | None
    reason: BillPartReasons | ContributionLineReason | None
    explained_by: dict[str, str]


class ContributionResult(TypedDict):
    decision: ContributionResultDecision
    reason: ContributionResultReason | None
    base: NotRequired[str]
    contributions: NotRequired[list[ContributionLine]]
    retained: NotRequired[str]
    explained_by: dict[str, str]


class ConversionCompleted(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['conversion_completed']
    on_file: NotRequired[OnFile | None]


class CorrectionMade(TypedDict):
    agreement_id: str
    version: int
    correction_id: NotRequired[str]
    kind: CorrectionMadeKind
    fact_id: str
    registration_id: NotRequired[str]
    reason: str
    as_of: str
    changed: list[ChangedAnswer]
    on_file: NotRequired[OnFile]


class Count(TypedDict):
    step: str
    clause: str
    says: str
    result: str | None
    days: list[CountedDay]


class Covenant(TypedDict, closed=True):
    clause: str
    standard: Standard | None
    begins: Begins


class CovenantStanding(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['covenant_standing']
    covenant: CovenantStandingCovenant
    kept: bool
    best_efforts_used: NotRequired[bool | None]
    because: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class DamagedHolder(TypedDict, closed=True):
    holder: str
    held: NotRequired[list[HeldGiven]]
    per_unit: NotRequired[str | None]
    elected: NotRequired[bool | None]


DamagesBaseInput = TypedDict(
    'DamagesBaseInput',
    {
        'of': DamagesBaseOf,
        'held_on': NotRequired[DamagesBaseHeldOn | None],
        'each': NotRequired[str | None],
        'shares': NotRequired[DamagesBaseShares],
        'not': NotRequired[list[StatedDaysInput]],
    },
    closed=True,
)


DamagesBaseOutput = TypedDict(
    'DamagesBaseOutput',
    {
        'of': DamagesBaseOf,
        'held_on': NotRequired[DamagesBaseHeldOn | None],
        'each': NotRequired[str | None],
        'shares': NotRequired[DamagesBaseShares],
        'not': NotRequired[list[StatedDaysOutput]],
    },
    closed=True,
)


DamagesCap = TypedDict(
    'DamagesCap',
    {
        'fraction': NotRequired[str | None],
        'of': NotRequired[Literal['base'] | None],
        'money': NotRequired[str | None],
        'is': Literal['<='],
        'held_on': NotRequired[DamagesCapHeldOn | None],
    },
    closed=True,
)


class DamagesElected(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['damages_elected']
    damages: str
    holder: str
    on_file: NotRequired[OnFile | None]


class DamagesPaid(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['damages_paid']
    damages: str
    holder: str
    payment: str
    on_file: NotRequired[OnFile | None]


class DamagesPayment(TypedDict):
    id: str
    holder: str
    default: str
    kind: DamagesPaymentKind
    begins: str
    last_day: str | None
    ended_on: NotRequired[str]
    days: int | None
    uncapped: str
    amount: str
    pay_by: str | None
    interest: str | None
    paid_on: NotRequired[str]
    explained_by: dict[str, str]


class DamagesPaymentShown(TypedDict):
    id: str
    holder: str
    default: str
    kind: DamagesPaymentKind
    begins: str | None
    last_day: str | None
    ended_on: str | None
    days: int | None
    uncapped: str | None
    amount: str | None
    pay_by: str | None
    interest: str | None
    paid_on: str | None
    explained_by: dict[str, str]


class DaysGivenBack(TypedDict, closed=True):
    clause: str
    counting: Counting
    overlap: NotRequired[Overlap | None]
    limit: NotRequired[int | None]


class DaysOff(TypedDict, closed=True):
    weekdays: NotRequired[list[Weekdays]]
    calendars: NotRequired[list[str]]


class DecisionMade(TypedDict):
    decision: str | None
    reason: NotRequired[str]
    registration_kind: NotRequired[RegistrationKind]
    before: NotRequired[str]


class DeclaredCondition(TypedDict, closed=True):
    clause: NotRequired[str | None]
    says: str
    evidence: NotRequired[Evidence | None]
    if_not_stated: NotRequired[IfNotStated | None]


class DeclaredEffective(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['declared_effective']
    covers: NotRequired[dict[str, int] | None]
    before_requests: NotRequired[bool | None]
    before_changes: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class DefaultLine(TypedDict):
    default: str
    state: DefaultLineState
    grace_ends_on: NotRequired[str]
    first_day: str | None
    last_day: str | None
    days: int | None
    explained_by: dict[str, str]


class DefaultShown(TypedDict):
    default: str
    state: DefaultLineState | None
    grace_ends_on: str | None
    first_day: str | None
    last_day: str | None
    days: int | None
    explained_by: dict[str, str]


class DefenceAnswered(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['defence_answered']
    claim: str
    party: str
    conflict: bool
    counsel_satisfactory: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class DefenceResult(TypedDict):
    reimbursable: str | None
    reason: PartyAccountDefence | Literal['NOT_AN_INDEMNIFIED_PARTY'] | None
    explained_by: dict[str, str]


class DelayResult(TypedDict):
    invoked_on: str
    days: int
    decision: Decision
    reason: str | None
    max_days: int | None
    next_permitted_on: str | None
    explained_by: dict[str, str]


class Delivery(TypedDict, closed=True):
    method: Method
    sent_on: NotRequired[str | None]
    delivered_on: NotRequired[str | None]
    delivered_at: NotRequired[str | None]
    sent_at: NotRequired[str | None]
    acknowledged_on: NotRequired[str | None]
    actually_received_on: NotRequired[str | None]
    bounced: NotRequired[bool | None]
    in_writing: NotRequired[bool | None]
    copies_sent: NotRequired[bool | None]


class DeliveryTried(TypedDict):
    number: int
    event_id: str
    kind: ChangeKind | Literal['test']
    position: NotRequired[int]
    attempt: int
    tried_at: str
    milliseconds: int
    outcome: DeliveryOutcome
    status: NotRequired[int]


class Determination(TypedDict):
    decision: RequestDecision
    reason: str | None
    conditions: list[Condition]
    requesters: list[str]
    given_on: str | None
    received_on: str | None
    opens_on: str | None
    runs_from: str | None
    short_form_qualified: bool | None
    due_before_delay: str | None
    due_on: str | None
    last_practicable_on: str | None
    not_before: str | None
    may_renew_on: str | None
    explained_by: dict[str, str]


class DistributionCompleted(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['distribution_completed']
    on_file: NotRequired[OnFile | None]


class DocketObligation(TypedDict):
    id: str
    obligor: str
    obligees: list[str]
    modality: Modality
    action: str
    clause: str
    trigger: str
    standard: Standard | None
    due_on: str | None
    status: ObligationStatus
    performed_on: NotRequired[str]
    breached_on: NotRequired[str]
    broken_by: NotRequired[str]
    begins_on: NotRequired[str]
    days_late: NotRequired[int]
    days_left: NotRequired[int]
    last_practicable_on: NotRequired[str]
    guideline_on: NotRequired[str]
    recorded_by: list[str]
    duty: NotRequired[ProcedureDuty | FurtherDuty | OtherDuty]


class DocumentRequest(TypedDict):
    holder: str
    document: Document
    received_on: str | None
    available_from: str | None
    entitled: bool | None
    reason: DocumentRequestReason | None
    source: str
    explained_by: dict[str, str]


class Doubt(TypedDict, closed=True):
    clause: NotRequired[str | None]
    kind: DoubtKind
    question: str
    ways: dict[str, Way]
    recommended: NotRequired[str | None]
    taken: NotRequired[str | None]
    taken_by: NotRequired[str | None]
    taken_on: NotRequired[str | None]
    why: NotRequired[str | None]


class DraftsDelivered(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['drafts_delivered']
    holders: NotRequired[list[Holder] | None]
    advisers: NotRequired[list[Advisers]]
    documents: list[DraftsDocuments]
    planned_filing_on: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class DutyBefore(TypedDict):
    due_on: str | None
    status: ObligationStatus


class DutyChanged(TypedDict):
    id: str
    obligor: str
    action: str
    clause: str
    due_on: str | None
    status: ObligationStatus | None
    performed_on: NotRequired[str]
    modality: NotRequired[Modality]
    before: NotRequired[DutyBefore]


class EarlierDemand(TypedDict, closed=True):
    id: str
    registration_kind: NotRequired[EarlierDemandRegistrationKind]
    effective_on: NotRequired[str | None]
    withdrawn_on: NotRequired[str | None]
    all_sold_on: NotRequired[str | None]
    kept_effective_to: NotRequired[str | None]
    interferences: NotRequired[list[InterferenceGiven]]
    failed_closings: NotRequired[list[FailedClosingGiven]]
    requesters: NotRequired[list[str] | None]
    requested_shares: NotRequired[int | None]
    included_shares: NotRequired[int | None]
    requested_of_initiators: NotRequired[int | None]
    included_of_initiators: NotRequired[int | None]
    sold: NotRequired[list[SaleUnderIt]]
    conditions: NotRequired[list[ConditionGiven]]
    delays: NotRequired[list[RunGiven]]
    elections: NotRequired[list[ElectionGiven]]
    settled_by: NotRequired[SettledBy | None]
    demand: NotRequired[str | None]
    received_on: NotRequired[str | None]


class EarlierOccasion(TypedDict, closed=True):
    invoked_on: str
    kind: NotRequired[LimitsLeftOf | None]
    in_effect_from: NotRequired[str | None]
    in_effect_to: NotRequired[str | None]
    right: NotRequired[str | None]
    same_registration: NotRequired[bool | None]


class EarningsStatementAvailable(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['earnings_statement_available']
    first_day: str
    last_day: str
    on_file: NotRequired[OnFile | None]


class EarningsStatementResult(TypedDict):
    period_start: str
    earliest_period_end: str
    latest_period_end: str
    standard: Standard | None
    satisfied: bool | None
    explained_by: dict[str, str]


class EffectivenessEndResult(TypedDict):
    base_end: str | None
    extension_days: int | None
    end: str | None
    by_holder: list[HolderEffectivenessEnd]
    explained_by: dict[str, str]


class EffectivenessWindow(TypedDict):
    effective_on: str
    base_end: str | None
    extension_days: int | None
    last_day: str | None
    by_holder: list[HolderPeriod]
    explained_by: dict[str, str]


class EntryCorrected(TypedDict):
    kind: CorrectionMadeKind
    correction_id: str | None
    fact_id: str
    reason: str


class EventHappened(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['event_happened']
    event: str
    on_file: NotRequired[OnFile | None]


class Exclusion(TypedDict, closed=True):
    clause: str
    reason: str
    purposes: list[Purpose]
    forms: list[str] | None
    solely: bool


class ExemptionClaimed(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['exemption_claimed']
    procedure: ProcedureDuty
    ground: Ground
    matters: list[Matter]
    on_file: NotRequired[OnFile | None]


class ExistingRightsStated(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['existing_rights_stated']
    rights: list[ExistingRight]
    on_file: NotRequired[OnFile | None]


class ExpenseGiven(TypedDict, closed=True):
    kind: ExpenseKind
    payee: NotRequired[str | None]
    amount: str


class ExpenseIncurred(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['expense_incurred']
    expense: ExpenseKind
    payee: NotRequired[str | None]
    amount: str
    acts_for_all_holders: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class ExpenseLine(TypedDict):
    id: str
    expense: ExpenseKind
    payee: NotRequired[str]
    incurred_on: str
    amount: str
    expense_class: NotRequired[ExpenseClass]
    borne_by: BorneBy | None
    explained_by: dict[str, str]


class ExpensePaid(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['expense_paid']
    paid_by: BorneBy
    amount: str
    on_file: NotRequired[OnFile | None]


class ExpensesOnRecord(TypedDict):
    lines: NotRequired[list[ExpenseLine]]
    totals: NotRequired[list[BearerTotal]]
    undetermined: NotRequired[str]
    explained_by: NotRequired[dict[str, str]]


class ExpensesResult(TypedDict):
    lines: list[ChargeLine]
    totals: dict[Literal['company', 'requesting_holders', 'holders', 'sellers', 'whoever_incurred'], str]
    undetermined: str


class FactKind(TypedDict):
    kind: str
    schema: str
    says: str
    clauses: list[str]
    of: FactKindOf
    path: str
    registrations: list[RegistrationKind]
    comes_after: list[ComesAfter]
    once: bool
    settles: list[ProcedureDuty | FurtherDuty | OtherDuty]
    helps_settle: list[ProcedureDuty | FurtherDuty | OtherDuty]
    required: list[str]
    optional: list[str]
    examples: list[FactExample]


class FactRetracted(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['fact_retracted']
    fact_id: str
    reason: str
    on_file: NotRequired[OnFile | None]


class FactTaken(TypedDict):
    fact_id: NotRequired[str]
    kind: str
    occurred_on: str
    on_file: NotRequired[OnFile]


class Filed(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['filed']
    form: str
    forms_open: NotRequired[list[FormsOpenItem] | None]
    on_file: NotRequired[OnFile | None]


class FirstPublicOfferingEffective(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['first_public_offering_effective']
    on_file: NotRequired[OnFile | None]


class FirstPublicOfferingStage(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['first_public_offering_stage']
    stage: FirstPublicOfferingStageStage
    on_file: NotRequired[OnFile | None]


class FixedDay(TypedDict, closed=True):
    clause: NotRequired[str | None]
    edge: NotRequired[Edge | None]
    hour: NotRequired[str | None]
    roll: NotRequired[str | None]
    date: str


Floor = TypedDict(
    'Floor',
    {
        'fraction': str,
        'of': FloorOf,
        'is': Comparison,
        'unless': NotRequired[OfTheOffering | None],
    },
    closed=True,
)


class FormEligibility(TypedDict, closed=True):
    clause: str
    standard: Standard | None
    begins: Begins
    form: str


FractionAsked = TypedDict(
    'FractionAsked',
    {
        'fraction': str,
        'of': FractionAskedOf,
        'is': HoldOfEachIs,
    },
    closed=True,
)


class GivenBack(TypedDict, closed=True):
    clause: str
    lost: Lost
    extends: list[Extends]
    counted: Counted
    overlap: NotRequired[Overlap]
    limit: NotRequired[int | None]


class Grant(TypedDict):
    grantee: str
    granted_on: str
    permitted: bool | None
    reason: str | None
    more_favourable: list[str]
    inconsistent: list[str]
    not_comparable: list[str]
    terms: list[ComparedTerm]
    source: str
    explained_by: dict[str, str]


class HappeningData(TypedDict):
    agreement_id: str
    agreement_name: NotRequired[str]
    registration_id: NotRequired[str]
    version: int
    as_of: str
    obligation: NotRequired[DutyChanged]
    determination: NotRequired[DecisionMade]
    correction: NotRequired[EntryCorrected]
    names: NotRequired[dict[str, str]]
    cited: NotRequired[list[CitedFact]]


class Held(TypedDict):
    hash: str
    made_at: str
    key: str
    signed: bool
    attested: Attested | None
    links: int
    findings: list[AnchorFinding]


HeldShares = TypedDict(
    'HeldShares',
    {
        'fraction': NotRequired[str | None],
        'of': NotRequired[HeldSharesOf | None],
        'shares': NotRequired[int | None],
        'is': HeldSharesIs,
        'affiliates': NotRequired[Affiliates],
    },
    closed=True,
)


HoldOfEach = TypedDict(
    'HoldOfEach',
    {
        'fraction': NotRequired[str | None],
        'of': NotRequired[HeldSharesOf],
        'shares': NotRequired[int | None],
        'is': HoldOfEachIs,
        'affiliates': NotRequired[Affiliates],
    },
    closed=True,
)


class HoldbackAdvised(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['holdback_advised']
    days: int
    expected_effective_on: NotRequired[str | None]
    firm_commitment: NotRequired[bool | None]
    closing_on: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class HoldbackLine(TypedDict):
    id: str
    holder: str
    limb: Limb
    first_day: str | None
    last_day: str | None
    bound_from: NotRequired[str]
    clause: str
    explained_by: NotRequired[dict[str, str]]


class HoldbackNoticeGiven(TypedDict, closed=True):
    holder: str
    delivery: Delivery
    kind: Literal['holdback_notice_given']
    on_file: NotRequired[OnFile | None]


class HoldbackRequired(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['holdback_required']
    required: NotRequired[bool]
    expected_effective_on: NotRequired[str | None]
    firm_commitment: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class HoldbackWindowResult(TypedDict):
    limb: Limb
    first_day: str
    last_day: str
    bound_from: str
    effective_day_free: bool
    explained_by: dict[str, str]


class HolderCap(TypedDict, closed=True):
    clause: str
    measure: HolderCapMeasure
    except_fraud: bool


class HolderCapResult(TypedDict):
    cap: str | None
    left: str | None
    payable: str | None
    reason: HolderCapResultReason | None
    explained_by: dict[str, str]


class HolderIndemnity(TypedDict, closed=True):
    clause: str
    protects: list[Role]
    undertaking_required: bool
    cap: HolderCap | None


class HolderLine(TypedDict):
    holder: str
    name: str
    position: ShownPosition
    registrable_shares: int | str | None
    recognised: bool | None
    recognised_from: NotRequired[str]
    source: str


class HolderMisstatementNotice(TypedDict, closed=True):
    holder: str
    delivery: Delivery
    kind: Literal['holder_misstatement_notice']
    on_file: NotRequired[OnFile | None]


class HolderNoticeGiven(TypedDict, closed=True):
    holder: str
    delivery: Delivery


class HolderRecorded(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['holder_recorded']
    holder: str
    name: str
    entity: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class Imported(TypedDict):
    agreement_id: str
    version: int
    evaluations: int
    head: str
    hash: str
    anchor: ImportedAnchor


class IncidentalCreate(TypedDict, closed=True):
    occurred_on: str
    kind: NotRequired[Literal['registration_determined']]
    incidental: NotRequired[str | None]
    purpose: Purpose
    initiated_for: InitiatedFor
    form: NotRequired[str | None]
    solely: NotRequired[bool | None]
    securities: NotRequired[Securities | None]
    planned_filing_on: NotRequired[str | None]
    underwritten: NotRequired[bool | None]
    company_shares: NotRequired[int | None]
    first_public_offering: NotRequired[bool | None]
    initiators: NotRequired[dict[str, int]]
    others: NotRequired[dict[str, int]]
    other_demand: NotRequired[OtherHoldersDemand | None]
    id: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class IndemnityFoundUnavailable(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['indemnity_found_unavailable']
    claim: str
    extent: Extent
    on_file: NotRequired[OnFile | None]


class IndemnityResult(TypedDict):
    payable: str | None
    reason: IndemnityResultReason | None
    explained_by: dict[str, str]


class InformationReceived(TypedDict, closed=True):
    holder: str
    delivery: Delivery
    kind: Literal['information_received']
    on_file: NotRequired[OnFile | None]


class InformationRequested(TypedDict, closed=True):
    holder: str
    delivery: Delivery
    kind: Literal['information_requested']
    on_file: NotRequired[OnFile | None]


class InstrumentResult(TypedDict):
    kind: Instrument
    made_on: str
    effective: bool | None
    reason: AmendmentResultReason | None
    effective_from: str | None
    binds: Binds | None
    signing: int | str | None
    needed: int | str | None
    total: int | str | None
    source: str
    explained_by: dict[str, str]


class JoinGiven(TypedDict, closed=True):
    holder: str
    delivery: Delivery
    shares: int
    in_addition: NotRequired[bool | None]


class JoinRequest(TypedDict, closed=True):
    holder: str
    delivery: Delivery


class JoinRequested(TypedDict, closed=True):
    holder: str
    delivery: Delivery
    kind: Literal['join_requested']
    shares: int
    in_addition: NotRequired[bool | None]
    before_sales: NotRequired[bool | None]
    before_votes: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class JoinResult(TypedDict):
    holder: str
    shares: int | None
    given_on: str | None
    received_on: str | None
    decision: Decision
    reason: str | None
    explained_by: dict[str, str]


class JoinRulingResult(TypedDict):
    holder: str
    given_on: str | None
    received_on: str | None
    decision: Decision
    reason: str | None
    explained_by: dict[str, str]


class JoinWindow(TypedDict):
    holder: str
    amendment: NotRequired[str]
    notice_given_on: NotRequired[str]
    notice_received_on: NotRequired[str]
    last_day: str | None
    state: JoinWindowState
    response: Response
    explained_by: dict[str, str]


class JoinWindowsResult(TypedDict):
    windows: list[WindowResult]
    last_day: str | None
    joins: list[JoinRulingResult]
    explained_by: dict[str, str]


class KeyShown(TypedDict):
    prefix: str
    name: str
    scopes: list[Scopes]
    created_at: str
    expires_at: str
    state: KeyShownState
    replaces: NotRequired[str]


class LaterRights(TypedDict):
    agreement: str
    clause: str
    granted_by: str
    granted_on: str
    permitted: bool | None
    reason: NotRequired[str]
    conflicts: list[str]
    not_compared: list[str]
    terms: list[ComparedTerm]


class Lead(TypedDict, closed=True):
    clause: NotRequired[str | None]
    count: int
    unit: LeadUnit
    before: Before


class LegalOpinion(TypedDict, closed=True):
    clause: str
    topics: list[Topics]


class Length(TypedDict, closed=True):
    count: int
    unit: LengthUnit


class LetterGiven(TypedDict, closed=True):
    requests: dict[str, int | None]
    delivery: NotRequired[Delivery | None]
    received_on: NotRequired[str | None]
    in_addition: NotRequired[bool | None]
    fully_diluted_shares: NotRequired[int | None]


class LimitLeft(TypedDict):
    clause: str
    says: str
    counts: LimitLeftCounts
    force: Force
    limit: int
    used: int | None
    left: int | None
    first_free_day: str | None
    explained_by: dict[str, str]


class LimitsLeft(TypedDict):
    of: LimitsLeftOf
    limits: list[LimitLeft]
    next_permitted_on: str | None
    explained_by: dict[str, str]


class Line(TypedDict, closed=True):
    anchor: AnchorBody
    key: str
    signature: str
    timestamp: NotRequired[str | None]


class Listed(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['listed']
    on_file: NotRequired[OnFile | None]


class LockedOut(TypedDict, closed=True):
    initiated_for: list[InitiatedFor]
    except_forms: NotRequired[list[str]]


class MarketPriceStated(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['market_price_stated']
    price: str
    on_file: NotRequired[OnFile | None]


class MaximumAdvised(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['maximum_advised']
    shares: int
    in_writing: NotRequired[bool | None]
    over_allotment_shares: NotRequired[int | None]
    on_file: NotRequired[OnFile | None]


class Measure(TypedDict, closed=True):
    says: str
    more_favourable: MoreFavourable
    inconsistent_with: NotRequired[str | None]
    stands_at: NotRequired[str | None]
    unit: NotRequired[LeadUnit | None]


class Misfit(TypedDict):
    entry: Entry
    id: str
    position: NotRequired[int]
    what: MisfitWhat
    says: str


class MisstatementNoticeDelivered(TypedDict, closed=True):
    holder: str
    delivery: Delivery
    kind: Literal['misstatement_notice_delivered']
    return_old_copies: NotRequired[bool]
    before_sales: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class MisstatementNoticeGiven(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['misstatement_notice_given']
    on_file: NotRequired[OnFile | None]


class NewProspectusReceived(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['new_prospectus_received']
    holder: NotRequired[str | None]
    ends_same_day: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class NotPerformed(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['not_performed']
    registration: NotRequired[str | None]
    obligation: str
    stated_by: str
    best_efforts_used: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class Notice(TypedDict):
    code: NoticeCode
    says: str


class NoticeGiven(TypedDict, closed=True):
    holder: str
    delivery: Delivery
    kind: Literal['notice_given']
    on_file: NotRequired[OnFile | None]


class NoticeGivenTo(TypedDict, closed=True):
    holder: str
    delivery: NotRequired[Delivery | None]
    received_on: NotRequired[str | None]


class Obligation(TypedDict):
    id: str
    obligor: str
    obligees: list[str]
    modality: Modality
    action: str
    clause: str
    trigger: str
    standard: Standard | None
    due_on: str | None
    status: ObligationStatus
    performed_on: NotRequired[str]
    breached_on: NotRequired[str]
    broken_by: NotRequired[str]
    begins_on: NotRequired[str]
    days_late: NotRequired[int]
    days_left: NotRequired[int]
    last_practicable_on: NotRequired[str]
    guideline_on: NotRequired[str]
    recorded_by: NotRequired[list[str]]
    explained_by: NotRequired[dict[str, str]]
    duty: NotRequired[ProcedureDuty | FurtherDuty | OtherDuty]


class ObligationWaived(TypedDict, closed=True):
    occurred_on: str
    in_writing: NotRequired[bool | None]
    company_signed: bool
    signed_by: list[SignedByItem]
    effective_from: NotRequired[str | None]
    consents: NotRequired[dict[str, bool]]
    kind: Literal['obligation_waived']
    registration: NotRequired[str | None]
    obligation: str
    on_file: NotRequired[OnFile | None]


class ObligationYielded(TypedDict):
    obligor: str
    obligee: str
    action: str
    modality: NotRequired[Modality]
    standard: NotRequired[Standard]
    deadline: NotRequired[str]


class ObligationsOfRegistration(TypedDict):
    registration_id: str
    as_of: str | None
    names: dict[str, str]
    items: list[Obligation]
    next: str | None


class OfferingGiven(TypedDict, closed=True):
    commenced_on: NotRequired[str | None]
    seller: NotRequired[Seller]
    form: NotRequired[str | None]
    filed_on: NotRequired[str | None]
    effective_on: NotRequired[str | None]
    closing_on: NotRequired[str | None]


class OldCopiesReturned(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['old_copies_returned']
    holder: str
    on_file: NotRequired[OnFile | None]


class OpinionDelivered(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['opinion_delivered']
    dated: str
    topics: list[Topics]
    on_file: NotRequired[OnFile | None]


class OpinionLine(TypedDict):
    dated: str
    dated_at_effectiveness: bool | None
    topics: list[Topics]
    explained_by: NotRequired[dict[str, str]]


class OtherReading(TypedDict):
    option: str
    number: str
    clause: str | None
    question: str
    now: str | bool | int | list[str] | None
    other: str | bool | int | list[str] | None
    meaning: str
    says: str
    differences: list[ReadingDifference]


class OtherRegistrationGiven(TypedDict, closed=True):
    right: NotRequired[str | None]
    initiated_for: NotRequired[InitiatedFor | None]
    purpose: NotRequired[Purpose | None]
    form: NotRequired[str | None]
    determined_on: NotRequired[str | None]
    planned_filing_on: NotRequired[str | None]
    filed_on: NotRequired[str | None]
    effective_on: NotRequired[str | None]
    offering_commenced_on: NotRequired[str | None]
    priced_on: NotRequired[str | None]
    final_prospectus_on: NotRequired[str | None]
    closed_on: NotRequired[str | None]
    given_up_on: NotRequired[str | None]


class OtherRights(TypedDict, closed=True):
    clause: str
    reason: str
    disclosed_in: str | None
    measures: dict[str, Measure]


class OwedNext(TypedDict):
    id: str
    obligor: str
    obligees: list[str]
    action: str
    clause: str
    due_on: str | None
    status: ObligationStatus
    recorded_by: list[str]


class PageOfClauseOfDocument(TypedDict):
    items: list[ClauseOfDocument]
    next: str | None


class PageOfCode(TypedDict):
    items: list[Code]
    next: str | None


class PageOfFactKind(TypedDict):
    items: list[FactKind]
    next: str | None


class PageOfHeld(TypedDict):
    items: list[Held]
    next: str | None


class PageOfKeyShown(TypedDict):
    items: list[KeyShown]
    next: str | None


class PageOfTemplateSummary(TypedDict):
    items: list[TemplateSummary]
    next: str | None


class PartyAtFault(TypedDict, closed=True):
    id: str
    role: Role
    required_indemnity: NotRequired[bool | None]
    undertaking_given: NotRequired[bool | None]
    fault: int | str
    information_share: int | str
    fraudulent: bool
    collectible: NotRequired[str | None]


class PartyGiven(TypedDict, closed=True):
    name: str
    role: Role
    fault: int | str
    fraudulent: NotRequired[bool]
    undertaking_given: NotRequired[bool | None]
    required_indemnity: NotRequired[bool | None]
    cap: NotRequired[str | None]
    already_paid: NotRequired[str | None]
    paid_on_other_losses: NotRequired[str | None]
    collectible: NotRequired[str | None]


class PaymentLine(TypedDict):
    id: str
    towards: Towards
    due_on: str | None
    amount: str
    paid: str | None
    left: str | None
    paid_on: str | None
    waived: str
    explained_by: dict[str, str]


class PaymentsResult(TypedDict):
    periodic: bool
    due: list[PeriodicPaymentLine]
    total: str
    explained_by: dict[str, str]


class Period(TypedDict, closed=True):
    clause: str
    count: int
    unit: LeadUnit
    anchor: str
    direction: NotRequired[Direction]
    inclusion: NotRequired[Inclusion]
    roll: Roll


class PeriodOfRights(TypedDict, closed=True):
    clause: str
    count: int
    unit: LeadUnit
    anchor: PeriodOfRightsAnchor
    direction: NotRequired[Direction]
    inclusion: NotRequired[Inclusion]
    roll: Roll


PeriodsFrom = TypedDict(
    'PeriodsFrom',
    {
        'count': int,
        'unit': LengthUnit,
        'from': From,
    },
    closed=True,
)


Portion = TypedDict(
    'Portion',
    {
        'fraction': str,
        'of': NotRequired[PortionOf],
        'is': Comparison,
    },
    closed=True,
)


PortionIncluded = TypedDict(
    'PortionIncluded',
    {
        'fraction': str,
        'of': NotRequired[PortionOf],
        'is': Comparison,
        'whose': NotRequired[Whose],
    },
    closed=True,
)


class Procedure(TypedDict, closed=True):
    name: ProcedureDuty | FurtherDuty
    clause: str
    standard: Standard | None
    arises: Arises
    within: NotRequired[Period | None]
    to: NotRequired[ProcedureTo]
    registrations: NotRequired[list[RegistrationKind] | None]
    conditional: NotRequired[bool]
    exemptions: NotRequired[dict[Literal['doing_business', 'taxation'], str]]


class ProcedurePerformed(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['procedure_performed']
    procedure: ProcedureDuty
    holder: NotRequired[str | None]
    matters: NotRequired[list[Matter]]
    on_file: NotRequired[OnFile | None]


class ProcedureRequested(TypedDict, closed=True):
    holder: str
    delivery: Delivery
    kind: Literal['procedure_requested']
    procedure: ProcedureDuty
    matters: NotRequired[list[Matter]]
    shares: NotRequired[int | None]
    on_file: NotRequired[OnFile | None]


class ProceedsLine(TypedDict):
    seller: str
    seller_class: SellerClass
    shares: int
    gross: str
    discount_taken: str
    discount_share: str | None
    limit: str | None
    limit_used: str | None
    limit_left: str | None
    explained_by: dict[str, str]


class ProhibitionResult(TypedDict):
    invoked_on: str
    days: int
    decision: Decision
    reason: str | None
    max_days: int | None
    next_permitted_on: str | None
    first_day: str | None
    last_day: str | None
    resume_on: str | None
    days_in_effect: int | None
    holders: list[BoundHolder]
    explained_by: dict[str, str]


class QuestionAsked(TypedDict):
    subject: Subject
    as_of: str
    explain: Detail
    today: NotRequired[str | None]
    answer: NotRequired[AnswerShape]
    facts: NotRequired[int]


class RankModel(TypedDict, closed=True):
    clause: NotRequired[str | None]
    groups: list[Group1]
    basis: NotRequired[ProRataBasis | None]
    excess: NotRequired[Excess | None]
    floor: NotRequired[Floor | None]
    uncut: NotRequired[bool]


class ReadingInForce(TypedDict):
    option: str
    kind: ReadingInForceKind
    number: str
    clause: str | None
    question: str
    choices: dict[str, str]
    value: str | bool | int | list[str] | None
    default: str | bool | int | list[str] | None
    taken_by: NotRequired[str]
    taken_on: NotRequired[str]
    why: NotRequired[str]
    places: list[str]


class Readings(TypedDict, closed=True):
    lowercase_business_day_is_defined: NotRequired[bool]
    business_day_calendar: NotRequired[BusinessDayCalendar]
    saturday_holiday_rule: NotRequired[SaturdayHoliday]
    extra_closed: NotRequired[list[str]]
    extra_open: NotRequired[list[str]]
    clear_days: NotRequired[bool]
    deadline_roll: NotRequired[DeadlineRoll]
    saturday_is_roll_target: NotRequired[bool]
    roll_suffolk: NotRequired[bool]
    backward_roll: NotRequired[BackwardRoll]
    mail_receipt: NotRequired[MailReceipt]
    other_methods: NotRequired[OtherMethods]
    copies_required: NotRequired[bool]
    receipt_cutoff: NotRequired[str]
    demand_join_test: NotRequired[DemandJoinTest]
    incidental_join_test: NotRequired[Reply]
    incidental_notice_counts_from: NotRequired[Reply]
    enforce_hold: NotRequired[EnforceHold]
    promptly_guideline_days: NotRequired[int | None]
    demand_open_test: NotRequired[DemandJoinTest]
    premature_demand: NotRequired[PrematureDemand]
    due_act: NotRequired[DueAct]
    s3_test_date: NotRequired[S3TestDate]
    count_expired_warrants: NotRequired[bool]
    unrecognised_count: NotRequired[UnrecognisedCount]
    second_letter: NotRequired[SecondLetter]
    size_cumulates: NotRequired[bool]
    standstill_effect: NotRequired[StandstillEffect]
    standstill_catches_prior: NotRequired[bool]
    standstill_first_day: NotRequired[StandstillFirstDay]
    commencement_event: NotRequired[CommencementEvent]
    standstill_offerings: NotRequired[StandstillOfferings]
    demand_cap_counts: NotRequired[DemandCapCounts]
    min_inclusion_pct_to_count: NotRequired[int]
    interference_window: NotRequired[InterferenceWindow]
    cure_restores: NotRequired[bool]
    withdrawn_counts: NotRequired[bool]
    withdrawn_payer: NotRequired[WithdrawnPayer]
    volunteered_counts: NotRequired[bool]
    retest_majority: NotRequired[bool]
    demand_priority: NotRequired[DemandPriority]
    non_underwritten_additions: NotRequired[NonUnderwrittenAdditions]
    demand_holder_cutback: NotRequired[DemandHolderCutback]
    later_holders: NotRequired[LaterHolders]
    objection_test: NotRequired[Reply]
    defence_notice_test: NotRequired[Reply]
    early_rule144_request: NotRequired[EarlyRule144Request]
    shelf_year_from: NotRequired[ShelfYearFrom]
    leap_anniversary: NotRequired[LeapAnniversary]
    shelf_on_request: NotRequired[bool]
    shelf_join_window: NotRequired[bool]
    sec2e_applies_to_shelf: NotRequired[bool]
    delay_reaches_shelf: NotRequired[bool]
    standstill_applies_to_takedown: NotRequired[bool]
    takedown_counts: NotRequired[bool]
    takedown_cutback: NotRequired[ReadingsTakedownCutback]
    incidental_scope: NotRequired[IncidentalScope]
    demand_also_incidental: NotRequired[bool]
    company_may_abandon: NotRequired[bool]
    secondary_incidental_cutback: NotRequired[SecondaryIncidentalCutback]
    pro_rata_basis: NotRequired[ProRataBasis]
    rounding: NotRequired[Rounding]
    others_rank: NotRequired[OthersRank]
    join_after_effectiveness: NotRequired[JoinAfterEffectiveness]
    undertaking_missing: NotRequired[UndertakingMissing]
    takedown_off_shelf: NotRequired[TakedownOffShelf]
    require_written_advice: NotRequired[bool]
    takedown_advice_in_writing: NotRequired[bool]
    greenshoe_in_max: NotRequired[bool]
    suspension_count: NotRequired[SuspensionCount]
    prohibition_starts: NotRequired[DemandJoinTest]
    occasion_measure: NotRequired[OccasionMeasure]
    delay_cap_scope: NotRequired[DelayCapScope]
    delay_requires_notice: NotRequired[bool]
    consent_by: NotRequired[ConsentBy]
    tolls: NotRequired[Tolls]
    tolling_overlap: NotRequired[TollingOverlap]
    sec3c_holder_basis: NotRequired[Sec3cHolderBasis]
    holder_notice_start: NotRequired[HolderNoticeStart]
    sec3c_extends_shelf: NotRequired[bool]
    holdback_includes_effective_day: NotRequired[bool]
    holdback_scope: NotRequired[HoldbackScope]
    holdback2_from: NotRequired[Holdback2From]
    sec5_underwritten: NotRequired[Sec5Underwritten]
    late_delay: NotRequired[LateDelay]
    delay_in_standstill: NotRequired[DelayInStandstill]
    stale_estimate: NotRequired[StaleEstimate]
    shelf_expense_payer: NotRequired[SelectedBy]
    cap_measure: NotRequired[CapMeasure]
    limit_discount: NotRequired[LimitDiscount]
    cap_extends_to_contribution: NotRequired[bool]
    reallocate_shortfall: NotRequired[bool]
    fault_weighed: NotRequired[FaultWeighed]
    settlement_consent: NotRequired[SettlementConsent]
    underwriter_fees_of_sellers: NotRequired[UnderwriterFeesOfSellers]
    discount_basis: NotRequired[DiscountBasis]
    indemnified_parties: NotRequired[IndemnifiedParties]
    assignment_limbs: NotRequired[AssignmentLimbs]
    public_buyers_are_holders: NotRequired[bool]
    threshold_counts_prior: NotRequired[bool]
    shares_without_rights: NotRequired[SharesWithoutRights]
    inclusion_passes: NotRequired[bool]
    split_rounding: NotRequired[SplitRounding]
    split_fractions: NotRequired[SplitFractions]
    sec8_test: NotRequired[Sec8Test]
    rights_end: NotRequired[ReadingsRightsEnd]
    disproportionate_consent: NotRequired[bool]
    ua_satisfaction: NotRequired[UaSatisfaction]
    approval_counted: NotRequired[ApprovalCounted]
    retroactive_amendment: NotRequired[bool]
    governing_day: NotRequired[DemandJoinTest]
    empty_register: NotRequired[EmptyRegister]


class ReceiptResult(TypedDict):
    given_on: str | None
    received_on: str | None
    flaw: Flaw | None
    explained_by: dict[str, str]


class RegistrableSecurities(TypedDict, closed=True):
    clause: str
    counts: list[Holding]
    warrant_shares: int | None


class RegistrationDetermined(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['registration_determined']
    incidental: NotRequired[str | None]
    purpose: Purpose
    initiated_for: InitiatedFor
    form: NotRequired[str | None]
    solely: NotRequired[bool | None]
    securities: NotRequired[Securities | None]
    planned_filing_on: NotRequired[str | None]
    underwritten: NotRequired[bool | None]
    company_shares: NotRequired[int | None]
    first_public_offering: NotRequired[bool | None]
    initiators: NotRequired[dict[str, int]]
    others: NotRequired[dict[str, int]]
    other_demand: NotRequired[OtherHoldersDemand | None]
    on_file: NotRequired[OnFile | None]


class RegistrationExpenses(TypedDict, closed=True):
    clause: str
    kinds: list[ExpenseKind]
    holders_counsel: HolderCounsel | None
    paid_in: dict[str, str]
    borne_by_holders: NotRequired[dict[str, str]]


class RegistrationInShort(TypedDict):
    registration_id: str
    agreement_id: str
    agreement_name: str
    kind: RegistrationKind
    as_of: str
    state: RegistrationState
    decision: RequestDecision
    due_on: str | None
    next_due_on: NotRequired[str]
    summary: str


class RegistrationLine(TypedDict):
    registration_id: str
    kind: RegistrationKind
    begun_on: str
    explained_by: dict[str, str]


class RegistrationMoney(TypedDict):
    expenses: NotRequired[ExpensesOnRecord]
    proceeds: NotRequired[list[ProceedsLine]]


class RegistrationPage(TypedDict):
    items: list[RegistrationInShort]
    next: str | None


class RegistrationWindows(TypedDict):
    join: list[JoinWindow]
    last_join_day: str | None
    standstill: list[StandstillWindow]
    effectiveness: NotRequired[EffectivenessWindow]
    explained_by: dict[str, str]


class ReplayDifference(TypedDict):
    path: str
    what: ReplayDifferenceWhat
    then: Any
    now: Any


class RepresentationAsked(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['representation_asked']
    holder: str
    about: About
    in_words: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class RepresentationLine(TypedDict):
    id: str
    holder: str
    asked_on: str
    about: About
    in_words: NotRequired[str]
    excess: bool
    clause: str
    explained_by: NotRequired[dict[str, str]]


class RequestLetter(TypedDict, closed=True):
    requests: list[ShareRequest]
    delivery: Delivery
    in_addition: NotRequired[bool | None]


class RequisiteThreshold(TypedDict, closed=True):
    clause: str
    fraction: str
    base: Literal['registrable_securities_fully_diluted']
    comparison: Comparison


class RightsComparisonResult(TypedDict):
    permitted: bool | None
    reason: str | None
    more_favourable: list[str]
    less_favourable: list[str]
    inconsistent: list[str]
    not_comparable: list[str]
    terms: list[ComparedTerm]
    explained_by: dict[str, str]


class RightsEnd(TypedDict, closed=True):
    clause: str
    after: PeriodOfRights


class RightsStatus(TypedDict):
    in_effect: bool | None
    ended_on: NotRequired[str]
    reason: NotRequired[RightsStatusReason]
    explained_by: dict[str, str]


class RollTerm(TypedDict, closed=True):
    clause: NotRequired[str | None]
    moves: Moves
    off: DaysOff
    to: NotRequired[str | None]
    law: str


class RollingWindow(TypedDict, closed=True):
    count: int
    unit: LengthUnit
    ends: NotRequired[Ends]


class Rule144Requested(TypedDict, closed=True):
    holder: str
    delivery: Delivery
    kind: Literal['rule144_requested']
    documents: list[Document]
    on_file: NotRequired[OnFile | None]


class Rule144Result(TypedDict):
    available_from: str | None
    standard: Standard | None
    entitled: bool | None
    explained_by: dict[str, str]


class Rule144StatementFurnished(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['rule144_statement_furnished']
    holder: str
    documents: list[Document]
    on_file: NotRequired[OnFile | None]


class SaleBar(TypedDict):
    code: SaleBarCode
    verdict: SaleBarVerdict
    registration_id: NotRequired[str]
    clause: str
    says: str
    first_day: NotRequired[str]
    last_day: NotRequired[str]
    explained_by: NotRequired[dict[str, str]]


class Sensitivity(TypedDict):
    changes: list[OtherReading]
    without_effect: list[str]
    not_tried: list[str]


class SettlementLine(TypedDict):
    party: str
    stage: SettlementLineStage
    on: str
    consent_required: bool | None
    permitted: bool | None
    explained_by: dict[str, str]


SharesAsked = TypedDict(
    'SharesAsked',
    {
        'shares': int,
        'is': HoldOfEachIs,
    },
    closed=True,
)


class SharesSoldInOffering(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['shares_sold_in_offering']
    seller: str
    seller_class: SellerClass
    shares: int
    price: str
    discount_per_share: str
    before_requests: NotRequired[bool | None]
    before_votes: NotRequired[bool | None]
    before_changes: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class SharingOut(TypedDict, closed=True):
    clause: NotRequired[str | None]
    basis: NotRequired[ProRataBasis | None]
    excess: NotRequired[Excess]
    lot: NotRequired[int | None]
    odd: NotRequired[SharingOutOdd | None]
    affiliates: NotRequired[Affiliates]
    over_allotment: NotRequired[OverAllotment | None]


class ShelfCreate(TypedDict, closed=True):
    kind: NotRequired[Literal['shelf_triggered']]
    conversion_proposed_on: NotRequired[str | None]
    certificate_date: NotRequired[str | None]
    letters: NotRequired[list[RequestLetter]]
    shelf: NotRequired[str | None]
    called_for_on: NotRequired[str | None]
    forms_at_receipt: NotRequired[list[FormsAtReceiptItem] | None]
    offering_price: NotRequired[str | None]
    offering_price_net: NotRequired[str | None]
    id: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class ShelfTriggered(TypedDict, closed=True):
    kind: Literal['shelf_triggered']
    conversion_proposed_on: NotRequired[str | None]
    certificate_date: NotRequired[str | None]
    letters: NotRequired[list[RequestLetter]]
    shelf: NotRequired[str | None]
    called_for_on: NotRequired[str | None]
    forms_at_receipt: NotRequired[list[FormsAtReceiptItem] | None]
    offering_price: NotRequired[str | None]
    offering_price_net: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class SideOfRanks(TypedDict):
    agreement: str
    clause: str
    place: str
    holders: Holders
    says: str


class StageReached(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['stage_reached']
    stage: StageReachedStage
    on_file: NotRequired[OnFile | None]


class StandstillResult(TypedDict):
    applies: bool
    windows: list[StandstillWindow]


class Step(TypedDict):
    id: str
    rule: str
    clause: str
    says: str
    result: str | int | bool | list[str] | None
    inputs: NotRequired[list[StepInput]]
    readings: NotRequired[list[str]]
    counted: NotRequired[list[str]]


class Subscription(TypedDict):
    id: str
    name: str
    url: str
    kinds: list[ChangeKind]
    agreement_id: NotRequired[str]
    registration_kind: NotRequired[RegistrationKind]
    created_at: str
    state: WebhookState
    stopped: NotRequired[StopReason]
    position: int
    failures: int
    failing_since: NotRequired[str]
    next_try_at: NotRequired[str]


class SubscriptionMade(TypedDict):
    webhook: Subscription
    secret: str


class SuspensionBudget(TypedDict):
    of: LimitsLeftOf
    max_days: int
    days_used: int | None
    days_left: int | None
    occasion_limit: int
    window_days: int | None
    occasions_used: list[str] | None
    occasions_left: int | None
    next_permitted_on: str | None
    explained_by: dict[str, str]


class SuspensionNotice(TypedDict, closed=True):
    holder: str
    delivery: Delivery


class SuspensionResult(TypedDict):
    decision: Decision
    reason: str | None
    conditions: list[Condition]
    invoked_on: str
    days: int
    max_days: int | None
    next_permitted_on: str | None
    first_day: str | None
    last_day: str | None
    resume_on: str | None
    tolled_days: int | None
    holders: list[HolderBound]
    explained_by: dict[str, str]


class TakedownCreate(TypedDict, closed=True):
    kind: NotRequired[Literal['takedown_requested']]
    shelf: str
    takedown: NotRequired[str | None]
    letters: list[RequestLetter]
    offering_on: NotRequired[str | None]
    offering_price: NotRequired[str | None]
    offering_price_net: NotRequired[str | None]
    id: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class TakedownCutback(TypedDict, closed=True):
    clause: str
    advice_in_writing: bool
    priorities: NotRequired[dict[Literal['holders_first', 'company_first'], list[list[Priorities]]]]
    ranks: NotRequired[list[list[Rank] | RankModel] | None]


class TakedownRequested(TypedDict, closed=True):
    kind: Literal['takedown_requested']
    shelf: str
    takedown: NotRequired[str | None]
    letters: list[RequestLetter]
    offering_on: NotRequired[str | None]
    offering_price: NotRequired[str | None]
    offering_price_net: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class TermsAmended(TypedDict, closed=True):
    occurred_on: str
    in_writing: NotRequired[bool | None]
    company_signed: bool
    signed_by: list[SignedByItem]
    effective_from: NotRequired[str | None]
    consents: NotRequired[dict[str, bool]]
    kind: Literal['terms_amended']
    instrument: Instrument
    changes: dict[str, Any]
    reaches_requested: bool
    on_file: NotRequired[OnFile | None]


class TermsFinding(TypedDict):
    severity: Severity
    pointer: str
    code: FindingCode
    says: str


class Threshold(TypedDict, closed=True):
    clause: str
    fraction: str
    base: Base
    comparison: Comparison


class Tolling(TypedDict, closed=True):
    prohibitions: NotRequired[DaysGivenBack | None]
    discontinuances: NotRequired[DaysGivenBack | None]


class UnderwriterSelection(TypedDict, closed=True):
    clause: str
    selected_by: SelectedBy
    approval: Threshold
    approval_standard: Standard
    registrations: list[EarlierDemandRegistrationKind]


class UnderwritingAgreement(TypedDict, closed=True):
    clause: str
    standard: Standard
    registrations: list[RegistrationKind]
    holder_representations: list[About]


class UsesOfLimit(TypedDict):
    clause: str
    says: str
    counts: LimitOfUsesCounts
    limit: int
    used: int | None
    left: int | None
    explained_by: dict[str, str]


class UsesOfRight(TypedDict):
    right: str
    limits: list[UsesOfLimit]


class Verification(TypedDict):
    agreement_id: str
    ok: bool
    facts: int
    evaluations: int
    audit_entries: int
    head: str
    first_misfit: NotRequired[Misfit]
    docket: Docket
    head_asked: NotRequired[HeadAsked]


class VersionOfTerms(TypedDict):
    effective_from: NotRequired[str]
    content_hash: str | None
    changes: list[str]
    reaches_requested: NotRequired[bool]
    instrument: NotRequired[InstrumentResult]
    explained_by: dict[str, str]


class WaiverResult(TypedDict):
    registration_id: str | None
    obligation: str
    instrument: InstrumentResult


class WebhookCreate(TypedDict, closed=True):
    id: NotRequired[str | None]
    name: str
    url: str
    kinds: NotRequired[list[ChangeKind]]
    agreement_id: NotRequired[str | None]
    registration_kind: NotRequired[RegistrationKind | None]
    since: NotRequired[int | None]


class WebhookPage(TypedDict):
    items: list[Subscription]
    next: str | None


WhoMayAsk = TypedDict(
    'WhoMayAsk',
    {
        'clause': NotRequired[str | None],
        'members': NotRequired[list[str]],
        'group': NotRequired[str | None],
        'anyone': NotRequired[Literal[True] | None],
        'fraction': NotRequired[str | None],
        'of': NotRequired[WhoMayAskOf | None],
        'is': NotRequired[Comparison | None],
    },
    closed=True,
)


class Why(TypedDict):
    value: str | int | bool | None
    source: str
    counts: list[Count]
    cited: NotRequired[list[CitedFact]]


class Withdrawn(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['withdrawn']
    holders: NotRequired[list[Holder] | None]
    before_letters: NotRequired[bool | None]
    before_votes: NotRequired[bool | None]
    settled_by: NotRequired[SettledBy | None]
    on_file: NotRequired[OnFile | None]


class ProblemError(TypedDict):
    place: Place
    pointer: str
    code: FaultCode
    detail: str


class Problem(TypedDict):
    type: str
    title: str
    status: int
    code: ProblemCode
    detail: str
    errors: NotRequired[list[ProblemError]]


class AddressChanged(TypedDict, closed=True):
    kind: Literal['address_changed']
    party: NotRequired[str | None]
    address: str
    copies_to: NotRequired[list[CopiesToItem]]
    takes_effect_on: NotRequired[str | None]
    delivery: Delivery
    on_file: NotRequired[OnFile | None]


class AgreementOfUnderwriting(TypedDict):
    still_to_satisfy: list[str]
    made_on: NotRequired[str]
    parties: list[str]
    representations: list[RepresentationLine]
    clause: str
    explained_by: NotRequired[dict[str, str]]


class AgreementState(TypedDict):
    summary: str
    id: str
    name: str
    template: NotRequired[str]
    version: int
    as_of: str
    holders: list[HolderLine]
    total_registrable_shares: int | str | None
    demands: DemandsLeft | list[UsesOfRight] | None
    standstill: list[StandstillWindow]
    suspension_budget: NotRequired[SuspensionBudget | LimitsLeft]
    registrations: list[RegistrationLine]
    rights: RightsStatus
    terms_versions: list[VersionOfTerms]
    waivers: list[WaiverResult]
    obligations: list[Obligation]
    remedies: list[RemedyLine]
    disclosure_warranty: DisclosureWarranty | None
    grants: list[Grant]
    document_requests: list[DocumentRequest]
    recognitions: list[Recognition]
    addresses: list[AddressOnDay]
    explained_by: dict[str, str]


class Allocation(TypedDict):
    lines: list[AllocationLine]
    maximum: int | None
    total: int | None
    cut_back: bool | None
    explained_by: dict[str, str]


class AllocationView(TypedDict):
    registration_id: str
    as_of: str | None
    names: dict[str, str]
    allocation: Allocation


class AmendmentCopies(TypedDict, closed=True):
    clause: str
    before_filing: Period
    standard: Standard | None


class AmendmentObjected(TypedDict, closed=True):
    holder: str
    delivery: Delivery
    kind: Literal['amendment_objected']
    amendment: str
    on_compliance_grounds: bool
    reasonable: NotRequired[bool | None]
    before_filing: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class Amendments(TypedDict, closed=True):
    clause: str
    in_writing: bool
    company_signs: bool
    holders_sign: Threshold
    binds: Binds
    retroactive: list[Instrument]


class Assignment(TypedDict, closed=True):
    clause: str
    limbs: list[AssignmentLimb]
    recognised_by: list[RecognisedBy]


class AssignmentPapersDelivered(TypedDict, closed=True):
    holder: str
    delivery: Delivery
    kind: Literal['assignment_papers_delivered']
    papers: list[AssignmentPapersDeliveredPapers]
    on_file: NotRequired[OnFile | None]


class BillLine(TypedDict):
    id: str
    occurred_on: str
    incurred_on: str | None
    cost: Cost
    amount: str
    indemnity: list[BillPart]
    contribution: list[BillPart]
    retained: str | None
    explained_by: dict[str, str]


class CataloguedClause(TypedDict):
    id: str
    clause: str
    says: str
    kind: list[CataloguedClauseKind]
    rules: list[str]
    computations: list[str]
    obligations: list[ObligationYielded]
    readings: list[CataloguedReading]
    not_computed: NotRequired[str]
    provisions: NotRequired[list[str]]


class ClaimMade(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['claim_made']
    claim: str
    indemnified: ClaimPerson
    indemnifying: list[ClaimPerson]
    basis: ClaimMadeBasis | Literal['other']
    law: RegistrationLaw
    action_commenced: bool
    on_file: NotRequired[OnFile | None]


class ClaimNotified(TypedDict, closed=True):
    kind: Literal['claim_notified']
    claim: str
    party: str
    delivery: Delivery
    on_file: NotRequired[OnFile | None]


class ComfortLetter(TypedDict, closed=True):
    clause: str
    information_within: Period


class DamagesAnswer(TypedDict):
    defaults: list[DefaultLine]
    payments: list[DamagesPayment]
    holders: list[HolderDamages]
    accrued: str | None
    interest: str | None
    may_still_accrue: str | None
    without_limit: bool | None
    exclusive: bool | None
    explained_by: dict[str, str]


class DamagesOwed(TypedDict):
    name: str
    clause: str
    defaults: list[DefaultShown]
    payments: list[DamagesPaymentShown]
    holders: list[HolderDamagesShown]
    accrued: str | None
    interest: str | None
    may_still_accrue: str | None
    without_limit: bool | None
    exclusive: bool | None
    explained_by: dict[str, str]


DaysAllowed = TypedDict(
    'DaysAllowed',
    {
        'counts': DaysAllowedCounts,
        'limit': int,
        'is': NotRequired[DaysAllowedIs],
        'per': NotRequired[Literal['use'] | None],
        'window': NotRequired[RollingWindow | CalendarWindow | None],
    },
    closed=True,
)


class DefenceElected(TypedDict, closed=True):
    kind: Literal['defence_elected']
    claim: str
    party: str
    delivery: Delivery
    on_file: NotRequired[OnFile | None]


class DelayGiven(TypedDict, closed=True):
    invoked_on: str
    days: int
    board_judgment: NotRequired[bool | None]
    transaction_considered_from: NotRequired[str | None]
    transaction_considered_until: NotRequired[str | None]
    consent: NotRequired[bool | None]
    notices: NotRequired[list[NoticeGivenTo] | None]
    conditions: NotRequired[list[ConditionGiven]]


class DelayInvoked(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['delay_invoked']
    days: int
    board_judgment: NotRequired[bool | None]
    transaction_considered_from: NotRequired[str | None]
    transaction_considered_until: NotRequired[str | None]
    consent: NotRequired[bool | None]
    consenting_holders: NotRequired[list[ConsentingHolder] | None]
    notices: NotRequired[list[SuspensionNotice] | None]
    on_file: NotRequired[OnFile | None]


class DeliveryPage(TypedDict):
    items: list[DeliveryTried]
    next: int | None


class DemandCreate(TypedDict, closed=True):
    kind: NotRequired[Literal['demand_received']]
    demand: NotRequired[str | None]
    letters: list[RequestLetter]
    short_form_qualified: NotRequired[bool | None]
    forms_at_receipt: NotRequired[list[FormsAtReceiptItem] | None]
    forms_at_filing: NotRequired[list[FormsAtFilingItem] | None]
    underwritten: NotRequired[bool | None]
    offering_price: NotRequired[str | None]
    offering_price_net: NotRequired[str | None]
    id: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class DemandReceived(TypedDict, closed=True):
    kind: Literal['demand_received']
    demand: NotRequired[str | None]
    letters: list[RequestLetter]
    short_form_qualified: NotRequired[bool | None]
    forms_at_receipt: NotRequired[list[FormsAtReceiptItem] | None]
    forms_at_filing: NotRequired[list[FormsAtFilingItem] | None]
    underwritten: NotRequired[bool | None]
    offering_price: NotRequired[str | None]
    offering_price_net: NotRequired[str | None]
    on_file: NotRequired[OnFile | None]


class DocketItem(TypedDict):
    agreement_id: str
    agreement_name: str
    registration_id: NotRequired[str]
    registration_kind: NotRequired[RegistrationKind]
    obligation: DocketObligation
    names: NotRequired[dict[str, str]]
    explained_at: str


class DocketPage(TypedDict):
    as_of: str
    items: list[DocketItem]
    next: str | None


class Documents(TypedDict):
    opinions: list[OpinionLine]
    missing_topics: list[Topics] | None
    letters: list[LetterLine]
    earnings_period: NotRequired[StatementPeriod]
    earnings_statements: list[StatementLine]


class Drafts(TypedDict, closed=True):
    clause: str
    before_filing: Period
    underwritten_excluded: bool
    documents: list[DraftsDocuments]
    advisers: list[Advisers]


class Duty(TypedDict, closed=True):
    clause: str
    standard: Standard | None
    within: NotRequired[Period | None]


class EarningsStatement(TypedDict, closed=True):
    clause: str
    shortest: Period
    longest: Period
    available: Duty


class EvaluationLine(TypedDict):
    id: str
    registration_id: NotRequired[str]
    question: QuestionAsked
    version: int
    answer_hash: str
    created_at: str
    actor: str


class Explanation(TypedDict):
    steps: list[Step]
    texts: NotRequired[dict[str, ClauseText]]


class FactsRecorded(TypedDict):
    summary: str
    agreement_id: str
    version: int
    registration_id: NotRequired[str]
    as_of: str
    facts: list[FactTaken]
    changed: list[ChangedAnswer]
    owed: list[OwedNext]
    owed_without_day: list[str]
    full_answer: NotRequired[str]


class FaultFound(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['fault_found']
    claim: str
    parties: list[PartyAtFault]
    on_file: NotRequired[OnFile | None]


class Group(TypedDict, closed=True):
    clause: NotRequired[str | None]
    says: NotRequired[str | None]
    members: NotRequired[list[str]]
    transferees: NotRequired[bool]
    holding: NotRequired[list[Holding]]
    hold: NotRequired[HoldOfEach | None]
    outside: NotRequired[list[str]]


class Happening(TypedDict):
    specversion: Literal['1.0']
    id: str
    source: str
    type: ChangeKind
    time: str
    subject: str
    datacontenttype: Literal['application/json']
    position: int
    data: HappeningData


class HeldByHolder(TypedDict, closed=True):
    held: HeldShares


class Holdback(TypedDict, closed=True):
    clause: str
    before: Period
    after: Period
    on_advice: NotRequired[Period | None]
    firm_commitment_only: bool


class HoldbackResult(TypedDict):
    windows: list[HoldbackWindowResult]
    days: list[TestedDay]


class ImportDocument(TypedDict, closed=True):
    format: Literal['registration-rights/agreement']
    format_version: ImportDocumentFormatVersion
    agreement: ExportedAgreement
    terms: list[ExportedTerms]
    registrations: list[ExportedRegistration]
    facts: list[ExportedFact]
    evaluations: list[ExportedEvaluation]
    audit: list[ExportedEntry]
    head: str
    hash: str
    anchor: NotRequired[Line | None]


class IncidentalCutback(TypedDict, closed=True):
    clause: str
    advice_in_writing: bool
    priority: NotRequired[list[list[Priorities]] | None]
    ranks: NotRequired[list[list[Rank] | RankModel] | None]
    priorities_initiated_by_others: NotRequired[dict[Literal['pro_rata_all', 'initiators_first'], list[list[Priorities]]]]
    ranks_initiated_by_others: NotRequired[Literal['uncut'] | list[list[RanksInitiatedByOther] | RankModel] | None]


class Indemnity(TypedDict, closed=True):
    by_company: CompanyIndemnity
    by_holders: HolderIndemnity | None
    other_laws_clause: str | None
    claim_notice: ClaimNotice | None
    defence: Defence | None
    settlement: Settlement | None
    payment: Period | None
    contribution: Contribution | None


class KeptEvaluation(TypedDict):
    id: str
    agreement_id: str
    registration_id: NotRequired[str]
    question: QuestionAsked
    record: RecordUsed
    versions: CodeUsed
    answer: dict[str, Any]
    answer_hash: str
    created_at: str
    actor: str
    request_id: str
    hash: str


class LetterAdded(TypedDict, closed=True):
    kind: Literal['letter_added']
    letter: RequestLetter
    before_sales: NotRequired[bool | None]
    before_votes: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


LimitOfDelays = TypedDict(
    'LimitOfDelays',
    {
        'clause': NotRequired[str | None],
        'counts': LimitLeftCounts,
        'limit': int,
        'is': NotRequired[DaysAllowedIs],
        'per': NotRequired[LimitOfDelaysPer | None],
        'of': NotRequired[list[LimitsLeftOf]],
        'rights': NotRequired[list[str]],
        'window': NotRequired[RollingWindow | CalendarWindow | PeriodsFrom | None],
        'force': NotRequired[Force],
    },
    closed=True,
)


class LimitOfUses(TypedDict, closed=True):
    clause: NotRequired[str | None]
    counts: LimitOfUsesCounts
    limit: int
    per: NotRequired[Literal['holder'] | None]
    of: NotRequired[list[str]]
    window: NotRequired[RollingWindow | CalendarWindow | None]


class PageOfCataloguedClause(TypedDict):
    items: list[CataloguedClause]
    next: str | None


class PageOfEvaluationLine(TypedDict):
    items: list[EvaluationLine]
    next: str | None


class PageOfReadingInForce(TypedDict):
    items: list[ReadingInForce]
    next: str | None


class PartIncluded(TypedDict, closed=True):
    included: PortionIncluded


class PartSold(TypedDict, closed=True):
    sold: Portion


class PartyAccount(TypedDict):
    party: str
    reason: BillPartReasons | None
    told_on: NotRequired[str]
    defence: PartyAccountDefence | None
    defence_elected_on: str | None
    payable: str
    undetermined: str
    paid: str
    left: str
    overpaid: str
    payments: list[PaymentLine]
    explained_by: dict[str, str]


class ProhibitionNoticed(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['prohibition_noticed']
    days: int
    notices: NotRequired[list[SuspensionNotice] | None]
    in_effect_from: NotRequired[str | None]
    board_judgment: NotRequired[bool | None]
    transaction_considered_from: NotRequired[str | None]
    transaction_considered_until: NotRequired[str | None]
    consent: NotRequired[bool | None]
    consenting_holders: NotRequired[list[ConsentingHolder] | None]
    before_sales: NotRequired[bool | None]
    on_file: NotRequired[OnFile | None]


class RankConflict(TypedDict):
    offering: Offering
    demanded_under: str | None
    sides: tuple[SideOfRanks, SideOfRanks]
    says: str


class RegistrationSale(TypedDict):
    registration_id: str
    may_sell: MaySellMaySell
    reasons: list[SaleBar]


class RegistrationSensitivity(TypedDict):
    registration_id: str
    as_of: str
    sensitivity: Sensitivity
    versions: Versions


class RegistrationTallies(TypedDict):
    requisite: RequisiteTally | None
    demands: DemandsTally | UsesOfRight | None


class Replay(TypedDict):
    evaluation_id: str
    under: Under
    equal: bool
    same_code: bool
    says: str
    versions_then: CodeUsed
    versions_now: CodeUsed
    record_then: RecordUsed
    record_now: RecordUsed
    answer_hash_then: str
    answer_hash_now: NotRequired[str]
    differences: list[ReplayDifference]


class Rule144Statement(TypedDict, closed=True):
    clause: str
    available_after: Period
    furnish: Duty


class TermsCheck(TypedDict):
    consistent: bool
    findings: list[TermsFinding]


class Underwriting(TypedDict):
    vote: NotRequired[UnderwriterVote]
    agreement: NotRequired[AgreementOfUnderwriting]


Facts: TypeAlias = HolderRecorded | StockSplit | PositionStated | PreferredConverted | WarrantsExercised | WarrantsExpired | SecuritiesTransferred | RecordHolderEntered | AssignmentPapersDelivered | TermsAmended | ObligationWaived | RightsEnded | AddressChanged | FirstPublicOfferingEffective | FirstPublicOfferingStage | ReportingBegan | EventHappened | ConditionStated | SharesOutstandingStated | MarketPriceStated | PricePaidStated | ReportFiled | DamagesElected | ReportMissed | CovenantStanding | Rule144Requested | Rule144StatementFurnished | ExistingRightsStated | RightsGranted | CompanyOfferingCommenced | SharesSold | NotPerformed


class AgreementFacts(TypedDict, closed=True):
    facts: list[Facts]


class AnswerAddressesResult(TypedDict):
    result: AddressesResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerAgreementState(TypedDict):
    result: AgreementState
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerAllocation(TypedDict):
    result: Allocation
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerAmendmentResult(TypedDict):
    result: AmendmentResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerApprovalResult(TypedDict):
    result: ApprovalResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerAssignmentResult(TypedDict):
    result: AssignmentResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerClaimNoticeResult(TypedDict):
    result: ClaimNoticeResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerComfortLetterResult(TypedDict):
    result: ComfortLetterResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerContributionResult(TypedDict):
    result: ContributionResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerCopiesResult(TypedDict):
    result: CopiesResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerCorrectionMade(TypedDict):
    result: CorrectionMade
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerDamagesAnswer(TypedDict):
    result: DamagesAnswer
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerDeadlineResult(TypedDict):
    result: DeadlineResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerDefenceResult(TypedDict):
    result: DefenceResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerDiscountResult(TypedDict):
    result: DiscountResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerEarningsStatementResult(TypedDict):
    result: EarningsStatementResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerEffectivenessEndResult(TypedDict):
    result: EffectivenessEndResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerExpensesResult(TypedDict):
    result: ExpensesResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerFactsRecorded(TypedDict):
    result: FactsRecorded
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerHoldbackResult(TypedDict):
    result: HoldbackResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerHolderCapResult(TypedDict):
    result: HolderCapResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerIncidentalNoticeResult(TypedDict):
    result: IncidentalNoticeResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerIndemnityResult(TypedDict):
    result: IndemnityResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerJoinWindowsResult(TypedDict):
    result: JoinWindowsResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerPaymentsResult(TypedDict):
    result: PaymentsResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerReceiptResult(TypedDict):
    result: ReceiptResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerRecognitionResult(TypedDict):
    result: RecognitionResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerRequisiteResult(TypedDict):
    result: RequisiteResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerRightsComparisonResult(TypedDict):
    result: RightsComparisonResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerRule144Result(TypedDict):
    result: Rule144Result
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerSettlementResult(TypedDict):
    result: SettlementResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerShelfConditionResult(TypedDict):
    result: ShelfConditionResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerShelfEndResult(TypedDict):
    result: ShelfEndResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerShortFormResult(TypedDict):
    result: ShortFormResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerSplitResult(TypedDict):
    result: SplitResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerStandstillResult(TypedDict):
    result: StandstillResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerSuspensionBudgetResult(TypedDict):
    result: SuspensionBudgetResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerSuspensionResult(TypedDict):
    result: SuspensionResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerTermsCheck(TypedDict):
    result: TermsCheck
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerTimelinessResult(TypedDict):
    result: TimelinessResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerTriggerResult(TypedDict):
    result: TriggerResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerUnderwritingAgreementResult(TypedDict):
    result: UnderwritingAgreementResult
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerUnionDemandsLeftUsesOfRight(TypedDict):
    result: DemandsLeft | UsesOfRight
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class ChangePage(TypedDict):
    items: list[Happening]
    next: int | None


class ClaimAnswer(TypedDict):
    id: str
    state: ClaimAnswerState | None
    made_on: str
    ended_on: NotRequired[str]
    indemnified: str
    role: Role
    basis: ClaimMadeBasis | Literal['other']
    law: RegistrationLaw
    whole_section: bool
    bills: list[BillLine]
    parties: list[PartyAccount]
    contribution: ClaimAnswerContribution
    settlement: SettlementLine | None
    explained_by: dict[str, str]


class ClaimsView(TypedDict):
    registration_id: str
    as_of: str | None
    names: dict[str, str]
    claims: list[ClaimAnswer]
    money: RegistrationMoney


class CompanyState(TypedDict):
    company: str
    as_of: str
    agreements: list[AgreementOfCompany]
    rank_conflicts: list[RankConflict]
    later_rights: list[LaterRights]
    thresholds: list[ThresholdThrough]
    weights: list[WeightsOnDay]


class CorrectionCreate(TypedDict, closed=True):
    fact_id: str
    reason: str
    replacement: HolderRecorded | StockSplit | PositionStated | PreferredConverted | WarrantsExercised | WarrantsExpired | SecuritiesTransferred | RecordHolderEntered | AssignmentPapersDelivered | TermsAmended | ObligationWaived | RightsEnded | AddressChanged | FirstPublicOfferingEffective | FirstPublicOfferingStage | ReportingBegan | EventHappened | ConditionStated | SharesOutstandingStated | MarketPriceStated | PricePaidStated | ReportFiled | DamagesElected | ReportMissed | CovenantStanding | Rule144Requested | Rule144StatementFurnished | ExistingRightsStated | RightsGranted | DemandReceived | ShelfTriggered | RegistrationDetermined | TakedownRequested | LetterAdded | NoticeGiven | JoinRequested | ProcedureRequested | InformationRequested | InformationReceived | UndertakingRequired | UndertakingReceived | DelayInvoked | AdditionsProposed | MaximumAdvised | CompanyOfferingCommenced | UnderwriterSelected | UnderwriterApproved | HoldbackRequired | HoldbackAdvised | HoldbackNoticeGiven | DraftsDelivered | Withdrawn | Abandoned | Filed | AmendmentProposed | AmendmentCopyFurnished | AmendmentObjected | AmendmentFiled | RepresentationAsked | UnderwritingAgreementApproved | UnderwritingAgreementMade | TransferAgentAppointed | Listed | StageReached | DeclaredEffective | ConversionCompleted | ProhibitionNoticed | ProhibitionLifted | OpinionDelivered | ComfortLetterDelivered | EarningsStatementAvailable | ProcedurePerformed | ExemptionClaimed | HolderMisstatementNotice | MisstatementNoticeGiven | MisstatementNoticeDelivered | NewProspectusReceived | OldCopiesReturned | StopOrder | StopOrderLifted | ContinuationElected | ClosingFailed | SharesSold | SharesSoldInOffering | DistributionCompleted | ExpenseIncurred | ExpensePaid | ClaimMade | ClaimNotified | DefenceElected | DefenceAnswered | BillReceived | PaymentMade | PrejudiceFound | FaultFound | IndemnityFoundUnavailable | SettlementProposed | SettlementAnswered | DamagesPaid | ClaimSettled | ClaimJudged | NotPerformed | None
    on_file: NotRequired[OnFile | None]


class DocumentsOnRequest(TypedDict, closed=True):
    clause: str
    furnish: Duty


class FactCorrected(TypedDict, closed=True):
    occurred_on: str
    kind: Literal['fact_corrected']
    fact_id: str
    reason: str
    replacement: HolderRecorded | StockSplit | PositionStated | PreferredConverted | WarrantsExercised | WarrantsExpired | SecuritiesTransferred | RecordHolderEntered | AssignmentPapersDelivered | TermsAmended | ObligationWaived | RightsEnded | AddressChanged | FirstPublicOfferingEffective | FirstPublicOfferingStage | ReportingBegan | EventHappened | ConditionStated | SharesOutstandingStated | MarketPriceStated | PricePaidStated | ReportFiled | DamagesElected | ReportMissed | CovenantStanding | Rule144Requested | Rule144StatementFurnished | ExistingRightsStated | RightsGranted | DemandReceived | ShelfTriggered | RegistrationDetermined | TakedownRequested | LetterAdded | NoticeGiven | JoinRequested | ProcedureRequested | InformationRequested | InformationReceived | UndertakingRequired | UndertakingReceived | DelayInvoked | AdditionsProposed | MaximumAdvised | CompanyOfferingCommenced | UnderwriterSelected | UnderwriterApproved | HoldbackRequired | HoldbackAdvised | HoldbackNoticeGiven | DraftsDelivered | Withdrawn | Abandoned | Filed | AmendmentProposed | AmendmentCopyFurnished | AmendmentObjected | AmendmentFiled | RepresentationAsked | UnderwritingAgreementApproved | UnderwritingAgreementMade | TransferAgentAppointed | Listed | StageReached | DeclaredEffective | ConversionCompleted | ProhibitionNoticed | ProhibitionLifted | OpinionDelivered | ComfortLetterDelivered | EarningsStatementAvailable | ProcedurePerformed | ExemptionClaimed | HolderMisstatementNotice | MisstatementNoticeGiven | MisstatementNoticeDelivered | NewProspectusReceived | OldCopiesReturned | StopOrder | StopOrderLifted | ContinuationElected | ClosingFailed | SharesSold | SharesSoldInOffering | DistributionCompleted | ExpenseIncurred | ExpensePaid | ClaimMade | ClaimNotified | DefenceElected | DefenceAnswered | BillReceived | PaymentMade | PrejudiceFound | FaultFound | IndemnityFoundUnavailable | SettlementProposed | SettlementAnswered | DamagesPaid | ClaimSettled | ClaimJudged | NotPerformed
    on_file: NotRequired[OnFile | None]


class FactOnRecord(TypedDict):
    position: int
    fact_id: str
    registration_id: NotRequired[str]
    kind: str
    occurred_on: str
    recorded_at: str
    fact: AgreementMade | HolderRecorded | StockSplit | PositionStated | PreferredConverted | WarrantsExercised | WarrantsExpired | SecuritiesTransferred | RecordHolderEntered | AssignmentPapersDelivered | TermsAmended | ObligationWaived | RightsEnded | AddressChanged | FirstPublicOfferingEffective | FirstPublicOfferingStage | ReportingBegan | EventHappened | ConditionStated | SharesOutstandingStated | MarketPriceStated | PricePaidStated | ReportFiled | DamagesElected | ReportMissed | CovenantStanding | Rule144Requested | Rule144StatementFurnished | ExistingRightsStated | RightsGranted | DemandReceived | ShelfTriggered | RegistrationDetermined | TakedownRequested | LetterAdded | NoticeGiven | JoinRequested | ProcedureRequested | InformationRequested | InformationReceived | UndertakingRequired | UndertakingReceived | DelayInvoked | AdditionsProposed | MaximumAdvised | CompanyOfferingCommenced | UnderwriterSelected | UnderwriterApproved | HoldbackRequired | HoldbackAdvised | HoldbackNoticeGiven | DraftsDelivered | Withdrawn | Abandoned | Filed | AmendmentProposed | AmendmentCopyFurnished | AmendmentObjected | AmendmentFiled | RepresentationAsked | UnderwritingAgreementApproved | UnderwritingAgreementMade | TransferAgentAppointed | Listed | StageReached | DeclaredEffective | ConversionCompleted | ProhibitionNoticed | ProhibitionLifted | OpinionDelivered | ComfortLetterDelivered | EarningsStatementAvailable | ProcedurePerformed | ExemptionClaimed | HolderMisstatementNotice | MisstatementNoticeGiven | MisstatementNoticeDelivered | NewProspectusReceived | OldCopiesReturned | StopOrder | StopOrderLifted | ContinuationElected | ClosingFailed | SharesSold | SharesSoldInOffering | DistributionCompleted | ExpenseIncurred | ExpensePaid | ClaimMade | ClaimNotified | DefenceElected | DefenceAnswered | BillReceived | PaymentMade | PrejudiceFound | FaultFound | IndemnityFoundUnavailable | SettlementProposed | SettlementAnswered | DamagesPaid | ClaimSettled | ClaimJudged | NotPerformed | FactCorrected | FactRetracted
    standing: Standing
    overtaken_by: NotRequired[str]
    predecessor: str
    hash: str


Facts1: TypeAlias = LetterAdded | NoticeGiven | JoinRequested | ProcedureRequested | InformationRequested | InformationReceived | UndertakingRequired | UndertakingReceived | DelayInvoked | AdditionsProposed | MaximumAdvised | UnderwriterSelected | UnderwriterApproved | HoldbackRequired | HoldbackAdvised | HoldbackNoticeGiven | DraftsDelivered | Withdrawn | Abandoned | Filed | AmendmentProposed | AmendmentCopyFurnished | AmendmentObjected | AmendmentFiled | RepresentationAsked | UnderwritingAgreementApproved | UnderwritingAgreementMade | TransferAgentAppointed | Listed | StageReached | DeclaredEffective | ConversionCompleted | ProhibitionNoticed | ProhibitionLifted | OpinionDelivered | ComfortLetterDelivered | EarningsStatementAvailable | ProcedurePerformed | ExemptionClaimed | HolderMisstatementNotice | MisstatementNoticeGiven | MisstatementNoticeDelivered | NewProspectusReceived | OldCopiesReturned | StopOrder | StopOrderLifted | ContinuationElected | ClosingFailed | SharesSoldInOffering | DistributionCompleted | ExpenseIncurred | ExpensePaid | ClaimMade | ClaimNotified | DefenceElected | DefenceAnswered | BillReceived | PaymentMade | PrejudiceFound | FaultFound | IndemnityFoundUnavailable | SettlementProposed | SettlementAnswered | DamagesPaid | ClaimSettled | ClaimJudged


class FactsOfRegistration(TypedDict, closed=True):
    facts: list[Facts1]


class MaySell(TypedDict):
    holder: str
    as_of: str
    manner: Manner
    may_sell: MaySellMaySell
    reasons: list[SaleBar]
    registrations: list[RegistrationSale]


class OfferingOfCompany(TypedDict):
    company: str
    as_of: str
    maximum_shares: int
    in_conflict: bool
    sellers: list[SellerOfSeveral]
    rank_conflicts: list[RankConflict]


class PageOfFactOnRecord(TypedDict):
    items: list[FactOnRecord]
    next: str | None


class RegistrationAnswer(TypedDict):
    summary: str
    determination: Determination
    registration_id: NotRequired[str]
    agreement_id: NotRequired[str]
    kind: RegistrationKind
    as_of: NotRequired[str]
    state: RegistrationState
    overlays: list[Overlays]
    effected: bool | None
    filed_on: NotRequired[str]
    effective_on: NotRequired[str]
    ended_on: NotRequired[str]
    in_time: bool | None
    days_late: NotRequired[int]
    obligations: list[Obligation]
    windows: RegistrationWindows
    joins: list[JoinResult]
    delays: list[DelayResult]
    prohibitions: list[ProhibitionResult]
    suspension_budget: NotRequired[SuspensionBudget | LimitsLeft]
    allocation: Allocation
    tallies: RegistrationTallies
    money: RegistrationMoney
    claims: list[ClaimAnswer]
    shelf: NotRequired[ShelfView]
    takedown: NotRequired[TakedownView]
    incidental: NotRequired[IncidentalView]
    remedies: NotRequired[list[RemedyLine]]
    conditions_of_inclusion: NotRequired[list[ConditionOfInclusion]]
    documents: NotRequired[Documents]
    amendments: NotRequired[list[AmendmentLine]]
    underwriting: NotRequired[Underwriting]
    holdback: NotRequired[list[HoldbackLine]]
    damages: NotRequired[list[DamagesOwed]]
    explained_by: NotRequired[dict[str, str]]


class AnswerMaySell(TypedDict):
    result: MaySell
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class AnswerRegistrationAnswer(TypedDict):
    result: RegistrationAnswer
    names: NotRequired[dict[str, str]]
    explanation: Explanation
    readings: list[ReadingChoice]
    assumptions: list[Notice]
    warnings: list[Notice]
    missing_inputs: list[MissingInput]
    versions: Versions
    cited: NotRequired[list[CitedFact]]


class Covenants(TypedDict, closed=True):
    public_information: Covenant | None
    reports: Covenant | None
    form_eligibility: FormEligibility | None
    documents_on_request: DocumentsOnRequest | None


class AgreementCreate(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    id: NotRequired[str | None]
    name: NotRequired[str | None]
    overrides: NotRequired[dict[str, Any]]
    holders: NotRequired[list[HolderCreate] | None]
    on_file: NotRequired[OnFile | None]


class AllSizesInput(TypedDict, closed=True):
    all: list[SharesAsked | FractionAsked | MoneyAskedInput | AllRemaining | AnySizeInput | AllSizesInput]


class AllSizesOutput(TypedDict, closed=True):
    all: list[SharesAsked | FractionAsked | MoneyAskedOutput | AllRemaining | AnySizeOutput | AllSizesOutput]


class AmendmentQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    instrument: NotRequired[Instrument | None]
    in_writing: NotRequired[bool | None]
    company_signed: bool
    signing_shares: NotRequired[int | None]
    total_shares: NotRequired[int | None]
    positions: NotRequired[list[PositionGiven] | None]
    signatories: NotRequired[list[str]]
    signed_on: NotRequired[str | None]
    takes_effect_on: NotRequired[str | None]
    hurt_more_than_others: NotRequired[dict[str, bool]]


class AnyOfInput(TypedDict, closed=True):
    any: list[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput | list[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput]]


class AnyOfOutput(TypedDict, closed=True):
    any: list[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput | list[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput]]


class AnySizeInput(TypedDict, closed=True):
    any: list[SharesAsked | FractionAsked | MoneyAskedInput | AllRemaining | AnySizeInput | AllSizesInput]


class AnySizeOutput(TypedDict, closed=True):
    any: list[SharesAsked | FractionAsked | MoneyAskedOutput | AllRemaining | AnySizeOutput | AllSizesOutput]


class AssignmentQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    affiliate: bool
    held_before: int
    without_rights: NotRequired[int]
    transferred: int
    restricted_in_writing: bool
    to_the_public: NotRequired[bool]
    splits: NotRequired[list[SplitGiven]]
    record_holder: NotRequired[bool | None]
    notice_and_agreement: NotRequired[bool | None]


class AtOnceInput(TypedDict, closed=True):
    rate: NotRequired[str | None]
    money: NotRequired[str | None]
    pay: NotRequired[FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]


class AtOnceOutput(TypedDict, closed=True):
    rate: NotRequired[str | None]
    money: NotRequired[str | None]
    pay: NotRequired[FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]


class ByCaseInput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    edge: NotRequired[Edge | None]
    hour: NotRequired[str | None]
    roll: NotRequired[str | None]
    cases: list[ClockCaseInput]


class ByCaseOutput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    edge: NotRequired[Edge | None]
    hour: NotRequired[str | None]
    roll: NotRequired[str | None]
    cases: list[ClockCaseOutput]


ClockCaseInput = TypedDict(
    'ClockCaseInput',
    {
        'if': NotRequired[Optional[Union[Asserted, "HappenedInput", "ReachedInput", "WithinInput", OnForm, Underwritten, Reviewed, "KeptEffectiveInput", PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfInput, "NotInput", list[Union[Asserted, "HappenedInput", "ReachedInput", "WithinInput", OnForm, Underwritten, Reviewed, "KeptEffectiveInput", PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfInput, "NotInput"]]]]],
        'then': Union[FixedDay, AtMoment, "CountedInput", "EarliestOfInput", "LatestOfInput", ByCaseInput, "WhenPassedInput"],
    },
    closed=True,
)


ClockCaseOutput = TypedDict(
    'ClockCaseOutput',
    {
        'if': NotRequired[Optional[Union[Asserted, "HappenedOutput", "ReachedOutput", "WithinOutput", OnForm, Underwritten, Reviewed, "KeptEffectiveOutput", PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfOutput, "NotOutput", list[Union[Asserted, "HappenedOutput", "ReachedOutput", "WithinOutput", OnForm, Underwritten, Reviewed, "KeptEffectiveOutput", PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfOutput, "NotOutput"]]]]],
        'then': Union[FixedDay, AtMoment, "CountedOutput", "EarliestOfOutput", "LatestOfOutput", ByCaseOutput, "WhenPassedOutput"],
    },
    closed=True,
)


class ComfortLetterQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    letter_dated: str
    cutoff_on: NotRequired[str | None]
    effective_on: NotRequired[str | None]


class ContributionQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    indemnity_unavailable: NotRequired[bool]
    loss: str
    expenses: str
    indemnified: str
    parties: list[PartyGiven]


class CopiesQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    filing_on: str
    papers: NotRequired[CopiesQuestionPapers]
    underwritten: NotRequired[bool | None]
    delivered_on: NotRequired[str | None]


class CountedInput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    edge: NotRequired[Edge | None]
    hour: NotRequired[str | None]
    roll: NotRequired[str | None]
    count: int
    unit: LeadUnit
    after: NotRequired[str | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]
    before: NotRequired[str | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]
    first_day: NotRequired[Sec5Underwritten]
    short_month: NotRequired[ShortMonth]
    calendar: NotRequired[str | None]


class CountedOutput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    edge: NotRequired[Edge | None]
    hour: NotRequired[str | None]
    roll: NotRequired[str | None]
    count: int
    unit: LeadUnit
    after: NotRequired[str | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]
    before: NotRequired[str | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]
    first_day: NotRequired[Sec5Underwritten]
    short_month: NotRequired[ShortMonth]
    calendar: NotRequired[str | None]


class CutbackQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    demand: NotRequired[str | None]
    registration: CutbackQuestionRegistration
    incidental: NotRequired[str | None]
    initiated_by: NotRequired[InitiatedFor | None]
    initiators: NotRequired[list[str] | None]
    underwritten: NotRequired[bool | None]
    written_advice: NotRequired[bool | None]
    maximum_shares: NotRequired[int | None]
    greenshoe_shares: NotRequired[int | None]
    company: NotRequired[int]
    holders: NotRequired[dict[str, int]]
    others: NotRequired[dict[str, int]]
    demanding: NotRequired[dict[str, int]]
    owned: NotRequired[dict[str, int]]
    groups: NotRequired[dict[str, list[str]]]
    first_public_offering: NotRequired[bool | None]
    holders_consent: NotRequired[bool | None]
    room_for_registrable: NotRequired[int | None]
    granted_in_compliance: NotRequired[bool | None]


DamagesInput = TypedDict(
    'DamagesInput',
    {
        'clause': str,
        'rights': NotRequired[list[str]],
        'owed_to': NotRequired[str],
        'for': dict[str, "DefaultInput"],
        'amount': NotRequired[str | None],
        'to': NotRequired[DamagesTo | None],
        'base': NotRequired[DamagesBaseInput | None],
        'at_once': NotRequired[AtOnceInput | None],
        'rates': NotRequired[list[Rung]],
        'per': NotRequired[Length | None],
        'period': NotRequired[Length | CalendarMonth | None],
        'year': NotRequired[Year | None],
        'accrues': NotRequired[Accrues | None],
        'first_day': NotRequired[CureDay],
        'cure_day': NotRequired[CureDay | None],
        'together': NotRequired[Together | None],
        'cap': NotRequired[DamagesCap | None],
        'elected': NotRequired[bool],
        'pay': NotRequired[Optional[Union[FixedDay, AtMoment, CountedInput, "EarliestOfInput", "LatestOfInput", ByCaseInput, "WhenPassedInput"]]],
        'interest': NotRequired[Optional["LateInterestInput"]],
        'exclusive': NotRequired[bool | None],
    },
    closed=True,
)


DamagesOutput = TypedDict(
    'DamagesOutput',
    {
        'clause': str,
        'rights': NotRequired[list[str]],
        'owed_to': NotRequired[str],
        'for': dict[str, "DefaultOutput"],
        'amount': NotRequired[str | None],
        'to': NotRequired[DamagesTo | None],
        'base': NotRequired[DamagesBaseOutput | None],
        'at_once': NotRequired[AtOnceOutput | None],
        'rates': NotRequired[list[Rung]],
        'per': NotRequired[Length | None],
        'period': NotRequired[Length | CalendarMonth | None],
        'year': NotRequired[Year | None],
        'accrues': NotRequired[Accrues | None],
        'first_day': NotRequired[CureDay],
        'cure_day': NotRequired[CureDay | None],
        'together': NotRequired[Together | None],
        'cap': NotRequired[DamagesCap | None],
        'elected': NotRequired[bool],
        'pay': NotRequired[Optional[Union[FixedDay, AtMoment, CountedOutput, "EarliestOfOutput", "LatestOfOutput", ByCaseOutput, "WhenPassedOutput"]]],
        'interest': NotRequired[Optional["LateInterestOutput"]],
        'exclusive': NotRequired[bool | None],
    },
    closed=True,
)


class DamagesQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    damages: DamagesInput
    defaults: list[DefaultGiven]
    holders: NotRequired[list[DamagedHolder]]
    as_of: str


class DeadlineQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    event_on: str
    count: int
    unit: NotRequired[LeadUnit]
    direction: NotRequired[Direction]
    inclusion: NotRequired[Inclusion]
    is_act: NotRequired[bool]


class DeemedReceiptQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    delivery: Delivery


DefaultInput = TypedDict(
    'DefaultInput',
    {
        'clause': NotRequired[str | None],
        'missed': NotRequired[str | None],
        'without': NotRequired[Literal['sales'] | None],
        'while': NotRequired[list[StatedDaysInput] | None],
        'grace': NotRequired[Optional[Union[FixedDay, AtMoment, CountedInput, "EarliestOfInput", "LatestOfInput", ByCaseInput, "WhenPassedInput"]]],
        'reaches_back': NotRequired[bool | None],
        'not': NotRequired[list[StatedDaysInput]],
        'beyond': NotRequired[list[DaysAllowed]],
    },
    closed=True,
)


DefaultOutput = TypedDict(
    'DefaultOutput',
    {
        'clause': NotRequired[str | None],
        'missed': NotRequired[str | None],
        'without': NotRequired[Literal['sales'] | None],
        'while': NotRequired[list[StatedDaysOutput] | None],
        'grace': NotRequired[Optional[Union[FixedDay, AtMoment, CountedOutput, "EarliestOfOutput", "LatestOfOutput", ByCaseOutput, "WhenPassedOutput"]]],
        'reaches_back': NotRequired[bool | None],
        'not': NotRequired[list[StatedDaysOutput]],
        'beyond': NotRequired[list[DaysAllowed]],
    },
    closed=True,
)


class DefenceCostsQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    indemnified_role: NotRequired[Role]
    election_notice_on: NotRequired[str | None]
    conflict: NotRequired[bool | None]
    counsel_satisfactory: NotRequired[bool | None]
    bills: NotRequired[list[BillGiven] | None]
    before_election: NotRequired[str | None]
    after_election: NotRequired[str | None]
    investigation_after: NotRequired[str | None]


class DelayInput(TypedDict, closed=True):
    clause: str
    max_days: NotRequired[int | None]
    occasions: NotRequired[Counter | None]
    limits: NotRequired[list[LimitOfDelays]]
    grounds: NotRequired[list[Grounds] | None]
    conditions: NotRequired[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput | list[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput] | None]
    ends_by: NotRequired[FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]
    stops: NotRequired[Stopped | None]
    locks_out: NotRequired[LockedOut | None]
    prohibition_needs_notice: bool
    consent_clause: NotRequired[str | None]
    consent_standard: NotRequired[Standard | None]


class DelayOutput(TypedDict, closed=True):
    clause: str
    max_days: NotRequired[int | None]
    occasions: NotRequired[Counter | None]
    limits: NotRequired[list[LimitOfDelays]]
    grounds: NotRequired[list[Grounds] | None]
    conditions: NotRequired[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput | list[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput] | None]
    ends_by: NotRequired[FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]
    stops: NotRequired[Stopped | None]
    locks_out: NotRequired[LockedOut | None]
    prohibition_needs_notice: bool
    consent_clause: NotRequired[str | None]
    consent_standard: NotRequired[Standard | None]


class DemandInput(TypedDict, closed=True):
    clause: str
    notice_to: NotRequired[NoticeTo]
    who: NotRequired[WhoMayAsk | None]
    open: NotRequired[SpanInput | None]
    size: NotRequired[SharesAsked | FractionAsked | MoneyAskedInput | AllRemaining | AnySizeInput | AllSizesInput | None]
    unless: NotRequired[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput | list[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput] | None]
    uses: NotRequired[list[LimitOfUses]]
    effort: Standard
    notice_to_holders: TellingInput
    join: InclusionInput
    with_joiners: NotRequired[bool]
    effected: NotRequired[EffectedInput | None]
    opens: NotRequired[Opening | None]
    closes_on: NotRequired[str | None]
    minimum_shares: NotRequired[int | None]
    cap: NotRequired[LifetimeLimit | None]
    effect_within: NotRequired[Period | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]
    short_form: NotRequired[ShortFormInput | None]
    standstill: NotRequired[Period | None]
    standstill_except_forms: NotRequired[list[str]]
    additions_clause: str
    priorities: NotRequired[dict[Literal['holders_company_others', 'holders_then_pari_passu', 'company_first'], list[list[Priorities]]]]
    ranks: NotRequired[list[list[Rank] | RankModel] | None]
    advice_in_writing: NotRequired[Literal[True] | None]
    only_on_forms: NotRequired[list[str]]
    file_within: NotRequired[Period | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]
    keep_effective: NotRequired[Period | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]


class DemandOutput(TypedDict, closed=True):
    clause: str
    notice_to: NotRequired[NoticeTo]
    who: NotRequired[WhoMayAsk | None]
    open: NotRequired[SpanOutput | None]
    size: NotRequired[SharesAsked | FractionAsked | MoneyAskedOutput | AllRemaining | AnySizeOutput | AllSizesOutput | None]
    unless: NotRequired[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput | list[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput] | None]
    uses: NotRequired[list[LimitOfUses]]
    effort: Standard
    notice_to_holders: TellingOutput
    join: InclusionOutput
    with_joiners: NotRequired[bool]
    effected: NotRequired[EffectedOutput | None]
    opens: NotRequired[Opening | None]
    closes_on: NotRequired[str | None]
    minimum_shares: NotRequired[int | None]
    cap: NotRequired[LifetimeLimit | None]
    effect_within: NotRequired[Period | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]
    short_form: NotRequired[ShortFormOutput | None]
    standstill: NotRequired[Period | None]
    standstill_except_forms: NotRequired[list[str]]
    additions_clause: str
    priorities: NotRequired[dict[Literal['holders_company_others', 'holders_then_pari_passu', 'company_first'], list[list[Priorities]]]]
    ranks: NotRequired[list[list[Rank] | RankModel] | None]
    advice_in_writing: NotRequired[Literal[True] | None]
    only_on_forms: NotRequired[list[str]]
    file_within: NotRequired[Period | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]
    keep_effective: NotRequired[Period | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]


class DemandCountQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    demand: NotRequired[str | None]
    registrations: list[EarlierDemand]
    as_of: NotRequired[str | None]


class DemandQuestionBody(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    demand: NotRequired[str | None]
    letters: list[LetterGiven]
    positions: NotRequired[list[PositionGiven] | None]
    total_fully_diluted_shares: NotRequired[int | None]
    short_form_qualified: NotRequired[bool | None]
    forms_at_receipt: NotRequired[list[FormsAtReceiptItem] | None]
    forms_at_filing: NotRequired[list[FormsAtFilingItem] | None]
    offering_price: NotRequired[str | None]
    offering_price_net: NotRequired[str | None]
    shares_outstanding: NotRequired[int | None]
    market_price: NotRequired[str | None]
    demands_effected: int
    demands_pending: int
    company_offerings: NotRequired[list[OfferingGiven]]
    other_registrations: NotRequired[list[OtherRegistrationGiven]]
    delays: NotRequired[list[DelayGiven]]
    prior_delay_occasions: NotRequired[list[str | EarlierOccasion]]
    notices: NotRequired[list[NoticeGivenTo]]
    joins: NotRequired[list[JoinGiven]]
    underwritten: NotRequired[bool | None]
    additions: NotRequired[AdditionsGiven | None]
    maximum_shares: NotRequired[int | None]
    withdrawals: NotRequired[list[WithdrawalGiven]]
    filed_on: NotRequired[str | None]
    effective_on: NotRequired[str | None]
    as_of: NotRequired[str | None]


class DiscountQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    total_discount: str
    sellers: list[SellerGiven]


class EarliestOfInput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    edge: NotRequired[Edge | None]
    hour: NotRequired[str | None]
    roll: NotRequired[str | None]
    earliest: list[FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput]


class EarliestOfOutput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    edge: NotRequired[Edge | None]
    hour: NotRequired[str | None]
    roll: NotRequired[str | None]
    earliest: list[FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput]


class EarningsStatementQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    effective_on: str
    statement_first_day: NotRequired[str | None]
    statement_last_day: NotRequired[str | None]


class EffectedInput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    needs: Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput | list[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput]
    undone_by: NotRequired[list[UndoingInput]]
    withdrawn: NotRequired[WithdrawnDemandInput | None]


class EffectedOutput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    needs: Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput | list[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput]
    undone_by: NotRequired[list[UndoingOutput]]
    withdrawn: NotRequired[WithdrawnDemandOutput | None]


class EffectivenessInput(TypedDict, closed=True):
    clause: str
    standard: Standard
    keep_effective: Period | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput


class EffectivenessOutput(TypedDict, closed=True):
    clause: str
    standard: Standard
    keep_effective: Period | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput


class EffectivenessPeriodQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    demand: NotRequired[str | None]
    effective_on: str
    holds: NotRequired[list[HoldGiven]]
    prohibitions: NotRequired[list[RunGiven]]
    all_disposed_on: NotRequired[str | None]


ElectionToGoOnInput = TypedDict(
    'ElectionToGoOnInput',
    {
        'fraction': str,
        'is': Comparison,
        'notice_by': NotRequired[Optional[Union[FixedDay, AtMoment, CountedInput, EarliestOfInput, "LatestOfInput", ByCaseInput, "WhenPassedInput"]]],
    },
    closed=True,
)


ElectionToGoOnOutput = TypedDict(
    'ElectionToGoOnOutput',
    {
        'fraction': str,
        'is': Comparison,
        'notice_by': NotRequired[Optional[Union[FixedDay, AtMoment, CountedOutput, EarliestOfOutput, "LatestOfOutput", ByCaseOutput, "WhenPassedOutput"]]],
    },
    closed=True,
)


EndOfRightsSaidInput = TypedDict(
    'EndOfRightsSaidInput',
    {
        'clause': NotRequired[str | None],
        'on': Union[FixedDay, AtMoment, CountedInput, EarliestOfInput, "LatestOfInput", ByCaseInput, "WhenPassedInput"],
        'for': NotRequired[EndOfRightsSaidFor],
        'effect': NotRequired[EndOfRightsSaidEffect],
        'rights': NotRequired[list[str]],
        'shares': NotRequired[EndOfRightsSaidShares],
    },
    closed=True,
)


EndOfRightsSaidOutput = TypedDict(
    'EndOfRightsSaidOutput',
    {
        'clause': NotRequired[str | None],
        'on': Union[FixedDay, AtMoment, CountedOutput, EarliestOfOutput, "LatestOfOutput", ByCaseOutput, "WhenPassedOutput"],
        'for': NotRequired[EndOfRightsSaidFor],
        'effect': NotRequired[EndOfRightsSaidEffect],
        'rights': NotRequired[list[str]],
        'shares': NotRequired[EndOfRightsSaidShares],
    },
    closed=True,
)


class ExpensesQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    registration: NotRequired[RegistrationKind]
    withdrawn: NotRequired[bool]
    withdrawal_is_free: NotRequired[bool | None]
    settled_by: NotRequired[SettledBy | None]
    demand: NotRequired[str | None]
    expenses: list[ExpenseGiven]
    counsel_for_all_holders: NotRequired[list[CounselForAllHolder]]


class HappenedInput(TypedDict, closed=True):
    happened: str
    by: NotRequired[FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]


class HappenedOutput(TypedDict, closed=True):
    happened: str
    by: NotRequired[FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]


class HoldbackQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    effective_on: NotRequired[str | None]
    expected_effective_on: NotRequired[str | None]
    closing_on: NotRequired[str | None]
    firm_commitment: NotRequired[bool | None]
    required_by_managing_underwriter: NotRequired[bool | None]
    required_on: NotRequired[str | None]
    advice: NotRequired[AdviceGiven | None]
    excluded_from_section_2: NotRequired[bool]
    a_holder_participates: NotRequired[bool | None]
    test_dates: NotRequired[list[str]]
    part_of_registration: NotRequired[bool]


HoldbackSaidInput = TypedDict(
    'HoldbackSaidInput',
    {
        'clause': str,
        'rights': NotRequired[list[str]],
        'underwritten': NotRequired[bool | None],
        'first_public_offering': NotRequired[bool | None],
        'from': Union[FixedDay, AtMoment, CountedInput, EarliestOfInput, "LatestOfInput", ByCaseInput, "WhenPassedInput"],
        'until': Union[FixedDay, AtMoment, CountedInput, EarliestOfInput, "LatestOfInput", ByCaseInput, "WhenPassedInput"],
        'needs': NotRequired[Optional[Union[Asserted, HappenedInput, "ReachedInput", "WithinInput", OnForm, Underwritten, Reviewed, "KeptEffectiveInput", PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfInput, "NotInput", list[Union[Asserted, HappenedInput, "ReachedInput", "WithinInput", OnForm, Underwritten, Reviewed, "KeptEffectiveInput", PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfInput, "NotInput"]]]]],
        'binds': NotRequired[str],
        'company_too': NotRequired[bool],
        'company_except_forms': NotRequired[list[str]],
    },
    closed=True,
)


HoldbackSaidOutput = TypedDict(
    'HoldbackSaidOutput',
    {
        'clause': str,
        'rights': NotRequired[list[str]],
        'underwritten': NotRequired[bool | None],
        'first_public_offering': NotRequired[bool | None],
        'from': Union[FixedDay, AtMoment, CountedOutput, EarliestOfOutput, "LatestOfOutput", ByCaseOutput, "WhenPassedOutput"],
        'until': Union[FixedDay, AtMoment, CountedOutput, EarliestOfOutput, "LatestOfOutput", ByCaseOutput, "WhenPassedOutput"],
        'needs': NotRequired[Optional[Union[Asserted, HappenedOutput, "ReachedOutput", "WithinOutput", OnForm, Underwritten, Reviewed, "KeptEffectiveOutput", PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfOutput, "NotOutput", list[Union[Asserted, HappenedOutput, "ReachedOutput", "WithinOutput", OnForm, Underwritten, Reviewed, "KeptEffectiveOutput", PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfOutput, "NotOutput"]]]]],
        'binds': NotRequired[str],
        'company_too': NotRequired[bool],
        'company_except_forms': NotRequired[list[str]],
    },
    closed=True,
)


class HolderCapQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    holder: NotRequired[str]
    claim: str
    sales: list[SaleGiven]
    discount_borne: NotRequired[str | None]
    already_paid: NotRequired[list[AlreadyPaidItem]]
    already_contributed: NotRequired[list[AlreadyContributedItem]]
    undertaking_given: NotRequired[bool | None]
    fraudulent: NotRequired[bool]


class IncidentalInput(TypedDict, closed=True):
    clause: str
    opens: NotRequired[Opening | None]
    open: NotRequired[SpanInput | None]
    initiated_for: list[InitiatedFor]
    securities: list[Securities]
    exclusions: list[Exclusion]
    unless: NotRequired[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput | list[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput] | None]
    own_registrations: NotRequired[OwnRegistration | None]
    other_demands: NotRequired[OtherDemands | None]
    notice: NotRequired[Period | Lead | None]
    tell: NotRequired[TellingInput | None]
    join: InclusionInput
    include: Duty
    cutback: NotRequired[IncidentalCutback | None]


class IncidentalOutput(TypedDict, closed=True):
    clause: str
    opens: NotRequired[Opening | None]
    open: NotRequired[SpanOutput | None]
    initiated_for: list[InitiatedFor]
    securities: list[Securities]
    exclusions: list[Exclusion]
    unless: NotRequired[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput | list[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput] | None]
    own_registrations: NotRequired[OwnRegistration | None]
    other_demands: NotRequired[OtherDemands | None]
    notice: NotRequired[Period | Lead | None]
    tell: NotRequired[TellingOutput | None]
    join: InclusionOutput
    include: Duty
    cutback: NotRequired[IncidentalCutback | None]


class IncidentalNoticeQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    incidental: NotRequired[str | None]
    filing_on: NotRequired[str | None]
    notices: NotRequired[list[HolderNoticeGiven]]
    not_told: NotRequired[list[str]]


class IncidentalTriggerQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    purpose: Purpose
    initiated_for: InitiatedFor
    incidental: NotRequired[str | None]
    form: NotRequired[str | None]
    solely: NotRequired[bool | None]
    securities: NotRequired[Securities | None]
    determined_on: NotRequired[str | None]
    other_demand: NotRequired[OtherDemandGiven | None]


InclusionInput = TypedDict(
    'InclusionInput',
    {
        'within': Union[Period, FixedDay, AtMoment, CountedInput, EarliestOfInput, "LatestOfInput", ByCaseInput, "WhenPassedInput"],
        'who': NotRequired[str | None],
        'reply': NotRequired[Reply | None],
        'as': NotRequired[InclusionAs],
    },
    closed=True,
)


InclusionOutput = TypedDict(
    'InclusionOutput',
    {
        'within': Union[Period, FixedDay, AtMoment, CountedOutput, EarliestOfOutput, "LatestOfOutput", ByCaseOutput, "WhenPassedOutput"],
        'who': NotRequired[str | None],
        'reply': NotRequired[Reply | None],
        'as': NotRequired[InclusionAs],
    },
    closed=True,
)


class IndemnityPaymentsQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    indemnified_role: NotRequired[Role]
    bills: list[IncurredGiven]
    limit: NotRequired[str | None]
    proceeds: NotRequired[list[ProceedsGiven] | None]


class IndemnityQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    name: str
    role: Role
    required_indemnity: NotRequired[bool | None]
    basis: ClaimMadeBasis | Literal['other']
    registration_law: NotRequired[RegistrationLaw]
    loss: str
    expenses: str
    own_information_share: int | str


class JoinWindowQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    demand: NotRequired[str | None]
    regime: NotRequired[Regime | None]
    incidental: NotRequired[str | None]
    notices: NotRequired[list[NoticeGivenTo]]
    requests: NotRequired[list[JoinRequest]]


class KeptEffectiveInput(TypedDict, closed=True):
    kept: SpanInput


class KeptEffectiveOutput(TypedDict, closed=True):
    kept: SpanOutput


class LateInterestInput(TypedDict, closed=True):
    rate: str
    per: Length
    year: NotRequired[Year | None]
    after: NotRequired[FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]


class LateInterestOutput(TypedDict, closed=True):
    rate: str
    per: Length
    year: NotRequired[Year | None]
    after: NotRequired[FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]


class LateNoticeQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    indemnified_role: NotRequired[Role]
    loss: str
    actual_prejudice: NotRequired[str | None]


class LatestOfInput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    edge: NotRequired[Edge | None]
    hour: NotRequired[str | None]
    roll: NotRequired[str | None]
    latest: list[FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput]


class LatestOfOutput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    edge: NotRequired[Edge | None]
    hour: NotRequired[str | None]
    roll: NotRequired[str | None]
    latest: list[FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput]


MoneyAskedInput = TypedDict(
    'MoneyAskedInput',
    {
        'money': str,
        'net_of': NotRequired[list[NetOf]],
        'price': NotRequired[Price],
        'on': NotRequired[Optional[Union[FixedDay, AtMoment, CountedInput, EarliestOfInput, LatestOfInput, ByCaseInput, "WhenPassedInput"]]],
        'is': HoldOfEachIs,
    },
    closed=True,
)


MoneyAskedOutput = TypedDict(
    'MoneyAskedOutput',
    {
        'money': str,
        'net_of': NotRequired[list[NetOf]],
        'price': NotRequired[Price],
        'on': NotRequired[Optional[Union[FixedDay, AtMoment, CountedOutput, EarliestOfOutput, LatestOfOutput, ByCaseOutput, "WhenPassedOutput"]]],
        'is': HoldOfEachIs,
    },
    closed=True,
)


NotInput = TypedDict(
    'NotInput',
    {
        'not': Union[Asserted, HappenedInput, "ReachedInput", "WithinInput", OnForm, Underwritten, Reviewed, KeptEffectiveInput, PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfInput, "NotInput", list[Union[Asserted, HappenedInput, "ReachedInput", "WithinInput", OnForm, Underwritten, Reviewed, KeptEffectiveInput, PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfInput, "NotInput"]]]
    },
    closed=True,
)


NotOutput = TypedDict(
    'NotOutput',
    {
        'not': Union[Asserted, HappenedOutput, "ReachedOutput", "WithinOutput", OnForm, Underwritten, Reviewed, KeptEffectiveOutput, PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfOutput, "NotOutput", list[Union[Asserted, HappenedOutput, "ReachedOutput", "WithinOutput", OnForm, Underwritten, Reviewed, KeptEffectiveOutput, PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfOutput, "NotOutput"]]]
    },
    closed=True,
)


class NoticeAddressesQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    holders: list[Holder]
    own_addresses: NotRequired[dict[str, str]]


class NoticeMethodInput(TypedDict, closed=True):
    given: Given
    received: Period | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput
    if_earlier: NotRequired[Literal['actual'] | None]
    hours: NotRequired[BusinessHours | None]
    bounced: NotRequired[Literal['not_given'] | None]


class NoticeMethodOutput(TypedDict, closed=True):
    given: Given
    received: Period | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput
    if_earlier: NotRequired[Literal['actual'] | None]
    hours: NotRequired[BusinessHours | None]
    bounced: NotRequired[Literal['not_given'] | None]


class NoticesInput(TypedDict, closed=True):
    clause: str
    writing_required: bool
    methods: dict[Literal['personal', 'courier', 'mail', 'registered_mail', 'fax', 'email'], NoticeMethodInput]
    company_address: Address
    holders_address: NotRequired[Address | None]


class NoticesOutput(TypedDict, closed=True):
    clause: str
    writing_required: bool
    methods: dict[Literal['personal', 'courier', 'mail', 'registered_mail', 'fax', 'email'], NoticeMethodOutput]
    company_address: Address
    holders_address: NotRequired[Address | None]


class ReachedInput(TypedDict, closed=True):
    reached: FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput


class ReachedOutput(TypedDict, closed=True):
    reached: FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput


class RecognitionQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    record_holder_on: NotRequired[str | None]
    notice_received_on: NotRequired[str | None]
    agreement_received_on: NotRequired[str | None]


class RequisiteHoldersQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    requesters: list[Requester]
    positions: list[PositionGiven]


class RightsComparisonQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    existing: dict[str, int | None]
    proposed: dict[str, int | None]
    more_favourable_overall: NotRequired[bool | None]


class Rule144StatementQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    first_effective_on: NotRequired[str | None]
    requested_on: NotRequired[str | None]
    owns_registrable_securities: NotRequired[bool | None]


class SettlementQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    indemnified_role: NotRequired[Role]
    unconditional_release: NotRequired[bool | None]
    consent_given: NotRequired[bool | None]


class ShelfInput(TypedDict, closed=True):
    clause: str
    notice_to: NotRequired[NoticeTo]
    who: NotRequired[WhoMayAsk | None]
    open: NotRequired[SpanInput | None]
    size: NotRequired[SharesAsked | FractionAsked | MoneyAskedInput | AllRemaining | AnySizeInput | AllSizesInput | None]
    unless: NotRequired[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput | list[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput] | None]
    uses: NotRequired[list[LimitOfUses]]
    trigger: Trigger | str
    effort: Standard | None
    notice_to_holders: NotRequired[TellingInput | None]
    join: NotRequired[InclusionInput | None]
    covers: NotRequired[ShelfCovers]
    file_within: NotRequired[Period | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]
    effect_within: NotRequired[Period | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]
    keep_effective: NotRequired[Period | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]
    only_on_forms: NotRequired[list[str]]


class ShelfOutput(TypedDict, closed=True):
    clause: str
    notice_to: NotRequired[NoticeTo]
    who: NotRequired[WhoMayAsk | None]
    open: NotRequired[SpanOutput | None]
    size: NotRequired[SharesAsked | FractionAsked | MoneyAskedOutput | AllRemaining | AnySizeOutput | AllSizesOutput | None]
    unless: NotRequired[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput | list[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput] | None]
    uses: NotRequired[list[LimitOfUses]]
    trigger: Trigger | str
    effort: Standard | None
    notice_to_holders: NotRequired[TellingOutput | None]
    join: NotRequired[InclusionOutput | None]
    covers: NotRequired[ShelfCovers]
    file_within: NotRequired[Period | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]
    effect_within: NotRequired[Period | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]
    keep_effective: NotRequired[Period | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]
    only_on_forms: NotRequired[list[str]]


class ShelfConditionQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    due_on: NotRequired[str | None]
    effective_on: NotRequired[str | None]
    interferences: NotRequired[list[InterferenceGiven]]
    failed_closings: NotRequired[list[FailedClosingGiven]]
    all_sold_on: NotRequired[str | None]
    as_of: NotRequired[str | None]


class ShelfPeriodInput(TypedDict, closed=True):
    clause: str
    standard: Standard
    keep_effective: Period | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput
    condition_clause: NotRequired[str | None]


class ShelfPeriodOutput(TypedDict, closed=True):
    clause: str
    standard: Standard
    keep_effective: Period | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput
    condition_clause: NotRequired[str | None]


class ShelfPeriodQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    mandatory_conversion_on: NotRequired[str | None]
    effective_on: NotRequired[str | None]
    prohibitions: NotRequired[list[RunGiven]]
    delays: NotRequired[list[RunGiven]]
    discontinuances: NotRequired[list[RunGiven]]
    all_sold_on: NotRequired[str | None]


class ShortFormInput(TypedDict, closed=True):
    clause: str
    forms: list[str]
    effect_within: Period | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput


class ShortFormOutput(TypedDict, closed=True):
    clause: str
    forms: list[str]
    effect_within: Period | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput


class ShortFormQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    demand: NotRequired[str | None]
    forms_at_receipt: NotRequired[list[FormsAtReceiptItem] | None]
    forms_at_filing: NotRequired[list[FormsAtFilingItem] | None]


SpanInput = TypedDict(
    'SpanInput',
    {
        'clause': NotRequired[str | None],
        'from': NotRequired[Optional[Union[FixedDay, AtMoment, CountedInput, EarliestOfInput, LatestOfInput, ByCaseInput, "WhenPassedInput"]]],
        'until': NotRequired[Optional[Union[FixedDay, AtMoment, CountedInput, EarliestOfInput, LatestOfInput, ByCaseInput, "WhenPassedInput"]]],
        'without': NotRequired[list[Union[FixedDay, AtMoment, CountedInput, EarliestOfInput, LatestOfInput, ByCaseInput, "WhenPassedInput"]]],
    },
    closed=True,
)


SpanOutput = TypedDict(
    'SpanOutput',
    {
        'clause': NotRequired[str | None],
        'from': NotRequired[Optional[Union[FixedDay, AtMoment, CountedOutput, EarliestOfOutput, LatestOfOutput, ByCaseOutput, "WhenPassedOutput"]]],
        'until': NotRequired[Optional[Union[FixedDay, AtMoment, CountedOutput, EarliestOfOutput, LatestOfOutput, ByCaseOutput, "WhenPassedOutput"]]],
        'without': NotRequired[list[Union[FixedDay, AtMoment, CountedOutput, EarliestOfOutput, LatestOfOutput, ByCaseOutput, "WhenPassedOutput"]]],
    },
    closed=True,
)


class SplitQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    splits: list[SplitGiven]
    values: NotRequired[dict[str, int] | None]
    days: NotRequired[dict[str, int]]
    percentages: NotRequired[dict[str, str]]
    as_of: NotRequired[str | None]


StandstillInput = TypedDict(
    'StandstillInput',
    {
        'clause': str,
        'rights': list[Right],
        'around': Around,
        'from': Union[FixedDay, AtMoment, CountedInput, EarliestOfInput, LatestOfInput, ByCaseInput, "WhenPassedInput"],
        'until': Union[FixedDay, AtMoment, CountedInput, EarliestOfInput, LatestOfInput, ByCaseInput, "WhenPassedInput"],
        'effect': StandstillEffect,
        'unless': NotRequired[Optional[Union[Asserted, HappenedInput, ReachedInput, "WithinInput", OnForm, Underwritten, Reviewed, KeptEffectiveInput, PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfInput, NotInput, list[Union[Asserted, HappenedInput, ReachedInput, "WithinInput", OnForm, Underwritten, Reviewed, KeptEffectiveInput, PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfInput, NotInput]]]]],
    },
    closed=True,
)


StandstillOutput = TypedDict(
    'StandstillOutput',
    {
        'clause': str,
        'rights': list[Right],
        'around': Around,
        'from': Union[FixedDay, AtMoment, CountedOutput, EarliestOfOutput, LatestOfOutput, ByCaseOutput, "WhenPassedOutput"],
        'until': Union[FixedDay, AtMoment, CountedOutput, EarliestOfOutput, LatestOfOutput, ByCaseOutput, "WhenPassedOutput"],
        'effect': StandstillEffect,
        'unless': NotRequired[Optional[Union[Asserted, HappenedOutput, ReachedOutput, "WithinOutput", OnForm, Underwritten, Reviewed, KeptEffectiveOutput, PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfOutput, NotOutput, list[Union[Asserted, HappenedOutput, ReachedOutput, "WithinOutput", OnForm, Underwritten, Reviewed, KeptEffectiveOutput, PartIncluded, PartSold, HeldByHolder, DelayRunning, AnyOfOutput, NotOutput]]]]],
    },
    closed=True,
)


class StandstillQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    demand: NotRequired[str | None]
    company_offerings: NotRequired[list[OfferingGiven]]
    registration_kind: NotRequired[RegistrationKind]


class StatementDutyInput(TypedDict, closed=True):
    clause: str
    standard: NotRequired[Standard | None]
    within: NotRequired[Period | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]


class StatementDutyOutput(TypedDict, closed=True):
    clause: str
    standard: NotRequired[Standard | None]
    within: NotRequired[Period | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]


class SuspensionBudgetQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    as_of: str
    kind: NotRequired[LimitsLeftOf]
    earlier_occasions: NotRequired[list[EarlierOccasion]]
    days_used: NotRequired[int]


class SuspensionQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    kind: LimitsLeftOf
    invoked_on: str
    days: int
    registration_kind: NotRequired[RegistrationKind | None]
    board_judgment: NotRequired[bool | None]
    request_received_on: NotRequired[str | None]
    transaction_considered_from: NotRequired[str | None]
    transaction_considered_until: NotRequired[str | None]
    notices: NotRequired[list[NoticeGivenTo] | None]
    in_effect_from: NotRequired[str | None]
    earlier_occasions: NotRequired[list[EarlierOccasion]]
    days_used: NotRequired[int]
    consent: NotRequired[bool | None]
    consenting_holders: NotRequired[list[str] | None]
    affected_holders: NotRequired[list[str] | None]
    positions: NotRequired[list[PositionGiven] | None]
    conditions: NotRequired[list[ConditionGiven]]


class TakedownInput(TypedDict, closed=True):
    clause: str
    notice_to: NotRequired[NoticeTo]
    who: NotRequired[WhoMayAsk | None]
    open: NotRequired[SpanInput | None]
    size: NotRequired[SharesAsked | FractionAsked | MoneyAskedInput | AllRemaining | AnySizeInput | AllSizesInput | None]
    unless: NotRequired[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput | list[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput] | None]
    uses: NotRequired[list[LimitOfUses]]
    effort: Standard
    notice_to_holders: TellingInput
    join: InclusionInput
    with_joiners: NotRequired[bool]
    effected: NotRequired[EffectedInput | None]
    ask_by: NotRequired[CountedInput | None]
    off: NotRequired[list[str]]


class TakedownOutput(TypedDict, closed=True):
    clause: str
    notice_to: NotRequired[NoticeTo]
    who: NotRequired[WhoMayAsk | None]
    open: NotRequired[SpanOutput | None]
    size: NotRequired[SharesAsked | FractionAsked | MoneyAskedOutput | AllRemaining | AnySizeOutput | AllSizesOutput | None]
    unless: NotRequired[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput | list[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput] | None]
    uses: NotRequired[list[LimitOfUses]]
    effort: Standard
    notice_to_holders: TellingOutput
    join: InclusionOutput
    with_joiners: NotRequired[bool]
    effected: NotRequired[EffectedOutput | None]
    ask_by: NotRequired[CountedOutput | None]
    off: NotRequired[list[str]]


class TellingInput(TypedDict, closed=True):
    clause: str
    standard: NotRequired[Standard | None]
    within: NotRequired[Period | FixedDay | AtMoment | CountedInput | EarliestOfInput | LatestOfInput | ByCaseInput | WhenPassedInput | None]


class TellingOutput(TypedDict, closed=True):
    clause: str
    standard: NotRequired[Standard | None]
    within: NotRequired[Period | FixedDay | AtMoment | CountedOutput | EarliestOfOutput | LatestOfOutput | ByCaseOutput | WhenPassedOutput | None]


class TermsInput(TypedDict, closed=True):
    schema_version: SchemaVersion
    title: str
    agreement_date: str
    governing_law: str
    time_zone: str
    company: OriginalHolder
    original_holders: NotRequired[list[OriginalHolder]]
    business_day_clause: str
    governing_law_clause: str
    registrable_securities: RegistrableSecurities
    requisite_holders: RequisiteThreshold
    notices: NoticesInput
    demand: NotRequired[DemandInput | None]
    demands: NotRequired[dict[str, DemandInput]]
    shelf: NotRequired[ShelfInput | None]
    shelves: NotRequired[dict[str, ShelfInput]]
    takedown: NotRequired[TakedownInput | None]
    takedowns: NotRequired[dict[str, TakedownInput]]
    incidental: NotRequired[IncidentalInput | None]
    incidentals: NotRequired[dict[str, IncidentalInput]]
    delay: NotRequired[DelayInput | None]
    registration_statement: StatementDutyInput
    procedures: NotRequired[list[Procedure]]
    legal_opinion: NotRequired[LegalOpinion | None]
    form_clause: NotRequired[str | None]
    preferred_form: NotRequired[str | None]
    form_equivalents: NotRequired[list[str]]
    expenses_clause: str
    registration_expenses: NotRequired[RegistrationExpenses | None]
    discounts: NotRequired[Discounts | None]
    indemnity: NotRequired[Indemnity | None]
    effectiveness: EffectivenessInput
    shelf_period: NotRequired[ShelfPeriodInput | None]
    tolling: Tolling
    earnings_statement: NotRequired[EarningsStatement | None]
    holdback: NotRequired[Holdback | None]
    rule144_statement: NotRequired[Rule144Statement | None]
    comfort_letter: NotRequired[ComfortLetter | None]
    drafts: NotRequired[Drafts | None]
    amendment_copies: NotRequired[AmendmentCopies | None]
    effective_registration: EffectiveRegistration
    assignment: Assignment
    split_clause: NotRequired[str | None]
    takedown_cutback: NotRequired[TakedownCutback | None]
    underwriting_agreement: NotRequired[UnderwritingAgreement | None]
    underwriter_selection: NotRequired[UnderwriterSelection | None]
    amendments: Amendments
    other_rights: NotRequired[OtherRights | None]
    covenants: NotRequired[Covenants | None]
    execution: NotRequired[Execution | None]
    imported_definitions: NotRequired[ImportedDefinitions | None]
    remedies: NotRequired[Remedies | None]
    rights_end: NotRequired[RightsEnd | None]
    ends: NotRequired[dict[str, EndOfRightsSaidInput]]
    readings: Readings
    groups: NotRequired[dict[str, Group]]
    affiliates: NotRequired[dict[str, list[Affiliate]]]
    sharing: NotRequired[SharingOut | None]
    standstills: NotRequired[dict[str, StandstillInput]]
    given_back: NotRequired[dict[str, GivenBack] | None]
    holdbacks: NotRequired[dict[str, HoldbackSaidInput]]
    damages: NotRequired[dict[str, DamagesInput]]
    events: NotRequired[dict[str, DeclaredEvent]]
    conditions: NotRequired[dict[str, DeclaredCondition]]
    calendars: NotRequired[dict[str, AgreementCalendar]]
    business_day: NotRequired[BusinessDayTerm | None]
    rolls: NotRequired[dict[str, RollTerm]]
    deadline_roll: NotRequired[str | None]
    blanks: NotRequired[dict[str, Blank]]
    doubts: NotRequired[dict[str, Doubt]]
    texts: NotRequired[dict[str, ClauseText]]


class TermsOutput(TypedDict, closed=True):
    schema_version: SchemaVersion
    title: str
    agreement_date: str
    governing_law: str
    time_zone: str
    company: OriginalHolder
    original_holders: NotRequired[list[OriginalHolder]]
    business_day_clause: str
    governing_law_clause: str
    registrable_securities: RegistrableSecurities
    requisite_holders: RequisiteThreshold
    notices: NoticesOutput
    demand: NotRequired[DemandOutput | None]
    demands: NotRequired[dict[str, DemandOutput]]
    shelf: NotRequired[ShelfOutput | None]
    shelves: NotRequired[dict[str, ShelfOutput]]
    takedown: NotRequired[TakedownOutput | None]
    takedowns: NotRequired[dict[str, TakedownOutput]]
    incidental: NotRequired[IncidentalOutput | None]
    incidentals: NotRequired[dict[str, IncidentalOutput]]
    delay: NotRequired[DelayOutput | None]
    registration_statement: StatementDutyOutput
    procedures: NotRequired[list[Procedure]]
    legal_opinion: NotRequired[LegalOpinion | None]
    form_clause: NotRequired[str | None]
    preferred_form: NotRequired[str | None]
    form_equivalents: NotRequired[list[str]]
    expenses_clause: str
    registration_expenses: NotRequired[RegistrationExpenses | None]
    discounts: NotRequired[Discounts | None]
    indemnity: NotRequired[Indemnity | None]
    effectiveness: EffectivenessOutput
    shelf_period: NotRequired[ShelfPeriodOutput | None]
    tolling: Tolling
    earnings_statement: NotRequired[EarningsStatement | None]
    holdback: NotRequired[Holdback | None]
    rule144_statement: NotRequired[Rule144Statement | None]
    comfort_letter: NotRequired[ComfortLetter | None]
    drafts: NotRequired[Drafts | None]
    amendment_copies: NotRequired[AmendmentCopies | None]
    effective_registration: EffectiveRegistration
    assignment: Assignment
    split_clause: NotRequired[str | None]
    takedown_cutback: NotRequired[TakedownCutback | None]
    underwriting_agreement: NotRequired[UnderwritingAgreement | None]
    underwriter_selection: NotRequired[UnderwriterSelection | None]
    amendments: Amendments
    other_rights: NotRequired[OtherRights | None]
    covenants: NotRequired[Covenants | None]
    execution: NotRequired[Execution | None]
    imported_definitions: NotRequired[ImportedDefinitions | None]
    remedies: NotRequired[Remedies | None]
    rights_end: NotRequired[RightsEnd | None]
    ends: NotRequired[dict[str, EndOfRightsSaidOutput]]
    readings: Readings
    groups: NotRequired[dict[str, Group]]
    affiliates: NotRequired[dict[str, list[Affiliate]]]
    sharing: NotRequired[SharingOut | None]
    standstills: NotRequired[dict[str, StandstillOutput]]
    given_back: NotRequired[dict[str, GivenBack] | None]
    holdbacks: NotRequired[dict[str, HoldbackSaidOutput]]
    damages: NotRequired[dict[str, DamagesOutput]]
    events: NotRequired[dict[str, DeclaredEvent]]
    conditions: NotRequired[dict[str, DeclaredCondition]]
    calendars: NotRequired[dict[str, AgreementCalendar]]
    business_day: NotRequired[BusinessDayTerm | None]
    rolls: NotRequired[dict[str, RollTerm]]
    deadline_roll: NotRequired[str | None]
    blanks: NotRequired[dict[str, Blank]]
    doubts: NotRequired[dict[str, Doubt]]
    texts: NotRequired[dict[str, ClauseText]]


class TermsCheckQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    overrides: NotRequired[dict[str, Any]]


class TermsDocument(TypedDict):
    content_hash: str
    terms: TermsOutput
    share_numbers: list[ShareNumberOnDay]


class TimelinessQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    due_on: str
    effective_on: NotRequired[str | None]
    filed_on: NotRequired[str | None]


class UnderwriterApprovalQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    included: dict[str, int]
    approving: list[str]


class UnderwritingAgreementQuestion(TypedDict, closed=True):
    template: NotRequired[str | None]
    terms: NotRequired[TermsInput | None]
    readings: NotRequired[dict[str, Any]]
    initiators: list[str]
    joiners: list[str]
    satisfied: list[str]


class UndoingInput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    what: UndoingWhat
    unless: NotRequired[Literal['holder_at_fault'] | None]
    until: NotRequired[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput | list[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput] | None]
    restored_by: NotRequired[Literal['lifting'] | ElectionToGoOnInput | None]


class UndoingOutput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    what: UndoingWhat
    unless: NotRequired[Literal['holder_at_fault'] | None]
    until: NotRequired[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput | list[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput] | None]
    restored_by: NotRequired[Literal['lifting'] | ElectionToGoOnOutput | None]


class WhenPassedInput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    edge: NotRequired[Edge | None]
    hour: NotRequired[str | None]
    roll: NotRequired[str | None]
    when: Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput | list[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput]


class WhenPassedOutput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    edge: NotRequired[Edge | None]
    hour: NotRequired[str | None]
    roll: NotRequired[str | None]
    when: Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput | list[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput]


class WithdrawnDemandInput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    counts: WithdrawnDemandCounts
    paid_by: NotRequired[WithdrawnPayer | None]
    free_if: NotRequired[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput | list[Asserted | HappenedInput | ReachedInput | WithinInput | OnForm | Underwritten | Reviewed | KeptEffectiveInput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfInput | NotInput] | None]


class WithdrawnDemandOutput(TypedDict, closed=True):
    clause: NotRequired[str | None]
    counts: WithdrawnDemandCounts
    paid_by: NotRequired[WithdrawnPayer | None]
    free_if: NotRequired[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput | list[Asserted | HappenedOutput | ReachedOutput | WithinOutput | OnForm | Underwritten | Reviewed | KeptEffectiveOutput | PartIncluded | PartSold | HeldByHolder | DelayRunning | AnyOfOutput | NotOutput] | None]


class WithinInput(TypedDict, closed=True):
    within: SpanInput


class WithinOutput(TypedDict, closed=True):
    within: SpanOutput
