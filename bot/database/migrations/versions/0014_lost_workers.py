"""How many workers died with a forwarding."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count, at nothing so far."""
    column = sa.Column("lost", sa.Integer, nullable=False, server_default="0")
    op.add_column("forwardings", column)


def downgrade() -> None:
    """Drop the count."""
    op.drop_column("forwardings", "lost")
