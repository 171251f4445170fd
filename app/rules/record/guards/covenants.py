"""What cannot be recorded of instruments, covenants and reports: 7, 8 and 9.

An instrument is objected to if it changes what is not in the terms, makes of them what is no terms
document, or touches what made the agreement; the place at fault is named, also in an instrument
recorded earlier that a new one leaves without its object. Whether an instrument has effect is no
objection but an answer. Nothing raises.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from app.rules.agreement.instruments import Executed, Instruments
from app.rules.facts.conditions import ConditionStated
from app.rules.facts.covenants import (
    CovenantStanding,
    EventHappened,
    ExistingRightsStated,
    FirstPublicOfferingEffective,
    ReportFiled,
    ReportingBegan,
    ReportMissed,
)
from app.rules.facts.instruments import ObligationWaived, SignedInstrument, TermsAmended
from app.rules.facts.life.performance import NotPerformed
from app.rules.facts.life.requests import (
    CompanyOfferingCommenced,
    DemandReceived,
    RegistrationDetermined,
    ShelfTriggered,
    TakedownRequested,
)
from app.rules.facts.money.damages import DamagesElected
from app.rules.holders.stated import first_offering_days
from app.rules.record.guards.objection import Objection, some_of
from app.rules.record.guards.posted import Posted
from app.rules.terms import Terms
from app.rules.terms.clocks.moments import moment_in_words
from app.rules.terms.document.by_date import DoesNotFit, TermsMisfit, changed
from app.rules.values.written_dates import written_out

FIXED: Final = (
    "schema_version",
    "agreement_date",
    "time_zone",
    "original_holders",
)
"""What made the agreement, and how its document is read: no instrument changes these."""


# --- instruments -----------------------------------------------------------------------------


def changes_give_terms(posted: Posted) -> Iterator[Objection]:
    """Changes that give no terms: the new ones, or earlier ones left without their object."""
    known = posted.ruled
    misfits = known.terms.misfits()
    for each in known.amendments:
        found = misfits.get(each.recorded.source, ())
        if each.recorded.id == posted.recorded.id:
            found = found or _tried(each, known)
            yield from (_objection(misfit) for misfit in found)
            if not found:
                yield from _fixed(each.fact, known.terms.original)
        elif found:
            yield Objection(
                "",
                "contradicts_record",
                "With this fact, an instrument recorded earlier could not change the terms: "
                f"{found[0].says}",
            )


def _tried(executed: Executed[TermsAmended], known: Instruments) -> tuple[TermsMisfit, ...]:
    """What is wrong with the changes of an instrument without effect, which must fit as well."""
    fact = executed.fact
    if executed.effective_from is not None:
        return ()
    day = max(fact.occurred_on, fact.effective_from or fact.occurred_on)
    try:
        changed(known.terms.on(day), fact.changes)
    except DoesNotFit as misfit:
        return misfit.misfits
    return ()


def _objection(misfit: TermsMisfit) -> Objection:
    parts = () if misfit.place is None else (misfit.place, *misfit.within)
    pointer = "/changes" + "".join(f"/{_escaped(str(part))}" for part in parts)
    return Objection(pointer, "invalid_terms", misfit.says)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _fixed(fact: TermsAmended, original: Terms) -> Iterator[Objection]:
    """The changes that touch what no instrument can change."""
    for place, value in fact.changes.items():
        top = place.split("/")[1]
        company = place == "/company/id" or (
            place == "/company" and isinstance(value, dict) and value["id"] != original.company.id
        )
        if top in FIXED or company:
            yield Objection(
                f"/changes/{_escaped(place)}",
                "fixed_term",
                f"{place} belongs to the making of the agreement; no instrument changes it.",
            )


def instrument_is_not_before_the_agreement(posted: Posted) -> Iterator[Objection]:
    """No instrument has effect before there was anything to change."""
    fact, made = posted.fact, posted.ruled.terms.original.agreement_date
    if isinstance(fact, SignedInstrument) and fact.effective_from and fact.effective_from < made:
        yield Objection(
            "/effective_from",
            "before_agreement",
            "No instrument has effect before the agreement itself, which was made on "
            f"{written_out(made)}.",
        )


def registration_is_on_record(posted: Posted) -> Iterator[Objection]:
    """A registration that a fact of the agreement names is one of this agreement."""
    fact = posted.fact
    if not isinstance(
        fact, ObligationWaived | NotPerformed | CompanyOfferingCommenced | ConditionStated
    ):
        return
    named = fact.registration
    if named is not None and all(each.registration_id != named for each in posted.others):
        yield Objection(
            "/registration",
            "unknown_registration",
            f"This agreement has no registration {named!r}.",
        )


# --- covenants, reports ----------------------------------------------------------------------


def covenant_is_in_the_terms(posted: Posted) -> Iterator[Objection]:
    """What a promise is about is stated only where the terms make it."""
    fact = posted.fact
    if not isinstance(fact, CovenantStanding):
        return
    terms = posted.ruled.terms.on(fact.occurred_on)
    if terms.covenants is None or getattr(terms.covenants, fact.covenant) is None:
        yield Objection(
            "/covenant",
            "no_such_covenant",
            f"The terms in force on {written_out(fact.occurred_on)} have no such promise.",
        )


def event_is_in_the_terms(posted: Posted) -> Iterator[Objection]:
    """What happened is an event that the terms declare, and happens once."""
    fact = posted.fact
    if not isinstance(fact, EventHappened):
        return
    declared = posted.ruled.terms.on(fact.occurred_on).events
    if fact.event not in declared:
        says = f"The terms declare no event {fact.event!r}; they have {some_of(declared)}."
        yield Objection("/event", "no_such_event", says)
    for other in posted.others:
        if isinstance(other.fact, EventHappened) and other.fact.event == fact.event:
            says = f"It is recorded for {written_out(other.fact.occurred_on)}."
            yield Objection("/event", "already_recorded", says)


def condition_is_in_the_terms(posted: Posted) -> Iterator[Objection]:
    """What is stated is a condition that the terms declare."""
    fact = posted.fact
    if not isinstance(fact, ConditionStated):
        return
    declared = posted.ruled.terms.on(max(fact.occurred_on, posted.terms.agreement_date)).conditions
    if fact.condition not in declared:
        says = f"The terms declare no condition {fact.condition!r}; they have {some_of(declared)}."
        yield Objection("/condition", "no_such_condition", says)


def damages_are_in_the_terms(posted: Posted) -> Iterator[Objection]:
    """What is elected are damages that the terms agree."""
    fact = posted.fact
    if not isinstance(fact, DamagesElected):
        return
    declared = posted.ruled.terms.on(fact.occurred_on).damages
    if fact.damages not in declared:
        says = f"The terms agree no damages {fact.damages!r}; they have {some_of(declared)}."
        yield Objection("/damages", "no_such_term", says)


def right_is_in_the_terms(posted: Posted) -> Iterator[Objection]:
    """A request is made under a right of the terms, which it names if there are several.

    Once the rights have ended it names one of those that there were: the contract refuses it.
    """
    fact, terms = posted.fact, posted.ruled.terms
    in_force = terms.on(fact.happened_on)
    declared: Mapping[str, object]
    if isinstance(fact, DemandReceived):
        named, at, what = fact.demand, "/demand", "right to demand"
        declared = (in_force if in_force.rights_to_demand else terms.original).demands
    elif isinstance(fact, TakedownRequested):
        named, at, what = fact.takedown, "/takedown", "sale off the shelf"
        declared = (in_force if in_force.sales_off_shelf else terms.original).takedowns
    elif isinstance(fact, ShelfTriggered):
        named, at, what = fact.shelf, "/shelf", "shelf"
        declared = (in_force if in_force.every_shelf else terms.original).shelves
    elif isinstance(fact, RegistrationDetermined):
        named, at, what = fact.incidental, "/incidental", "right to join"
        there = in_force if in_force.every_incidental else terms.original
        declared = there.incidentals
        named = named or there.only_incidental(fact.initiated_for)
    else:
        return
    if named is not None and named not in declared:
        says = f"The terms have no {what} {named!r}; they have {some_of(declared)}."
        yield Objection(at, "no_such_right", says)
    if named is None and len(declared) > 1:
        says = f"Say under which right it is made; the terms have {some_of(declared)}."
        yield Objection(at, "right_not_named", says)


def shelf_begins_by_its_event(posted: Posted) -> Iterator[Objection]:
    """What nobody asks for begins on the day of the event that calls for it, and so only."""
    fact = posted.fact
    if not isinstance(fact, ShelfTriggered):
        return
    terms = posted.ruled.terms
    in_force = terms.on(fact.happened_on)
    there = in_force if in_force.every_shelf else terms.original
    shelf = there.with_shelf(fact.shelf).shelf
    if shelf is None or not shelf.begins_by_itself:
        if fact.called_for_on is not None:
            says = "No event calls for a shelf by the terms: it is asked for, or proposed."
            yield Objection("/called_for_on", "not_called_for_by_event", says)
        return
    if fact.called_for_on is None:
        says = f"Only {moment_in_words(shelf.trigger)} calls for this shelf: say on which day."
        yield Objection("/called_for_on", "called_for_by_event", says)
        return
    if fact.letters:
        says = "Nobody asks for this shelf: what a Holder asks for is a `join_requested`."
        yield Objection("/letters", "called_for_by_event", says)
    day = _day_of_moment(shelf.trigger, posted)
    if day != fact.called_for_on:
        on = "is not on the record" if day is None else f"was on {written_out(day)}"
        what = moment_in_words(shelf.trigger)
        says = f"{what[:1].upper()}{what[1:]} {on}."
        yield Objection("/called_for_on", "not_called_for_by_event", says)
    yield from _begun_already(fact, there, posted)


def _begun_already(fact: ShelfTriggered, terms: Terms, posted: Posted) -> Iterator[Objection]:
    """One event calls for one statement of each shelf."""
    alone = next(iter(terms.shelves)) if len(terms.shelves) == 1 else None
    for each in posted.others:
        other = each.fact
        if (
            isinstance(other, ShelfTriggered)
            and other.called_for_on is not None
            and (other.shelf or alone) == (fact.shelf or alone)
        ):
            name = each.registration_id
            says = f"The event has called for this shelf already: it was begun as {name!r}."
            yield Objection("/called_for_on", "already_begun", says)
            return


def _day_of_moment(moment: str, posted: Posted) -> date | None:
    """The day of a Moment that is not of a registration, as the record has it."""
    subject, _, act = moment.partition(".")
    if subject == "agreement":
        return posted.terms.agreement_date
    if subject == "ipo":
        found = first_offering_days(posted.others).get(moment)
        return found.value if found else None
    happened = (each.fact for each in posted.others if isinstance(each.fact, EventHappened))
    return next((fact.occurred_on for fact in happened if fact.event == act), None)


def recorded_only_once(posted: Posted) -> Iterator[Objection]:
    """What happens once in the time of an agreement is on its record once."""
    fact = posted.fact
    if not isinstance(fact, FirstPublicOfferingEffective | ReportingBegan | ExistingRightsStated):
        return
    earlier = [each.fact.happened_on for each in posted.others if type(each.fact) is type(fact)]
    if earlier:
        yield Objection(
            "/occurred_on", "already_recorded", f"It is recorded for {written_out(earlier[0])}."
        )


def rights_are_of_the_making(posted: Posted) -> Iterator[Objection]:
    """The warranty of clause 8 speaks of one day; what is granted later is a grant of its own."""
    fact, made = posted.fact, posted.ruled.terms.original.agreement_date
    if isinstance(fact, ExistingRightsStated) and fact.occurred_on > made:
        yield Objection(
            "/occurred_on",
            "after_agreement",
            f"It tells of {written_out(made)}, when the agreement was made. "
            "Rights granted later are `rights_granted`.",
        )


def report_is_filed_once(posted: Posted) -> Iterator[Objection]:
    """A report is filed once, and not missed on a day by which it was filed."""
    fact = posted.fact
    if not isinstance(fact, ReportFiled | ReportMissed):
        return
    same = [
        each.fact
        for each in posted.others
        if isinstance(each.fact, ReportFiled | ReportMissed)
        and (each.fact.report, each.fact.due_on) == (fact.report, fact.due_on)
    ]
    filed = [each.occurred_on for each in same if isinstance(each, ReportFiled)]
    missed = [each.occurred_on for each in same if isinstance(each, ReportMissed)]
    if filed and (isinstance(fact, ReportFiled) or filed[0] <= fact.occurred_on):
        yield Objection(
            "/occurred_on", "already_filed", f"It was filed on {written_out(filed[0])}."
        )
    if isinstance(fact, ReportFiled) and missed and fact.occurred_on <= max(missed):
        yield Objection(
            "/occurred_on",
            "report_was_missing",
            f"On {written_out(max(missed))} it was still not filed.",
        )
