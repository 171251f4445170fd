"""What an answer names as missing can be posted: the kind of fact, and the field of it."""

import re
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

import app.rules
from app.rules.facts import ORDER_IN_A_DAY
from app.rules.facts.declaration import kind_of

KINDS = {kind_of(fact): fact for fact in ORDER_IN_A_DAY}
NAMED = re.compile(r'"([a-z0-9_]+)\.([a-z_.]+)"')
SOURCES = Path(app.rules.__file__).parent.rglob("*.py")


def is_field(model: type[BaseModel], path: str) -> bool:
    """Whether a model has the field, which may lie in another one's."""
    name, _, rest = path.partition(".")
    if name not in model.model_fields:
        return False
    inner = model.model_fields[name].annotation
    parts = [each for each in (inner, *get_args(inner)) if isinstance(each, type)]
    models = [each for each in parts if issubclass(each, BaseModel)]
    return not rest or any(is_field(each, rest) for each in models)


def test_every_field_named_is_one_of_a_fact() -> None:
    found = {
        f"{kind}.{field}": is_field(KINDS[kind], field)
        for source in SOURCES
        for kind, field in NAMED.findall(source.read_text(encoding="utf-8"))
        if kind in KINDS
    }
    assert "holdback_required.expected_effective_on" in found
    assert {name for name, there in found.items() if not there} == set()
