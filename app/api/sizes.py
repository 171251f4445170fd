"""How deep and how large the JSON of a body may be, whatever it is about.

A body within the limit of bytes can still be a hundred thousand lists inside each other, or half a
million values each of which is a fault to be described: cheap to send, dear to answer. Such a body
is refused before anything is made of it, with the place at which it goes too far.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException

from app.errors import Fault, json_pointer

DEEPEST = 64
MOST_ITEMS = 2_000
MOST_VALUES = 50_000
LONGEST_NUMBER = 4_300
"""Digits; Python reads no more."""
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)


class BodyRefused(HTTPException):
    """A body that goes too far: of the kind that the framework lets pass while it reads one."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(422, fault.detail)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many items one list or object may have, and how many values a whole body."""

    items: int = MOST_ITEMS
    values: int = MOST_VALUES


USUAL = Sizes()
OF_A_DOCUMENT = Sizes(items=100_000, values=2_000_000)
"""A whole agreement has a life behind it; its body is limited by its bytes."""


def check_size(parsed: Any, text: str, most: Sizes = USUAL) -> None:
    """BodyRefused for a body that is nested too deeply or holds too much."""
    level: list[Any] = [parsed]
    values = 0
    for _ in range(DEEPEST + 1):
        inner: list[Any] = []
        for part in level:
            if isinstance(part, dict | list):
                values += len(part)
                if len(part) > most.items or values > most.values:
                    raise _too_much(part, parsed, most)
                inner.extend(part.values() if isinstance(part, dict) else part)
        if not inner:
            return
        level = inner
    raise too_deep(text)


def _too_much(part: dict[str, Any] | list[Any], whole: Any, most: Sizes) -> BodyRefused:
    place = _place_of(part, whole)
    if len(part) > most.items:
        says = f"There are {len(part):,} here; {most.items:,} are the most."
        return BodyRefused(Fault(place, "too_many_items", says))
    says = f"A body holds {most.values:,} values at most; here they are used up."
    return BodyRefused(Fault(place, "too_many_values", says))


def _place_of(wanted: object, whole: Any) -> str:
    """Where this very list or object stands."""
    level: list[tuple[tuple[str | int, ...], Any]] = [((), whole)]
    while level:
        for place, part in level:
            if part is wanted:
                return json_pointer(place)
        level = [((*place, name), item) for place, part in level for name, item in _items(part)]
    return ""


def _items(part: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(part, dict):
        yield from part.items()
    elif isinstance(part, list):
        yield from enumerate(part)


class _TooLong:
    """Stands where a number has too many digits; each is itself and no other."""


def too_long(text: str) -> BodyRefused:
    """What is wrong with a text in which a number has more digits than can be read, and where."""
    found: list[_TooLong] = []

    def read(digits: str) -> int | _TooLong:
        if len(digits.removeprefix("-")) <= LONGEST_NUMBER:
            return int(digits)
        found.append(_TooLong())
        return found[-1]

    whole = json.loads(text, parse_int=read)
    says = f"A number may have {LONGEST_NUMBER:,} digits at most."
    return BodyRefused(Fault(_place_of(found[0], whole), "too_long", says))


def too_deep(text: str) -> BodyRefused:
    """What is wrong with a text that is nested too deeply, and where it becomes so.

    Read from the text, since one that is deep enough cannot be parsed at all.
    """
    way: list[str | int] = []
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "{" | "[" if len(way) == DEEPEST:
                break
            case "{":
                way.append("")
            case "[":
                way.append(0)
            case "}" | "]":
                way = way[:-1]
            case ",":
                if way and isinstance(way[-1], int):
                    way[-1] += 1
            case name:
                if way and isinstance(way[-1], str):
                    way[-1] = json.loads(name, strict=False)
    says = f"Lists and objects may stand inside each other {DEEPEST} deep at most."
    return BodyRefused(Fault(json_pointer(way), "too_deep", says))
