"""Every word that a terms document may say is read by a rule, or is refused, or is for the reader.

The models of the terms are walked from the whole document down, through every list, map and form of
a Clock or Condition: 146 of them, of some eight hundred fields. A field that no module reads but
those that check documents changes no answer: it would be accepted and not honoured. Fields are told
apart by their names alone: of a name that several models have, one model may be left unread.
"""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from pydantic import BaseModel

from app.rules.terms import Terms

APP: Final = Path(__file__).parents[3] / "app"
CHECKS: Final = APP / "rules" / "terms" / "document" / "checks"
NOT_READ: Final = {
    "governing_law": "words for the reader, as the page says",
    "business_day_clause": "cited by its place, by the readings that are about the Business Day",
    "interference_clause": "cited by its place, by the readings that are about orders",
    "closing_clause": "listed with the clauses of the agreement, by its place",
}
"""The words that no rule reads, and why they are there."""


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a field may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


@lru_cache
def every_model() -> tuple[type[BaseModel], ...]:
    found: dict[type[BaseModel], None] = {Terms: None}
    for model in (queue := [Terms]):
        for field in model.model_fields.values():
            for inner in models_in(field.annotation):
                if inner not in found:
                    found[inner] = None
                    queue.append(inner)  # type: ignore[arg-type]
    return tuple(found)


@lru_cache
def read_by_a_rule() -> frozenset[str]:
    """Every attribute that is asked for, and every word in quotes by which one may be."""
    found: set[str] = set()
    for path in APP.rglob("*.py"):
        if CHECKS in path.parents:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                found.add(node.attr)
            elif isinstance(node, ast.Call):
                found |= {str(each.value) for each in node.args if isinstance(each, ast.Constant)}
    return frozenset(found)


FIELDS: Final = [
    pytest.param(model, name, id=f"{model.__name__}.{name}")
    for model in every_model()
    for name in model.model_fields
]


@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_is_read(model: type[BaseModel], name: str) -> None:
    has_one_value = len(get_args(model.model_fields[name].annotation)) == 1
    assert (name in read_by_a_rule()) or has_one_value or name in NOT_READ


def test_what_is_not_read_is_there_and_is_not_read() -> None:
    said = {name for model in every_model() for name in model.model_fields}
    assert NOT_READ.keys() <= said - read_by_a_rule()


def test_the_whole_document_is_walked() -> None:
    assert {"Terms", "Demand", "Counted", "AnyOf", "Damages", "Reviewed"} <= {
        model.__name__ for model in every_model()
    }
    assert len(FIELDS) > 700
