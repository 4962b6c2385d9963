"""How texts stand that WhatsApp must approve."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of approvals."""
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


def downgrade() -> None:
    """Drop the table of approvals."""
    op.drop_table("approvals")
