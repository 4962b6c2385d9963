"""Drafts of tips; conversations keep the week of their last message, no longer its time."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_conversations = sa.table(
    "conversations", sa.column("sender", sa.String), sa.column("touched_at", _MOMENT)
)


def upgrade() -> None:
    """Create the table of drafts, and take days and times from conversations."""
    op.create_table(
        "tip_drafts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("touched_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tip_drafts"),
    )
    op.create_index("ix_tip_drafts_touched_at", "tip_drafts", ["touched_at"])
    connection = op.get_bind()
    for row in connection.execute(sa.select(_conversations)).all():
        day = row.touched_at.replace(hour=0, minute=0, second=0, microsecond=0)
        connection.execute(
            sa.update(_conversations)
            .where(_conversations.c.sender == row.sender)
            .values(touched_at=day - timedelta(days=day.weekday()))
        )


def downgrade() -> None:
    """Drop the table of drafts; the times of conversations are gone for good."""
    op.drop_table("tip_drafts")
