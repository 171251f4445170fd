"""Lost days given back to a period: the last sentences of clauses 2(g) and 3(c).

A stretch is a run of days on which Holders could not sell: a prohibition of sales, or the stop
from a notice of misstatement to the new prospectus. Its calendar days, counted with both ends
unless the terms say otherwise, are added to the period; days that two stretches share are given
back once (QD9). Where the terms limit the days of one kind of stop, a day that several share counts
against the limit of one of them alone, so that no stop ever shortens a period. A stretch that
begins after the period has ended takes nothing from it and gives nothing back. While a stretch is
open the period cannot end, unless everything is sold or its limit leaves it nothing to give back;
the last day that is missing is then named. A period ends without any roll (QA12). Nothing raises.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, combinations

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.clocks.periods import DaysGivenBack, Extended, Lost
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out

READINGS = ("tolling_overlap",)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which Holders could not sell; `last_day` is None while they still cannot.

    `last_day_named` is the input that is missing while the stretch is open.
    """

    name: str
    term: DaysGivenBack
    first_day: Sourced[date]
    last_day: Sourced[date] | None
    last_day_named: str


@dataclass(frozen=True, slots=True)
class Extension:
    """A period with its lost days: both None while a stretch is open that keeps it from ending."""

    days: Sourced[int] | None
    end: Sourced[date] | None


def last_of(extensions: Sequence[Extension]) -> Extension:
    """What ends last, where each Holder is measured by itself; open while one of them is."""
    if any(each.end is None for each in extensions):
        return Extension(None, None)
    return max(extensions, key=lambda each: each.end.value if each.end else date.min)


@dataclass(frozen=True, slots=True)
class _Counted:
    """Days to give back, from the first counted to the last (None: still open)."""

    begins: date
    first: date
    last: date | None

    @property
    def days(self) -> int:
        """How many days, both ends counted."""
        return 0 if self.last is None else (self.last - self.first).days + 1


def extend(
    base_end: Sourced[date],
    stretches: Sequence[Stretch],
    all_sold_on: Sourced[date] | None,
    clause: str,
    matter: Matter,
) -> Extension:
    """The end of a period: its base end and the days given back, or earlier once all is sold."""
    in_order = sorted(stretches, key=lambda each: (each.first_day.value, _end_key(each)))
    inputs = _count_each(in_order, matter)
    total, given = 0, list[Stretch]()
    for place, each in enumerate(in_order):
        begins = each.first_day.value
        # Days only come: they are counted anew where those counted before do not reach it.
        if begins > base_end.value + timedelta(days=total):
            total = _days_given_back(given, matter)
        end = base_end.value + timedelta(days=total)
        if begins > end:
            _warn_of_late(in_order[place:], end, matter)
            break
        if each.last_day is not None:
            given.append(each)
        elif not _is_used_up(each, given, matter):
            return _not_ended(each, all_sold_on, clause, matter)
    total = _days_given_back(given, matter)
    days = matter.working.step(
        "tolling.days",
        clause,
        f"Days given back: {total}.",
        total,
        inputs,
        readings=READINGS if _by_reading(stretches) else (),
        counted=tuple(
            f"{each.first.isoformat()} to {each.last.isoformat()}: {each.days}"
            for each in _counted_together(in_order, matter)
            if each.last
        ),
    )
    return Extension(days, _end(base_end, days, all_sold_on, clause, matter))


def lost_by(lost: Lost, extends: Extended, matter: Matter) -> DaysGivenBack | None:
    """How days of a kind of stop are given back to a period; None where they are not."""
    terms = matter.terms
    if terms.given_back is not None:
        said = terms.gives_back(lost, extends)
        return said.days() if said else None
    match lost:
        case "prohibition":
            return terms.tolling.prohibitions
        case "hold":
            return terms.tolling.discontinuances
        case "delay":
            return terms.tolling.prohibitions


def _by_reading(stretches: Sequence[Stretch]) -> bool:
    """Whether a reading says if shared days are given back once: the terms do not."""
    return any(each.term.overlap is None for each in stretches)


def _counted_together(stretches: Sequence[Stretch], matter: Matter) -> Iterator[_Counted]:
    """What is counted of the stretches, in their order: days that some share, once."""
    by_reading = "each"
    if _by_reading(stretches):
        by_reading = "once" if matter.readings.tolling_overlap == "union" else "each"
    once = [each for each in stretches if (each.term.overlap or by_reading) == "once"]
    apart = [each for each in stretches if (each.term.overlap or by_reading) == "each"]
    found = [*_union([_counted(each) for each in once]), *map(_counted, apart)]
    yield from sorted(found, key=lambda each: (each.begins, each.last or date.max))


def _days_given_back(stretches: Sequence[Stretch], matter: Matter) -> int:
    """As many days as can be laid each to one kind of stop that has lost it, within the limits.

    That is the least, over every choice of kinds, of their limits and the days of the other kinds.
    """
    limits = {(each.name, limit) for each in stretches if (limit := each.term.limit) is not None}
    choices = chain.from_iterable(combinations(limits, n) for n in range(len(limits) + 1))

    def at_most(chosen: Sequence[tuple[str, int]]) -> int:
        others = [each for each in stretches if (each.name, each.term.limit) not in chosen]
        by_others = sum(each.days for each in _counted_together(others, matter))
        return sum(limit for _, limit in chosen) + by_others

    return min(map(at_most, choices))


def _is_used_up(still_open: Stretch, given: Sequence[Stretch], matter: Matter) -> bool:
    """Whether a limit leaves an open stretch nothing to give back, however long it lasts."""
    limit = still_open.term.limit
    if limit is None:
        return False
    last = still_open.first_day.value + timedelta(days=limit + sum(_counted(x).days for x in given))
    longest = replace(still_open, last_day=Sourced(last, still_open.first_day.source))
    return _days_given_back([*given, longest], matter) == _days_given_back(given, matter)


def _warn_of_late(stretches: Sequence[Stretch], end: date, matter: Matter) -> None:
    for each in _counted_together(stretches, matter):
        matter.working.warn(
            "STRETCH_AFTER_END",
            f"Days from {written_out(each.begins)} on are not given back: the period had "
            f"already ended on {written_out(end)}.",
        )


def _count_each(stretches: Sequence[Stretch], matter: Matter) -> dict[str, Sourced[object]]:
    """A line of working for each stretch that has ended, under its own clause."""
    lines: dict[str, Sourced[object]] = {}
    for number, each in enumerate(stretches, start=1):
        if each.last_day is None:
            continue
        days = _counted(each).days
        lines[f"{each.name}_{number}"] = matter.working.step(
            f"tolling.{each.name}",
            each.term.clause,
            f"From {written_out(each.first_day.value)} to {written_out(each.last_day.value)}"
            f"{', both days counted' if each.term.counting == 'inclusive' else ''}: {days}.",
            days,
            {"first_day": each.first_day, "last_day": each.last_day},
        )
    return lines


def _counted(stretch: Stretch) -> _Counted:
    begins = stretch.first_day.value
    first = begins + ONE_DAY if stretch.term.counting == "exclude_first" else begins
    if stretch.last_day is None:
        return _Counted(begins, first, None)
    last = stretch.last_day.value
    if stretch.term.counting == "exclude_last":
        last -= ONE_DAY
    return _Counted(begins, first, last)


def _union(counted: Sequence[_Counted]) -> list[_Counted]:
    """Each calendar day once. What an open stretch reaches is open."""
    united: list[_Counted] = []
    for each in counted:
        before = united[-1] if united else None
        if before is None or (before.last is not None and each.first > before.last):
            united.append(each)
        elif before.last is not None and each.last is not None:
            united[-1] = _Counted(before.begins, before.first, max(before.last, each.last))
        elif before.last is not None:
            united[-1] = _Counted(before.begins, before.first, None)
    return united


def _not_ended(
    still_open: Stretch, all_sold_on: Sourced[date] | None, clause: str, matter: Matter
) -> Extension:
    """While a stretch is open only the sale of everything ends the period."""
    if all_sold_on is None:
        matter.working.miss(
            still_open.last_day_named,
            "the end of the period, which cannot end while Holders must not sell",
            still_open.term.clause,
        )
        return Extension(None, None)
    return Extension(None, _sold(all_sold_on, clause, matter))


def _end(
    base_end: Sourced[date],
    days: Sourced[int],
    all_sold_on: Sourced[date] | None,
    clause: str,
    matter: Matter,
) -> Sourced[date]:
    day = base_end.value + timedelta(days=days.value)
    extended = base_end
    if days.value:
        extended = matter.working.step(
            "tolling.extended_end",
            clause,
            f"{numbered(days.value, 'day')} after {written_out(base_end.value)} is "
            f"{written_out(day)}.",
            day,
            {"base_end": base_end, "days": days},
        )
    if all_sold_on is None or all_sold_on.value > day:
        return extended
    return _sold(all_sold_on, clause, matter)


def _sold(all_sold_on: Sourced[date], clause: str, matter: Matter) -> Sourced[date]:
    return matter.working.step(
        "tolling.all_sold",
        clause,
        f"All securities covered were sold on {written_out(all_sold_on.value)}; the period ends.",
        all_sold_on.value,
        {"all_sold_on": all_sold_on},
    )


def _end_key(stretch: Stretch) -> date:
    return date.max if stretch.last_day is None else stretch.last_day.value
