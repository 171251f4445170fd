"""What Clocks may count from in a registration on the record: days of Moments, and what is stated.

A day that the terms only expect counts until the event is recorded. Nothing is decided here.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from app.rules.agreement.known import Known
from app.rules.facts import RecordedFact
from app.rules.facts.conditions import ConditionStated
from app.rules.facts.covenants import EventHappened
from app.rules.facts.life.course import ConversionCompleted, Filed
from app.rules.facts.life.participation import Abandoned
from app.rules.facts.life.requests import (
    CompanyOfferingCommenced,
    DemandReceived,
    RegistrationDetermined,
    TakedownRequested,
)
from app.rules.facts.life.stages import StageReached
from app.rules.facts.life.suspension import DelayInvoked, ProhibitionNoticed
from app.rules.holders.stated import stated_in
from app.rules.reasoning.days.clock import Happenings
from app.rules.reasoning.days.stated import StatedConditions
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, sourced
from app.rules.record.gathering import AnyRegistration, Record, occurred
from app.rules.registrations.requests.standstill import as_other
from app.rules.registrations.suspension.in_the_way import OtherRegistration
from app.rules.terms.clocks.clock import Asserted, OnForm, Stated, Underwritten
from app.rules.terms.clocks.portions import DelayRunning
from app.rules.terms.rights.forms import is_on


def of_the_agreement(known: Known) -> Happenings:
    """What is known whatever registrations there are."""
    terms = known.instruments.terms.on(known.as_of)
    made = Sourced(terms.agreement_date, "terms:/agreement_date")
    days = {"agreement.dated": made, **known.first_offering_days()}
    for recorded, fact in known.of(EventHappened):
        days[f"event.{fact.event}"] = occurred(recorded, fact)
    expected = {
        f"event.{name}": Sourced(event.expected, f"terms:/events/{name}/expected")
        for name, event in terms.events.items()
        if event.expected is not None
    }
    conditions = conditions_of(known)

    def stated(asked: Stated, day: date) -> Sourced[bool] | None:
        return conditions.holds(asked.asserted, day) if isinstance(asked, Asserted) else None

    return Happenings(known.as_of, days, expected, stated, conditions.first_held(known.as_of))


def conditions_of(known: Known) -> StatedConditions:
    """What the record states of the conditions that the terms declare."""
    facts = [each for each, _ in known.of(ConditionStated)]
    return stated_in(facts, known.instruments.terms.on(known.as_of))


def happenings_of(record: Record, facts: AnyRegistration) -> Happenings:
    """What is known of the agreement and of one registration under it."""
    of_it: Mapping[str, Sourced[date] | None] = {
        "registration.filed": facts.first(Filed),
        "registration.effective": facts.effective_on,
        "registration.distributed": facts.all_sold_on,
        "event.conversion": facts.first(ConversionCompleted),
        **stages_of(facts),
    }
    known = of_the_agreement(record.known).also(of_it)
    conditions, name = conditions_of(record.known), facts.registration_id

    def stated(asked: Stated, day: date) -> Sourced[bool] | None:
        if isinstance(asked, Asserted):
            return conditions.holds(asked.asserted, day, registration=name)
        if isinstance(asked, DelayRunning):
            return _is_delayed(asked, day, [facts, *_off_which(record, facts)])
        return _stated(asked, facts)

    return Happenings(
        known.as_of,
        known.days,
        known.expected,
        stated,
        conditions.first_held(known.as_of, registration=name),
        conditions.days,
    )


def others_of(
    record: Record, facts: AnyRegistration, matter: Matter
) -> tuple[OtherRegistration, ...]:
    """The other registrations and offerings, where the agreement has standstills around some."""
    locks_out = matter.terms.delay is not None and matter.terms.delay.locks_out is not None
    if not (matter.terms.standstills or locks_out):
        return ()
    apart = enumerate(
        each for each in record.offerings if each.registration is None and each.made_under is None
    )
    return (
        *(
            _other(record, each)
            for each in record.registrations()
            if each.registration_id != facts.registration_id
        ),
        *(as_other(each, f"offering {number}", matter) for number, each in apart),
    )


def _other(record: Record, facts: AnyRegistration) -> OtherRegistration:
    beginning = facts.beginning
    determined = beginning if isinstance(beginning, RegistrationDetermined) else None
    known = happenings_of(record, facts)
    days: dict[str, Sourced[date] | None] = {}
    if determined is not None:
        days["registration.proposed"] = Sourced(determined.occurred_on, facts.begun.source)
    for recorded, fact in record.known.of(CompanyOfferingCommenced):
        if fact.registration == facts.registration_id:
            days.setdefault("registration.offering_commenced", occurred(recorded, fact))
    planned = determined.planned_filing_on if determined else None
    filed = facts.of(Filed)
    return OtherRegistration(
        facts.registration_id,
        known.also(days),
        begun_on=facts.begun_on,
        initiated_for=determined.initiated_for if determined else None,
        purpose=determined.purpose if determined else None,
        form=filed[0][1].form if filed else determined.form if determined else None,
        rights=frozenset() if determined else _rights_of(record, facts),
        planned=sourced(planned, f"{facts.begun.source}/planned_filing_on"),
        over_on=facts.first(Abandoned) or _taken_back_on(record, facts),
    )


def _rights_of(record: Record, facts: AnyRegistration) -> frozenset[str]:
    return record.terms_of(facts).names_of_right(facts.beginning.begins)


def _taken_back_on(record: Record, facts: AnyRegistration) -> Sourced[date] | None:
    """The day on which what Holders asked for was taken back, as far as that is settled."""
    life = record.lives.get(facts.registration_id)
    return life.withdrawn_on if life else None


def stages_of(facts: AnyRegistration) -> dict[str, Sourced[date]]:
    """The stages that a registration has come to: the first of each."""
    found: dict[str, Sourced[date]] = {}
    for recorded, fact in facts.of(StageReached):
        found.setdefault(f"registration.{fact.stage}", occurred(recorded, fact))
    return found


def _stated(asked: Stated, facts: AnyRegistration) -> Sourced[bool] | None:
    """What the record says of the registration; None where it says nothing."""
    match asked:
        case OnForm():
            for recorded, fact in facts.of(Filed):
                return Sourced(is_on(fact.form, asked.form), f"{recorded.source}/form")
            return None
        case Underwritten():
            found = is_underwritten(facts)
            if found is None:
                return None
            return Sourced(found.value == asked.underwritten, found.source)
        case _:
            return None


def _off_which(record: Record, facts: AnyRegistration) -> Sequence[AnyRegistration]:
    """The shelf that a sale is made off: sales under it may be prohibited."""
    begun = facts.beginning
    shelf = record.begun.get(begun.shelf) if isinstance(begun, TakedownRequested) else None
    return () if shelf is None else (shelf,)


def _is_delayed(asked: DelayRunning, day: date, among: Sequence[AnyRegistration]) -> Sourced[bool]:
    """Whether a delay or a prohibition of sales that the Company invoked runs on a day."""
    uses: list[tuple[RecordedFact, DelayInvoked | ProhibitionNoticed]] = []
    for facts in among:
        uses += facts.of(DelayInvoked)
        uses += facts.of(ProhibitionNoticed)
    for recorded, fact in uses:
        if fact.occurred_on <= day < fact.occurred_on + timedelta(days=fact.days):
            return Sourced(asked.delayed, recorded.source)
    return Sourced(not asked.delayed, among[0].begun.source)


def is_underwritten(facts: AnyRegistration) -> Sourced[bool] | None:
    """Whether it is underwritten: a sale off the shelf is, by what it asks for."""
    beginning, source = facts.beginning, facts.begun.source
    if isinstance(beginning, TakedownRequested):
        return Sourced(True, source)
    if not isinstance(beginning, DemandReceived | RegistrationDetermined):
        return None
    stated = beginning.underwritten
    return sourced(stated, f"{source}/underwritten")
