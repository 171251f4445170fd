"""The days of a default that count: from its first day until it is cured, or through the day asked.

A last day that is missed makes the day after it the first. One cured within the grace owes nothing;
else the days run from the first, where the grace reaches back, or from the day after it. Days that
do not count are passed over. Defaults that run at once add up, or a day counts once; each stretch
of days is a spell, with periods and rates of its own. Days are whole. Raises nothing; what the
agreement does not say is missed (`cure_day`, `reaches_back`, `together`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, TypeAlias

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.clock import NOTHING_KNOWN, day_of
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Explained, Sourced
from app.rules.terms.clocks.moments import moment_in_words
from app.rules.terms.payments.damages import Damages, Default, StatedDays
from app.rules.values.if_any import IfAny
from app.rules.values.numbered import numbered, written
from app.rules.values.written_dates import written_out

DefaultState: TypeAlias = Literal[
    "not_begun", "within_grace", "cured_within_grace", "running", "cured", "perhaps_begun"
]


@dataclass(frozen=True, slots=True)
class DaysLeftOut:
    """Days that do not count, both ends included, and why; `last` None: until the day asked.

    Those that are not `agreed` are days on which no damages were: a default may begin on them.
    """

    first: date
    last: date | None
    because: Sourced[str]
    agreed: bool = True

    def has(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class DefaultSaid:
    """What is known of one default: its last day or first day, its cure, the days left out.

    While its day is not known, `since` is the earliest that it can be.
    """

    name: str
    since: Sourced[date]
    cured_on: Sourced[date] | None
    left_out: tuple[DaysLeftOut, ...] = ()
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class DefaultLine(Explained):
    """One default: how it stands, its days that count, and the day of grace.

    Null: nothing counts, or what the agreement does not say decides it.
    """

    default: str
    state: DefaultState
    grace_ends_on: IfAny[Sourced[date]]
    first_day: Sourced[date] | None
    last_day: Sourced[date] | None
    days: Sourced[int] | None


@dataclass(frozen=True, slots=True)
class Spell:
    """Days that count as one default: in their order, from `first` on.

    `through` is the last day on which it ran; `runs_on` says that it had not ended by the day
    asked, and `is_pending` that it owes nothing yet. It `began` on its first day that is not passed
    over, whether or not that day itself counts; `was_agreed` says that damages were agreed by then.
    """

    names: tuple[str, ...]
    first: Sourced[date]
    through: date
    days: tuple[date, ...]
    runs_on: bool
    began: Sourced[date]
    is_pending: bool = False
    was_agreed: bool = True

    @property
    def name(self) -> str:
        """The defaults in it, by their ids."""
        return ", ".join(self.names)


@dataclass(frozen=True, slots=True)
class Found:
    """Each default as it stands, and the spells; None where what is not said decides them.

    `pending` are those that have not begun, or are within their grace: no day of theirs counts yet.
    """

    lines: tuple[DefaultLine, ...]
    spells: tuple[Spell, ...] | None
    pending: tuple[Spell, ...] = ()


def spells_of(
    term: Damages, defaults: Sequence[DefaultSaid], as_of: Sourced[date], matter: Matter
) -> Found:
    """The days of all defaults that count through the day asked about."""
    each = [_default(term, said, as_of, matter) for said in defaults]
    lines = tuple(line for line, _, _ in each)
    if not all(known for _, _, known in each):
        return Found(lines, None)
    single = sorted(
        (spell for _, spell, _ in each if spell), key=lambda spell: (spell.first.value, spell.names)
    )
    pending = tuple(spell for spell in single if spell.is_pending)
    begun = [spell for spell in single if not spell.is_pending]
    return Found(lines, _put_together(term, begun, matter), pending)


def _default(
    term: Damages, said: DefaultSaid, as_of: Sourced[date], matter: Matter
) -> tuple[DefaultLine, Spell | None, bool]:
    """How one default stands, its days if any count, and whether all is said that decides them."""
    agreed = term.defaults[said.name]
    clause = agreed.clause or term.clause
    began = _began(agreed, said, clause, matter)
    cured = said.cured_on
    if not said.is_known and began.value <= as_of.value:
        return DefaultLine(said.name, "perhaps_begun", None, None, None, None), None, False
    grace = _grace(term, said, began, clause, matter)

    pending = Spell(
        (said.name,), began, began.value, (), runs_on=True, began=began, is_pending=True
    )

    def none(
        state: DefaultState, known: bool = True, spell: Spell | None = None
    ) -> tuple[DefaultLine, Spell | None, bool]:
        return DefaultLine(said.name, state, grace, None, None, None), spell, known

    if began.value > as_of.value or (cured is not None and cured.value < began.value):
        return none("not_begun", spell=None if cured else pending)
    if grace is not None and cured is not None and cured.value <= grace.value:
        matter.working.step(
            "damages.grace",
            clause,
            f"It was cured by {written_out(grace.value)}, within the grace: nothing is owed.",
            True,
            {"cured_on": cured, "grace_ends_on": grace},
        )
        return none("cured_within_grace")
    if grace is not None and as_of.value <= grace.value:
        return none("within_grace", spell=None if cured else pending)
    state: DefaultState = "running" if cured is None else "cured"
    silent = _not_said(agreed, term, cured, said.name)
    for name, needed_for in silent:
        matter.working.miss(name, needed_for, clause, posted_as=term.posted_as)
    if silent:
        return none(state, known=False)
    after_grace = _after_grace(agreed, began, grace, clause, matter)
    first = _first(term, after_grace, clause, matter)
    last = _last(term, cured, as_of, clause, matter)
    days, counted = _counted(said, first, last, clause, matter)
    line = DefaultLine(said.name, state, grace, first, last, counted)
    begins = _begins(said, after_grace, last.value, clause, matter)
    if begins is None:
        return line, pending if cured is None else None, True
    spell = Spell(
        (said.name,),
        first,
        last.value,
        days,
        runs_on=cured is None,
        began=begins,
        was_agreed=all(each.agreed or not each.has(begins.value) for each in said.left_out),
    )
    owes = days or cured is None or term.at_once is not None
    return line, spell if owes else None, True


def _began(agreed: Default, said: DefaultSaid, clause: str, matter: Matter) -> Sourced[date]:
    """The first day of the default: of one that is missed, the day after the last day."""
    day = said.since.value
    if agreed.missed is None:
        what = "Holders could not sell" if agreed.without else _in_words(agreed.during or ())
        return matter.working.step(
            "damages.began",
            clause,
            f"From {written_out(day)} on {what}.",
            day,
            {"began_on": said.since},
        )
    last = moment_in_words(agreed.missed)
    says = f"{last.capitalize()} was {written_out(day)}: the default begins the day after."
    return matter.working.step(
        "damages.began", clause, says, day + ONE_DAY, {"last_day": said.since}
    )


def _in_words(grounds: Sequence[StatedDays]) -> str:
    return "it is stated: " + " and ".join(each.name for each in grounds)


def _grace(
    term: Damages, said: DefaultSaid, began: Sourced[date], clause: str, matter: Matter
) -> Sourced[date] | None:
    agreed = term.defaults[said.name]
    if agreed.grace is None:
        return None
    start = said.since if agreed.missed is not None else began
    known = replace(NOTHING_KNOWN, days={agreed.starts: start})
    place = f"{term.clock_place}/for/{said.name}/grace"
    return day_of(agreed.grace, known, matter, place, clause=clause).day


def _not_said(
    agreed: Default, term: Damages, cured: Sourced[date] | None, name: str
) -> list[tuple[str, str]]:
    """What the agreement does not say and these days turn on."""
    found = []
    if agreed.grace is not None and agreed.reaches_back is None:
        place = f"{term.named}/for/{name}/reaches_back"
        found.append((place, "whether damages run from the first day or from the end of the grace"))
    if cured is not None and term.cure_day is None:
        found.append((f"{term.named}/cure_day", "whether the day of the cure counts"))
    return found


def _after_grace(
    agreed: Default,
    began: Sourced[date],
    grace: Sourced[date] | None,
    clause: str,
    matter: Matter,
) -> Sourced[date]:
    """The first day of the default, once no grace can undo it any more."""
    if grace is None:
        return began
    after = grace.value + ONE_DAY
    back = bool(agreed.reaches_back)
    return matter.working.step(
        "damages.after_grace",
        clause,
        f"It was not cured by {written_out(grace.value)}, when the grace ended: damages run "
        + ("from the first day." if back else f"from {written_out(after)}."),
        began.value if back else after,
        {"began": began, "grace_ends_on": grace},
    )


def _first(term: Damages, first: Sourced[date], clause: str, matter: Matter) -> Sourced[date]:
    """The day from which the days run."""
    if term.first_day != "excluded":
        return first
    day = first.value + ONE_DAY
    return matter.working.step(
        "damages.first_day",
        clause,
        f"The first day is not counted: the days run from {written_out(day)}.",
        day,
        {"first_day": first},
    )


def _begins(
    said: DefaultSaid, first: Sourced[date], last: date, clause: str, matter: Matter
) -> Sourced[date] | None:
    """The first day of the default that is not passed over; None while there is none.

    One that was cured on its first day has begun all the same.
    """
    passed_over = [each for each in said.left_out if each.agreed]
    length = max((last - first.value).days, 0) + 1
    days = (first.value + timedelta(days=number) for number in range(length))
    day = next((day for day in days if not any(each.has(day) for each in passed_over)), None)
    if day is None or day == first.value:
        return None if day is None else first
    because = {f"left_out_{at}": each.because for at, each in enumerate(passed_over, start=1)}
    return matter.working.step(
        "damages.began_at_last",
        clause,
        f"The days before {written_out(day)} are passed over: the default begins on that day.",
        day,
        {"first_day": first, **because},
    )


def _last(
    term: Damages,
    cured: Sourced[date] | None,
    as_of: Sourced[date],
    clause: str,
    matter: Matter,
) -> Sourced[date]:
    """The last day that can count so far."""
    if cured is None:
        return as_of
    last = cured.value if term.cure_day == "counted" else cured.value - ONE_DAY
    how = "counts" if term.cure_day == "counted" else "does not count"
    says = f"It ended on {written_out(cured.value)}, and that day {how}."
    return matter.working.step(
        "damages.cured",
        clause,
        says,
        last,
        {"cured_on": cured, "cure_day": Sourced(term.cure_day, f"{term.place}/cure_day")},
    )


def _counted(
    said: DefaultSaid, first: Sourced[date], last: Sourced[date], clause: str, matter: Matter
) -> tuple[tuple[date, ...], Sourced[int]]:
    """The days from the first to the last, without those left out."""
    length = (last.value - first.value).days + 1
    days = [first.value + timedelta(days=number) for number in range(length)]
    inputs: dict[str, Sourced[object]] = {"first_day": first, "last_day": last}
    for number, out in enumerate(said.left_out, start=1):
        days = [day for day in days if not out.has(day)]
        inputs[f"left_out_{number}"] = out.because
    without = max(length, 0) - len(days)
    says = (
        f"{numbered(len(days), 'day')} of the default “{said.name}” "
        f"{'counts' if len(days) == 1 else 'count'}"
    ) + (f"; {written(without)} {'is' if without == 1 else 'are'} left out." if without else ".")
    return tuple(days), matter.working.step("damages.days", clause, says, len(days), inputs)


def _put_together(
    term: Damages, single: Sequence[Spell], matter: Matter
) -> tuple[Spell, ...] | None:
    """The spells: each default its own, or those that run at once as one."""
    if term.together == "added":
        return tuple(single)
    found: list[Spell] = []
    for spell in single:
        if not found or found[-1].through < spell.first.value:
            found.append(spell)
            continue
        if term.together is None:
            needed_for = "whether damages for two defaults at once add up"
            named = f"{term.named}/together"
            matter.working.miss(named, needed_for, term.clause, posted_as=term.posted_as)
            return None
        before = found.pop()
        one = Spell(
            tuple(dict.fromkeys(before.names + spell.names)),
            before.first,
            max(before.through, spell.through),
            tuple(sorted({*before.days, *spell.days})),
            before.runs_on or spell.runs_on,
            before.began,
            was_agreed=before.was_agreed,
        )
        matter.working.step(
            "damages.together",
            term.clause,
            f"The defaults {one.name} run at once: each of their days counts once, "
            f"{numbered(len(one.days), 'day')} in all.",
            len(one.days),
            {"first_day": one.first, "together": Sourced(term.together, f"{term.place}/together")},
        )
        found.append(one)
    return tuple(found)
