"""What a database of any revision holds of terms and facts, read before its schema is moved.

Only columns that every revision has are read. Nothing is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, Row, Text, column, inspect, select, table

from app.db.models.base import JSON_DOCUMENT
from app.db.statements import Pages

_TERMS = table("terms_documents", column("hash", Text), column("document", JSON_DOCUMENT))
_FACTS = table(
    "facts",
    column("agreement_id", Text),
    column("position", Integer),
    column("schema_version", Integer),
    column("payload", JSON_DOCUMENT),
)
_ALL_TERMS = Pages(select(_TERMS.c.hash, _TERMS.c.document), _TERMS.c.hash)
_ALL_FACTS = Pages(select(*_FACTS.c), _FACTS.c.agreement_id, _FACTS.c.position)


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
    yield from _ALL_TERMS.rows(connection)


def facts(connection: Connection) -> Iterator[OldFact]:
    """Every fact, in the order of each record."""
    yield from (OldFact(*row) for row in _ALL_FACTS.rows(connection))
