"""Webhooks: who is told what is in the outbox, how far, and every try.

Roles that could tell the outbox through which day it is told can send, and move how far.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | None = None
depends_on: str | None = None

MOVES = (
    "seed, digest, seed_before, before_until, removed_at, position, failures, failing_since,"
    " next_at, stopped, test_id, claim, claimed_until"
)


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", identifier(), nullable=False),
        sa.Column("tenant", identifier(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("agreement_id", identifier(), nullable=True),
        sa.Column("registration_kind", sa.Text(), nullable=True),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("seed_before", sa.Text(), nullable=True),
        sa.Column("before_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped", sa.Text(), nullable=True),
        sa.Column("test_id", sa.Text(), nullable=True),
        sa.Column("claim", sa.Text(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_webhooks_agreement_id_agreements"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["tenant"],
            ["tenants.id"],
            name=op.f("fk_webhooks_tenant_tenants"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_index("ix_webhooks_next_at", "webhooks", ["removed_at", "next_at"])
    op.create_table(
        "deliveries",
        sa.Column("webhook_id", identifier(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhooks.id"],
            name=op.f("fk_deliveries_webhook_id_webhooks"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("webhook_id", "number", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_tried_at"), "deliveries", ["tried_at"])
    if op.get_context().dialect.name == "postgresql":
        grant()


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_table("webhooks")


def grant() -> None:
    """Let whoever may say through which day everything is told say what was told to whom."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT DISTINCT grantee FROM information_schema.column_privileges"
            " WHERE table_schema = current_schema() AND table_name = 'told_days'"
            " AND column_name = 'through' AND privilege_type = 'UPDATE'"
            " AND grantee <> current_user"
        )
    )
    for grantee in found.scalars().all():
        role = "PUBLIC" if grantee == "PUBLIC" else f'"{grantee.replace(chr(34), chr(34) * 2)}"'
        op.execute(f"GRANT SELECT, INSERT ON webhooks, deliveries TO {role}")
        op.execute(f"GRANT UPDATE ({MOVES}) ON webhooks TO {role}")
        op.execute(f"GRANT DELETE ON deliveries TO {role}")


def identifier() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
