"""People who asked to hear from us."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of subscribers."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "contacts",
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("address", sa.LargeBinary, nullable=False),
        sa.Column("reminders", sa.Boolean, nullable=False),
        sa.Column("education", sa.Boolean, nullable=False),
        sa.Column("outreach", sa.Boolean, nullable=False),
        sa.Column("audience", sa.String(8), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("district", sa.String(80), nullable=False),
        sa.Column("office", sa.String(80), nullable=False),
        sa.Column("consented_at", moment, nullable=False),
        sa.Column("wording", sa.String(16), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("source_detail", sa.String(200), nullable=False),
        sa.Column("heard_at", moment),
        sa.Column("ended_at", moment),
        sa.Column("ended_because", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_contacts"),
    )
    op.create_index("ix_contacts_ended_at", "contacts", ["ended_at"])


def downgrade() -> None:
    """Drop the table of subscribers."""
    op.drop_table("contacts")
