"""Statements that several tables need: reading rows as values, and inserting what may be there."""

from dataclasses import fields
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from app.db.models import Base


def select_as(value: type[Any], model: type[Base]) -> Select[Any]:
    """Select the columns that a dataclass has as fields, in the order of its fields."""
    return select(*(getattr(model, field.name) for field in fields(value)))


@lru_cache
def insert_new(model: type[Base], key: str, dialect: str) -> ReturningInsert[Any]:
    """An insert that skips a row whose `key` is taken, and returns the keys stored."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    table = model.__table__
    column = table.c[key]
    return insert(table).on_conflict_do_nothing(index_elements=[column]).returning(column)
