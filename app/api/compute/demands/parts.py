"""Bodies of the computations of the parts of a demand."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from pydantic import Field

from app.api.compute.computation import computation
from app.api.compute.demands.earlier_demands import EarlierDemand
from app.api.compute.question import (
    Offerings,
    Positions,
    Question,
    QuestionOfDemand,
    answered_elsewhere,
    demand_of,
    example,
    given,
    holdings_of,
    offerings_of,
    one_right,
    short_form_facts,
    unknown_holder,
)
from app.errors import Fault, InvalidInput
from app.rules.catalogue.computations import demands
from app.rules.holders.holdings import Holding
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.requests.effected import DemandsLeft
from app.rules.registrations.requests.effecting import ShortFormFacts
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.requests.uses import UsesOfRight
from app.rules.terms.rights.forms import FormName
from app.rules.terms.vocabulary import RegistrationKind, Words
from app.rules.values.written_dates import PlainDate


class RequisiteHoldersQuestion(Question):
    """Are these Holders the Requisite Holders?"""

    requesters: Annotated[tuple[Words, ...], Field(min_length=1, max_length=1000)]
    positions: Positions

    def holdings(self) -> dict[str, Holding]:
        """The holdings by Holder; InvalidInput if a requester has no position."""
        holdings = holdings_of(self.positions)
        faults = [
            unknown_holder(f"/requesters/{place}", holder, holdings)
            for place, holder in enumerate(self.requesters)
            if holder not in holdings
        ]
        if faults:
            raise InvalidInput(faults)
        return holdings


@computation(
    "/requisite-holders",
    "Are they the Requisite Holders?",
    example(
        "430,000 of 933,333 shares",
        requesters=["spectrum"],
        positions=[
            {"holder": "spectrum", "preferred_as_converted": 430000},
            {"holder": "doeg-hill", "preferred_as_converted": 370000, "warrant_shares": 133333},
        ],
    ),
)
def compute_requisite_holders(
    asked: RequisiteHoldersQuestion, matter: Matter
) -> demands.RequisiteResult:
    """A majority of all Registrable Securities, as if all were converted and exercised."""
    of_their_own = [each.name for each in matter.terms.rights_asked_for if each.who is not None]
    if of_their_own:
        matter.working.warn(
            "WHO_OF_ITS_OWN",
            f"Who may ask under {', '.join(of_their_own)} the right itself says by `who`; this is "
            "about the Requisite Holders of the agreement.",
        )
    holdings = asked.holdings()
    return demands.requisite_holders(asked.requesters, holdings, matter)


class StandstillQuestion(QuestionOfDemand):
    """When need the Company not effect a registration of this kind?"""

    company_offerings: Offerings = ()
    registration_kind: Annotated[
        RegistrationKind, Field(description="What is asked for. Left out: a demand.")
    ] = "requested"


@computation(
    "/standstill",
    "When need the Company not effect a demand?",
    example(
        "After the Company's offering of 14 July 1999",
        company_offerings=[{"commenced_on": "1999-07-14"}],
    ),
)
def compute_standstill(asked: StandstillQuestion, matter: Matter) -> demands.StandstillResult:
    """The 180 days that follow the commencement of the Company's public offering."""
    one_right(matter)
    where = "ask /v1/compute/demand with `other_registrations`, or a registration on record"
    answered_elsewhere("/standstills", matter.terms.standstills, where)
    offerings = offerings_of(asked.company_offerings)
    return demands.standstill_windows(offerings, asked.registration_kind, matter)


class DemandCountQuestion(QuestionOfDemand):
    """How many demands are used up, and how many are left?"""

    registrations: Annotated[tuple[EarlierDemand, ...], Field(max_length=200)]
    as_of: PlainDate | None = None

    def lives(self, matter: Matter) -> tuple[RegistrationLife, ...]:
        """What became of each registration that may use up a demand, sourced to the request."""
        one_right(matter)
        demand = matter.terms.demand
        name = demand.name if demand else "demand"
        return tuple(
            each.life(f"request:/registrations/{place}", name, matter.terms, self.as_of)
            for place, each in enumerate(self.registrations)
            if each.registration_kind == "requested"
            or matter.readings.takedown_counts
            or matter.terms.counts_sales
        )


@computation(
    "/demand-count",
    "How many demands are left?",
    example(
        "A stop order gives a demand back",
        registrations=[
            {"id": "first", "effective_on": "1998-12-15"},
            {
                "id": "second",
                "effective_on": "1999-11-08",
                "interferences": [{"on": "1999-12-01", "holder_at_fault": False}],
            },
        ],
    ),
)
def compute_demand_count(asked: DemandCountQuestion, matter: Matter) -> DemandsLeft | UsesOfRight:
    """Clause 2(e): a registration that was interfered with, or did not close, does not count."""
    demand = matter.terms.demand
    if demand is not None and any(each.window for each in demand.uses):
        says = "A limit within a window is counted on a day."
        if asked.as_of is None:
            raise InvalidInput([Fault("/as_of", "missing_field", says)])
    return demands.demand_count(asked.lives(matter), asked.as_of, matter)


class ShortFormQuestion(QuestionOfDemand):
    """Does the shorter period apply?"""

    forms_at_receipt: Annotated[tuple[FormName, ...], Field(max_length=20)] | None = None
    forms_at_filing: Annotated[tuple[FormName, ...], Field(max_length=20)] | None = None

    def facts(self) -> ShortFormFacts:
        """The forms, sourced to the request."""
        facts = short_form_facts(None, self.forms_at_receipt, self.forms_at_filing)
        return replace(facts, by_forms_only=True)


@computation(
    "/short-form",
    "Does the shorter period apply?",
    example("Form S-2", forms_at_receipt=["S-2"], forms_at_filing=["S-2"]),
)
def compute_short_form(asked: ShortFormQuestion, matter: Matter) -> demands.ShortFormResult:
    """60 days instead of 90 if the Company qualifies for Form S-3, S-2 or a similar short form."""
    return demands.short_form(asked.facts(), demand_of(matter), matter)


class TimelinessQuestion(Question):
    """Was the registration effective in time?"""

    due_on: PlainDate
    effective_on: PlainDate | None = None
    filed_on: Annotated[
        PlainDate | None, Field(description="Needed only where filing is what is due (QB4).")
    ] = None

    def done_on(self, matter: Matter) -> Sourced[date] | None:
        """The day on which what is due was done; None, and named missing, if it is not said."""
        name = "filed_on" if matter.readings.due_act == "filed" else "effective_on"
        done = given(getattr(self, name), name)
        if done is None:
            clause = matter.terms.effective_registration.clause
            matter.working.miss(name, "whether the registration was in time", clause)
        return done


@computation(
    "/timeliness",
    "Was it effective in time?",
    example("One day late", due_on="1999-01-19", effective_on="1999-01-20"),
)
def compute_timeliness(asked: TimelinessQuestion, matter: Matter) -> demands.TimelinessResult:
    """Compares effectiveness with the due day; lateness calls for review under best efforts."""
    return demands.timeliness(asked.due_on, asked.done_on(matter), matter)


COMPUTATIONS = (
    compute_requisite_holders,
    compute_standstill,
    compute_demand_count,
    compute_short_form,
    compute_timeliness,
)
