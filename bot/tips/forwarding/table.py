"""The table of forwardings; *lost* counts the workers that died with one in a row."""

from sqlalchemy import Column, Date, Integer, LargeBinary, String, Table

from bot.database.columns import UtcTime, metadata

forwardings = Table(
    "forwardings",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("tip", String(64), nullable=False, index=True),
    Column("target", String(50), nullable=False),
    Column("day", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Column("backend", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcTime, index=True),
    Column("reason", String(30), nullable=False),
    Column("package", LargeBinary, nullable=False),
    Column("reference", LargeBinary, nullable=False),
    Column("mark", String(32), nullable=False, index=True),
    Column("lost", Integer, nullable=False),
)
