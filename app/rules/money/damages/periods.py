"""Periods of payment of a spell of days, and what part of the rate each day in them accrues.

Periods of days are so many days that count, laid end to end; those of months and years run by the
calendar from the first day, or are the calendar's own months. By the day, a rate of n days gives
each day one n-th; a rate by the month or year divides as `year` says. By whole periods, each gives
the whole rate on its first day once started, or on its last once run in full. Parts are exact
fractions. Raises `OutsideCalendar` beyond all dates.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate, groupby

from app.rules.money.damages.agreed import AgreedByDay, number_agreed
from app.rules.money.damages.spells import Spell
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.counting import count_from
from app.rules.terms.payments.damages import CalendarMonth, Damages, Length, YearOf
from app.rules.values.calendars import BusinessDays

NONE = Fraction(0)
MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class SpellPart:
    """Days of a spell by their places in it, from `start` up to but without `stop`, in a period.

    `ends` is the last day of the period by itself; None where days that count fill it and it is
    not full.
    """

    start: int
    stop: int
    ends: date | None
    length: int


@dataclass(frozen=True, slots=True)
class PaymentPeriod:
    """One period of payment: its days in the spell, when it ended, the rungs of the ladder in it.

    A rung is its place in the rates, after that of the damages as they were agreed on its days.
    """

    number: int
    start: int
    stop: int
    begins: date
    ended_on: date | None
    rungs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A spell divided into periods. `parts[i]` is the part of the base that day i accrues."""

    spell: Spell
    periods: tuple[PaymentPeriod, ...]
    parts: tuple[Fraction, ...]
    sums: tuple[Fraction, ...]

    def between(self, start: int, stop: int) -> Fraction:
        """The part of the base that the days from one place up to another accrue."""
        return self.sums[stop] - self.sums[start]


def schedule(
    term: Damages, by_day: AgreedByDay, per: Length, spell: Spell, business_days: BusinessDays
) -> Schedule:
    """The periods of payment of a spell, and what each day accrues as it is agreed on that day."""
    stretches = _stretches(term.period or per, spell, business_days)
    each_agreed = [_accruing(each.term, spell, stretches, business_days) for each in by_day]
    numbers = [number_agreed(by_day, day) for day in spell.days]
    accruing = [each_agreed[number][place] for place, number in enumerate(numbers)]
    rungs = [(number, rung) for number, (rung, _) in zip(numbers, accruing, strict=True)]
    parts = tuple(part for _, part in accruing)
    periods = tuple(
        PaymentPeriod(
            number,
            each.start,
            each.stop,
            spell.days[each.start],
            _ended_on(each, spell),
            tuple(dict.fromkeys(rungs[each.start : each.stop])),
        )
        for number, each in enumerate(stretches, start=1)
    )
    return Schedule(spell, periods, parts, tuple(accumulate(parts, initial=NONE)))


def _accruing(
    term: Damages, spell: Spell, stretches: Sequence[SpellPart], business_days: BusinessDays
) -> list[tuple[int, Fraction]]:
    """Which rate of the ladder each day has, and what part of the base it accrues by it."""
    if term.per is None:
        return [(0, NONE)] * len(spell.days)
    rungs = _rungs(term, term.per, spell, business_days)
    rates = [rung.rate for rung in term.rates] or [Fraction(1)]
    shares = _shares(term, term.per, spell, stretches, business_days)
    return [(rung, rates[rung] * share) for rung, share in zip(rungs, shares, strict=True)]


def _ended_on(stretch: SpellPart, spell: Spell) -> date | None:
    """The day a period ended: its own last day, or the day on which the default ended in it."""
    if stretch.ends is not None and stretch.ends <= spell.through:
        return stretch.ends
    return None if spell.runs_on else spell.through


def _stretches(
    by: Length | CalendarMonth, spell: Spell, business_days: BusinessDays
) -> list[SpellPart]:
    if isinstance(by, Length) and by.unit == "day":
        return list(_of_days(by.count, spell))
    bounds = _months(by, spell, business_days)
    places = groupby(range(len(spell.days)), key=lambda place: _find(bounds, spell.days[place]))
    found = []
    for number, members in places:
        inside = list(members)
        first, last = bounds[number]
        found.append(SpellPart(inside[0], inside[-1] + 1, last, (last - first).days + 1))
    return found


def _of_days(count: int, spell: Spell) -> Iterator[SpellPart]:
    for start in range(0, len(spell.days), count):
        stop = min(start + count, len(spell.days))
        ends = spell.days[stop - 1] if stop - start == count else None
        yield SpellPart(start, stop, ends, count)


def _months(
    by: Length | CalendarMonth, spell: Spell, business_days: BusinessDays
) -> list[tuple[date, date]]:
    """The first and last days of periods of months, as far as the days of the spell go."""
    last_day = spell.days[-1] if spell.days else spell.first.value
    step = MONTHS[by.unit] * by.count if isinstance(by, Length) else 1
    anchor = spell.first.value if isinstance(by, Length) else spell.first.value.replace(day=1)
    found: list[tuple[date, date]] = []
    begins = anchor
    while begins <= last_day:
        months = step * (len(found) + 1)
        following, _ = count_from(anchor, months, "month", business_days)
        found.append((begins, following - ONE_DAY))
        begins = following
    return found


def _find(bounds: Sequence[tuple[date, date]], day: date) -> int:
    low, high = 0, len(bounds) - 1
    while low < high:
        middle = (low + high) // 2
        if bounds[middle][1] < day:
            low = middle + 1
        else:
            high = middle
    return low


def _single_months(
    term: Damages, spell: Spell, business_days: BusinessDays
) -> list[tuple[date, date]]:
    """The months by which rates divide: the calendar's own where payment goes by them."""
    by = term.period if isinstance(term.period, CalendarMonth) else Length(count=1, unit="month")
    return _months(by, spell, business_days)


def _rungs(term: Damages, per: Length, spell: Spell, business_days: BusinessDays) -> Iterator[int]:
    """Which rate of the ladder each day has."""
    by_period = any(rung.through_periods is not None for rung in term.rates)
    months: list[tuple[date, date]] = []
    if by_period and per.unit != "day":
        months = _single_months(term, spell, business_days)
    rung = 0
    for place, day in enumerate(spell.days):
        number = place + 1
        if by_period and per.unit == "day":
            number = place // per.count + 1
        elif by_period:
            number = _find(months, day) // (per.count * MONTHS[per.unit]) + 1
        while rung + 1 < len(term.rates) and number > (term.rates[rung].until or number):
            rung += 1
        yield rung


def _shares(
    term: Damages,
    per: Length,
    spell: Spell,
    stretches: Sequence[SpellPart],
    business_days: BusinessDays,
) -> list[Fraction]:
    """What part of the rate each day accrues."""
    if term.accrues == "daily":
        if per.unit == "day":
            return [Fraction(1, per.count)] * len(spell.days)
        shares: list[Fraction] = []
        months = _single_months(term, spell, business_days)
        for number, members in groupby(spell.days, key=lambda day: _find(months, day)):
            inside = len(list(members))
            first, last = months[number]
            length = (last - first).days + 1
            shares += [day_share(per, term.year, length, full=inside == length)] * inside
        return shares
    shares = [NONE] * len(spell.days)
    for each in stretches:
        if term.accrues == "started_periods":
            shares[each.start] = Fraction(1)
        elif each.ends is not None and each.ends <= spell.through:
            shares[each.stop - 1] = Fraction(1)
    return shares


def day_share(per: Length, year: YearOf | None, length: int, *, full: bool) -> Fraction:
    """The part of a rate by days, months or years that a day accrues.

    `length` is that of its month, `full` whether each day of the month counts.
    """
    if per.unit == "day":
        return Fraction(1, per.count)
    if per.unit == "month":
        days = 30 if year == "30/360" and not full else length
        return Fraction(1, per.count * days)
    if year == "30/360":
        return Fraction(1, per.count * (12 * length if full else 360))
    return Fraction(1, per.count * (365 if year == "actual/365" else 360))


def part_of_days(
    per: Length, year: YearOf | None, after: date, through: date, business_days: BusinessDays
) -> Fraction:
    """The part of a rate that the days after one day through another accrue."""
    days = (through - after).days
    if per.unit == "day" or (per.unit == "year" and year != "30/360"):
        return days * day_share(per, year, 1, full=False)
    total, first = NONE, after + ONE_DAY
    number = 1
    while first <= through:
        following, _ = count_from(after + ONE_DAY, number, "month", business_days)
        length = (following - first).days
        inside = (min(following - ONE_DAY, through) - first).days + 1
        total += inside * day_share(per, year, length, full=inside == length)
        first, number = following, number + 1
    return total
