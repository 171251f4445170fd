"""Clocks worked out: the day that a Clock gives, as far as what has happened is known.

The one function is `day_of`. What a place knows it hands over as `Happenings`: days of Moments,
days only expected, and what is stated of the registration at hand. A Moment without a day gives no
date; `waits_for` names it. Nothing is computed from a Moment that the place does not have:
`terms-check` refuses such a Clock beforehand.

The order is: count, give back what is tolled, roll. Members of `earliest` and `latest` roll only
where they say so; the result as any Clock. Days counted back never roll unless the Clock says so.
Units: whole days. Raises `OutsideCalendar` where a calendar ends.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, TypeAlias

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.counting import count_from
from app.rules.reasoning.days.period import say_if_projected
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.clocks.calendars import NO_ROLL
from app.rules.terms.clocks.clock import (
    AnyOf,
    Asserted,
    AtMoment,
    ByCase,
    Clock,
    Conditions,
    Counted,
    EarliestOf,
    FixedDay,
    Happened,
    LatestOf,
    Not,
    Reached,
    Span,
    Stated,
    WhenPassed,
    Within,
)
from app.rules.terms.clocks.moments import moment_in_words
from app.rules.terms.clocks.portions import HeldByHolder
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import on_its_weekday, written_out


def _nothing_stated(_: Stated, __: date) -> Sourced[bool] | None:
    return None


@dataclass(frozen=True, slots=True)
class Happenings:
    """What is known where a Clock stands, on the day asked about.

    `days` are Moments that have a day, `expected` days that count until the real one is known;
    where it is asked whether they have come, only those that are `still_to_come` after a day.
    `stated` answers what the record says of a registration or a declared condition on a day,
    `since` from which day a declared condition has been stated to hold, and `stated_on` are the
    days from which something is stated of one.
    """

    as_of: date
    days: Mapping[str, Sourced[date]]
    expected: Mapping[str, Sourced[date]] = field(default_factory=dict)
    stated: Callable[[Stated, date], Sourced[bool] | None] = _nothing_stated
    since: Mapping[str, Sourced[date]] = field(default_factory=dict)
    stated_on: tuple[date, ...] = ()
    still_to_come: date = date.min

    def also(self, days: Mapping[str, Sourced[date] | None]) -> "Happenings":
        """The same, and the days of more Moments, as far as they have one."""
        more = {moment: day for moment, day in days.items() if day is not None}
        return replace(self, days={**self.days, **more})

    def on(self, day: date | None) -> "Happenings":
        """The same as of an earlier day; None: as it is."""
        return self if day is None else replace(self, as_of=day)

    def by(self, day: date) -> "Happenings":
        """What was known of it by an earlier day: what happened after that is left out."""
        return replace(
            self,
            as_of=day,
            days={moment: on for moment, on in self.days.items() if on.value <= day},
            still_to_come=day,
            since={name: on for name, on in self.since.items() if on.value <= day},
        )

    def expecting(self, day: date) -> "Happenings":
        """The same, where what was expected by a day and had not happened by then is not so.

        What is counted back from it has come all the same: it is nearer than the day expected.
        """
        return replace(self, still_to_come=day)

    def happened_after(self, day: date) -> Sequence[Sourced[date]]:
        """What happened after a day, in the order of the days."""
        found = [on for on in (*self.days.values(), *self.since.values()) if on.value > day]
        return sorted(found, key=lambda on: on.value)


NOTHING_KNOWN: Final = Happenings(date.max, {})


@dataclass(frozen=True, slots=True)
class ClockDay:
    """The day a Clock gives, or None; what it waits for; and how firm it is.

    `provisional`: what `waits_for` names may still change the day. `expected`: it rests on a day
    that is only expected. `could_be`: what each case would give, where it is not known which.
    """

    day: Sourced[date] | None
    waits_for: tuple[str, ...] = ()
    provisional: bool = False
    expected: bool = False
    could_be: tuple[Sourced[date], ...] = ()


@dataclass(frozen=True, slots=True)
class Tested:
    """Whether a Condition is passed (None: not known), and what would say more."""

    passed: bool | None
    waits_for: tuple[str, ...] = ()


def day_of(
    clock: Clock,
    known: Happenings,
    matter: Matter,
    place: str,
    *,
    clause: str = "",
    given_back: Sourced[int] | None = None,
    rolls: bool = False,
) -> ClockDay:
    """The day of the Clock at a place of the terms.

    `clause` is that of the part it stands in, used where the Clock names none; `given_back` are
    days tolled, added before any roll; `rolls` says that an act is due, so that its last day moves
    by the law of deadlines where the Clock says nothing else.
    """
    said = _Said(known, matter, clock.clause or clause)
    found = said.unrolled(clock, place)
    if found.day is None:
        return found
    day = found.day
    if given_back is not None and given_back.value:
        day = said.step(
            "clock.given_back",
            f"With {numbered(given_back.value, 'day')} given back it is "
            f"{on_its_weekday(day.value + timedelta(days=given_back.value))}.",
            day.value + timedelta(days=given_back.value),
            {"last_day": day, "given_back": given_back},
        )
    rolls = rolls or clock.roll is not None
    return replace(found, day=rolled(clock, day, matter, said.clause) if rolls else day)


def rolled(clock: Clock, day: Sourced[date], matter: Matter, clause: str) -> Sourced[date]:
    """The last day of an act where the law lets it come to rest: counted back, it stays."""
    backward = isinstance(clock, Counted) and clock.after is None
    if clock.roll == NO_ROLL or (backward and clock.roll is None):
        return day
    rule = matter.almanac.rolls[clock.roll] if clock.roll else matter.almanac.roll
    moved = rule.forward(day.value)
    say_if_projected(moved.day, matter)
    if moved.day == day.value:
        says = f"{on_its_weekday(day.value)} is a day on which the act can be done; it stays."
    else:
        to = on_its_weekday(moved.day)
        says = f"The last day moves from {on_its_weekday(day.value)} to {to}."
    return matter.working.step(
        "clock.roll",
        rule.clause or clause,
        says,
        moved.day,
        {"last_day": day, "roll": Sourced(rule.rule, rule.source)},
        readings=rule.readings,
        counted=moved.passed_over,
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """One Clock being worked out, under the clause that is cited for it."""

    known: Happenings
    matter: Matter
    clause: str
    on_its_day: bool = False
    """Whether only the day asked about counts: what may still come about by another is not so."""
    otherwise: date | None = None
    """The day that holds unless a case applies: of it `reached` and `within` are asked."""

    def step(
        self,
        rule: str,
        says: str,
        day: date,
        inputs: Mapping[str, Sourced[object]],
        counted: tuple[str, ...] = (),
        readings: tuple[str, ...] = (),
    ) -> Sourced[date]:
        return self.matter.working.step(
            rule, self.clause, says, day, inputs, readings=readings, counted=counted
        )

    def unrolled(self, clock: Clock, place: str) -> ClockDay:
        match clock:
            case FixedDay():
                return ClockDay(Sourced(clock.date, f"terms:{place}/date"))
            case AtMoment():
                return self.moment(clock.at)
            case Counted():
                return self.counted(clock, place)
            case EarliestOf():
                members = self.members(clock.earliest, f"{place}/earliest")
                return self.earliest(members)
            case LatestOf():
                return self.latest(self.members(clock.latest, f"{place}/latest"))
            case ByCase():
                return self.by_case(clock, place)
            case WhenPassed():
                return self.first_day(clock.when, f"{place}/when")

    def inner(self, clock: Clock, place: str) -> ClockDay:
        """The day of a Clock within another: it rolls only where it says so."""
        return day_of(clock, self.known, self.matter, place, clause=self.clause)

    def moment(self, moment: str, *, backward: bool = False) -> ClockDay:
        day = self.known.days.get(moment)
        if day is not None:
            return ClockDay(day)
        expected = self.known.expected.get(moment)
        if expected is not None and (backward or expected.value > self.known.still_to_come):
            return ClockDay(expected, waits_for=(moment,), provisional=True, expected=True)
        return ClockDay(None, waits_for=(moment,))

    def counted(self, clock: Counted, place: str) -> ClockDay:
        backward = clock.after is None
        direction = "before" if backward else "after"
        if isinstance(clock.start, str):
            found = self.moment(clock.start, backward=backward)
            name, words = clock.start, moment_in_words(clock.start)
        else:
            found = self.inner(clock.start, f"{place}/{direction}")
            name, words = "counted_from", "that"
        if found.day is None:
            return replace(found, could_be=())
        almanac = self.matter.almanac
        own = almanac.calendars[clock.calendar] if clock.calendar else None
        business_days = own or almanac.business_days
        day, line = count_from(
            found.day.value,
            clock.count,
            clock.unit,
            business_days,
            backward=backward,
            first_included=clock.first_day == "included",
            short_month_runs_over=clock.short_month == "next_day",
        )
        say_if_projected(day, self.matter)
        inputs: dict[str, Sourced[object]] = {
            name: found.day,
            "count": Sourced(clock.count, _source(f"{place}/count")),
        }
        readings: tuple[str, ...] = ()
        if clock.unit == "business_day":
            readings = () if own else almanac.business_day_readings
            calendar = business_days.version.name
            inputs["calendar"] = Sourced(calendar, f"calendar:{calendar}")
        unit = clock.unit.replace("_", " ") + ("" if clock.count == 1 else "s")
        first = ", that day being the first," if clock.first_day == "included" else ""
        says = (
            f"{clock.count} {unit} {direction} {words} ({written_out(found.day.value)}){first} "
            f"is {on_its_weekday(day)}."
        )
        return replace(found, day=self.step("clock.count", says, day, inputs, line, readings))

    def members(self, clocks: Sequence[Clock], place: str) -> list[ClockDay]:
        return [self.inner(clock, f"{place}/{number}") for number, clock in enumerate(clocks)]

    def earliest(self, members: Sequence[ClockDay]) -> ClockDay:
        """The earliest that is known: provisional while another has no day."""
        dated = [member for member in members if member.day is not None]
        if not dated:
            return ClockDay(None, _waits(members))
        return self._chosen("earliest", dated, members, min)

    def latest(self, members: Sequence[ClockDay]) -> ClockDay:
        """The latest: unknown while one has no day."""
        dated = [member for member in members if member.day is not None]
        if len(dated) < len(members):
            return ClockDay(None, _waits(members))
        return self._chosen("latest", dated, members, max)

    def _chosen(
        self,
        which: str,
        dated: Sequence[ClockDay],
        members: Sequence[ClockDay],
        choose: Callable[[Sequence[date]], date],
    ) -> ClockDay:
        days = [member.day for member in dated if member.day is not None]
        day = choose([each.value for each in days])
        inputs: dict[str, Sourced[object]] = {
            f"day_{number}": each for number, each in enumerate(days, start=1)
        }
        listed = ", ".join(written_out(each.value) for each in days)
        unknown = ", and of what has no day yet," if len(dated) < len(members) else ""
        chosen = self.step(
            f"clock.{which}",
            f"The {which} of {listed}{unknown} is {on_its_weekday(day)}.",
            day,
            inputs,
        )
        return ClockDay(
            chosen,
            _waits(members),
            provisional=any(member.day is None or member.provisional for member in members),
            expected=any(
                member.expected and member.day is not None and member.day.value == day
                for member in dated
            ),
        )

    def by_case(self, clock: ByCase, place: str) -> ClockDay:
        """The first case that is passed; with one unknown before it, none, and what each gives."""
        waits: tuple[str, ...] = ()
        for number, case in enumerate(clock.cases):
            tested = Tested(True) if case.when is None else self._in_case(clock, number, place)
            waits = _once(waits + tested.waits_for)
            if tested.passed is None:
                return ClockDay(None, waits, could_be=self._each_case(clock, place))
            if tested.passed:
                found = self.inner(case.then, f"{place}/cases/{number}/then")
                waits = _once(waits + found.waits_for)
                return replace(found, waits_for=waits, provisional=bool(waits))
        return ClockDay(None, waits)

    def _in_case(self, clock: ByCase, number: int, place: str) -> Tested:
        """Whether a case applies, asked of the day that the cases after it give.

        So the mere passing of time moves no day: what has not happened is not so yet, and a day
        that is sure to come is reached, or not, by the day that holds without it.
        """
        when, rest = clock.cases[number].when, clock.cases[number + 1 :]
        if when is None or not rest:
            return Tested(True) if when is None else self.tested(when)
        unread = replace(self, matter=self.matter.unrecorded())
        found = unread.by_case(clock.model_copy(update={"cases": rest}), place).day
        return replace(self, otherwise=found.value if found else None).tested(when)

    def _each_case(self, clock: ByCase, place: str) -> tuple[Sourced[date], ...]:
        unread = _Said(self.known, self.matter.unrecorded(), self.clause)
        found = [
            unread.inner(case.then, f"{place}/cases/{number}/then").day
            for number, case in enumerate(clock.cases)
        ]
        days = {each.value for each in found if each is not None}
        return tuple(Sourced(day, _source(f"{place}/cases")) for day in sorted(days))

    def first_day(self, condition: Conditions, place: str) -> ClockDay:
        """The first day on which a Condition is passed."""
        match condition:
            case tuple():
                return self.latest([self.first_day(each, place) for each in condition])
            case AnyOf():
                return self.earliest([self.first_day(each, place) for each in condition.any])
            case Asserted():
                since = self.known.since.get(condition.asserted)
                said = None if since else self.known.stated(condition, self.known.as_of)
                # What is stated to fail, or fails while nobody states it, is not waited for.
                open_still = since is None and (said is None or said.value)
                return ClockDay(since, (condition.asserted,) if open_still else ())
            case Happened():
                return self._happened_in_time(condition, place)
            case Reached():
                found = self.inner(condition.reached, f"{place}/reached")
                if found.day is None or condition.reached.edge != "strict":
                    return found
                return replace(found, day=self._day_after(found.day))
            case HeldByHolder():
                return ClockDay(None, (_name_of(condition),))
            case _:
                raise ValueError("a Condition that only describes a registration has no first day")

    def _happened_in_time(self, condition: Happened, place: str) -> ClockDay:
        found = self.moment(condition.happened)
        if condition.by is None or found.day is None:
            return found
        last = self.inner(condition.by, f"{place}/by")
        if last.day is None:
            return ClockDay(None, last.waits_for)
        return found if found.day.value <= last.day.value else ClockDay(None)

    def _day_after(self, day: Sourced[date]) -> Sourced[date]:
        after = day.value + ONE_DAY
        says = f"Only the day after counts: {on_its_weekday(after)}."
        return self.step("clock.strict", says, after, {"day": day})

    # Conditions, on the day asked about

    def tested(self, condition: Conditions) -> Tested:
        """Whether a Condition is passed on the day asked about; one list means all of it."""
        match condition:
            case tuple():
                return _all([self.tested(each) for each in condition])
            case AnyOf():
                return _negated(_all([_negated(self.tested(each)) for each in condition.any]))
            case Not():
                return _negated(self.tested(condition.denied))
            case Happened():
                return self._has_happened(condition)
            case Reached():
                day = self._unread(condition.reached)
                if day.day is None:
                    come = False if self._is_to_come(condition.reached) else None
                    return Tested(come, day.waits_for)
                strict = condition.reached.edge == "strict"
                by = self._asked_of
                reached = day.day.value < by if strict else day.day.value <= by
                return Tested(reached, day.waits_for)
            case Within():
                return self.inside(condition.within)
            case _:
                said = self.known.stated(condition, min(self.known.as_of, self._asked_of))
                return Tested(said.value) if said else Tested(None, (_name_of(condition),))

    def inside(self, span: Span) -> Tested:
        """Whether the day asked about lies inside a Span: both edges as their Clocks say."""
        unread = _Said(self.known, self.matter.unrecorded(), self.clause)
        edges = [
            Tested(self._if_to_come(clock, opens=opens), found.waits_for)
            if found.day is None
            else Tested(_good(self._asked_of, found.day.value, clock, opens), found.waits_for)
            for clock, opens in ((span.since, True), (span.until, False))
            if clock is not None
            for found in [unread.inner(clock, "")]
        ]
        left_out = [unread.inner(each, "") for each in span.without]
        edges += [
            Tested(None, found.waits_for)
            if found.day is None
            else Tested(found.day.value != self._asked_of, found.waits_for)
            for found in left_out
        ]
        return _all(edges)

    def _has_happened(self, condition: Happened) -> Tested:
        found = self.moment(condition.happened)
        real = found.day if not found.expected else None
        if condition.by is None:
            return Tested(real is not None and self._come(real), found.waits_for)
        last = self._unread(condition.by)
        if last.day is None:
            is_open = self.otherwise is None or not self._is_to_come(condition.by)
            in_time = real is not None and self._come(real)
            return Tested(None if is_open else in_time, _once(found.waits_for + last.waits_for))
        if real is not None and self._come(real):
            return Tested(real.value <= last.day.value)
        if self.known.as_of > last.day.value or self.on_its_day:
            return Tested(False)
        return Tested(None if self.otherwise is None else False, found.waits_for)

    @property
    def _asked_of(self) -> date:
        """The day of which it is asked whether another is reached, or whether a Span holds it."""
        return self.known.as_of if self.otherwise is None else self.otherwise

    def _if_to_come(self, clock: Clock, *, opens: bool) -> bool | None:
        """Whether a day lies on the good side of an edge that has no day."""
        if not self._is_to_come(clock) or (not opens and self.otherwise is None):
            return None
        return not opens

    def _is_to_come(self, clock: Clock) -> bool:
        """Whether a Clock without a day counts from what has not happened: its day has not come.

        Counted back from it, the day may have been before.
        """
        if not self.on_its_day and self.otherwise is None:
            return False
        match clock:
            case AtMoment():
                return _only_happens(clock.at) and clock.at not in self.known.days
            case Counted() if clock.after is not None:
                start = clock.start
                return self._is_to_come(AtMoment(at=start) if isinstance(start, str) else start)
            case LatestOf():
                return any(self._is_to_come(each) for each in clock.latest)
            case EarliestOf():
                return all(self._is_to_come(each) for each in clock.earliest)
            case _:
                return False

    def _come(self, day: Sourced[date]) -> bool:
        return day.value <= self.known.as_of

    def _unread(self, clock: Clock) -> ClockDay:
        return _Said(self.known, self.matter.unrecorded(), self.clause).inner(clock, "")


def _source(place: str) -> str:
    """A place of the terms, or of a request that gives a term of its own, as it is written out."""
    return place if ":" in place else f"terms:{place}"


def passed(condition: Conditions, known: Happenings, matter: Matter) -> Tested:
    """Whether a Condition is passed on the day asked about."""
    return _Said(known, matter, "").tested(condition)


def passed_on_its_day(condition: Conditions, known: Happenings, matter: Matter) -> Tested:
    """Whether a Condition is passed on a day, where nothing that comes later is of account.

    What the record does not have has not happened: nor has a day come that is counted from it.
    """
    return _Said(known, matter, "", on_its_day=True).tested(condition)


def lies_in(span: Span, known: Happenings, matter: Matter) -> Tested:
    """Whether the day asked about lies inside a Span."""
    return _Said(known, matter, "").inside(span)


def _good(day: date, edge: date, clock: Clock, opens: bool) -> bool:
    """Whether a day is on the good side of an edge of a Span, which is good itself if `on`."""
    if day == edge:
        return clock.edge != "strict"
    return (edge < day) if opens else (day < edge)


TestedAll: TypeAlias = Sequence[Tested]


def _all(tested: TestedAll) -> Tested:
    """Passed if all are; failed if one is; else not known."""
    failed = [each for each in tested if each.passed is False]
    if failed:
        return Tested(False, _once(tuple(name for each in failed for name in each.waits_for)))
    waits = _once(tuple(name for each in tested for name in each.waits_for))
    if any(each.passed is None for each in tested):
        return Tested(None, waits)
    return Tested(True, waits)


def _negated(tested: Tested) -> Tested:
    return replace(tested, passed=None if tested.passed is None else not tested.passed)


def _waits(members: Sequence[ClockDay]) -> tuple[str, ...]:
    return _once(tuple(name for member in members for name in member.waits_for))


def _only_happens(moment: str) -> bool:
    """Whether a Moment has happened or not: a last day, or one that is planned, may be unknown."""
    of_something = moment.startswith(("event.", "registration.", "ipo."))
    return of_something and moment != "registration.expected_filing"


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _name_of(condition: Stated) -> str:
    """What a stated Condition waits for, by name."""
    if isinstance(condition, Asserted):
        return condition.asserted
    return str(type(condition).key)
