"""The demand: may these Holders require a registration, and from which day does the clock run?

Clause 2(a)(i) with 9(b). A demand is a writing, duly given, received once the right has opened,
by the Requisite Holders on the day of receipt, while demands are left, outside a standstill that
lets the Company refuse. A refusal is an answer with its reasons, not an error. Shares are whole
shares; nothing raises but `OutsideCalendar`. Relies on `request` for who asks and since when.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from app.rules.holders.splits import adjusted
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import NOTHING_KNOWN, Happenings, day_of
from app.rules.reasoning.days.period import due_at_once, rolled_forward
from app.rules.reasoning.days.within import closed_on, name_waiting, opened_on
from app.rules.reasoning.matter import Matter, change_that_decides
from app.rules.reasoning.trace import Sourced, plain
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.requests.asking.asked import Request, RequestReceived, trigger_of
from app.rules.registrations.requests.asking.conditions import (
    by_requisite_holders,
    duly_given,
    not_excepted,
)
from app.rules.registrations.requests.asking.least import (
    only_joining_is_open,
    shares_asked_for,
    size_reached,
)
from app.rules.registrations.requests.asking.received import received
from app.rules.registrations.requests.effected import DemandsBefore, DemandTally, demand_left
from app.rules.registrations.requests.effecting import (
    EffectDue,
    ShortFormFacts,
    effect_due,
    last_practicable,
    on_its_form,
    short_form_qualified,
    standstill_clause,
    while_commencement_unknown,
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
from app.rules.registrations.requests.standstill import (
    Offering,
    Window,
    begun_on,
    not_stated,
    only_the_standstill_is_open,
    standstill_unknown,
    windows,
    windows_as_changed,
)
from app.rules.registrations.requests.uses import limits_leave_one, renewed_on
from app.rules.registrations.suspension import suspension
from app.rules.registrations.suspension.in_the_way import InTheWay
from app.rules.registrations.suspension.suspension import Invocation, Timing
from app.rules.registrations.suspension.uses_made import (
    TimingOf,
    always_in_time,
    any_undecided,
    if_permitted,
    rule_on_suspensions,
)
from app.rules.terms.rights.registrations import Demand
from app.rules.terms.vocabulary import Period
from app.rules.values.numbered import numbered, written
from app.rules.values.written_dates import written_out

DEMANDED = Nature("requested", is_demand=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandCase(Case):
    """Everything a demand is judged by; `demands_used` are those effected and pending on a day.

    `of_the_request_alone`: nothing is told of what happened otherwise. `done_on` is the day on
    which it was effected, `agreed` the standstills of the agreement against it, once they have been
    tried. `used_up` is whether others had used the right up on a day, so that nothing fell due
    (None: not known).
    """

    request: Request
    demands_used: DemandsBefore
    used_up: Callable[[date, Matter], bool | None] = lambda _day, _matter: False
    short_form: ShortFormFacts
    offerings: tuple[Offering, ...] = ()
    done_on: Sourced[date] | None = None
    agreed: Mapping[str, InTheWay] = field(default_factory=dict)
    of_the_request_alone: bool = False


def decide_demand(case: DemandCase, matter: Matter) -> RegistrationRuling:
    """Judge a demand."""
    asked = _received(case, matter)
    case = _with_its_request(case, asked, matter)
    trigger = trigger_of(asked, case.request)
    too_late = asked_after_the_end(
        DEMANDED, case.rights_ended, trigger, asked, asked.received_on, matter
    )
    if too_late is not None:
        return too_late
    then = matter if asked.received_on is None else matter.on(asked.received_on.value)
    demand = then.terms.demand
    if demand is None:
        clause = matter.terms.requisite_holders.clause
        says = "The agreement gives no right to demand a registration."
        return no_such_right(DEMANDED, says, clause, trigger, asked, asked.received_on)
    used_on = _used_on(asked, then)
    opens = _opens_on(demand, case.known, used_on, then)
    closes = _closes_on(demand, case.known, used_on, then)
    is_open = _is_open(asked, opens, closes, demand, then)
    if case.of_the_request_alone:
        is_open = _if_told(is_open, opens, closes, demand, case.known, then)
    conditions = [duly_given(asked, then), is_open]
    conditions.append(by_requisite_holders(asked, case.request, then))
    conditions.extend(_minimum(asked, case.request, demand, then))
    conditions.extend(on_its_form(case.short_form, demand, then))
    forms = case.short_form.forms_at_receipt
    conditions.extend(not_excepted(demand, asked.received_on, case.known, forms, then))
    used = None
    if asked.received_on is not None:
        used = case.demands_used(asked.received_on.value, asked.requesters, then)
    conditions.extend(demand_left(used, demand, then))
    conditions.extend(limits_leave_one(used, demand, then))
    agreed = in_the_way(case, "requested", asked.received_on, then)
    case = replace(case, agreed=agreed)
    conditions.extend(each.condition(name) for name, each in agreed.items())
    standstills = _shown(case, asked, matter)
    short: Sourced[bool] | None = None
    found: tuple[suspension.Ruling, ...] = ()
    due: EffectDue | None = None
    bound = False
    if asked.received_on and first_failed(conditions) is None:
        short = short_form_qualified(case.short_form, demand, then)
        clock = _Clock(case, asked.received_on, demand, then)
        timing_of = _timing_of_delays(clock)
        found = rule_on_suspensions(case.invocations, asked.arrived_on, matter, timing_of)
        due = clock.due(short, found)
        if any_undecided(found):
            due = while_undecided(due, clock.aside().due(short, if_permitted(found)))
        either = _either(clock, short, found)
        _warn_of_idle_delay(clock, due, short, found)
        tried = _tried(clock, due, short, found)
        if tried and demand.standstill is not None:
            bound = all(each.standstill != "refused" for each in (due, *tried))
            due = while_commencement_unknown(due, tried)
            conditions.append(standstill_unknown(case.offerings, demand.standstill, then))
        else:
            if short is None:
                due = while_period_unknown(
                    *(due, either, asked.received_on, demand.effect_clause, then),
                    standstill_clause(demand),
                )
            if len({each.standstill for each in either}) > 1 and demand.standstill is not None:
                bound = all(each.standstill != "refused" for each in either)
                due = replace(due, standstill="none", not_before=None)
                conditions.append(_turns_on_due_day(short, found, demand.standstill, then))
            else:
                conditions.extend(_standstill(due, demand))
    failed = first_failed(conditions)
    is_deferred = due is not None and due.standstill == "deferred"
    return RegistrationRuling(
        nature=DEMANDED,
        decision=decision_on(conditions, deferred=is_deferred),
        reason=failed.reason if failed else "STANDSTILL" if is_deferred else None,
        conditions=tuple(conditions),
        asked=asked,
        trigger=trigger,
        begun_on=asked.received_on,
        opens_on=opens,
        runs_from=asked.received_on,
        short_form=short,
        used=used,
        suspensions=() if failed else found,
        standstills=standstills,
        due=due,
        not_before=due.not_before if due else None,
        may_renew_on=refused_until(agreed, failed.reason if failed else None)
        or _may_renew_on(failed, opens, due, used),
        bound_in_any_case=(bound and only_the_standstill_is_open(conditions))
        or only_joining_is_open(conditions),
    )


def _received(case: DemandCase, matter: Matter) -> RequestReceived:
    """The request as received; one that comes too early may be held until the right opens (QB3).

    Then it counts on that day: of those who ask by then, what they hold on it.
    """
    asked = received(case.request, matter)
    if asked.received_on is None:
        return asked
    then = matter.on(asked.received_on.value)
    demand, day = then.terms.demand, asked.received_on
    if demand is None:
        return asked
    aside = then.unrecorded()
    known = _with_its_request(case, asked, matter).known
    opens = _opens_on(demand, known, _used_on(asked, aside), aside)
    if opens is None or day.value >= opens.value or then.readings.premature_demand != "hold":
        return asked
    held_until = then.working.step(
        "demand.held",
        demand.opens.clause if demand.opens else demand.clause,
        f"It is held until the first open day, {written_out(opens.value)}, and counts on that day.",
        opens.value,
        {"received_on": day},
        readings=("premature_demand",),
    )
    return received(replace(case.request, held_until=held_until), matter)


def _shown(case: DemandCase, asked: RequestReceived, matter: Matter) -> tuple[Window, ...]:
    """The standstills as they bind this demand; while there is none, as they bind any."""
    if asked.received_on is None:
        return windows(case.offerings, matter)
    asked_on = asked.received_on.value
    return windows_as_changed(case.offerings, asked_on, matter, plain(case.done_on))


@dataclass(frozen=True, slots=True)
class _Clock:
    """What runs from receipt to the day by which the demand is to be effected."""

    case: DemandCase
    received_on: Sourced[date]
    demand: Demand
    then: Matter

    def aside(self) -> "_Clock":
        """The same, leaving no line of working."""
        return replace(self, then=self.then.unrecorded())

    def due(
        self, short: Sourced[bool] | None, suspensions: Sequence[suspension.Ruling]
    ) -> EffectDue:
        """By when it is to be effected, as the terms of its day say and as later ones change it.

        A later change refuses nothing that was accepted.
        """
        case, demand, then = self.case, self.demand, self.then
        delays, done_on = delays_used(suspensions), plain(case.done_on)
        received_on = self.received_on.value

        def under(at: Matter) -> EffectDue:
            agreed = demand if at is then else at.terms.demand or demand
            shields = windows_as_changed(case.offerings, received_on, at, done_on)
            return effect_due(self.received_on, short, delays, shields, agreed, at, case.known)

        def last_day(at: Matter) -> date | None:
            found = under(at)
            return date.min if found.standstill == "refused" else plain(found.due_on)

        decides = change_that_decides(last_day, then, received_on, done_on)
        at = then if decides.day == received_on else then.on(decides.day)
        found = _deferred(under(at), case, demand, then)
        if found.due_on is None or decides.at_once is None:
            return found
        due_on = due_at_once(found.due_on, decides, at)
        clause = demand.effect_clause
        practicable = last_practicable(due_on, clause, at, found.not_before)
        return replace(found, due_on=due_on, last_practicable_on=practicable)


def _tried(
    clock: _Clock,
    due: EffectDue,
    short: Sourced[bool] | None,
    suspensions: Sequence[suspension.Ruling],
) -> tuple[EffectDue, ...]:
    """What the due day would be had offerings commenced that are not known to have; none: alike.

    QB14: a later commencement ends a standstill later, and one after the due day defers nothing.
    So the last days on which each could matter are tried: before the due day, and about receipt.
    """
    case, then, received_on = clock.case, clock.then, clock.received_on.value
    last = due.due_on.value - ONE_DAY if due.due_on else received_on
    aside, found = clock.aside(), []
    for offering in not_stated(case.offerings, then):
        first = offering.no_earlier.value if offering.no_earlier else date.min
        for day in (last, received_on, received_on - ONE_DAY):
            commenced = min(day, offering.no_later or day)
            if commenced < first:
                continue
            offerings = (*case.offerings, offering.commencing_on(commenced, then))
            told = replace(aside, case=replace(case, offerings=offerings))
            then_due = told.due(short, suspensions)
            if not _alike(then_due, due):
                found.append(then_due)
    return tuple(found)


def _either(
    clock: _Clock, short: Sourced[bool] | None, suspensions: Sequence[suspension.Ruling]
) -> tuple[EffectDue, ...]:
    """What the due day would be by either period, and either ruling on delays, that is open."""
    aside = clock.aside()
    found = tuple(
        aside.due(period, rulings)
        for period in ([short] if short else _EITHER)
        for rulings in (suspensions, if_permitted(suspensions))
    )
    if short is None:
        clock.then.working.rely_on(*aside.then.working.relied_on)
    return found


def _alike(one: EffectDue, other: EffectDue) -> bool:
    """Whether the same day comes out, wherever it came from."""
    days = ((each.standstill, plain(each.due_on), plain(each.not_before)) for each in (one, other))
    return len(set(days)) == 1


def _deferred(due: EffectDue, case: DemandCase, demand: Demand, matter: Matter) -> EffectDue:
    """The due day, not before the standstills of the agreement that put it off have ended."""
    waits = [each for each in case.agreed.values() if each.outcome == "deferred"]
    if not waits:
        return due
    free = [each.free_on for each in waits if each.free_on is not None]
    until = max(free, key=lambda day: day.value, default=None) if len(free) == len(waits) else None
    if until is None:
        return replace(
            due, due_on=None, not_before=None, last_practicable_on=None, standstill="deferred"
        )
    later = due.due_on
    if later is not None and later.value < until.value:
        later = rolled_forward(until, waits[0].term.clause, matter)
    clause = demand.effect_clause
    practicable = last_practicable(later, clause, matter, until) if later else None
    return replace(
        due,
        due_on=later,
        not_before=until,
        standstill="deferred",
        last_practicable_on=practicable,
    )


def timing_of_demand_delays(
    case: DemandCase, ruling: RegistrationRuling, matter: Matter
) -> TimingOf:
    """How delays lie to the day on which the demand is due, as far as its clock runs."""
    received_on = ruling.asked.received_on
    if received_on is None or ruling.runs_from is None:
        return always_in_time
    then = matter.on(received_on.value)
    if then.terms.demand is None:
        return always_in_time
    case = _with_its_request(case, ruling.asked, matter)
    case = replace(case, agreed=in_the_way(case, "requested", received_on, then.unrecorded()))
    return _timing_of_delays(_Clock(case, received_on, then.terms.demand, then))


def _with_its_request(case: DemandCase, asked: RequestReceived, matter: Matter) -> DemandCase:
    """The demand, with the days of the request itself among those that are known.

    Of what was held (QB3) its delays and its size count from these days as well.
    """
    made = Sourced(matter.terms.agreement_date, "terms:/agreement_date")
    days = {
        "agreement.dated": made,
        "request.given": asked.counted_as_given_on,
        "request.received": asked.received_on,
    }
    case = replace(case, known=case.known.also(days))
    if asked.came_on is None:
        return case
    delays = (
        replace(each, known=(each.known or NOTHING_KNOWN).also(days)) for each in case.invocations
    )
    request = replace(case.request, held_until=asked.received_on)
    return replace(case, request=request, invocations=tuple(delays))


def _timing_of_delays(clock: _Clock) -> TimingOf:
    """Whether a delay is invoked before its duty is due, after it, or while a standstill defers it.

    Told by what was known on its day: the delays permitted before it, and the offerings commenced
    by then. Where it is not known which period applies, both are tried. What fell due while others
    had used the right up is not overdue.
    """

    case = clock.case

    def by(due: EffectDue, day: date) -> Literal["ahead", "late", "undated", "not_known"]:
        timing, latest = due.timing(day), due.days[-1]
        if timing != "late" or latest is None:
            return timing
        match case.used_up(latest.value, clock.then):
            case None:
                return "not_known"
            case used_up:
                return "undated" if used_up else "late"

    def timing(invocation: Invocation, earlier: Sequence[suspension.Ruling]) -> Timing:
        quietly, day = clock.aside(), invocation.invoked_on
        stated = short_form_qualified(case.short_form, clock.demand, quietly.then)
        commenced = tuple(each for each in case.offerings if begun_on(each) <= day)
        known = replace(quietly, case=replace(case, offerings=commenced))
        tried = [known.due(short, earlier) for short in ([stated] if stated else _EITHER)]
        lies = {by(each, day) for each in tried}
        if len(lies) > 1:
            return "not_known"
        found = lies.pop()
        if found != "ahead":
            return found
        deferred = (each.not_before for each in tried if each.standstill == "deferred")
        waits = any(until is not None and day < until.value for until in deferred)
        return "while_deferred" if waits else "in_time"

    return timing


_EITHER = (Sourced(True, "facts"), Sourced(False, "facts"))


def _warn_of_idle_delay(
    clock: _Clock,
    due: EffectDue,
    short: Sourced[bool] | None,
    suspensions: Sequence[suspension.Ruling],
) -> None:
    """QG2: days used while a standstill deferred the duty anyway, and the due day is no later."""
    others = [each for each in suspensions if not each.while_deferred]
    if len(delays_used(others)) == len(delays_used(suspensions)) or due.due_on is None:
        return
    without = clock.aside().due(short, others).due_on
    if without is not None and without.value == due.due_on.value:
        clock.then.working.warn(
            "DELAY_GAINED_NOTHING",
            "A delay was invoked while a standstill deferred the duty: its days and its occasion "
            f"are used, and the due day is {written_out(due.due_on.value)} with it or without.",
        )


def _used_on(asked: RequestReceived, matter: Matter) -> date:
    """The day by which it is tested whether the right is open; while there is none, any."""
    tested = asked.received_on if matter.readings.demand_open_test == "received" else asked.given_on
    return date.max if tested is None else tested.value


def _opens_on(
    demand: Demand, known: Happenings, used_on: date, matter: Matter
) -> Sourced[date] | None:
    """The first day on which the right may be used, as far as there is one that is known."""
    if demand.open is not None:
        place = f"{demand.place}/open"
        return opened_on(demand.open, known, used_on, matter, place, demand.clause)
    if demand.opens is None:
        return None
    day = demand.opens.after + ONE_DAY
    return matter.working.step(
        "demand.opens",
        demand.opens.clause,
        f"The right opens after {written_out(demand.opens.after)}; its first day is "
        f"{written_out(day)}.",
        day,
        {"after": Sourced(demand.opens.after, f"terms:{demand.place}/opens/after")},
    )


def _closes_on(
    demand: Demand, known: Happenings, used_on: date, matter: Matter
) -> Sourced[date] | None:
    """The last day on which the right may be used, as far as there is one that is known."""
    if demand.open is not None:
        place = f"{demand.place}/open"
        return closed_on(demand.open, known, used_on, matter, place, demand.clause)
    if demand.closes_on is None:
        return None
    return Sourced(demand.closes_on, f"terms:{demand.place}/closes_on")


def _is_open(
    asked: RequestReceived,
    opens: Sourced[date] | None,
    closes: Sourced[date] | None,
    demand: Demand,
    matter: Matter,
) -> Condition:
    name = "right_open"
    rule = matter.readings.demand_open_test
    tested = asked.arrived_on if rule == "received" else asked.given_on
    if tested is None:
        return Condition(name, "unknown", demand.clause, f"Not known when it was {rule}.")
    if closes is not None and tested.value > closes.value:
        says = f"The right ended on {written_out(closes.value)}."
        return Condition(name, "failed", demand.clause, says, "DEMAND_CLOSED")
    if opens is None and demand.open is not None and demand.open.since is not None:
        says = "The right opens only after an event that is not on the record."
        return Condition(name, "failed", demand.clause, says, "DEMAND_NOT_YET_OPEN")
    if opens is None:
        return Condition(name, "passed", demand.clause, "The right has no opening day.")
    clause = demand.opens.clause if demand.opens else demand.clause
    is_open = tested.value >= opens.value
    held = not is_open and matter.readings.premature_demand == "hold"
    matter.working.step(
        "demand.is_open",
        clause,
        f"The demand was {rule} on {written_out(tested.value)}; the right opens on "
        f"{written_out(opens.value)}: {'open' if is_open else 'not yet open'}.",
        is_open,
        {rule: tested, "opens_on": opens},
        readings=("demand_open_test", *(() if is_open else ("premature_demand",))),
    )
    says = (
        f"{rule.capitalize()} on {written_out(tested.value)}; open from {written_out(opens.value)}"
    )
    if is_open or held:
        return Condition(name, "passed", clause, says + (", held until then." if held else "."))
    return Condition(name, "failed", clause, says + ".", "DEMAND_NOT_YET_OPEN")


def _if_told(
    found: Condition,
    opens: Sourced[date] | None,
    closes: Sourced[date] | None,
    demand: Demand,
    known: Happenings,
    matter: Matter,
) -> Condition:
    """The same, where nobody could say what has happened: what it turns on is then not known."""
    span = demand.open
    if span is None:
        return found
    waits_to_open = span.since is not None and opens is None
    waits_to_close = span.until is not None and closes is None
    if not waits_to_open and (not waits_to_close or found.outcome == "failed"):
        return found
    if waits_to_close and span.until is not None:
        waits_for = day_of(span.until, known, matter.unrecorded(), "").waits_for
        name_waiting(waits_for, "whether the right has ended", demand.clause, matter)
    says = "Whether the right is open turns on what the question does not say."
    return Condition(found.name, "unknown", found.clause, says)


def _minimum(
    asked: RequestReceived, request: Request, demand: Demand, matter: Matter
) -> Sequence[Condition]:
    """The least that a demand must ask for, where the agreement sets one."""
    if demand.size is not None:
        return size_reached(asked, request, demand, matter)
    if demand.minimum_shares is None or request.split_ratio is None:
        return ()
    name, clause = "minimum_size", demand.clause
    received, silently = asked.received_on, matter.unrecorded()
    total = shares_asked_for(asked.counted, received.value, request, silently) if received else None
    if received is None or total is None:
        return (Condition(name, "unknown", clause, "The shares are not stated."),)
    ratio = request.split_ratio(f"{demand.place}/minimum_shares", received.value)
    least = adjusted(demand.minimum_shares, ratio, matter.terms.split_clause, matter.readings)
    says = (
        f"{numbered(total, 'share is', 'shares are')} asked for; at least {written(least)} must be"
    )
    says += "." if ratio == 1 else f", by the splits since it was set at {demand.minimum_shares:,}."
    if total >= least:
        return (Condition(name, "passed", clause, says),)
    return (Condition(name, "failed", clause, says, "DEMAND_TOO_SMALL"),)


def _standstill(due: EffectDue, demand: Demand) -> Sequence[Condition]:
    if demand.standstill is None:
        return ()
    clause = demand.standstill.clause
    if due.not_before is None and due.standstill == "deferred":
        says = "A standstill is in the way, until a day that is not known."
        return (Condition("no_standstill", "deferred", clause, says),)
    if due.not_before is None:
        return (Condition("no_standstill", "passed", clause, "No standstill is in the way."),)
    says = f"A standstill is in the way through {written_out(due.not_before.value - ONE_DAY)}."
    if due.standstill == "refused":
        return (Condition("no_standstill", "failed", clause, says, "STANDSTILL"),)
    return (Condition("no_standstill", "deferred", clause, says + " The duty revives after it."),)


def _turns_on_due_day(
    short: Sourced[bool] | None,
    suspensions: Sequence[suspension.Ruling],
    standstill: Period,
    matter: Matter,
) -> Condition:
    """A standstill catches one of the days on which it may be due, and not another (QB12)."""
    needed_for = "whether the standstill after the Company's own offering is in the way"
    missing = {each for ruling in suspensions for each in ruling.turns_on}
    for each in sorted(missing, key=lambda each: (each.name, each.at or "")):
        matter.working.miss(each.name, needed_for, standstill.clause, each.posted_as, each.at)
    if short is None:
        told_by = "demand_received.short_form_qualified"
        matter.working.miss("short_form_qualified", needed_for, standstill.clause, told_by)
    says = (
        "By when the registration must be effected is not known, and whether a standstill is in "
        "the way turns on it."
    )
    return Condition("no_standstill", "unknown", standstill.clause, says)


def _may_renew_on(
    failed: Condition | None,
    opens: Sourced[date] | None,
    due: EffectDue | None,
    used: DemandTally | None,
) -> Sourced[date] | None:
    """When a refused demand may be made again, where the reason for refusal ends on a known day."""
    if failed is None:
        return None
    if failed.reason == "DEMAND_NOT_YET_OPEN":
        return opens
    if failed.reason == "DEMAND_CAP_REACHED":
        return renewed_on(used)
    if failed.reason == "STANDSTILL" and due is not None:
        return due.not_before
    return None
