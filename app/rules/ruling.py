"""The ruling on a registration of any kind: may it go ahead, since when, and by when.

What clauses 2(a)(i), 2(a)(ii), 2(a)(iii) and 2(b) decide has one shape, so that everything after
it (windows, duties, allocation) reads every kind alike. What a kind has not stays None or empty.
Dates are whole days.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from app.rules import suspension
from app.rules.answers import Condition, Decision
from app.rules.effected import DemandTally
from app.rules.effecting import DelayUsed, EffectDue
from app.rules.matter import Matter
from app.rules.occasions import Occasion
from app.rules.prohibition import cut_short
from app.rules.request import Asked
from app.rules.shelf_period import Run
from app.rules.standstill import Window
from app.rules.suspension import Invocation, Timing
from app.rules.terms.registrations import Delay
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.working import Sourced


@dataclass(frozen=True, slots=True)
class RegistrationRuling:
    """The answer to what set a registration going, every value with its source.

    `begun_on` is the day on which it was asked for, proposed or determined, and `trigger` the
    writing or fact that did it; `not_before` the day before which the Company need not act.
    `rests_on_requests` says whether it is over once nobody asks for it any more.
    """

    kind: RegistrationKind
    decision: Decision
    reason: str | None
    conditions: tuple[Condition, ...]
    asked: Asked
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
    may_renew_on: Sourced[date] | None = None
    rests_on_requests: bool = True

    @property
    def delays(self) -> tuple[suspension.Ruling, ...]:
        """The delays among the suspensions."""
        return tuple(each for each in self.suspensions if each.kind == "delay")

    @property
    def prohibitions(self) -> tuple[suspension.Ruling, ...]:
        """The prohibitions of sale among the suspensions."""
        return tuple(each for each in self.suspensions if each.kind == "prohibition")

    @property
    def stands(self) -> bool:
        """Whether the Company is bound, now or later."""
        return self.decision in ("accepted", "deferred")


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


def no_such_right(
    kind: RegistrationKind,
    says: str,
    clause: str,
    trigger: str,
    asked: Asked,
    begun_on: Sourced[date] | None,
) -> RegistrationRuling:
    """The answer under an agreement that gives no such right: refused, whoever asks."""
    return RegistrationRuling(
        kind=kind,
        decision="refused",
        reason="NO_SUCH_RIGHT",
        conditions=(Condition("right_given", "failed", clause, says, "NO_SUCH_RIGHT"),),
        asked=asked,
        trigger=trigger,
        begun_on=begun_on,
    )


TimingOf: TypeAlias = Callable[[Invocation, Sequence[suspension.Ruling]], Timing]
"""When a delay is invoked, given the uses of the registration permitted before it."""


def always_in_time(_invocation: Invocation, _earlier: Sequence[suspension.Ruling]) -> Timing:
    """The timing of delays of what has no day by which it is due."""
    return "in_time"


def timed(
    invocation: Invocation, timing_of: TimingOf, earlier: Sequence[suspension.Ruling]
) -> Invocation:
    """The use of the right with its timing; a prohibition stops sales, whatever is due."""
    if invocation.kind == "prohibition":
        return invocation
    return replace(invocation, timing=timing_of(invocation, earlier))


def rule_on_suspensions(
    invocations: Sequence[Invocation],
    measured_on: Sourced[date] | None,
    matter: Matter,
    timing_of: TimingOf = always_in_time,
) -> tuple[suspension.Ruling, ...]:
    """Rule on each delay and prohibition of one registration in the order in which they were made.

    `measured_on` is the day of the request, on which the transaction behind a delay must have been
    considered; without it a delay stays undetermined. Each is ruled on by the terms of its day.
    """
    rulings: list[suspension.Ruling] = []
    occasions: list[Occasion] = []
    runs: list[Run] = []
    used = Sourced(0, "facts")
    for use in sorted(invocations, key=lambda each: each.invoked_on):
        then = matter.on(use.invoked_on)
        right = then.terms.delay
        if right is None:
            continue
        earlier = [*use.occasions_elsewhere, *occasions]
        invocation = timed(use, timing_of, rulings)
        ruling = rule_on_use(invocation, measured_on, right, earlier, used, runs, then)
        if ruling.decision == "accepted":
            occasions.append(ruling.occasion)
            runs.extend(runs_of((ruling,)))
            if ruling.kind == "delay":
                used = ruling.days_with_earlier
        rulings.append(ruling)
    return tuple(rulings)


def rule_on_use(
    invocation: Invocation,
    measured_on: Sourced[date] | None,
    right: Delay,
    earlier: Sequence[Occasion],
    used: Sourced[int],
    runs: Sequence[Run],
    matter: Matter,
) -> suspension.Ruling:
    """Rule on one delay or prohibition; one that was lifted ends, as an occasion too, with that."""
    ruling = suspension.rule_on(invocation, measured_on, right, earlier, used, matter.working, runs)
    run, lifted = ruling.in_effect, invocation.lifted_on
    if run is None or lifted is None or lifted.value > run.last_day.value:
        return ruling
    cut = cut_short(run, lifted, right.clause, matter.working)
    # One that was lifted before it bound anybody was made all the same, on its day.
    last_day = cut.last_day if cut else ruling.invoked_on
    return replace(ruling, in_effect=cut, occasion=Occasion(ruling.invoked_on, last_day))


def delays_used(rulings: Sequence[suspension.Ruling]) -> list[DelayUsed]:
    """Every delay that was permitted."""
    return [
        DelayUsed(each.days, each.while_deferred)
        for each in rulings
        if each.decision == "accepted" and each.kind == "delay"
    ]


def days_permitted(rulings: Sequence[suspension.Ruling]) -> list[Sourced[int]]:
    """The days of every delay that was permitted."""
    return [each.days for each in delays_used(rulings)]


def days_of_delay(rulings: Sequence[suspension.Ruling], matter: Matter) -> tuple[Run, ...]:
    """The days of the permitted delays, each counted from the day of its use, that day included.

    Where a due day moves, their number is all that matters; where days are given back, or where no
    day is due, it matters which days they are.
    """
    right = matter.terms.delay
    if right is None:
        return ()
    runs: list[Run] = []
    for each in rulings:
        if each.kind != "delay" or each.decision != "accepted":
            continue
        last = each.invoked_on.value + timedelta(days=each.days.value - 1)
        ends = matter.working.step(
            "suspension.last_day_of_delay",
            right.clause,
            f"{each.days.value} days, {each.invoked_on.value.isoformat()} being the first, end on "
            f"{last.isoformat()}.",
            last,
            {"invoked_on": each.invoked_on, "days": each.days},
        )
        runs.append(Run(each.invoked_on, ends))
    return tuple(runs)


def runs_of(rulings: Sequence[suspension.Ruling]) -> tuple[Run, ...]:
    """The runs of the prohibitions that were permitted."""
    return tuple(
        Run(each.in_effect.first_day, each.in_effect.last_day)
        for each in rulings
        if each.in_effect is not None
    )
