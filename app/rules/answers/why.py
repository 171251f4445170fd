"""Why a day is the day it is: the count, day by day, from the steps that led to it.

Follows a value of an answer back through the working and lists, for every count on the way, each
day counted with its number, and each day passed over with the reason. Whole days; nothing raises:
a value that comes straight from a fact or a term has no count to show.
"""

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from pydantic import Field

from app.rules.answers.cited import CitedFact, those_cited
from app.rules.answers.sensitivity import Leaf, item_of, named_items
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.trace import Step
from app.rules.values.amounts import in_figures
from app.rules.values.if_any import IfAny
from app.rules.values.written_dates import WEEKDAYS


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a count: its number, or why it was passed over."""

    day: date
    weekday: str
    number: IfAny[int]
    why_not_counted: IfAny[str]


@dataclass(frozen=True, slots=True)
class Count:
    """One line of the working, with the days it counted."""

    step: str
    clause: str
    says: str
    result: date | None
    days: tuple[CountedDay, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """A value of an answer, where it comes from, and every count on the way to it.

    `cited` are those of the facts on the way that papers are kept with; left out where there are
    none.
    """

    value: Leaf
    source: str
    counts: tuple[Count, ...]
    cited: Annotated[tuple[CitedFact, ...], Field(exclude_if=operator.not_)] = ()


def why_at(
    path: str, result: object, steps: Sequence[Step], kept: Sequence[CitedFact] = ()
) -> Why | None:
    """Why the value at `path` of a result is what it is; None if there is no such value.

    A path names fields and, in lists, items by their own name: `/windows/join/wang/last_day`. Of
    the facts that papers are `kept` with, those on the way are cited.
    """
    *parents, name = path.strip("/").split("/")
    holder: object | None = result
    for part in parents:
        holder = item_of(holder, part)
    explained = getattr(holder, "explained_by", {})
    if name not in explained:
        return None
    source = explained[name]
    behind = [step for step in steps_behind(source, steps) if kept]
    sources = [source, *(item.source for step in behind for item in step.inputs)]
    value, cited = _shown(getattr(holder, name)), those_cited(kept, sources)
    return Why(value, source, why(source, steps), cited)


def explained_at(part: object, path: str = "") -> Iterator[str]:
    """The place of every value of a result that can be asked about."""
    if isinstance(part, tuple):
        for name, item in named_items(part):
            yield from explained_at(item, f"{path}/{name}")
    elif is_dataclass(part):
        yield from (f"{path}/{name}" for name in getattr(part, "explained_by", {}))
        for each in fields(part):
            yield from explained_at(getattr(part, each.name), f"{path}/{each.name}")


def _shown(value: object) -> Leaf:
    """A value as the answer writes it; several in one line."""
    if isinstance(value, tuple):
        return ", ".join(str(_shown(each)) for each in value)
    if isinstance(value, Decimal):
        return in_figures(value)
    return value if value is None or isinstance(value, str | int | date) else str(value)


def why(source: str, steps: Sequence[Step]) -> tuple[Count, ...]:
    """The counts behind the value that comes from `source`, first things first."""
    return tuple(
        Count(
            step=step.id,
            clause=step.clause,
            says=step.says,
            result=step.result if isinstance(step.result, date) else None,
            days=tuple(_days(step)),
        )
        for step in steps_behind(source, steps)
    )


def steps_behind(source: str, steps: Sequence[Step]) -> Sequence[Step]:
    """The steps that led to `source`, first things first."""
    seen: dict[str, Step] = {}
    _follow(source, {f"step:{step.id}": step for step in steps}, seen)
    return sorted(seen.values(), key=lambda step: int(step.id))


def _follow(source: str, by_source: Mapping[str, Step], seen: dict[str, Step]) -> None:
    """Collect the step behind a source and all steps behind its inputs."""
    step = by_source.get(source)
    if step is None or source in seen:
        return
    seen[source] = step
    for item in step.inputs:
        _follow(item.source, by_source, seen)


COUNTED: Final = frozenset(
    {"period.count", "clock.count", "effecting.delay", "tolling.extended_end"}
)
"""Steps that count every calendar day from the event to the last day."""


def _days(step: Step) -> Iterator[CountedDay]:
    """The days one step counted or passed over."""
    if step.rule == "tolling.days":
        yield from _days_given_back(step)
    elif step.counted:
        yield from (_written(line) for line in step.counted)
    elif step.rule in COUNTED:
        yield from _calendar_days(step)


def _days_given_back(step: Step) -> Iterator[CountedDay]:
    """Every day of the stretches given back, as the step wrote them: “1998-11-26 to 1998-12-01: 6”.

    One number runs through all of them; days that are given back twice (QD9) are counted twice.
    """
    number = 0
    for line in step.counted:
        first, _, last = line.partition(":")[0].partition(" to ")
        day, last_day = date.fromisoformat(first), date.fromisoformat(last)
        while day <= last_day:
            number += 1
            yield CountedDay(day, WEEKDAYS[day.weekday()], number, None)
            day += ONE_DAY


def _written(line: str) -> CountedDay:
    """A day as the step wrote it: “Thu 1998-11-26: Thanksgiving Day” or “Fri 1998-11-27: 1”."""
    day, _, what = line.partition(": ")
    weekday, _, written = day.partition(" ")
    number = int(what) if what.isdigit() else None
    return CountedDay(date.fromisoformat(written), weekday, number, None if number else what)


def _calendar_days(step: Step) -> Iterator[CountedDay]:
    """Every calendar day from the event to the last day, numbered; none is passed over."""
    starts = [item.value for item in step.inputs if isinstance(item.value, date)]
    if not starts or not isinstance(step.result, date):
        return
    forward = step.result >= starts[0]
    day, number = starts[0], 0
    step_by = ONE_DAY if forward else -ONE_DAY
    while day != step.result:
        day += step_by
        number += 1
        yield CountedDay(day, WEEKDAYS[day.weekday()], number, None)
