"""One chain through all writes: audit entries and kept replies, of agreements, keys, imports.

What is on record already is linked as it stands, in the order of its instants, and each key and
each tenant but the first gets an entry with the hash of its row: from here on a change to them
shows; what was changed before cannot. Anchors are kept beside it.

Revision ID: 0006
Revises: 0005
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

# How hashes are made can never change: every record rests on it.
from app.db.evidence.chain import (
    CHAIN_BEGINS,
    entry_hash,
    key_hash,
    link_hash,
    reply_hash,
    tenant_hash,
)

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None

APPEND_ONLY = ("chain_links", "anchors")
AT_ONCE = 500


def upgrade() -> None:
    create_chain_links()
    create_anchors()
    enter_what_is_there()
    link_what_is_there()
    refuse_changes(*APPEND_ONLY)


def downgrade() -> None:
    op.drop_table("anchors")
    op.drop_table("chain_links")


def create_chain_links() -> None:
    op.create_table(
        "chain_links",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", identifier(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("predecessor", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_chain_links")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_chain_links_position")),
    )
    op.create_index(op.f("ix_chain_links_name"), "chain_links", ["name"])


def create_anchors() -> None:
    op.create_table(
        "anchors",
        sa.Column("hash", identifier(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_anchors")),
    )


def enter_what_is_there() -> None:
    """Enter every tenant but the first, and every key, with the hash of its row."""
    connection = op.get_bind()
    tenants = connection.execute(sa.select(TENANTS).where(TENANTS.c.id != "default")).mappings()
    keys = connection.execute(sa.select(API_KEYS)).mappings()
    entries = [
        *(linked("tenant_linked", row["id"], tenant_hash(in_utc(row))) for row in tenants.all()),
        *(linked("key_linked", row["prefix"], key_hash(in_utc(row))) for row in keys.all()),
    ]
    if entries:
        connection.execute(AUDIT_ENTRIES.insert(), entries)


def linked(action: str, subject: str, record_hash: str) -> dict[str, Any]:
    entry: dict[str, Any] = dict.fromkeys(column.name for column in AUDIT_ENTRIES.c)
    entry |= {
        "id": uuid4().hex,
        "recorded_at": datetime.now(UTC),
        "actor": "migration 0006",
        "request_id": "migration-0006",
        "action": action,
        "subject": subject,
        "record_hash": record_hash,
    }
    return {**entry, "hash": entry_hash(entry)}


def link_what_is_there() -> None:
    connection = op.get_bind()
    head, links = CHAIN_BEGINS, []
    for position, (kind, name, content) in enumerate(to_be_linked(connection), 1):
        link = {
            "position": position,
            "kind": kind,
            "name": name,
            "content": content,
            "predecessor": head,
        }
        head = link_hash(link)
        links.append({**link, "hash": head})
    for start in range(0, len(links), AT_ONCE):
        connection.execute(CHAIN_LINKS.insert(), links[start : start + AT_ONCE])


def to_be_linked(connection: sa.Connection) -> Iterator[tuple[str, str, str]]:
    entries, replies = AUDIT_ENTRIES.c, REPLIES.c
    entered = sa.select(entries.id, entries.hash).order_by(entries.recorded_at, entries.id)
    for name, content in connection.execute(entered).all():
        yield "entry", name, content
    kept = sa.select(REPLIES).order_by(replies.created_at, replies.scope, replies.key)
    for row in connection.execute(kept).mappings():
        yield "reply", f"{row['scope']} {row['key']}", reply_hash(in_utc(row))


def in_utc(row: sa.RowMapping) -> dict[str, Any]:
    # SQLite keeps no zone, and the service stores UTC.
    return {
        name: value.replace(tzinfo=UTC)
        if isinstance(value, datetime) and value.tzinfo is None
        else value
        for name, value in row.items()
    }


def refuse_changes(*tables: str) -> None:
    for table in tables:
        if op.get_context().dialect.name == "postgresql":
            op.execute(
                f"""
                CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
                """
            )
            continue
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"""
                CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
                """
            )


def identifier() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


# What the tables were when this was written, as far as it is needed here.
_TABLES = sa.MetaData()
MOMENT = sa.DateTime(timezone=True)


def texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text()) for name in names]


TENANTS = sa.Table("tenants", _TABLES, *texts("id", "name"), sa.Column("created_at", MOMENT))
API_KEYS = sa.Table(
    "api_keys",
    _TABLES,
    *texts("prefix", "tenant", "name", "digest", "scopes", "replaces"),
    *(sa.Column(name, MOMENT) for name in ("created_at", "expires_at", "revoked_at")),
)
REPLIES = sa.Table(
    "replies",
    _TABLES,
    *texts("scope", "key", "fingerprint"),
    sa.Column("status", sa.Integer()),
    sa.Column("headers", sa.JSON()),
    sa.Column("body", sa.LargeBinary()),
    sa.Column("created_at", MOMENT),
)
AUDIT_ENTRIES = sa.Table(
    "audit_entries",
    _TABLES,
    *texts("id", "actor", "request_id", "action", "subject", "agreement_id", "registration_id"),
    *texts("record_hash", "evaluation_id", "evaluation_hash", "hash"),
    *(sa.Column(name, sa.Integer()) for name in ("first_position", "last_position")),
    sa.Column("recorded_at", MOMENT),
)
CHAIN_LINKS = sa.Table(
    "chain_links",
    _TABLES,
    sa.Column("position", sa.Integer()),
    *texts("kind", "name", "content", "predecessor", "hash"),
)
