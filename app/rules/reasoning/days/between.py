"""A day that is not known while something is open, and the two days between which it lies.

What is open is a ruling, or a Condition of which nobody has stated whether it is so. No clause
stands behind this module: it keeps an answer from saying more than the record does, and lets it say
what holds however that comes out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Final, TypeVar

from pydantic import BaseModel

from app.rules.reasoning.days.clock import Happenings
from app.rules.reasoning.trace import Sourced
from app.rules.terms.clocks.clock import Asserted, OnForm, Reviewed, Stated, Underwritten
from app.rules.terms.rights.forms import is_on

V = TypeVar("V")
MOST_WAYS: Final = 64
"""So many ways are tried; what turns on more has no bounds."""


@dataclass(frozen=True, slots=True)
class Between:
    """The earliest and the latest that the day can be."""

    earliest: Sourced[date]
    latest: Sourced[date]

    def surely_after(self, day: date | None) -> bool:
        """Whether it is still to come on a day, whichever it is (None: on all that is known)."""
        return day is None or day < self.earliest.value

    def perhaps_after(self, day: date | None) -> bool:
        """Whether it may still be to come on a day."""
        return day is None or day < self.latest.value


def between(one: Sourced[date] | None, other: Sourced[date] | None) -> Between | None:
    """The two days between which it lies; None where they are the same, or one is not known."""
    if one is None or other is None or one.value == other.value:
        return None
    return Between(*sorted((one, other), key=lambda day: day.value))


def same(one: Sourced[V] | None, other: Sourced[V] | None) -> Sourced[V] | None:
    """A value that is the same either way; None where it is not."""
    alike = one is not None and other is not None and one.value == other.value
    return one if alike else None


def each_and_all(undecided: Sequence[V]) -> Iterator[tuple[V, ...]]:
    """The ways to be tried besides none of several things that are open: all, and each alone."""
    if undecided:
        yield tuple(undecided)
    if len(undecided) > 1:
        yield from ((one,) for one in undecided)


def in_every_way(days: Iterable[Sourced[date] | None]) -> Between | Sourced[date] | None:
    """What is known of a day that is one of these: the day itself, its bounds, or nothing."""
    found = tuple(days)
    if not found or any(day is None for day in found):
        return None
    told = sorted((day for day in found if day is not None), key=lambda day: day.value)
    return between(told[0], told[-1]) or told[0]


def ways_open(clock: object, known: Happenings) -> tuple[Happenings, ...]:
    """What may be known once all is stated that a Clock's Conditions ask for; none: all is known.

    A form is one of those that are named, or another; anything else is so, or is not.
    """
    asked = [each for each in _asked_in(clock) if known.stated(each, known.as_of) is None]
    forms = sorted({form for each in asked if isinstance(each, OnForm) for form in each.form})
    others = {_name(each) for each in asked if not isinstance(each, OnForm)}
    if not asked or 2 ** len(others) * (len(forms) + 1) > MOST_WAYS:
        return ()
    return tuple(
        _supposing(known, form, dict(zip(sorted(others), said, strict=True)))
        for form in ((*forms, None) if forms else (None,))
        for said in product((True, False), repeat=len(others))
    )


def _asked_in(part: object) -> Iterator[Asserted | OnForm | Underwritten | Reviewed]:
    """The Conditions in a part of the terms that somebody has to state."""
    if isinstance(part, Asserted | OnForm | Underwritten | Reviewed):
        yield part
    elif isinstance(part, BaseModel):
        for each in part.__dict__.values():
            yield from _asked_in(each)
    elif isinstance(part, tuple):
        for each in part:
            yield from _asked_in(each)


def _name(asked: Stated) -> str:
    return asked.asserted if isinstance(asked, Asserted) else type(asked).key


def _supposing(known: Happenings, form: str | None, said: dict[str, bool]) -> Happenings:
    """What would be known if it were on this form (None: on another), and the rest were so."""

    def stated(asked: Stated, day: date) -> Sourced[bool] | None:
        found = known.stated(asked, day)
        if found is not None:
            return found
        match asked:
            case OnForm():
                return Sourced(is_on(form, asked.form), "facts")
            case Underwritten():
                return Sourced(said[_name(asked)] is asked.underwritten, "facts")
            case Reviewed():
                return Sourced(said[_name(asked)] is asked.reviewed, "facts")
            case Asserted() if asked.asserted in said:
                return Sourced(said[asked.asserted], "facts")
            case _:
                return None

    return replace(known, stated=stated)
