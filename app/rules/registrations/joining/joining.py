"""Who may join a registration, and until when: the join windows of clauses 2(a)(i) and 2(b).

Every Holder has a window of its own, counted from its own receipt of the Company's notice. In a
demand its request must be received by the Company within it; in the Company's own registration it
must be given within it (QA21). Joining is an act the contract authorises, so a last day on a
Sunday or holiday moves (QA8). Days are calendar days.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias, TypeVar

from app.rules.notices.receipt import Receipt
from app.rules.reasoning.days.clock import Happenings
from app.rules.reasoning.days.period import due_as_changed
from app.rules.reasoning.days.within import last_day_of
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain
from app.rules.terms.readings import Readings
from app.rules.terms.rights.registrations import Demand, Incidental, Shelf
from app.rules.terms.rights.takedowns import Takedown
from app.rules.terms.rights.telling import Inclusion
from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value
from app.rules.values.written_dates import written_out

WindowState: TypeAlias = Literal["not_started", "open", "closed", "unknown"]


WindowResponse: TypeAlias = Literal[
    "requested", "joined", "withdrawn", "refused", "undetermined", "none"
]


JoinDecision: TypeAlias = Literal["accepted", "refused", "undetermined"]


@small_value
class JoinWindow:
    """Until when one Holder may join, from its own receipt of the notice.

    `amendment` is the fact that asked for an amendment of the effective shelf, of which the notice
    tells; null: the notice is that of the registration itself.
    """

    holder: str
    amendment: IfAny[str]
    notice_given_on: IfAny[date]
    notice_received_on: IfAny[date]
    last_day: date | None
    state: WindowState
    response: WindowResponse
    explained_by: Mapping[str, str]


@small_value
class JoinResult:
    """One Holder's request to join, and whether it is in time; null shares were not stated."""

    holder: str
    shares: int | None
    given_on: date | None
    received_on: date | None
    decision: JoinDecision
    reason: str | None
    explained_by: Mapping[str, str]


RightOn: TypeAlias = Callable[[Matter], "JoinRight"]
"""How Holders join by the terms of a day."""
Test: TypeAlias = Literal["received", "given"]


@dataclass(frozen=True, slots=True)
class JoinRight:
    """How Holders join one registration: the window, the test of a request, and where it is agreed.

    Without a window (QC24) a Holder may join until the registration is effective.
    """

    term: Inclusion
    right_clause: str
    reading: Literal["demand_join_test", "incidental_join_test"]
    readings: Readings
    pointer: str
    has_window: bool = True

    @property
    def clause(self) -> str:
        """The clause of the window."""
        return self.term.within.clause or self.right_clause

    @property
    def test(self) -> Test:
        """What must lie within the window, as the terms or the reading have it."""
        test: Test = self.term.reply or getattr(self.readings, self.reading)
        return test

    @property
    def test_readings(self) -> tuple[str, ...]:
        """The reading that chooses the test, where the terms are silent."""
        return () if self.term.reply else (self.reading,)

    def tested(self, request: Receipt) -> Sourced[date] | None:
        """The day of a request that must lie within the window."""
        return request.received_on if self.test == "received" else request.given_on


@dataclass(frozen=True, slots=True)
class JoinRuling:
    """Whether a request to join is in time; if not, why.

    `amends` says that the effective statement must be amended before the Holder is in, `amendment`
    names the request to amend a shelf that it joins in, or makes.
    """

    decision: Literal["accepted", "refused", "undetermined"]
    reason: str | None
    tested: Sourced[date] | None
    amends: bool = False
    amendment: str | None = None


def window_last_day(notice: Receipt, right: JoinRight, matter: Matter) -> Sourced[date] | None:
    """The last day on which this Holder may join; None until what it is counted from has a day."""
    return last_day_of(
        right.term.within,
        notice_known(notice),
        matter,
        f"{right.pointer}/within",
        "until when a Holder may join",
        right.right_clause,
    )


def notice_known(notice: Receipt) -> Happenings:
    """What the window of one Holder may be counted from: the days of its own notice."""
    days = {
        "notice.sent": notice.sent_on,
        "notice.given": notice.given_on,
        "notice.delivered": notice.delivered_on,
        "notice.received": notice.received_on,
    }
    return Happenings(date.max, {name: day for name, day in days.items() if day is not None})


def demand_join(demand: Demand, matter: Matter) -> JoinRight:
    """How Holders join a demand."""
    return JoinRight(
        demand.join, demand.clause, "demand_join_test", matter.readings, f"{demand.place}/join"
    )


def takedown_join(takedown: Takedown, matter: Matter) -> JoinRight:
    """How Holders join an underwritten sale off the shelf: as they join a demand."""
    return JoinRight(
        takedown.join,
        takedown.clause,
        "demand_join_test",
        matter.readings,
        f"{takedown.place}/join",
    )


def shelf_join(shelf: Shelf, matter: Matter) -> JoinRight:
    """How Holders join a shelf: within a window only if reading QC24 gives them one."""
    if shelf.join is None:
        raise AssertionError("nobody joins a shelf that covers everything")
    return JoinRight(
        shelf.join,
        shelf.clause,
        "demand_join_test",
        matter.readings,
        f"{shelf.place}/join",
        has_window=matter.readings.shelf_join_window,
    )


def incidental_join(incidental: Incidental, matter: Matter) -> JoinRight:
    """How Holders join the Company's own registration."""
    return JoinRight(
        incidental.join,
        incidental.clause,
        "incidental_join_test",
        matter.readings,
        f"{incidental.place}/join",
    )


def window_as_changed(
    notice: Receipt,
    right_on: RightOn,
    matter: Matter,
    asked_on: Sourced[date] | None = None,
) -> Sourced[date] | None:
    """The last day on which this Holder may join, or might when it asked, as the terms change."""

    def last(at: Matter) -> Sourced[date] | None:
        return window_last_day(notice, right_on(at), at)

    reached = notice.received_on or notice.given_on
    if reached is None:
        return last(matter)
    return due_as_changed(last, matter, reached.value, plain(asked_on))


def opening_day(notice: Receipt, right_on: RightOn, matter: Matter) -> Sourced[date] | None:
    """The day from which this Holder's window runs.

    That is the day of receipt, unless its last day is counted from something that came before.
    """
    given, received = notice.given_on, notice.received_on
    if given is None or received is None or given.value == received.value:
        return received or given
    aside = matter.unrecorded()
    only_given = replace(notice, received_on=None, delivered_on=None)
    return received if window_last_day(only_given, right_on(aside), aside) is None else given


R = TypeVar("R")


def joins(
    term: R | None, stated: Callable[[Matter], R | None], join: Callable[[R, Matter], JoinRight]
) -> RightOn | None:
    """How Holders join a registration of one kind, day by day; None where nobody can."""
    return None if term is None else lambda at: join(stated(at) or term, at)


def rule_on_join(
    request: Receipt, last: Sourced[date] | None, right: JoinRight, matter: Matter
) -> JoinRuling:
    """Decide whether a request to join is in time; without a notice the window has not begun."""
    test = right.test
    if request.flaw:
        return JoinRuling("refused", request.flaw, None)
    tested = right.tested(request)
    if tested is None:
        return JoinRuling("undetermined", None, None)
    if last is None:
        matter.working.step(
            "joining.test",
            right.clause,
            "No notice has reached this Holder: its window has not begun to run."
            if right.has_window
            else "No window is set for requests to be included.",
            True,
            {test: tested},
            readings=right.test_readings,
        )
        return JoinRuling("accepted", None, tested)
    in_time = tested.value <= last.value
    ruling = matter.working.step(
        "joining.test",
        right.clause,
        f"The request was {test} on {written_out(tested.value)}; the last day was "
        f"{written_out(last.value)}: {'in time' if in_time else 'late'}.",
        in_time,
        {test: tested, "last_day": last},
        readings=right.test_readings,
    )
    if in_time:
        return JoinRuling("accepted", None, Sourced(tested.value, ruling.source))
    return JoinRuling("refused", "JOIN_LATE", Sourced(tested.value, ruling.source))
