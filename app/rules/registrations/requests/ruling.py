"""The ruling on a registration of any kind: may it go ahead, since when, and by when.

What clauses 2(a)(i), 2(a)(ii), 2(a)(iii) and 2(b) decide has one shape, so that everything after
it (windows, duties, allocation) reads every kind alike. What a kind has not stays None or empty.
Dates are whole days.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from app.rules.agreement.rights_end import EndOfRights
from app.rules.reasoning.days.between import Between, same
from app.rules.reasoning.days.clock import NOTHING_KNOWN, Happenings
from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, Working, explained, plain
from app.rules.reasoning.verdicts import Condition, Decision
from app.rules.registrations.requests.asking.asked import RequestReceived
from app.rules.registrations.requests.effected import DemandTally
from app.rules.registrations.requests.effecting import DelayUsed, EffectDue
from app.rules.registrations.requests.standstill import Window
from app.rules.registrations.suspension import suspension
from app.rules.registrations.suspension.against_limits import LimitsLeft, limits_left
from app.rules.registrations.suspension.in_the_way import (
    AGREED,
    InTheWay,
    OtherRegistration,
    standstills_agreed,
)
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
    on = matter.working.step(
        "rights_end.asked_after",
        ended.clause,
        f"The rights ended on {written_out(ended.on.value)} {ended.says}; this came on "
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

    def at_most(self) -> "DelaysBefore":
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

    at_most: suspension.Budget
    at_least: suspension.Budget


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
    return Budgets(found, left(before.at_most(), matter.unrecorded().working))


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
    with_all = _rule_once(invocation, measured_on, right, before.at_most(), matter.unrecorded())
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
                "That turns on an earlier delay or prohibition, of which not all is known.",
            )
            for one, other in zip(ruling.conditions, with_all.conditions, strict=True)
        ),
        in_effect=None,
        would_be=ruling.run,
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
    run, lifted = ruling.run, invocation.lifted_on
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


def delays_used(rulings: Sequence[suspension.Ruling]) -> list[DelayUsed]:
    """Every delay that was permitted, and moves a day."""
    return [
        DelayUsed(each.days, each.invoked_on, each.while_deferred)
        for each in rulings
        if each.decision == "accepted" and each.kind == "delay" and not each.undated
    ]


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
            f"{each.days.value} days, {written_out(each.invoked_on.value)} being the first, end on "
            f"{written_out(last)}.",
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
    agreed_on, at_most = matter.terms.agreement_date, before.at_most().occasions
    asked, surely = of or UseOf(kind), before.occasions
    return limits_left(on, kind, right, surely, at_most, agreed_on, matter.working, asked)


def shown_budget(found: Budgets, kind: Kind, right: Delay) -> SuspensionBudget:
    """What is left of the right to delay or prohibit, as an answer shows it.

    What turns on a use on which the ruling is open is not known.
    """
    most, least = found.at_most, found.at_least
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
