"""How often each right was used, by the limits that an agreement says itself: 2(a)(i).

A limit counts the uses of its own right or of those it names, all or those within its window on the
day of receipt: those accepted by the day of their receipt, those that count as effected by the day
of effectiveness, and what is under way on every day. What turns on a demand of which it is open
whether it stands or counts is counted both ways, and not known where that differs. Nothing raises.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from app.rules.reasoning.days.counting import months_from
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.requests import effected
from app.rules.registrations.requests.effected import (
    DemandTally,
    LimitTally,
    deciding,
    least_and_most,
    received_by,
    standing_of,
)
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.suspension.limits import first_of_rolling
from app.rules.terms.rights.asked import AskedFor
from app.rules.terms.rights.asking import LimitOfUses
from app.rules.terms.rights.delays.limits import CalendarWindow, RollingWindow
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class UsesOfLimit:
    """One limit of the uses of a right on a day.

    `used` and `left` are null where they turn on a demand of which it is open whether it stands or
    counts.
    """

    clause: str
    says: str
    counts: Literal["accepted", "effected", "effected_or_pending", "pending"]
    limit: int
    used: int | None
    left: int | None
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UsesOfRight:
    """What the limits of one right leave of it; `right` is its name in the terms."""

    right: str
    limits: tuple[UsesOfLimit, ...]


def tally(
    lives: Sequence[RegistrationLife],
    on: date | None,
    matter: Matter,
    askers: frozenset[str] | None = None,
) -> DemandTally:
    """The demands counted as of a day, and against each limit that the right itself has.

    What is limited for each Holder is counted for the `askers`, or for the one that has used most.
    """
    found = effected.tally(lives, on, matter)
    demand = matter.terms.demand
    if demand is None or not demand.uses:
        return found
    return replace(found, limits=tuple(_counted(demand, lives, on, askers, matter)))


def tally_of_sales(
    lives: Sequence[RegistrationLife],
    on: date | None,
    matter: Matter,
    askers: frozenset[str] | None = None,
) -> DemandTally:
    """The uses counted as of a day against each limit of the right to sell off a shelf."""
    return _against(matter.terms.takedown, lives, on, askers, matter)


def tally_of_shelves(
    lives: Sequence[RegistrationLife],
    on: date | None,
    matter: Matter,
    askers: frozenset[str] | None = None,
) -> DemandTally:
    """The uses counted as of a day against each limit of the right to a shelf."""
    return _against(matter.terms.shelf, lives, on, askers, matter)


def _against(
    right: AskedFor | None,
    lives: Sequence[RegistrationLife],
    on: date | None,
    askers: frozenset[str] | None,
    matter: Matter,
) -> DemandTally:
    limits = () if right is None else tuple(_counted(right, lives, on, askers, matter))
    return replace(effected.uncounted(lives, on, matter), limits=limits)


def _names_of(life: RegistrationLife, matter: Matter) -> tuple[str, ...]:
    """The rights of which it is a use: a sale that counts as a demand is one of the only demand."""
    demand = matter.terms.demand
    if demand is None or life.begun_as != "takedown" or not life.as_demand:
        return (life.right,)
    return (life.right, demand.name)


def _counted(
    right: AskedFor,
    lives: Sequence[RegistrationLife],
    on: date | None,
    askers: frozenset[str] | None,
    matter: Matter,
) -> Iterator[LimitTally]:
    for number, limit in enumerate(right.uses):
        counted = limit.of or (right.name,)
        come = received_by(on, lives)
        its_own = [each for each in come if not set(counted).isdisjoint(_names_of(each, matter))]
        least, most = least_and_most(its_own)
        used_up = [each for each in least if _is_used(each, limit, on, matter)]
        perhaps = [each for each in most if _is_used(each, limit, on, matter)]
        holder = None
        if limit.per == "holder":
            who = askers if askers is not None else _all_askers(perhaps)
            holder = max(sorted(who), key=lambda name: len(_asked_by(name, used_up)), default="")
            at_most = max((len(_perhaps_by(name, perhaps)) for name in who), default=0)
            leaving = [_asked_by(name, used_up) for name in who]
            used_up = _asked_by(holder, used_up)
        else:
            at_most, leaving = len(perhaps), [used_up]
        place, clause = f"{right.place}/uses/{number}", limit.clause or right.clause
        names = ", ".join(each.id for each in used_up) or "none"
        of_whom = f" of {holder}" if holder else ""
        used = matter.working.step(
            "uses.count",
            clause,
            f"At most {limit_in_words(limit, place)}: {len(used_up)} so far{of_whom} ({names}).",
            len(used_up),
            {each.id: deciding(each, on) for each in its_own},
        )
        left = max(limit.limit - len(used_up), 0)
        cap = Sourced(limit.limit, f"terms:{place}/limit")
        remaining = matter.working.step(
            "uses.left", clause, f"{left} more may be made.", left, {"limit": cap, "used": used}
        )
        by_standing = used_up if limit.counts in ("effected_or_pending", "pending") else []
        pending = sum(standing_of(each, matter, on) == "pending" for each in by_standing)
        day = None if left else _all_renewed_on(leaving, limit, on, matter)
        renewed_on = None
        if day is not None:
            says = f"From {written_out(day)} on the limit allows one more."
            made_of: dict[str, Sourced[object]] = {"limit": cap, "used": used}
            renewed_on = matter.working.step("uses.renewed", clause, says, day, made_of)
        yield LimitTally(limit, place, clause, used, remaining, at_most, pending, renewed_on)


def _all_askers(lives: Sequence[RegistrationLife]) -> frozenset[str]:
    """All who asked for any of them; the empty name stands for somebody of whom none is known."""
    return frozenset(["", *(name for each in lives for name in each.askers or ())])


def _asked_by(holder: str, lives: Sequence[RegistrationLife]) -> list[RegistrationLife]:
    """Those for which a Holder asked."""
    return [each for each in lives if each.askers is not None and holder in each.askers]


def _perhaps_by(holder: str, lives: Sequence[RegistrationLife]) -> list[RegistrationLife]:
    """Those for which it asked, or may have."""
    return [each for each in lives if each.askers is None or holder in each.askers]


def _all_renewed_on(
    uses: Sequence[Sequence[RegistrationLife]], limit: LimitOfUses, on: date | None, matter: Matter
) -> date | None:
    """The first day on which each who has none left has one again, if there is such a day."""
    days = [_renewed_on(each, limit, on, matter) for each in uses if len(each) >= limit.limit]
    known = [day for day in days if day is not None]
    return max(known, default=None) if len(known) == len(days) else None


def _renewed_on(
    uses: Sequence[RegistrationLife], limit: LimitOfUses, on: date | None, matter: Matter
) -> date | None:
    """The first day of which the window no longer holds too many of these uses.

    Only on a day on which one of them leaves the window can that be.
    """
    window = limit.window
    if on is None or window is None:
        return None
    if isinstance(window, CalendarWindow):
        next_year = date(on.year + 1, 1, 1)
        return next_year if _leaves_room(uses, limit, next_year, matter) else None
    counted = {day for each in uses if (day := _counted_on(each, limit)) is not None}
    leaves = {_lapsed(day, window) + timedelta(days=more) for day in counted for more in range(5)}
    ahead = sorted(day for day in leaves if day > on)
    return next((day for day in ahead if _leaves_room(uses, limit, day, matter)), None)


def _leaves_room(
    uses: Sequence[RegistrationLife], limit: LimitOfUses, day: date, matter: Matter
) -> bool:
    """Whether fewer of these uses count on a day than may."""
    return sum(_is_used(each, limit, day, matter) for each in uses) < limit.limit


def _lapsed(day: date, window: RollingWindow) -> date:
    """As long after a day as the window lasts: the day leaves it then, or a few days later."""
    if window.unit == "day":
        return day + timedelta(days=window.count)
    return months_from(day, window.months)


def _counted_on(life: RegistrationLife, limit: LimitOfUses) -> date | None:
    """The day by which a window counts a demand."""
    if limit.counts == "accepted":
        return life.received_on
    return plain(life.effective_on or life.withdrawn_on)


def _is_used(life: RegistrationLife, limit: LimitOfUses, on: date | None, matter: Matter) -> bool:
    """Whether a limit counts this demand on a day."""
    if limit.counts == "accepted":
        return _lies_in(_counted_on(life, limit), limit, on)
    state = standing_of(life, matter, on)
    if state == "pending" or limit.counts == "pending":
        return state == "pending" and limit.counts != "effected"
    return state == "effected" and _lies_in(_counted_on(life, limit), limit, on)


def _lies_in(day: date | None, limit: LimitOfUses, on: date | None) -> bool:
    """Whether a day lies in the window of the day asked about; where that is open, it does."""
    window = limit.window
    if window is None or day is None or on is None:
        return True
    if isinstance(window, CalendarWindow):
        return day.year == on.year
    return first_of_rolling(on, window) <= day and (day < on or window.ends == "day")


def limits_leave_one(used: DemandTally | None, demand: AskedFor, matter: Matter) -> list[Condition]:
    """Whether each limit of the right leaves one more."""
    if not demand.uses:
        return []
    name = "demands_left"
    if used is None:
        says = "Not counted: no request is known to have been received."
        return [Condition(name, "unknown", demand.clause, says)]
    found = []
    for each in used.limits:
        says = f"At most {limit_in_words(each.limit, each.place)}; {each.used.value} so far."
        if each.left.value == 0:
            is_pending = each.used.value - each.pending < each.limit.limit
            reason = "DEMAND_CAP_PENDING" if is_pending else "DEMAND_CAP_REACHED"
            found.append(Condition(name, "failed", each.clause, says, reason))
        elif each.at_most >= each.limit.limit:
            used.name_missing(matter)
            says += " Whether one is left turns on an earlier demand; whether it counts is open."
            found.append(Condition(name, "unknown", each.clause, says))
        else:
            found.append(Condition(name, "passed", each.clause, says))
    return found


def renewed_on(used: DemandTally | None) -> Sourced[date] | None:
    """The first day on which every limit that is reached leaves one again, if any day does."""
    reached = [each.renewed_on for each in used.limits if not each.left.value] if used else []
    known = [day for day in reached if day is not None]
    return max(known, key=lambda day: day.value, default=None) if known == reached else None


def shown_uses(used: DemandTally, demand: AskedFor, matter: Matter) -> UsesOfRight:
    """What each limit counts and leaves, as an answer shows it."""
    if any(each.at_most != each.used.value for each in used.limits):
        used.name_missing(matter)
    return UsesOfRight(demand.name, tuple(_shown(each) for each in used.limits))


def _shown(found: LimitTally) -> UsesOfLimit:
    known = found.at_most == found.used.value
    sources = {"used": found.used.source, "left": found.left.source} if known else {}
    return UsesOfLimit(
        clause=found.clause,
        says=f"At most {limit_in_words(found.limit, found.place)}.",
        counts=found.limit.counts,
        limit=found.limit.limit,
        used=found.used.value if known else None,
        left=found.left.value if known else None,
        explained_by={"limit": f"terms:{found.place}/limit"} | sources,
    )


_NOUNS: Final = {
    "/": ("demand", "demands"),
    "/takedown": ("sale", "sales"),
    "/shel": ("shelf", "shelves"),
}
"""What uses of a right are called, by the beginning of its place in the terms."""


def limit_in_words(limit: LimitOfUses, place: str) -> str:
    """A limit in words: “2 demands effected in any 12 months”; `place` is that in the terms."""
    kind = re.match("/(?:takedown|shel)?", place)
    one, several = _NOUNS[kind[0] if kind else "/"]
    what = one if limit.limit == 1 else several
    how = {
        "accepted": "accepted",
        "effected": "effected",
        "effected_or_pending": "effected or under way",
        "pending": "under way",
    }[limit.counts]
    of = f" under {' and '.join(limit.of)}" if limit.of else ""
    match limit.window:
        case None:
            within = "at once" if limit.counts == "pending" else "in all"
        case CalendarWindow():
            within = "in a calendar year"
        case window:
            unit = window.unit + ("" if window.count == 1 else "s")
            within = f"in any {window.count} {unit}"
    of_whom = " of each Holder" if limit.per == "holder" else ""
    return f"{limit.limit} {what} {how}{of_whom}{of} {within}"
