"""Entries of the audit that go along with a record follow one another, in every export.

What is on record already stays as it is, its hashes too. The next entry about each record follows
all that are there.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("audit_entries", sa.Column("predecessor", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("audit_entries", "predecessor")
