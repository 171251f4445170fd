"""What would change under other readings: every choice tried, every difference named.

For a registration as it stands, each reading its answer relied on is set to each of its other
choices in turn, the registration is answered again by the same rules, and whatever differs (a date,
a count, a decision) is listed with both values; what there would only then be, or not be any more,
is one difference and told in one line. A reading the answer did not rely on cannot change it. A
reading whose choices cannot be listed (a number of days, a list of dates, an hour) is named as not
tried. Raises what the rules raise.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias, TypeVar, get_args, get_origin

from app.rules.reasoning.reasoned import Reasoned
from app.rules.terms import Terms
from app.rules.terms.readings import Readings, ReadingValue, cited, every_reading
from app.rules.terms.readings.doubts import OWN
from app.rules.values.amounts import in_figures

A = TypeVar("A")
Leaf: TypeAlias = str | int | bool | date | None
NOT_COMPARED = frozenset(
    {"explained_by", "says", "action", "trigger", "source", "reason_text", "duty", "summary"}
)
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
class ReadingDifference:
    """One value that another reading would change: its place in the answer, and both values."""

    path: str
    now: Leaf
    becomes: Leaf


@dataclass(frozen=True, slots=True)
class OtherReading:
    """One other choice of a reading, and everything it would change: `says` the gravest of it."""

    option: str
    number: str
    clause: str | None
    question: str
    now: ReadingValue
    other: ReadingValue
    meaning: str
    says: str
    differences: tuple[ReadingDifference, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Which other readings would change the answer, and which would not though it relied on them.

    Readings in `not_tried` were relied on, and have more choices than can be listed.
    """

    changes: tuple[OtherReading, ...]
    without_effect: tuple[str, ...]
    not_tried: tuple[str, ...]


def each_reading_tried(
    terms: Terms,
    usual: Reasoned[A],
    relied_on: Collection[str],
    answer: Callable[[str, str | bool], Reasoned[A]],
) -> Sensitivity:
    """Try every other choice of the readings that `usual`, the answer under `terms`, relied on.

    Doubts of the document are tried as readings are, each in its other ways. `answer` gives the
    answer with one of them chosen otherwise: a pure function. A choice under which the same is
    answered, but something else is not known, would change that.
    """
    changes: list[OtherReading] = []
    without_effect: list[str] = []
    not_tried: list[str] = []
    for option in (*every_reading(), *sorted(terms.doubts)):
        others = choices_besides(option, terms) if option in relied_on else ()
        if others is None:
            not_tried.append(option)
            continue
        tried = [
            _tried(_put_as_question(option, terms), other, usual, answer(option, other))
            for other in others
        ]
        changed = [each for each in tried if each.differences]
        changes.extend(changed)
        if tried and not changed:
            without_effect.append(option)
    return Sensitivity(tuple(changes), tuple(without_effect), tuple(not_tried))


def choices_besides(option: str, terms: Terms) -> tuple[str | bool, ...] | None:
    """What is not in force of a reading, or of a doubt of the document; None: it has no list."""
    doubt = terms.doubts.get(option)
    if doubt is None:
        return other_choices(option, terms.readings)
    return tuple(way for way in sorted(doubt.ways) if way != doubt.in_force)


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
class _Question:
    """A reading, or a doubt of the document, with what is in force and what each choice means."""

    option: str
    number: str
    clause: str | None
    question: str
    now: ReadingValue
    choices: Mapping[str, str]


def _put_as_question(option: str, terms: Terms) -> _Question:
    doubt = terms.doubts.get(option)
    if doubt is not None:
        meanings = {name: way.says for name, way in doubt.ways.items()}
        return _Question(option, OWN, doubt.clause, doubt.question, doubt.in_force, meanings)
    found, now = cited(option, terms), getattr(terms.readings, option)
    return _Question(option, found.number, found.clause, found.question, now, found.choices)


def _tried(
    asked: _Question, other: str | bool, usual: Reasoned[A], then: Reasoned[A]
) -> OtherReading:
    differences = tuple(_differences(usual.result, then.result))
    differences = differences or tuple(_not_known(usual, then))
    return OtherReading(
        option=asked.option,
        number=asked.number,
        clause=asked.clause,
        question=asked.question,
        now=asked.now,
        other=other,
        meaning=asked.choices[_in_json(other)],
        says=_in_words(differences),
        differences=differences,
    )


def _not_known(usual: Reasoned[A], then: Reasoned[A]) -> Iterator[ReadingDifference]:
    """What would have to be recorded under one of two readings only."""
    now, becomes = (
        {each.name: each.needed_for for each in told.missing_inputs} for told in (usual, then)
    )
    for name in sorted(now.keys() ^ becomes.keys()):
        yield ReadingDifference(f"/missing_inputs/{name}", now.get(name), becomes.get(name))


def _in_words(differences: Sequence[ReadingDifference]) -> str:
    """The gravest difference in a sentence, and how many there are beside it."""
    if not differences:
        return "Nothing would differ."
    gravest = min(differences, key=_gravity)
    what = gravest.path.strip("/").replace("/", ", ").replace("_", " ")
    others = len(differences) - 1
    beside = "" if others == 0 else f", and {others} more" if others > 1 else ", and one more"
    return f"{what}: {_shown(gravest.becomes)} instead of {_shown(gravest.now)}{beside}."


def _gravity(difference: ReadingDifference) -> int:
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


def _differences(now: object, then: object, path: str = "") -> Iterator[ReadingDifference]:
    """Every value that differs; what only one of the answers has is told once, in one line.

    Equal parts are passed over whole: under another reading most of an answer is the same.
    """
    if now == then:
        return
    if _compared(now) or _compared(then):
        yield from _of_plain(now, then, path)
        for name in dict.fromkeys((*_compared(now), *_compared(then))):
            yield from _differences(_within(now, name), _within(then, name), f"{path}/{name}")
    elif isinstance(now, tuple) or isinstance(then, tuple):
        mine, theirs = _by_name(now), _by_name(then)
        for name in dict.fromkeys((*mine, *theirs)):
            yield from _of_items(mine.get(name), theirs.get(name), f"{path}/{name}")
    else:
        yield from _of_plain(now, then, path)


def _of_plain(now: object, then: object, path: str) -> Iterator[ReadingDifference]:
    """Two plain values that differ; a value that is none counts as not there."""
    found, becomes = _leaf(now), _leaf(then)
    if found != becomes:
        yield ReadingDifference(path, found, becomes)


def _of_items(now: object, then: object, path: str) -> Iterator[ReadingDifference]:
    """What differs between items of two lists that go by one name; None is no item."""
    if now is None and _compared(then):
        yield ReadingDifference(path, None, _line(then))
    elif then is None and _compared(now):
        yield ReadingDifference(path, _line(now), None)
    else:
        yield from _differences(now, then, path)


def _line(item: object) -> str:
    """An item of a list in one line: its own values by their names."""
    own = ((name, _leaf(getattr(item, name))) for name in _compared(item))
    return "; ".join(
        f"{name.replace('_', ' ')} {value}"
        for name, value in own
        if value is not None and name not in NAMED_BY
    )


def _by_name(items: object) -> Mapping[str, object]:
    """The items of a list by what they are known by."""
    if not isinstance(items, tuple):
        return {}
    return dict(named_items(items))


def _compared(part: object) -> tuple[str, ...]:
    """The names of what a part of an answer says; none where it is no part."""
    kind = type(part)
    names = _NAMES.get(kind)
    if names is None:
        of_kind = fields(kind) if is_dataclass(kind) else ()
        names = tuple(field.name for field in of_kind if field.name not in NOT_COMPARED)
        _NAMES[kind] = names
    return names


_NAMES: dict[type, tuple[str, ...]] = {}
"""What `_compared` found before: it is asked for every value of every answer."""


def _leaf(value: object) -> Leaf:
    """A plain value as it is shown; None for what is none."""
    if isinstance(value, Decimal):
        return in_figures(value)
    return value if isinstance(value, str | int | date) else None


def _within(part: object, name: str) -> object:
    return getattr(part, name, None) if _compared(part) else None


def leaves(part: object, path: str = "") -> Iterator[tuple[str, Leaf]]:
    """Every plain value of an answer with its place; items of a list go by their own name."""
    if _compared(part):
        for name in _compared(part):
            yield from leaves(getattr(part, name), f"{path}/{name}")
    elif isinstance(part, tuple):
        for name, item in named_items(part):
            yield from leaves(item, f"{path}/{name}")
    elif part is None or isinstance(part, str | int | date | Decimal):
        yield path, _leaf(part)


def item_of(part: object, name: str) -> object | None:
    """The part of an answer that `leaves` calls by this name, or None."""
    if isinstance(part, tuple):
        return dict(named_items(part)).get(name)
    found: object | None = getattr(part, name, None) if is_dataclass(part) else None
    return found


def named_items(items: Sequence[object]) -> Iterator[tuple[str, object]]:
    """The items of a list by their own names; of several of one name, the others by their turn.

    So the second request of a Holder `b` is `b:2`.
    """
    turns: dict[str, int] = {}
    for number, item in enumerate(items):
        name = _name_of(item) or str(number)
        turns[name] = turns.get(name, 0) + 1
        yield (name if turns[name] == 1 else f"{name}:{turns[name]}"), item


def _name_of(item: object) -> str | None:
    """What an item of a list is known by, so that another order is no difference."""
    if isinstance(item, str):
        return item
    for name in NAMED_BY:
        value = getattr(item, name, None)
        if value is not None:
            return str(value)
    return None
