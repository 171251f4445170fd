"""Access: tenants, their API keys, and whose each agreement is.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    tenants = op.create_table(
        "tenants",
        sa.Column("id", identifier(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants")),
    )
    op.execute(
        sa.insert(tenants).values(
            id="default", name="The first tenant", created_at=sa.func.current_timestamp()
        )
    )
    op.create_table(
        "api_keys",
        sa.Column("prefix", identifier(), nullable=False),
        sa.Column("tenant", identifier(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces", identifier(), nullable=True),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_api_keys")),
        sa.ForeignKeyConstraint(
            ["tenant"], ["tenants.id"], name=op.f("fk_api_keys_tenant_tenants"), ondelete="RESTRICT"
        ),
    )
    # Whose the agreements are that are there already. No reference to `tenants`: SQLite can add
    # such a column only by copying the table, to which the append-only facts refer.
    op.add_column(
        "agreements", sa.Column("tenant", identifier(), nullable=False, server_default="default")
    )
    op.create_index(op.f("ix_agreements_tenant"), "agreements", ["tenant", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_agreements_tenant"), "agreements")
    op.drop_column("agreements", "tenant")
    op.drop_table("api_keys")
    op.drop_table("tenants")


def identifier() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
