"""What an answer says whichever way an open question comes out: the rest of it is not known.

The answer is put beside the answers of every life that the record leaves possible
(`record.lives.left_open`). A value on which they all agree is said. One on which they do not is
unknown: null, or the word that its field has for that. What is owed, or bars a sale, in one life
and not in another is named with such a word. A warning that is given in some lives and not in
others is not given, and the fact that would settle it is a missing input. No clause stands behind
this module. Nothing raises."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from types import NoneType
from typing import (
    Any,
    Final,
    Literal,
    Protocol,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
    runtime_checkable,
)

from app.rules.answers.sensitivity import NAMED_BY, NOT_COMPARED
from app.rules.money.damages.shown import DamagesOwed, DamagesPaymentShown
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.remedies import RemedyLine
from app.rules.reasoning.trace import EXPLAINED_BY, MissingInput, Notice
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.cutback.selling import AllocationLine

A = TypeVar("A")
TURNS_ON_IT: Final = "It turns on what is not recorded."
"""The reason of a number that is not known."""
WHETHER_MET: Final = "Whether that is so is not known: it turns on what is not recorded."
"""What is said of a condition that is met in some lives only."""
UNKNOWN: Final = ("unknown", "undetermined", "unconfirmed")
"""The words by which a field says that it is not known."""


@runtime_checkable
class Agreeing(Protocol):
    """A part of an answer that knows what of its sums holds in every life."""

    def agreed_with(self, others: Sequence[Any]) -> Any:
        """The part with the sums that hold in every life."""


def either_way(
    answer: A,
    others: Sequence[tuple[A, Matter]],
    open_questions: Sequence[MissingInput],
    matter: Matter,
) -> A:
    """The answer as far as it holds in every life, with what would settle the rest named."""
    working = matter.working
    found = agreed(answer, [other for other, _ in others])
    turning = _turning([at.working.warnings for _, at in others])
    for warning in [each for each in working.warnings if each.code in turning]:
        del working.warnings[warning]
    if turning or found != answer:
        for missing in open_questions:
            if not any(_is_named(missing, each) for each in working.missing):
                working.missing[missing] = None
    return found


def _is_named(missing: MissingInput, by: MissingInput) -> bool:
    """Whether a missing input is named already, by what does not say how it is posted."""
    return by.name == missing.name and by.posted_as in (None, missing.posted_as)


def agreed(answer: A, others: Sequence[A]) -> A:
    """The answer, or a list in one, as far as it is the same in every life."""
    found: A = _agreed(answer, others)
    return found


def _turning(lives: Sequence[Iterable[Notice]]) -> frozenset[str]:
    """The codes of the warnings that are given in some lives, and not in others."""
    codes = [frozenset(warning.code for warning in each) for each in lives]
    return frozenset().union(*codes) - frozenset.intersection(*codes)


def _kind(part: object) -> Any:
    """The class of a part of an answer."""
    return type(part)


def _agreed(now: Any, others: Sequence[Any]) -> Any:
    """One part of an answer, as far as it is the same in every life."""
    if all(other == now for other in others):
        return now
    if isinstance(now, tuple):
        return tuple(_items(now, others))
    if isinstance(now, Mapping):
        return {
            name: _agreed_or_none(value, [other.get(name) for other in others])
            for name, value in now.items()
        }
    if isinstance(now, Agreeing):
        return _parts(now.agreed_with(others), others)
    if is_dataclass(now):
        return _parts(now, others)
    return now


def _agreed_or_none(now: Any, others: Sequence[Any]) -> Any:
    return now if all(other == now for other in others) else None


def _parts(now: Any, others: Sequence[Any]) -> Any:
    """A part made of parts: what is otherwise in a life is unknown, and has no source.

    A part that says what it cannot say to be unknown is itself null, where it can be.
    """
    changed: dict[str, Any] = {}
    for name in _compared(_kind(now)):
        value = getattr(now, name)
        theirs = [getattr(other, name) for other in others]
        if all(other == value for other in theirs):
            continue
        in_parts = _alike(value, theirs) and (
            _sayable(value, theirs) or not _nullable(_kind(now), name)
        )
        listed = isinstance(value, tuple | Mapping) and all(each is not None for each in theirs)
        if listed or in_parts:
            changed[name] = _agreed(value, theirs)
        else:
            changed[name] = _unknown(_kind(now), name, value)
    return _changed(now, changed)


def _sayable(now: Any, others: Sequence[Any]) -> bool:
    """Whether of everything in a part that is otherwise in a life it can be said to be unknown."""
    kind = _kind(now)
    return all(
        _unknown(kind, name, value) != value
        for name in _compared(kind)
        if not isinstance(value := getattr(now, name), tuple | Mapping)
        and not is_dataclass(value)
        and value is not None
        and value not in UNKNOWN
        and any(getattr(other, name) != value for other in others)
    )


def _nullable(kind: Any, name: str) -> bool:
    return NoneType in _choices(kind, name)


def _alike(now: Any, others: Sequence[Any]) -> bool:
    return is_dataclass(now) and all(type(other) is type(now) for other in others)


def _changed(part: Any, changed: Mapping[str, Any]) -> Any:
    """A part with these values; one that is not known any more has no source."""
    differing = {name for name, value in changed.items() if value != getattr(part, name)}
    if not differing:
        return part
    if isinstance(part, Condition) and changed.get("outcome") == "unknown":
        changed = {**changed, "says": WHETHER_MET}
    if _has_sources(_kind(part)):
        sources = getattr(part, EXPLAINED_BY).items()
        kept = {name: source for name, source in sources if name not in differing}
        changed = {**changed, EXPLAINED_BY: kept}
    return _replaced(part, changed)


def _replaced(part: Any, changed: Mapping[str, Any]) -> Any:
    return replace(part, **changed)


def _items(now: Sequence[Any], others: Sequence[Sequence[Any]]) -> Iterator[Any]:
    """The items of a list: what is not in it in every life is in it as unknown, where it can be."""
    mine, theirs = _named(now), [_named(other) for other in others]
    for name, item in mine.items():
        found = [other[name] for other in theirs if name in other]
        same = _agreed(item, [each for each in found if type(each) is type(item)])
        perhaps = same if len(found) == len(theirs) else _perhaps(same)
        if perhaps is not None:
            yield perhaps
    for name in dict.fromkeys(name for other in theirs for name in other if name not in mine):
        item, *found = (other[name] for other in theirs if name in other)
        if _verdicts(_kind(item)) or isinstance(item, AllocationLine | DamagesOwed):
            yield _perhaps(_without_working(_agreed(item, found)))


def _named(items: Sequence[Any]) -> dict[object, Any]:
    """The items of a list by what they are known by, those that are known by the same in turn."""
    found: dict[object, Any] = {}
    for item in items:
        name = tuple(getattr(item, each, None) for each in (*NAMED_BY, "code")), item
        known = name[0] if is_dataclass(item) else item
        turn = 0
        while (known, turn) in found:
            turn += 1
        found[known, turn] = item
    return found


def _perhaps(item: Any) -> Any:
    """An item that is in the list in some lives only; None: it is not said at all."""
    if _verdicts(_kind(item)):
        names = _verdicts(_kind(item))
        return _changed(item, {n: _unknown(_kind(item), n, getattr(item, n)) for n in names})
    if isinstance(item, RemedyLine | DamagesPaymentShown):
        return None
    if isinstance(item, AllocationLine) and item.included == 0:
        return item  # one who is not in it sells none either
    nullable = [name for name in _compared(_kind(item)) if _nullable(_kind(item), name)]
    lists = {
        name: tuple(_items(value, [()]))
        for name in _compared(_kind(item))
        if isinstance(value := getattr(item, name), tuple)
    }
    reason = {"reason": TURNS_ON_IT} if isinstance(item, AllocationLine) else {}
    return _changed(item, {**lists, **dict.fromkeys(nullable), **reason})


def _without_working(item: Any) -> Any:
    """An item of another life, without what only the working of that life explains."""
    if not is_dataclass(item):
        return item
    kind = _kind(item)
    changed: dict[str, Any] = {
        name: tuple(_without_working(each) for each in value)
        for name in _compared(kind)
        if isinstance(value := getattr(item, name), tuple)
    }
    if _has_sources(kind):
        named = [name for name in getattr(item, EXPLAINED_BY) if name in _compared(kind)]
        changed |= {name: _unknown(kind, name, getattr(item, name)) for name in named}
        changed[EXPLAINED_BY] = {}
    return _replaced(item, changed)


@cache
def _has_sources(kind: Any) -> bool:
    return EXPLAINED_BY in {each.name for each in fields(kind)}


@cache
def _compared(kind: Any) -> tuple[str, ...]:
    """The names of the values of a part that are compared."""
    if not is_dataclass(kind):
        return ()
    return tuple(each.name for each in fields(kind) if each.name not in NOT_COMPARED)


@cache
def _verdicts(kind: Any) -> tuple[str, ...]:
    """The fields by which an item says that it is not known whether it is so."""
    return tuple(
        name for name in _compared(kind) if any(word in _choices(kind, name) for word in UNKNOWN)
    )


@cache
def _choices(kind: Any, name: str) -> tuple[Any, ...]:
    """What a field can be: the words of its Literal, and None's type where it may be null."""
    return tuple(_words(get_type_hints(kind)[name]))


def _words(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    elif annotation is NoneType:
        yield NoneType
    else:
        for part in get_args(annotation):
            yield from _words(part)


def _unknown(kind: Any, name: str, value: Any) -> Any:
    """The value of a field that is not known; the value itself where it has no word for that."""
    if name == "reason" and isinstance(value, str) and not _choices(kind, name):
        return TURNS_ON_IT
    choices = _choices(kind, name)
    if NoneType in choices:
        return None
    return next((word for word in UNKNOWN if word in choices), value)
