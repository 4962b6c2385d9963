"""Conversations, their outbox, and what questions leave behind without their sender."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables of the first slice."""
    op.create_table(
        "message_claims",
        sa.Column("message", sa.String(32), nullable=False),
        sa.Column("claimed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("message", name="pk_message_claims"),
    )
    op.create_index("ix_message_claims_claimed_at", "message_claims", ["claimed_at"])
    op.create_table(
        "conversations",
        sa.Column("sender", sa.String(32), nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=True),
        sa.Column("touched_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("sender", name="pk_conversations"),
    )
    op.create_index("ix_conversations_touched_at", "conversations", ["touched_at"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("recipient", sa.String(32), nullable=False),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("address", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.Column("posted_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_recipient_place", "outbox", ["recipient", "place"])
    op.create_index("ix_outbox_due_at", "outbox", ["due_at"])
    op.create_index("ix_outbox_posted_at", "outbox", ["posted_at"])
    op.create_table(
        "erasures",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("copy", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    op.create_index("ix_erasures_owner", "erasures", ["owner"])
    op.create_index("ix_erasures_due_at", "erasures", ["due_at"])
    op.create_index("ix_erasures_noted_at", "erasures", ["noted_at"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("free_at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("entry", sa.String(100), nullable=False),
        sa.Column("knowledge", sa.String(12), nullable=False),
        sa.Column("card", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
    )
    op.create_table(
        "unanswered",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unanswered"),
    )
    op.create_index("ix_unanswered_day", "unanswered", ["day"])
    op.create_table(
        "tallies",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "subject", name="pk_tallies"),
    )


def downgrade() -> None:
    """Drop the tables of the first slice."""
    for table in (
        "tallies",
        "unanswered",
        "answers",
        "leases",
        "erasures",
        "outbox",
        "conversations",
        "message_claims",
    ):
        op.drop_table(table)
