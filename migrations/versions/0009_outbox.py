"""The outbox: what has happened to what is owed, for other systems to be told.

Of the agreements that are there nothing is told of the past: their obligations are looked at from
today on. Roles that could write the record can write the outbox.

Revision ID: 0009
Revises: 0008
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("tenant", identifier(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", identifier(), nullable=False),
        sa.Column("kind", identifier(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreement_id", identifier(), nullable=False),
        sa.Column("registration_id", identifier(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", document(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "position", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_agreement_id", "outbox", ["agreement_id", "position"])
    op.create_index("ix_outbox_registration_id", "outbox", ["registration_id", "kind", "position"])
    op.create_table(
        "told_days",
        sa.Column("agreement_id", identifier(), nullable=False),
        sa.Column("tenant", identifier(), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_told_days")),
    )
    op.create_index("ix_told_days_tenant", "told_days", ["tenant", "look_on", "agreement_id"])
    op.execute(
        "INSERT INTO told_days (agreement_id, tenant, through, look_on)"
        " SELECT id, tenant, CURRENT_DATE, CURRENT_DATE FROM agreements"
    )
    if op.get_context().dialect.name == "postgresql":
        grant()


def downgrade() -> None:
    op.drop_table("told_days")
    op.drop_table("outbox")


def grant() -> None:
    """Let whoever may move the version of an agreement write what is told of it."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT DISTINCT grantee FROM information_schema.column_privileges"
            " WHERE table_schema = current_schema() AND table_name = 'agreements'"
            " AND column_name = 'version' AND privilege_type = 'UPDATE'"
            " AND grantee <> current_user"
        )
    )
    for grantee in found.scalars().all():
        role = "PUBLIC" if grantee == "PUBLIC" else f'"{grantee.replace(chr(34), chr(34) * 2)}"'
        op.execute(f"GRANT SELECT, INSERT ON outbox, told_days TO {role}")
        op.execute(f"GRANT UPDATE (through, look_on) ON told_days TO {role}")


def identifier() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def document() -> sa.types.TypeEngine[Any]:
    return sa.JSON().with_variant(JSONB(), "postgresql")
