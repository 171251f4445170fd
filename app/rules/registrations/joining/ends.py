"""The end of a registration, as it bears on what is asked after it: 2(a), 2(b).

Nothing more is asked for in what is sold, abandoned, withdrawn by all who had asked, or run out, or
once the rights have ended. Dates are whole days. Nothing raises.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.rules.notices.receipt import receipt
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain
from app.rules.registrations.joining.askings import askings
from app.rules.registrations.joining.covered import Succession, succession
from app.rules.registrations.joining.history import History, MoreAsked
from app.rules.registrations.joining.participants import Joined, Participation
from app.rules.registrations.requests.ruling import RegistrationRuling


@dataclass(frozen=True, slots=True)
class RunsOut:
    """When the period of an effective statement runs out: its last day, or the `latest` it can be.

    `surely_through` is the earliest that it can be, while it is open which day it is. Where nothing
    tells from when the period runs, there is no latest.
    """

    surely_through: date
    latest: Sourced[date] | None


class Ends:
    """The ends of a registration, for what is asked after them.

    On the very day of an end something may still have come before it. That all is sold has a reason
    of its own; who joined bears on whether all took their requests back.
    """

    def __init__(
        self, ruling: RegistrationRuling, history: History, runs_out: RunsOut | None, matter: Matter
    ) -> None:
        """Gather them; `runs_out` is None while the period is not over."""
        self.ruling, self.history, self.runs_out = ruling, history, runs_out
        self.matter = matter
        ended = history.rights_ended(matter.unrecorded())
        with_rights = ended is not None and ended.reason != "ENDED_BY_TIME"
        self.rights_ended = history.rights_ended(matter) if with_rights else None

    def before(
        self,
        asked_on: Sourced[date] | None,
        joins: Iterable[Joined] = (),
        before_sales: bool | None = None,
    ) -> tuple[Sourced[date], str] | None:
        """The first end that came before a day, and the reason of what is refused for it.

        `joins` are the requests to join by then, `before_sales` whether it came before what was
        sold on its day.
        """
        if asked_on is None:
            return None
        history, day = self.history, asked_on.value
        withdrawn = withdrawn_on(self.ruling, Participation((), tuple(joins)), history, self.matter)
        runs_out = self.runs_out.latest if self.runs_out else None
        ends = (
            (history.life.all_sold_on, "JOIN_AFTER_SALE"),
            (history.abandoned_on, "JOIN_AFTER_END"),
            (withdrawn, "JOIN_AFTER_END"),
            (runs_out, "JOIN_AFTER_END"),
        )
        found = [(end, why) for end, why in ends if end is not None and end.value < day]
        sold_on = history.life.all_sold_on
        if before_sales is False and sold_on is not None and sold_on.value == day:
            found.append((sold_on, "JOIN_AFTER_SALE"))
        if self.rights_ended is not None and self.rights_ended.on.value <= day:
            found.append((self.rights_ended.on, "RIGHTS_ENDED"))
        return min(found, key=lambda each: each[0].value, default=None)

    def perhaps_before(self, asked_on: Sourced[date] | None) -> bool:
        """Whether it is open if the period had run out before a day."""
        if asked_on is None or self.runs_out is None:
            return False
        return self.runs_out.surely_through < asked_on.value


def without_what_came_after(
    ruling: RegistrationRuling, history: History, runs_out: RunsOut | None, matter: Matter
) -> History:
    """What has happened, without requests to amend a shelf that came after its end."""
    if not history.more:
        return history
    ends, aside = Ends(ruling, history, runs_out, matter.unrecorded()), matter.unrecorded()

    def is_before(more: MoreAsked) -> bool:
        received_on = receipt(more.delivery, aside, f"{more.source}/delivery").received_on
        return ends.before(received_on) is None

    return replace(history, more=tuple(more for more in history.more if is_before(more)))


def withdrawn_on(
    ruling: RegistrationRuling, taking_part: Participation, history: History, matter: Matter
) -> Sourced[date] | None:
    """The day on which the whole was withdrawn: at once, or by the last who had asked.

    Who took over registered shares asks in the place of the one who had asked, who asks no more
    once it has passed on all of them (9(f), QG5). What Holders did not begin goes on without those
    who joined it.
    """
    if not ruling.rests_on_requests:
        return None
    if not ruling.stands and ruling.asked.on_the_way:
        # Somebody may ask besides those whose letters are known to have come.
        return None
    at_once = history.taken_back.wholly(plain(ruling.asked.received_on))
    if at_once is not None:
        return at_once.on
    if not history.taken_back:
        return None
    days: list[Sourced[date]] = []
    for holder, asked_on in _with_successors(ruling, taking_part, history, matter):
        taken = history.taken_back.of(holder, asked_on)
        if taken is None:
            return None
        days.append(taken.on)
    return max(days, key=lambda each: each.value, default=None)


def _with_successors(
    ruling: RegistrationRuling, taking_part: Participation, history: History, matter: Matter
) -> Iterator[tuple[str, date | None]]:
    """Everyone who asks, with the day on which it asked or came into the place of one who did."""
    found = Succession()
    if history.register is not None and history.register.passed:
        asked = askings(ruling, taking_part, history, matter.unrecorded())
        found = succession(asked, history.sales, history.register, history.taken_back, matter)
    asked_last = dict(_askers(ruling, taking_part))
    for holder in dict.fromkeys((*asked_last, *found.took_over)):
        if holder not in found.handed_on:
            days = (asked_last.get(holder), found.took_over.get(holder))
            yield holder, max((day for day in days if day is not None), default=None)


def _askers(
    ruling: RegistrationRuling, taking_part: Participation
) -> Iterator[tuple[str, date | None]]:
    """Everyone whose request counts, with the day on which it asked last."""
    asked: dict[str, date | None] = {
        holder: letter.asked_on
        for letter in ruling.asked.counted
        for holder in letter.requests
        if holder not in ruling.asked.unrecognised
    }
    asked.update({joined.result.holder: joined.asked_on for joined in taking_part.latest()})
    yield from asked.items()
