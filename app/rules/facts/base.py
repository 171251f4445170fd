"""What all facts are made of: a frozen model, a day, a writing on its way."""

from datetime import date
from typing import Annotated, ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from app.rules.notices.receipt import Delivery
from app.rules.terms.vocabulary import Identifier
from app.rules.values.written_dates import PlainDate

Shares: TypeAlias = Annotated[
    int, Field(gt=0, le=10**12, strict=True, description="Whole shares, more than none.")
]
ShareCount: TypeAlias = Annotated[
    int, Field(ge=0, le=10**12, strict=True, description="Whole shares.")
]
InAddition: TypeAlias = Annotated[
    StrictBool | None,
    Field(
        description="Whether it asks for these shares besides those that the Holder asked for "
        "before (true) or instead of them (false). Null: it does not say (reading QG12)."
    ),
]
HolderId: TypeAlias = Annotated[Identifier, Field(examples=["spectrum"])]
ObligationId: TypeAlias = Annotated[
    str,
    Field(
        min_length=1,
        max_length=500,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description="The `id` of the obligation in the answer.",
        examples=["notice:wang"],
    ),
]
OfRegistration: TypeAlias = Annotated[
    Identifier | None,
    Field(description="The registration that brought it about; left out: the agreement's own."),
]
EndsSameDay: TypeAlias = Annotated[
    StrictBool | None,
    Field(
        description="Whether it also ends what began on the same day. Left out: it ends what began "
        "earlier, and what began that day only if nothing was left to end, or if the day has as "
        "many ends more as beginnings.",
        examples=[True],
    ),
]
BeforeRequests: TypeAlias = Annotated[
    StrictBool | None,
    Field(
        description="Whether it came before the requests that the Company received on that day; "
        "only needed where it decides whether those who ask are enough. Null: not recorded.",
        examples=[True],
    ),
]
BeforeSales: TypeAlias = Annotated[
    StrictBool | None,
    Field(
        description="Whether it came, or reached the Holder, before what was sold under the "
        "registration on that day; only needed where shares were sold on it. Null: not recorded.",
        examples=[True],
    ),
]


class FactModel(BaseModel):
    """The base of every fact; one that `may_precede_agreement` may be older than it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    may_precede_agreement: ClassVar[bool] = False


class DatedFact(FactModel):
    """A fact that happened on the day stated."""

    occurred_on: PlainDate

    @property
    def happened_on(self) -> date:
        """The day stated."""
        return self.occurred_on


class DeliveredFact(FactModel):
    """A fact that is a writing on its way from one party to the other."""

    holder: HolderId
    delivery: Delivery

    @property
    def happened_on(self) -> date:
        """The day on which the sender acted."""
        return self.delivery.happened_on
