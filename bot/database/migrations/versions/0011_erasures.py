"""Erasures in the order of their random ids, and without those that were done."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_INDEXED = ("owner", "due_at", "noted_at")


def upgrade() -> None:
    """Delete what was settled and take owners from what is pending; SQLite lays the rest by id."""
    op.execute("DELETE FROM erasures WHERE state NOT IN ('kept', 'pending')")
    op.execute("UPDATE erasures SET owner = '' WHERE state = 'pending'")
    _laid_again(by_row_number=False)


def downgrade() -> None:
    """Lay the rows as they came."""
    _laid_again(by_row_number=True)


def _laid_again(*, by_row_number: bool) -> None:
    """Move the rows to a table that keeps them so; PostgreSQL knows one kind only."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for column in _INDEXED:
        op.drop_index(f"ix_erasures_{column}", "erasures")
    op.rename_table("erasures", "erasures_before")
    op.create_table(
        "erasures",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("copy", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
        sqlite_with_rowid=by_row_number,
    )
    op.execute("INSERT INTO erasures SELECT * FROM erasures_before ORDER BY id")
    op.drop_table("erasures_before")
    for column in _INDEXED:
        op.create_index(f"ix_erasures_{column}", "erasures", [column])
