"""Registrations of which the last share is sold, by whatever facts tell it: 2(a)(ii), 3(a)(iii).

Sales under the statement, those off its shelf among them, sales elsewhere (the shares are then not
there any more), and a sale off the shelf that is said to be complete. What is covered is what the
allocation leaves each seller on the day, so that everything is sold once nothing is left of
anybody's; while a number is not known, that is not known either. Days are whole days, taken at
their end. Nothing raises but `OutsideCalendar`.
"""

from bisect import bisect_left
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from itertools import combinations
from typing import TypeAlias

from app.rules.facts import RecordedFact
from app.rules.facts.holdings import SharesSold
from app.rules.facts.life.course import (
    DistributionCompleted,
    MisstatementNoticeGiven,
    NewProspectusReceived,
)
from app.rules.facts.life.misleading import HolderMisstatementNotice
from app.rules.facts.life.procedures import ProcedureRequested
from app.rules.facts.life.requests import TakedownRequested
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.holders.splits import ratio_between
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Detail, MissingInput, Sourced
from app.rules.record.gathering import SOLD, AnyRegistration, Record
from app.rules.record.history import amendments
from app.rules.record.inputs import asked_in
from app.rules.record.kinds import KINDS, kind_of
from app.rules.record.kinds.takedown import sold_at_completion
from app.rules.record.lives.who_is_covered import doubted
from app.rules.registrations.joining.participants import Participation, turn_on, ways_in
from app.rules.registrations.progress.progress import Progress, waiting_for_recognition


@dataclass(frozen=True, slots=True)
class SharesAndSold:
    """The shares of one seller that are covered, those already sold among them, and the latter."""

    shares: int
    sold: Fraction


Left: TypeAlias = SharesAndSold | None
NOTHING = SharesAndSold(0, Fraction(0))
OF_WHAT_IS_ASKED = frozenset({"shares", "in_addition", "before_requests"})
"""What tells for how many shares somebody asks."""
MOST = 3
"""Of how many Holders in doubt every combination is tried."""


def find_sold_out(record: Record, of: Container[str] | None = None) -> None:
    """Find what sales have left of each registration that has any, or of some alone."""
    for begun_by in KINDS:
        for name, facts in record.begun_by(begun_by).items():
            if of is None or name in of:
                record.begun[name] = record.found_once(SOLD, name, partial(_as_sold, facts=facts))


def _as_sold(record: Record, facts: AnyRegistration) -> AnyRegistration:
    """The registration with the day of its last sale; where it was held, those of its Holders."""
    if facts.effective_on is None and not isinstance(facts.beginning, TakedownRequested):
        return facts
    since = facts.effective_on.value if facts.effective_on else facts.begun_on
    telling = [each for each in _telling(record, facts) if each.fact.happened_on >= since]
    if not telling:
        return facts
    record = _with(record)
    done, waited = facts.first(DistributionCompleted), _nobody_waits_since(facts)
    sales = _Sales(record, facts, _through(done.value if done else date.max, telling), since)
    facts = _perhaps_sold(record, facts, sales)
    if waited is None:
        return facts
    sales = sales.told_by(_through(waited, telling))
    found = {
        holder: sales.first(partial(sales.has_nothing_left, holder)) for holder in sales.holders
    }
    nothing_left = {holder: day for holder, day in found.items() if day is not None}
    return replace(facts, nothing_left=nothing_left)


def _through(day: date, telling: Sequence[RecordedFact]) -> Sequence[RecordedFact]:
    """What tells of sales by a day: later ones say nothing that is still asked."""
    return [each for each in telling if each.fact.happened_on <= day]


def _nobody_waits_since(facts: AnyRegistration) -> date | None:
    """The day since which nobody waits for a new prospectus; None where nobody ever did."""
    notices = MisstatementNoticeGiven | HolderMisstatementNotice
    noticed = [each.fact.happened_on for each in facts.facts if isinstance(each.fact, notices)]
    if not noticed:
        return None
    last = max(noticed)
    received = (fact for _, fact in facts.of(NewProspectusReceived) if fact.holder is None)
    days = (fact.occurred_on for fact in received if fact.occurred_on > last)
    return min(days, default=date.max)


def _perhaps_sold(record: Record, facts: AnyRegistration, surely: "_Sales") -> AnyRegistration:
    """The day of the last sale; where it is not known, the days that it may be.

    It turns on who is in it, and on how many shares of each, while that is not known. Who is in a
    sale off a shelf that is said to be complete bears on what the shelf has left.
    """
    matter = record.matter_of(facts, open_matter(record.terms, Detail.NONE))
    sales = record.sales_off(facts.registration_id)
    complete = (sale for sale in sales if sale.first(DistributionCompleted))
    selling: tuple[AnyRegistration, ...] = (facts, *complete)
    taking_part = [each for one in selling for each in _taking_part(record, one)]
    turns_on = list(turn_on(taking_part))
    tried = [
        _with(record, *(replace(each, let_in=way) for each in selling)) if turns_on else record
        for way in (frozenset[str](), *ways_in(taking_part))
    ]
    of_doubted = doubted(record, facts, matter)
    names = sorted(of_doubted)
    if names:
        name = facts.registration_id
        without = [frozenset(part) for part in _combinations(names)]
        tried += [
            _with(each, replace(each.registration(name), left_out=part))
            for each in tried
            for part in without
        ]
        turns_on += [fact for holder in names for fact in of_doubted[holder]]
    ways = [surely.in_record(each) for each in tried]
    days = [way.first(way.is_sold_out) for way in ways]
    earliest = [way.first(way.may_be_sold_out) for way in ways]
    known = sorted((day for day in (*days, *earliest) if day), key=lambda day: day.value)
    if len({day.value if day else None for day in (*days, *earliest)}) == 1:
        return replace(facts, sold_out_on=days[0])
    turns_on += [fact for way, day in zip(ways, earliest, strict=True) for fact in way.open_on(day)]
    return replace(
        facts,
        sold_out_on=max(known, key=lambda day: day.value) if all(days) else None,
        perhaps_sold_out_on=known[0],
        sold_turns_on=tuple(dict.fromkeys(turns_on)),
    )


def _taking_part(record: Record, facts: AnyRegistration) -> Iterator[Participation]:
    matter = open_matter(record.terms, Detail.NONE)
    progress = kind_of(facts).followed(record, facts, matter).by(record.as_of)
    if progress.ruling.stands:
        yield progress.taking_part


def _combinations(doubted: Sequence[str]) -> Iterator[Sequence[str]]:
    """Whom it is tried without; of many in doubt, without each, without each other, and all."""
    many = (1, len(doubted) - 1, len(doubted))
    sizes = many if len(doubted) > MOST else range(1, len(doubted) + 1)
    return (part for size in sizes for part in combinations(doubted, size))


def _with(record: Record, *tried: AnyRegistration) -> Record:
    """The record with registrations as they are tried, in which nothing changes meanwhile."""
    begun = record.begun | {each.registration_id: each for each in tried}
    return replace(record, begun=begun).keep_still()


class _Sales:
    """What is left of one registration on the days of the facts that tell of its sales."""

    def __init__(
        self, record: Record, facts: AnyRegistration, telling: Sequence[RecordedFact], since: date
    ) -> None:
        self._record, self._facts = record, facts
        self._telling, self._since = telling, since
        self._left: dict[date, Mapping[str, Left]] = {}

    def told_by(self, telling: Sequence[RecordedFact]) -> "_Sales":
        """The same as other facts tell of it."""
        found = _Sales(self._record, self._facts, telling, self._since)
        found._left = self._left
        return found

    def in_record(self, tried: Record) -> "_Sales":
        """The same in a record in which registrations are as they are tried."""
        if tried is self._record:
            return self
        facts = tried.registration(self._facts.registration_id)
        return _Sales(tried, facts, self._telling, self._since)

    @cached_property
    def _left_of(self) -> "_LeftToSell":
        matter = self._record.matter_of(self._facts, open_matter(self._record.terms, Detail.NONE))
        return _LeftToSell(self._record, self._facts, matter)

    @property
    def holders(self) -> Sequence[str]:
        """Those of all who may be in it that had shares in it at first or on one of the days."""
        days = sorted({self._since, *(each.fact.happened_on for each in self._telling)})
        may_be_in = sorted({*_may_be_in(self._record, self._facts)})
        return [each for each in may_be_in if any(each in self._on(day) for day in days)]

    def first(self, test: Callable[[date], bool]) -> Sourced[date] | None:
        """The first of the days that passes a test, which it goes on to pass until an addition."""
        days = sorted({each.fact.happened_on for each in self._telling})
        for stretch in _without_additions(days, self._record, self._facts):
            if test(stretch[-1]):
                day = stretch[bisect_left(stretch, True, hi=len(stretch) - 1, key=test)]
                last = [each for each in self._telling if each.fact.happened_on == day][-1]
                return Sourced(day, f"{last.source}/occurred_on")
        return None

    def is_sold_out(self, day: date) -> bool:
        """Whether something was covered, and nothing of it is left."""
        return None not in self._on(day).values() and self.may_be_sold_out(day)

    def may_be_sold_out(self, day: date) -> bool:
        """The same, as far as the numbers are known: what is not may be no more than was sold."""
        left = self._on(day)
        if any(each is not None and each.shares > each.sold for each in left.values()):
            return False
        was_covered = any(each.shares for each in left.values() if each)
        return was_covered or any(
            each is None or each.shares for each in self._on(self._since).values()
        )

    def open_on(self, day: Sourced[date] | None) -> tuple[MissingInput, ...]:
        """What the numbers turn on that are not known on a day."""
        if day is None or None not in self._on(day.value).values():
            return ()
        return self._left_of.turns_on(day.value)

    def has_nothing_left(self, holder: str, day: date) -> bool:
        """Whether a Holder has sold, or has not any more, all that is covered of its own."""
        left = self._on(day).get(holder, NOTHING)
        return left is not None and left.shares <= left.sold

    def _on(self, day: date) -> Mapping[str, Left]:
        if day not in self._left:
            self._left[day] = self._left_of.on(day)
        return self._left[day]


def _may_be_in(record: Record, facts: AnyRegistration) -> Iterator[str]:
    """All who asked to be in it, to sell off it or to be added, and to whom shares passed."""
    for each in (facts, *record.sales_off(facts.registration_id)):
        yield from asked_in(each)
    yield from (fact.holder for _, fact in facts.of(ProcedureRequested))
    yield from (passed.taker for passed in record.register.passed)


def _telling(record: Record, facts: AnyRegistration) -> Iterator[RecordedFact]:
    """The facts that may tell of the sale of the last share."""
    under_statement = {
        facts.registration_id,
        *(each.registration_id for each in record.sales_off(facts.registration_id)),
    }
    asked = {*asked_in(facts), *(each.taker for each in record.register.passed)}
    for each, sale in record.known.of(SharesSold, SharesSoldInOffering, DistributionCompleted):
        match sale:
            case SharesSold() if sale.holder in asked:
                yield each
            case SharesSoldInOffering() if each.registration_id in under_statement or (
                sale.seller in asked
            ):
                yield each
            case DistributionCompleted() if each.registration_id in under_statement:
                yield each


def _without_additions(
    days: list[date], record: Record, facts: AnyRegistration
) -> Iterator[list[date]]:
    """The days in stretches in which no amendment adds shares."""
    added = [fact.occurred_on for _, fact in amendments(record, facts)]
    for since, until in zip([date.min, *added], [*added, date.max], strict=True):
        stretch = [day for day in days if since <= day < until]
        if stretch:
            yield stretch


class _LeftToSell:
    """What each seller has in one registration and has sold of it; None: that is not known."""

    def __init__(self, record: Record, facts: AnyRegistration, matter: Matter) -> None:
        self._record, self._facts, self._matter = record, facts, matter.unrecorded()
        self._followed = kind_of(facts).followed(record, facts, self._matter)

    def on(self, day: date) -> Mapping[str, Left]:
        if not self._followed.is_made:
            return {}
        progress = self._followed.by(day)
        allocation = self._followed.shared_out(progress)
        sold = dict(_sold_by(self._record, self._facts, progress, day, self._matter))
        included = {line.seller: line.included for line in (allocation.lines if allocation else ())}
        waiting = waiting_for_recognition(progress, self._matter) if allocation else {}
        included |= {holder: each.whole.value for holder, each in waiting.items()}
        sold |= {holder: Fraction(each.sold) for holder, each in waiting.items()}
        return {
            seller: None if shares is None else SharesAndSold(shares, sold.get(seller, Fraction(0)))
            for seller, shares in included.items()
        }

    def turns_on(self, day: date) -> tuple[MissingInput, ...]:
        """What is not recorded on which the numbers of a day turn."""
        aside, sharing = self._matter.unrecorded(), self._matter.unrecorded()
        progress = replace(self._followed, matter=aside).by(day)
        replace(self._followed, matter=sharing).shared_out(progress)
        asked = (each for each in aside.working.missing if each.name in OF_WHAT_IS_ASKED)
        return tuple(dict.fromkeys((*asked, *sharing.working.missing)))


def left_to_sell(
    record: Record, facts: AnyRegistration, matter: Matter
) -> tuple[Mapping[str, Left], tuple[MissingInput, ...]]:
    """What each Holder has in it and has sold of it on the record's day.

    And what is not recorded on which that turns, if it is not known of somebody.
    """
    left = _LeftToSell(record, facts, matter)
    found = left.on(record.as_of)
    return found, left.turns_on(record.as_of) if None in found.values() else ()


def _sold_by(
    record: Record, facts: AnyRegistration, progress: Progress, day: date, matter: Matter
) -> Mapping[str, Fraction]:
    """What each seller has sold under the statement by a day, in shares of that day."""
    splits = record.register.splits
    sold = {holder: Fraction(each.sold) for holder, each in progress.covered.items()}
    for _, fact in facts.of(SharesSoldInOffering):
        if fact.seller_class != "holders" and fact.occurred_on <= day:
            shares = fact.shares * ratio_between(splits, fact.occurred_on, day)
            sold[fact.seller] = sold.get(fact.seller, Fraction(0)) + shares
    for sale in record.sales_off(facts.registration_id):
        completed = sale.first(DistributionCompleted)
        if completed is not None and completed.value <= day:
            ratio = ratio_between(splits, completed.value, day)
            for holder, shares in sold_at_completion(record, sale, completed.value, matter):
                sold[holder] = sold.get(holder, Fraction(0)) + shares * ratio
    return sold
