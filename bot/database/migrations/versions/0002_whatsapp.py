"""Menus that were made at Twilio, and what became of messages sent by it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the WhatsApp channel."""
    op.create_table(
        "templates",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("sid", sa.String(34), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_templates"),
    )
    op.create_table(
        "deliveries",
        sa.Column("message", sa.String(32), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("code", sa.Integer, nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("message", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_noted_at", "deliveries", ["noted_at"])


def downgrade() -> None:
    """Drop the tables of the WhatsApp channel."""
    op.drop_table("deliveries")
    op.drop_table("templates")
