"""What a demand counts as by the terms themselves: what it needs, what undoes it, a withdrawal.

The terms list what must be so, and no reading has a part in it. A need that can still come about
leaves the demand under way; one that cannot any more, or that an order breaks, leaves it not
effected. Whole days: what is so at the end of a day is so on it. Nothing raises.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, TypeAlias

from app.rules.reasoning.days.clock import NOTHING_KNOWN, Happenings, day_of, passed
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput, Sourced, plain, sourced
from app.rules.registrations.requests.life import (
    ElectionMade,
    Interference,
    RegistrationLife,
    Standing,
)
from app.rules.terms import Terms
from app.rules.terms.clocks.clock import (
    AnyOf,
    Asserted,
    Conditions,
    Happened,
    KeptEffective,
    Not,
    Reached,
)
from app.rules.terms.clocks.portions import PartIncluded, PartSold, Portion
from app.rules.terms.rights.asked import AskedRight
from app.rules.terms.rights.effected import (
    Effected,
    ElectionToGoOn,
    PaidBy,
    Undoing,
    WithdrawnDemand,
)
from app.rules.values.written_dates import written_out

Found: TypeAlias = Literal["passed", "failed", "not_yet", "unknown"]
"""`not_yet`: it may still come about; `unknown`: the record does not say."""

NEEDED_FOR = "whether the demand counts as effected"


def effected_by_terms(life: RegistrationLife, terms: Terms) -> Effected | None:
    """What the right that was used says of it; None where it says nothing itself."""
    right = _right_of(life, terms)
    return None if right is None else right.effected


def _right_of(life: RegistrationLife, terms: Terms) -> AskedRight | None:
    """The right that was used: of a sale that counts as a demand, as it says no more, that one."""
    sale = terms.takedowns.get(life.right) or terms.takedown
    if life.begun_as == "takedown" and not (life.as_demand and (not sale or not sale.effected)):
        return sale
    if life.begun_as not in ("requested", "takedown"):
        return None
    return terms.demands.get(life.right) or terms.demand


def standing_by_terms(
    life: RegistrationLife, said: Effected, matter: Matter, on: date | None
) -> tuple[Standing, str]:
    """What the demand counts as on a day (None: with all that is known), and why."""
    return _OneDemand(life, said, matter, on).standing()


def who_pays_if_withdrawn(
    life: RegistrationLife, said: Effected, matter: Matter, on: date | None
) -> PaidBy | None:
    """Who bears the expenses of a demand that was withdrawn; None where that is not known."""
    free = _OneDemand(life, said, matter, on).is_free()
    is_free = None if free == "unknown" else free == "passed"
    return borne_by_terms(said, is_free, life.settled)


def borne_by_terms(
    said: Effected, is_free: bool | None, settled: Literal["paying", "forfeiting"] | None
) -> PaidBy | None:
    """Who bears the expenses of a withdrawn demand: by the terms, and as they have chosen."""
    rule = said.withdrawn
    if rule is None or is_free:
        return "company"
    borne = rule.paid_by or ("company" if _forfeits(rule, settled) else "requesting_holders")
    return None if is_free is None and borne != "company" else borne


def _forfeits(rule: WithdrawnDemand, settled: Literal["paying", "forfeiting"] | None) -> bool:
    """Whether those who withdrew give up a demand for it: as they chose, or else as it is said."""
    return rule.counts == "unless_paid" if settled is None else settled == "forfeiting"


def what_is_not_stated(life: RegistrationLife, terms: Terms) -> Iterator[MissingInput]:
    """The facts that would tell whether it counts, of those that the terms look at."""
    said = effected_by_terms(life, terms)
    if said is None:
        return
    known, clause = _known(life), said.clause or _clause_of(life, terms)
    looked_at = [said.needs, *(each.until for each in said.undone_by)]
    if life.withdrawn_on is not None:
        looked_at = [None if said.withdrawn is None else said.withdrawn.free_if]
        known = known.on(life.withdrawn_on.value)
    for condition in looked_at:
        for part in () if condition is None else _parts(condition):
            match part:
                case Asserted() if known.stated(part, known.as_of) is None:
                    name, posted_as = part.asserted, "condition_stated.holds"
                case PartIncluded() if life.included_from and _included_of(life, part)[1] is None:
                    whose = "_of_initiators" if part.included.whose == "initiators" else "_shares"
                    name, posted_as = f"included{whose}", "maximum_advised.shares"
                case _:
                    continue
            yield MissingInput(name, NEEDED_FOR, clause, posted_as)
    for number, election in enumerate(life.elections):
        if election.notified_on is None and any(_notice_by(each) for each in said.undone_by):
            name = f"elections/{number}/notified_on"
            yield MissingInput(name, NEEDED_FOR, clause, "continuation_elected.notified_on")


def _included_of(life: RegistrationLife, condition: PartIncluded) -> tuple[int | None, int | None]:
    """The shares asked for and included of which a part is asked: of all, or of the initiators."""
    if condition.included.whose == "initiators":
        return life.of_initiators or (None, None)
    return life.requested_shares, life.included_shares


def _clause_of(life: RegistrationLife, terms: Terms) -> str:
    right = _right_of(life, terms)
    return "" if right is None else right.clause


def _notice_by(rule: Undoing) -> bool:
    return isinstance(rule.restored_by, ElectionToGoOn) and rule.restored_by.notice_by is not None


def _parts(condition: Conditions) -> Iterator[object]:
    match condition:
        case tuple():
            for each in condition:
                yield from _parts(each)
        case AnyOf():
            for other in condition.any:
                yield from _parts(other)
        case Not():
            yield from _parts(condition.denied)
        case _:
            yield condition


def _may_cease(condition: Conditions) -> bool:
    """Whether it may be so on a day and not on a later one."""
    match condition:
        case tuple():
            return any(_may_cease(each) for each in condition)
        case AnyOf():
            return any(_may_cease(each) for each in condition.any)
        case Happened() | Reached() | KeptEffective() | PartIncluded() | PartSold():
            return False
        case _:
            return True


def _known(life: RegistrationLife) -> Happenings:
    """What is known of the registration, and the days of its own course."""
    known = NOTHING_KNOWN if life.known is None else life.known()
    return known.also(
        {
            "registration.effective": life.effective_on,
            "registration.distributed": life.all_sold_on,
            "request.received": sourced(life.received_on, life.made.source),
        }
    )


class _OneDemand:
    """One demand being counted on a day."""

    def __init__(
        self, life: RegistrationLife, said: Effected, matter: Matter, on: date | None
    ) -> None:
        self.life, self.said, self.on = life, said, on
        self.matter = matter.unrecorded()
        self.known = _known(life).on(on)
        self.day = self.known.as_of

    def standing(self) -> tuple[Standing, str]:
        if self._by(plain(self.life.withdrawn_on)) and not self._was_made_before():
            return self._withdrawn()
        if self._by(plain(self.life.gone_on)):
            return "not_effected", "nothing of what was asked for is left to register"
        found = "passed" if self._was_so() else self.found(self.said.needs)
        undone = self._undone()
        if found == "not_yet":
            return "pending", "not everything that makes it count has come about"
        if found == "failed":
            return "not_effected", self._broken() or "what makes it count is not so"
        if undone is not None:
            return undone
        if found == "unknown":
            return self._open("whether everything is so that makes it count is not known")
        return "effected", "all that makes it count is so"

    # --- withdrawals

    def _was_made_before(self) -> bool:
        """Whether a sale had all that it needs before the day on which it was taken back."""
        day = plain(self.life.withdrawn_on)
        if day is None or self.life.begun_as != "takedown":
            return False
        before = _OneDemand(self.life, self.said, self.matter, day - timedelta(days=1))
        return before.found(self.said.needs) == "passed"

    def _withdrawn(self) -> tuple[Standing, str]:
        rule = self.said.withdrawn
        if rule is None or rule.counts == "no":
            return "not_effected", "withdrawn, which does not count"
        free = self.is_free()
        if free == "passed":
            return "not_effected", "withdrawn for a reason for which it does not count"
        counts = rule.counts == "yes" or _forfeits(rule, self.life.settled)
        if not counts:
            return "not_effected", "withdrawn, and the expenses are for those who withdrew"
        if free == "unknown":
            return self._open("whether it was withdrawn for a reason that is free is not known")
        return "effected", "withdrawn, which counts"

    def is_free(self) -> Found:
        """Whether it was withdrawn for a reason for which it does not count, on that day."""
        rule, day = self.said.withdrawn, plain(self.life.withdrawn_on)
        if rule is None or rule.free_if is None or day is None:
            return "failed"
        then = _OneDemand(self.life, self.said, self.matter, min(day, self.day))
        found = then.found(rule.free_if)
        return "failed" if found == "not_yet" else found

    # --- what it needs

    def _was_so(self) -> bool:
        """Whether all was so before the day, on one on which something came about or was stated.

        What counts is not undone by a condition that ceases afterwards.
        """
        came_about = (
            each.value for each in (*self.known.days.values(), *self.known.since.values())
        )
        days = {day for day in (*came_about, *self.known.stated_on) if day < self.day}
        return any(
            _OneDemand(self.life, self.said, self.matter, day).found(self.said.needs) == "passed"
            for day in (sorted(days) if _may_cease(self.said.needs) else ())
        )

    def found(self, condition: Conditions) -> Found:
        match condition:
            case tuple():
                return _all([self.found(each) for each in condition])
            case AnyOf():
                return _any([self.found(each) for each in condition.any])
            case Not():
                inner = self.found(condition.denied)
                if inner == "unknown":
                    return "unknown"
                return "failed" if inner == "passed" else "passed"
            case KeptEffective():
                return self._kept(condition)
            case PartIncluded():
                return self._included(condition)
            case PartSold():
                return self._sold(condition.sold)
            case Happened() | Reached():
                tested = passed(condition, self.known, self.matter).passed
                if tested:
                    return "passed"
                too_late = isinstance(condition, Happened) and condition.by and tested is False
                return "failed" if too_late else "not_yet"
            case _:
                tested = passed(condition, self.known, self.matter).passed
                return "unknown" if tested is None else "passed" if tested else "failed"

    def _kept(self, condition: KeptEffective) -> Found:
        """Effective on each day of the span: an order that undoes it breaks it."""
        effective = plain(self.life.effective_on)
        if effective is None or not self._by(effective):
            return "not_yet"
        first, last = (
            None if clock is None else plain(day_of(clock, self.known, self.matter, "").day)
            for clock in (condition.kept.since, condition.kept.until)
        )
        first = effective if condition.kept.since is None else first
        if first is None:
            return "not_yet"
        until = self.day if last is None else min(last, self.day)
        if first < effective or any(True for _ in self._breaks(first, until)):
            return "failed"
        return "not_yet" if last is None or self.day < last else "passed"

    def _breaks(self, first: date, last: date) -> Iterator[Interference]:
        rules = [each for each in self.said.undone_by if each.what == "stop_order"]
        for order in self.life.interferences:
            ended = order.lifted_on if self._by(order.lifted_on) else None
            if order.on.value > last or (ended is not None and ended <= first):
                continue
            if not rules or any(self._stands(order, rule) for rule in rules):
                yield order

    def _broken(self) -> str | None:
        effective = plain(self.life.effective_on)
        found = next(self._breaks(effective, self.day), None) if effective else None
        return None if found is None else f"interfered with on {written_out(found.on.value)}"

    def _included(self, condition: PartIncluded) -> Found:
        if not self._by(plain(self.life.included_from)):
            return "not_yet"
        asked, included = _included_of(self.life, condition)
        if included is None or asked is None:
            return "unknown"
        return "passed" if condition.included.reached(included, asked) else "failed"

    def _sold(self, portion: Portion) -> Found:
        sold = sum(shares for day, shares in self.life.sold if day <= self.day)
        asked, included = self.life.requested_shares, self.life.included_shares
        base = asked if portion.of == "requested" else included
        everything = self._by(plain(self.life.all_sold_on))
        if everything and included is not None:
            sold = max(sold, included)
        if base is not None and portion.reached(sold, base):
            return "passed"
        if not self._by(plain(self.life.effective_on)):
            return "not_yet"
        if base is None:
            return "unknown"
        run_out = plain(self.life.kept_to)
        over = everything or (run_out is not None and run_out < self.day)
        return "failed" if over else "not_yet"

    # --- what undoes it

    def _undone(self) -> tuple[Standing, str] | None:
        for rule in self.said.undone_by:
            for day, says, is_open in self._events(rule):
                if is_open:
                    return self._open("whether the Holders elected in time to go on is not known")
                if rule.restored_by is not None and not self._has_run_out():
                    how = "its lifting" if rule.restored_by == "lifting" else "an election to go on"
                    return "pending", f"{says}, and {how} may still restore it"
                return "not_effected", f"{says} on {written_out(day)}" if day else says
        return None

    def _has_run_out(self) -> bool:
        """Whether the time for which its statement is kept effective is over."""
        run_out = plain(self.life.kept_to)
        return run_out is not None and run_out < self.day

    def _events(self, rule: Undoing) -> Iterator[tuple[date | None, str, bool]]:
        if rule.what == "stop_order":
            for order in self.life.interferences:
                if self._stands(order, rule):
                    yield order.on.value, "interfered with", self._may_be_restored(order, rule)
            return
        for failure in self.life.failed_closings:
            day = plain(failure.on)
            if day is not None and not self._by(day):
                continue
            excused = rule.unless is not None and failure.solely_holder.value
            if not excused and not self._over(rule, day, None):
                yield day, "the conditions to closing were not satisfied", False

    def _stands(self, order: Interference, rule: Undoing) -> bool:
        """Whether an order undoes it on the day: one to be restored by an election may not."""
        day, effective = order.on.value, plain(self.life.effective_on)
        if not self._by(day) or effective is None:
            return False
        if rule.unless is not None and order.holder_at_fault:
            return False
        if day < effective and order.lifted_on is not None and order.lifted_on <= effective:
            return False
        if self._over(rule, day, order.before_sales):
            return False
        match rule.restored_by:
            case "lifting":
                return not self._by(order.lifted_on)
            case ElectionToGoOn():
                return self._elected(order, rule.restored_by) != "passed"
            case _:
                return True

    def _over(self, rule: Undoing, day: date | None, before_sales: bool | None) -> bool:
        """Whether what ends the time in which it can be undone had come first."""
        if rule.until is None or day is None:
            return False
        sold_on = plain(self.life.all_sold_on)
        day = day - timedelta(days=1) if before_sales is not False and sold_on == day else day
        return _OneDemand(self.life, self.said, self.matter, day).found(rule.until) == "passed"

    def _may_be_restored(self, order: Interference, rule: Undoing) -> bool:
        said = rule.restored_by
        return isinstance(said, ElectionToGoOn) and self._elected(order, said) == "unknown"

    def _elected(self, order: Interference, said: ElectionToGoOn) -> Found:
        """Whether enough Holders elected to go on after the order was lifted, and said so."""
        lifted = order.lifted_on
        if lifted is None or not self._by(lifted):
            return "not_yet"
        return _any(
            [
                self._elects(each, lifted, order, said)
                for each in self.life.elections
                if lifted <= each.on.value and self._by(each.on.value)
            ]
        )

    def _elects(
        self, election: ElectionMade, lifted: date, order: Interference, said: ElectionToGoOn
    ) -> Found:
        if not self._enough(election, said):
            return "failed"
        if said.notice_by is None:
            return "passed"
        told = plain(election.notified_on)
        if told is None:
            return "unknown"
        source = election.on.source
        known = self.known.also(
            {
                "order.issued": order.on,
                "order.lifted": Sourced(lifted, source),
                "order.elected": election.on,
            }
        )
        last = plain(day_of(said.notice_by, known, self.matter, "", rolls=True).day)
        if not self._by(told):
            return "not_yet"
        return "passed" if last is None or told <= last else "failed"

    def _enough(self, election: ElectionMade, said: ElectionToGoOn) -> bool:
        if election.enough is not None:
            return election.enough
        if election.holders is None:
            return True
        asked = self.life.asked_for
        of_them = sum(asked.get(holder, 0) for holder in set(election.holders))
        whole = sum(asked.values())
        needed = said.fraction * whole
        return of_them > needed if said.comparison == ">" else of_them >= needed

    # ---

    def _by(self, day: date | None) -> bool:
        return day is not None and (self.on is None or day <= self.on)

    def _open(self, says: str) -> tuple[Standing, str]:
        """What it counts as while that is not known: as the life says, the fewest or the most."""
        if self.life.if_unknown is None:
            return "open", says
        return ("effected" if self.life.if_unknown else "not_effected"), says


def _all(found: Sequence[Found]) -> Found:
    for state in ("failed", "not_yet", "unknown"):
        if state in found:
            return state
    return "passed"


def _any(found: Sequence[Found]) -> Found:
    for state in ("passed", "unknown", "not_yet"):
        if state in found:
            return state
    return "failed"
