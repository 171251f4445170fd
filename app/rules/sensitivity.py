"""What would change under other readings: every choice tried, every difference named.

For a registration as it stands, each reading its answer relied on is set to each of its other
choices in turn, the registration is answered again by the same rules, and whatever differs (a date,
a count, a decision) is listed with both values; what there would only then be, or not be any more,
is one difference and told in one line. A reading the answer did not rely on cannot change it. A
reading whose choices cannot be listed (a number of days, a list of dates, an hour) is named as not
tried. Raises what the rules raise.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias, get_args, get_origin

from app.rules.money import written
from app.rules.readings import CataloguedReading, Readings, ReadingValue, catalogue

Leaf: TypeAlias = str | int | bool | date | None
NOT_COMPARED = frozenset({"explained_by", "says", "action", "trigger", "source", "reason_text"})
NAMED_BY = (
    "id",
    "holder",
    "seller",
    "party",
    "name",
    "invoked_on",
    "commenced_on",
    "registration_id",
    "obligation",
)
GRAVEST = (
    "/determination/decision",
    "/determination/due_on",
    "/effected",
    "/decision",
    "/due_on",
    "/last_day",
    "/allocation/total",
)
"""What a lawyer asks first, by the ends of the places at which it stands."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that another reading would change: its place in the answer, and both values."""

    path: str
    now: Leaf
    becomes: Leaf


@dataclass(frozen=True, slots=True)
class OtherReading:
    """One other choice of a reading, and everything it would change: `says` the gravest of it."""

    option: str
    number: str
    clause: str
    question: str
    now: ReadingValue
    other: ReadingValue
    meaning: str
    says: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Which other readings would change the answer, and which would not though it relied on them.

    Readings in `not_tried` were relied on, and have more choices than can be listed.
    """

    changes: tuple[OtherReading, ...]
    without_effect: tuple[str, ...]
    not_tried: tuple[str, ...]


def sensitivity(
    readings: Readings,
    usual: object,
    relied_on: Collection[str],
    answer: Callable[[str, str | bool], object],
) -> Sensitivity:
    """Try every other choice of the readings that `usual`, the answer under `readings`, relied on.

    `answer` gives the answer with one of them chosen otherwise: a pure function.
    """
    now = _whole(usual)
    changes: list[OtherReading] = []
    without_effect: list[str] = []
    not_tried: list[str] = []
    for option, reading in catalogue().items():
        others = other_choices(option, readings) if option in relied_on else ()
        if others is None:
            not_tried.append(option)
            continue
        tried = [_tried(reading, other, now, readings, answer) for other in others]
        changed = [each for each in tried if each.differences]
        changes.extend(changed)
        if tried and not changed:
            without_effect.append(option)
    return Sensitivity(tuple(changes), tuple(without_effect), tuple(not_tried))


def other_choices(option: str, readings: Readings) -> tuple[str | bool, ...] | None:
    """The choices of a reading that are not in force; None when they cannot be listed."""
    annotation = Readings.model_fields[option].annotation
    now = getattr(readings, option)
    if annotation is bool:
        return (not now,)
    if get_origin(annotation) is Literal:
        return tuple(choice for choice in get_args(annotation) if choice != now)
    return None


@dataclass(frozen=True, slots=True)
class _Whole:
    """Every plain value of an answer by its place, and the places of all items of its lists.

    `own` has the values that stand in a place itself, by their names.
    """

    values: Mapping[str, Leaf]
    items: frozenset[str]
    own: Mapping[str, Sequence[tuple[str, Leaf]]]


def _whole(answer: object) -> _Whole:
    values = dict(leaves(answer))
    own: defaultdict[str, list[tuple[str, Leaf]]] = defaultdict(list)
    for path, value in values.items():
        place, _, name = path.rpartition("/")
        own[place].append((name, value))
    return _Whole(values, frozenset(_items(answer)), own)


def _tried(
    reading: CataloguedReading,
    other: str | bool,
    now: _Whole,
    readings: Readings,
    answer: Callable[[str, str | bool], object],
) -> OtherReading:
    differences = tuple(_differences(now, _whole(answer(reading.option, other))))
    return OtherReading(
        option=reading.option,
        number=reading.number,
        clause=reading.clause,
        question=reading.question,
        now=getattr(readings, reading.option),
        other=other,
        meaning=reading.choices[_in_json(other)],
        says=_in_words(differences),
        differences=differences,
    )


def _in_words(differences: Sequence[Difference]) -> str:
    """The gravest difference in a sentence, and how many there are beside it."""
    if not differences:
        return "Nothing would differ."
    gravest = min(differences, key=_gravity)
    what = gravest.path.strip("/").replace("/", ", ").replace("_", " ")
    others = len(differences) - 1
    beside = "" if others == 0 else f", and {others} more" if others > 1 else ", and one more"
    return f"{what}: {_shown(gravest.becomes)} instead of {_shown(gravest.now)}{beside}."


def _gravity(difference: Difference) -> int:
    """Where a difference stands among others; those of no rank come last, in their own order."""
    for rank, ending in enumerate(GRAVEST):
        if difference.path.endswith(ending):
            return rank
    return len(GRAVEST)


def _shown(value: Leaf) -> str:
    return "none" if value is None else _in_json(value)


def _in_json(value: Leaf) -> str:
    """A value as a reader of the answer sees it: a flag in small letters."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _differences(now: _Whole, then: _Whole) -> Iterator[Difference]:
    """Every value that differs; what only one of the answers has is told once, in one line."""
    told: set[str] = set()
    of_one_alone = now.items ^ then.items
    for path in dict.fromkeys((*now.values, *then.values)):
        if now.values.get(path) == then.values.get(path):
            continue
        item = _outermost(path, of_one_alone)
        if item is None:
            yield Difference(path, now.values.get(path), then.values.get(path))
        elif item not in told:
            told.add(item)
            yield Difference(item, _line(item, now), _line(item, then))


def _outermost(path: str, items: Collection[str]) -> str | None:
    """The outermost of these items that a place lies in."""
    parts = path.split("/")
    places = ("/".join(parts[:length]) for length in range(2, len(parts) + 1))
    return next((place for place in places if place in items), None)


def _line(item: str, whole: _Whole) -> str | None:
    """An item of a list in one line: its own values by their names; None if there is none."""
    if item not in whole.items:
        return None
    named = (
        f"{name.replace('_', ' ')} {value}"
        for name, value in whole.own.get(item, ())
        if value is not None and name not in NAMED_BY
    )
    return "; ".join(named)


def _items(part: object, path: str = "") -> Iterator[str]:
    """The places of all items of lists that have values of their own."""
    if is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            if field.name not in NOT_COMPARED:
                yield from _items(getattr(part, field.name), f"{path}/{field.name}")
    elif isinstance(part, tuple):
        for number, item in enumerate(part):
            if is_dataclass(item):
                place = f"{path}/{_name(item) or number}"
                yield place
                yield from _items(item, place)


def leaves(part: object, path: str = "") -> Iterator[tuple[str, Leaf]]:
    """Every plain value of an answer with its place; items of a list go by their own name."""
    if is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            if field.name not in NOT_COMPARED:
                yield from leaves(getattr(part, field.name), f"{path}/{field.name}")
    elif isinstance(part, tuple):
        for number, item in enumerate(part):
            yield from leaves(item, f"{path}/{_name(item) or number}")
    elif isinstance(part, Decimal):
        yield path, written(part)
    elif part is None or isinstance(part, str | int | date):
        yield path, part


def item_of(part: object, name: str) -> object | None:
    """The part of an answer that `leaves` calls by this name, or None."""
    if isinstance(part, tuple):
        named = (item for number, item in enumerate(part) if (_name(item) or str(number)) == name)
        return next(named, None)
    found: object | None = getattr(part, name, None) if is_dataclass(part) else None
    return found


def _name(item: object) -> str | None:
    """What an item of a list is known by, so that another order is no difference."""
    if isinstance(item, str):
        return item
    for name in NAMED_BY:
        value = getattr(item, name, None)
        if value is not None:
            return str(value)
    return None
