"""Registrations of which the last share is sold, by whatever facts tell it: 2(a)(ii), 3(a)(iii).

Sales under the statement, those off its shelf among them, sales elsewhere (the shares are then not
there any more), and a sale off the shelf that is said to be complete. What is covered is what the
allocation leaves each seller on the day, so that everything is sold once nothing is left of
anybody's; while a number is not known, that is not known either. Days are whole days, taken at
their end. Nothing raises but `OutsideCalendar`.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from app.rules.course import Course
from app.rules.facts import (
    DistributionCompleted,
    ProcedurePerformed,
    RecordedFact,
    SharesSold,
    SharesSoldInOffering,
)
from app.rules.matter import Matter, open_matter
from app.rules.record.cases import asked_in
from app.rules.record.courses import course_of, shared_out
from app.rules.record.gathering import AnyRegistration, Record, TakedownFacts
from app.rules.splits import ratio_between
from app.rules.working import Detail, Sourced


def find_sold_out(record: Record) -> None:
    """Find for each registration with sales the day on which the last of its shares was sold."""
    for name, shelf in record.shelves.items():
        sold = _sold_out_on(record, shelf)
        record.shelves = {**record.shelves, name: replace(shelf, sold_out_on=sold)}
    for name, demand in record.demands.items():
        sold = _sold_out_on(record, demand)
        record.demands = {**record.demands, name: replace(demand, sold_out_on=sold)}
    for name, own in record.incidentals.items():
        sold = _sold_out_on(record, own)
        record.incidentals = {**record.incidentals, name: replace(own, sold_out_on=sold)}
    for name, sale in record.takedowns.items():
        sold = _sold_out_on(record, sale)
        record.takedowns = {**record.takedowns, name: replace(sale, sold_out_on=sold)}


def _sold_out_on(record: Record, facts: AnyRegistration) -> Sourced[date] | None:
    """The first day on which nothing that it covers is left to be sold."""
    telling = list(_telling(record, facts))
    since = facts.effective_on.value if facts.effective_on else facts.begun_on
    if facts.effective_on is None and facts.registration_id not in record.takedowns:
        return None
    days = sorted({each.fact.happened_on for each in telling if each.fact.happened_on >= since})
    if not days:
        return None
    matter = record.matter_of(facts, open_matter(record.terms, Detail.NONE))

    def is_sold_out(day: date) -> bool:
        return _is_sold_out(record, facts, day, since, matter.unrecorded())

    for stretch in _without_additions(days, facts):
        if is_sold_out(stretch[-1]):
            # Between additions, what is left only falls.
            day = stretch[bisect_left(stretch, True, hi=len(stretch) - 1, key=is_sold_out)]
            last = [each for each in telling if each.fact.happened_on == day][-1]
            return Sourced(day, f"{last.source}/occurred_on")
    return None


def _telling(record: Record, facts: AnyRegistration) -> Iterator[RecordedFact]:
    """The facts that may tell of the sale of the last share."""
    under_statement = {
        facts.registration_id,
        *(each.registration_id for each in _off(record, facts)),
    }
    asked = {*asked_in(facts), *(each.taker for each in record.register.passed)}
    for each in record.facts:
        match each.fact:
            case SharesSold() if each.fact.holder in asked:
                yield each
            case SharesSoldInOffering() if each.registration_id in under_statement or (
                each.fact.seller in asked
            ):
                yield each
            case DistributionCompleted() if each.registration_id in under_statement:
                yield each


def _off(record: Record, facts: AnyRegistration) -> Sequence[TakedownFacts]:
    """The sales off a shelf."""
    shelf = facts.registration_id
    return [each for each in record.takedowns.values() if each.beginning.shelf == shelf]


def _without_additions(days: list[date], facts: AnyRegistration) -> Iterator[list[date]]:
    """The days in stretches in which no amendment adds shares."""
    added = [
        fact.occurred_on
        for _, fact in facts.of(ProcedurePerformed)
        if fact.procedure == "more_shares"
    ]
    for since, until in zip([date.min, *added], [*added, date.max], strict=True):
        stretch = [day for day in days if since <= day < until]
        if stretch:
            yield stretch


def _is_sold_out(
    record: Record, facts: AnyRegistration, day: date, since: date, matter: Matter
) -> bool:
    name = facts.registration_id
    course = course_of(record, name, matter, day)
    allocation = shared_out(record, name, course, matter) if course.ruling.stands else None
    if allocation is None:
        return False
    sold = _sold_by(record, facts, course, day, matter)
    covered: list[int] = []
    for line in allocation.lines:
        if line.included is None or line.included > sold.get(line.seller, 0):
            return False
        covered.append(line.included)
    if any(covered):
        return True
    first = shared_out(record, name, course_of(record, name, matter, since), matter)
    return first is not None and any(line.included for line in first.lines)


def _sold_by(
    record: Record, facts: AnyRegistration, course: Course, day: date, matter: Matter
) -> Mapping[str, Fraction]:
    """What each seller has sold under the statement by a day, in shares of that day."""
    splits = record.register.splits
    sold = {holder: Fraction(each.sold) for holder, each in course.covered.items()}
    for _, fact in facts.of(SharesSoldInOffering):
        if fact.seller_class != "holders" and fact.occurred_on <= day:
            shares = fact.shares * ratio_between(splits, fact.occurred_on, day)
            sold[fact.seller] = sold.get(fact.seller, Fraction(0)) + shares
    for sale in _off(record, facts):
        completed = sale.first(DistributionCompleted)
        if completed is not None and completed.value <= day:
            ratio = ratio_between(splits, completed.value, day)
            for holder, shares in _unrecorded(record, sale, completed.value, matter):
                sold[holder] = sold.get(holder, Fraction(0)) + shares * ratio
    return sold


def _unrecorded(
    record: Record, sale: TakedownFacts, completed_on: date, matter: Matter
) -> Iterator[tuple[str, Fraction]]:
    """What a sale off the shelf that is said to be complete sold besides the sales on record."""
    its_own = record.matter_of(sale, matter).unrecorded()
    course = course_of(record, sale.registration_id, its_own, completed_on)
    allocation = shared_out(record, sale.registration_id, course, its_own)
    for line in allocation.lines if allocation else ():
        covered = course.covered.get(line.seller)
        if line.included is not None and covered is not None:
            yield line.seller, max(Fraction(line.included) - covered.sold, Fraction(0))
