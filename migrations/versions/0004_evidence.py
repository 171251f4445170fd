"""The record as evidence: facts linked by hashes, answers kept, every write in the audit.

Facts already on record are linked as they stand, and one audit entry says so for each agreement:
from here on a change to them shows; what was changed before cannot.

Revision ID: 0004
Revises: 0003
"""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

# How hashes are made can never change: every record rests on it.
from app.db.evidence.chain import entry_hash, fact_hash, genesis

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None

APPEND_ONLY = ("registrations", "evaluations", "audit_entries")
IDENTITY = "id, name, template, tenant"


def upgrade() -> None:
    create_evaluations()
    create_audit_entries()
    add_links()
    link_what_is_there()
    require_links()
    refuse_changes(*APPEND_ONLY, "facts")
    refuse_another_identity()


def downgrade() -> None:
    let_change("registrations", "facts")
    drop_trigger("agreements_identity", "agreements")
    op.drop_table("audit_entries")
    op.drop_table("evaluations")
    for column in ("hash", "predecessor"):
        op.drop_column("facts", column)
    refuse_changes("facts")


def create_evaluations() -> None:
    op.create_table(
        "evaluations",
        sa.Column("id", identifier(), nullable=False),
        sa.Column("agreement_id", identifier(), nullable=False),
        sa.Column("registration_id", identifier(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record_hash", sa.Text(), nullable=False),
        sa.Column("question", document(), nullable=False),
        sa.Column("terms_hash", sa.Text(), nullable=False),
        sa.Column("service_version", sa.Text(), nullable=False),
        sa.Column("calendars", document(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluations")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_evaluations_version")),
        *belongs_to("evaluations", agreement_id="agreements", registration_id="registrations"),
    )
    op.create_index(op.f("ix_evaluations_agreement_id"), "evaluations", ["agreement_id", "version"])


def create_audit_entries() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", identifier(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("agreement_id", identifier(), nullable=True),
        sa.Column("registration_id", identifier(), nullable=True),
        sa.Column("first_position", sa.Integer(), nullable=True),
        sa.Column("last_position", sa.Integer(), nullable=True),
        sa.Column("record_hash", sa.Text(), nullable=True),
        sa.Column("evaluation_id", identifier(), nullable=True),
        sa.Column("evaluation_hash", sa.Text(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        *belongs_to(
            "audit_entries",
            agreement_id="agreements",
            registration_id="registrations",
            evaluation_id="evaluations",
        ),
    )
    op.create_index(
        op.f("ix_audit_entries_agreement_id"), "audit_entries", ["agreement_id", "last_position"]
    )


def belongs_to(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column],
            [f"{target}.id"],
            name=op.f(f"fk_{table}_{column}_{target}"),
            ondelete="RESTRICT",
        )
        for column, target in targets.items()
    ]


def add_links() -> None:
    let_change("facts")
    for column in ("predecessor", "hash"):
        op.add_column("facts", sa.Column(column, sa.Text(), nullable=True))


def require_links() -> None:
    with op.batch_alter_table("facts") as batch:
        for column in ("predecessor", "hash"):
            batch.alter_column(column, existing_type=sa.Text(), nullable=False)


def link_what_is_there() -> None:
    connection = op.get_bind()
    for agreement in connection.execute(sa.select(AGREEMENTS)).all():
        head = link_facts(connection, agreement)
        if agreement.version:
            connection.execute(AUDIT_ENTRIES.insert(), linked_entry(agreement, head))


def link_facts(connection: sa.Connection, agreement: sa.Row[Any]) -> str:
    head = genesis(as_written(agreement.id), agreement.name, agreement.template)
    for position in range(1, agreement.version + 1):
        here = (FACTS.c.agreement_id == agreement.id, FACTS.c.position == position)
        fact = connection.execute(sa.select(FACTS).where(*here)).mappings().one()
        linked = {
            **fact,
            "agreement_id": as_written(fact["agreement_id"]),
            "registration_id": fact["registration_id"] and as_written(fact["registration_id"]),
            "recorded_at": in_utc(fact["recorded_at"]),
            "predecessor": head,
        }
        head = fact_hash(linked)
        connection.execute(
            FACTS.update().where(*here).values(predecessor=linked["predecessor"], hash=head)
        )
    return head


def linked_entry(agreement: sa.Row[Any], head: str) -> dict[str, Any]:
    entry = {
        "id": uuid4().hex,
        "recorded_at": datetime.now(UTC),
        "actor": "migration 0005",
        "request_id": "migration-0005",
        "action": "record_linked",
        "subject": None,
        "agreement_id": as_written(agreement.id),
        "registration_id": None,
        "first_position": 1,
        "last_position": agreement.version,
        "record_hash": head,
        "evaluation_id": None,
        "evaluation_hash": None,
    }
    return {**entry, "hash": entry_hash(entry), "agreement_id": agreement.id}


def as_written(stored: str) -> str:
    # An identifier is stored with its tenant in front, and hashed as the tenant writes it.
    return stored.rpartition(":")[2]


def in_utc(moment: datetime) -> datetime:
    # SQLite keeps no zone, and the service stores UTC.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


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


def refuse_another_identity() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            f"""
            CREATE TRIGGER agreements_identity BEFORE UPDATE OF {IDENTITY} ON agreements
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
            """
        )
    else:
        op.execute(
            f"""
            CREATE TRIGGER agreements_identity BEFORE UPDATE OF {IDENTITY} ON agreements
            BEGIN SELECT RAISE(ABORT, 'the identity of agreements is append-only'); END
            """
        )


def let_change(*tables: str) -> None:
    for table in tables:
        if op.get_context().dialect.name == "postgresql":
            drop_trigger(f"{table}_append_only", table)
        else:
            drop_trigger(f"{table}_no_update", table)
            drop_trigger(f"{table}_no_delete", table)


def drop_trigger(name: str, table: str) -> None:
    postgresql = op.get_context().dialect.name == "postgresql"
    op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")


def identifier() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def document() -> sa.types.TypeEngine[Any]:
    return sa.JSON().with_variant(JSONB(), "postgresql")


# What the tables were when this was written, as far as it is needed here.
_TABLES = sa.MetaData()
AGREEMENTS = sa.Table(
    "agreements",
    _TABLES,
    sa.Column("id", sa.Text()),
    sa.Column("name", sa.Text()),
    sa.Column("template", sa.Text()),
    sa.Column("version", sa.Integer()),
)
FACTS = sa.Table(
    "facts",
    _TABLES,
    sa.Column("agreement_id", sa.Text()),
    sa.Column("position", sa.Integer()),
    sa.Column("fact_id", sa.Text()),
    sa.Column("registration_id", sa.Text()),
    sa.Column("kind", sa.Text()),
    sa.Column("occurred_on", sa.Date()),
    sa.Column("recorded_at", sa.DateTime(timezone=True)),
    sa.Column("schema_version", sa.Integer()),
    sa.Column("payload", document()),
    sa.Column("predecessor", sa.Text()),
    sa.Column("hash", sa.Text()),
)
AUDIT_ENTRIES = sa.Table(
    "audit_entries",
    _TABLES,
    *(sa.Column(name, sa.Text()) for name in ("id", "actor", "request_id", "action", "subject")),
    *(sa.Column(name, sa.Text()) for name in ("agreement_id", "registration_id", "record_hash")),
    *(sa.Column(name, sa.Text()) for name in ("evaluation_id", "evaluation_hash", "hash")),
    *(sa.Column(name, sa.Integer()) for name in ("first_position", "last_position")),
    sa.Column("recorded_at", sa.DateTime(timezone=True)),
)
