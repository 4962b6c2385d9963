"""What was approved last of each broadcast, to tell an approver what changed since."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of approved versions."""
    op.create_table(
        "approved_versions",
        sa.Column("broadcast", sa.String(36), nullable=False),
        sa.Column("version", sa.LargeBinary, nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("broadcast", name="pk_approved_versions"),
    )


def downgrade() -> None:
    """Drop the table of approved versions."""
    op.drop_table("approved_versions")
