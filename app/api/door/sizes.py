"""How deep and how large the JSON of a body may be, whatever it is about.

A body within the limit of bytes can still be a hundred thousand lists inside each other, or half a
million values each of which is a fault to be described: cheap to send, dear to answer. The text is
read up to the first place where it goes too far, and nothing is made of it before.
"""

import json
import re
from dataclasses import dataclass

from fastapi import HTTPException

from app.errors import Fault, json_pointer, shortened

DEEPEST = 64
MOST_ITEMS = 2_000
MOST_VALUES = 50_000
LONGEST_NAME = 256
"""Characters: a name stands again in every fault that is found under it."""
LONGEST_NUMBER = 4_300
"""Digits; Python reads no more."""
# Possessive throughout: nothing that was read is read again, whatever follows it. A string without
# an end runs to the end of the text.
_TOKEN = re.compile(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)(?P<name>\s*+:)?|[\[\]{},]|-?[0-9][0-9.eE+-]*+',
    re.DOTALL,
)

_STRICT_TOKEN = re.compile(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)(?P<name>\s*+:)?|[{}]|NaN|-?Infinity', re.DOTALL
)


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


def may_go_too_far(text: str, most: Sizes = USUAL) -> bool:
    """Whether a text has so many brackets and commas that it has to be read for its sizes.

    Counted without regard to strings, which costs next to nothing and errs on the careful side.
    """
    opened, commas = text.count("[") + text.count("{"), text.count(",")
    return opened > DEEPEST or commas >= most.items or opened + commas > most.values


def refuse_what_goes_too_far(text: str, most: Sizes = USUAL) -> None:
    """BodyRefused, with its place, for the first thing in a text that is too deep or too much."""
    _Reading(text, most).to_its_end()


def refuse_what_is_not_strict(text: str) -> None:
    """JSONDecodeError, with its place, for the first field given twice or number that is none."""
    given: list[set[str]] = [set()]
    for token in _STRICT_TOKEN.finditer(text):
        match text[token.start()]:
            case "{":
                given.append(set())
            case "}" if len(given) > 1:
                given.pop()
            case "N" | "I" | "-":
                raise json.JSONDecodeError(f"{token[0]} is no number in JSON", text, token.start())
            case '"' if token["name"]:
                name = _read(token[0].removesuffix(token["name"]))
                if name in given[-1]:
                    says = f"the field {shortened(name)!r} is given twice"
                    raise json.JSONDecodeError(says, text, token.start())
                given[-1].add(name)


class _Reading:
    """A text read token by token: which lists and objects are open, and where in each one is."""

    def __init__(self, text: str, most: Sizes) -> None:
        self._text = text
        self._most = most
        self._way: list[int | str] = []
        self._items: list[int] = []
        self._values = 0

    def to_its_end(self) -> None:
        opened_at = None
        for token in _TOKEN.finditer(self._text):
            match self._text[token.start()]:
                case "{" | "[" as kind:
                    self._open("" if kind == "{" else 0)
                    opened_at = token.end()
                    continue
                case "}" | "]" if self._way:
                    self._close(empty=self._is_empty(opened_at, token.start()))
                case "," if self._way:
                    self._next()
                case '"' if token["name"] and self._way:
                    self._name(token[0].removesuffix(token["name"]))
                case "-" | "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9":
                    self._number(token[0])
            opened_at = None

    def _is_empty(self, opened_at: int | None, closed_at: int) -> bool:
        return opened_at is not None and not self._text[opened_at:closed_at].strip()

    def _open(self, first: int | str) -> None:
        if len(self._way) == DEEPEST:
            says = f"Lists and objects may stand inside each other {DEEPEST} deep at most."
            raise self._refused("too_deep", says)
        self._way.append(first)
        self._items.append(1)

    def _close(self, *, empty: bool) -> None:
        if not empty:
            self._count()
        self._way.pop()
        self._items.pop()

    def _next(self) -> None:
        self._count()
        self._items[-1] += 1
        if self._items[-1] > self._most.items:
            self._way.pop()
            raise self._refused(
                "too_many_items", f"There may be {self._most.items:,} here at most; there are more."
            )
        if isinstance(self._way[-1], int):
            self._way[-1] += 1

    def _count(self) -> None:
        self._values += 1
        if self._values > self._most.values:
            self._way.pop()
            says = f"A body holds {self._most.values:,} values at most; here they are used up."
            raise self._refused("too_many_values", says)

    def _name(self, quoted: str) -> None:
        if len(quoted) > LONGEST_NAME + 2:
            says = f"The name of a field may have {LONGEST_NAME} characters at most."
            self._way.pop()
            raise self._refused("too_long", says)
        self._way[-1] = quoted

    def _number(self, written: str) -> None:
        if len(written) > LONGEST_NUMBER and written.removeprefix("-").isdigit():
            says = f"A number may have {LONGEST_NUMBER:,} digits at most."
            raise self._refused("too_long", says)

    def _refused(self, code: str, says: str) -> BodyRefused:
        place = [_read(part) if isinstance(part, str) else part for part in self._way]
        return BodyRefused(Fault(json_pointer(place), code, says))


def _read(quoted: str) -> str:
    """A name as it is meant; as it stands where it cannot be read."""
    try:
        return str(json.loads(quoted, strict=False))
    except ValueError:
        return quoted
