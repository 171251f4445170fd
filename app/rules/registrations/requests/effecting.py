"""By when a demanded registration must be effected: clauses 2(a)(i) and 2(g).

So many days from receipt of the demand, fewer if the Company qualifies for a short form; the days
of permitted delays are added to the unrolled last day; then the standstill; then, once, the roll
of a last day that falls on a Sunday or holiday. Days are calendar days. What is due is
effectiveness (QB4); the Commission acts only on its working days, so the last of these not after
the due day is given as well (QA25).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, TypeAlias

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.between import Between, between, in_every_way, same, ways_open
from app.rules.reasoning.days.clock import NOTHING_KNOWN, Happenings
from app.rules.reasoning.days.within import at_rest, name_open
from app.rules.reasoning.days.within import unrolled as unrolled_at
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.requests.standstill import DaysOfStandstill, Window
from app.rules.terms.clocks.periods import Extended, GivenBack
from app.rules.terms.clocks.within import Within
from app.rules.terms.rights.forms import is_on
from app.rules.terms.rights.registrations import Demand, Shelf
from app.rules.terms.vocabulary import Period
from app.rules.values.closings import KNOWN_THROUGH
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import on_its_weekday, written_out

Effect: TypeAlias = Literal["none", "deferred", "refused"]


@dataclass(frozen=True, slots=True)
class ShortFormFacts:
    """Whether the Company qualifies for a short form: stated outright, or by forms available.

    `by_forms_only` where the question has no place for saying it outright.
    """

    qualified: Sourced[bool] | None = None
    forms_at_receipt: Sourced[tuple[str, ...]] | None = None
    forms_at_filing: Sourced[tuple[str, ...]] | None = None
    by_forms_only: bool = False

    def is_contradicted_by(self, by_forms: bool) -> bool:
        """Whether what is stated outright is another thing than the forms at receipt give."""
        return self.qualified is not None and self.qualified.value is not by_forms


@dataclass(frozen=True, slots=True)
class DelayUsed:
    """A permitted delay: its days, the first of which is that of its use.

    `while_deferred`: whether a standstill deferred the duty then.
    """

    days: Sourced[int]
    invoked_on: Sourced[date]
    while_deferred: bool = False


@dataclass(frozen=True, slots=True)
class EffectDue:
    """The outcome: the due day before and after delay, what the standstill does, and when.

    While it is not known whether a delay was permitted, or a Condition is so, and the due day turns
    on it, that is None and lies `between` two days.
    """

    due_on: Sourced[date] | None
    due_before_delay: Sourced[date] | None
    delay_days: Sourced[int] | None
    standstill: Effect
    not_before: Sourced[date] | None
    last_practicable_on: Sourced[date] | None
    between: Between | None = None

    @property
    def days(self) -> tuple[Sourced[date] | None, ...]:
        """The due day, or the two between which it lies."""
        bounds = self.between
        return (self.due_on,) if bounds is None else (bounds.earliest, bounds.latest)

    def timing(self, day: date) -> Literal["ahead", "late", "not_known"]:
        """Whether the due day is still ahead on a day; one that is not known is ahead."""
        earliest, latest = self.days[0], self.days[-1]
        if earliest is None or latest is None or day <= earliest.value:
            return "ahead"
        return "late" if day > latest.value else "not_known"


def short_form_qualified(
    facts: ShortFormFacts, demand: Demand, matter: Matter
) -> Sourced[bool] | None:
    """Whether the shorter period applies; None when that is not recorded (a missing input)."""
    if demand.short_form is None:
        return matter.working.step(
            "effecting.short_form",
            demand.effect_clause,
            "There is no shorter period for some forms.",
            False,
            {"short_form": Sourced(None, f"terms:{demand.place}/short_form")},
        )
    working = matter.working
    test = matter.readings.s3_test_date
    forms = facts.forms_at_receipt if test == "receipt" else facts.forms_at_filing
    if forms is not None:
        accepted = demand.short_form.forms
        by_forms = any(is_on(form, accepted) for form in forms.value)
        if forms is facts.forms_at_receipt and facts.is_contradicted_by(by_forms):
            _stated_both_ways(demand.short_form.clause, matter)
            return None
        return working.step(
            "effecting.short_form",
            demand.short_form.clause,
            f"Forms open to the Company at {test}: {', '.join(forms.value) or 'none'}; "
            f"short forms are {', '.join(accepted)}.",
            by_forms,
            {
                "forms": forms,
                "short_forms": Sourced(accepted, f"terms:{demand.place}/short_form/forms"),
            },
            readings=("s3_test_date",),
        )
    if facts.qualified is not None:
        return facts.qualified
    working.miss(
        f"forms_at_{test}" if facts.by_forms_only else "short_form_qualified",
        "the period within which the registration must be effected",
        demand.short_form.clause,
        posted_as="demand_received.short_form_qualified",
    )
    return None


def _stated_both_ways(clause: str, matter: Matter) -> None:
    """Of two statements that contradict each other neither is taken for true."""
    matter.working.warn(
        "SHORT_FORM_STATED_BOTH_WAYS",
        "Whether the Company qualifies for a short form is stated outright, and the forms stated "
        "to be open to it at receipt say the opposite: by when the registration has to be "
        "effective is not known until one of the two is corrected.",
    )
    matter.working.miss(
        "short_form_qualified",
        "the period within which the registration must be effected",
        clause,
        posted_as="demand_received.short_form_qualified",
    )


def on_its_form(
    facts: ShortFormFacts, right: Demand | Shelf, matter: Matter, told_by: str = "demand_received"
) -> Iterator[Condition]:
    """Whether one of the forms on which alone the right is given is open to the Company."""
    if not right.only_on_forms:
        return
    name, clause, among = "form_open", right.clause, ", ".join(right.only_on_forms)
    forms = facts.forms_at_receipt
    if forms is not None:
        is_open = any(is_on(form, right.only_on_forms) for form in forms.value)
    elif facts.qualified is not None:
        is_open = facts.qualified.value
    else:
        asked = "whether the Company may use a form on which the right is given"
        posted_as = f"{told_by}.forms_at_receipt"
        matter.working.miss("forms_at_receipt", asked, clause, posted_as=posted_as)
        says = f"Whether the Company may use {among} is not recorded."
        yield Condition(name, "unknown", clause, says)
        return
    if is_open:
        yield Condition(name, "passed", clause, f"The Company may use {among}.")
    else:
        says = f"The right is given on {among} alone, which the Company may not use."
        yield Condition(name, "failed", clause, says, "FORM_NOT_OPEN")


def period_to_effect(demand: Demand, short: bool) -> tuple[Within | None, str]:
    """The period or Clock that applies, and where it stands in the terms; None where none does."""
    if short and demand.short_form:
        return demand.short_form.effect_within, f"{demand.place}/short_form/effect_within"
    return demand.effect_within, f"{demand.place}/effect_within"


def effect_due(
    received: Sourced[date],
    short: Sourced[bool] | None,
    delays: Sequence[DelayUsed],
    standstills: Sequence[Window],
    demand: Demand,
    matter: Matter,
    known: Happenings = NOTHING_KNOWN,
) -> EffectDue:
    """Compute the due day of a demand received on `received`.

    `known` are the other days that the terms may count from; while what they count from has none,
    there is no due day, and while it is not known which case of theirs applies, its bounds.
    Days of a delay count from the due day that no standstill defers, or, of one used while a
    standstill defers, by reading QG2 from the day to which it is deferred.
    """
    if short is None:
        return _without_period(received, standstills, demand, matter)
    period, term = period_to_effect(demand, short.value)
    if period is None:
        return _without_period(received, standstills, demand, matter)
    clause = demand.effect_clause
    ways = ways_open(period, known)
    if ways:
        told = [
            effect_due(received, short, delays, standstills, demand, matter.unrecorded(), way)
            for way in ways
        ]
        found = _without_period(received, standstills, demand, matter)
        if len({each.standstill for each in told}) == 1:
            at_standstill = standstill_clause(demand)
            found = while_period_unknown(found, told, received, clause, matter, at_standstill)
        if found.due_on is None:
            known = known.also({"request.received": received})
            name_open(period, known, matter, "by when it must be effected", clause)
        return found
    base = _which_period(period, term, short, demand, matter)
    known = known.also({"request.received": received})
    unrolled = unrolled_at(period, known, matter, term, "by when it must be effected", clause)
    if unrolled is None:
        return _without_period(received, standstills, demand, matter)
    before_delay = at_rest(period, unrolled, matter, clause)
    delay_days = delay_days_of(delays, matter)
    deferred = any(each.while_deferred for each in delays)
    from_deferred = deferred and matter.readings.delay_in_standstill == "from_deferred"
    before = [each for each in delays if not (from_deferred and each.while_deferred)]
    days_before = delay_days if len(before) == len(delays) else delay_days_of(before, matter)
    delayed = add_delay(unrolled, days_before, clause, matter)
    rolled = before_delay if days_before is None else at_rest(period, delayed, matter, clause)
    after = delay_days_of(
        [each for each in delays if from_deferred and each.while_deferred], matter
    )
    effect, not_before, due = _against_standstill(
        received, base, delayed, rolled, after, standstills, period, demand, matter
    )
    return EffectDue(
        due_on=due,
        due_before_delay=before_delay,
        delay_days=delay_days,
        standstill=effect,
        not_before=not_before,
        last_practicable_on=None
        if due is None
        else last_practicable(due, clause, matter, not_before),
    )


def _which_period(
    period: Within, term: str, short: Sourced[bool], demand: Demand, matter: Matter
) -> Sourced[object]:
    """Which of the two periods applies."""
    qualifies = "qualifies" if short.value else "does not qualify"
    if not isinstance(period, Period):
        if demand.short_form is None:
            return short
        return matter.working.step(
            "effecting.period",
            demand.effect_clause,
            f"The Company {qualifies} for a short form.",
            short.value,
            {"short_form_qualified": short},
            readings=("s3_test_date",),
        )
    return matter.working.step(
        "effecting.period",
        period.clause,
        f"The Company {qualifies} for a short form: "
        f"{period.count} {period.unit.replace('_', ' ')}s.",
        period.count,
        {"short_form_qualified": short, "count": Sourced(period.count, f"terms:{term}/count")},
        readings=("s3_test_date",),
    )


def while_undecided(without: EffectDue, with_all: EffectDue) -> EffectDue:
    """The outcome while it is not known whether delays were permitted: what is the same either way.

    `without` them and `with_all` of them.
    """
    found = in_every_way((*without.days, *with_all.days))
    alike = found if isinstance(found, Sourced) else None
    return replace(
        without,
        due_on=alike,
        delay_days=same(without.delay_days, with_all.delay_days),
        not_before=same(without.not_before, with_all.not_before),
        last_practicable_on=without.last_practicable_on if alike else None,
        between=found if isinstance(found, Between) else None,
    )


def while_period_unknown(
    due: EffectDue,
    tried: Sequence[EffectDue],
    received: Sourced[date],
    clause: str,
    matter: Matter,
    at_standstill: str = "",
) -> EffectDue:
    """The outcome while it is not known which period applies: what is the same whichever does.

    `tried` are the outcomes of either period, and of either ruling on delays that is open.
    """
    told = [day for each in tried for day in each.days]
    days = [day.value for day in told if day is not None]
    if len(days) < len(told):
        return due

    def bound(which: str, day: date) -> Sourced[date]:
        return matter.working.step(
            "effecting.either_period",
            clause,
            f"Whichever period applies, it is due on {written_out(day)} at the {which}.",
            day,
            {"received_on": received},
        )

    earliest, latest = bound("earliest", min(days)), bound("latest", max(days))
    alike, not_before = same(earliest, latest), due.not_before
    first = {plain(each.not_before) for each in tried}
    free = first.pop() if len(first) == 1 else None
    if free is None:
        not_before = None
    elif not_before is None:
        not_before = matter.working.step(
            "effecting.either_period",
            at_standstill,
            f"Whichever period applies, it need not be effected before {written_out(free)}.",
            free,
            {"received_on": received},
        )
    return replace(
        due,
        due_on=alike,
        standstill=tried[0].standstill,
        not_before=not_before,
        last_practicable_on=last_practicable(alike, clause, matter, not_before) if alike else None,
        between=between(earliest, latest),
    )


def while_commencement_unknown(due: EffectDue, tried: Sequence[EffectDue]) -> EffectDue:
    """The outcome while it is not recorded when an offering commenced, and days turn on it."""
    days = [each.due_on for each in tried if each.due_on is not None]
    latest = max(days, key=lambda day: day.value, default=None)
    return replace(
        due,
        due_on=None,
        not_before=None,
        last_practicable_on=None,
        standstill="none",
        between=between(due.due_on, latest),
    )


def last_practicable(
    due: Sourced[date], clause: str, matter: Matter, not_before: Sourced[date] | None = None
) -> Sourced[date] | None:
    """The last day not after `due` on which the Commission works (QA25).

    None where it works on no day from the first on which the Company can be asked to effect.
    """
    matter.working.assume(
        "COMMISSION_DAYS",
        "The Commission is taken to work on weekdays that are no federal holidays and on which no "
        f"executive order known by {written_out(KNOWN_THROUGH)} closed it; closings for weather or "
        "want of funds are not known.",
    )
    day = matter.almanac.commission_days.on_or_before(due.value)
    if day == due.value:
        return due
    if not_before is not None and day < not_before.value:
        return None
    return matter.working.step(
        "effecting.last_practicable",
        clause,
        f"The Commission does not work on {on_its_weekday(due.value)}; the last day "
        f"before it on which it does is {on_its_weekday(day)}.",
        day,
        {"due_on": due},
    )


def _without_period(
    received: Sourced[date], standstills: Sequence[Window], demand: Demand, matter: Matter
) -> EffectDue:
    """Without the period only a standstill that holds the day of receipt itself can be told."""
    inside = any(window.holds(received.value) for window in standstills)
    not_before = _not_before(received.value, standstills, demand, matter) if inside else None
    refused = inside and matter.readings.standstill_effect == "refuse"
    effect: Effect = "refused" if refused else "deferred" if inside else "none"
    return EffectDue(None, None, None, effect, not_before, None)


def delay_days_of(
    delays: Sequence[DelayUsed], matter: Matter, extends: Extended = "effect"
) -> Sourced[int] | None:
    """The days by which permitted delays together extend a period; None if there are none.

    Where the terms say which periods days of delay extend, they extend no others, and the terms
    say too whether days that two delays share are given back once.
    """
    if not delays or matter.terms.delay is None:
        return None
    clause, total = matter.terms.delay.clause, sum(each.days.value for each in delays)
    says = f"Permitted delays of this registration add up to {numbered(total, 'day')}."
    if matter.terms.given_back is not None:
        said = matter.terms.gives_back("delay", extends)
        if said is None:
            return None
        total = _days_lost(delays, said)
        total = min(total, said.limit or total)
        clause = said.clause
        says = f"Permitted delays of this registration give back {numbered(total, 'day')}."
    return matter.working.step(
        "effecting.delay_days",
        clause,
        says,
        total,
        {f"delay_{number}": each.days for number, each in enumerate(delays, start=1)},
    )


def _days_lost(delays: Sequence[DelayUsed], said: GivenBack) -> int:
    """The days of the delays, counted as the terms say: those that two share, once or for each."""
    runs = [
        range(
            first + (said.counted == "first_excluded"),
            first + each.days.value - (said.counted == "last_excluded"),
        )
        for each in delays
        for first in [each.invoked_on.value.toordinal()]
    ]
    return sum(map(len, runs)) if said.overlap == "each" else len(set().union(*runs))


def add_delay(
    unrolled: Sourced[date], delay_days: Sourced[int] | None, clause: str, matter: Matter
) -> Sourced[date]:
    """The due day, before any roll, with the days of delay after it."""
    if delay_days is None:
        return unrolled
    day = unrolled.value + timedelta(days=delay_days.value)
    return matter.working.step(
        "effecting.delay",
        clause,
        f"{numbered(delay_days.value, 'day')} of delay after {written_out(unrolled.value)}, "
        "the last day "
        f"before any roll: {on_its_weekday(day)}.",
        day,
        {"unrolled": unrolled, "delay_days": delay_days},
    )


def _against_standstill(
    received: Sourced[date],
    count: Sourced[object],
    unrolled: Sourced[date],
    rolled: Sourced[date],
    delayed_after: Sourced[int] | None,
    standstills: Sequence[Window],
    period: Within,
    demand: Demand,
    matter: Matter,
) -> tuple[Effect, Sourced[date] | None, Sourced[date] | None]:
    """What the standstill does to the demand: nothing, a later day, or a refusal.

    The due day lies in no standstill, rolled or not, and the Company need not act before the last
    of those has ended that meet the time from receipt to the due day.
    """
    readings, clause = matter.readings, demand.effect_clause
    relevant = [
        window
        for window in standstills
        if window.commenced_on.value <= received.value or readings.standstill_catches_prior
    ]
    caught = [
        day
        for day in (received.value, unrolled.value, rolled.value)
        if any(window.holds(day) for window in relevant)
    ]
    if not caught:
        if delayed_after is None:
            return "none", None, rolled
        return (
            "none",
            None,
            at_rest(period, add_delay(unrolled, delayed_after, clause, matter), matter, clause),
        )
    received_inside = any(window.holds(received.value) for window in relevant)
    if readings.standstill_effect == "refuse" and received_inside:
        return "refused", _not_before(received.value, relevant, demand, matter), None
    target = _moved_target(received, count, unrolled, relevant, caught, demand, matter)
    due = at_rest(period, add_delay(target, delayed_after, clause, matter), matter, clause)
    while any(window.holds(due.value) for window in relevant):
        free = _not_before(due.value, relevant, demand, matter)
        due = at_rest(period, free, matter, clause)
    met = [
        window.last_day.value
        for window in relevant
        if window.first_day.value <= due.value and window.last_day.value >= received.value
    ]
    return "deferred", _not_before(max(met), relevant, demand, matter), due


def _moved_target(
    received: Sourced[date],
    count: Sourced[object],
    unrolled: Sourced[date],
    standstills: Sequence[Window],
    caught: Sequence[date],
    demand: Demand,
    matter: Matter,
) -> Sourced[date]:
    """The due day, before any roll, as reading QB11 moves it."""
    rule = matter.readings.standstill_effect
    if rule == "stop_clock":
        return _stop_clock(received, unrolled, standstills, demand, matter)
    if rule == "restart_clock":
        return _restart_clock(received, count, unrolled, standstills, max(caught), demand, matter)
    free = _not_before(max(caught), standstills, demand, matter)
    later = max(unrolled.value, free.value)
    return matter.working.step(
        "effecting.standstill_defers",
        standstill_clause(demand),
        f"The later of {written_out(unrolled.value)} and the first free day "
        f"{written_out(free.value)} is {written_out(later)}.",
        later,
        {"unrolled": unrolled, "not_before": free},
        readings=("standstill_effect", "standstill_catches_prior"),
    )


def _not_before(
    day: date, standstills: Sequence[Window], demand: Demand, matter: Matter
) -> Sourced[date]:
    """The first day after `day` on which the Company must effect again."""
    free = DaysOfStandstill(standstills).first_free_day(day)
    inputs = {
        f"standstill_{number}_last_day": window.last_day
        for number, window in enumerate(standstills, start=1)
    }
    return matter.working.step(
        "effecting.not_before",
        standstill_clause(demand),
        f"From {written_out(day)} the first day in no standstill is {written_out(free)}.",
        free,
        inputs,
        readings=("standstill_effect", "standstill_catches_prior"),
    )


def _stop_clock(
    received: Sourced[date],
    unrolled: Sourced[date],
    standstills: Sequence[Window],
    demand: Demand,
    matter: Matter,
) -> Sourced[date]:
    """Days in a standstill do not count; the others run on."""
    left = (unrolled.value - received.value).days
    day, standing_still = received.value, DaysOfStandstill(standstills)
    while left:
        day = standing_still.first_free_day(day + ONE_DAY)
        left -= 1
    return matter.working.step(
        "effecting.standstill_stops_clock",
        standstill_clause(demand),
        f"Leaving out the days of the standstill, the period ends on {written_out(day)}.",
        day,
        {"received_on": received, "unrolled": unrolled},
        readings=("standstill_effect", "standstill_catches_prior"),
    )


def _restart_clock(
    received: Sourced[date],
    count: Sourced[object],
    unrolled: Sourced[date],
    standstills: Sequence[Window],
    caught: date,
    demand: Demand,
    matter: Matter,
) -> Sourced[date]:
    """The whole period, delays included, runs again from the last day of the standstill."""
    length, standing_still = unrolled.value - received.value, DaysOfStandstill(standstills)
    last = standing_still.first_free_day(caught) - ONE_DAY
    day = last + length
    while (free := standing_still.first_free_day(day)) != day:
        last = free - ONE_DAY
        day = last + length
    return matter.working.step(
        "effecting.standstill_restarts_clock",
        standstill_clause(demand),
        f"The whole period runs again from {written_out(last)}: {written_out(day)}.",
        day,
        {"count": count, "received_on": received, "unrolled": unrolled},
        readings=("standstill_effect", "standstill_catches_prior"),
    )


def standstill_clause(demand: Demand) -> str:
    """The clause of the standstill that the right itself has, or of the right."""
    return demand.standstill.clause if demand.standstill else demand.clause
