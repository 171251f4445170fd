"""How thresholds and rounds shift as shares are issued, converted and sold: day by day.

A majority of the Registrable Securities is counted on each day on which the register changes: how
many shares it takes, who has them alone, and which facts moved it. Beside that stands the part of
each agreement's Holders in the Registrable Securities under all of them. Shares are counted fully
diluted, under the terms of their day; fractions are exact. Nothing raises.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Annotated

from pydantic import Field

from app.rules.holders.holdings import fully_diluted
from app.rules.holders.register import Register
from app.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class ThresholdOnDay:
    """What a threshold takes from a day on, and whose shares reach it alone."""

    on: date
    total: Annotated[
        int, Field(description="All Registrable Securities under the agreement, in shares.")
    ]
    needed: Annotated[int, Field(description="The shares that it takes.")]
    alone: Annotated[tuple[str, ...], Field(description="The Holders whose own shares reach it.")]
    parts: Annotated[
        Mapping[str, str],
        Field(description="Each Holder's exact part of the total, such as `1/4`."),
    ]
    no_longer: Annotated[
        tuple[str, ...],
        Field(description="Holders who reached it alone before, and do not from this day on."),
    ]
    because: Annotated[
        tuple[str, ...], Field(description="The facts that changed the register on this day.")
    ]


@dataclass(frozen=True, slots=True)
class ThresholdThrough:
    """One threshold of one agreement, from each day on which it takes another number."""

    agreement: Annotated[str, Field(description="The agreement, by its id.")]
    clause: Annotated[str, Field(description="Its clause.")]
    place: Annotated[str, Field(description="Where it stands in its terms.")]
    fraction: Annotated[str, Field(description="The part of all Registrable Securities.")]
    comparison: Annotated[
        str, Field(description="Whether it must be passed (`>`) or reached (`>=`).")
    ]
    days: tuple[ThresholdOnDay, ...]


@dataclass(frozen=True, slots=True)
class WeightsOnDay:
    """What part of all agreements' Registrable Securities each agreement's Holders have."""

    on: date
    total: Annotated[int, Field(description="Registrable Securities under all of them, in shares.")]
    parts: Annotated[
        Mapping[str, str], Field(description="The exact part of each agreement's Holders.")
    ]
    because: Annotated[
        tuple[str, ...], Field(description="The facts that changed a register on this day.")
    ]


@dataclass(frozen=True, slots=True)
class _Threshold:
    clause: str
    place: str
    fraction: Fraction
    comparison: str


def thresholds_through(
    agreement: str, register: Register, as_of: date
) -> Iterator[ThresholdThrough]:
    """Every threshold of an agreement, on each day through one."""
    for each in _thresholds(register.terms.on(as_of)):
        yield ThresholdThrough(
            agreement=agreement,
            clause=each.clause,
            place=each.place,
            fraction=str(each.fraction),
            comparison=each.comparison,
            days=tuple(_days(each, register, as_of)),
        )


def _thresholds(terms: Terms) -> Iterator[_Threshold]:
    """The parts of all Registrable Securities that the terms ask for."""
    asked = terms.requisite_holders
    yield _Threshold(asked.clause, "/requisite_holders", asked.fraction, asked.comparison)
    for right in terms.rights_to_demand:
        who = right.who
        if who is None or who.fraction is None or who.of != "registrable" or not who.comparison:
            continue
        clause = who.clause or right.clause
        yield _Threshold(clause, f"{right.place}/who", who.fraction, who.comparison)
    sign = terms.amendments.holders_sign
    yield _Threshold(sign.clause, "/amendments/holders_sign", sign.fraction, sign.comparison)


def _days(threshold: _Threshold, register: Register, as_of: date) -> Iterator[ThresholdOnDay]:
    before: Mapping[str, int] | None = None
    reached: tuple[str, ...] = ()
    for day in (each for each in register.days if each <= as_of):
        held = _held(register, day)
        if held == before:
            continue
        total = sum(held.values())
        needed = _least(threshold, total)
        alone = tuple(holder for holder, shares in held.items() if total and shares >= needed)
        yield ThresholdOnDay(
            on=day,
            total=total,
            needed=needed,
            alone=alone,
            parts=_parts(held, total),
            no_longer=tuple(each for each in reached if each not in alone),
            because=_because(register, day),
        )
        before, reached = held, alone


def weights_through(registers: Mapping[str, Register], as_of: date) -> Iterator[WeightsOnDay]:
    """The weight of each agreement's Holders among all, on each day on which one changes."""
    before: Mapping[str, int] | None = None
    days = sorted({day for each in registers.values() for day in each.days if day <= as_of})
    for day in days:
        held = {name: sum(_held(each, day).values()) for name, each in registers.items()}
        if held == before:
            continue
        total = sum(held.values())
        because = [fact for each in registers.values() for fact in _because(each, day)]
        yield WeightsOnDay(day, total, _parts(held, total), tuple(dict.fromkeys(because)))
        before = held


def _held(register: Register, day: date) -> dict[str, int]:
    """Each Holder's whole Registrable Securities at the end of a day."""
    terms = register.terms.on(day)
    return {
        holder: floor(fully_diluted(line.position, terms))
        for holder, line in sorted(register.lines_on(day).items())
    }


def _least(threshold: _Threshold, total: int) -> int:
    part = threshold.fraction * total
    return floor(part) + 1 if threshold.comparison == ">" else ceil(part)


def _parts(held: Mapping[str, int], total: int) -> dict[str, str]:
    return {name: str(Fraction(shares, total)) if total else "0" for name, shares in held.items()}


def _because(register: Register, day: date) -> tuple[str, ...]:
    """The facts behind the lines that are new on a day."""
    place = bisect_right(register.days, day)
    if not place or register.days[place - 1] != day:
        return ()
    now = register.entries[place - 1]
    then: Mapping[str, object] = register.entries[place - 2] if place > 1 else {}
    changed = [line.source for holder, line in now.items() if then.get(holder) != line]
    return tuple(dict.fromkeys(each.partition("#")[0] for each in changed))
