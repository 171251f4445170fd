"""The ruling on a registration of any kind: may it go ahead, since when, and by when.

What clauses 2(a)(i), 2(a)(ii), 2(a)(iii) and 2(b) decide has one shape, so that everything after
it (windows, duties, allocation) reads every kind alike. What a kind has not stays None or empty.
Dates are whole days.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from app.rules.agreement.rights_end import EndOfRights
from app.rules.reasoning.days.between import Between
from app.rules.reasoning.days.clock import NOTHING_KNOWN, Happenings
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.reasoning.verdicts import Condition, Decision
from app.rules.registrations.requests.asking.asked import RequestReceived
from app.rules.registrations.requests.effected import DemandTally
from app.rules.registrations.requests.effecting import DelayUsed, EffectDue
from app.rules.registrations.requests.standstill import Window
from app.rules.registrations.suspension import suspension
from app.rules.registrations.suspension.in_the_way import (
    AGREED,
    InTheWay,
    OtherRegistration,
    standstills_agreed,
)
from app.rules.registrations.suspension.suspension import Invocation
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class Nature:
    """What sets one kind of registration apart from the others, wherever that matters.

    `has_statement`: it has a registration statement of its own; what has none is done when all is
    sold. `is_continuous`: it stands for sales to come, for its own period; more shares are taken in
    by amendment, and sales under it may be prohibited. `is_demand`: a Requested Registration;
    `is_the_companys`: the Company set it going itself.
    """

    name: RegistrationKind
    has_statement: bool = True
    is_continuous: bool = False
    is_demand: bool = False
    is_the_companys: bool = False


@dataclass(frozen=True, slots=True)
class RegistrationRuling:
    """The answer to what set a registration going, every value with its source.

    `begun_on` is the day on which it was asked for, proposed or determined, and `trigger` the
    writing or fact that did it; `not_before` the day before which the Company need not act.
    While that turns on a ruling that is open, `waits_between` has the two days that it may be.
    `rests_on_requests` says whether it is over once nobody asks for it any more;
    `bound_in_any_case` that the Company is bound, though not from when.
    """

    nature: Nature
    decision: Decision
    reason: str | None
    conditions: tuple[Condition, ...]
    asked: RequestReceived
    trigger: str
    begun_on: Sourced[date] | None = None
    opens_on: Sourced[date] | None = None
    runs_from: Sourced[date] | None = None
    short_form: Sourced[bool] | None = None
    used: DemandTally | None = None
    suspensions: tuple[suspension.Ruling, ...] = ()
    standstills: tuple[Window, ...] = ()
    due: EffectDue | None = None
    not_before: Sourced[date] | None = None
    waits_between: Between | None = None
    may_renew_on: Sourced[date] | None = None
    rests_on_requests: bool = True
    bound_in_any_case: bool = False

    @property
    def kind(self) -> RegistrationKind:
        """Which kind of registration it is."""
        return self.nature.name

    @property
    def delays(self) -> tuple[suspension.Ruling, ...]:
        """The delays among the suspensions."""
        return tuple(each for each in self.suspensions if each.kind == "delay")

    @property
    def prohibitions(self) -> tuple[suspension.Ruling, ...]:
        """The prohibitions of sale among the suspensions."""
        return tuple(each for each in self.suspensions if each.kind == "prohibition")

    @property
    def free_between(self) -> Between | None:
        """The two days between which the first lies on which the Company must act; None: none."""
        until = self.not_before
        return self.waits_between or (Between(until, until) if until else None)

    @property
    def stands(self) -> bool:
        """Whether the Company is bound, now or later."""
        return self.decision in ("accepted", "deferred") or self.bound_in_any_case


def decision_on(conditions: Sequence[Condition], *, deferred: bool) -> Decision:
    """What the conditions together decide."""
    outcomes = {each.outcome for each in conditions}
    if "failed" in outcomes:
        return "refused"
    if "unknown" in outcomes:
        return "undetermined"
    return "deferred" if deferred else "accepted"


def first_failed(conditions: Sequence[Condition]) -> Condition | None:
    """The condition for which it is refused."""
    return next((each for each in conditions if each.outcome == "failed"), None)


EndOf: TypeAlias = Callable[[Matter], EndOfRights | None]
"""How the rights have ended, if they have."""


def no_end(_matter: Matter) -> EndOfRights | None:
    """Where no record says that the rights have ended."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a registration of any kind is judged by: the uses of the right to delay it.

    `rights_ended` tells how the rights have ended, `known` which Moments have a day; `others` are
    the other registrations and offerings around which the agreement may have standstills.
    """

    invocations: tuple[Invocation, ...] = ()
    rights_ended: EndOf = no_end
    known: Happenings = NOTHING_KNOWN
    others: tuple[OtherRegistration, ...] = ()


def in_the_way(
    case: Case, kind: RegistrationKind, received_on: Sourced[date] | None, matter: Matter
) -> dict[str, InTheWay]:
    """Each standstill of the agreement against what was asked for on a day, by its name."""
    if received_on is None or not matter.terms.standstills:
        return {}
    rights = matter.terms.names_of_right(kind)
    return standstills_agreed(case.others, rights, received_on, case.known, matter)


def refused_until(found: Mapping[str, InTheWay], reason: str | None) -> Sourced[date] | None:
    """The day from which what a standstill of the agreement refused may be asked for again."""
    if reason != AGREED:
        return None
    days = [each.free_on for each in found.values() if each.outcome == "failed"]
    if any(day is None for day in days):
        return None
    return max((day for day in days if day), key=lambda day: day.value, default=None)


def asked_after_the_end(
    nature: Nature,
    end_of: EndOf,
    trigger: str,
    asked: RequestReceived,
    begun_on: Sourced[date] | None,
    matter: Matter,
) -> RegistrationRuling | None:
    """The answer to what was asked for once the rights had ended; None if they had not."""
    found = end_of(matter.unrecorded())
    if found is None or begun_on is None or begun_on.value < found.on.value:
        return None
    ended = end_of(matter) or found
    was_asked = asked.received_on is not None and begun_on.value == asked.received_on.value
    what = "the request was received" if was_asked else "this registration began only"
    on = matter.working.step(
        "rights_end.asked_after",
        ended.clause,
        f"The rights ended on {written_out(ended.on.value)} {ended.says}; {what} on "
        f"{written_out(begun_on.value)}.",
        ended.on.value,
        {"ended_on": ended.on, "begun_on": begun_on},
    )
    says = f"The rights ended on {written_out(on.value)} {ended.says}."
    return RegistrationRuling(
        nature=nature,
        decision="refused",
        reason="RIGHTS_ENDED",
        conditions=(Condition("rights_in_effect", "failed", ended.clause, says, "RIGHTS_ENDED"),),
        asked=asked,
        trigger=trigger,
        begun_on=begun_on,
    )


def no_such_right(
    nature: Nature,
    says: str,
    clause: str,
    trigger: str,
    asked: RequestReceived,
    begun_on: Sourced[date] | None,
) -> RegistrationRuling:
    """The answer under an agreement that gives no such right: refused."""
    return RegistrationRuling(
        nature=nature,
        decision="refused",
        reason="NO_SUCH_RIGHT",
        conditions=(Condition("right_given", "failed", clause, says, "NO_SUCH_RIGHT"),),
        asked=asked,
        trigger=trigger,
        begun_on=begun_on,
    )


def delays_used(rulings: Sequence[suspension.Ruling]) -> list[DelayUsed]:
    """Every delay that was permitted, and moves a day."""
    return [
        DelayUsed(each.days, each.invoked_on, each.while_deferred)
        for each in rulings
        if each.decision == "accepted" and each.kind == "delay" and not each.undated
    ]
