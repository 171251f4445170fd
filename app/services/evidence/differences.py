"""Where two JSON documents differ, by JSON pointer (RFC 6901).

Items of a list are matched by the name they go by, so that one more item is one difference and not
a difference in every item after it. A pointer leads into the earlier document, except for what is
only in the later one. Documents that differ in nothing but order have no differences here, nor do
those of which one leaves a field out that is null in the other: earlier releases wrote `null` where
there was nothing to say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from app.errors import json_pointer

Json: TypeAlias = Any
NAMES = ("id", "holder", "seller", "option", "registration_id", "name", "invoked_on", "path")
"""What items of a list may go by: the first of these that all have, each another."""


@dataclass(frozen=True, slots=True)
class ReplayDifference:
    """One place at which two documents differ, what happened there, and both values."""

    path: str
    what: Literal["changed", "added", "removed"]
    then: Json
    now: Json


def differences(then: Json, now: Json, path: str = "") -> Iterator[ReplayDifference]:
    """Every difference, in the order of the earlier document."""
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        yield from _by_key(then, now, path, {}, {})
    elif isinstance(then, list) and isinstance(now, list):
        yield from _of_lists(then, now, path)
    elif then != now or type(then) is not type(now):
        yield ReplayDifference(path, "changed", then, now)


def _of_lists(then: Sequence[Json], now: Sequence[Json], path: str) -> Iterator[ReplayDifference]:
    name = next((name for name in NAMES if _all_go_by(name, then) and _all_go_by(name, now)), None)
    keys_then = _keys(then, name)
    keys_now = _keys(now, name)
    yield from _by_key(
        dict(zip(keys_then, then, strict=True)),
        dict(zip(keys_now, now, strict=True)),
        path,
        {key: place for place, key in enumerate(keys_then)},
        {key: place for place, key in enumerate(keys_now)},
    )


def _all_go_by(name: str, items: Sequence[Json]) -> bool:
    """Whether this name tells all items of a list apart."""
    names = [item.get(name) for item in items if isinstance(item, Mapping)]
    return (
        len(names) == len(items)
        and all(isinstance(each, str) for each in names)
        and len(set(names)) == len(names)
    )


def _keys(items: Sequence[Json], name: str | None) -> list[str | int]:
    return [place if name is None else item[name] for place, item in enumerate(items)]


def _by_key(
    then: Mapping[Any, Json],
    now: Mapping[Any, Json],
    path: str,
    places_then: Mapping[Any, int],
    places_now: Mapping[Any, int],
) -> Iterator[ReplayDifference]:
    """Compare what goes by the same key; the places say where items of lists stand."""
    for key, value in then.items():
        here = path + json_pointer([places_then.get(key, key)])
        if key in now:
            yield from differences(value, now[key], here)
        elif value is not None:
            yield ReplayDifference(here, "removed", value, None)
    for key, value in now.items():
        if key not in then and value is not None:
            here = path + json_pointer([places_now.get(key, key)])
            yield ReplayDifference(here, "added", None, value)
