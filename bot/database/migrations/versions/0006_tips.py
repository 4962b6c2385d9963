"""Tips: public keys, parcels that wait, sent tips, and what is written about them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SEALED_TIP = ("sealed", "originals", "upkeep", "casework")
_SEALED_PARCEL = ("sealed", "shown", "originals", "upkeep")
_SEALED_PAPER = ("sealed", "shown", "originals")


def upgrade() -> None:
    """Create the tables of tips; on SQLite their rows lie in the order of their random ids."""
    op.create_table(
        "public_keys",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(8), nullable=False),
        sa.Column("public", sa.LargeBinary, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_public_keys"),
    )
    op.create_table(
        "parcels",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("receipt", sa.LargeBinary, nullable=False),
        sa.Column("district", sa.String(100), nullable=False),
        sa.Column("office", sa.String(100), nullable=False),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in _SEALED_PARCEL),
        sa.PrimaryKeyConstraint("id", name="pk_parcels"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_parcels_receipt", "parcels", ["receipt"])
    op.create_table(
        "tips",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("district", sa.String(100), nullable=False),
        sa.Column("office", sa.String(100), nullable=False),
        sa.Column("target", sa.String(100), nullable=False),
        sa.Column("receipt", sa.LargeBinary, nullable=False),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in _SEALED_TIP),
        sa.PrimaryKeyConstraint("id", name="pk_tips"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tips_receipt", "tips", ["receipt"], unique=True)
    op.create_table(
        "tip_papers",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("tip", sa.String(32), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in _SEALED_PAPER),
        sa.PrimaryKeyConstraint("id", name="pk_tip_papers"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tip_papers_tip", "tip_papers", ["tip"])


def downgrade() -> None:
    """Drop the tables of tips."""
    for table in ("tip_papers", "tips", "parcels", "public_keys"):
        op.drop_table(table)
