"""What sets a registration going: clause 2(a), and the offerings that hold it up."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from app.rules.facts.base import (
    BeforeSales,
    BeforeVotes,
    BeginningFact,
    DatedFact,
    Fact,
    HolderId,
    InAddition,
    Right,
    ShareCount,
    Shares,
    is_none,
)
from app.rules.facts.declaration import LATE, REQUESTED, Example, Flagged, Row, declared
from app.rules.notices.receipt import Delivery
from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.rights.forms import FormName
from app.rules.terms.rights.registrations import Party, Purpose, SecurityKind
from app.rules.terms.vocabulary import Identifier, RegistrationKind, Seller, Words
from app.rules.values.amounts import Money
from app.rules.values.written_dates import PlainDate


@declared(
    390,
    examples=(
        Example(
            "offering",
            "The Company's own public offering of July 1999",
            {
                "occurred_on": "1999-07-14",
                "seller": "company_and_holders",
                "form": "S-1",
                "filed_on": "1999-05-04",
            },
        ),
    ),
)
class CompanyOfferingCommenced(DatedFact):
    """A public offering of the Company's equity was first offered on this day (2(a)(i))."""

    kind: Literal["company_offering_commenced"] = "company_offering_commenced"
    registration: Annotated[
        Identifier | None,
        Field(
            description="The id of the registration, on this record, under which it is made: the "
            "Company's own, or one in which shares are sold for the Company beside others. Null: "
            "taken to be the first of them that had begun by then and came to be on file, on the "
            "same form, and of which no commencement is recorded, if there is one."
        ),
    ] = None
    seller: Seller = "company"
    form: Annotated[
        FormName | None,
        Field(
            description="The form of its registration statement, as the Commission names it. Null: "
            "that on which the registration it is made under was filed, if it is on this record; "
            "otherwise taken to be one that starts a standstill, which the answer states as an "
            "assumption."
        ),
    ] = None
    filed_on: PlainDate | None = None
    effective_on: PlainDate | None = None
    closing_on: PlainDate | None = None


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
    in_addition: InAddition = None

    @model_validator(mode="after")
    def _each_holder_once(self) -> "RequestLetter":
        holders = [request.holder for request in self.requests]
        if len(set(holders)) < len(holders):
            raise ValueError("a letter names each Holder once")
        return self


Letters = Annotated[tuple[RequestLetter, ...], Field(min_length=1, max_length=100)]
Sellers = Annotated[Mapping[Identifier, Shares], Field(default_factory=dict, max_length=500)]


class RequestedByLetter(BeginningFact):
    """What Holders ask for by letter."""

    if TYPE_CHECKING:

        @property
        def letters(self) -> tuple[RequestLetter, ...]:
            """Who asks for what."""

    @property
    def happened_on(self) -> date:
        """The day on which the first letter was sent or handed over."""
        return min(letter.delivery.happened_on for letter in self.letters)

    @property
    def dated_at(self) -> str:
        """Where the first of its letters says so."""
        return "/letters/0/delivery" + self.letters[0].delivery.dated_at


OfferingPrice: TypeAlias = Annotated[
    Money | None,
    Field(
        description="The aggregate price to the public at which what is asked for is to be "
        "offered, as the request states it, in the agreement's currency. Only a least size in "
        "money needs it.",
        examples=["5000000.00"],
    ),
]
OfferingPriceNet: TypeAlias = Annotated[
    Money | None,
    Field(
        description="The same, net of what the agreement takes off (discounts, selling expenses).",
        examples=["4650000.00"],
    ),
]


@declared(240)
class DemandReceived(RequestedByLetter):
    """Holders ask the Company to register their shares, in one letter or several (2(a)(i)).

    `short_form_qualified` says whether the Company qualifies for a short form; or say which forms
    were open to it at receipt, and at filing if a reading asks for that.
    """

    begins: ClassVar[RegistrationKind] = "requested"
    right: ClassVar[Right] = "demand"

    kind: Literal["demand_received"] = "demand_received"
    demand: Annotated[
        NameOfTerm | None,
        Field(
            description="The name in `demands` of the terms of the right that is used. Null: the "
            "terms have one right to demand only.",
            examples=["short_form"],
        ),
    ] = None
    letters: Letters
    short_form_qualified: StrictBool | None = None
    forms_at_receipt: Annotated[tuple[FormName, ...], Field(max_length=20)] | None = None
    forms_at_filing: Annotated[tuple[FormName, ...], Field(max_length=20)] | None = None
    underwritten: StrictBool | None = None
    offering_price: OfferingPrice = None
    offering_price_net: OfferingPriceNet = None


@declared(250)
class ShelfTriggered(RequestedByLetter):
    """A shelf is called for: by a mandatory conversion, Holders who ask, or an event (2(a)(ii)).

    `conversion_proposed_on` is the day on which the mandatory conversion was proposed;
    `certificate_date` the day by which the Certificate of Designation wants the shelf effective.
    """

    begins: ClassVar[RegistrationKind] = "shelf"
    right: ClassVar[Right] = "shelf"

    kind: Literal["shelf_triggered"] = "shelf_triggered"
    conversion_proposed_on: Annotated[
        PlainDate | None,
        Field(
            description="The day on which the mandatory conversion was proposed, not the day for "
            "which it is proposed nor that of the conversion itself (that is the fact "
            "`conversion_completed`). Before it no shelf is owed. Null: none is proposed.",
            examples=["1999-09-01"],
        ),
    ] = None
    certificate_date: Annotated[
        PlainDate | None,
        Field(
            description="The day by which the Certificate of Designation wants the shelf "
            "effective. Null: not known.",
            examples=["1999-11-01"],
        ),
    ] = None
    letters: Annotated[tuple[RequestLetter, ...], Field(max_length=100)] = ()
    shelf: Annotated[
        NameOfTerm | None,
        Field(
            exclude_if=is_none,
            description="The name in `shelves` of the terms of the shelf. Null: they have one "
            "only.",
            examples=["resale"],
        ),
    ] = None
    called_for_on: Annotated[
        PlainDate | None,
        Field(
            exclude_if=is_none,
            description="The day of the event that calls for it, where the terms say that one "
            "does and nobody has to ask (`trigger` is a Moment). Null: none does.",
            examples=["2021-03-01"],
        ),
    ] = None
    forms_at_receipt: Annotated[
        tuple[FormName, ...] | None,
        Field(
            exclude_if=is_none,
            max_length=20,
            description="The forms open to the Company on the day of receipt. Only a shelf that is "
            "given on some forms alone (`only_on_forms`), or `unless` one is open, needs them.",
            examples=[["S-3"]],
        ),
    ] = None
    offering_price: Annotated[OfferingPrice, Field(exclude_if=is_none)] = None
    offering_price_net: Annotated[OfferingPriceNet, Field(exclude_if=is_none)] = None

    @model_validator(mode="after")
    def _something_calls_for_it(self) -> "ShelfTriggered":
        if not (self.conversion_proposed_on or self.called_for_on or self.letters):
            raise ValueError(
                "a shelf is called for by a proposed conversion, by a letter, or by an event on "
                "the day `called_for_on`"
            )
        return self

    @property
    def happened_on(self) -> date:
        """The day of the proposal or event, or that on which the first letter was sent."""
        days = [letter.delivery.happened_on for letter in self.letters]
        days += [day for day in (self.conversion_proposed_on, self.called_for_on) if day]
        return min(days)

    @property
    def dated_at(self) -> str:
        """Where the proposal, the event or the first letter says so."""
        if self.conversion_proposed_on is not None:
            return "/conversion_proposed_on"
        return super().dated_at if self.called_for_on is None else "/called_for_on"


@declared(270)
class TakedownRequested(RequestedByLetter):
    """Holders ask the Company to help sell off its effective shelf, underwritten (2(a)(iii))."""

    begins: ClassVar[RegistrationKind] = "takedown"
    right: ClassVar[Right] = "takedown"

    kind: Literal["takedown_requested"] = "takedown_requested"
    shelf: Annotated[Identifier, Field(description="The id of the shelf registration.")]
    takedown: Annotated[
        NameOfTerm | None,
        Field(
            description="The name in `takedowns` of the terms of the kind of sale that is asked "
            "for. Null: the terms have one only.",
            examples=["block"],
        ),
    ] = None
    letters: Letters
    offering_on: Annotated[
        PlainDate | None,
        Field(
            description="The day on which the offering is to commence, as the request says. Only a "
            "lead that the terms ask for (`ask_by`) needs it. Null: not stated.",
            examples=["2000-02-08"],
        ),
    ] = None
    offering_price: OfferingPrice = None
    offering_price_net: OfferingPriceNet = None


class OtherHoldersDemand(BaseModel):
    """A demand of holders of other securities behind the Company's registration (2(b)).

    `room_for_registrable` is how many Registrable Securities the managing underwriter finds would
    not disturb the sale; left out, it has determined nothing of the kind. `granted_in_compliance`
    says whether their right was rightly granted; left out, that is what the grants to the `grantee`
    on record come to (8).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    grantee: Annotated[
        Words | None,
        Field(description="To whom the right was granted, as in the `rights_granted` of it."),
    ] = None
    granted_in_compliance: StrictBool | None = None
    room_for_registrable: ShareCount | None = None


@declared(260)
class RegistrationDetermined(BeginningFact, DatedFact):
    """The Company decided to register securities for itself or for others (2(b)).

    `company_shares` is what it means to sell itself; `initiators` are other holders for whom it
    registers and `others` those who may join beside the Holders, each with its shares.
    """

    begins: ClassVar[RegistrationKind] = "incidental"
    right: ClassVar[Right] = "incidental"

    kind: Literal["registration_determined"] = "registration_determined"
    incidental: Annotated[
        NameOfTerm | None,
        Field(
            description="The name in `incidentals` of the terms of the right by which Holders may "
            "join it. Null: the terms have one only, or one of registrations for that party.",
            examples=["own"],
        ),
    ] = None
    purpose: Purpose
    initiated_for: Party
    form: FormName | None = None
    solely: StrictBool | None = None
    securities: SecurityKind | None = None
    planned_filing_on: PlainDate | None = None
    underwritten: StrictBool | None = None
    company_shares: Annotated[
        int | None,
        Field(
            ge=0,
            le=10**12,
            strict=True,
            description="Whole shares that the Company sells itself. Null: not recorded; of a "
            "registration for others it is then taken to sell none.",
        ),
    ] = None
    first_public_offering: Annotated[
        StrictBool | None,
        Field(
            description="Whether it is the Company's first public offering; asked for only where "
            "the terms give a rank a least that is not owed in it. Null: not recorded."
        ),
    ] = None
    initiators: Sellers
    others: Sellers
    other_demand: OtherHoldersDemand | None = None

    @model_validator(mode="after")
    def _each_seller_once(self) -> "RegistrationDetermined":
        if set(self.initiators) & set(self.others):
            raise ValueError("each seller is named once, among initiators or others")
        return self


@declared(
    280,
    # After a withdrawal it asks anew, so that the registration is not withdrawn any more.
    life=Row(
        of=REQUESTED,
        cells={
            "closed": LATE,
            "expired": LATE,
            "terminated": LATE,
            "effective": Flagged("LETTER_AFTER_EFFECTIVENESS"),
        },
    ),
    examples=(
        Example(
            "letter",
            "Another Holder joins the demand by a letter of its own",
            {
                "letter": {
                    "requests": [{"holder": "nicholson", "shares": 5000}],
                    "delivery": {"method": "mail", "sent_on": "1999-02-17"},
                }
            },
        ),
    ),
)
class LetterAdded(Fact):
    """A further letter joins an earlier request (2(a), QB10)."""

    kind: Literal["letter_added"] = "letter_added"
    letter: RequestLetter
    before_sales: BeforeSales = None
    before_votes: BeforeVotes = None

    @property
    def happened_on(self) -> date:
        """The day on which the letter was sent or handed over."""
        return self.letter.delivery.happened_on

    @property
    def dated_at(self) -> str:
        """Where the letter says so."""
        return "/letter/delivery" + self.letter.delivery.dated_at
