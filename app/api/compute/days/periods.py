"""Until when a statement is kept effective: 2(a)(ii), 3(a)(iii), 3(c)."""

from typing import Annotated, TypeAlias

from pydantic import Field, model_validator

from app.api.compute.computation import computation
from app.api.compute.demands.earlier_demands import FailedClosingGiven, InterferenceGiven, RunGiven
from app.api.compute.question import (
    Body,
    Question,
    QuestionOfDemand,
    example,
    given,
    present,
)
from app.rules.catalogue.computations import periods
from app.rules.facts.base import HolderId
from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, sourced
from app.rules.registrations.effectiveness.effectiveness import EffectiveLife, Hold
from app.rules.registrations.effectiveness.shelf_period import ShelfLife
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.terms.vocabulary import Words
from app.rules.values.written_dates import PlainDate

HolderName: TypeAlias = HolderId | Words


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
    prohibitions: Annotated[
        Runs, Field(description="Sale prohibitions, 2(g). Left out: none.")
    ] = ()
    delays: Annotated[
        Runs, Field(description="Delays of the shelf; see reading QD8. Left out: none.")
    ] = ()
    discontinuances: Annotated[
        Runs,
        Field(
            description="Stops under 3(c): from the day the notice was given to the day the new "
            "prospectus was received. Left out: none."
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


@computation(
    "/shelf-period",
    "Until when is the shelf kept effective?",
    example(
        "A stop that overlaps a prohibition",
        mandatory_conversion_on="1999-03-15",
        prohibitions=[{"first_day": "1999-09-01", "last_day": "1999-09-30"}],
        discontinuances=[{"first_day": "1999-09-25", "last_day": "1999-10-08"}],
    ),
)
def compute_shelf_period(asked: ShelfPeriodQuestion, matter: Matter) -> periods.ShelfEndResult:
    """One year from the mandatory conversion, or until all is sold if that is earlier.

    Days on which sales were prohibited (2(g)) or stopped until a new prospectus (3(c)) are added,
    each calendar day once. While such days still last the period cannot end: `end` is null.
    """
    term = present(matter.terms.shelf_kept, "shelf_period")
    return periods.shelf_period(asked.shelf(), term, matter)


class ShelfConditionQuestion(Question):
    """Is the condition of mandatory conversion, an effective shelf, met?"""

    due_on: Annotated[
        PlainDate | None,
        Field(
            description="The day set by the Certificate of Designation; on a Sunday or holiday, "
            "the next business day is in time."
        ),
    ] = None
    effective_on: Annotated[
        PlainDate | None, Field(description="Left out: the shelf is not effective yet.")
    ] = None
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


@computation(
    "/shelf-condition",
    "Is the condition of mandatory conversion met?",
    example(
        "Effective on the day set, with a stop order later",
        due_on="1999-03-15",
        effective_on="1999-03-15",
        interferences=[{"on": "1999-06-01", "holder_at_fault": False}],
    ),
)
def compute_shelf_condition(
    asked: ShelfConditionQuestion, matter: Matter
) -> periods.ShelfConditionResult:
    """An effective shelf is a condition of the mandatory conversion of the preferred stock.

    A stop order against it undoes the condition only under reading QC8.
    """
    shelf = present(matter.terms.shelf_period, "shelf_period")
    clause = present(shelf.condition_clause, "shelf_period/condition_clause")
    due = given(asked.due_on, "due_on")
    return periods.shelf_condition(asked.life(), due, asked.as_of, clause, matter)


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
            return sourced(value, f"{source}/{name}")

        return Hold(
            notice_given_on=day(self.notice_given_on, "notice_given_on"),
            holder_notice_given_on=day(self.holder_notice_given_on, "holder_notice_given_on"),
            received={
                holder: day(on, f"received/{holder.replace('~', '~0').replace('/', '~1')}")
                for holder, on in self.received.items()
            },
        )


class EffectivenessPeriodQuestion(QuestionOfDemand):
    """Until when is the registration statement kept effective?

    Where `demand` names a right that says itself how long, of a registration under that right.
    """

    effective_on: PlainDate
    holds: Annotated[
        tuple[HoldGiven, ...],
        Field(max_length=200, description="Stops under 3(c). Left out: there were none."),
    ] = ()
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
            is_demanded=self.demand is not None,
        )


@computation(
    "/effectiveness-period",
    "Until when is the registration statement kept effective?",
    example(
        "Two Holders receive the new prospectus on different days",
        effective_on="1999-07-14",
        holds=[
            {
                "notice_given_on": "1999-11-22",
                "received": {"spectrum": "1999-11-24", "mochary": "1999-11-30"},
            }
        ],
    ),
)
def compute_effectiveness_period(
    asked: EffectivenessPeriodQuestion, matter: Matter
) -> periods.EffectivenessEndResult:
    """180 days after effectiveness, or until all covered shares are disposed of.

    Each notice that the prospectus misleads adds the days from its giving to the last Holder's
    receipt of the new prospectus, both counted. Until it has it the period cannot end: `end` is
    null, and the receipt is named among the missing inputs.
    """
    of_their_own = [
        each.name for each in matter.terms.rights_to_demand if each.keep_effective is not None
    ]
    if of_their_own and asked.demand is None:
        matter.working.warn(
            "KEPT_OF_ITS_OWN",
            f"How long a registration under {', '.join(of_their_own)} is kept effective the right "
            "itself says by `keep_effective`; this is about a registration under none of them.",
        )
    return periods.effectiveness_period(asked.life(), matter)


COMPUTATIONS = (
    compute_shelf_period,
    compute_shelf_condition,
    compute_effectiveness_period,
)
