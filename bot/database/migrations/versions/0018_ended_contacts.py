"""An index of those who left only: with everybody in it, SQLite read them all for each batch."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_NAME = "ix_contacts_ended_at"


def upgrade() -> None:
    """Index who left."""
    left = sa.text("ended_at IS NOT NULL")
    op.drop_index(_NAME, "contacts")
    op.create_index(_NAME, "contacts", ["ended_at"], sqlite_where=left, postgresql_where=left)


def downgrade() -> None:
    """Index everybody."""
    op.drop_index(_NAME, "contacts")
    op.create_index(_NAME, "contacts", ["ended_at"])
