"""How often each right was used, by the limits that an agreement says itself: 2(a)(i).

A limit counts the uses of its own right or of those it names, all or those within its window on the
day of receipt: those accepted by the day of their receipt, those that count as effected by the day
of effectiveness, and what is under way on every day. What turns on a demand of which it is open
whether it stands or counts is counted both ways, and not known where that differs. Nothing raises.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

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
from app.rules.terms.rights.asked import AskedRight
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


def tally(lives: Sequence[RegistrationLife], on: date | None, matter: Matter) -> DemandTally:
    """The demands counted as of a day, and against each limit that the right itself has."""
    found = effected.tally(lives, on, matter)
    demand = matter.terms.demand
    if demand is None or not demand.uses:
        return found
    return replace(found, limits=tuple(_counted(demand, lives, on, matter)))


def tally_of_sales(
    lives: Sequence[RegistrationLife], on: date | None, matter: Matter
) -> DemandTally:
    """The uses counted as of a day against each limit of the right to sell off a shelf."""
    sale = matter.terms.takedown
    limits = () if sale is None else tuple(_counted(sale, lives, on, matter))
    return replace(effected.uncounted(lives, on, matter), limits=limits)


def _names_of(life: RegistrationLife, matter: Matter) -> tuple[str, ...]:
    """The rights of which it is a use: a sale that counts as a demand is one of the only demand."""
    demand = matter.terms.demand
    if demand is None or not life.sale or not life.as_demand:
        return (life.right,)
    return (life.right, demand.name)


def _counted(
    demand: AskedRight, lives: Sequence[RegistrationLife], on: date | None, matter: Matter
) -> Iterator[LimitTally]:
    for number, limit in enumerate(demand.uses):
        counted = limit.of or (demand.name,)
        come = received_by(on, lives)
        its_own = [each for each in come if not set(counted).isdisjoint(_names_of(each, matter))]
        least, most = least_and_most(its_own)
        uses = [each for each in least if _is_used(each, limit, on, matter)]
        perhaps = sum(_is_used(each, limit, on, matter) for each in most)
        place, clause = f"{demand.place}/uses/{number}", limit.clause or demand.clause
        names = ", ".join(each.id for each in uses) or "none"
        used = matter.working.step(
            "uses.count",
            clause,
            f"At most {in_words(limit, place)}: {len(uses)} so far ({names}).",
            len(uses),
            {each.id: deciding(each, on) for each in its_own},
        )
        left = max(limit.limit - len(uses), 0)
        cap = Sourced(limit.limit, f"terms:{place}/limit")
        remaining = matter.working.step(
            "uses.left", clause, f"{left} more may be made.", left, {"limit": cap, "used": used}
        )
        by_standing = uses if limit.counts in ("effected_or_pending", "pending") else []
        pending = sum(standing_of(each, matter, on) == "pending" for each in by_standing)
        day = None if left else _renewed_on(uses, limit, on, matter)
        renewed_on = None
        if day is not None:
            says = f"From {written_out(day)} on it leaves one again."
            made_of: dict[str, Sourced[object]] = {"limit": cap, "used": used}
            renewed_on = matter.working.step("uses.renewed", clause, says, day, made_of)
        yield LimitTally(limit, place, clause, used, remaining, perhaps, pending, renewed_on)


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
    return months_from(day, window.count)


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


def limits_leave_one(
    used: DemandTally | None, demand: AskedRight, matter: Matter
) -> list[Condition]:
    """Whether each limit of the right leaves one more."""
    if not demand.uses:
        return []
    name = "demands_left"
    if used is None:
        says = "Not counted: no request is known to have been received."
        return [Condition(name, "unknown", demand.clause, says)]
    found = []
    for each in used.limits:
        says = f"At most {in_words(each.limit, each.place)}; {each.used.value} so far."
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


def shown_uses(used: DemandTally, demand: AskedRight, matter: Matter) -> UsesOfRight:
    """What each limit counts and leaves, as an answer shows it."""
    if any(each.at_most != each.used.value for each in used.limits):
        used.name_missing(matter)
    return UsesOfRight(demand.name, tuple(_shown(each) for each in used.limits))


def _shown(found: LimitTally) -> UsesOfLimit:
    known = found.at_most == found.used.value
    sources = {"used": found.used.source, "left": found.left.source} if known else {}
    return UsesOfLimit(
        clause=found.clause,
        says=f"At most {in_words(found.limit, found.place)}.",
        counts=found.limit.counts,
        limit=found.limit.limit,
        used=found.used.value if known else None,
        left=found.left.value if known else None,
        explained_by={"limit": f"terms:{found.place}/limit"} | sources,
    )


def in_words(limit: LimitOfUses, place: str) -> str:
    """A limit in words: “2 demands effected in any 12 months”; `place` is that in the terms."""
    what = "sale" if place.startswith("/takedown") else "demand"
    what += "" if limit.limit == 1 else "s"
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
    return f"{limit.limit} {what} {how}{of} {within}"
