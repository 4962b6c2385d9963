"""Accounts of staff, what opens them, and the trail of what was done."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables of staff."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("display_name", sa.String(100), nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("offices", sa.Text, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("totp", sa.LargeBinary, nullable=False),
        sa.Column("totp_step", sa.BigInteger, nullable=False),
        sa.Column("telegram", sa.LargeBinary, nullable=True),
        sa.Column("sender", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name", name="uq_accounts_name"),
        sa.UniqueConstraint("sender", name="uq_accounts_sender"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("account", sa.String(36), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("account", "code", name="pk_recovery_codes"),
    )
    op.create_table(
        "invitations",
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("display_name", sa.String(100), nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("offices", sa.Text, nullable=False),
        sa.Column("account", sa.String(36), nullable=True),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_invitations"),
    )
    op.create_index("ix_invitations_name", "invitations", ["name"])
    op.create_table(
        "link_codes",
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("account", sa.String(36), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_link_codes"),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("account", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("confirmed_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("token", name="pk_sessions"),
        sa.UniqueConstraint("id", name="uq_sessions_id"),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_table(
        "guesses",
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("level", sa.Double, nullable=False),
        sa.Column("counted_at", _MOMENT, nullable=False),
        sa.Column("free_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_guesses"),
    )
    op.create_table(
        "audit_rows",
        sa.Column("number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.Column("account", sa.String(36), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_rows"),
    )
    op.create_index("ix_audit_rows_noted_at", "audit_rows", ["noted_at"])


def downgrade() -> None:
    """Drop the tables of staff."""
    for table in (
        "audit_rows",
        "guesses",
        "sessions",
        "link_codes",
        "invitations",
        "recovery_codes",
        "accounts",
    ):
        op.drop_table(table)
