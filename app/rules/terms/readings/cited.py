"""Where an agreement speaks of what a reading is about: the clauses of its own document.

A reading names places of a terms document; each part there says its own clause, or has that of
the part it stands in. Nothing here knows an agreement. Nothing raises.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from pydantic import BaseModel

Way: TypeAlias = tuple[str, ...]
"""The names that lead to a place, one after the other."""


def clause_at(places: str, document: BaseModel) -> str | None:
    """The clauses at places such as `/delay, /shelf|/takedown`, in order; None if none is there."""
    found = [clause for ways in _ways(places) for clause in _clauses_at(ways, document)]
    return ", ".join(dict.fromkeys(found)) or None


@cache
def _ways(places: str) -> tuple[tuple[Way, ...], ...]:
    """The places, each with the ways to it and to what stands for it; the same few are asked."""
    return tuple(tuple(map(_way, place.split("|"))) for place in places.split(", "))


def _clauses_at(ways: Sequence[Way], document: BaseModel) -> tuple[str, ...]:
    """The clauses of the first of several places that the document has.

    Where it has none of them, what holds for the part in which the first would stand.
    """
    whole: tuple[str, ...] = ()
    for way in ways:
        whole = whole or tuple(_clauses(way, document))
    first = ways[0]
    while not whole and len(first) > 1:
        first = first[:-1]
        whole = tuple(_clauses(first, document))
    return whole


def _way(place: str) -> Way:
    return tuple(place.removeprefix("/").split("/"))


def _clauses(way: Way, document: BaseModel) -> Iterator[str]:
    """The clause at the end of a way: of each of several rights, where they stand for the one."""
    several = getattr(document, f"{way[0]}s", None)
    if getattr(document, way[0], None) is None and isinstance(several, Mapping):
        for _, right in sorted(several.items()):
            yield from _clause(right, way[1:])
    else:
        yield from _clause(document, way)


def _clause(part: BaseModel, way: Way) -> Iterator[str]:
    found: str | None = getattr(part, "clause", None)
    here: object = part
    for name in way:
        here = getattr(here, name, None)
        if here is None:
            return
        if isinstance(here, str) and name.endswith("clause"):
            found = here
        else:
            found = getattr(here, "clause", None) or found
    if found is not None:
        yield found
