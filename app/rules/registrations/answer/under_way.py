"""The registration under way that a course of any kind amounts to.

Who asked, who takes part, the days of its statement and its facts are read off the course; a sale
off a shelf is done when all is sold, for the statement is the shelf's. A shelf is not itself
underwritten: an underwritten sale off it is a registration of its own. What a Holder asks for after
the end brings about nothing. Nothing raises.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations
from typing import Final, TypeVar

from app.rules.facts import RecordedFact
from app.rules.facts.life.procedures import ProcedureRequested
from app.rules.holders.splits import ShareNumber
from app.rules.notices.receipt import receipt
from app.rules.procedures.under_way import UnderWay
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.duties.obligees import sellers
from app.rules.registrations.joining.history import History
from app.rules.registrations.joining.undertakings import in_doubt, left_out
from app.rules.registrations.progress.progress import Progress

S = TypeVar("S")
FEW: Final = 3


def under_way_of(
    progress: Progress, matter: Matter, covers: frozenset[str] = frozenset()
) -> UnderWay:
    """What the Company is bound to carry out; `covers` are those whom another statement covers."""
    ruling, history = progress.ruling, progress.history
    told = history.holders(ruling.begun_on.value) if ruling.begun_on else ()
    taking_part = sellers(progress)
    register, as_of = history.register_now, progress.as_of
    held: tuple[str, ...] = ()
    if register is not None and ruling.begun_on is not None and as_of is not None:
        # A duty that binds every Holder, and its breach, outlast the Holder's last share.
        held = register.held_since(ruling.begun_on.value, as_of)
    asked = ruling.asked.requesters
    ways = (*(_Way(each) for each in (progress, *progress.others)), *_in_doubt(progress, matter))
    return UnderWay(
        kind=ruling.kind,
        trigger=ruling.trigger,
        made_on=ruling.begun_on,
        asked_by=taking_part
        if progress.is_over
        else tuple(holder for holder in taking_part if holder in asked),
        included=progress.included,
        holders=tuple(
            sorted({*(holder.id for holder in told), *history.everybody, *held, *taking_part})
        ),
        underwritten=_underwritten(progress, matter),
        planned_filing_on=history.planned_filing_on,
        filed_on=history.filed_on,
        effective_on=history.life.effective_on,
        kept_effective_to=_kept_to(progress),
        given_up=progress.is_over,
        facts=tuple(each for each in history.facts if not _comes_too_late(each, progress, matter)),
        as_of=progress.as_of,
        sales=history.sales,
        sales_elsewhere=history.sales_elsewhere,
        held={
            hold.notice_given_on.source: hold.received
            for hold in progress.holds
            if hold.notice_given_on is not None
        },
        came_in=progress.came_in,
        took_over={
            holder: each.came
            for holder, each in progress.covered.items()
            if each.came and holder not in progress.came_in
        },
        left_out=_left_out(progress, matter),
        covers=covers.union(
            holder
            for holder, shares in (history.covers.value if history.covers else {}).items()
            if shares
        ),
        or_included=tuple(way.included() for way in ways[1:]),
        sale_began_on=_sale_began_on(history),
        waived=history.waived,
        passed=register.passed if register else (),
        known=history.known,
        register=register,
        offered_elsewhere=history.offered_elsewhere,
        stated=_stated(history),
        in_on=lambda day: progress.in_on(day, matter),
        by_day=tuple(partial(way.by_day, matter) for way in ways),
        at_votes=tuple(partial(way.at_votes, matter) for way in ways),
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """Who may be in it: as a course of it has it, or the same without some."""

    progress: Progress
    without: frozenset[str] = frozenset()

    def included(self) -> Mapping[str, Sourced[ShareNumber | None]]:
        return self._left_in(self.progress.included)

    def by_day(self, matter: Matter) -> Iterator[tuple[date, Mapping[str, ShareNumber | None]]]:
        for day, shares in self.progress.included_by_day(matter):
            yield day, self._left_in(shares)

    def at_votes(self, matter: Matter, day: date) -> Mapping[str, ShareNumber | None] | None:
        found = self.progress.at_votes(matter, day)
        return None if found is None else self._left_in(found)

    def _left_in(self, shares: Mapping[str, S]) -> Mapping[str, S]:
        return {holder: each for holder, each in shares.items() if holder not in self.without}


def _in_doubt(progress: Progress, matter: Matter) -> Iterator[_Way]:
    """QG9: without those, some or all, of whom it is not known whether they are in it.

    Of more than a few only each by itself, and all together.
    """
    doubted = sorted(in_doubt(progress.history, matter.unrecorded()) & progress.included.keys())
    sizes = range(1, len(doubted) + 1) if len(doubted) <= FEW else {1, len(doubted)}
    for size in sizes:
        for out in combinations(doubted, size):
            yield _Way(progress, frozenset(out))


def _left_out(progress: Progress, matter: Matter) -> frozenset[str]:
    """Who asked, and is not in the effective statement, a condition of it being unmet (6(b))."""
    out = left_out(progress.history, matter.unrecorded())
    asked = progress.ruling.asked.requesters | progress.taking_part.joined()
    return (out & asked).difference(progress.included)


def _sale_began_on(history: History) -> Sourced[date] | None:
    """The day of the first sale in it, or on which all was said to be sold."""
    days = [sale.on for sale in history.sales]
    if history.life.all_sold_on is not None:
        days.append(history.life.all_sold_on)
    return min(days, key=lambda day: day.value, default=None)


def _stated(history: History) -> dict[str, tuple[date, ...]]:
    """The days on which each duty was said not to have been performed."""
    found: dict[str, tuple[date, ...]] = {}
    for _, fact in history.not_performed:
        found[fact.obligation] = (*found.get(fact.obligation, ()), fact.occurred_on)
    return found


def _comes_too_late(recorded: RecordedFact, progress: Progress, matter: Matter) -> bool:
    """Whether a Holder asked for something only after the registration had ended."""
    fact, last = recorded.fact, progress.last_day
    if not isinstance(fact, ProcedureRequested) or last is None:
        return False
    received_on = receipt(fact.delivery, matter.unrecorded(), recorded.source).received_on
    return received_on is not None and received_on.value > last


def _kept_to(progress: Progress) -> Sourced[date] | None:
    if not progress.ruling.nature.has_statement and progress.history.life.all_sold_on:
        return progress.history.life.all_sold_on
    return progress.kept.end if progress.kept else None


def _underwritten(progress: Progress, matter: Matter) -> Sourced[bool] | None:
    shelf = matter.terms.shelf
    if not progress.ruling.nature.is_continuous or shelf is None:
        return progress.history.underwritten
    return matter.working.step(
        "procedures.shelf_not_underwritten",
        shelf.clause,
        "A shelf is not itself underwritten; a sale off it may be.",
        False,
        {},
    )
