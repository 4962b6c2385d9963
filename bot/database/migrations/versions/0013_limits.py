"""Counts against floods and guessing, and the keys of their days."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; on SQLite the rows lie in the order of their hashes."""
    op.create_table(
        "limit_keys",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_limit_keys"),
    )
    op.create_table(
        "limits",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_limits"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_limits_day", "limits", ["day"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("limits", "limit_keys"):
        op.drop_table(table)
