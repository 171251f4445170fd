"""The clauses that a document cites, and the terms that hang on each.

A part of a document says its clause, or has that of the part it stands in; what a part says
hangs on its clause. Places are JSON pointers. Nothing raises.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from pydantic import JsonValue

from app.rules.terms.agreement import Terms

WORDS_ONLY: Final = frozenset({"blanks", "doubts", "readings", "texts"})
"""What is about terms, and is none itself."""
_TOKEN: Final = re.compile(r"[0-9]+|[A-Za-z]+")
_ROMAN: Final = re.compile(r"x{0,3}(ix|iv|v?i{0,3})")
_NUMERAL: Final = {"i": 1, "v": 5, "x": 10}


def clauses_of(terms: Terms) -> Mapping[str, Mapping[str, JsonValue]]:
    """Each clause that the document cites, in order, with what hangs on it by its place."""
    return _clauses_of(terms.canonical)


@lru_cache(maxsize=64)
def _clauses_of(document: str) -> Mapping[str, Mapping[str, JsonValue]]:
    said: dict[str, Any] = json.loads(document)
    found: dict[str, dict[str, JsonValue]] = {}
    for name, part in said.items():
        if name in WORDS_ONLY:
            continue
        clause = said.get(f"{name}_clause")
        if name.endswith("_clause") and isinstance(part, str):
            found.setdefault(part, {})
            continue
        for cites, place, value in _hanging(part, f"/{name}", clause):
            found.setdefault(cites, {})[place] = value
    return {clause: found[clause] for clause in sorted(found, key=in_order)}


def _hanging(part: Any, place: str, clause: str | None) -> Iterator[tuple[str, str, JsonValue]]:
    """Every value with the clause that it hangs on; a list of plain values is one."""
    if isinstance(part, dict):
        clause = part.get("clause") or clause
        for name, each in part.items():
            if name == "clause":
                continue
            if name.endswith("clause") and isinstance(each, str):
                yield each, f"{place}/{name}", each
            else:
                yield from _hanging(each, f"{place}/{name}", clause)
    elif isinstance(part, list) and any(isinstance(each, dict | list) for each in part):
        for number, each in enumerate(part):
            yield from _hanging(each, f"{place}/{number}", clause)
    elif clause is not None and part is not None:
        yield clause, place, part


def in_order(clause: str) -> tuple[tuple[int, str], ...]:
    """The place of a clause among others: by its numbers, letters and small Roman numerals."""
    found: list[tuple[int, str]] = []
    for place, token in enumerate(_TOKEN.findall(clause)):
        if token.isdigit():
            found.append((int(token), ""))
        elif place > 1 and _ROMAN.fullmatch(token):
            found.append((_roman(token), ""))
        else:
            found.append((-1 if place == 0 else 0, token))
    return tuple(found)


def _roman(token: str) -> int:
    values = [_NUMERAL[letter] for letter in token]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
