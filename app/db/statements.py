"""Statements that several tables need: reading rows as values, and inserting what may be there."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from app.db.models import Base

AnySelect: TypeAlias = Select[*tuple[Any, ...]]
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AT_ONCE: Final = 200
"""Rows that are fetched, and held, at a time where all are walked through."""
LARGE_AT_ONCE: Final = 10
"""The same of rows with a whole answer in each."""


class Pages:
    """A statement whose rows are fetched a page at a time, however many there are.

    They come in the order of columns that tell them apart, the last of a page saying where the next
    begins: nothing stays open in between. `order` are columns that the statement selects.
    """

    __slots__ = ("_at_once", "_first", "_next", "_order")

    def __init__(
        self, statement: AnySelect, *order: ColumnElement[Any], at_once: int = AT_ONCE
    ) -> None:
        names = [each.key for each in statement.selected_columns]
        self._order = [names.index(each.key) for each in order]
        self._at_once = at_once
        after = (bindparam(f"after_{place}", type_=each.type) for place, each in enumerate(order))
        self._first = statement.order_by(*order).limit(at_once)
        self._next = self._first.where(tuple_(*order) > tuple_(*after))

    def rows(
        self, connection: Connection, *, following: Sequence[object] | None = None, **asked: object
    ) -> Iterator[AnyRow]:
        """Give the rows one at a time, each page fetched when it is come to.

        With `following`, those that come after these values of the columns of the order.
        """
        statement, count = self._first, 0
        if following is not None:
            statement = self._next
            asked |= {f"after_{place}": value for place, value in enumerate(following)}
        last: AnyRow | None = None
        while count % self._at_once == 0:
            for last in connection.execute(statement, asked):
                count += 1
                yield last
            if last is None:
                return
            place = {f"after_{place}": last[each] for place, each in enumerate(self._order)}
            statement, asked, last = self._next, asked | place, None

    def of(self, connection: Connection, **asked: object) -> Iterator[list[AnyRow]]:
        """Give the same page by page."""
        page: list[AnyRow] = []
        for row in self.rows(connection, following=None, **asked):
            page.append(row)
            if len(page) == self._at_once:
                yield page
                page = []
        if page:
            yield page


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
