"""What all tables have in common: names, and how each type is stored on the two databases."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, TypeAlias

from sqlalchemy import JSON, DateTime, Dialect, LargeBinary, MetaData, Table, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column
from typing_extensions import override


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


JSON_DOCUMENT = JSON().with_variant(JSONB(), "postgresql")

Identifier: TypeAlias = Annotated[
    str, mapped_column(Text().with_variant(Text(collation="C"), "postgresql"))
]
"""What a row is found and listed by.

In bytewise order on both databases: pages come in one order everywhere, and an upgrade of the
operating system's locale data cannot silently reorder a PostgreSQL index.
"""
Document: TypeAlias = Annotated[Mapping[str, Any], mapped_column(JSON_DOCUMENT)]
"""A JSON object, of a shape that the schema does not know."""
Documents: TypeAlias = Annotated[Sequence[Mapping[str, Any]], mapped_column(JSON_DOCUMENT)]
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
        str: Text(),
        bytes: LargeBinary(),
        datetime: UtcDateTime(),
    }
