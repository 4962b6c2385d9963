"""Forwardings on their way to a backend, and the register that is the backend of a fresh start."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of forwarding and of the register."""
    op.create_table(
        "forwardings",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("tip", sa.String(64), nullable=False),
        sa.Column("target", sa.String(50), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("backend", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("package", sa.LargeBinary, nullable=False),
        sa.Column("reference", sa.LargeBinary, nullable=False),
        sa.Column("mark", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_forwardings"),
    )
    for column in ("tip", "due_at", "mark"):
        op.create_index(f"ix_forwardings_{column}", "forwardings", [column])
    op.create_table(
        "register_years",
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_register_years"),
    )
    op.create_table(
        "register_entries",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_register_entries"),
        sa.UniqueConstraint("year", "number", name="uq_register_entries_year_number"),
    )
    op.create_index("ix_register_entries_day", "register_entries", ["day"])


def downgrade() -> None:
    """Drop the tables of forwarding and of the register."""
    for table in ("register_entries", "register_years", "forwardings"):
        op.drop_table(table)
