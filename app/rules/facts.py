"""Facts: the dated things that happened, as they are posted and kept. They are never edited.

Every kind is a model of its own, told apart by `kind`. `happened_on` is the legal date by which
facts are ordered; for a writing it is the day its sender acted, and its receipt is worked out
(clause 9(b)). Share numbers are whole shares. Shape is checked here; whether a fact can be true
of a record is checked by `guards`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StrictBool, TypeAdapter, model_validator

from app.rules.notice import Delivery
from app.rules.plain_dates import PlainDate
from app.rules.standstill import Seller
from app.rules.terms.vocabulary import Identifier, Words

Shares: TypeAlias = Annotated[
    int, Field(gt=0, le=10**12, strict=True, description="Whole shares, more than none.")
]
ShareCount: TypeAlias = Annotated[
    int, Field(ge=0, le=10**12, strict=True, description="Whole shares.")
]
HolderId: TypeAlias = Annotated[Identifier, Field(examples=["spectrum"])]


class FactModel(BaseModel):
    """The base of every fact."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DatedFact(FactModel):
    """A fact that happened on the day stated."""

    occurred_on: PlainDate

    @property
    def happened_on(self) -> date:
        """The day stated."""
        return self.occurred_on


# --- the agreement, its Holders and their positions ----------------------------------------


class AgreementMade(DatedFact):
    """The agreement was made on these terms (1998 text: clause P.1)."""

    kind: Literal["agreement_made"] = "agreement_made"
    name: Words
    terms_hash: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]


class HolderRecorded(DatedFact):
    """A person is a Holder from this day, with the Company bound to recognise him (1(e))."""

    kind: Literal["holder_recorded"] = "holder_recorded"
    holder: HolderId
    name: Words
    entity: Words | None = None


class PositionStated(DatedFact):
    """A Holder's whole position on this day, as the register has it (1(i))."""

    kind: Literal["position_stated"] = "position_stated"
    holder: HolderId
    common: ShareCount = 0
    preferred_as_converted: ShareCount = 0
    warrant_shares: ShareCount = 0


class PreferredConverted(DatedFact):
    """Series A was converted into this many shares of Common Stock (1(i)(i))."""

    kind: Literal["preferred_converted"] = "preferred_converted"
    holder: HolderId
    shares: Shares


class WarrantsExercised(DatedFact):
    """Warrants were exercised for this many shares of Common Stock (1(i)(i), 1(m))."""

    kind: Literal["warrants_exercised"] = "warrants_exercised"
    holder: HolderId
    shares: Shares


class WarrantsExpired(DatedFact):
    """A Holder's Warrants expired; left out, those of every Holder (1(m))."""

    kind: Literal["warrants_expired"] = "warrants_expired"
    holder: HolderId | None = None


class SharesSold(DatedFact):
    """Common Stock went to a buyer to whom no rights pass, and left the count (1(e))."""

    kind: Literal["shares_sold"] = "shares_sold"
    holder: HolderId
    shares: Shares


class SecuritiesTransferred(DatedFact):
    """Securities passed from a Holder to a transferee; whether rights pass is worked out (9(f))."""

    kind: Literal["securities_transferred"] = "securities_transferred"
    holder: HolderId
    transferee: HolderId
    transferee_name: Words
    common: ShareCount = 0
    preferred_as_converted: ShareCount = 0
    warrant_shares: ShareCount = 0
    affiliate: StrictBool
    restricted_in_writing: StrictBool
    record_holder_on: PlainDate | None = None
    notice_received_on: PlainDate | None = None
    agreement_received_on: PlainDate | None = None

    @model_validator(mode="after")
    def _moves_something(self) -> "SecuritiesTransferred":
        if self.holder == self.transferee:
            raise ValueError("a transfer goes to somebody else")
        if self.common + self.preferred_as_converted + self.warrant_shares == 0:
            raise ValueError("a transfer moves at least one share")
        return self


class StockSplit(DatedFact):
    """Each share became `numerator`/`denominator` shares; a combination is less than one (9(h))."""

    kind: Literal["stock_split"] = "stock_split"
    numerator: Annotated[int, Field(gt=0, le=100_000, strict=True)]
    denominator: Annotated[int, Field(gt=0, le=100_000, strict=True)]


class CompanyOfferingCommenced(DatedFact):
    """A public offering of the Company's equity was first offered on this day (2(a)(i))."""

    kind: Literal["company_offering_commenced"] = "company_offering_commenced"
    seller: Seller = "company"
    form: Words | None = None
    filed_on: PlainDate | None = None
    effective_on: PlainDate | None = None
    closing_on: PlainDate | None = None


# --- a demanded registration ----------------------------------------------------------------


class ShareRequest(BaseModel):
    """What one Holder asks to have registered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    holder: HolderId
    shares: Shares


class RequestLetter(BaseModel):
    """One writing to the Company, signed by one Holder or by several together."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    requests: Annotated[tuple[ShareRequest, ...], Field(min_length=1, max_length=500)]
    delivery: Delivery

    @model_validator(mode="after")
    def _each_holder_once(self) -> "RequestLetter":
        holders = [request.holder for request in self.requests]
        if len(set(holders)) < len(holders):
            raise ValueError("a letter names each Holder once")
        return self


class DemandReceived(FactModel):
    """Holders ask the Company to register their shares, in one letter or several (2(a)(i)).

    `short_form_qualified` says whether the Company qualifies for a short form; or say which forms
    were open to it at receipt, and at filing if a reading asks for that.
    """

    kind: Literal["demand_received"] = "demand_received"
    letters: Annotated[tuple[RequestLetter, ...], Field(min_length=1, max_length=100)]
    short_form_qualified: StrictBool | None = None
    forms_at_receipt: Annotated[tuple[Words, ...], Field(max_length=20)] | None = None
    forms_at_filing: Annotated[tuple[Words, ...], Field(max_length=20)] | None = None
    underwritten: StrictBool | None = None

    @property
    def happened_on(self) -> date:
        """The day on which the first letter was sent or handed over."""
        return min(letter.delivery.happened_on for letter in self.letters)


class LetterAdded(FactModel):
    """A further letter joins an earlier demand (QB10)."""

    kind: Literal["letter_added"] = "letter_added"
    letter: RequestLetter

    @property
    def happened_on(self) -> date:
        """The day on which the letter was sent or handed over."""
        return self.letter.delivery.happened_on


class DeliveredFact(FactModel):
    """A fact that is a writing on its way from one party to the other."""

    holder: HolderId
    delivery: Delivery

    @property
    def happened_on(self) -> date:
        """The day on which the sender acted."""
        return self.delivery.happened_on


class NoticeGiven(DeliveredFact):
    """The Company gave a Holder notice of the demand (2(a)(i))."""

    kind: Literal["notice_given"] = "notice_given"


class JoinRequested(DeliveredFact):
    """A Holder asked to have this many shares included; a later request replaces it (2(a)(i))."""

    kind: Literal["join_requested"] = "join_requested"
    shares: Shares


class DelayInvoked(DatedFact):
    """The Company delayed the registration (2(g)): the Board's judgment and the transaction."""

    kind: Literal["delay_invoked"] = "delay_invoked"
    days: Annotated[int, Field(gt=0, le=3650, strict=True)]
    board_judgment: StrictBool | None = None
    transaction_considered_from: PlainDate | None = None
    transaction_considered_until: PlainDate | None = None
    consent: StrictBool = False


class AdditionsProposed(DatedFact):
    """The Company proposed to add its own or others' shares to the demand (2(a)(i))."""

    kind: Literal["additions_proposed"] = "additions_proposed"
    company: ShareCount = 0
    others: Annotated[Mapping[Identifier, Shares], Field(default_factory=dict, max_length=500)]
    holders_consent: StrictBool | None = None


class MaximumAdvised(DatedFact):
    """The managing underwriter found that no more than this many shares can be sold (2(f))."""

    kind: Literal["maximum_advised"] = "maximum_advised"
    shares: ShareCount


class Filed(DatedFact):
    """The registration statement was filed (3(a)(i), 2(c))."""

    kind: Literal["filed"] = "filed"
    form: Annotated[Words, Field(examples=["S-3"])]


class DeclaredEffective(DatedFact):
    """The Commission declared the registration statement effective (2(e))."""

    kind: Literal["declared_effective"] = "declared_effective"


class Withdrawn(DatedFact):
    """The requesters took back their demand, all of them or those named (2(e))."""

    kind: Literal["withdrawn"] = "withdrawn"
    holders: Annotated[tuple[HolderId, ...], Field(min_length=1, max_length=500)] | None = None


class MisstatementNoticeGiven(DatedFact):
    """The Company told the included Holders that the prospectus misleads (3(a)(ix), 3(c))."""

    kind: Literal["misstatement_notice_given"] = "misstatement_notice_given"


class NewProspectusReceived(DatedFact):
    """A Holder received the new prospectus; left out, every included Holder did (3(c))."""

    kind: Literal["new_prospectus_received"] = "new_prospectus_received"
    holder: HolderId | None = None


class StopOrder(DatedFact):
    """An order or proceeding interfered with the effective registration (2(e)(i))."""

    kind: Literal["stop_order"] = "stop_order"
    holder_at_fault: Annotated[
        StrictBool,
        Field(description="Whether a Holder's misrepresentation or omission was the reason."),
    ]


class StopOrderLifted(DatedFact):
    """The order against the registration was lifted (3(a)(vii), 2(e)(i))."""

    kind: Literal["stop_order_lifted"] = "stop_order_lifted"


class ClosingFailed(DatedFact):
    """The conditions to closing were not satisfied (2(e)(ii))."""

    kind: Literal["closing_failed"] = "closing_failed"
    solely_holder: Annotated[
        StrictBool, Field(description="Whether it was solely an act or omission of Holders.")
    ]


class DistributionCompleted(DatedFact):
    """All shares covered by the registration statement were sold (3(a)(iii))."""

    kind: Literal["distribution_completed"] = "distribution_completed"


AgreementFact: TypeAlias = Annotated[
    HolderRecorded
    | PositionStated
    | PreferredConverted
    | WarrantsExercised
    | WarrantsExpired
    | SharesSold
    | SecuritiesTransferred
    | StockSplit
    | CompanyOfferingCommenced,
    Field(discriminator="kind"),
]
"""Facts that belong to no single registration."""

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
    | MisstatementNoticeGiven
    | NewProspectusReceived
    | StopOrder
    | StopOrderLifted
    | ClosingFailed
    | DistributionCompleted,
    Field(discriminator="kind"),
]
"""Facts in the life of one registration."""

Fact: TypeAlias = AgreementMade | DemandReceived | AgreementFact | RegistrationFact
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
    DemandReceived,
    LetterAdded,
    NoticeGiven,
    JoinRequested,
    DelayInvoked,
    AdditionsProposed,
    MaximumAdvised,
    CompanyOfferingCommenced,
    Withdrawn,
    Filed,
    DeclaredEffective,
    MisstatementNoticeGiven,
    NewProspectusReceived,
    StopOrder,
    StopOrderLifted,
    ClosingFailed,
    SharesSold,
    DistributionCompleted,
)
_RANK = {kind: rank for rank, kind in enumerate(ORDER_IN_A_DAY)}


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact on the record, with its id and the registration it belongs to, if any.

    One that is only tried (a dry run) is on no record: its `origin` is the request.
    """

    id: str
    registration_id: str | None
    fact: Fact
    origin: str | None = None
    content: str = field(init=False)

    def __post_init__(self) -> None:
        """Write the content down once: the order of the record is asked for again and again."""
        object.__setattr__(self, "content", self.fact.model_dump_json())

    @property
    def source(self) -> str:
        """How the working refers to it."""
        return self.origin or f"fact:{self.id}#"


def in_order(recorded: RecordedFact) -> tuple[date, int, str, str, str]:
    """The place of a fact on the record: by day, by kind within the day, then by content.

    Never by when it was posted: the same facts in any order of posting give the same answer. What
    is alike in all of this is told apart by ids, which say nothing of the order of posting.
    """
    fact = recorded.fact
    return (
        fact.happened_on,
        _RANK[type(fact)],
        recorded.content,
        recorded.registration_id or "",
        recorded.id,
    )
