"""Bodies that tell what became of a demand: orders, closings, elections, what is stated of it."""

from collections.abc import Sequence
from datetime import date
from functools import cache, partial
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, model_validator

from app.api.compute.question import (
    Body,
)
from app.rules.facts.base import BeforeSales, HolderId, ShareCount
from app.rules.reasoning.days.clock import Happenings
from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.days.stated import StatedCondition, StatedConditions
from app.rules.reasoning.trace import Sourced, sourced
from app.rules.registrations.requests.life import (
    ElectionMade,
    FailedClosing,
    Interference,
    RegistrationLife,
)
from app.rules.terms import Terms
from app.rules.terms.clocks.clock import Asserted, NameOfTerm, Stated
from app.rules.terms.clocks.portions import DelayRunning
from app.rules.terms.vocabulary import Words
from app.rules.values.written_dates import PlainDate


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
        last = sourced(self.last_day, f"{source}/last_day")
        return Run(Sourced(self.first_day, f"{source}/first_day"), last)


class InterferenceGiven(Body):
    """An order or proceeding against an effective registration."""

    on: PlainDate
    holder_at_fault: StrictBool
    lifted_on: PlainDate | None = None
    before_sales: BeforeSales = None

    def order(self, source: str) -> Interference:
        """The order, sourced to the request."""
        return Interference(
            Sourced(self.on, f"{source}/on"),
            self.holder_at_fault,
            self.lifted_on,
            before_sales=self.before_sales,
        )


class FailedClosingGiven(Body):
    """Closing conditions that were not met."""

    on: PlainDate | None = None
    solely_holder: StrictBool

    def failure(self, source: str) -> FailedClosing:
        """The failure, sourced to the request."""
        return FailedClosing(
            sourced(self.on, f"{source}/on"),
            Sourced(self.solely_holder, f"{source}/solely_holder"),
        )


class ConditionGiven(Body):
    """What is stated of a condition that the terms declare."""

    condition: Annotated[
        NameOfTerm, Field(description="The condition, by its name in `conditions` of the terms.")
    ]
    holds: Annotated[
        StrictBool, Field(description="Whether it holds from that day on. Left out: it does.")
    ] = True
    since: Annotated[PlainDate, Field(description="The first day of what is stated.")]
    until: Annotated[
        PlainDate | None,
        Field(description="The last day of what is stated. Left out: until another statement."),
    ] = None
    document: Annotated[
        Words | None,
        Field(description="The writing that shows it. Left out: none is named."),
    ] = None

    def statement(self, source: str) -> StatedCondition:
        """The statement, sourced to the request."""
        return StatedCondition(
            self.condition,
            self.holds,
            Sourced(self.since, f"{source}/since"),
            self.until,
            documented=self.document is not None,
        )


def conditions_stated(
    conditions: Sequence[ConditionGiven], source: str, terms: Terms
) -> StatedConditions:
    """What a body states of the conditions that the terms declare."""
    return StatedConditions(
        terms.conditions,
        [each.statement(f"{source}/conditions/{place}") for place, each in enumerate(conditions)],
    )


ConditionsGiven = Annotated[
    tuple[ConditionGiven, ...],
    Field(
        max_length=100,
        description="What is stated of the conditions that the terms declare. Left out: nothing.",
    ),
]


def known_from(
    conditions: Sequence[ConditionGiven], source: str, terms: Terms, day: date
) -> Happenings:
    """What a Condition or a Clock may turn on, of what a body states."""
    said = conditions_stated(conditions, source, terms)
    made = Sourced(terms.agreement_date, "terms:/agreement_date")
    return Happenings(
        day,
        {"agreement.dated": made},
        stated=lambda asked, day: (
            said.holds(asked.asserted, day) if isinstance(asked, Asserted) else None
        ),
        since=said.first_held(day),
        stated_on=said.days,
    )


class ElectionGiven(Body):
    """That Holders elected to go on after an order was lifted."""

    on: Annotated[PlainDate, Field(description="The day on which they elected.")]
    notified_on: Annotated[
        PlainDate | None,
        Field(description="The day on which the Company was notified of it. Null: not recorded."),
    ] = None
    enough: Annotated[
        StrictBool,
        Field(description="Whether they were as many as the terms ask for."),
    ]


class SaleUnderIt(Body):
    """Shares of Holders that were sold under the registration."""

    on: Annotated[PlainDate, Field(description="The day on which they were sold.")]
    shares: ShareCount


class EarlierDemand(Body):
    """What became of one accepted demand."""

    id: Words
    registration_kind: Annotated[
        Literal["requested", "takedown"],
        Field(
            description="A takedown uses up a demand only under reading QC6, or where a limit of "
            "the right counts it. Left out: a demand."
        ),
    ] = "requested"
    effective_on: Annotated[
        PlainDate | None, Field(description="Left out: it is not effective yet.")
    ] = None
    withdrawn_on: PlainDate | None = None
    all_sold_on: PlainDate | None = None
    kept_effective_to: Annotated[
        PlainDate | None,
        Field(
            description="The last day for which its statement was kept effective (3(a)(iii)): an "
            "order after it interferes with nothing. Left out: the period had not ended."
        ),
    ] = None
    interferences: Annotated[
        tuple[InterferenceGiven, ...],
        Field(max_length=100, description="Orders against it. Left out: there were none."),
    ] = ()
    failed_closings: Annotated[
        tuple[FailedClosingGiven, ...],
        Field(max_length=100, description="Closings that failed. Left out: none did."),
    ] = ()
    requesters: Annotated[
        tuple[HolderId | Words, ...] | None,
        Field(
            max_length=500,
            description="Who asked. Only a limit of the uses of each Holder (`per` `holder`) needs "
            "it. Left out: not known.",
            examples=[["spectrum"]],
        ),
    ] = None
    requested_shares: ShareCount | None = None
    included_shares: ShareCount | None = None
    requested_of_initiators: Annotated[
        ShareCount | None,
        Field(
            description="Of the shares asked for, those of the Holders who asked for it, without "
            "those who joined. Only a part of what the initiators wanted needs it (`whose`)."
        ),
    ] = None
    included_of_initiators: Annotated[
        ShareCount | None,
        Field(description="What was included of `requested_of_initiators`. Left out: not known."),
    ] = None
    sold: Annotated[
        tuple[SaleUnderIt, ...],
        Field(max_length=500, description="What Holders sold under it. Left out: nothing."),
    ] = ()
    conditions: Annotated[
        tuple[ConditionGiven, ...],
        Field(
            max_length=100,
            description="What is stated of it, of the conditions that the terms declare. Left out: "
            "nothing.",
        ),
    ] = ()
    delays: Annotated[
        tuple[RunGiven, ...],
        Field(max_length=100, description="Delays and prohibitions of it. Left out: none."),
    ] = ()
    elections: Annotated[
        tuple[ElectionGiven, ...],
        Field(max_length=20, description="Elections to go on after an order. Left out: none."),
    ] = ()
    settled_by: Annotated[
        Literal["paying", "forfeiting"] | None,
        Field(
            description="What those who withdrew chose where the terms leave it to them. Null: "
            "they have not."
        ),
    ] = None
    demand: Annotated[
        NameOfTerm | None,
        Field(
            description="The name in `demands` or `takedowns` of the terms of the right that it "
            "used. Left out: the one that is asked about, or the only sale off the shelf."
        ),
    ] = None
    received_on: Annotated[
        PlainDate | None,
        Field(
            description="The day on which it was received. Only a limit of the demands accepted "
            "within a window needs it. Left out: within any."
        ),
    ] = None

    def known(self, source: str, terms: Terms, as_of: date | None) -> Happenings:
        """What Conditions may turn on, sourced to the request."""
        conditions = conditions_stated(self.conditions, source, terms)

        def stated(asked: Stated, day: date) -> Sourced[bool] | None:
            match asked:
                case Asserted():
                    return conditions.holds(asked.asserted, day)
                case DelayRunning():
                    runs = any(
                        each.first_day <= day and (each.last_day is None or day <= each.last_day)
                        for each in self.delays
                    )
                    return Sourced(runs == asked.delayed, f"{source}/delays")
                case _:
                    return None

        made = Sourced(terms.agreement_date, "terms:/agreement_date")
        day = as_of or date.max
        return Happenings(
            day,
            {"agreement.dated": made},
            stated=stated,
            since=conditions.first_held(day),
            stated_on=conditions.days,
        )

    def life(
        self, source: str, asked_about: str, terms: Terms, as_of: date | None
    ) -> RegistrationLife:
        """The life, sourced to the request."""

        def day(name: str) -> Sourced[Any] | None:
            value = getattr(self, name)
            return sourced(value, f"{source}/{name}")

        sale = self.registration_kind == "takedown"
        return RegistrationLife(
            id=self.id,
            right=self.demand or ("takedown" if sale else asked_about),
            begun_as=self.registration_kind,
            as_demand=not sale or terms.readings.takedown_counts,
            received_on=self.received_on,
            askers=None if self.requesters is None else frozenset(self.requesters),
            made=Sourced(self.id, f"{source}/id"),
            effective_on=day("effective_on"),
            withdrawn_on=day("withdrawn_on"),
            all_sold_on=day("all_sold_on"),
            kept_to=day("kept_effective_to"),
            interferences=tuple(
                each.order(f"{source}/interferences/{place}")
                for place, each in enumerate(self.interferences)
            ),
            failed_closings=tuple(
                each.failure(f"{source}/failed_closings/{place}")
                for place, each in enumerate(self.failed_closings)
            ),
            requested_shares=self.requested_shares,
            included_shares=self.included_shares,
            of_initiators=None
            if self.requested_of_initiators is None
            else (self.requested_of_initiators, self.included_of_initiators),
            known=cache(partial(self.known, source, terms, as_of)),
            sold=tuple((each.on, each.shares) for each in self.sold),
            elections=tuple(
                ElectionMade(
                    Sourced(each.on, f"{source}/elections/{place}/on"),
                    sourced(each.notified_on, f"{source}/elections/{place}/notified_on"),
                    enough=each.enough,
                )
                for place, each in enumerate(self.elections)
            ),
            settled=self.settled_by,
        )
