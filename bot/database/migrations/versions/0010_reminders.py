"""How texts stand that WhatsApp must approve, pictures, and what stays of broadcasts."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of approvals, totals and illustrations."""
    op.create_table(
        "approvals",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("sid", sa.String(34), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("category", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_approvals"),
    )
    op.create_table(
        "totals",
        sa.Column("broadcast", sa.String(36), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("broadcast", "channel", "outcome", "reason", name="pk_totals"),
    )
    op.create_table(
        "illustrations",
        sa.Column("broadcast", sa.String(36), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("broadcast", name="pk_illustrations"),
    )


def downgrade() -> None:
    """Drop the tables of approvals, totals and illustrations."""
    op.drop_table("illustrations")
    op.drop_table("totals")
    op.drop_table("approvals")
