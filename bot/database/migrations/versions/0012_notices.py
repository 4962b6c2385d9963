"""What staff were told of."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of notices."""
    op.create_table(
        "notices",
        sa.Column("subject", sa.String(160), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_notices"),
    )
    op.create_index("ix_notices_told_at", "notices", ["told_at"])


def downgrade() -> None:
    """Drop the table of notices."""
    op.drop_table("notices")
