"""Bodies for the stateless computations: inputs, on a bundled template or on terms given whole."""

from typing import Annotated, Any, Literal

from fastapi.openapi.models import Example
from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError, model_validator

from app.errors import Fault, InvalidInput, NotFound
from app.rules.computations import NoticeTo, RegistrationKind, RequestFrom
from app.rules.demand import Letter
from app.rules.demand_question import DemandQuestion, holders_to_tell
from app.rules.effected import DemandLife, FailedClosing, Interference
from app.rules.effecting import ShortFormFacts
from app.rules.facts import HolderId, ShareCount, Shares
from app.rules.holdings import Holding, Position
from app.rules.matter import Matter, open_matter
from app.rules.notice import Delivery
from app.rules.participation import JoinAsked, NoticeSent, Since
from app.rules.plain_dates import PlainDate
from app.rules.standstill import Offering, Seller
from app.rules.suspension import Invocation
from app.rules.terms import Demand, Incidental, Period, Terms, Unit, Words, with_readings
from app.rules.working import Detail, Sourced
from app.services.templates import template


class Body(BaseModel):
    """The base of every body: unknown fields are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(Body):
    """On which terms to compute: a bundled template or terms given whole, and other readings."""

    template: Annotated[str | None, Field(max_length=64, examples=["ctc-1998"])] = None
    terms: Terms | None = None
    readings: Annotated[
        dict[str, Any], Field(description="Readings that differ from those of the terms.")
    ] = {}

    @model_validator(mode="after")
    def _one_of_both(self) -> "Question":
        if (self.template is None) == (self.terms is None):
            raise ValueError("give either a template's name or terms")
        return self

    def matter(self, detail: Detail) -> Matter:
        """Start an answer on the terms asked for; InvalidInput if there are none such."""
        return open_matter(self._chosen_terms(), detail)

    def _chosen_terms(self) -> Terms:
        try:
            base = self.terms or template(self.template or "").terms
            return with_readings(base, self.readings)
        except NotFound as unknown:
            raise InvalidInput([Fault("/template", "unknown_template", str(unknown))]) from unknown
        except ValidationError as invalid:
            raise InvalidInput(
                [
                    Fault(
                        "/readings" + "".join(f"/{part}" for part in error["loc"][1:]),
                        "invalid_reading",
                        error["msg"],
                    )
                    for error in invalid.errors(include_url=False, include_input=False)
                ]
            ) from invalid


def demand_of(matter: Matter) -> Demand:
    """The terms' right to demand; InvalidInput if the agreement has none."""
    if matter.terms.demand is None:
        raise InvalidInput([Fault("/terms/demand", "no_such_right", "There is no such right.")])
    return matter.terms.demand


def incidental_of(matter: Matter) -> Incidental:
    """The terms' right to join the Company's registration; InvalidInput if there is none."""
    if matter.terms.incidental is None:
        raise InvalidInput([Fault("/terms/incidental", "no_such_right", "There is no such right.")])
    return matter.terms.incidental


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


class PositionGiven(Body):
    """One Holder's securities, in shares of Common Stock."""

    holder: HolderId | Words
    common: ShareCount = 0
    preferred_as_converted: ShareCount = 0
    warrant_shares: ShareCount = 0
    expired_warrant_shares: ShareCount = 0
    recognised: StrictBool = True

    def holding(self, source: str) -> Holding:
        """The holding, sourced to the request."""
        position = Position(
            self.common,
            self.preferred_as_converted,
            self.warrant_shares,
            self.expired_warrant_shares,
        )
        return Holding(position, self.recognised, source)


Positions = Annotated[tuple[PositionGiven, ...], Field(min_length=1, max_length=1000)]


def holdings_of(positions: tuple[PositionGiven, ...]) -> dict[str, Holding]:
    """The holdings by Holder; InvalidInput if one is given twice."""
    holdings: dict[str, Holding] = {}
    for place, each in enumerate(positions):
        if each.holder in holdings:
            raise InvalidInput(
                [
                    Fault(
                        f"/positions/{place}/holder",
                        "duplicate_holder",
                        f"{each.holder} is given twice.",
                    )
                ]
            )
        holdings[each.holder] = each.holding(f"request:/positions/{place}")
    return holdings


class RequisiteHoldersQuestion(Question):
    """Are these Holders the Requisite Holders?"""

    requesters: Annotated[tuple[Words, ...], Field(min_length=1, max_length=1000)]
    positions: Positions


class OfferingGiven(Body):
    """A public offering of the Company's equity."""

    commenced_on: PlainDate
    seller: Seller = "company"
    form: Words | None = None
    filed_on: PlainDate | None = None
    effective_on: PlainDate | None = None
    closing_on: PlainDate | None = None

    def offering(self, source: str) -> Offering:
        """The offering, sourced to the request."""
        return Offering(
            source=source,
            first_offered_on=self.commenced_on,
            seller=self.seller,
            filed_on=self.filed_on,
            effective_on=self.effective_on,
            closing_on=self.closing_on,
            employee_or_merger_form=self.form in ("S-8", "S-4"),
        )


Offerings = Annotated[tuple[OfferingGiven, ...], Field(max_length=200)]


def offerings_of(given: tuple[OfferingGiven, ...]) -> tuple[Offering, ...]:
    """The offerings, sourced to the request."""
    return tuple(
        each.offering(f"request:/company_offerings/{place}") for place, each in enumerate(given)
    )


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


class NoticeGivenTo(Body):
    """The notice to one Holder: how it travelled, or the day of its receipt."""

    holder: HolderId | Words
    delivery: Delivery | None = None
    received_on: PlainDate | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "NoticeGivenTo":
        if (self.delivery is None) == (self.received_on is None):
            raise ValueError("give either the delivery or the day of receipt")
        return self


class JoinRequest(Body):
    """One Holder's request to join."""

    holder: HolderId | Words
    delivery: Delivery


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


class ShortFormQuestion(Question):
    """Does the shorter period apply?"""

    forms_at_receipt: Annotated[tuple[Words, ...], Field(max_length=20)] | None = None
    forms_at_filing: Annotated[tuple[Words, ...], Field(max_length=20)] | None = None

    def facts(self) -> ShortFormFacts:
        """The forms, sourced to the request."""
        return _short_form_facts(None, self.forms_at_receipt, self.forms_at_filing)


def _short_form_facts(
    qualified: bool | None,
    at_receipt: tuple[str, ...] | None,
    at_filing: tuple[str, ...] | None,
) -> ShortFormFacts:
    return ShortFormFacts(
        None if qualified is None else Sourced(qualified, "request:/short_form_qualified"),
        None if at_receipt is None else Sourced(at_receipt, "request:/forms_at_receipt"),
        None if at_filing is None else Sourced(at_filing, "request:/forms_at_filing"),
    )


class TimelinessQuestion(Question):
    """Was the registration effective in time?"""

    due_on: PlainDate
    effective_on: PlainDate


class NoticeAddressesQuestion(Question):
    """Where does each Holder take notice?"""

    holders: Annotated[tuple[Words, ...], Field(min_length=1, max_length=1000)]
    own_addresses: Annotated[
        dict[str, Words],
        Field(description="Addresses that Holders have specified for themselves, by Holder."),
    ] = {}


class LetterGiven(Body):
    """One writing that asks for the registration.

    With positions, the signers' holdings follow from them; without, state what they hold together
    in `fully_diluted_shares`.
    """

    requests: Annotated[
        dict[str, Shares | None],
        Field(
            min_length=1,
            max_length=500,
            description="Shares each signer asks to register; null if not said.",
            examples=[{"spectrum": 400000}],
        ),
    ]
    delivery: Delivery | None = None
    received_on: PlainDate | None = None
    fully_diluted_shares: ShareCount | None = None

    @model_validator(mode="after")
    def _at_most_one(self) -> "LetterGiven":
        if self.delivery is not None and self.received_on is not None:
            raise ValueError("give the delivery or the day of receipt, not both")
        return self


class DelayGiven(Body):
    """One delay by the Company."""

    invoked_on: PlainDate
    days: Annotated[int, Field(gt=0, le=3650, strict=True)]
    board_judgment: StrictBool | None = None
    transaction_considered_from: PlainDate | None = None
    transaction_considered_until: PlainDate | None = None
    consent: StrictBool = False


class JoinGiven(JoinRequest):
    """One Holder's request to join, with his number of shares."""

    shares: Shares


class DemandQuestionBody(Question):
    """May they demand, and what follows? Every input stated; what is left out is named missing."""

    letters: Annotated[tuple[LetterGiven, ...], Field(min_length=1, max_length=100)]
    positions: Positions | None = None
    total_fully_diluted_shares: ShareCount | None = None
    short_form_qualified: StrictBool | None = None
    forms_at_receipt: Annotated[tuple[Words, ...], Field(max_length=20)] | None = None
    forms_at_filing: Annotated[tuple[Words, ...], Field(max_length=20)] | None = None
    demands_effected: Annotated[int, Field(ge=0, le=1000, strict=True)]
    demands_pending: Annotated[int, Field(ge=0, le=1000, strict=True)]
    company_offerings: Offerings = ()
    delays: Annotated[tuple[DelayGiven, ...], Field(max_length=200)] = ()
    prior_delay_occasions: Annotated[tuple[PlainDate, ...], Field(max_length=200)] = ()
    notices: Annotated[tuple[NoticeGivenTo, ...], Field(max_length=1000)] = ()
    joins: Annotated[tuple[JoinGiven, ...], Field(max_length=1000)] = ()
    filed_on: PlainDate | None = None
    effective_on: PlainDate | None = None
    as_of: PlainDate | None = None

    def question(self) -> DemandQuestion:
        """The question, with every input sourced to the request."""
        holdings = holdings_of(self.positions) if self.positions is not None else None
        letters = tuple(
            Letter(f"request:/letters/{place}", each.requests, each.delivery, each.received_on)
            for place, each in enumerate(self.letters)
        )
        return DemandQuestion(
            letters=letters,
            signers_shares=tuple(each.fully_diluted_shares for each in self.letters),
            total_shares=self.total_fully_diluted_shares,
            holdings=holdings,
            effected=self.demands_effected,
            pending=self.demands_pending,
            short_form=_short_form_facts(
                self.short_form_qualified, self.forms_at_receipt, self.forms_at_filing
            ),
            offerings=offerings_of(self.company_offerings),
            delays=self._invocations(),
            since=self._since(holdings, letters),
        )

    def _invocations(self) -> tuple[Invocation, ...]:
        earlier = tuple(
            Sourced(day, f"request:/prior_delay_occasions/{place}")
            for place, day in enumerate(self.prior_delay_occasions)
        )
        return tuple(
            Invocation(
                source=f"request:/delays/{place}",
                kind="delay",
                invoked_on=each.invoked_on,
                days=each.days,
                board_judgment=each.board_judgment,
                considered_from=each.transaction_considered_from,
                considered_until=each.transaction_considered_until,
                consent=each.consent,
                occasions_elsewhere=earlier,
            )
            for place, each in enumerate(self.delays)
        )

    def _since(self, holdings: dict[str, Holding] | None, letters: tuple[Letter, ...]) -> Since:
        notified = {
            each.holder: f"request:/notices/{place}" for place, each in enumerate(self.notices)
        }
        return Since(
            life=DemandLife(
                "this",
                effective_on=None
                if self.effective_on is None
                else Sourced(self.effective_on, "request:/effective_on"),
            ),
            holders=holders_to_tell(holdings, letters, notified),
            notices=tuple(
                NoticeSent(
                    each.holder, each.delivery, f"request:/notices/{place}", each.received_on
                )
                for place, each in enumerate(self.notices)
            ),
            joins=tuple(
                JoinAsked(each.holder, each.shares, each.delivery, f"request:/joins/{place}")
                for place, each in enumerate(self.joins)
            ),
            filed_on=None if self.filed_on is None else Sourced(self.filed_on, "request:/filed_on"),
        )


def _example(summary: str, **value: object) -> dict[str, Example]:
    return {"as_it_stands": {"summary": summary, "value": {"template": "ctc-1998", **value}}}


DEEMED_RECEIPT = _example(
    "Mailed the day before Thanksgiving", delivery={"method": "mail", "sent_on": "1998-11-25"}
)
DEADLINE = _example("Ninety days from 19 October 1998", event_on="1998-10-19", count=90)
REQUISITE_HOLDERS = _example(
    "430,000 of 933,333 shares",
    requesters=["spectrum"],
    positions=[
        {"holder": "spectrum", "preferred_as_converted": 430000},
        {"holder": "doeg-hill", "preferred_as_converted": 370000, "warrant_shares": 133333},
    ],
)
STANDSTILL = _example(
    "After the Company's offering of 14 July 1999",
    company_offerings=[{"commenced_on": "1999-07-14"}],
)
DEMAND_COUNT = _example(
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
JOIN_WINDOW = _example(
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
SHORT_FORM = _example("Form S-2", forms_at_receipt=["S-2"], forms_at_filing=["S-2"])
TIMELINESS = _example("One day late", due_on="1999-01-19", effective_on="1999-01-20")
NOTICE_ADDRESSES = _example("One address for all", holders=["spectrum", "mochary"])
DEMAND = _example(
    "A demand received after the Company's offering commenced",
    letters=[
        {
            "requests": {"spectrum": 400000},
            "delivery": {"method": "mail", "sent_on": "1999-08-11"},
        }
    ],
    positions=[
        {"holder": "spectrum", "preferred_as_converted": 1200000, "warrant_shares": 120000},
        {"holder": "doeg-hill", "preferred_as_converted": 100000},
        {"holder": "mochary", "preferred_as_converted": 46666},
    ],
    short_form_qualified=True,
    demands_effected=0,
    demands_pending=0,
    company_offerings=[{"commenced_on": "1999-07-14"}],
    notices=[
        {"holder": "mochary", "delivery": {"method": "mail", "sent_on": "1999-08-17"}},
    ],
    joins=[
        {
            "holder": "mochary",
            "shares": 25000,
            "delivery": {"method": "personal", "delivered_on": "1999-09-09"},
        }
    ],
    as_of="1999-09-10",
)
