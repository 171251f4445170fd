"""All SQL of anchors: the lines kept, and what a line is made over. Commits nothing.

An anchor is over the records of all tenants: names go out as they are stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, insert, or_, select

from app.db.evidence.journal import IMPORTED
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
from app.db.statements import AnyRow, Pages, select_as


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


_ENDS = select(Agreement.id, Agreement.version, Fact.hash).join_from(
    Agreement,
    Fact,
    and_(Fact.agreement_id == Agreement.id, Fact.position == Agreement.version),
    isouter=True,
)
_EVERY_END = Pages(_ENDS, Agreement.__table__.c.id)
_END_OF = _ENDS.where(Agreement.id == bindparam("of_agreement"))
_OF_AN_AGREEMENT = Fact.agreement_id == bindparam("of_agreement")
_FACT_COUNT = select(func.count()).select_from(Fact).where(_OF_AN_AGREEMENT)
_NTH_HASH = (
    select(Fact.hash)
    .where(_OF_AN_AGREEMENT)
    .order_by(Fact.position)
    .limit(1)
    .offset(bindparam("before"))
)
# Which entries about an agreement a chain of so many links names.
_ENTRIES = Pages(
    select(ChainLink.position, AuditEntry.hash)
    .join(AuditEntry, and_(ChainLink.name == AuditEntry.id, ChainLink.kind == "entry"))
    .where(
        AuditEntry.agreement_id == bindparam("of_agreement"),
        ChainLink.position <= bindparam("links"),
    ),
    ChainLink.__table__.c.position,
)
_LAST_ALONG = (
    select(AuditEntry.hash)
    .where(
        AuditEntry.agreement_id == bindparam("of_agreement"),
        or_(AuditEntry.first_position.is_not(None), AuditEntry.action == IMPORTED),
    )
    .order_by(AuditEntry.recorded_at.desc(), AuditEntry.id.desc())
    .limit(1)
)
_LINES = select_as(AnchorRow, Anchor)
# One line is over everything: it may be long.
_EVERY_LINE = Pages(_LINES, Anchor.__table__.c.hash, at_once=1)
_LINE = _LINES.where(Anchor.hash == bindparam("wanted"))
_LATEST = select(Anchor.hash).order_by(Anchor.made_at.desc(), Anchor.hash)


class Anchors:
    """The anchors, within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, row: AnchorRow) -> None:
        """Store a line; IntegrityError where it is stored already."""
        values = {"hash": row.hash, "made_at": row.made_at, "line": row.line}
        self._connection.execute(insert(Anchor), values)

    def latest(self) -> Sequence[str]:
        """Give the names of all lines, that of the last made first."""
        return self._connection.scalars(_LATEST).all()

    def line(self, name: str) -> AnchorRow:
        """Give the line of that name."""
        return AnchorRow(*self._connection.execute(_LINE, {"wanted": name}).one())

    def all(self) -> Iterator[AnchorRow]:
        """Give every line, one at a time, in no order that means anything."""
        yield from (AnchorRow(*row) for row in _EVERY_LINE.rows(self._connection))

    def ends(self) -> Iterator[AgreementEnd]:
        """Give the end of every record, by the ids as they are stored."""
        yield from map(_end, _EVERY_END.rows(self._connection))

    def end(self, stored_id: str) -> AgreementEnd | None:
        """Give the end of an agreement's record; None if there is no such agreement."""
        row = self._connection.execute(_END_OF, {"of_agreement": stored_id}).one_or_none()
        return _end(row) if row else None

    def fact_count(self, stored_id: str) -> int:
        """Give the number of facts there are of an agreement."""
        return self._connection.execute(_FACT_COUNT, {"of_agreement": stored_id}).scalar_one()

    def nth_hash(self, stored_id: str, nth: int) -> str | None:
        """Give the hash of an agreement's nth fact in order, from 1."""
        asked = {"of_agreement": stored_id, "before": nth - 1}
        return self._connection.scalar(_NTH_HASH, asked)

    def entries(self, stored_id: str, links: int) -> Iterator[str]:
        """Give the hashes of an agreement's entries within the first links of the chain."""
        for _, found in _ENTRIES.rows(self._connection, of_agreement=stored_id, links=links):
            yield found

    def last_along(self, stored_id: str) -> str | None:
        """Give the hash of the last entry about an agreement that goes along with its record."""
        return self._connection.scalar(_LAST_ALONG, {"of_agreement": stored_id})

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


def _end(row: AnyRow) -> AgreementEnd:
    stored_id, version, head = row
    return AgreementEnd(stored_id, version, head or "")
