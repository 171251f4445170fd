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


def unknown_codes(body: bytes) -> set[bytes]:
    """The codes in an answer that the table does not have."""
    return {code or reason for code, reason in _CODE.findall(body)} - _known()
