"""Holding whatever the service answers against the table of its codes."""

import re
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
