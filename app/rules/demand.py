"""The demand: may these Holders require a registration, and from which day does the clock run?

Clause 2(a)(i) with 9(b). A demand is a writing, duly given, received once the right has opened,
by the Requisite Holders on the day of receipt, while demands are left, outside a standstill that
lets the Company refuse. Several letters make one demand, received on the day on which the letters
together first pass the threshold (QB10). A refusal is an answer with its reasons, not an error.
Shares are whole shares; nothing raises but `OutsideCalendar`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.rules.almanac import ONE_DAY
from app.rules.answers import Condition, Decision
from app.rules.effected import DemandTally
from app.rules.effecting import EffectDue, ShortFormFacts, effect_due, short_form_qualified
from app.rules.holdings import Tally
from app.rules.matter import Matter
from app.rules.notice import Delivery, Receipt, receipt
from app.rules.occasions import Occasion
from app.rules.requisite import ThresholdTest, apply_threshold
from app.rules.standstill import Offering, Window, windows
from app.rules.suspension import Invocation, Ruling, rule_on
from app.rules.terms.registrations import Demand
from app.rules.working import Sourced


@dataclass(frozen=True, slots=True)
class Letter:
    """One writing that asks for the registration: who asks for how many shares, and its way.

    `received_on` may be stated outright when the delivery itself is not known. `held` is what each
    signer held when it was sent (None: not known).
    """

    source: str
    requests: Mapping[str, Sourced[int | None]]
    delivery: Delivery | None
    received_on: date | None = None
    held: Mapping[str, int] | None = None

    @property
    def asked_on(self) -> date | None:
        """The day on which its signers asked."""
        return self.delivery.happened_on if self.delivery else self.received_on


@dataclass(frozen=True, slots=True)
class DemandCase:
    """Everything a demand is judged by.

    `count` gives what a set of requesters and all Holders hold on a day (None: not recorded);
    `demands_used` the demands effected and pending on a day; `recognised` the Holders whom the
    Company must recognise on a day (None: all). Letters and delays stand in the order of the
    record, which decides between those of one day.
    """

    letters: tuple[Letter, ...]
    count: Callable[[date, frozenset[str], Matter], Tally | None]
    demands_used: Callable[[date, Matter], DemandTally]
    short_form: ShortFormFacts
    offerings: tuple[Offering, ...] = ()
    delays: tuple[Invocation, ...] = ()
    withdrawn_requesters: Mapping[str, Sourced[date]] | None = None
    recognised: Callable[[date], frozenset[str]] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The demand as received: when, by whom, and how much they hold."""

    received_on: Sourced[date] | None
    given_on: Sourced[date] | None
    requesters: frozenset[str]
    unrecognised: frozenset[str]
    counted: tuple[Letter, ...]
    later: tuple[Letter, ...]
    tally: Tally | None
    threshold: ThresholdTest | None
    flaw: str | None


@dataclass(frozen=True, slots=True)
class DemandRuling:
    """The answer to a demand, every value with its source."""

    decision: Decision
    reason: str | None
    conditions: tuple[Condition, ...]
    asked: Asked
    opens_on: Sourced[date] | None
    runs_from: Sourced[date] | None
    short_form: Sourced[bool] | None
    used: DemandTally | None
    delays: tuple[Ruling, ...]
    standstills: tuple[Window, ...]
    due: EffectDue | None
    may_renew_on: Sourced[date] | None

    @property
    def stands(self) -> bool:
        """Whether the Company is bound, now or later."""
        return self.decision in ("accepted", "deferred")


def decide(case: DemandCase, demand: Demand, matter: Matter) -> DemandRuling:
    """Judge a demand under `demand`, the agreement's terms of the right."""
    asked = received(case, matter)
    opens = _opens_on(demand, matter)
    conditions = [_duly_given(asked, matter), _is_open(asked, opens, demand, matter)]
    conditions.append(_requisite(asked, case, matter))
    conditions.extend(_minimum(asked, demand))
    used = case.demands_used(asked.received_on.value, matter) if asked.received_on else None
    conditions.extend(_cap(used, demand, matter))
    runs_from = _runs_from(asked, opens, demand, matter)
    standstills = windows(case.offerings, matter)
    short: Sourced[bool] | None = None
    delays: tuple[Ruling, ...] = ()
    due: EffectDue | None = None
    if runs_from is not None and not any(each.outcome == "failed" for each in conditions):
        short = short_form_qualified(case.short_form, demand, matter)
        delays = _delays(case, runs_from, matter)
        allowed = [ruling.days for ruling in delays if ruling.decision == "accepted"]
        due = effect_due(runs_from, short, allowed, standstills, demand, matter)
        conditions.extend(_standstill(due, demand))
    failed = next((each for each in conditions if each.outcome == "failed"), None)
    return DemandRuling(
        decision=_decision(conditions, due),
        reason=failed.reason if failed else "STANDSTILL" if _is_deferred(due) else None,
        conditions=tuple(conditions),
        asked=asked,
        opens_on=opens,
        runs_from=runs_from,
        short_form=short,
        used=used,
        delays=delays,
        standstills=standstills,
        due=due,
        may_renew_on=_may_renew_on(failed, opens, due),
    )


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A letter that has arrived."""

    letter: Letter
    given_on: Sourced[date] | None
    received_on: Sourced[date]


def without_right(case: DemandCase, matter: Matter) -> DemandRuling:
    """The answer under an agreement that gives no right to demand: refused, whoever asks."""
    clause = matter.terms.requisite_holders.clause
    says = "The agreement gives no right to demand a registration."
    return DemandRuling(
        decision="refused",
        reason="NO_SUCH_RIGHT",
        conditions=(Condition("right_to_demand", "failed", clause, says, "NO_SUCH_RIGHT"),),
        asked=received(case, matter),
        opens_on=None,
        runs_from=None,
        short_form=None,
        used=None,
        delays=(),
        standstills=(),
        due=None,
        may_renew_on=None,
    )


def received(case: DemandCase, matter: Matter) -> Asked:
    """Find the day on which the letters together first come from the Requisite Holders."""
    receipts = [(letter, letter_receipt(letter, matter)) for letter in case.letters]
    arrived = sorted(
        (
            _Arrival(letter, each.given_on, each.received_on)
            for letter, each in receipts
            if each.received_on is not None
        ),
        key=lambda arrival: arrival.received_on.value,
    )
    flaw = next((each.flaw for _, each in receipts if each.flaw), None)
    requesters: frozenset[str] = frozenset()
    counted: list[Letter] = []
    tally, test, last = None, None, None
    for _, same_day in groupby(arrived, key=lambda arrival: arrival.received_on.value):
        for last in same_day:
            requesters |= frozenset(last.letter.requests)
            counted.append(last.letter)
        if last is not None:
            tally = case.count(last.received_on.value, requesters, matter)
        test = _threshold(tally, matter)
        if test is None or test.met.value:
            break
    return Asked(
        received_on=last.received_on if last else None,
        given_on=last.given_on if last else None,
        requesters=requesters,
        unrecognised=_unrecognised(requesters, last, case, matter),
        counted=tuple(counted),
        later=tuple(arrival.letter for arrival in arrived[len(counted) :]),
        tally=tally,
        threshold=test,
        flaw=None if arrived else flaw,
    )


def _unrecognised(
    requesters: frozenset[str], last: _Arrival | None, case: DemandCase, matter: Matter
) -> frozenset[str]:
    """Signers whom the Company need not recognise, unless reading QB9 lets them count."""
    if case.recognised is None or last is None or matter.readings.unrecognised_count == "both":
        return frozenset()
    return requesters - case.recognised(last.received_on.value)


def letter_receipt(letter: Letter, matter: Matter) -> Receipt:
    """When one letter was given and received, worked out or as stated."""
    if letter.delivery is not None:
        return receipt(letter.delivery, matter, f"{letter.source}/delivery")
    if letter.received_on is None:
        matter.working.miss(
            "received_on", "the day of receipt of the demand", matter.terms.notices.clause
        )
        return Receipt(None, None)
    matter.working.assume(
        "RECEIPT_STATED",
        "The day of receipt is taken as stated, and the request as a writing duly given.",
    )
    stated = Sourced(letter.received_on, f"{letter.source}/received_on")
    return Receipt(stated, stated)


def _threshold(tally: Tally | None, matter: Matter) -> ThresholdTest | None:
    if tally is None:
        return None
    return apply_threshold(
        matter.terms.requisite_holders,
        tally.requesting,
        tally.total,
        matter.working,
        "/requisite_holders",
    )


def _opens_on(demand: Demand, matter: Matter) -> Sourced[date] | None:
    if demand.opens is None:
        return None
    day = demand.opens.after + ONE_DAY
    return matter.working.step(
        "demand.opens",
        demand.opens.clause,
        f"The right opens after {demand.opens.after.isoformat()}; its first day is "
        f"{day.isoformat()}.",
        day,
        {"after": Sourced(demand.opens.after, "terms:/demand/opens/after")},
    )


def _duly_given(asked: Asked, matter: Matter) -> Condition:
    clause = matter.terms.notices.clause
    if asked.flaw:
        return Condition("written_and_duly_given", "failed", clause, _FLAWS[asked.flaw], asked.flaw)
    if asked.received_on is None:
        says = "The day of receipt is not known."
        return Condition("written_and_duly_given", "unknown", clause, says)
    says = f"A writing, duly given, received on {asked.received_on.value.isoformat()}."
    return Condition("written_and_duly_given", "passed", clause, says)


_FLAWS = {
    "NOT_IN_WRITING": "The request was not in writing.",
    "NOT_DULY_GIVEN": "The request was sent in a way that has no effect.",
    "COPIES_MISSING": "Copies to counsel are required and were not sent.",
}


def _is_open(
    asked: Asked, opens: Sourced[date] | None, demand: Demand, matter: Matter
) -> Condition:
    name = "right_open"
    rule = matter.readings.demand_open_test
    tested = asked.received_on if rule == "received" else asked.given_on
    if tested is None:
        return Condition(name, "unknown", demand.clause, f"Not known when it was {rule}.")
    if demand.closes_on and tested.value > demand.closes_on:
        says = f"The right ended on {demand.closes_on.isoformat()}."
        return Condition(name, "failed", demand.clause, says, "DEMAND_CLOSED")
    if opens is None or demand.opens is None:
        return Condition(name, "passed", demand.clause, "The right has no opening day.")
    is_open = tested.value >= opens.value
    held = not is_open and matter.readings.premature_demand == "hold"
    matter.working.step(
        "demand.is_open",
        demand.opens.clause,
        f"The demand was {rule} on {tested.value.isoformat()}; the right opens on "
        f"{opens.value.isoformat()}: {'open' if is_open else 'not yet open'}.",
        is_open,
        {rule: tested, "opens_on": opens},
        readings=("demand_open_test", *(() if is_open else ("premature_demand",))),
    )
    says = f"{rule.capitalize()} on {tested.value.isoformat()}; open from {opens.value.isoformat()}"
    if is_open or held:
        return Condition(
            name, "passed", demand.opens.clause, says + (", held until then." if held else ".")
        )
    return Condition(name, "failed", demand.opens.clause, says + ".", "DEMAND_NOT_YET_OPEN")


def _requisite(asked: Asked, case: DemandCase, matter: Matter) -> Condition:
    name, clause = "requisite_holders", matter.terms.requisite_holders.clause
    if asked.flaw or asked.received_on is None:
        return Condition(name, "unknown", clause, "Not tested: no request has been received.")
    if asked.tally is None or asked.threshold is None or asked.tally.total.value == 0:
        matter.working.miss("positions", "whether Requisite Holders ask", clause)
        return Condition(name, "unknown", clause, "The Holders' positions are not recorded.")
    tally, test = asked.tally, asked.threshold
    if test.met.value and case.withdrawn_requesters:
        tally, test = _after_withdrawals(asked, tally, test, case, matter)
    says = (
        f"{tally.requesting.value:,} of {tally.total.value:,} shares asked; "
        f"{test.needed.value:,} are needed."
    )
    if test.met.value:
        return Condition(name, "passed", clause, says)
    return Condition(name, "failed", clause, says, "NOT_REQUISITE_HOLDERS")


def _after_withdrawals(
    asked: Asked, tally: Tally, test: ThresholdTest, case: DemandCase, matter: Matter
) -> tuple[Tally, ThresholdTest]:
    """QB20: whether the requesters who are left must still be enough."""
    matter.working.rely_on("retest_majority")
    if not matter.readings.retest_majority or asked.received_on is None:
        return tally, test
    left = asked.requesters - frozenset(case.withdrawn_requesters or ())
    again = case.count(asked.received_on.value, left, matter)
    tested = _threshold(again, matter)
    return (again, tested) if again and tested else (tally, test)


def _minimum(asked: Asked, demand: Demand) -> Sequence[Condition]:
    """The least number of shares a demand must ask for, where the agreement sets one."""
    if demand.minimum_shares is None:
        return ()
    shares = [asked_for.value for letter in asked.counted for asked_for in letter.requests.values()]
    if not shares or any(number is None for number in shares):
        return (Condition("minimum_size", "unknown", demand.clause, "The shares are not stated."),)
    total = sum(number for number in shares if number is not None)
    says = f"{total:,} shares are asked for; the least is {demand.minimum_shares:,}."
    if total >= demand.minimum_shares:
        return (Condition("minimum_size", "passed", demand.clause, says),)
    return (Condition("minimum_size", "failed", demand.clause, says, "DEMAND_TOO_SMALL"),)


def _cap(used: DemandTally | None, demand: Demand, matter: Matter) -> Sequence[Condition]:
    if demand.cap is None:
        return ()
    name, clause = "demands_left", demand.cap.clause
    if used is None or used.remaining is None:
        return (Condition(name, "unknown", clause, "Not counted: no request has been received."),)
    says = f"{used.used.value} of {demand.cap.limit} demands are used."
    if used.remaining.value > 0:
        return (Condition(name, "passed", clause, says),)
    pending = (
        matter.readings.demand_cap_counts == "effected_or_pending"
        and used.effected.value < demand.cap.limit
    )
    reason = "DEMAND_CAP_PENDING" if pending else "DEMAND_CAP_REACHED"
    return (Condition(name, "failed", clause, says, reason),)


def _runs_from(
    asked: Asked, opens: Sourced[date] | None, demand: Demand, matter: Matter
) -> Sourced[date] | None:
    """The day from which the clock runs: receipt, or the opening day of a demand that is held."""
    day = asked.received_on
    if day is None or opens is None or demand.opens is None or day.value >= opens.value:
        return day
    return matter.working.step(
        "demand.held",
        demand.opens.clause,
        f"The clock runs from the first open day, {opens.value.isoformat()}.",
        opens.value,
        {"received_on": day, "opens_on": opens},
        readings=("premature_demand",),
    )


def _delays(case: DemandCase, runs_from: Sourced[date], matter: Matter) -> tuple[Ruling, ...]:
    """Rule on each delay of this registration in the order in which the Company invoked them."""
    right = matter.terms.delay
    if right is None:
        return ()
    rulings: list[Ruling] = []
    occasions: list[Occasion] = []
    used = Sourced(0, "facts")
    for invocation in sorted(case.delays, key=lambda each: each.invoked_on):
        earlier = [*invocation.occasions_elsewhere, *occasions]
        ruling = rule_on(invocation, runs_from, right, earlier, used, matter.working)
        rulings.append(ruling)
        if ruling.decision == "accepted":
            occasions.append(ruling.occasion)
            used = ruling.days_with_earlier
    return tuple(rulings)


def _standstill(due: EffectDue, demand: Demand) -> Sequence[Condition]:
    if demand.standstill is None:
        return ()
    clause = demand.standstill.clause
    if due.not_before is None:
        return (Condition("no_standstill", "passed", clause, "No standstill is in the way."),)
    says = f"A standstill is in the way until {(due.not_before.value - ONE_DAY).isoformat()}."
    if due.standstill == "refused":
        return (Condition("no_standstill", "failed", clause, says, "STANDSTILL"),)
    return (Condition("no_standstill", "passed", clause, says + " The duty revives after it."),)


def _is_deferred(due: EffectDue | None) -> bool:
    return due is not None and due.standstill == "deferred"


def _decision(conditions: Sequence[Condition], due: EffectDue | None) -> Decision:
    outcomes = {each.outcome for each in conditions}
    if "failed" in outcomes:
        return "refused"
    if "unknown" in outcomes:
        return "undetermined"
    return "deferred" if _is_deferred(due) else "accepted"


def _may_renew_on(
    failed: Condition | None, opens: Sourced[date] | None, due: EffectDue | None
) -> Sourced[date] | None:
    """When a refused demand may be made again, where the reason for refusal ends on a known day."""
    if failed is None:
        return None
    if failed.reason == "DEMAND_NOT_YET_OPEN":
        return opens
    if failed.reason == "STANDSTILL" and due is not None:
        return due.not_before
    return None
