"""Bodies of the computations of notices and join windows."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from app.api.schemas.compute.question import (
    Body,
    JoinRequest,
    NoticeGivenTo,
    Question,
    example,
)
from app.rules.catalogue.computations.joining import NoticeTo, RequestFrom
from app.rules.facts import HolderId
from app.rules.notices.receipt import Delivery
from app.rules.terms.vocabulary import Words
from app.rules.values.written_dates import PlainDate

Regime: TypeAlias = Literal["demand", "takedown", "shelf", "incidental"]


class JoinWindowQuestion(Question):
    """Until when may each Holder join, and which requests are in time?"""

    regime: Regime = "demand"
    notices: Annotated[tuple[NoticeGivenTo, ...], Field(max_length=1000)] = ()
    requests: Annotated[tuple[JoinRequest, ...], Field(max_length=1000)] = ()

    @model_validator(mode="after")
    def _something_asked(self) -> "JoinWindowQuestion":
        if not self.notices and not self.requests:
            raise ValueError("give the notices, the requests, or both")
        return self

    def notices_given(self) -> tuple[NoticeTo, ...]:
        """The notices, as the rules take them."""
        return tuple(
            NoticeTo(each.holder, each.delivery, each.received_on) for each in self.notices
        )

    def requests_made(self) -> tuple[RequestFrom, ...]:
        """The requests, as the rules take them."""
        return tuple(RequestFrom(each.holder, each.delivery) for each in self.requests)


class HolderNoticeGiven(Body):
    """The Company's notice to one Holder."""

    holder: HolderId | Words
    delivery: Delivery


class IncidentalNoticeQuestion(Question):
    """When must notice be given, and from when may the Company file?"""

    filing_on: PlainDate | None = None
    notices: Annotated[tuple[HolderNoticeGiven, ...], Field(max_length=1000)] = ()
    not_told: Annotated[
        tuple[HolderId | Words, ...],
        Field(max_length=1000, description="Holders to whom no notice was given at all."),
    ] = ()

    @model_validator(mode="after")
    def _something_asked(self) -> "IncidentalNoticeQuestion":
        if self.filing_on is None and not self.notices and not self.not_told:
            raise ValueError("give the day of filing, the notices, or both")
        return self

    @model_validator(mode="after")
    def _told_or_not(self) -> "IncidentalNoticeQuestion":
        both = {each.holder for each in self.notices} & set(self.not_told)
        if both:
            raise ValueError(f"{min(both)} is given a notice and said not to have been told")
        return self

    def notices_given(self) -> tuple[NoticeTo, ...]:
        """The notices as the rules read them."""
        return tuple(NoticeTo(each.holder, each.delivery, None) for each in self.notices)


JOIN_WINDOW = example(
    "Delivered to one Holder, mailed to another",
    notices=[
        {
            "holder": "spectrum",
            "delivery": {"method": "personal", "delivered_on": "1998-11-25"},
        },
        {"holder": "mochary", "delivery": {"method": "mail", "sent_on": "1998-11-25"}},
    ],
    requests=[{"holder": "mochary", "delivery": {"method": "mail", "sent_on": "1998-12-17"}}],
)


INCIDENTAL_NOTICE = example(
    "A notice mailed 29 days before the filing",
    filing_on="1999-05-04",
    notices=[{"holder": "spectrum", "delivery": {"method": "mail", "sent_on": "1999-04-05"}}],
)
