"""Bodies of the computations of periods, suspensions and holdbacks."""

from typing import Annotated, TypeAlias, TypeVar

from pydantic import Field, StrictBool, model_validator

from app.api.schemas.compute.demands import FailedClosingGiven, InterferenceGiven
from app.api.schemas.compute.question import (
    Body,
    Positions,
    Question,
    example,
    given,
    holdings_of,
)
from app.api.schemas.compute.suspensions import EarlierOccasion, Notices, told_of
from app.errors import Fault, InvalidInput
from app.rules.agreement.consent import Consents, consent_given
from app.rules.facts import HolderId
from app.rules.procedures.underwriting.holdback import Advice, UnderwrittenRegistration
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.runs import Run
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.effectiveness.effectiveness import EffectiveLife, Hold
from app.rules.registrations.effectiveness.shelf_period import ShelfLife
from app.rules.registrations.requests.effected import RegistrationLife
from app.rules.registrations.requests.ruling import UsedBefore
from app.rules.registrations.suspension.suspension import Invocation, Kind, Suspended
from app.rules.terms.registrations import Delay
from app.rules.terms.vocabulary import Words
from app.rules.values.written_dates import PlainDate

T = TypeVar("T")
HolderName: TypeAlias = HolderId | Words
Days: TypeAlias = Annotated[int, Field(gt=0, le=3650, strict=True)]


def present(term: T | None, name: str) -> T:
    """A part of the terms; InvalidInput if the agreement lacks it."""
    if term is None:
        raise InvalidInput(
            [Fault(f"/terms/{name}", "no_such_term", "The agreement has no such provision.")]
        )
    return term


class RunGiven(Body):
    """Days on which Holders could not sell, both ends included."""

    first_day: PlainDate
    last_day: Annotated[
        PlainDate | None, Field(description="Left out or null: it still lasts.")
    ] = None

    @model_validator(mode="after")
    def _in_order(self) -> "RunGiven":
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("the last day does not come before the first")
        return self

    def run(self, source: str) -> Run:
        """The run, sourced to the request."""
        last = None if self.last_day is None else Sourced(self.last_day, f"{source}/last_day")
        return Run(Sourced(self.first_day, f"{source}/first_day"), last)


Runs = Annotated[tuple[RunGiven, ...], Field(max_length=200)]


def runs_of(runs: tuple[RunGiven, ...], name: str) -> tuple[Run, ...]:
    """The runs, sourced to the request."""
    return tuple(each.run(f"request:/{name}/{place}") for place, each in enumerate(runs))


class ShelfPeriodQuestion(Question):
    """Until when is the shelf kept effective?"""

    mandatory_conversion_on: PlainDate | None = None
    effective_on: Annotated[
        PlainDate | None, Field(description="Needed only where the period runs from it (QC1).")
    ] = None
    prohibitions: Annotated[Runs, Field(description="Sale prohibitions, 2(g).")] = ()
    delays: Annotated[Runs, Field(description="Delays of the shelf; see reading QD8.")] = ()
    discontinuances: Annotated[
        Runs,
        Field(
            description="Stops under 3(c): from the day the notice was given to the day the new "
            "prospectus was received."
        ),
    ] = ()
    all_sold_on: PlainDate | None = None

    def shelf(self) -> ShelfLife:
        """The shelf, sourced to the request."""
        return ShelfLife(
            mandatory_conversion_on=given(self.mandatory_conversion_on, "mandatory_conversion_on"),
            effective_on=given(self.effective_on, "effective_on"),
            prohibitions=runs_of(self.prohibitions, "prohibitions"),
            delays=runs_of(self.delays, "delays"),
            discontinuances=runs_of(self.discontinuances, "discontinuances"),
            all_sold_on=given(self.all_sold_on, "all_sold_on"),
        )


class ShelfConditionQuestion(Question):
    """Is the condition of mandatory conversion, an effective shelf, met?"""

    due_on: Annotated[
        PlainDate | None, Field(description="The day set by the Certificate of Designation.")
    ] = None
    effective_on: PlainDate | None = None
    interferences: Annotated[tuple[InterferenceGiven, ...], Field(max_length=100)] = ()
    failed_closings: Annotated[tuple[FailedClosingGiven, ...], Field(max_length=100)] = ()
    all_sold_on: PlainDate | None = None
    as_of: PlainDate | None = None

    def life(self) -> RegistrationLife:
        """What became of the shelf, sourced to the request."""
        return RegistrationLife(
            id="shelf",
            made=Sourced("shelf", "terms:/title"),
            effective_on=given(self.effective_on, "effective_on"),
            all_sold_on=given(self.all_sold_on, "all_sold_on"),
            interferences=tuple(
                each.order(f"request:/interferences/{place}")
                for place, each in enumerate(self.interferences)
            ),
            failed_closings=tuple(
                each.failure(f"request:/failed_closings/{place}")
                for place, each in enumerate(self.failed_closings)
            ),
        )


class HoldGiven(Body):
    """A notice that the prospectus misleads, and each Holder's receipt of the new prospectus."""

    notice_given_on: Annotated[
        PlainDate | None, Field(description="The Company's notice, 3(a)(ix).")
    ] = None
    holder_notice_given_on: Annotated[
        PlainDate | None, Field(description="A Holder's own notice, 3(c)(B).")
    ] = None
    received: Annotated[
        dict[HolderName, PlainDate | None],
        Field(
            default_factory=dict,
            max_length=500,
            description="When each Holder received the new prospectus; null: not yet.",
            examples=[{"spectrum": "1999-10-12"}],
        ),
    ]

    @model_validator(mode="after")
    def _in_order(self) -> "HoldGiven":
        begins = self.notice_given_on or self.holder_notice_given_on
        if begins is None:
            raise ValueError("give the Company's notice, a Holder's notice, or both")
        if any(day is not None and day < begins for day in self.received.values()):
            raise ValueError("the new prospectus is not received before the notice")
        return self

    def hold(self, source: str) -> Hold:
        """The hold, sourced to the request."""

        def day(value: PlainDate | None, name: str) -> Sourced[PlainDate] | None:
            return None if value is None else Sourced(value, f"{source}/{name}")

        return Hold(
            notice_given_on=day(self.notice_given_on, "notice_given_on"),
            holder_notice_given_on=day(self.holder_notice_given_on, "holder_notice_given_on"),
            received={
                holder: day(on, f"received/{holder.replace('~', '~0').replace('/', '~1')}")
                for holder, on in self.received.items()
            },
        )


class EffectivenessPeriodQuestion(Question):
    """Until when is the registration statement kept effective?"""

    effective_on: PlainDate
    holds: Annotated[tuple[HoldGiven, ...], Field(max_length=200)] = ()
    prohibitions: Annotated[
        Runs, Field(description="Sale prohibitions; they count only under reading QD8.")
    ] = ()
    all_disposed_on: PlainDate | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "EffectivenessPeriodQuestion":
        for each in self.holds:
            begins = each.notice_given_on or each.holder_notice_given_on
            if begins is not None and begins < self.effective_on:
                raise ValueError("no prospectus misleads before effectiveness")
        return self

    def life(self) -> EffectiveLife:
        """What happened to the registration, sourced to the request."""
        return EffectiveLife(
            effective_on=Sourced(self.effective_on, "request:/effective_on"),
            holds=tuple(
                each.hold(f"request:/holds/{place}") for place, each in enumerate(self.holds)
            ),
            prohibitions=runs_of(self.prohibitions, "prohibitions"),
            all_disposed_on=given(self.all_disposed_on, "all_disposed_on"),
        )


Occasions = Annotated[tuple[EarlierOccasion, ...], Field(max_length=200)]
DaysUsed = Annotated[
    int,
    Field(ge=0, le=3650, strict=True, description="Days of earlier delays of this registration."),
]


def used_before(
    occasions: tuple[EarlierOccasion, ...], days: int, kind: Kind, matter: Matter
) -> UsedBefore:
    """What was used before, sourced to the request."""
    placed = [(f"request:/earlier_occasions/{place}", each) for place, each in enumerate(occasions)]
    if kind == "prohibition" and any(
        each.kind != "delay" and each.in_effect_from is None for each in occasions
    ):
        matter.working.assume(
            "EARLIER_RUNS_ENDED",
            "Earlier prohibitions whose days are not given are taken to have ended with a break "
            "before this one.",
        )
    runs = (each.run(source) for source, each in placed)
    return UsedBefore(
        tuple(each.occasion(source) for source, each in placed),
        Sourced(days, "request:/days_used"),
        tuple(run for run in runs if run is not None),
    )


class SuspensionQuestion(Question):
    """May the Company delay this registration, or prohibit sales under the shelf?"""

    kind: Kind
    invoked_on: PlainDate
    days: Days
    registration_kind: Suspended | None = None
    board_judgment: StrictBool | None = None
    request_received_on: Annotated[
        PlainDate | None, Field(description="Of the registration that is delayed.")
    ] = None
    transaction_considered_from: PlainDate | None = None
    transaction_considered_until: PlainDate | None = None
    notices: Notices = None
    in_effect_from: Annotated[
        PlainDate | None, Field(description="The first day the notice itself names, if later.")
    ] = None
    earlier_occasions: Occasions = ()
    days_used: DaysUsed = 0
    consent: Annotated[
        StrictBool | None, Field(description="Whether those whose consent is needed gave it.")
    ] = None
    consenting_holders: Annotated[
        tuple[HolderName, ...] | None,
        Field(max_length=1000, description="Instead of `consent`: who consented (QD7)."),
    ] = None
    affected_holders: Annotated[tuple[HolderName, ...] | None, Field(max_length=1000)] = None
    positions: Positions | None = None

    @model_validator(mode="after")
    def _consent_once(self) -> "SuspensionQuestion":
        if self.consent is not None and self.consenting_holders is not None:
            raise ValueError("give whether consent was given, or who gave it")
        return self

    def before(self, matter: Matter) -> UsedBefore:
        """What was used before."""
        return used_before(self.earlier_occasions, self.days_used, self.kind, matter)

    def invocation(self, right: Delay, matter: Matter) -> Invocation:
        """The use of the right, sourced to the request."""
        return Invocation(
            name="asked",
            source="request:",
            kind=self.kind,
            invoked_on=self.invoked_on,
            days=self.days,
            board_judgment=self.board_judgment,
            considered_from=self.transaction_considered_from,
            considered_until=self.transaction_considered_until,
            consent=self._consent(right, matter),
            told=told_of(self.notices, "request:/notices", matter),
            in_effect_from=given(self.in_effect_from, "in_effect_from"),
            registration=self.registration_kind,
        )

    def _consent(self, right: Delay, matter: Matter) -> bool | None:
        """A consent that nobody has recorded has not been given."""
        if self.consenting_holders is None:
            return self.consent or False
        positions = self.positions
        consents = Consents(
            Sourced(tuple(self.consenting_holders), "request:/consenting_holders"),
            given(self.affected_holders, "affected_holders"),
            None if positions is None else holdings_of(positions),
        )
        found = consent_given(consents, right, matter)
        return None if found is None else found.value


class SuspensionBudgetQuestion(Question):
    """What is left of the right to delay and to prohibit?"""

    as_of: PlainDate
    kind: Kind = "prohibition"
    earlier_occasions: Occasions = ()
    days_used: DaysUsed = 0

    def before(self, matter: Matter) -> UsedBefore:
        """What was used before."""
        return used_before(self.earlier_occasions, self.days_used, self.kind, matter)


class AdviceGiven(Body):
    """The managing underwriter's advice of a period, and the Company's notice of it."""

    given: StrictBool | None = None
    days: Days
    notice_given: StrictBool | None = None
    notice_received_on: PlainDate | None = None


class HoldbackQuestion(Question):
    """When do Holders hold back around an underwritten registration?"""

    effective_on: PlainDate | None = None
    expected_effective_on: PlainDate | None = None
    closing_on: PlainDate | None = None
    firm_commitment: StrictBool | None = None
    required_by_managing_underwriter: StrictBool | None = None
    advice: AdviceGiven | None = None
    excluded_from_section_2: Annotated[
        StrictBool, Field(description="An employee plan or a merger, which 2(b) leaves out.")
    ] = False
    a_holder_participates: Annotated[
        StrictBool | None, Field(description="Needed only under reading QD18.")
    ] = None
    test_dates: Annotated[tuple[PlainDate, ...], Field(max_length=1000)] = ()
    part_of_registration: Annotated[
        StrictBool,
        Field(
            description="Whether the sales on those days are part of the registration itself; "
            "otherwise they are public sales beside it."
        ),
    ] = False

    def days(self) -> tuple[Sourced[PlainDate], ...]:
        """The days asked about, sourced to the request."""
        return tuple(
            Sourced(day, f"request:/test_dates/{place}")
            for place, day in enumerate(self.test_dates)
        )

    def registration(self) -> UnderwrittenRegistration:
        """The registration, sourced to the request."""
        return UnderwrittenRegistration(
            effective_on=given(self.effective_on, "effective_on"),
            expected_effective_on=given(self.expected_effective_on, "expected_effective_on"),
            closing_on=given(self.closing_on, "closing_on"),
            firm_commitment=given(self.firm_commitment, "firm_commitment"),
            required=given(
                self.required_by_managing_underwriter, "required_by_managing_underwriter"
            ),
            advice=self._advice(),
            excluded=Sourced(self.excluded_from_section_2, "request:/excluded_from_section_2"),
            a_holder_participates=given(self.a_holder_participates, "a_holder_participates"),
        )

    def _advice(self) -> Advice | None:
        advice = self.advice
        if advice is None:
            return None
        return Advice(
            given(advice.given, "advice/given"),
            Sourced(advice.days, "request:/advice/days"),
            given(advice.notice_given, "advice/notice_given"),
            given(advice.notice_received_on, "advice/notice_received_on"),
        )


SHELF_PERIOD = example(
    "A stop that overlaps a prohibition",
    mandatory_conversion_on="1999-03-15",
    prohibitions=[{"first_day": "1999-09-01", "last_day": "1999-09-30"}],
    discontinuances=[{"first_day": "1999-09-25", "last_day": "1999-10-08"}],
)

SHELF_CONDITION = example(
    "Effective on the day set, with a stop order later",
    due_on="1999-03-15",
    effective_on="1999-03-15",
    interferences=[{"on": "1999-06-01", "holder_at_fault": False}],
)

EFFECTIVENESS_PERIOD = example(
    "Two Holders receive the new prospectus on different days",
    effective_on="1999-07-14",
    holds=[
        {
            "notice_given_on": "1999-11-22",
            "received": {"spectrum": "1999-11-24", "mochary": "1999-11-30"},
        }
    ],
)

SUSPENSION = example(
    "A prohibition of sixty days, delivered by hand",
    kind="prohibition",
    registration_kind="shelf",
    invoked_on="2000-02-01",
    days=60,
    board_judgment=True,
    transaction_considered_from="2000-01-03",
    notices=[
        {"holder": "spectrum", "delivery": {"method": "personal", "delivered_on": "2000-02-01"}}
    ],
)

SUSPENSION_BUDGET = example(
    "After two occasions in a year",
    as_of="2000-02-28",
    earlier_occasions=[
        {
            "invoked_on": "1999-03-01",
            "kind": "prohibition",
            "in_effect_from": "1999-03-01",
            "in_effect_to": "1999-04-15",
        },
        {
            "invoked_on": "1999-09-01",
            "kind": "prohibition",
            "in_effect_from": "1999-09-01",
            "in_effect_to": "1999-09-30",
        },
    ],
)

HOLDBACK = example(
    "Around the registration of 14 July 1999",
    effective_on="1999-07-14",
    firm_commitment=True,
    required_by_managing_underwriter=True,
    test_dates=["1999-07-06", "1999-07-07", "1999-07-14", "2000-01-10", "2000-01-11"],
)
