"""Who wants to be told when staff answer a question."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_COLUMNS = ("id", "owner", "day", "question", "asker", "answer")


def upgrade() -> None:
    """Create the table; SQLite lays it by its random ids, and PostgreSQL takes no samples."""
    op.create_table(
        "inquiries",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("asker", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_inquiries"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_inquiries_owner", "inquiries", ["owner"])
    op.create_index("ix_inquiries_day", "inquiries", ["day"])
    if op.get_bind().dialect.name == "postgresql":
        for column in _COLUMNS:
            op.execute(f"ALTER TABLE inquiries ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("inquiries")
