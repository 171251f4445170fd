"""Facts: the dated things that happened, as they are posted and kept. They are never edited.

Every kind is a model of its own, told apart by `kind`. `happened_on` is the legal date by which
facts are ordered; for a writing it is the day its sender acted, and its receipt is worked out
(clause 9(b)). Share numbers are whole shares. Shape is checked here; whether a fact can be true
of a record is checked by `guards`.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, TypeAlias

from pydantic import Field, TypeAdapter

from app.rules.facts.base import (
    DatedFact,
    DeliveredFact,
    FactModel,
    HolderId,
    InAddition,
    ShareCount,
    Shares,
)
from app.rules.facts.claims import (
    BillReceived,
    ClaimFact,
    ClaimJudged,
    ClaimMade,
    ClaimNotified,
    ClaimSettled,
    DefenceAnswered,
    DefenceElected,
    FaultFound,
    IndemnityFoundUnavailable,
    PaymentMade,
    PrejudiceFound,
    SettlementAnswered,
    SettlementProposed,
)
from app.rules.facts.corrections import FactCorrected, FactRetracted
from app.rules.facts.covenants import (
    AddressChanged,
    AssignmentPapersDelivered,
    CovenantStanding,
    ExistingRightsStated,
    FirstPublicOfferingEffective,
    RecordHolderEntered,
    ReportFiled,
    ReportingBegan,
    ReportMissed,
    RightsGranted,
    Rule144Requested,
    Rule144StatementFurnished,
)
from app.rules.facts.holdings import (
    AgreementMade,
    HolderRecorded,
    PositionStated,
    PreferredConverted,
    SecuritiesTransferred,
    SharesSold,
    StockSplit,
    WarrantsExercised,
    WarrantsExpired,
)
from app.rules.facts.instruments import (
    ObligationWaived,
    RightsEnded,
    SignedInstrument,
    TermsAmended,
)
from app.rules.facts.life.course import (
    ClosingFailed,
    ConversionCompleted,
    DeclaredEffective,
    DistributionCompleted,
    Filed,
    MisstatementNoticeGiven,
    NewProspectusReceived,
    StopOrder,
    StopOrderLifted,
)
from app.rules.facts.life.participation import (
    Abandoned,
    AdditionsProposed,
    BeforeLetters,
    JoinRequested,
    MaximumAdvised,
    NoticeGiven,
    Withdrawn,
)
from app.rules.facts.life.performance import NotPerformed
from app.rules.facts.life.procedures import (
    AmendmentFiled,
    AmendmentObjected,
    AmendmentProposed,
    ComfortLetterDelivered,
    DraftsDelivered,
    EarningsStatementAvailable,
    ExemptionClaimed,
    HoldbackAdvised,
    HoldbackNoticeGiven,
    HoldbackRequired,
    HolderMisstatementNotice,
    InformationReceived,
    InformationRequested,
    Listed,
    MisstatementNoticeDelivered,
    OldCopiesReturned,
    OpinionDelivered,
    ProcedurePerformed,
    ProcedureRequested,
    RepresentationAsked,
    TransferAgentAppointed,
    UndertakingReceived,
    UndertakingRequired,
    UnderwriterApproved,
    UnderwriterSelected,
    UnderwritingAgreementApproved,
    UnderwritingAgreementMade,
)
from app.rules.facts.life.requests import (
    CompanyOfferingCommenced,
    DemandReceived,
    LetterAdded,
    RegistrationDetermined,
    RequestLetter,
    ShareRequest,
    ShelfTriggered,
    TakedownRequested,
)
from app.rules.facts.life.suspension import (
    DelayInvoked,
    ProhibitionLifted,
    ProhibitionNoticed,
    SuspensionNotice,
)
from app.rules.facts.proceeds import ExpenseIncurred, ExpensePaid, SharesSoldInOffering

__all__ = [
    "ANY_FACT",
    "ORDER_IN_A_DAY",
    "Abandoned",
    "AdditionsProposed",
    "AddressChanged",
    "AgreementFact",
    "AgreementMade",
    "AmendmentFiled",
    "AmendmentObjected",
    "AmendmentProposed",
    "AnyFact",
    "AssignmentPapersDelivered",
    "BeforeLetters",
    "BeginningFact",
    "BillReceived",
    "ClaimFact",
    "ClaimJudged",
    "ClaimMade",
    "ClaimNotified",
    "ClaimSettled",
    "ClosingFailed",
    "ComfortLetterDelivered",
    "CompanyOfferingCommenced",
    "ConversionCompleted",
    "CorrectableFact",
    "Correction",
    "CovenantStanding",
    "DatedFact",
    "DeclaredEffective",
    "DefenceAnswered",
    "DefenceElected",
    "DelayInvoked",
    "DeliveredFact",
    "DemandReceived",
    "DistributionCompleted",
    "DraftsDelivered",
    "EarningsStatementAvailable",
    "ExemptionClaimed",
    "ExistingRightsStated",
    "ExpenseIncurred",
    "ExpensePaid",
    "Fact",
    "FactCorrected",
    "FactModel",
    "FactRetracted",
    "FaultFound",
    "Filed",
    "FirstPublicOfferingEffective",
    "HoldbackAdvised",
    "HoldbackNoticeGiven",
    "HoldbackRequired",
    "HolderId",
    "HolderMisstatementNotice",
    "HolderRecorded",
    "InAddition",
    "IndemnityFoundUnavailable",
    "InformationReceived",
    "InformationRequested",
    "JoinRequested",
    "LetterAdded",
    "Listed",
    "MaximumAdvised",
    "MisstatementNoticeDelivered",
    "MisstatementNoticeGiven",
    "NewProspectusReceived",
    "NotPerformed",
    "NoticeGiven",
    "ObligationWaived",
    "OldCopiesReturned",
    "OpinionDelivered",
    "PaymentMade",
    "PositionStated",
    "PreferredConverted",
    "PrejudiceFound",
    "ProcedureFact",
    "ProcedurePerformed",
    "ProcedureRequested",
    "ProhibitionLifted",
    "ProhibitionNoticed",
    "RecordHolderEntered",
    "RecordedFact",
    "RegistrationDetermined",
    "RegistrationFact",
    "ReportFiled",
    "ReportMissed",
    "ReportingBegan",
    "RepresentationAsked",
    "RequestLetter",
    "RightsEnded",
    "RightsGranted",
    "Rule144Requested",
    "Rule144StatementFurnished",
    "SecuritiesTransferred",
    "SettlementAnswered",
    "SettlementProposed",
    "ShareCount",
    "ShareRequest",
    "Shares",
    "SharesSold",
    "SharesSoldInOffering",
    "ShelfTriggered",
    "SignedInstrument",
    "StockSplit",
    "StopOrder",
    "StopOrderLifted",
    "SuspensionNotice",
    "TakedownRequested",
    "TermsAmended",
    "TransferAgentAppointed",
    "UndertakingReceived",
    "UndertakingRequired",
    "UnderwriterApproved",
    "UnderwriterSelected",
    "UnderwritingAgreementApproved",
    "UnderwritingAgreementMade",
    "WarrantsExercised",
    "WarrantsExpired",
    "Withdrawn",
    "in_order",
]

AgreementFact: TypeAlias = Annotated[
    HolderRecorded
    | PositionStated
    | PreferredConverted
    | WarrantsExercised
    | WarrantsExpired
    | SharesSold
    | SecuritiesTransferred
    | StockSplit
    | CompanyOfferingCommenced
    | TermsAmended
    | ObligationWaived
    | RightsEnded
    | RecordHolderEntered
    | AssignmentPapersDelivered
    | AddressChanged
    | FirstPublicOfferingEffective
    | ReportingBegan
    | ReportFiled
    | ReportMissed
    | CovenantStanding
    | NotPerformed
    | ExistingRightsStated
    | Rule144Requested
    | Rule144StatementFurnished
    | RightsGranted,
    Field(discriminator="kind"),
]
"""Facts that belong to no single registration."""

ProcedureFact: TypeAlias = (
    ProcedureRequested
    | ProcedurePerformed
    | ExemptionClaimed
    | TransferAgentAppointed
    | Listed
    | OpinionDelivered
    | ComfortLetterDelivered
    | EarningsStatementAvailable
    | AmendmentProposed
    | AmendmentObjected
    | AmendmentFiled
    | DraftsDelivered
    | InformationRequested
    | InformationReceived
    | UndertakingRequired
    | UndertakingReceived
    | UnderwriterSelected
    | UnderwriterApproved
    | UnderwritingAgreementApproved
    | UnderwritingAgreementMade
    | RepresentationAsked
    | HoldbackRequired
    | HoldbackAdvised
    | HoldbackNoticeGiven
    | HolderMisstatementNotice
    | MisstatementNoticeDelivered
    | OldCopiesReturned
)
"""Facts of the steps of a registration and of its underwriting."""

RegistrationFact: TypeAlias = Annotated[
    LetterAdded
    | NoticeGiven
    | JoinRequested
    | DelayInvoked
    | AdditionsProposed
    | MaximumAdvised
    | Filed
    | DeclaredEffective
    | Withdrawn
    | Abandoned
    | ConversionCompleted
    | ProhibitionNoticed
    | ProhibitionLifted
    | MisstatementNoticeGiven
    | NewProspectusReceived
    | StopOrder
    | StopOrderLifted
    | ClosingFailed
    | SharesSoldInOffering
    | DistributionCompleted
    | ExpenseIncurred
    | ExpensePaid
    | ClaimFact
    | ProcedureFact,
    Field(discriminator="kind"),
]
"""Facts in the life of one registration."""

BeginningFact: TypeAlias = (
    DemandReceived | ShelfTriggered | TakedownRequested | RegistrationDetermined
)
"""Facts that set a registration going."""

CorrectableFact: TypeAlias = Annotated[
    BeginningFact | AgreementFact | RegistrationFact, Field(discriminator="kind")
]
"""Facts that may be said to have been otherwise: all but the making of the agreement."""

FactCorrected.model_rebuild(_types_namespace={"CorrectableFact": CorrectableFact})
Correction: TypeAlias = FactCorrected | FactRetracted
"""What is said of earlier facts; the rules never see it, only the facts that stand."""

Fact: TypeAlias = AgreementMade | CorrectableFact | Correction
AnyFact: TypeAlias = Annotated[Fact, Field(discriminator="kind")]
ANY_FACT: TypeAdapter[Fact] = TypeAdapter(AnyFact)

ORDER_IN_A_DAY: tuple[type[FactModel], ...] = (
    AgreementMade,
    HolderRecorded,
    StockSplit,
    PositionStated,
    PreferredConverted,
    WarrantsExercised,
    WarrantsExpired,
    SecuritiesTransferred,
    RecordHolderEntered,
    AssignmentPapersDelivered,
    TermsAmended,
    ObligationWaived,
    RightsEnded,
    AddressChanged,
    FirstPublicOfferingEffective,
    ReportingBegan,
    ReportFiled,
    ReportMissed,
    CovenantStanding,
    Rule144Requested,
    Rule144StatementFurnished,
    ExistingRightsStated,
    RightsGranted,
    DemandReceived,
    ShelfTriggered,
    RegistrationDetermined,
    TakedownRequested,
    LetterAdded,
    NoticeGiven,
    JoinRequested,
    ProcedureRequested,
    InformationRequested,
    InformationReceived,
    UndertakingRequired,
    UndertakingReceived,
    DelayInvoked,
    AdditionsProposed,
    MaximumAdvised,
    CompanyOfferingCommenced,
    UnderwriterSelected,
    UnderwriterApproved,
    HoldbackRequired,
    HoldbackAdvised,
    HoldbackNoticeGiven,
    DraftsDelivered,
    Withdrawn,
    Abandoned,
    Filed,
    AmendmentProposed,
    AmendmentObjected,
    AmendmentFiled,
    RepresentationAsked,
    UnderwritingAgreementApproved,
    UnderwritingAgreementMade,
    TransferAgentAppointed,
    Listed,
    DeclaredEffective,
    ConversionCompleted,
    ProhibitionNoticed,
    ProhibitionLifted,
    OpinionDelivered,
    ComfortLetterDelivered,
    EarningsStatementAvailable,
    ProcedurePerformed,
    ExemptionClaimed,
    HolderMisstatementNotice,
    MisstatementNoticeGiven,
    MisstatementNoticeDelivered,
    NewProspectusReceived,
    OldCopiesReturned,
    StopOrder,
    StopOrderLifted,
    ClosingFailed,
    SharesSold,
    SharesSoldInOffering,
    DistributionCompleted,
    ExpenseIncurred,
    ExpensePaid,
    ClaimMade,
    ClaimNotified,
    DefenceElected,
    DefenceAnswered,
    BillReceived,
    PaymentMade,
    PrejudiceFound,
    FaultFound,
    IndemnityFoundUnavailable,
    SettlementProposed,
    SettlementAnswered,
    ClaimSettled,
    ClaimJudged,
    NotPerformed,
    FactCorrected,
    FactRetracted,
)
_RANK = {kind: rank for rank, kind in enumerate(ORDER_IN_A_DAY)}


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact on the record, with its id and the registration it belongs to, if any.

    One that is only tried (a dry run) is on no record: its `origin` is the request. `first_id` is
    the entry that first told of it, where this one stands in the place of another.
    """

    id: str
    registration_id: str | None
    fact: Fact
    origin: str | None = None
    first_id: str | None = None
    content: str = field(init=False)

    def __post_init__(self) -> None:
        """Write the content down once: the order of the record is asked for again and again."""
        object.__setattr__(self, "content", self.fact.model_dump_json())

    @property
    def source(self) -> str:
        """How the working refers to it."""
        return self.origin or f"fact:{self.id}#"

    @property
    def name(self) -> str:
        """What its duties and lines are called after: the same however often it is corrected."""
        return self.first_id or self.id


def in_order(recorded: RecordedFact) -> tuple[date, int, str, str, str]:
    """The place of a fact on the record: by day, by kind within the day, then by content.

    Never by when it was posted: the same facts in any order of posting give the same answer. What
    is alike in all of this is told apart by its id; the service gives ids that rise with time, so
    that of equal demands for one place the one that has it keeps it.
    """
    fact = recorded.fact
    return (
        fact.happened_on,
        _RANK[type(fact)],
        recorded.content,
        recorded.name,
        recorded.registration_id or "",
    )
