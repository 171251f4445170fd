"""The docket: what is owed under every agreement and on which days, for listing.

Empty at first: `python -m app migrate` then writes it from the facts on record.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None

KEY = ("agreement_id", "registration_id", "obligation_id", "first_day")
ORDER = ("due_on", "agreement_id", "registration_id", "obligation_id")


def upgrade() -> None:
    create_docket()
    create_docket_obligees()


def downgrade() -> None:
    op.drop_table("docket_obligees")
    op.drop_table("docket")


def create_docket() -> None:
    op.create_table(
        "docket",
        sa.Column("agreement_id", identifier(), nullable=False),
        sa.Column("registration_id", identifier(), nullable=False),
        sa.Column("obligation_id", identifier(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("tenant", identifier(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", identifier(), nullable=False),
        sa.Column("standard", identifier(), nullable=True),
        sa.Column("obligor", identifier(), nullable=False),
        sa.Column("clause", identifier(), nullable=False),
        sa.Column("obligation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_docket")),
    )
    op.create_index("ix_docket_due_on", "docket", ["tenant", *ORDER, "first_day", "last_day"])
    for filtered in ("status", "standard", "obligor", "clause"):
        columns = ["tenant", filtered, *ORDER, "first_day", "last_day"]
        op.create_index(f"ix_docket_{filtered}", "docket", columns)


def create_docket_obligees() -> None:
    op.create_table(
        "docket_obligees",
        sa.Column("agreement_id", identifier(), nullable=False),
        sa.Column("registration_id", identifier(), nullable=False),
        sa.Column("obligation_id", identifier(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("obligee", identifier(), nullable=False),
        sa.Column("tenant", identifier(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, "obligee", name=op.f("pk_docket_obligees")),
    )
    columns = ["tenant", "obligee", *ORDER, "first_day"]
    op.create_index("ix_docket_obligees_obligee", "docket_obligees", columns)


def identifier() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
