"""What staff were told of, so that nobody is told twice."""

from datetime import datetime

from sqlalchemy import Column, String, Table, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import UtcTime, metadata
from bot.database.engine import insert

LONGEST = 160

_notices = Table(
    "notices",
    metadata,
    Column("subject", String(LONGEST), primary_key=True),
    Column("told_at", UtcTime, nullable=False, index=True),
)


async def is_news(connection: AsyncConnection, subject: str, *, now: datetime) -> bool:
    """Note that staff are told of *subject* and return whether that is the first time."""
    noted = insert(connection, _notices).values(subject=subject[:LONGEST], told_at=now)
    told = noted.on_conflict_do_nothing().returning(_notices.c.subject)
    return await connection.scalar(told) is not None


async def delete_notices(connection: AsyncConnection, *, before: datetime) -> int:
    """Forget what staff were told before *before* and return how many notices that were."""
    old = delete(_notices).where(_notices.c.told_at < before)
    return (await connection.execute(old)).rowcount
