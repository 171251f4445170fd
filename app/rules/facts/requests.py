"""What sets a registration going: clause 2(a), and the offerings that hold it up."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from app.rules.facts.base import DatedFact, FactModel, HolderId, Shares
from app.rules.notice import Delivery
from app.rules.plain_dates import PlainDate
from app.rules.standstill import Seller
from app.rules.terms.vocabulary import Words


class CompanyOfferingCommenced(DatedFact):
    """A public offering of the Company's equity was first offered on this day (2(a)(i))."""

    kind: Literal["company_offering_commenced"] = "company_offering_commenced"
    seller: Seller = "company"
    form: Words | None = None
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
