"""Bodies for the stateless computations, each on a bundled template or on terms given whole."""

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, model_validator

from app.api.schemas.question import (
    Body,
    JoinRequest,
    NoticeGivenTo,
    Offerings,
    Positions,
    Question,
    example,
    short_form_facts,
)
from app.rules.computations import NoticeTo, RegistrationKind, RequestFrom
from app.rules.effected import DemandLife, FailedClosing, Interference
from app.rules.effecting import ShortFormFacts
from app.rules.facts import HolderId, ShareCount
from app.rules.incidental_notice import HolderNotice
from app.rules.matter import Matter
from app.rules.notice import Delivery
from app.rules.plain_dates import PlainDate
from app.rules.terms import Period, Unit, Words
from app.rules.working import Sourced


class DeemedReceiptQuestion(Question):
    """When was it given, when received?"""

    delivery: Delivery


class DeadlineQuestion(Question):
    """Which is the last day of a period counted from an event?"""

    event_on: PlainDate
    count: Annotated[int, Field(ge=0, le=20_000, strict=True)]
    unit: Unit = "day"
    direction: Literal["after", "before"] = "after"
    inclusion: Literal["exclude_first", "inclusive"] = "exclude_first"
    is_act: Annotated[
        StrictBool,
        Field(description="Whether an act is due by then (its last day may move) or a window ends"),
    ] = True

    def period(self, matter: Matter) -> Period:
        """The period asked about, under the clause that governs the roll."""
        act_roll: Literal["deadline", "backward"] = (
            "deadline" if self.direction == "after" else "backward"
        )
        return Period(
            clause=matter.terms.governing_law_clause,
            count=self.count,
            unit=self.unit,
            anchor="event",
            direction=self.direction,
            inclusion=self.inclusion,
            roll=act_roll if self.is_act else "none",
        )


class RequisiteHoldersQuestion(Question):
    """Are these Holders the Requisite Holders?"""

    requesters: Annotated[tuple[Words, ...], Field(min_length=1, max_length=1000)]
    positions: Positions


class StandstillQuestion(Question):
    """When need the Company not effect a registration of this kind?"""

    company_offerings: Offerings = ()
    registration_kind: RegistrationKind = "requested"


class InterferenceGiven(Body):
    """An order or proceeding against an effective registration."""

    on: PlainDate
    holder_at_fault: StrictBool


class FailedClosingGiven(Body):
    """Closing conditions that were not met."""

    on: PlainDate | None = None
    solely_holder: StrictBool


class EarlierDemand(Body):
    """What became of one accepted demand."""

    id: Words
    effective_on: PlainDate | None = None
    withdrawn_on: PlainDate | None = None
    all_sold_on: PlainDate | None = None
    interferences: Annotated[tuple[InterferenceGiven, ...], Field(max_length=100)] = ()
    failed_closings: Annotated[tuple[FailedClosingGiven, ...], Field(max_length=100)] = ()
    requested_shares: ShareCount | None = None
    included_shares: ShareCount | None = None

    def life(self, source: str) -> DemandLife:
        """The life, sourced to the request."""

        def day(name: str) -> Sourced[Any] | None:
            value = getattr(self, name)
            return None if value is None else Sourced(value, f"{source}/{name}")

        return DemandLife(
            id=self.id,
            effective_on=day("effective_on"),
            withdrawn_on=day("withdrawn_on"),
            all_sold_on=day("all_sold_on"),
            interferences=tuple(
                Interference(each.on, each.holder_at_fault, f"{source}/interferences/{place}")
                for place, each in enumerate(self.interferences)
            ),
            failed_closings=tuple(
                FailedClosing(each.on, each.solely_holder, f"{source}/failed_closings/{place}")
                for place, each in enumerate(self.failed_closings)
            ),
            requested_shares=self.requested_shares,
            included_shares=self.included_shares,
        )


class DemandCountQuestion(Question):
    """How many demands are used up, and how many are left?"""

    registrations: Annotated[tuple[EarlierDemand, ...], Field(max_length=200)]
    as_of: PlainDate | None = None


class JoinWindowQuestion(Question):
    """Until when may each Holder join, and which requests are in time?"""

    regime: Literal["demand", "incidental"] = "demand"
    notices: Annotated[tuple[NoticeGivenTo, ...], Field(min_length=1, max_length=1000)]
    requests: Annotated[tuple[JoinRequest, ...], Field(max_length=1000)] = ()

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

    @model_validator(mode="after")
    def _something_asked(self) -> "IncidentalNoticeQuestion":
        if self.filing_on is None and not self.notices:
            raise ValueError("give the day of filing, the notices, or both")
        return self

    def notices_given(self) -> tuple[HolderNotice, ...]:
        """The notices, sourced to the request."""
        return tuple(
            HolderNotice(each.holder, each.delivery, f"request:/notices/{place}")
            for place, each in enumerate(self.notices)
        )


class ShortFormQuestion(Question):
    """Does the shorter period apply?"""

    forms_at_receipt: Annotated[tuple[Words, ...], Field(max_length=20)] | None = None
    forms_at_filing: Annotated[tuple[Words, ...], Field(max_length=20)] | None = None

    def facts(self) -> ShortFormFacts:
        """The forms, sourced to the request."""
        return short_form_facts(None, self.forms_at_receipt, self.forms_at_filing)


class TimelinessQuestion(Question):
    """Was the registration effective in time?"""

    due_on: PlainDate
    effective_on: PlainDate


class NoticeAddressesQuestion(Question):
    """Where does each Holder take notice?"""

    holders: Annotated[tuple[Words, ...], Field(min_length=1, max_length=1000)]
    own_addresses: Annotated[
        dict[str, Words],
        Field(
            default_factory=dict,
            description="Addresses that Holders have specified for themselves, by Holder.",
        ),
    ]


DEEMED_RECEIPT = example(
    "Mailed the day before Thanksgiving", delivery={"method": "mail", "sent_on": "1998-11-25"}
)
DEADLINE = example("Ninety days from 19 October 1998", event_on="1998-10-19", count=90)
REQUISITE_HOLDERS = example(
    "430,000 of 933,333 shares",
    requesters=["spectrum"],
    positions=[
        {"holder": "spectrum", "preferred_as_converted": 430000},
        {"holder": "doeg-hill", "preferred_as_converted": 370000, "warrant_shares": 133333},
    ],
)
STANDSTILL = example(
    "After the Company's offering of 14 July 1999",
    company_offerings=[{"commenced_on": "1999-07-14"}],
)
DEMAND_COUNT = example(
    "A stop order gives a demand back",
    registrations=[
        {"id": "first", "effective_on": "1998-12-15"},
        {
            "id": "second",
            "effective_on": "1999-11-08",
            "interferences": [{"on": "1999-12-01", "holder_at_fault": False}],
        },
    ],
)
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
SHORT_FORM = example("Form S-2", forms_at_receipt=["S-2"], forms_at_filing=["S-2"])
TIMELINESS = example("One day late", due_on="1999-01-19", effective_on="1999-01-20")
NOTICE_ADDRESSES = example("One address for all", holders=["spectrum", "mochary"])
