"""Damages against a model that goes through the days one by one and knows nothing of the rules."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Literal

from hypothesis import given
from hypothesis import strategies as st

from app.rules.money.damages.accrual import DamagesAnswer, HeldSince, HolderSaid, damages
from app.rules.money.damages.periods import part_of_days
from app.rules.money.damages.spells import DaysLeftOut, DefaultSaid
from app.rules.reasoning.trace import Sourced
from app.rules.terms.payments.damages import Damages, Length
from tests.rules.examples.periods import matter

LAST_DAY = date(2001, 3, 17)
FIRST = LAST_DAY + timedelta(days=1)
PRICE = Decimal("12.50")


@dataclass(frozen=True)
class Life:
    """One late filing: what the terms say, what the Holder has, when it is cured, the day asked."""

    rates: tuple[tuple[int | None, Fraction], ...]
    per: int
    held_on: str
    cap: Decimal | None
    cure_counts: bool
    units: tuple[tuple[date, int], ...]
    cured_on: date | None
    as_of: date
    left_out: tuple[tuple[date, date], ...]

    def terms(self, **more: Any) -> Damages:
        said = {
            "clause": "5.1",
            "for": {"filing": {"missed": "due.resale.filed", "not": [{"delayed": True}]}},
            "base": {"of": "unit_price", "held_on": self.held_on},
            "rates": [
                {"rate": str(rate), **({"through": through} if through else {})}
                for through, rate in self.rates
            ],
            "per": {"count": self.per, "unit": "day"},
            "accrues": "daily",
            "cure_day": "counted" if self.cure_counts else "excluded",
            **({"cap": {"money": str(self.cap), "is": "<="}} if self.cap else {}),
        }
        return Damages.model_validate({**said, **more})

    def answer(self, **more: Any) -> DamagesAnswer:
        default = DefaultSaid(
            "filing",
            Sourced(LAST_DAY, "request:/last_day"),
            Sourced(self.cured_on, "request:/cured_on") if self.cured_on else None,
            tuple(
                DaysLeftOut(first, last, Sourced("delayed", "request:/because"))
                for first, last in self.left_out
            ),
        )
        holder = HolderSaid(
            "alder",
            "request:/holders/0",
            tuple(
                HeldSince(Sourced(since, "request:/since"), Sourced(units, "request:/units"))
                for since, units in self.units
            ),
            Sourced(PRICE, "request:/per_unit"),
        )
        asked = Sourced(self.as_of, "request:/as_of")
        return damages(self.terms(**more), [default], [holder], asked, matter())

    # The model

    def days(self) -> list[date]:
        """Each day that counts, one by one."""
        found, day = [], FIRST
        while day <= self.as_of:
            if self.cured_on and (
                day > self.cured_on or (day == self.cured_on and not self.cure_counts)
            ):
                break
            if not any(first <= day <= last for first, last in self.left_out):
                found.append(day)
            day += timedelta(days=1)
        return found

    def base(self, day: date) -> Fraction:
        held = 0
        for since, units in self.units:
            held = units if since <= day else held
        return held * Fraction(PRICE)

    def rate(self, number: int) -> Fraction:
        return next(rate for through, rate in self.rates if through is None or number <= through)

    def base_of(self, day: date, begins: date) -> Fraction:
        match self.held_on:
            case "each_day":
                return self.base(day)
            case "period_start":
                return self.base(begins)
            case "default_began":
                return self.base(FIRST)
            case _:
                return self.base(self.units[0][0])

    def by_day(self) -> list[Fraction]:
        """What each of the days accrues."""
        days = self.days()
        return [
            self.base_of(day, days[place - place % self.per]) * self.rate(place + 1) / self.per
            for place, day in enumerate(days)
        ]


def cents(exact: Fraction) -> Decimal:
    tenths = Decimal(int(exact * 10**12)).scaleb(-12)
    return tenths.quantize(Decimal("0.01"), ROUND_HALF_UP)


DAYS = st.integers(0, 130).map(lambda number: FIRST + timedelta(days=number))
RATES = st.builds(Fraction, st.integers(1, 40), st.sampled_from([100, 1000, 777]))


@st.composite
def lives(draw: st.DrawFn) -> Life:
    steps = sorted(draw(st.sets(st.integers(1, 100), max_size=3)))
    as_of = draw(DAYS)
    cured = draw(st.none() | DAYS.filter(lambda day: day <= as_of))
    changes = draw(st.sets(st.integers(-20, 100), max_size=3))
    issued = date(2000, 1, 5)
    since = [issued, *(FIRST + timedelta(days=number) for number in sorted(changes))]
    out = draw(st.lists(st.tuples(DAYS, st.integers(0, 9)), max_size=2))
    return Life(
        tuple((step, draw(RATES)) for step in [*steps, None]),
        draw(st.integers(1, 45)),
        draw(st.sampled_from(["each_day", "period_start", "default_began", "issue"])),
        draw(st.none() | st.integers(1, 900_000).map(lambda number: Decimal(number).scaleb(-2))),
        draw(st.booleans()),
        tuple((day, draw(st.integers(0, 5000))) for day in since),
        cured,
        as_of,
        tuple((first, first + timedelta(days=length)) for first, length in out),
    )


def amounts(found: DamagesAnswer) -> list[Decimal]:
    return [each.amount.value for each in found.payments]


@given(lives())
def test_each_payment_is_the_sum_of_its_days_rounded_once(life: Life) -> None:
    by_day, left, expected = life.by_day(), life.cap, []
    for start in range(0, len(by_day), life.per):
        owed = cents(sum(by_day[start : start + life.per], Fraction(0)))
        if left is not None:
            owed = min(owed, left)
            left -= owed
        expected.append(owed)
    assert amounts(life.answer()) == expected


@given(lives())
def test_the_cap_is_reached_on_the_first_day_by_which_the_days_make_it(life: Life) -> None:
    total, reached = Fraction(0), None
    for day, owed in zip(life.days(), life.by_day(), strict=True):
        total += owed
        if life.cap is not None and reached is None and total >= Fraction(life.cap):
            reached = day
    (holder,) = life.answer().holders
    assert (holder.cap_reached_on.value if holder.cap_reached_on else None) == reached


@given(lives())
def test_with_a_cap_what_has_accrued_and_what_still_can_are_the_cap(life: Life) -> None:
    (holder,) = life.answer().holders
    assert holder.accrued is not None
    if life.cap is not None and life.cured_on is None:
        assert holder.may_still_accrue is not None
        assert holder.accrued.value + holder.may_still_accrue.value == life.cap
    elif life.cured_on is not None:
        assert holder.may_still_accrue is not None
        assert holder.may_still_accrue.value == 0
    else:
        assert holder.may_still_accrue is None


@given(lives())
def test_calendar_months_of_thirty_days(life: Life) -> None:
    """A month all of whose days count is one; each day of another is a thirtieth."""
    months: dict[tuple[int, int], list[date]] = {}
    days = life.days()
    for day in days:
        months.setdefault((day.year, day.month), []).append(day)
    expected, left = [], life.cap
    for inside in months.values():
        following = (inside[0].replace(day=28) + timedelta(days=4)).replace(day=1)
        length = (following - timedelta(days=1)).day
        part = Fraction(1, length if len(inside) == length else 30)
        owed = cents(
            sum(
                (
                    life.base_of(day, inside[0]) * life.rate(days.index(day) + 1) * part
                    for day in inside
                ),
                Fraction(0),
            )
        )
        if left is not None:
            owed = min(owed, left)
            left -= owed
        expected.append(owed)
    monthly = {
        "per": {"count": 1, "unit": "month"},
        "period": {"calendar": "month"},
        "year": "30/360",
    }
    assert amounts(life.answer(**monthly)) == expected


@given(lives())
def test_whole_periods_started_and_full(life: Life) -> None:
    """Every `per` days that count are one period: the last of them may only have started."""
    days = life.days()
    held_on = "period_start" if life.held_on == "each_day" else life.held_on
    model = Life(**{**vars(life), "held_on": held_on, "rates": life.rates[-1:]})
    for accrues in ("started_periods", "full_periods"):
        expected, left = [], life.cap
        for start in range(0, len(days), life.per):
            full = len(days) - start >= life.per
            begins = days[start]
            owed = Fraction(0)
            if full or accrues == "started_periods":
                owed = model.base_of(begins, begins) * life.rates[-1][1]
            amount = cents(owed)
            if left is not None:
                amount = min(amount, left)
                left -= amount
            expected.append(amount)
        assert amounts(model.answer(accrues=accrues)) == expected


@given(
    st.dates(date(1999, 1, 1), date(2001, 12, 31)),
    st.integers(0, 70),
    st.integers(1, 70),
    st.sampled_from([None, "30/360"]),
)
def test_a_rate_by_the_month_accrues_each_month_whole_and_its_days_alike(
    after: date, days: int, more: int, year: Literal["30/360"] | None
) -> None:
    """So many days accrue more than fewer, and a month from the first day of one is one month."""
    by_month = Length(count=1, unit="month")
    business_days = matter().almanac.business_days
    eve = after.replace(day=1) - timedelta(days=1)
    last = (after.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    assert part_of_days(by_month, year, eve, last, business_days) == 1
    until = after + timedelta(days=days)
    less, whole = (
        part_of_days(by_month, year, after, day, business_days)
        for day in (until, until + timedelta(days=more))
    )
    assert less < whole
