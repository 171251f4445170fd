"""What crosses registrations: demands counted against the cap, and uses of the right to delay.

Demands are decided in the order of their receipt, each knowing those accepted before it (clause
2(a)(i)); delays and prohibitions in the order of their making, each knowing the occasions permitted
before it in the whole agreement (2(g)). What is refused need not be effected: there is nothing to
delay, and its delays are no occasions. Dates are whole days.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from app.rules.facts.life.requests import (
    DemandReceived,
    TakedownRequested,
)
from app.rules.facts.life.suspension import DelayInvoked, ProhibitionNoticed
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.runs import Run
from app.rules.reasoning.trace import Detail, MissingInput, Sourced, plain
from app.rules.record.gathering import AnyRegistration, DemandFacts, Record, TakedownFacts
from app.rules.record.history import life_of, since_begun
from app.rules.record.inputs import (
    demand_case,
    first_request,
    incidental_case,
    invocations_of,
    request_of,
    shelf_case,
    takedown_case,
)
from app.rules.registrations.kinds.demand.answer import allocation_of, follow_demand
from app.rules.registrations.kinds.demand.ruling import decide, timing_of_delays
from app.rules.registrations.kinds.incidental.ruling import decide_incidental
from app.rules.registrations.kinds.shelf.answer import follow_shelf
from app.rules.registrations.kinds.shelf.ruling import decide_shelf, timing_of_shelf_delays
from app.rules.registrations.kinds.takedown.answer import follow_takedown
from app.rules.registrations.kinds.takedown.beyond_shelf import taken_in
from app.rules.registrations.kinds.takedown.ruling import (
    ShelfStanding,
    decide_takedown,
    timing_of_takedown_delays,
)
from app.rules.registrations.requests.effected import RegistrationLife
from app.rules.registrations.requests.effecting import ShortFormFacts
from app.rules.registrations.requests.request import received
from app.rules.registrations.requests.ruling import (
    NOTHING_USED,
    RegistrationRuling,
    TimingOf,
    UsedBefore,
    always_in_time,
    rule_on_use,
    runs_of,
    timed,
)
from app.rules.registrations.suspension.occasions import Occasion
from app.rules.registrations.suspension.suspension import Invocation, Ruling, Suspended, Undecided


def settle(record: Record, asked: str | None) -> None:
    """Work out what the registrations do to one another.

    If only the registration `asked` is to be answered, demands received after it stay undecided:
    they cannot bear on it.
    """
    matter = open_matter(record.terms, Detail.NONE, record.known.terms_through())
    suspended = [each for each in record.registrations() if _is_suspended(each)]
    if suspended:
        if _cap_may_refuse(record):
            _decide_in_turn(record, None, matter)
        _settle_occasions(record, suspended, matter)
    if _demands_matter(record, asked):
        _decide_in_turn(record, asked, matter)
    record.relied_on = (
        *record.relied_on,
        *record.known.instruments.relied_on,
        *matter.working.relied_on,
    )


# --- demands and what counts as one --------------------------------------------------------------


def _demands_matter(record: Record, asked: str | None) -> bool:
    """Whether anything asked about looks at the demands that came before it."""
    if asked is None or asked in record.demands:
        return True
    return asked in record.takedowns and _counts(record, record.takedowns[asked])


def _counts(record: Record, facts: DemandFacts | TakedownFacts) -> bool:
    """Whether a registration may use up a demand, under the terms that govern it."""
    terms = record.terms_of(facts)
    if terms.demand is None:
        return False
    return isinstance(facts.beginning, DemandReceived) or terms.readings.takedown_counts


def _cap_may_refuse(record: Record) -> bool:
    """Whether there are so many demands that one may be refused for their number alone."""
    counting = [*record.demands.values(), *record.takedowns.values()]
    caps = [
        demand.cap.limit
        for each in counting
        if (demand := record.terms_of(each).demand) is not None and demand.cap is not None
    ]
    return bool(caps) and len(counting) > min(caps)


def _decide_in_turn(record: Record, asked: str | None, matter: Matter) -> None:
    """Decide demands one after the other, up to the one asked about."""
    record.accepted.clear()
    if record.takedowns:
        matter.working.rely_on("takedown_counts")
    everything: list[DemandFacts | TakedownFacts] = list(record.demands.values())
    everything += record.takedowns.values()
    counting = [each for each in everything if _counts(record, each)]
    if len(counting) > 1:
        receipts = {
            each.registration_id: _received(record, each, record.matter_of(each, matter))
            for each in counting
        }
        # One that may have been received may have come before those received after it was sent.
        counting.sort(
            key=lambda each: plain(receipts[each.registration_id]) or each.begun_on,
        )
    for each in counting:
        record.accepted_before[each.registration_id] = tuple(record.accepted)
        its_own = record.matter_of(each, matter)
        if each.registration_id == asked and not _looks_at_inclusion(its_own):
            record.lives[asked] = life_of(each)
            return
        life, ruling, turns_on = _settled(record, each, its_own)
        record.lives[each.registration_id] = life
        if ruling.stands or _counts_unasked(life, its_own):
            record.accepted.append(life)
        elif ruling.decision == "undetermined":
            record.accepted.append(replace(life, undecided=True, turns_on=turns_on))


def _counts_unasked(life: RegistrationLife, matter: Matter) -> bool:
    """QG10: whether one that the Company was not obliged to effect, and made, uses up a demand."""
    if life.effective_on is None:
        return False
    matter.working.rely_on("volunteered_counts")
    return matter.readings.volunteered_counts


Settled: TypeAlias = tuple[RegistrationLife, RegistrationRuling, tuple[MissingInput, ...]]
"""What has become of a registration, the ruling on it, and what that turns on while it is open."""


def _settled(record: Record, facts: DemandFacts | TakedownFacts, matter: Matter) -> Settled:
    """What has become of a registration that may use up a demand, and whether it stands."""
    beginning = facts.beginning
    if isinstance(beginning, DemandReceived):
        return _settled_demand(record, record.demands[facts.registration_id], matter)
    return _settled_takedown(record, record.takedowns[facts.registration_id], matter)


def _settled_demand(record: Record, facts: DemandFacts, matter: Matter) -> Settled:
    demand = matter.terms.demand
    case = demand_case(record, facts, matter)
    ruling = decide(case, demand, matter)
    life = life_of(facts)
    # By when it is due does not decide whether it uses up a demand.
    asked_only = replace(case, short_form=ShortFormFacts(Sourced(False, "facts")), invocations=())
    turns_on = _turns_on(ruling, lambda aside: decide(asked_only, demand, aside), matter)
    if demand is None or not (case.request.taken_back or _looks_at_inclusion(matter)):
        return life, ruling, turns_on
    since = since_begun(record, facts, life)
    course = follow_demand(ruling, since, demand, matter, None)
    life = course.since.life
    if _looks_at_inclusion(matter):
        lines = [
            line
            for line in allocation_of(course, demand, matter).lines
            if line.seller_class == "holders"
        ]
        life = replace(
            life,
            requested_shares=sum(line.requested or 0 for line in lines),
            included_shares=sum(line.included or 0 for line in lines),
        )
    return life, ruling, turns_on


def _turns_on(
    ruling: RegistrationRuling, decided: Callable[[Matter], RegistrationRuling], matter: Matter
) -> tuple[MissingInput, ...]:
    """What nobody has recorded, and an open ruling turns on."""
    if ruling.decision != "undetermined":
        return ()
    aside = matter.unrecorded()
    decided(aside)
    return tuple(aside.working.missing)


def _settled_takedown(record: Record, facts: TakedownFacts, matter: Matter) -> Settled:
    """A takedown that counts as a demand (QC6) is effected when its sale is done."""
    shelf = shelf_standing(record, facts.beginning.shelf, matter)
    case = takedown_case(record, facts, shelf, matter)
    takedown = matter.terms.takedown
    ruling = decide_takedown(case, takedown, matter)
    since = since_begun(record, facts, life_of(facts))
    course = follow_takedown(ruling, since, takedown, shelf, matter, None)
    life = replace(course.since.life, effective_on=facts.all_sold_on)
    turns_on = _turns_on(ruling, lambda aside: decide_takedown(case, takedown, aside), matter)
    return life, ruling, turns_on


def _received(
    record: Record, facts: DemandFacts | TakedownFacts, matter: Matter
) -> Sourced[date] | None:
    return received(request_of(record, facts, facts.beginning.letters), matter).received_on


def _looks_at_inclusion(matter: Matter) -> bool:
    """Whether reading QB18 counts a registration by how much of the request it included."""
    return matter.readings.min_inclusion_pct_to_count > 0


# --- delays and prohibitions ---------------------------------------------------------------------


def _settle_occasions(record: Record, suspended: list[AnyRegistration], matter: Matter) -> None:
    """Rule on every use of the right in order, so that each knows the occasions before it."""
    of_registration = {each.registration_id: each for each in suspended}
    own = {each.registration_id: record.matter_of(each, matter) for each in suspended}
    bound: dict[str, TimingOf | None] = {}
    rulings: dict[str, list[Ruling]] = {}
    used: dict[str, UsedBefore] = {}
    measured = {
        each.registration_id: _measured_on(record, each, own[each.registration_id])
        for each in suspended
    }
    for registration_id, invocation in _in_turn(record, suspended, own):
        its_own = own[registration_id]
        if registration_id not in bound:
            facts = of_registration[registration_id]
            bound[registration_id] = _timing_of_delays(record, facts, its_own)
        its_own = its_own.on(invocation.invoked_on)
        right, timing_of = its_own.terms.delay, bound[registration_id]
        if right is None or timing_of is None:
            continue
        earlier = rulings.setdefault(registration_id, [])
        record.occasions[invocation.source] = tuple(
            occasion for elsewhere, occasion in record.permitted if elsewhere != registration_id
        )
        record.undecided_before[invocation.source] = tuple(
            use for elsewhere, use in record.undecided if elsewhere != registration_id
        )
        here = used.get(registration_id, NOTHING_USED)
        before = replace(
            here,
            occasions=tuple(occasion for _, occasion in record.permitted),
            undecided=(*record.undecided_before[invocation.source], *here.undecided),
        )
        ruling = rule_on_use(
            timed(invocation, timing_of, earlier),
            measured[registration_id],
            right,
            before,
            its_own,
        )
        earlier.append(ruling)
        used[registration_id] = here.after(ruling)
        occasion = _recorded(ruling.occasion, invocation)
        if ruling.decision == "accepted":
            record.permitted.append((registration_id, occasion))
        elif ruling.decision == "undetermined":
            record.undecided.append((registration_id, Undecided(occasion, ruling.turns_on)))


def _is_suspended(facts: AnyRegistration) -> bool:
    return bool(facts.of(DelayInvoked) or facts.of(ProhibitionNoticed))


def _recorded(occasion: Occasion, invocation: Invocation) -> Occasion:
    """An occasion as others see it: their working knows its fact, not the lines it was found by."""
    last = occasion.last_day
    return Occasion(
        Sourced(occasion.invoked_on.value, invocation.source),
        None if last is None else Sourced(last.value, invocation.source),
    )


def _timing_of_delays(record: Record, facts: AnyRegistration, matter: Matter) -> TimingOf | None:
    """How delays of it lie to the day on which it is due; None if it need not be effected."""
    terms, registration_id = matter.terms, facts.registration_id
    timing_of: TimingOf = always_in_time
    if registration_id in record.shelves:
        shelf = shelf_case(record, record.shelves[registration_id], matter)
        ruling = decide_shelf(replace(shelf, invocations=()), terms.shelf, matter)
        timing_of = timing_of_shelf_delays(shelf)
    elif registration_id in record.takedowns:
        takedown = record.takedowns[registration_id]
        standing = shelf_standing(record, takedown.beginning.shelf, matter)
        sale = takedown_case(record, takedown, standing, matter)
        ruling = decide_takedown(replace(sale, invocations=()), terms.takedown, matter)
        if ruling.begun_on is not None:
            timing_of = timing_of_takedown_delays(sale, ruling.begun_on.value, matter)
    elif registration_id in record.incidentals:
        planned = incidental_case(record, record.incidentals[registration_id], matter)
        ruling = decide_incidental(replace(planned, invocations=()), terms.incidental, matter)
    else:
        demand = demand_case(record, record.demands[registration_id], matter)
        ruling = decide(replace(demand, invocations=()), terms.demand, matter)
        received_on, runs_from = ruling.asked.received_on, ruling.runs_from
        if received_on is not None and runs_from is not None:
            then = matter.on(received_on.value)
            if then.terms.demand is not None:
                timing_of = timing_of_delays(
                    demand, received_on.value, runs_from, then.terms.demand, then
                )
    return None if ruling.decision == "refused" else timing_of


def _in_turn(
    record: Record, suspended: list[AnyRegistration], own: Mapping[str, Matter]
) -> list[tuple[str, Invocation]]:
    """Every use with its registration, by its day; within a day in the order of the record."""
    order = {each.source: place for place, each in enumerate(record.facts)}
    found = [
        (each.registration_id, invocation)
        for each in suspended
        for invocation in invocations_of(record, each, kind_of(each), own[each.registration_id])
    ]
    return sorted(found, key=lambda each: order[each[1].source])


def kind_of(facts: AnyRegistration) -> Suspended:
    """Which kind of registration it is."""
    return facts.beginning.begins


def _measured_on(record: Record, facts: AnyRegistration, matter: Matter) -> Sourced[date] | None:
    """The day of the request, on which the transaction must have been considered (2(g))."""
    beginning = facts.beginning
    match beginning:
        case DemandReceived() | TakedownRequested():
            return received(request_of(record, facts, beginning.letters), matter).received_on
        case _:
            return first_request(record, facts, matter)


# --- the shelf that a sale is made off -----------------------------------------------------------


def shelf_standing(record: Record, shelf_id: str, matter: Matter) -> ShelfStanding:
    """What a shelf on the record is to those who would sell off it."""
    facts = record.shelves.get(shelf_id)
    if facts is None:
        return ShelfStanding(shelf_id, None, None)
    matter = record.matter_of(facts, matter)
    shelf = matter.terms.shelf
    ruling = decide_shelf(shelf_case(record, facts, matter), shelf, matter)
    since = since_begun(record, facts, life_of(facts))
    course = follow_shelf(ruling, since, shelf, matter, record.as_of)
    return ShelfStanding(
        id=shelf_id,
        effective_on=course.since.life.effective_on if ruling.stands else None,
        ends_on=course.kept.end if course.kept else None,
        prohibitions=runs_of(ruling.prohibitions),
        covers={holder: each.whole.value for holder, each in course.covered.items()},
        ends_between=course.kept.between if course.kept else None,
        undecided=tuple(
            Run(each.would_be.first_day, each.would_be.last_day)
            for each in ruling.prohibitions
            if each.would_be is not None
        ),
        turns_on=tuple(what for each in ruling.prohibitions for what in each.turns_on),
        taken_in=taken_in(course, matter.unrecorded()),
    )
