"""Taking from PostgreSQL's files what they tell beside the rows: which row was written when.

A row of PostgreSQL carries the number of the transaction that wrote it, and rows lie in the order
they came. Written again together and in random order, those of some days tell neither. SQLite has
no such numbers, and keeps these tables in the order of their random ids.
"""

from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# Who writes waits for this lock before looking, so that no row is missed while it lies nowhere.
_LOCK = text("LOCK TABLE tips, tip_papers IN EXCLUSIVE MODE")
_AGAIN = tuple(
    text(
        f"WITH taken AS (DELETE FROM {table} WHERE day >= :since RETURNING *) "  # noqa: S608
        f"INSERT INTO {table} SELECT * FROM taken ORDER BY random()"
    )
    for table in ("tips", "tip_papers")
)


async def scatter(connection: AsyncConnection, *, since: date) -> None:
    """Write what is of *since* or later again, all in one transaction and in random order."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_LOCK)
        for statement in _AGAIN:
            await connection.execute(statement, {"since": since})
