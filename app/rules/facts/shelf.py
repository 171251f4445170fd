"""The life of a shelf: its conversion and the days without sales (clauses 2(a)(ii), 2(g))."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from app.rules.facts.base import DatedFact, HolderId
from app.rules.notice import Delivery
from app.rules.plain_dates import PlainDate


class ConversionCompleted(DatedFact):
    """The mandatory conversion took place, from which the shelf's period runs (2(a)(ii), QC1)."""

    kind: Literal["conversion_completed"] = "conversion_completed"


class ProhibitionNotice(BaseModel):
    """The notice of a prohibition to one Holder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    holder: HolderId
    delivery: Delivery


class ProhibitionNoticed(DatedFact):
    """The Company prohibited sales under the shelf for a number of days (2(g)(ii)).

    `occurred_on` is the day on which it acted; `in_effect_from` a later first day that the notice
    itself names. Each Holder is bound from his own notice (QD2).
    """

    kind: Literal["prohibition_noticed"] = "prohibition_noticed"
    days: Annotated[int, Field(gt=0, le=3650, strict=True)]
    notices: Annotated[tuple[ProhibitionNotice, ...], Field(max_length=500)] | None = None
    in_effect_from: PlainDate | None = None
    board_judgment: StrictBool | None = None
    transaction_considered_from: PlainDate | None = None
    transaction_considered_until: PlainDate | None = None
    consent: StrictBool | None = None

    @model_validator(mode="after")
    def _each_holder_once(self) -> "ProhibitionNoticed":
        holders = [notice.holder for notice in self.notices or ()]
        if len(set(holders)) < len(holders):
            raise ValueError("a prohibition is noticed to each Holder once")
        return self


class ProhibitionLifted(DatedFact):
    """The Company let sales resume on this day, before the prohibition ran out (2(g)(ii))."""

    kind: Literal["prohibition_lifted"] = "prohibition_lifted"
