"""Which registrations count as effected, and how many demands they use up: clauses 2(e), 2(a)(i).

A registration is effected once it is effective. It counts again as not effected if an order
interferes with it from then on and before its distribution is complete, unless a Holder's
misrepresentation or omission caused the order, or if the conditions to closing fail other than
solely through a Holder. The flag can turn false long after effectiveness, so every question is
asked as of a day; days are calendar days, and nothing raises. Where an order was issued on the very
day of the last sale, and the record does not say which came first, both are counted: what differs
is not known.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

from app.rules.reasoning.days.between import same
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput, Sourced, explained, plain
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.requests.counting import (
    effected_by_terms,
    standing_by_terms,
    what_is_not_stated,
)
from app.rules.registrations.requests.life import Interference, RegistrationLife, Standing
from app.rules.terms import Terms
from app.rules.terms.rights.asking import LimitOfUses
from app.rules.terms.rights.registrations import Demand
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class DemandsLeft:
    """Demands used and left on a day; `counted` are those deemed effected.

    A number that turns on a demand on which the ruling is open is null.
    """

    cap: int | None
    effected: int | None
    pending: int | None
    remaining: int | None
    counted: tuple[str, ...]
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LimitTally:
    """One limit of the uses of a right on a day.

    `at_most` is the count if every demand in doubt counted; `pending` how many of those used are
    still under way. `renewed_on` is the first day on which it leaves one again by the lapse of
    time; None: it leaves one now, or no day does.
    """

    limit: LimitOfUses
    place: str
    clause: str
    used: Sourced[int]
    left: Sourced[int]
    at_most: int
    pending: int
    renewed_on: Sourced[date] | None = None


@dataclass(frozen=True, slots=True)
class DemandTally:
    """Demands counted on one day: what is used up, what is under way, what is left.

    `if_all` is the count if every demand on which the ruling is open was accepted, and every one
    that may have been effected was, where it differs for that; `turns_on` what would tell. `limits`
    are those that the right itself has.
    """

    cap: Sourced[int] | None
    effected: Sourced[int]
    pending: Sourced[int]
    used: Sourced[int]
    remaining: Sourced[int] | None
    counted: tuple[str, ...]
    if_all: "DemandTally | None" = None
    turns_on: tuple[MissingInput, ...] = ()
    limits: tuple[LimitTally, ...] = ()

    def name_missing(self, matter: Matter) -> None:
        """Name what nobody has recorded and the count turns on."""
        for fact in self.turns_on:
            matter.working.miss(fact.name, fact.needed_for, fact.clause, fact.posted_as)


DemandsBefore: TypeAlias = Callable[[date, frozenset[str], Matter], DemandTally]
"""What was used before a request received on a day, of which these Holders ask."""


def counting_clause(terms: Terms) -> str:
    """The clause that says what makes a demand count."""
    clause = terms.effective_registration.clause
    return clause if terms.demand is None else terms.demand.effected_clause(clause)


def standing(life: RegistrationLife, matter: Matter, on: date | None) -> tuple[Standing, str]:
    """What the demand counts as on the day `on` (None: with all that is known), and why."""
    found, other = (_standing(_ordered(life, before), matter, on) for before in (True, False))
    if found == other:
        return found
    return "open", "whether an order came before the last sale, or all withdrew, is not known"


def _ordered(life: RegistrationLife, before_sales: bool) -> RegistrationLife:
    """The life as it uses up the fewest demands, or the most, in what is open of it.

    With `before_sales` as if every order in doubt came before the last sale and all had taken back
    their requests, which uses up the fewest demands; else the other way, which uses up the most.
    """
    if life.known is not None:
        life = replace(life, if_unknown=not before_sales)
    if before_sales and life.perhaps_withdrawn_on is not None:
        life = replace(life, withdrawn_on=life.perhaps_withdrawn_on)
    if not life.interferences:
        return life
    orders = [
        order if order.before_sales is not None else replace(order, before_sales=before_sales)
        for order in life.interferences
    ]
    sold_on = life.all_sold_on if before_sales else life.perhaps_sold_on or life.all_sold_on
    return replace(life, interferences=tuple(orders), all_sold_on=sold_on)


def miss_what_decides(life: RegistrationLife, matter: Matter) -> None:
    """Name what would tell whether an order came before the last sale, or all withdrew."""
    for fact in _decides(life, matter.terms):
        matter.working.miss(fact.name, fact.needed_for, fact.clause, fact.posted_as)


def _decides(life: RegistrationLife, terms: Terms) -> Iterator[MissingInput]:
    yield from life.sold_turns_on
    yield from life.withdrawal_turns_on
    yield from what_is_not_stated(life, terms)
    last_days = {day.value for day in (life.all_sold_on, life.perhaps_sold_on) if day}
    if any(
        order.before_sales is None and order.on.value in last_days for order in life.interferences
    ):
        yield _order_of_day(terms)


def _order_of_day(terms: Terms) -> MissingInput:
    return MissingInput(
        "before_sales",
        "whether the order came before the last sale",
        counting_clause(terms),
        "stop_order.before_sales",
    )


def _standing(life: RegistrationLife, matter: Matter, on: date | None) -> tuple[Standing, str]:
    said = effected_by_terms(life, matter.terms)
    if said is not None:
        return standing_by_terms(life, said, matter, on)
    return _by_readings(life, matter, on)


def _by_readings(life: RegistrationLife, matter: Matter, on: date | None) -> tuple[Standing, str]:
    if life.withdrawn_on and _by(life.withdrawn_on.value, on):
        if matter.readings.withdrawn_counts:
            return "effected", "withdrawn, which counts under reading QB19"
        return "not_effected", "withdrawn before it became effective"
    if life.gone_on is not None and _by(life.gone_on.value, on):
        return "not_effected", "nothing of what was asked for is left to register"
    if life.effective_on is None or not _by(life.effective_on.value, on):
        return "pending", "not yet effective"
    for order in life.interferences:
        if _by(order.on.value, on) and _interferes(order, life, matter, on):
            return "not_effected", f"interfered with on {written_out(order.on.value)}"
    for failure in life.failed_closings:
        known = failure.on is None or _by(failure.on.value, on)
        if known and not failure.solely_holder.value:
            return "not_effected", "the conditions to closing were not satisfied"
    if _too_little_included(life, matter):
        return "not_effected", "too few of the requested shares were included"
    return "effected", "effective"


def received_by(on: date | None, lives: Sequence[RegistrationLife]) -> Sequence[RegistrationLife]:
    """Those that had reached the Company by a day: what is still on its way uses up nothing."""
    return [
        each for each in lives if on is None or each.received_on is None or each.received_on <= on
    ]


def tally(lives: Sequence[RegistrationLife], on: date | None, matter: Matter) -> DemandTally:
    """Count the accepted demands as of the day `on`, without those that may have been and with."""
    lives = [life for life in received_by(on, lives) if life.as_demand]
    in_doubt = [life for life in lives if standing(life, matter, on)[0] == "open"]
    decided, everything = least_and_most(lives)
    found = _tally(decided, on, matter)
    if len(decided) == len(lives) and not in_doubt:
        return found
    if_all = _tally(everything, on, matter.unrecorded())
    if _numbers(if_all) == _numbers(found):
        return found
    return replace(found, if_all=if_all, turns_on=_what_tells(lives, in_doubt, matter))


def _what_tells(
    lives: Sequence[RegistrationLife], in_doubt: Sequence[RegistrationLife], matter: Matter
) -> tuple[MissingInput, ...]:
    turns_on = [fact for life in lives for fact in life.turns_on]
    turns_on += [fact for life in in_doubt for fact in _decides(life, matter.terms)]
    return tuple(dict.fromkeys(turns_on))


NO_DEMANDS: Final = Sourced(0, "facts")


def uncounted(lives: Sequence[RegistrationLife], on: date | None, matter: Matter) -> DemandTally:
    """No number of demands, but what the count of uses by the limits of a right turns on."""
    in_doubt = [life for life in lives if standing(life, matter, on)[0] == "open"]
    return DemandTally(
        cap=None,
        effected=NO_DEMANDS,
        pending=NO_DEMANDS,
        used=NO_DEMANDS,
        remaining=None,
        counted=(),
        turns_on=_what_tells(lives, in_doubt, matter),
    )


def least_and_most(
    lives: Sequence[RegistrationLife],
) -> tuple[list[RegistrationLife], list[RegistrationLife]]:
    """The demands as they use up the fewest, and as they use up the most."""
    decided = [life for life in lives if not life.undecided]
    return (
        [_ordered(life, before_sales=True) for life in decided],
        [_ordered(life, before_sales=False) for life in lives],
    )


def standing_of(life: RegistrationLife, matter: Matter, on: date | None) -> Standing:
    """What a demand counts as on a day, in an order of events that is settled."""
    return _standing(life, matter, on)[0]


def tally_for_request(
    lives: Sequence[RegistrationLife],
    on: date,
    matter: Matter,
    count: Callable[[Sequence[RegistrationLife], date, Matter], DemandTally],
) -> DemandTally:
    """Count them for a request received on a day; what else came first that day may be open.

    What gave a demand back on that day did so for this request if it came first.
    """
    if matter.readings.demand_cap_counts != "effected":
        # Until it is effective it is pending, and counts alike.
        lives = [replace(life, effective_before_requests=True) for life in lives]
    first = count([_as_requests_came(life, on, gone_first=True) for life in lives], on, matter)
    silent = [fact for life in lives for fact in _silent_on(life, on, matter.terms)]
    if not silent:
        return first
    later = [_as_requests_came(life, on, gone_first=False) for life in lives]
    last = count(later, on, matter.unrecorded())
    most = last.if_all or last
    limits = tuple(
        replace(each, at_most=max(each.at_most, other.at_most))
        for each, other in zip(first.limits, last.limits, strict=True)
    )
    if _numbers(most) == _numbers(first.if_all or first) and limits == first.limits:
        return first
    turns_on = tuple(dict.fromkeys((*first.turns_on, *last.turns_on, *silent)))
    return replace(first, if_all=most, turns_on=turns_on, limits=limits)


def _as_requests_came(life: RegistrationLife, on: date, *, gone_first: bool) -> RegistrationLife:
    """The life as far as it had gone when the requests of a day came.

    `gone_first`: what is silent, and gives a demand back, had come; what uses one up had not.
    """
    withdrawn, effective = life.withdrawn_on, life.effective_on
    gives_back = withdrawn is not None or life.interferences or life.failed_closings
    if not gives_back and plain(effective) != on:
        return life

    def had_come(day: date | None, before_requests: bool | None) -> bool:
        return day != on or (gone_first if before_requests is None else before_requests)

    if withdrawn is not None:
        said = life.withdrawn_before_letters.get(withdrawn.value)
        withdrawn = withdrawn if had_come(withdrawn.value, said) else None
    if plain(effective) == on and not _used_up_first(life.effective_before_requests, gone_first):
        effective = None
    return replace(
        life,
        withdrawn_on=withdrawn,
        effective_on=effective,
        interferences=tuple(
            _as_lifted(each, on, gone_first)
            for each in life.interferences
            if had_come(each.on.value, each.before_requests)
        ),
        failed_closings=tuple(
            each for each in life.failed_closings if had_come(plain(each.on), each.before_requests)
        ),
    )


def _used_up_first(before_requests: bool | None, gone_first: bool) -> bool:
    """Whether what uses up a demand came before the requests of its day."""
    return not gone_first if before_requests is None else before_requests


def _as_lifted(order: Interference, on: date, gone_first: bool) -> Interference:
    """An order as the requests of a day found it: it may have been lifted only after them."""
    if order.lifted_on != on or _used_up_first(order.lifted_before_requests, gone_first):
        return order
    return replace(order, lifted_on=None)


def _silent_on(life: RegistrationLife, on: date, terms: Terms) -> Iterator[MissingInput]:
    """What would tell whether that which gave a demand back on a day came before its requests."""
    withdrawn = plain(life.withdrawn_on)
    told: list[str] = []
    if plain(life.effective_on) == on and life.effective_before_requests is None:
        told.append("declared_effective.before_requests")
    if any(x.lifted_on == on and x.lifted_before_requests is None for x in life.interferences):
        told.append("stop_order_lifted.before_requests")
    if withdrawn == on and on not in life.withdrawn_before_letters:
        told.append("withdrawn.before_letters")
    if any(each.on.value == on and each.before_requests is None for each in life.interferences):
        told.append("stop_order.before_requests")
    if any(plain(each.on) == on and each.before_requests is None for each in life.failed_closings):
        told.append("closing_failed.before_requests")
    for posted_as in told:
        yield MissingInput(
            posted_as.partition(".")[2],
            f"whether {life.id} still counted when the request of {written_out(on)} came",
            counting_clause(terms),
            posted_as,
        )


def _numbers(found: DemandTally) -> tuple[int, ...]:
    return (found.effected.value, found.pending.value, found.used.value)


def _tally(lives: Sequence[RegistrationLife], on: date | None, matter: Matter) -> DemandTally:
    terms, working = matter.terms, matter.working
    found = [(life, *_standing(life, matter, on)) for life in lives]
    counted = tuple(life.id for life, state, _ in found if state == "effected")
    clause = counting_clause(terms)
    when = f" on {written_out(on)}" if on else ""
    inputs = {life.id: deciding(life, on) for life in lives}
    says = "; ".join(f"{life.id}: {why}" for life, _, why in found)
    effected = working.step(
        "effected.count",
        clause,
        f"Demands deemed effected{when}: {len(counted)}." + (f" {says}." if says else ""),
        len(counted),
        inputs,
    )
    pending = working.step(
        "effected.pending",
        clause,
        f"Demands accepted and still under way{when}: "
        f"{sum(state == 'pending' for _, state, _ in found)}.",
        sum(state == "pending" for _, state, _ in found),
        inputs,
    )
    requested = Sourced(len(lives), effected.source)
    return cap_tally(effected, pending, requested, counted, matter)


def uses_up_one(life: RegistrationLife, on: date | None, matter: Matter) -> Sourced[bool] | None:
    """Whether an accepted demand uses up one of the number on a day, as reading QB17 counts.

    None where that turns on whether an order came before the last sale, or all withdrew.
    """
    state, _ = standing(life, matter, on)
    rule = matter.readings.demand_cap_counts
    if state == "open" and rule != "requested":
        miss_what_decides(life, matter)
        return None
    uses = rule == "requested" or state == "effected"
    uses = uses or (rule == "effected_or_pending" and state == "pending")
    decided_by = deciding(life, on)
    if decided_by is life.made:  # its id says nothing, and one that is only tried has none
        decided_by = Sourced("the demand itself", life.made.source)
    return matter.working.step(
        "effected.uses_up_one",
        counting_clause(matter.terms),
        f"This demand is {state.replace('_', ' ')} and uses up {'one' if uses else 'none'}.",
        uses,
        {"decided_by": decided_by},
        readings=("demand_cap_counts",),
    )


def cap_tally(
    effected: Sourced[int],
    pending: Sourced[int],
    requested: Sourced[int],
    counted: tuple[str, ...],
    matter: Matter,
) -> DemandTally:
    """Set the counts against the cap, as reading QB17 counts."""
    terms, working = matter.terms, matter.working
    rule = matter.readings.demand_cap_counts
    clause = counting_clause(terms)
    if rule == "requested":
        used = requested
    elif rule == "effected":
        used = effected
    else:
        used = working.step(
            "effected.used",
            clause,
            f"{effected.value} effected and {pending.value} pending use up "
            f"{effected.value + pending.value}.",
            effected.value + pending.value,
            {"effected": effected, "pending": pending},
            readings=("demand_cap_counts",),
        )
    cap_term = terms.demand.cap if terms.demand else None
    if cap_term is None:
        return DemandTally(None, effected, pending, used, None, counted)
    cap = Sourced(cap_term.limit, "terms:/demand/cap/limit")
    left = max(cap.value - used.value, 0)
    remaining = working.step(
        "effected.remaining",
        cap_term.clause,
        f"Of {numbered(cap.value, 'demand')} {numbered(left, 'is', 'are')} left.",
        left,
        {"cap": cap, "used": used},
        readings=("demand_cap_counts",),
    )
    return DemandTally(cap, effected, pending, used, remaining, counted)


def _by(day: date, on: date | None) -> bool:
    return on is None or day <= on


def _interferes(
    order: Interference, life: RegistrationLife, matter: Matter, on: date | None
) -> bool:
    """An order counts until everything is sold, or the period of the statement has run out.

    One that a Holder's misstatement brought on does not count.
    """
    if order.holder_at_fault or _over_before_effectiveness(order, life):
        return False
    if order.lifted_on and _by(order.lifted_on, on) and matter.readings.cure_restores:
        return False
    run_out = life.kept_to is not None and order.on.value > life.kept_to.value
    if not run_out and not _after_the_sales(order, life):
        return True
    return matter.readings.interference_window == "unlimited"


def _after_the_sales(order: Interference, life: RegistrationLife) -> bool:
    """Whether everything had been sold when the order was issued."""
    if life.all_sold_on is None or order.on.value < life.all_sold_on.value:
        return False
    return order.on.value > life.all_sold_on.value or order.before_sales is False


def _over_before_effectiveness(order: Interference, life: RegistrationLife) -> bool:
    """What was lifted before effectiveness interfered with nothing that had become effective."""
    effective = life.effective_on.value if life.effective_on else None
    return (
        effective is not None
        and order.lifted_on is not None
        and order.on.value < effective
        and order.lifted_on <= effective
    )


def _too_little_included(life: RegistrationLife, matter: Matter) -> bool:
    if not life.requested_shares or life.included_shares is None:
        return False
    least = matter.readings.min_inclusion_pct_to_count
    return life.included_shares * 100 < least * life.requested_shares


def deciding(life: RegistrationLife, on: date | None) -> Sourced[object]:
    """The fact that decides what the demand counts as, for the working."""
    for order in life.interferences:
        if _by(order.on.value, on):
            return order.on
    for failure in life.failed_closings:
        return failure.on or failure.solely_holder
    for day in (life.withdrawn_on, life.effective_on):
        if day and _by(day.value, on):
            return day
    return life.made


def shown_demands(used: DemandTally, matter: Matter) -> DemandsLeft:
    """A count of demands as an answer shows it."""
    used.name_missing(matter)
    known = known_of(used)
    return DemandsLeft(
        cap=plain(used.cap),
        effected=plain(known.effected),
        pending=plain(known.pending),
        remaining=plain(known.remaining),
        counted=used.counted,
        explained_by=explained(
            cap=used.cap,
            effected=known.effected,
            pending=known.pending,
            remaining=known.remaining,
        ),
    )


@dataclass(frozen=True, slots=True)
class KnownCount:
    """The numbers of a count that are the same whatever the open rulings turn out to be."""

    effected: Sourced[int] | None
    pending: Sourced[int] | None
    remaining: Sourced[int] | None


def known_of(used: DemandTally) -> KnownCount:
    """What is known of a count."""
    if_all = used.if_all or used
    return KnownCount(
        same(used.effected, if_all.effected),
        same(used.pending, if_all.pending),
        same(used.remaining, if_all.remaining),
    )


def demand_left(used: DemandTally | None, demand: Demand, matter: Matter) -> Sequence[Condition]:
    """Whether a demand is left under the cap, where there is one."""
    if demand.cap is None:
        return ()
    name, clause = "demands_left", demand.cap.clause
    if used is None or used.remaining is None:
        says = "Not counted: no request is known to have been received."
        return (Condition(name, "unknown", clause, says),)
    verb = "is" if used.used.value == 1 else "are"
    says = f"{used.used.value} of {numbered(demand.cap.limit, 'demand')} {verb} used."
    if_all = used.if_all.remaining if used.if_all else used.remaining
    if used.remaining.value > 0 and if_all is not None and if_all.value == 0:
        used.name_missing(matter)
        says += " Whether one is left turns on an earlier demand; whether it counts is not known."
        return (Condition(name, "unknown", clause, says),)
    if used.remaining.value > 0:
        return (Condition(name, "passed", clause, says),)
    pending = (
        matter.readings.demand_cap_counts == "effected_or_pending"
        and used.effected.value < demand.cap.limit
    )
    reason = "DEMAND_CAP_PENDING" if pending else "DEMAND_CAP_REACHED"
    return (Condition(name, "failed", clause, says, reason),)
