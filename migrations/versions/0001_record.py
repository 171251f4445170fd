"""The record: agreements, registrations, facts and terms documents, append-only where it matters.

Revision ID: 0001
Revises:
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

APPEND_ONLY = ("facts", "terms_documents")


def upgrade() -> None:
    create_terms_documents()
    create_agreements()
    create_registrations()
    create_facts()
    if op.get_context().dialect.name == "postgresql":
        refuse_changes_on_postgresql()
    else:
        refuse_changes_on_sqlite()


def downgrade() -> None:
    op.drop_table("facts")
    op.drop_table("registrations")
    op.drop_table("agreements")
    op.drop_table("terms_documents")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def create_terms_documents() -> None:
    op.create_table(
        "terms_documents",
        sa.Column("hash", identifier(), nullable=False),
        sa.Column("document", document(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_terms_documents")),
    )


def create_agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", identifier(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_agreements_version")),
    )


def create_registrations() -> None:
    op.create_table(
        "registrations",
        sa.Column("id", identifier(), nullable=False),
        sa.Column("agreement_id", identifier(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_registrations_agreement_id_agreements"),
            ondelete="RESTRICT",
        ),
    )


def create_facts() -> None:
    op.create_table(
        "facts",
        sa.Column("agreement_id", identifier(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_id", identifier(), nullable=False),
        sa.Column("registration_id", identifier(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("payload", document(), nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", "position", name=op.f("pk_facts")),
        sa.UniqueConstraint("fact_id", name=op.f("uq_facts_fact_id")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_facts_position")),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_facts_agreement_id_agreements"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_facts_registration_id_registrations"),
            ondelete="RESTRICT",
        ),
    )
    op.create_index(op.f("ix_facts_registration_id"), "facts", ["registration_id"])


def refuse_changes_on_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END
        $$
        """
    )
    for table in APPEND_ONLY:
        # Per statement: TRUNCATE has no rows, and a change that matches none is refused as well.
        op.execute(
            f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
            """
        )


def refuse_changes_on_sqlite() -> None:
    for table in APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"""
                CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
                """
            )


def identifier() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def document() -> sa.types.TypeEngine[Any]:
    return sa.JSON().with_variant(JSONB(), "postgresql")
