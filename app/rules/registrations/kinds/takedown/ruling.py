"""The takedown: must the Company help with an underwritten sale off its shelf?

Clause 2(a)(iii). The Requisite Holders ask in writing; the shelf must be effective when the request
is received. What holds for a demand holds as far as it reasonably can: the standstill after the
Company's own offering reaches it (QC7), the cap does not (QC6), and no day is set by which the sale
must be made. A standstill, a prohibition of sales or a permitted delay puts the duty off and does
not end it. Dates are whole days; nothing raises but `OutsideCalendar`. Relies on `request`,
`standstill` and `ruling`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from app.rules.holders.sales_made import Barred
from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.between import Between, between, same
from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.kinds.takedown.when import when_it_may_be_asked
from app.rules.registrations.requests.asking.asked import Request, trigger_of
from app.rules.registrations.requests.asking.conditions import (
    by_requisite_holders,
    duly_given,
    not_excepted,
)
from app.rules.registrations.requests.asking.least import only_joining_is_open, size_reached
from app.rules.registrations.requests.asking.received import received
from app.rules.registrations.requests.effected import DemandsBefore, DemandTally, demand_left
from app.rules.registrations.requests.ruling import (
    Case,
    Nature,
    RegistrationRuling,
    asked_after_the_end,
    decision_on,
    first_failed,
    in_the_way,
    no_such_right,
    refused_until,
)
from app.rules.registrations.requests.standstill import (
    DaysOfStandstill,
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
from app.rules.registrations.shown import Overlay
from app.rules.registrations.suspension.suspension import (
    Invocation,
    Missing,
    Ruling,
    Timing,
    name_missing,
)
from app.rules.registrations.suspension.uses_made import (
    TimingOf,
    always_in_time,
    any_undecided,
    days_of_delay,
    if_permitted,
    rule_on_suspensions,
)
from app.rules.terms.rights.takedowns import Takedown
from app.rules.values.written_dates import written_out

SALE_OFF_SHELF = Nature("takedown", has_statement=False)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Shares of a Holder that an amendment of the shelf took in on a day (None: not known)."""

    on: Sourced[date]
    shares: int | None


@dataclass(frozen=True, slots=True)
class ShelfStanding:
    """What is known of the shelf: when effective, until when kept so, and days without sales.

    `named` is its name in the terms. While it is not known whether sales were prohibited, its end
    may lie `ends_between` two days, and while it is not known from when its period runs, it is
    `kept_at_least` through a day; `undecided` are the days on which they may have been, by what is
    not recorded (`turns_on`). `overlays` and `stops` are what bars sales under it; `covers` has the
    shares of each Holder on it (None: not known), `sold` what each has sold under it, in shares of
    the same day, and `taken_in` what amendments took in of each, in their order. Of one that has
    ended these are shares of its last day, and `split_since_end` is what splits have multiplied
    them by since.
    """

    id: str
    effective_on: Sourced[date] | None
    ends_on: Sourced[date] | None
    named: str | None = None
    prohibitions: tuple[Run, ...] = ()
    covers: Mapping[str, int | None] | None = None
    ends_between: Between | None = None
    kept_at_least: date | None = None
    undecided: tuple[Run, ...] = ()
    turns_on: tuple[Missing, ...] = ()
    taken_in: Mapping[str, Sequence[TakenIn]] = field(default_factory=dict)
    sold: Mapping[str, ShareNumber] = field(default_factory=dict)
    overlays: tuple[Overlay, ...] = ()
    stops: tuple[Barred, ...] = ()
    split_since_end: ShareNumber = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownCase(Case):
    """Everything a takedown is judged by; `demands_used` matters only where it uses one up.

    `sales_used` are the uses that its own limits count, `offering_on` the day on which it is to
    commence.
    """

    request: Request
    shelf: ShelfStanding
    demands_used: DemandsBefore
    sales_used: DemandsBefore
    offerings: tuple[Offering, ...] = ()
    offering_on: Sourced[date] | None = None


def decide_takedown(case: TakedownCase, matter: Matter) -> RegistrationRuling:
    """Judge a takedown."""
    asked = received(case.request, matter)
    trigger = trigger_of(asked, case.request)
    too_late = asked_after_the_end(
        SALE_OFF_SHELF, case.rights_ended, trigger, asked, asked.received_on, matter
    )
    if too_late is not None:
        return too_late
    then = matter if asked.received_on is None else matter.on(asked.received_on.value)
    takedown = then.terms.takedown
    if takedown is None:
        clause = matter.terms.requisite_holders.clause
        says = "The agreement gives no right to an underwritten sale off a shelf."
        return no_such_right(SALE_OFF_SHELF, says, clause, trigger, asked, asked.received_on)
    conditions = [duly_given(asked, then), by_requisite_holders(asked, case.request, then)]
    received_on = asked.received_on
    used, counted = None, list[DemandTally]()
    if received_on is not None:
        conditions.append(_shelf_effective(case.shelf, received_on.value, takedown))
        conditions.extend(_off_its_shelf(case.shelf, takedown))
        used = _used(case, received_on.value, asked.requesters, then)
        if used is not None and then.terms.demand is not None:
            counted.append(used)
            conditions.extend(demand_left(used, then.terms.demand, then))
            conditions.extend(limits_leave_one(used, then.terms.demand, then))
        conditions.extend(
            when_it_may_be_asked(received_on, case.offering_on, case.known, takedown, then)
        )
        if takedown.uses:
            used = case.sales_used(received_on.value, asked.requesters, then)
            counted.append(used)
            conditions.extend(limits_leave_one(used, takedown, then))
    conditions.extend(size_reached(asked, case.request, takedown, then))
    conditions.extend(not_excepted(takedown, received_on, case.known, None, then))
    agreed = in_the_way(case, "takedown", received_on, then)
    conditions.extend(each.condition(name) for name, each in agreed.items())
    standstills = _standstills(case, matter, received_on)
    waiting = _Waiting()
    if received_on is not None and first_failed(conditions) is None:
        waiting = _waiting(case, received_on, standstills, takedown, matter, then)
    conditions.extend(waiting.conditions)
    failed = first_failed(conditions)
    return RegistrationRuling(
        nature=SALE_OFF_SHELF,
        decision=decision_on(conditions, deferred=waiting.wait is not None),
        reason=failed.reason if failed else waiting.wait.reason if waiting.wait else None,
        conditions=tuple(conditions),
        asked=asked,
        trigger=trigger,
        begun_on=received_on,
        runs_from=received_on,
        used=used,
        suspensions=() if failed else waiting.rulings,
        standstills=standstills,
        not_before=waiting.not_before,
        waits_between=waiting.between,
        may_renew_on=refused_until(agreed, failed.reason if failed else None)
        or _may_renew_on(failed, received_on, standstills, counted, takedown, matter),
        bound_in_any_case=(waiting.bound and only_the_standstill_is_open(conditions))
        or only_joining_is_open(conditions),
    )


def _waiting(
    case: TakedownCase,
    received_on: Sourced[date],
    standstills: Sequence[Window],
    takedown: Takedown,
    matter: Matter,
    then: Matter,
) -> "_Waiting":
    """What puts off a sale that may be asked for, so far as the rulings on it are known."""
    day, shelf = received_on.value, case.shelf
    rulings = rule_on_suspensions(
        case.invocations, received_on, matter, _timing_of_delays(case, day, matter)
    )
    wait = _wait(received_on, shelf, standstills, rulings, takedown, matter)
    nothing = _nothing_in_the_way(day, wait, _standstills(case, then), takedown, then)
    unknown = _standstill_unknown(case, day, then)
    if unknown is not None and nothing.outcome != "failed":
        bound = matter.readings.standstill_effect != "refuse"
        return _Waiting((unknown,), rulings, wait, bound=bound)
    not_before = wait.until if wait else None
    perhaps = None
    if any_undecided(rulings) or shelf.undecided:
        permitted, aside = if_permitted(rulings), matter.unrecorded()
        perhaps = _wait(received_on, _prohibited(shelf), standstills, permitted, takedown, aside)
    if perhaps is None:
        return _Waiting((nothing,), rulings, wait, not_before)
    waits = between(not_before or received_on, perhaps.until)
    if wait is None:
        nothing = _ruling_open(shelf, takedown, then)
    elif waits is not None and nothing.outcome == "deferred":
        nothing = _perhaps_longer(nothing, shelf, then)
    not_before = same(not_before, perhaps.until)
    return _Waiting((nothing,), rulings, wait, not_before, waits, bound=wait is None)


def _ruling_open(shelf: ShelfStanding, takedown: Takedown, matter: Matter) -> Condition:
    """2(g): only a prohibition or delay that may have been permitted stands in the way."""
    _name_what_is_open(shelf, matter)
    says = (
        "Whether a prohibition of sales or a delay is in the way is not known: the ruling on it is "
        "open."
    )
    return Condition("nothing_in_the_way", "unknown", takedown.clause, says)


def _perhaps_longer(until_then: Condition, shelf: ShelfStanding, matter: Matter) -> Condition:
    """2(g): what is in the way for certain is, and another may be after it."""
    _name_what_is_open(shelf, matter)
    until_then = replace(until_then, says=until_then.says.removesuffix(REVIVES))
    longer = " Whether another is in the way after that day is not known: the ruling on it is open."
    return replace(until_then, says=until_then.says + longer)


def _name_what_is_open(shelf: ShelfStanding, matter: Matter) -> None:
    if matter.terms.delay is not None:
        name_missing(shelf.turns_on, matter.terms.delay, matter.working)


def _standstill_unknown(case: TakedownCase, received_on: date, matter: Matter) -> Condition | None:
    """QB14: whether an offering that commenced on a day not recorded may put the sale off."""
    demand = matter.terms.demand
    if demand is None or demand.standstill is None or not case.offerings:
        return None
    if not matter.readings.standstill_applies_to_takedown:
        return None
    for offering in not_stated(case.offerings, matter):
        day = offering.no_later or date.max
        told = offering.commencing_on(min(day, received_on), matter)
        later = day > received_on and matter.readings.standstill_catches_prior
        held = windows((told,), matter.unrecorded())
        if later or any(_stands_in_the_way(each, received_on, matter) for each in held):
            return standstill_unknown(case.offerings, demand.standstill, matter)
    return None


def timing_of_takedown_delays(
    case: TakedownCase, ruling: RegistrationRuling, matter: Matter
) -> TimingOf:
    """How delays lie to the standstills that put the sale off, once it has been asked for."""
    if ruling.begun_on is None:
        return always_in_time
    return _timing_of_delays(case, ruling.begun_on.value, matter)


def _timing_of_delays(case: TakedownCase, received_on: date, matter: Matter) -> TimingOf:
    """Whether a standstill puts the sale off on the day on which a delay is invoked."""

    def timing(invocation: Invocation, _earlier: Sequence[Ruling]) -> Timing:
        day, quietly = invocation.invoked_on, matter.unrecorded()
        known = replace(case, offerings=tuple(x for x in case.offerings if begun_on(x) <= day))
        waits = any(
            window.last_day.value >= day and _stands_in_the_way(window, received_on, quietly)
            for window in _standstills(known, quietly)
        )
        return "while_deferred" if waits else "in_time"

    return timing


def _shelf_effective(shelf: ShelfStanding, day: date, takedown: Takedown) -> Condition:
    name, clause = "shelf_effective", takedown.clause
    effective = shelf.effective_on
    if effective is None or effective.value > day:
        says = f"No shelf was effective on {written_out(day)}."
        return Condition(name, "failed", clause, says, "NO_EFFECTIVE_SHELF")
    within = shelf.ends_between
    ended = within.latest if within else shelf.ends_on
    if ended is not None and ended.value < day:
        says = f"The shelf had ended by {written_out(ended.value)}."
        return Condition(name, "failed", clause, says, "NO_EFFECTIVE_SHELF")
    if within is not None and within.earliest.value < day:
        says = "Whether the shelf had ended turns on a prohibition, the ruling on which is open."
        return Condition(name, "unknown", clause, says)
    if ended is None and shelf.kept_at_least is not None and shelf.kept_at_least < day:
        says = "From when the shelf is kept effective is not recorded: it may have ended by then."
        return Condition(name, "unknown", clause, says)
    says = f"The shelf has been effective since {written_out(effective.value)}."
    return Condition(name, "passed", clause, says)


def _off_its_shelf(shelf: ShelfStanding, takedown: Takedown) -> Iterator[Condition]:
    """Whether it may be made off this shelf, where it is given off some alone."""
    if not takedown.off:
        return
    name, clause, among = "off_its_shelf", takedown.clause, " or ".join(takedown.off)
    if shelf.named in takedown.off:
        yield Condition(name, "passed", clause, f"It may be made off “{shelf.named}”.")
    else:
        says = f"It may be made off {among} alone, and this shelf is “{shelf.named or shelf.id}”."
        yield Condition(name, "failed", clause, says, "NOT_OFF_THIS_SHELF")


def _used(
    case: TakedownCase, day: date, askers: frozenset[str], matter: Matter
) -> DemandTally | None:
    """The demands used up, where reading QC6 lets a takedown use one."""
    return case.demands_used(day, askers, matter) if matter.readings.takedown_counts else None


def _standstills(
    case: TakedownCase, matter: Matter, received_on: Sourced[date] | None = None
) -> tuple[Window, ...]:
    """The standstills that reach a takedown (QC7), as the terms change since it was asked for."""
    if not case.offerings:
        return ()
    if not matter.readings.standstill_applies_to_takedown:
        return ()
    if received_on is None:
        return windows(case.offerings, matter)
    return windows_as_changed(case.offerings, received_on.value, matter)


IN_THE_WAY: Final[Mapping[str, str]] = {
    "STANDSTILL": "A standstill after the Company's own offering",
    "SUSPENDED": "A prohibition of sales",
    "DELAYED": "A delay by the Company",
}


REVIVES: Final = " The duty revives after it."


@dataclass(frozen=True, slots=True)
class _Wait:
    """What puts the sale off, by its reason, and the day until which it does."""

    reason: str
    until: Sourced[date]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Whether anything puts the sale off, the rulings that say so, and until when.

    While one of these is open, `between` has the two days until which it may be; `bound` says that
    the Company is bound all the same.
    """

    conditions: tuple[Condition, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    wait: _Wait | None = None
    not_before: Sourced[date] | None = None
    between: Between | None = None
    bound: bool = False


def _prohibited(shelf: ShelfStanding) -> ShelfStanding:
    """The shelf as it is if every prohibition was permitted."""
    return replace(shelf, prohibitions=(*shelf.prohibitions, *shelf.undecided))


def _wait(
    received_on: Sourced[date],
    shelf: ShelfStanding,
    standstills: Sequence[Window],
    suspensions: Sequence[Ruling],
    takedown: Takedown,
    matter: Matter,
) -> _Wait | None:
    """What puts the sale off last, if anything does."""
    waits = _waits(received_on.value, shelf, standstills, suspensions, matter)
    return _last(waits, received_on, standstills, takedown, matter)


def _waits(
    received_on: date,
    shelf: ShelfStanding,
    standstills: Sequence[Window],
    suspensions: Sequence[Ruling],
    matter: Matter,
) -> dict[str, _Wait]:
    """Everything in the way, each with its last day.

    A standstill or prohibition that began after the request counts too (QB12); so do the days of a
    permitted delay, for no day is due that it could move.
    """
    found = {
        f"standstill_{number}": _Wait("STANDSTILL", window.last_day)
        for number, window in enumerate(standstills, start=1)
        if _stands_in_the_way(window, received_on, matter)
    }
    for reason, name, runs in (
        ("SUSPENDED", "prohibition", shelf.prohibitions),
        ("DELAYED", "delay", _delays(suspensions, standstills, matter)),
    ):
        found |= {
            f"{name}_{number}": _Wait(reason, run.last_day)
            for number, run in enumerate(runs, start=1)
            if run.last_day is not None and run.last_day.value >= received_on
        }
    return found


def _delays(
    suspensions: Sequence[Ruling], standstills: Sequence[Window], matter: Matter
) -> tuple[Run, ...]:
    """The days of the permitted delays; QG2 may let them run only once no standstill defers."""
    runs = days_of_delay(suspensions, matter)
    used = [each for each in suspensions if each.kind == "delay" and each.decision == "accepted"]
    return tuple(
        _after_standstill(run, standstills, matter)
        if ruling.while_deferred and matter.readings.delay_in_standstill == "from_deferred"
        else run
        for run, ruling in zip(runs, used, strict=True)
    )


def _after_standstill(run: Run, standstills: Sequence[Window], matter: Matter) -> Run:
    """As many days of delay, from the first day in no standstill."""
    first = DaysOfStandstill(standstills).first_free_day(run.first_day.value)
    moved = first - run.first_day.value
    if run.last_day is None or not moved or matter.terms.delay is None:
        return run
    last = run.last_day.value + moved
    ends = matter.working.step(
        "takedown.delay_after_standstill",
        matter.terms.delay.clause,
        f"The days of the delay run from {written_out(first)}, the first in no standstill, and end "
        f"on {written_out(last)}.",
        last,
        {"last_day": run.last_day},
        readings=("delay_in_standstill",),
    )
    return Run(Sourced(first, ends.source), ends)


def _last(
    waits: Mapping[str, _Wait],
    received_on: Sourced[date],
    standstills: Sequence[Window],
    takedown: Takedown,
    matter: Matter,
) -> _Wait | None:
    """The first day on which nothing stands in the way, and what did last; None if nothing did."""
    if not waits:
        return None
    last = max(waits.values(), key=lambda each: each.until.value)
    day = DaysOfStandstill(standstills).first_free_day(last.until.value + ONE_DAY)
    until = matter.working.step(
        "takedown.not_before",
        takedown.clause,
        f"The sale need not be made before {written_out(day)}.",
        day,
        {"received_on": received_on, **{name: each.until for name, each in waits.items()}},
        readings=("standstill_catches_prior",) if standstills else (),
    )
    in_standstill = any(each.holds(day - ONE_DAY) for each in standstills)
    return _Wait("STANDSTILL" if in_standstill else last.reason, until)


def _stands_in_the_way(window: Window, received_on: date, matter: Matter) -> bool:
    later = window.first_day.value > received_on
    return window.holds(received_on) or (later and matter.readings.standstill_catches_prior)


def _nothing_in_the_way(
    received_on: date,
    wait: _Wait | None,
    standstills: Sequence[Window],
    takedown: Takedown,
    matter: Matter,
) -> Condition:
    name = "nothing_in_the_way"
    if wait is None:
        says = "No standstill, prohibition of sales or delay is in the way."
        return Condition(name, "passed", takedown.clause, says)
    through = written_out(wait.until.value - ONE_DAY)
    says = f"{IN_THE_WAY[wait.reason]} is in the way through {through}."
    inside = any(window.holds(received_on) for window in standstills)
    if inside and matter.readings.standstill_effect == "refuse":
        return Condition(name, "failed", takedown.clause, says, "STANDSTILL")
    return Condition(name, "deferred", takedown.clause, says + REVIVES)


def _may_renew_on(
    failed: Condition | None,
    received_on: Sourced[date] | None,
    standstills: Sequence[Window],
    counted: Sequence[DemandTally],
    takedown: Takedown,
    matter: Matter,
) -> Sourced[date] | None:
    """The first day after the standstill or the windows of the limits for which it is refused.

    Where it uses a demand up too, the limits of both have to leave one; a cap never does again.
    """
    if failed is not None and failed.reason == "DEMAND_CAP_REACHED":
        if any(each.remaining is not None and not each.remaining.value for each in counted):
            return None
        limits = tuple(limit for each in counted for limit in each.limits)
        return renewed_on(replace(counted[-1], limits=limits))
    if failed is None or failed.reason != "STANDSTILL" or received_on is None:
        return None
    day = DaysOfStandstill(standstills).first_free_day(received_on.value)
    return matter.working.step(
        "takedown.may_renew",
        takedown.clause,
        f"From {written_out(day)} on the sale may be asked for again.",
        day,
        {
            f"standstill_{number}": window.last_day
            for number, window in enumerate(standstills, start=1)
        },
        readings=("standstill_effect",),
    )
