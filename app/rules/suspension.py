"""The Company's right to delay a registration or to stop sales for a while: clause 2(g).

Each use is an occasion. It needs the judgment of the Board that the registration or sale would
substantially interfere with a material transaction that was already being considered when the
request was received (a delay) or when the notice of prohibition is given (a prohibition). No more
than the agreed occasions in any rolling window of days, and no more than the agreed days for one
registration (a delay) or one continuous run (a prohibition), unless the Holders consent to more
days. Day one of a prohibition is the first day in effect; days are counted with both ends (QD1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from app.rules.almanac import ONE_DAY
from app.rules.terms.registrations import Delay
from app.rules.working import Sourced, Working

Kind: TypeAlias = Literal["delay", "prohibition"]


@dataclass(frozen=True, slots=True)
class Invocation:
    """One use of the right, as the Company made it.

    `occasions_elsewhere` are the earlier permitted uses in other registrations.
    """

    source: str
    kind: Kind
    invoked_on: date
    days: int
    board_judgment: bool | None
    considered_from: date | None
    considered_until: date | None
    consent: bool
    occasions_elsewhere: tuple[Sourced[date], ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether the use is permitted; if not why, and what would be."""

    decision: Literal["accepted", "refused", "undetermined"]
    reason: str | None
    days: Sourced[int]
    invoked_on: Sourced[date]
    max_days: Sourced[int]
    next_permitted_on: Sourced[date] | None


def rule_on(
    invocation: Invocation,
    measured_on: Sourced[date],
    right: Delay,
    prior_occasions: Sequence[Sourced[date]],
    prior_days: Sourced[int],
    working: Working,
) -> Ruling:
    """Decide one use, given the earlier permitted occasions and the days already used up.

    The transaction must have been under consideration on `measured_on`: the day on which the
    request was received (a delay) or on which the notice is given (a prohibition).
    """
    left = working.step(
        "suspension.days_left",
        right.clause,
        f"{prior_days.value} of {right.max_days} days are used; "
        f"{max(right.max_days - prior_days.value, 0)} are left without consent.",
        max(right.max_days - prior_days.value, 0),
        {"used": prior_days, "max_days": Sourced(right.max_days, "terms:/delay/max_days")},
    )
    permitted = next_permitted_day(right, prior_occasions, working)
    reason, known = _reason(invocation, measured_on, left, permitted)
    if not known:
        working.miss(
            "board_judgment"
            if invocation.board_judgment is None
            else "transaction_considered_from",
            "whether the delay or prohibition is permitted",
            right.clause,
        )
    return Ruling(
        decision="undetermined" if not known else "refused" if reason else "accepted",
        reason=reason if known else None,
        days=Sourced(invocation.days, f"{invocation.source}/days"),
        invoked_on=Sourced(invocation.invoked_on, f"{invocation.source}/invoked_on"),
        max_days=left,
        next_permitted_on=permitted if reason == "SUSPENSION_OCCASIONS" else None,
    )


def next_permitted_day(
    right: Delay, occasions: Sequence[Sourced[date]], working: Working
) -> Sourced[date] | None:
    """The first day on which one more occasion fits into every window; None: any day."""
    limit, window = right.occasions.limit, right.occasions.window_days
    if window is None or len(occasions) < limit or limit == 0:
        return None
    oldest = sorted(occasions, key=lambda each: each.value)[-limit]
    day = oldest.value + timedelta(days=window)
    return working.step(
        "suspension.next_permitted",
        right.occasions.clause,
        f"With {limit} occasions since {oldest.value.isoformat()}, the next is permitted "
        f"{window} days after that day: {day.isoformat()}.",
        day,
        {
            "occasion": oldest,
            "limit": Sourced(limit, "terms:/delay/occasions/limit"),
            "window_days": Sourced(window, "terms:/delay/occasions/window_days"),
        },
    )


def last_day_in_effect(
    invocation: Invocation, right: Delay, working: Working
) -> tuple[Sourced[date], Sourced[date]]:
    """The last day of a prohibition, its first day counted, and the day on which sales resume."""
    last = invocation.invoked_on + timedelta(days=invocation.days - 1)
    ends = working.step(
        "suspension.last_day",
        right.clause,
        f"{invocation.days} days in effect, the first being {invocation.invoked_on.isoformat()}, "
        f"end on {last.isoformat()}.",
        last,
        {
            "first_day": Sourced(invocation.invoked_on, f"{invocation.source}/invoked_on"),
            "days": Sourced(invocation.days, f"{invocation.source}/days"),
        },
    )
    resumes = working.step(
        "suspension.resume",
        right.clause,
        f"Sales may resume on {(last + ONE_DAY).isoformat()}.",
        last + ONE_DAY,
        {"last_day": ends},
    )
    return ends, resumes


def _reason(
    invocation: Invocation,
    measured_on: Sourced[date],
    left: Sourced[int],
    permitted: Sourced[date] | None,
) -> tuple[str | None, bool]:
    """Why the use is refused (None: it is not), and whether that can be known."""
    if permitted and invocation.invoked_on < permitted.value:
        return "SUSPENSION_OCCASIONS", True
    if invocation.days > left.value and not invocation.consent:
        return "SUSPENSION_DAYS", True
    if invocation.board_judgment is False:
        return "SUSPENSION_NO_BOARD_JUDGMENT", True
    if invocation.board_judgment is None or invocation.considered_from is None:
        return None, False
    until = invocation.considered_until
    if invocation.considered_from > measured_on.value or (until and until < measured_on.value):
        return "SUSPENSION_NO_TRANSACTION", True
    return None, True
