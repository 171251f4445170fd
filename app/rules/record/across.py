"""What crosses registrations: demands counted against the cap, and uses of the right to delay.

Demands are decided in the order of their receipt, each knowing those accepted before it (clause
2(a)(i)), and those of its day that may have come first where not all of them find a place; delays
and prohibitions in the order of their making, each knowing the occasions permitted before it in the
whole agreement (2(g)). What is refused need not be effected: there is nothing to delay, and its
delays are no occasions. Dates are whole days.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import TypeVar

from app.rules.facts.life.suspension import DelayInvoked, ProhibitionNoticed
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Detail, MissingInput, Sourced, plain
from app.rules.record.gathering import AnyRegistration, Record
from app.rules.record.history import life_of
from app.rules.record.inputs import invocations_of, request_received
from app.rules.record.kinds import KINDS, kind_of
from app.rules.record.kinds.on_record import Settled, UsesUpDemand
from app.rules.registrations.ends.used_up import counts_what_is_effected
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.suspension.occasions import Occasion
from app.rules.registrations.suspension.suspension import Invocation, Ruling, Undecided
from app.rules.registrations.suspension.uses_made import (
    NOTHING_USED,
    DelaysBefore,
    TimingOf,
    rule_on_use,
    timed,
)
from app.rules.terms import Terms
from app.rules.terms.readings import Readings
from app.rules.terms.rights.asked import AskedFor
from app.rules.values.written_dates import written_out

T = TypeVar("T")


def settle(record: Record, asked: Collection[str] | None) -> None:
    """Work out what the registrations do to one another.

    If only the registrations `asked` are to be answered, demands received after them stay
    undecided: they cannot bear on them.
    """
    matter = open_matter(record.terms, Detail.NONE, record.known.terms_through())
    suspended = _suspended(record)
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


def all_demands_matter(record: Record) -> bool:
    """Whether all demands are decided, whatever is asked about: what was delayed hangs on them."""
    return bool(_suspended(record)) and _cap_may_refuse(record)


def _suspended(record: Record) -> list[AnyRegistration]:
    told = {each.registration_id for each, _ in record.known.of(DelayInvoked, ProhibitionNoticed)}
    return [each for each in record.registrations() if each.registration_id in told] if told else []


# --- demands and what counts as one --------------------------------------------------------------


def seen_from(record: Record, name: str) -> Record:
    """A record opened for several registrations, as one of them is answered by it.

    What has become of it is then followed anew, and not as it counts against the others.
    """
    facts = record.begun.get(name)
    if name not in record.lives or facts is None:
        return record
    terms = record.terms_of(facts)
    if _looks_at_inclusion(terms, terms.readings):
        return record
    return replace(record, lives={**record.lives, name: life_of(record, facts)})


def _demands_matter(record: Record, asked: Collection[str] | None) -> bool:
    """Whether anything asked about looks at the demands that came before it."""
    if asked is None:
        return True
    begun = (record.begun[name] for name in asked if name in record.begun)
    return any(_may_count(facts) == "always" or _counts(record, facts) for facts in begun)


def _may_count(facts: AnyRegistration) -> UsesUpDemand:
    return kind_of(facts).uses_up_demand


def _counts(record: Record, facts: AnyRegistration) -> bool:
    """Whether a registration may use up a demand, under the terms that govern it."""
    may = _may_count(facts)
    if may == "never":
        return False
    terms = record.terms_of(facts)
    if may == "by_limits":
        return terms.counts_shelves
    if may == "by_reading" and terms.counts_sales:
        return True
    return terms.demand is not None and (may == "always" or terms.readings.takedown_counts)


def _may_use_up(record: Record) -> list[AnyRegistration]:
    """What may use up a demand, by its kind and as it stands in the record."""
    return [
        facts
        for begun_by, kind in KINDS.items()
        if kind.uses_up_demand != "never"
        for facts in record.begun_by(begun_by).values()
    ]


def number_may_refuse(record: Record) -> bool:
    """Whether a demand may be refused for their number alone, whatever terms come to govern it."""
    return bool(record.known.instruments.terms.changes) or _cap_may_refuse(record)


def _cap_may_refuse(record: Record) -> bool:
    """Whether there are so many demands that one may be refused for their number alone."""
    counting = _may_use_up(record)
    caps = [
        limit
        for each in counting
        for right in _limiting(record.terms_of(each), each)
        for limit in right.limits_of_number
    ]
    return bool(caps) and len(counting) > min(caps)


def _limiting(terms: Terms, facts: AnyRegistration) -> Iterator[AskedFor]:
    """The rights whose numbers may refuse it: its own, and of a sale the one to demand (QC6)."""
    own = facts.right_of(terms)
    if own is not None:
        yield own
    sale = _may_count(facts) == "by_reading"
    if sale and terms.demand is not None:
        yield terms.demand


def others_may_use_up(record: Record, facts: AnyRegistration) -> bool:
    """Whether what was asked for later may use up, once it is made, what this one needs."""
    terms = record.terms_of(facts)
    return any(counts_what_is_effected(terms, right) for right in _limiting(terms, facts))


def _decide_in_turn(record: Record, asked: Collection[str] | None, matter: Matter) -> None:
    """Decide demands one after the other, up to the last of those asked about."""
    record.accepted.clear()
    everything = _may_use_up(record)
    if any(_may_count(each) == "by_reading" for each in everything):
        matter.working.rely_on("takedown_counts")
    counting = [each for each in everything if _counts(record, each)]
    # One that may have been received may have come before those received after it was sent.
    days = {
        each.registration_id: _received_on(record, each, matter) or each.begun_on
        for each in (counting if len(counting) > 1 else ())
    }
    counting.sort(key=lambda each: days.get(each.registration_id, date.min))
    to_come = {each.registration_id for each in counting} & set(asked or ())
    if any(others_may_use_up(record, each) for each in counting):
        to_come = set()
    of_a_day = groupby(counting, lambda each: days.get(each.registration_id, date.min))
    for day, group in ((day, tuple(found)) for day, found in of_a_day):
        before = tuple(record.accepted)
        contested = len(group) > 1 and _cap_may_refuse(record)
        rivals = _rivals(record, group, before, day, matter) if contested else {}
        for each in group:
            others = tuple(life for name, life in rivals.items() if name != each.registration_id)
            record.accepted_before[each.registration_id] = (
                (*before, *others) if rivals else tuple(record.accepted)
            )
            its_own = record.matter_of(each, matter)
            is_last = to_come == {each.registration_id}
            to_come.discard(each.registration_id)
            if is_last and not _looks_at_inclusion(its_own.terms, its_own.readings):
                record.lives[each.registration_id] = life_of(record, each)
                return
            counted = _counted(record, each, its_own)
            if counted is not None:
                record.accepted.append(counted)


def _received_on(record: Record, facts: AnyRegistration, matter: Matter) -> date | None:
    """The day on which a request was received."""
    return _found_once(
        record,
        "received",
        facts,
        matter,
        lambda at, its_own: plain(request_received(at, facts, its_own)),
    )


def _settled(record: Record, facts: AnyRegistration, matter: Matter, what: str) -> Settled | None:
    """What has become of a registration, of which the ruling is the same in all its records."""
    settle_it = kind_of(facts).settled
    if settle_it is None:
        return None
    return _found_once(
        record, what, facts, matter, lambda at, its_own: settle_it(at, facts, its_own)
    )


def _found_once(
    record: Record,
    what: str,
    facts: AnyRegistration,
    matter: Matter,
    work: Callable[[Record, Matter], T],
) -> T:
    """What is found once of a registration; each time the readings that it rests on are noted."""

    def noting(at: Record) -> tuple[T, tuple[str, ...]]:
        aside = at.matter_of(facts, open_matter(matter.terms, Detail.NONE))
        return work(at, aside), tuple(aside.working.relied_on)

    found, relied_on = record.found_once(what, facts.registration_id, noting)
    matter.working.rely_on(*relied_on)
    return found


def _counted(
    record: Record, facts: AnyRegistration, matter: Matter, what: str = "settled"
) -> RegistrationLife | None:
    """A registration as it counts against the number that may be asked for; None: it does not."""
    found = _settled(record, facts, matter, what)
    if found is None:
        return None
    life = record.lives[facts.registration_id] = found.life
    right = facts.right_of(matter.terms)
    if right is not None:
        life = replace(
            life,
            right=right.name,
            askers=found.ruling.asked.requesters,
            received_on=plain(found.ruling.begun_on),
        )
    if found.ruling.stands or _counts_unasked(life, matter):
        return life
    if found.ruling.decision == "undetermined":
        return replace(life, undecided=True, turns_on=found.turns_on)
    return None


def _rivals(
    record: Record,
    group: Sequence[AnyRegistration],
    before: tuple[RegistrationLife, ...],
    day: date,
    matter: Matter,
) -> Mapping[str, RegistrationLife]:
    """Requests received on one day of which each may have come before the others.

    Nothing where all of them find a place, whichever was first.
    """
    found: dict[str, RegistrationLife] = {}
    limits: set[int] = set()
    clause = ""
    for each in group:
        record.accepted_before[each.registration_id] = before
        its_own = record.matter_of(each, matter)
        counted = _counted(record, each, its_own, "settled among rivals")
        right = each.right_of(its_own.terms)
        if counted is not None and right is not None:
            found[each.registration_id] = counted
            for limiting in _limiting(its_own.terms, each):
                limits.update(limiting.limits_of_number)
            clause = right.clause
    if len(found) < 2 or not limits or len(before) + len(found) <= min(limits):
        return {}
    order = MissingInput(
        f"order/demand_received/{day}",
        f"which of the {len(found)} requests received on {written_out(day)} came first: not all of "
        "them find a place",
        clause,
        posted_as="fact_corrected",
    )
    return {
        name: replace(life, undecided=True, turns_on=(*life.turns_on, order))
        for name, life in found.items()
    }


def _counts_unasked(life: RegistrationLife, matter: Matter) -> bool:
    """QG10: whether one that the Company was not obliged to effect, and made, uses up a demand."""
    if life.effective_on is None:
        return False
    return matter.readings.volunteered_counts


def _looks_at_inclusion(terms: Terms, readings: Readings) -> bool:
    """Whether it counts by how much of the request it included: by the terms, or reading QB18."""
    rights = (terms.demand, terms.takedown)
    if any(right is not None and right.effected is not None for right in rights):
        return True
    return readings.min_inclusion_pct_to_count > 0


# --- delays and prohibitions ---------------------------------------------------------------------


def _settle_occasions(record: Record, suspended: list[AnyRegistration], matter: Matter) -> None:
    """Rule on every use of the right in order, so that each knows the occasions before it."""
    of_registration = {each.registration_id: each for each in suspended}
    own = {each.registration_id: record.matter_of(each, matter) for each in suspended}
    bound: dict[str, TimingOf | None] = {}
    rulings: dict[str, list[Ruling]] = {}
    used: dict[str, DelaysBefore] = {}
    measured = {
        each.registration_id: kind_of(each).measured_on(record, each, own[each.registration_id])
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


def _recorded(occasion: Occasion, invocation: Invocation) -> Occasion:
    """An occasion as others see it: their working knows its fact, not the lines it was found by."""
    last = occasion.last_day
    return Occasion(
        Sourced(occasion.invoked_on.value, invocation.source),
        None if last is None else Sourced(last.value, invocation.source),
        occasion.lasting,
        occasion.of,
    )


def _timing_of_delays(record: Record, facts: AnyRegistration, matter: Matter) -> TimingOf | None:
    """How delays of it lie to the day on which it is due; None if it need not be effected."""
    kind = kind_of(facts)
    case = replace(kind.case(record, facts, matter), invocations=())
    ruling = kind.rules.decide(case, matter)
    return (
        None if ruling.decision == "refused" else kind.rules.timing_of_delays(case, ruling, matter)
    )


def _in_turn(
    record: Record, suspended: list[AnyRegistration], own: Mapping[str, Matter]
) -> list[tuple[str, Invocation]]:
    """Every use with its registration, by its day; within a day in the order of the record."""
    order = {each.source: place for place, each in enumerate(record.facts)}
    found = [
        (each.registration_id, invocation)
        for each in suspended
        for invocation in invocations_of(record, each, own[each.registration_id])
    ]
    return sorted(found, key=lambda each: order[each[1].source])
