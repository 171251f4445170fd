"""What a database of any revision holds of terms and facts, read before its schema is moved.

Only columns that every revision has are read. Nothing is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, Row, Text, column, inspect, select, table, text

from app.db.models.base import JSON_DOCUMENT

_TERMS = table("terms_documents", column("hash", Text), column("document", JSON_DOCUMENT))
_FACTS = table(
    "facts",
    column("agreement_id", Text),
    column("position", Integer),
    column("schema_version", Integer),
    column("payload", JSON_DOCUMENT),
)


@dataclass(frozen=True, slots=True)
class OldFact:
    """A fact as it is stored, with its agreement's id as it is stored."""

    agreement_id: str
    position: int
    schema_version: int
    payload: Any


def is_there(connection: Connection) -> bool:
    """Whether there are tables of ours at all."""
    return inspect(connection).has_table("facts")


def terms(connection: Connection) -> Iterator[Row[Any, Any]]:
    """Every terms document, with its hash."""
    yield from connection.execute(select(_TERMS.c.hash, _TERMS.c.document))


def facts(connection: Connection) -> Iterator[OldFact]:
    """Every fact, in the order of each record."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
    asked = select(*_FACTS.c).order_by(_FACTS.c.agreement_id, _FACTS.c.position)
    yield from (OldFact(*row) for row in connection.execute(asked))
