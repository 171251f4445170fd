"""The tables: the schema as SQLAlchemy Core knows it, the same for SQLite and PostgreSQL.

The migrations create them (`migrations/versions`), with the triggers that keep the record
append-only, and of an agreement everything but its version; a test asserts that the two
descriptions do not differ. `replies` are no part of the record: they are kept for a time and then
forgotten.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB
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


# Bytewise order on both databases: pages come in one order everywhere, and an upgrade of the
# operating system's locale data cannot silently reorder a PostgreSQL index.
Identifier = Text().with_variant(Text(collation="C"), "postgresql")
Document = JSON().with_variant(JSONB(), "postgresql")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

tenants = Table(
    "tenants",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("prefix", Identifier, primary_key=True),
    Column("tenant", Identifier, ForeignKey("tenants.id", ondelete="RESTRICT"), nullable=False),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("replaces", Identifier),
)

terms_documents = Table(
    "terms_documents",
    metadata,
    Column("hash", Identifier, primary_key=True),
    Column("document", Document, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
)

agreements = Table(
    "agreements",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("name", Text, nullable=False),
    Column("template", Text),
    Column("version", Integer, CheckConstraint("version >= 0", name="version"), nullable=False),
    Column("tenant", Identifier, nullable=False, server_default="default"),
    Index(None, "tenant", "id"),
)

registrations = Table(
    "registrations",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column(
        "agreement_id",
        Identifier,
        ForeignKey("agreements.id", ondelete="RESTRICT"),
        nullable=False,
    ),
    Column("kind", Text, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column(
        "agreement_id",
        Identifier,
        ForeignKey("agreements.id", ondelete="RESTRICT"),
        primary_key=True,
    ),
    Column(
        "position",
        Integer,
        CheckConstraint("position >= 1", name="position"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("fact_id", Identifier, nullable=False, unique=True),
    Column(
        "registration_id",
        Identifier,
        ForeignKey("registrations.id", ondelete="RESTRICT"),
        index=True,
    ),
    Column("kind", Text, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("payload", Document, nullable=False),
    # Each fact is linked to the one before it: `app.db.chain`.
    Column("predecessor", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

evaluations = Table(
    "evaluations",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column(
        "agreement_id",
        Identifier,
        ForeignKey("agreements.id", ondelete="RESTRICT"),
        nullable=False,
    ),
    Column("registration_id", Identifier, ForeignKey("registrations.id", ondelete="RESTRICT")),
    # The answer rests on the first `version` facts, the last of which has `record_hash`.
    Column("version", Integer, CheckConstraint("version >= 1", name="version"), nullable=False),
    Column("record_hash", Text, nullable=False),
    Column("question", Document, nullable=False),
    Column("terms_hash", Text, nullable=False),
    Column("service_version", Text, nullable=False),
    Column("calendars", Document, nullable=False),
    # Text, not a JSON type: an answer is kept to the byte.
    Column("answer", Text, nullable=False),
    Column("answer_hash", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("ix_evaluations_agreement_id", "agreement_id", "version"),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("action", Text, nullable=False),
    # What it was about, where that is no agreement.
    Column("subject", Text),
    Column("agreement_id", Identifier, ForeignKey("agreements.id", ondelete="RESTRICT")),
    Column("registration_id", Identifier, ForeignKey("registrations.id", ondelete="RESTRICT")),
    # The facts that the write appended; null when it appended none.
    Column("first_position", Integer),
    Column("last_position", Integer),
    Column("record_hash", Text),
    Column("evaluation_id", Identifier, ForeignKey("evaluations.id", ondelete="RESTRICT")),
    Column("evaluation_hash", Text),
    Column("hash", Text, nullable=False),
    Index("ix_audit_entries_agreement_id", "agreement_id", "last_position"),
)

# One chain through all writes, of whatever agreement and tenant, and of none: each link names an
# audit entry or a kept reply with its hash, and follows the link before it. A reply may be
# forgotten; its link stays.
chain_links = Table(
    "chain_links",
    metadata,
    Column(
        "position",
        Integer,
        CheckConstraint("position >= 1", name="position"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("kind", Text, nullable=False),
    # An entry by its id as it is stored, a reply by its scope and its key.
    Column("name", Identifier, nullable=False, index=True),
    Column("content", Text, nullable=False),
    Column("predecessor", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

# The signed lines that were made over all of it, as they were written elsewhere.
anchors = Table(
    "anchors",
    metadata,
    Column("hash", Identifier, primary_key=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("line", Text, nullable=False),
)

replies = Table(
    "replies",
    metadata,
    Column("scope", Identifier, primary_key=True),
    Column("key", Identifier, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Document, nullable=False),
    # Bytes, not a document: a repeated request gets the very bytes of the first answer.
    Column("body", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False, index=True),
)

# A projection: what is owed under every agreement, and on which days. `app.services.docket` writes
# it in the transaction that appends the facts, and can write all of it anew from them. Without
# foreign keys: they took half the time of writing it, and nothing it names is ever deleted.
docket = Table(
    "docket",
    metadata,
    Column("agreement_id", Identifier, primary_key=True),
    Column("registration_id", Identifier, primary_key=True),
    Column("obligation_id", Identifier, primary_key=True),
    Column("first_day", Date, primary_key=True),
    Column("last_day", Date, nullable=False),
    Column("tenant", Identifier, nullable=False),
    # The last day there is, where none is set: both databases then put it last.
    Column("due_on", Date, nullable=False),
    Column("status", Identifier, nullable=False),
    Column("standard", Identifier),
    Column("obligor", Identifier, nullable=False),
    Column("clause", Identifier, nullable=False),
    # JSON as text: it is compared and given back, and no statement looks into it.
    Column("obligation", Text, nullable=False),
)
DOCKET_ORDER = ("due_on", "agreement_id", "registration_id", "obligation_id")
for _filter in ((), ("status",), ("standard",), ("obligor",), ("clause",)):
    # The days come last, so that lines of other days are passed over within the index.
    Index(
        f"ix_docket_{(*_filter, 'due_on')[0]}",
        *(docket.c[name] for name in ("tenant", *_filter, *DOCKET_ORDER, "first_day", "last_day")),
    )

# An obligation may be owed to several, and is found by each of them.
docket_obligees = Table(
    "docket_obligees",
    metadata,
    Column("agreement_id", Identifier, primary_key=True),
    Column("registration_id", Identifier, primary_key=True),
    Column("obligation_id", Identifier, primary_key=True),
    Column("first_day", Date, primary_key=True),
    Column("obligee", Identifier, primary_key=True),
    Column("tenant", Identifier, nullable=False),
    Column("due_on", Date, nullable=False),
)
Index(
    "ix_docket_obligees_obligee",
    *(docket_obligees.c[name] for name in ("tenant", "obligee", *DOCKET_ORDER, "first_day")),
)
