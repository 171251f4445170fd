"""All SQL of anchors: the lines kept, and what a line is made over. Commits nothing.

An anchor is over everything, whoever's it is: names go out as they are stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, insert, select

from app.db.models import (
    Agreement,
    Anchor,
    ApiKey,
    AuditEntry,
    ChainLink,
    Evaluation,
    Fact,
    Registration,
    Tenant,
    TermsDocument,
)
from app.db.statements import select_as


@dataclass(frozen=True, slots=True)
class AnchorRow:
    """A line that was made, known by the hash of what it signs."""

    hash: str
    made_at: datetime
    line: str


@dataclass(frozen=True, slots=True)
class AgreementEnd:
    """Where the record of an agreement ends: the number of its facts, and the hash of the last."""

    stored_id: str
    facts: int
    head: str


_ENDS = (
    select(Agreement.id, Agreement.version, Fact.hash)
    .join_from(
        Agreement,
        Fact,
        and_(Fact.agreement_id == Agreement.id, Fact.position == Agreement.version),
        isouter=True,
    )
    .order_by(Agreement.id)
)
_FACT_HASHES = (
    select(Fact.hash).where(Fact.agreement_id == bindparam("of_agreement")).order_by(Fact.position)
)
# Which entries a chain of so many links names, by agreement.
_ENTRIES = (
    select(AuditEntry.agreement_id, AuditEntry.hash)
    .join(ChainLink, and_(ChainLink.name == AuditEntry.id, ChainLink.kind == "entry"))
    .where(ChainLink.position <= bindparam("links"))
    .order_by(ChainLink.position)
)
_LATEST = select_as(AnchorRow, Anchor).order_by(Anchor.made_at.desc(), Anchor.hash)


class Anchors:
    """The anchors, within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, row: AnchorRow) -> None:
        """Store a line; IntegrityError where it is stored already."""
        values = {"hash": row.hash, "made_at": row.made_at, "line": row.line}
        self._connection.execute(insert(Anchor), values)

    def latest(self, limit: int) -> list[AnchorRow]:
        """Give the lines made last, the last first."""
        return [AnchorRow(*row) for row in self._connection.execute(_LATEST.limit(limit))]

    def all(self) -> Iterator[AnchorRow]:
        """Give every line, the last made first."""
        yield from (AnchorRow(*row) for row in self._connection.execute(_LATEST))

    def ends(self) -> Iterator[AgreementEnd]:
        """Give the end of every record, by the ids as they are stored."""
        for stored_id, version, head in self._connection.execute(_ENDS):
            yield AgreementEnd(stored_id, version, head or "")

    def fact_hashes(self, stored_id: str) -> Sequence[str]:
        """Give the hashes of an agreement's facts, in order."""
        return self._connection.scalars(_FACT_HASHES, {"of_agreement": stored_id}).all()

    def entries(self, links: int) -> Iterator[Row[Any, Any]]:
        """Give the entries within the first links of the chain: agreement and hash, in order."""
        yield from self._connection.execute(_ENTRIES, {"links": links})

    def counts(self) -> dict[str, int]:
        """Give the number of rows of everything that is kept for good."""
        counted: dict[str, Select[Any]] = {
            model.__tablename__: select(func.count()).select_from(model)
            for model in (
                Tenant,
                ApiKey,
                TermsDocument,
                Agreement,
                Registration,
                Fact,
                Evaluation,
                AuditEntry,
            )
        }
        return {name: self._connection.scalar(each) for name, each in counted.items()}
