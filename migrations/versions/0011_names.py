"""Who goes by which name under an agreement, kept beside the docket.

`python -m app migrate` then writes the names of the agreements that are there, from the facts on
record. Roles that could write the docket can write the names.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "docket_parties",
        sa.Column("agreement_id", identifier(), nullable=False),
        sa.Column("party", identifier(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", "party", name=op.f("pk_docket_parties")),
    )
    if op.get_context().dialect.name == "postgresql":
        grant()


def downgrade() -> None:
    op.drop_table("docket_parties")


def grant() -> None:
    """Let whoever may take lines off the docket write and take away the names beside them."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT DISTINCT grantee FROM information_schema.table_privileges"
            " WHERE table_schema = current_schema() AND table_name = 'docket'"
            " AND privilege_type = 'DELETE' AND grantee <> current_user"
        )
    )
    for grantee in found.scalars().all():
        role = "PUBLIC" if grantee == "PUBLIC" else f'"{grantee.replace(chr(34), chr(34) * 2)}"'
        op.execute(f"GRANT SELECT, INSERT, DELETE ON docket_parties TO {role}")


def identifier() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
