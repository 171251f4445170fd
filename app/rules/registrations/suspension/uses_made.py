"""What uses of the right to delay have used up, and what is left: clause 2(g).

The delays and prohibitions of one registration are ruled on in the order in which they were made,
each by what those before it used: occasions, days of delay, and runs. Of a use on which the ruling
is open it is not known whether it used anything; what comes after it is judged both ways, and is
open where that decides. Days are whole days; nothing raises.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from app.rules.reasoning.days.between import same
from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, Working, explained, plain
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.suspension import suspension
from app.rules.registrations.suspension.against_limits import LimitsLeft, limits_left
from app.rules.registrations.suspension.limits import Lasting, UseOf
from app.rules.registrations.suspension.occasions import Occasion
from app.rules.registrations.suspension.prohibition import InEffect, cut_short
from app.rules.registrations.suspension.said import ends_by, said_of_delays
from app.rules.registrations.suspension.suspension import (
    Invocation,
    Kind,
    SuspensionBudget,
    Timing,
    Undecided,
)
from app.rules.terms.rights.delays.delays import Delay
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out

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
    timing = timing_of(invocation, earlier)
    if any_undecided(earlier) and timing_of(invocation, if_permitted(earlier)) != timing:
        timing = "not_known"
    return replace(invocation, timing=timing)


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
    before = NOTHING_USED
    for use in sorted(invocations, key=lambda each: each.invoked_on):
        then = matter.on(use.invoked_on)
        right = then.terms.delay
        if right is None:
            continue
        earlier = replace(
            before,
            occasions=(*use.occasions_elsewhere, *before.occasions),
            undecided=(*use.undecided_elsewhere, *before.undecided),
        )
        invocation = timed(use, timing_of, rulings)
        ruling = rule_on_use(invocation, measured_on, right, earlier, then)
        before = before.after(ruling)
        rulings.append(ruling)
    return tuple(rulings)


NO_DAYS = Sourced(0, "facts")


@dataclass(frozen=True, slots=True)
class DelaysBefore:
    """What was used of the right before: occasions, days of delay and runs of one registration.

    The `undecided` uses may have been permitted as well: with them as much is used as can be.
    """

    occasions: tuple[Occasion, ...] = ()
    days: Sourced[int] = NO_DAYS
    runs: tuple[Run, ...] = ()
    undecided: tuple[Undecided, ...] = ()

    def after(self, ruling: suspension.Ruling) -> "DelaysBefore":
        """What is used once this use has been ruled on too."""
        if ruling.decision == "undetermined":
            return replace(self, undecided=(*self.undecided, _undecided(ruling)))
        if ruling.decision == "refused":
            return self
        return replace(
            self,
            occasions=(*self.occasions, ruling.occasion),
            runs=(*self.runs, *runs_of((ruling,))),
            days=ruling.days_with_earlier if ruling.kind == "delay" else self.days,
        )

    def with_undecided(self) -> "DelaysBefore":
        """What is used if every undecided use was permitted."""
        days = [each.days.value for each in self.undecided if each.days is not None]
        return DelaysBefore(
            (*self.occasions, *(each.occasion for each in self.undecided if each.occasion)),
            Sourced(self.days.value + sum(days), self.days.source),
            (*self.runs, *(each.run for each in self.undecided if each.run is not None)),
        )


NOTHING_USED = DelaysBefore()


def used_up(rulings: Sequence[suspension.Ruling], before: DelaysBefore) -> DelaysBefore:
    """What is used once all of these have been ruled on."""
    for ruling in rulings:
        before = before.after(ruling)
    return before


@dataclass(frozen=True, slots=True)
class Budgets:
    """What is left on what is known to be used, and if all was used that may have been."""

    if_none_were_permitted: suspension.Budget
    if_all_were_permitted: suspension.Budget


def budgets(
    on: Sourced[date], kind: suspension.Kind, right: Delay, before: DelaysBefore, matter: Matter
) -> Budgets:
    """What the Company may still do on a day."""

    def left(used: DelaysBefore, working: Working) -> suspension.Budget:
        return suspension.budget(on, kind, right, used.occasions, used.days, used.runs, working)

    found = left(before, matter.working)
    if not before.undecided:
        return Budgets(found, found)
    for use in before.undecided:
        suspension.name_missing(use.turns_on, right, matter.working)
    return Budgets(found, left(before.with_undecided(), matter.unrecorded().working))


def _undecided(ruling: suspension.Ruling) -> Undecided:
    """A use of which it is not known whether it was permitted, as later ones see it."""
    run = ruling.would_be
    # Of which days it was in effect is not known either while it is not recorded who was told.
    until = run.last_day if run and ruling.told else None
    return Undecided(
        ruling.occasion,
        ruling.turns_on,
        ruling.days if ruling.kind == "delay" else None,
        None if run is None else Run(run.first_day, until),
    )


def rule_on_use(
    invocation: Invocation,
    measured_on: Sourced[date] | None,
    right: Delay,
    before: DelaysBefore,
    matter: Matter,
) -> suspension.Ruling:
    """Rule on one delay or prohibition, whatever became of the earlier uses that are undecided.

    Where it would be permitted without them and not with them, it is undetermined like them.
    """
    ruling = _rule_once(invocation, measured_on, right, before, matter)
    if not before.undecided:
        return ruling
    with_all = _rule_once(
        invocation, measured_on, right, before.with_undecided(), matter.unrecorded()
    )
    ruling = replace(
        ruling,
        max_days=same(ruling.max_days, with_all.max_days),
        next_permitted_on=same(ruling.next_permitted_on, with_all.next_permitted_on),
    )
    if ruling.decision in (with_all.decision, "refused"):
        return ruling
    turns_on = tuple(
        dict.fromkeys(
            (*ruling.turns_on, *(what for each in before.undecided for what in each.turns_on))
        )
    )
    suspension.name_missing(turns_on, right, matter.working)
    return replace(
        ruling,
        decision="undetermined",
        reason=None,
        conditions=tuple(
            one
            if one.outcome == other.outcome
            else Condition(
                one.name,
                "unknown",
                one.clause,
                "This depends on an earlier delay or prohibition whose particulars are not all "
                "recorded.",
            )
            for one, other in zip(ruling.conditions, with_all.conditions, strict=True)
        ),
        in_effect=None,
        would_be=ruling.in_effect_if_permitted,
        turns_on=turns_on,
    )


def _rule_once(
    invocation: Invocation,
    measured_on: Sourced[date] | None,
    right: Delay,
    before: DelaysBefore,
    matter: Matter,
) -> suspension.Ruling:
    """Rule on one delay or prohibition; one that was lifted ends, as an occasion too, with that."""
    until = ends_by(right, invocation, measured_on, matter)
    ruling = suspension.rule_on(
        invocation,
        measured_on,
        right,
        before.occasions,
        before.days,
        matter.working,
        before.runs,
        agreed_on=matter.terms.agreement_date,
        more=tuple(said_of_delays(right, invocation, measured_on, until, matter)),
        no_later=None if until is None else until.day,
    )
    run, lifted = ruling.in_effect_if_permitted, invocation.lifted_on
    if run is None or lifted is None or lifted.value > run.last_day.value:
        return ruling
    cut = cut_short(run, lifted, right.clause, matter.working)
    # One that was lifted before it bound anybody was made all the same, on its day.
    last_day = cut.last_day if cut else ruling.invoked_on
    return replace(
        ruling,
        in_effect=cut if ruling.in_effect else None,
        would_be=cut if ruling.would_be else None,
        occasion=Occasion(ruling.invoked_on, last_day, _lasted(ruling, cut), ruling.occasion.of),
    )


def _lasted(ruling: suspension.Ruling, cut: InEffect | None) -> Lasting:
    """The days of one that was lifted; its own day if it was lifted before it bound anybody."""
    invoked_on = ruling.invoked_on.value
    if cut is None:
        return Lasting(invoked_on, invoked_on, invoked_on, ruling.occasion.of)
    return Lasting(invoked_on, cut.first_day.value, cut.last_day.value, ruling.occasion.of)


def any_undecided(rulings: Sequence[suspension.Ruling]) -> bool:
    """Whether it is not known of some use whether it was permitted."""
    return any(each.decision == "undetermined" for each in rulings)


def if_permitted(rulings: Sequence[suspension.Ruling]) -> tuple[suspension.Ruling, ...]:
    """The rulings as they are if every use that is undetermined was permitted."""
    return tuple(
        replace(each, decision="accepted", in_effect=each.would_be, would_be=None)
        if each.decision == "undetermined"
        else each
        for each in rulings
    )


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
            f"{numbered(each.days.value, 'day')}, {written_out(each.invoked_on.value)} being the "
            f"first, end on {written_out(last)}.",
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


def left_of(
    on: Sourced[date],
    kind: Kind,
    right: Delay,
    before: DelaysBefore,
    matter: Matter,
    of: UseOf | None = None,
) -> SuspensionBudget | LimitsLeft:
    """What is left of the right on a day: by limits of the agreement, or occasions and days.

    `of` is the use asked about; None: in the whole agreement.
    """
    if not right.limits:
        return shown_budget(budgets(on, kind, right, before, matter), kind, right)
    for use in before.undecided:
        suspension.name_missing(use.turns_on, right, matter.working)
    agreed_on, at_most = matter.terms.agreement_date, before.with_undecided().occasions
    asked, surely = of or UseOf(kind), before.occasions
    return limits_left(on, kind, right, surely, at_most, agreed_on, matter.working, asked)


def shown_budget(found: Budgets, kind: Kind, right: Delay) -> SuspensionBudget:
    """What is left of the right to delay or prohibit, as an answer shows it.

    What turns on a use on which the ruling is open is not known.
    """
    most, least = found.if_none_were_permitted, found.if_all_were_permitted
    days_used = same(most.days_used, least.days_used)
    days_left = same(most.days_left, least.days_left)
    used = same(most.occasions_used, least.occasions_used)
    left = same(most.occasions_left, least.occasions_left)
    next_on = same(most.next_permitted_on, least.next_permitted_on)
    return SuspensionBudget(
        of=kind,
        max_days=right.days_each,
        days_used=plain(days_used),
        days_left=plain(days_left),
        occasion_limit=right.how_often.limit,
        window_days=right.how_often.window_days,
        occasions_used=plain(used),
        occasions_left=plain(left),
        next_permitted_on=plain(next_on),
        explained_by={
            "max_days": "terms:/delay/max_days",
            "occasion_limit": "terms:/delay/occasions/limit",
            "window_days": "terms:/delay/occasions/window_days",
            **explained(days_used=days_used, days_left=days_left, occasions_left=left),
            **explained(occasions_used=used),
            **explained(next_permitted_on=next_on),
        },
    )
