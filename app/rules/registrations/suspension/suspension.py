"""The Company's right to delay a registration or to stop sales for a while: clause 2(g).

Each use is an occasion. It needs the judgment of the Board that the registration or sale would
substantially interfere with a material transaction that was already being considered when the
request was received (a delay) or when the notice of prohibition is given (a prohibition). A
prohibition is made by written notice and only of sales under the shelf. No more than the agreed
occasions in any rolling window of days, and no more than the agreed days for one registration (a
delay) or one continuous run (a prohibition), unless the Holders consent to more days. Days are
calendar days and never roll; nothing raises. Relies on `occasions` and `prohibition`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import Happenings
from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.days.within import POSTED_AS
from app.rules.reasoning.trace import Detail, Sourced, Working
from app.rules.reasoning.verdicts import Condition, Outcome
from app.rules.registrations.suspension.against_limits import against_limits
from app.rules.registrations.suspension.limits import Lasting, UseOf
from app.rules.registrations.suspension.occasions import (
    Fit,
    Occasion,
    fit,
    next_permitted_day,
    used_in_window,
)
from app.rules.registrations.suspension.prohibition import (
    Bound,
    InEffect,
    Told,
    days_of_run_before,
    in_effect_for,
    starts,
)
from app.rules.terms.rights.delays.delays import Delay
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.values.lean import small_value
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class SuspensionBudget:
    """What is left of the right to delay or prohibit on the day asked about (2(g)).

    `next_permitted_on` is the first day, from then on, on which the occasions allow one more use;
    null if none ever does. What turns on a use on which the ruling is open is null: it is not known
    whether that used up anything.
    """

    of: Literal["delay", "prohibition"]
    max_days: int
    days_used: int | None
    days_left: int | None
    occasion_limit: int
    window_days: int | None
    occasions_used: tuple[date, ...] | None
    occasions_left: int | None
    next_permitted_on: date | None
    explained_by: Mapping[str, str]


Kind: TypeAlias = Literal["delay", "prohibition"]
Timing: TypeAlias = Literal["in_time", "late", "while_deferred", "undated", "not_known"]
"""When a delay is invoked: before its duty is due, after that, or while a standstill defers it.

`undated`: its day came while others had used the right up, so that it is owed without one.
"""


@small_value
class Missing:
    """What is not recorded of a use of the right: its name, and the fact and field that say it.

    `at` is the place that leaves it out, where it is one of the use itself.
    """

    name: str
    posted_as: str
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    """An earlier use of which it is not known whether it was permitted: what it used up if so.

    `days` are those of a delay of the same registration, `run` those of a prohibition of it. There
    is no `occasion` where it is one in any case, and only its last day is not known.
    """

    occasion: Occasion | None
    turns_on: tuple[Missing, ...]
    days: Sourced[int] | None = None
    run: Run | None = None


@dataclass(frozen=True, slots=True)
class Invocation:
    """One use of the right, as the Company made it.

    `name` is what its duties are called after; `occasions_elsewhere` are the earlier permitted
    uses in other registrations, and `undecided_elsewhere` those of which that is not known; `told`
    the notices to Holders (None: not recorded); `in_effect_from` the day a prohibition names as
    its first; `registration` what is suspended (None: not recorded); `lifted_on` the day on
    which a prohibition was lifted early; `dated_by` the field of the source that has the day of
    invocation; `earlier_stated_at` where the earlier uses are stated; `known` what Conditions of
    the terms may turn on. `registration_id` is that of what is suspended, and `rights` are the
    names of the right under which it is.
    """

    name: str
    source: str
    kind: Kind
    invoked_on: date
    days: int
    board_judgment: bool | None
    considered_from: date | None
    considered_until: date | None
    consent: bool | None
    occasions_elsewhere: tuple[Occasion, ...] = ()
    undecided_elsewhere: tuple[Undecided, ...] = ()
    told: tuple[Told, ...] | None = None
    in_effect_from: Sourced[date] | None = None
    registration: RegistrationKind | None = None
    lifted_on: Sourced[date] | None = None
    dated_by: str = "invoked_on"
    earlier_stated_at: str = "earlier_occasions"
    timing: Timing = "in_time"
    known: Happenings | None = None
    registration_id: str = ""
    rights: frozenset[str] = frozenset()

    @property
    def of(self) -> UseOf:
        """What use it is, for limits of certain uses."""
        return UseOf(self.kind, self.rights, self.registration_id)


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether the use is permitted; if not why, and what would be.

    `name` is that of the use, `source` where it is stated; `days_with_earlier` are the delays of
    the registration together with this one. While it is `undetermined`, `would_be` are the days on
    which it is in effect if it is permitted, and `turns_on` what is not recorded; `max_days` is
    None where it turns on an earlier use that is itself undetermined.
    """

    name: str
    source: str
    kind: Kind
    decision: Literal["accepted", "refused", "undetermined"]
    reason: str | None
    days: Sourced[int]
    invoked_on: Sourced[date]
    max_days: Sourced[int] | None
    next_permitted_on: Sourced[date] | None
    conditions: tuple[Condition, ...]
    occasion: Occasion
    in_effect: InEffect | None
    days_with_earlier: Sourced[int]
    while_deferred: bool = False
    undated: bool = False
    would_be: InEffect | None = None
    turns_on: tuple[Missing, ...] = ()

    @property
    def told(self) -> bool:
        """Whether it is known how the Holders were told, where that decides."""
        return not any(
            each.name == "notice" and each.outcome == "unknown" for each in self.conditions
        )

    @property
    def in_effect_if_permitted(self) -> InEffect | None:
        """The days on which it is in effect, or would be if it is permitted."""
        return self.in_effect or self.would_be

    @property
    def days_allowed(self) -> bool:
        """Whether no more days are used than there are, or the Holders have consented to them."""
        return any(each.name == "days" and each.outcome == "passed" for each in self.conditions)


def rule_on(
    invocation: Invocation,
    measured_on: Sourced[date] | None,
    right: Delay,
    prior_occasions: Sequence[Occasion],
    prior_days: Sourced[int],
    working: Working,
    earlier_runs: Sequence[Run] = (),
    *,
    agreed_on: date = date.min,
    more: Sequence[tuple[Condition, tuple[str, ...]]] = (),
    no_later: Sourced[date] | None = None,
) -> Ruling:
    """Decide one use, given the earlier permitted occasions and the days already used up.

    The transaction of a delay must have been under consideration on `measured_on`, the day on
    which the request was received; that of a prohibition on the day its notice is given.
    `prior_days` are those of earlier delays of the registration; a prohibition has used up the days
    of the `earlier_runs` that it continues without a break. `agreed_on` is the day of the
    agreement, from which periods of its limits may run. `more` is what else the terms ask, each
    with what it waits for, `no_later` the day by which every delay ends.
    """
    days = Sourced(invocation.days, f"{invocation.source}/days")
    invoked_on = _invoked_on(invocation)
    first_day, bound = _first_day(invocation, invoked_on, right, working)
    in_effect = (
        in_effect_for(first_day, days, bound, right.clause, working)
        if invocation.kind == "prohibition" and first_day is not None
        else None
    )
    if right.limits:
        use = _against_limits(invocation, in_effect, right, prior_occasions, agreed_on, working)
    else:
        occasion = Occasion(invoked_on, _last_day(invocation, days, in_effect, working))
        used = _days_used(
            invocation, invoked_on, first_day, prior_days, earlier_runs, right, working
        )
        use = _against_budget(invocation, occasion, right, prior_occasions, used, working)
    left = use.left
    if no_later is not None:
        left = _until(no_later, left, invoked_on, right, working)
    measured = invoked_on if invocation.kind == "prohibition" else measured_on
    conditions = (
        *_requested(invocation, measured_on, right),
        *_reach(invocation, right, working),
        *use.conditions,
        *_notice(invocation, right, working),
        *((_judgment(invocation, right),) if right.needs("board_judgment") else ()),
        *(
            (_transaction(invocation, measured, right, working),)
            if right.needs("transaction")
            else ()
        ),
        *_timing(invocation, right, working),
        *(condition for condition, _ in more),
    )
    failed = next((each for each in conditions if each.outcome == "failed"), None)
    unknown = any(each.outcome == "unknown" for each in conditions)
    turns_on: tuple[Missing, ...] = ()
    if unknown and failed is None:
        waits = tuple(Missing(name, _told_by(name)) for _, names in more for name in names)
        turns_on = (*_missing(conditions, invocation, measured), *waits)
        name_missing(turns_on, right, working)
    accepted = failed is None and not unknown
    next_on = use.next_on
    too_many = failed is not None and failed.reason == "SUSPENSION_OCCASIONS"
    if too_many and not right.limits:
        next_on = next_permitted_day(use.occasion, prior_occasions, right.how_often, working)
    return Ruling(
        name=invocation.name,
        source=invocation.source,
        kind=invocation.kind,
        decision="accepted" if accepted else "refused" if failed else "undetermined",
        reason=failed.reason if failed else None,
        days=days,
        invoked_on=invoked_on,
        # On which days it lies is not known while it is not recorded who was told: nor, then, which
        # run it continues.
        max_days=None if earlier_runs and _may_continue(invocation, first_day) else left,
        next_permitted_on=next_on,
        conditions=conditions,
        occasion=use.occasion,
        in_effect=in_effect if accepted else None,
        would_be=None if accepted or failed else in_effect or _nominal(invocation, working),
        turns_on=turns_on,
        days_with_earlier=_together(prior_days, days, right, working),
        while_deferred=invocation.timing == "while_deferred",
        undated=invocation.timing == "undated",
    )


@dataclass(frozen=True, slots=True)
class _Use:
    """One use measured: its occasion, the days that were left for it, and what limits it.

    `next_on` is the next day on which one is permitted, where the limits tell it.
    """

    occasion: Occasion
    left: Sourced[int]
    conditions: tuple[Condition, ...]
    next_on: Sourced[date] | None = None


def _against_limits(
    invocation: Invocation,
    in_effect: InEffect | None,
    right: Delay,
    earlier: Sequence[Occasion],
    agreed_on: date,
    working: Working,
) -> _Use:
    """One use measured by the limits that the terms set for any of them together."""
    days = Sourced(invocation.days, f"{invocation.source}/days")
    invoked_on, lasting = _invoked_on(invocation), _lasting(invocation, in_effect)
    found = against_limits(
        right,
        invoked_on,
        days,
        lasting,
        earlier,
        agreed_on,
        invocation.consent,
        working,
        invocation.of,
    )
    occasion = Occasion(invoked_on, None, lasting, invocation.of)
    return _Use(occasion, found.days_left, found.conditions, found.next_on)


def _against_budget(
    invocation: Invocation,
    occasion: Occasion,
    right: Delay,
    earlier: Sequence[Occasion],
    used: Sourced[int],
    working: Working,
) -> _Use:
    """One use measured by the number of occasions in a period, and by the days of each (2(g))."""
    days = Sourced(invocation.days, f"{invocation.source}/days")
    left = _days_left(used, right, working)
    permitted = fit(occasion, earlier, right.how_often, working)
    conditions = (_occasions(permitted, right), _days(days, left, invocation, right, working))
    return _Use(occasion, left, conditions)


def _until(
    last: Sourced[date], left: Sourced[int], first: Sourced[date], right: Delay, working: Working
) -> Sourced[int]:
    """The days that are left, where every delay ends by a day."""
    until = max((last.value - first.value).days + 1, 0)
    if until >= left.value:
        return left
    return working.step(
        "suspension.days_until",
        right.clause,
        f"A delay ends by {written_out(last.value)}: it may last {numbered(until, 'day')}.",
        until,
        {"invoked_on": first, "ends_by": last, "days_left": left},
    )


def _lasting(invocation: Invocation, in_effect: InEffect | None) -> Lasting | None:
    """The days on which it lasts; None for a prohibition of which they are not known."""
    first = invocation.invoked_on
    if invocation.kind == "delay":
        return Lasting(first, first, first + timedelta(days=invocation.days - 1), invocation.of)
    if in_effect is None:
        return None
    return Lasting(first, in_effect.first_day.value, in_effect.last_day.value, invocation.of)


def _nominal(invocation: Invocation, working: Working) -> InEffect | None:
    """The run of a prohibition of which it is not recorded how the Holders were told.

    On which days it lies is not known, but how many they are is: here as if told on its day.
    """
    if invocation.kind == "delay":
        return None
    stated = invocation.in_effect_from or _invoked_on(invocation)
    days = Sourced(invocation.days, f"{invocation.source}/days")
    return in_effect_for(stated, days, (), "", Working(working.readings_in_force, Detail.NONE))


def _together(
    earlier: Sourced[int], days: Sourced[int], right: Delay, working: Working
) -> Sourced[int]:
    if earlier.value == 0:
        return days
    return working.step(
        "suspension.days_with_earlier",
        right.clause,
        f"With {numbered(earlier.value, 'earlier day')} it comes to "
        f"{numbered(earlier.value + days.value, 'day')}.",
        earlier.value + days.value,
        {"earlier_days": earlier, "days": days},
    )


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left of the right on a day: days, occasions, and the next permitted day."""

    days_used: Sourced[int]
    days_left: Sourced[int]
    occasions_used: Sourced[tuple[date, ...]]
    occasions_left: Sourced[int]
    next_permitted_on: Sourced[date] | None


def budget(
    on: Sourced[date],
    kind: Kind,
    right: Delay,
    occasions: Sequence[Occasion],
    prior_days: Sourced[int],
    earlier_runs: Sequence[Run],
    working: Working,
) -> Budget:
    """What the Company may still do on the day `on`, on the occasions and days already used."""
    of_run = kind == "prohibition"
    before = _days_of_run(on, earlier_runs, right, working) if of_run else prior_days
    used = _used(before, right, working)
    within = used_in_window(on, occasions, right.how_often, working)
    others = max(right.how_often.limit - len(within.value), 0)
    left = working.step(
        "suspension.occasions_left",
        right.how_often.clause,
        f"{numbered(others, 'occasion is', 'occasions are')} left.",
        others,
        {"used": within, "limit": Sourced(right.how_often.limit, "terms:/delay/occasions/limit")},
    )
    return Budget(
        days_used=used,
        days_left=_days_left(used, right, working),
        occasions_used=within,
        occasions_left=left,
        next_permitted_on=next_permitted_day(Occasion(on), occasions, right.how_often, working),
    )


def _days_of_run(
    on: Sourced[date], runs: Sequence[Run], right: Delay, working: Working
) -> Sourced[int]:
    """The days of the run that one more prohibition would continue, those still to come included.

    A prohibition that is in effect or still to come is continued from the day after its last; one
    whose last day is not known, from the day after its first at the earliest.
    """
    known = [each.last_day or each.first_day for each in runs]
    going_on = [each for each in known if each.value >= on.value]
    last = max(going_on, key=lambda day: day.value, default=None)
    if last is None:
        return days_of_run_before(on, runs, right.clause, working)
    day = last.value + ONE_DAY
    first = working.step(
        "suspension.continues_from",
        right.clause,
        f"One more prohibition would continue the one that lasts to {written_out(last.value)}, "
        f"from {written_out(day)} on.",
        day,
        {"last_day": last},
    )
    return days_of_run_before(first, runs, right.clause, working)


def _invoked_on(invocation: Invocation) -> Sourced[date]:
    """The day of the occasion: a prohibition is dated the day its notice is given (QD2)."""
    stated = Sourced(invocation.invoked_on, f"{invocation.source}/{invocation.dated_by}")
    if invocation.kind == "delay":
        return stated
    given = [each.given_on for each in invocation.told or () if each.given_on and each.flaw is None]
    return min(given, key=lambda day: day.value, default=stated)


def _first_day(
    invocation: Invocation, invoked_on: Sourced[date], right: Delay, working: Working
) -> tuple[Sourced[date] | None, tuple[Bound, ...]]:
    """The first day of a prohibition; a delay prohibits no sale."""
    if invocation.kind == "delay":
        return None, ()
    told = invocation.told or ()
    if told or right.prohibition_needs_notice:
        return starts(told, invocation.in_effect_from, invoked_on, right.clause, working)
    return invocation.in_effect_from or invoked_on, ()


def _last_day(
    invocation: Invocation, days: Sourced[int], in_effect: InEffect | None, working: Working
) -> Sourced[date] | None:
    """The last day the occasion touches; asked for only where every such day counts (QD3)."""
    if in_effect is not None:
        return in_effect.last_day
    if invocation.kind == "prohibition":
        return None
    if working.readings.occasion_measure == "invocation_date":
        return None
    return Sourced(invocation.invoked_on + timedelta(days=days.value - 1), days.source)


def _may_continue(invocation: Invocation, first_day: Sourced[date] | None) -> bool:
    """Whether it may follow an earlier prohibition without a break, which is not known."""
    return invocation.kind == "prohibition" and first_day is None and invocation.told is None


def _days_used(
    invocation: Invocation,
    invoked_on: Sourced[date],
    first_day: Sourced[date] | None,
    prior_days: Sourced[int],
    earlier_runs: Sequence[Run],
    right: Delay,
    working: Working,
) -> Sourced[int]:
    """Days that count against the cap before this use (QD4)."""
    if invocation.kind == "prohibition":
        # A prohibition that is not in effect on any known day continues no run.
        runs = earlier_runs if first_day else ()
        prior_days = days_of_run_before(first_day or invoked_on, runs, right.clause, working)
    return _used(prior_days, right, working)


def _used(days: Sourced[int], right: Delay, working: Working) -> Sourced[int]:
    """The days that count as used: none where each use has all the days (QD4)."""
    adds_up = working.readings.delay_cap_scope == "per_registration"
    used = days.value if adds_up else 0
    return working.step(
        "suspension.days_used",
        right.clause,
        f"{numbered(used, 'day has', 'days have')} been used already.",
        used,
        {"earlier_days": days} if days.value else {},
        readings=("delay_cap_scope",),
    )


def _days_left(used: Sourced[int], right: Delay, working: Working) -> Sourced[int]:
    left = max(right.days_each - used.value, 0)
    verb = "is" if used.value == 1 else "are"
    return working.step(
        "suspension.days_left",
        right.clause,
        f"{used.value} of {numbered(right.days_each, 'day')} {verb} used; "
        f"{numbered(left, 'is', 'are')} left without consent.",
        left,
        {"used": used, "max_days": Sourced(right.days_each, "terms:/delay/max_days")},
        readings=("delay_cap_scope",),
    )


SET_GOING_BY_REQUEST: Final[frozenset[RegistrationKind]] = frozenset({"requested", "takedown"})
"""The kinds of registration that there are not before Holders have asked for them."""


def _requested(
    invocation: Invocation, measured_on: Sourced[date] | None, right: Delay
) -> tuple[Condition, ...]:
    """Nothing can be delayed before it has been asked for, whatever completes it later."""
    asked_on = measured_on.value if measured_on else None
    if invocation.kind != "delay" or invocation.registration not in SET_GOING_BY_REQUEST:
        return ()
    if asked_on is None or invocation.invoked_on >= asked_on:
        return ()
    says = f"Invoked before the request was received on {written_out(asked_on)}."
    return (Condition("requested", "failed", right.clause, says, "NOTHING_TO_DELAY"),)


def _reach(invocation: Invocation, right: Delay, working: Working) -> tuple[Condition, ...]:
    """Whether what is suspended can be: a prohibition only of a shelf; a delay of it by QC25."""
    suspended = invocation.registration
    if suspended is None:
        return ()
    said = right.may_stop(invocation.kind, invocation.rights)
    if said is not None:
        sales = invocation.kind == "prohibition"
        what = "Sales under such a registration" if sales else "Such a registration"
        done = "prohibited" if sales else "delayed"
        says = f"{what} can{'' if said else 'not'} be {done}."
        reason = "SUSPENSION_OF_NO_SUCH_RIGHT"
        return (_condition("reach", said, right.clause, says, reason),)
    of_shelf = suspended in ("shelf", "takedown")
    if invocation.kind == "prohibition":
        says = "Only sales under the shelf can be prohibited."
        return (_condition("reach", of_shelf, right.clause, says, "SUSPENSION_SHELF_ONLY"),)
    if suspended != "shelf":
        return ()
    reached = working.readings.delay_reaches_shelf
    says = f"A shelf {'can' if reached else 'cannot'} be delayed."
    return (_condition("reach", reached, right.clause, says, "SUSPENSION_SHELF_NOT_REACHED"),)


def _occasions(permitted: Sourced[Fit], right: Delay) -> Condition:
    outcomes: dict[Fit, Outcome] = {"fits": "passed", "too_many": "failed", "unknown": "unknown"}
    limit, window = right.how_often.limit, right.how_often.window_days
    return Condition(
        "occasions",
        outcomes[permitted.value],
        right.how_often.clause,
        f"No more than {numbered(limit, 'occasion')}"
        + (f" in any {numbered(window, 'day')}." if window else "."),
        "SUSPENSION_OCCASIONS" if permitted.value == "too_many" else None,
    )


def _days(
    days: Sourced[int],
    left: Sourced[int],
    invocation: Invocation,
    right: Delay,
    working: Working,
) -> Condition:
    if days.value <= left.value:
        says = f"{numbered(left.value, 'day is', 'days are')} left."
        return _condition("days", True, right.clause, says)
    working.rely_on("consent_by")
    if invocation.consent is None:
        says = "Whether the Holders consent to more days is not recorded."
        return Condition("days", "unknown", right.consent_clause or right.clause, says)
    number = numbered(days.value, "day is", "days are")
    says = (
        f"{number} more than the {left.value} left; the Holders have "
        f"{'' if invocation.consent else 'not '}consented."
    )
    clause = right.consent_clause or right.clause
    return _condition("days", invocation.consent, clause, says, "SUSPENSION_DAYS")


def _notice(invocation: Invocation, right: Delay, working: Working) -> tuple[Condition, ...]:
    """A prohibition is made by notice; a delay only under reading QD5."""
    if invocation.kind == "delay":
        if not working.readings.delay_requires_notice:
            if invocation.told == ():
                working.warn("HOLDERS_NOT_TOLD", "The Holders have not been told of the delay.")
            return ()
    elif not right.prohibition_needs_notice:
        return ()
    if invocation.told is None:
        return (_unknown("notice", right.clause, "No notice to the Holders is recorded."),)
    effective = [each for each in invocation.told if each.flaw is None]
    if not effective:
        says = "No written notice to the Holders has been duly given."
        return (_condition("notice", False, right.clause, says, "SUSPENSION_NO_NOTICE"),)
    for each in invocation.told:
        if each.flaw is not None:
            working.warn(each.flaw, f"The notice to {each.holder} has no effect.")
    if all(each.received_on is None and each.given_on is None for each in effective):
        return (_unknown("notice", right.clause, "When the notice has effect is not known."),)
    return (_condition("notice", True, right.clause, "Written notice has been given."),)


def _judgment(invocation: Invocation, right: Delay) -> Condition:
    if invocation.board_judgment is None:
        return _unknown("board_judgment", right.clause, "The judgment of the Board is not known.")
    says = f"The Board has {'' if invocation.board_judgment else 'not '}so judged."
    return _condition(
        "board_judgment",
        invocation.board_judgment,
        right.clause,
        says,
        "SUSPENSION_NO_BOARD_JUDGMENT",
    )


def _transaction(
    invocation: Invocation, measured_on: Sourced[date] | None, right: Delay, working: Working
) -> Condition:
    """The transaction must have been considered on the day that counts, no later (QD6).

    Of one that began to be considered before and of which no end is recorded, it is taken so.
    """
    begun, ended = invocation.considered_from, invocation.considered_until
    if begun is None or measured_on is None:
        says = "Whether a transaction was being considered is not known."
        return _unknown("transaction", right.clause, says)
    considered = begun <= measured_on.value and (ended is None or measured_on.value <= ended)
    if considered and ended is None and begun < measured_on.value:
        working.assume(
            "TRANSACTION_STILL_CONSIDERED",
            f"The transaction considered from {written_out(begun)} is taken to have still been "
            f"considered on {written_out(measured_on.value)}: transaction_considered_until is not "
            "recorded.",
        )
    says = (
        f"A material transaction was {'' if considered else 'not '}being considered on "
        f"{written_out(measured_on.value)}."
    )
    return _condition("transaction", considered, right.clause, says, "SUSPENSION_NO_TRANSACTION")


def _timing(invocation: Invocation, right: Delay, working: Working) -> tuple[Condition, ...]:
    """A delay is of a duty not overdue (QG1); while a standstill defers it, reading QG2 decides."""
    name, clause, readings = "timing", right.clause, working.readings
    match invocation.timing:
        case "late":
            working.warn(
                "DELAY_AFTER_DUE",
                f"The delay of {written_out(invocation.invoked_on)} was invoked after the day on "
                "which the registration was due.",
            )
            cures = readings.late_delay == "cures"
            says = f"The duty was overdue, which a delay {'cures' if cures else 'does not cure'}."
            return (_condition(name, cures, clause, says, "SUSPENSION_AFTER_DUE"),)
        case "while_deferred":
            counts = readings.delay_in_standstill != "idle"
            says = "A standstill defers the duty on the day on which the delay is invoked."
            return (_condition(name, counts, clause, says, "SUSPENSION_WHILE_DEFERRED"),)
        case "undated":
            says = (
                "The due day fell when other registrations had used up the right: the duty is not "
                "overdue, and the delay moves no day."
            )
            return (_condition(name, True, clause, says),)
        case "not_known":
            if readings.late_delay == "cures":
                return ()
            return (_unknown(name, clause, "Whether the duty was overdue by then is not known."),)
        case "in_time":
            return ()


def _missing(
    conditions: Sequence[Condition], invocation: Invocation, measured_on: Sourced[date] | None
) -> Iterator[Missing]:
    """What is not recorded, for each condition that turns on it."""
    fact = "delay_invoked" if invocation.kind == "delay" else "prohibition_noticed"
    names = {
        "occasions": f"{invocation.earlier_stated_at}/in_effect_to",
        "days": "consent",
        "notice": "notices",
        "board_judgment": "board_judgment",
        "transaction": "transaction_considered_from"
        if invocation.considered_from is None or measured_on is not None
        else "request_received_on",
    }
    for each in conditions:
        # What the due day turns on is named with the due day; what the terms say, beside these.
        if each.outcome == "unknown" and each.name in names:
            name = names[each.name]
            at = None if each.name == "occasions" else f"{invocation.source}/{name}"
            yield Missing(name, f"{fact}.{name}", at)


def _told_by(name: str) -> str:
    """The fact that tells of what a Condition of the terms waits for."""
    if name.startswith("event."):
        return "event_happened.occurred_on"
    if name.startswith("request."):
        return "delivery"
    return POSTED_AS.get(name, "condition_stated.holds")


def name_missing(missing: Sequence[Missing], right: Delay, working: Working) -> None:
    """Name what is not recorded and on which a use of the right turns."""
    for each in missing:
        working.miss(
            each.name,
            "whether the delay or prohibition is permitted",
            right.clause,
            posted_as=each.posted_as,
            at=each.at,
        )


def _condition(
    name: str, met: bool, clause: str, says: str, reason: str | None = None
) -> Condition:
    return Condition(name, "passed" if met else "failed", clause, says, None if met else reason)


def _unknown(name: str, clause: str, says: str) -> Condition:
    return Condition(name, "unknown", clause, says)
