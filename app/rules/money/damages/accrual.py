"""What is owed in damages: each Holder's payments, its cap, interest, and the most still to come.

A payment is the part of the base that the days of its period accrue, exact until it is rounded half
up to the cent, once. A cap is rounded down, since what limits a debt is never rounded up; payments
in the order of their ends use it up. Interest is on each payment from the day after its last day,
as long as it is not paid. Shares are whole, money in cents. Raises nothing; what the agreement or
the request does not say is missed, and nothing that turns on it is given.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal, TypeAlias, TypeVar

from app.rules.money.damages.agreed import AgreedByDay, agreed_always, agreed_on, number_agreed
from app.rules.money.damages.beyond import only_beyond
from app.rules.money.damages.periods import PaymentPeriod, Schedule, part_of_days, schedule
from app.rules.money.damages.spells import (
    DefaultLine,
    DefaultSaid,
    Spell,
    spells_of,
)
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import NOTHING_KNOWN, day_of
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Explained, Sourced, sourced
from app.rules.terms.clocks.clock import Clock
from app.rules.terms.payments.damages import DEFAULT_BEGAN, PERIOD_ENDED, Damages, HeldOn, Length
from app.rules.values.amounts import NOTHING, ComputedMoney, rounded, rounded_down, total_of
from app.rules.values.if_any import IfAny
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out

MEASURES: Final[Mapping[str, str]] = {
    "paid": "of the price paid",
    "unit_price": "of the price of the units",
    "stated_value": "of the stated value",
    "principal": "of the principal",
    "units": "for each unit",
}
ALL_HOLDERS = "all Holders together"
V = TypeVar("V")
PaymentKind: TypeAlias = Literal["at_once", "period"]


@dataclass(frozen=True, slots=True)
class HeldSince:
    """What a Holder has from a day on: units, or money where `money` is true."""

    since: Sourced[date]
    held: Sourced[Decimal] | Sourced[int] | Sourced[Fraction]

    @property
    def is_money(self) -> bool:
        """Whether it is the base itself, and not units of it."""
        return isinstance(self.held.value, Decimal)


@dataclass(frozen=True, slots=True)
class HolderSaid:
    """What is known of one Holder: what it has from which day, the money per unit, its election.

    `not_owed` are the days, from the first through the last (None: on and on), on which nothing
    accrues to it, whatever day its base is counted on.
    """

    name: str
    source: str
    positions: tuple[HeldSince, ...] = ()
    per_unit: Sourced[Decimal] | Sourced[Fraction] | None = None
    elected: Sourced[bool] | None = None
    not_owed: tuple[tuple[date, date | None], ...] = ()

    def is_owed_on(self, day: date) -> bool:
        """Whether what accrues on a day accrues to it."""
        return not any(first <= day <= (last or date.max) for first, last in self.not_owed)


@dataclass(frozen=True, slots=True)
class DamagesPayment(Explained):
    """One payment to one Holder, or so much of it as has accrued by the day asked about.

    `period` numbers the periods of a default; null of what is owed at once. `last_day` is the last
    day that counts in it so far; without `ended_on` it still runs. `days` are those that count.
    `uncapped` is the amount before the cap. `pay_by` null: the period has not ended, or the
    agreement does not say. `interest` null: none is agreed, or it does not run yet. Without
    `paid_on` no payment of it is recorded.
    """

    id: str
    holder: str
    default: str
    kind: PaymentKind
    begins: Sourced[date]
    last_day: Sourced[date] | None
    ended_on: IfAny[Sourced[date]]
    days: Sourced[int] | None
    uncapped: Sourced[ComputedMoney]
    amount: Sourced[ComputedMoney]
    pay_by: Sourced[date] | None
    interest: Sourced[ComputedMoney] | None
    paid_on: IfAny[Sourced[date]] = None


@dataclass(frozen=True, slots=True)
class HolderDamages(Explained):
    """What one Holder is owed by the day asked about, and the most that can still accrue to it.

    `cap` null: there is none. `may_still_accrue` null: without limit, or not known; then
    `each_further_period` is the most that each further `per` adds, in full. Everything null: not
    determined.
    """

    holder: str
    accrued: Sourced[ComputedMoney] | None
    interest: Sourced[ComputedMoney] | None
    cap: Sourced[ComputedMoney] | None
    cap_reached_on: Sourced[date] | None
    may_still_accrue: Sourced[ComputedMoney] | None
    each_further_period: Sourced[ComputedMoney] | None


@dataclass(frozen=True, slots=True)
class DamagesAnswer(Explained):
    """The defaults, the payments, and what each Holder and all of them are owed.

    `without_limit` is whether more can accrue without any limit; null: not known. `exclusive` is
    whether the damages stand in place of every other remedy; null: the agreement does not say.
    """

    defaults: tuple[DefaultLine, ...]
    payments: tuple[DamagesPayment, ...]
    holders: tuple[HolderDamages, ...]
    accrued: Sourced[ComputedMoney] | None
    interest: Sourced[ComputedMoney] | None
    may_still_accrue: Sourced[ComputedMoney] | None
    without_limit: bool | None
    exclusive: Sourced[bool] | None


def damages(
    term: Damages,
    defaults: Sequence[DefaultSaid],
    holders: Sequence[HolderSaid],
    as_of: Sourced[date],
    matter: Matter,
    paid: Mapping[str, Sourced[date]] | None = None,
    by_day: AgreedByDay | None = None,
) -> DamagesAnswer:
    """What is owed in damages by the day asked about; `paid` are payments made, by their ids.

    Where an instrument has changed them, `by_day` is how they were agreed on each day.
    """
    by_day = by_day or agreed_always(term)
    defaults = only_beyond(term, defaults, as_of, matter)
    found = spells_of(term, defaults, as_of, matter)
    each = _creditors(term, holders, matter)
    exclusive = sourced(term.exclusive, f"{term.place}/exclusive")
    spells = (*(found.spells or ()), *found.pending)
    known = [_all_is_said(by_day, holder, spells, matter) for holder in each]
    silent = spells and not all(_periods_are_said(each.term, matter) for each in by_day)
    if found.spells is None or silent or not any(known):
        names = [holder.name for holder in each or holders]
        return DamagesAnswer(
            found.lines,
            (),
            tuple(_unknown(name) for name in names),
            None,
            None,
            None,
            None,
            exclusive,
        )
    schedules = _schedules(term, by_day, found.spells, matter)
    pending = _schedules(term, by_day, found.pending, matter)
    whole = _Whole(term, by_day, schedules, pending, as_of, matter, paid or {})
    owed = [
        whole.of_holder(holder) if is_said else (_unknown(holder.name), ())
        for holder, is_said in zip(each, known, strict=True)
    ]
    lines = tuple(line for line, _ in owed)
    payments = tuple(payment for _, made in owed for payment in made)
    if not all(known):
        return DamagesAnswer(found.lines, payments, lines, None, None, None, None, exclusive)
    without_limit = any(line.may_still_accrue is None for line in lines)
    return DamagesAnswer(
        found.lines,
        payments,
        lines,
        _total("accrued", [line.accrued for line in lines], term, matter),
        _total("interest", [line.interest for line in lines], term, matter)
        if term.interest
        else None,
        None
        if without_limit
        else _total("may_still_accrue", [line.may_still_accrue for line in lines], term, matter),
        without_limit,
        exclusive,
    )


def _unknown(name: str) -> HolderDamages:
    return HolderDamages(name, None, None, None, None, None, None)


def _total(
    what: str, parts: Sequence[Sourced[Decimal] | None], term: Damages, matter: Matter
) -> Sourced[Decimal]:
    some = [part for part in parts if part is not None]
    total = total_of(part.value for part in some)
    inputs: dict[str, Sourced[object]] = {
        f"{what}_{number}": part for number, part in enumerate(some, start=1)
    }
    says = f"Together it is {total:,}."
    return matter.working.step(f"damages.total_{what}", term.clause, says, total, inputs)


# What is said


def _creditors(
    term: Damages, holders: Sequence[HolderSaid], matter: Matter
) -> tuple[HolderSaid, ...]:
    """Those to whom damages are owed: each Holder, or all together; none where it is not said."""
    by_holder = term.amount is None or term.base is not None
    if by_holder or term.to == "each":
        return tuple(holders)
    if term.to == "all":
        return (HolderSaid(ALL_HOLDERS, f"{term.place}/to"),)
    if len(holders) == 1:
        return tuple(holders)
    needed_for = "whether the amount is owed to each Holder or once to all together"
    _miss(f"{term.named}/to", needed_for, term, matter)
    return ()


ON_RECORD: Final[Mapping[str, str]] = {
    "elected": "damages_elected",
    "held": "declared_effective",
    "per_unit": "price_paid_stated",
}
"""The facts by which a record is told what is missing of one Holder."""


def _miss(name: str, needed_for: str, term: Damages, matter: Matter) -> None:
    """Name what the agreement, or the record of a Holder, does not say."""
    of_one = ON_RECORD.get(name.rpartition("/")[2]) if term.posted_as else None
    matter.working.miss(name, needed_for, term.clause, posted_as=of_one or term.posted_as)


def _all_is_said(
    by_day: AgreedByDay, holder: HolderSaid, spells: Sequence[Spell], matter: Matter
) -> bool:
    """Whether all is said of a Holder, as the damages were agreed on any of these days."""
    used = {
        number_agreed(by_day, day) for spell in spells for day in (spell.began.value, *spell.days)
    }
    used.add(len(by_day) - 1)
    return all(_is_said(by_day[number].term, holder, spells, matter) for number in sorted(used))


def _is_said(term: Damages, holder: HolderSaid, spells: Sequence[Spell], matter: Matter) -> bool:
    """Whether all is said of a Holder that its damages turn on; what is not is missed."""
    missed: list[tuple[str, str]] = []
    place = holder.source.removeprefix("request:/") if term.posted_as is None else holder.name
    if term.elected and holder.elected is None:
        missed.append((f"{place}/elected", f"whether {holder.name} elects to have damages"))
    if holder.elected is not None and not holder.elected.value:
        return True
    units = any(not each.is_money for each in holder.positions)
    if term.base is not None and term.base.of != "units" and units and not _price(term, holder):
        missed.append((f"{place}/per_unit", f"the base of the damages of {holder.name}"))
    changes = len(holder.positions) > 1
    if term.base is not None and term.base.held_on is None and changes and spells:
        needed_for = "on which day what a Holder has is counted"
        missed.append((f"{term.named}/base/held_on", needed_for))
    elif _cap_held_on(term) is None and term.cap and term.cap.fraction and changes and spells:
        needed_for = "on which day the base is counted that the cap is a fraction of"
        missed.append((f"{term.named}/cap/held_on", needed_for))
    if term.base is not None and not holder.positions:
        missed.append((f"{place}/held", f"what {holder.name} has that counts"))
    for name, needed_for in missed:
        _miss(name, needed_for, term, matter)
    return not missed


def _periods_are_said(term: Damages, matter: Matter) -> bool:
    """Whether it is said how the days accrue; what is not is missed."""
    if term.per is None:
        return True
    silent: list[tuple[str, str]] = []
    if term.accrues is None:
        needed_for = "whether a period that has started, or only one that has run, counts whole"
        silent.append((f"{term.named}/accrues", needed_for))
    if term.accrues == "daily" and term.year is None and term.per.unit != "day":
        silent.append((f"{term.named}/year", "how a rate by the month or year divides into days"))
    interest = term.interest
    if interest is not None and interest.year is None and interest.per.unit != "day":
        needed_for = "how a rate of interest by the month or year divides into days"
        silent.append((f"{term.named}/interest/year", needed_for))
    for name, needed_for in silent:
        _miss(name, needed_for, term, matter)
    return not silent


def _price(term: Damages, holder: HolderSaid) -> Sourced[Decimal] | Sourced[Fraction] | None:
    """The money per unit: the agreement's own, or the Holder's."""
    if term.base is not None and term.base.each is not None:
        return Sourced(term.base.each, f"{term.place}/base/each")
    return holder.per_unit


def _cap_held_on(term: Damages) -> HeldOn | None:
    """On which day the base of the cap is counted, where that is said."""
    if term.cap is not None and term.cap.held_on is not None:
        return term.cap.held_on
    held_on = term.base.held_on if term.base else None
    return held_on if held_on in ("issue", "default_began") else None


def _schedules(
    term: Damages, by_day: AgreedByDay, spells: Sequence[Spell], matter: Matter
) -> tuple[Schedule, ...]:
    if term.per is None:
        return tuple(Schedule(spell, (), (), (Fraction(0),)) for spell in spells)
    business_days = matter.almanac.business_days
    return tuple(schedule(term, by_day, term.per, spell, business_days) for spell in spells)


# What is owed


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one payment is made of: the exact amount, and how it accrues day by day."""

    kind: PaymentKind
    spell: Spell
    period: PaymentPeriod | None
    exact: Fraction
    inputs: Mapping[str, Sourced[object]]
    says: str

    @property
    def order(self) -> tuple[date, date, tuple[str, ...], int]:
        """When it is due beside others: by its end, what is owed at once first of its day."""
        if self.period is None:
            return (self.spell.began.value, self.spell.began.value, self.spell.names, 0)
        ended = self.period.ended_on or date.max
        return (ended, self.period.begins, self.spell.names, self.period.number)


@dataclass(frozen=True, slots=True)
class _Dates:
    """The days of one payment: how many count, when it ended, by when it is paid."""

    begins: Sourced[date]
    last_day: Sourced[date] | None
    days: Sourced[int] | None
    ended_on: Sourced[date] | None
    pay_by: Sourced[date] | None
    unpaid_after: Sourced[date] | None


_OfPayment: TypeAlias = tuple[tuple[str, ...], date, int]


@dataclass(frozen=True, slots=True)
class _Whole:
    """The damages of all Holders being worked out."""

    term: Damages
    by_day: AgreedByDay
    schedules: tuple[Schedule, ...]
    pending: tuple[Schedule, ...]
    as_of: Sourced[date]
    matter: Matter
    paid: Mapping[str, Sourced[date]]
    worked_out: dict[_OfPayment, _Dates] = field(default_factory=dict)

    def step(
        self, rule: str, says: str, result: Decimal, inputs: Mapping[str, Sourced[object]]
    ) -> Sourced[Decimal]:
        return self.matter.working.step(f"damages.{rule}", self.term.clause, says, result, inputs)

    def of_holder(self, holder: HolderSaid) -> tuple[HolderDamages, tuple[DamagesPayment, ...]]:
        """What one Holder is owed, and its payments."""
        elected = holder.elected is None or holder.elected.value
        if not elected:
            return self.not_elected(holder), ()
        cap = self.cap(holder)
        left = cap.value if cap else None
        payments: list[DamagesPayment] = []
        for piece in sorted(self.pieces(holder), key=lambda piece: piece.order):
            made = self.payment(holder, piece, cap, left)
            payments.append(made)
            left = None if left is None else left - made.amount.value
        accrued = self.accrued(holder, payments)
        still = self.still(holder, accrued, cap)
        line = HolderDamages(
            holder.name,
            accrued,
            self.interest_in_all(holder, payments) if self.term.interest else None,
            cap,
            self.reached(holder, cap),
            still,
            self.further(holder, still),
        )
        return line, tuple(payments)

    def not_elected(self, holder: HolderSaid) -> HolderDamages:
        assert holder.elected is not None  # noqa: S101  # asked of one that said it does not elect
        says = f"{holder.name} has not elected damages: nothing is owed to it."
        inputs: dict[str, Sourced[object]] = {"elected": holder.elected}
        nothing = self.step("elected", says, NOTHING, inputs)
        return HolderDamages(
            holder.name,
            nothing,
            nothing if self.term.interest else None,
            None,
            None,
            nothing,
            None,
        )

    # The base

    def base(self, holder: HolderSaid, day: date, term: Damages | None = None) -> Fraction:
        """What a rate, or the amount, is multiplied by, as counted on a day."""
        term = term or self.term
        if term.base is None:
            return Fraction(term.amount or 0)
        position = _position(holder, day)
        return Fraction(0) if position is None else self.worth(holder, position, term)

    def worth(self, holder: HolderSaid, position: HeldSince, term: Damages) -> Fraction:
        if position.is_money:
            return Fraction(position.held.value)
        if term.amount is not None:
            return Fraction(position.held.value) * Fraction(term.amount)
        price = _price(term, holder)
        return Fraction(position.held.value) * Fraction(price.value if price else 0)

    def base_day(
        self, held_on: HeldOn | None, holder: HolderSaid, spell: Spell, begins: date
    ) -> date:
        """The day on which the base is counted that does not change from day to day."""
        match held_on:
            case "issue":
                return holder.positions[0].since.value if holder.positions else begins
            case "default_began":
                return spell.began.value
            case _:
                return begins

    def base_inputs(
        self, holder: HolderSaid, days: Sequence[date], term: Damages | None = None
    ) -> dict[str, Sourced[object]]:
        """What the base on some days is made of, by its sources."""
        term = term or self.term
        found: dict[str, Sourced[object]] = {}
        if term.amount is not None:
            found["amount"] = Sourced(term.amount, f"{term.place}/amount")
        if term.base is None:
            return found
        held = dict.fromkeys(_position(holder, day) for day in days)
        for number, position in enumerate((each for each in held if each), start=1):
            found[f"held_{number}"] = position.held
        price = _price(term, holder)
        if price is not None and term.amount is None:
            found["per_unit"] = price
        return found

    def rate_inputs(
        self, holder: HolderSaid, days: Sequence[date], period: PaymentPeriod
    ) -> dict[str, Sourced[object]]:
        """The rates of a period and its base, as they were agreed on its days."""
        found: dict[str, Sourced[object]] = {}
        now = period.rungs[-1][0]
        for number, rung in period.rungs:
            term = self.by_day[number].term
            before = "" if number == now else f"before_{now - number}_"
            if term.rates:
                rate = Sourced[object](term.rates[rung].rate, f"{term.place}/rates/{rung}/rate")
                found[f"{before}rate_{rung + 1}"] = rate
            if before:
                earlier = self.base_inputs(holder, (), term)
                found |= {f"{before}{name}": each for name, each in earlier.items()}
        return found | self.base_inputs(holder, days, self.by_day[now].term)

    # Payments

    def pieces(self, holder: HolderSaid) -> Iterator[_Piece]:
        """Every payment of a Holder, uncapped."""
        for each in self.schedules:
            if self.owes_at_once(each.spell, self.as_of.value):
                yield self.at_once(holder, each.spell)
            for period in each.periods:
                yield self.of_period(holder, each, period)

    def owes_at_once(self, spell: Spell, day: date) -> bool:
        """Whether what is owed once, when a default begins, is owed by a day."""
        agreed = agreed_on(self.by_day, spell.began.value)
        return agreed.at_once is not None and spell.was_agreed and spell.began.value <= day

    def at_once(self, holder: HolderSaid, spell: Spell) -> _Piece:
        term = agreed_on(self.by_day, spell.began.value)
        once = term.at_once
        assert once is not None  # noqa: S101  # asked only where it is agreed
        first = spell.began.value
        if once.rate is None:
            inputs: dict[str, Sourced[object]] = {
                "money": Sourced(once.money, f"{term.place}/at_once/money")
            }
            exact = Fraction(once.money or 0)
        else:
            day = self.base_day(self.held_on, holder, spell, first)
            inputs = {
                "rate": Sourced(once.rate, f"{term.place}/at_once/rate"),
                **self.base_inputs(holder, (day,), term),
            }
            exact = once.rate * self.base(holder, day, term)
        if not holder.is_owed_on(first):
            exact = Fraction(0)
        says = f"the default of {written_out(first)} owes at once"
        return _Piece("at_once", spell, None, exact, {"begins": spell.began, **inputs}, says)

    @property
    def measure(self) -> str:
        """What the damages are a part of, in words."""
        return "" if self.term.base is None else MEASURES[self.term.base.of]

    @property
    def part_of(self) -> str:
        """How the damages of a payment are measured, in words."""
        if self.term.base is None:
            return "by the amount agreed"
        return self.measure if self.term.amount else f"a part {self.measure}"

    @property
    def held_on(self) -> HeldOn | None:
        return self.term.base.held_on if self.term.base else None

    def exact(
        self, holder: HolderSaid, on: Schedule, period: PaymentPeriod
    ) -> tuple[Fraction, tuple[date, ...]]:
        """What a period accrues, and the days on which the base is counted."""
        total, days = Fraction(0), []
        for start, stop in _changes(holder, on.spell, period, self.by_day):
            term, day = agreed_on(self.by_day, on.spell.days[start]), on.spell.days[start]
            held_on = term.base.held_on if term.base else None
            if held_on != "each_day":
                day = self.base_day(held_on, holder, on.spell, period.begins)
            days.append(day)
            if holder.is_owed_on(on.spell.days[start]):
                total += self.base(holder, day, term) * on.between(start, stop)
        return total, tuple(days)

    def of_period(self, holder: HolderSaid, on: Schedule, period: PaymentPeriod) -> _Piece:
        """The damages of one period of payment, so far as it has run."""
        exact, days = self.exact(holder, on, period)
        count = period.stop - period.start
        says = (
            f"{numbered(count, 'day')} from {written_out(period.begins)} to "
            f"{written_out(on.spell.days[period.stop - 1])} ({on.spell.name}) accrue"
        )
        inputs: dict[str, Sourced[object]] = {
            "first_day": on.spell.first,
            **self.rate_inputs(holder, days, period),
        }
        return _Piece("period", on.spell, period, exact, inputs, says)

    def payment(
        self,
        holder: HolderSaid,
        piece: _Piece,
        cap: Sourced[Decimal] | None,
        left: Decimal | None,
    ) -> DamagesPayment:
        """One payment: rounded once, and never more than the cap leaves."""
        value = rounded(piece.exact)
        uncapped = self.step(
            "payment",
            f"{holder.name}: {piece.says} {value:,}, {self.part_of}.",
            value,
            piece.inputs,
        )
        amount = uncapped
        if cap is not None and left is not None and value > left:
            says = f"The cap of {cap.value:,} leaves {left:,} of it to {holder.name}."
            amount = self.step("capped", says, left, {"uncapped": uncapped, "cap": cap})
        dates = self.dates(piece)
        number = piece.period.number if piece.period else 0
        called = f"{holder.name}/{piece.spell.names[0]}/{piece.spell.first.value}/{number}"
        paid_on = self.paid.get(called)
        return DamagesPayment(
            called,
            holder.name,
            piece.spell.name,
            piece.kind,
            dates.begins,
            dates.last_day,
            dates.ended_on,
            dates.days,
            uncapped,
            amount,
            dates.pay_by,
            self.interest(holder, amount, dates.unpaid_after, paid_on),
            paid_on,
        )

    def dates(self, piece: _Piece) -> _Dates:
        """The days of a payment: the same for every Holder, and worked out once."""
        number = piece.period.number if piece.period else 0
        key = (piece.spell.names, piece.spell.first.value, number)
        if key not in self.worked_out:
            worked_out = self.at_once_dates(piece) if piece.period is None else None
            self.worked_out[key] = worked_out or self.period_dates(piece)
        return self.worked_out[key]

    def at_once_dates(self, piece: _Piece) -> _Dates:
        clock = self.term.at_once.pay if self.term.at_once else None
        pay = self.clock(clock, DEFAULT_BEGAN, piece.spell.began, "at_once/pay", rolls=True)
        return _Dates(piece.spell.began, None, None, piece.spell.began, pay, pay)

    def period_dates(self, piece: _Piece) -> _Dates:
        period = piece.period
        assert period is not None  # noqa: S101  # asked only of a period
        title = f"Period {period.number} of {piece.spell.name}"
        inputs: dict[str, Sourced[object]] = {"first_day": piece.spell.first, "as_of": self.as_of}

        def step(rule: str, says: str, result: V) -> Sourced[V]:
            clause = self.term.clause
            return self.matter.working.step(f"damages.{rule}", clause, says, result, inputs)

        begins = step(
            "period_begins", f"{title} begins on {written_out(period.begins)}.", period.begins
        )
        last = piece.spell.days[period.stop - 1]
        last_day = step("last_day", f"Its last day so far is {written_out(last)}.", last)
        count = period.stop - period.start
        counted = numbered(count, "day of it counts.", "days of it count.")
        days = step("period_days", counted, count)
        if period.ended_on is None:
            return _Dates(begins, last_day, days, None, None, None)
        says = f"{title} ended on {written_out(period.ended_on)}."
        ended = step("period_ended", says, period.ended_on)
        pay = self.clock(self.term.pay, PERIOD_ENDED, ended, "pay", rolls=True)
        after = self.term.interest.after if self.term.interest else None
        unpaid_after = self.clock(after, PERIOD_ENDED, ended, "interest/after") or pay
        return _Dates(begins, last_day, days, ended, pay, unpaid_after)

    def clock(
        self,
        clock: Clock | None,
        moment: str,
        day: Sourced[date],
        place: str,
        *,
        rolls: bool = False,
    ) -> Sourced[date] | None:
        if clock is None:
            return None
        known = replace(NOTHING_KNOWN, days={moment: day})
        clause = self.term.clause
        return day_of(
            clock,
            known,
            self.matter,
            f"{self.term.clock_place}/{place}",
            clause=clause,
            rolls=rolls,
        ).day

    def interest(
        self,
        holder: HolderSaid,
        amount: Sourced[Decimal],
        after: Sourced[date] | None,
        paid_on: Sourced[date] | None,
    ) -> Sourced[Decimal] | None:
        """Interest on a payment until it is made, from the day after the last day for it."""
        term = self.term.interest
        until = self.as_of if paid_on is None else paid_on
        if term is None or after is None or after.value >= until.value:
            return None
        part = part_of_days(
            term.per, term.year, after.value, until.value, self.matter.almanac.business_days
        )
        value = rounded(Fraction(amount.value) * term.rate * part)
        first = after.value + ONE_DAY
        return self.step(
            "interest",
            f"Unpaid since {written_out(first)}, the {amount.value:,} of {holder.name} bear "
            f"{value:,} of interest.",
            value,
            {
                "amount": amount,
                "last_day": after,
                "rate": Sourced(term.rate, f"{self.term.place}/interest/rate"),
                "until": until,
            },
        )

    # In all

    def accrued(self, holder: HolderSaid, payments: Sequence[DamagesPayment]) -> Sourced[Decimal]:
        value = total_of(payment.amount.value for payment in payments)
        inputs: dict[str, Sourced[object]] = {
            f"payment_{number}": payment.amount for number, payment in enumerate(payments, start=1)
        }
        says = f"By {written_out(self.as_of.value)} {value:,} have accrued to {holder.name}."
        return self.step("accrued", says, value, {"as_of": self.as_of, **inputs})

    def interest_in_all(
        self, holder: HolderSaid, payments: Sequence[DamagesPayment]
    ) -> Sourced[Decimal]:
        some = [payment.interest for payment in payments if payment.interest]
        value = total_of(each.value for each in some)
        inputs: dict[str, Sourced[object]] = {
            f"interest_{number}": each for number, each in enumerate(some, start=1)
        }
        says = f"The interest of {holder.name} is {value:,} in all."
        return self.step("interest_in_all", says, value, {"as_of": self.as_of, **inputs})

    def cap(self, holder: HolderSaid) -> Sourced[Decimal] | None:
        """The most that a Holder is owed in all."""
        cap = self.term.cap
        if cap is None:
            return None
        if cap.money is not None:
            return Sourced(cap.money, f"{self.term.place}/cap/money")
        spells = [each.spell for each in (*self.schedules, *self.pending)]
        if not spells or cap.fraction is None:
            return None
        day = self.base_day(_cap_held_on(self.term), holder, spells[0], spells[0].first.value)
        value = rounded_down(cap.fraction * self.base(holder, day))
        return self.step(
            "cap",
            f"In all {holder.name} is owed at most {cap.fraction} {self.measure}: {value:,}.",
            value,
            {
                "fraction": Sourced(cap.fraction, f"{self.term.place}/cap/fraction"),
                **self.base_inputs(holder, (day,)),
            },
        )

    def through(self, holder: HolderSaid, day: date) -> Fraction:
        """What has accrued through a day, exact and uncapped."""
        total = Fraction(0)
        for each in self.schedules:
            spell = each.spell
            if self.owes_at_once(spell, day):
                total += self.at_once(holder, spell).exact
            for period in each.periods:
                stop = bisect_right(spell.days, day, period.start, period.stop)
                if stop > period.start:
                    cut = replace(period, stop=stop)
                    total += self.exact(holder, each, cut)[0]
        return total

    def reached(self, holder: HolderSaid, cap: Sourced[Decimal] | None) -> Sourced[date] | None:
        """The first day on which the cap was reached."""
        found = {day for each in self.schedules for day in each.spell.days}
        first_days = (each.spell.began.value for each in self.schedules)
        days = sorted(found | {day for day in first_days if day <= self.as_of.value})
        if cap is None or not days or self.through(holder, days[-1]) < cap.value:
            return None
        low, high = 0, len(days) - 1
        while low < high:
            middle = (low + high) // 2
            if self.through(holder, days[middle]) >= cap.value:
                high = middle
            else:
                low = middle + 1
        return self.matter.working.step(
            "damages.cap_reached",
            self.term.clause,
            f"{holder.name} reached its cap on {written_out(days[low])}.",
            days[low],
            {"cap": cap},
        )

    @property
    def runs_on(self) -> bool:
        return bool(self.term.per) and any(each.spell.runs_on for each in self.to_come)

    @property
    def to_come(self) -> tuple[Schedule, ...]:
        """The defaults that can still accrue: those that run on, and those that may yet begin."""
        return (*(each for each in self.schedules if each.spell.runs_on), *self.pending)

    def still(
        self, holder: HolderSaid, accrued: Sourced[Decimal], cap: Sourced[Decimal] | None
    ) -> Sourced[Decimal] | None:
        """The most that these defaults can still add; None: without limit."""
        if self.pending and self.term.per is None:
            return self.still_at_once(holder, accrued, cap)
        if not self.runs_on:
            says = f"None of these defaults runs on: nothing more accrues to {holder.name}."
            return self.step("nothing_more", says, NOTHING, {"accrued": accrued})
        if cap is None:
            return None
        left = cap.value - accrued.value
        says = f"At most {left:,} can still accrue to {holder.name}: no more than its cap."
        return self.step("still", says, left, {"cap": cap, "accrued": accrued})

    def still_at_once(
        self, holder: HolderSaid, accrued: Sourced[Decimal], cap: Sourced[Decimal] | None
    ) -> Sourced[Decimal]:
        """What defaults that may yet begin would owe at once, where nothing accrues by the day."""
        pieces = [self.at_once(holder, each.spell) for each in self.pending]
        value = total_of(rounded(piece.exact) for piece in pieces)
        left = value if cap is None else min(value, cap.value - accrued.value)
        inputs: dict[str, Sourced[object]] = {"accrued": accrued}
        for piece in pieces:
            inputs |= piece.inputs
        says = f"At most {left:,} can still accrue to {holder.name}, once the defaults begin."
        return self.step("still", says, left, inputs if cap is None else {"cap": cap, **inputs})

    def further(
        self, holder: HolderSaid, still: Sourced[Decimal] | None
    ) -> Sourced[Decimal] | None:
        """The most that each further `per` adds, as long as the cap leaves anything to add."""
        used_up = still is not None and not still.value
        if not self.runs_on or self.term.per is None or used_up:
            return None
        running = self.to_come
        total = Fraction(0)
        inputs: dict[str, Sourced[object]] = {}
        for each in running:
            last = each.spell.days[-1] if each.spell.days else each.spell.first.value
            held_on = self.held_on if self.held_on in ("issue", "default_began") else None
            day = self.base_day(held_on, holder, each.spell, last)
            inputs |= self.base_inputs(holder, (day,))
            rung = each.periods[-1].rungs[-1][1] if each.periods else 0
            rates = self.term.rates[rung:]
            rate = max((each.rate for each in rates), default=Fraction(1))
            total += rate * self.base(holder, day)
            for place, rung_after in enumerate(rates, start=rung):
                if rung_after.rate == rate:
                    inputs["rate"] = Sourced(rate, f"{self.term.place}/rates/{place}/rate")
                    break
        value = rounded(total)
        says = (
            f"While it goes on, each further {_in_words(self.term.per)} adds at most {value:,} to "
            f"{holder.name}, before any cap."
        )
        return self.step("further", says, value, inputs)


def _in_words(per: Length) -> str:
    return per.unit if per.count == 1 else f"{per.count} {per.unit}s"


def _position(holder: HolderSaid, day: date) -> HeldSince | None:
    """What a Holder has on a day: the last that is said by then."""
    found = None
    for position in holder.positions:
        if position.since.value <= day:
            found = position
    return found


def _changes(
    holder: HolderSaid, spell: Spell, period: PaymentPeriod, by_day: AgreedByDay
) -> list[tuple[int, int]]:
    """A period cut where what the Holder has, or what is agreed, changes: places in the spell."""
    turning = {position.since.value for position in holder.positions}
    turning |= {each.since for each in by_day}
    for first, last in holder.not_owed:
        turning |= {first} if last is None else {first, last + ONE_DAY}
    cuts = [period.start]
    for day in sorted(turning):
        place = bisect_left(spell.days, day, period.start, period.stop)
        if cuts[-1] < place < period.stop:
            cuts.append(place)
    return list(pairwise([*cuts, period.stop]))
