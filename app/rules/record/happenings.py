"""What Clocks may count from in a registration on the record: days of Moments, and what is stated.

A day that the terms only expect counts until the event is recorded. Nothing is decided here.
"""

from collections.abc import Mapping
from datetime import date

from app.rules.agreement.known import Known
from app.rules.facts.covenants import EventHappened
from app.rules.facts.life.course import ConversionCompleted, Filed
from app.rules.facts.life.requests import DemandReceived, RegistrationDetermined, TakedownRequested
from app.rules.reasoning.days.clock import Happenings
from app.rules.reasoning.trace import Sourced
from app.rules.record.gathering import AnyRegistration, Record, occurred
from app.rules.terms.clocks.clock import OnForm, Stated, Underwritten


def of_the_agreement(known: Known) -> Happenings:
    """What is known whatever registrations there are."""
    terms = known.instruments.terms.on(known.as_of)
    days = {"agreement.dated": Sourced(terms.agreement_date, "terms:/agreement_date")}
    offering = known.first_offering_effective()
    if offering is not None:
        days["ipo.effective"] = offering
    for recorded, fact in known.of(EventHappened):
        days[f"event.{fact.event}"] = occurred(recorded, fact)
    expected = {
        f"event.{name}": Sourced(event.expected, f"terms:/events/{name}/expected")
        for name, event in terms.events.items()
        if event.expected is not None
    }
    return Happenings(known.as_of, days, expected)


def happenings_of(record: Record, facts: AnyRegistration) -> Happenings:
    """What is known of the agreement and of one registration under it."""
    of_it: Mapping[str, Sourced[date] | None] = {
        "registration.filed": facts.first(Filed),
        "registration.effective": facts.effective_on,
        "registration.distributed": facts.all_sold_on,
        "event.conversion": facts.first(ConversionCompleted),
    }
    known = of_the_agreement(record.known).also(of_it)
    return Happenings(
        known.as_of, known.days, known.expected, stated=lambda asked: _stated(asked, facts)
    )


def _stated(asked: Stated, facts: AnyRegistration) -> Sourced[bool] | None:
    """What the record says of the registration; None where it says nothing."""
    match asked:
        case OnForm():
            for recorded, fact in facts.of(Filed):
                return Sourced(fact.form in asked.form, f"{recorded.source}/form")
            return None
        case Underwritten():
            found = is_underwritten(facts)
            if found is None:
                return None
            return Sourced(found.value == asked.underwritten, found.source)
        case _:
            return None


def is_underwritten(facts: AnyRegistration) -> Sourced[bool] | None:
    """Whether it is underwritten: a sale off the shelf is, by what it asks for."""
    beginning, source = facts.beginning, facts.begun.source
    if isinstance(beginning, TakedownRequested):
        return Sourced(True, source)
    if not isinstance(beginning, DemandReceived | RegistrationDetermined):
        return None
    stated = beginning.underwritten
    return None if stated is None else Sourced(stated, f"{source}/underwritten")
