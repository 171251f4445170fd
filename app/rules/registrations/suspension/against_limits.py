"""One use of the right to delay against the limits that an agreement says itself, and what is left.

Every hard limit must hold; one that is only to be aimed at warns and refuses nothing. Days beyond
a limit may be used with the Holders' consent, where the agreement provides for it. What turns on
the days of an earlier use that are not known is not known. Nothing raises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.rules.reasoning.trace import Sourced, Working
from app.rules.reasoning.verdicts import Condition, Outcome
from app.rules.registrations.suspension.limits import (
    ANY_USE,
    Lasting,
    LimitCounted,
    UseOf,
    first_day_with_room,
    longest_that_fits,
)
from app.rules.registrations.suspension.occasions import Occasion
from app.rules.terms.rights.delays.delays import Delay
from app.rules.terms.rights.delays.limits import (
    CalendarWindow,
    LimitOfDelays,
    PeriodsFrom,
    RollingWindow,
)
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out

PLACE = "terms:/delay/limits"


@dataclass(frozen=True, slots=True)
class AgainstLimits:
    """Whether a use fits, how many days it may last, and the first day on which one would fit."""

    conditions: tuple[Condition, Condition]
    days_left: Sourced[int]
    next_on: Sourced[date] | None


def against_limits(
    right: Delay,
    invoked_on: Sourced[date],
    days: Sourced[int],
    lasting: Lasting | None,
    earlier: Sequence[Occasion],
    agreed_on: date,
    consent: bool | None,
    working: Working,
    of: UseOf = ANY_USE,
) -> AgainstLimits:
    """Hold one use against every limit: first how often, then how long."""
    others, known = lasting_of(earlier)
    day = invoked_on.value
    use = lasting or Lasting(day, day, day, of)
    hard: list[LimitCounted] = []
    broken: dict[str, LimitOfDelays] = {}
    aimed_at: list[LimitOfDelays] = []
    for number, limit in enumerate(right.limits):
        counted = LimitCounted(limit, agreed_on)
        if not counted.binds(of):
            continue
        fits = counted.fits(use, others)
        working.step(
            "limits.fit",
            limit.clause or right.clause,
            f"At most {delays_in_words(limit)}: this use {'fits' if fits else 'would exceed it'}.",
            fits,
            {
                "invoked_on": invoked_on,
                "days": days,
                "limit": Sourced(limit.limit, f"{PLACE}/{number}/limit"),
                **_listed(earlier),
            },
        )
        if limit.force == "limit":
            hard.append(counted)
            if not fits:
                broken.setdefault(limit.counts, limit)
        elif not fits:
            aimed_at.append(limit)
    for limit in aimed_at if not broken else ():
        says = f"More than the agreement aims at: at most {delays_in_words(limit)}."
        working.warn("LIMIT_OF_EFFORTS_PASSED", says)
    most = longest_that_fits(use.first, day, hard, others, of)
    left = working.step(
        "limits.days_left",
        right.clause,
        f"By its limits a use from {written_out(use.first)} may last {numbered(most, 'day')}.",
        most,
        {"invoked_on": invoked_on, **_listed(earlier)},
    )
    sure = known and lasting is not None
    return AgainstLimits(
        (_how_often(right, broken.get("uses")), _how_long(right, broken, sure, consent)),
        left,
        _next(invoked_on, hard, others, right, working, of, days.value if lasting else 1)
        if broken and known
        else None,
    )


def _how_often(right: Delay, broken: LimitOfDelays | None) -> Condition:
    if broken is None:
        return Condition("occasions", "passed", right.clause, "The limits leave room for this use.")
    return Condition(
        "occasions",
        "failed",
        broken.clause or right.clause,
        f"At most {delays_in_words(broken)}.",
        "SUSPENSION_OCCASIONS",
    )


def _how_long(
    right: Delay, broken: Mapping[str, LimitOfDelays], sure: bool, consent: bool | None
) -> Condition:
    limit = broken.get("days")
    if limit is None:
        counted = any(each.counts == "days" and each.force == "limit" for each in right.limits)
        if sure or not counted:
            return Condition("days", "passed", right.clause, "Its days are within the limits.")
        says = "That turns on the days of an earlier use, or of this one, which are not known."
        return Condition("days", "unknown", right.clause, says)
    says = f"At most {delays_in_words(limit)}."
    if right.consent_clause is None:
        clause = limit.clause or right.clause
        return Condition("days", "failed", clause, says, "SUSPENSION_DAYS")
    if consent is None:
        says += " Whether the Holders consent to more is not recorded."
        return Condition("days", "unknown", right.consent_clause, says)
    outcome: Outcome = "passed" if consent else "failed"
    says += f" The Holders have {'' if consent else 'not '}consented to more."
    reason = None if consent else "SUSPENSION_DAYS"
    return Condition("days", outcome, right.consent_clause, says, reason)


def _next(
    on: Sourced[date],
    hard: Sequence[LimitCounted],
    others: Sequence[Lasting],
    right: Delay,
    working: Working,
    of: UseOf,
    days: int = 1,
) -> Sourced[date] | None:
    day = first_day_with_room(on.value, hard, others, of, days)
    if day is None:
        return None
    room = "room" if days == 1 else f"room for {numbered(days, 'day')}"
    says = f"The first day on which the limits leave {room} is {written_out(day)}."
    return working.step("limits.first_free_day", right.clause, says, day, {"from": on})


@dataclass(frozen=True, slots=True)
class LimitLeft:
    """One limit of the right to delay on the day asked about.

    `used` and `left` are uses or days in the window of that day, as `counts` says; null where they
    turn on a use of which not all is known. `first_free_day` is the first day, from then on, on
    which this limit leaves room for a use of one day; null if none ever does.
    """

    clause: str
    says: str
    counts: Literal["uses", "days"]
    force: Literal["limit", "efforts"]
    limit: int
    used: int | None
    left: int | None
    first_free_day: date | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LimitsLeft:
    """What the limits of an agreement's own leave of the right to delay or prohibit.

    `next_permitted_on` is the first day, from the day asked about, on which all of them that bind
    leave room; null if none ever does, or it is not known.
    """

    of: Literal["delay", "prohibition"]
    limits: tuple[LimitLeft, ...]
    next_permitted_on: date | None
    explained_by: Mapping[str, str]


def limits_left(
    on: Sourced[date],
    kind: Literal["delay", "prohibition"],
    right: Delay,
    surely: Sequence[Occasion],
    at_most: Sequence[Occasion],
    agreed_on: date,
    working: Working,
    of: UseOf,
) -> LimitsLeft:
    """Each limit on a day: what is used, what is left, and the first free day.

    `surely` are the uses that were permitted, `at_most` those that may have been as well; `of` is
    the use that they are limits of, of no right where the whole agreement is asked about.
    """
    uses, known = lasting_of(surely)
    more, _ = lasting_of(at_most)
    shown = []
    for number, limit in enumerate(right.limits):
        counted, place = LimitCounted(limit, agreed_on), f"{PLACE}/{number}"
        if of.rights and not counted.binds(of):
            continue
        of_others = UseOf(next(iter(limit.of), kind), frozenset(limit.rights))
        such = of if counted.binds(of) else of_others
        used, clause = counted.used(on.value, uses, such), limit.clause or right.clause
        free = first_day_with_room(on.value, [counted], uses, such)
        or_else = (
            counted.used(on.value, more, such),
            first_day_with_room(on.value, [counted], more, such),
        )
        same = (known or limit.counts == "uses") and (used, free) == or_else
        step = working.step(
            "limits.used",
            clause,
            f"{numbered(used, 'is', 'are')} used of at most {delays_in_words(limit)}.",
            used,
            {
                "as_of": on,
                "limit": Sourced(limit.limit, f"{place}/limit"),
                **_listed(surely),
            },
        )
        of_it: dict[str, Sourced[object]] = {"as_of": on, "used": step}
        says = f"{numbered(max(limit.most - used, 0), 'is', 'are')} left."
        left = working.step("limits.left", clause, says, max(limit.most - used, 0), of_it)
        sources = {"used": step.source, "left": left.source}
        if free is not None:
            says = f"It leaves room again from {written_out(free)}."
            sources["first_free_day"] = working.step(
                "limits.first_free_day", clause, says, free, of_it
            ).source
        shown.append(
            LimitLeft(
                clause,
                f"At most {delays_in_words(limit)}.",
                limit.counts,
                limit.force,
                limit.limit,
                used if same else None,
                left.value if same else None,
                free if same else None,
                {"limit": f"{place}/limit"} | (sources if same else {}),
            )
        )
    hard = [LimitCounted(each, agreed_on) for each in right.limits if each.force == "limit"]
    free_on = first_day_with_room(on.value, hard, uses, of)
    certain = known and free_on == first_day_with_room(on.value, hard, more, of)
    next_on = _next(on, hard, uses, right, working, of) if certain else None
    return LimitsLeft(
        kind,
        tuple(shown),
        next_on.value if next_on else None,
        {"next_permitted_on": next_on.source} if next_on else {},
    )


def lasting_of(occasions: Sequence[Occasion]) -> tuple[list[Lasting], bool]:
    """The days of earlier uses, and whether all are known; else only the day of its invocation."""
    days = [each.invoked_on.value for each in occasions]
    found = [
        replace(each.lasting or Lasting(day, day, day), of=each.of)
        for each, day in zip(occasions, days, strict=True)
    ]
    return found, all(each.lasting is not None for each in occasions)


def delays_in_words(limit: LimitOfDelays) -> str:
    """A limit in words: “45 days of one use”, “2 uses in any 12 months”."""
    return f"{_number_in_words(limit)}{_of_which(limit)}"


def _of_which(limit: LimitOfDelays) -> str:
    """Which uses it counts, where it does not count all."""
    of = f", of {limit.of[0]}s only" if len(limit.of) == 1 else ""
    rights = f", under {' or '.join(limit.rights)}" if limit.rights else ""
    return of + rights


PER_IN_WORDS = {"use": "of one use", "run": "without a break"}


def _number_in_words(limit: LimitOfDelays) -> str:
    what = limit.counts if limit.most != 1 else limit.counts.removesuffix("s")
    number = f"{limit.most} {what}"
    if limit.per == "registration":
        number = f"{number} of one registration"
    match limit.window:
        case RollingWindow() as window:
            unit = window.unit + ("" if window.count == 1 else "s")
            return f"{number} in any {window.count} {unit}"
        case CalendarWindow():
            return f"{number} in a calendar year"
        case PeriodsFrom() as window:
            unit = window.unit + ("" if window.count == 1 else "s")
            since = "the first use" if window.since == "first_use" else "the agreement"
            return f"{number} in each period of {window.count} {unit} from {since}"
        case None:
            if limit.per == "registration":
                return number
            return f"{number} {PER_IN_WORDS[limit.per] if limit.per else 'in all'}"


def _listed(occasions: Sequence[Occasion]) -> dict[str, Sourced[date]]:
    in_order = sorted((each.invoked_on for each in occasions), key=lambda day: day.value)
    return {f"use_{number}": day for number, day in enumerate(in_order, start=1)}
