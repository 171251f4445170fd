"""The shelf: when the Company must have one effective, and whether it may be asked for.

Clause 2(a)(ii). A shelf is a condition of mandatory conversion: once that is proposed, the Company
must file it and have it effective by the day the Certificate of Designation sets, whatever its
efforts, and whether or not those who asked for it take back their requests: others may still join.
Holders who ask for one before are refused unless reading QC4 lets them. Delays move the filing
(QC25), and a day set moves off a Sunday or holiday like one counted (QA8): the law speaks of the
day for an act as of its last day. Dates are whole days; nothing raises.
Relies on `request` for who asks and `ruling` for suspensions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from app.rules.reasoning.days.between import ways_open
from app.rules.reasoning.days.clock import Happenings
from app.rules.reasoning.days.period import due_at_once, rolled_forward
from app.rules.reasoning.days.within import at_rest, name_open
from app.rules.reasoning.days.within import unrolled as unrolled_at
from app.rules.reasoning.matter import Matter, change_that_decides
from app.rules.reasoning.trace import Sourced, plain
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.requests.asking.asked import (
    NOBODY_ASKED,
    Letter,
    Request,
    RequestReceived,
)
from app.rules.registrations.requests.asking.conditions import (
    by_requisite_holders,
    duly_given,
    not_excepted,
)
from app.rules.registrations.requests.asking.least import size_reached
from app.rules.registrations.requests.asking.opening import right_open
from app.rules.registrations.requests.asking.received import received, received_from_anyone
from app.rules.registrations.requests.effected import DemandsBefore, DemandTally
from app.rules.registrations.requests.effecting import (
    EffectDue,
    ShortFormFacts,
    add_delay,
    delay_days_of,
    last_practicable,
    on_its_form,
    while_period_unknown,
    while_undecided,
)
from app.rules.registrations.requests.ruling import (
    Case,
    Nature,
    RegistrationRuling,
    asked_after_the_end,
    decision_on,
    delays_used,
    first_failed,
    in_the_way,
    no_such_right,
    refused_until,
)
from app.rules.registrations.requests.uses import limits_leave_one, renewed_on
from app.rules.registrations.suspension.suspension import Invocation, Ruling, Timing
from app.rules.registrations.suspension.uses_made import (
    TimingOf,
    any_undecided,
    if_permitted,
    rule_on_suspensions,
)
from app.rules.terms.clocks.moments import moment_in_words
from app.rules.terms.rights.registrations import Shelf
from app.rules.values.written_dates import written_out

SHELF = Nature("shelf", is_continuous=True)
NO_FORMS: Final = ShortFormFacts()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfCase(Case):
    """Everything a shelf is judged by; `trigger` is the fact that called for it.

    `first_request_on` is the first receipt of a request to stand on it, by letter or to join;
    `said_to_be_proposed_on` the day of the proposal as stated, also where it is still to come.
    `called_for_on` is the day of the event that calls for it; `everybody` stands for the request of
    every Holder for all that it then held, where the shelf covers all of it without one.
    `used_before` are the uses that its own limits count.
    """

    trigger: str
    request: Request
    proposed_on: Sourced[date] | None
    certificate_date: Sourced[date] | None
    first_request_on: Sourced[date] | None = None
    said_to_be_proposed_on: Sourced[date] | None = None
    called_for_on: Sourced[date] | None = None
    everybody: Letter | None = None
    used_before: DemandsBefore | None = None
    short_form: ShortFormFacts = NO_FORMS

    @property
    def began_by_itself_on(self) -> Sourced[date] | None:
        """The day on which something else than a request called for it."""
        return self.proposed_on or self.called_for_on


def decide_shelf(case: ShelfCase, matter: Matter) -> RegistrationRuling:
    """Judge what called for a shelf."""
    asked = _asked(case, matter)
    begun_on = _begun_on(case, asked)
    too_late = asked_after_the_end(SHELF, case.rights_ended, case.trigger, asked, begun_on, matter)
    if too_late is not None:
        return too_late
    then = matter if begun_on is None else matter.on(begun_on.value)
    shelf = then.terms.shelf
    if shelf is None:
        clause = matter.terms.registrable_securities.clause
        says = "The agreement gives no right to a shelf."
        return no_such_right(SHELF, says, clause, case.trigger, asked, begun_on)
    conditions = [_called_for(case, shelf, then)]
    if case.began_by_itself_on is None:
        conditions.append(duly_given(asked, then))
    used = _used_before(case, shelf, asked, then)
    conditions.extend(_of_the_request(case, asked, used, shelf, then))
    agreed = in_the_way(case, "shelf", asked.received_on, then)
    conditions.extend(each.condition(name) for name, each in agreed.items())
    found: tuple[Ruling, ...] = ()
    due: EffectDue | None = None
    if first_failed(conditions) is None and begun_on is not None:
        timing_of = _timing_of_delays(case, matter)
        found = rule_on_suspensions(case.invocations, case.first_request_on, matter, timing_of)
        due = _due(case, found, shelf, asked, matter)
    failed = first_failed(conditions)
    return RegistrationRuling(
        nature=SHELF,
        decision=decision_on(conditions, deferred=False),
        reason=failed.reason if failed else None,
        conditions=tuple(conditions),
        asked=asked,
        trigger=case.trigger,
        begun_on=begun_on,
        runs_from=begun_on,
        suspensions=found,
        due=due,
        used=used,
        rests_on_requests=case.began_by_itself_on is None,
        may_renew_on=refused_until(agreed, failed.reason if failed else None)
        or (renewed_on(used) if failed and failed.reason == "DEMAND_CAP_REACHED" else None),
    )


def _used_before(
    case: ShelfCase, shelf: Shelf, asked: RequestReceived, matter: Matter
) -> DemandTally | None:
    """How often the right was used before, where that is limited."""
    if not shelf.uses or case.used_before is None or asked.received_on is None:
        return None
    return case.used_before(asked.received_on.value, asked.requesters, matter)


def _of_the_request(
    case: ShelfCase,
    asked: RequestReceived,
    used: DemandTally | None,
    shelf: Shelf,
    matter: Matter,
) -> Iterator[Condition]:
    """What the right says of the request by which Holders use it."""
    if shelf.who is not None:
        yield by_requisite_holders(asked, case.request, matter)
    if asked.received_on is not None:
        yield from right_open(asked.received_on, shelf, case.known, matter)
    yield from size_reached(asked, case.request, shelf, matter)
    yield from on_its_form(case.short_form, shelf, matter, "shelf_triggered")
    forms = case.short_form.forms_at_receipt
    yield from not_excepted(shelf, asked.received_on, case.known, forms, matter, "shelf_triggered")
    yield from limits_leave_one(used, shelf, matter)


def timing_of_shelf_delays(
    case: ShelfCase, _ruling: RegistrationRuling, matter: Matter
) -> TimingOf:
    """How delays lie to the day by which the shelf is due."""
    return _timing_of_delays(case, matter)


def _asked(case: ShelfCase, matter: Matter) -> RequestReceived:
    """Who asks to stand on it: every Holder, where it covers all without a request."""
    if case.everybody is not None and case.called_for_on is not None:
        return replace(
            NOBODY_ASKED,
            received_on=case.called_for_on,
            given_on=case.called_for_on,
            requesters=frozenset(case.everybody.requests),
            counted=(case.everybody,),
        )
    if not case.request.letters:
        return NOBODY_ASKED
    shelf = matter.terms.shelf
    by_some = shelf is not None and shelf.who is not None
    return received(case.request, matter) if by_some else received_from_anyone(case.request, matter)


def _timing_of_delays(case: ShelfCase, matter: Matter) -> TimingOf:
    """Whether a delay is invoked before the day by which the shelf is due, or after it."""

    def timing(invocation: Invocation, earlier: Sequence[Ruling]) -> Timing:
        aside = matter.unrecorded()
        shelf = aside.terms.shelf
        if shelf is not None and shelf.effect_within is not None:
            asked = _asked(case, aside)
            then = replace(case, known=case.known.on(invocation.invoked_on))
            found = _due_as_changed(then, tuple(earlier), asked, aside)
            timing = found.timing(invocation.invoked_on) if found else "ahead"
            return "in_time" if timing == "ahead" else timing
        if case.certificate_date is None:
            return "in_time" if case.proposed_on is None else "not_known"
        given_back = delay_days_of(delays_used(earlier), matter.unrecorded())
        days = given_back.value if given_back else 0
        due = matter.almanac.roll.forward(case.certificate_date.value + timedelta(days=days)).day
        return "late" if invocation.invoked_on > due else "in_time"

    return timing


def _begun_on(case: ShelfCase, asked: RequestReceived) -> Sourced[date] | None:
    """The day of the proposal, or of the request where that came first."""
    days = [day for day in (case.began_by_itself_on, asked.received_on) if day is not None]
    return min(days, key=lambda day: day.value, default=None)


def _called_for(case: ShelfCase, shelf: Shelf, matter: Matter) -> Condition:
    """Whether anything calls for a shelf: what the terms say, or by QC4 a request."""
    name = "shelf_called_for"
    if shelf.begins_by_itself:
        if case.called_for_on is not None:
            says = (
                f"{moment_in_words(shelf.trigger)} was on {written_out(case.called_for_on.value)}."
            )
            return Condition(name, "passed", shelf.clause, f"{says[:1].upper()}{says[1:]}")
        says = f"Only {moment_in_words(shelf.trigger)} calls for this shelf, and no request does."
        return Condition(name, "failed", shelf.clause, says, "NO_SHELF_TRIGGER")
    if shelf.trigger == "request" and not case.request.letters:
        says = "Only Holders who ask call for this shelf, and nobody has asked."
        return Condition(name, "failed", shelf.clause, says, "NO_SHELF_TRIGGER")
    if shelf.trigger == "request":
        return Condition(name, "passed", shelf.clause, "Holders may ask for a shelf.")
    if case.proposed_on is not None:
        day = written_out(case.proposed_on.value)
        says = f"A mandatory conversion was proposed on {day}."
        return Condition(name, "passed", shelf.clause, says)
    if matter.readings.shelf_on_request:
        says = "Holders may ask for a shelf under the reading chosen."
        return Condition(name, "passed", shelf.clause, says)
    says = "No mandatory conversion is proposed; a shelf is only a condition of one."
    return Condition(name, "failed", shelf.clause, says, "NO_SHELF_TRIGGER")


def _counted_due(
    suspensions: Sequence[Ruling],
    shelf: Shelf,
    asked: RequestReceived,
    known: Happenings,
    matter: Matter,
) -> EffectDue | None:
    """The day by which the terms want it effective; None while what it counts from has none."""
    clause, place = shelf.clause, f"{shelf.place}/effect_within"
    within = shelf.effect_within
    known = known.also({"request.received": asked.received_on, "request.given": asked.given_on})
    if within is None:
        return None
    told = [
        _counted_due(suspensions, shelf, asked, way, matter.unrecorded())
        for way in ways_open(within, known)
    ]
    begun = asked.received_on
    if told and begun is not None:
        found = EffectDue(None, None, None, "none", None, None)
        tried = [found if each is None else each for each in told]
        found = while_period_unknown(found, tried, begun, within.clause or clause, matter)
        if found.due_on is None:
            name_open(within, known, matter, "by when it must be effective", clause)
        return found
    unrolled = unrolled_at(within, known, matter, place, "by when it must be effective", clause)
    if unrolled is None:
        return None
    clause = within.clause or clause
    days = delay_days_of(delays_used(suspensions), matter)
    due = at_rest(within, add_delay(unrolled, days, clause, matter), matter, clause)
    return EffectDue(
        due_on=due,
        due_before_delay=at_rest(within, unrolled, matter, clause),
        delay_days=days,
        standstill="none",
        not_before=None,
        last_practicable_on=last_practicable(due, clause, matter),
    )


def _due_as_changed(
    case: ShelfCase, suspensions: Sequence[Ruling], asked: RequestReceived, matter: Matter
) -> EffectDue | None:
    """The day by which the terms want it effective, as they change until it is so."""
    begun_on = _begun_on(case, asked)
    if begun_on is None:
        return None

    def under(at: Matter) -> EffectDue | None:
        shelf = at.terms.shelf
        return None if shelf is None else _counted_due(suspensions, shelf, asked, case.known, at)

    def last_day(at: Matter) -> date | None:
        found = under(at)
        return plain(found.due_on) if found else None

    done_on = plain(case.known.days.get("registration.effective"))
    decides = change_that_decides(last_day, matter.on(begun_on.value), begun_on.value, done_on)
    at = matter.on(decides.day)
    found = under(at)
    if found is None or found.due_on is None or decides.at_once is None:
        return found
    due_on = due_at_once(found.due_on, decides, at)
    clause = at.terms.shelf.clause if at.terms.shelf else matter.terms.amendments.clause
    return replace(found, due_on=due_on, last_practicable_on=last_practicable(due_on, clause, at))


def _due(
    case: ShelfCase,
    suspensions: tuple[Ruling, ...],
    shelf: Shelf,
    asked: RequestReceived,
    matter: Matter,
) -> EffectDue | None:
    """The day that the terms or the Certificate set, and the days of permitted delays after it."""
    if shelf.effect_within is not None:
        due = _due_as_changed(case, suspensions, asked, matter)
        if due is None or not any_undecided(suspensions):
            return due
        aside, permitted = matter.unrecorded(), if_permitted(suspensions)
        with_all = _due_as_changed(case, permitted, asked, aside)
        return due if with_all is None else while_undecided(due, with_all)
    if case.certificate_date is None:
        if case.proposed_on is not None:
            matter.working.miss(
                "certificate_date",
                "the day by which the shelf must be effective",
                shelf.clause,
                posted_as="shelf_triggered.certificate_date",
            )
        return None
    due = _with_delays(case.certificate_date, suspensions, shelf, matter)
    if not any_undecided(suspensions):
        return due
    permitted = if_permitted(suspensions)
    with_all = _with_delays(case.certificate_date, permitted, shelf, matter.unrecorded())
    return while_undecided(due, with_all)


def _with_delays(
    certificate_date: Sourced[date], suspensions: Sequence[Ruling], shelf: Shelf, matter: Matter
) -> EffectDue:
    """The day set, and the days of the delays that are permitted after it, once at rest (QA8)."""
    clause, days = shelf.clause, delay_days_of(delays_used(suspensions), matter)
    before_delay = rolled_forward(certificate_date, clause, matter)
    due = before_delay
    if days is not None:
        due = rolled_forward(add_delay(certificate_date, days, clause, matter), clause, matter)
    return EffectDue(
        due_on=due,
        due_before_delay=before_delay,
        delay_days=days,
        standstill="none",
        not_before=None,
        last_practicable_on=last_practicable(due, clause, matter),
    )
