"""Broadcasts, and what becomes of them for each recipient."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of broadcasts."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("audience", sa.LargeBinary, nullable=False),
        sa.Column("starts_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("author", sa.String(36), nullable=False),
        sa.Column("approver", sa.String(36), nullable=False),
        sa.Column("approved", sa.String(64), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
    )
    op.create_index("ix_broadcasts_state", "broadcasts", ["state"])
    op.create_table(
        "ledger",
        sa.Column("broadcast", sa.String(36), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("chunk", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("copy", sa.String(32), nullable=False),
        sa.Column("due_at", moment),
        sa.PrimaryKeyConstraint("broadcast", "person", name="pk_ledger"),
    )
    op.create_index("ix_ledger_copy", "ledger", ["copy"])
    op.create_index("ix_ledger_chunk", "ledger", ["broadcast", "channel", "chunk", "outcome"])
    op.create_table(
        "chunks",
        sa.Column("broadcast", sa.String(36), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("holder", sa.String(36), nullable=False),
        sa.Column("leased_until", moment),
        sa.PrimaryKeyConstraint("broadcast", "channel", "number", name="pk_chunks"),
    )


def downgrade() -> None:
    """Drop the tables of broadcasts."""
    op.drop_table("chunks")
    op.drop_table("ledger")
    op.drop_table("broadcasts")
