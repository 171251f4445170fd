"""The docket in drawers: a list as of a day reads those lines alone that may stand on it.

What was listed is taken away: `python -m app migrate` then writes it anew from the facts on record.
An agreement says when it last moved. Roles that could write the docket can write it as it is now.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | None = None
depends_on: str | None = None

ORDER = ("due_on", "agreement_id", "registration_id", "obligation_id")
DAYS = ("first_day", "last_day")
FOUND_BY = {
    "docket": (
        ("drawer",),
        ("drawer", "obligor"),
        ("kind_drawer",),
        ("kind_drawer", "obligor"),
    ),
    "docket_obligees": (
        ("drawer", "obligee"),
        ("drawer", "obligee", "obligor"),
        ("kind_drawer", "obligee"),
    ),
}
OF_AN_AGREEMENT = {
    "docket": (
        *("agreement_id", "due_on", "registration_id", "obligation_id", *DAYS),
        *("status", "standard", "clause", "obligor"),
    ),
    "docket_obligees": (
        *("agreement_id", "obligee", "due_on", "registration_id", "obligation_id", *DAYS),
    ),
}
FOUND_BY_BEFORE = ("due_on", "status", "standard", "obligor", "clause")


def upgrade() -> None:
    op.add_column("agreements", sa.Column("recorded_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE agreements SET recorded_at = (SELECT recorded_at FROM facts"
        " WHERE facts.agreement_id = agreements.id AND facts.position = agreements.version)"
    )
    create_drawers()
    empty()
    for name in FOUND_BY_BEFORE:
        op.drop_index(f"ix_docket_{name}", "docket")
    op.drop_index("ix_docket_obligees_obligee", "docket_obligees")
    op.add_column("docket", sa.Column("registration_kind", sa.Text()))
    op.add_column("docket_obligees", sa.Column("last_day", sa.Date(), nullable=False))
    op.add_column("docket_obligees", sa.Column("obligor", identifier(), nullable=False))
    for table, all_found_by in FOUND_BY.items():
        for name in ("drawer", "kind_drawer"):
            op.add_column(table, sa.Column(name, sa.BigInteger(), nullable=False))
        for found_by in all_found_by:
            columns = [*found_by, *ORDER, *DAYS]
            op.create_index(f"ix_{table}_{'_'.join(found_by)}", table, columns)
        op.create_index(f"ix_{table}_agreement_id", table, list(OF_AN_AGREEMENT[table]))
    if op.get_context().dialect.name == "postgresql":
        grant_what_follows()


def downgrade() -> None:
    empty()
    for table, all_found_by in FOUND_BY.items():
        op.drop_index(f"ix_{table}_agreement_id", table)
        for found_by in all_found_by:
            op.drop_index(f"ix_{table}_{'_'.join(found_by)}", table)
        for name in ("drawer", "kind_drawer"):
            op.drop_column(table, name)
    op.drop_column("docket", "registration_kind")
    op.drop_column("docket_obligees", "last_day")
    op.drop_column("docket_obligees", "obligor")
    for name in FOUND_BY_BEFORE:
        found_by = () if name == "due_on" else (name,)
        op.create_index(f"ix_docket_{name}", "docket", ["tenant", *found_by, *ORDER, *DAYS])
    op.create_index(
        "ix_docket_obligees_obligee",
        "docket_obligees",
        ["tenant", "obligee", *ORDER, "first_day"],
    )
    op.drop_table("docket_drawers")
    op.drop_column("agreements", "recorded_at")


def create_drawers() -> None:
    op.create_table(
        "docket_drawers",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tenant", identifier(), nullable=False),
        sa.Column("status", identifier(), nullable=True),
        sa.Column("standard", identifier(), nullable=True),
        sa.Column("clause", identifier(), nullable=True),
        sa.Column("stands_from", sa.Date(), nullable=False),
        sa.Column("stands_through", sa.Date(), nullable=False),
        sa.Column("ahead", sa.Integer(), nullable=True),
        sa.Column("behind", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_docket_drawers")),
    )
    op.create_index(op.f("ix_docket_drawers_tenant"), "docket_drawers", ["tenant", "status"])


def empty() -> None:
    op.execute("DELETE FROM docket_obligees")
    op.execute("DELETE FROM docket")


def grant_what_follows() -> None:
    """Let whoever may move the end of a line, or a version, move what now goes with it."""
    moved = "(last_day, drawer, kind_drawer)"
    for table, column, grants in (
        ("docket", "last_day", (f"UPDATE {moved} ON docket", f"UPDATE {moved} ON docket_obligees")),
        ("docket", "last_day", ("SELECT, INSERT ON docket_drawers",)),
        ("agreements", "version", ("UPDATE (recorded_at) ON agreements",)),
    ):
        found = op.get_bind().execute(
            sa.text(
                "SELECT DISTINCT grantee FROM information_schema.column_privileges"
                " WHERE table_schema = current_schema() AND table_name = :table"
                " AND column_name = :column AND privilege_type = 'UPDATE'"
                " AND grantee <> current_user"
            ),
            {"table": table, "column": column},
        )
        for grantee in found.scalars().all():
            role = "PUBLIC" if grantee == "PUBLIC" else f'"{grantee.replace(chr(34), chr(34) * 2)}"'
            for grant in grants:
                op.execute(f"GRANT {grant} TO {role}")


def identifier() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
