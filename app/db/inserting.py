"""Inserting what may be there already, on both dialects."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert


@lru_cache
def insert_new(table: Table, key: str, dialect: str) -> ReturningInsert[Any]:
    """An insert into `table` that skips a row whose `key` is taken, and returns the keys stored."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    column = table.c[key]
    return insert(table).on_conflict_do_nothing(index_elements=[column]).returning(column)
