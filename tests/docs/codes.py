"""Holding whatever the service answers against the table of its codes."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from app.api.description.codes import CODES

_CODE = re.compile(rb'"(?:code|decision)": ?"([A-Za-z_]+)"|"reason": ?"([A-Z][A-Z0-9_]+)"')


@lru_cache
def _known() -> frozenset[bytes]:
    of_terms = {
        reason
        for folder in ("app/templates", "tests/data/terms")
        for template in (Path(__file__).parents[2] / folder).glob("*.json")
        for reason in re.findall(rb'"(?:reason|code)": "([A-Z][A-Z0-9_]+)"', template.read_bytes())
    }
    return frozenset(each.code.encode() for each in CODES) | of_terms


_ONE_OF_MANY = re.compile(rb"(?<![\d.,/-])1 (?:days|shares|occasions|demands|months|uses)\b")
"""What no sentence says: “1 days”."""


def miscounted(body: bytes) -> set[bytes]:
    """What an answer says of one thing as of several; not “33 1/3 shares”."""
    return set(_ONE_OF_MANY.findall(body))


def unknown_codes(body: bytes) -> set[bytes]:
    """The codes in an answer that the table does not have."""
    return {code or reason for code, reason in _CODE.findall(body)} - _known()


_ANY_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+|[A-Z]+(?:_[A-Z]+)+")


def codes_written(sources: Iterable[str]) -> set[str]:
    """Every code that these sources hand to a parameter, or to a field, of the name `code`."""
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    places: dict[str, set[int]] = defaultdict(set)
    for node in nodes:
        if (names := _takes(node)).count("code"):
            places[getattr(node, "name", "")].add(names.index("code"))
    given = [
        each
        for call in nodes
        if isinstance(call, ast.Call)
        for place in places[getattr(call.func, "id", getattr(call.func, "attr", ""))]
        for each in (
            *call.args[place : place + 1],
            *(it.value for it in call.keywords if it.arg == "code"),
        )
    ]
    either = [
        way
        for each in given
        for way in (getattr(each, "body", each), getattr(each, "orelse", each))
    ]
    written = {str(each.value) for each in either if isinstance(each, ast.Constant)}
    return {each for each in written if _ANY_CODE.fullmatch(each)}


def _takes(node: ast.AST) -> list[str]:
    """What a function takes, or a class by its fields, in order."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return [each.arg for each in node.args.args if each.arg not in ("self", "cls")]
    if isinstance(node, ast.ClassDef):
        return [
            getattr(each.target, "id", "") for each in node.body if isinstance(each, ast.AnnAssign)
        ]
    return []
