"""Damages that a registration has brought about: which defaults, to whom, and the duty to pay.

A last day is missed as the duties to file and to be effective have it, waivers, delays and all. Of
days without sales those count on which sales under the effective statement were stopped, rightly or
not: a prohibition as it was noticed, an order, a notice that the prospectus misleads. Conditions
hold as they are stated. Units are Registrable Securities, counted in shares of the agreement's day.
What is to be paid next is one duty to each Holder, whose day does not move as days go by. Money in
cents, whole days; nothing raises but `OutsideCalendar`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from app.rules.facts import RecordedFact
from app.rules.facts.conditions import ConditionStated
from app.rules.facts.life.suspension import ProhibitionLifted, ProhibitionNoticed
from app.rules.facts.money.damages import DamagesElected, DamagesPaid, PricePaidStated
from app.rules.holders.groups import members_on
from app.rules.holders.register import Register
from app.rules.holders.stated import stated_in
from app.rules.holders.without_rights import days_rights_may_turn, uncounted_on, without_rights
from app.rules.money.damages.accrual import DamagesAnswer, HeldSince, HolderSaid, damages
from app.rules.money.damages.shown import DamagesOwed, damages_shown
from app.rules.money.damages.spells import DaysLeftOut, DefaultSaid
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.answer.damages_through import AgreedThrough, agreed_through
from app.rules.registrations.answer.included_each_day import IncludedEachDay, included_each_day
from app.rules.registrations.cutback.selling import Allocation
from app.rules.registrations.duties.filing import filing_due
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.suspension.uses_made import days_of_delay
from app.rules.terms.payments.damages import Damages, Default, StatedDays, right_missed
from app.rules.values.calendars import LAST_DAY
from app.rules.values.day_asked import DayAsked, as_plain_day
from app.rules.values.written_dates import written_out

ACTS = {"filed": "file", "effective": "effect"}
"""The duty whose last day is missed, by the act."""
FORESEEN = timedelta(days=800)
"""How far ahead the next payment is looked for: beyond any grace and first period."""


def damages_of(
    progress: Progress,
    duties: Iterable[Obligation],
    allocation: Allocation,
    registration: str | None,
    matter: Matter,
) -> tuple[tuple[DamagesOwed, ...], tuple[Obligation, ...]]:
    """What has accrued by the day asked about, and the duties to pay it."""
    every = agreed_through(progress, matter)
    agreed = {name: each for name, each in every.items() if _is_of(each.term, progress, matter)}
    _warn_of_other_payments(progress, agreed, matter)
    register, as_of = progress.history.register_now, as_plain_day(progress.as_of)
    if not agreed or register is None or as_of is None:
        return (), ()
    aside = matter.unrecorded()
    shown: list[DamagesOwed] = []
    to_pay: list[Obligation] = []
    for name, through in sorted(agreed.items()):
        term = through.term
        by_share = term.base is not None and term.base.shares == "included"
        taking_part = None
        if by_share or term.owed_to == "participants":
            taking_part = included_each_day(progress, allocation, aside)
        included = taking_part if by_share else None
        here = _Here(
            *(name, term, through, progress, register, tuple(duties)),
            *(allocation, included, taking_part, registration, aside),
        )
        if not isinstance(progress.as_of, DayAsked):
            shown.append(damages_shown(name, term.clause, here.answer(as_of, matter)))
        to_pay.extend(here.duties(as_of, matter))
    return tuple(shown), tuple(to_pay)


def _warn_of_other_payments(
    progress: Progress, agreed: Mapping[str, AgreedThrough], matter: Matter
) -> None:
    """What is said to have been paid of damages that the terms do not agree for it."""
    for recorded in progress.history.facts:
        fact = recorded.fact
        if isinstance(fact, DamagesPaid) and fact.damages not in agreed:
            matter.working.warn(
                "DAMAGES_NOT_AGREED",
                f"A payment of “{fact.damages}” is recorded for {written_out(fact.occurred_on)}, "
                "and the terms agree no such damages for this registration: it settles nothing.",
            )


def _is_of(term: Damages, progress: Progress, matter: Matter) -> bool:
    """Whether they are owed because of a registration under this right."""
    names = matter.terms.names_of_right(progress.ruling.kind)
    return not names.isdisjoint(term.of_rights)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days on end: the first, and the first that is none of them (None: they go on)."""

    first: Sourced[date]
    free_from: date | None


@dataclass(frozen=True, slots=True)
class _Here:
    """One kind of damages, and all that is known of one registration."""

    name: str
    term: Damages
    through: AgreedThrough
    progress: Progress
    register: Register
    owed: tuple[Obligation, ...]
    allocation: Allocation
    included: IncludedEachDay | None
    taking_part: IncludedEachDay | None
    registration: str | None
    aside: Matter

    def answer(self, as_of: date, matter: Matter) -> DamagesAnswer:
        """What is owed by a day, on what is known on the day asked about."""
        day = Sourced(as_of, "asked:/as_of")
        defaults = [*self.defaults(as_of, matter)]
        holders = () if self.term.to == "all" else tuple(self.holders(as_of, matter))
        return damages(self.term, defaults, holders, day, matter, self.paid(), self.through.by_day)

    def paid(self) -> Mapping[str, Sourced[date]]:
        """The payments that are recorded; what is paid is not paid again on a later day."""
        found: dict[str, Sourced[date]] = {}
        for recorded, fact in self.payments():
            day = Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")
            if self.is_to(fact):
                found[fact.payment] = min(
                    found.get(fact.payment, day), day, key=lambda each: each.value
                )
        return found

    def payments(self) -> Iterator[tuple[RecordedFact, DamagesPaid]]:
        """The payments that are recorded of these damages."""
        for recorded in self.progress.history.facts:
            fact = recorded.fact
            if isinstance(fact, DamagesPaid) and fact.damages == self.name:
                yield recorded, fact

    def is_to(self, paid: DamagesPaid) -> bool:
        """Whether a payment is one to the Holder who is said to have got it."""
        return self.term.to == "all" or paid.payment.startswith(f"{paid.holder}/")

    def warn_of_payments(self, found: DamagesAnswer, matter: Matter) -> None:
        """What is said to have been paid and is owed to nobody, or was paid before."""
        if found.accrued is None:
            return
        owed, before = {each.id for each in found.payments}, set[str]()
        for _, fact in self.payments():
            said = f"The payment {fact.payment} to {fact.holder} of the damages “{self.name}”"
            on = written_out(fact.occurred_on)
            if fact.payment not in owed or not self.is_to(fact):
                matter.working.warn(
                    "NO_SUCH_DAMAGES_PAYMENT",
                    f"{said} is recorded for {on}, and none of this id is owed to it: it settles "
                    "nothing.",
                )
            elif fact.payment in before:
                matter.working.warn(
                    "DAMAGES_PAID_TWICE",
                    f"{said} is recorded again for {on}: the first that was made settles it.",
                )
            before.add(fact.payment)

    # Defaults

    def defaults(self, as_of: date, matter: Matter) -> Iterator[DefaultSaid]:
        """Every default by a day; what is struck out, or ends with the rights, runs no longer."""
        for each in self.defaults_found(as_of, matter):
            struck = self.through.struck_out.get(each.name)
            if struck is not None and each.since.value >= struck.value:
                continue
            ended = [day for day in (each.cured_on, struck) if day is not None]
            cured = min(ended, key=lambda day: day.value, default=None)
            yield replace(each, cured_on=cured)

    def defaults_found(self, as_of: date, matter: Matter) -> Iterator[DefaultSaid]:
        """Every default, as if all that was agreed were agreed still."""
        names = matter.terms.names_of_right(self.progress.ruling.kind)
        for name, agreed in self.term.defaults.items():
            left_out = tuple(self.left_out(name, agreed, as_of, matter))
            if agreed.missed is not None:
                if right_missed(agreed.missed) in names:
                    yield from self.missed(name, agreed.missed, left_out)
                continue
            stretches = self.without_sales() if agreed.without else self.while_so(agreed, as_of)
            for each in stretches:
                cured = None
                if each.free_from is not None and each.free_from <= as_of:
                    cured = Sourced(each.free_from, each.first.source)
                if each.first.value <= as_of:
                    yield DefaultSaid(name, each.first, cured, left_out)

    def missed(
        self, name: str, moment: str, left_out: tuple[DaysLeftOut, ...]
    ) -> Iterator[DefaultSaid]:
        """A last day of the duty to file, or to be effective."""
        duty = ACTS[moment.rpartition(".")[2]]
        for each in self.owed:
            if each.id != duty or each.status in ("waived", "excused"):
                continue
            done = self.done(duty)
            if each.due_on is not None:
                source = each.explained_by.get("due_on", each.trigger)
                yield DefaultSaid(name, Sourced(each.due_on, source), done, left_out)
                continue
            earliest = self.perhaps_due(duty)
            in_time = earliest and done and done.value <= earliest.value
            if earliest is not None and not in_time:
                yield DefaultSaid(name, earliest, done, left_out, is_known=False)

    def perhaps_due(self, duty: str) -> Sourced[date] | None:
        """The earliest day that a last day can be which is not known."""
        if duty == "file":
            _, bounds = filing_due(self.progress, self.aside)
        else:
            bounds = self.progress.due.between if self.progress.due else None
        return bounds.earliest if bounds else None

    def done(self, duty: str) -> Sourced[date] | None:
        """The day on which it was done, or nothing was owed any more."""
        history = self.progress.history
        done = history.filed_on if duty == "file" else history.life.effective_on
        waived = history.waived.of(duty)
        ends = (done, waived, history.life.withdrawn_on, history.abandoned_on)
        known = [day for day in ends if day is not None]
        return min(known, key=lambda day: day.value, default=None)

    def without_sales(self) -> Iterator[_Stretch]:
        """Stretches of days on which sales under the effective statement were stopped."""
        effective = self.progress.history.life.effective_on
        if effective is None:
            return
        until: date | None = date.min
        pending: Sourced[date] | None = None
        stops = self.while_kept_effective(self.stops())
        for each in sorted(stops, key=lambda each: each.first.value):
            first = each.first if each.first.value >= effective.value else effective
            if each.free_from is not None and each.free_from <= first.value:
                continue
            if pending is not None and (until is None or first.value <= until):
                if until is not None:
                    until = None if each.free_from is None else max(until, each.free_from)
                continue
            if pending is not None:
                yield _Stretch(pending, until)
            pending, until = first, each.free_from
        if pending is not None:
            yield _Stretch(pending, until)

    def while_kept_effective(self, stops: Iterable[_Stretch]) -> Iterator[_Stretch]:
        """The days of stops through the last on which the statement must be kept effective."""
        kept = self.progress.kept
        if kept is None or kept.end is None:
            yield from stops
            return
        over = kept.end.value + ONE_DAY
        for each in stops:
            if each.first.value < over:
                yield replace(each, free_from=min(each.free_from or over, over))

    def stops(self) -> Iterator[_Stretch]:
        """Each stop by itself."""
        facts = self.progress.history.facts
        lifted = [
            each.fact.happened_on for each in facts if isinstance(each.fact, ProhibitionLifted)
        ]
        for recorded in facts:
            fact = recorded.fact
            if isinstance(fact, ProhibitionNoticed):
                first = fact.in_effect_from or fact.occurred_on
                free = first + timedelta(days=fact.days)
                free = min([free, *(day for day in lifted if first <= day)])
                yield _Stretch(Sourced(first, recorded.source), free)
        for order in self.progress.history.life.interferences:
            yield _Stretch(order.on, order.lifted_on)
        for hold in self.progress.holds:
            if hold.notice_given_on is None:
                continue
            receipts = list(hold.received.values()) or [hold.received_by_all]
            ends = [day.value for day in receipts if day is not None]
            over = max(ends) if len(ends) == len(receipts) else None
            yield _Stretch(hold.notice_given_on, over)

    # Conditions

    def while_so(self, agreed: Default, as_of: date) -> Iterator[_Stretch]:
        """Stretches of days on which all that the default asks for is stated to be so."""
        begun = self.progress.ruling.begun_on
        if begun is None:
            return
        found: _Stretch | None = None
        for day in self.turning(begun.value, as_of):
            holds = [self.is_so(each, day) for each in agreed.during or ()]
            so = all(each is not None and each.value for each in holds)
            if so and found is None:
                source = next(each.source for each in holds if each is not None)
                found = _Stretch(Sourced(day, source), None)
            elif not so and found is not None:
                yield replace(found, free_from=day)
                found = None
        if found is not None:
            yield found

    def turning(self, since: date, until: date) -> list[date]:
        """The days on which anything that is stated may turn."""
        days = {since}
        for recorded in self.register.told:
            fact = recorded.fact
            if isinstance(fact, ConditionStated):
                days.add(fact.occurred_on)
                if fact.until is not None:
                    days.add(fact.until + ONE_DAY)
        for first, last in self.delays():
            days |= {first, last + ONE_DAY}
        return sorted(day for day in days if since <= day <= until)

    def delays(self) -> Iterator[tuple[date, date]]:
        """The days of the delays and prohibitions that are permitted."""
        for run in days_of_delay(self.progress.ruling.delays, self.aside):
            if run.last_day is not None:
                yield run.first_day.value, run.last_day.value
        for each in self.progress.ruling.prohibitions:
            if each.in_effect is not None:
                yield each.in_effect.first_day.value, each.in_effect.last_day.value

    def is_so(
        self, asked: StatedDays, day: date, holder: str | None = None
    ) -> Sourced[bool] | None:
        """Whether what is asked is so on a day; None: nobody has stated it."""
        if asked.denied is not None:
            found = self.is_so(asked.denied, day, holder)
            return None if found is None else Sourced(not found.value, found.source)
        if asked.asserted is None:
            runs = any(first <= day <= last for first, last in self.delays())
            return Sourced(runs, self.progress.ruling.trigger)
        stated = stated_in(self.register.told, self.register.terms.on(day))
        return stated.holds(asked.asserted, day, self.registration, holder)

    def left_out(
        self, name: str, agreed: Default, as_of: date, matter: Matter
    ) -> Iterator[DaysLeftOut]:
        """Days on which nothing was agreed, and those that do not count by what is stated."""
        yield from self.through.not_agreed[name]
        struck = self.through.struck_out.get(name)
        if struck is not None:
            yield DaysLeftOut(struck.value, None, Sourced("not agreed any more", struck.source))
        for asked in agreed.left_out:
            yield from self.days_of(asked, matter.terms.agreement_date, as_of)

    def days_of(
        self, asked: StatedDays, since: date, as_of: date, holder: str | None = None
    ) -> Iterator[DaysLeftOut]:
        """The stretches of days on which something is stated to be so."""
        began: Sourced[date] | None = None
        for day in self.turning(since, as_of):
            so = self.is_so(asked, day, holder)
            if so is not None and so.value and began is None:
                began = Sourced(day, so.source)
            elif began is not None and not (so is not None and so.value):
                yield DaysLeftOut(began.value, day - ONE_DAY, Sourced(asked.name, began.source))
                began = None
        if began is not None:
            yield DaysLeftOut(began.value, None, Sourced(asked.name, began.source))

    # Holders

    def holders(self, as_of: date, matter: Matter) -> Iterator[HolderSaid]:
        """Those to whom they are owed, with all that is known of each."""
        by_day = self.creditors_by_day(as_of, matter)
        not_known = self.waits_for_outstanding(as_of, matter)
        if not_known:
            needed_for = "to whom damages are owed"
            posted_as = "shares_outstanding_stated.shares"
            matter.working.miss("shares_outstanding", needed_for, self.term.clause, posted_as)
        everybody = [(day, frozenset(self.register.lines_on(day))) for day, _ in by_day]
        for holder in sorted(self.creditors(everybody if not_known else by_day)):
            entry = next(
                (lines[holder] for lines in reversed(self.register.entries) if holder in lines),
                None,
            )
            source = entry.source if entry else self.progress.ruling.trigger
            is_known = self.is_known(holder) and not not_known
            positions = self.positions(holder) if is_known else ()
            yield HolderSaid(
                holder,
                source,
                positions,
                self.per_unit(holder),
                self.elected(holder),
                tuple(self.not_owed(holder, by_day, as_of, matter)),
            )

    def waits_for_outstanding(self, as_of: date, matter: Matter) -> bool:
        """Whether a group is measured by a number that nobody has stated by the first default."""
        group = matter.terms.groups.get(self.term.owed_to)
        if group is None or group.hold is None or group.hold.of != "outstanding":
            return False
        began = [each.since.value for each in self.defaults(as_of, matter)]
        return bool(began) and self.register.outstanding_or_supposed(min(began)) is None

    def creditors_by_day(self, as_of: date, matter: Matter) -> list[tuple[date, frozenset[str]]]:
        """Those to whom they are owed at the end of each day on which that may change.

        Everybody, those in the registration, or those of a group; a day is not asked about another.
        """
        everybody = frozenset(name for lines in self.register.entries for name in lines)
        begun = self.progress.ruling.begun_on
        since = begun.value if begun is not None else matter.terms.agreement_date
        turning = {*self.register.days, *self.register.stated_on}
        turning |= self.taking_part.turning if self.taking_part else set()
        days = sorted({since} | {day for day in turning if since < day <= as_of})
        owed_to = self.term.owed_to

        def on(day: date) -> frozenset[str]:
            if owed_to == "holders":
                return everybody
            if owed_to == "participants":
                here = self.taking_part
                return frozenset(each for each in everybody if here and here.has(each, day))
            return members_on(owed_to, matter.terms, self.register, day)

        return [(day, on(day)) for day in days]

    def creditors(self, by_day: Iterable[tuple[date, frozenset[str]]]) -> frozenset[str]:
        """Who ever had anything while they were owed to it."""
        return frozenset(
            holder
            for day, there in by_day
            for holder in there
            if self.register.registrable_shares(holder, day) > 0
        )

    def not_owed(
        self,
        holder: str,
        by_day: Sequence[tuple[date, frozenset[str]]],
        as_of: date,
        matter: Matter,
    ) -> Iterator[tuple[date, date | None]]:
        """The days on which nothing accrues to a Holder, whatever it had when its base is counted.

        They are owed to others then, its rights have ended, or what is stated of it excludes it.
        """
        stated = [
            each
            for asked in (self.term.base.left_out if self.term.base else ())
            for each in self.days_of(asked, matter.terms.agreement_date, as_of, holder)
        ]
        yield from ((each.first, each.last) for each in stated)
        days = [day for day, _ in by_day]
        turning = {*days, *days_rights_may_turn(holder, self.register, as_of)}
        since: date | None = None
        for day in sorted(day for day in turning if day >= days[0]):
            _, there = by_day[bisect_right(days, day) - 1]
            is_out = holder not in there or self.has_no_more(holder, day, matter)
            if is_out and since is None:
                since = day
            elif not is_out and since is not None:
                yield since, day - ONE_DAY
                since = None
        if since is not None:
            yield since, None

    def positions(self, holder: str) -> tuple[HeldSince, ...]:
        """What a Holder has that counts, from each day on which it changes.

        What came to it by a transfer was not issued to it: where what was issued counts, it first
        had nothing, so that no share counts twice.
        """
        by_issue = self.term.base is not None and self.term.base.held_on == "issue"
        came = {each.on for each in self.register.passed if by_issue and each.taker == holder}
        found: list[HeldSince] = []
        turning = {*self.register.days, *(self.included.turning if self.included else ())}
        for day in sorted(turning):
            entry = self.register.lines_on(day).get(holder)
            if entry is None:
                continue
            if not found and day in came:
                before = Sourced(day - ONE_DAY, entry.source)
                found.append(HeldSince(before, Sourced(Fraction(0), entry.source)))
            units = Fraction(self.register.registrable_shares(holder, day))
            if self.included is not None:
                units = min(units, self.included.of(holder, day))
            units /= self.register.split_ratio(None, day)
            if not found or found[-1].held.value != units:
                found.append(HeldSince(Sourced(day, entry.source), Sourced(units, entry.source)))
        return tuple(found)

    def has_no_more(self, holder: str, day: date, matter: Matter) -> bool:
        """Whether its rights have ended by a day, or its shares are none that count any more."""
        rights = matter.terms.names_of_right(self.progress.ruling.kind)
        found = (without_rights(holder, right, day, self.register) for right in rights)
        ended = any(each is not None and each.effect == "ends" for each in found)
        return ended or holder in uncounted_on(day, self.register)

    def is_known(self, holder: str) -> bool:
        """Whether it is known what a Holder has that counts; there may be nothing to count."""
        if self.term.base is None:
            return False
        lines = (line for line in self.allocation.lines if line.seller == holder)
        included = self.included
        return included is None or (
            included.is_known(holder) and all(each.included is not None for each in lines)
        )

    def per_unit(self, holder: str) -> Sourced[Fraction] | None:
        """The price that a Holder paid for each share, in shares of the agreement's day."""
        bases = [each.term.base for each in self.through.by_day]
        if not any(base is not None and base.of == "paid" for base in bases):
            return None
        found = None
        for recorded in self.progress.history.of_damages:
            fact = recorded.fact
            if isinstance(fact, PricePaidStated) and fact.holder == holder:
                shares = Fraction(fact.shares) / self.register.split_ratio(None, fact.occurred_on)
                found = Sourced(Fraction(fact.paid) / shares, f"{recorded.source}/paid")
        return found

    def elected(self, holder: str) -> Sourced[bool] | None:
        """Whether a Holder elected to have them; nobody need say that it did not."""
        if not self.term.elected:
            return None
        for recorded in self.progress.history.of_damages:
            fact = recorded.fact
            if isinstance(fact, DamagesElected) and (fact.holder, fact.damages) == (
                holder,
                self.name,
            ):
                return Sourced(True, recorded.source)
        return Sourced(False, f"{self.term.place}/elected")

    # The duty to pay

    def duties(self, as_of: date, matter: Matter) -> Iterator[Obligation]:
        """To pay each Holder what is next to be paid; it arises with the default."""
        days = [each.due_on for each in self.owed if each.due_on is not None]
        ahead = min(max([as_of, *days]) + FORESEEN, LAST_DAY - FORESEEN)
        found = self.answer(ahead, self.aside)
        self.warn_of_payments(found, matter)
        for holder in found.holders:
            mine = [
                each
                for each in found.payments
                if each.holder == holder.holder and each.uncapped.value
            ]
            first = min((each.begins.value for each in mine), default=None)
            if first is None or self.progress.as_of is None or self.progress.as_of < first:
                continue
            unpaid = [each for each in mine if each.paid_on is None]
            pay = [each.pay_by for each in unpaid if each.pay_by is not None]
            last = [each.paid_on for each in mine if each.paid_on is not None]
            due = min(pay, key=lambda day: day.value, default=None)
            done = None if unpaid or not last else max(last, key=lambda day: day.value)
            day = (
                None
                if due is None
                else matter.working.step(
                    "damages.next_payment",
                    self.term.clause,
                    f"The next payment to {holder.holder} has this last day, if the default is not "
                    "cured before its period ends.",
                    due.value,
                    {"clause": Sourced(self.name, f"{self.term.place}/pay")},
                )
            )
            yield owed(
                Owing(
                    duty="damages",
                    id=f"damages:{self.name}:{holder.holder}",
                    obligor=matter.terms.company.id,
                    obligees=() if self.term.to == "all" else (holder.holder,),
                    action="Pay the damages that have accrued.",
                    clause=self.term.clause,
                    trigger=self.progress.ruling.trigger,
                ),
                matter.working,
                self.progress.as_of,
                due=day,
                outcome=Performance(done),
            )
