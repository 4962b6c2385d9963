"""No samples of tables that tell who wrote when."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_FLEETING = (
    "conversations",
    "evidence",
    "limits",
    "message_claims",
    "outbox",
    "parcels",
    "tip_drafts",
)
_QUIET = """
DO $$
DECLARE each record;
BEGIN
    FOR each IN
        SELECT attname FROM pg_attribute
        WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped
    LOOP
        EXECUTE format('ALTER TABLE {table} ALTER COLUMN %I SET STATISTICS {amount}', each.attname);
    END LOOP;
END $$
"""


def upgrade() -> None:
    """Have ANALYZE take no samples: PostgreSQL keeps values of rows that were erased long ago."""
    _sample("0")


def downgrade() -> None:
    """Have ANALYZE take as many samples as of any table."""
    _sample("-1")


def _sample(amount: str) -> None:
    """Set how many values ANALYZE keeps of each column; SQLite keeps none."""
    if op.get_bind().dialect.name == "postgresql":
        for table in _FLEETING:
            op.execute(_QUIET.format(table=table, amount=amount))
