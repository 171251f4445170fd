"""What all tables have in common: names, and how each type is stored on the two databases."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, TypeAlias

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeEngine
from typing_extensions import override

Reader: TypeAlias = Callable[[Any], Any]
"""What makes a value of what the driver gives."""


class RowUnreadable(ValueError):
    """A row holds what its column cannot: SQLite keeps whatever is written to its file."""


def _only(kind: type) -> Reader:
    def read(value: Any) -> Any:
        if value is None or type(value) is kind:
            return value
        raise RowUnreadable(f"{type(value).__name__}, not {kind.__name__}")

    return read


def _telling(read: Reader | None) -> Reader | None:
    """The same reader, saying in our words where there is nothing that it can read."""
    if read is None:
        return None

    def telling(value: Any) -> Any:
        try:
            return read(value)
        except (TypeError, ValueError) as error:
            raise RowUnreadable(str(error)) from error

    return telling


class _SqliteText(Text):
    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Reader:
        return _only(str)


class _SqliteInteger(Integer):
    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Reader:
        return _only(int)


class _SqliteDate(TypeDecorator[date]):
    impl = Date
    cache_ok = True

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Reader | None:
        return _telling(super().result_processor(dialect, coltype))


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: takes any aware datetime, gives it back aware and in UTC on both databases.

    SQLite has no time zones and keeps the UTC wall time, so that its text compares in order;
    PostgreSQL answers in the session's zone. A naive datetime is a ValueError: it names no instant.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value.isoformat()} has no time zone, so it names no instant")
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Reader | None:
        return _telling(super().result_processor(dialect, coltype))


class _SqliteJson(TypeDecorator[Any]):
    """A document: an object, or an array of them."""

    impl = JSON
    cache_ok = True

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Reader | None:
        read = _telling(super().result_processor(dialect, coltype))
        if read is None:
            return None

        def document(value: Any) -> Any:
            found = read(value)
            if found is None or isinstance(found, self.shape):
                return found
            raise RowUnreadable(f"{type(found).__name__}, no document")

        return document

    def __init__(self, shape: type) -> None:
        super().__init__()
        self.shape = shape


JSON_DOCUMENT = JSON().with_variant(JSONB(), "postgresql")
"""A document of whatever shape, in a database that is older than this version."""


def _json(shape: type) -> TypeEngine[Any]:
    return JSON_DOCUMENT.with_variant(_SqliteJson(shape), "sqlite")


Identifier: TypeAlias = Annotated[
    str,
    mapped_column(
        Text().with_variant(Text(collation="C"), "postgresql").with_variant(_SqliteText(), "sqlite")
    ),
]
"""What a row is found and listed by.

In bytewise order on both databases: pages come in one order everywhere, and an upgrade of the
operating system's locale data cannot silently reorder a PostgreSQL index.
"""
Document: TypeAlias = Annotated[Mapping[str, Any], mapped_column(_json(dict))]
"""A JSON object, of a shape that the schema does not know."""
Documents: TypeAlias = Annotated[Sequence[Mapping[str, Any]], mapped_column(_json(list))]
"""A JSON array of objects."""


class Base(DeclarativeBase):
    """A table. Statements are built from its columns; rows are read as plain values.

    Nothing is tracked: a fact is appended once and never changed, so a session would have nothing
    to do but cost time.
    """

    __table__: ClassVar[Table]

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text().with_variant(_SqliteText(), "sqlite"),
        int: Integer().with_variant(_SqliteInteger(), "sqlite"),
        date: Date().with_variant(_SqliteDate(), "sqlite"),
        bytes: LargeBinary(),
        datetime: UtcDateTime(),
    }
